package shifts_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/shifts"
)

func TestDemandGivesTheSharedShifts(t *testing.T) {
	for _, name := range []string{"small-mall", "infeasible", "park-station"} {
		in := instance(t, name)
		got := map[string]shifts.Shift{}
		for _, s := range shifts.Demand(in.Pattern, in.Holidays, in.Horizon) {
			got[s.ID] = s
		}
		require.Len(t, got, len(in.Shifts))
		for _, want := range in.Shifts {
			s := got[want.ID]
			s.Parties = want.Parties // known only later
			require.Equal(t, want, s)
		}
	}
}

func TestDemandOnHeavyHolidays(t *testing.T) {
	in := base()
	day := in.Shifts[0].Date
	pattern := []shifts.Turn{{ID: "x", Weekday: "tue", Half: "am", Start: "09:00", End: "10:00", Seats: 2, Weight: 2, HolidayExtra: 1}}
	list := shifts.Demand(pattern, []shifts.Holiday{{Date: day, Policy: shifts.Heavy}, {Date: day + 7, Policy: shifts.Closed}}, in.Horizon)
	require.Len(t, list, 1)
	require.Equal(t, 3, list[0].Seats)
	require.Equal(t, 4, list[0].Weight)
}

// Two volunteers alike in everything never differ by more than one call.
func TestReservesAreFairToEquals(t *testing.T) {
	in := base()
	in.Shifts = nil
	for i := range 12 {
		s := base().Shifts[0]
		s.ID, s.Date, s.Reserve, s.Seats, s.Need = "s"+string(rune('a'+i)), in.Horizon.Start+model.Day(1+7*i), 1, 0, map[string]int{}
		in.Shifts = append(in.Shifts, s)
	}
	in.Horizon.End = in.Horizon.Start + 90
	calls := map[string]int{}
	for _, x := range plan(t, in, 1).Reserves {
		calls[x.Volunteer]++
		require.InDelta(t, calls["v1"], calls["v2"], 1)
	}
	require.Equal(t, 12, calls["v1"]+calls["v2"])
}

func TestLadderCallsOneAfterAnother(t *testing.T) {
	in := base()
	r := &shifts.Roster{Reserves: []shifts.Reserve{{Shift: "a", Volunteer: "v2", Rank: 1}}}
	ladder := shifts.Ladder(in, r, "a", map[string]int{})
	require.Len(t, ladder, 2)
	require.Equal(t, "v2", ladder[0].Volunteer, "the shift's own reserve first")
	quiet := shifts.Quiet{From: "21:00", To: "08:00"}
	stopped := func(calls []shifts.Call, who string, now int) string {
		if p := shifts.MayCall(calls, who, quiet, now, now%(24*60), 10); p != nil {
			return p.Code
		}
		return ""
	}
	require.Empty(t, stopped(nil, "v2", 600))
	require.Equal(t, "callout.quiet", stopped(nil, "v2", 23*60))
	ringing := []shifts.Call{{Shift: "a", Volunteer: "v2", At: 600}}
	require.Equal(t, "callout.ringing", stopped(ringing, "v1", 605))
	require.Empty(t, stopped(ringing, "v1", 610))
	require.Equal(t, "callout.called", stopped(ringing, "v2", 610))
	ringing[0].Answer = shifts.Coming
	require.Equal(t, "callout.coming", stopped(ringing, "v1", 660))
	require.Equal(t, "v1", shifts.Ladder(in, &shifts.Roster{}, "a", map[string]int{"v2": 1})[0].Volunteer, "fewest calls first")
}

func TestQuietHours(t *testing.T) {
	night := shifts.Quiet{From: "21:00", To: "08:00"}
	require.True(t, night.Holds(23*60))
	require.True(t, night.Holds(0))
	require.False(t, night.Holds(8*60))
	require.Equal(t, 9*60, night.Until(23*60))
	require.False(t, shifts.Quiet{From: "12:00", To: "12:00"}.Holds(720))
	require.False(t, shifts.Quiet{From: "noon", To: "08:00"}.Holds(0))
}

func TestCreditAndMeanCarry(t *testing.T) {
	in := base()
	calls := []shifts.Call{
		{Shift: "a", Volunteer: "v1", Answer: shifts.Coming},
		{Shift: "b", Volunteer: "v1", Answer: shifts.Declined},
		{Shift: "b", Volunteer: "v2", Answer: shifts.Coming},
	}
	require.Equal(t, 21, shifts.Credit(in, "v1", calls, []shifts.Reserve{{Shift: "b", Volunteer: "v1"}}))
	require.Equal(t, 2, shifts.MeanCarry([]shifts.Volunteer{{Fair: true, Carry: 1}, {Fair: true, Carry: 4}, {Carry: 90}}))
	require.Equal(t, -2, shifts.MeanCarry([]shifts.Volunteer{{Fair: true, Carry: -3}, {Fair: true}}))
	require.Zero(t, shifts.MeanCarry(nil))
}

func TestHours(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	at := func(s string) time.Time {
		x, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
		require.NoError(t, err)
		return x
	}
	day := func(s string) model.Day {
		d, err := model.ParseDay(s)
		require.NoError(t, err)
		return d
	}
	sheet := []shifts.Sign{
		{"v1", at("2026-03-03 09:00"), at("2026-03-03 11:30"), shifts.OnTurn},
		{"v1", at("2026-03-03 11:00"), at("2026-03-03 12:00"), shifts.Mediation}, // overlaps: counts once
		{"v1", at("2026-03-31 23:00"), at("2026-04-01 01:00"), shifts.Unasked},   // half of it in March
		{"v1", at("2026-03-05 09:00"), time.Time{}, shifts.OnTurn},               // no sign-out
		{"v2", at("2026-03-05 09:00"), at("2026-03-07 09:00"), shifts.OnTurn},    // too long to believe
		{"v2", at("2026-02-05 09:00"), at("2026-02-05 10:00"), shifts.OnTurn},    // before the period
	}
	got := shifts.Hours(sheet, day("2026-03-01"), day("2026-03-31"), zone)
	require.Len(t, got, 2)
	require.Equal(t, 240, got[0].Minutes)
	require.Equal(t, 2, got[0].Turns)
	require.Len(t, got[0].Doubtful, 1)
	require.Equal(t, []string{shifts.OnTurn, shifts.Mediation}, got[0].Stays[0].What)
	require.Equal(t, []int{180, 60}, []int{got[0].Stays[0].Minutes(), got[0].Stays[1].Minutes()})
	require.Equal(t, []shifts.Spent{{day("2026-03-03"), 180}, {day("2026-03-31"), 60}}, got[0].Days)
	require.Zero(t, got[1].Minutes)
	require.Len(t, got[1].Doubtful, 1)
}

// TestEveryCallCounts: whoever is called, whatever he answers and whoever else
// comes and goes, two equal volunteers never differ by more than one call, and
// a newcomer is not called again and again until he has caught up.
func TestEveryCallCounts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := base()
		people := []shifts.Joined{{Volunteer: "v1"}, {Volunteer: "v2"}}
		for i := range rapid.IntRange(0, 3).Draw(t, "others") {
			other := in.Volunteers[0]
			other.ID = fmt.Sprintf("w%d", i)
			if rapid.Bool().Draw(t, "unskilled") {
				other.Skills = nil
			}
			in.Volunteers = append(in.Volunteers, other)
			people = append(people, shifts.Joined{Volunteer: other.ID, At: rapid.IntRange(0, 40).Draw(t, "joined")})
		}
		var calls []shifts.Call
		for at := range rapid.IntRange(1, 60).Draw(t, "calls") {
			r := &shifts.Roster{}
			for _, who := range []string{"v1", "v2"} {
				if rapid.Bool().Draw(t, "on the list") {
					r.Reserves = append(r.Reserves, shifts.Reserve{Shift: "a", Volunteer: who, Rank: len(r.Reserves) + 1})
				}
			}
			next := shifts.Ladder(in, r, "a", shifts.CallCounts(people, calls))[0]
			calls = append(calls, shifts.Call{
				Shift: "a", Volunteer: next.Volunteer, At: at,
				Answer: rapid.SampledFrom([]string{shifts.Coming, shifts.Declined, shifts.Silent}).Draw(t, "answer"),
			})
			got := map[string]int{}
			for _, c := range calls {
				got[c.Volunteer]++
			}
			require.InDelta(t, got["v1"], got["v2"], 1)
		}
	})
}

func TestNewcomersStartAtTheMean(t *testing.T) {
	calls := []shifts.Call{{Volunteer: "a", At: 1}, {Volunteer: "a", At: 2}, {Volunteer: "b", At: 3}, {Volunteer: "a", At: 4}, {Volunteer: "c", At: 9}}
	people := []shifts.Joined{{Volunteer: "a"}, {Volunteer: "b"}, {Volunteer: "c", At: 5}}
	require.Equal(t, map[string]int{"a": 3, "b": 1, "c": 3}, shifts.CallCounts(people, calls))
	require.Empty(t, shifts.CallCounts(nil, nil))
}

func TestMayCallSaysWhyNot(t *testing.T) {
	q := shifts.Quiet{From: "21:00", To: "08:00"}
	for _, c := range []struct {
		want   string
		calls  []shifts.Call
		minute int
	}{
		{"", nil, 600},
		{"callout.quiet", nil, 1290},
		{"callout.coming", []shifts.Call{{Volunteer: "x", Answer: shifts.Coming}}, 600},
		{"callout.ringing", []shifts.Call{{Volunteer: "x", At: 55}}, 600},
		{"", []shifts.Call{{Volunteer: "x", At: 45}}, 600},
		{"", []shifts.Call{{Volunteer: "x", At: 59, Answer: shifts.Declined}}, 600},
		{"callout.called", []shifts.Call{{Volunteer: "v1", At: 1, Answer: shifts.Silent}}, 600},
	} {
		p := shifts.MayCall(c.calls, "v1", q, 60, c.minute, 10)
		if c.want == "" {
			require.Nil(t, p)
			continue
		}
		require.NotNil(t, p, c.want)
		require.Equal(t, c.want, p.Code)
	}
}

// TestHoursCountEachMinuteOnce: whatever overlaps, the hours of a volunteer are
// the minutes that any of his spans covers, and stays and days add up to them.
func TestHoursCountEachMinuteOnce(t *testing.T) {
	zone := time.FixedZone("CST", 8*3600)
	from, _ := model.ParseDay("2026-03-02")
	begin := from.In(zone)
	rapid.Check(t, func(t *rapid.T) {
		covered := map[int]bool{}
		var sheet []shifts.Sign
		for range rapid.IntRange(0, 8).Draw(t, "spans") {
			in := rapid.IntRange(-600, 3*1440+600).Draw(t, "in")
			out := in + rapid.IntRange(0, 900).Draw(t, "minutes")
			sheet = append(sheet, shifts.Sign{
				Volunteer: "v", In: begin.Add(time.Duration(in) * time.Minute), Out: begin.Add(time.Duration(out) * time.Minute),
				What: rapid.SampledFrom([]string{shifts.OnTurn, shifts.Unasked, shifts.Mediation}).Draw(t, "what"),
			})
			for m := max(in, 0); m < min(out, 3*1440); m++ {
				covered[m] = true
			}
		}
		got := 0
		for _, v := range shifts.Hours(sheet, from, from+2, zone) {
			got += v.Minutes
			stays, days := 0, 0
			for _, s := range v.Stays {
				stays += s.Minutes()
			}
			for _, d := range v.Days {
				days += d.Minutes
			}
			require.Equal(t, v.Minutes, stays)
			require.Equal(t, v.Minutes, days)
		}
		require.Equal(t, len(covered), got)
	})
}
