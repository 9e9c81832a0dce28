package core

import "math"

// wishes is the goal of preferences, inside the windows that reach the best
// spread.
func (s *solver) wishes() {
	place := s.spreadPlace() + 1
	lower := math.MaxInt32
	s.polish(span{s.score.Low, s.score.High}, s.p)
	for _, w := range s.open {
		m := s.wishBound(w)
		low := m.lower()
		if low < s.score.Pref {
			s.moves = s.wishWeights(w)
			low = s.branch(m, func() int { return s.score.Pref }, s.budget(30))
		}
		lower = min(lower, low)
	}
	if s.tight(place) && len(s.open) > 0 {
		s.mark(place, min(lower, s.score.Pref))
	}
}

// wishBound bounds the preferences inside a window and improves the best
// roster by diving along the multipliers.
func (s *solver) wishBound(w span) *master {
	g := s.caps(s.goal())
	g.Window, g.Low, g.High, g.Pref = true, w.low, w.high, 1
	m := newMaster(s.p, g)
	m.ascend(s.score.Pref, pace{rounds: 300, lambda: 1, patience: 5}, s.stopped)
	s.trace("wish bound", w.low, w.high, m.lower(), s.score.Pref, m.work)
	s.sift(w, m)
	for _, c := range []care{{6, 15}, {8, 30}, {10, 60}} {
		if m.lower() >= s.score.Pref || s.stopped() {
			break
		}
		r := s.dive(m, s.score.Pref+10+s.score.Pref/4, c)
		raw := s.p.Measure(r)
		s.trace("raw", raw.Unfilled, raw.Short, raw.Low, raw.High, raw.Pref)
		s.mend(s.wishWeights(w), r, 200)
		s.trace("dive", w.low, w.high, m.lower(), s.score.Pref, m.work)
		if m.work > s.budget(60) {
			break
		}
	}
	if m.lower() < s.score.Pref {
		s.regroup(job{s.spreadPlace() + 1, g, s.wishWeights(w)}, m.lower(), s.budget(60))
	}
	return m
}

// sift searches by moves among the turns that the multipliers do not price out:
// those whose best roster is within a little of the bound.
func (s *solver) sift(w span, m *master) {
	at := m.through()
	for _, slack := range []int{0, 1, 3} {
		limit := m.lower() + slack
		if limit >= s.score.Pref || s.stopped() {
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
		s.refine(st, s.steps(500), 15)
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
	return Weights{Unfilled: 200, Short: 120, Window: 40, Change: 100 * b2i(s.p.Repair), Pref: 16, Low: w.low, High: w.high}
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
