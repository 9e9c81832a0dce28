package core

import "slices"

// Weights prices the goals for a search by moves: a Window breach is one unit
// of load outside [Low, High].
type Weights struct {
	Unfilled, Short, Window, Change, Pref int
	Low, High                             int
}

// state is a roster under change by moves, with every count a hard rule needs.
type state struct {
	p       *Problem
	w       Weights
	on      [][]int // by shift
	duty    [][]int // by person, sorted
	week    [][]int16
	month   [][]int16
	load    []int
	fresh   []int   // new ones on each shift
	cost    int     // weighted sum of all goals
	outside []int   // people outside the window, refreshed now and then
	stale   bool    // somebody went in or out of the window since
	movable []bool  // who may be moved; nil for all
	pools   [][]int // by shift: who may come
	places  []int   // shifts to change; nil for all
}

func newState(p *Problem, w Weights) *state {
	st := &state{
		p: p, w: w, stale: true, on: make([][]int, len(p.Shifts)), duty: make([][]int, len(p.People)),
		week: make([][]int16, len(p.People)), month: make([][]int16, len(p.People)),
		load: make([]int, len(p.People)), fresh: make([]int, len(p.Shifts)), pools: p.pools,
	}
	for i := range p.People {
		st.week[i] = make([]int16, len(p.People[i].WeekCap))
		st.month[i] = make([]int16, len(p.People[i].MonthCap))
		st.load[i] = p.People[i].Load
		st.cost += st.breach(i, 0)
	}
	for s := range p.Shifts {
		st.cost += st.shiftCost(s)
	}
	return st
}

// load puts a roster that keeps the hard rules into an empty state.
func (st *state) fill(r Roster) {
	for s, who := range r {
		for _, i := range who {
			st.add(i, s)
		}
	}
}

// reprice sets new weights and recounts the cost.
func (st *state) reprice(w Weights) {
	st.w, st.cost, st.stale = w, 0, true
	for i := range st.p.People {
		st.cost += st.breach(i, 0)
		for _, s := range st.duty[i] {
			v := &st.p.People[i]
			st.cost += w.Pref*int(v.Cost[s]) + w.Change*int(v.Change[s])
		}
	}
	for s := range st.p.Shifts {
		st.cost += st.shiftCost(s)
		for a, i := range st.on[s] {
			for _, j := range st.p.preferOf[i] {
				if slices.Contains(st.on[s][a+1:], j) {
					st.cost -= w.Pref * st.p.Bonus
				}
			}
		}
	}
}

// breach prices the load of person i, changed by delta.
func (st *state) breach(i, delta int) int {
	if !st.p.People[i].Fair {
		return 0
	}
	l, e := st.load[i]+delta, st.ends(i)
	if l < e.low {
		return st.w.Window * (e.low - l)
	}
	if l > e.high {
		return st.w.Window * (l - e.high)
	}
	return 0
}

// ends is where the load of person i should lie.
func (st *state) ends(i int) ends {
	if st.p.own != nil {
		return st.p.own[i]
	}
	return ends{st.w.Low, st.w.High}
}

// shiftCost prices what is missing on shift s.
func (st *state) shiftCost(s int) int {
	sh := &st.p.Shifts[s]
	c := st.w.Unfilled * sh.Priority * (sh.Seats - len(st.on[s]))
	for _, n := range sh.Need {
		if miss := n.Count - st.p.holders(n.Skill, st.on[s]); miss > 0 {
			c += st.w.Short * miss
		}
	}
	return c
}

// personCost is the wish, pair and change price of i on s.
func (st *state) personCost(i, s int) int {
	return st.costBeside(i, s, -1)
}

// costBeside is personCost when the person away is not there.
func (st *state) costBeside(i, s, away int) int {
	v := &st.p.People[i]
	c := st.w.Pref * int(v.Cost[s])
	if st.w.Change != 0 {
		c += st.w.Change * int(v.Change[s])
	}
	for _, j := range st.p.preferOf[i] {
		if j != away && slices.Contains(st.on[s], j) {
			c -= st.w.Pref * st.p.Bonus
		}
	}
	return c
}

// add puts i on s and keeps all counts; the caller has checked free.
func (st *state) add(i, s int) {
	sh := &st.p.Shifts[s]
	st.cost += st.personCost(i, s) - st.shiftCost(s)
	st.carry(i, sh.Weight)
	st.on[s] = append(st.on[s], i)
	st.cost += st.shiftCost(s)
	at, _ := slices.BinarySearch(st.duty[i], s)
	st.duty[i] = slices.Insert(st.duty[i], at, s)
	st.week[i][sh.Week]++
	st.month[i][sh.Month]++
	st.fresh[s] += b2i(st.p.People[i].New)
}

// remove takes i off s. It may leave a new one without an experienced one:
// the caller checks team before keeping the move.
func (st *state) remove(i, s int) {
	sh := &st.p.Shifts[s]
	st.cost -= st.shiftCost(s)
	st.last(i, s)
	st.on[s] = st.on[s][:len(st.on[s])-1]
	st.carry(i, -sh.Weight)
	st.cost += st.shiftCost(s) - st.personCost(i, s)
	at, _ := slices.BinarySearch(st.duty[i], s)
	st.duty[i] = slices.Delete(st.duty[i], at, at+1)
	st.week[i][sh.Week]--
	st.month[i][sh.Month]--
	st.fresh[s] -= b2i(st.p.People[i].New)
}

// carry changes the load of person i.
func (st *state) carry(i, by int) {
	before := st.breach(i, 0)
	st.load[i] += by
	after := st.breach(i, 0)
	st.cost += after - before
	st.stale = st.stale || (before > 0) != (after > 0)
}

// last makes i the last one of those on s.
func (st *state) last(i, s int) {
	who := st.on[s]
	at := slices.Index(who, i)
	who[at], who[len(who)-1] = who[len(who)-1], i
}

// free reports whether i may be added to s: everything but the mix of new and
// experienced, which team checks when the move is complete.
func (st *state) free(i, s int) bool {
	return len(st.on[s]) < st.p.Shifts[s].Seats && st.freed(i, s, -1, -1)
}

// freed is free for somebody who gives up the turn off, below zero none, while
// the person away leaves s; seats are not looked at.
func (st *state) freed(i, s, off, away int) bool {
	v, sh := &st.p.People[i], &st.p.Shifts[s]
	if !v.May[s] {
		return false
	}
	week, month := int(st.week[i][sh.Week]), int(st.month[i][sh.Month])
	if off >= 0 {
		week -= b2i(st.p.Shifts[off].Week == sh.Week)
		month -= b2i(st.p.Shifts[off].Month == sh.Month)
	}
	if week >= v.WeekCap[sh.Week] || month >= v.MonthCap[sh.Month] {
		return false
	}
	list := st.duty[i]
	at := 0
	for at < len(list) && list[at] < s {
		at++
	}
	before, after := at-1, at
	if before >= 0 && list[before] == off {
		before--
	}
	if after < len(list) && list[after] == off {
		after++
	}
	if after < len(list) && (list[after] == s || st.p.Clash(v.Gap, s, list[after])) {
		return false
	}
	if before >= 0 && st.p.Clash(v.Gap, list[before], s) {
		return false
	}
	for _, j := range st.p.avoidOf[i] {
		if j != away && slices.Contains(st.on[s], j) {
			return false
		}
	}
	return true
}

// team reports whether the mix of new and experienced on s is permitted.
func (st *state) team(s int) bool {
	return st.mixed(s, 0)
}

// mixed is team with so many more new ones in the place of others.
func (st *state) mixed(s, more int) bool {
	sh := &st.p.Shifts[s]
	fresh := st.fresh[s] + more
	return fresh <= sh.NewRoom && 2*fresh-len(st.on[s]) <= sh.Balance
}

// roster copies the state's assignments.
func (st *state) roster() Roster {
	r := Roster(st.on).Clone()
	for _, who := range r {
		slices.Sort(who)
	}
	return r
}
