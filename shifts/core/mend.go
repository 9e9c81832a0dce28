package core

// restore plans anew what lies around the breaches of a roster, each time in a
// few ways, of which the best one stands, and returns what it came to. Breaches
// are dearer to it than to what built the roster.
func (s *solver) restore(j job, d *diver, r Roster) Roster {
	hard := j
	hard.moves = j.moves.harder()
	st := newState(s.p, hard.moves)
	st.adopt(r)
	x := &mesher{s: s, j: hard, d: d.harder(), st: st, until: none << 10, days: s.p.stretch(), spans: newSpanner(j, d), far: true}
	x.spans.soft, x.spans.any = x.d.m.g.Soft, true
	before, n := x.d.m.work, 0
	for idle := 0; n < mostRepairs && idle < x.patience() && !s.keeps(x.st) && !s.stopped(); n++ {
		idle++
		from, best := x.st, x.st
		for way := range ways {
			x.st = from
			x.mend(way, n)
			if x.st.cost < best.cost && x.st.below() {
				best, idle = x.st, 0
			}
		}
		x.st = best
	}
	d.m.work += x.d.m.work - before
	s.trace("restore", n, x.st.cost, b2i(s.keeps(x.st)), x.few, x.spans.work, d.m.work)
	return x.st.on
}

// patience is how many attempts at mending may come to nothing in a row.
func (x *mesher) patience() int {
	if x.s.large() {
		return 3 // another dive takes no longer
	}
	return mostRepairs
}

// below reports whether no load lies above the window: only moves could mend
// that, not schedules planned anew.
func (st *state) below() bool {
	for i, l := range st.load {
		if st.p.People[i].Fair && l > st.ends(i).high {
			return false
		}
	}
	return true
}

const (
	mostRepairs = 16 // times that parts are planned anew to mend a roster
	ways        = 4  // each time
)

// mend plans anew around a breach: days where somebody is lacking, a few
// people, or by moves, each time hotter. The more often it was tried, the more
// people.
func (x *mesher) mend(way, n int) {
	s := x.s
	switch at, ok := s.gap(x.st); {
	case way%2 == 1:
		x.take(s.stir(x.st, s.around(x.st, s.breach(x.st), 6+s.rnd.below(7)), 10_000, float64(4+n)).on)
	case ok && way == 0:
		day := s.p.Shifts[at].Day
		x.replan(append(x.here(2), span{day - x.days/2, day + x.days/2 + 1})...)
	default:
		x.people(s.breach(x.st), n)
	}
}

// harder returns a diver that pays more for rules it breaks.
func (d *diver) harder() *diver {
	if d.hard == nil {
		g := d.m.g
		g.Soft *= 4
		d.hard = d.s.diver(g)
		d.hard.root, d.hard.lower, d.hard.m.alone = d.root, d.lower, d.m.alone
		for w, b := range d.hard.m.members {
			b.plan.borrow(d.m.members[w].plan)
		}
	}
	return d.hard
}

// gap is a shift that lacks somebody.
func (s *solver) gap(st *state) (int, bool) {
	var list []int
	for sh := range st.on {
		if st.shiftCost(sh) > 0 {
			list = append(list, sh)
		}
	}
	if len(list) == 0 {
		return 0, false
	}
	return list[s.rnd.below(len(list))], true
}

// patch mends a roster until it breaks no more than the best one, and offers
// it: moves among a few people near a breach, hotter and wider in the end,
// then moves among all. It returns what it came to; ok is false when that is
// the best roster known before.
func (s *solver) patch(j job, r Roster) (st *state, ok bool) {
	st = newState(s.p, j.moves)
	st.adopt(r)
	for n := 0; n < 50 && !s.keeps(st); n++ {
		size, hot, steps := 6+s.rnd.below(7), 20.0, 10_000
		if n >= 25 {
			size, hot, steps = 8+s.rnd.below(11), 30, 20_000
		}
		next := s.stir(st, s.around(st, s.breach(st), size), steps, hot)
		if next.cost <= st.cost || s.keeps(next) {
			st = next
		}
	}
	for _, hot := range []float64{20, 40} {
		if !s.keeps(st) {
			st.reprice(j.moves.harder())
			st.anneal(&s.rnd, s.steps(100), hot, 2, s.stop)
			st.reprice(j.moves)
			s.moved += s.steps(100) * perMove
		}
	}
	if s.keeps(st) {
		s.offer(st.roster())
		return st, true
	}
	if cheap := j; j.moves.Pref > cheapPref { // wishes stood in the way: they are bettered later
		cheap.moves.Pref = cheapPref
		if st, ok = s.patch(cheap, st.on); ok {
			st.reprice(j.moves)
			return st, true
		}
	}
	st = newState(s.p, j.moves)
	st.adopt(s.best)
	return st, false
}

// cheapPref prices wishes so low that next to nothing is left broken for them.
const cheapPref = 2

// perStir is how many table entries of a planner take as long as one move among
// a few people, most of which come to nothing.
const perStir = 25

// stir lets the free people move about at hard prices.
func (s *solver) stir(from *state, free []bool, steps int, hot float64) *state {
	st := newState(s.p, from.w.harder())
	st.adopt(from.on)
	st.only(free)
	s.moved += steps * perStir
	st.anneal(&s.rnd, steps, hot, 2, s.stop)
	st.reprice(from.w)
	return st
}

// harder prices the breaches so that little pays for them.
func (w Weights) harder() Weights {
	w.Unfilled, w.Short, w.Window, w.Change = 8*w.Unfilled, 8*w.Short, 8*w.Window, 8*w.Change
	return w
}

// keeps reports whether a state breaks no more than the best roster, and lies
// inside its window.
func (s *solver) keeps(st *state) bool {
	sc := s.p.Measure(st.on)
	return sc.Unfilled <= s.score.Unfilled && sc.Short <= s.score.Short && sc.Low >= st.w.Low && sc.High <= st.w.High &&
		(!s.p.Repair || sc.Changes <= s.score.Changes)
}

// breach is somebody who could mend what is broken, or anybody.
func (s *solver) breach(st *state) int {
	var list []int
	for sh := range st.on {
		if st.shiftCost(sh) > 0 {
			list = append(list, st.pool(sh)...)
		}
	}
	st.findOutside()
	list = append(list, st.outside...)
	if len(list) == 0 {
		return s.rnd.below(len(s.p.People))
	}
	return list[s.rnd.below(len(list))]
}
