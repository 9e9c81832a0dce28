package shifts_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/shifts"
)

func TestRepairDisturbsAsFewAsPossible(t *testing.T) {
	in := instance(t, "small-mall")
	r := plan(t, in, 1)
	gone := r.Assignments[40]
	var date model.Day
	for _, s := range in.Shifts {
		if s.ID == gone.Shift {
			date = s.Date
		}
	}
	ch := &shifts.Change{
		Leave:          []shifts.NewLeave{{Volunteer: gone.Volunteer, From: date, To: date}},
		PublishedUntil: in.Horizon.Start + 14,
	}
	out, err := shifts.Repair(in, r, ch, shifts.Options{})
	require.NoError(t, err)
	require.Equal(t, shifts.ModeRepair, out.Instance.Mode)
	require.NotContains(t, out.Roster.Assignments, gone)
	require.Equal(t, shifts.Proved, out.Roster.Status[shifts.Changes])
	require.NotEmpty(t, out.Phone)
	for _, f := range out.Instance.Frozen {
		require.Contains(t, out.Roster.Assignments, f)
	}
	last := out.Roster.Objective[shifts.Spread] + 1
	for _, g := range out.Rungs {
		rep := shifts.Check(out.Instance, g.Roster)
		require.Empty(t, rep.Violations)
		require.Equal(t, rep.Terms[shifts.Changes], g.Changes)
		require.Less(t, g.Spread, last)
		last = g.Spread
		agree(t, out.Instance, g.Roster)
	}
}

// The shared repair has a smaller spread to offer for more changes.
func TestRepairOffersAFurtherRung(t *testing.T) {
	in := instance(t, "small-mall-repair")
	r := plan(t, in, 1)
	out, err := shifts.Repair(in, r, &shifts.Change{PublishedUntil: in.Horizon.Start + 30}, shifts.Options{})
	require.NoError(t, err)
	require.Zero(t, out.Rungs[0].Changes)
	require.Greater(t, len(out.Rungs), 1)
	require.Less(t, out.Rungs[1].Spread, out.Rungs[0].Spread)
}

func TestRepairSwapsDropsAndAdds(t *testing.T) {
	in := base()
	in.Shifts[0].Seats = 1
	r := &shifts.Roster{Assignments: []shifts.Assignment{{Shift: "a", Volunteer: "v1"}, {Shift: "b", Volunteer: "v1"}}}
	extra := in.Shifts[1]
	extra.ID, extra.Date = "c", extra.Date+7
	out, err := shifts.Repair(in, r, &shifts.Change{
		Swap:     []shifts.Swap{{Shift: "a", From: "v1", To: "v2"}},
		Drop:     []shifts.Assignment{{Shift: "b", Volunteer: "v1"}},
		AddShift: []shifts.Shift{extra},
	}, shifts.Options{})
	require.NoError(t, err)
	require.Len(t, out.Roster.Assignments, 3)
	require.Contains(t, out.Roster.Assignments, shifts.Assignment{Shift: "a", Volunteer: "v2"})
	require.Contains(t, out.Roster.Assignments, shifts.Assignment{Shift: "b", Volunteer: "v2"})
	require.Empty(t, out.Roster.Unfilled)
	require.Equal(t, []string{"v1", "v2"}, []string{out.Phone[0].Volunteer, out.Phone[1].Volunteer})
}

func TestRepairRefusesByName(t *testing.T) {
	list := []shifts.Assignment{{Shift: "a", Volunteer: "v1"}}
	for _, c := range []struct {
		code, names string
		ch          shifts.Change
		bend        func(in *shifts.Instance)
	}{
		{"shifts.swap_circle", "shift=a", shifts.Change{Swap: []shifts.Swap{{Shift: "a", From: "v1", To: "v2"}, {Shift: "a", From: "v2", To: "v1"}}}, nil},
		{"shifts.swap_circle", "v1", shifts.Change{Swap: []shifts.Swap{{Shift: "a", From: "v1", To: "v1"}}}, nil},
		{"shifts.unknown_volunteer", "zz", shifts.Change{Drop: []shifts.Assignment{{Shift: "a", Volunteer: "zz"}}}, nil},
		{"shifts.unknown_shift", "zz", shifts.Change{Swap: []shifts.Swap{{Shift: "zz", From: "v1", To: "v2"}}}, nil},
		{"shifts.not_on_shift", "v2", shifts.Change{Drop: []shifts.Assignment{{Shift: "a", Volunteer: "v2"}}}, nil},
		{"shifts.leave_span", "v1", shifts.Change{Leave: []shifts.NewLeave{{Volunteer: "v1"}}}, nil},
		{"shifts.shift_twice", "id=a", shifts.Change{AddShift: []shifts.Shift{base().Shifts[0]}}, nil},
		{"shifts.swap_breaks", "on_leave", shifts.Change{Swap: []shifts.Swap{{Shift: "a", From: "v1", To: "v2"}}}, func(in *shifts.Instance) {
			in.Volunteers[1].Leave = []shifts.Leave{{From: in.Horizon.Start, To: in.Horizon.End}}
		}},
	} {
		t.Run(c.code, func(t *testing.T) {
			in := base()
			if c.bend != nil {
				c.bend(in)
			}
			_, err := shifts.Repair(in, &shifts.Roster{Assignments: list}, &c.ch, shifts.Options{})
			var ps model.Problems
			require.True(t, errors.As(err, &ps))
			require.Contains(t, ps.Error(), c.code)
			require.Contains(t, ps.Error(), c.names)
		})
	}
}

// TestARosterOfAnotherInstanceIsRefused as Check refuses it, and one that does not
// say whose it is is taken.
func TestARosterOfAnotherInstanceIsRefused(t *testing.T) {
	in := base()
	r := plan(t, in, 1)
	r.Instance = "elsewhere"
	require.Equal(t, "WRONG_INSTANCE", shifts.Check(in, r).Violations[0].Code)
	_, err := shifts.Repair(in, r, &shifts.Change{}, shifts.Options{})
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	require.Len(t, ps, 1)
	require.Equal(t, &model.Problem{Code: "shifts.wrong_instance", Field: "instance", Args: map[string]any{"got": "elsewhere", "want": in.ID}}, ps[0])
	_, err = shifts.Explain(in, r, "a", shifts.Options{})
	require.ErrorContains(t, err, "shifts.wrong_instance")
	r.Instance = ""
	_, err = shifts.Repair(in, r, &shifts.Change{}, shifts.Options{})
	require.NoError(t, err)
}

// Two who change morning for afternoon are both there that day, not on leave.
func TestRepairSwapsTheTurnsOfOneDay(t *testing.T) {
	in := base()
	in.Shifts[0].Seats = 1
	in.Shifts[1].Date, in.Shifts[1].Half, in.Shifts[1].Start, in.Shifts[1].End = in.Shifts[0].Date, "pm", "14:30", "17:00"
	for i := range in.Volunteers {
		in.Volunteers[i].Avail = append(in.Volunteers[i].Avail, "tue-pm")
	}
	r := &shifts.Roster{Assignments: []shifts.Assignment{{Shift: "a", Volunteer: "v1"}, {Shift: "b", Volunteer: "v2"}}}
	for _, ch := range []shifts.Change{
		{Swap: []shifts.Swap{{Shift: "a", From: "v1", To: "v2"}, {Shift: "b", From: "v2", To: "v1"}}},
		{Drop: []shifts.Assignment{{Shift: "b", Volunteer: "v2"}}, Swap: []shifts.Swap{{Shift: "a", From: "v1", To: "v2"}}},
	} {
		out, err := shifts.Repair(in, r, &ch, shifts.Options{})
		require.NoError(t, err)
		require.Contains(t, out.Roster.Assignments, shifts.Assignment{Shift: "a", Volunteer: "v2"})
		require.NotContains(t, out.Roster.Assignments, shifts.Assignment{Shift: "b", Volunteer: "v2"})
		require.Empty(t, out.Instance.Volunteers[1].Leave)
		require.True(t, shifts.Check(out.Instance, out.Roster).OK)
	}
}

func TestExplainFindsCoreAndRemedy(t *testing.T) {
	in := base()
	in.Shifts = in.Shifts[:2]
	in.Shifts[0].Seats = 1
	in.Volunteers[0].MaxMonth = 1
	in.Volunteers[1].Leave = []shifts.Leave{{From: in.Horizon.Start, To: in.Horizon.End}}
	r := plan(t, in, 1)
	require.Len(t, r.Unfilled, 1)
	list, err := shifts.Explain(in, r, r.Unfilled[0].Shift, shifts.Options{})
	require.NoError(t, err)
	require.Len(t, list, 1)
	e := list[0]
	require.Equal(t, "shifts.verdict.impossible", e.Verdict.Code)
	require.Len(t, e.BlockedBy, 2)
	require.Equal(t, []string{"MAX_MONTH"}, e.BlockedBy[0].Rules)
	require.Equal(t, []string{"ON_LEAVE"}, e.BlockedBy[1].Rules)
	require.Len(t, e.WouldFill, 2)
	require.Equal(t, "shifts.ask.max_month", e.WouldFill[0].Change.Code, "the lightest request first")
	// The core holds the seat empty: with it relaxed the seat can be filled.
	require.NotEmpty(t, e.SmallestCore)
	require.Subset(t, []string{"MAX_MONTH", "ON_LEAVE"}, e.SmallestCore)
}

func TestExplainNeverRelaxesAConflict(t *testing.T) {
	in := base()
	in.Shifts = in.Shifts[:1]
	in.Shifts[0].Parties = []string{"m1"}
	for i := range in.Volunteers {
		in.Volunteers[i].Conflicts = []string{"m1"}
	}
	r := plan(t, in, 1)
	list, err := shifts.Explain(in, r, "a", shifts.Options{})
	require.NoError(t, err)
	require.Len(t, list, 2)
	require.Equal(t, []string{"CONFLICT_OF_INTEREST"}, list[0].SmallestCore)
	require.Empty(t, list[0].WouldFill)
}

func TestExplainSaysWhenPlanningAgainWouldFill(t *testing.T) {
	in := base()
	in.Shifts[0].Seats = 1
	list, err := shifts.Explain(in, &shifts.Roster{}, "a", shifts.Options{})
	require.NoError(t, err)
	require.Equal(t, "shifts.verdict.possible", list[0].Verdict.Code)
	require.Equal(t, "shifts.ask.come", list[0].WouldFill[0].Change.Code)
	_, err = shifts.Explain(in, &shifts.Roster{}, "zz", shifts.Options{})
	require.ErrorContains(t, err, "shifts.unknown_shift")
}
