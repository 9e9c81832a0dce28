package widget_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/widget"
)

func newArea(text string) widget.Area {
	a := widget.NewArea("", 0)
	a.Focus()
	a.SetValue(text)
	return a
}

func sendArea(a widget.Area, msgs ...tea.Msg) widget.Area {
	for _, m := range msgs {
		a, _ = a.Update(m)
	}
	return a
}

func TestAreaTakesChineseOverLines(t *testing.T) {
	a := sendArea(newArea(""), typed("店方同意")...)
	a = sendArea(a, press("enter"))
	a = sendArea(a, typed("退款２")...)
	require.Equal(t, "店方同意\n退款２", a.Value())
	require.True(t, a.Changed())
	b := a.View(dark(), 20, 4)
	exact(t, b, 20, 4)
	require.Equal(t, []string{"店方同意", "退款２", "", ""}, trimmed(b))
	require.Equal(t, []int{6, 1}, []int{b.Cursor.X, b.Cursor.Y})
	require.Equal(t, tea.CursorBar, b.Cursor.Shape)
}

func TestAreaPasteIsOneEditAndTame(t *testing.T) {
	a := sendArea(newArea("甲"), tea.PasteMsg{Content: "一\r\n二\x1b[31m三\t四"})
	require.Equal(t, "甲一\n二三 四", a.Value())
}

func TestAreaLeavesTheDesksKeysAlone(t *testing.T) {
	a := newArea("店方同意")
	a = sendArea(a, press("home"))
	for _, k := range []string{"ctrl+k", "ctrl+v", "ctrl+z", "ctrl+s", "ctrl+t", "esc", "tab"} {
		a = sendArea(a, press(k))
		require.Equal(t, "店方同意", a.Value(), k)
	}
}

func TestAreaWithoutFocusTakesNothing(t *testing.T) {
	a := newArea("甲")
	a.Blur()
	require.Equal(t, "甲", sendArea(a, press("x"), tea.PasteMsg{Content: "乙"}).Value())
	require.Nil(t, a.View(dark(), 20, 3).Cursor)
}

func TestAreaKeepsItsLimitAndSaysSo(t *testing.T) {
	a := widget.NewArea("事由", 4)
	a.Full = "写不下了"
	a.Focus()
	a = sendArea(a, tea.PasteMsg{Content: "一二三四五六"})
	require.Equal(t, "一二三四", a.Value())
	require.Contains(t, ansi.Strip(a.View(dark(), 20, 5).Text), "写不下了")
	a = sendArea(a, press("backspace"))
	require.NotContains(t, ansi.Strip(a.View(dark(), 20, 5).Text), "写不下了")
}

func TestAreaKnowsItsEnds(t *testing.T) {
	a := newArea("甲\n乙")
	require.False(t, a.AtTop())
	require.True(t, a.AtBottom())
	a = sendArea(a, press("up"))
	require.True(t, a.AtTop())
	require.False(t, a.AtBottom())
	long := newArea(strings.Repeat("长", 30))
	long.View(dark(), 20, 4)
	require.True(t, long.AtBottom())
	require.False(t, long.AtTop(), "one line of text, but three rows of it")
}

func TestZeroAreaWorks(t *testing.T) {
	var a widget.Area
	a.Focus()
	a.SetValue("甲\n乙丙")
	a = sendArea(a, press("up"), press("丁"))
	require.Equal(t, "甲丁\n乙丙", a.Value())
	exact(t, a.View(dark(), 10, 3), 10, 3)
}

func TestAreaScrollsToItsCursor(t *testing.T) {
	a := newArea("1\n2\n3\n4\n5\n6")
	b := a.View(dark(), 10, 3)
	require.Equal(t, []string{"4        ↑", "5", "6"}, trimmed(b), "there is more above")
	require.Equal(t, 2, b.Cursor.Y)
	require.Equal(t, []string{"3        ↑", "4", "5        ↓"}, trimmed(sendArea(a, press("up"), press("up")).View(dark(), 10, 3)))
	a = sendArea(a, press("ctrl+home"))
	b = a.View(dark(), 10, 3)
	require.Equal(t, []string{"1", "2", "3        ↓"}, trimmed(b))
	require.Equal(t, 0, b.Cursor.Y)
}

func TestAreaViewIsExactTameAndStable(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := newArea(mixed(hostile).Draw(t, "value"))
		a.Label = mixed(hostile).Draw(t, "label")
		a.Hint = mixed(hostile).Draw(t, "hint")
		for _, k := range rapid.SliceOfN(rapid.SampledFrom([]string{"left", "up", "down", "home", "enter", "backspace", "张", "x", "ctrl+w"}), 0, 10).Draw(t, "keys") {
			a = sendArea(a, press(k))
		}
		th := anyTheme(t)
		w, h := rapid.IntRange(0, 60).Draw(t, "w"), rapid.IntRange(0, 8).Draw(t, "h")
		b := a.View(th, w, h)
		exact(t, b, w, h)
		tame(t, b)
		require.Equal(t, b, a.View(th, w, h), "drawing again draws the same")
		if w > 0 && h > 1 {
			require.NotNil(t, b.Cursor, "the input method needs the cursor on every frame")
		}
		a.Click(w, h, rapid.IntRange(-1, 60).Draw(t, "x"), rapid.IntRange(-1, 9).Draw(t, "y"))
		exact(t, a.View(th, w, h), w, h)
	})
}

// TestAreaCursorStandsBeforeItsCharacter checks every place of a Chinese text
// at every width.
func TestAreaCursorStandsBeforeItsCharacter(t *testing.T) {
	const text = "店方refund同意，三日内退款299.50元（含运费）。投诉人①表示满意\n第二行 end"
	runes := []rune(text)
	for width := 10; width <= 60; width++ {
		a := newArea(text)
		a = sendArea(a, press("ctrl+home"))
		for i := range runes {
			b := a.View(dark(), width, 12)
			require.NotNil(t, b.Cursor)
			row := plainRows(b)[b.Cursor.Y]
			rest := ansi.TruncateLeft(row, b.Cursor.X, "")
			next := string(runes[i])
			if next == "\n" {
				require.Empty(t, strings.TrimSpace(rest))
			} else {
				require.True(t, strings.HasPrefix(rest, next), "width %d place %d: %q before %q", width, i, rest, next)
			}
			a = sendArea(a, press("right"))
		}
		require.Equal(t, text+"|", sendArea(a, press("|")).Value())
	}
}

func TestAreaKeepsTheRulesOfTypesetting(t *testing.T) {
	b := newArea("商户同意，三日内退款。").View(dark(), 9, 4)
	require.Equal(t, []string{"商户同", "意，三日", "内退款。", ""}, trimmed(b))
}

func TestAreaMovesByRows(t *testing.T) {
	a := newArea("一二三四五六七八九十\n甲\n子丑寅卯辰")
	a.View(dark(), 13, 4) // six characters a row and room for the cursor
	for _, c := range []struct {
		keys string
		want string
	}{
		{"", "一二三四五六七八九十\n甲\n子丑寅卯辰|"},
		{"home", "一二三四五六七八九十\n甲\n|子丑寅卯辰"},
		{"up", "一二三四五六七八九十\n甲|\n子丑寅卯辰"},
		{"up up", "一二三四五六七八九十|\n甲\n子丑寅卯辰"},
		{"up up up", "一二三四五|六七八九十\n甲\n子丑寅卯辰"},
		{"up up up down down down", "一二三四五六七八九十\n甲\n子丑寅卯辰|"},
		{"left up up up", "一二三四|五六七八九十\n甲\n子丑寅卯辰"},
		{"pgup", "一二三四五|六七八九十\n甲\n子丑寅卯辰"},
		{"pgup end", "一二三四五|六七八九十\n甲\n子丑寅卯辰"},
		{"pgup pgdown", "一二三四五六七八九十\n甲\n子丑寅卯辰|"},
		{"ctrl+home", "|一二三四五六七八九十\n甲\n子丑寅卯辰"},
		{"up ctrl+u", "一二三四五六七八九十\n|\n子丑寅卯辰"},
		{"up home backspace", "一二三四五六七八九十|甲\n子丑寅卯辰"},
		{"up delete", "一二三四五六七八九十\n甲|子丑寅卯辰"},
		{"ctrl+home ctrl+end", "一二三四五六七八九十\n甲\n子丑寅卯辰|"},
	} {
		g := a
		for _, k := range strings.Fields(c.keys) {
			g = sendArea(g, press(k))
		}
		require.Equal(t, c.want, sendArea(g, press("|")).Value(), c.keys)
	}
}

func TestCopiesOfAnAreaDoNotShareText(t *testing.T) {
	one := newArea("甲")
	two := sendArea(one, press("乙"))
	require.Equal(t, "甲", one.Value())
	require.Equal(t, "甲乙", two.Value())
}

func TestAreaClick(t *testing.T) {
	a := newArea("一二三四五六七八九十\n甲")
	a.Label = "事由"
	click := func(x, y int) string {
		g := a
		g.Click(13, 6, x, y)
		return sendArea(g, press("|")).Value()
	}
	require.Equal(t, "一|二三四五六七八九十\n甲", click(2, 1))
	require.Equal(t, "一|二三四五六七八九十\n甲", click(3, 1))
	require.Equal(t, "一二三四五六七|八九十\n甲", click(2, 2))
	require.Equal(t, "一二三四五六七八九十\n甲|", click(9, 3))
	require.Equal(t, "一二三四五六七八九十\n甲|", click(0, 0), "the label")
	require.Equal(t, "一二三四五六七八九十\n|甲", click(0, 5), "below the text")
}

func BenchmarkAreaView(b *testing.B) {
	a := newArea(strings.Repeat("店方同意在三日内退款299元，", 300))
	th := dark()
	for b.Loop() {
		a, _ = a.Update(press("字"))
		a.View(th, 60, 10)
	}
}
