package core

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// What a schedule costs with a turn forced or forbidden is the same, whether
// the turn is restricted and all planned anew or read from one pass.
func TestDetoursEqualPlanningAnew(t *testing.T) {
	for seed := int64(1); seed <= 400; seed++ {
		r := rand.New(rand.NewSource(seed))
		p := &Problem{}
		v := Person{Gap: r.Intn(5), Fair: true, WeekCap: make([]int, 9), MonthCap: make([]int, 9)}
		for i := range v.WeekCap {
			v.WeekCap[i], v.MonthCap[i] = 1+r.Intn(2), 1+r.Intn(4)
		}
		for day := range 3 + r.Intn(20) {
			for half := range r.Intn(3) {
				s := Shift{Day: day, Week: day / 7, Month: day / 12, Start: 540 + 240*half, End: 700 + 300*half, Weight: 1 + r.Intn(3)}
				v.Can = append(v.Can, len(p.Shifts))
				p.Shifts = append(p.Shifts, s)
			}
		}
		p.People = []Person{v}
		g := Goal{Window: r.Intn(4) > 0, Soft: soft * r.Intn(2)}
		low := r.Intn(4)
		d := newPlanner(p, 0, g, ends{low, low + 2 + r.Intn(5)})
		cost := make([]int64, len(d.turns))
		for k := range cost {
			cost[k] = int64(r.Intn(2000) - 1200)
			d.turns[k].out = r.Intn(8) == 0
		}
		for k := range d.turns {
			if r.Intn(9) == 0 && !d.turns[k].out {
				d.force(k)
			}
		}
		was := slices.Clone(d.turns)
		taken, left := d.detours(cost)
		for k := range was {
			want := [2]int64{far, far}
			if !was[k].out {
				d.force(k)
				want[0] = d.best(cost)
				copy(d.turns, was)
			}
			if !was[k].must {
				d.turns[k].out = true
				want[1] = d.best(cost)
				requireTraced(t, d, cost, want[1])
				copy(d.turns, was)
			}
			for i, got := range []int64{taken[k], left[k]} {
				if want[i] >= far/2 {
					require.GreaterOrEqual(t, got, far/2, "seed %d turn %d", seed, k)
				} else {
					require.Equal(t, want[i], got, "seed %d turn %d case %d", seed, k, i)
				}
			}
		}
	}
}

// The schedule read from tables of which some were left out costs what they
// say and takes no forbidden turn.
func requireTraced(t *testing.T, d *planner, cost []int64, want int64) {
	t.Helper()
	if want >= far/2 {
		return
	}
	sum, load := int64(0), 0
	for _, k := range d.trace(cost) {
		require.False(t, d.turns[k].out)
		sum, load = sum+cost[k], load+d.turns[k].load
	}
	if d.loads > 1 && load < d.low {
		sum += d.lean * int64(d.low-load)
	}
	require.Equal(t, want, sum)
}
