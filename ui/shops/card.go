package shops

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/pages"
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
	s.RewordAll()
}

// openShop shows the card of a shop.
func (s *Screen) openShop(id model.ID) tea.Cmd {
	s.shop, s.cases = id, -1
	s.Push(s.newCard())
	return s.count()
}

// newCard shows one shop and what can be done with it.
func (s *Screen) newCard() *pages.Board {
	return &pages.Board{
		On: &s.Stack,
		Name: func() string {
			shop, _ := s.shopOf(s.shop)
			return s.Env.T("shops.title.card", "name", shop.Name)
		},
		Body: s.cardBody,
		Options: func() []widget.Option {
			shop, ok := s.shopOf(s.shop)
			if !ok {
				return []widget.Option{{Value: "back", Label: s.Env.T("shops.card.back")}}
			}
			join := text.Key("shops.card.join")
			if shop.Member != nil {
				join = "shops.card.member"
			}
			return []widget.Option{
				{Value: record, Label: s.Env.T("shops.card.edit")},
				{Value: membership, Label: s.Env.T(join)},
				{Value: "cases", Label: s.Env.T("shops.card.cases")},
				{Value: "check", Label: s.Env.T("shops.card.check")},
			}
		},
		Pick: s.onCard,
	}
}

func (s *Screen) cardBody(width int) widget.Block {
	th := s.Env.Theme
	shop, ok := s.shopOf(s.shop)
	if !ok {
		return widget.Para(th.Text, s.Env.T("shops.no_shop"), width)
	}
	list := []pair{{value: shop.Name, tone: theme.Strong}}
	for _, f := range shopFacts() {
		if said := f.words(s.Env, shop); said != "" && f.id != "name" {
			list = append(list, pair{label(s.Env, f.id), said, theme.Normal})
		}
	}
	if said := standing(s.Env, shop, s.today(), false); said != "" {
		list = append(list, pair{s.Env.T("shops.standing"), said, theme.Strong})
	}
	if s.cases >= 0 {
		list = append(list, pair{s.Env.T("shops.cases"), s.Env.T("shops.cases.n", "n", s.cases), theme.Normal})
	}
	return s.pairs(width, list)
}

func (s *Screen) onCard(value string) tea.Cmd {
	shop, _ := s.shopOf(s.shop)
	switch value {
	case record, membership:
		s.Push(s.newShopForm(shop, value, false).Form)
		return nil
	case "cases":
		return screen.Send(screen.OpenLookup{Query: shop.Name})
	case "check":
		return screen.Send(screen.OpenReturns{Shop: shop.ID})
	}
	return s.Pop()
}

// shopKept says how shops are asked about and kept.
func shopKept() keeping[model.Shop] {
	return keeping[model.Shop]{
		id:    func(shop model.Shop) string { return string(shop.ID) },
		facts: shopFacts, words: "shops.field.", check: (*Screen).checkShop, tidy: tidy,
		title: func(s *Screen, shop model.Shop, part string, fresh bool) string {
			switch {
			case fresh:
				return s.Env.T("shops.title.add")
			case part == membership:
				return s.Env.T("shops.title.member", "name", shop.Name)
			}
			return s.Env.T("shops.title.edit", "name", shop.Name)
		},
		hint: func(s *Screen, id string) string {
			if c := s.governing(s.today()); c != nil && id == "member.term_days" {
				return s.Env.T("shops.hint.term", "n", c.TermDays)
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
			said := s.Say(s.Env.T("shops.saved", "name", shop.Name))
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
