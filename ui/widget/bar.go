package widget

import (
	"strings"

	"heshi/ui/theme"
)

// BarItem is one entry of a KeyBar: a key as people read it and what it does.
type BarItem struct{ Key, Word string }

// barGap is the blank cells between two entries.
const barGap = 2

// fits returns how many entries show in width cells, and whether some were left
// out. The first are the most useful.
func fits(items []BarItem, width, more int) (n int, left bool) {
	x := 1
	for i, it := range items {
		w := it.width()
		room := width
		if i < len(items)-1 {
			room -= 1 + more
		}
		if x+w > room && i > 0 || x+w > width {
			return i, true
		}
		x += w + barGap
	}
	return len(items), false
}

func (it BarItem) width() int { return Width(Clean(it.Key)) + 1 + Width(Clean(it.Word)) }

// KeyBar draws one row of keys and words, the most useful first; what does not
// fit is left out and the theme's mark says so.
func KeyBar(th theme.Theme, items []BarItem, width int) Block {
	if width <= 0 {
		return Block{}
	}
	n, left := fits(items, width, Width(th.Marks.More))
	var b strings.Builder
	used := 1
	b.WriteString(th.Bar.Render(" "))
	for i, it := range items[:n] {
		if i > 0 {
			b.WriteString(th.Bar.Render(strings.Repeat(" ", barGap)))
			used += barGap
		}
		b.WriteString(th.Key.Render(Clean(it.Key)) + th.Bar.Render(" "+Clean(it.Word)))
		used += it.width()
	}
	if left {
		b.WriteString(th.Bar.Render(" " + th.Marks.More))
		used += 1 + Width(th.Marks.More)
	}
	b.WriteString(th.Bar.Render(strings.Repeat(" ", max(0, width-used))))
	return Fit(Block{Text: b.String()}, width, 1)
}

// KeyBarAt returns which entry a click at x hits.
func KeyBarAt(th theme.Theme, items []BarItem, width, x int) (int, bool) {
	n, _ := fits(items, width, Width(th.Marks.More))
	at := 1
	for i, it := range items[:n] {
		if x >= at && x < at+it.width() {
			return i, true
		}
		at += it.width() + barGap
	}
	return 0, false
}

// Progress draws one row: how much of all is done, with a label behind it.
func Progress(th theme.Theme, done, all int, label string, width int) Block {
	if width <= 0 {
		return Block{}
	}
	label = Clean(label)
	if label != "" {
		label = " " + label
	}
	room := max(0, width-Width(label))
	full := 0
	if all > 0 {
		full = int(int64(room) * int64(max(0, min(done, all))) / int64(all))
	}
	bar := strings.Repeat(th.Marks.Full, full) + strings.Repeat(th.Marks.Empty, room-full)
	return Line(th, th.Text, bar+label, width)
}

// Split draws two texts on one row, one at each end, a blank cell between them
// at least; the left gives way.
func Split(left, right Block, width int) Block {
	rightWidth, _ := Size(right)
	rightWidth = min(rightWidth, width)
	room := width - rightWidth
	left = Fit(Fit(left, room-min(rightWidth, 1), 1), room, 1)
	return Fit(Beside(left, Fit(right, rightWidth, 1)), width, 1)
}
