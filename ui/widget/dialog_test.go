package widget_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/widget"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func sendDialog(d widget.Dialog, now time.Time, msgs ...tea.Msg) widget.Dialog {
	for _, m := range msgs {
		d, _ = d.Update(m, now)
	}
	return d
}

func TestDialogAnswersByDigit(t *testing.T) {
	d := widget.NewDialog("有未完成的登记", "上次填到一半，要接着填吗？", "接着填", "先放着")
	d = sendDialog(d, noon, press("2"))
	i, ok := d.Answer()
	require.True(t, ok)
	require.Equal(t, 1, i)
	_, ok = d.Text()
	require.False(t, ok)
	d = sendDialog(d, noon, press("esc"))
	require.True(t, d.Cancelled())
	_, ok = d.Answer()
	require.False(t, ok)
}

func TestDialogThatOpensByItselfWaitsForQuiet(t *testing.T) {
	d := widget.NewDialog("提示", "", "甲", "乙").ByItself(noon)
	at := func(ms int) time.Time { return noon.Add(time.Duration(ms) * time.Millisecond) }
	// Keys in flight, 300 ms apart, none of which is an answer.
	for _, ms := range []int{100, 350, 650} {
		d = sendDialog(d, at(ms), press("1"))
		_, ok := d.Answer()
		require.False(t, ok, "%d ms", ms)
	}
	d = sendDialog(d, at(700), press("esc"))
	require.False(t, d.Cancelled())
	quiet := sendDialog(d, at(1150), press("1"))
	_, ok := quiet.Answer()
	require.True(t, ok, "quiet long enough")
	for _, ms := range []int{900, 1100, 1300, 1499} {
		d = sendDialog(d, at(ms), press("1"))
	}
	_, ok = d.Answer()
	require.False(t, ok)
	d = sendDialog(d, at(1501), press("1"))
	_, ok = d.Answer()
	require.True(t, ok, "but not for ever")
}

func TestDialogOpenedByAKeyAnswersAtOnce(t *testing.T) {
	d := sendDialog(widget.NewDialog("", "", "甲"), noon, press("enter"))
	_, ok := d.Answer()
	require.True(t, ok)
}

func TestTextDialogNeedsAText(t *testing.T) {
	d := widget.NewTextDialog("查看完整号码", "请写明理由", "要写理由才能看")
	require.True(t, d.AsksText())
	d = sendDialog(d, noon, press("space"), press("enter"))
	_, ok := d.Text()
	require.False(t, ok)
	base := widget.Blank(60, 20)
	require.Contains(t, ansi.Strip(d.Over(base, dark()).Text), "要写理由才能看")
	d = sendDialog(d, noon, tea.PasteMsg{Content: "回访"})
	require.NotContains(t, ansi.Strip(d.Over(base, dark()).Text), "要写理由才能看")
	d = sendDialog(d, noon, press("1"), press("enter"))
	text, ok := d.Text()
	require.True(t, ok)
	require.Equal(t, " 回访1", text, "a digit is text here")
	_, ok = d.Answer()
	require.False(t, ok)
}

func TestDialogLiesInTheMiddleWithItsCursor(t *testing.T) {
	d := widget.NewTextDialog("标题", "说明", "")
	d = sendDialog(d, noon, typed("张三")...)
	base := widget.Lines(strings.Split(strings.TrimRight(strings.Repeat(strings.Repeat("底", 40)+"\n", 20), "\n"), "\n")...)
	b := d.Over(base, dark())
	exact(t, b, 80, 20)
	row := plainRows(b)[b.Cursor.Y]
	require.True(t, strings.HasSuffix(ansi.Cut(row, 0, b.Cursor.X), "张三"), row)
	require.Contains(t, row, "底")
}

func TestDialogClick(t *testing.T) {
	d := widget.NewDialog("问", "要继续吗？", "继续", "不了")
	base := widget.Blank(40, 12)
	for y, row := range plainRows(d.Over(base, dark())) {
		for i, word := range []string{"继续", "不了"} {
			if at := strings.Index(row, word); at >= 0 && !strings.Contains(row, "吗") {
				got, ok := d.Click(dark(), base, ansi.StringWidth(row[:at]), y).Answer()
				require.True(t, ok)
				require.Equal(t, i, got)
			}
		}
	}
	_, ok := d.Click(dark(), base, 0, 0).Answer()
	require.False(t, ok)
}

func TestDialogFitsAnyScreen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		options := rapid.SliceOfN(mixed(hostile), 1, 12).Draw(t, "options")
		d := widget.NewDialog(mixed(hostile).Draw(t, "title"), mixed(hostile).Draw(t, "body"), options...)
		if rapid.Bool().Draw(t, "text") {
			d = widget.NewTextDialog("标题", mixed(hostile).Draw(t, "body2"), "需要")
			d = sendDialog(d, noon, tea.PasteMsg{Content: mixed(hostile).Draw(t, "typed")})
		}
		w, h := rapid.IntRange(1, 100).Draw(t, "w"), rapid.IntRange(1, 24).Draw(t, "h")
		th := anyTheme(t)
		base := widget.Blank(w, h)
		b := d.Over(base, th)
		exact(t, b, w, h)
		tame(t, b)
		d.Click(th, base, rapid.IntRange(0, w).Draw(t, "x"), rapid.IntRange(0, h).Draw(t, "y"))
	})
}
