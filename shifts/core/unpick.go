package core

import "slices"

// unpick betters the preferences of the best roster by planning parts of it anew,
// everything else fixed, each by the cases of a linear program: all that a part
// holds is found. Parts grow where that is quick, and shrink where it is not.
func (s *solver) unpick(m *master, guilt *blame, budget int) {
	all := s.p
	s.p = s.p.owned(m.g)
	defer func() { s.p = all }()
	subs := s.sides()
	s.abreast(subs, func(i int) { subs[i].unpicks(m, guilt, budget) })
}

func (s *solver) unpicks(m *master, guilt *blame, budget int) {
	allow := guilt.allows(s.score.Pref)
	days, people := s.p.stretch(), max(4, len(s.p.People)/4)
	n, spent, closed := 0, 0, 0
	for ; spent < budget && s.score.Pref > m.least() && !s.stopped(); n++ {
		var fixed Roster
		var idle []bool
		size := &people
		if n%2 == 0 {
			size, fixed = &days, s.days(days)
		} else {
			fixed, idle = s.people(people)
		}
		work, done := s.again(m.g, fixed, idle, allow)
		spent += work
		closed += b2i(done)
		if done {
			*size = *size*9/8 + 1
		} else {
			*size = max(*size*4/5, 3)
		}
	}
	s.trace("unpicked", s.score.Pref, n, closed, days, people)
}

// again plans what is not fixed anew among the turns that are allowed. It reports
// whether nothing better is left there.
func (s *solver) again(g Goal, fixed Roster, idle []bool, allow [][]bool) (work int, done bool) {
	was := s.best
	sub := *s
	sub.p = s.p.Fix(fixed, idle).Narrow(func(i, sh int) bool {
		return allow[i] != nil && allow[i][sh] || slices.Contains(was[sh], i)
	})
	sub.wished, sub.moves = nil, s.wishWeights(span{g.Low, g.High})
	c := sub.newCases(g, fairness{kind: inside, low: g.Low, high: g.High})
	if c == nil {
		return 1_000_000, false
	}
	_, done = c.search(func() int { return sub.score.Pref }, mostAgain)
	s.rnd = sub.rnd
	if sub.score.Pref < s.score.Pref {
		s.offer(sub.best.with(fixed))
	}
	return c.x.work + 300*len(c.x.cols) + 10_000, done
}

const mostAgain = 6_000_000 // steps for a part
