package core

// trace returns the turns of the cheapest schedule after best.
func (d *planner) trace(cost []int64) []int {
	var out []int
	k, at := int(d.live[0]), d.start()
	for k < len(d.turns) {
		w, m, l := d.split(at)
		if !d.turns[k].must {
			after := int(d.live[k+1])
			if skip := d.enter(k, after, w, m) + l; d.value[after][skip] == d.value[k][at] {
				k, at = after, skip
				continue
			}
		}
		out = append(out, k)
		k, at = d.traceAfter(&out, k, w, m, l, cost)
	}
	return out
}

func (d *planner) split(at int) (w, m, l int) {
	return at / d.loads / d.months, at / d.loads % d.months, at % d.loads
}

// traceAfter follows the chain of turns on the day of k and returns the state
// on a later day.
func (d *planner) traceAfter(out *[]int, k, w, m, l int, cost []int64) (int, int) {
	for {
		from, base := d.followed(k, w, m)
		l += d.turns[k].load
		if !d.sameDay {
			return int(d.live[d.turns[k].next]), base + l
		}
		w, m, _ = d.split(base)
		later := d.enter(k, d.turns[k].next, w, m) + l
		if !d.mustBetween(k, d.turns[k].next) && d.value[d.turns[k].next][later] == from[base+l] {
			return d.turns[k].next, later
		}
		k = d.sameDayTurn(k, w, m, l, from[base+l], cost)
		*out = append(*out, k)
	}
}

func (d *planner) sameDayTurn(k, w, m, l int, want int64, cost []int64) int {
	for _, j := range d.turns[k].within {
		u := &d.turns[j]
		if u.out || d.weeks > 1 && w == 0 || d.months > 1 && m == 0 || l+u.load >= d.loads {
			continue
		}
		if d.mustBetween(k, j) {
			continue
		}
		from, at := d.followed(j, w, m)
		if cost[j]+from[at+l+u.load] == want {
			return j
		}
	}
	return d.turns[k].within[0] // unreachable: want came from one of them
}
