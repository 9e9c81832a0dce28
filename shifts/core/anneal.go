package core

import "math/bits"

// random is a splitmix64 generator: the same numbers on every machine.
type random uint64

func (r *random) next() uint64 {
	*r += 0x9e3779b97f4a7c15
	z := uint64(*r)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// below returns a number in [0, n).
func (r *random) below(n int) int {
	hi, _ := bits.Mul64(r.next(), uint64(n))
	return int(hi)
}

// logTable holds -ln((2k+1)/2048) in 1/1024: the threshold of annealing. It is
// computed by halving and a short series so that no machine's exp enters.
func logTable() *[1024]int {
	var t [1024]int
	for k := range t {
		x, n := float64(2*k+1)/2048, 0
		for x < 0.75 {
			x *= 2
			n++
		}
		y := (x - 1) / (x + 1) // ln x = 2(y + y^3/3 + y^5/5 + ...)
		sum, pow := 0.0, y
		for d := 1; d < 30; d += 2 {
			sum += float64(pow / float64(d))
			pow = float64(pow*y) * y
		}
		t[k] = int(float64(float64(float64(n)*0.6931471805599453)-float64(2*sum)) * 1024)
	}
	return &t
}

// anneal improves the state by steps random moves, the temperature falling
// linearly from hot to cold (in units of cost), and leaves the best roster
// found in it. stop may end it early.
func (st *state) anneal(rnd *random, steps int, hot, cold float64, stop func() bool) {
	table := logTable()
	best, bestCost := st.roster(), st.cost
	if len(st.p.Shifts) == 0 || st.places != nil && len(st.places) == 0 {
		return
	}
	for n := 0; n < steps; n++ {
		if n&4095 == 0 {
			if stop != nil && stop() {
				break
			}
			if st.cost < bestCost { // copying is dear: look only now and then
				bestCost, best = st.cost, st.roster()
			}
		}
		if n&63 == 0 {
			st.findOutside()
		}
		temp := hot + float64((cold-hot)*float64(n)/float64(steps))
		limit := st.cost + int(float64(temp*float64(table[rnd.next()>>54]))/1024)
		st.move(rnd, limit)
	}
	if st.cost > bestCost {
		st.reset(best)
	}
}

// reset replaces the whole roster.
func (st *state) reset(r Roster) {
	fresh := newState(st.p, st.w)
	fresh.fill(r)
	fresh.movable, fresh.pools, fresh.places = st.movable, st.pools, st.places
	*st = *fresh
}

// move tries one random move and keeps it when the cost does not pass limit.
func (st *state) move(rnd *random, limit int) {
	s := st.where(rnd)
	if len(st.on[s]) == 0 || (len(st.on[s]) < st.p.Shifts[s].Seats && rnd.below(2) == 0) {
		st.tryFill(rnd, s, limit)
		return
	}
	a := st.on[s][rnd.below(len(st.on[s]))]
	if st.movable != nil && !st.movable[a] {
		return
	}
	switch kind := rnd.below(64); {
	case kind < 30:
		st.tryReplace(rnd, s, a, limit)
	case kind < 62:
		st.trySwap(rnd, s, a, limit)
	default:
		st.tryDrop(s, a, limit)
	}
}

// findOutside lists the people whose load lies outside the window.
func (st *state) findOutside() {
	if !st.stale {
		return
	}
	st.outside, st.stale = st.outside[:0], false
	for i := range st.load {
		if st.breach(i, 0) > 0 {
			st.outside = append(st.outside, i)
		}
	}
}

// where picks the shift to change: any, or often one that somebody outside the
// window serves or could serve.
func (st *state) where(rnd *random) int {
	if len(st.outside) > 0 && rnd.below(4) == 0 {
		i := st.outside[rnd.below(len(st.outside))]
		if st.load[i] > st.ends(i).high && len(st.duty[i]) > 0 {
			return st.duty[i][rnd.below(len(st.duty[i]))]
		}
		if can := st.p.People[i].Can; len(can) > 0 {
			return can[rnd.below(len(can))]
		}
	}
	if st.places != nil {
		return st.places[rnd.below(len(st.places))]
	}
	return rnd.below(len(st.p.Shifts))
}

// tryDrop takes a off s: a hole now may let more people in later.
func (st *state) tryDrop(s, a, limit int) {
	st.remove(a, s)
	if !st.team(s) || st.cost > limit {
		st.add(a, s)
	}
}

func (st *state) tryFill(rnd *random, s, limit int) {
	pool := st.pool(s)
	if len(pool) == 0 {
		return
	}
	b := pool[rnd.below(len(pool))]
	if st.free(b, s) {
		st.add(b, s)
		if st.team(s) && st.cost <= limit {
			return
		}
		st.remove(b, s)
		return
	}
	st.tryShift(rnd, b, s, limit)
}

// tryShift moves b from one of his turns to s, leaving a hole there.
func (st *state) tryShift(rnd *random, b, s, limit int) {
	if len(st.duty[b]) == 0 {
		return
	}
	t := st.duty[b][rnd.below(len(st.duty[b]))]
	if t == s {
		return
	}
	st.remove(b, t)
	if st.free(b, s) {
		st.add(b, s)
		if st.team(s) && st.team(t) && st.cost <= limit {
			return
		}
		st.remove(b, s)
	}
	st.add(b, t)
}

// tryReplace puts another person in the place of a on s. When that person is
// bound by a turn near s, a takes that turn over.
func (st *state) tryReplace(rnd *random, s, a, limit int) {
	pool := st.pool(s)
	b := pool[rnd.below(len(pool))]
	if b == a {
		return
	}
	if !st.freed(b, s, -1, a) {
		if t, ok := st.blocking(b, s); ok {
			st.exchange(a, b, s, t, limit)
			return
		}
	} else if st.fits(a, b, s) {
		w := st.p.Shifts[s].Weight
		if st.cost+st.relieved(a, b, s)+st.heavier(a, -w)+st.heavier(b, w) <= limit {
			st.remove(a, s)
			st.add(b, s)
			return
		}
	}
	st.last(a, s)
}

// fits reports whether b in the place of a leaves s a permitted mix of new and
// experienced.
func (st *state) fits(a, b, s int) bool {
	return st.mixed(s, b2i(st.p.People[b].New)-b2i(st.p.People[a].New))
}

// relieved is by how much b in the place of a changes the cost of s; loads are
// not looked at.
func (st *state) relieved(a, b, s int) int {
	c := st.costBeside(b, s, a) - st.personCost(a, s)
	x, y := st.p.People[a].Holds, st.p.People[b].Holds
	for _, n := range st.p.Shifts[s].Need {
		if x[n.Skill] != y[n.Skill] {
			have := st.p.holders(n.Skill, st.on[s])
			then := have + b2i(y[n.Skill]) - b2i(x[n.Skill])
			c += st.w.Short * (max(0, n.Count-then) - max(0, n.Count-have))
		}
	}
	return c
}

// heavier is by how much so much more load changes the cost of person i.
func (st *state) heavier(i, by int) int { return st.breach(i, by) - st.breach(i, 0) }

// blocking returns a turn of b that lies next to s.
func (st *state) blocking(b, s int) (int, bool) {
	list := st.duty[b]
	at := 0
	for at < len(list) && list[at] < s {
		at++
	}
	if at < len(list) && list[at] == s || len(list) == 0 {
		return 0, false
	}
	if at == len(list) || at > 0 && st.p.Shifts[s].Day-st.p.Shifts[list[at-1]].Day <= st.p.Shifts[list[at]].Day-st.p.Shifts[s].Day {
		return list[at-1], true
	}
	return list[at], true
}

// trySwap exchanges a on s with somebody on another shift.
func (st *state) trySwap(rnd *random, s, a, limit int) {
	t := st.p.People[a].Can[rnd.below(len(st.p.People[a].Can))]
	if t == s || len(st.on[t]) == 0 {
		return
	}
	b := st.on[t][rnd.below(len(st.on[t]))]
	if b == a || !st.p.People[b].May[s] || st.movable != nil && !st.movable[b] {
		return
	}
	st.exchange(a, b, s, t, limit)
}

// exchange puts a, who serves s, on t and b, who serves t, on s when the rules
// and the limit permit.
func (st *state) exchange(a, b, s, t, limit int) {
	if st.freed(b, s, t, a) && st.freed(a, t, s, b) && st.fits(a, b, s) && st.fits(b, a, t) {
		more := st.p.Shifts[t].Weight - st.p.Shifts[s].Weight
		if st.cost+st.relieved(a, b, s)+st.relieved(b, a, t)+st.heavier(a, more)+st.heavier(b, -more) <= limit {
			st.remove(a, s)
			st.remove(b, t)
			st.add(b, s)
			st.add(a, t)
			return
		}
	}
	st.last(b, t)
	st.last(a, s)
}

// pool returns everybody who may serve s.
func (st *state) pool(s int) []int { return st.pools[s] }
