package core

// narrowLarge is narrow for a problem too big for cases: it looks for rosters
// by moves first, and where these do not come to the least width that nothing
// excludes, by dives, which see where moves lose themselves. The dives have an
// eye on preferences, which come next.
func (s *solver) narrowLarge() int {
	least, most, _ := s.counted()
	s.halve(least, most)
	if s.score.Spread > least-most {
		least, most = s.ends(least, most)
	}
	bound := max(0, least-most)
	if s.score.Spread > bound && !s.stopped() {
		s.fitIn(s.p, s.aim(bound, least, most), 100)
	}
	for n, width := 0, bound; n < 2 && width < s.score.Spread && !s.stopped(); n++ {
		w := s.aim(width, least, most)
		if m := s.wishMaster(w); m.bound < far {
			s.plunges(job{s.spreadPlace(), m.g, s.wishWeights(w)}, m)
		}
		s.trace("narrowed", w.low, w.high, s.score.Spread)
		width = max(width+1, (width+s.score.Spread)/2)
	}
	if s.score.Spread > bound+2 {
		s.squeeze(bound, least, most)
	}
	s.open, s.partial = []span{{s.score.Low, s.score.High}}, s.score.Spread > least-most
	s.cover = span{least - s.score.Spread, most + s.score.Spread}
	return bound
}

// aim is a window of the width near the best roster.
func (s *solver) aim(width, least, most int) span {
	low := max(least-width, min(most, s.score.Low))
	return span{low, low + width}
}

// halve narrows the window by a few moves as long as half the way to what
// nothing excludes succeeds.
func (s *solver) halve(least, most int) {
	for before := none; s.score.Spread < before && s.score.Spread > least-most && !s.stopped(); {
		before = s.score.Spread
		s.fitIn(s.p, s.aim((before+max(0, least-most))/2, least, most), 100)
	}
}

// plunges offers what dives find, each in a chain of its own.
func (s *solver) plunges(j job, m *master) {
	subs := s.sides()
	s.abreast(subs, func(i int) {
		sub := subs[i]
		d := sub.newDiver(m)
		d.m.alone = true
		for n := 0; n < mostPlunges && !s.stopped(); n++ {
			r := d.plunge(d.within(40_000_000))
			if r == nil {
				return
			}
			st := newState(s.p, j.moves)
			st.adopt(sub.restore(j, d, r))
			ok := sub.keeps(st)
			sub.trace("plunged", b2i(ok), sub.p.Measure(r).Pref, sub.p.Measure(st.on).Pref, d.m.work)
			if ok {
				sub.offer(st.roster())
				return
			}
		}
	})
}

// wishLarge brings the preferences of a large problem near the bound of m,
// unless they are already: by dives, or where these fail by moves.
func (s *solver) wishLarge(j job, m *master) {
	if s.distant(m) {
		s.plunges(j, m)
	}
	if s.distant(m) {
		w := span{m.g.Low, m.g.High}
		s.polish(w, s.p)
		s.sift(w, m)
	}
}

// sift searches a large problem by moves among the turns that the multipliers
// do not price out: those whose best roster is within a little of the bound.
func (s *solver) sift(w span, m *master) {
	at := m.through()
	keep := make([][]bool, len(s.p.People))
	for v, b := range m.members {
		keep[b.person] = make([]bool, len(s.p.Shifts))
		for k, t := range b.plan.turns {
			keep[b.person][t.shift] = at[v][k] <= slack
		}
	}
	q := s.p.Narrow(func(i, s int) bool { return keep[i] != nil && keep[i][s] })
	st := newState(q, s.wishWeights(w))
	st.adopt(s.best)
	s.refine(st, s.steps(2400), 14)
	s.trace("sift", s.score.Pref)
}

// slack is how much more than the bound a turn that stays may cost.
const slack = scale / 10
