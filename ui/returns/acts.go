package returns

import (
	"context"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	engine "heshi/model/returns"
	"heshi/ui/keys"
	"heshi/ui/paper"
	"heshi/ui/paper/office"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Values of the options on the page of the verdict.
const (
	doExtras  = "extras"
	doClauses = "clauses"
	doCase    = "case"
	doCount   = "count"
	doSlip    = "slip"
	doChange  = "change"
	doNext    = "next"
)

// show turns to a page.
func (s *Screen) show(p page) {
	if p != s.page {
		s.scroll = 0
	}
	s.page = p
	s.menu = widget.Choice{}
	s.buildMenu()
}

// buildMenu makes the choice of the page shown, in the language of the Env, and
// leaves the arrows where they were.
func (s *Screen) buildMenu() {
	at := s.menu.Index()
	s.menu = widget.NewMenu(s.env.Senior && s.page != verdict, s.options()...)
	s.menu.PerPage, s.menu.More = s.perPage(), s.env.T("check.more")
	s.menu.Inline = s.page == verdict && !s.env.Senior
	for range min(at, len(s.menu.Options)-1) {
		s.menu, _ = s.menu.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	}
}

func (s *Screen) options() []widget.Option {
	var out []widget.Option
	switch s.page {
	case verdict:
		for _, id := range []string{doExtras, doClauses, doCase, doCount, doSlip, doChange, doNext} {
			out = append(out, widget.Option{Value: id, Label: s.env.T(text.Key("check.do." + id))})
		}
	case changes:
		for _, t := range s.told() {
			if t.step >= 0 {
				out = append(out, widget.Option{Value: strconv.Itoa(t.step), Label: t.label, Detail: t.words})
			}
		}
	case clauses:
		return s.clauseOptions()
	case extras:
		for _, id := range s.extraIDs() {
			out = append(out, widget.Option{Value: id, Label: s.env.T(text.Key("check.extra." + id)), Detail: s.extraSaid(id)})
		}
	}
	return out
}

// clauseOptions lists the clauses the verdict names, each once.
func (s *Screen) clauseOptions() []widget.Option {
	var out []widget.Option
	seen := map[string]bool{}
	add := func(rule, source, article string) {
		if !seen[rule] {
			seen[rule] = true
			out = append(out, widget.Option{Value: rule, Label: s.cite(rule, source, article)})
		}
	}
	for _, g := range s.st.verdict.Grounds {
		add(g.Rule, g.Source, g.Article)
	}
	for _, i := range s.st.verdict.Instead {
		add(i.Rule, i.Source, i.Article)
	}
	return out
}

// picked does what was chosen in the menu.
func (s *Screen) picked() tea.Cmd {
	o, ok := s.menu.Picked()
	if !ok {
		return nil
	}
	switch s.page {
	case verdict:
		return s.do(o.Value)
	case changes:
		i, err := strconv.Atoi(o.Value)
		if err == nil {
			s.goTo(i)
		}
	case clauses:
		s.openClause(o.Value)
	case extras:
		s.openExtra(o.Value)
	}
	return nil
}

func (s *Screen) do(value string) tea.Cmd {
	switch value {
	case doExtras:
		s.show(extras)
	case doClauses:
		s.show(clauses)
	case doCase:
		return screen.Send(screen.OpenIntake{From: s.complaint()})
	case doCount:
		return s.count()
	case doSlip:
		return s.writeSlip()
	case doChange:
		if s.env.Senior {
			s.show(changes)
			return nil
		}
		s.goTo(s.last())
	case doNext:
		s.restart()
	}
	return nil
}

func (s *Screen) actVerdict(id keys.ID) tea.Cmd {
	switch id {
	case keys.NewComplaint:
		return s.do(doCase)
	case keys.NewConsultation:
		return s.do(doCount)
	case keys.Save:
		return s.do(doSlip)
	}
	return nil
}

// restart begins the next check.
func (s *Screen) restart() {
	s.answers, s.more, s.saved = map[string]answer{}, told{}, outcome{}
	s.st = s.interview().run(s.answers, s.more)
	s.wantPaid = false
	s.front()
}

// openClause explains a clause: what it says in each situation it is used in,
// those of one version together.
func (s *Screen) openClause(id string) {
	type version struct{ head, foot string }
	var order []version
	said := map[version][]string{}
	for _, c := range s.rules.Clauses(id, s.env.Text.Lang()) {
		foot := []string{
			s.env.T("check.clause.version", "version", c.Version),
			s.env.T("check.clause.from", "day", s.env.Text.ShortDay(c.From)),
		}
		if !c.To.IsZero() {
			foot = append(foot, s.env.T("check.clause.to", "day", s.env.Text.ShortDay(c.To)))
		}
		foot = append(foot, s.env.T("check.clause.status", "status", text.Key("check.status."+c.Status)))
		v := version{s.cite(c.Rule, c.Source, c.Article), strings.Join(foot, "\n")}
		if said[v] == nil {
			order = append(order, v)
		}
		said[v] = append(said[v], c.Text)
	}
	var out []string
	for _, v := range order {
		words := said[v][0]
		if len(said[v]) > 1 {
			words = s.env.T("check.clause.uses") + "\n- " + strings.Join(said[v], "\n- ")
		}
		if strings.Contains(words, "…") {
			words += "\n\n" + s.env.T("check.clause.gap")
		}
		out = append(out, v.head+"\n\n"+words+"\n\n"+v.foot)
	}
	s.page, s.clause = clause, id
	s.reader = widget.NewReader(strings.Join(out, "\n\n"))
	s.reader.Focus()
}

// complaint is a case that carries all facts.
func (s *Screen) complaint() *model.Case {
	f := s.st.facts
	c := &model.Case{
		Kind: model.Complaint, Request: "refund",
		What:        s.env.T("check.case.what", "story", s.story(), "verdict", s.summary()),
		PurchasedOn: f.PurchasedOn, Channel: f.Channel.String(), Class: classOf(f), Goods: s.goods(),
	}
	if c.PurchasedOn.IsZero() && f.Prepaid != nil {
		c.PurchasedOn = f.Prepaid.PaidOn
	}
	if f.PaidFen != nil {
		c.Amount = *f.PaidFen
	}
	if f.Proof != nil {
		c.Proofs = f.Proof.Strings()
	}
	c.Shop, c.ShopID = s.shop()
	return c
}

// shop is the shop as far as it was told.
func (s *Screen) shop() (string, model.ID) {
	if s.more.Shop != nil {
		return s.more.Shop.Name, s.more.Shop.ID
	}
	for _, st := range s.st.steps {
		if sh := st.a.entry.shop; sh != nil {
			return sh.Name, sh.ID
		}
		if st.q.ID == questionShop {
			return st.a.entry.text, ""
		}
	}
	return "", ""
}

// goods is what was bought, as it was answered.
func (s *Screen) goods() string {
	if len(s.st.steps) == 0 {
		return ""
	}
	return s.words(s.st.steps[0])
}

// classOf is the class of a case that the goods belong to; "" where none fits
// for sure.
func classOf(f engine.Facts) string {
	if f.Subject == engine.PrepaidCard {
		return "membership"
	}
	switch f.Goods.Category {
	case engine.Apparel, engine.Footwear, engine.Underwear:
		return "apparel"
	case engine.Bag, engine.Jewellery:
		return "bags_jewellery"
	case engine.Electronics, engine.Appliance:
		return "electronics"
	case engine.Food, engine.HealthFood, engine.Fresh:
		return "food"
	case engine.Cosmetics:
		return "beauty"
	case engine.HomeTextile, engine.Furniture:
		return "home"
	}
	return ""
}

// counted brings the consultation as the store has it.
type counted struct {
	c   model.Case
	err error
}

// count notes the check as a consultation, once.
func (s *Screen) count() tea.Cmd {
	if s.saved.no != "" {
		return nil
	}
	s.saving = true
	c := model.Case{
		Kind: model.Consultation, What: s.env.T("check.count.what", "story", s.story()), Answer: s.summary(),
		Class: classOf(s.st.facts),
	}
	c.Shop, c.ShopID = s.shop()
	by := s.by()
	return func() tea.Msg {
		saved, err := s.desk.AddCase(context.Background(), by, c)
		return counted{saved, err}
	}
}

func (s *Screen) onCounted(m counted) tea.Cmd {
	s.saving = false
	s.failure = m.err
	if m.err == nil {
		s.saved.no = m.c.No
	}
	return s.release()
}

// slipWritten says where the slip is.
type slipWritten struct {
	made office.Made
	err  error
}

// writeSlip prints what the screen shows.
func (s *Screen) writeSlip() tea.Cmd {
	s.saving = true
	put, words, title, blocks := s.o.Print, s.env.Text, s.env.T("check.slip.title"), s.slip()
	return func() tea.Msg {
		made, err := put(context.Background(), words, "slip", title, blocks)
		return slipWritten{made, err}
	}
}

func (s *Screen) onSlipWritten(m slipWritten) tea.Cmd {
	s.saving = false
	s.failure = m.err
	if m.err == nil {
		s.saved.slip = m.made
	}
	return s.release()
}

// slipWidth is how many cells a line of short texts has on the slip.
const slipWidth = 60

// slip is the verdict as a paper, in the words of the screen.
func (s *Screen) slip() []paper.Block {
	out := []paper.Block{paper.Paragraph{Text: s.env.T("check.slip.at", "moment", s.env.Now())}}
	for _, r := range append(s.head(), s.body(true)...) {
		words := r.text
		if len(r.cells) > 0 {
			words = strings.Join(columns(r.cells, slipWidth), "\n")
		}
		switch {
		case r.indent > 0:
			out = append(out, paper.Paragraph{Text: words, Inset: r.indent / 2})
		case r.tone == theme.Strong:
			out = append(out, paper.Heading{Text: words})
		default:
			out = append(out, paper.Paragraph{Text: words, Strong: r.tone == theme.Good || r.tone == theme.Bad})
		}
	}
	return out
}
