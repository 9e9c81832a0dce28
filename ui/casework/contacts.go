package casework

import (
	"slices"
	"strings"
	"time"

	"heshi/model"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// happening is one line about what was done: a call, a mediation, a note.
type happening struct {
	at   time.Time
	who  string
	line string
}

// happenings are the contacts, mediations, calls, questions and notes of a
// case, and the reasons given for its steps, the newest first.
func (s Screen) happenings(c model.Case) []happening {
	var out []happening
	add := func(at time.Time, who, line string) { out = append(out, happening{at, who, line}) }
	for _, k := range c.Contacts {
		add(k.At, k.By, s.contactLine(k))
	}
	for _, n := range c.Sessions {
		add(n.At, "", s.sessionLine(n))
	}
	for _, f := range c.FollowUps {
		add(f.At, f.By, s.more(s.env.T("casework.followed", "answer", s.env.T(text.Key("code.satisfaction."+f.Satisfaction))), f.Note))
	}
	for _, p := range c.Private {
		add(p.At, p.By, s.env.T("casework.private", "text", p.Text))
	}
	for _, a := range c.Advice {
		add(a.At, a.By, s.more(s.env.T("casework.advice", "to", a.To, "question", a.Question), a.Answer))
	}
	for _, r := range c.Referrals {
		add(r.At, r.By, s.referralLine(r))
	}
	for _, h := range slices.Concat(c.HandOvers, offers(c)) {
		add(h.At, h.From, s.handOverLine(h))
	}
	if e := c.Termination; e != nil {
		add(e.At, e.By, s.more(s.env.T("casework.ended", "reason", s.env.T(text.Key("code.termination."+e.Reason))), e.Note))
	}
	if d := c.Decline; d != nil {
		add(d.At, d.By, s.more(s.env.T("casework.declined", "reason", s.env.T(text.Key("code.decline."+d.Reason)), "ways", s.ways(d.Ways)), d.Note))
	}
	if w := c.Withdrawal; w != nil {
		add(w.At, w.By, s.more(s.env.T("casework.withdrawn", "reason", s.env.T(text.Key("code.withdrawal."+w.Reason))), w.Note))
	}
	for _, r := range c.Reopenings {
		add(r.At, r.By, s.env.T("casework.reopened", "reason", r.Reason))
	}
	for _, p := range c.Pauses {
		add(p.From, "", s.env.T("casework.paused", "reason", p.Reason, "day", s.env.Text.ShortDay(p.Look)))
	}
	for _, r := range c.Remarks {
		add(r.At, r.By, s.env.T("casework.remark", "step", r.Step, "text", r.Text))
	}
	slices.Reverse(out) // what came within one second, too, the newest first
	slices.SortStableFunc(out, func(a, b happening) int { return b.at.Compare(a.at) })
	return out
}

// happened reports whether a case has happenings, without wording them.
func happened(c model.Case) bool {
	return len(c.Contacts)+len(c.Sessions)+len(c.Private)+len(c.FollowUps)+len(c.Advice)+len(c.Referrals)+
		len(c.HandOvers)+len(c.Reopenings)+len(c.Pauses)+len(c.Remarks) > 0 ||
		c.HandOver != nil || c.Termination != nil || c.Decline != nil || c.Withdrawal != nil
}

func offers(c model.Case) []model.HandOver {
	if c.HandOver == nil {
		return nil
	}
	return []model.HandOver{*c.HandOver}
}

// more adds words that may be missing.
func (s Screen) more(line, words string) string {
	if words == "" {
		return line
	}
	return s.env.T("casework.more", "line", line, "words", words)
}

func (s Screen) ways(codes []string) string {
	var words []string
	for _, c := range codes {
		words = append(words, s.env.T(text.Key("code.other_ways."+c)))
	}
	return s.env.Text.List(words)
}

func (s Screen) contactLine(k model.Contact) string {
	got := text.Key("casework.call.missed")
	if k.Got {
		got = "casework.call.got"
	}
	return s.more(s.env.T("casework.call", "party", s.env.T(text.Key("code.contact_party."+k.Party)),
		"how", s.env.T(text.Key("code.contact_how."+k.How)), "got", s.env.T(got)), k.What)
}

func (s Screen) sessionLine(n model.Session) string {
	line := strings.Join(strings.Fields(s.env.T("casework.session", "place", n.Place, "names", s.env.Text.List(n.Mediators))), " ")
	if n.Told {
		line = s.more(line, s.env.T("field.told_beforehand"))
	}
	if n.ConsentComplainant && n.ConsentRespondent {
		line = s.more(line, s.env.T("casework.session.consent"))
	}
	if n.Recusal != "" && n.Recusal != "none" {
		line = s.more(line, s.env.T("field.recusal")+" "+s.env.T(text.Key("code.recusal."+n.Recusal)))
	}
	if n.Result != "" {
		line = s.more(line, s.env.T(text.Key("code.session_result."+n.Result)))
	}
	for _, part := range []struct {
		field text.Key
		words string
	}{{"field.statements", n.Statements}, {"field.dispute", n.Dispute}, {"field.proposals", n.Proposals}} {
		if part.words != "" {
			line = s.more(line, s.env.T("casework.session.part", "field", s.env.T(part.field), "words", part.words))
		}
	}
	return s.more(line, n.Note)
}

func (s Screen) referralLine(r model.Referral) string {
	key := text.Key("casework.referred")
	switch {
	case !r.ReturnedAt.IsZero():
		return s.more(s.env.T("casework.referred.back", "to", r.To), r.Instructions)
	case !r.AcceptedAt.IsZero():
		key = "casework.referred.taken"
	}
	return s.more(s.env.T(key, "to", r.To), r.Why)
}

func (s Screen) handOverLine(h model.HandOver) string {
	key := text.Key("casework.handed")
	switch {
	case !h.AcceptedAt.IsZero():
		key = "casework.handed.taken"
	case !h.DeclinedAt.IsZero():
		key = "casework.handed.not"
	}
	return s.more(s.env.T(key, "to", h.To), h.Reason)
}

func (s Screen) contactsBlock(width int) widget.Block {
	th, w := s.env.Theme, s.inset(width)
	now := s.env.Now()
	var blocks []widget.Block
	for i, h := range s.happenings(s.c) {
		if i > 0 && s.env.Senior {
			blocks = append(blocks, widget.Blank(w, 1))
		}
		when := s.env.Text.Since(h.at.In(now.Location()), now)
		said := s.env.T("casework.entry", "when", when, "who", s.env.Text.Actor("", h.who), "did", h.line)
		if h.who == "" {
			said = s.env.T("casework.entry.nobody", "when", when, "did", h.line)
		}
		blocks = append(blocks, widget.Para(th.Text, said, w))
	}
	if len(blocks) == 0 {
		blocks = append(blocks, widget.Para(th.Muted, s.env.T("casework.no_contacts"), w))
	}
	return widget.Stack(blocks...)
}

// news says what a step added: the lines that were not there before.
func (s Screen) news(before, after model.Case) []string {
	var old, out []string
	for _, h := range s.happenings(before) {
		old = append(old, h.line)
	}
	for _, d := range before.Duties {
		_, word := s.dutyStanding(d)
		old = append(old, s.dutyLine(d)+"  "+word)
	}
	for _, h := range s.happenings(after) {
		out = append(out, h.line)
	}
	for _, d := range after.Duties {
		_, word := s.dutyStanding(d)
		out = append(out, s.dutyLine(d)+"  "+word)
	}
	return slices.DeleteFunc(out, func(line string) bool { return slices.Contains(old, line) })
}
