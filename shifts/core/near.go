package core

import "slices"

// near settles the last goals of a repair. Once its changes are proved to be
// the fewest, the multipliers of m show which turns every such roster keeps and
// which none takes; only the others are planned.
func (s *solver) near(m *master) {
	if s.firm() < 3 || m.void {
		s.rest()
		return
	}
	fixed, shut := s.certain(m, s.score.Changes+1)
	sub := *s
	sub.p = s.p.Fix(fixed, nil).Narrow(func(i, sh int) bool { return !shut[i][sh] })
	sub.best = s.best.Clone()
	for i := range sub.best {
		sub.best[i] = slices.DeleteFunc(sub.best[i], func(x int) bool { return slices.Contains(fixed[i], x) })
	}
	sub.score, sub.wished, sub.size = sub.p.Measure(sub.best), nil, sub.p.seats()
	sub.rest()
	s.rnd, s.bound, s.known = sub.rnd, sub.bound, sub.known
	s.offer(sub.best.with(fixed))
}

// rest settles spread and preferences.
func (s *solver) rest() {
	if s.p.Repair {
		g, place, budget := s.caps(s.goal()), s.spreadPlace(), s.budget(200)
		if !s.big() && s.firm() >= place && s.settled(place, g, fairness{kind: closest}, budget) {
			g.Pref = 1
			if s.settled(place+1, g, fairness{kind: within, width: s.score.Spread}, budget/10) {
				return
			}
		}
	} else if c := s.newCases(s.goal(), fairness{kind: closest}); c != nil && s.lacking(c) {
		return
	}
	s.loads()
}

// loads settles spread and preferences by windows of loads. What cases have shown
// before holds on.
func (s *solver) loads() {
	was, knew, place := s.bound, s.known, s.spreadPlace()
	s.spread()
	s.wishes()
	for i := place; i < len(was); i++ {
		if knew[i] && s.firm() >= i-1 {
			s.mark(i, min(max(s.bound[i], was[i]), s.at(i)))
		}
	}
}

// certain returns the turns that every roster below the ceiling holds, and by
// person and shift those that none does; nil when there is no such roster. A shift on which newcomers would be
// left alone is not fixed.
func (s *solver) certain(m *master, ceiling int) (fixed Roster, shut [][]bool) {
	fixed, shut = make(Roster, len(s.p.Shifts)), make([][]bool, len(s.p.People))
	for i := range shut {
		shut[i] = make([]bool, len(s.p.Shifts))
	}
	t := newTree(m)
	bound := m.bound
	list := t.certain(ceiling)
	t.clear()
	if m.bound >= far {
		m.bound = bound
		return nil, nil
	}
	for _, d := range list {
		b := m.members[d.w]
		sh := b.plan.turns[d.k].shift
		if d.take {
			fixed[sh] = append(fixed[sh], b.person)
		} else {
			shut[b.person][sh] = true
		}
	}
	for sh, who := range fixed {
		fresh := 0
		for _, i := range who {
			fresh += b2i(s.p.People[i].New)
		}
		if 2*fresh > len(who) {
			fixed[sh] = slices.DeleteFunc(who, func(i int) bool { return s.p.People[i].New })
		}
		slices.Sort(fixed[sh])
	}
	s.trace("certain", len(list), m.work)
	return fixed, shut
}
