package core

import (
	"slices"
	"sync"
)

// chains is how many searches run side by side, one a core; always as many, so
// that every machine finds the same.
const chains = 2

// few is how many people are planned anew at a time: fewer where their tables
// are long, so that a year is not out of reach.
func (d *diver) few() int {
	all := 1
	for _, b := range d.m.members {
		all += b.plan.entries
	}
	return max(3, min(8, 60_000*len(d.m.members)/all))
}

// sides prepares searches that know nothing of each other while they run.
func (s *solver) sides() []*solver {
	subs := make([]*solver, chains)
	for i := range subs {
		sub := *s
		sub.rnd = random(s.rnd.next())
		if i > 0 {
			sub.opt.Trace = nil
		}
		subs[i] = &sub
	}
	return subs
}

// abreast runs a search in each of subs side by side, from the best roster, and
// takes over the best they found.
func (s *solver) abreast(subs []*solver, search func(i int)) {
	var wg sync.WaitGroup
	for i, sub := range subs {
		sub.best, sub.score = s.best.Clone(), s.score
		wg.Go(func() { search(i) })
	}
	wg.Wait()
	for _, sub := range subs {
		s.offer(sub.best)
	}
}

// weave improves a goal by dives, in strands side by side that stop at the bound
// of m or after budget steps. Once they have made a start, cases are looked at,
// which return a bound on the goal: that may be all there is to do.
func (s *solver) weave(j job, m *master, budget int, cases func() int) {
	all := s.p
	s.p = s.p.owned(m.g)
	defer func() { s.p = all }()
	list, guilt, subs := make([]*strand, chains), m.blame(), s.sides()
	s.abreast(subs, func(i int) {
		list[i] = subs[i].strand(j, m, budget, guilt)
		list[i].run(1)
	})
	s.trace("started", s.at(j.place), m.lower())
	if s.at(j.place) > m.lower() && !s.stopped() && s.at(j.place) > cases() {
		s.abreast(subs, func(i int) { list[i].run(mostStarts * s.effort) })
		m.work += budget
		if s.at(j.place) > m.least() && !s.stopped() {
			if x := list[0].joins; x != nil && s.coarse(m) {
				x.s = s // the strands have come to their end
				for _, sub := range subs {
					x.join(sub.best)
				}
			}
			d := s.newDiver(m)
			d.blame, d.allow = guilt, guilt.allows(s.at(j.place), 1)
			if st, ok := s.mate(j, m, d, subs[0].best, subs[1].best); ok {
				s.mesh(j, d, st, budget/4)
			}
		}
	}
	s.trace("weave", s.at(j.place), m.lower())
}

// strand starts over as long as its budget lasts: by crossing the last roster
// with the best one, now and then with a dive over everything. What each built
// it betters by planning parts of it anew.
type strand struct {
	s           *solver
	j           job
	m           *master
	d           *diver
	budget      int
	n           int // starts
	until, last int // steps to end at, and those the last start took
	end         Roster
	joins       *unpicker // joins what each start came to with the best one; nil: it does not pay
}

func (s *solver) strand(j job, m *master, budget int, guilt *blame) *strand {
	x := &strand{s: s, j: j, m: m, d: s.newDiver(m), budget: budget, until: budget, end: s.best}
	x.d.m.alone, x.d.blame = true, guilt
	if !s.large() && !s.p.Repair && guilt != nil && m.g.Pref > 0 {
		x.joins = &unpicker{s: s, m: m, guilt: guilt, budget: budget, parts: 4}
	}
	return x
}

// run goes on up to so many starts.
func (x *strand) run(starts int) {
	s, d := x.s, x.d
	d.lower = x.m.least()
	unit := x.budget / s.effort
	for ; x.n < starts && d.m.work+x.last/2 < x.until && s.at(x.j.place) > x.m.least() && !s.stopped(); x.n++ {
		before := d.m.work
		d.allow = d.blame.allows(s.at(x.j.place), 1)
		st, ok := (*state)(nil), false
		dive := x.n%fresh == fresh-1
		if !dive {
			st, ok = s.mate(x.j, x.m, d, s.best, x.end)
		}
		if dive || x.n == 0 && !ok {
			st, ok = s.plunge(x.j, d, x.budget), true
		}
		x.last = d.m.work - before
		if x.n == 0 { // however long the first one took
			x.until = max(x.budget, d.m.work+unit*4/5)
		}
		if ok && !s.hopeless(x.j, x.m, st) {
			x.end = s.mesh(x.j, d, st, min(x.until, d.m.work+max(unit/5, 2*x.last*b2i(x.n > 0))))
			if x.n > 0 && x.joins != nil && s.coarse(x.m) {
				x.joins.s = s
				x.joins.join(x.end)
				d.m.work += x.joins.spent
				x.joins.spent = 0
			}
		}
	}
}

// hopeless reports whether a roster is farther from the best one than that is
// from the bound: planning parts of it anew hardly ever makes up for so much.
func (s *solver) hopeless(j job, m *master, st *state) bool {
	at := s.p.Goals(s.p.Measure(st.on))[j.place]
	return at-s.at(j.place) > s.at(j.place)-m.lower()
}

// fresh is how often a chain starts over with a dive.
const fresh = 5

// mostStarts is how often a chain starts over for each unit of effort.
const mostStarts = 8

// plunge builds a roster by a dive and mends it; when it cannot, it tries again
// while less than budget steps are spent.
func (s *solver) plunge(j job, d *diver, budget int) *state {
	for n := 0; ; n++ {
		before := s.moved
		st, ok := s.patch(j, s.restore(j, d, d.plunge(d.within(40_000_000))))
		d.m.work += s.moved - before
		s.trace("plunge", s.at(j.place), st.cost, b2i(ok), d.m.work)
		if ok || n == mostPlunges || d.m.work >= budget || s.stopped() {
			return st
		}
	}
}

// mostPlunges is how many dives may fail in a row.
const mostPlunges = 2

// mesh plans parts of a roster anew until so many steps are spent or it has
// long found nothing: first span after span of days, then, in turn, days here
// and there and a few people.
func (s *solver) mesh(j job, d *diver, st *state, until int) Roster {
	x := &mesher{s: s, j: j, d: d, st: st, whole: s.keeps(st), until: until, days: s.p.stretch(), spans: newSpanner(j, d)}
	for better := true; better && x.on(); {
		better = x.sweep(x.days) || x.sweep(2*x.days)
		s.trace("sweep", s.at(j.place), x.st.cost, d.m.work)
	}
	for idle, hit := 0, false; idle < 6*len(s.p.People) && x.on(); {
		if idle++; x.apart < x.few {
			hit = x.scatter()
		} else {
			hit = x.people(x.somebody(), 0)
		}
		if hit {
			idle = 0
		}
	}
	s.trace("mesh", s.at(j.place), x.st.cost, x.spans.work, x.few, d.m.work)
	return x.st.roster()
}

// stretch is how long a span of days has to be so that most people can serve in
// it more than once: two weeks, more where gaps are long.
func (p *Problem) stretch() int {
	sum := 0
	for i := range p.People {
		sum += p.People[i].Gap
	}
	return max(14, 3*sum/max(1, len(p.People)))
}

// mesher is one roster being bettered part by part.
type mesher struct {
	s          *solver
	j          job
	d          *diver
	st         *state
	whole      bool // it breaks no more than the best one
	until      int
	days       int // length of the spans
	spans      *spanner
	far        bool // take people however much dearer they come
	apart, few int  // steps spent on days here and there, and on a few people
}

func (x *mesher) on() bool {
	return x.d.m.work < x.until && x.s.at(x.j.place) > x.d.lower && !x.s.stopped()
}

// take adopts a roster when it is no worse; true when it is better.
func (x *mesher) take(r Roster) bool {
	if r == nil {
		return false
	}
	next := newState(x.s.p, x.j.moves)
	next.adopt(r)
	if next.cost > x.st.cost || x.whole && !x.s.keeps(next) {
		return false
	}
	better := next.cost < x.st.cost
	x.st = next
	x.s.offer(next.roster())
	return better
}

// replan plans spans of days anew and returns the steps that took.
func (x *mesher) replan(spans ...span) (better bool, steps int) {
	before := x.spans.work
	better = x.take(x.s.replan(x.spans, x.st.on, spans))
	steps = x.spans.work - before
	x.d.m.work += steps
	return better, steps
}

// sweep plans spans of so many days anew, one after the other, each half over
// the one before.
func (x *mesher) sweep(days int) (better bool) {
	first, last := x.s.p.Shifts[0].Day, x.s.p.Shifts[len(x.s.p.Shifts)-1].Day
	for from := first - x.s.rnd.below(days); from <= last && x.on(); from += days / 2 {
		hit, _ := x.replan(span{from, from + days})
		better = better || hit
	}
	return better
}

// scatter plans a few weeks anew that need not lie together: loads can then
// move from one to the other.
func (x *mesher) scatter() bool {
	better, steps := x.replan(x.here(2 + x.s.rnd.below(3))...)
	x.apart += steps
	return better
}

// somebody to plan anew.
func (x *mesher) somebody() int {
	if x.d.blame != nil {
		return x.d.blame.person(x.st, &x.s.rnd)
	}
	return x.s.rnd.below(len(x.s.p.People))
}

// here picks so many spans of days, twice as long as those of a sweep in all.
func (x *mesher) here(n int) []span {
	first, last := x.s.p.Shifts[0].Day, x.s.p.Shifts[len(x.s.p.Shifts)-1].Day
	var list []span
	for days := 2 * x.days / n; len(list) < n; {
		from := first - days/2 + x.s.rnd.below(max(1, last-first))
		if b := x.d.blame; b != nil && len(list) == 0 {
			from = x.s.p.Shifts[b.shift(x.st, &x.s.rnd)].Day - x.s.rnd.below(days)
		}
		list = append(list, span{from, from + days})
	}
	return list
}

// people plans the turns of a few people anew, and of so many more, among them
// the first.
func (x *mesher) people(first, more int) bool {
	size := min(x.d.few()+more, len(x.s.p.People)/2+1)
	free := x.s.around(x.st, first, size)
	before := x.d.m.work
	target := far
	if !x.far {
		target = x.d.target(x.st)
	}
	r := x.d.again(x.st.on, free, gentle(), target)
	x.few += x.d.m.work - before
	return x.take(r)
}

// around chooses so many people to plan anew: the first, all who are outside
// the window or serve where something is missing, and others who serve where
// one of them could.
func (s *solver) around(st *state, first, size int) []bool {
	free := make([]bool, len(s.p.People))
	var list []int
	put := func(who ...int) {
		for _, x := range who {
			if !free[x] {
				free[x] = true
				list = append(list, x)
			}
		}
	}
	put(first)
	for sh := range st.on {
		if len(list) < size && st.shiftCost(sh) > 0 {
			put(st.on[sh]...)
		}
	}
	st.findOutside()
	put(st.outside[:min(len(st.outside), size)]...)
	if len(st.outside) > 0 {
		for range 20 { // somebody must take over, or give
			if x := s.rnd.below(len(st.load)); len(list) < size-1 && st.load[x] > st.w.Low && st.load[x] <= st.w.High {
				put(x)
			}
		}
	}
	for range 20 * size {
		can := s.p.People[list[s.rnd.below(len(list))]].Can
		if len(list) >= size || len(can) == 0 {
			break
		}
		if who := st.on[can[s.rnd.below(len(can))]]; len(who) > 0 {
			put(who[s.rnd.below(len(who))])
		}
	}
	return free
}

// only lets nobody but the free people move.
func (st *state) only(free []bool) {
	st.movable = free
	st.pools = make([][]int, len(st.p.Shifts))
	for s, pool := range st.p.pools {
		st.pools[s] = slices.DeleteFunc(slices.Clone(pool), func(i int) bool { return !free[i] })
	}
	places := []int{}
	for s, pool := range st.pools {
		if len(pool) > 0 {
			places = append(places, s)
		}
	}
	if 2*len(places) < len(st.pools) { // moves elsewhere come to nothing
		st.places = places
	}
}

// target is what the softened goal must come below to improve a state, in
// units; now and then it is far, so that equally good rosters are tried too.
func (d *diver) target(st *state) int64 {
	if d.s.rnd.below(8) == 0 {
		return far
	}
	return d.worth(st.on)
}

// worth is what the softened goal must come below to improve a roster, in
// units. c counts halves: a load below its window costs half of what other
// breaches do (lean of a planner); none may lie above.
func (d *diver) worth(r Roster) int64 {
	p, g := d.m.p, d.m.g
	sc := p.Measure(r)
	c := 2*(g.Pref*sc.Pref+g.Change*sc.Changes-d.m.base) + 2*g.Soft*(sc.Unfilled+sc.Short)
	for i, duty := range r.ByPerson(len(p.People)) {
		if !p.People[i].Fair || !g.Window {
			continue
		}
		load := p.People[i].Load
		for _, s := range duty {
			load += p.Shifts[s].Weight
		}
		e := ends{g.Low, g.High}
		if p.own != nil {
			e = p.own[i]
		}
		if load > e.high {
			return far
		}
		c += g.Soft * max(0, e.low-load)
	}
	return scale*int64(c)/2 - scale/2
}
