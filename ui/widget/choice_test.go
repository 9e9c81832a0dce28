package widget_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/theme"
	"heshi/ui/widget"
)

func requests() widget.Choice {
	c := widget.Choice{Label: "诉求", Options: []widget.Option{
		{Value: "refund", Label: "退货退款"},
		{Value: "exchange", Label: "换货"},
		{Value: "repair", Label: "修理", Off: "店方不修"},
		{Value: "other", Label: "其他", Detail: "写在备注里"},
	}}
	c.Focus()
	return c
}

func sendChoice(c widget.Choice, msgs ...tea.Msg) widget.Choice {
	for _, m := range msgs {
		c, _ = c.Update(m)
	}
	return c
}

func TestChoicePicksByDigit(t *testing.T) {
	for _, k := range []string{"2", "２"} {
		c := sendChoice(requests(), press(k))
		o, ok := c.Picked()
		require.True(t, ok)
		require.Equal(t, "exchange", o.Value)
		require.Equal(t, "exchange", c.Value())
		c = sendChoice(c, press("down"))
		_, ok = c.Picked()
		require.False(t, ok, "picked tells of the last key only")
	}
	c := sendChoice(requests(), tea.KeyPressMsg{Code: tea.KeyKp1})
	require.Equal(t, "refund", c.Value())
}

func TestChoiceRefusesWhatIsOffOrAbsent(t *testing.T) {
	for _, k := range []string{"3", "5", "9", "x", "0"} {
		c := sendChoice(requests(), press(k))
		_, ok := c.Picked()
		require.False(t, ok, k)
		require.Empty(t, c.Value())
	}
	require.Contains(t, ansi.Strip(requests().View(dark(), 40, 6).Text), "店方不修")
}

func TestChoiceArrowsAndEnter(t *testing.T) {
	c := sendChoice(requests(), press("down"), press("enter"))
	require.Equal(t, "exchange", c.Value())
	c = sendChoice(c, press("home"), press("up"), press("enter"))
	require.Equal(t, "other", c.Value(), "goes round")
	c = sendChoice(c, press("home"), press("space"))
	require.Equal(t, "refund", c.Value())
	_, ok := c.Picked()
	require.False(t, ok, "space marks and stays")
	require.True(t, c.Changed())
}

func TestChoiceOfSeveral(t *testing.T) {
	c := requests()
	c.Multi = true
	c = sendChoice(c, press("4"), press("1"), press("2"), press("2"))
	require.Equal(t, []string{"refund", "other"}, c.Values())
	_, ok := c.Picked()
	require.False(t, ok)
	c = sendChoice(c, press("enter"))
	_, ok = c.Picked()
	require.True(t, ok, "Enter says done")
	require.Equal(t, []string{
		"诉求", " 1 [x]  退货退款", " 2 [ ]  换货", " 3 [ ]  修理  店方不修", " 4 [x]  其他  写在备注里",
	}, trimmed(c.View(dark(), 40, 5)))
}

func TestChoiceSetValues(t *testing.T) {
	c := requests()
	c.SetValues("other", "refund")
	require.Equal(t, "refund", c.Value(), "one only")
	c.Multi = true
	c.SetValues("other", "refund", "unknown")
	require.Equal(t, []string{"refund", "other"}, c.Values())
	c.SetValues()
	require.Empty(t, c.Values())
}

func TestCopiesOfAChoiceDoNotShareMarks(t *testing.T) {
	c := requests()
	c.Multi = true
	one := sendChoice(c, press("1"), press("2"), press("4"))
	two := sendChoice(one, press("2"))
	require.Equal(t, []string{"refund", "exchange", "other"}, one.Values())
	require.Equal(t, []string{"refund", "other"}, two.Values())
}

func many(n int) widget.Choice {
	c := widget.NewMenu(false)
	for i := range n {
		c.Options = append(c.Options, widget.Option{Value: fmt.Sprint(i), Label: fmt.Sprintf("选项%d", i)})
	}
	return c
}

func TestPickedShowsWithoutColourButNotInMenus(t *testing.T) {
	c := sendChoice(requests(), press("2"))
	require.Equal(t, []string{"诉求", " 1  退货退款", " 2* 换货"}, trimmed(c.View(theme.New(theme.None), 40, 5))[:3])
	m := sendChoice(widget.NewMenu(false, widget.Option{Label: "登记投诉"}), press("1"))
	require.Equal(t, []string{" 1  登记投诉"}, trimmed(m.View(dark(), 40, 1)))
}

func TestChoicePages(t *testing.T) {
	c := many(12)
	c.PerPage, c.More = 5, "更多"
	require.Equal(t, []string{" 1  选项0", " 2  选项1", " 3  选项2", " 4  选项3", " 5  选项4", " 0  更多"}, trimmed(c.View(dark(), 20, 6)))
	_, ok := sendChoice(c, press("7")).Picked()
	require.False(t, ok, "a digit that is not on the page")
	c = sendChoice(c, press("0"))
	require.Equal(t, " 1  选项5", trimmed(c.View(dark(), 20, 6))[0])
	c = sendChoice(c, press("pgdown"))
	require.Equal(t, []string{" 1  选项10", " 2  选项11", " 0  更多"}, trimmed(c.View(dark(), 20, 3)))
	c = sendChoice(c, press("2"))
	require.Equal(t, "11", c.Value())
	c = sendChoice(c, press("0"), press("1"))
	require.Equal(t, "0", c.Value(), "goes round")
	c = sendChoice(c, press("pgup"), press("1"))
	require.Equal(t, "10", c.Value())
}

func TestChoiceInline(t *testing.T) {
	c := requests()
	c.Inline = true
	c.SetValues("exchange")
	require.Equal(t, []string{"诉求", "1 退货退款  2*换货", "3 修理  4 其他"}, trimmed(c.View(dark(), 20, 3)))
	require.Equal(t, 3, c.Height(20))
	require.Equal(t, 2, c.Height(80))
	c = sendChoice(c, press("right"), press("right"), press("enter"))
	require.Equal(t, "other", c.Value())
}

// TestFittingPagesShowWhole: as many options as every page has room for.
func TestFittingPagesShowWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := widget.Choice{PerPage: 9, More: "more"}
		for range rapid.IntRange(1, 20).Draw(t, "options") {
			c.Options = append(c.Options, widget.Option{Value: "x", Label: "履行完成", Detail: strings.Repeat("先付", rapid.IntRange(0, 40).Draw(t, "detail"))})
		}
		width, height := rapid.IntRange(30, 80).Draw(t, "width"), rapid.IntRange(4, 30).Draw(t, "height")
		n := c.Fitting(width, height)
		require.True(t, 3 <= n && n <= 9)
		c.PerPage = n
		if n > 3 {
			require.LessOrEqual(t, c.Height(width), height)
		}
		require.Equal(t, n, c.Fitting(width, height), "it is settled")
	})
}

func TestSpacedChoiceWrapsAndLeavesRoom(t *testing.T) {
	c := widget.NewMenu(true, widget.Option{Label: "登记一件新的投诉", Detail: "三句话就够"}, widget.Option{Label: "查案件"})
	require.Equal(t, []string{" 1  登记一件", "    新的投诉", "    三句话就", "    够", "", " 2  查案件"}, trimmed(c.View(dark(), 12, 6)))
}

func TestClickDoesWhatTheDigitDoes(t *testing.T) {
	for _, inline := range []bool{false, true} {
		for _, height := range []int{3, 20} {
			c := many(12)
			c.Inline, c.PerPage, c.Label = inline, 5, "选"
			const width = 24
			for range 3 {
				rows := plainRows(c.View(dark(), width, height))
				for y, row := range rows {
					for _, word := range strings.Fields(row) {
						if !strings.HasPrefix(word, "选项") {
							continue
						}
						x := ansi.StringWidth(row[:strings.Index(row, word)])
						g := c
						g.Click(width, height, x, y)
						o, ok := g.Picked()
						require.True(t, ok)
						require.Equal(t, word, o.Label)
					}
				}
				c = sendChoice(c, press("0"))
			}
			g := c
			g.Click(width, height, 0, height+5)
			_, ok := g.Picked()
			require.False(t, ok)
		}
	}
}

func TestChoiceViewIsExactAndTame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c widget.Choice
		c.Label = mixed(hostile).Draw(t, "label")
		for range rapid.IntRange(0, 13).Draw(t, "n") {
			o := widget.Option{Label: mixed(hostile).Draw(t, "option"), Tone: theme.Tone(rapid.IntRange(0, 5).Draw(t, "tone"))}
			if rapid.Bool().Draw(t, "off") {
				o.Off = mixed(hostile).Draw(t, "why")
			}
			o.Detail = mixed(hostile).Draw(t, "detail")
			c.Options = append(c.Options, o)
		}
		c.Multi, c.Inline, c.Spaced = rapid.Bool().Draw(t, "multi"), rapid.Bool().Draw(t, "inline"), rapid.Bool().Draw(t, "spaced")
		c.PerPage, c.More = rapid.IntRange(0, 9).Draw(t, "per"), mixed(hostile).Draw(t, "more")
		c.Note.Text = mixed(hostile).Draw(t, "note")
		c.Focus()
		for _, k := range rapid.SliceOfN(rapid.SampledFrom([]string{"up", "down", "pgdown", "0", "1", "5", "9", "end", "home", "space", "enter"}), 0, 8).Draw(t, "keys") {
			c = sendChoice(c, press(k))
		}
		w, h := rapid.IntRange(0, 60).Draw(t, "w"), rapid.IntRange(0, 12).Draw(t, "h")
		b := c.View(anyTheme(t), w, h)
		exact(t, b, w, h)
		tame(t, b)
		c.Click(w, h, rapid.IntRange(-1, 60).Draw(t, "x"), rapid.IntRange(-1, 12).Draw(t, "y"))
		exact(t, c.View(dark(), w, h), w, h)
	})
}

// TestTheLineThatTurnsThePageAlwaysShows: nothing else tells that there is more.
// Options that give reasons give up the room between them first.
func TestTheLineThatTurnsThePageAlwaysShows(t *testing.T) {
	c := widget.NewMenu(true)
	c.PerPage, c.More = 3, "看后面的"
	for range 7 {
		c.Options = append(c.Options, widget.Option{Label: "回访", Off: "还有1项没有办好，办好了才能走这一步。"})
	}
	const width = 24
	require.Greater(t, c.Height(width), 10)
	rows := trimmed(c.View(dark(), width, 10))
	require.Len(t, rows, 10, "whole without the room between")
	require.Contains(t, rows[9], "看后面的")
	require.Equal(t, 3, strings.Count(strings.Join(rows, ""), "回访"))
	for height := 2; height < 14; height++ {
		for _, down := range []int{0, 2, 3} {
			g := c
			for range down {
				g, _ = g.Update(tea.KeyPressMsg{Code: tea.KeyDown})
			}
			rows := trimmed(g.View(dark(), width, height))
			at := slices.IndexFunc(rows, func(row string) bool { return strings.Contains(row, "看后面的") })
			require.GreaterOrEqual(t, at, 0, "%d rows, %d down", height, down)
			if height > 2 {
				require.Contains(t, strings.Join(rows, ""), fmt.Sprint(down%3+1)+"  回访")
			}
			i, ok := g.At(width, height, 3, at)
			require.True(t, ok)
			require.Equal(t, -1, i)
		}
	}
}
