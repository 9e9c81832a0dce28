package core

import "slices"

// job is one goal to improve: its place among the goals, the relaxation that
// bounds it and the prices of moves.
type job struct {
	place int
	g     Goal
	moves Weights
}

// at is the present value of a goal.
func (s *solver) at(place int) int { return s.p.Goals(s.score)[place] }

// mostPart is how many seats a part of a large problem has at first.
const mostPart = 120

// regroup plans parts of the best roster anew, everything else fixed: a few
// people with all their turns, or everybody within a span of days. Each part is
// small enough to be searched by cases. It stops at the bound lower or after
// budget steps.
func (s *solver) regroup(j job, lower, budget int) {
	z := s.firstSize(j)
	for n := 0; budget > 0 && s.at(j.place) > lower && !s.stopped(); n++ {
		fixed, out := s.people(z.size)
		if n%3 == 2 {
			fixed, out = s.days(14+2*z.size), nil
		}
		before := s.at(j.place)
		budget -= s.part(j, fixed, out)
		z.next(s.at(j.place) < before)
	}
	s.trace("regroup", z.size, s.at(j.place), budget)
}

// partSize says how many people the next part has. Preferences start with
// large parts, which dives can improve, and go down to small ones; the other
// goals start small, since their parts are searched by cases.
type partSize struct {
	size, first, idle int
	shrinks           bool
}

func (s *solver) firstSize(j job) partSize {
	if !j.g.Window {
		return partSize{size: 4}
	}
	n := max(5, min(2*len(s.p.People)/3, mostPart*len(s.p.People)/max(1, s.size)))
	return partSize{size: n, first: n, shrinks: true}
}

func (z *partSize) next(better bool) {
	if better {
		z.idle = 0
		return
	}
	z.idle++
	switch {
	case z.shrinks && z.size > 5:
		z.size, z.idle = z.size-1, 0
	case z.shrinks && z.idle > 8:
		z.size, z.idle = z.first, 0
	case !z.shrinks && z.idle > 12:
		z.size, z.idle = min(z.size+1, 10), 0
	}
}

// people frees a random person and others who could serve where he does, and
// fixes the turns of all the rest, who stay idle otherwise.
func (s *solver) people(size int) (Roster, []bool) {
	idle := make([]bool, len(s.p.People))
	for i := range idle {
		idle[i] = true
	}
	at := s.rnd.below(len(s.p.People))
	free := []int{at}
	idle[at] = false
	for range 20 * size {
		can := s.p.People[free[s.rnd.below(len(free))]].Can
		if len(free) >= size || len(can) == 0 {
			break
		}
		who := s.best[can[s.rnd.below(len(can))]]
		if len(who) == 0 {
			continue
		}
		if x := who[s.rnd.below(len(who))]; idle[x] {
			idle[x] = false
			free = append(free, x)
		}
	}
	return s.hold(idle), idle
}

// hold is the turns of the best roster whose people stay idle otherwise; new people
// are never left alone.
func (s *solver) hold(idle []bool) Roster {
	fixed := s.best.Clone()
	for i := range fixed {
		fixed[i] = slices.DeleteFunc(fixed[i], func(x int) bool { return !idle[x] })
	}
	s.accompany(fixed)
	return fixed
}

// accompany fixes all turns of a shift of the best roster where otherwise new
// people would be left alone.
func (s *solver) accompany(fixed Roster) {
	for _, i := range s.p.unattended(fixed) {
		fixed[i] = slices.Clone(s.best[i])
	}
}

// unattended lists the shifts whose fixed turns leave new people alone.
func (p *Problem) unattended(fixed Roster) (out []int) {
	for i, who := range fixed {
		fresh := 0
		for _, x := range who {
			fresh += b2i(p.People[x].New)
		}
		if 2*fresh > len(who) {
			out = append(out, i)
		}
	}
	return out
}

// days fixes every turn outside a random span of so many days.
func (s *solver) days(length int) Roster {
	first, last := s.p.Shifts[0].Day, s.p.Shifts[len(s.p.Shifts)-1].Day
	from := first - length/2 + s.rnd.below(max(1, last-first))
	fixed := s.best.Clone()
	for i := range fixed {
		if d := s.p.Shifts[i].Day; d >= from && d < from+length {
			fixed[i] = nil
		}
	}
	return fixed
}

// part plans what is not fixed anew and returns the steps spent.
func (s *solver) part(j job, fixed Roster, idle []bool) int {
	sub := s.apart(fixed, idle)
	m := newMaster(sub.p, j.g)
	ceiling := func() int { return sub.at(j.place) }
	m.climb(ceiling(), 40, s.stopped)
	sub.moves = j.moves
	budget := 40 * m.work
	if m.lower() < ceiling() && m.g.Window {
		sub.dive(j, m)
		budget = 10_000_000 * b2i(sub.size < 60)
	}
	if m.lower() < ceiling() && budget > 0 {
		sub.branch(m, ceiling, budget)
	}
	s.takeOver(sub, fixed)
	return m.work + m.laid()
}

// apart is a solver of what is not fixed, which begins with the best roster.
func (s *solver) apart(fixed Roster, idle []bool) *solver {
	q := s.p.Fix(fixed, idle)
	rest := s.best.Clone()
	for i := range rest {
		rest[i] = slices.DeleteFunc(rest[i], func(x int) bool { return slices.Contains(fixed[i], x) })
	}
	sub := &solver{p: q, opt: s.opt, effort: 1, stop: s.stop, rnd: s.rnd, size: q.seats(), best: rest, score: q.Measure(rest), quick: true}
	sub.opt.Trace = nil
	return sub
}

// takeOver takes the best roster of a solver set apart, if it is better.
func (s *solver) takeOver(sub *solver, fixed Roster) {
	s.rnd = sub.rnd
	if s.p.Better(sub.score, s.score) {
		s.offer(sub.best.with(fixed))
	}
}

// with is both rosters in one.
func (r Roster) with(more Roster) Roster {
	out := r.Clone()
	for i := range out {
		out[i] = append(out[i], more[i]...)
		slices.Sort(out[i])
	}
	return out
}
