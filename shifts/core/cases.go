package core

import (
	"cmp"
	"math"
	"slices"
)

// cases searches a goal of a small problem by a linear program and by cases on
// its columns: far quicker than schedules of whole people where seats stay
// empty and no window of loads binds them.
type cases struct {
	s       *solver
	x       *linear
	base    int // constant added to the goal
	turns   []assigned
	lacks   []lack
	value   func() int
	budget  int
	failed  bool // some case is left open
	nodes   int
	sure    int // a bound on the goal
	most    int // cases gone through before cuts are made
	cutting bool
	brief   bool // only cuts of few columns: there is no time for others
	by      fairness
	least   int // the column of the lowest load, below zero none
	rows    []rowOf
	first   basis    // of the bound without cases
	did     [2]gains // by way, down or up: what cases did
}

// lack is the column of a need that is not met.
type lack struct {
	k, shift int
	Need
}

// assigned is a person on a shift.
type assigned struct{ person, shift int }

// rowOf is one rule: the activity of some columns within bounds.
type rowOf struct {
	low, up int64
	in      []touched // k is the column, row is not known yet
}

const (
	mostTurns  = 6000 // columns of the greatest program worth it
	quickTurns = 900  // columns of a program that is quick enough for a repair
	fewNodes   = 16   // cases that are quicker than cuts
	boundless  = int64(1) << 40
	sure       = 1e-4 // a value nearer to a whole number is one
)

// search goes through the cases until none can stay below value() or the
// budget is spent; better rosters are offered on the way. It returns a valid
// bound on the goal and whether no case is left.
func (c *cases) search(value func() int, budget int) (lower int, done bool) {
	c.value, c.budget, c.failed = value, c.x.work+budget, false
	end := c.x.work + budget*3/2
	c.x.over = func() bool { return c.x.work > end || c.s.stopped() }
	c.cutting = c.x.rows > c.x.plain // some cuts are made already
	c.most = c.nodes + fewNodes
	c.node(0, origin{})
	if c.failed && !c.cutting && c.nodes >= c.most {
		c.failed, c.cutting = false, true
		if c.by.kind == inside {
			c.x.back(c.first)
		}
		c.node(0, origin{})
	}
	c.s.trace("cases", c.x.rows, len(c.x.cols), c.sure, c.value(), c.nodes, c.x.work, b2i(c.failed))
	if c.failed && c.sure < c.value() {
		return c.sure, false
	}
	return c.value(), true
}

// node bounds the case at hand, goes through those it falls into, and returns
// its own bound.
func (c *cases) node(depth int, from origin) int {
	x := c.x
	c.nodes++
	x.count()
	ceiling := float64(c.value()-1-c.base) + 0.01
	o, bad := x.solve(ceiling)
	if o == cut {
		if lower := c.lower(); lower >= c.value() {
			return lower
		}
		o, bad = x.solve(noCeiling)
	}
	if o == empty && x.refutes(bad) {
		return none
	}
	if o != optimal {
		c.failed = true
		return -none
	}
	lower := c.lower()
	if depth > 0 {
		c.did[from.way].note(from.k, len(x.cols), min(max(0, x.sum-from.sum), 4)/from.far)
	}
	if lower >= c.value() {
		return lower
	}
	if depth == 0 {
		c.sure = max(c.sure, lower)
		c.first = x.here()
	}
	if depth == 0 && c.cutting && !c.sharp() {
		if o := c.sharpen(); o == empty {
			return none
		} else if o != optimal {
			c.failed = true
			return lower
		}
		if lower = c.lower(); lower >= c.value() {
			return lower
		}
		c.sure = max(c.sure, lower)
	}
	if n := c.nodes; n&(n-1) == 0 || n%32 == 0 {
		c.nearby()
		if lower >= c.value() {
			return lower
		}
	}
	k := c.doubtful()
	if k < 0 {
		c.s.offer(c.roster())
		c.failed = c.failed || lower < c.value()
		return lower
	}
	if c.spent() || depth > 200 {
		c.failed = true
		return lower
	}
	c.halve(k, depth)
	return lower
}

// origin is what makes a case of the one before: the column that was moved down
// (way 0) or up, how far, and the goal before that.
type origin struct {
	k, way   int
	sum, far float64
}

// halve goes through the two cases of a column that is not whole.
func (c *cases) halve(k, depth int) {
	x := c.x
	low, up := slices.Clone(x.low), slices.Clone(x.up)
	c.narrow()
	at := x.at(k)
	floor := int64(at)
	if at < 0 {
		floor = int64(floorDiv(int(at*1024), 1024))
	}
	lowK, upK, sum := x.low[k], x.up[k], x.sum
	frac := at - float64(floor)
	for n := range 2 {
		if (frac > 0.4) == (n == 0) {
			x.low[k], x.up[k] = floor+1, upK
			c.node(depth+1, origin{k, 1, sum, 1 - frac})
		} else {
			x.low[k], x.up[k] = lowK, floor
			c.node(depth+1, origin{k, 0, sum, frac})
		}
		if c.spent() {
			c.failed = c.failed || n == 0
			break
		}
	}
	copy(x.low, low)
	copy(x.up, up)
}

// spent reports whether the search has come to its end before the last case: by
// its budget, or to go on with cuts.
func (c *cases) spent() bool {
	return c.x.work > c.budget || c.sure >= c.value() || !c.cutting && c.nodes >= c.most || c.s.stopped()
}

// lower is the bound of the case at hand.
func (c *cases) lower() int { return c.base + roundUp(c.x.bound()) }

// narrow fixes columns that cannot leave where they stand: the bound would
// reach the best value.
func (c *cases) narrow() {
	x := c.x
	bound := x.bound()
	for j, d := range x.reduced {
		if x.low[j] == x.up[j] || c.base+roundUp(bound+max(d, -d)) < c.value() {
			continue
		}
		if d > 0 {
			x.up[j] = x.low[j]
		} else {
			x.low[j] = x.up[j]
		}
	}
}

// nearby offers what a few moves make of the values at hand.
func (c *cases) nearby() {
	w := c.prices()
	st := newState(c.s.p, w)
	for want := 0.9; want > 0.3; want -= 0.2 {
		for k, t := range c.turns {
			if v := c.x.at(k); v > want && v <= want+0.2 && st.free(t.person, t.shift) {
				st.add(t.person, t.shift)
				if !st.team(t.shift) {
					st.remove(t.person, t.shift)
				}
			}
		}
	}
	st.anneal(&c.s.rnd, 4000, float64(max(w.Window, 40))/5, 3, nil)
	c.s.trace("nearby", c.value(), c.s.p.Measure(st.on).Unfilled, c.s.p.Measure(st.on).Short, c.s.p.Measure(st.on).Spread, c.s.p.Measure(st.on).Pref)
	c.s.offer(st.roster())
	c.x.work += 400_000
}

// prices is how moves price the goal at hand.
func (c *cases) prices() Weights {
	if c.by.kind == anyLoads || c.least < 0 {
		return c.s.moves
	}
	low := int(math.Round(c.x.at(c.least)))
	if c.by.kind == closest {
		return c.s.fitWeights(span{low, low + c.value() - 1})
	}
	return c.s.wishWeights(span{low, low + c.by.width})
}

// sharp reports whether all columns are whole.
func (c *cases) sharp() bool {
	for r, v := range c.x.value {
		if c.x.basic[r] < len(c.x.cols) && math.Abs(v-math.Round(v)) > sure {
			return false
		}
	}
	return true
}

// doubtful picks the column whose two cases both promise to raise the bound
// most, or below zero when all are whole. What cases of a column did before says
// which ones are worth a closer look.
func (c *cases) doubtful() int {
	x := c.x
	var list []split
	for r, v := range x.value {
		k := x.basic[r]
		if k >= len(x.cols) {
			continue
		}
		frac := v - math.Floor(v)
		if frac < sure || frac > 1-sure {
			continue
		}
		down, up := c.did[0].of(k), c.did[1].of(k)
		list = append(list, split{r, frac, worthOf(float64(down*frac), float64(up*(1-frac)), frac)})
	}
	x.work += x.rows + len(list)
	slices.SortStableFunc(list, func(a, b split) int { return cmp.Compare(b.worth, a.worth) })
	best, at := -1.0, -1
	for _, y := range list[:min(len(list), looked)] {
		k := x.basic[y.row]
		down, up := x.penalties(y.row)
		down, up = max(down, c.did[0].of(k)), max(up, c.did[1].of(k))
		if w := worthOf(min(float64(down*y.frac), 4), min(float64(up*(1-y.frac)), 4), y.frac); w > best {
			best, at = w, k
		}
	}
	return at
}

// looked is how many columns that are not whole are looked at closely.
const looked = 12

// split is a column that is not whole.
type split struct {
	row         int
	frac, worth float64
}

// worthOf is how much the cases of a column are worth by what each is expected to
// raise the bound.
func worthOf(down, up, frac float64) float64 {
	return min(down, up) + max(down, up)/8 + min(frac, 1-frac)/64
}

// gains is what cases of columns have raised the bound by, for each unit they were
// moved.
type gains struct {
	sum, n   []float64
	all, num float64
}

// of is what is expected of column k.
func (g *gains) of(k int) float64 {
	if k < len(g.n) && g.n[k] > 0 {
		return g.sum[k] / g.n[k]
	}
	if g.num > 0 {
		return g.all / g.num
	}
	return 0
}

// note adds what a case did.
func (g *gains) note(k, columns int, gain float64) {
	if len(g.n) < columns {
		g.sum, g.n = make([]float64, columns), make([]float64, columns)
	}
	g.sum[k] += gain
	g.n[k]++
	g.all += gain
	g.num++
}

// penalties is by how much the goal grows at least for each unit that the basic
// variable of row r goes down and up.
func (x *linear) penalties(r int) (down, up float64) {
	down, up = 1e9, 1e9
	x.compose(r)
	for _, j := range x.hit {
		v := x.made[j]
		if v < thin && v > -thin || x.low[j] == x.up[j] {
			continue
		}
		d := x.price[j] / v
		if d < 0 {
			d = -d
		}
		if (v > 0) == x.atUp[j] {
			down = min(down, d)
		} else {
			up = min(up, d)
		}
	}
	x.work += len(x.hit)
	return down, up
}

// roster is what the columns say; all are whole.
func (c *cases) roster() Roster {
	r := make(Roster, len(c.s.p.Shifts))
	for k, t := range c.turns {
		if c.x.at(k) > 0.5 {
			r[t.shift] = append(r[t.shift], t.person)
		}
	}
	return r
}
