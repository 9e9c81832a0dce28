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
		lower = min(lower, m.lower())
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
	m.ascend(s.score.Pref, pace{300, 1, 10}, s.stopped)
	s.trace("wish bound", w.low, w.high, m.lower(), s.score.Pref, m.work)
	for range s.effort {
		if m.lower() >= s.score.Pref || s.stopped() {
			break
		}
		r := s.dive(m, s.score.Pref)
		s.mend(w, r)
		s.trace("dive", w.low, w.high, m.lower(), s.score.Pref, m.work)
		m.ascend(s.score.Pref, pace{100, 1, 10}, s.stopped)
	}
	return m
}

// mend completes a roster by moves that hardly ever go uphill.
func (s *solver) mend(w span, r Roster) {
	st := newState(s.p, s.wishWeights(w))
	st.adopt(r)
	st.anneal(&s.rnd, s.steps(400), 8, 3, s.stop)
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
	st.anneal(&s.rnd, s.steps(600), 15, 3, s.stop)
	s.offer(st.roster())
}

// lastChanges is the last goal of a plan that has a baseline.
func (s *solver) lastChanges() {
	if s.score.Changes == 0 {
		s.mark(4, 0)
	}
}

func (s *solver) branch(m *master, place int) {}
