package shops

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// counted brings how many cases the shop of the card has.
type counted struct {
	shop model.ID
	n    int
	err  error
}

func (s *Screen) count() tea.Cmd {
	if s.shop == "" {
		return nil
	}
	desk, id := s.desk, s.shop
	return func() tea.Msg {
		n, err := desk.ShopCases(context.Background(), id)
		return counted{id, n, err}
	}
}

func (s *Screen) onCounted(msg counted) {
	if msg.shop != s.shop || msg.err != nil {
		return
	}
	s.cases = msg.n
	s.rewordAll()
}

// openShop shows the card of a shop.
func (s *Screen) openShop(id model.ID) tea.Cmd {
	s.shop, s.cases = id, -1
	s.push(newCard())
	return s.count()
}

// newCard shows one shop and what can be done with it.
func newCard() *board {
	return &board{
		name: func(s *Screen) string {
			shop, _ := s.shopOf(s.shop)
			return s.env.T("shops.title.card", "name", shop.Name)
		},
		body: (*Screen).cardBody,
		options: func(s *Screen) []widget.Option {
			shop, ok := s.shopOf(s.shop)
			if !ok {
				return []widget.Option{{Value: "back", Label: s.env.T("shops.card.back")}}
			}
			join := text.Key("shops.card.join")
			if shop.Member != nil {
				join = "shops.card.member"
			}
			return []widget.Option{
				{Value: record, Label: s.env.T("shops.card.edit")},
				{Value: membership, Label: s.env.T(join)},
				{Value: "cases", Label: s.env.T("shops.card.cases")},
				{Value: "check", Label: s.env.T("shops.card.check")},
			}
		},
		pick: (*Screen).onCard,
	}
}

func (s *Screen) cardBody(width int) widget.Block {
	th := s.env.Theme
	shop, ok := s.shopOf(s.shop)
	if !ok {
		return widget.Para(th.Text, s.env.T("shops.no_shop"), width)
	}
	list := []pair{{value: shop.Name, tone: theme.Strong}}
	for _, f := range shopFacts() {
		if said := f.words(s.env, shop); said != "" && f.id != "name" {
			list = append(list, pair{label(s.env, f.id), said, theme.Normal})
		}
	}
	if said := standing(s.env, shop, s.today(), false); said != "" {
		list = append(list, pair{s.env.T("shops.standing"), said, theme.Strong})
	}
	if s.cases >= 0 {
		list = append(list, pair{s.env.T("shops.cases"), s.env.T("shops.cases.n", "n", s.cases), theme.Normal})
	}
	return s.pairs(width, list)
}

func (s *Screen) onCard(value string) tea.Cmd {
	shop, _ := s.shopOf(s.shop)
	switch value {
	case record, membership:
		s.push(s.newShopForm(shop, value, false))
		return nil
	case "cases":
		return screen.Send(screen.OpenLookup{Query: shop.Name})
	case "check":
		return screen.Send(screen.OpenReturns{Shop: shop.ID})
	}
	return s.pop()
}

// shopKept says how shops are asked about and kept.
func shopKept() keeping[model.Shop] {
	return keeping[model.Shop]{
		id:    func(shop model.Shop) string { return string(shop.ID) },
		facts: shopFacts, words: "shops.field.", check: (*Screen).checkShop, tidy: tidy,
		title: func(s *Screen, shop model.Shop, part string, fresh bool) string {
			switch {
			case fresh:
				return s.env.T("shops.title.add")
			case part == membership:
				return s.env.T("shops.title.member", "name", shop.Name)
			}
			return s.env.T("shops.title.edit", "name", shop.Name)
		},
		hint: func(s *Screen, id string) string {
			if c := s.governing(s.today()); c != nil && id == "member.term_days" {
				return s.env.T("shops.hint.term", "n", c.TermDays)
			}
			return ""
		},
		write: func(desk Desk, by store.By, _, shop model.Shop, fresh bool) (model.Shop, error) {
			if fresh {
				return desk.AddShop(context.Background(), by, shop)
			}
			return desk.EditShop(context.Background(), by, shop)
		},
		saved: func(s *Screen, shop model.Shop, fresh bool) tea.Cmd {
			s.place(shop)
			said := s.notice(false, s.env.T("shops.saved", "name", shop.Name))
			if fresh {
				return screen.Batch(said, s.openShop(shop.ID), s.load())
			}
			return screen.Batch(said, s.load())
		},
	}
}

// newShopForm asks about one part of a shop.
func (s *Screen) newShopForm(shop model.Shop, part string, fresh bool) *recordForm[model.Shop] {
	return newRecordForm(s, shopKept(), shop, part, fresh)
}

// place puts a shop among those shown before they are read anew.
func (s *Screen) place(shop model.Shop) {
	all := slices.Clone(s.shops)
	if i, ok := s.places[shop.ID]; ok {
		all[i] = shop
	} else {
		all = append(all, shop)
	}
	s.keep(all)
}
