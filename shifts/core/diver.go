package core

import (
	"cmp"
	"slices"
)

// care says how slowly a dive decides: rounds of multipliers before the first
// decision and between the next ones, how many decisions at least at a time, as
// a divisor of the number of shifts, and how far schedules must agree on a turn
// that is decided beyond that, in percent.
type care struct{ first, rounds, parts, sure int }

// diver builds rosters by deciding turn after turn as the mixtures of a bundle
// say: all that are nearly sure, and the surest of the others. It works on a
// softened copy of a master, in which a hasty decision costs something but
// never ends the dive.
type diver struct {
	s     *solver
	m     *master
	t     *tree
	root  []float64 // multipliers every dive starts from
	lower int       // bound on the goal
	cost  [][]int64 // the true costs of turns, without noise
	use   []float64 // scratch
	blame *blame    // where to plan anew; nil: anywhere
	allow [][]bool  // by person and shift: turns worth looking at; nil: all
	hard  *diver    // one that pays more for rules it breaks, once it is needed
}

func swift() care  { return care{10, 4, 30, 80} } // over everything
func slower() care { return care{10, 6, 60, 80} }
func gentle() care { return care{4, 2, 6, 80} } // over a few people
func brief() care  { return care{6, 2, 6, 80} } // over a span of days

// within is swift, but hastier where that would take more than budget steps.
func (d *diver) within(budget int) care {
	c, one := swift(), 1
	for _, b := range d.m.members {
		one += b.plan.entries
	}
	if steps := budget / one / 5; steps < c.parts {
		c = care{10, 3, max(steps, 15), 75}
	}
	return c
}

const (
	noise = scale / 5 // the costs of turns are drawn apart by up to this, to break ties
	soft  = 12        // what a softened rule costs for each unit broken
)

// newDiver prepares dives from the multipliers of m.
func (s *solver) newDiver(m *master) *diver {
	d := s.diver(m.g)
	d.root, d.lower = slices.Clone(m.centre), m.lower()
	return d
}

// diver prepares dives for a goal, softened; the multipliers are still to come.
func (s *solver) diver(g Goal) *diver {
	if g.Unfilled+g.Short+g.Soft == 0 {
		g.Soft = soft
	}
	d := &diver{s: s, m: newMaster(s.p, g)}
	d.use = make([]float64, len(d.m.rows))
	d.t = newTree(d.m)
	for _, b := range d.m.members {
		d.cost = append(d.cost, slices.Clone(b.cost))
	}
	return d
}

// plunge decides everything anew.
func (d *diver) plunge(c care) Roster {
	d.open()
	for _, b := range d.m.members {
		b.fixed = false
	}
	for _, c := range d.m.crews {
		c.sift(true)
	}
	b := newBundle(d.m, 1)
	if d.m.evaluate(b.point, d.use) >= far/2 {
		return nil
	}
	b.learn()
	b.approach(c.first, d.use)
	return d.follow(b, c)
}

// again decides the turns of the free people (nil: of all) anew; all others
// keep what r says. It returns nil when the bound shows that nothing below target exists.
func (d *diver) again(r Roster, free []bool, c care, target int64) Roster {
	d.open()
	duties := r.ByPerson(len(d.m.p.People))
	for w, b := range d.m.members {
		b.fixed = free != nil && !free[b.person]
		b.pick = d.m.turnsOf(b, duties[b.person])
		if !b.fixed {
			continue
		}
		for k := range b.plan.turns {
			if b.plan.turns[k].out = false; slices.Contains(b.pick, k) {
				d.t.take(w, k)
			} else {
				b.plan.turns[k].out = true
			}
		}
	}
	return d.start(c, target)
}

// start decides what is open, beginning with the schedules everybody has.
func (d *diver) start(c care, target int64) Roster {
	b := newBundle(d.m, 1)
	duals := d.m.whole(b.point)
	for _, c := range d.m.crews {
		c.sift(true)
		c.best(duals, d.use)
	}
	b.learn() // what is there now
	d.m.bound = d.m.evaluate(b.point, d.use)
	if d.m.bound >= far/2 {
		return nil
	}
	b.learn()
	if !b.approach(c.first, d.use) || d.m.bound > target {
		return nil
	}
	return d.follow(b, c)
}

// open lifts all decisions and draws new noise.
func (d *diver) open() {
	d.t.clear()
	d.m.centre = slices.Clone(d.root)
	for w, b := range d.m.members {
		for k := range b.cost {
			b.cost[k] = d.cost[w][k] + int64(d.s.rnd.below(noise)-noise/2)
			b.plan.turns[k].out = d.allow != nil && !d.allow[b.person][b.plan.turns[k].shift]
		}
	}
}

// follow decides until nothing is open, or the search is stopped, and returns
// what was decided.
func (d *diver) follow(b *bundle, c care) Roster {
	for ok := true; ok && !d.s.stopped() && d.t.surest(b, max(1, len(d.m.p.Shifts)/c.parts), float64(c.sure)/100); {
		b.prune()
		ok = b.approach(c.rounds, d.use)
	}
	r := make(Roster, len(d.m.p.Shifts))
	for w, o := range d.m.members {
		for k, f := range d.t.forced[w] {
			if f {
				s := o.plan.turns[k].shift
				r[s] = append(r[s], o.person)
			}
		}
	}
	return r
}

// surest forces the turns that are sure, and of the others those chosen most
// often, so many that it is at least the given number, none much less sure than
// the first; false when nothing is open.
func (t *tree) surest(b *bundle, most int, sure float64) bool {
	b.share()
	type turn struct {
		share float64
		w, k  int
	}
	var list []turn
	for w, o := range t.m.members {
		if o.fixed {
			continue
		}
		for k, x := range o.share {
			if x > 0.02 && t.open(w, k) {
				list = append(list, turn{x, w, k})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b turn) int { return cmp.Compare(b.share, a.share) })
	n := 0
	for _, x := range list {
		if x.share < sure && (n >= most || n > 0 && x.share < list[0].share-0.2) {
			break
		}
		if t.open(x.w, x.k) && t.bears(x.w, x.k) { // not closed by the ones before
			t.take(x.w, x.k)
			n++
		}
	}
	return n > 0
}

// prune drops the schedules and teams that decisions forbid; the others of a
// mixture take over their weight.
func (b *bundle) prune() {
	for _, c := range b.m.crews {
		c.sift(false)
	}
	for i := range b.blocks {
		x := &b.blocks[i]
		lost := 0.0
		x.cols = slices.DeleteFunc(x.cols, func(c column) bool {
			if b.permits(i, &c) {
				return false
			}
			lost += c.weight
			b.weigh(&c, -c.weight)
			return true
		})
		if lost == 0 || len(x.cols) == 0 {
			continue
		}
		for k := range x.cols {
			c := &x.cols[k]
			more := lost / float64(len(x.cols))
			if lost < 1-1e-6 {
				more = c.weight * lost / (1 - lost)
			}
			c.weight += more
			b.weigh(c, more)
		}
	}
}

// weigh adds a column to what the rows have.
func (b *bundle) weigh(c *column, weight float64) {
	for _, e := range c.in {
		b.left[e.row] -= float64(weight * float64(e.val))
	}
}

// permits reports whether a column keeps the decisions.
func (b *bundle) permits(block int, c *column) bool {
	if block < len(b.m.members) {
		return b.m.members[block].fixed || b.m.members[block].plan.permits(c.pick)
	}
	o := b.m.crews[block-len(b.m.members)]
	if o.live == nil {
		return true
	}
	_, ok := slices.BinarySearch(o.live, int32(c.pick[0]))
	return ok
}

func (d *planner) permits(pick []int) bool {
	at, load := 0, 0
	for k := range d.turns {
		in := at < len(pick) && pick[at] == k
		at += b2i(in)
		if in && d.turns[k].out || !in && d.turns[k].must {
			return false
		}
		load += b2i(in) * d.turns[k].load
	}
	return d.closed == nil || load < d.loads && d.value[len(d.turns)][load] < far
}
