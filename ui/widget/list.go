package widget

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/theme"
)

// Column describes one column of a List.
type Column struct {
	Title string
	Width int  // cells; 0 shares what the others leave
	Min   int  // a sharing column below this drops the least important column
	Right bool // numbers stand to the right
	Snug  bool // no wider than its widest cell
	// Drop tells how soon the column gives way where there is little room: the
	// highest goes first, 0 stays.
	Drop int
}

// Row is one line of a List.
type Row struct {
	ID    string // what the screen knows it by; not shown
	Cells []string
	Tone  theme.Tone
	Whole bool // the first cell alone takes the whole row, as a heading does
}

// List is a table of rows with one selected. It holds the rows the screen gave
// it, which need not be all there are: AtEnd tells when to fetch more.
type List struct {
	Columns []Column
	Rows    []Row
	Header  bool
	Spaced  bool   // an empty row below each, for senior mode: what is too long goes on there
	Digits  bool   // the first ten rows shown carry digits that open them, 0 the tenth
	Empty   string // sentence shown when there are no rows

	cursor  int
	shown   int // rows the last Resize left room for
	focused bool
	opened  bool
}

// Focus gives the list the keys.
func (l *List) Focus() { l.focused = true }

// Blur takes the focus away.
func (l *List) Blur() { l.focused = false }

// Focused reports whether the list has the focus.
func (l List) Focused() bool { return l.focused }

// Index returns the selected row's place.
func (l List) Index() int { return l.cursor }

// Select moves the selection to row i, or the nearest there is.
func (l *List) Select(i int) {
	l.cursor = max(0, min(i, len(l.Rows)-1))
}

// SetRows replaces the rows and keeps the selection on the row with the same
// ID where there is one.
func (l *List) SetRows(rows []Row) {
	old, had := l.Selected()
	l.Rows = rows
	if had && old.ID != "" {
		for i, r := range rows {
			if r.ID == old.ID {
				l.cursor = i
				return
			}
		}
	}
	l.Select(l.cursor)
}

// Selected returns the selected row, false when there are no rows.
func (l List) Selected() (Row, bool) {
	if l.cursor < 0 || l.cursor >= len(l.Rows) {
		return Row{}, false
	}
	return l.Rows[l.cursor], true
}

// Opened returns the row the last Update or Click opened.
func (l List) Opened() (Row, bool) {
	if !l.opened {
		return Row{}, false
	}
	return l.Selected()
}

// AtEnd reports that fewer than n rows follow the selected one: time to fetch
// more.
func (l List) AtEnd(n int) bool { return l.cursor+n >= len(l.Rows) }

// Resize tells the list the size it will be drawn in, so that a page is as many
// rows as show. Without it a page is ten rows.
func (l *List) Resize(height int) { l.shown = l.fitting(height) }

// fitting is how many rows show in height cells.
func (l List) fitting(height int) int {
	height -= l.headRows()
	if l.Spaced {
		return max(1, (height+1)/2)
	}
	return max(1, height)
}

func (l List) headRows() int {
	if l.Header {
		return 1
	}
	return 0
}

// Update moves the selection with the arrows, PgUp, PgDn, Home and End, and
// opens with Enter or, with Digits, by digit.
func (l List) Update(msg tea.Msg) (List, tea.Cmd) {
	l.opened = false
	press, ok := msg.(tea.KeyPressMsg)
	if !ok || !l.focused || len(l.Rows) == 0 {
		return l, nil
	}
	page := l.shown
	if page <= 0 {
		page = 10
	}
	switch name := keys.Name(press); name {
	case "up":
		l.Select(l.cursor - 1)
	case "down":
		l.Select(l.cursor + 1)
	case "pgup":
		l.Select(l.cursor - page)
	case "pgdown":
		l.Select(l.cursor + page)
	case "home":
		l.Select(0)
	case "end":
		l.Select(len(l.Rows) - 1)
	case "enter":
		l.opened = true
	default:
		l.digit(name, page)
	}
	return l, nil
}

func (l *List) digit(name string, page int) {
	n, err := strconv.Atoi(name)
	if err != nil || len(name) != 1 || !l.Digits {
		return
	}
	if n == 0 {
		n = 10
	}
	if i := l.topFor(page) + n - 1; n <= page && i < len(l.Rows) {
		l.Select(i)
		l.opened = true
	}
}

// Wheel moves the selection by lines, as the mouse wheel does.
func (l *List) Wheel(lines int) { l.Select(l.cursor + lines) }

// topFor is the first row shown when shown rows fit. Pages stay put while the
// selection moves within them, so that the eye need not search.
func (l List) topFor(shown int) int {
	if len(l.Rows) <= shown {
		return 0
	}
	return min(l.cursor/shown*shown, len(l.Rows)-shown)
}

// At returns which row a click at x, y hits, as View drew the list in height
// rows.
func (l List) At(height, y int) (int, bool) {
	y -= l.headRows()
	if y < 0 {
		return 0, false
	}
	if l.Spaced {
		y /= 2
	}
	shown := l.fitting(height)
	i := l.topFor(shown) + y
	return i, y < shown && i < len(l.Rows)
}

// Click selects the row at y; a click on the row already selected opens it.
func (l *List) Click(height, y int) {
	l.opened = false
	i, ok := l.At(height, y)
	if !ok {
		return
	}
	l.opened = i == l.cursor
	l.Select(i)
}

// gap is the blank cells between two columns.
const gap = 2

// lead is what stands before the first column: pointer, and digit where there
// are digits.
func (l List) leadWidth() int {
	if l.Digits {
		return 4
	}
	return 2
}

// plan decides which columns show in width cells and how wide each is; 0 is
// hidden.
func (l List) plan(width int) []int {
	hidden := make([]bool, len(l.Columns))
	l.Columns = l.snug(hidden)
	for {
		widths, ok := l.share(width-l.leadWidth(), hidden)
		drop := l.nextDrop(hidden)
		if ok || drop < 0 {
			return widths
		}
		hidden[drop] = true
	}
}

// snug makes columns as narrow as their cells allow, and hides those that are
// empty.
func (l List) snug(hidden []bool) []Column {
	out := slices.Clone(l.Columns)
	for i, c := range out {
		if !c.Snug {
			continue
		}
		widest := l.widest(i)
		if hidden[i] = widest == 0; l.Header && !hidden[i] {
			widest = max(widest, Width(c.Title))
		}
		out[i].Width = min(c.Width, widest)
	}
	return out
}

// widest is the width of a column's widest cell.
func (l List) widest(column int) int {
	widest := 0
	for _, r := range l.Rows {
		if column < len(r.Cells) && !r.Whole {
			widest = max(widest, Width(Clean(r.Cells[column])))
		}
	}
	return widest
}

// nextDrop is the shown column with the highest Drop, -1 when all must stay.
func (l List) nextDrop(hidden []bool) int {
	best := -1
	for i, c := range l.Columns {
		if !hidden[i] && c.Drop > 0 && (best < 0 || c.Drop >= l.Columns[best].Drop) {
			best = i
		}
	}
	return best
}

// reach is how far a sharing column goes on a wide screen, where its cells do
// not need more: eyes that have to cross a gulf end up on the wrong row.
const reach = 36

// share gives fixed columns their width and splits the rest among the others,
// but see reach; it fails when a sharing column would
// fall below its least.
func (l List) share(width int, hidden []bool) ([]int, bool) {
	widths := make([]int, len(l.Columns))
	rest, sharing, columns := width, 0, 0
	for i, c := range l.Columns {
		if hidden[i] {
			continue
		}
		columns++
		if c.Width <= 0 {
			sharing++
		}
		widths[i] = max(0, c.Width)
		rest -= widths[i]
	}
	rest -= gap * max(0, columns-1)
	ok := rest >= 0
	for i, c := range l.Columns {
		if hidden[i] || c.Width > 0 {
			continue
		}
		part := max(1, rest/sharing)
		if part > reach && i < len(l.Columns)-1 {
			part = min(part, max(reach, l.widest(i)))
		}
		widths[i] = part
		rest -= part
		sharing--
		ok = ok && part >= c.Min
	}
	return widths, ok
}

// line lays cells side by side by the plan.
func (l List) line(th theme.Theme, lead string, widths []int, cells []string) string {
	return l.lines(th, lead, widths, cells, 1)[0]
}

// lines lays cells side by side by the plan, in so many rows: what is too long
// goes on below.
func (l List) lines(th theme.Theme, lead string, widths []int, cells []string, rows int) []string {
	out := []string{lead}
	for len(out) < rows {
		out = append(out, strings.Repeat(" ", Width(lead)))
	}
	first := true
	for i, w := range widths {
		if w == 0 {
			continue
		}
		cell := ""
		if i < len(cells) {
			cell = cells[i]
		}
		for j, part := range folded(Clean(cell), w, rows) {
			if !first {
				out[j] += strings.Repeat(" ", gap)
			}
			out[j] += aligned(th, part, w, l.Columns[i].Right)
		}
		first = false
	}
	return out
}

// folded breaks text over so many rows; the last takes what is left.
func folded(s string, width, rows int) []string {
	if rows == 1 || Width(s) <= width {
		return append([]string{s}, make([]string, rows-1)...)
	}
	head := Wrap(s, width)[0]
	return append([]string{head}, folded(strings.TrimSpace(strings.TrimPrefix(s, head)), width, rows-1)...)
}

func aligned(th theme.Theme, s string, width int, right bool) string {
	s = TruncateWith(s, width, th.Marks.More)
	if right {
		s = strings.Repeat(" ", max(0, width-Width(s))) + s
	}
	return cut(s, 0, width)
}

// View draws the list.
func (l List) View(th theme.Theme, width, height int) Block {
	if width <= 0 || height <= 0 {
		return Block{}
	}
	widths := l.plan(width)
	var rows []string
	if l.Header {
		rows = append(rows, th.Columns.Render(cut(l.line(th, strings.Repeat(" ", l.leadWidth()), widths, l.titles()), 0, width)))
	}
	if len(l.Rows) == 0 {
		return Fit(Stack(Lines(rows...), Para(th.Muted, l.Empty, width)), width, height)
	}
	shown := l.fitting(height)
	top := l.topFor(shown)
	for i := top; i < min(len(l.Rows), top+shown); i++ {
		room := 1
		if l.Spaced && len(rows)+1 < height {
			room = 2
		}
		more := ""
		switch {
		case i == l.cursor:
		case i == top && top > 0:
			more = th.Marks.Up
		case i == top+shown-1 && i < len(l.Rows)-1:
			more = th.Marks.Down
		}
		for j, text := range l.row(th, i, i-top+1, more, widths, room) {
			style := l.styleOf(th, i)
			if j > 0 && strings.TrimSpace(text) == "" {
				style = th.Text
			}
			rows = append(rows, style.Render(cut(text, 0, width)))
		}
	}
	return Fit(Lines(rows...), width, height)
}

// row is row i with the mark more, and the digit number if it has one, before it,
// in so many rows of cells.
func (l List) row(th theme.Theme, i, number int, more string, widths []int, rows int) []string {
	lead, r := l.leadOf(th, i, number, more), l.Rows[i]
	if !r.Whole || len(r.Cells) == 0 {
		return l.lines(th, lead, widths, r.Cells, rows)
	}
	width := max(0, len(widths)-1) * gap
	for _, w := range widths {
		width += w
	}
	var out []string
	for j, part := range folded(Clean(r.Cells[0]), width, rows) {
		if j > 0 {
			lead = strings.Repeat(" ", Width(lead))
		}
		out = append(out, lead+TruncateWith(part, width, th.Marks.More))
	}
	return out
}

func (l List) titles() []string {
	out := make([]string, len(l.Columns))
	for i, c := range l.Columns {
		out[i] = c.Title
	}
	return out
}

// leadOf is the pointer, or a mark that there is more above or below, and the
// digit.
func (l List) leadOf(th theme.Theme, i, number int, more string) string {
	lead := cut(more, 0, 2)
	if i == l.cursor {
		lead = th.Marks.Pointer + " "
	}
	if !l.Digits {
		return lead
	}
	if number > 10 {
		return lead + "  "
	}
	return lead + strconv.Itoa(number%10) + " "
}

func (l List) styleOf(th theme.Theme, i int) theme.Style {
	if i == l.cursor && l.focused {
		return th.Selected
	}
	return th.Of(l.Rows[i].Tone)
}
