package returns

import (
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	engine "heshi/model/returns"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// What can be told besides the questions: it changes the money or the days, and
// nobody is asked it before there is a verdict.
const (
	extraPaid     = "paid"
	extraGift     = "gift"
	extraPrice    = "gift_price"
	extraSet      = "set"
	extraReturned = "returned"
	extraAsked    = "asked"
)

// What became of the gift.
const (
	giftNone     = "none"
	giftBack     = "back"
	giftMarked   = "marked"
	giftUnmarked = "unmarked"
)

// The pieces a set may have.
const (
	fewestPieces = 2
	mostPieces   = 20
)

// extraIDs lists what may be told now. Money is no matter while nothing goes
// back, and a card has neither gift nor pieces.
func (s *Screen) extraIDs() []string {
	switch {
	case s.st.verdict.Verdict.Carried() && s.st.facts.Subject != engine.Goods:
		return []string{extraPaid, extraAsked}
	case s.st.verdict.Verdict.Carried():
		return []string{extraPaid, extraGift, extraSet, extraReturned, extraAsked}
	}
	return []string{extraAsked}
}

// openExtra asks one of them.
func (s *Screen) openExtra(id string) {
	s.page, s.asked = extra, id
	s.equipExtra(s.extraEntry(id))
}

// extraEntry is what was told before.
func (s *Screen) extraEntry(id string) entry {
	switch m := s.more; id {
	case extraPaid:
		return entry{text: yuan(m.Paid)}
	case extraGift:
		return entry{chosen: []string{m.Gift}}
	case extraPrice:
		return entry{text: yuan(m.Marked)}
	case extraSet:
		if m.Count > 0 {
			return entry{text: strconv.Itoa(m.Count)}
		}
	case extraReturned:
		return entry{text: m.Returned.String()}
	case extraAsked:
		return entry{text: m.Asked.String()}
	}
	return entry{}
}

func yuan(m *model.Money) string {
	if m == nil {
		return ""
	}
	return m.Yuan()
}

// equipExtra gives the extra question the part that answers it.
func (s *Screen) equipExtra(e entry) {
	switch s.asked {
	case extraPaid, extraPrice:
		s.part = s.moneyPart(e)
	case extraReturned, extraAsked:
		s.part = s.datePart(e)
	case extraSet:
		s.part = s.countPart(e)
	case extraGift:
		q := engine.Question{ID: extraGift, Kind: engine.Choice}
		for _, id := range []string{giftNone, giftBack, giftMarked, giftUnmarked} {
			q.Options = append(q.Options, engine.Option{ID: id, Text: s.env.T(text.Key("check.gift." + id))})
		}
		s.part = newPick(s.env, q, s.perPage(), true, e)
	}
}

// countPart reads how many pieces a set has.
func (s *Screen) countPart(e entry) part {
	l := &line[int]{
		need: s.env.T("check.need.count"), say: s.env.Text.Sentence, plain: strconv.Itoa,
		put: func(a *engine.Answer, n int) { a.Amount = model.Money(n) },
	}
	l.input.SetReading(widget.Reading[int]{
		Parse: pieces, Say: s.env.Text.Sentence,
		Show: func(n int) string { return s.env.T("check.pieces", "n", n) },
	})
	l.ready(s.env.T("check.hint.count"), e)
	return l
}

func pieces(t string) (int, *model.Problem) {
	n, err := strconv.Atoi(strings.TrimSpace(ident.Digits(t)))
	if err != nil || n < fewestPieces || n > mostPieces {
		return 0, &model.Problem{Code: "check.pieces", Args: map[string]any{"low": fewestPieces, "high": mostPieces}}
	}
	return n, nil
}

// submitExtra keeps what was told, if it fits the facts.
func (s *Screen) submitExtra(a answer) tea.Cmd {
	more := s.more
	if p := s.tell(&more, a); p != nil {
		s.part.refuse(s.env.Text.Sentence(p))
		return nil
	}
	s.more, s.saved = more, outcome{}
	switch s.asked {
	case extraPaid:
		s.drop(extraPaid)
	case extraSet:
		s.drop(string(engine.Items))
		s.drop(string(engine.Prices))
		s.wantPaid = true
	case extraGift:
		if more.Gift == giftMarked {
			s.openExtra(extraPrice)
			return nil
		}
	case extraPrice:
		s.wantPaid = true
	}
	s.jump = true
	return s.think()
}

// drop takes an answer back, with what was typed for it.
func (s *Screen) drop(id string) {
	delete(s.answers, id)
	delete(s.unsent, id)
}

// forget takes back what was told besides the questions.
func (s *Screen) forget(id string) tea.Cmd {
	m := &s.more
	switch id {
	case extraPaid:
		m.Paid = nil
	case extraGift, extraPrice:
		m.Gift, m.Marked = "", nil
	case extraSet:
		m.Count = 0
		s.drop(string(engine.Items))
		s.drop(string(engine.Prices))
	case extraReturned:
		m.Returned = 0
	case extraAsked:
		m.Asked = 0
	}
	s.saved, s.wantPaid, s.jump = outcome{}, false, true
	return s.think()
}

// tell puts the answer where it belongs and tries it on the facts.
func (s *Screen) tell(m *told, a answer) *model.Problem {
	f := s.st.facts
	switch s.asked {
	case extraPaid:
		m.Paid = &a.Amount
		f.PaidFen = m.Paid
	case extraPrice:
		m.Marked = &a.Amount
		f.Gift = &engine.Gift{MarkedFen: m.Marked}
	case extraSet:
		m.Count = int(a.Amount)
	case extraGift:
		m.Gift = a.Options[0]
	case extraReturned:
		m.Returned = a.Day
		f.ReturnedOn = a.Day
	case extraAsked:
		m.Asked = a.Day
		f.AskedAt.Time = a.Day.In(s.env.Now().Location()).Add(12 * time.Hour)
		if a.Day == s.today() {
			f.AskedAt.Time = time.Time{}
		}
	}
	if ps := f.Check(s.env.Now(), s.env.Now().Location()); len(ps) > 0 {
		return ps[0]
	}
	return nil
}

// extraSaid is what was told, in words; "" when nothing was.
func (s *Screen) extraSaid(id string) string {
	m, t := s.more, s.env.Text
	switch {
	case id == extraPaid && m.Paid != nil:
		return t.Money(*m.Paid)
	case id == extraGift && m.Gift == giftMarked && m.Marked != nil:
		return s.env.T("check.gift.said_marked", "amount", *m.Marked)
	case id == extraGift && m.Gift != "":
		return s.env.T(text.Key("check.gift." + m.Gift))
	case id == extraSet && m.Count > 0:
		return s.env.T("check.pieces", "n", m.Count)
	case id == extraReturned && !m.Returned.IsZero():
		return t.Day(m.Returned)
	case id == extraAsked && !m.Asked.IsZero():
		return t.Day(m.Asked)
	}
	return ""
}
