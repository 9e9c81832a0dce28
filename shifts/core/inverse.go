package core

import (
	"cmp"
	"math"
	"slices"
)

// inverse is the inverse of a basis as a product of steps: each brings one
// column into the basis at a row. Rows whose own activity is basic need none.
type inverse struct {
	row  []int     // by step: where it pivots
	one  []float64 // by step: one over the column's value there
	from []int     // by step: where its other values begin, and where all end
	in   []int32   // rows of the other values
	val  []float64
	base int // steps after the last renewal
	size int // values then
}

func (v *inverse) clear() {
	v.row, v.one, v.in, v.val = v.row[:0], v.one[:0], v.in[:0], v.val[:0]
	v.from = append(v.from[:0], 0)
}

// step adds a column that has passed all steps before, pivoting at row r. sign
// is what it is to be multiplied by.
func (v *inverse) step(col []float64, r int, sign float64) {
	v.row = append(v.row, r)
	v.one = append(v.one, sign/col[r])
	for i, x := range col {
		if i != r && (x > flat || x < -flat) {
			v.in = append(v.in, int32(i))
			v.val = append(v.val, sign*x)
		}
	}
	v.from = append(v.from, len(v.in))
}

// plain is step for a column that no step before meets, pivoting at row r.
func (v *inverse) plain(col []entry, r int) {
	v.row = append(v.row, r)
	for _, e := range col {
		if int(e.row) == r {
			v.one = append(v.one, 1/-float64(e.val))
			continue
		}
		v.in = append(v.in, e.row)
		v.val = append(v.val, -float64(e.val))
	}
	v.from = append(v.from, len(v.in))
}

// ahead multiplies the inverse by a column, in place.
func (v *inverse) ahead(x []float64) {
	for k, r := range v.row {
		t := x[r]
		if t == 0 {
			continue
		}
		t *= v.one[k]
		x[r] = t
		in := v.in[v.from[k]:v.from[k+1]]
		val := v.val[v.from[k]:v.from[k+1]]
		for n, i := range in {
			x[i] -= float64(val[n] * t)
		}
	}
}

// back multiplies a row by the inverse, in place.
func (v *inverse) back(y []float64) {
	for k := len(v.row) - 1; k >= 0; k-- {
		sum := y[v.row[k]]
		in := v.in[v.from[k]:v.from[k+1]]
		val := v.val[v.from[k]:v.from[k+1]]
		for n, i := range in {
			if w := y[i]; w != 0 {
				sum -= float64(val[n] * w)
			}
		}
		y[v.row[k]] = sum * v.one[k]
	}
}

const (
	flat    = 1e-12 // values below it are left out of a step
	renewal = 60    // steps after which the inverse is built anew
)

// worn reports whether the inverse should be built anew.
func (x *linear) worn() bool {
	v := &x.inv
	return len(v.row)-v.base >= renewal || len(v.in) > 3*v.size+20*x.rows
}

// renew builds the inverse anew from the columns of the basis, and counts
// prices and values. Columns that depend on others leave the basis for the
// activities of rows nobody else can have.
func (x *linear) renew() {
	n := len(x.cols)
	x.inv.clear()
	heavy := make([]float64, n+x.rows) // weights stay with the variables
	for r, b := range x.basic {
		heavy[b] = x.weight[r]
	}
	o := x.arrange()
	col := make([]float64, x.rows)
	place := func(j, r int) {
		x.basic[r], x.where[j] = j, r
		o.free[r] = false
	}
	for _, p := range o.first {
		x.inv.plain(x.cols[p.k], p.at)
		place(p.k, p.at)
	}
	for _, j := range o.core {
		for _, e := range x.cols[j] {
			col[e.row] = -float64(e.val)
		}
		x.inv.ahead(col)
		x.work += len(x.inv.row) + 2*x.rows
		if r := o.pivot(col); r >= 0 {
			x.inv.step(col, r, 1)
			place(j, r)
		} else {
			x.where[j] = -1
		}
		clear(col)
	}
	for _, p := range slices.Backward(o.last) {
		x.inv.plain(x.cols[p.k], p.at)
		place(p.k, p.at)
	}
	for r, free := range o.free {
		if free {
			x.basic[r], x.where[n+r] = n+r, r
		}
	}
	for r, b := range x.basic {
		x.weight[r] = max(heavy[b], 1)
	}
	x.inv.base, x.inv.size = len(x.inv.row), len(x.inv.in)
	x.work += len(x.inv.in) + 4*x.rows
	x.charge()
	x.count()
}

// charge computes all prices anew.
func (x *linear) charge() {
	n, y := len(x.cols), x.rowOut
	clear(y)
	for r, b := range x.basic {
		if b < n {
			y[r] = x.drawn[b]
		}
	}
	x.inv.back(y)
	for j, in := range x.cols {
		d := 0.0
		if x.where[j] < 0 {
			d = x.drawn[j]
			for _, e := range in {
				d += float64(y[e.row] * float64(e.val))
			}
		}
		x.price[j] = d
	}
	for r := range x.rows {
		if x.price[n+r] = 0; x.where[n+r] < 0 {
			x.price[n+r] = -y[r]
		}
	}
	x.work += len(x.inv.in) + 5*n
}

// order is the order in which the columns of a basis are brought in: those
// alone on a row first, since no later one meets their steps; those that have
// but one row left last, since they meet nobody's.
type order struct {
	free        []bool // by row: no basic variable yet
	count       []int  // by row: columns not placed yet
	first, last []touchedRow
	core        []int
	left        []int32 // rows nobody has yet
}

// touchedRow is a column and its row.
type touchedRow struct{ k, at int }

// arrange finds the order for the present basis.
func (x *linear) arrange() *order {
	n := len(x.cols)
	o := &order{free: slices.Repeat([]bool{true}, x.rows), count: make([]int, x.rows)}
	var open []int
	for _, b := range x.basic {
		if b >= n {
			o.free[b-n] = false
		} else {
			open = append(open, b)
		}
	}
	slices.Sort(open)
	for r := range o.free {
		if !o.free[r] {
			x.basic[r], x.where[n+r] = n+r, r
		}
	}
	left := slices.Clone(o.free) // rows not spoken for
	size := make(map[int]int, len(open))
	on := make([][]int, x.rows)
	for _, j := range open {
		for _, e := range x.cols[j] {
			if left[e.row] {
				o.count[e.row]++
				size[j]++
				on[e.row] = append(on[e.row], j)
			}
		}
	}
	placed := make(map[int]bool, len(open))
	for again := true; again; {
		again = false
		for r := range left { // a row with one column
			if !left[r] || o.count[r] != 1 {
				continue
			}
			for _, j := range on[r] {
				if !placed[j] {
					o.first = append(o.first, touchedRow{j, r})
					o.take(x, j, r, left, size, placed, on)
					again = true
					break
				}
			}
		}
		for _, j := range open { // a column with one row
			if placed[j] || size[j] != 1 {
				continue
			}
			for _, e := range x.cols[j] {
				if r := int(e.row); left[r] {
					o.last = append(o.last, touchedRow{j, r})
					o.take(x, j, r, left, size, placed, on)
					again = true
					break
				}
			}
		}
	}
	for _, j := range open {
		if !placed[j] {
			o.core = append(o.core, j)
		}
	}
	slices.SortStableFunc(o.core, func(a, b int) int { return cmp.Compare(size[a], size[b]) })
	for r := range left { // rows that columns of the core may take
		if left[r] {
			o.left = append(o.left, int32(r))
		}
	}
	x.work += 20 * len(open)
	return o
}

// take speaks for row r on behalf of column j.
func (o *order) take(x *linear, j, r int, left []bool, size map[int]int, placed map[int]bool, on [][]int) {
	placed[j], left[r] = true, false
	for _, e := range x.cols[j] {
		o.count[e.row]--
	}
	for _, k := range on[r] {
		size[k]--
	}
}

// pivot picks the row where a column of the core is brought in: large enough,
// with few other columns; below zero, none.
func (o *order) pivot(col []float64) int {
	top := 0.0
	for _, r := range o.left {
		if v := col[r]; v != 0 {
			top = max(top, math.Abs(v))
		}
	}
	if top < 1e-9 {
		return -1
	}
	best := -1
	for at, r := range o.left {
		if v := col[r]; v != 0 && math.Abs(v) >= top/8 && (best < 0 || o.count[r] < o.count[o.left[best]]) {
			best = at
		}
	}
	r := o.left[best]
	o.left = slices.Delete(o.left, best, best+1)
	return int(r)
}

// basis is what a search can come back to.
type basis struct {
	basic  []int
	atUp   []bool
	weight []float64
}

// here is the basis at hand.
func (x *linear) here() basis {
	return basis{slices.Clone(x.basic), slices.Clone(x.atUp), slices.Clone(x.weight)}
}

// back returns to a basis, if there is one; the rows have to be those it was of.
func (x *linear) back(to basis) {
	if to.basic == nil {
		return
	}
	for v := range x.where {
		x.where[v] = -1
	}
	copy(x.basic, to.basic)
	copy(x.atUp, to.atUp)
	copy(x.weight, to.weight)
	for r, v := range x.basic {
		x.where[v] = r
	}
	x.renew()
}
