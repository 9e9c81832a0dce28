package flow

import (
	"time"

	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/clock"
)

// coreClock is the time a core enterprise has to answer.
const coreClock = "group.answer"

// grouped are the steps of a complaint about a shop that has a core
// enterprise.
func grouped() []Action {
	open := states(model.Registered)
	return []Action{
		{
			ID: "core-answer", From: open, stops: withCore,
			Fields: []Field{text("answer").must()},
			apply: func(s *step) {
				s.rerouted(func(r *model.Route) { r.AnsweredAt, r.Answer = s.at, s.args.text("answer") })
			},
		},
		{
			ID: "to-shop", From: open, stops: withCore,
			Fields: []Field{text("reason").must()},
			apply: func(s *step) {
				s.rerouted(func(r *model.Route) { r.To, r.Why, r.At = model.ToShop, affiliate.TakenBack, s.at })
				s.Remarks = append(s.Remarks, model.Remark{At: s.at, By: s.by.Name, Step: "to-shop", Text: s.args.text("reason")})
			},
		},
		{
			ID: toCore, From: open, stops: withShop,
			apply: func(s *step) {
				s.rerouted(func(r *model.Route) { r.To, r.Why, r.At = model.ToCore, affiliate.Authorised, s.at })
			},
		},
		{
			ID: "merge", From: []model.CaseState{model.Registered, model.Accepted, model.Mediating, model.Reopened}, stops: mayMerge,
			Fields: []Field{line("into").must()},
			apply:  func(s *step) { s.MergedInto = model.ID(s.args.text("into")) },
		},
		{
			ID: "split", From: model.CaseStates(), stops: merged,
			apply: func(s *step) { s.MergedInto = "" },
		},
	}
}

// rerouted changes the route of the case and of no other copy of it.
func (s *step) rerouted(change func(*model.Route)) {
	s.Route = copied(s.Route)
	change(s.Route)
}

// toCore is the step that takes a complaint to the core enterprise by hand.
const toCore = "to-core"

// MayFor is May for a case whose shop belongs to a group on a day: the zero
// Group when it belongs to none. A complaint registered before the shop had a
// core enterprise may be taken there by hand, while the authorisation holds.
func (a Action) MayFor(c model.Case, by Actor, core model.Group, on model.Day) model.Problems {
	if a.ID != toCore {
		return a.May(c, by)
	}
	if ps := a.May(affiliate.Offered(c, core), by); len(ps) > 0 {
		return ps
	}
	if p := affiliate.Take(core, on); p != nil {
		return model.Problems{p}
	}
	return nil
}

// NextFor is Next for a case whose shop belongs to a group on a day.
func NextFor(c model.Case, by Actor, core model.Group, on model.Day) (out []Action) {
	for _, a := range Actions() {
		if len(a.MayFor(c, by, core, on)) == 0 {
			out = append(out, a)
		}
	}
	return out
}

// DoFor is Do for a case whose shop belongs to a group.
func DoFor(c model.Case, action string, args Args, by Actor, core model.Group, now time.Time) (model.Case, model.Problems) {
	if a, ok := Find(action); ok {
		if ps := a.MayFor(c, by, core, model.DayOf(now, now.Location())); len(ps) > 0 {
			return c, ps
		}
	}
	from := c
	if action == toCore {
		from = affiliate.Offered(c, core)
	}
	next, ps := Do(from, action, args, by, now)
	if len(ps) > 0 {
		return c, ps
	}
	return next, nil
}

// withCore: the complaint is with the core enterprise, which has not answered.
func withCore(c model.Case, _ Actor) model.Problems {
	switch r := c.Route; {
	case r == nil:
		return model.Problems{{Code: "step.no_core"}}
	case r.To != model.ToCore:
		return model.Problems{{Code: "step.with_shop"}}
	case !r.AnsweredAt.IsZero():
		return model.Problems{{Code: "step.core_answered"}}
	}
	return nil
}

// withShop: there is a core enterprise, but the complaint went to the shop.
// MayFor says whether the core is authorised by now.
func withShop(c model.Case, _ Actor) model.Problems {
	switch r := c.Route; {
	case r == nil:
		return model.Problems{{Code: "step.no_core"}}
	case r.To != model.ToShop:
		return model.Problems{{Code: "step.with_core"}}
	}
	return nil
}

// mayMerge: only a complaint within a group can go on in another one, and none
// that owes something.
func mayMerge(c model.Case, by Actor) model.Problems {
	if c.Route == nil {
		return model.Problems{{Code: "step.no_core"}}
	}
	return noOpenDuty(c, by)
}

func merged(c model.Case, _ Actor) model.Problems {
	if c.MergedInto == "" {
		return model.Problems{{Code: "step.not_merged"}}
	}
	return nil
}

// restsWhileMerged: a case that goes on in another one takes no step of its
// own but to be split from it.
func (a Action) restsWhileMerged(c model.Case) bool {
	return c.MergedInto != "" && a.ID != "split" && a.ID != "note"
}

// Stand says where a routed complaint is now, and until when its core
// enterprise has time to answer: zero while that clock stands still or there
// is none. ok is false for a case without a route.
func (t Times) Stand(c model.Case, now time.Time) (s affiliate.Stand, until time.Time, ok bool) {
	if c.Route == nil {
		return s, until, false
	}
	if clocks := t.Tuned(); clocks.Rules != nil && c.Route.To == model.ToCore {
		if d, err := clocks.Due(t.coreAsk(c)); err == nil {
			until = d.Due
		}
	}
	return affiliate.Now(*c.Route, until, now), until, true
}

// coreAsk is the core's clock with the pauses of the case.
func (t Times) coreAsk(c model.Case) clock.Ask {
	for _, run := range Running(c) {
		if run.Rule == coreClock {
			return run.Ask
		}
	}
	return clock.Ask{Rule: coreClock, From: c.Route.At}
}

// core adds the clock of the core enterprise: it runs from the day the
// complaint went there and binds no other.
func (r *runs) core() {
	if route := r.c.Route; route != nil && route.To == model.ToCore {
		ended := route.AnsweredAt
		if ended.IsZero() {
			ended = r.answered(route.At)
		}
		r.add(coreClock, route.At, ended)
	}
}
