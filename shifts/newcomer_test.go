package shifts_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/shifts"
)

// company has a frozen newcomer, v1, on turn a and one experienced person, v2, who
// may come to a or, where his skill is asked for, to b.
func company() *shifts.Instance {
	in := base()
	in.Shifts[0].Need, in.Shifts[1].Need = nil, map[string]int{"lead": 1}
	in.Volunteers[0].Level, in.Volunteers[0].MaxWeek = shifts.New, 1
	in.Volunteers[1].MaxWeek = 1
	in.Frozen = []shifts.Assignment{{Shift: "a", Volunteer: "v1"}}
	return in.Filled()
}

func TestAFrozenNewcomerIsNotLeftAlone(t *testing.T) {
	for _, seats := range []int{2, 3} {
		in := company()
		in.Shifts[0].Seats = seats
		r := plan(t, in, 1)
		require.True(t, shifts.Check(in, r).OK)
		require.Contains(t, r.Assignments, shifts.Assignment{Shift: "a", Volunteer: "v2"}, "beside the newcomer, though b asks for him")
		require.Empty(t, r.Problems)
		require.Equal(t, shifts.Proved, r.Status[shifts.Unfilled])
		if seats == 2 {
			require.Equal(t, shifts.Proved, r.Status[shifts.SkillShort])
		}
		require.Equal(t, 1, r.Objective[shifts.SkillShort])
	}
}

func TestAFrozenNewcomerNobodyCanJoinIsKeptAndTold(t *testing.T) {
	in := company()
	in.Volunteers[1].Avail = []string{"thu-am"}
	r := plan(t, in, 1)
	require.Contains(t, r.Assignments, shifts.Assignment{Shift: "a", Volunteer: "v1"})
	require.Contains(t, r.Assignments, shifts.Assignment{Shift: "b", Volunteer: "v2"})
	require.Len(t, r.Problems, 1)
	require.Equal(t, "NEW_WITHOUT_EXPERIENCED", r.Problems[0].Code)
	require.Equal(t, shifts.Proved, r.Status[shifts.Pref])
}

// A third seat beside the newcomer is worth no more than any other: v3 goes to b,
// whose seat is dearer.
func TestCompanyOfANewcomerTakesNoMoreThanItNeeds(t *testing.T) {
	in := company()
	in.Shifts[0].Seats, in.Shifts[1].Priority = 3, 2
	v3 := in.Volunteers[1]
	v3.ID = "v3"
	in.Volunteers = append(in.Volunteers, v3)
	in.Shifts[1].Need = map[string]int{"lead": 2} // both would rather be there
	in.Shifts[1].Seats = 2
	r := plan(t, in, 1)
	require.True(t, shifts.Check(in, r).OK)
	require.Empty(t, r.Problems)
	require.Len(t, r.Assignments, 3)
	require.Equal(t, 3, r.Objective[shifts.Unfilled], "one seat of a at 1, one of b at 2")
}

func TestARepairLeavesNoNewcomerAlone(t *testing.T) {
	in := company()
	in.Frozen = nil
	v3 := in.Volunteers[1]
	v3.ID = "v3"
	in.Volunteers = append(in.Volunteers, v3)
	r := &shifts.Roster{Assignments: []shifts.Assignment{{Shift: "a", Volunteer: "v1"}, {Shift: "a", Volunteer: "v3"}, {Shift: "b", Volunteer: "v2"}}}
	out, err := shifts.Repair(in, r, &shifts.Change{
		Leave:          []shifts.NewLeave{{Volunteer: "v3", From: in.Horizon.Start, To: in.Horizon.End}},
		PublishedUntil: in.Shifts[0].Date,
	}, shifts.Options{})
	require.NoError(t, err)
	for _, g := range out.Rungs {
		require.True(t, shifts.Check(out.Instance, g.Roster).OK)
		require.Empty(t, g.Roster.Problems[1:], "v3 is away all the time")
	}
	require.Contains(t, out.Roster.Assignments, shifts.Assignment{Shift: "a", Volunteer: "v2"}, "v1 was told to come")
	require.Equal(t, shifts.Proved, out.Roster.Status[shifts.Changes])
}

func TestFrozenNewcomersEqualBruteForce(t *testing.T) {
	tried := 0
	for seed := int64(1); tried < 100; seed++ {
		in := tiny(seed)
		var alone []shifts.Assignment
		for i := range in.Shifts {
			in.Shifts[i].Seats = 2 + int(seed)%2
			for j := range in.Volunteers {
				a := shifts.Assignment{Shift: in.Shifts[i].ID, Volunteer: in.Volunteers[j].ID}
				broken := shifts.Check(in, &shifts.Roster{Assignments: []shifts.Assignment{a}}).Violations
				if len(broken) == 1 && broken[0].Code == "NEW_WITHOUT_EXPERIENCED" {
					alone = append(alone, a)
				}
			}
		}
		if len(alone) == 0 {
			continue
		}
		in.Frozen = alone[int(seed)%len(alone):][:1]
		want, ok := brute(in)
		if !ok {
			continue
		}
		tried++
		r, rep := planned(t, in, want, seed)
		for i, g := range rep.Order {
			b, ok := r.Bound[g]
			require.True(t, !ok || b <= want[i] || !slices.Equal(want[:i], goals(rep)[:i]), "seed %d bound of %s", seed, g)
		}
	}
}
