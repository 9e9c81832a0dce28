package core

import (
	"cmp"
	"slices"
	"sync"
)

// mostRungs is how many further choices a repair offers.
const mostRungs = 3

// RungsBeside is Rungs while other is done on another processor; it returns when both
// are.
func RungsBeside(p *Problem, done Result, opt Options, other func()) (out []Result, least bool) {
	var wg sync.WaitGroup
	wg.Go(func() { out, least = Rungs(p, done, opt) })
	other()
	wg.Wait()
	return out, least
}

// Rungs looks for rosters that fill as much as the repaired one but spread the
// loads better, at the price of more changes. Each is better spread than the
// one before. When there is none, least says whether that is proved: no roster
// that fills as much spreads the loads better, however many turns change.
func Rungs(p *Problem, done Result, opt Options) (out []Result, least bool) {
	s := &solver{p: p, opt: opt, rnd: 11, stop: opt.Stop, effort: max(1, opt.Effort), size: p.seats()}
	last, target, most := done, done.Score.Spread-1, len(heats)
	if done.Score.Unfilled > 0 && target >= 0 { // loads have little room then
		r, ok := s.rung(done, target, 1)
		if !ok {
			if r, none := s.closest(done); r.Roster != nil {
				return []Result{r}, false
			} else if none || s.cramped(done) {
				return nil, true
			}
			if r, ok = s.rung(done, target, most); !ok {
				return nil, false
			}
		}
		out, last, most = append(out, r), r, 1
		target = r.Score.Spread / 2
	}
	for target >= 0 && target < last.Score.Spread && len(out) < mostRungs {
		r, ok := s.rung(last, target, most)
		if !ok {
			break
		}
		out = append(out, r)
		last = r
		target = last.Score.Spread / 2
		if len(out) == mostRungs-1 || target >= last.Score.Spread {
			target = last.Score.Spread - 1
		}
	}
	if len(out) > 0 {
		return out, false
	}
	r, least := s.planned(done)
	if r.Roster != nil {
		out = append(out, r)
	}
	return out, least
}

func (p *Problem) seats() int {
	n := 0
	for i := range p.Shifts {
		n += min(p.Shifts[i].Seats, len(p.People))
	}
	return n
}

// heats are how hot searches for a rung begin, one after the other: gently first,
// since heat moves people who need not be.
var heats = [...]float64{12, 40, 120}

// rung searches for a spread of at most target, or as near to it as it can
// get, with few changes, up to so many heats, in the windows around the mean
// load before others.
func (s *solver) rung(from Result, target, most int) (Result, bool) {
	var found Result
	ok := false
	windows := s.p.windows(from, target)
	near := windows[:min(len(windows), 3)]
	for n, hot := range heats[:most] {
		list := near
		if n > 0 {
			list = windows
		}
		for _, w := range list {
			s.rungTry(&found, &ok, from, w, hot)
		}
		if ok {
			break
		}
	}
	return found, ok
}

// windows lists the windows of a width between the loads of a roster, those
// around the mean load first.
func (p *Problem) windows(from Result, width int) []span {
	sum, n := 0, 0
	for i, duty := range from.Roster.ByPerson(len(p.People)) {
		if p.People[i].Fair {
			n++
			sum += p.People[i].Load
			for _, sh := range duty {
				sum += p.Shifts[sh].Weight
			}
		}
	}
	var out []span
	for low := from.Score.Low; low+width <= from.Score.High; low++ {
		out = append(out, span{low, low + width})
	}
	off := func(w span) int { return max((w.low+w.high)*n-2*sum, 2*sum-(w.low+w.high)*n) }
	slices.SortStableFunc(out, func(a, b span) int { return cmp.Compare(off(a), off(b)) })
	return out
}

// rungTry searches one window and keeps the best find so far.
func (s *solver) rungTry(found *Result, ok *bool, from Result, in span, hot float64) {
	st := newState(s.p, rungWeights(in))
	st.adopt(from.Roster)
	st.anneal(&s.rnd, max(s.steps(40), 20_000), hot, 2, s.stop)
	s.keepRung(found, ok, from, st.roster())
}

// rungWeights prices moves towards a window with few changes.
func rungWeights(w span) Weights {
	return Weights{Unfilled: 9000, Short: 4000, Window: 400, Change: 20, Pref: 1, Low: w.low, High: w.high}
}

// keepRung takes a roster that is better spread than the last one and fills as
// much, when it has fewer changes than the find so far.
func (s *solver) keepRung(found *Result, ok *bool, from Result, r Roster) {
	sc := s.p.Measure(r)
	s.trace("rung", sc.Unfilled, sc.Short, sc.Spread, sc.Low, sc.High, sc.Changes)
	if sc.Unfilled > from.Score.Unfilled || sc.Short > from.Score.Short || sc.Spread >= from.Score.Spread {
		return
	}
	if !*ok || sc.Changes < found.Score.Changes || sc.Changes == found.Score.Changes && sc.Spread < found.Score.Spread {
		*found, *ok = Result{Roster: r, Score: sc, Bound: from.Bound, Known: from.Known}, true
		for i := 2; i < 5; i++ { // a rung proves nothing beyond the first two goals
			found.Known[i] = false
		}
	}
}

// planned spreads the loads as a plan does, whatever changes, and then goes
// back towards the baseline as far as the spread bears it.
func (s *solver) planned(done Result) (Result, bool) {
	t := s.unbound(done)
	t.spread()
	if t.score.Spread >= done.Score.Spread {
		return Result{}, t.known[2] && t.bound[2] >= done.Score.Spread
	}
	return s.back(done, t), false
}

// closest is planned by the cases of a linear program, as far as that is quick.
// none says that it is proved that no roster spreads the loads better.
func (s *solver) closest(done Result) (r Result, none bool) {
	t := s.unbound(done)
	c := t.newCases(t.goal(), fairness{kind: closest})
	if c == nil {
		return r, false
	}
	_, proved := c.search(func() int { return t.score.Spread }, s.budget(30))
	if t.score.Spread < done.Score.Spread {
		return s.back(done, t), false
	}
	return r, proved
}

// cramped reports whether every window narrower than the loads is proved empty.
func (s *solver) cramped(done Result) bool {
	t := s.unbound(done)
	least, most, _ := t.counted()
	least, most = t.ends(least, most)
	width := done.Score.Spread - 1
	return width < 0 || width-(least-most) < mostWindows && len(t.possible(width, least, most)) == 0 && !s.stopped()
}

// unbound is a search from a repaired roster that may change any turn.
func (s *solver) unbound(done Result) *solver {
	free := *s.p
	free.Repair = false
	t := *s
	t.p, t.best, t.score = &free, done.Roster, done.Score
	copy(t.known[:2], done.Known[:2])
	copy(t.bound[:2], done.Bound[:2])
	return &t
}

// back goes from the roster of t back towards the baseline as far as its spread
// bears it.
func (s *solver) back(done Result, t *solver) Result {
	var found Result
	ok := false
	s.keepRung(&found, &ok, done, t.best)
	for _, hot := range []float64{12, 40, 80} {
		st := newState(s.p, rungWeights(span{t.score.Low, t.score.High}))
		st.adopt(t.best)
		st.anneal(&s.rnd, s.steps(150), hot, 2, s.stop)
		s.keepRung(&found, &ok, done, st.roster())
	}
	return found
}
