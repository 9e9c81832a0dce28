package core

import "math"

// elimination builds the triangles of a basis: first columns and rows that stand
// alone, which need no arithmetic, then what is left of them, each time the pivot
// that can fill least (Markowitz), among those that are not small in their column.
type elimination struct {
	f    *factor
	cols []int       // the columns to place, by their own number from here on
	val  [][]nonzero // by column: what is left of it in open rows
	on   [][]int32   // by row: columns with something there, some of them placed
	rows []int       // by row: how many open columns it has; -1 placed
	row  []int       // by column: the row it pivots on; -1 open, -2 left out
	seq  []int32     // columns in the order of pivots
	part []float64   // scratch by row: multiples of the pivot row
	met  []bool      // scratch by row
	work int
}

const (
	notSmall = 0.1   // of the largest in the column
	singular = 1e-9  // columns without anything larger depend on others
	looks    = 4     // pivots weighed
	nothing  = 1e-13 // what rounding leaves of zero
)

// build factors the basis of the given columns, negated, and of the activities of
// the rows that are not open. It returns by column the row it pivots on, or below
// zero when it depends on the others.
func (f *factor) build(x *linear, open []bool, cols []int) []int {
	f.reset(x.rows)
	e := &elimination{f: f, cols: cols, val: make([][]nonzero, len(cols)), on: make([][]int32, x.rows), rows: make([]int, x.rows), row: make([]int, len(cols))}
	all := 0
	for _, j := range cols {
		all += len(x.cols[j])
	}
	flat, size := make([]nonzero, 0, all), make([]int, x.rows)
	first := make([][]nonzero, len(cols)) // by column: what rows that are not open have of it
	for c, j := range cols {
		e.row[c] = -1
		from := len(flat)
		for _, a := range x.cols[j] {
			if open[a.row] {
				flat = append(flat, nonzero{a.row, -float64(a.val)})
				size[a.row]++
			}
		}
		e.val[c] = flat[from:len(flat):len(flat)]
		from = len(flat)
		for _, a := range x.cols[j] {
			if !open[a.row] {
				flat = append(flat, nonzero{a.row, -float64(a.val)})
			}
		}
		first[c] = flat[from:len(flat):len(flat)]
	}
	names := make([]int32, all)
	for r := range e.on {
		e.on[r], names = names[:0:size[r]], names[size[r]:]
		e.rows[r] = size[r]
		if !open[r] {
			e.rows[r] = -1
		}
	}
	for c := range cols {
		for _, a := range e.val[c] {
			e.on[a.at] = append(e.on[a.at], int32(c))
		}
	}
	e.work = 3 * all
	e.alone(first)
	e.nucleus(first)
	e.finish(first)
	f.touch += e.work
	return e.row
}

// alone places columns with one open row, and rows with one open column.
func (e *elimination) alone(first [][]nonzero) {
	left := make([]int, len(e.cols)) // by column: its open rows
	var cols, rows []int
	for c := range e.cols {
		if left[c] = len(e.val[c]); left[c] == 1 {
			cols = append(cols, c)
		}
	}
	for r, n := range e.rows {
		if n == 1 {
			rows = append(rows, r)
		}
	}
	for len(cols)+len(rows) > 0 {
		c, r := -1, -1
		if n := len(cols); n > 0 {
			c, cols = cols[n-1], cols[:n-1]
			if e.row[c] != -1 || left[c] != 1 {
				continue
			}
			for _, a := range e.val[c] {
				if e.rows[a.at] >= 0 {
					r = int(a.at)
				}
			}
		} else {
			n := len(rows)
			r, rows = rows[n-1], rows[:n-1]
			if e.rows[r] != 1 {
				continue
			}
			for _, k := range e.on[r] {
				if e.row[k] == -1 {
					c = int(k)
				}
			}
		}
		e.place(c, r, first)
		for _, k := range e.on[r] {
			if left[k]--; left[k] == 1 && e.row[k] == -1 {
				cols = append(cols, int(k))
			}
		}
		for _, a := range e.val[c] {
			if i := int(a.at); e.rows[i] > 0 {
				if e.rows[i]--; e.rows[i] == 1 {
					rows = append(rows, i)
				}
			}
		}
		e.work += 2 * (len(e.on[r]) + len(e.val[c]))
	}
}

// place lets a column that stands alone, or whose row does, pivot there: its rows
// placed before go to the upper triangle, those still open to the lower one.
func (e *elimination) place(c, r int, first [][]nonzero) {
	f := e.f
	e.row[c] = r
	e.rows[r] = -1
	e.seq = append(e.seq, int32(c))
	pivot := 0.0
	for _, a := range e.val[c] {
		if int(a.at) == r {
			pivot = a.val
		}
	}
	f.one[r] = 1 / pivot
	for _, a := range e.val[c] {
		switch i := int(a.at); {
		case i == r:
		case e.rows[i] < 0:
			first[c] = append(first[c], a)
		default:
			f.lower[r] = append(f.lower[r], nonzero{a.at, float64(a.val * f.one[r])})
		}
	}
}

// nucleus places the other columns.
func (e *elimination) nucleus(first [][]nonzero) {
	var open []int
	for c := range e.cols {
		if e.row[c] == -1 {
			open = append(open, c)
		}
	}
	if len(open) == 0 {
		return
	}
	for _, c := range open { // what is placed is settled
		var in []nonzero
		for _, a := range e.val[c] {
			if e.rows[a.at] >= 0 {
				in = append(in, a)
			} else {
				first[c] = append(first[c], a)
			}
		}
		e.val[c] = in
	}
	n := newNucleus(e, open)
	for {
		c, r := n.choose()
		if c < 0 {
			return
		}
		n.pivot(c, r, first)
	}
}

// finish lays the triangles out by row and by column.
func (e *elimination) finish(first [][]nonzero) {
	f := e.f
	for _, c := range e.seq {
		r := e.row[c]
		f.at[r] = len(f.order)
		f.order = append(f.order, r)
		f.upper[r] = append(f.upper[r], first[c]...)
		for _, a := range first[c] {
			f.across[a.at] = append(f.across[a.at], nonzero{int32(r), a.val})
		}
		f.size += len(first[c])
		if len(f.lower[r]) > 0 {
			f.below = append(f.below, r)
		}
		for _, a := range f.lower[r] {
			f.aside[a.at] = append(f.aside[a.at], nonzero{int32(r), a.val})
		}
		f.size += len(f.lower[r])
		if len(f.aside[r]) > 0 {
			f.left = append(f.left, r)
		}
	}
	for r := range f.aside { // rows nobody pivots on come last
		if f.at[r] < 0 && len(f.aside[r]) > 0 {
			f.left = append(f.left, r)
		}
	}
	f.base = f.size
	e.work += 3 * f.size
}

// nucleus is what no pivot without arithmetic is left in.
type nucleus struct {
	*elimination
	byRow, byCol counts
	rowOn        [][]int32 // by row: its open columns, each once
}

func newNucleus(e *elimination, open []int) *nucleus {
	n := &nucleus{elimination: e, rowOn: make([][]int32, len(e.rows))}
	n.part, n.met = make([]float64, len(e.rows)), make([]bool, len(e.rows))
	n.byRow, n.byCol = newCounts(len(e.rows), len(open)), newCounts(len(e.cols), len(e.rows))
	for r, k := range e.rows {
		if k <= 0 {
			continue
		}
		for _, c := range e.on[r] {
			if e.row[c] == -1 {
				n.rowOn[r] = append(n.rowOn[r], c)
			}
		}
		n.byRow.put(r, len(n.rowOn[r]))
	}
	for _, c := range open {
		n.byCol.put(c, len(e.val[c]))
	}
	return n
}

// choose picks a column and a row, or below zero when no column is left.
func (n *nucleus) choose() (col, row int) {
	for c := n.byCol.first[0]; c >= 0; c = n.byCol.first[0] { // nothing is left of it
		n.drop(int(c))
	}
	col, row = -1, -1
	least, seen := math.MaxInt, 0
	for size := 1; size < len(n.byCol.first) || size < len(n.byRow.first); size++ {
		if size < len(n.byCol.first) {
			for c := n.byCol.first[size]; c >= 0; {
				next := n.byCol.next[c]
				r, rows := n.bestRow(int(c))
				if r < 0 {
					n.drop(int(c))
				} else {
					if cost := (rows - 1) * (size - 1); cost < least {
						col, row, least = int(c), r, cost
					}
					if seen++; seen >= looks || least <= (size-1)*(size-1) {
						return col, row
					}
				}
				c = next
			}
		}
		if size < len(n.byRow.first) {
			for r := n.byRow.first[size]; r >= 0; r = n.byRow.next[r] {
				if c, cols := n.bestCol(int(r)); c >= 0 {
					if cost := (cols - 1) * (size - 1); cost < least {
						col, row, least = c, int(r), cost
					}
				}
				if seen++; col >= 0 && (seen >= looks || least <= size*(size-1)) {
					return col, row
				}
			}
		}
	}
	return col, row
}

// drop leaves a column out.
func (n *nucleus) drop(c int) {
	n.byCol.take(c)
	n.row[c] = -2
	for _, a := range n.val[c] {
		n.unlist(int(a.at), c)
	}
	n.val[c] = nil
}

// unlist takes column c from the list of row r.
func (n *nucleus) unlist(r, c int) {
	list := n.rowOn[r]
	for k, x := range list {
		if int(x) == c {
			list[k] = list[len(list)-1]
			n.rowOn[r] = list[:len(list)-1]
			break
		}
	}
	n.work += len(list)
	n.byRow.put(r, len(n.rowOn[r]))
}

// bestRow is the row of column c with the fewest columns, and their number, where
// it is not small; below zero when all of it is as good as nothing.
func (n *nucleus) bestRow(c int) (row, count int) {
	top := n.top(c)
	if top < singular {
		return -1, 0
	}
	row = -1
	for _, a := range n.val[c] {
		if k := len(n.rowOn[a.at]); math.Abs(a.val) >= notSmall*top && (row < 0 || k < count) {
			row, count = int(a.at), k
		}
	}
	return row, count
}

func (n *nucleus) top(c int) float64 {
	top := 0.0
	for _, a := range n.val[c] {
		top = max(top, math.Abs(a.val))
	}
	n.work += len(n.val[c])
	return top
}

// bestCol is the column of row r with the fewest rows, and their number, in which
// it is not small.
func (n *nucleus) bestCol(r int) (col, count int) {
	col = -1
	for _, c := range n.rowOn[r] {
		k := len(n.val[c])
		if col >= 0 && k >= count {
			continue
		}
		if top := n.top(int(c)); top >= singular {
			for _, a := range n.val[c] {
				if int(a.at) == r && math.Abs(a.val) >= notSmall*top {
					col, count = int(c), k
				}
			}
		}
	}
	return col, count
}

// pivot places column c at row r and takes multiples of the row from the others.
func (n *nucleus) pivot(c, r int, first [][]nonzero) {
	f := n.f
	own := n.val[c]
	n.row[c], n.val[c] = r, nil
	n.rows[r] = -1
	n.seq = append(n.seq, int32(c))
	n.byCol.take(c)
	n.byRow.take(r)
	for _, a := range own {
		if int(a.at) == r {
			f.one[r] = 1 / a.val
		}
	}
	for _, a := range own {
		if i := int(a.at); i != r {
			v := float64(a.val * f.one[r])
			n.part[i] = v
			f.lower[r] = append(f.lower[r], nonzero{a.at, v})
			n.unlist(i, c)
		}
	}
	for _, k := range n.rowOn[r] {
		if int(k) != c {
			n.take(int(k), r, first)
		}
	}
	n.rowOn[r] = nil
	for _, a := range f.lower[r] {
		n.part[a.at] = 0
		n.byRow.put(int(a.at), len(n.rowOn[a.at]))
	}
}

// take moves what column c has of pivot row r to the upper triangle and takes its
// multiples from the other rows of the column.
func (n *nucleus) take(c, r int, first [][]nonzero) {
	in, t := n.val[c], 0.0
	for k, a := range in {
		if int(a.at) == r {
			t = a.val
			in[k] = in[len(in)-1]
			in = in[:len(in)-1]
			break
		}
	}
	first[c] = append(first[c], nonzero{int32(r), t})
	lower := n.f.lower[r]
	left := in[:0]
	for _, a := range in {
		if m := n.part[a.at]; m != 0 {
			n.met[a.at] = true
			if a.val -= float64(m * t); math.Abs(a.val) < nothing {
				n.unlist(int(a.at), c)
				continue
			}
		}
		left = append(left, a)
	}
	for _, a := range lower {
		if n.met[a.at] {
			n.met[a.at] = false
			continue
		}
		left = append(left, nonzero{a.at, -float64(a.val * t)})
		n.rowOn[a.at] = append(n.rowOn[a.at], int32(c))
	}
	n.work += 2*len(in) + 2*len(lower)
	n.val[c] = left
	n.byCol.put(c, len(left))
}

// counts lists things by their count.
type counts struct{ first, next, prev, count []int32 }

func newCounts(n, most int) counts {
	x := counts{make([]int32, most+2), make([]int32, n), make([]int32, n), make([]int32, n)}
	for i := range x.first {
		x.first[i] = -1
	}
	for i := range x.count {
		x.count[i] = -1
	}
	return x
}

// put lists i under a count.
func (x *counts) put(i, count int) {
	if x.count[i] == int32(count) {
		return
	}
	x.take(i)
	x.count[i] = int32(count)
	x.prev[i], x.next[i] = -1, x.first[count]
	if y := x.next[i]; y >= 0 {
		x.prev[y] = int32(i)
	}
	x.first[count] = int32(i)
}

// take takes i from its list.
func (x *counts) take(i int) {
	if x.count[i] < 0 {
		return
	}
	p, q := x.prev[i], x.next[i]
	if p >= 0 {
		x.next[p] = q
	} else {
		x.first[x.count[i]] = q
	}
	if q >= 0 {
		x.prev[q] = p
	}
	x.count[i] = -1
}
