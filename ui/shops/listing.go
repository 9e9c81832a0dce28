package shops

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

// newHub is the first page.
func newHub() *board {
	return &board{
		name: func(s *Screen) string { return s.env.T("shops.title") },
		body: (*Screen).hubBody,
		options: func(s *Screen) []widget.Option {
			out := make([]widget.Option, 0, 7)
			for _, v := range []string{"list", "add", "charter", "import", "export", "cores", "platform"} {
				out = append(out, widget.Option{Value: v, Label: s.env.T(text.Key("shops.hub." + v))})
			}
			return out
		},
		pick: (*Screen).onHub,
	}
}

// hubBody counts shops and members and says which charter governs today.
func (s *Screen) hubBody(width int) widget.Block {
	th := s.env.Theme
	if !s.ready {
		return widget.Para(th.Muted, s.env.T("shops.reading"), width)
	}
	members, today := 0, s.today()
	for _, shop := range s.shops {
		if m := shop.Member; m != nil && m.Joined <= today && (m.Left.IsZero() || m.Left >= today) && (shop.Left.IsZero() || shop.Left > today) {
			members++
		}
	}
	blocks := []widget.Block{
		widget.Para(th.Text, s.env.T("shops.count", "n", len(s.shops)), width),
		widget.Para(th.Text, s.env.T("shops.count.members", "n", members), width),
	}
	if c := s.governing(today); c != nil {
		key := text.Key("shops.governs")
		if c.Sample {
			key = "shops.governs.sample"
		}
		blocks = append(blocks, widget.Para(th.Text, s.env.T(key, "day", c.EffectiveFrom, "n", c.TermDays), width))
	}
	return widget.Stack(blocks...)
}

func (s *Screen) onHub(value string) tea.Cmd {
	if !s.ready { // it could not be read: nothing to work on
		return nil
	}
	switch value {
	case "list":
		s.push(newListing(shopCatalog()))
	case "cores":
		s.push(newListing(coreCatalog()))
	case "add":
		s.push(s.newShopForm(model.Shop{}, record, true))
	case "platform":
		return screen.Send(screen.OpenPlatform{})
	case "charter":
		s.push(newVersions())
	case "import":
		s.push(s.newImport(trade.Shops))
	case "export":
		s.push(s.newExport(trade.Shops))
	}
	return nil
}

// catalog is what a listing lists.
type catalog struct {
	title func(*Screen) string
	ask   func(*Screen) string
	// find returns the ids that fit what was typed, in the order they are
	// listed.
	find    func(s *Screen, query string) []string
	columns func(s *Screen, width int) []widget.Column
	row     func(s *Screen, id string) widget.Row
	// word is the line that adds one, named the same with the name typed; none
	// is added where they are empty.
	word, named text.Key
	add         func(s *Screen, name string) tea.Cmd
	open        func(s *Screen, id string) tea.Cmd
}

// addRow is the line of the list that adds one.
const addRow = "add"

// listing is a list, narrowed by what is typed.
type listing struct {
	of    catalog
	box   widget.Field
	list  widget.List // selection and ids; view fills in the words
	moved bool        // the arrows were used since something was typed: digits open again
}

func newListing(of catalog) *listing {
	l := &listing{of: of}
	l.box.Max = 40
	l.list.Digits = true
	l.list.Focus()
	return l
}

func (l *listing) title(s *Screen) string { return l.of.title(s) }
func (l *listing) typing() bool           { return l.box.Focused() }
func (l *listing) dirty() bool            { return false }

// reword lists what fits what was typed, and last the line that adds one.
func (l *listing) reword(s *Screen) {
	l.list.Spaced = s.env.Senior
	var rows []widget.Row
	for _, id := range l.of.find(s, l.box.Value()) {
		rows = append(rows, widget.Row{ID: id})
	}
	if l.of.word != "" {
		rows = append(rows, widget.Row{ID: addRow})
	}
	l.list.SetRows(rows)
}

func (l *listing) keys(s *Screen) []keys.ID {
	ids := []keys.ID{keys.Open, keys.Add, keys.Filter, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if l.box.Focused() {
		return slices.DeleteFunc(ids, func(id keys.ID) bool { return id == keys.Filter })
	}
	return append(ids, keys.Digits(min(10, len(l.list.Rows)))...)
}

func (l *listing) press(s *Screen, msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		l.box.Focus()
		l.typed(s, msg)
		return nil
	}
	ids := []keys.ID{keys.Back, keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if keys.Typed(press) == "" {
		ids = append(ids, keys.Add)
	}
	if l.box.Value() == "" {
		ids = append(ids, keys.First, keys.Last)
	}
	if !l.box.Focused() {
		ids = append(ids, keys.Filter)
	}
	if !l.box.Focused() || l.moved {
		ids = append(ids, keys.Digits(10)...)
	}
	if id, ok := s.env.Keys.Match(press, ids...); ok {
		return l.do(s, id)
	}
	if keys.Typed(press) != "" {
		l.box.Focus()
	}
	l.typed(s, msg)
	return nil
}

// typed edits the text and narrows the list.
func (l *listing) typed(s *Screen, msg tea.Msg) {
	l.box, _ = l.box.Update(msg)
	if l.box.Changed() {
		l.moved = false
		l.reword(s)
		l.list.Select(0)
	}
}

func (l *listing) do(s *Screen, id keys.ID) tea.Cmd {
	switch id {
	case keys.Back:
		return l.back(s)
	case keys.Filter:
		l.box.Focus()
		return nil
	case keys.Add:
		return l.add(s)
	}
	l.moved = true
	l.list.Resize(l.rows(s, s.drawn.X, s.drawn.Y))
	l.list, _ = l.list.Update(keyOf(id))
	return l.opened(s)
}

// back empties the text first, then leaves.
func (l *listing) back(s *Screen) tea.Cmd {
	if l.box.Focused() || l.box.Value() != "" {
		l.box.SetValue("")
		l.box.Blur()
		l.moved = false
		l.reword(s)
		return nil
	}
	return s.pop()
}

// add asks about a new one, by the name typed.
func (l *listing) add(s *Screen) tea.Cmd {
	if l.of.word == "" {
		return nil
	}
	return l.of.add(s, l.box.Value())
}

func (l *listing) opened(s *Screen) tea.Cmd {
	row, ok := l.list.Opened()
	switch {
	case !ok:
		return nil
	case row.ID == addRow:
		return l.add(s)
	}
	return l.of.open(s, row.ID)
}

func (l *listing) wheel(_ *Screen, lines int) { l.list.Wheel(lines) }

// head is how many rows stand above the list.
func (l *listing) head(s *Screen, width int) int {
	return 3 + len(widget.Wrap(l.of.ask(s), width-2*margin))
}

func (l *listing) rows(s *Screen, width, height int) int { return max(1, height-l.head(s, width)) }

func (l *listing) view(s *Screen, width, height int) widget.Block {
	th, w := s.env.Theme, width-2*margin
	box := l.box
	box.Label = s.env.T("shops.list.box")
	box.LabelWidth = widget.Width(box.Label) + 2
	box.Cells = 40
	head := widget.Stack(widget.Blank(w, 1), widget.Para(th.Title, l.of.ask(s), w), box.View(th, w, 1), widget.Blank(w, 1))
	list := l.list
	list.Columns = l.of.columns(s, width)
	rows := make([]widget.Row, len(list.Rows))
	for i, r := range list.Rows {
		rows[i] = l.row(s, r.ID)
	}
	list.Rows = rows
	return widget.Stack(widget.Fit(widget.Pad(head, 0, margin, 0, margin), width, l.head(s, width)),
		widget.Pad(list.View(th, w, l.rows(s, width, height)), 0, margin, 0, margin))
}

func (l *listing) row(s *Screen, id string) widget.Row {
	if id != addRow {
		return l.of.row(s, id)
	}
	word := s.env.T(l.of.word)
	if l.box.Value() != "" {
		word = s.env.T(l.of.named, "name", l.box.Value())
	}
	return widget.Row{ID: id, Cells: []string{word}}
}

func (l *listing) click(s *Screen, c screen.Click) tea.Cmd {
	head := l.head(s, c.Width)
	if c.Y == head-2 {
		l.box.Focus()
		return nil
	}
	l.list.Click(l.rows(s, c.Width, c.Height), c.Y-head)
	return l.opened(s)
}
