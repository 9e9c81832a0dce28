package shops

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/sheet"
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

// shopForm is what the form of a shop is about.
type shopForm struct {
	*form
	shop model.Shop // as it was read
	part string
}

// newShopForm asks about one part of a shop.
func (s *Screen) newShopForm(shop model.Shop, part string, fresh bool) *shopForm {
	sf := &shopForm{shop: shop, part: part, form: &form{fresh: fresh}}
	sf.name = func(s *Screen) string {
		switch {
		case fresh:
			return s.env.T("shops.title.add")
		case part == membership:
			return s.env.T("shops.title.member", "name", sf.shop.Name)
		}
		return s.env.T("shops.title.edit", "name", sf.shop.Name)
	}
	sf.questions = func(s *Screen, _ *form) []sheet.Question { return s.shopQuestions(sf) }
	sf.save = func(s *Screen, _ *form) tea.Cmd { return s.saveShop(sf) }
	sf.start(s, values(partOf(shopFacts(), part), shop))
	return sf
}

func (s *Screen) shopQuestions(sf *shopForm) []sheet.Question {
	var out []sheet.Question
	for _, f := range partOf(shopFacts(), sf.part) {
		q := f.question(s, "shops.field.", sf.shop, s.checkShop)
		if f.id == "member.term_days" {
			if c := s.governing(s.today()); c != nil {
				q.Hint = s.env.T("shops.hint.term", "n", c.TermDays)
			}
		}
		out = append(out, q)
	}
	return out
}

// shopSaved is what the store has answered.
type shopSaved struct {
	form *shopForm
	shop model.Shop
	err  error
}

// saveShop checks what was changed and writes it; nothing changed just closes.
func (s *Screen) saveShop(sf *shopForm) tea.Cmd {
	ids := sf.sheet.Changed()
	if len(ids) == 0 && !sf.fresh {
		return s.pop()
	}
	shop, p := applied(shopFacts(), sf.shop, ids, sf.sheet.Values, s.today())
	if p == nil {
		shop = tidy(shop)
		if hard := s.checkShop(shop).Hard(); len(hard) > 0 {
			p = hard[0]
		}
	}
	if p != nil {
		sf.sheet.Refuse(p.Field, sentence(s.env, p))
		return nil
	}
	return s.writeShop(sf, shop)
}

func (s *Screen) writeShop(sf *shopForm, shop model.Shop) tea.Cmd {
	s.busy = true
	desk, by := s.desk, s.by()
	return func() tea.Msg {
		var err error
		if sf.fresh {
			shop, err = desk.AddShop(context.Background(), by, shop)
		} else {
			shop, err = desk.EditShop(context.Background(), by, shop)
		}
		return shopSaved{sf, shop, err}
	}
}

func (s *Screen) onShopSaved(msg shopSaved) tea.Cmd {
	var stale *store.Stale[model.Shop]
	var ps model.Problems
	switch {
	case errors.As(msg.err, &stale):
		s.push(newClash(msg.form, stale))
		return nil
	case errors.As(msg.err, &ps) && len(ps) > 0:
		msg.form.sheet.Refuse(ps[0].Field, sentence(s.env, ps[0]))
		return screen.Send(screen.Failed{Err: msg.err})
	case store.IsCode(msg.err, store.CodeNameTaken):
		msg.form.sheet.Refuse("name", s.env.Text.Problem(msg.err))
		return screen.Send(screen.Failed{Err: msg.err})
	case msg.err != nil:
		return screen.Send(screen.Failed{Err: msg.err})
	}
	s.place(msg.shop)
	s.popTo(func(p page) bool { return p != page(msg.form) && !isClash(p) })
	said := s.notice(false, s.env.T("shops.saved", "name", msg.shop.Name))
	if msg.form.fresh {
		return tea.Batch(said, s.openShop(msg.shop.ID), s.load())
	}
	return tea.Batch(said, s.load())
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

// clash is the board shown when somebody else was faster.
type clash struct{ *board }

func isClash(p page) bool {
	_, ok := p.(clash)
	return ok
}

// What can be done when somebody else was faster.
const (
	putOnTop = "mine"
	takeHis  = "theirs"
	lookOn   = "edit"
)

// newClash shows both versions beside one another.
func newClash(sf *shopForm, stale *store.Stale[model.Shop]) page {
	b := &board{name: sf.name}
	b.body = func(s *Screen, width int) widget.Block { return s.clashBody(stale, sf.sheet.Changed(), width) }
	b.options = func(s *Screen) []widget.Option {
		return []widget.Option{
			{Value: putOnTop, Label: s.env.T("shops.clash.mine")},
			{Value: takeHis, Label: s.env.T("shops.clash.theirs", "actor", s.actor(stale.By.Actor))},
			{Value: lookOn, Label: s.env.T("shops.clash.edit")},
		}
	}
	b.pick = func(s *Screen, how string) tea.Cmd { return s.resolve(sf, stale.Theirs, how) }
	b.back = func(s *Screen) tea.Cmd { return s.resolve(sf, stale.Theirs, lookOn) }
	return clash{b}
}

// actor is a person's name; the log calls the shared desk "desk".
func (s *Screen) actor(name string) string {
	if name == "desk" || name == "" {
		return s.env.T("root.nobody")
	}
	return name
}

func (s *Screen) clashBody(stale *store.Stale[model.Shop], changed []string, width int) widget.Block {
	th := s.env.Theme
	label1 := min(18, width/4)
	half := (width - label1 - 2) / 2
	row := func(a, b, c widget.Block) widget.Block {
		_, ra := widget.Size(a)
		_, rb := widget.Size(b)
		_, rc := widget.Size(c)
		h := max(ra, rb, rc)
		return widget.Beside(widget.Fit(a, label1, h), widget.Fit(b, half, h), widget.Blank(2, h), widget.Fit(c, half, h))
	}
	now := s.env.Now()
	blocks := []widget.Block{
		widget.Para(th.Warn, s.env.T("shops.clash", "actor", s.actor(stale.By.Actor),
			"when", s.env.Text.Since(stale.By.At.In(now.Location()), now)), width),
		widget.Blank(width, 1),
		row(widget.Blank(label1, 1), widget.Para(th.Columns, s.env.T("shops.clash.yours"), half), widget.Para(th.Columns, s.env.T("shops.clash.now"), half)),
	}
	for _, f := range differences(shopFacts(), stale.Mine, stale.Theirs) {
		mine := widget.Para(th.Text, s.orNone(f.words(s.env, stale.Mine)), half)
		if !slices.Contains(changed, f.id) {
			mine = widget.Para(th.Muted, s.env.T("shops.clash.untouched"), half)
		}
		blocks = append(blocks, row(
			widget.Para(th.Label, label(s.env, f.id), label1-1), mine,
			widget.Para(th.Text, s.orNone(f.words(s.env, stale.Theirs)), half)))
		if s.env.Senior {
			blocks = append(blocks, widget.Blank(width, 1))
		}
	}
	return widget.Stack(blocks...)
}

func (s *Screen) orNone(v string) string {
	if v == "" {
		return s.env.T("shops.none")
	}
	return v
}

// resolve does what was chosen. Either way the newest version is what the next
// save builds on, so nothing is overwritten unseen.
func (s *Screen) resolve(sf *shopForm, theirs model.Shop, how string) tea.Cmd {
	s.pop()
	if how == takeHis {
		s.pop()
		return s.load()
	}
	ids := sf.sheet.Changed()
	sf.shop = theirs
	for id, v := range values(partOf(shopFacts(), sf.part), theirs) {
		if slices.Contains(ids, id) {
			sf.sheet.Base(id, v...)
		} else {
			sf.sheet.Set(id, v...)
		}
	}
	if how == putOnTop {
		return s.saveShop(sf)
	}
	return nil
}
