package core

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// What mending a roster leaves keeps every rule; when it says that nothing is
// missing, nothing is, and no more than two people were moved for each empty
// seat.
func TestMendingKeepsTheRules(t *testing.T) {
	full := 0
	for seed := int64(1); seed <= 300; seed++ {
		r := rand.New(rand.NewSource(seed))
		p := drawn(r)
		st := newState(p, Weights{Unfilled: 40000, Short: 4000, Change: 400, Pref: 4})
		rnd := random(seed)
		st.anneal(&rnd, 3000, 400, 4, nil)
		gone := r.Intn(len(p.People))
		for i := range p.Shifts {
			if i%2 == 0 {
				for n := 0; n < len(st.on[i]); n++ {
					if st.on[i][n] == gone {
						st.remove(gone, i)
					}
				}
			}
		}
		st = func() *state { // he may not come back
			left := st.roster()
			q := p.Narrow(func(i, s int) bool { return i != gone || s%2 == 1 })
			st := newState(q, st.w)
			st.adopt(left)
			return st
		}()
		holes := 0
		for s := range st.on {
			holes += p.Shifts[s].Seats - len(st.on[s])
		}
		left := st.roster()
		whole := st.mended()
		require.True(t, st.p.Legal(st.roster()), "seed %d", seed)
		require.Equal(t, st.complete(), whole)
		sc := p.Measure(st.roster())
		if whole {
			require.Zero(t, sc.Unfilled+sc.Short, "seed %d", seed)
			full++
		}
		moved := 0
		for s := range left {
			for _, i := range left[s] {
				moved += b2i(!slices.Contains(st.on[s], i))
			}
		}
		require.LessOrEqual(t, moved, holes, "seed %d", seed)
	}
	require.Greater(t, full, 30)
}

// drawn is a small problem with skills, newcomers, gaps and a pair to avoid.
func drawn(r *rand.Rand) *Problem {
	p := &Problem{Repair: true}
	for day := range 12 {
		s := Shift{Day: day, Week: day / 7, Start: 540, End: 700, Seats: 1 + r.Intn(2), Weight: 2, Priority: 1, NewRoom: 1}
		if r.Intn(2) == 0 {
			s.Need = []Need{{Skill: 0, Count: 1}}
		}
		p.Shifts = append(p.Shifts, s)
	}
	for range 9 {
		v := Person{
			New: r.Intn(5) == 0, Fair: true, Gap: 1 + r.Intn(3), WeekCap: []int{3, 3}, MonthCap: []int{5},
			Holds: []bool{r.Intn(2) == 0}, Cost: make([]int32, 12), Change: make([]int8, 12),
		}
		for s := range p.Shifts {
			if r.Intn(3) > 0 {
				v.Can = append(v.Can, s)
			}
		}
		p.People = append(p.People, v)
	}
	p.Avoid = []Pair{{0, 1}}
	p.Index()
	return p
}
