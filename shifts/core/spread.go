package core

import "math"

// none is a window end that excludes nobody.
const none = 1 << 29

// refuted reports whether no roster at the reached goals has all fair loads
// inside the window: proved, not guessed.
func (s *solver) refuted(w span) bool {
	g := s.caps(s.goal())
	g.Window, g.Low, g.High = true, w.low, w.high
	m := newMaster(s.p, g)
	m.ascend(1, pace{300 * s.effort, 1, 10}, s.stopped)
	s.trace("window", w.low, w.high, m.lower(), m.work)
	return m.lower() >= 1
}

// spreadPlace is the place of the spread among the goals.
func (s *solver) spreadPlace() int { return 2 + b2i(s.p.Repair) }

// spread narrows the window of loads. Its bound comes from windows proved
// empty: the least possible highest load less the greatest possible lowest.
func (s *solver) spread() {
	place := s.spreadPlace()
	if !s.tight(place) {
		s.squeeze(0)
		s.open = []span{{s.score.Low, s.score.High}}
		return
	}
	if s.score.Spread == 0 {
		s.mark(place, 0)
		s.open = []span{{s.score.Low, s.score.High}}
		return
	}
	least, most := s.ends()
	bound := max(0, least-most)
	for width := bound; width < s.score.Spread; width++ {
		spans := s.possible(width, least, most)
		if len(spans) == 0 {
			bound = max(bound, width+1)
			continue
		}
		if s.fitAny(spans) {
			s.open = spans
			break
		}
	}
	if s.score.Spread == bound || len(s.open) == 0 {
		s.open = s.possible(s.score.Spread, least, most)
	}
	s.mark(place, min(bound, s.score.Spread))
}

// ends returns the least highest and the greatest lowest load that nothing
// excludes.
func (s *solver) ends() (least, most int) {
	floor, ceil := s.score.High-s.score.Spread, s.score.High
	lo := math.MinInt32
	for i := range s.p.People {
		if v := &s.p.People[i]; v.Fair {
			lo = max(lo, v.Load)
		}
	}
	least = bisect(max(lo, floor)-1, ceil, func(h int) bool { return !s.refuted(span{-none, h}) })
	most = -bisect(-s.score.High-1, -s.score.Low, func(l int) bool { return !s.refuted(span{-l, none}) })
	return least, most
}

// bisect returns the least x in (bad, good] with ok(x), given that good is ok
// and ok never turns false again. It looks next to good first.
func bisect(bad, good int, ok func(int) bool) int {
	for step := 1; good-bad > 1; step *= 2 {
		x := max(good-step, bad+1)
		if !ok(x) {
			bad = x
			break
		}
		good = x
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

// fitAny looks for a roster inside one of the windows.
func (s *solver) fitAny(spans []span) bool {
	before := s.score.Spread
	for range 3 {
		for _, w := range spans {
			s.fit(w)
			if s.score.Spread < before {
				return true
			}
		}
	}
	return false
}

// fit searches for a roster with all fair loads inside the window.
func (s *solver) fit(w span) {
	s.search(Weights{
		Unfilled: 2000, Short: 800, Window: 60, Change: 400 * b2i(s.p.Repair), Pref: 2, Low: w.low, High: w.high,
	}, 400, 150, 3)
	s.trace("fit", w.low, w.high, s.score.Spread)
}

// squeeze narrows the window step by step without proof.
func (s *solver) squeeze(int) {
	for {
		before := s.score.Spread
		s.fit(span{s.score.Low + 1, s.score.High})
		s.fit(span{s.score.Low, s.score.High - 1})
		if s.score.Spread >= before {
			return
		}
	}
}
