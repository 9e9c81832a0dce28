package core

import (
	"math"
	"slices"
)

// Options steer Solve. Effort multiplies every budget, which is counted in
// steps; Stop, when not nil, may end the search sooner.
type Options struct {
	Effort int
	Stop   func() bool
	Trace  func(what string, n ...int)
}

// Result is the best roster found and what is proved about it. Bound and Known
// follow the order of Goals; a bound is valid whenever Known.
type Result struct {
	Roster Roster
	Score  Score
	Bound  [5]int
	Known  [5]bool
}

// Solve plans the free seats of p. It starts from the given roster where that
// keeps the rules, or from nothing.
func Solve(p *Problem, from Roster, opt Options) Result {
	s := &solver{p: p, opt: opt, rnd: 1, stop: opt.Stop}
	s.effort = max(1, opt.Effort)
	s.begin(from)
	s.fill()
	s.trace("goal 0", s.score.Unfilled)
	s.skill()
	s.trace("goal 1", s.score.Short)
	switch {
	case p.Repair:
		s.near(s.changes())
	case s.score.Unfilled > 0:
		s.rest()
	default:
		s.spread()
		s.trace("goal 2", s.score.Spread)
		s.wishes()
	}
	if !p.Repair {
		s.lastChanges()
	}
	return Result{Roster: s.best, Score: s.score, Bound: s.bound, Known: s.known}
}

// solver carries the best roster through the goals.
type solver struct {
	p       *Problem
	opt     Options
	effort  int
	stop    func() bool
	rnd     random
	best    Roster
	score   Score
	bound   [5]int
	known   [5]bool
	open    []span // windows of the best spread that nothing excludes
	size    int    // seats: the unit of search budgets
	spent   int    // planner steps spent on windows
	moved   int    // steps spent on moves since the start
	quick   bool   // a part of a greater search: few moves will do
	partial bool   // some window that may reach the best spread is not in open
	cover   span   // holds all loads of every roster at the best spread
	told    *span  // the least highest and the greatest lowest load that nothing excludes, once sought
	wished  []*master
	hasty   *span   // the window in which a dive without regard to preferences found the spread
	moves   Weights // how a search by moves prices the goal at hand
}

// span is a window of loads, both ends inside.
type span struct{ low, high int }

func (s *solver) trace(what string, n ...int) {
	if s.opt.Trace != nil {
		s.opt.Trace(what, n...)
	}
}

func (s *solver) stopped() bool { return s.stop != nil && s.stop() }

// offer takes a legal roster over when it is better.
func (s *solver) offer(r Roster) bool {
	sc := s.p.Measure(r)
	if s.best != nil && (!s.p.Better(sc, s.score) || !s.p.Legal(r)) {
		return false
	}
	s.best, s.score = r, sc
	return true
}

// mark records a bound on the goal at place in the order of goals.
func (s *solver) mark(goal, bound int) {
	s.bound[goal], s.known[goal] = bound, true
}

// firm is the place of the first goal that is not proved. Every best roster
// keeps the reached values up to and with that goal as caps; a better value
// there may cost more on the goals after it.
func (s *solver) firm() int {
	for i, v := range s.p.Goals(s.score) {
		if !s.known[i] || s.bound[i] != v {
			return i
		}
	}
	return len(s.known)
}

// begin finds a first roster: few empty seats, loads near the mean.
func (s *solver) begin(from Roster) {
	total, people := 0, 0
	for i := range s.p.Shifts {
		sh := &s.p.Shifts[i]
		total += sh.Seats * sh.Weight
		s.size += min(sh.Seats, len(s.p.People)) // seats nobody can take need no search
	}
	for i := range s.p.People {
		if s.p.People[i].Fair {
			total += s.p.People[i].Load
			people++
		}
	}
	mean := floorDiv(total, max(1, people))
	st := newState(s.p, Weights{Unfilled: 40000, Short: 4000, Window: 40, Change: 400 * b2i(s.p.Repair), Pref: 4, Low: mean, High: mean})
	st.adopt(from)
	switch {
	case s.p.Repair && from != nil:
		if st.mended() { // moves at random would only disturb more
			break
		}
		st.anneal(&s.rnd, s.steps(150), 400, 2, s.stop)
	default:
		st.anneal(&s.rnd, s.steps(600), 400, 4, func() bool { return st.complete() || s.stopped() })
	}
	s.offer(st.roster())
}

// steps is a search budget: moves a seat, within reason.
func (s *solver) steps(perSeat int) int {
	if s.quick {
		return perSeat * s.size / 3
	}
	return s.effort * min(max(perSeat*s.size, 4_000), 8_000_000)
}

// budget is a number of planner steps in millions, times the effort; a repair
// answers somebody on the phone and gets a quarter.
func (s *solver) budget(millions int) int {
	return s.effort * millions * 1_000_000 / (1 + 3*b2i(s.p.Repair))
}

// rounds caps the rounds of an ascent so that large problems keep to a budget
// of planner steps.
func (s *solver) rounds(m *master, n int) int {
	return s.effort * min(n, 20+60_000_000/m.round())
}

// round is about how many steps one round of multipliers takes.
func (m *master) round() int {
	one := 1
	for _, b := range m.members {
		one += b.plan.entries + 20*len(b.plan.turns)
	}
	return one
}

// adopt adds what of a roster keeps the rules.
func (st *state) adopt(r Roster) {
	for s, who := range r {
		for _, i := range who {
			if st.free(i, s) {
				st.add(i, s)
			}
		}
	}
	for s := range st.on {
		for !st.team(s) { // a newcomer lost his experienced one
			at := slices.IndexFunc(st.on[s], func(i int) bool { return st.p.People[i].New })
			st.remove(st.on[s][at], s)
		}
	}
}

// goal starts a Goal that keeps what is reached on the goals before.
func (s *solver) goal() Goal {
	return Goal{CapUnfilled: s.score.Unfilled, CapShort: s.score.Short, CapChanges: -1}
}

// fill is the first goal: empty seats.
func (s *solver) fill() {
	if s.score.Unfilled == 0 {
		s.mark(0, 0)
		return
	}
	g := Goal{CapUnfilled: -1, CapShort: -1, CapChanges: -1, Unfilled: 1}
	s.level(0, g, Weights{Unfilled: 40, Short: 1, Low: math.MinInt32, High: math.MaxInt32})
}

// skill is the second goal: missing skills.
func (s *solver) skill() {
	if s.score.Short == 0 {
		s.mark(1, 0)
		return
	}
	g := Goal{CapUnfilled: s.score.Unfilled, CapShort: -1, CapChanges: -1, Short: 1}
	s.level(1, g, Weights{Unfilled: 200, Short: 40, Low: math.MinInt32, High: math.MaxInt32})
}

// changes is the third goal of a repair.
func (s *solver) changes() *master {
	g := s.goal()
	g.Change = 1
	return s.level(2, g, Weights{Unfilled: 1000, Short: 400, Change: 40, Low: math.MinInt32, High: math.MaxInt32})
}

// settled goes through the cases of a goal, where that is quick, and reports
// whether it is proved then.
func (s *solver) settled(place int, g Goal, by fairness, budget int) bool {
	done, _ := s.attempt(s.newCases(g, by), place, budget)
	return done
}

// attempt goes through the cases of c, which may be nil, as far as the budget
// reaches. It returns whether none is left, and a bound on the goal.
func (s *solver) attempt(c *cases, place, budget int) (done bool, lower int) {
	if c == nil {
		return false, -none
	}
	value := func() int { return s.at(place) }
	lower, done = c.search(value, budget)
	if s.firm() >= place-1 && lower > -none {
		s.mark(place, min(lower, value()))
	}
	return done, lower
}

// level minimises one goal that is a plain sum. It returns its master.
func (s *solver) level(place int, g Goal, w Weights) *master {
	value := func() int { return s.p.Goals(s.score)[place] }
	s.moves = w
	var c *cases
	sure := -none // what the cases have shown
	if place < 2 && (!s.p.Repair || !s.big()) {
		c = s.newCases(g, fairness{})
		switch {
		case c == nil:
		case s.p.Repair:
			done := false
			if done, sure = s.attempt(c, place, s.budget(60)); done {
				return nil
			}
		case s.least(c, place, g, anyLoads, 60, 300) || c.sure > -none:
			return nil // schedules of whole people say less
		}
	}
	m := newMaster(s.p, g)
	m.climb(value(), s.rounds(m, 150), s.stopped)
	s.trace("level", place, value(), m.lower(), m.work)
	if s.p.Repair && place == 2 && m.lower() < value() && s.settled(place, g, fairness{}, s.budget(400)) {
		return m
	}
	s.approach(place, g, w, m, value)
	lower := max(m.lower(), sure)
	if lower < value() { // a few cases may settle it before the long search
		lower = max(lower, s.branch(m, value, s.budget(20)))
	}
	if lower < value() && place < 2 && s.p.Repair {
		if c == nil {
			c = s.newCases(g, fairness{})
		}
		done := false
		if done, sure = s.attempt(c, place, s.budget(300)); done {
			return m
		}
		lower = max(lower, sure)
	}
	if lower < value() {
		s.regroup(job{place, g, s.moves}, lower, s.budget(120))
		lower = max(lower, s.branch(m, value, s.budget(50)))
	}
	if lower < value() && c != nil && !s.p.Repair {
		s.pieces(place, g, anyLoads, lower, s.budget(200))
	}
	s.mark(place, min(lower, value()))
	return m
}

// approach looks for a better value of a goal by moves and by dives from the multipliers
// of m.
func (s *solver) approach(place int, g Goal, w Weights, m *master, value func() int) {
	if s.p.Repair && place < 2 && m.lower() < value() { // a call leaves few seats to fill: moves often do
		s.search(w, 100, 60, 4)
	}
	for n, c := range []care{swift(), slower()} {
		if m.lower() < value() && !s.stopped() {
			r := s.newDiver(m).plunge(c)
			s.mend(job{place, g, w}, r, m.lower())
			s.trace("dive", place, value(), s.p.Measure(r).Unfilled, s.p.Measure(r).Short, m.work)
		}
		if m.lower() < value() && n == 0 {
			for _, soft := range []int{1, 2, 4} {
				x := w
				x.Unfilled /= soft
				s.search(x, 300/(1+2*b2i(s.p.Repair)), 60, 4)
			}
		}
	}
}

// search anneals from the best roster and offers what it finds.
func (s *solver) search(w Weights, perSeat int, hot, cold float64) bool {
	st := newState(s.p, w)
	st.adopt(s.best)
	st.anneal(&s.rnd, s.steps(perSeat), hot, cold, s.stop)
	return s.offer(st.roster())
}

// caps adds the change cap of a repair to a goal.
func (s *solver) caps(g Goal) Goal {
	if s.p.Repair {
		g.CapChanges = s.score.Changes
	}
	return g
}
