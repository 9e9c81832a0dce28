package station_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/workday"
	"heshi/shifts"
	"heshi/shifts/station"
)

func day(t testing.TB, s string) model.Day {
	d, err := model.ParseDay(s)
	require.NoError(t, err)
	return d
}

// register is n volunteers who can come on every turn of the sample.
func register(n int) []model.Volunteer {
	var out []model.Volunteer
	for i := range n {
		out = append(out, model.Volunteer{
			ID: model.ID(fmt.Sprint("v-", i+1)), Name: fmt.Sprint("志愿者", i+1), Level: model.LevelExperienced,
			Skills: []string{"lead", "minnan"}, Avail: []string{"tue-am", "tue-pm", "sat-am", "sat-pm"}, MaxWeek: 2, MaxMonth: 8, MinGap: 1,
		})
	}
	return out
}

func input(t testing.TB, from, to string, n int) station.Input {
	p, err := station.Sample(assets.Files())
	require.NoError(t, err)
	cal, err := workday.Load(assets.Files())
	require.NoError(t, err)
	return station.Input{From: day(t, from), To: day(t, to), Register: register(n), Pattern: p, Calendar: cal, Lang: "zh"}
}

func instance(t testing.TB, in station.Input) *shifts.Instance {
	out, ps := station.Instance(in)
	require.Empty(t, ps)
	return out
}

func planned(t testing.TB, in station.Input) station.Roster {
	made := instance(t, in)
	plan, err := shifts.Plan(made, shifts.Options{})
	require.NoError(t, err)
	return station.Drafted(made, plan)
}

func TestAHolidayIsCalledAsTheReaderSpeaks(t *testing.T) {
	in := input(t, "2026-09-28", "2026-10-18", 6)
	h := instance(t, in).Holidays[0]
	require.Equal(t, "国庆节", h.Name)
	require.Equal(t, "National Day", station.HolidayName(h, in.Calendar, "en"))
	require.Equal(t, "国庆节", station.HolidayName(h, nil, "en"), "without a calendar as it was called when the roster was made")
	own := shifts.Holiday{Date: day(t, "2026-10-13"), Name: "歇业", Policy: shifts.Closed}
	require.Equal(t, "歇业", station.HolidayName(own, in.Calendar, "en"), "no holiday of the calendar")
}

func TestInstanceFollowsCalendarAndSpecialDays(t *testing.T) {
	in := input(t, "2026-09-28", "2026-10-18", 6)
	dates := func(made *shifts.Instance) (out []string) {
		for _, s := range made.Shifts {
			if s.Half == model.AM {
				out = append(out, s.Date.String())
			}
		}
		return out
	}
	require.Equal(t, []string{"2026-09-29", "2026-10-10", "2026-10-13", "2026-10-17"}, dates(instance(t, in)), "the national holiday is closed, the Saturday of work is not")
	in.Pattern.Holidays.MakeUp = model.HolidayClosed
	in.Pattern.Holidays.Days = []model.SpecialDay{{From: day(t, "2026-10-03"), To: day(t, "2026-10-03"), Policy: model.HolidayHeavy}}
	made := instance(t, in)
	require.Equal(t, []string{"2026-09-29", "2026-10-03", "2026-10-13", "2026-10-17"}, dates(made))
	for _, s := range made.Shifts {
		if s.Date == day(t, "2026-10-03") {
			require.Equal(t, []int{5, 3}, []int{s.Weight, s.Seats}, "a busy holiday weighs more and has a seat more")
		}
	}
}

func TestWhoJoinsOrLeavesIsOnlyThereMeanwhile(t *testing.T) {
	in := input(t, "2026-11-01", "2026-11-30", 4)
	in.Register[0].Joined = day(t, "2026-11-10")
	in.Register[1].Left = day(t, "2026-11-20")
	in.Register[2].Left = day(t, "2026-10-01")
	in.Register[3].Avoid = []model.ID{"v-1", "v-3"}
	in.Register[0].With = []model.ID{"v-4"}
	made := instance(t, in)
	require.Len(t, made.Volunteers, 3, "who left before is not asked")
	require.Equal(t, []shifts.Leave{{From: in.From, To: day(t, "2026-11-09")}}, made.Volunteers[0].Leave)
	require.Equal(t, []shifts.Leave{{From: day(t, "2026-11-20"), To: in.To}}, made.Volunteers[1].Leave)
	require.Equal(t, []shifts.Pair{{A: "v-1", B: "v-4", Kind: shifts.Avoid}}, made.Pairs, "once, and avoiding goes before liking")
}

func TestFaultsOfAnInstance(t *testing.T) {
	for code, change := range map[string]func(*station.Input){
		"roster.horizon":       func(in *station.Input) { in.To = in.From - 1 },
		"shifts.no_volunteers": func(in *station.Input) { in.Register = nil },
		"shifts.no_shifts":     func(in *station.Input) { in.Pattern.Turns = nil },
	} {
		in := input(t, "2026-11-01", "2026-11-30", 4)
		change(&in)
		_, ps := station.Instance(in)
		require.NotEmpty(t, ps)
		require.Equal(t, code, ps[0].Code)
	}
	in := input(t, "2026-11-01", "2026-11-30", 4)
	in.To = in.From + station.MostDays
	_, ps := station.Instance(in)
	require.Equal(t, "roster.horizon", ps[0].Code)
}

func TestWhatWasServedIsCarriedOver(t *testing.T) {
	in := input(t, "2026-09-01", "2026-09-30", 4)
	was := planned(t, in)
	was.Status = station.Published
	load := shifts.Check(was.Instance, was.Plan()).Load
	next := input(t, "2026-10-08", "2026-10-31", 5)
	next.Past = []station.Roster{was}
	made := instance(t, next)
	least := load["v-1"]
	for _, n := range load {
		least = min(least, n)
	}
	for _, v := range made.Volunteers[:4] {
		require.Equal(t, load[v.ID]-least, v.Carry)
		require.NotZero(t, v.LastDuty)
	}
	require.GreaterOrEqual(t, made.Volunteers[4].Carry, 0)
	was.Status = station.Draft
	next.Past = []station.Roster{was}
	for _, v := range instance(t, next).Volunteers {
		require.Zero(t, v.Carry, "nobody served a draft")
	}
}

func TestARepairTouchesOnlyWhatTheCallIsAbout(t *testing.T) {
	r := planned(t, input(t, "2026-11-01", "2026-11-30", 6))
	r.Status = station.Published
	first := r.Assignments[0]
	s, ok := r.Shift(first.Shift)
	require.True(t, ok)
	call := shifts.Change{Leave: []shifts.NewLeave{{Volunteer: first.Volunteer, From: s.Date, To: s.Date + 60}}}
	rep, err := r.Repair(register(6), call, 0, shifts.Options{})
	require.NoError(t, err)
	mended := r.Mended(rep, 0, call)
	require.True(t, shifts.Check(mended.Instance, mended.Plan()).OK)
	require.Empty(t, mended.Instance.Baseline)
	for _, a := range mended.Assignments {
		require.NotEqual(t, first.Volunteer, a.Volunteer)
	}
	next := input(t, "2026-12-01", "2026-12-31", 6)
	next.Past = []station.Roster{mended}
	var leave []shifts.Leave
	for _, v := range instance(t, next).Volunteers {
		if v.ID == first.Volunteer {
			leave = v.Leave
		}
	}
	require.Equal(t, []shifts.Leave{{From: s.Date, To: s.Date + 60}}, leave, "the next roster knows what was told by phone")
}

// With ten people and more the ids' order is not the register's (v-10 stands
// before v-2): turns nobody touched read as if they had been changed.
func TestTurnsNobodyTouchedReadTheSameAfterARepair(t *testing.T) {
	r := planned(t, input(t, "2026-11-01", "2026-12-31", 14))
	r.Status = station.Published
	first := r.Assignments[0]
	call := shifts.Change{Drop: []shifts.Assignment{first}}
	rep, err := r.Repair(register(14), call, 0, shifts.Options{})
	require.NoError(t, err)
	mended := r.Mended(rep, 0, call)
	changed := 0
	for i, d := range mended.On(r.From, r.To) {
		if was := r.On(r.From, r.To)[i]; !slices.Equal(was.Volunteers, d.Volunteers) {
			changed++
		}
	}
	require.Equal(t, 1, changed)
}

func TestWhoWasFreedFromATurnIsNotPutBackByTheNextCall(t *testing.T) {
	r := planned(t, input(t, "2026-11-01", "2026-11-30", 6))
	r.Status = station.Published
	gone := r.Assignments[0]
	call := shifts.Change{Drop: []shifts.Assignment{gone}}
	for range 3 {
		rep, err := r.Repair(register(6), call, 0, shifts.Options{})
		require.NoError(t, err)
		r = r.Mended(rep, 0, call)
		require.NotContains(t, r.Assignments, gone)
		for _, a := range r.Assignments { // the substitute calls too
			if a.Shift == gone.Shift {
				call = shifts.Change{Drop: []shifts.Assignment{a}}
			}
		}
	}
}

func TestLeaveNotedInTheRegisterOvertakesARoster(t *testing.T) {
	r := planned(t, input(t, "2026-11-01", "2026-11-30", 6))
	r.Status = station.Published
	people := register(6)
	require.Empty(t, r.Overtaken(people, r.From))
	people[0].Leave = []model.Span{{From: day(t, "2026-11-10"), To: r.To}}
	people[1].Left = day(t, "2026-11-20")
	list := r.Overtaken(people, r.From)
	require.NotEmpty(t, list)
	for _, a := range list {
		s, _ := r.Shift(a.Shift)
		require.True(t, a.Volunteer == "v-1" && s.Date >= day(t, "2026-11-10") || a.Volunteer == "v-2" && s.Date >= day(t, "2026-11-20"))
	}
	require.Less(t, len(r.Overtaken(people, day(t, "2026-11-21"))), len(list), "what is over is over")
	call := shifts.Change{Drop: list}
	rep, err := r.Repair(people, call, 0, shifts.Options{})
	require.NoError(t, err)
	require.Empty(t, r.Mended(rep, 0, call).Overtaken(people, r.From))
}

func TestARosterKeepsOnlyWhatStillIsProved(t *testing.T) {
	r := planned(t, input(t, "2026-11-01", "2026-11-30", 6))
	require.Equal(t, shifts.Proved, r.Goals[shifts.Unfilled])
	same := r.With(r.Assignments)
	require.Equal(t, r.Objective[shifts.Spread], same.Objective[shifts.Spread])
	require.Equal(t, r.Goals[shifts.Unfilled], same.Goals[shifts.Unfilled])
	less := r.With(r.Assignments[1:])
	require.Equal(t, 1, less.Objective[shifts.Unfilled])
	require.Equal(t, shifts.Bounded, less.Goals[shifts.Unfilled])
	require.Equal(t, shifts.Open, less.Goals[shifts.Spread])
	require.Equal(t, 1, less.On(r.From, r.To)[0].Empty())
	require.True(t, shifts.Check(less.Instance, less.Plan()).OK, "claims that are left hold")
}

func TestWhoMayPublish(t *testing.T) {
	r := planned(t, input(t, "2026-11-01", "2026-11-30", 6))
	r.ID = "f-1"
	require.Empty(t, r.MayPublish(nil, register(6)))
	other := r
	other.ID, other.Status = "f-2", station.Published
	require.Equal(t, "roster.overlaps", r.MayPublish([]station.Roster{r, other}, nil)[0].Code)
	require.Equal(t, "roster.published", other.MayPublish(nil, nil)[0].Code)
	crowd := r.With(append(r.Assignments, shifts.Assignment{Shift: r.Assignments[0].Shift, Volunteer: free(r)}))
	ps := crowd.MayPublish(nil, nil)
	require.NotEmpty(t, ps)
	require.Empty(t, ps.Hard(), "a broken rule is for the coordinator to weigh")

	people := register(6)
	people[0].Leave = []model.Span{{From: r.From, To: r.To}}
	ps = r.MayPublish(nil, people)
	require.NotEmpty(t, ps, "he was planned before he told of his leave")
	require.Empty(t, ps.Hard())
	for _, p := range ps {
		require.Equal(t, station.CodeOvertaken, p.Code)
		require.Equal(t, "v-1", p.Args["volunteer"])
		require.Contains(t, r.Assignments, shifts.Assignment{Shift: p.Args["shift"].(string), Volunteer: "v-1"})
	}
	require.Empty(t, r.MayPublish(nil, nil), "without a register nobody is looked up")
}

// free is somebody who is not on the first turn.
func free(r station.Roster) string {
	on := map[string]bool{}
	for _, a := range r.Assignments {
		if a.Shift == r.Assignments[0].Shift {
			on[a.Volunteer] = true
		}
	}
	for _, v := range r.Instance.Volunteers {
		if !on[v.ID] {
			return v.ID
		}
	}
	return ""
}

func TestCandidatesAreRankedAndTellWhatStandsAgainst(t *testing.T) {
	in := input(t, "2026-11-01", "2026-11-30", 4)
	in.Register[1].Leave = []model.Span{{From: in.From, To: in.To}}
	in.Register[2].Skills = nil
	made := instance(t, in)
	list := shifts.Candidates(made, nil, made.Shifts[0].ID)
	require.Equal(t, []string{"v-1", "v-4", "v-3", "v-2"}, []string{list[0].Volunteer, list[1].Volunteer, list[2].Volunteer, list[3].Volunteer})
	require.Equal(t, []string{"ON_LEAVE"}, list[3].Rules)
	require.Equal(t, []string{"lead"}, list[0].Skills)
	require.Equal(t, made.Shifts[0].Weight, list[0].Spread)
	require.Empty(t, shifts.Candidates(made, nil, "none"))
}

// TestWhoIsStoodInFor: of a hole that a repair left it is known whose it was; of
// a full turn, who has not come; nobody is stood in for twice.
func TestWhoIsStoodInFor(t *testing.T) {
	in := input(t, "2026-11-01", "2026-11-30", 2)
	r := planned(t, in)
	r.Status = station.Published
	gone := r.Assignments[0]
	turn, ok := r.Shift(gone.Shift)
	require.True(t, ok)
	before := time.Date(2026, 10, 31, 9, 0, 0, 0, time.UTC)
	require.Empty(t, r.Missing(gone.Shift))

	call := shifts.Change{Leave: []shifts.NewLeave{{Volunteer: gone.Volunteer, From: turn.Date, To: turn.Date}}}
	rep, err := r.Repair(register(2), call, 0, shifts.Options{})
	require.NoError(t, err)
	r = r.Mended(rep, 0, call)
	require.Equal(t, []model.ID{model.ID(gone.Volunteer)}, r.Missing(gone.Shift))
	require.Equal(t, model.ID(gone.Volunteer), r.Instead(gone.Shift, nil, before))

	helper := register(3)[2]
	came, extra, ok := r.Covered(gone.Shift, helper, model.ID(gone.Volunteer))
	require.True(t, ok)
	require.False(t, extra)
	require.Empty(t, came.Missing(gone.Shift))
	back, ok := came.Uncovered(gone.Shift, helper.ID, extra)
	require.True(t, ok)
	require.Equal(t, []model.ID{model.ID(gone.Volunteer)}, back.Missing(gone.Shift))
	require.Empty(t, back.Stands)

	// The turn as it is now is full for whoever is on it: late is who is not there.
	d, _ := came.Duty(gone.Shift)
	require.Zero(t, d.Empty())
	start, end, ok := d.Shift.Span(time.UTC)
	require.True(t, ok)
	on := d.Volunteers
	require.Empty(t, came.Instead(gone.Shift, nil, start), "nobody is late yet")
	require.Equal(t, on[0], came.Instead(gone.Shift, nil, start.Add(time.Hour)))
	require.Equal(t, on[1], came.Instead(gone.Shift, on[:1], start.Add(time.Hour)))
	require.Empty(t, came.Instead(gone.Shift, on, start.Add(time.Hour)))
	require.Empty(t, came.Instead(gone.Shift, nil, end))
	require.Empty(t, came.Instead("?", nil, start))
	stood, _, ok := came.Covered(gone.Shift, register(4)[3], on[0])
	require.True(t, ok)
	require.Equal(t, on[1], stood.Instead(gone.Shift, []model.ID{"v-4"}, start.Add(time.Hour)))
}
