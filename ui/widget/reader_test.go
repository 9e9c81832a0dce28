package widget_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/widget"
)

func clauses(n int) widget.Reader {
	var lines []string
	for i := range n {
		lines = append(lines, fmt.Sprintf("第%d条", i+1))
	}
	r := widget.NewReader(strings.Join(lines, "\n"))
	r.Focus()
	r.Resize(12, 5)
	return r
}

func sendReader(r widget.Reader, msgs ...tea.Msg) widget.Reader {
	for _, m := range msgs {
		r, _ = r.Update(m)
	}
	return r
}

func TestReaderHangsTheLinesOfAListItem(t *testing.T) {
	r := widget.NewReader("先看：\n- 数字：选屏幕上编了号的那一项\n- 回车：往下走")
	require.Equal(t, []string{"先看：", "- 数字：选屏幕上", "  编了号的那一项", "- 回车：往下走"}, trimmed(r.View(dark(), 18, 4)))
	require.Equal(t, 4, r.Height(18))
}

func TestReaderScrolls(t *testing.T) {
	r := clauses(20)
	require.Equal(t, []string{"第1条", "第2条", "第3条", "第4条", "第5条      ↓"}, trimmed(r.View(dark(), 12, 5)))
	require.True(t, r.AtTop())
	for _, c := range []struct{ key, first string }{
		{"up", "第1条"},
		{"down", "第2条      ↑"},
		{"pgdown", "第7条      ↑"},
		{"space", "第12条     ↑"},
		{"pgup", "第7条      ↑"},
		{"end", "第16条     ↑"},
		{"down", "第16条     ↑"},
		{"up", "第15条     ↑"},
		{"home", "第1条"},
	} {
		r = sendReader(r, press(c.key))
		require.Equal(t, c.first, trimmed(r.View(dark(), 12, 5))[0], c.key)
	}
	r.Wheel(100)
	require.True(t, r.AtEnd())
	require.Equal(t, "第20条", trimmed(r.View(dark(), 12, 5))[4])
	r.SetText("只有一行")
	require.True(t, r.AtTop() && r.AtEnd())
	r.Blur()
	require.Equal(t, r, sendReader(r, press("down")))
}

func TestReaderHeightHoldsTheWholeText(t *testing.T) {
	r := widget.NewReader("商户同意，三日内退款。")
	require.Equal(t, 3, r.Height(9))
	require.Equal(t, []string{"商户同", "意，三日", "内退款。"}, trimmed(r.View(dark(), 9, 3)))
}

func TestReaderViewIsExactTameAndStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := widget.NewReader(mixed(hostile).Draw(t, "text") + "\n" + mixed(hostile).Draw(t, "more"))
		r.Focus()
		th := anyTheme(t)
		w, h := rapid.IntRange(0, 60).Draw(t, "w"), rapid.IntRange(0, 8).Draw(t, "h")
		r.Resize(w, h)
		for _, k := range rapid.SliceOfN(rapid.SampledFrom([]string{"down", "up", "pgdown", "end", "home"}), 0, 5).Draw(t, "keys") {
			r = sendReader(r, press(k))
		}
		b := r.View(th, w, h)
		exact(t, b, w, h)
		tame(t, b)
		require.Equal(t, b, r.View(th, w, h))
	})
}
