package core

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
)

// The bound of a linear program is never above the best whole solution, and a
// program said to be empty has none.
func TestLinearProgramsAreBoundedAndRefutedExactly(t *testing.T) {
	empties, tight := 0, 0
	for seed := int64(1); seed <= 2000; seed++ {
		r := rand.New(rand.NewSource(seed))
		n, rows := 2+r.Intn(6), 1+r.Intn(5)
		x := newLinear(rows)
		low, up := make([]int64, rows), make([]int64, rows)
		a := make([][]int64, rows)
		for i := range a {
			a[i] = make([]int64, n)
			low[i] = int64(r.Intn(5) - 2)
			up[i] = low[i] + int64(r.Intn(3))
		}
		for j := range n {
			var in []entry
			for i := range rows {
				if v := r.Intn(5) - 2; v != 0 {
					a[i][j] = int64(v)
					in = append(in, entry{int32(i), int32(v)})
				}
			}
			x.column(int64(r.Intn(7)-3), 0, int64(1+r.Intn(2)), in...)
		}
		x.ready(low, up)
		best, found := int64(0), false
		each(x, make([]int64, n), 0, func(v []int64) {
			sum, ok := worth(x, a, low, up, v)
			if !ok {
				return
			}
			if !found || sum < best {
				best, found = sum, true
			}
		})
		switch o, bad := x.solve(1e9); o {
		case empty:
			require.False(t, found, "seed %d", seed)
			require.True(t, x.refutes(bad), "seed %d", seed)
			empties++
		case optimal:
			if found {
				require.LessOrEqual(t, roundUp(x.bound()), int(best), "seed %d", seed)
				tight += b2i(roundUp(x.bound()) == int(best))
			}
		default:
			require.Fail(t, "not solved", "seed %d", seed)
		}
	}
	require.Greater(t, empties, 100)
	require.Greater(t, tight, 400)
}

// A cut whose sums might pass what whole numbers hold is not made.
func TestCutsOfHugeNumbersAreNotMade(t *testing.T) {
	for most, made := range map[int64]bool{9: true, 1 << 45: false} {
		x := newLinear(2) // a + b is 1 to most, a - b 0; both are a half then
		x.column(1, 0, 1, entry{0, 1}, entry{1, 1})
		x.column(1, 0, 1, entry{0, 1}, entry{1, -1})
		x.ready([]int64{1, 0}, []int64{most, 0})
		o, _ := x.solve(1e9)
		require.Equal(t, optimal, o)
		require.Equal(t, made, len((&cases{x: x, s: &solver{}}).cuts()) > 0, "%d", most)
	}
}

// worth is what values of the columns cost, if they keep the bounds of the rows.
func worth(x *linear, a [][]int64, low, up, v []int64) (sum int64, ok bool) {
	for i := range a {
		act := int64(0)
		for j := range v {
			act += a[i][j] * v[j]
		}
		if act < low[i] || act > up[i] {
			return 0, false
		}
	}
	for j := range v {
		sum += x.cost[j] * v[j]
	}
	return sum, true
}

// Cuts keep every whole solution, round after round, and raise the bound.
func TestCutsKeepEveryWholeSolution(t *testing.T) {
	made, raised := 0, 0
	for seed := int64(1); seed <= 1500; seed++ {
		r := rand.New(rand.NewSource(seed))
		n, rows := 4+r.Intn(4), 2+r.Intn(4)
		x := newLinear(rows)
		low, up := make([]int64, rows), make([]int64, rows)
		for i := range low {
			low[i] = int64(r.Intn(4) - 1)
			up[i] = low[i] + int64(r.Intn(5))
		}
		a := make([][]int64, rows)
		for i := range a {
			a[i] = make([]int64, n)
		}
		for j := range n {
			var in []entry
			for i := range rows {
				if v := r.Intn(9) - 4; v != 0 {
					a[i][j] = int64(v)
					in = append(in, entry{int32(i), int32(v)})
				}
			}
			x.column(int64(r.Intn(7)-3), int64(-r.Intn(2)), int64(1+r.Intn(2)), in...)
		}
		x.ready(low, up)
		var all [][]int64
		best, start := int64(1<<40), append([]int64(nil), x.low[:n]...)
		each(x, start, 0, func(v []int64) {
			sum, ok := worth(x, a, low, up, v)
			if !ok {
				return
			}
			best = min(best, sum)
			all = append(all, append([]int64(nil), v...))
		})
		c := &cases{x: x, s: &solver{}}
		o, _ := x.solve(1e9)
		was := x.bound()
		for round := 0; round < 4 && o == optimal; round++ {
			cuts := c.cuts()
			for _, k := range cuts {
				made++
				for _, v := range all {
					sum := int64(0)
					for _, e := range k.in {
						sum += int64(e.val) * v[e.row]
					}
					require.GreaterOrEqual(t, sum, k.low, "seed %d", seed)
				}
			}
			x.keepRows(func(r int) bool { return r < x.plain || x.where[n+r] < 0 })
			for _, k := range cuts {
				x.addRow(k)
			}
			x.renew()
			o, _ = x.solve(1e9)
		}
		if len(all) == 0 {
			continue
		}
		require.NotEqual(t, empty, o, "seed %d", seed)
		require.LessOrEqual(t, roundUp(x.bound()), int(best), "seed %d", seed)
		raised += b2i(x.bound() > was+scale/10)
	}
	require.Greater(t, made, 500)
	require.Greater(t, raised, 100)
}

// each calls f for every choice of whole values within the columns' bounds.
func each(x *linear, v []int64, j int, f func(v []int64)) {
	if j == len(v) {
		f(v)
		return
	}
	for v[j] = x.low[j]; v[j] <= x.up[j]; v[j]++ {
		each(x, v, j+1, f)
	}
}

// What the cases of a linear program settle is what the cases on schedules
// settle: both are proofs.
func TestCasesAgreeWithSchedules(t *testing.T) {
	agreed, missing := 0, 0
	for seed := int64(1); seed <= 60; seed++ {
		p := drawn(rand.New(rand.NewSource(seed)))
		for i := range p.People {
			p.People[i].WeekCap = []int{1 + i%2, 1}
		}
		p.Repair = false
		a, b := &solver{p: p, rnd: 1, effort: 1, size: p.seats()}, &solver{p: p, rnd: 1, effort: 1, size: p.seats()}
		a.begin(nil)
		b.begin(nil)
		a.fill()
		a.skill()
		for place, g := range []Goal{
			{CapUnfilled: -1, CapShort: -1, CapChanges: -1, Unfilled: 1},
			{CapUnfilled: a.score.Unfilled, CapShort: -1, CapChanges: -1, Short: 1},
		} {
			require.True(t, b.settled(place, g, fairness{}, 20_000_000), "seed %d", seed)
			require.True(t, p.Legal(b.best), "seed %d", seed)
			if a.known[place] && a.bound[place] == a.at(place) {
				require.Equal(t, a.at(place), b.at(place), "seed %d goal %d", seed, place)
				agreed++
			}
			require.LessOrEqual(t, b.at(place), a.at(place), "seed %d goal %d", seed, place)
			missing += b2i(b.at(place) > 0)
		}
	}
	require.Greater(t, agreed, 100)
	require.Greater(t, missing, 20)
}
