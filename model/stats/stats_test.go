package stats_test

import (
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/clock"
	"heshi/model/stats"
	"heshi/model/workday"
)

var zone = time.FixedZone("", 8*3600)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func november() stats.Month { return stats.MonthOf(at("2026-11-23 09:00")) }

func rules(t require.TestingT) stats.Rules {
	cal, err := workday.Load(assets.Files())
	require.NoError(t, err)
	rs, err := clock.Load(assets.Files())
	require.NoError(t, err)
	lim, err := stats.LoadLimits(assets.Files())
	require.NoError(t, err)
	return stats.Rules{Clocks: clock.Clocks{Rules: rs, Calendar: cal, Zone: zone}, Now: at("2026-12-01 09:00"), Limits: lim}
}

// line is a complaint that came at a moment about a shop.
func line(came string, change ...func(*stats.Line)) stats.Line {
	l := stats.Line{At: at(came), Kind: model.Complaint, State: model.Registered, Shop: "s-1", Class: "apparel", Nature: "ZL", Asked: 10_000}
	for _, c := range change {
		c(&l)
	}
	return l
}

func closed(when string) func(*stats.Line) {
	return func(l *stats.Line) { l.State, l.Closed = model.Closed, at(when) }
}

func report(t require.TestingT, lines ...stats.Line) stats.Report {
	f := stats.NewFold(november(), rules(t))
	for _, l := range numbered(lines) {
		f.Add(l)
	}
	return f.Report()
}

// numbered gives the lines that have none an ordinal, in their order.
func numbered(lines []stats.Line) []stats.Line {
	out := slices.Clone(lines)
	for i := range out {
		if out[i].Ord == 0 {
			out[i].Ord = uint64(i + 1)
		}
	}
	return out
}

func TestMonths(t *testing.T) {
	m, ok := stats.ParseMonth("2026-02")
	require.True(t, ok)
	require.Equal(t, "2026-02-01", m.First().String())
	require.Equal(t, "2026-02-28", m.Last().String())
	require.Equal(t, "2025-12", (m - 2).String())
	for _, bad := range []string{"", "2026", "2026-13", "2026-00", "2026-1", "2026/01", "+026-01", "0000-01", "20-6-01"} {
		_, ok := stats.ParseMonth(bad)
		require.False(t, ok, bad)
	}
}

func TestWhatCameAndWhatWasDoneAreTwoThings(t *testing.T) {
	r := report(t,
		line("2026-11-02 10:10"),
		line("2026-11-03 10:50", closed("2026-12-01 10:00")),
		line("2026-10-30 10:00", closed("2026-11-05 10:00"), func(l *stats.Line) { l.Recovered = 5000 }),
		line("2025-11-30 10:00"),
		line("2026-11-09 10:00", func(l *stats.Line) { l.Kind, l.State, l.Closed = model.Consultation, model.Closed, l.At }),
	)
	require.Equal(t, stats.Total{Complaints: 2, Consultations: 1, Asked: 20_000, Before: 1, YearAgo: 1}, r.Came)
	require.Equal(t, stats.Total{Complaints: 1, Consultations: 1, Asked: 10_000, Recovered: 5000}, r.Done)
	require.Equal(t, 1, r.Open)
	require.Equal(t, 2, r.Heat[0][10], "two of three came on Mondays at ten")
	require.Equal(t, 1, r.Heat[1][10])
	require.Equal(t, []stats.Row{{Value: "apparel", N: 2, Before: 1, YearAgo: 1, Asked: 20_000}}, r.Table(stats.Class).Rows)
	require.Equal(t, []stats.Row{{Value: "closed", N: 1, Asked: 10_000, Recovered: 5000}}, r.Table(stats.Result).Rows)
	require.Empty(t, r.Table(stats.Group).Rows)
	require.Len(t, r.Trend, 13)
	require.Equal(t, stats.Point{Month: november() - 1, Complaints: 1}, r.Trend[11])
	require.Equal(t, stats.Point{Month: november(), Complaints: 2, Consultations: 1, Done: 1, Recovered: 5000}, r.Trend[12])
}

func TestTimeToSettle(t *testing.T) {
	r := report(t,
		line("2026-11-02 10:00", closed("2026-11-02 12:00")),
		line("2026-11-06 10:00", closed("2026-11-09 10:00")), // over a weekend
		line("2026-11-02 10:00", closed("2026-11-20 10:00"), func(l *stats.Line) { l.Settled = at("2026-11-03 10:00") }),
		line("2026-11-02 10:00", func(l *stats.Line) { l.State, l.Closed = model.Terminated, at("2026-11-28 10:00") }),
	)
	require.Equal(t, stats.Spell{N: 3, MedianHours: 24, P90Hours: 72, MedianWorkdays: 1, P90Workdays: 1}, r.Spell)
	require.Equal(t, stats.Spell{}, report(t).Spell)
}

func TestClocksKept(t *testing.T) {
	run := func(ended string) func(*stats.Line) {
		return func(l *stats.Line) {
			c := clock.Running{Ask: clock.Ask{Rule: "K1", From: l.At}}
			if ended != "" {
				c.Ended = at(ended)
			}
			l.Clocks = []clock.Running{c}
		}
	}
	lines := []stats.Line{
		line("2026-11-02 10:00", closed("2026-11-12 10:00"), run("2026-11-11 18:00")), // the seventh working day
		line("2026-11-02 10:00", closed("2026-11-12 10:00"), run("2026-11-12 09:00")),
		line("2026-11-02 10:00", closed("2026-11-12 10:00"), run("")),
		line("2026-11-25 10:00", closed("2026-11-26 10:00"), run("")), // still runs
	}
	r := report(t, lines...)
	require.Equal(t, []stats.Promise{{Rule: "K1", Kept: 1, Late: 2}}, r.Promises)
	require.Equal(t, 33, r.Promises[0].Share().Percent())
	late := stats.Of(november(), stats.Cond{By: stats.Late, Value: "K1"})
	n := 0
	for _, l := range lines {
		if late.Has(l, rules(t)) {
			n++
		}
	}
	require.Equal(t, 2, n)
}

func TestWarnings(t *testing.T) {
	shop := func(id model.ID) func(*stats.Line) { return func(l *stats.Line) { l.Shop = id } }
	nature := func(n string) func(*stats.Line) { return func(l *stats.Line) { l.Nature = n } }
	var lines []stats.Line
	for i := range 3 { // one shop, three times the same
		lines = append(lines, line(fmt.Sprintf("2026-11-0%d 10:00", i+2), shop("s-1")))
	}
	for i, n := range []string{"SH", "HT", "JG"} { // one shop, three times something else
		lines = append(lines, line(fmt.Sprintf("2026-11-1%d 10:00", i), shop("s-2"), nature(n), func(l *stats.Line) { l.Class = "food" }))
	}
	for range 2 { // no promise
		lines = append(lines, line("2026-11-02 10:00", shop("s-3"), func(l *stats.Line) { l.State, l.Closed = model.Terminated, at("2026-11-20 10:00") }))
	}
	for _, m := range []string{"08", "09", "10"} { // shoes doubled
		lines = append(lines, line("2026-"+m+"-10 10:00", shop("s-9")), line("2026-"+m+"-11 10:00", shop("s-8")))
	}
	r := report(t, lines...)
	var got []string
	for _, w := range r.Warnings {
		got = append(got, fmt.Sprint(w.Code, " ", w.Value, " ", w.N, " ", w.Before))
	}
	require.Equal(t, []string{"unkept s-3 2 0", "matter s-1 3 0", "shop s-2 3 0", "class apparel 5 2", "nature ZL 5 2"}, got)

	var few []stats.Line
	for i := range 5 {
		few = append(few, line("2026-11-02 10:00", shop(model.ID(fmt.Sprint("s-", i))), nature(""), closed("2026-11-03 10:00"), func(l *stats.Line) {
			l.Satisfied = []string{"satisfied", "dissatisfied"}[min(1, i/3)]
		}))
	}
	r = report(t, few...)
	require.Equal(t, stats.Share{Part: 3, Of: 5}, r.Satisfied)
	require.Equal(t, stats.WarnSatisfied, r.Warnings[0].Code)
}

func TestLimitsAreData(t *testing.T) {
	for _, bad := range []string{`{`, `{"repeat_shop":0}`} {
		_, err := stats.LoadLimits(fstest.MapFS{"station/warnings.json": {Data: []byte(bad)}})
		require.Error(t, err)
	}
	_, err := stats.LoadLimits(fstest.MapFS{})
	require.Error(t, err)
}

func drawLine(t *rapid.T) stats.Line {
	moment := func(name string) time.Time {
		return at("2026-09-01 00:00").Add(time.Duration(rapid.IntRange(0, 100*24*60).Draw(t, name)) * time.Minute)
	}
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
	l := stats.Line{
		At: moment("at"), Kind: model.CaseKind(pick("kind", "complaint", "complaint", "consultation")),
		State: model.CaseState(pick("state", "registered", "closed", "terminated")), Class: pick("class", model.Classes()...),
		Nature: pick("nature", append(model.Natures(), "")...), Request: pick("request", "refund", ""), Channel: pick("channel", "onsite", "online"),
		Shop: model.ID(pick("shop", "", "s-1", "s-2", "s-3")), Group: model.ID(pick("group", "", "G-1")),
		Asked: model.Money(rapid.Int64Range(0, 1<<40).Draw(t, "asked")), Recovered: model.Money(rapid.Int64Range(0, 1<<40).Draw(t, "recovered")),
		Satisfied: pick("satisfied", "", "satisfied", "so_so", "dissatisfied"), Broken: rapid.IntRange(0, 3).Draw(t, "broken"),
	}
	if l.State != model.Registered || l.Kind == model.Consultation {
		l.Closed = l.At.Add(time.Duration(rapid.IntRange(0, 60*24*60).Draw(t, "for")) * time.Minute)
	}
	for range rapid.IntRange(0, 3).Draw(t, "clocks") {
		c := clock.Running{Ask: clock.Ask{Rule: pick("rule", "K1", "K2", "station.ordinary", "gone"), From: l.At}}
		if rapid.Bool().Draw(t, "ended") {
			c.Ended = l.At.Add(time.Duration(rapid.IntRange(0, 90*24).Draw(t, "hours")) * time.Hour)
		}
		if rapid.Bool().Draw(t, "paused") {
			to := l.At.Add(5 * time.Hour)
			c.Pauses = []clock.Pause{{From: l.At.Add(time.Hour), To: &to}, {From: to.Add(time.Hour)}}
		}
		l.Clocks = append(l.Clocks, c)
	}
	return l
}

// TestEveryNumberHasItsCases: each number of a report is how many cases its
// filter picks, whatever the order of the lines.
func TestEveryNumberHasItsCases(t *testing.T) {
	rs := rules(t)
	rapid.Check(t, func(t *rapid.T) {
		lines := numbered(rapid.SliceOfN(rapid.Custom(drawLine), 0, 60).Draw(t, "lines"))
		r := report(t, lines...)
		other := slices.Clone(lines)
		slices.Reverse(other)
		require.Equal(t, r, report(t, other...))
		behind := func(where ...stats.Cond) int {
			n := 0
			for _, l := range lines {
				if stats.Of(november(), where...).Has(l, rs) {
					n++
				}
			}
			return n
		}
		for _, table := range r.Tables {
			for _, row := range table.Rows {
				require.Equal(t, row.N, behind(stats.Cond{By: table.By, Value: row.Value}), "%s %q", table.By, row.Value)
			}
		}
		for d, hours := range r.Heat {
			for h, n := range hours {
				require.Equal(t, n, behind(stats.Cond{By: stats.Slot, Value: stats.SlotOf(d+1, h)}))
			}
		}
		for _, p := range r.Promises {
			require.Equal(t, p.Late, behind(stats.Cond{By: stats.Late, Value: p.Rule}))
			require.Equal(t, p.Kept, behind(stats.Cond{By: stats.Kept, Value: p.Rule}))
		}
		for _, w := range r.Warnings {
			if w.Code == stats.WarnLate || w.Code == stats.WarnSatisfied {
				continue // percentages
			}
			require.Equal(t, w.N, behind(w.Where...), "%+v", w)
		}
		require.Equal(t, r.Open, behind(stats.Cond{By: stats.Open, Value: "yes"}))
		require.Equal(t, r.Done.Complaints, behind(stats.Cond{By: stats.Ended, Value: "yes"}))
		require.Equal(t, r.Came.Complaints, behind(stats.Cond{By: stats.Kind, Value: "complaint"}))
		require.Equal(t, r.Came.Consultations, behind(stats.Cond{By: stats.Kind, Value: "consultation"}))
	})
}

func TestLinesAreReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := drawLine(t)
		got, err := stats.ParseLine(7, l.Append(nil))
		require.NoError(t, err)
		l.Ord = 7
		require.Equal(t, l, got)
	})
}

func FuzzParseLine(f *testing.F) {
	f.Add(line("2026-11-02 10:00", closed("2026-11-03 10:00")).Append(nil))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := stats.ParseLine(1, b)
		if err != nil {
			return
		}
		again, err := stats.ParseLine(1, l.Append(nil))
		require.NoError(t, err)
		require.Equal(t, l.Append(nil), again.Append(nil))
	})
}

// What no source was found for is counted with its label, and warns nobody.
func TestAnUnverifiedClockIsNoWarning(t *testing.T) {
	late := func(rule string) (codes []string) {
		var lines []stats.Line
		for range 20 {
			lines = append(lines, line("2026-11-02 10:00", closed("2026-11-30 10:00"), func(l *stats.Line) {
				l.Clocks = []clock.Running{{Ask: clock.Ask{Rule: rule, From: l.At}}}
			}))
		}
		r := report(t, lines...)
		require.Equal(t, []stats.Promise{{Rule: rule, Late: 20}}, r.Promises)
		for _, w := range r.Warnings {
			if w.Code == stats.WarnLate {
				codes = append(codes, w.Value)
			}
		}
		return codes
	}
	require.Equal(t, []string{"station.ordinary"}, late("station.ordinary"))
	require.Empty(t, late("odr.first_contact"))
}

func TestAnUnverifiedClockStandsLast(t *testing.T) {
	r := report(t, line("2026-11-02 10:00", closed("2026-11-30 10:00"), func(l *stats.Line) {
		for _, rule := range []string{"odr.first_contact", "odr.settle", "station.ordinary"} {
			l.Clocks = append(l.Clocks, clock.Running{Ask: clock.Ask{Rule: rule, From: l.At}})
		}
	}))
	require.Equal(t, []stats.Promise{{Rule: "odr.settle", Late: 1}, {Rule: "station.ordinary", Late: 1}, {Rule: "odr.first_contact", Late: 1}}, r.Promises)
}
