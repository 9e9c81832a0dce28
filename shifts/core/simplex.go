package core

import (
	"math"
	"slices"
)

// linear is a linear program of boxed columns and rows with least and greatest
// activities, all data whole numbers. It is solved by the dual simplex method
// along steepest edges, with the basis as two sparse triangles: every basis stays
// good when bounds change, so that a search by cases goes on from where it was.
// What it finds is guessed by floats; exact proves it in whole numbers.
//
// Variables are the columns, then the activities of the rows.
type linear struct {
	cost    []int64 // by column
	low, up []int64 // by variable
	cols    [][]entry
	across  [][]entry // by row: its columns, named by row
	rows    int
	plain   int // rows before any cut
	inv     factor
	drawn   []float64   // by column: cost, drawn apart a little
	basic   []int       // by row: a variable
	where   []int       // by variable: its row in the basis, -1 outside
	price   []float64   // by variable: reduced cost
	atUp    []bool      // by variable: outside, it stands at its upper bound
	value   []float64   // by row: of its basic variable
	weight  []float64   // by row: the square of its row of the inverse, for comparing breaches
	breach  []float64   // by row: the square of how far its variable lies outside its bounds
	sum     float64     // the goal at the basis
	shaky   bool        // the basis should be factored anew before it is used
	tau     []float64   // scratch: a row of the inverse times the inverse
	work    int         // entries looked at
	rowOut  []float64   // scratch: a row of the inverse
	colIn   []float64   // scratch: a column times the inverse
	made    []float64   // by variable: what the basic one of a row is made of
	hit     []int       // variables outside with something in made
	ways    []way       // scratch
	units   []int64     // scratch: whole multipliers by row
	reduced []int64     // by column: whole reduced costs after exact
	over    func() bool // says that solve is to give up; nil: never
}

func newLinear(rows int) *linear { return &linear{rows: rows} }

// column adds a column with its coefficients by row.
func (x *linear) column(cost, low, up int64, in ...entry) int {
	x.cost, x.low, x.up = append(x.cost, cost), append(x.low, low), append(x.up, up)
	x.cols = append(x.cols, in)
	return len(x.cols) - 1
}

// ready begins with the basis of all activities. low and up are the bounds of
// the rows.
func (x *linear) ready(low, up []int64) {
	n := len(x.cols)
	x.low, x.up = append(x.low, low...), append(x.up, up...)
	x.basic, x.where = make([]int, x.rows), make([]int, n+x.rows)
	x.value, x.weight = make([]float64, x.rows), slices.Repeat([]float64{1}, x.rows)
	x.breach, x.tau = make([]float64, x.rows), make([]float64, x.rows)
	x.price, x.atUp, x.drawn = make([]float64, n+x.rows), make([]bool, n+x.rows), make([]float64, n)
	x.units, x.reduced = make([]int64, x.rows), make([]int64, n)
	x.rowOut, x.colIn, x.made = make([]float64, x.rows), make([]float64, x.rows), make([]float64, n+x.rows)
	x.across, x.plain = make([][]entry, x.rows), x.rows
	rnd := random(5)
	for r := range x.rows {
		x.basic[r], x.where[n+r] = n+r, r
	}
	for j, in := range x.cols {
		x.where[j] = -1
		x.drawn[j] = float64(x.cost[j]) + float64(nudge*(1+float64(rnd.below(1024))/1024))
		x.price[j] = x.drawn[j]
		for _, e := range in {
			x.across[e.row] = append(x.across[e.row], entry{int32(j), e.val})
		}
	}
	x.inv.reset(x.rows)
	x.count()
}

// start lets columns without costs begin at their upper bounds where up says so:
// prices next to nothing hold them there.
func (x *linear) start(up []bool) {
	for j, to := range up {
		if to && x.cost[j] == 0 {
			x.drawn[j] = -x.drawn[j]
			x.price[j] = x.drawn[j]
		}
	}
	x.count()
}

// stand is the value of a variable outside the basis.
func (x *linear) stand(v int) float64 {
	if x.atUp[v] {
		return float64(x.up[v])
	}
	return float64(x.low[v])
}

// count computes the values of all basic variables anew.
func (x *linear) count() {
	clear(x.value)
	for v, r := range x.where {
		if r >= 0 {
			continue
		}
		switch { // the cheaper bound, where bounds were moved
		case x.price[v] > tiny:
			x.atUp[v] = false
		case x.price[v] < -tiny:
			x.atUp[v] = true
		}
		x.pour(x.value, v, x.stand(v))
	}
	x.inv.ahead(x.value, false)
	for r := range x.value {
		x.see(r)
	}
	x.sum = x.goal()
	x.work += 3*len(x.where) + x.inv.took()
}

// see notes how far the basic variable of row r lies outside its bounds.
func (x *linear) see(r int) {
	b, v := x.basic[r], x.value[r]
	d := float64(x.low[b]) - v
	if over := v - float64(x.up[b]); over > d {
		d = over
	}
	if d > x.give(b) {
		x.breach[r] = float64(d * d)
	} else {
		x.breach[r] = 0
	}
}

// pour adds so much of a variable outside to what the basis has to make up for.
func (x *linear) pour(to []float64, v int, much float64) {
	if much == 0 {
		return
	}
	if n := len(x.cols); v >= n {
		to[v-n] -= much
		return
	}
	for _, e := range x.cols[v] {
		to[e.row] += float64(float64(e.val) * much)
	}
}

const (
	tiny  = 1e-9
	nudge = 1e-6 // costs are drawn apart by up to twice this: equal ones run in circles
	thin  = 1e-7 // entries below it may be nothing but what rounding left
	loose = 1e-5 // how far a value may lie outside its bounds: rounding adds up from basis to basis
)

// state of a program after solve.
type outcome int

const (
	optimal outcome = iota
	empty           // no values keep the bounds
	cut             // the goal passes the ceiling
	unclear
	whole // optimal, and every value is a whole number
)

// noCeiling is for a goal that may come to anything.
const noCeiling = 1e18

// solve goes on to the optimum, until the goal passes the ceiling, or until it is
// over. bad is the row that shows that a program is empty.
func (x *linear) solve(ceiling float64) (o outcome, bad int) {
	for n := range 20 * (20 + x.rows) {
		if x.shaky || x.worn() {
			x.renew()
		}
		r, up := x.leaves()
		if r < 0 {
			return optimal, 0
		}
		x.compose(r)
		q := x.enters(up, r)
		if q < 0 {
			if !x.inv.fresh() && !x.refutes(r) {
				x.renew() // rounding may have had a part in it
				continue
			}
			return empty, r
		}
		if !x.pivot(r, q, up) {
			x.renew()
			continue
		}
		if x.sum > ceiling && ceiling < noCeiling {
			if x.sum = x.goal(); x.sum > ceiling {
				return cut, 0
			}
		}
		if n%32 == 31 && x.over != nil && x.over() {
			break
		}
	}
	return unclear, 0
}

// goal is the value of the goal at the basis.
func (x *linear) goal() float64 {
	sum := 0.0
	for v, d := range x.price {
		if d != 0 {
			sum += float64(d * x.stand(v))
		}
	}
	return sum
}

// compose finds what the basic variable of row r is made of: the variables outside
// by what each unit of them adds.
func (x *linear) compose(r int) {
	n := len(x.cols)
	for _, v := range x.hit {
		x.made[v] = 0
	}
	x.hit = x.hit[:0]
	y := x.rowOut
	clear(y)
	y[r] = 1
	x.inv.back(y, r)
	for i, v := range y {
		if v < flat && v > -flat {
			continue
		}
		if x.where[n+i] < 0 {
			x.made[n+i] = -v
			x.hit = append(x.hit, n+i)
		}
		for _, e := range x.across[i] {
			if x.where[e.row] >= 0 {
				continue
			}
			if x.made[e.row] == 0 {
				x.hit = append(x.hit, int(e.row))
			}
			x.made[e.row] += float64(v * float64(e.val))
			if x.made[e.row] == 0 {
				x.made[e.row] = 1e-300 // met already
			}
		}
		x.work += len(x.across[i])
	}
	x.work += x.rows + x.inv.took()
}

// leaves picks the row whose basic variable lies farthest outside its bounds,
// measured along the edge it would leave by, and whether it has to grow.
func (x *linear) leaves() (row int, up bool) {
	row = -1
	worst := 0.0
	for r, d := range x.breach {
		if d > 0 && d > float64(worst*x.weight[r]) {
			row, worst = r, d/x.weight[r]
		}
	}
	return row, row >= 0 && x.value[row] < float64(x.low[x.basic[row]])
}

// give is how far a variable may lie outside its bounds.
func (x *linear) give(v int) float64 {
	if v >= len(x.cols)+x.plain {
		return loose * coarse / 16
	}
	return loose
}

// enters picks the variable outside whose price keeps the basis good when the
// basic one of row r moves to its bound. Variables on the way there whose prices
// turn first are set to their other bound, as long as that does not bring the
// basic one all the way.
func (x *linear) enters(up bool, r int) int {
	x.ways = x.ways[:0]
	for _, j := range x.hit {
		v := x.made[j]
		if v < thin && v > -thin || x.low[j] == x.up[j] {
			continue
		}
		if (v > 0) == up == x.atUp[j] {
			continue // it stands where it would have to go
		}
		x.ways = append(x.ways, way{j, math.Abs(x.price[j] / v), math.Abs(v)})
	}
	b := x.basic[r]
	left := x.value[r] - float64(x.up[b])
	if up {
		left = float64(x.low[b]) - x.value[r]
	}
	for first := 0; first < len(x.ways); first++ {
		best := first
		for n := first + 1; n < len(x.ways); n++ {
			y, z := &x.ways[n], &x.ways[best]
			if y.ratio < z.ratio-tiny || y.ratio <= z.ratio+tiny && y.size > z.size {
				best = n
			}
		}
		x.ways[first], x.ways[best] = x.ways[best], x.ways[first]
		k := x.ways[first].place
		left -= float64(x.ways[first].size * float64(x.up[k]-x.low[k]))
		if left <= x.give(b) || first == len(x.ways)-1 {
			x.flip(x.ways[:first])
			if left > x.give(b) {
				return -1
			}
			return k
		}
	}
	return -1
}

// way is a variable that may enter: its place, the ratio of its price and the
// size of its coefficient.
type way struct {
	place       int
	ratio, size float64
}

// flip sets variables to their other bounds.
func (x *linear) flip(list []way) {
	if len(list) == 0 {
		return
	}
	by := x.colIn
	clear(by)
	for _, w := range list {
		before := x.stand(w.place)
		x.atUp[w.place] = !x.atUp[w.place]
		far := x.stand(w.place) - before
		x.sum += float64(x.price[w.place] * far)
		x.pour(by, w.place, far)
	}
	x.inv.ahead(by, false)
	for r, v := range by {
		if v != 0 {
			x.value[r] += v
			x.see(r)
		}
	}
	x.work += x.rows + x.inv.took()
}

// pivot lets variable q take row r, whose basic variable leaves for the bound it
// passed. It refuses where the column does not bear out what the row said.
func (x *linear) pivot(r, q int, up bool) bool {
	t := x.colIn
	clear(t)
	x.pour(t, q, 1)
	x.inv.ahead(t, true)
	if worn := math.Abs(t[r]-x.made[q]) > doubted*(1+math.Abs(t[r])); worn && !x.inv.fresh() || math.Abs(t[r]) < thin/2 {
		return false
	}
	copy(x.tau, x.rowOut)
	own := 0.0 // the weight of the row, exactly
	for _, v := range x.tau {
		own += float64(v * v)
	}
	x.inv.ahead(x.tau, false)
	out := x.basic[r]
	to := float64(x.up[out])
	if up {
		to = float64(x.low[out])
	}
	one := 1 / t[r]
	by := float64((to - x.value[r]) * one) // how far the entering one moves
	step := float64(x.price[q] * one)
	x.sum += float64(step * (to - x.value[r]))
	for _, v := range x.hit {
		x.price[v] -= float64(step * x.made[v])
	}
	x.price[q], x.price[out] = 0, step
	x.basic[r], x.where[q], x.where[out] = q, r, -1
	x.atUp[out] = !up
	for i, f := range t {
		if f == 0 || i == r {
			continue
		}
		x.value[i] += float64(f * by)
		x.see(i)
		f = float64(f * one)
		x.weight[i] = max(x.weight[i]+float64(f*(float64(f*own)-float64(2*x.tau[i]))), short)
	}
	x.value[r], x.weight[r] = x.stand(q)+by, max(float64(float64(own*one)*one), short)
	x.see(r)
	x.shaky = !x.inv.enter(r, -1, t[r])
	x.work += 3*x.rows + 2*len(x.hit) + x.inv.took()
	return true
}

// short is the least weight of a row.
const short = 1e-4

// doubted is by how much a value may differ, computed one way and another, before
// the inverse is built anew.
const doubted = 1e-7

// at is the value of a variable.
func (x *linear) at(variable int) float64 {
	if r := x.where[variable]; r >= 0 {
		return x.value[r]
	}
	return x.stand(variable)
}

// bound is a valid bound on the goal within the present bounds of columns, in
// units, from the prices of the rows at the basis.
func (x *linear) bound() int64 {
	n := len(x.cols)
	for r := range x.rows {
		x.units[r] = 0
		if x.where[n+r] < 0 {
			x.units[r] = inWhole(x.price[n+r])
		}
	}
	return x.exact(x.cost)
}

// refutes reports whether row r proves that no values keep the bounds: what its
// basic variable is made of cannot bring it inside, up or down.
func (x *linear) refutes(r int) bool {
	x.compose(r)
	n := len(x.cols)
	sign := 2*b2i(x.value[r] < float64(x.low[x.basic[r]])) - 1
	for i := range x.rows {
		x.units[i] = 0
		if x.where[n+i] < 0 {
			x.units[i] = inWhole(-float64(sign) * x.made[n+i])
		}
	}
	if b := x.basic[r]; b >= n {
		x.units[b-n] = int64(sign) * exactly
	}
	return x.exact(nil) > 0
}

const (
	exactly = 1 << 34           // whole multipliers are this part of one: those of cuts are small
	beyond  = float64(1) * 4e18 // what whole numbers cannot hold
)

// inWhole is a multiplier as a whole number.
func inWhole(y float64) int64 {
	return int64(math.Floor(float64(max(-1<<20, min(1<<20, y))*exactly) + 0.5))
}

// exact is the least of the costs (nil: none), in units, that the multipliers
// leave possible, whatever the values of the columns within their bounds. Where
// that passes what whole numbers hold, it knows of no bound.
func (x *linear) exact(cost []int64) int64 {
	n, sum, size := len(x.cols), int64(0), 0.0
	for r, y := range x.units {
		if y == 0 {
			continue
		}
		at := x.low[n+r]
		if y < 0 {
			at = x.up[n+r]
		}
		sum += y * at
		size += math.Abs(float64(y) * float64(at))
	}
	for j, in := range x.cols {
		d, sizes := int64(0), 0.0
		if cost != nil {
			d = cost[j] * exactly
			sizes = math.Abs(float64(d))
		}
		for _, e := range in {
			if y := x.units[e.row]; y != 0 {
				d -= y * int64(e.val)
				sizes += math.Abs(float64(y) * float64(e.val))
			}
		}
		x.reduced[j] = d >> shrink
		at := x.low[j]
		if d < 0 {
			at = x.up[j]
		}
		sum += d * at
		size += float64(sizes * float64(max(1, at, -at)))
	}
	x.work += 4 * n
	if size > beyond {
		clear(x.reduced)
		return -far
	}
	return sum >> shrink
}

const shrink = 34 - 16 // from whole multipliers to units
