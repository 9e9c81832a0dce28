package core

import "math"

// none is a window end that excludes nobody.
const none = 1 << 29

// refuted reports whether no roster at the reached goals has all fair loads
// inside the window: proved, not guessed.
func (s *solver) refuted(w span) bool {
	m := newMaster(s.p, s.within(w))
	s.prove(m)
	s.spent += m.work + m.laid()
	s.trace("window", w.low, w.high, m.lower(), m.work)
	return m.lower() >= 1
}

// within is the goal of keeping all fair loads inside the window.
func (s *solver) within(w span) Goal {
	g := s.caps(s.goal())
	g.Window, g.Low, g.High = true, w.low, w.high
	return g
}

// prove tries to show that a goal without prices cannot be kept.
func (s *solver) prove(m *master) {
	m.climb(1, s.rounds(m, 100), s.stopped)
}

// spreadPlace is the place of the spread among the goals.
func (s *solver) spreadPlace() int { return 2 + b2i(s.p.Repair) }

// spread narrows the window of loads. Its bound comes from windows proved
// empty: the least possible highest load less the greatest possible lowest.
func (s *solver) spread() {
	place := s.spreadPlace()
	firm := s.firm()
	if bound := s.narrow(); firm >= place-1 {
		s.mark(place, min(bound, s.score.Spread))
	}
}

// narrow works upwards from the least width nothing excludes until a roster
// fits; it returns the least width that is not excluded by proof.
func (s *solver) narrow() int {
	if s.large() && !s.p.Repair { // a repair has little room left
		return s.narrowLarge()
	}
	least, most, known := s.counted()
	settled := 0 // the cases of a linear program have shown it already
	if place := s.spreadPlace(); s.known[place] {
		settled = s.bound[place]
	}
	if known && !s.p.Repair && !s.large() && settled <= least-most {
		if s.fit(span{most, least}); s.score.Spread <= least-most {
			s.open = []span{{most, least}}
			s.cover = s.open[0]
			return least - most
		}
	}
	if s.told != nil {
		least, most = s.told.low, s.told.high
	} else {
		least, most = s.ends(least, most)
	}
	defer func() { s.cover = span{least - s.score.Spread, most + s.score.Spread} }()
	bound, exact := max(settled, least-most), true
	if !s.large() {
		if s.score.Spread > bound+2 {
			s.squeeze(bound, least, most)
		}
	} else {
		for n := 0; n < 8 && s.score.Spread > bound && !s.stopped(); n++ {
			low := max(least-bound, min(most, s.score.Low+n%2))
			s.fit(span{low, low + bound})
		}
		if s.score.Spread > bound {
			s.open, s.partial = []span{{s.score.Low, s.score.High}}, true
			return bound
		}
	}
	for width := bound; width <= s.score.Spread; width++ {
		if s.tired() || most-least+width > mostWindows {
			s.open, s.partial = []span{{s.score.Low, s.score.High}}, true
			break
		}
		s.open = s.possible(width, least, most)
		if width == s.score.Spread || s.stopped() {
			break
		}
		if len(s.open) > 0 && s.fitAny(width) {
			break
		}
		if exact = exact && len(s.open) == 0; exact {
			bound = width + 1
		}
	}
	return bound
}

// mostWindows is how many windows of one width are looked at.
const mostWindows = 40

// tired reports whether the search for windows has spent its budget.
func (s *solver) tired() bool { return s.spent > s.budget(800)*(1+9*b2i(s.large())) }

// large reports whether the problem is too big for dives and cases over all of
// it at every step.
func (s *solver) large() bool { return s.size > 1200 }

// squeeze narrows the window from above by moves alone: big steps while they
// succeed, then smaller ones.
func (s *solver) squeeze(bound, least, most int) {
	tries := 1 + b2i(s.large())
	failed := map[span]bool{} // at the present spread: the same moves again seldom find what they did not
	for step := max(1, (s.score.Spread-bound)/2); s.score.Spread > bound && !s.stopped(); {
		width := max(bound, s.score.Spread-step)
		before := s.score.Spread
		for _, low := range []int{most, max(least-width, most-width/2)} {
			w := span{low, low + width}
			if s.score.Spread == before && !failed[w] && (low == most || !s.large()) {
				s.fit(w)
				failed[w] = true
			}
		}
		if s.score.Spread < before {
			clear(failed)
			continue
		}
		if step == 1 {
			if tries--; tries <= 0 {
				return
			}
			step = 4 // aiming further off may still come nearer
			continue
		}
		step--
		if step > 4 {
			step /= 2
		}
	}
}

// counted returns the least highest and the greatest lowest load that the sum
// of all loads leaves; known is false where there is no telling.
func (s *solver) counted() (least, most int, known bool) {
	least, most = math.MinInt32, math.MaxInt32
	for i := range s.p.People {
		if v := &s.p.People[i]; v.Fair {
			least = max(least, v.Load)
		}
	}
	least, most = max(least, s.score.Low), s.score.High
	if _, _, known, _ = s.p.totals(s.within(span{-none, none})); !known {
		return least, most, false
	}
	fits := func(w span) bool {
		_, _, _, ok := s.p.totals(s.within(w))
		return ok
	}
	least = bisect(least-1, s.score.High, func(h int) bool { return fits(span{-none, h}) })
	most = -bisect(-most-1, -s.score.Low, func(l int) bool { return fits(span{-l, none}) })
	for least < s.score.High && newMaster(s.p, s.within(span{-none, least})).void {
		least++
	}
	for most > s.score.Low && newMaster(s.p, s.within(span{most, none})).void {
		most--
	}
	s.trace("counted", least, most)
	return least, most, true
}

// ends returns the least highest and the greatest lowest load that nothing
// excludes, no less and no more than the given ones.
func (s *solver) ends(least, most int) (int, int) {
	least = bisect(least-1, s.score.High, func(h int) bool { return !s.refuted(span{-none, h}) })
	most = -bisect(-most-1, -s.score.Low, func(l int) bool { return !s.refuted(span{-l, none}) })
	return least, most
}

// bisect returns the least x in (bad, good] with ok(x), given that good is ok
// and ok never turns false again. It looks next to bad first.
func bisect(bad, good int, ok func(int) bool) int {
	for step := 1; good-bad > 1; step *= 2 {
		x := min(bad+step, good-1)
		if ok(x) {
			good = x
			break
		}
		bad = x
	}
	for good-bad > 1 {
		x := bad + (good-bad)/2
		if ok(x) {
			good = x
		} else {
			bad = x
		}
	}
	return good
}

// possible lists the windows of the width that nothing excludes.
func (s *solver) possible(width, least, most int) []span {
	var out []span
	for low := least - width; low <= most; low++ {
		w := span{low, low + width}
		if w.low <= s.score.Low && w.high >= s.score.High || !s.refuted(w) {
			out = append(out, w)
		}
	}
	return out
}

// fitAny looks for a roster inside one of the open windows, by moves and then
// by cases; windows that turn out empty leave the list.
func (s *solver) fitAny(width int) bool {
	for _, w := range s.open {
		if s.fit(w); s.score.Spread <= width {
			return true
		}
	}
	left := s.open[:0]
	for _, w := range s.open {
		if s.stopped() || s.spent > s.budget(600) {
			left = append(left, w)
			continue
		}
		all := s.p
		s.p = s.p.owned(s.within(w))
		m := s.fitDives(w, width)
		s.p = all
		s.trace("fit dive", w.low, w.high, s.score.Spread)
		if s.score.Spread <= width {
			return true
		}
		s.moves = s.fitWeights(w)
		if s.branch(m, func() int { return b2i(s.score.Spread > width) }, s.budget(25)) < 1 {
			left = append(left, w)
		}
		s.spent += m.work
		if s.score.Spread <= width {
			return true
		}
	}
	s.open = left
	return false
}

// fitDives looks for a roster inside the window by dives: briefly without regard
// to anything else, then with an eye on preferences, which come next and whose
// multipliers take longer to find, then again without. It returns the master
// without; where the first did, preferences have their dive when it is their turn.
func (s *solver) fitDives(w span, width int) *master {
	place := s.spreadPlace()
	g := s.within(w)
	m := newMaster(s.p, g)
	s.prove(m)
	plain := func(times int) {
		for range times {
			if s.score.Spread > width && m.bound < far {
				s.patch(job{place, g, s.fitWeights(w)}, s.fitDive(m))
				s.trace("fit dive", 2, s.score.Spread)
			}
		}
	}
	if plain(2); s.score.Spread <= width {
		s.hasty = &w
		return m
	}
	s.wishDive(w)
	plain(3)
	return m
}

// wishDive looks for a roster inside the window by a dive with an eye on
// preferences.
func (s *solver) wishDive(w span) {
	if m := s.wishMaster(w); m.bound < far {
		s.patch(job{s.spreadPlace(), m.g, s.wishWeights(w)}, s.fitDive(m))
		s.trace("fit dive", 1, s.score.Spread)
	}
}

// fitDive builds a roster from the multipliers of m.
func (s *solver) fitDive(m *master) Roster {
	d := s.newDiver(m)
	return d.plunge(d.within(20_000_000))
}

func (s *solver) fitWeights(w span) Weights {
	return Weights{
		Unfilled: 2000, Short: 800, Window: 60, Change: 400 * b2i(s.p.Repair), Pref: 2, Low: w.low, High: w.high,
	}
}

// mostOwned is how wide a window may be for what it leaves everybody to matter.
const mostOwned = 4

// fit searches for a roster with all fair loads inside the window, briefly
// before at length, and takes the first.
func (s *solver) fit(w span) {
	part, p := 1+2*b2i(s.p.Repair), s.p
	if w.high-w.low <= mostOwned {
		p = p.owned(s.within(w))
	}
	for _, perSeat := range []int{100 / part, 300 / part} {
		if s.fitIn(p, w, perSeat) {
			return
		}
	}
}

// fitIn is one search of so many moves a seat, on the perhaps narrowed problem
// p; it reports whether the best roster is as narrow now.
func (s *solver) fitIn(p *Problem, w span, perSeat int) bool {
	st := newState(p, s.fitWeights(w))
	st.adopt(s.best)
	var found Roster
	st.anneal(&s.rnd, s.steps(perSeat), 150, 3, func() bool {
		if s.keeps(st) {
			found = st.roster()
		}
		return found != nil || s.stopped()
	})
	if found == nil {
		found = st.roster()
	}
	s.offer(found)
	s.spent += perMove * s.steps(perSeat)
	s.trace("fit", w.low, w.high, s.score.Spread)
	return s.score.Spread <= w.high-w.low
}
