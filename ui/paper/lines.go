package paper

import (
	"strings"

	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Line is one line of a paper on the screen.
type Line struct {
	Text   string
	Strong bool // a title, a heading, a table's head
	Muted  bool // rules and other furniture
}

// Lines shows a document in width cells: the same words in the same order, not
// the same look. marks draw the rules and bars.
func Lines(d Document, width int, marks theme.Marks) []Line {
	l := &lister{width: max(10, width), marks: marks}
	if d.Org != "" {
		l.centre(d.Org, false)
	}
	l.centre(d.Title, true)
	if d.No != "" {
		l.wrap(strings.Repeat(" ", max(0, l.width-widget.Width(d.No)))+d.No, false)
	}
	for _, b := range d.Blocks {
		if p, ok := b.(Paragraph); !ok || p.Inset == 0 {
			l.add("", false)
		}
		l.block(b)
	}
	return l.lines
}

type lister struct {
	width int
	marks theme.Marks
	lines []Line
}

func (l *lister) add(t string, strong bool) { l.lines = append(l.lines, Line{Text: t, Strong: strong}) }

func (l *lister) muted(t string) { l.lines = append(l.lines, Line{Text: t, Muted: true}) }

func (l *lister) wrap(t string, strong bool) {
	for _, s := range widget.Wrap(t, l.width) {
		l.add(s, strong)
	}
}

func (l *lister) centre(t string, strong bool) {
	for _, s := range widget.Wrap(t, l.width) {
		l.add(strings.Repeat(" ", max(0, (l.width-widget.Width(s))/2))+s, strong)
	}
}

func (l *lister) block(b Block) {
	switch b := b.(type) {
	case Heading:
		l.wrap(b.Text, true)
	case Paragraph:
		inset := min(2*b.Inset, l.width/2)
		for _, s := range widget.Wrap(b.Text, l.width-inset) {
			l.add(strings.Repeat(" ", inset)+s, b.Strong)
		}
	case Fields:
		for _, it := range b.Items {
			l.pair(it.Label, it.Text)
		}
	case Table:
		l.table(b)
	case Signatures:
		for _, it := range b.Items {
			l.blank(it.Label)
		}
	case Ruled:
		l.blank(b.Label)
		for range b.Lines - 1 {
			l.blank("")
		}
	case Bars:
		l.bars(b)
	case Break:
		l.muted(strings.Repeat("-", l.width))
	}
}

// pair shows a name and what it says, the name in a column of its own where
// there is room.
func (l *lister) pair(label, value string) {
	const column = 16
	indent := min(column, l.width/3)
	if value == "" {
		value = strings.Repeat("_", min(24, l.width-indent))
	}
	head := widget.Wrap(label, indent-1)
	body := widget.Wrap(value, l.width-indent)
	for i := range max(len(head), len(body)) {
		var a, b string
		if i < len(head) {
			a = head[i]
		}
		if i < len(body) {
			b = body[i]
		}
		l.add(padded(a, indent)+b, false)
	}
}

// blank shows a place for ink.
func (l *lister) blank(label string) {
	const least = 4 // cells of rule beside a name; else it goes below
	room := min(l.width, 40)
	lines := widget.Wrap(label, room-1)
	last := lines[len(lines)-1]
	for _, s := range lines[:len(lines)-1] {
		l.muted(s)
	}
	if last != "" && widget.Width(last)+1+least > room {
		l.muted(last)
		last = ""
	}
	if last != "" {
		last += " "
	}
	l.muted(last + strings.Repeat("_", room-widget.Width(last)))
}

func padded(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-widget.Width(s)))
}

// leastColumn is the width in cells under which a column is no column: then
// each row is shown as pairs.
const leastColumn = 12

func (l *lister) table(t Table) {
	widths, fits := l.columns(t.Columns)
	if !fits {
		l.stacked(t)
		return
	}
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = c.Head
	}
	l.row(t.Columns, widths, heads, true)
	for _, row := range t.Rows {
		l.row(t.Columns, widths, row, false)
	}
}

func (l *lister) columns(columns []Column) (widths []int, fit bool) {
	all := 0
	for _, c := range columns {
		all += max(1, c.Share)
	}
	fit = true
	before, x := 0, 0
	for _, c := range columns {
		before += max(1, c.Share)
		end := l.width * before / max(1, all)
		widths = append(widths, end-x)
		fit = fit && end-x >= leastColumn
		x = end
	}
	return widths, fit
}

func (l *lister) row(columns []Column, widths []int, row []string, strong bool) {
	cells, n := make([][]string, len(columns)), 1
	for i := range columns {
		if i < len(row) {
			cells[i] = widget.Wrap(row[i], widths[i]-1)
		}
		n = max(n, len(cells[i]))
	}
	for k := range n {
		var b strings.Builder
		for i, c := range columns {
			s := ""
			if k < len(cells[i]) {
				s = cells[i][k]
			}
			if c.Right {
				s = strings.Repeat(" ", max(0, widths[i]-1-widget.Width(s))) + s
			}
			b.WriteString(padded(s, widths[i]))
		}
		l.add(strings.TrimRight(b.String(), " "), strong)
	}
}

func (l *lister) stacked(t Table) {
	for i, row := range t.Rows {
		if i > 0 {
			l.add("", false)
		}
		for k, c := range t.Columns {
			if k < len(row) && row[k] != "" {
				l.pair(c.Head, row[k])
			}
		}
	}
}

func (l *lister) bars(b Bars) {
	label, note, most := 0, 0, 1
	for _, it := range b.Items {
		label = max(label, widget.Width(it.Label))
		note = max(note, widget.Width(it.Text))
		most = max(most, it.Value)
	}
	label, note = max(2, min(label, l.width/3)), min(note, l.width/2)
	room := max(0, l.width-label-note-2)
	for _, it := range b.Items {
		bar := strings.Repeat(l.marks.Full, max(0, it.Value)*room/most)
		head := widget.Wrap(it.Label, label)
		note := widget.Wrap(it.Text, max(2, l.width-label-widget.Width(bar)-2))
		for i := range max(len(head), len(note)) {
			line := ""
			if i < len(head) {
				line = head[i]
			}
			line = padded(line, label) + " " + bar
			if i < len(note) {
				line += " " + note[i]
			}
			bar = strings.Repeat(" ", widget.Width(bar))
			l.add(strings.TrimRight(line, " "), false)
		}
	}
}
