package core

// lacking settles spread and preferences of a plan whose seats cannot all be
// filled, by linear programs: windows of loads say little there. c are the cases
// of its spread. It reports false where windows say more.
func (s *solver) lacking(c *cases) bool {
	place := s.spreadPlace()
	if s.big() && s.eased() {
		return false
	}
	s.least(c, place, s.goal(), closest, 300, 500)
	if s.told != nil && s.told.low-s.told.high >= c.sure {
		return false
	}
	s.trace("goal 2", s.score.Spread)
	done := s.leastWishes()
	if s.score.Changes > 0 { // the last goal of a plan; moves have an eye on it
		s.polishLoads()
	}
	return done
}

// leastWishes settles the preferences, by dives too where windows of loads say about
// as much as the linear program. It reports false where they may say more, or where
// there is time to look.
func (s *solver) leastWishes() bool {
	g, place, w := s.goal(), s.spreadPlace()+1, span{s.score.Low, s.score.High}
	g.Pref = 1
	c := s.newCases(g, fairness{kind: within, width: s.score.Spread})
	if done, _ := s.attempt(c, place, s.budget(100)); done {
		return true
	}
	s.polishLoads()
	s.pieces(place, g, within, c.sure, s.budget(200))
	m := s.wishMaster(w)
	if s.score.Pref > c.sure && m.lower() > c.sure && s.firm() >= place {
		return false
	}
	if s.score.Pref > c.sure && m.lower() >= c.sure && !s.distant(m) {
		s.wishWindow(m, 0, 1)
	}
	if done, _ := s.attempt(c, place, s.budget(300)); done {
		return true
	}
	s.pieces(place, g, within, c.sure, s.budget(100))
	return s.big() || s.firm() < place
}

// eased narrows the loads by moves and reports whether they hardly differ then:
// only where they have to differ do linear programs know more of them.
func (s *solver) eased() bool {
	least, most, known := s.counted()
	if !known {
		least, most = s.score.High, s.score.Low
		mean := (least + most) / 2
		least, most = min(least, mean), max(most, mean)
	}
	s.squeeze(max(0, least-most), least, most)
	return s.score.Spread <= narrowLoads
}

// narrowLoads is a spread that windows of loads are good at.
const narrowLoads = 4

// least settles a goal by the cases of c, in two goes of so many million steps.
// Where the first does not suffice, moves and parts planned anew better the
// roster before the second. It reports whether none is left.
func (s *solver) least(c *cases, place int, g Goal, kind, first, second int) bool {
	done, _ := s.attempt(c, place, s.budget(first))
	if done {
		return true
	}
	if kind == closest {
		if s.big() {
			least, most, _ := s.counted()
			least, most = s.ends(least, most)
			if s.told = (&span{least, most}); least-most >= c.sure {
				return false
			}
		}
		s.closer(c)
	} else if c.sure <= -none {
		return false
	}
	s.pieces(place, g, kind, c.sure, s.budget(200))
	if done = c.sure >= s.at(place); !done {
		done, _ = s.attempt(c, place, s.budget(second))
	} else if s.firm() >= place-1 {
		s.mark(place, s.at(place))
	}
	return done
}

// polishLoads improves the preferences by moves within the loads there are.
func (s *solver) polishLoads() {
	w := span{s.score.Low, s.score.High}
	s.polish(w, s.p.owned(s.within(w)))
}

// closer narrows the loads by moves, in windows around those of the linear program.
func (s *solver) closer(c *cases) {
	for better := true; better && s.score.Spread > max(0, c.sure) && !s.stopped(); {
		was := s.score.Spread
		for _, width := range []int{max(0, c.sure), (max(0, c.sure) + s.score.Spread) / 2} {
			for _, low := range []int{int(c.x.at(c.least)), s.score.Low, s.score.High - width} {
				if s.score.Spread > width {
					s.fit(span{low, low + width})
				}
			}
		}
		better = s.score.Spread < was-1
	}
}
