package core

// perDetours is how many times as long as best detours takes.
const perDetours = 4

// detours returns, for each turn, the least cost of a schedule that takes it
// and of one that does not, or at least far where there is none. All turns
// together cost little more than best does once: the least cost of coming to a
// state meets that of going on from it.
func (d *planner) detours(cost []int64) (taken, left []int64) {
	n := len(d.turns)
	taken, left = make([]int64, n), make([]int64, n)
	for k := range n {
		taken[k], left[k] = far, far
	}
	d.allLive()
	if d.pass(cost) >= far/2 {
		return taken, left
	}
	if d.sameDay {
		d.detoursOneByOne(cost, taken, left)
		return taken, left
	}
	came := make([]int64, (n+1)*d.size()) // by turn and state: least cost of coming there
	for i := range came {
		came[i] = far
	}
	came[d.start()] = 0
	for k := range d.turns {
		t := &d.turns[k]
		here, then, after := came[k*d.size():], came[(k+1)*d.size():], came[t.next*d.size():]
		for _, x := range d.lines[k] {
			from := here[x.out:][:x.n]
			if !t.must {
				left[k] = min(left[k], forward(from, then[x.skip:], d.value[k+1][x.skip:], 0))
			}
			if !t.out {
				taken[k] = min(taken[k], forward(from[:x.nTake], after[x.take:], d.value[t.next][x.take:], cost[k]))
			}
		}
	}
	for k := range d.turns { // who takes a turn leaves those before the next
		for j := k + 1; j < d.turns[k].next; j++ {
			left[j] = min(left[j], taken[k])
		}
	}
	return taken, left
}

// forward carries the costs of coming to a line of states on to where it leads,
// and returns the least cost of a schedule that goes that way.
func forward(from, to, rest []int64, cost int64) int64 {
	low := far
	for l, v := range from {
		v += cost
		to[l] = min(to[l], v)
		low = min(low, v+rest[l])
	}
	return low
}

// detoursOneByOne is detours for people who may serve twice a day.
func (d *planner) detoursOneByOne(cost, taken, left []int64) {
	was := append([]turn(nil), d.turns...)
	for k := range was {
		if !was[k].must {
			d.turns[k].out = true
			left[k] = d.best(cost)
			copy(d.turns, was)
		}
		if !was[k].out {
			d.force(k)
			taken[k] = d.best(cost)
			copy(d.turns, was)
		}
	}
	d.best(cost) // its tables stand for the turns as they are
}
