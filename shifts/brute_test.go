package shifts_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/shifts"
)

// goals returns the terms in the order of the report.
func goals(rep *shifts.Report) []int {
	var out []int
	for _, g := range rep.Order {
		out = append(out, rep.Terms[g])
	}
	return out
}

// brute tries every roster over the permitted assignments and returns the best
// goals; ok is false when there are too many.
func brute(in *shifts.Instance) (best []int, ok bool) {
	var free []shifts.Assignment
	for _, s := range in.Shifts {
		for _, v := range in.Volunteers {
			a := shifts.Assignment{Shift: s.ID, Volunteer: v.ID}
			if slices.Contains(in.Frozen, a) {
				continue
			}
			bare := *in
			bare.Frozen = nil
			if len(shifts.Check(&bare, &shifts.Roster{Assignments: []shifts.Assignment{a}}).Violations) == 0 || v.Level == shifts.New {
				free = append(free, a)
			}
		}
	}
	if len(free) > 10 {
		return nil, false
	}
	for set := range 1 << len(free) {
		list := slices.Clone(in.Frozen)
		for i, a := range free {
			if set>>i&1 == 1 {
				list = append(list, a)
			}
		}
		rep := shifts.Check(in, &shifts.Roster{Assignments: list})
		if g := goals(rep); rep.OK && (best == nil || slices.Compare(g, best) < 0) {
			best = g
		}
	}
	return best, best != nil
}

// planned is the plan of an instance, which keeps its rules and comes to what is wanted.
func planned(t *testing.T, in *shifts.Instance, want []int, seed int64) (*shifts.Roster, *shifts.Report) {
	r := plan(t, in, 1)
	rep := shifts.Check(in, r)
	require.Empty(t, rep.Violations, "seed %d", seed)
	require.Equal(t, want, goals(rep), "seed %d order %v", seed, rep.Order)
	return r, rep
}

func TestPlanEqualsBruteForce(t *testing.T) {
	tried, proved := 0, 0
	for seed := int64(1); tried < 150; seed++ {
		in := tiny(seed)
		if len(in.Shifts) == 0 {
			continue
		}
		if seed%3 == 0 { // freeze a turn that may stand
			p := plan(t, in, 1)
			if len(p.Assignments) > 0 {
				a := p.Assignments[int(seed)%len(p.Assignments)]
				if in2 := *in; len(shifts.Check(&in2, &shifts.Roster{Assignments: []shifts.Assignment{a}}).Violations) == 0 {
					in.Frozen = []shifts.Assignment{a}
				}
			}
		}
		want, ok := brute(in)
		if !ok {
			continue
		}
		tried++
		r, rep := planned(t, in, want, seed)
		for i, g := range rep.Order {
			if b, ok := r.Bound[g]; ok {
				require.LessOrEqual(t, b, want[i], "seed %d bound of %s", seed, g)
			}
			if r.Status[g] == shifts.Proved {
				proved++
			}
		}
	}
	t.Logf("%d instances, %d goals proved", tried, proved)
}
