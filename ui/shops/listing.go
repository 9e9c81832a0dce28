package shops

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/returns"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

// newHub is the first page.
func (s *Screen) newHub() *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("shops.title") },
		Body: s.hubBody,
		Options: func() []widget.Option {
			out := make([]widget.Option, 0, 7)
			for _, v := range []string{"list", "add", "charter", "import", "export", "cores", "platform"} {
				out = append(out, widget.Option{Value: v, Label: s.Env.T(text.Key("shops.hub." + v))})
			}
			return out
		},
		Pick: s.onHub,
	}
}

// hubBody counts shops and members and says which charter governs today.
func (s *Screen) hubBody(width int) widget.Block {
	th := s.Env.Theme
	if !s.ready {
		return widget.Para(th.Muted, s.Env.T("shops.reading"), width)
	}
	members, today := 0, s.today()
	for _, shop := range s.shops {
		if m := shop.Member; m != nil && m.Joined <= today && (m.Left.IsZero() || m.Left >= today) && (shop.Left.IsZero() || shop.Left > today) {
			members++
		}
	}
	blocks := []widget.Block{
		widget.Para(th.Text, s.Env.T("shops.count", "n", len(s.shops)), width),
		widget.Para(th.Text, s.Env.T("shops.count.members", "n", members), width),
	}
	for _, said := range s.charterWords(today) {
		blocks = append(blocks, widget.Para(th.Text, said, width))
	}
	return widget.Stack(blocks...)
}

// charterWords says which charter governs on a day, and which one is to come.
func (s *Screen) charterWords(today model.Day) (out []string) {
	all := s.versions()
	coming := slices.IndexFunc(all, func(c charter) bool { return c.EffectiveFrom > today })
	said := func(key text.Key, c charter) {
		out = append(out, s.Env.T(key, "day", c.EffectiveFrom, "n", c.TermDays))
	}
	switch c := returns.CharterOn(all, today); {
	case c == nil:
	case !c.Sample:
		said("shops.governs", *c)
	case coming < 0:
		said("shops.governs.sample", *c)
	default:
		said("shops.governs.meanwhile", *c)
	}
	if coming >= 0 {
		said("shops.governs.coming", all[coming])
	}
	return out
}

func (s *Screen) onHub(value string) tea.Cmd {
	if !s.ready { // it could not be read: nothing to work on
		return nil
	}
	switch value {
	case "list":
		s.Push(s.list(s.shopCatalog()))
	case "cores":
		s.Push(s.list(s.coreCatalog()))
	case "add":
		s.Push(s.newShopForm(model.Shop{}, record, true).Form)
	case "platform":
		return screen.Send(screen.OpenPlatform{})
	case "charter":
		s.charters = s.newVersions()
		s.Push(s.charters)
	case "import":
		s.Push(s.newImport(trade.Shops))
	case "export":
		s.Push(s.newExport(trade.Shops))
	}
	return nil
}

// catalog is what a listing lists.
type catalog struct {
	title, ask func() string
	// find returns the ids that fit what was typed, in the order they are
	// listed.
	find    func(query string) []string
	columns func(width int) []widget.Column
	row     func(id string) widget.Row
	// word is the line that adds one, named the same with the name typed; none
	// is added where they are empty.
	word, named text.Key
	add         func(name string) tea.Cmd
	open        func(id string) tea.Cmd
}

// addRow is the line of the list that adds one.
const addRow = "add"

// list is a page that lists a catalog, and last the line that adds one.
func (s *Screen) list(of catalog) *pages.Listing {
	l := &pages.Listing{
		On: &s.Stack, Name: of.title, Ask: of.ask, Columns: of.columns, Add: of.add,
		Box: func() string { return s.Env.T("shops.list.box") },
		Rows: func(query string) []widget.Row {
			var rows []widget.Row
			for _, id := range of.find(query) {
				rows = append(rows, of.row(id))
			}
			if of.add == nil {
				return rows
			}
			word := s.Env.T(of.word)
			if query != "" {
				word = s.Env.T(of.named, "name", query)
			}
			return append(rows, widget.Row{ID: addRow, Cells: []string{word}})
		},
		Open: func(id, query string) tea.Cmd {
			if id == addRow {
				return of.add(query)
			}
			return of.open(id)
		},
	}
	return l.Start()
}
