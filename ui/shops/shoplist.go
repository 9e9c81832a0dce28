package shops

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store/find"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// shopCatalog lists the shops.
func (s *Screen) shopCatalog() catalog {
	return catalog{
		title: func() string { return s.Env.T("shops.title.list") },
		ask: func() string {
			if len(s.shops) == 0 {
				return s.Env.T("shops.list.none")
			}
			return s.Env.T("shops.list.ask")
		},
		find: s.findShops, columns: s.shopColumns, row: s.shopRow,
		word: "shops.list.add", named: "shops.list.add_named",
		add: func(name string) tea.Cmd {
			f := s.newShopForm(model.Shop{}, record, true)
			f.named(name)
			s.Push(f.Form)
			return nil
		},
		open: func(id string) tea.Cmd { return s.openShop(model.ID(id)) },
	}
}

// findShops finds shops by what was typed; those that have left come last.
func (s *Screen) findShops(query string) []string {
	var in, gone []string
	for _, shop := range s.shops {
		switch {
		case query != "" && !find.Matches(query, sought(shop)):
		case !shop.Left.IsZero() && shop.Left <= s.today():
			gone = append(gone, string(shop.ID))
		default:
			in = append(in, string(shop.ID))
		}
	}
	return append(in, gone...)
}

// sought is what a shop is found by.
func sought(shop model.Shop) string {
	return strings.Join([]string{shop.Name, shop.Stall, shop.Group, shop.Contact, shop.Phone, shop.CreditCode}, " ")
}

func (s *Screen) shopColumns(width int) []widget.Column {
	cols := []widget.Column{{Min: 14}, {Width: 12, Drop: 2}, {Width: 14, Drop: 3}, {Width: 24, Drop: 1}}
	switch {
	case width >= 120:
		cols[1].Width, cols[2].Width = 16, 32
	case width < 80:
		snug(cols)
	}
	if s.Env.Senior {
		cols = slices.Delete(cols, 2, 3)
	}
	return cols
}

// snug leaves a narrow window to the names: the other columns take what they
// need.
func snug(cols []widget.Column) {
	for i := range cols {
		cols[i].Snug = cols[i].Width > 0
	}
}

func (s *Screen) shopRow(id string) widget.Row {
	shop, _ := s.shopOf(model.ID(id))
	class := ""
	if shop.Class != "" {
		class = s.Env.T(text.Key("code.class." + shop.Class))
	}
	r := widget.Row{ID: id, Cells: []string{shop.Name, shop.Stall, class, standing(s.Env, shop, s.today(), true)}}
	if s.Env.Senior {
		r.Cells = slices.Delete(r.Cells, 2, 3)
	}
	if !shop.Left.IsZero() && shop.Left <= s.today() {
		r.Tone = theme.Muted
	}
	return r
}
