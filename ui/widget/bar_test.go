package widget_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/widget"
)

var barItems = []widget.BarItem{{"Ctrl+S", "保存"}, {"Esc", "返回"}, {"?", "帮助"}, {"F2", "English"}}

func TestKeyBarDropsTheLeastUseful(t *testing.T) {
	for width, want := range map[int]string{
		60: " Ctrl+S 保存  Esc 返回  ? 帮助  F2 English",
		40: " Ctrl+S 保存  Esc 返回  ? 帮助 …",
		24: " Ctrl+S 保存  Esc 返回 …",
		23: " Ctrl+S 保存 …",
		14: " Ctrl+S 保存 …",
		12: " Ctrl+S 保存",
		5:  "  …",
	} {
		b := widget.KeyBar(dark(), barItems, width)
		exact(t, b, width, 1)
		require.Equal(t, want, strings.TrimRight(ansi.Strip(b.Text), " "), "width %d", width)
	}
}

func TestKeyBarClick(t *testing.T) {
	th := dark()
	for _, width := range []int{60, 40, 26} {
		row := ansi.Strip(widget.KeyBar(th, barItems, width).Text)
		for i, it := range barItems {
			at := strings.Index(row, it.Word)
			if at < 0 {
				continue
			}
			got, ok := widget.KeyBarAt(th, barItems, width, ansi.StringWidth(row[:at]))
			require.True(t, ok)
			require.Equal(t, i, got)
		}
		_, ok := widget.KeyBarAt(th, barItems, width, width-1)
		require.False(t, ok)
	}
}

func TestBarsAreExactAndTame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []widget.BarItem
		for range rapid.IntRange(0, 8).Draw(t, "n") {
			items = append(items, widget.BarItem{Key: mixed(hostile).Draw(t, "key"), Word: mixed(hostile).Draw(t, "word")})
		}
		w := rapid.IntRange(0, 120).Draw(t, "w")
		h := min(w, 1)
		th := anyTheme(t)
		for _, b := range []widget.Block{
			widget.KeyBar(th, items, w),
			widget.Progress(th, rapid.IntRange(-5, 120).Draw(t, "done"), rapid.IntRange(-5, 120).Draw(t, "all"), mixed(hostile).Draw(t, "label"), w),
			widget.Split(widget.Line(th, th.Header, mixed(hostile).Draw(t, "left"), 30), widget.Line(th, th.Header, mixed(hostile).Draw(t, "right"), 20), w),
			widget.Line(th, th.Text, mixed(hostile).Draw(t, "line"), w),
		} {
			exact(t, b, w, h)
			tame(t, b)
		}
	})
}

func TestProgress(t *testing.T) {
	th := dark().ASCII()
	require.Equal(t, "#####----- 5/10", ansi.Strip(widget.Progress(th, 5, 10, "5/10", 15).Text))
	require.Equal(t, "---------- 0/0", ansi.Strip(widget.Progress(th, 0, 0, "0/0", 14).Text))
	require.Equal(t, "##########", ansi.Strip(widget.Progress(th, 99, 10, "", 10).Text))
}

func TestSplitKeepsTheRightEnd(t *testing.T) {
	b := widget.Split(widget.Lines("和事台消费维权"), widget.Lines("11月23日"), 16)
	require.Equal(t, "和事台  11月23日", b.Text)
}
