package forms

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"heshi/model"
	"heshi/model/flow"
	"heshi/ui/text"
)

// step is one line of a case's chronology.
type step struct {
	at   time.Time
	name string
	what string
}

// addPacket tells what whoever takes the case over has to know: what was done,
// what was tried, why it failed, and which papers there are.
func (m Maker) addPacket(f facts, c Case) {
	for _, s := range m.chronology(c.Case) {
		f.rows["chronology"] = append(f.rows["chronology"], row{"at": m.words.Moment(s.at), "step": s.name, "what": s.what})
	}
	for _, name := range flow.Papers(c.Case) {
		if name == flow.PaperPacket {
			continue
		}
		n := strconv.Itoa(len(f.rows["papers"]) + 1)
		f.rows["papers"] = append(f.rows["papers"], row{"n": n, "paper": m.words.T(text.Key("paper.title." + name))})
	}
	f.values["why_failed"] = m.whyFailed(c.Case)
	if n := len(c.Referrals); n > 0 {
		r := c.Referrals[n-1]
		f.values["referred_to"], f.values["referred_at"], f.values["referred_why"] = r.To, m.words.Moment(r.At), r.Why
	}
}

// whyFailed gathers the reasons that were written down, each once.
func (m Maker) whyFailed(c model.Case) string {
	var said []string
	add := func(parts ...string) {
		s := strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), m.words.T("paper.colon"))
		if s != "" && !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	if d := c.Decline; d != nil {
		add(m.code("decline", d.Reason), d.Note)
	}
	for _, s := range c.Sessions {
		if s.Result != "" && s.Result != "agreed" {
			add(m.code("session_result", s.Result), s.Note)
		}
	}
	if t := c.Termination; t != nil {
		add(m.code("termination", t.Reason), t.Note)
	}
	for _, d := range c.FailedDuties() {
		add(d.What, d.Why)
	}
	return strings.Join(said, "\n")
}

// chronology lists what happened to a case, oldest first. Notes for the
// mediators alone are no part of it.
func (m Maker) chronology(c model.Case) []step {
	var out []step
	add := func(at time.Time, key text.Key, parts ...string) {
		if at.IsZero() {
			return
		}
		parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" })
		out = append(out, step{at, m.words.T(key), strings.Join(parts, " · ")})
	}
	add(c.RegisteredAt, "event.case.added", c.Receiver)
	add(c.AcceptedAt, "event.case.accept", c.Responsible())
	for _, k := range c.Contacts {
		add(k.At, "event.case.contact", m.code("contact_party", k.Party), m.code("contact_how", k.How), m.reached(k.Got), k.What)
	}
	for _, s := range c.Sessions {
		add(s.At, "event.case.mediate", s.Place, m.words.List(s.Mediators), m.code("session_result", s.Result), s.Proposals)
	}
	for _, a := range append(slices.Clone(c.Agreements), agreement(c)...) {
		add(a.At, "event.case.settle", m.code("agreement_form", a.Form), a.Terms)
	}
	for _, d := range c.Duties {
		add(d.PerformedAt, "event.case.perform-duty", d.What, m.amount(d.Amount))
		add(d.FailedAt, "event.case.fail-duty", d.What, d.Why)
	}
	m.ends(c, add)
	slices.SortStableFunc(out, func(a, b step) int { return a.at.Compare(b.at) })
	return out
}

// ends adds how the case ended, moved or came back.
func (m Maker) ends(c model.Case, add func(time.Time, text.Key, ...string)) {
	for _, a := range c.Advances {
		add(a.At, "event.case.advance", m.amount(a.Amount), a.Fund)
	}
	for _, u := range c.FollowUps {
		add(u.At, "event.case.follow-up", m.code("satisfaction", u.Satisfaction), u.Note)
	}
	if d := c.Decline; d != nil {
		add(d.At, "event.case.decline", m.code("decline", d.Reason), d.Note)
	}
	if t := c.Termination; t != nil {
		add(t.At, "event.case.terminate", m.code("termination", t.Reason), t.Note)
		add(t.ToldAt, "event.case.tell", t.ToldHow)
	}
	for _, r := range c.Referrals {
		add(r.At, "event.case.refer", r.To, r.Why)
		add(r.AcceptedAt, "event.case.accept-referral", r.AcceptedBy)
		add(r.ReturnedAt, "event.case.return", r.Instructions)
	}
	for _, a := range c.Advice {
		add(a.At, "event.case.advise", a.To, a.Question)
		add(a.AnsweredAt, "event.case.advice-answer", a.Answer)
	}
	for _, r := range c.Reopenings {
		add(r.At, "event.case.reopen", r.Reason)
	}
}

func (m Maker) reached(got bool) string {
	if got {
		return ""
	}
	return m.words.T("paper.not_reached")
}

func agreement(c model.Case) []model.Agreement {
	if c.Agreement == nil {
		return nil
	}
	return []model.Agreement{*c.Agreement}
}
