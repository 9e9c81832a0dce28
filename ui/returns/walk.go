package returns

import (
	"errors"
	"slices"
	"time"

	"heshi/model"
	engine "heshi/model/returns"
)

// most is how many questions lead to a verdict at most; what is still open
// then is named in the verdict.
const most = 7

// entry is an answer as it was typed and marked, so that it can be shown and
// changed again.
type entry struct {
	text     string
	chosen   []string // options, or the places of items
	prices   map[int]string
	shop     *model.Shop // picked from the list
	unlisted bool        // the shop is not in the list
}

// answer is what was answered to one question.
type answer struct {
	engine.Answer
	entry   entry
	offered []string // the options there were to choose from
	unknown bool     // "do not know"
}

// step is a question that was answered.
type step struct {
	q      engine.Question
	a      answer
	before engine.Facts // what was known when it was asked
}

// state is what follows from the answers.
type state struct {
	steps   []step
	open    *engine.Question // what to ask now; nil once there is a verdict
	fault   *model.Problem   // why the answer kept for open does not fit any more
	facts   engine.Facts
	verdict engine.Verdict
	ifs     []outlook
	err     error
}

// outlook says what the verdict would be if one open question had this answer.
type outlook struct {
	q      engine.Question
	option engine.Option
	kind   engine.Kind
}

// told is what is told besides the questions the rules ask.
type told struct {
	Shop     *model.Shop  `json:"shop,omitempty"`
	Paid     *model.Money `json:"paid,omitempty"`
	Gift     string       `json:"gift,omitempty"` // "", giftBack, giftMarked, giftUnmarked
	Marked   *model.Money `json:"marked,omitempty"`
	Count    int          `json:"count,omitempty"` // pieces of the set, 0: no set
	Returned model.Day    `json:"returned,omitzero"`
	Asked    model.Day    `json:"asked,omitzero"`
}

// facts is where an interview begins.
func (t told) facts(now time.Time, zone *time.Location) engine.Facts {
	var f engine.Facts
	if t.Shop != nil {
		f.Shop = engine.ShopOf(*t.Shop)
	}
	f.PaidFen, f.ReturnedOn = t.Paid, t.Returned
	switch t.Gift {
	case giftBack:
		f.Gift = &engine.Gift{Given: engine.Yes, Returned: engine.Yes}
	case giftMarked:
		f.Gift = &engine.Gift{Given: engine.Yes, Returned: engine.No, MarkedFen: t.Marked}
	case giftUnmarked:
		f.Gift = &engine.Gift{Given: engine.Yes, Returned: engine.No}
	}
	if t.Count > 0 {
		f.Bundle = &engine.Bundle{Items: make([]engine.BundleItem, t.Count)}
	}
	if !t.Asked.IsZero() && t.Asked < model.DayOf(now, zone) {
		// Only the day is known; noon lies before any closing time.
		f.AskedAt.Time = t.Asked.In(zone).Add(12 * time.Hour)
	}
	return f
}

// interview asks the rules.
type interview struct {
	rules *engine.Rules
	env   engine.Env
}

// run goes through the questions as the rules ask them and answers each with
// what was answered before, as far as that still applies.
func (w interview) run(answers map[string]answer, more told) state {
	st := state{facts: more.facts(w.env.Now, w.env.Zone)}
	asked := 0
	for asked < most {
		before := st.facts
		q, ok := w.next(st.facts, st.steps)
		if !ok {
			break
		}
		a, told := answers[q.ID]
		if !told || !a.covers(q) {
			st.open = &q
			return st
		}
		if !a.unknown {
			f, err := w.apply(st.facts, q, a)
			if err != nil {
				st.open, st.fault = &q, firstProblem(err)
				return st
			}
			st.facts = f
		}
		st.steps = append(st.steps, step{q, a, before})
		if !isExtra(q) {
			asked++
		}
	}
	st.verdict, st.err = w.rules.Evaluate(st.facts, w.env)
	if st.verdict.Verdict == engine.NeedInfo {
		st.ifs = w.outlook(st)
	}
	return st
}

// isExtra reports whether a question belongs to the money, which is told only
// when somebody wants to know it.
func isExtra(q engine.Question) bool { return q.Kind == engine.Items || q.Kind == engine.Prices }

// covers reports whether the answer was given to all that is asked now: other
// goods have other states to ask about.
func (a answer) covers(q engine.Question) bool {
	if a.unknown || a.entry.shop != nil {
		return true
	}
	switch q.Kind {
	case engine.Choice:
		return len(a.Options) == 1 && has(q, a.Options[0])
	case engine.Several:
		for _, o := range q.Options {
			if !slices.Contains(a.offered, o.ID) {
				return false
			}
		}
	}
	return true
}

func has(q engine.Question, option string) bool {
	return slices.ContainsFunc(q.Options, func(o engine.Option) bool { return o.ID == option })
}

// apply puts an answer into the facts. A shop picked from the list carries its
// own record.
func (w interview) apply(f engine.Facts, q engine.Question, a answer) (engine.Facts, error) {
	if a.entry.shop != nil {
		f.Shop = engine.ShopOf(*a.entry.shop)
		if ps := f.Check(w.env.Now, w.env.Zone); len(ps) > 0 {
			return f, ps
		}
		return f, nil
	}
	if q.Kind == engine.Several {
		a.Options = slices.DeleteFunc(slices.Clone(a.Options), func(o string) bool { return !has(q, o) })
	}
	f, err := w.rules.Apply(f, q, a.Answer, w.env)
	if err == nil && q.ID == questionShop && f.Shop != nil && a.entry.text != "" {
		named := *f.Shop
		named.Name = a.entry.text
		f.Shop = &named
	}
	return f, err
}

// next is the next question. One that was answered with "do not know" is left
// open; what is asked beyond it is found by supposing each of its answers.
func (w interview) next(f engine.Facts, steps []step) (engine.Question, bool) {
	var open []engine.Question
	for _, s := range steps {
		if s.a.unknown {
			open = append(open, s.q)
		}
	}
	tries := supposeTries
	return w.suppose(f, open, steps, &tries)
}

// supposeTries bounds how many combinations of answers to open questions are
// supposed.
const supposeTries = 24

func (w interview) suppose(f engine.Facts, open []engine.Question, steps []step, tries *int) (engine.Question, bool) {
	if len(open) == 0 {
		*tries--
		q, ok := w.rules.Next(f, w.env)
		known := slices.ContainsFunc(steps, func(s step) bool { return s.q.ID == q.ID })
		return q, ok && !known
	}
	for _, a := range w.possible(open[0]) {
		if *tries <= 0 {
			break
		}
		g, err := w.rules.Apply(f, open[0], a, w.env)
		if err != nil {
			continue
		}
		if q, ok := w.suppose(g, open[1:], steps, tries); ok {
			return q, true
		}
	}
	return engine.Question{}, false
}

// possible are answers a question may have: every option, a late and an early
// day, a small and a large amount.
func (w interview) possible(q engine.Question) []engine.Answer {
	var out []engine.Answer
	switch q.Kind {
	case engine.Choice:
		for _, o := range q.Options {
			out = append(out, engine.Answer{Options: []string{o.ID}})
		}
	case engine.Several:
		out = append(out, engine.Answer{})
		for _, o := range q.Options {
			out = append(out, engine.Answer{Options: []string{o.ID}})
		}
	case engine.Date:
		today := model.DayOf(w.env.Now, w.env.Zone)
		out = append(out, engine.Answer{Day: today}, engine.Answer{Day: today - 60})
	case engine.Amount:
		out = append(out, engine.Answer{Amount: 1}, engine.Answer{Amount: 1_000_000})
	}
	return out
}

// outlook says what each answer to a question left open would lead to, where
// that settles it.
func (w interview) outlook(st state) []outlook {
	var out []outlook
	for _, s := range st.steps {
		if !s.a.unknown || s.q.Kind != engine.Choice {
			continue
		}
		for _, o := range s.q.Options {
			f, err := w.rules.Apply(st.facts, s.q, engine.Answer{Options: []string{o.ID}}, w.env)
			if err != nil {
				continue
			}
			if v, err := w.rules.Evaluate(f, w.env); err == nil && v.Verdict != engine.NeedInfo {
				out = append(out, outlook{s.q, o, v.Verdict})
			}
		}
	}
	return out
}

func firstProblem(err error) *model.Problem {
	var ps model.Problems
	if errors.As(err, &ps) && len(ps) > 0 {
		return ps[0]
	}
	var p *model.Problem
	if errors.As(err, &p) {
		return p
	}
	return &model.Problem{Code: "internal"}
}
