package widget

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/theme"
)

// Item is one thing a Picker offers.
type Item struct {
	Value  string // what the screen knows it by; not shown
	Label  string
	Detail string
}

// Picker is a field with the things that match below it: type to narrow,
// arrows and Enter to pick. Digits pick too, as long as nothing is typed or
// once the arrows have left the field; otherwise they are text, because people
// look for phone numbers as well.
//
// Matching is the screen's. Where the things are at hand, Find gives them for a
// query at once; otherwise the screen watches QueryChanged, asks the store and
// brings the answer with SetItems.
type Picker struct {
	Field
	Find func(query string) []Item
	None string // sentence shown when nothing matches
	Rows int    // rows of items Height asks for; 0 is 5

	items  []Item
	cursor int
	inList bool
	picked bool
}

// NewPicker returns a picker; find may be nil.
func NewPicker(label string, find func(query string) []Item) Picker {
	p := Picker{Field: NewField(label), Find: find}
	p.search()
	return p
}

// Query returns the text typed.
func (p Picker) Query() string { return p.Field.Value() }

// SetQuery replaces the text typed and searches.
func (p *Picker) SetQuery(s string) {
	p.Field.SetValue(s)
	p.search()
}

// QueryChanged reports whether the last Update changed the text.
func (p Picker) QueryChanged() bool { return p.Field.Changed() }

// SetItems brings what matches.
func (p *Picker) SetItems(items []Item) {
	p.items = items
	p.cursor = max(0, min(p.cursor, len(items)-1))
}

// Items returns what is offered now.
func (p Picker) Items() []Item { return p.items }

// Picked returns the item picked by the last Update or Click.
func (p Picker) Picked() (Item, bool) {
	if !p.picked {
		return Item{}, false
	}
	return p.Current()
}

// Current returns the item the arrows stand on.
func (p Picker) Current() (Item, bool) {
	if p.cursor < 0 || p.cursor >= len(p.items) {
		return Item{}, false
	}
	return p.items[p.cursor], true
}

func (p *Picker) search() {
	p.cursor, p.inList = 0, false
	if p.Find != nil {
		p.items = p.Find(p.Query())
	}
}

// Update edits the text, moves and picks.
func (p Picker) Update(msg tea.Msg) (Picker, tea.Cmd) {
	p.picked, p.Field.changed = false, false
	if !p.Focused() {
		return p, nil
	}
	if press, ok := msg.(tea.KeyPressMsg); ok && p.press(keys.Name(press)) {
		return p, nil
	}
	var cmd tea.Cmd
	p.Field, cmd = p.Field.Update(msg)
	if p.Field.Changed() {
		p.search()
	}
	return p, cmd
}

// press handles the keys that are not the field's.
func (p *Picker) press(name string) bool {
	switch name {
	case "up":
		p.step(-1)
	case "down":
		p.step(1)
	case "pgup":
		p.step(-p.rows())
	case "pgdown":
		p.step(p.rows())
	case "enter":
		_, p.picked = p.Current()
	default:
		return p.digit(name)
	}
	return true
}

func (p *Picker) step(by int) {
	p.inList = p.cursor+by >= 0 && len(p.items) > 0
	p.cursor = max(0, min(p.cursor+by, len(p.items)-1))
}

func (p *Picker) digit(name string) bool {
	n, err := strconv.Atoi(name)
	if err != nil || len(name) != 1 || n < 1 || !p.digitsPick() {
		return false
	}
	i := p.top(p.rows()) + n - 1
	if n > p.rows() || i >= len(p.items) {
		return false
	}
	p.cursor, p.picked = i, true
	return true
}

func (p Picker) digitsPick() bool { return p.Query() == "" || p.inList }

func (p Picker) rows() int {
	if p.Rows <= 0 {
		return 5
	}
	return min(p.Rows, 9)
}

// top is the first item shown.
func (p Picker) top(rows int) int {
	if rows <= 0 || len(p.items) <= rows {
		return 0
	}
	return min(p.cursor/rows*rows, len(p.items)-rows)
}

// Height returns how many rows the picker wants: the field and, with the focus,
// the items.
func (p Picker) Height(width int) int {
	if !p.Focused() {
		return p.Field.Height(width)
	}
	return p.Field.Height(width) + p.rows()
}

// View draws the field and, with the focus, the items below it.
func (p Picker) View(th theme.Theme, width, height int) Block {
	fieldRows := min(p.Field.Height(width), height)
	field := p.Field.View(th, width, fieldRows)
	rows := min(p.rows(), height-fieldRows)
	if !p.Focused() || rows <= 0 {
		return Fit(field, width, height)
	}
	if len(p.items) == 0 {
		return Fit(Stack(field, p.indented(Para(th.Muted, p.None, width-p.inset(width)), width)), width, height)
	}
	lines := []Block{field}
	top := p.top(p.rows())
	for i := top; i < min(len(p.items), top+rows); i++ {
		more := ""
		switch {
		case i == top && top > 0:
			more = th.Marks.Up
		case i == top+rows-1 && i < len(p.items)-1:
			more = th.Marks.Down
		}
		lines = append(lines, p.indented(p.item(th, i, i-top+1, more, width-p.inset(width)), width))
	}
	return Fit(Stack(lines...), width, height)
}

func (p Picker) indented(b Block, width int) Block { return Pad(b, 0, 0, 0, p.inset(width)) }

// item is one line; more is the mark of a first or last line beyond which there
// are others, "" for none.
func (p Picker) item(th theme.Theme, i, number int, more string, width int) Block {
	lead := "  "
	if p.digitsPick() {
		lead = strconv.Itoa(number) + " "
	}
	it := p.items[i]
	style := th.Text
	if i == p.cursor {
		style = th.Selected
	}
	words := Clean(it.Label)
	if it.Detail != "" {
		words += "  " + Clean(it.Detail)
	}
	if more != "" {
		words = TruncateWith(words, max(0, width-Width(lead)-2-Width(more)), th.Marks.More) + "  " + more
	}
	return Line(th, style, lead+words, width)
}

// Click picks the item at y, or puts the cursor into the text.
func (p *Picker) Click(th theme.Theme, width, height, x, y int) {
	p.picked = false
	fieldRows := min(p.Field.Height(width), height)
	if y < fieldRows {
		p.Field.Click(th, width, x, y)
		return
	}
	i := p.top(p.rows()) + y - fieldRows
	if p.Focused() && y-fieldRows < p.rows() && i < len(p.items) {
		p.cursor, p.picked = i, true
	}
}
