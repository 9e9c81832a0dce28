package shifts_test

import (
	"encoding/json"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/shifts"
)

// mutate breaks a roster in one of many ways.
func mutate(r *rand.Rand, in *shifts.Instance, x *shifts.Roster) {
	anyShift := func() string { return in.Shifts[r.Intn(len(in.Shifts))].ID }
	anyone := func() string { return in.Volunteers[r.Intn(len(in.Volunteers))].ID }
	at := r.Intn(max(1, len(x.Assignments)))
	switch r.Intn(12) {
	case 0:
		x.Assignments = append(x.Assignments, shifts.Assignment{Shift: anyShift(), Volunteer: anyone()})
	case 1:
		if len(x.Assignments) > 0 {
			x.Assignments[at].Volunteer = anyone()
		}
	case 2:
		if len(x.Assignments) > 0 {
			x.Assignments[at].Shift = anyShift()
		}
	case 3:
		x.Assignments = x.Assignments[:at]
	case 4:
		x.Assignments = append(x.Assignments, x.Assignments[:min(1, len(x.Assignments))]...)
	case 5:
		x.Assignments = append(x.Assignments, shifts.Assignment{Shift: "nowhere", Volunteer: anyone()})
	case 6:
		x.Assignments = append(x.Assignments, shifts.Assignment{Shift: anyShift(), Volunteer: "nobody"})
	case 7:
		x.Reserves = append(x.Reserves, shifts.Reserve{Shift: anyShift(), Volunteer: anyone(), Rank: 9})
	case 8:
		x.Objective[shifts.Pref]++
	case 9:
		x.Bound[shifts.Unfilled] = x.Objective[shifts.Unfilled] + 1
	case 10:
		x.Instance = "another"
	case 11:
		x.Unfilled = append(x.Unfilled, shifts.Hole{Shift: anyShift(), Seats: 1})
	}
}

func TestCheckAgreesWithTheOracleOnBrokenRosters(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	for n := range 20 {
		in := tiny(int64(n) + 1000)
		if len(in.Shifts) == 0 {
			continue
		}
		x := plan(t, in, 1)
		for range 1 + r.Intn(5) {
			mutate(r, in, x)
		}
		agree(t, in, x)
	}
}

// base is one volunteer and one morning; each case bends it.
func base() *shifts.Instance {
	day := func(s string) model.Day {
		d, _ := model.ParseDay(s)
		return d
	}
	in := &shifts.Instance{
		ID: "base", Mode: shifts.ModePlan, Horizon: shifts.Horizon{Start: day("2026-03-02"), End: day("2026-03-15")},
		Rules: shifts.Rules{MaxNewPerShift: 1, MonthRule: "calendar", PrefCost: shifts.PrefCost{Neutral: 1, Dislike: 3}, PreferPairBonus: 2, ReservePerWeek: 2},
		Shifts: []shifts.Shift{
			{ID: "a", Date: day("2026-03-03"), Half: "am", Start: "09:00", End: "11:30", Station: "main", Seats: 2, Weight: 2, Priority: 1, Need: map[string]int{"lead": 1}},
			{ID: "b", Date: day("2026-03-05"), Half: "am", Start: "09:00", End: "11:30", Station: "main", Seats: 1, Weight: 2, Priority: 1},
		},
	}
	for _, id := range []string{"v1", "v2"} {
		in.Volunteers = append(in.Volunteers, shifts.Volunteer{
			ID: id, Skills: []string{"lead"}, Level: shifts.Experienced, Avail: []string{"tue-am", "thu-am"},
			MaxWeek: 2, MaxMonth: 3, MinGap: 1, Fair: true, Stations: []string{"main"},
		})
	}
	return in.Filled()
}

func TestCheckNamesEveryRule(t *testing.T) {
	first := shifts.Assignment{Shift: "a", Volunteer: "v1"}
	second := shifts.Assignment{Shift: "b", Volunteer: "v1"}
	for _, c := range []struct {
		code string
		bend func(in *shifts.Instance)
		list []shifts.Assignment
	}{
		{"NOT_AVAILABLE", func(in *shifts.Instance) { in.Volunteers[0].Avail = nil }, []shifts.Assignment{first}},
		{"WRONG_STATION", func(in *shifts.Instance) { in.Volunteers[0].Stations = nil }, []shifts.Assignment{first}},
		{"ON_LEAVE", func(in *shifts.Instance) {
			in.Volunteers[0].Leave = []shifts.Leave{{From: in.Horizon.Start, To: in.Horizon.End}}
		}, []shifts.Assignment{first}},
		{"CONFLICT_OF_INTEREST", func(in *shifts.Instance) {
			in.Volunteers[0].Conflicts, in.Shifts[0].Parties = []string{"m1"}, []string{"m1"}
		}, []shifts.Assignment{first}},
		{"OVERSTAFFED", func(in *shifts.Instance) { in.Shifts[0].Seats = 0 }, []shifts.Assignment{first}},
		{"TOO_MANY_NEW", func(in *shifts.Instance) { in.Volunteers[0].Level, in.Rules.MaxNewPerShift = shifts.New, 0 }, []shifts.Assignment{first}},
		{"NEW_WITHOUT_EXPERIENCED", func(in *shifts.Instance) { in.Volunteers[0].Level = shifts.New }, []shifts.Assignment{first}},
		{"AVOID_PAIR", func(in *shifts.Instance) {
			in.Pairs = []shifts.Pair{{A: "v1", B: "v2", Kind: shifts.Avoid}}
		}, []shifts.Assignment{first, {Shift: "a", Volunteer: "v2"}}},
		{"MIN_GAP", func(in *shifts.Instance) { in.Volunteers[0].MinGap = 3 }, []shifts.Assignment{first, second}},
		{"MIN_GAP", func(in *shifts.Instance) {
			in.Volunteers[0].MinGap, in.Volunteers[0].LastDuty = 3, in.Horizon.Start
		}, []shifts.Assignment{first}},
		{"MAX_WEEK", func(in *shifts.Instance) { in.Volunteers[0].MaxWeek = 1 }, []shifts.Assignment{first, second}},
		{"MAX_MONTH", func(in *shifts.Instance) { in.Volunteers[0].MaxMonth = 1 }, []shifts.Assignment{first, second}},
		{"OVERLAP", func(in *shifts.Instance) {
			in.Volunteers[0].MinGap, in.Shifts[1].Date = 0, in.Shifts[0].Date
		}, []shifts.Assignment{first, second}},
		{"FROZEN_CHANGED", func(in *shifts.Instance) { in.Frozen = []shifts.Assignment{second} }, []shifts.Assignment{first}},
		{"DUPLICATE", func(*shifts.Instance) {}, []shifts.Assignment{first, first}},
		{"UNKNOWN_SHIFT", func(*shifts.Instance) {}, []shifts.Assignment{{Shift: "x", Volunteer: "v1"}}},
		{"UNKNOWN_VOLUNTEER", func(*shifts.Instance) {}, []shifts.Assignment{{Shift: "a", Volunteer: "x"}}},
	} {
		t.Run(c.code, func(t *testing.T) {
			in := base()
			require.True(t, shifts.Check(in, &shifts.Roster{Assignments: []shifts.Assignment{first, second}}).OK)
			c.bend(in)
			rep := shifts.Check(in, &shifts.Roster{Assignments: c.list})
			require.False(t, rep.OK)
			var codes []string
			for _, v := range rep.Violations {
				codes = append(codes, v.Code)
			}
			require.Contains(t, codes, c.code)
		})
	}
}

// A frozen breach is kept, reported and planned around.
func TestPlanKeepsAndReportsFrozenBreaches(t *testing.T) {
	in := base()
	in.Pairs = []shifts.Pair{{A: "v1", B: "v2", Kind: shifts.Avoid}}
	in.Frozen = []shifts.Assignment{{Shift: "a", Volunteer: "v1"}, {Shift: "a", Volunteer: "v2"}}
	r := plan(t, in, 1)
	require.Subset(t, r.Assignments, in.Frozen)
	require.Len(t, r.Problems, 1)
	require.Equal(t, "AVOID_PAIR", r.Problems[0].Code)
	require.Equal(t, []string{"a", "v1", "v2"}, r.Problems[0].Items)
	require.Zero(t, r.Objective[shifts.Unfilled], "the other shift is still planned")
}

func TestPlanNamesAVolunteerWhoIsNeverThere(t *testing.T) {
	in := base()
	in.Volunteers[1].Leave = []shifts.Leave{{From: 1, To: 3_000_000}}
	r := plan(t, in, 1)
	require.Len(t, r.Problems, 1)
	require.Equal(t, "ALWAYS_ON_LEAVE", r.Problems[0].Code)
	require.Equal(t, []string{"v2"}, r.Problems[0].Items)
}

func TestRosterSaysItsNotes(t *testing.T) {
	in := base()
	in.Volunteers[1].Leave = []shifts.Leave{{From: 1, To: 3_000_000}}
	r := plan(t, in, 1)
	r.Say(func(code string, args map[string]any) string { return "<" + code + ">" })
	b, err := json.Marshal(r)
	require.NoError(t, err)
	var doc struct {
		Problems []struct{ Text string }
	}
	require.NoError(t, json.Unmarshal(b, &doc))
	require.Equal(t, "<shifts.breach.always_on_leave>", doc.Problems[0].Text)
}
