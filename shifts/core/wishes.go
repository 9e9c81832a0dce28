package core

import (
	"math"
	"slices"
)

// wishes is the goal of preferences, inside the windows that reach the best
// spread.
func (s *solver) wishes() {
	place := s.spreadPlace() + 1
	if s.hasty != nil && !s.stopped() {
		s.wishDive(*s.hasty)
	}
	w := span{s.score.Low, s.score.High}
	if s.p.Repair || !s.large() {
		s.polish(w, s.p.owned(s.within(w)))
	}
	var list []*master
	for _, w := range s.open {
		list = append(list, s.wishMaster(w))
	}
	slices.SortStableFunc(list, func(a, b *master) int { return a.lower() - b.lower() })
	lower := math.MaxInt32
	for n, m := range list {
		lower = min(lower, s.wishWindow(m, n, len(list)))
	}
	switch firm := s.firm(); {
	case firm < place-1:
		lower = s.looseWishes(firm)
	case s.partial:
		g := list[0].g
		g.Low, g.High = s.cover.low, s.cover.high
		lower = s.priced(g, list[0]).lower() // weaker, but no best roster escapes it
	}
	s.mark(place, min(lower, s.score.Pref))
}

// looseWishes bounds the preferences of rosters that keep the reached values
// of the goals up to firm only.
func (s *solver) looseWishes(firm int) int {
	g := s.caps(s.goal())
	g.Pref = 1
	if firm < 1 {
		g.CapShort = -1
	}
	if firm < 2 {
		g.CapChanges = -1
	}
	return s.priced(g, nil).lower()
}

// wishMaster bounds the preferences inside a window; it remembers the answer
// as long as the goals before stand.
func (s *solver) wishMaster(w span) *master {
	g := s.caps(s.goal())
	g.Window, g.Low, g.High, g.Pref = true, w.low, w.high, 1
	for _, m := range s.wished {
		if m.g == g {
			return m
		}
	}
	s.wished = append(s.wished, s.priced(g, nil))
	return s.wished[len(s.wished)-1]
}

// priced raises the bound of a goal of preferences as far as its budget goes.
// It goes on from the multipliers of a like master, if one is given.
func (s *solver) priced(g Goal, like *master) *master {
	m := newMaster(s.p, g)
	share := 1
	if like != nil && len(like.rows) == len(m.rows) {
		m.centre = slices.Clone(like.centre)
		share = 6
	}
	budget := 120_000_000
	if s.large() {
		budget = 60_000_000
	}
	m.climb(none, s.effort*min(130, 20+budget/m.round())/share, s.stopped)
	s.trace("wish bound", g.Low, g.High, m.lower(), s.score.Pref, m.work)
	return m
}

// distant reports whether the best roster is so far from the bound of m that
// cases will not close the gap.
func (s *solver) distant(m *master) bool {
	return s.score.Pref-m.lower() > hopeful+max(s.score.Pref, -s.score.Pref)/8
}

// hopeful is a gap that cases may close, beside an eighth of the value.
const hopeful = 4

// wishWindow improves the best roster by what the multipliers of the n-th of
// count windows say, splits cases, and returns a bound for the window.
func (s *solver) wishWindow(m *master, n, count int) int {
	w := span{m.g.Low, m.g.High}
	if m.lower() >= s.score.Pref || s.stopped() {
		return m.lower()
	}
	j := job{s.spreadPlace() + 1, m.g, s.wishWeights(w)}
	if n < 2 && s.large() {
		if s.p.Repair {
			s.sift(w, m)
		} else {
			s.wishLarge(j, m)
		}
	}
	cases := &splits{s: s, m: m, ceiling: func() int { return s.score.Pref }, lower: m.lower()}
	budget := s.budget(min(150, 25+12*s.effort)) / count
	affordable := budget >= fewCases*perCase*m.round() // or it would end before it has begun
	s.moves = j.moves
	switch {
	case s.p.Repair: // a repair stays near its baseline anyway
		s.regroup(j, m.lower(), s.budget(120)/count)
	case s.large():
		s.weave(j, m, s.budget(60)/count, func() int { // crossing comes to most of it, which is once
			if affordable && s.score.Pref-m.lower() <= 1 {
				cases.run(budget)
			}
			return cases.lower
		})
	default:
		x := &excluder{s: s, m: m}
		s.weave(j, m, s.budget(180)/count, func() int {
			if x.run(s.budget(settling) / count); s.farOff(m) {
				s.unpick(m, m.blame(), s.budget(unpicking)/count)
			}
			return m.least()
		})
		return x.run(s.budget(settling) / 2 / count)
	}
	if cases.lower < s.score.Pref && affordable && !s.distant(m) {
		cases.run(budget)
	}
	return min(cases.lower, s.score.Pref)
}

// farOff reports whether the best roster may be dearer by more than an eighth
// than it had to be.
func (s *solver) farOff(m *master) bool {
	return s.score.Pref-m.least() > 2 && s.coarse(m)
}

// coarse is farOff however small the values are.
func (s *solver) coarse(m *master) bool {
	return 8*(s.score.Pref-m.least()) > max(s.score.Pref, -s.score.Pref)
}

// unpicking is how many millions of steps go to parts of a roster that is far off.
const unpicking = 300

// settling is how many millions of steps the cases of a window get once a start
// is made; in the end, they get half as many again.
const settling = 120

const (
	perCase  = 180 // rounds of pricing that one case takes as long as
	fewCases = 8   // fewer hardly ever settle anything
)

// dive builds a roster from the multipliers of m; moves mend it.
func (s *solver) dive(j job, m *master) {
	if s.large() || s.stopped() {
		return
	}
	d := s.newDiver(m)
	s.mend(j, d.plunge(gentle()), m.lower())
	m.work += d.m.work
}

// perMove is how many table entries of a planner take as long as one move.
const perMove = 100

// mend completes a roster: unless it reaches the bound lower as it is, by moves
// that hardly ever go uphill.
func (s *solver) mend(j job, r Roster, lower int) {
	st := newState(s.p, j.moves)
	st.adopt(r)
	if s.offer(st.roster()); s.at(j.place) > lower {
		s.refine(st, s.steps(200), 5+3*float64(b2i(j.moves.Pref == 0)))
	}
}

// refine anneals, first with soft prices that let the search pass through
// breaches, then, when that ended in a breach, with hard ones.
func (s *solver) refine(st *state, steps int, hot float64) {
	s.moved += steps * perMove
	cold, again := 2.0, hot
	if st.w.Pref == 0 { // goals in greater steps
		cold, again = 3, 20
	}
	st.anneal(&s.rnd, steps, hot, cold, s.stop)
	if s.offer(st.roster()) {
		return
	}
	st.reprice(st.w.harder())
	st.anneal(&s.rnd, steps/2, again, cold, s.stop)
	s.offer(st.roster())
}

func (s *solver) wishWeights(w span) Weights {
	return Weights{Unfilled: 200, Short: 120, Window: 40, Change: 1 + 99*b2i(s.p.Repair), Pref: 16, Low: w.low, High: w.high}
}

// polish anneals the preferences inside a window on the (perhaps narrowed)
// problem q; where that does not find back into the window, without leaving it,
// again and again as long as it pays.
func (s *solver) polish(w span, q *Problem) {
	st := newState(q, s.wishWeights(w))
	st.adopt(s.best)
	if s.refine(st, s.steps(500), 15); s.keeps(st) {
		return
	}
	for better := true; better && !s.stopped(); {
		was := s.score.Pref
		st = newState(q, s.wishWeights(w).harder())
		st.adopt(s.best)
		st.anneal(&s.rnd, s.steps(500), 30, 2, s.stop)
		s.offer(st.roster())
		s.trace("polish", was, s.score.Pref)
		better = was-s.score.Pref > 5
	}
}

// lastChanges is the last goal of a plan that has a baseline.
func (s *solver) lastChanges() {
	if s.score.Changes == 0 {
		s.mark(4, 0)
	}
}
