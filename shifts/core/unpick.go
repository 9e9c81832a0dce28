package core

import (
	"cmp"
	"slices"
)

// unpick betters the preferences of the best roster by planning parts of it anew,
// everything else fixed, each by the cases of a linear program: all that a part
// holds is found. A part is a span of days, a few people, or, most often, the turns
// that the mixtures of the bound have least of, wherever they are. Parts grow where
// that is quick, and shrink where it is not.
func (s *solver) unpick(m *master, guilt *blame, budget int) {
	all := s.p
	s.p = s.p.owned(m.g)
	defer func() { s.p = all }()
	subs := s.sides()
	s.abreast(subs, func(i int) { subs[i].unpicks(m, guilt, budget) })
}

func (s *solver) unpicks(m *master, guilt *blame, budget int) {
	allow := guilt.allows(s.score.Pref)
	days, people, seats := s.p.stretch(), max(4, len(s.p.People)/4), 60
	n, spent, closed := 0, 0, 0
	for ; spent < budget && s.score.Pref > m.least() && !s.stopped(); n++ {
		var fixed Roster
		var idle []bool
		size := &people
		switch n % 4 {
		case 0:
			size, fixed = &days, s.days(days)
		case 2:
			fixed, idle = s.people(people)
		default:
			size, fixed = &seats, s.unlikely(m, seats)
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
	s.trace("unpicked", s.score.Pref, n, closed, days, people, seats)
}

// unlikely fixes all turns of the best roster but so many, those that the mixtures of m
// have least of, drawn apart a little.
func (s *solver) unlikely(m *master, seats int) Roster {
	var list []unlikelyTurn
	for _, b := range m.members {
		for k, t := range b.plan.turns {
			if slices.Contains(s.best[t.shift], b.person) {
				list = append(list, unlikelyTurn{b.share[k] + float64(s.rnd.below(1024))/2048, assigned{b.person, t.shift}})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b unlikelyTurn) int { return cmp.Compare(a.share, b.share) })
	fixed := s.best.Clone()
	for _, x := range list[:min(seats, len(list))] {
		fixed[x.shift] = slices.DeleteFunc(fixed[x.shift], func(i int) bool { return i == x.person })
	}
	s.accompany(fixed)
	return fixed
}

// unlikelyTurn is a turn and how much of it the mixtures have.
type unlikelyTurn struct {
	share float64
	assigned
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

const mostAgain = 12_000_000 // steps for a part
