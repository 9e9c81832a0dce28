package pages

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// Listing is a list narrowed by what is typed. Digits open while nothing is
// typed, once the arrows have moved, and behind a name that nothing goes on with.
type Listing struct {
	On   *Stack
	Name func() string
	// Ask is the sentence above the box, Box the box's label.
	Ask, Box func() string
	// Rows gives the rows that fit what was typed, in the words of now.
	Rows    func(query string) []widget.Row
	Columns func(width int) []widget.Column
	// Open opens a row; query is what was typed.
	Open func(id, query string) tea.Cmd
	// Add adds a record named by what was typed; nil: nothing is added here.
	Add func(query string) tea.Cmd

	box   widget.Field
	list  widget.List
	moved bool // the arrows were used since something was typed
}

// Start makes the listing ready.
func (l *Listing) Start() *Listing {
	l.box.Max = 40
	l.list.Digits = true
	l.list.Focus()
	return l
}

// Title is the heading.
func (l *Listing) Title() string { return l.Name() }

// Typing reports whether the box has the focus.
func (l *Listing) Typing() bool { return l.box.Focused() }

// Dirty is never: what is typed only narrows.
func (l *Listing) Dirty() bool { return false }

// Reword lists anew what fits what was typed.
func (l *Listing) Reword() {
	l.list.Spaced = l.On.Env.Senior
	l.list.SetRows(l.Rows(l.box.Value()))
}

// Keys lists what works here.
func (l *Listing) Keys() []keys.ID {
	ids := []keys.ID{keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if l.Add != nil {
		ids = append(ids, keys.Add)
	}
	if l.box.Focused() {
		return ids
	}
	return append(append(ids, keys.Filter), keys.Digits(min(10, len(l.list.Rows)))...)
}

// Press takes a key or a paste.
func (l *Listing) Press(msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		l.box.Focus()
		l.typed(msg)
		return nil
	}
	if id, ok := l.On.Env.Keys.Match(press, l.matching(press)...); ok {
		return l.Do(id)
	}
	if keys.Typed(press) != "" {
		l.box.Focus()
	}
	l.typed(msg)
	return nil
}

// matching are the bindings that work while the box holds what it holds.
func (l *Listing) matching(press tea.KeyPressMsg) []keys.ID {
	ids := []keys.ID{keys.Back, keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if keys.Typed(press) == "" && l.Add != nil {
		ids = append(ids, keys.Add)
	}
	if l.box.Value() == "" {
		ids = append(ids, keys.First, keys.Last)
	}
	if !l.box.Focused() {
		ids = append(ids, keys.Filter)
	}
	fits := func(query string) bool { return len(l.Rows(query)) > 0 }
	if !l.box.Focused() || l.moved || l.Add == nil && keys.Behind(press, l.box.Value(), len(l.list.Rows), fits) {
		ids = append(ids, keys.Digits(10)...)
	}
	return ids
}

// typed edits the text and narrows the list.
func (l *Listing) typed(msg tea.Msg) {
	l.box, _ = l.box.Update(msg)
	if l.box.Changed() {
		l.moved = false
		l.Reword()
		l.list.Select(0)
	}
}

// Do does what a binding says.
func (l *Listing) Do(id keys.ID) tea.Cmd {
	switch id {
	case keys.Back:
		return l.back()
	case keys.Filter:
		l.box.Focus()
		return nil
	case keys.Add:
		if l.Add != nil {
			return l.Add(l.box.Value())
		}
		return nil
	}
	l.moved = true
	l.list.Resize(l.rows(l.On.drawn.X, l.On.drawn.Y))
	l.list, _ = l.list.Update(keyOf(id))
	return l.opened()
}

// back empties the text first, then leaves.
func (l *Listing) back() tea.Cmd {
	if !l.box.Focused() && l.box.Value() == "" {
		return l.On.Pop()
	}
	l.box.SetValue("")
	l.box.Blur()
	l.moved = false
	l.Reword()
	return nil
}

func (l *Listing) opened() tea.Cmd {
	if row, ok := l.list.Opened(); ok {
		return l.Open(row.ID, l.box.Value())
	}
	return nil
}

// Wheel moves along the list.
func (l *Listing) Wheel(lines int) { l.list.Wheel(lines) }

// head is how many rows stand above the list.
func (l *Listing) head(width int) int { return 3 + len(widget.Wrap(l.Ask(), width-2*margin)) }

func (l *Listing) rows(width, height int) int { return max(1, height-l.head(width)) }

// View draws sentence, box and list.
func (l *Listing) View(width, height int) widget.Block {
	th, w := l.On.Env.Theme, width-2*margin
	box := l.box
	box.Label = l.Box()
	box.LabelWidth = widget.Width(box.Label) + 2
	box.Cells = 40
	head := widget.Stack(widget.Blank(w, 1), widget.Para(th.Title, l.Ask(), w), box.View(th, w, 1), widget.Blank(w, 1))
	list := l.list
	list.Columns = slices.Clone(l.Columns(width))
	return widget.Stack(widget.Fit(widget.Pad(head, 0, margin, 0, margin), width, l.head(width)),
		widget.Pad(list.View(th, w, l.rows(width, height)), 0, margin, 0, margin))
}

// Click serves the mouse on box and list.
func (l *Listing) Click(c screen.Click) tea.Cmd {
	head := l.head(c.Width)
	if c.Y == head-2 {
		l.box.Focus()
		return nil
	}
	l.list.Click(l.rows(c.Width, c.Height), c.Y-head)
	return l.opened()
}
