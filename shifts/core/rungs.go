package core

// mostRungs is how many further choices a repair offers.
const mostRungs = 3

// Rungs looks for rosters that fill as much as the repaired one but spread the
// loads better, at the price of more changes. Each is better spread than the
// one before.
func Rungs(p *Problem, done Result, opt Options) []Result {
	var out []Result
	s := &solver{p: p, opt: opt, rnd: 11, stop: opt.Stop, effort: max(1, opt.Effort), size: p.seats()}
	last := done
	target := last.Score.Spread - 1
	for target >= 0 && len(out) < mostRungs {
		r, ok := s.rung(last, target)
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
	return out
}

func (p *Problem) seats() int {
	n := 0
	for i := range p.Shifts {
		n += min(p.Shifts[i].Seats, len(p.People))
	}
	return n
}

// rung searches for a spread of at most target, or as near to it as it can
// get, with few changes.
func (s *solver) rung(from Result, target int) (Result, bool) {
	var found Result
	ok := false
	for low := from.Score.Low; low+target <= from.Score.High; low++ {
		for _, hot := range []float64{12, 40, 120} { // gently first: heat moves people who need not be
			s.rungTry(&found, &ok, from, span{low, low + target}, hot)
		}
	}
	for i := 2; i < 5; i++ { // a rung proves nothing beyond the first two goals
		found.Known[i] = false
	}
	return found, ok
}

// rungTry searches one window and keeps the best find so far.
func (s *solver) rungTry(found *Result, ok *bool, from Result, in span, hot float64) {
	w := Weights{Unfilled: 9000, Short: 4000, Window: 400, Change: 20, Pref: 1, Low: in.low, High: in.high}
	st := newState(s.p, w)
	st.adopt(from.Roster)
	st.anneal(&s.rnd, max(s.steps(60), 20_000), hot, 2, s.stop)
	r := st.roster()
	sc := s.p.Measure(r)
	s.trace("rung", in.low, in.high, int(hot), sc.Unfilled, sc.Short, sc.Spread, sc.Low, sc.High, sc.Changes, from.Score.Low, from.Score.High)
	if sc.Unfilled > from.Score.Unfilled || sc.Short > from.Score.Short || sc.Spread >= from.Score.Spread {
		return
	}
	if !*ok || sc.Changes < found.Score.Changes || sc.Changes == found.Score.Changes && sc.Spread < found.Score.Spread {
		*found, *ok = Result{Roster: r, Score: sc, Bound: from.Bound, Known: from.Known}, true
	}
}
