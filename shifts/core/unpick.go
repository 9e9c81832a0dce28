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
	x := &unpicker{s: s, m: m, guilt: guilt, budget: budget}
	days, people, seats, narrow := s.p.stretch(), max(4, len(s.p.People)/4), 60, 120
	n, closed := 0, 0
	for ; x.spent < budget && s.score.Pref > m.least() && !s.stopped(); n++ {
		var fixed Roster
		var idle []bool
		size, share := &people, 1
		switch n % 4 {
		case 0:
			size, fixed = &days, s.days(days)
		case 1:
			size, fixed = &seats, x.unlikely(seats)
		case 2:
			fixed, idle = s.people(people)
		default: // only turns that cost next to nothing, but more of them
			size, fixed, share = &narrow, x.unlikely(narrow), 4
		}
		done := x.again(fixed, idle, nil, share)
		closed += b2i(done)
		if done {
			*size = *size*9/8 + 1
		} else {
			*size = max(*size*4/5, 3)
		}
	}
	s.trace("unpicked", s.score.Pref, n, closed, days, people, seats, narrow)
}

// unpicker is a search by parts.
type unpicker struct {
	s      *solver
	m      *master
	guilt  *blame
	budget int
	spent  int
	parts  int // of the room that turns where rosters differ may take
}

// unlikely fixes all turns of the best roster but so many: those that the mixtures of
// the bound have least of, drawn apart a little.
func (x *unpicker) unlikely(seats int) Roster {
	s := x.s
	var list []unlikelyTurn
	for _, b := range x.m.members {
		for k, t := range b.plan.turns {
			if slices.Contains(s.best[t.shift], b.person) {
				list = append(list, unlikelyTurn{b.share[k] + float64(s.rnd.below(1024))/2048, assigned{b.person, t.shift}})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b unlikelyTurn) int { return cmp.Compare(a.share, b.share) })
	fixed := s.best.Clone()
	for _, t := range list[:min(seats, len(list))] {
		fixed[t.shift] = slices.DeleteFunc(fixed[t.shift], func(i int) bool { return i == t.person })
	}
	s.accompany(fixed)
	return fixed
}

// unlikelyTurn is a turn and how much of it the mixtures have.
type unlikelyTurn struct {
	share float64
	assigned
}

// again plans what is not fixed anew, among the turns there, those of another roster,
// if there is one, and those that raise the bound by no more than a share of what is
// worth looking at. It reports whether nothing better is left there.
func (x *unpicker) again(fixed Roster, idle []bool, other Roster, share int) bool {
	s, g, was := x.s, x.m.g, x.s.best
	allow := x.guilt.allows(s.score.Pref, share)
	sub := *s
	sub.p = s.p.Fix(fixed, idle).Narrow(func(i, sh int) bool {
		return allow[i] != nil && allow[i][sh] || slices.Contains(was[sh], i) || other != nil && slices.Contains(other[sh], i)
	})
	sub.p.own = nil
	sub.p = sub.p.owned(g)
	sub.wished, sub.moves = nil, s.wishWeights(span{g.Low, g.High})
	c := sub.newCases(g, fairness{kind: inside, low: g.Low, high: g.High})
	if c == nil {
		x.spent += 1_000_000
		return false
	}
	c.brief = true
	_, done := c.search(func() int { return sub.score.Pref }, min(mostAgain, x.budget/mostOfAll))
	s.rnd = sub.rnd
	if sub.score.Pref < s.score.Pref {
		s.offer(sub.best.with(fixed))
	}
	x.spent += c.x.work + 300*len(c.x.cols) + 10_000
	return done
}

const (
	mostAgain = 12_000_000 // steps for a part
	mostOfAll = 8          // no part takes more than this part of all steps
)

// join plans anew where another roster differs from the best one.
func (x *unpicker) join(other Roster) {
	s := x.s
	fixed, differ := s.best.Clone(), 0
	for sh := range fixed {
		fixed[sh] = slices.DeleteFunc(fixed[sh], func(i int) bool { return !slices.Contains(other[sh], i) })
		differ += len(s.best[sh]) - len(fixed[sh])
	}
	if differ == 0 {
		return
	}
	for _, sh := range s.p.unattended(fixed) {
		fixed[sh] = nil
	}
	was, before := s.score.Pref, x.spent
	done := x.again(fixed, nil, other, x.parts)
	s.trace("joined", differ, x.parts, b2i(done), was, s.p.Measure(other).Pref, s.score.Pref, x.spent-before)
	if done {
		x.parts = max(1, x.parts/2)
	} else {
		x.parts = min(64, 2*x.parts)
	}
}
