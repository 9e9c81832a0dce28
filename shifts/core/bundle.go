package core

import "slices"

// bundle is a proximal bundle over a master: it remembers schedules of
// everybody, mixes them so that the coupling rules are broken least for their
// price, and asks for new schedules at the multipliers that follow. It needs
// far fewer rounds than steps along subgradients, and it sees when a mixture
// meets every rule: then no multipliers will ever raise the bound further.
type bundle struct {
	m       *master
	blocks  []mixture // of the members, then of the crews
	slack   []float64 // by slack of the master
	reach   float64   // how far multipliers move for each unit a rule is broken
	centre  []float64 // multipliers the moves start from
	left    []float64 // by row: what the mixture leaves of the right side
	point   []float64 // multipliers that follow
	diff    []float64 // scratch, all zero between uses
	moved   []int     // scratch: rows of diff in use
	promise float64   // by how much the multipliers left the centre, squared
	last    int64     // the bound at the point before this one
	touched int       // coefficients looked at since the last count of work
}

// mixture is a weighted mean of schedules of one member, or of teams.
type mixture struct{ cols []column }

// coefficient is what a column has of a row; small, since mixing reads little
// else.
type coefficient struct {
	row int32
	val float32 // a whole number
}

type column struct {
	cost, weight float64
	in           []coefficient
	pick         []int // the turns of a schedule
	idle         int   // rounds without weight
}

const (
	sweeps    = 10   // passes over all mixtures for each new set of schedules
	forgotten = 12   // rounds after which an unused schedule is dropped
	met       = 1e-5 // rules broken less than this count as met
	perColumn = 150  // table entries of a planner that take as long as learning one schedule
)

func newBundle(m *master, reach float64) *bundle {
	b := &bundle{m: m, reach: reach, slack: make([]float64, len(m.slacks)), blocks: make([]mixture, len(m.members)+len(m.crews))}
	if m.centre == nil {
		m.centre = make([]float64, len(m.rows))
	}
	b.centre = slices.Clone(m.centre)
	b.point = slices.Clone(m.centre)
	b.left, b.diff = make([]float64, len(m.rows)), make([]float64, len(m.rows))
	for r, row := range m.rows {
		b.left[r] = float64(row.rhs)
		if m.capRows[2] == r {
			for _, o := range m.members {
				b.left[r] -= float64(o.shared)
			}
		}
	}
	return b
}

// approach lets the multipliers follow the mixtures for some rounds; false
// when somebody has no schedule left.
func (b *bundle) approach(rounds int, use []float64) bool {
	for range rounds {
		b.promise = b.mix()
		copy(b.centre, b.point)
		lb := b.m.evaluate(b.point, use)
		b.last = lb
		if lb > b.m.bound {
			b.m.bound = lb
			copy(b.m.centre, b.point)
		}
		if lb >= far/2 {
			return false
		}
		if !b.learn() && b.promise < met {
			break
		}
	}
	b.mix()
	return true
}

// climb raises the bound of m towards ceiling within so many rounds, and hands
// the mixtures to the master as shares of turns. At first the multipliers
// wander, which goes far in few rounds; once that comes to nothing they settle:
// each step starts from the best multipliers known.
func (m *master) climb(ceiling, rounds int, stop func() bool) {
	if m.void {
		m.bound = far
		return
	}
	b := newBundle(m, 0.3)
	m.ascend(&ascent{b: b, patient: patient}, ceiling, rounds, stop)
}

// resume is a climb that goes on from the mixtures another left, but for what
// decisions forbid since.
func (m *master) resume(from *memory, ceiling, rounds int) {
	if from == nil {
		m.climb(ceiling, rounds, nil)
		return
	}
	b := newBundle(m, from.reach)
	b.recall(from)
	m.ascend(&ascent{b: b, settled: true, patient: resumed}, ceiling, rounds, nil)
}

func (m *master) ascend(x *ascent, ceiling, rounds int, stop func() bool) {
	b, use := x.b, make([]float64, len(m.rows))
	m.bound = max(m.bound, m.evaluate(b.point, use))
	if m.bound >= far/2 {
		return
	}
	b.learn()
	x.was, x.last = m.bound, m.bound
	defer b.share()
	for n := 0; n < rounds && m.lower() < ceiling && (stop == nil || !stop()); n++ {
		before := m.bound
		if !b.approach(1, use) {
			m.bound = far
			return
		}
		if m.g.free() && b.promise < 1e-3 || !x.next(m.bound > before) {
			return
		}
	}
}

// memory is what a climb leaves: its mixtures, and how far its multipliers
// moved at last.
type memory struct {
	blocks []mixture
	reach  float64
}

// recall takes the schedules and teams of a memory over that decisions permit.
func (b *bundle) recall(from *memory) {
	for i, x := range from.blocks {
		sum := 0.0
		y := &b.blocks[i]
		for _, c := range x.cols {
			if b.permits(i, &c) {
				y.cols = append(y.cols, c)
				sum += c.weight
			}
		}
		for k := range y.cols {
			c := &y.cols[k]
			switch {
			case sum > 1e-6:
				c.weight /= sum
			default:
				c.weight = float64(b2i(k == 0))
			}
			b.weigh(c, c.weight)
		}
	}
}

// ascent says how a climb goes on from round to round.
type ascent struct {
	b       *bundle
	settled bool
	was     int64 // the bound when it last rose by enough
	last    int64 // the bound at the last multipliers
	idle    int   // rounds since then, while wandering only those that went down
	patient int   // how many of them end it
}

const (
	stalled = 6    // rounds that went down after which multipliers settle
	patient = 25   // rounds without a better bound after which a climb ends
	resumed = 10   // the same for a climb that goes on from another
	longer  = 1.05 // how much the reach of a climb grows with each round
	settle  = 0.3  // how much of it is left when multipliers settle
	bolder  = 1.4  // how much it grows then with a better bound
	timid   = 0.8  // how much it shrinks without one
)

// next prepares the next round; false when the climb has come to its end.
func (x *ascent) next(better bool) bool {
	b := x.b
	switch {
	case b.m.bound-x.was > scale/50:
		x.was, x.idle = b.m.bound, 0
	case x.settled || b.last <= x.last:
		x.idle++
	}
	x.last = b.last
	switch {
	case x.settled && better:
		b.reach *= bolder
	case x.settled:
		b.reach *= timid
		copy(b.centre, b.m.centre)
	case x.idle >= stalled:
		x.settled, x.idle = true, 0
		b.reach *= settle
		copy(b.centre, b.m.centre)
	default:
		b.reach *= longer
	}
	return x.idle < x.patient
}

// share hands the mixtures to the master as shares of turns.
func (b *bundle) share() {
	b.m.left = &memory{b.blocks, b.reach}
	for w, o := range b.m.members {
		if o.fixed {
			continue
		}
		clear(o.share)
		o.ended = make([]float64, o.plan.loads)
		for _, c := range b.blocks[w].cols {
			load := 0
			for _, k := range c.pick {
				o.share[k] += c.weight
				load += o.plan.turns[k].load
			}
			if load < len(o.ended) { // not one that was there before the window
				o.ended[load] += c.weight
			}
		}
	}
}

// learn adds the newest schedules and teams; false when all were known.
func (b *bundle) learn() bool {
	fresh := false
	for w, o := range b.m.members {
		if o.fixed && len(b.blocks[w].cols) > 0 {
			continue
		}
		b.m.work += perColumn
		c := column{pick: slices.Clone(o.pick)}
		for _, k := range o.pick {
			c.cost += float64(o.cost[k]) / scale
			for _, x := range o.in[k] {
				b.put(int(x.row), float64(x.val))
			}
		}
		c.in = b.take()
		fresh = b.add(w, c) || fresh
	}
	b.m.work += perColumn * len(b.m.crews)
	for n, o := range b.m.crews {
		c := column{cost: float64(o.cost[o.pick]) / scale, pick: []int{o.pick}}
		for _, i := range o.teams[o.pick*o.seats : (o.pick+1)*o.seats] {
			if i >= 0 {
				b.put(o.row[i], -1)
			}
		}
		c.in = b.take()
		fresh = b.add(len(b.m.members)+n, c) || fresh
	}
	return fresh
}

func (b *bundle) put(row int, val float64) {
	if b.diff[row] == 0 {
		b.moved = append(b.moved, row)
	}
	b.diff[row] += val
}

// take returns what was put, and clears it.
func (b *bundle) take() []coefficient {
	slices.Sort(b.moved)
	b.moved = slices.Compact(b.moved)
	in := make([]coefficient, 0, len(b.moved))
	for _, r := range b.moved {
		if b.diff[r] != 0 {
			in = append(in, coefficient{int32(r), float32(b.diff[r])})
			b.diff[r] = 0
		}
	}
	b.moved = b.moved[:0]
	return in
}

func (b *bundle) add(block int, c column) bool {
	x := &b.blocks[block]
	for i := range x.cols {
		if x.cols[i].cost == c.cost && slices.Equal(x.cols[i].in, c.in) {
			return false
		}
	}
	if len(x.cols) == 0 {
		c.weight = 1
		for _, e := range c.in {
			b.shift(int(e.row), -float64(e.val))
		}
	}
	x.cols = append(x.cols, c)
	return true
}

// shift changes what is left of a row.
func (b *bundle) shift(row int, by float64) {
	b.left[row] += by
	b.follow(row)
}

func (b *bundle) follow(row int) {
	y := b.centre[row] + float64(b.reach*b.left[row])
	switch b.m.rows[row].sense {
	case most:
		y = min(y, 0)
	case least:
		y = max(y, 0)
	}
	b.point[row] = y
}

// mix improves the mixtures for the present centre. It returns the sum of
// squares by which the multipliers have left the centre.
func (b *bundle) mix() float64 {
	for r := range b.point {
		b.follow(r)
	}
	for n := range sweeps {
		gain := 0.0
		for i := range b.blocks {
			gain += b.improve(&b.blocks[i])
		}
		b.m.work += (4*b.touched + 8*len(b.m.slacks)) / 3
		b.touched = 0
		gain += b.buy()
		if n > 2 && gain < 1e-6*b.reach {
			break
		}
	}
	for i := range b.blocks {
		x := &b.blocks[i]
		for k := range x.cols {
			x.cols[k].idle++
			if x.cols[k].weight > 0 {
				x.cols[k].idle = 0
			}
		}
		x.cols = slices.DeleteFunc(x.cols, func(c column) bool { return c.idle > forgotten })
	}
	d := 0.0
	for r := range b.point {
		d += float64((b.point[r] - b.centre[r]) * (b.point[r] - b.centre[r]))
	}
	return d / b.reach / b.reach
}

// improve moves weight from the dearest to the cheapest schedule of a mixture.
func (b *bundle) improve(x *mixture) float64 {
	if len(x.cols) == 1 {
		return 0
	}
	low, high := 0.0, 0.0
	best, worst := -1, -1
	for i := range x.cols {
		v := x.cols[i].cost
		b.touched += len(x.cols[i].in)
		for _, e := range x.cols[i].in {
			v -= float64(b.point[e.row] * float64(e.val))
		}
		if best < 0 || v < low {
			best, low = i, v
		}
		if x.cols[i].weight > 0 && (worst < 0 || v > high) {
			worst, high = i, v
		}
	}
	gain := high - low
	if gain < 1e-9 {
		return 0
	}
	for _, e := range x.cols[best].in {
		b.put(int(e.row), float64(e.val))
	}
	for _, e := range x.cols[worst].in {
		b.put(int(e.row), -float64(e.val))
	}
	norm := 0.0
	for _, r := range b.moved {
		norm += float64(b.diff[r] * b.diff[r])
	}
	weight := x.cols[worst].weight
	if norm > 0 {
		weight = min(weight, gain/float64(b.reach*norm))
	}
	for _, r := range b.moved {
		if b.diff[r] != 0 {
			b.shift(r, -float64(weight*b.diff[r]))
			b.diff[r] = 0
		}
	}
	b.moved = b.moved[:0]
	x.cols[best].weight += weight
	if x.cols[worst].weight -= weight; x.cols[worst].weight < 1e-12 {
		x.cols[worst].weight = 0
	}
	return gain * weight
}

// buy sets the slacks.
func (b *bundle) buy() float64 {
	gain := 0.0
	for i := range b.m.slacks {
		e := &b.m.slacks[i]
		v, norm := float64(e.cost), 0.0
		for _, x := range e.in {
			v -= float64(b.point[x.row] * float64(x.val))
			norm += float64(x.val * x.val)
		}
		to := max(0, min(float64(e.most), b.slack[i]-v/float64(b.reach*norm)))
		by := to - b.slack[i]
		if by == 0 {
			continue
		}
		b.slack[i] = to
		for _, x := range e.in {
			b.shift(int(x.row), -float64(by*float64(x.val)))
		}
		gain -= float64(by * v)
	}
	return gain
}
