package flow

import (
	"slices"
	"time"

	"heshi/model"
)

// Happening is one thing that happened to a case. Notes for the mediators
// alone are none. Its name stands in the catalogue under "event.case."+Step.
type Happening struct {
	At   time.Time
	By   string // who noted it, "" where that is not kept
	Step string
	Said []Saying // in the order they are read
}

// Actors is the list of one code, model.SharedDesk: who did something and is not
// named.
const Actors = "actor"

// Saying is one part of what is told about a Happening: a text as it was
// written, a code of a list (its words stand under "code.<list>.<code>", those
// of Actors with the other words for who did something), or an amount.
type Saying struct {
	List   string      `json:"list,omitempty"` // "" is a text
	Text   string      `json:"text,omitempty"` // the text, or the code
	Amount model.Money `json:"amount_fen,omitempty"`
}

func said(text string) Saying        { return Saying{Text: text} }
func coded(list, code string) Saying { return Saying{List: list, Text: code} }
func who(name string) Saying {
	if name == model.SharedDesk {
		return coded(Actors, name)
	}
	return said(name)
}
func paid(amount model.Money) Saying { return Saying{Amount: amount} }
func reached(got bool) (out []Saying) {
	return append(out, coded("reached", map[bool]string{false: "no"}[got]))
}

// chronicler collects what happened.
type chronicler []Happening

func (l *chronicler) add(at time.Time, by, step string, parts ...Saying) {
	if at.IsZero() {
		return
	}
	parts = slices.DeleteFunc(parts, func(s Saying) bool { return s.Text == "" && s.Amount == 0 })
	*l = append(*l, Happening{At: at, By: by, Step: step, Said: parts})
}

// Chronicle lists what happened to a case, oldest first.
func Chronicle(c model.Case) []Happening {
	var l chronicler
	l.add(c.RegisteredAt, c.Receiver, "added", who(c.Receiver))
	l.add(c.AcceptedAt, "", "accept", said(c.Responsible()))
	l.routed(c)
	for _, k := range c.Contacts {
		parts := append([]Saying{coded("contact_party", k.Party), coded("contact_how", k.How)}, reached(k.Got)...)
		l.add(k.At, k.By, "contact", append(parts, said(k.What))...)
	}
	for _, s := range c.Sessions {
		parts := []Saying{said(s.Place)}
		for _, m := range s.Mediators {
			parts = append(parts, said(m))
		}
		l.add(s.At, s.Recorder, "mediate", append(parts, coded("session_result", s.Result), said(s.Proposals))...)
	}
	for _, a := range agreements(c) {
		l.add(a.At, a.By, "settle", coded("agreement_form", a.Form), said(a.Terms))
	}
	for _, d := range c.Duties {
		l.add(d.PerformedAt, "", "perform-duty", said(d.What), paid(d.Amount))
		l.add(d.FailedAt, "", "fail-duty", said(d.What), said(d.Why))
	}
	l.ended(c)
	slices.SortStableFunc(l, func(a, b Happening) int { return a.At.Compare(b.At) })
	return l
}

func agreements(c model.Case) []model.Agreement {
	out := slices.Clone(c.Agreements)
	if c.Agreement != nil {
		out = append(out, *c.Agreement)
	}
	return out
}

// routed tells that a core enterprise was asked and what it answered.
func (l *chronicler) routed(c model.Case) {
	r := c.Route
	if r == nil {
		return
	}
	if r.To == model.ToCore {
		l.add(r.At, "", "to-core", said(r.Core))
	} else if r.At != c.RegisteredAt {
		l.add(r.At, "", "to-shop", said(c.Shop))
	}
	l.add(r.AnsweredAt, "", "core-answer", said(r.Core), said(r.Answer))
}

// ended tells how the case ended, moved or came back.
func (l *chronicler) ended(c model.Case) {
	for _, a := range c.Advances {
		l.add(a.At, "", "advance", paid(a.Amount), said(a.Fund))
	}
	for _, u := range c.FollowUps {
		l.add(u.At, u.By, "follow-up", coded("satisfaction", u.Satisfaction), said(u.Note))
	}
	if d := c.Decline; d != nil {
		l.add(d.At, d.By, "decline", coded("decline", d.Reason), said(d.Note))
	}
	if t := c.Termination; t != nil {
		l.add(t.At, t.By, "terminate", coded("termination", t.Reason), said(t.Note))
		l.add(t.ToldAt, "", "tell", coded("contact_how", t.ToldHow))
	}
	if w := c.Withdrawal; w != nil {
		l.add(w.At, w.By, "withdraw", coded("withdrawal", w.Reason), said(w.Note))
	}
	for _, r := range c.Referrals {
		l.add(r.At, r.By, "refer", said(r.To), said(r.Why))
		l.add(r.AcceptedAt, "", "accept-referral", said(r.AcceptedBy))
		l.add(r.ReturnedAt, "", "return", said(r.Instructions))
	}
	for _, a := range c.Advice {
		l.add(a.At, a.By, "advise", said(a.To), said(a.Question))
		l.add(a.AnsweredAt, "", "advice-answer", said(a.Answer))
	}
	for _, r := range c.Reopenings {
		l.add(r.At, r.By, "reopen", said(r.Reason))
	}
}

// WhyFailed gathers the reasons that were written down why a case could not be
// settled here: each a list of sayings that belong together.
func WhyFailed(c model.Case) [][]Saying {
	var out [][]Saying
	add := func(parts ...Saying) {
		parts = slices.DeleteFunc(parts, func(s Saying) bool { return s.Text == "" })
		if len(parts) > 0 && !slices.ContainsFunc(out, func(o []Saying) bool { return slices.Equal(o, parts) }) {
			out = append(out, parts)
		}
	}
	if d := c.Decline; d != nil {
		add(coded("decline", d.Reason), said(d.Note))
	}
	for _, s := range c.Sessions {
		if s.Result != "" && s.Result != "agreed" {
			add(coded("session_result", s.Result), said(s.Note))
		}
	}
	if t := c.Termination; t != nil {
		add(coded("termination", t.Reason), said(t.Note))
	}
	for _, d := range c.FailedDuties() {
		add(said(d.What), said(d.Why))
	}
	return out
}
