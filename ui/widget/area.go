package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/theme"
)

// areaLimit is how many characters an Area takes when it is made with 0.
const areaLimit = 5000

// Area is a text field of several lines. NewArea sets its limit. The zero Area
// works, but its up and down take rows of 60 cells.
//
// It does not use Bubbles' textarea: that one shares its text between copies,
// lets lines start with closing punctuation, takes a Chinese sentence for one
// long word, and places its cursor by the frame drawn before (tried with
// bubbles v2.2.1: no cursor at all on the first frame of an area of one row).
type Area struct {
	Label string
	Hint  string // shown below while the area has the focus and no Note
	Note  Note
	Rows  int    // rows of text Height asks for; 0 is 4
	Full  string // sentence shown when text was left out because of the limit

	text    edit
	limit   int
	drawn   *int // cells it was last drawn in, which up and down need. View leaves them here.
	goal    int  // one more than the cell up and down aim for; 0 when they were not pressed
	focused bool
	changed bool
	full    bool
}

// NewArea returns an area for at most limit characters; 0 is 5000.
func NewArea(label string, limit int) Area {
	if limit <= 0 {
		limit = areaLimit
	}
	return Area{Label: label, limit: limit, drawn: new(int)}
}

// Value returns the text, its lines joined by \n.
func (a Area) Value() string { return a.text.value }

// SetValue replaces the text and puts the cursor behind it.
func (a *Area) SetValue(s string) {
	s = edit{}.clip(CleanLines(s), a.most())
	a.text = edit{value: s, pos: len(s)}
	a.full, a.goal = false, 0
}

func (a Area) most() int {
	if a.limit <= 0 {
		return areaLimit
	}
	return a.limit
}

// Focus gives the area the keys and the cursor.
func (a *Area) Focus() { a.focused = true }

// Blur takes the focus away.
func (a *Area) Blur() { a.focused = false }

// Focused reports whether the area has the focus.
func (a Area) Focused() bool { return a.focused }

// Changed reports whether the last Update changed the text.
func (a Area) Changed() bool { return a.changed }

// rows lays the text out. One cell stays free for the cursor behind a full row.
func (a Area) rows(width int) []span { return spans(a.text.value, width-1) }

// Lines is how many rows the text takes in width cells.
func (a Area) Lines(width int) int { return len(a.rows(width)) }

// ownRows are the rows on the screen.
func (a Area) ownRows() []span {
	if a.drawn == nil || *a.drawn <= 0 {
		return a.rows(60)
	}
	return a.rows(*a.drawn)
}

// AtTop reports whether the cursor is in the first row, where up may leave the
// area.
func (a Area) AtTop() bool { return rowAt(a.ownRows(), a.text.pos) == 0 }

// AtBottom reports whether the cursor is in the last row, where down may leave
// the area.
func (a Area) AtBottom() bool {
	rows := a.ownRows()
	return rowAt(rows, a.text.pos) == len(rows)-1
}

// Update edits the text: as a Field does, and Enter starts a new line, up,
// down, PgUp and PgDn move by rows, Home and End within the row, Ctrl+Home and
// Ctrl+End to the ends of the text. A paste is one edit.
func (a Area) Update(msg tea.Msg) (Area, tea.Cmd) {
	a.changed = false
	if !a.focused {
		return a, nil
	}
	old := a.text.value
	switch msg := msg.(type) {
	case tea.PasteMsg:
		a.insert(CleanLines(msg.Content))
	case tea.KeyPressMsg:
		a.press(msg)
	}
	a.changed = a.text.value != old
	return a, nil
}

func (a *Area) insert(s string) {
	fits := a.text.clip(s, a.most())
	a.full = fits != s
	a.text = a.text.insert(fits)
	a.goal = 0
}

func (a *Area) press(msg tea.KeyPressMsg) {
	if t := keys.Typed(msg); t != "" {
		a.insert(CleanLines(t))
		return
	}
	key := msg.Keystroke()
	if by, ok := rowSteps(key); ok {
		a.step(by)
		return
	}
	old := a.text
	if key == "enter" {
		a.insert("\n")
		return
	}
	a.text = a.edited(key)
	if a.text != old {
		a.goal = 0
		a.full = a.full && a.text.value == old.value
	}
}

// pageRows is how many rows PgUp and PgDn move.
const pageRows = 5

func rowSteps(key string) (by int, ok bool) {
	switch key {
	case "up":
		return -1, true
	case "down":
		return 1, true
	case "pgup":
		return -pageRows, true
	case "pgdown":
		return pageRows, true
	}
	return 0, false
}

// step moves the cursor by rows, keeping to the cell it started from.
func (a *Area) step(by int) {
	rows := a.ownRows()
	at := rowAt(rows, a.text.pos)
	if a.goal == 0 {
		a.goal = 1 + Width(a.text.value[rows[at].from:a.text.pos])
	}
	a.text = a.text.near(rows, max(0, min(at+by, len(rows)-1)), a.goal-1)
}

func (a Area) edited(key string) edit {
	e := a.text
	rows := a.ownRows()
	at := rowAt(rows, e.pos)
	switch key {
	case "home", "ctrl+a":
		return e.at(rows[at].from)
	case "end", "ctrl+e":
		return e.at(lastPlace(e, rows, at))
	case "ctrl+home":
		return e.at(0)
	case "ctrl+end":
		return e.at(len(e.value))
	case "ctrl+u":
		return e.remove(strings.LastIndexByte(e.value[:e.pos], '\n') + 1)
	}
	e, _ = e.press(key)
	return e
}

// Height returns how many rows the area wants.
func (a Area) Height(width int) int {
	rows := a.Rows
	if rows <= 0 {
		rows = 4
	}
	return a.head() + rows + len(a.below(width))
}

func (a Area) head() int {
	if a.Label == "" {
		return 0
	}
	return 1
}

func (a Area) note() Note {
	if a.full && a.Full != "" {
		return Note{a.Full, theme.Warn}
	}
	return a.Note
}

func (a Area) below(width int) []string {
	if n := a.note(); n.Text != "" {
		return noteLines(n, width)
	}
	if a.Hint != "" {
		return Wrap(a.Hint, width)
	}
	return nil
}

// bodyRows is how many rows of text show in height rows: at least one.
func (a Area) bodyRows(width, height int) int {
	return max(1, height-a.head()-len(a.below(width)))
}

// View draws the area; the text takes the rows label and note leave.
func (a Area) View(th theme.Theme, width, height int) Block {
	if width <= 0 || height <= 0 {
		return Block{}
	}
	if a.drawn != nil {
		*a.drawn = width
	}
	var head Block
	if a.Label != "" && height > 1 {
		head = Line(th, a.labelStyle(th), a.Label, width)
	}
	return Fit(Stack(head, a.body(th, width, a.bodyRows(width, height)), a.noteBlock(th, width)), width, height)
}

func (a Area) labelStyle(th theme.Theme) theme.Style {
	if a.focused {
		return th.Strong
	}
	return th.Label
}

// body draws the rows around the cursor.
func (a Area) body(th theme.Theme, width, height int) Block {
	rows := a.rows(width)
	at := rowAt(rows, a.text.pos)
	top := topRow(at, len(rows), height)
	style := th.Field
	if a.focused {
		style = th.Focus
	}
	lines := make([]string, height)
	for i := range lines {
		shown := ""
		if r := top + i; r < len(rows) {
			shown = a.text.value[rows[r].from:rows[r].to]
		}
		lines[i] = style.Render(cut(shown, 0, width-1) + a.more(th, i, top, height, len(rows)))
	}
	b := Lines(lines...)
	if a.focused {
		x := Width(a.text.value[rows[at].from:a.text.pos])
		b.Cursor = barAt(th, min(x, width-1), at-top)
	}
	return b
}

// more is the last cell of a row, which no text takes: where rows above the first
// or below the last do not show, it says so.
func (a Area) more(th theme.Theme, row, top, height, total int) string {
	switch {
	case row == height-1 && top+height < total:
		return th.Marks.Down
	case row == 0 && top > 0:
		return th.Marks.Up
	}
	return " "
}

// topRow is the first of total rows shown in height rows so that row at is
// among them, near the middle.
func topRow(at, total, height int) int {
	return max(0, min(at-height/2, total-height))
}

func (a Area) noteBlock(th theme.Theme, width int) Block {
	if n := a.note(); n.Text != "" {
		return NoteBlock(th, n, width)
	}
	if a.Hint != "" && a.focused {
		return Para(th.Muted, a.Hint, width)
	}
	return Blank(width, len(a.below(width)))
}

// Click puts the cursor where the mouse pressed; x and y count from the area's
// own top left corner, as View drew it.
func (a *Area) Click(width, height, x, y int) {
	if height > 1 {
		y -= a.head()
	}
	body := a.bodyRows(width, height)
	if y < 0 || y >= body || x < 0 {
		return
	}
	rows := a.rows(width)
	i := topRow(rowAt(rows, a.text.pos), len(rows), body) + y
	a.text = a.text.near(rows, min(i, len(rows)-1), x)
	a.goal = 0
}
