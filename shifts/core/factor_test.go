package core

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
)

// crossed is a program of sparse columns at the basis of its activities.
func crossed(r *rand.Rand) *linear {
	rows := 2 + r.Intn(40)
	x := newLinear(rows)
	for range 1 + r.Intn(60) {
		var in []entry
		for i := range rows {
			if r.Intn(rows) < 4 {
				in = append(in, entry{int32(i), int32(r.Intn(5) + 1 - 6*r.Intn(2))})
			}
		}
		x.column(1, 0, 1, in...)
	}
	x.ready(make([]int64, rows), make([]int64, rows))
	return x
}

// solves multiplies the basis by what ahead makes of v, and back's answer by it.
func solves(t *testing.T, x *linear, r *rand.Rand) {
	n := len(x.cols)
	v := make([]float64, x.rows)
	for i := range v {
		v[i] = float64((r.Intn(7) - 3) * r.Intn(2))
	}
	sparse := r.Intn(x.rows)
	for _, only := range []bool{false, true} {
		if only {
			clear(v)
			v[sparse] = 1
		}
		ahead, back := append([]float64(nil), v...), append([]float64(nil), v...)
		x.inv.ahead(ahead, false)
		if only {
			x.inv.back(back, sparse)
		} else {
			x.inv.back(back, -1)
		}
		made := make([]float64, x.rows)
		for at, b := range x.basic {
			dot := 0.0
			if b >= n {
				made[b-n] += ahead[at]
				dot = back[b-n]
			} else {
				for _, e := range x.cols[b] {
					made[e.row] -= ahead[at] * float64(e.val)
					dot -= back[e.row] * float64(e.val)
				}
			}
			require.InDelta(t, v[at], dot, 1e-6)
		}
		for i := range made {
			require.InDelta(t, v[i], made[i], 1e-6)
		}
	}
}

// A factored basis solves for columns and rows after any changes, and after it is
// factored anew.
func TestFactorsSolveAsTheBasisChanges(t *testing.T) {
	entered := 0
	for seed := int64(1); seed <= 400; seed++ {
		r := rand.New(rand.NewSource(seed))
		x := crossed(r)
		n := len(x.cols)
		for range 60 {
			row, q := r.Intn(x.rows), r.Intn(n+x.rows)
			if x.where[q] >= 0 {
				continue
			}
			x.compose(row)
			if v := x.made[q]; v < 0.2 && v > -0.2 {
				continue
			}
			if !x.pivot(row, q, r.Intn(2) == 0) || x.shaky {
				x.renew()
				continue
			}
			if entered++; r.Intn(8) == 0 {
				x.renew()
			}
			solves(t, x, r)
		}
	}
	require.Greater(t, entered, 5000)
}

// Of columns that depend on each other so many are left out that the others are a
// basis.
func TestColumnsThatDependOnOthersLeaveTheBasis(t *testing.T) {
	left := 0
	for seed := int64(1); seed <= 400; seed++ {
		r := rand.New(rand.NewSource(seed))
		x := crossed(r)
		for j := range min(len(x.cols), x.rows) {
			r := x.basic[j]
			x.where[r] = -1
			x.basic[j], x.where[j] = j, j
		}
		x.renew()
		for at, b := range x.basic {
			require.Equal(t, at, x.where[b], "seed %d", seed)
		}
		for _, at := range x.where[:min(len(x.cols), x.rows)] {
			left += b2i(at < 0)
		}
		solves(t, x, r)
	}
	require.Greater(t, left, 300)
}
