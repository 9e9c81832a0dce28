package workday_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/workday"
)

// TestCheckValues holds the tables of spec/clock.md and domain.md 4d. They were
// computed by others; the first day is not counted.
func TestCheckValues(t *testing.T) {
	cal := load(t)
	for _, c := range []struct {
		from, raw7, rolled7, wd7, wd10, wd45, raw60, rolled60, strict60 string
	}{
		{"2025-09-26", "2025-10-03", "2025-10-09", "2025-10-13", "2025-10-16", "2025-12-04", "2025-11-25", "2025-11-25", "2025-11-25"},
		{"2026-02-10", "2026-02-17", "2026-02-24", "2026-02-26", "2026-03-02", "2026-04-21", "2026-04-11", "2026-04-13", "2026-04-11"},
		{"2026-02-09", "2026-02-16", "2026-02-24", "2026-02-25", "2026-02-28", "2026-04-20", "2026-04-10", "2026-04-10", "2026-04-10"},
		{"2026-04-27", "2026-05-04", "2026-05-06", "2026-05-09", "2026-05-13", "2026-07-02", "2026-06-26", "2026-06-26", "2026-06-26"},
		{"2026-09-24", "2026-10-01", "2026-10-08", "2026-10-12", "2026-10-15", "2026-12-03", "2026-11-23", "2026-11-23", "2026-11-23"},
		{"2026-11-23", "2026-11-30", "2026-11-30", "2026-12-02", "2026-12-07", "", "2027-01-22", "2027-01-22", "2027-01-22"},
	} {
		t.Run(c.from, func(t *testing.T) {
			from := day(t, c.from)
			week := cal.AddDays(from, 7, workday.CivilCode)
			require.Equal(t, c.raw7, week.RawLast.String())
			require.Equal(t, c.rolled7, week.Last.String())
			require.Equal(t, c.wd7, cal.AddWorkdays(from, 7).Last.String())
			require.Equal(t, c.wd10, cal.AddWorkdays(from, 10).Last.String())
			if c.wd45 != "" {
				require.Equal(t, c.wd45, cal.AddWorkdays(from, 45).Last.String())
			}
			sixty := cal.AddDays(from, 60, workday.CivilCode)
			require.Equal(t, c.raw60, sixty.RawLast.String())
			require.Equal(t, c.rolled60, sixty.Last.String())
			require.Equal(t, c.strict60, cal.AddDays(from, 60, workday.StatutoryOnly).Last.String())
			require.Equal(t, c.raw60, cal.AddDays(from, 60, workday.NoRoll).Last.String())
		})
	}
}

func TestEveryDayIsExplained(t *testing.T) {
	cal := load(t)
	labour := workday.Name{ZH: "劳动节", EN: "Labour Day"}
	off := func(date string, why workday.Why) workday.DayStep {
		return workday.DayStep{Date: day(t, date), Why: why}
	}
	counted := func(date string, n int, why workday.Why) workday.DayStep {
		return workday.DayStep{Date: day(t, date), N: n, Counts: true, Why: why}
	}
	holiday := workday.Why{Code: workday.Holiday, Name: labour}

	got := cal.AddWorkdays(day(t, "2026-04-28"), 6)
	require.Equal(t, []workday.DayStep{
		counted("2026-04-29", 1, workday.Why{}),
		counted("2026-04-30", 2, workday.Why{}),
		off("2026-05-01", holiday),
		off("2026-05-02", holiday),
		off("2026-05-03", holiday),
		off("2026-05-04", holiday),
		off("2026-05-05", holiday),
		counted("2026-05-06", 3, workday.Why{}),
		counted("2026-05-07", 4, workday.Why{}),
		counted("2026-05-08", 5, workday.Why{}),
		counted("2026-05-09", 6, workday.Why{Code: workday.MakeUp, Name: labour}),
	}, got.Days)
	require.Equal(t, "2026-05-09", got.Last.String())

	got = cal.AddDays(day(t, "2026-04-30"), 3, workday.CivilCode)
	require.Equal(t, []workday.DayStep{
		counted("2026-05-01", 1, workday.Why{}),
		counted("2026-05-02", 2, workday.Why{}),
		counted("2026-05-03", 3, holiday),
		off("2026-05-04", holiday),
		off("2026-05-05", holiday),
		off("2026-05-06", workday.Why{Code: workday.RolledTo}),
	}, got.Days)
	require.Equal(t, "2026-05-01", got.Starts.String())
	require.Equal(t, "2026-05-03", got.RawLast.String())
	require.Equal(t, "2026-05-06", got.Last.String())
}

func TestRolls(t *testing.T) {
	cal := load(t)
	for _, c := range []struct {
		name, last string // of a count that ends there
		roll       workday.Roll
		want       string
	}{
		{"a plain Saturday moves under the Civil Code", "2026-04-11", workday.CivilCode, "2026-04-13"},
		{"a plain Saturday stays under the strict reading", "2026-04-11", workday.StatutoryOnly, "2026-04-11"},
		{"a make-up Saturday is a working day", "2026-05-09", workday.CivilCode, "2026-05-09"},
		{"a holiday moves under the strict reading", "2026-05-02", workday.StatutoryOnly, "2026-05-06"},
		{"a holiday before a make-up Saturday", "2026-10-05", workday.CivilCode, "2026-10-08"},
		{"a holiday before a plain weekend, strictly", "2020-01-31", workday.StatutoryOnly, "2020-02-03"},
		{"the law's holiday before a weekend goes past it", "2027-10-01", workday.CivilCode, "2027-10-04"},
		{"the law's holiday, strictly", "2027-01-01", workday.StatutoryOnly, "2027-01-02"},
		{"never", "2026-05-02", workday.NoRoll, "2026-05-02"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := cal.AddDays(day(t, c.last)-5, 5, c.roll)
			require.Equal(t, c.last, got.RawLast.String())
			require.Equal(t, c.want, got.Last.String())
		})
	}
}

func TestProvisional(t *testing.T) {
	cal := load(t)
	require.False(t, cal.AddWorkdays(day(t, "2026-12-21"), 8).Provisional, "ends on 2026-12-31")
	inTo2027 := cal.AddWorkdays(day(t, "2026-12-28"), 4)
	require.True(t, inTo2027.Provisional)
	require.Equal(t, "2027-01-04", inTo2027.Last.String())
	require.Equal(t, workday.HolidayByLaw, inTo2027.Days[3].Why.Code, "2027-01-01 is no ordinary day")

	far := cal.AddDays(day(t, "2077-09-30"), 1, workday.StatutoryOnly)
	require.True(t, far.Provisional, "a year without any data")
	require.Equal(t, "2077-10-04", far.Last.String())
	require.Equal(t, "国庆节", far.Days[0].Why.Name.ZH)

	require.True(t, cal.AddWorkdays(day(t, "2001-12-20"), 1).Provisional)
	require.False(t, cal.AddWorkdays(day(t, "2002-01-01"), 1).Provisional)
	require.True(t, cal.AddYears(day(t, "2026-05-06"), 3, workday.CivilCode).Provisional)
}

func TestFixedDaysFollowTheLawOfTheirYear(t *testing.T) {
	cal := load(t)
	for date, off := range map[string]bool{
		"1998-10-02": true, "1997-10-03": false, "2001-05-03": true, "2050-05-02": true, "2050-05-03": false,
	} {
		got := cal.On(day(t, date))
		require.False(t, got.Official, date)
		require.Equal(t, off, got.Why.Code == workday.HolidayByLaw, date)
	}
}

func TestYears(t *testing.T) {
	cal := load(t)
	for _, c := range []struct {
		from      string
		n         int
		raw, last string
	}{
		{"2020-04-27", 3, "2023-04-27", "2023-04-27"},
		{"2020-02-29", 1, "2021-02-28", "2021-03-01"}, // Sunday
		{"2020-02-29", 4, "2024-02-29", "2024-02-29"},
		{"2021-10-02", 3, "2024-10-02", "2024-10-08"},
	} {
		got := cal.AddYears(day(t, c.from), c.n, workday.CivilCode)
		require.Equal(t, c.raw, got.RawLast.String())
		require.Equal(t, c.last, got.Last.String())
		require.Equal(t, c.n, got.Days[c.n-1].N)
	}
}

func TestHolds(t *testing.T) {
	cal := load(t)
	from := day(t, "2026-03-02") // Monday
	hold := workday.Hold{From: day(t, "2026-03-04"), To: day(t, "2026-03-09")}
	run := func(n int, unit workday.Unit, holds ...workday.Hold) workday.Span {
		return cal.Run(workday.Count{From: from, N: n, Unit: unit, Roll: workday.CivilCode, Holds: holds})
	}

	require.Equal(t, "2026-03-16", run(8, workday.NaturalDay, hold).Last.String(), "6 days later than the 10th")
	require.Equal(t, "2026-03-13", run(5, workday.WorkingDay, hold).Last.String())
	require.Equal(t, workday.Held, run(5, workday.WorkingDay, hold).Days[1].Why.Code)
	require.Equal(t, "2027-03-08", run(1, workday.WholeYear, hold).RawLast.String())

	overlap := workday.Hold{From: hold.From + 1, To: hold.To - 1}
	require.Equal(t, run(8, workday.NaturalDay, hold).Last, run(8, workday.NaturalDay, overlap, hold).Last)
	require.Equal(t, run(1, workday.WholeYear, hold).Last, run(1, workday.WholeYear, overlap, hold).Last)

	for _, unit := range []workday.Unit{workday.NaturalDay, workday.WorkingDay, workday.WholeYear} {
		open := run(8, unit, workday.Hold{From: hold.From})
		require.True(t, open.Stopped, unit)
		require.Zero(t, open.Last, unit)
		require.Zero(t, open.RawLast, unit)
		late := run(1, unit, workday.Hold{From: from + 1000})
		require.False(t, late.Stopped, unit)
	}

	// The last day is a holiday, and the clock stops before it could move.
	both := cal.Run(workday.Count{
		From: day(t, "2026-04-30"), N: 1, Unit: workday.NaturalDay, Roll: workday.CivilCode,
		Holds: []workday.Hold{{From: day(t, "2026-05-04"), To: day(t, "2026-05-06")}},
	})
	require.Equal(t, "2026-05-07", both.Last.String())
	never := cal.Run(workday.Count{
		From: day(t, "2026-04-30"), N: 1, Unit: workday.NaturalDay, Roll: workday.CivilCode,
		Holds: []workday.Hold{{From: day(t, "2026-05-04")}},
	})
	require.True(t, never.Stopped)
	require.Zero(t, never.Last)
	require.Zero(t, never.RawLast)

	// A held year: the anniversary stands in the trace, but is not the end.
	year := run(2, workday.WholeYear, hold)
	require.Equal(t, []workday.DayStep{
		{Date: day(t, "2027-03-02"), N: 1, Counts: true},
		{Date: day(t, "2028-03-02"), Why: workday.Why{Code: workday.Held}},
		{Date: day(t, "2028-03-08"), N: 2, Counts: true},
	}, run(2, workday.WholeYear, workday.Hold{From: from + 400, To: from + 405}).Days)
	require.Equal(t, "2028-03-08", year.Last.String())
}

func TestHours(t *testing.T) {
	cal := load(t)
	zone := time.FixedZone("CST", 8*3600)
	at := func(text string) time.Time {
		m, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
		require.NoError(t, err)
		return m
	}
	count := func(from string, n int, roll workday.Roll, stops ...workday.Stop) (workday.Span, time.Time) {
		return cal.AddHours(workday.HourCount{From: at(from), N: n, Zone: zone, Roll: roll, Stops: stops})
	}

	span, end := count("2026-04-30 10:00", 24, workday.NoRoll)
	require.Equal(t, at("2026-05-01 10:00"), end)
	require.Equal(t, []workday.DayStep{
		{Date: day(t, "2026-04-30"), N: 14, Counts: true},
		{Date: day(t, "2026-05-01"), N: 24, Counts: true},
	}, span.Days)

	span, end = count("2026-04-30 10:00", 24, workday.CivilCode)
	require.Equal(t, "2026-05-01", span.RawLast.String())
	require.Equal(t, "2026-05-06", span.Last.String())
	require.Equal(t, at("2026-05-07 00:00"), end)

	span, _ = count("2026-03-03 00:00", 24, workday.NoRoll)
	require.Equal(t, "2026-03-03", span.Last.String(), "ends at 24:00")

	stop := workday.Stop{From: at("2026-03-03 12:00"), To: at("2026-03-05 06:00")}
	inside := workday.Stop{From: at("2026-03-04 00:00"), To: at("2026-03-04 12:00")}
	span, end = count("2026-03-03 10:00", 24, workday.NoRoll, inside, stop)
	require.Equal(t, at("2026-03-06 04:00"), end)
	require.Equal(t, workday.Held, span.Days[1].Why.Code)
	require.False(t, span.Days[1].Counts)

	span, end = count("2026-03-03 10:00", 24, workday.NoRoll, workday.Stop{From: at("2026-03-03 12:00")})
	require.True(t, span.Stopped)
	require.True(t, end.IsZero())
	require.Zero(t, span.Last)

	_, end = count("2026-03-03 10:00", 24, workday.NoRoll, workday.Stop{From: at("2026-03-05 12:00"), To: at("2026-03-06 12:00")})
	require.Equal(t, at("2026-03-04 10:00"), end, "a stop after the end changes nothing")
	span, _ = count("2026-03-03 10:00", 24, workday.NoRoll, workday.Stop{From: at("2026-03-03 12:00")}, stop)
	require.True(t, span.Stopped, "a later stop does not end the open one")

	span, _ = count("2026-12-31 10:00", 24, workday.NoRoll)
	require.True(t, span.Provisional)
}

func TestCountsOutOfBoundsAreBounded(t *testing.T) {
	cal := load(t)
	from := day(t, "2026-03-02")
	require.Equal(t, from, cal.AddDays(from, -3, workday.NoRoll).Last)
	require.Len(t, cal.AddDays(from, 1<<40, workday.NoRoll).Days, workday.MaxCount)
	require.Len(t, cal.AddYears(from, 1<<40, workday.NoRoll).Days, workday.MaxYears)
}

// restDays lists, for every day of 2002 to 2030, whether people rest and
// whether it is a named holiday, without any code of this package.
func restDays(t *testing.T) map[model.Day][2]bool {
	out := map[model.Day][2]bool{}
	for d := day(t, "2002-01-01"); d <= day(t, "2030-12-31"); d++ {
		weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
		out[d] = [2]bool{weekend, false}
	}
	for year := 2002; year <= 2030; year++ {
		y := generated(t, year)
		for _, m := range y.Off {
			out[m.Date] = [2]bool{true, true}
		}
		for _, m := range y.Work {
			out[m.Date] = [2]bool{false, false}
		}
	}
	return out
}

// TestAgainstADayWalk compares with the dullest possible count.
func TestAgainstADayWalk(t *testing.T) {
	cal := load(t)
	rest := restDays(t)
	first, last := day(t, "2002-01-01"), day(t, "2030-12-31")-400
	official := day(t, "2026-12-31")
	rapid.Check(t, func(t *rapid.T) {
		from := model.Day(rapid.IntRange(int(first), int(last)).Draw(t, "from"))
		n := rapid.IntRange(0, 200).Draw(t, "n")
		roll := rapid.SampledFrom([]workday.Roll{workday.CivilCode, workday.StatutoryOnly, workday.NoRoll}).Draw(t, "roll")

		raw := from + model.Day(n)
		want := raw
		for roll != workday.NoRoll && rest[want][0] && (roll == workday.CivilCode || rest[want][1]) {
			want++
		}
		got := cal.AddDays(from, n, roll)
		require.Equal(t, raw, got.RawLast)
		require.Equal(t, want, got.Last)
		checkTrace(t, from, n, got)

		want = from
		for left := n; left > 0; {
			if want++; !rest[want][0] {
				left--
			}
		}
		got = cal.AddWorkdays(from, n)
		require.Equal(t, want, got.Last)
		require.Equal(t, got.RawLast, got.Last)
		require.Equal(t, want > official, got.Provisional)
		checkTrace(t, from, n, got)

		light := cal.Deadline(workday.Count{From: from, N: n, Unit: workday.WorkingDay})
		got.Days = nil
		require.Equal(t, got, light)
	})
}

// checkTrace holds a trace to its promises: every day once and in order,
// ordinals without a gap, a reason wherever a day does not count.
func checkTrace(t require.TestingT, from model.Day, n int, span workday.Span) {
	counted := 0
	for i, d := range span.Days {
		require.Equal(t, from+1+model.Day(i), d.Date)
		if d.Counts {
			counted++
			require.Equal(t, counted, d.N)
			continue
		}
		require.Zero(t, d.N)
		require.NotEmpty(t, d.Why.Code)
	}
	require.Equal(t, n, counted)
	require.Equal(t, span.Last, from+model.Day(len(span.Days)))
}

// TestHoldsAgainstADayWalk: a hold delays a count by exactly the days in it.
func TestHoldsAgainstADayWalk(t *testing.T) {
	cal := load(t)
	rest := restDays(t)
	rapid.Check(t, func(t *rapid.T) {
		from := day(t, "2024-01-01") + model.Day(rapid.IntRange(0, 900).Draw(t, "from"))
		n := rapid.IntRange(0, 70).Draw(t, "n")
		unit := rapid.SampledFrom([]workday.Unit{workday.NaturalDay, workday.WorkingDay}).Draw(t, "unit")
		var holds []workday.Hold
		held := map[model.Day]bool{}
		for range rapid.IntRange(0, 3).Draw(t, "holds") {
			start := from + model.Day(rapid.IntRange(-5, 60).Draw(t, "start"))
			h := workday.Hold{From: start, To: start + model.Day(rapid.IntRange(-1, 30).Draw(t, "length"))}
			holds = append(holds, h)
			for d := h.From; d <= h.To; d++ {
				held[d] = true
			}
		}
		want := from
		for left := n; left > 0; {
			want++
			if !held[want] && (unit == workday.NaturalDay || !rest[want][0]) {
				left--
			}
		}
		got := cal.Run(workday.Count{From: from, N: n, Unit: unit, Roll: workday.NoRoll, Holds: holds})
		require.Equal(t, want, got.Last)
		checkTrace(t, from, n, got)
	})
}

func BenchmarkAddDays7(b *testing.B) {
	cal := load(b)
	from := day(b, "2026-04-27")
	b.ReportAllocs()
	for b.Loop() {
		cal.AddDays(from, 7, workday.CivilCode)
	}
}

func BenchmarkAddWorkdays45(b *testing.B) {
	cal := load(b)
	from := day(b, "2026-02-10")
	b.ReportAllocs()
	for b.Loop() {
		cal.AddWorkdays(from, 45)
	}
}

func BenchmarkDeadline45(b *testing.B) {
	cal := load(b)
	q := workday.Count{From: day(b, "2026-02-10"), N: 45, Unit: workday.WorkingDay}
	b.ReportAllocs()
	for b.Loop() {
		cal.Deadline(q)
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		load(b)
	}
}
