package core

import "slices"

// ends is the least and the greatest load a person can have in the end.
type ends struct{ low, high int }

// totals narrows the loads a goal allows each person by what all loads
// together must come to: where every seat is to be taken, the sum is known, and
// what the others cannot carry falls on him. It returns the sum too; known is
// false where it is not, and ok is false when no loads fit.
func (p *Problem) totals(g Goal) (all []ends, sum int, known, ok bool) {
	known, ok = g.CapUnfilled == 0 && g.Soft == 0, true
	for i := range p.Shifts {
		sum += p.Shifts[i].Seats * p.Shifts[i].Weight
		known = known && p.Shifts[i].Priority > 0
	}
	all = make([]ends, len(p.People))
	a, b := 0, 0
	for i := range p.People {
		v := &p.People[i]
		sum += v.Load
		e := ends{v.Load, v.Load}
		for _, s := range v.Can {
			e.high += p.Shifts[s].Weight
		}
		if g.Window && v.Fair {
			e = ends{max(e.low, g.Low), min(e.high, g.High)}
			if p.own != nil {
				e = ends{max(e.low, p.own[i].low), min(e.high, p.own[i].high)}
			}
			ok = ok && e.low <= e.high
		}
		all[i] = e
		a, b = a+e.low, b+e.high
	}
	if !known || !ok {
		return all, sum, known, ok
	}
	if a > sum || b < sum {
		return all, sum, true, false
	}
	for i, e := range all {
		all[i] = ends{max(e.low, sum-(b-e.high)), min(e.high, sum-(a-e.low))}
	}
	return all, sum, true, true
}

// owned returns the problem in which everybody has the loads of his own that
// the goal's window and the sum of all loads leave him; p itself where that is
// not known.
func (p *Problem) owned(g Goal) *Problem {
	if _, _, known, ok := p.totals(g); !known || !ok {
		return p
	}
	m := newMaster(p, g)
	if m.void {
		return p
	}
	q := *p
	q.own, _, _, _ = p.totals(g)
	for _, b := range m.members {
		d, e := b.plan, &q.own[b.person]
		if d.loads == 1 {
			continue // any load will do
		}
		end := d.value[len(d.turns)][:d.loads]
		low := slices.IndexFunc(end, func(c int64) bool { return c < far })
		high := len(end) - 1
		for high > low && end[high] >= far {
			high--
		}
		if load := p.People[b.person].Load; low >= 0 {
			*e = ends{max(e.low, load+low*d.unit), min(e.high, load+high*d.unit)}
		}
	}
	return &q
}

// loadSet is a set of loads, bit by bit.
type loadSet []uint64

func newLoadSet(n int) loadSet { return make(loadSet, (n+63)/64) }

func (x loadSet) has(l int) bool { return l >= 0 && l>>6 < len(x) && x[l>>6]>>(l&63)&1 == 1 }
func (x loadSet) put(l int)      { x[l>>6] |= 1 << (l & 63) }

// join adds every load of y, by more; loads beyond the set are left out.
func (x loadSet) join(y loadSet, by int) {
	words, bits := by>>6, by&63
	for i := len(y) - 1; i >= 0; i-- {
		if y[i] == 0 || i+words >= len(x) {
			continue
		}
		x[i+words] |= y[i] << bits
		if bits > 0 && i+words+1 < len(x) {
			x[i+words+1] |= y[i] >> (64 - bits)
		}
	}
}

// endings is the set of total loads, in units, that the rules of one person
// leave him; nil when it is not known.
func (d *planner) endings() loadSet {
	if d.sameDay || d.loads == 1 {
		return nil
	}
	cells := d.weeks * d.months
	at := make([]loadSet, (len(d.turns)+1)*cells)
	reach := func(k, cell int) loadSet {
		if at[k*cells+cell] == nil {
			at[k*cells+cell] = newLoadSet(d.loads)
		}
		return at[k*cells+cell]
	}
	reach(0, d.start()/d.loads).put(0)
	for k := range d.turns {
		t := &d.turns[k]
		for w := range d.weeks {
			for m := range d.months {
				from := at[k*cells+w*d.months+m]
				if from == nil {
					continue
				}
				reach(k+1, d.enter(k, k+1, w, m)/d.loads).join(from, 0)
				if d.weeks > 1 && w == 0 || d.months > 1 && m == 0 {
					continue
				}
				_, to := d.followed(k, w, m)
				reach(t.next, to/d.loads).join(from, t.load)
			}
		}
	}
	out := newLoadSet(d.loads)
	for cell := range cells {
		out.join(at[len(d.turns)*cells+cell], 0)
	}
	return out
}

// agree forbids, person by person, the loads that no loads of the others
// complete to the known sum: weights that are all even leave only even loads,
// and the like. It reports whether any loads fit.
func (m *master) agree(all []ends, sum int) bool {
	n, width := len(all), 0
	for _, e := range all {
		sum -= e.low
		width += e.high - e.low
	}
	width = min(width, sum)
	sets := make([][]int, n) // by person: loads above his least
	plans := make([]*planner, n)
	for _, b := range m.members {
		plans[b.person] = b.plan
	}
	for i, e := range all {
		sets[i] = m.choices(i, e, plans[i])
	}
	after := make([]loadSet, n+1) // sums of the people from i on
	after[n] = newLoadSet(width + 1)
	after[n].put(0)
	for i := n - 1; i >= 0; i-- {
		after[i] = newLoadSet(width + 1)
		for _, l := range sets[i] {
			after[i].join(after[i+1], l)
		}
	}
	if !after[0].has(sum) {
		return false
	}
	before := newLoadSet(width + 1)
	before.put(0)
	for i, e := range all {
		next := newLoadSet(width + 1)
		for _, l := range sets[i] {
			next.join(before, l)
		}
		if d := plans[i]; d != nil && d.loads > 1 {
			back := after[i+1].backwards(sum)
			d.keep(m.p.People[i].Load-e.low, func(l int) bool { return before.meets(back, l) })
		}
		before = next
	}
	return true
}

// choices lists the loads above his least that a person can reach.
func (m *master) choices(i int, e ends, d *planner) []int {
	var out []int
	var set loadSet
	if d != nil {
		set = d.endings()
	}
	for l := 0; l <= e.high-e.low; l++ {
		raw := e.low + l - m.p.People[i].Load
		if d == nil && raw != 0 || set != nil && (raw%d.unit != 0 || !set.has(raw/d.unit)) {
			continue
		}
		out = append(out, l)
	}
	return out
}

// meets reports whether a load of x and one of the set that is backwards in
// back add up to by less than what back was turned about.
func (x loadSet) meets(back loadSet, by int) bool {
	words, bits := by>>6, by&63
	for i, w := range x {
		at := i + words
		if w == 0 || at >= len(back) {
			continue
		}
		v := back[at] >> bits
		if bits > 0 && at+1 < len(back) {
			v |= back[at+1] << (64 - bits)
		}
		if w&v != 0 {
			return true
		}
	}
	return false
}

// backwards is the set of sum minus each load.
func (x loadSet) backwards(sum int) loadSet {
	out := newLoadSet(sum + 1)
	for l := range sum + 1 {
		if x.has(sum - l) {
			out.put(l)
		}
	}
	return out
}

// keep forbids schedules that end at a load that does not fit. base is what
// the planner's zero stands for.
func (d *planner) keep(base int, fits func(l int) bool) {
	end := d.value[len(d.turns)]
	for x := range end {
		if l := x % d.loads; end[x] < far && !fits(base+l*d.unit) {
			end[x] = far
		}
	}
}
