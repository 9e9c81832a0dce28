package widget_test

import (
	"strings"
	"testing"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/mattn/go-runewidth"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/theme"
	"heshi/ui/widget"
)

func TestFitIsExactForAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := mixed(hostile).Draw(t, "text")
		w, h := rapid.IntRange(0, 60).Draw(t, "w"), rapid.IntRange(0, 8).Draw(t, "h")
		b := widget.Fit(widget.Block{Text: text}, w, h)
		exact(t, b, w, h)
		for _, r := range ansi.Strip(b.Text) {
			require.False(t, r != '\n' && unicode.IsControl(r), "%q", b.Text)
		}
		styled := dark().Good.Render(widget.Clean(text)) + dark().Bad.Render(widget.Clean(text))
		exact(t, widget.Fit(widget.Block{Text: styled}, w, h), w, h)
	})
}

func TestFitLeavesABlankForHalfAWideCharacter(t *testing.T) {
	b := widget.Fit(widget.Lines("张三李", "a张三"), 4, 3)
	require.Equal(t, []string{"张三", "a张 ", "    "}, strings.Split(b.Text, "\n"))
}

func TestFitKeepsColourAndEndsIt(t *testing.T) {
	red := "\x1b[31m张三李四\x1b[m"
	b := widget.Fit(widget.Lines(red), 5, 1)
	require.Equal(t, "\x1b[31m张三 \x1b[m", b.Text)
	b = widget.Fit(widget.Lines("\x1b[31mab"), 4, 1)
	require.Equal(t, "\x1b[31mab\x1b[m  ", b.Text)
}

func TestFitDropsACursorOutside(t *testing.T) {
	at := func(x, y int) widget.Block { return widget.Block{Text: "abc\ndef", Cursor: tea.NewCursor(x, y)} }
	require.NotNil(t, widget.Fit(at(2, 1), 3, 2).Cursor)
	require.Nil(t, widget.Fit(at(3, 0), 3, 2).Cursor)
	require.Nil(t, widget.Fit(at(0, 2), 3, 2).Cursor)
	require.Nil(t, widget.Fit(at(2, 0), 2, 2).Cursor)
}

// mark draws a block of w x h with its cursor at x, y, and that cell marked, so
// that a test can see whether the cursor still stands on its mark.
func mark(w, h, x, y int) widget.Block {
	rows := strings.Split(widget.Blank(w, h).Text, "\n")
	rows[y] = rows[y][:x] + "#" + rows[y][x+1:]
	return widget.Block{Text: strings.Join(rows, "\n"), Cursor: tea.NewCursor(x, y)}
}

func requireOnMark(t failer, b widget.Block) {
	t.Helper()
	require.NotNil(t, b.Cursor)
	row := plainRows(b)[b.Cursor.Y]
	at := strings.Index(row, "#")
	require.GreaterOrEqual(t, at, 0, "%q", b.Text)
	require.Equal(t, b.Cursor.X, ansi.StringWidth(row[:at]))
}

func TestCursorTravelsWithItsCell(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 12).Draw(t, "w"), rapid.IntRange(1, 5).Draw(t, "h")
		x, y := rapid.IntRange(0, w-1).Draw(t, "x"), rapid.IntRange(0, h-1).Draw(t, "y")
		b := mark(w, h, x, y)
		other := widget.Lines("张三与李四", "中文", "消费")
		th := anyTheme(t)
		top, left := rapid.IntRange(0, 3).Draw(t, "top"), rapid.IntRange(0, 5).Draw(t, "left")
		for _, got := range []widget.Block{
			b,
			widget.Stack(other, b, other),
			widget.Beside(other, b, other),
			widget.Pad(b, top, 1, 2, left),
			widget.Box(th, "标题", widget.Pad(b, 0, 0, 0, 6)),
			widget.Overlay(widget.Fit(other, 40, 14), b, widget.Spot{X: left, Y: top}),
			widget.Follow(widget.Stack(other, other, b, other), 6+y, 4),
			widget.Paint(widget.Beside(other, b), th.Text),
			widget.Fit(widget.Stack(widget.Beside(other, widget.Pad(b, 1, 0, 0, 2)), other), 60, 20),
		} {
			if h <= 4 {
				requireOnMark(t, got)
			}
		}
		require.Equal(t, x, b.Cursor.X, "the original cursor stays")
		require.Equal(t, y, b.Cursor.Y)
	})
}

func TestTheFirstCursorCounts(t *testing.T) {
	first, second := mark(3, 1, 1, 0), mark(3, 1, 2, 0)
	require.Equal(t, 1, widget.Stack(first, second).Cursor.X)
	require.Equal(t, 1, widget.Beside(first, second).Cursor.X)
}

func TestStackSkipsNothingButEmptyBlocks(t *testing.T) {
	b := widget.Stack(widget.Lines("a"), widget.Block{}, widget.Blank(2, 1), widget.Lines("b"))
	require.Equal(t, "a\n  \nb", b.Text)
}

func TestBesideAlignsWideAndNarrow(t *testing.T) {
	b := widget.Beside(widget.Lines("中", "abc"), widget.Lines("|", "|", "|"))
	require.Equal(t, "中 |\nabc|\n   |", b.Text)
}

func TestOverlayCoversHalfOfAWideCharacter(t *testing.T) {
	base := widget.Lines("中文中文中")
	b := widget.Overlay(base, widget.Lines("ab"), widget.Spot{X: 3})
	require.Equal(t, "中 ab 文中", b.Text)
	require.Equal(t, 10, ansi.StringWidth(b.Text))
}

func TestOverlayHidesTheLowerCursor(t *testing.T) {
	base := mark(9, 3, 1, 1)
	require.Nil(t, widget.Overlay(base, widget.Lines("x"), widget.Spot{X: 5, Y: 2}).Cursor)
}

func TestOverlayKeepsTheSize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 30).Draw(t, "w"), rapid.IntRange(1, 6).Draw(t, "h")
		base := widget.Fit(widget.Block{Text: mixed(pieces).Draw(t, "base")}, w, h)
		top := widget.Fit(widget.Block{Text: mixed(pieces).Draw(t, "top")}, rapid.IntRange(1, 40).Draw(t, "tw"), rapid.IntRange(1, 8).Draw(t, "th"))
		at := widget.Spot{X: rapid.IntRange(0, 35).Draw(t, "x"), Y: rapid.IntRange(0, 8).Draw(t, "y")}
		exact(t, widget.Overlay(base, top, at), w, h)
	})
}

func TestBoxIsTwoWiderAndHigher(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.IntRange(1, 40).Draw(t, "w"), rapid.IntRange(1, 5).Draw(t, "h")
		b := widget.Box(anyTheme(t), mixed(hostile).Draw(t, "title"), widget.Blank(w, h))
		exact(t, b, w+2, h+2)
		tame(t, b)
	})
}

func TestFollowShowsTheRow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "rows")
		rows := make([]string, n)
		y := rapid.IntRange(0, n-1).Draw(t, "y")
		for i := range rows {
			rows[i] = "."
		}
		rows[y] = "#"
		h := rapid.IntRange(1, 50).Draw(t, "h")
		b := widget.Follow(widget.Lines(rows...), y, h)
		exact(t, b, 1, h)
		require.Contains(t, b.Text, "#")
		top := widget.FollowTop(widget.Lines(rows...), y, h)
		require.Equal(t, "#", strings.Split(b.Text, "\n")[y-top])
	})
}

func TestPaintColoursEveryCell(t *testing.T) {
	th := theme.New(theme.Light)
	b := widget.Fit(widget.Lines("a"+th.Bad.Render("错")+"b", ""), 10, 2)
	painted := widget.Paint(b, th.Text)
	exact(t, painted, 10, 2)
	open, _, _ := strings.Cut(th.Text.Render("x"), "x")
	for _, row := range strings.Split(painted.Text, "\n") {
		require.True(t, strings.HasPrefix(row, open))
		// After every reset but the last the ground is set again.
		parts := strings.Split(strings.TrimSuffix(row, "\x1b[m"), "\x1b[m")
		for _, p := range parts[1:] {
			require.True(t, strings.HasPrefix(p, open), "%q", row)
		}
	}
	require.Equal(t, b, widget.Paint(b, theme.New(theme.None).Text))
}

func TestClean(t *testing.T) {
	for in, want := range map[string]string{
		"张三":                           "张三",
		"a\tb\nc\r\nd":                 "a b c d",
		"\x1b[31m红\x1b[m":              "红",
		"\x1b]0;title\x07名":            "名",
		"\xff坏\xfe":                    "坏",
		"甲\u202e乙\u2066丙\u200f":        "甲乙丙",
		"\ufeff头":                      "头",
		"零\x00字\x7f\u0085":             "零字",
		"👨\u200d👩\u200d👧 e\u0301 kept": "👨\u200d👩\u200d👧 e\u0301 kept",
	} {
		require.Equal(t, want, widget.Clean(in), "%q", in)
	}
	require.Equal(t, "a b\nc\nd", widget.CleanLines("a\tb\r\nc\rd"))
}

func TestTruncate(t *testing.T) {
	require.Equal(t, "张三", widget.Truncate("张三", 4))
	require.Equal(t, "张…", widget.Truncate("张三李", 4))
	require.Equal(t, "张三…", widget.Truncate("张三李", 5))
	require.Equal(t, "张..", widget.TruncateWith("张三李", 5, ".."))
	require.Equal(t, "…", widget.Truncate("张三", 1))
	require.Equal(t, "", widget.Truncate("张三", 0))
	rapid.Check(t, func(t *rapid.T) {
		s, w := widget.Clean(mixed(hostile).Draw(t, "s")), rapid.IntRange(0, 50).Draw(t, "w")
		require.LessOrEqual(t, ansi.StringWidth(widget.Truncate(s, w)), w)
	})
}

func TestPinWidthsAgreesWithTheRenderer(t *testing.T) {
	was := *runewidth.DefaultCondition
	wasEast := runewidth.EastAsianWidth
	t.Cleanup(func() {
		runewidth.EastAsianWidth, *runewidth.DefaultCondition = wasEast, was
		runewidth.CreateLUT()
	})
	// As go-runewidth starts under LC_ALL=zh_CN.UTF-8.
	runewidth.EastAsianWidth, runewidth.DefaultCondition.EastAsianWidth = true, true
	runewidth.CreateLUT()
	require.Equal(t, 2, runewidth.StringWidth("①"))
	widget.PinWidths()
	for _, s := range []string{"①", "…", "·", "“”", "—", "│", "✓", "★", "中", "a"} {
		require.Equal(t, ansi.StringWidth(s), runewidth.StringWidth(s), s)
	}
}

func TestWidthIsTheRenderers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := mixed(hostile).Draw(t, "text")
		require.Equal(t, ansi.StringWidth(s), widget.Width(s), "%q", s)
		styled := dark().Good.Render(widget.Clean(s))
		require.Equal(t, ansi.StringWidth(styled), widget.Width(styled), "%q", styled)
	})
	for _, r := range []rune{0, ' ', '~', 0x7f, '\u3000', '\u3001', '\u3029', '\u302a', '\u3030', '\u3400', '\u4dbf', '\u4dc0', '\u9fff', '\uff01', '\uff60', '\uff61', '\u24ff', '\u2500', '\u259f', '\u25a0', '\u2017', '\u201d', '\u201e'} {
		require.Equal(t, ansi.StringWidth(string(r)), widget.Width(string(r)), "%U", r)
	}
}

func TestWidthOfEveryCommonCharacter(t *testing.T) {
	for r := rune(1); r < 0x1ffff; r++ {
		s := string(r)
		require.Equal(t, ansi.StringWidth(s), widget.Width(s), "%U", r)
		joined := "中" + s + "x"
		require.Equal(t, ansi.StringWidth(joined), widget.Width(joined), "%U", r)
	}
}
