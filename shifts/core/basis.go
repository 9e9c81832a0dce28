package core

import "slices"

const renewal = 100 // variables that enter before the basis is factored anew

// worn reports whether the basis should be factored anew.
func (x *linear) worn() bool {
	f := &x.inv
	return len(f.steps) >= renewal || f.size > 3*f.base+2*x.rows
}

// renew factors the basis anew, and counts prices and values. Columns that depend
// on others leave the basis for the activities of rows nobody else can have.
func (x *linear) renew() {
	n := len(x.cols)
	heavy := make([]float64, n+x.rows) // weights stay with the variables
	open, cols := slices.Repeat([]bool{true}, x.rows), make([]int, 0, x.rows)
	for r, b := range x.basic {
		if heavy[b] = x.weight[r]; b >= n {
			open[b-n] = false
		} else {
			cols = append(cols, b)
		}
	}
	slices.Sort(cols)
	at := x.inv.build(x, open, cols)
	for r := range open {
		if !open[r] {
			x.basic[r], x.where[n+r] = n+r, r
		}
	}
	for c, j := range cols {
		if r := at[c]; r >= 0 {
			x.basic[r], x.where[j], open[r] = j, r, false
		} else {
			x.where[j] = -1
		}
	}
	for r, free := range open {
		if free {
			x.basic[r], x.where[n+r] = n+r, r
		}
	}
	for r, b := range x.basic {
		x.weight[r] = heavy[b]
		if heavy[b] == 0 {
			x.weight[r] = 1
		}
	}
	x.shaky = false
	x.work += 4 * x.rows
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
	x.inv.back(y, -1)
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
	x.work += 5 * n
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
