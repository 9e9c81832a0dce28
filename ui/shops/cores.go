package shops

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// authorisation is the part of a group that says since when and until when the
// core enterprise may answer.
const authorisation = "authorisation"

// coreFacts are what is kept about a core enterprise, in the order it is shown.
func coreFacts() []fact[model.Group] {
	out := []fact[model.Group]{
		plain("name", func(g *model.Group) *string { return &g.Name }),
		checkedText("credit_code", ident.CreditCode, func(g *model.Group) *string { return &g.CreditCode }),
		plain("handler", func(g *model.Group) *string { return &g.Handler }),
		checkedText("phone", ident.Phone, func(g *model.Group) *string { return &g.Phone }),
		plain("authorisation.document", func(g *model.Group) *string { return &g.Authorisation.Document }),
		dated("authorisation.from", false, func(g *model.Group) *model.Day { return &g.Authorisation.From }),
		dated("authorisation.to", true, func(g *model.Group) *model.Day { return &g.Authorisation.To }),
		long("note", func(g *model.Group) *string { return &g.Note }),
	}
	for i := range out {
		out[i].part = record
		if strings.HasPrefix(out[i].id, authorisation) {
			out[i].part = authorisation
		}
	}
	return out
}

// coreKept says how core enterprises are asked about and kept.
func coreKept() keeping[model.Group] {
	return keeping[model.Group]{
		id:    func(g model.Group) string { return string(g.ID) },
		facts: coreFacts, words: "groups.field.",
		check: func(_ *Screen, g model.Group) model.Problems {
			_, ps := flow.CheckGroup(g)
			return ps
		},
		title: func(s *Screen, g model.Group, part string, fresh bool) string {
			switch {
			case fresh:
				return s.Env.T("groups.title.add")
			case part == authorisation:
				return s.Env.T("groups.title.authorisation", "name", g.Name)
			}
			return s.Env.T("groups.title.edit", "name", g.Name)
		},
		write: func(desk Desk, by store.By, _, g model.Group, fresh bool) (model.Group, error) {
			if fresh {
				return desk.AddGroup(context.Background(), by, g)
			}
			return desk.EditGroup(context.Background(), by, g)
		},
		saved: func(s *Screen, g model.Group, fresh bool) tea.Cmd {
			s.placeCore(g)
			said := s.Say(s.Env.T("groups.saved", "name", g.Name))
			if fresh {
				return screen.Batch(said, s.openCore(g.ID), s.load())
			}
			return screen.Batch(said, s.load())
		},
	}
}

// placeCore puts a group among those shown before they are read anew.
func (s *Screen) placeCore(g model.Group) {
	s.groups = slices.Clone(s.groups)
	if i := slices.IndexFunc(s.groups, func(h model.Group) bool { return h.ID == g.ID }); i >= 0 {
		s.groups[i] = g
	} else {
		s.groups = append(s.groups, g)
	}
	s.RewordAll()
}

// coreOf returns a group by its id.
func (s *Screen) coreOf(id model.ID) (model.Group, bool) {
	if i := slices.IndexFunc(s.groups, func(g model.Group) bool { return g.ID == id }); i >= 0 {
		return s.groups[i], true
	}
	return model.Group{}, false
}

// coreCatalog lists the core enterprises.
func (s *Screen) coreCatalog() catalog {
	return catalog{
		title: func() string { return s.Env.T("groups.title") },
		ask: func() string {
			if len(s.groups) == 0 {
				return s.Env.T("groups.none")
			}
			return s.Env.T("groups.ask")
		},
		find: func(query string) []string {
			var out []string
			for _, g := range s.groups {
				if query == "" || find.Matches(query, soughtCore(g)) {
					out = append(out, string(g.ID))
				}
			}
			return out
		},
		columns: func(width int) []widget.Column {
			cols := []widget.Column{{Min: 14}, {Width: 10, Drop: 2}, {Width: 26, Drop: 1}}
			if width < 80 {
				snug(cols)
			}
			return cols
		},
		row: func(id string) widget.Row {
			g, _ := s.coreOf(model.ID(id))
			word, tone := s.authorised(g)
			return widget.Row{ID: id, Tone: tone, Cells: []string{g.Name, s.Env.T("groups.shops", "n", len(g.Affiliates)), word}}
		},
		word: "groups.add", named: "groups.add_named",
		add: func(name string) tea.Cmd {
			f := newRecordForm(s, coreKept(), model.Group{}, "", true)
			f.named(name)
			s.Push(f.Form)
			return nil
		},
		open: func(id string) tea.Cmd { return s.openCore(model.ID(id)) },
	}
}

// soughtCore is what a group is found by: itself and its shops.
func soughtCore(g model.Group) string {
	words := []string{g.Name, g.CreditCode, g.Handler, g.Phone}
	for _, a := range g.Affiliates {
		words = append(words, a.Shop, a.PlatformShop)
	}
	return strings.Join(words, " ")
}

// authorised says in a few words whether the core enterprise answers today.
func (s *Screen) authorised(g model.Group) (string, theme.Tone) {
	why := affiliate.Standing(g, s.today())
	if why != affiliate.Authorised {
		return s.Env.T(text.Key("groups.standing." + why)), theme.Warn
	}
	if to := g.Authorisation.To; !to.IsZero() {
		return s.Env.T("groups.standing.until", "day", to), theme.Normal
	}
	return s.Env.T("groups.standing.authorised"), theme.Normal
}

// openCore shows the card of a core enterprise.
func (s *Screen) openCore(id model.ID) tea.Cmd {
	s.core, s.toll = id, toll{}
	s.Push(s.newCoreCard())
	return s.weigh()
}

func (s *Screen) newCoreCard() *pages.Board {
	return &pages.Board{
		On: &s.Stack,
		Name: func() string {
			g, _ := s.coreOf(s.core)
			return s.Env.T("groups.title.card", "name", g.Name)
		},
		Body: s.coreBody,
		Options: func() []widget.Option {
			g, ok := s.coreOf(s.core)
			if !ok {
				return []widget.Option{{Value: "back", Label: s.Env.T("shops.card.back")}}
			}
			answer := widget.Option{Value: "answer", Label: s.Env.T("groups.card.answer", "n", s.toll.wait)}
			if s.toll.wait == 0 {
				answer.Off = s.Env.T("groups.answer.none")
			}
			return []widget.Option{
				{Value: "shops", Label: s.Env.T("groups.card.shops", "n", len(g.Affiliates))},
				{Value: "cases", Label: s.Env.T("groups.card.cases", "n", s.toll.open)},
				answer,
				{Value: authorisation, Label: s.Env.T("groups.card.authorisation")},
				{Value: record, Label: s.Env.T("groups.card.edit")},
			}
		},
		Pick: func(value string) tea.Cmd {
			g, _ := s.coreOf(s.core)
			switch value {
			case "shops":
				s.Push(s.list(s.affiliateCatalog()))
				return nil
			case "cases":
				s.Push(s.list(s.groupCatalog()))
				return nil
			case "answer":
				s.Push(s.newAnswerForm())
				return nil
			case authorisation, record:
				s.Push(newRecordForm(s, coreKept(), g, value, false).Form)
				return nil
			}
			return s.Pop()
		},
	}
}

func (s *Screen) coreBody(width int) widget.Block {
	th := s.Env.Theme
	g, ok := s.coreOf(s.core)
	if !ok {
		return widget.Para(th.Text, s.Env.T("groups.gone"), width)
	}
	list := []pair{{value: g.Name, tone: theme.Strong}}
	for _, f := range coreFacts() {
		if said := f.words(s.Env, g); said != "" && f.id != "name" {
			list = append(list, pair{coreKept().label(s, f.id), said, theme.Normal})
		}
	}
	why := affiliate.Standing(g, s.today())
	tone := theme.Strong
	if why != affiliate.Authorised {
		tone = theme.Warn
	}
	list = append(list, pair{s.Env.T("groups.today"), s.Env.T(text.Key("groups.today." + why)), tone})
	return widget.Stack(s.pairs(width, append(list, s.tollPairs()...)))
}

// affiliateFacts are what is kept about one shop of a group.
func affiliateFacts() []fact[model.Affiliate] {
	out := []fact[model.Affiliate]{
		plain("shop", func(a *model.Affiliate) *string { return &a.Shop }),
		plain("platform", func(a *model.Affiliate) *string { return &a.Platform }),
		plain("platform_shop", func(a *model.Affiliate) *string { return &a.PlatformShop }),
		coded("link", "code.link.", model.Links(), func(a *model.Affiliate) *string { return &a.Link }),
		long("evidence", func(a *model.Affiliate) *string { return &a.Evidence }),
	}
	out[4].kind = sheet.Text
	return out
}

// affiliateKept says how the shops of a group are asked about and kept.
func affiliateKept(group model.ID) keeping[model.Affiliate] {
	return keeping[model.Affiliate]{
		id:    func(a model.Affiliate) string { return string(group) + "-" + string(a.ShopID) },
		facts: affiliateFacts, words: "groups.affiliate.",
		check: func(_ *Screen, a model.Affiliate) model.Problems {
			_, ps := flow.CheckGroup(model.Group{Name: "-", Affiliates: []model.Affiliate{a}})
			out := make(model.Problems, len(ps))
			for i, p := range ps {
				q := *p
				q.Field = strings.TrimPrefix(p.Field, "affiliates.0.")
				out[i] = &q
			}
			return out
		},
		title: func(s *Screen, a model.Affiliate, _ string, fresh bool) string {
			if fresh {
				return s.Env.T("groups.title.affiliate.add")
			}
			return s.Env.T("groups.title.affiliate", "name", a.Shop)
		},
		write: func(desk Desk, by store.By, was, a model.Affiliate, _ bool) (model.Affiliate, error) {
			if a == was && a == (model.Affiliate{}) {
				return a, model.Problems{{Code: "need.shop_name", Field: "shop"}}
			}
			_, err := desk.SetAffiliate(context.Background(), by, group, was, a)
			return a, err
		},
		saved: func(s *Screen, a model.Affiliate, _ bool) tea.Cmd {
			s.PopUntil(isListing)
			return screen.Batch(s.Say(s.Env.T("groups.affiliate.saved", "name", a.Shop)), s.load(), s.weigh())
		},
	}
}

func isListing(p pages.Page) bool {
	_, ok := p.(*pages.Listing)
	return ok
}

// affiliateAt returns the entry of a shop by its id.
func (s *Screen) affiliateAt(id string) model.Affiliate {
	g, _ := s.coreOf(s.core)
	a, _ := affiliate.Of(g, model.ID(id))
	return a
}

// affiliateCatalog lists the shops of the group.
func (s *Screen) affiliateCatalog() catalog {
	return catalog{
		title: func() string { return s.Env.T("groups.title.affiliates") },
		ask:   func() string { return s.Env.T("groups.affiliates.ask") },
		find: func(query string) []string {
			g, _ := s.coreOf(s.core)
			var out []string
			for _, a := range g.Affiliates {
				if query == "" || find.Matches(query, strings.Join([]string{a.Shop, a.Platform, a.PlatformShop}, " ")) {
					out = append(out, string(a.ShopID))
				}
			}
			return out
		},
		columns: func(width int) []widget.Column {
			cols := []widget.Column{{Min: 14}, {Width: 12, Drop: 2}, {Width: 20, Drop: 3}, {Width: 14, Drop: 1}}
			if width < 80 {
				snug(cols)
			}
			return cols
		},
		row: func(id string) widget.Row {
			a := s.affiliateAt(id)
			return widget.Row{ID: id, Cells: []string{a.Shop, a.Platform, a.PlatformShop, s.Env.T("shops.cases.n", "n", s.toll.counts[a.ShopID])}}
		},
		word: "groups.affiliates.add", named: "groups.affiliates.add_named",
		add: func(name string) tea.Cmd {
			f := newRecordForm(s, affiliateKept(s.core), model.Affiliate{}, "", true)
			f.named(name)
			s.Push(f.Form)
			return nil
		},
		open: func(id string) tea.Cmd {
			s.Push(s.newAffiliateCard(id))
			return nil
		},
	}
}

// newAffiliateCard shows one shop of the group.
func (s *Screen) newAffiliateCard(id string) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("groups.title.affiliate", "name", s.affiliateAt(id).Shop) },
		Body: func(width int) widget.Block {
			a := s.affiliateAt(id)
			var list []pair
			for _, f := range affiliateFacts() {
				if said := f.words(s.Env, a); said != "" {
					list = append(list, pair{affiliateKept("").label(s, f.id), said, theme.Normal})
				}
			}
			list = append(list, pair{s.Env.T("shops.cases"), s.Env.T("shops.cases.n", "n", s.toll.counts[a.ShopID]), theme.Normal})
			return s.pairs(width, list)
		},
		Options: func() []widget.Option {
			return []widget.Option{
				{Value: "edit", Label: s.Env.T("groups.affiliate.edit")},
				{Value: "shop", Label: s.Env.T("groups.affiliate.card")},
				{Value: "remove", Label: s.Env.T("groups.affiliate.remove")},
			}
		},
		Pick: func(value string) tea.Cmd { return s.onAffiliate(id, value) },
	}
}

// letGo says that a shop leaves its group.
type letGo struct{ was model.Affiliate }

func (s *Screen) onAffiliate(id, value string) tea.Cmd {
	a := s.affiliateAt(id)
	switch value {
	case "edit":
		s.Push(newRecordForm(s, affiliateKept(s.core), a, "", false).Form)
		return nil
	case "shop":
		return s.openShop(a.ShopID)
	}
	return screen.Send(screen.Ask{
		Title: s.Env.T("groups.remove.title"), Body: s.Env.T("groups.remove.body", "name", a.Shop),
		Options: []screen.Option{
			{Label: s.Env.T("groups.remove.no")},
			{Label: s.Env.T("groups.remove.yes"), Answer: letGo{a}},
		},
	})
}

func (s *Screen) onLetGo(msg letGo) tea.Cmd {
	s.Hold()
	desk, by, group := s.desk, s.by(), s.core
	return func() tea.Msg {
		_, err := desk.SetAffiliate(context.Background(), by, group, msg.was, model.Affiliate{})
		return done{func(s *Screen) tea.Cmd {
			if err != nil {
				return screen.Send(screen.Failed{Err: err})
			}
			s.PopUntil(isListing)
			return screen.Batch(s.Say(s.Env.T("groups.removed", "name", msg.was.Shop)), s.load(), s.weigh())
		}}
	}
}
