package core

import (
	"math"
	"slices"
)

// factor is a basis as a lower times an upper triangle, both sparse. A variable
// that enters replaces one column of the upper triangle; what that leaves below
// the diagonal a step of its own takes away (Forrest and Tomlin, 1972). Rows and
// columns bear the same names: a column is named by the row it pivots on. Rows
// whose own activity is basic since the last renewal stand first, and need no
// step of their own.
type factor struct {
	below  []int       // rows with something in lower, in the order of pivots
	lower  [][]nonzero // by row: its column of the lower triangle
	left   []int       // rows with something in aside, in the order of pivots
	aside  [][]nonzero // by row: its row of the lower triangle
	upper  [][]nonzero // by row: its column of the upper triangle, but for the diagonal
	across [][]nonzero // by row: its row of it
	one    []float64   // by row: one over the diagonal
	order  []int       // rows in the order of the upper triangle; -1: it stands later now
	at     []int       // by row: its place in order, -1 among the first
	steps  []rowStep
	taken  []nonzero // of all steps
	spike  []nonzero // the last column saved by ahead, before the upper triangle
	last   []nonzero // the last row solved by back, after the upper triangle
	base   int       // nonzeros after the last renewal
	size   int       // nonzeros now
	touch  int       // entries looked at since they were counted last
	loose  []float64 // scratch, all zero between uses
}

// nonzero is one value of a sparse vector.
type nonzero struct {
	at  int32
	val float64
}

// rowStep takes multiples of other rows from a row: taken[from:to].
type rowStep struct{ row, from, to int }

// flat is what values are left out below.
const flat = 1e-12

// reset makes a basis of activities only.
func (f *factor) reset(rows int) {
	for _, list := range []*[][]nonzero{&f.lower, &f.aside, &f.upper, &f.across} {
		*list = slices.Grow((*list)[:0], rows)[:rows]
		for r := range *list {
			(*list)[r] = (*list)[r][:0]
		}
	}
	f.one, f.at = f.one[:0], f.at[:0]
	for range rows {
		f.one, f.at = append(f.one, 1), append(f.at, -1)
	}
	f.below, f.left, f.order = f.below[:0], f.left[:0], f.order[:0]
	f.steps, f.taken, f.spike, f.last = f.steps[:0], f.taken[:0], f.spike[:0], f.last[:0]
	f.base, f.size = 0, 0
	if len(f.loose) < rows {
		f.loose = make([]float64, rows)
	}
}

// fresh reports whether no variable has entered since the last renewal.
func (f *factor) fresh() bool { return len(f.steps) == 0 }

// ahead solves for a column, in place. save keeps it for enter.
func (f *factor) ahead(x []float64, save bool) {
	n := len(f.below) + len(f.steps) + len(f.order)
	for _, r := range f.below {
		t := x[r]
		if t == 0 {
			continue
		}
		for _, e := range f.lower[r] {
			x[e.at] -= float64(e.val * t)
		}
		n += 2 * len(f.lower[r])
	}
	for _, s := range f.steps {
		sum := x[s.row]
		for _, e := range f.taken[s.from:s.to] {
			sum -= float64(e.val * x[e.at])
		}
		x[s.row] = sum
		n += s.to - s.from
	}
	if save {
		f.spike = f.spike[:0]
		for r, v := range x {
			if v > flat || v < -flat {
				f.spike = append(f.spike, nonzero{int32(r), v})
			}
		}
		n += len(x) / 2
	}
	for k := len(f.order) - 1; k >= 0; k-- {
		r := f.order[k]
		if r < 0 {
			continue
		}
		t := x[r]
		if t == 0 {
			continue
		}
		if t < flat && t > -flat {
			x[r] = 0
			continue
		}
		t = float64(t * f.one[r])
		x[r] = t
		for _, e := range f.upper[r] {
			x[e.at] -= float64(e.val * t)
		}
		n += 2 * len(f.upper[r])
	}
	f.touch += n
}

// back solves for a row, in place, that has only something at row at; below
// zero, it may have something anywhere.
func (f *factor) back(y []float64, at int) {
	f.last = f.last[:0]
	n, from := 0, 0
	if at < 0 {
		for r, k := range f.at {
			if k < 0 && y[r] != 0 {
				f.push(y, r)
			}
		}
	} else if k := f.at[at]; k >= 0 {
		from = k
	} else {
		f.push(y, at)
	}
	for _, r := range f.order[from:] {
		if r < 0 || y[r] == 0 {
			continue
		}
		if v := y[r]; v < flat && v > -flat {
			y[r] = 0
			continue
		}
		f.push(y, r)
	}
	for k := len(f.steps) - 1; k >= 0; k-- {
		s := &f.steps[k]
		t := y[s.row]
		if t == 0 {
			continue
		}
		for _, e := range f.taken[s.from:s.to] {
			y[e.at] -= float64(e.val * t)
		}
		n += 2 * (s.to - s.from)
	}
	for k := len(f.left) - 1; k >= 0; k-- {
		r := f.left[k]
		t := y[r]
		if t == 0 {
			continue
		}
		for _, e := range f.aside[r] {
			y[e.at] -= float64(e.val * t)
		}
		n += 2 * len(f.aside[r])
	}
	f.touch += n + len(f.order) - from + len(f.steps) + len(f.left)
}

// push settles row r of the transposed upper triangle.
func (f *factor) push(y []float64, r int) {
	t := float64(y[r] * f.one[r])
	y[r] = t
	f.last = append(f.last, nonzero{int32(r), t})
	for _, e := range f.across[r] {
		y[e.at] -= float64(e.val * t)
	}
	f.touch += 2 * len(f.across[r])
}

// enter lets the column that ahead saved, times sign, take row r, for which back
// was asked last. It reports whether the two agree on its diagonal.
func (f *factor) enter(r int, sign, pivot float64) bool {
	diagonal, own := 1/f.one[r], f.last[0].val
	f.unlink(r)
	step := rowStep{row: r, from: len(f.taken)}
	for _, e := range f.last[1:] {
		if v := -e.val / own; v > flat || v < -flat {
			f.taken = append(f.taken, nonzero{e.at, v})
		}
	}
	step.to = len(f.taken)
	f.steps = append(f.steps, step)
	for _, e := range f.spike {
		if i := int(e.at); i != r {
			v := float64(e.val * sign)
			f.upper[r] = append(f.upper[r], nonzero{e.at, v})
			f.across[i] = append(f.across[i], nonzero{int32(r), v})
		}
	}
	f.size += len(f.upper[r]) + step.to - step.from
	f.touch += 3*len(f.upper[r]) + 3*(step.to-step.from)
	if k := f.at[r]; k >= 0 {
		f.order[k] = -1
	}
	f.at[r] = len(f.order)
	f.order = append(f.order, r)
	made := float64(pivot * sign * diagonal)
	f.one[r] = 1 / made
	// what the steps make of the column at r has to be the same
	for _, e := range f.spike {
		f.loose[e.at] = float64(e.val * sign)
	}
	sum := f.loose[r]
	for _, e := range f.taken[step.from:step.to] {
		sum -= float64(e.val * f.loose[e.at])
	}
	for _, e := range f.spike {
		f.loose[e.at] = 0
	}
	return math.Abs(sum-made) < 10*doubted*(1+math.Abs(made))
}

// took returns the entries looked at since it was last asked.
func (f *factor) took() int {
	n := f.touch
	f.touch = 0
	return n
}

// unlink takes row and column r out of the upper triangle.
func (f *factor) unlink(r int) {
	drop := func(list *[]nonzero) {
		for k := range *list {
			if int((*list)[k].at) == r {
				(*list)[k] = (*list)[len(*list)-1]
				*list = (*list)[:len(*list)-1]
				return
			}
		}
	}
	for _, e := range f.across[r] {
		f.touch += len(f.upper[e.at])
		drop(&f.upper[e.at])
	}
	for _, e := range f.upper[r] {
		f.touch += len(f.across[e.at])
		drop(&f.across[e.at])
	}
	f.size -= len(f.across[r]) + len(f.upper[r])
	f.across[r], f.upper[r] = f.across[r][:0], f.upper[r][:0]
}
