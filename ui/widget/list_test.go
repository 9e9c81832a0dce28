package widget_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/theme"
	"heshi/ui/widget"
)

func caseList(n int) widget.List {
	l := widget.List{
		Header: true, Empty: "还没有案件",
		Columns: []widget.Column{
			{Title: "案号", Width: 8},
			{Title: "投诉人", Width: 8, Drop: 1},
			{Title: "商户", Min: 8},
			{Title: "金额", Width: 6, Right: true, Drop: 2},
		},
	}
	for i := range n {
		l.Rows = append(l.Rows, widget.Row{ID: fmt.Sprint("c-", i), Cells: []string{fmt.Sprintf("%04d", i), "张三", "德昌钟表有限公司", "299元"}})
	}
	l.Focus()
	return l
}

func sendList(l widget.List, msgs ...tea.Msg) widget.List {
	for _, m := range msgs {
		l, _ = l.Update(m)
	}
	return l
}

func TestListAlignsColumns(t *testing.T) {
	l := caseList(2)
	require.Equal(t, []string{
		"  案号      投诉人    商户                 金额",
		"› 0000      张三      德昌钟表有限公司    299元",
		"  0001      张三      德昌钟表有限公司    299元",
		"",
	}, trimmed(l.View(dark(), 47, 4)))
}

func TestListDropsTheLeastImportantColumns(t *testing.T) {
	l := caseList(1)
	require.Equal(t, []string{"  案号      投诉人    商户", "› 0000      张三      德昌钟表…"}, trimmed(l.View(dark(), 32, 2)))
	require.Equal(t, []string{"  案号      商户", "› 0000      德昌钟…"}, trimmed(l.View(dark(), 20, 2)))
	l.Columns[2].Min = 100
	require.Equal(t, []string{"  案号      商户", "› 0000      德昌钟…"}, trimmed(l.View(dark(), 20, 2)), "what must stay stays")
}

// On a wide screen no gulf opens between what belongs together, and nothing is
// cut for that.
func TestListKeepsARowTogether(t *testing.T) {
	l := caseList(1)
	at := func() int { return widget.Width(strings.SplitN(trimmed(l.View(dark(), 160, 2))[1], "299元", 2)[0]) }
	require.Equal(t, 61, at())
	long := strings.Repeat("长", 30)
	l.Rows[0].Cells[2] = long
	require.Contains(t, trimmed(l.View(dark(), 160, 2))[1], long+"   299元")
}

func TestListMovesAndOpens(t *testing.T) {
	l := caseList(30)
	l.Resize(11)
	for _, c := range []struct {
		key  string
		want int
	}{{"up", 0}, {"down", 1}, {"pgdown", 11}, {"end", 29}, {"down", 29}, {"pgup", 19}, {"home", 0}} {
		l = sendList(l, press(c.key))
		require.Equal(t, c.want, l.Index(), c.key)
	}
	l = sendList(l, press("down"), press("enter"))
	row, ok := l.Opened()
	require.True(t, ok)
	require.Equal(t, "c-1", row.ID)
	_, ok = sendList(l, press("down")).Opened()
	require.False(t, ok)
}

func TestListKeepsItsPageWhileMovingWithin(t *testing.T) {
	l := caseList(30)
	l.Header = false
	l.Select(12)
	top := trimmed(l.View(dark(), 40, 10))[0]
	l = sendList(l, press("down"), press("down"))
	require.Contains(t, top, "0010")
	require.Contains(t, trimmed(l.View(dark(), 40, 10))[0], "0010")
}

func TestListKeepsTheSelectionOverNewRows(t *testing.T) {
	l := caseList(5)
	l.Select(3)
	rows := append([]widget.Row{{ID: "new"}}, l.Rows...)
	l.SetRows(rows)
	row, _ := l.Selected()
	require.Equal(t, "c-3", row.ID)
	l.SetRows(rows[:2])
	require.Equal(t, 1, l.Index())
	l.SetRows(nil)
	_, ok := l.Selected()
	require.False(t, ok)
	require.Contains(t, trimmed(l.View(dark(), 30, 3))[1], "还没有案件")
	l = sendList(l, press("down"), press("enter"), press("pgdown"))
	_, ok = l.Opened()
	require.False(t, ok)
}

func TestListDigitsOpenWhatTheyStandBefore(t *testing.T) {
	l := caseList(30)
	l.Digits, l.Spaced = true, true
	const height = 10
	l.Resize(height)
	l = sendList(l, press("pgdown"), press("pgdown"))
	rows := trimmed(l.View(dark(), 60, height))
	require.Contains(t, rows[3], "2 ")
	l = sendList(l, press("２"))
	row, ok := l.Opened()
	require.True(t, ok)
	require.Contains(t, rows[3], row.Cells[0])
	_, ok = sendList(l, press("9")).Opened()
	require.False(t, ok, "no such digit on the screen")
}

func TestListAtEnd(t *testing.T) {
	l := caseList(30)
	require.False(t, l.AtEnd(10))
	l.Select(25)
	require.True(t, l.AtEnd(10))
}

func TestListClickFindsTheRow(t *testing.T) {
	for _, spaced := range []bool{false, true} {
		for _, selected := range []int{0, 13, 29} {
			l := caseList(30)
			l.Spaced = spaced
			l.Select(selected)
			const height = 9
			rows := trimmed(l.View(dark(), 60, height))
			for y, text := range rows {
				i, ok := l.At(height, y)
				if spaced && y > 0 && text == "" { // the row below belongs to it
					text = rows[y-1]
				}
				if text == "" || y == 0 {
					require.False(t, ok, "y=%d", y)
					continue
				}
				require.True(t, ok)
				require.Contains(t, text, l.Rows[i].Cells[0])
			}
		}
	}
}

// TestASpacedListGoesOnBelow: what is too long for its column is not cut while
// the row below is free, and the tenth row has the digit 0.
func TestASpacedListGoesOnBelow(t *testing.T) {
	l := widget.List{Spaced: true, Digits: true, Columns: []widget.Column{{Min: 10}, {Width: 6}}}
	l.Focus()
	for range 10 {
		l.Rows = append(l.Rows, widget.Row{ID: "x", Cells: []string{"网上买的东西不想要了，能不能退", "三天"}})
	}
	l.Rows[9].ID = "last"
	rows := trimmed(l.View(dark(), 36, 20))
	require.Equal(t, []string{"› 1 网上买的东西不想要了，能  三天", "    不能退"}, rows[:2])
	require.Equal(t, []string{"  0 网上买的东西不想要了，能  三天", "    不能退"}, rows[18:20])
	require.Contains(t, trimmed(l.View(dark(), 36, 19))[18], dark().Marks.More, "nothing is free below the last")
	l.Resize(20)
	row, ok := sendList(l, press("0")).Opened()
	require.True(t, ok)
	require.Equal(t, "last", row.ID)
	l.Spaced = false
	require.Contains(t, trimmed(l.View(dark(), 36, 20))[0], dark().Marks.More)
}

// TestListSaysThatThereIsMore: by a mark before the first and the last row that
// show.
func TestListSaysThatThereIsMore(t *testing.T) {
	l, marks := caseList(30), dark().Marks
	l.Header = false
	rows := trimmed(l.View(dark(), 60, 10))
	require.NotContains(t, rows[0], marks.Up)
	require.True(t, strings.HasPrefix(rows[9], marks.Down))
	l.Select(13)
	rows = trimmed(l.View(dark(), 60, 10))
	require.True(t, strings.HasPrefix(rows[0], marks.Up))
	require.True(t, strings.HasPrefix(rows[9], marks.Down))
	l.Select(25)
	rows = trimmed(l.View(dark(), 60, 10))
	require.NotContains(t, rows[9], marks.Down)
	require.NotContains(t, strings.Join(trimmed(caseList(5).View(dark(), 60, 10)), ""), marks.Down)
}

func TestListFirstClickSelectsSecondOpens(t *testing.T) {
	l := caseList(3)
	l.Click(10, 2)
	require.Equal(t, 1, l.Index())
	_, ok := l.Opened()
	require.False(t, ok)
	l.Click(10, 2)
	row, ok := l.Opened()
	require.True(t, ok)
	require.Equal(t, "c-1", row.ID)
	l.Click(10, 8)
	_, ok = l.Opened()
	require.False(t, ok)
	l.Wheel(5)
	require.Equal(t, 2, l.Index())
}

func TestListViewIsExactAndTame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l widget.List
		l.Empty = mixed(hostile).Draw(t, "empty")
		l.Header, l.Spaced, l.Digits = rapid.Bool().Draw(t, "header"), rapid.Bool().Draw(t, "spaced"), rapid.Bool().Draw(t, "digits")
		for range rapid.IntRange(0, 5).Draw(t, "columns") {
			l.Columns = append(l.Columns, widget.Column{
				Title: mixed(hostile).Draw(t, "title"), Width: rapid.IntRange(0, 20).Draw(t, "width"), Min: rapid.IntRange(0, 10).Draw(t, "min"),
				Right: rapid.Bool().Draw(t, "right"), Drop: rapid.IntRange(0, 3).Draw(t, "drop"),
			})
		}
		for range rapid.IntRange(0, 12).Draw(t, "rows") {
			l.Rows = append(l.Rows, widget.Row{
				Cells: rapid.SliceOfN(mixed(hostile), 0, 6).Draw(t, "cells"), Tone: theme.Tone(rapid.IntRange(0, 5).Draw(t, "tone")),
			})
		}
		l.Focus()
		l.Select(rapid.IntRange(-1, 14).Draw(t, "at"))
		w, h := rapid.IntRange(0, 90).Draw(t, "w"), rapid.IntRange(0, 12).Draw(t, "h")
		b := l.View(anyTheme(t), w, h)
		exact(t, b, w, h)
		tame(t, b)
	})
}

func BenchmarkListView(b *testing.B) {
	l := caseList(60)
	th := dark()
	for b.Loop() {
		l.View(th, 200, 60)
	}
}

func TestAHeadingTakesTheWholeRow(t *testing.T) {
	l := widget.List{Columns: []widget.Column{{Width: 4}, {Width: 10}}}
	l.SetRows([]widget.Row{{Cells: []string{"哪类商品和服务"}, Whole: true}, {Cells: []string{"哪类商品和服务"}}, {Whole: true}})
	rows := strings.Split(ansi.Strip(l.View(theme.New(theme.None), 18, 3).Text), "\n")
	require.Equal(t, "哪类商品和服务", strings.TrimSpace(strings.TrimPrefix(rows[0], "› ")))
	require.Contains(t, rows[1], "哪…")
}
