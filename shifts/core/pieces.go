package core

import "slices"

// pieces betters a goal by planning parts of the best roster anew, each by the
// cases of a linear program of its own: a few people with all their turns, or
// everybody in a span of days. The parts grow where they are settled in no time
// and shrink where they are not settled at all. They end at the bound lower or
// after budget steps.
func (s *solver) pieces(place int, g Goal, kind, lower, budget int) {
	size, idle := [2]int{pieceTurns, pieceTurns / 2}, 0
	for n := 0; budget > 0 && idle < mostIdle && s.at(place) > lower && !s.stopped(); n++ {
		way := n % 2
		var fixed Roster
		var out []bool
		if way == 0 {
			fixed, out = s.some(size[way], kind == closest)
		} else {
			fixed = s.stretchOf(size[way])
		}
		was := s.at(place)
		done, work := s.piece(place, g, kind, fixed, out)
		budget -= work
		idle++
		switch {
		case s.at(place) < was:
			idle = 0
		case !done:
			size[way] = max(size[way]*7/8, pieceTurns/4)
		case work < mostPiece/8:
			size[way] = min(size[way]*5/4, s.p.turns())
		}
		s.trace("piece", n, size[way], b2i(done), work, s.at(place))
	}
}

const (
	pieceTurns = 240        // turns of a first part
	mostPiece  = 12_000_000 // steps of a part
	mostIdle   = 60         // parts that come to nothing in a row
)

// some frees a few people, chosen at random from those who serve together, up to
// so many turns. With ends, those whose loads are the highest and lowest are
// among them.
func (s *solver) some(turns int, ends bool) (Roster, []bool) {
	idle := slices.Repeat([]bool{true}, len(s.p.People))
	var free []int
	take := func(i int) {
		if idle[i] && len(s.p.People[i].Can) > 0 {
			idle[i] = false
			free = append(free, i)
			turns -= len(s.p.People[i].Can)
		}
	}
	if ends {
		load := make([]int, len(s.p.People))
		for i, duty := range s.best.ByPerson(len(s.p.People)) {
			load[i] = s.p.People[i].Load
			for _, sh := range duty {
				load[i] += s.p.Shifts[sh].Weight
			}
		}
		top := s.rnd.below(2) == 0
		for i, l := range load {
			if s.p.People[i].Fair && (top && l == s.score.High || !top && l == s.score.Low) {
				take(i)
			}
		}
	}
	if len(free) == 0 {
		take(s.rnd.below(len(s.p.People)))
	}
	for n := 0; n < 400 && turns > 0 && len(free) > 0; n++ {
		can := s.p.People[free[s.rnd.below(len(free))]].Can
		pool := s.p.pools[can[s.rnd.below(len(can))]]
		take(pool[s.rnd.below(len(pool))])
	}
	return s.hold(idle), idle
}

// stretchOf frees everybody in a span of days with about so many turns.
func (s *solver) stretchOf(turns int) Roster {
	all := s.p.Shifts[len(s.p.Shifts)-1].Day - s.p.Shifts[0].Day
	return s.days(max(7, min(all, turns*all/max(1, s.p.turns()))))
}

// piece plans what is not fixed anew. It reports whether no better way is left
// there, and the steps spent.
func (s *solver) piece(place int, g Goal, kind int, fixed Roster, idle []bool) (bool, int) {
	sub := s.apart(fixed, idle)
	sub.moves = s.moves
	c := sub.newCases(g, fairness{kind: kind, width: s.score.Spread})
	if c == nil {
		return false, 1_000_000
	}
	_, done := c.search(func() int { return sub.at(place) }, mostPiece)
	s.takeOver(sub, fixed)
	return done, c.x.work + 200_000
}
