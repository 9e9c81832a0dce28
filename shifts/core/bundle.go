package core

import (
	"math"
	"slices"
)

// bundle is a proximal bundle over a master: it remembers schedules of
// everybody, mixes them so that the coupling rules are broken least for their
// price, and asks for new schedules at the multipliers that follow. It needs
// far fewer rounds than steps along subgradients, and it sees when a mixture
// meets every rule: then no multipliers will ever raise the bound further.
type bundle struct {
	m      *master
	blocks []mixture // of the members, then of the crews
	slack  []float64 // by slack of the master
	reach  float64   // how far multipliers move for each unit a rule is broken
	centre []float64 // multipliers the moves start from
	left   []float64 // by row: what the mixture leaves of the right side
	point  []float64 // multipliers that follow
	diff   []float64 // scratch, all zero between uses
	moved  []int     // scratch: rows of diff in use
}

// mixture is a weighted mean of schedules of one member, or of teams.
type mixture struct{ cols []column }

type column struct {
	cost, weight float64
	in           []entry
	pick         []int // the turns of a schedule
	idle         int   // rounds without weight
}

const (
	sweeps    = 20   // passes over all mixtures for each new set of schedules
	forgotten = 12   // rounds after which an unused schedule is dropped
	met       = 1e-5 // rules broken less than this count as met
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

// settle raises the bound of m towards ceiling within so many rounds. It
// reports whether it went on until nothing more is to be had.
func (m *master) settle(ceiling, rounds int, stop func() bool) bool {
	if m.void {
		m.bound = far
		return true
	}
	use := make([]float64, len(m.rows))
	b := newBundle(m, 1)
	first := m.evaluate(b.point, use)
	if first >= far/2 {
		m.bound = far
		return true
	}
	m.bound = max(m.bound, first)
	norm := 0.0
	for r, row := range m.rows {
		g := float64(row.rhs) - use[r]
		norm += float64(g * g)
	}
	b.reach = 2 * max(1, float64(ceiling-m.base)-float64(first)/scale) / max(1, norm)
	if m.g.free() {
		b.reach = 1
	}
	b.learn()
	for range rounds {
		if m.lower() >= ceiling || stop != nil && stop() {
			return false
		}
		promise := b.mix()
		hope := b.model() - float64(m.bound)/scale
		lb := m.evaluate(b.point, use)
		if lb >= far/2 {
			m.bound = far
			return true
		}
		fresh := b.learn()
		if !m.g.free() {
			b.pace(float64(lb-m.bound)/scale, hope)
		}
		if lb > m.bound {
			m.bound = lb
			copy(m.centre, b.point)
			copy(b.centre, b.point)
		}
		if !fresh && promise < met || m.g.free() && promise < 1e-3 {
			b.share()
			return true
		}
	}
	b.share()
	return false
}

// share hands the mixtures to the master as shares of turns.
func (b *bundle) share() {
	for w, o := range b.m.members {
		clear(o.share)
		o.ended = make([]float64, o.plan.loads)
		for _, c := range b.blocks[w].cols {
			load := 0
			for _, k := range c.pick {
				o.share[k] += c.weight
				load += o.plan.turns[k].load
			}
			o.ended[load] += c.weight
		}
	}
}

// learn adds the newest schedules and teams; false when all were known.
func (b *bundle) learn() bool {
	fresh := false
	for w, o := range b.m.members {
		c := column{pick: slices.Clone(o.pick)}
		for _, k := range o.pick {
			c.cost += float64(o.cost[k]) / scale
			for _, x := range o.in[k] {
				b.put(x.row, float64(x.val))
			}
		}
		c.in = b.take()
		fresh = b.add(w, c) || fresh
	}
	for n, o := range b.m.crews {
		c := column{cost: float64(o.cost[o.pick]) / scale}
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
func (b *bundle) take() []entry {
	slices.Sort(b.moved)
	b.moved = slices.Compact(b.moved)
	in := make([]entry, 0, len(b.moved))
	for _, r := range b.moved {
		if b.diff[r] != 0 {
			in = append(in, entry{r, int(b.diff[r])})
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
			b.shift(e.row, -float64(e.val))
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
	low, high := 0.0, 0.0
	best, worst := -1, -1
	for i := range x.cols {
		v := x.cols[i].cost
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
		b.put(e.row, float64(e.val))
	}
	for _, e := range x.cols[worst].in {
		b.put(e.row, -float64(e.val))
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
			b.shift(x.row, -float64(by*float64(x.val)))
		}
		gain -= by * v
	}
	return gain
}

// model is what the known schedules promise at the point: never less than the
// bound found there.
func (b *bundle) model() float64 {
	total := 0.0
	for r, row := range b.m.rows {
		total += float64(b.point[r] * float64(row.rhs))
		if b.m.capRows[2] == r {
			for _, o := range b.m.members {
				total -= float64(b.point[r] * float64(o.shared))
			}
		}
	}
	for i := range b.m.slacks {
		e := &b.m.slacks[i]
		v := float64(e.cost)
		for _, x := range e.in {
			v -= float64(b.point[x.row] * float64(x.val))
		}
		total += float64(min(v, 0) * float64(e.most))
	}
	for i := range b.blocks {
		low := math.Inf(1)
		for _, c := range b.blocks[i].cols {
			v := c.cost
			for _, e := range c.in {
				v -= float64(b.point[e.row] * float64(e.val))
			}
			low = min(low, v)
		}
		total += low
	}
	return total
}

// pace lengthens the reach while the promises of the known schedules hold, and
// shortens it when they prove empty.
func (b *bundle) pace(gain, hope float64) {
	switch {
	case gain > 0.5*hope:
		b.reach *= 1.6
	case gain < -hope:
		b.reach *= 0.7
	case gain < 0:
		b.reach *= 0.93
	}
}
