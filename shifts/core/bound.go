package core

import (
	"math"
	"slices"
	"sync"
)

// roundUp turns a bound in units into a bound on whole-number objectives.
func roundUp(units int64) int {
	q := units / scale
	if units%scale > 0 {
		q++
	}
	return int(q)
}

// lower is the best valid bound under the present restrictions.
func (m *master) lower() int {
	switch {
	case m.bound <= -far:
		return math.MinInt32
	case m.bound >= far:
		return math.MaxInt32
	}
	return m.base + roundUp(m.bound)
}

// evaluate prices everybody at the point and returns the bound it gives, in
// units. use receives how much of every row the answer takes.
func (m *master) evaluate(point, use []float64) int64 {
	duals := m.whole(point)
	for r := range use {
		use[r] = 0
	}
	total := m.constant(duals, use)
	m.work += 3*len(m.rows) + 2*len(m.slacks)
	for _, c := range m.crews {
		m.work += len(c.who) + len(c.live) + len(c.cost)*b2i(c.live == nil)
		v := c.best(duals, use)
		if v >= far/2 {
			return far
		}
		total += v
	}
	m.priceAll(duals)
	for _, b := range m.members {
		if b.value >= far/2 {
			return far // nobody can satisfy the restrictions
		}
		total += b.value
		for _, k := range b.pick {
			for _, x := range b.in[k] {
				use[x.row] += float64(x.val)
			}
		}
		if m.capRows[2] >= 0 {
			use[m.capRows[2]] += float64(b.shared)
		}
	}
	return total
}

// whole rounds multipliers to integer units and clips those whose sign a rule
// fixes; any such vector gives a valid bound.
func (m *master) whole(point []float64) []int64 {
	if m.units == nil {
		m.units = make([]int64, len(m.rows))
	}
	out := m.units
	for r, y := range point {
		u := int64(math.Floor(float64(y*scale) + 0.5))
		switch m.rows[r].sense {
		case most:
			u = min(u, 0)
		case least:
			u = max(u, 0)
		}
		out[r] = u
	}
	return out
}

// constant is the part of the bound that no schedule touches.
func (m *master) constant(duals []int64, use []float64) int64 {
	total := int64(0)
	for r, row := range m.rows {
		total += duals[r] * int64(row.rhs)
	}
	for i := range m.slacks {
		e := &m.slacks[i]
		c := int64(e.cost) * scale
		for _, x := range e.in {
			c -= duals[x.row] * int64(x.val)
		}
		if c >= 0 {
			continue
		}
		total += c * int64(e.most)
		for _, x := range e.in {
			use[x.row] += float64(e.most * int(x.val))
		}
	}
	return total
}

// worthSharing is the number of table entries from which a second core pays.
const worthSharing = 30_000

// priceAll prices every member, on two cores when there is enough to do. The
// answers do not depend on it.
func (m *master) priceAll(duals []int64) {
	total := 0
	for _, b := range m.members {
		if !b.fixed {
			total += b.plan.entries
		}
	}
	half := func(from, step int) {
		for w := from; w < len(m.members); w += step {
			if b := m.members[w]; b.fixed {
				m.stand(b, duals)
			} else {
				m.price(b, duals)
			}
		}
	}
	if total < worthSharing || m.alone {
		half(0, 1)
	} else {
		var wg sync.WaitGroup
		wg.Go(func() { half(1, 2) })
		half(0, 2)
		wg.Wait()
	}
	for _, b := range m.members {
		if !b.fixed {
			m.work += b.plan.filled
		}
	}
}

// stand prices the schedule of a member that is fixed.
func (m *master) stand(b *member, duals []int64) {
	b.value = 0
	for _, k := range b.pick {
		b.value += b.cost[k]
		for _, x := range b.in[k] {
			b.value -= duals[x.row] * int64(x.val)
		}
	}
	if m.capRows[2] >= 0 {
		b.value -= duals[m.capRows[2]] * int64(b.shared)
	}
}

// price finds the cheapest schedule of a member at the given multipliers.
func (m *master) price(b *member, duals []int64) {
	for k := range b.cost {
		if t := &b.plan.turns[k]; t.out && !t.must {
			continue // no schedule takes it
		}
		c := b.cost[k]
		for _, x := range b.in[k] {
			c -= duals[x.row] * int64(x.val)
		}
		b.reward[k] = c
	}
	b.value = b.plan.best(b.reward)
	if b.value < far/2 {
		b.pick = b.plan.trace(b.reward)
		if m.capRows[2] >= 0 {
			b.value -= duals[m.capRows[2]] * int64(b.shared)
		}
	}
}

// through returns, for every member and turn, by how much the bound at the best
// multipliers is higher for rosters in which the member takes the turn, in
// units.
func (m *master) through() [][]int64 {
	out := make([][]int64, len(m.members))
	m.evaluate(m.centre, make([]float64, len(m.rows)))
	for w, b := range m.members {
		taken, _ := b.plan.detours(b.reward)
		m.work += perDetours * b.plan.entries
		own := b.plan.value[b.plan.live[0]][b.plan.start()]
		for k := range taken {
			taken[k] -= own
		}
		out[w] = taken
	}
	return out
}

// restrict makes turn k of member w forced (take) or forbidden.
func (m *master) restrict(w, k int, take bool) {
	plan := m.members[w].plan
	if !take {
		plan.turns[k].out = true
		return
	}
	plan.force(k)
}

// force makes turn k one that must be taken, and forbids those that would pass
// it by.
func (d *planner) force(k int) {
	d.turns[k].must = true
	for j := range k {
		if t := &d.turns[j]; t.next > k && !slices.Contains(t.within, k) {
			t.out = true
		}
	}
}

// release lifts every restriction of member w.
func (m *master) release(w int) {
	m.members[w].plan.free()
	for k := range m.members[w].plan.turns {
		t := &m.members[w].plan.turns[k]
		t.out, t.must = false, false
	}
}

// picked returns the roster of everybody's cheapest schedules; it may break
// coupling rules.
func (m *master) picked() Roster {
	r := make(Roster, len(m.p.Shifts))
	for _, b := range m.members {
		for _, k := range b.pick {
			s := b.plan.turns[k].shift
			r[s] = append(r[s], b.person)
		}
	}
	return r
}
