package shops

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// newHub is the first page.
func newHub() *board {
	return &board{
		name: func(s *Screen) string { return s.env.T("shops.title") },
		body: (*Screen).hubBody,
		options: func(s *Screen) []widget.Option {
			out := make([]widget.Option, 0, 5)
			for _, v := range []string{"list", "add", "charter", "import", "export"} {
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
	if !s.ready {
		return nil
	}
	switch value {
	case "list":
		s.push(newListing())
	case "add":
		s.push(s.newShopForm(model.Shop{}, record, true))
	case "charter":
		s.push(newVersions())
	case "import":
		s.push(s.newImport())
	case "export":
		s.push(s.newExport())
	}
	return nil
}

// addRow is the line of the list that adds a shop.
const addRow = "add"

// listing is the list of shops, narrowed by what is typed.
type listing struct {
	box   widget.Field
	list  widget.List // selection and ids; view fills in the words
	moved bool        // the arrows were used since something was typed: digits open again
}

func newListing() *listing {
	l := &listing{}
	l.box.Max = 40
	l.list.Digits = true
	l.list.Focus()
	return l
}

func (l *listing) title(s *Screen) string { return s.env.T("shops.title.list") }
func (l *listing) typing() bool           { return l.box.Focused() }
func (l *listing) dirty() bool            { return false }

// reword lists which shops fit what was typed: those that have left come last.
func (l *listing) reword(s *Screen) {
	l.list.Spaced = s.env.Senior
	var rows, gone []widget.Row
	for _, shop := range s.shops {
		row := widget.Row{ID: string(shop.ID)}
		switch {
		case l.box.Value() != "" && !find.Matches(l.box.Value(), sought(shop)):
		case !shop.Left.IsZero() && shop.Left <= s.today():
			gone = append(gone, row)
		default:
			rows = append(rows, row)
		}
	}
	l.list.SetRows(slices.Concat(rows, gone, []widget.Row{{ID: addRow}}))
}

// sought is what a shop is found by.
func sought(shop model.Shop) string {
	return strings.Join([]string{shop.Name, shop.Stall, shop.Group, shop.Contact, shop.Phone, shop.CreditCode}, " ")
}

func (l *listing) keys(s *Screen) []keys.ID {
	ids := []keys.ID{keys.Open, keys.Add, keys.Filter, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if l.box.Focused() {
		return slices.DeleteFunc(ids, func(id keys.ID) bool { return id == keys.Filter })
	}
	return append(ids, keys.Digits(min(9, len(l.list.Rows)))...)
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
		ids = append(ids, keys.Digits(9)...)
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

// add asks about a new shop, by the name typed.
func (l *listing) add(s *Screen) tea.Cmd {
	f := s.newShopForm(model.Shop{}, record, true)
	if name := l.box.Value(); name != "" {
		f.sheet.Set("name", name)
		f.sheet.Base("name")
	}
	s.push(f)
	return nil
}

func (l *listing) opened(s *Screen) tea.Cmd {
	row, ok := l.list.Opened()
	switch {
	case !ok:
		return nil
	case row.ID == addRow:
		return l.add(s)
	}
	return s.openShop(model.ID(row.ID))
}

func (l *listing) wheel(_ *Screen, lines int) { l.list.Wheel(lines) }

func (l *listing) ask(s *Screen) string {
	if len(s.shops) == 0 {
		return s.env.T("shops.list.none")
	}
	return s.env.T("shops.list.ask")
}

// head is how many rows stand above the list.
func (l *listing) head(s *Screen, width int) int {
	return 3 + len(widget.Wrap(l.ask(s), width-2*margin))
}

func (l *listing) rows(s *Screen, width, height int) int { return max(1, height-l.head(s, width)) }

func (l *listing) view(s *Screen, width, height int) widget.Block {
	th, w := s.env.Theme, width-2*margin
	box := l.box
	box.Label = s.env.T("shops.list.box")
	box.LabelWidth = widget.Width(box.Label) + 2
	box.Cells = 40
	head := widget.Stack(widget.Blank(w, 1), widget.Para(th.Title, l.ask(s), w), box.View(th, w, 1), widget.Blank(w, 1))
	list := l.list
	list.Columns = l.columns(s, width)
	rows := make([]widget.Row, len(list.Rows))
	for i, r := range list.Rows {
		rows[i] = l.row(s, r.ID)
	}
	list.Rows = rows
	return widget.Stack(widget.Fit(widget.Pad(head, 0, margin, 0, margin), width, l.head(s, width)),
		widget.Pad(list.View(th, w, l.rows(s, width, height)), 0, margin, 0, margin))
}

func (l *listing) columns(s *Screen, width int) []widget.Column {
	cols := []widget.Column{{Min: 14}, {Width: 12, Drop: 2}, {Width: 14, Drop: 3}, {Width: 24, Drop: 1}}
	switch {
	case width >= 120:
		cols[1].Width, cols[2].Width = 16, 32
	case s.env.Senior || width < 80:
		cols[3].Width = 16
	}
	if s.env.Senior {
		cols[2].Width = 0
		cols = slices.Delete(cols, 2, 3)
	}
	return cols
}

func (l *listing) row(s *Screen, id string) widget.Row {
	shop, ok := s.shopOf(model.ID(id))
	if !ok {
		word := s.env.T("shops.list.add")
		if l.box.Value() != "" {
			word = s.env.T("shops.list.add_named", "name", l.box.Value())
		}
		return widget.Row{ID: id, Cells: []string{word}}
	}
	class := ""
	if shop.Class != "" {
		class = s.env.T(text.Key("code.class." + shop.Class))
	}
	r := widget.Row{ID: id, Cells: []string{shop.Name, shop.Stall, class, standing(s.env, shop, s.today(), true)}}
	if s.env.Senior {
		r.Cells = slices.Delete(r.Cells, 2, 3)
	}
	if !shop.Left.IsZero() && shop.Left <= s.today() {
		r.Tone = theme.Muted
	}
	return r
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
