package core

import (
	"math"
	"slices"
)

// wishes is the goal of preferences, inside the windows that reach the best
// spread.
func (s *solver) wishes() {
	place := s.spreadPlace() + 1
	s.polish(span{s.score.Low, s.score.High}, s.p)
	var list []*master
	for _, w := range s.open {
		g := s.caps(s.goal())
		g.Window, g.Low, g.High, g.Pref = true, w.low, w.high, 1
		m := newMaster(s.p, g)
		m.ascend(s.score.Pref, pace{rounds: s.rounds(m, 300) * (1 + b2i(s.large())), lambda: 1, patience: 5, again: 2 * s.effort}, s.stopped)
		s.trace("wish bound", w.low, w.high, m.lower(), s.score.Pref, m.work)
		list = append(list, m)
	}
	slices.SortStableFunc(list, func(a, b *master) int { return a.lower() - b.lower() })
	lower := math.MaxInt32
	for n, m := range list {
		lower = min(lower, s.wishWindow(m, n, len(list)))
	}
	if s.tight(place) && len(list) > 0 && !s.partial {
		s.mark(place, min(lower, s.score.Pref))
	}
}

// wishWindow improves the best roster by what the multipliers of the n-th of
// count windows say, splits cases, and returns a bound for the window.
func (s *solver) wishWindow(m *master, n, count int) int {
	w := span{m.g.Low, m.g.High}
	if m.lower() >= s.score.Pref || s.stopped() {
		return m.lower()
	}
	if n < 2 {
		s.sift(w, m)
	}
	j := job{s.spreadPlace() + 1, m.g, s.wishWeights(w)}
	budget := m.work + s.budget(45)/count
	for _, c := range []care{{6, 15}, {8, 30}, {10, 60}, {20, 100}} {
		if s.large() || m.lower() >= s.score.Pref || s.stopped() || m.work > budget {
			break
		}
		s.mend(j.moves, s.dive(m, s.score.Pref+10+s.score.Pref/4, c), 200)
		s.trace("dive", w.low, w.high, m.lower(), s.score.Pref, m.work)
	}
	s.regroup(j, m.lower(), s.budget(45)/count)
	if m.lower() >= s.score.Pref {
		return m.lower()
	}
	s.moves = j.moves
	return s.branch(m, func() int { return s.score.Pref }, s.budget(15)/count)
}

// sift searches by moves among the turns that the multipliers do not price out:
// those whose best roster is within a little of the bound.
func (s *solver) sift(w span, m *master) {
	at := m.through()
	for _, slack := range []int{0, 1, 3} {
		limit := m.lower() + slack
		if limit >= s.score.Pref || s.stopped() || s.large() && slack > 0 {
			return
		}
		keep := make([][]bool, len(s.p.People))
		for v, b := range m.members {
			keep[b.person] = make([]bool, len(s.p.Shifts))
			for k, t := range b.plan.turns {
				keep[b.person][t.shift] = at[v][k] <= limit
			}
		}
		q := s.p.Narrow(func(i, s int) bool { return keep[i] != nil && keep[i][s] })
		st := newState(q, s.wishWeights(w))
		st.adopt(s.best)
		if s.large() {
			s.refine(st, s.steps(2400), 14)
		} else {
			s.refine(st, s.steps(500), 15)
		}
		s.trace("sift", slack, s.score.Pref)
	}
}

// mend completes a roster by moves that hardly ever go uphill.
func (s *solver) mend(w Weights, r Roster, perSeat int) {
	st := newState(s.p, w)
	st.adopt(r)
	s.offer(st.roster())
	s.refine(st, s.steps(perSeat), 8)
}

// refine anneals, first with soft prices that let the search pass through
// breaches, then, when that ended in a breach, with hard ones.
func (s *solver) refine(st *state, steps int, hot float64) {
	st.anneal(&s.rnd, steps, hot, 3, s.stop)
	if s.offer(st.roster()) {
		return
	}
	w := st.w
	w.Unfilled, w.Short, w.Window, w.Change = 8*w.Unfilled, 8*w.Short, 8*w.Window, 8*w.Change
	st.reprice(w)
	st.anneal(&s.rnd, steps/2, 20, 3, s.stop)
	s.offer(st.roster())
}

func (s *solver) wishWeights(w span) Weights {
	return Weights{Unfilled: 200, Short: 120, Window: 40, Change: 1 + 99*b2i(s.p.Repair), Pref: 16, Low: w.low, High: w.high}
}

// polish anneals the preferences inside a window on the (perhaps narrowed)
// problem q.
func (s *solver) polish(w span, q *Problem) {
	st := newState(q, s.wishWeights(w))
	st.adopt(s.best)
	s.refine(st, s.steps(500), 15)
}

// lastChanges is the last goal of a plan that has a baseline.
func (s *solver) lastChanges() {
	if s.score.Changes == 0 {
		s.mark(4, 0)
	}
}
