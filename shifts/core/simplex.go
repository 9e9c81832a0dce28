package core

import (
	"math"
	"slices"
)

// linear is a linear program of boxed columns and rows with least and greatest
// activities, all data whole numbers. It is solved by the dual simplex method
// on a tableau: every basis stays good when bounds change, so that a search by
// cases goes on from where it was. What it finds is guessed by floats; exact
// proves it in whole numbers.
type linear struct {
	cost     []int64 // by column
	low, up  []int64 // by column, then by row: bounds of its activity
	cols     [][]entry
	rows     int
	table    [][]float64 // by row: its basic variable by the ones outside
	basic    []int       // by row: a column, or a row beyond all columns
	outside  []int       // by place in table
	price    []float64   // by place: reduced cost
	value    []float64   // by row: of its basic variable
	atUp     []bool      // by place: the variable stands at its upper bound
	where    []int       // by variable: its place outside, or -1-row
	weight   []float64   // by row: how long its way is, for comparing breaches
	work     int         // table entries looked at
	nonzeros []int       // scratch
	ways     []way       // scratch
	units    []int64     // scratch: whole multipliers by row
	reduced  []int64     // by column: whole reduced costs after exact
	over     func() bool // says that solve is to give up; nil: never
}

func newLinear(rows int) *linear { return &linear{rows: rows} }

// column adds a column with its coefficients by row.
func (x *linear) column(cost, low, up int64, in ...entry) int {
	x.cost, x.low, x.up = append(x.cost, cost), append(x.low, low), append(x.up, up)
	x.cols = append(x.cols, in)
	return len(x.cols) - 1
}

// ready lays down the first table, in which all rows are basic. low and up are
// the bounds of the rows.
func (x *linear) ready(low, up []int64) {
	n := len(x.cols)
	x.low, x.up = append(x.low, low...), append(x.up, up...)
	flat := make([]float64, x.rows*n)
	x.basic, x.value, x.weight = make([]int, x.rows), make([]float64, x.rows), slices.Repeat([]float64{1}, x.rows)
	x.outside, x.price, x.atUp = make([]int, n), make([]float64, n), make([]bool, n)
	x.where = make([]int, n+x.rows)
	x.units, x.reduced = make([]int64, x.rows), make([]int64, n)
	rnd := random(5)
	for r := range x.rows {
		x.table = append(x.table, flat[r*n:(r+1)*n])
		x.basic[r], x.where[n+r] = n+r, -1-r
	}
	for j, in := range x.cols {
		x.outside[j], x.where[j] = j, j
		x.price[j] = float64(x.cost[j]) + float64(nudge*(1+float64(rnd.below(1024))/1024))
		x.atUp[j] = x.cost[j] < 0
		for _, e := range in {
			x.table[e.row][j] += float64(e.val)
		}
	}
	x.count()
}

// stand is the value of the variable at a place outside.
func (x *linear) stand(place int) float64 {
	if x.atUp[place] {
		return float64(x.up[x.outside[place]])
	}
	return float64(x.low[x.outside[place]])
}

// count computes the values of all basic variables anew.
func (x *linear) count() {
	for j := range x.outside { // the cheaper bound, where bounds were moved
		switch {
		case x.price[j] > tiny:
			x.atUp[j] = false
		case x.price[j] < -tiny:
			x.atUp[j] = true
		}
	}
	at := make([]float64, len(x.outside))
	for j := range at {
		at[j] = x.stand(j)
	}
	for r, row := range x.table {
		sum := 0.0
		for j, v := range row {
			if v != 0 {
				sum += float64(v * at[j])
			}
		}
		x.value[r] = sum
	}
	x.work += x.rows * len(x.outside)
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
)

// solve goes on to the optimum, until the goal passes the ceiling, or until it is
// over. bad is the row that shows that a program is empty.
func (x *linear) solve(ceiling float64) (o outcome, bad int) {
	for n := range 20 * (20 + x.rows) {
		r, up := x.leaves()
		if r < 0 {
			return optimal, 0
		}
		q := x.enters(r, up)
		if q < 0 {
			return empty, r
		}
		x.pivot(r, q, up)
		if x.goal() > ceiling {
			return cut, 0
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
	for j, d := range x.price {
		if d != 0 {
			sum += float64(d * x.stand(j))
		}
	}
	return sum
}

// leaves picks the row whose basic variable lies farthest outside its bounds,
// and whether it has to grow.
func (x *linear) leaves() (row int, up bool) {
	row = -1
	worst := 0.0
	for r, v := range x.value {
		b := x.basic[r]
		d, grows := float64(x.low[b])-v, true
		if over := v - float64(x.up[b]); over > d {
			d, grows = over, false
		}
		if d > loose && d*d > worst*x.weight[r] {
			row, up, worst = r, grows, d*d/x.weight[r]
		}
	}
	return row, up
}

// enters picks the variable outside whose price keeps the basis good when the
// basic one of row r moves to its bound. Variables on the way there whose prices
// turn first are set to their other bound, as long as that does not bring the
// basic one all the way.
func (x *linear) enters(r int, up bool) int {
	x.ways = x.ways[:0]
	for j, v := range x.table[r] {
		if v < thin && v > -thin || x.low[x.outside[j]] == x.up[x.outside[j]] {
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
		j := x.ways[first].place
		k := x.outside[j]
		left -= float64(x.ways[first].size * float64(x.up[k]-x.low[k]))
		if left <= loose || first == len(x.ways)-1 {
			x.flip(x.ways[:first])
			if left > loose {
				return -1
			}
			return j
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
	for _, w := range list {
		before := x.stand(w.place)
		x.atUp[w.place] = !x.atUp[w.place]
		by := x.stand(w.place) - before
		for r, row := range x.table {
			if v := row[w.place]; v != 0 {
				x.value[r] += float64(v * by)
			}
		}
	}
	x.work += len(list) * x.rows / 2
}

// pivot lets the variable at place q take the row of basic variable r, which
// leaves for the bound it passed.
func (x *linear) pivot(r, q int, up bool) {
	row := x.table[r]
	out, in := x.basic[r], x.outside[q]
	to := float64(x.up[out])
	if up {
		to = float64(x.low[out])
	}
	by := (to - x.value[r]) / row[q] // how far the entering one moves
	x.nonzeros = x.nonzeros[:0]
	for j, v := range row {
		if v != 0 && j != q {
			x.nonzeros = append(x.nonzeros, j)
		}
	}
	one := 1 / row[q]
	long := x.weight[r] * one * one
	for _, j := range x.nonzeros { // in = (out - others) / pivot
		row[j] = -float64(row[j] * one)
	}
	row[q] = one
	for i, other := range x.table {
		f := other[q]
		if i == r || f == 0 {
			continue
		}
		x.value[i] += float64(f * by)
		x.weight[i] = max(x.weight[i], f*f*long)
		for _, j := range x.nonzeros {
			v := other[j] + float64(f*row[j])
			if v < tiny && v > -tiny {
				v = 0
			}
			other[j] = v
		}
		other[q] = float64(f * one)
		x.work += len(x.nonzeros)
	}
	d := x.price[q]
	for _, j := range x.nonzeros {
		x.price[j] += float64(d * row[j])
	}
	x.price[q] = float64(d * one)
	x.value[r] = x.stand(q) + by
	x.weight[r] = max(long, 1)
	x.basic[r], x.outside[q] = in, out
	x.where[in], x.where[out] = -1-r, q
	x.atUp[q] = !up
	x.work += x.rows + 3*len(row)
}

// at is the value of a variable.
func (x *linear) at(variable int) float64 {
	if w := x.where[variable]; w >= 0 {
		return x.stand(w)
	} else {
		return x.value[-1-w]
	}
}

// bound is a valid bound on the goal within the present bounds of columns, in
// units, from the prices of the rows at the basis.
func (x *linear) bound() int64 {
	n := len(x.cols)
	for r := range x.rows {
		x.units[r] = 0
		if w := x.where[n+r]; w >= 0 {
			x.units[r] = int64(math.Floor(float64(x.price[w]*scale) + 0.5))
		}
	}
	return x.exact(x.cost)
}

// refutes reports whether row r of the table proves that no values keep the
// bounds: what its basic variable is made of cannot bring it inside, up or
// down.
func (x *linear) refutes(r int) bool {
	n := len(x.cols)
	sign := int64(2*b2i(x.value[r] < float64(x.low[x.basic[r]])) - 1)
	for i := range x.rows {
		x.units[i] = 0
		if w := x.where[n+i]; w >= 0 {
			x.units[i] = -sign * int64(math.Floor(float64(x.table[r][w]*scale)+0.5))
		}
	}
	if b := x.basic[r]; b >= n {
		x.units[b-n] = sign * scale
	}
	return x.exact(make([]int64, n)) > 0
}

// exact is the least of the costs, in units, that the multipliers in units
// leave possible, whatever the values of the columns within their bounds.
func (x *linear) exact(cost []int64) int64 {
	n, sum := len(x.cols), int64(0)
	for r, y := range x.units {
		if y > 0 {
			sum += y * x.low[n+r]
		} else {
			sum += y * x.up[n+r]
		}
	}
	for j, in := range x.cols {
		d := cost[j] * scale
		for _, e := range in {
			d -= x.units[e.row] * int64(e.val)
		}
		x.reduced[j] = d
		if d > 0 {
			sum += d * x.low[j]
		} else {
			sum += d * x.up[j]
		}
	}
	x.work += 4 * n
	return sum
}
