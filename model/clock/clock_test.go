package clock_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/workday"
)

var shanghai = time.FixedZone("CST", 8*3600)

func clocks(t require.TestingT) clock.Clocks {
	assets := os.DirFS("../../assets")
	rules, err := clock.Load(assets)
	require.NoError(t, err)
	cal, err := workday.Load(assets)
	require.NoError(t, err)
	return clock.Clocks{Rules: rules, Calendar: cal, Zone: shanghai}
}

// voice speaks from the real catalogue of a language.
func voice(t require.TestingT, lang string) clock.Voice {
	words := catalogue(t, lang)
	return clock.Voice{Lang: lang, Say: func(key string, args ...any) string {
		s, ok := words[key]
		require.True(t, ok, key)
		for i := 0; i+1 < len(args); i += 2 {
			s = strings.ReplaceAll(s, "{"+args[i].(string)+"}", args[i+1].(string))
		}
		require.NotContains(t, s, "{")
		return s
	}}
}

func catalogue(t require.TestingT, lang string) map[string]string {
	data, err := os.ReadFile("../../assets/locale/" + lang + "/clock.json")
	require.NoError(t, err)
	var words map[string]string
	require.NoError(t, json.Unmarshal(data, &words))
	return words
}

func moment(t require.TestingT, text string) time.Time {
	m, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return m
}

func day(t require.TestingT, text string) model.Day {
	d, err := model.ParseDay(text)
	require.NoError(t, err)
	return d
}

// TestTheDocumentOfTheSpec is the example of spec/clock.md, key for key.
func TestTheDocumentOfTheSpec(t *testing.T) {
	e, err := clocks(t).Evaluate(clock.Ask{Rule: "K1", From: moment(t, "2026-04-27T10:00:00+08:00")}, voice(t, "zh"))
	require.NoError(t, err)
	got, err := json.Marshal(e)
	require.NoError(t, err)
	require.JSONEq(t, `{"rule": "K1", "label": "statutory",
		"source": "市场监督管理投诉举报处理办法", "article": "15", "in_force": {"from": "2026-04-15", "to": null},
		"unit": "working_day", "count": 7, "from": "2026-04-27T10:00:00+08:00",
		"raw_last": "2026-05-09", "last": "2026-05-09", "provisional": false, "paused": [],
		"days": [
			{"date": "2026-04-28", "n": 1, "counts": true, "why": ""},
			{"date": "2026-04-29", "n": 2, "counts": true, "why": ""},
			{"date": "2026-04-30", "n": 3, "counts": true, "why": ""},
			{"date": "2026-05-01", "n": null, "counts": false, "why": "劳动节"},
			{"date": "2026-05-02", "n": null, "counts": false, "why": "劳动节"},
			{"date": "2026-05-03", "n": null, "counts": false, "why": "劳动节"},
			{"date": "2026-05-04", "n": null, "counts": false, "why": "劳动节"},
			{"date": "2026-05-05", "n": null, "counts": false, "why": "劳动节"},
			{"date": "2026-05-06", "n": 4, "counts": true, "why": ""},
			{"date": "2026-05-07", "n": 5, "counts": true, "why": ""},
			{"date": "2026-05-08", "n": 6, "counts": true, "why": ""},
			{"date": "2026-05-09", "n": 7, "counts": true, "why": "调休上班（劳动节）"}]}`, string(got))

	var back clock.Explanation
	require.NoError(t, json.Unmarshal(got, &back))
	require.Equal(t, clock.Nth(7), back.Days[11].N)
	require.Zero(t, back.Days[3].N)
}

// TestRulesAndTheirVersions: the version in force on the day the clock starts.
func TestRulesAndTheirVersions(t *testing.T) {
	c := clocks(t)
	for _, r := range []struct{ rule, from, article, raw, last string }{
		{"K1", "2026-04-14T23:59:59+08:00", "14", "2026-04-23", "2026-04-23"},
		{"K1", "2026-04-14T16:00:00Z", "15", "2026-04-24", "2026-04-24"}, // the 15th in Shanghai
		{"K2", "2026-02-10T09:00:00+08:00", "21(5)", "2026-04-21", "2026-04-21"},
		{"K2", "2026-04-14T09:00:00+08:00", "21(5)", "2026-06-18", "2026-06-18"},
		{"K2", "2026-04-15T09:00:00+08:00", "23(5)", "2026-06-14", "2026-06-15"},
		{"K2", "2026-04-27T09:00:00+08:00", "23(5)", "2026-06-26", "2026-06-26"},
		{"K3", "2026-11-23T09:00:00+08:00", "23", "2026-12-02", "2026-12-02"},
		{"K4", "2026-11-23T09:00:00+08:00", "27", "2026-12-14", "2026-12-14"},
		{"K5", "2026-11-23T09:00:00+08:00", "33", "2026-12-02", "2026-12-02"},
		{"K6", "2023-10-02T09:00:00+08:00", "15(4)", "2026-10-02", "2026-10-08"},
		{"K6", "2026-05-06T09:00:00+08:00", "16(4)", "2029-05-06", "2029-05-07"},
		{"odr.settle", "2026-04-27T10:00:00+08:00", "", "2026-05-13", "2026-05-13"},
		{"odr.first_contact", "2026-09-30T10:00:00+08:00", "", "2026-10-08", "2026-10-08"},
		{"station.ordinary", "2026-11-20T10:00:00+08:00", "", "2026-11-23", "2026-11-23"},
		{"station.complex", "2026-11-20T10:00:00+08:00", "", "2026-11-27", "2026-11-27"},
		{"refund", "2025-09-26T10:00:00+08:00", "25", "2025-10-03", "2025-10-09"},
		{"return.window", "2026-02-10T10:00:00+08:00", "25", "2026-02-17", "2026-02-24"},
		{"court_confirmation", "2026-11-23T10:00:00+08:00", "33", "2026-12-23", "2026-12-23"},
		{"court_confirmation", "2026-09-03T10:00:00+08:00", "33", "2026-10-03", "2026-10-08"},
	} {
		t.Run(r.rule+" "+r.from, func(t *testing.T) {
			ask := clock.Ask{Rule: r.rule, From: moment(t, r.from)}
			e, err := c.Evaluate(ask, voice(t, "en"))
			require.NoError(t, err)
			require.Equal(t, r.article, e.Article)
			require.Equal(t, r.raw, e.RawLast.String())
			require.Equal(t, r.last, e.Last.String())
			require.Equal(t, e.Last+1, model.DayOf(e.Due, shanghai), "over at midnight")
			require.NotEmpty(t, e.Name)
			require.NotEmpty(t, e.Text)

			due, err := c.Due(ask)
			require.NoError(t, err)
			require.Equal(t, clock.Deadline{
				Label: e.Label, RawLast: e.RawLast, Last: e.Last, Due: e.Due, Provisional: e.Provisional,
			}, due)
		})
	}
}

func TestBothLanguagesCarryTheSameNumbers(t *testing.T) {
	c := clocks(t)
	ask := clock.Ask{Rule: "K2", From: moment(t, "2026-02-10T10:00:00+08:00"), Pauses: []clock.Pause{
		{From: moment(t, "2026-03-02T10:00:00+08:00"), To: ptr(moment(t, "2026-03-05T10:00:00+08:00")), Reason: "x"},
	}}
	zh, err := c.Evaluate(ask, voice(t, "zh"))
	require.NoError(t, err)
	en, err := c.Evaluate(ask, voice(t, "en"))
	require.NoError(t, err)
	require.NotEqual(t, zh.Source, en.Source)
	require.Equal(t, "clock stopped: x", en.Days[20].Why)
	require.Equal(t, "期限暂停：x", zh.Days[20].Why)
	zh.Source, zh.Name, zh.Text = en.Source, en.Name, en.Text
	for i := range zh.Days {
		require.Equal(t, zh.Days[i].Why == "", en.Days[i].Why == "")
		zh.Days[i].Why = en.Days[i].Why
	}
	require.Equal(t, en, zh)
}

func ptr(m time.Time) *time.Time { return &m }

func TestPauses(t *testing.T) {
	c := clocks(t)
	pause := func(from, to string) clock.Pause {
		p := clock.Pause{From: moment(t, from), Reason: "送检"}
		if to != "" {
			p.To = ptr(moment(t, to))
		}
		return p
	}
	evaluate := func(pauses ...clock.Pause) clock.Explanation {
		e, err := c.Evaluate(clock.Ask{Rule: "K2", From: moment(t, "2026-04-27T10:00:00+08:00"), Pauses: pauses}, voice(t, "zh"))
		require.NoError(t, err)
		return e
	}
	require.Equal(t, "2026-06-26", evaluate().RawLast.String())

	tenDays := evaluate(pause("2026-05-06T09:00:00+08:00", "2026-05-16T17:00:00+08:00"))
	require.Equal(t, "2026-07-06", tenDays.RawLast.String())
	byDate := map[string]clock.Step{}
	for _, d := range tenDays.Days {
		byDate[d.Date.String()] = d
	}
	require.Equal(t, clock.Nth(9), byDate["2026-05-06"].N, "the day a pause begins counts")
	require.Equal(t, "期限暂停：送检", byDate["2026-05-07"].Why)
	require.False(t, byDate["2026-05-16"].Counts, "the day it ends does not")
	require.Equal(t, clock.Nth(10), byDate["2026-05-17"].N)
	require.Len(t, tenDays.Paused, 1)

	sameDay := evaluate(pause("2026-05-06T09:00:00+08:00", "2026-05-06T17:00:00+08:00"))
	require.Equal(t, "2026-06-26", sameDay.RawLast.String())
	after := evaluate(pause("2026-06-26T09:00:00+08:00", "2026-08-26T17:00:00+08:00"))
	require.Equal(t, "2026-06-26", after.Last.String())
	before := evaluate(pause("2026-04-01T09:00:00+08:00", "2026-04-20T17:00:00+08:00"))
	require.Equal(t, "2026-06-26", before.Last.String())

	open := evaluate(pause("2026-05-06T09:00:00+08:00", ""))
	require.Zero(t, open.Last)
	require.True(t, open.Due.IsZero())
	text, err := json.Marshal(open)
	require.NoError(t, err)
	require.Contains(t, string(text), `"raw_last":null,"last":null`)
	require.Contains(t, string(text), `"paused":[{"from":"2026-05-06T09:00:00+08:00","to":null,"reason":"送检"}]`)
}

const hourRule = `{"rules": [{"id": "h", "label": "station_target",
 "name": {"zh": "a", "en": "a"}, "text": {"zh": "a", "en": "a"}, "source": {"zh": "a", "en": "a"}, "article": "",
 "in_force": {"from": "2026-01-01", "to": "2026-12-31"},
 "unit": "hour", "count": 24, "roll": "none"}
]}`

func TestHours(t *testing.T) {
	c := clocks(t)
	var err error
	c.Rules, err = clock.Parse("h.json", []byte(hourRule))
	require.NoError(t, err)
	e, err := c.Evaluate(clock.Ask{Rule: "h", From: moment(t, "2026-11-20T10:30:00+08:00"), Pauses: []clock.Pause{
		{From: moment(t, "2026-11-20T12:30:00+08:00"), To: ptr(moment(t, "2026-11-22T08:00:00+08:00")), Reason: "断电"},
	}}, voice(t, "zh"))
	require.NoError(t, err)
	require.Equal(t, moment(t, "2026-11-23T06:00:00+08:00").Unix(), e.Due.Unix())
	require.Equal(t, "2026-11-23", e.Last.String())
	require.Equal(t, []clock.Nth{2, 0, 18, 24}, []clock.Nth{e.Days[0].N, e.Days[1].N, e.Days[2].N, e.Days[3].N})
	require.Equal(t, "期限暂停：断电", e.Days[1].Why)
	due, err := c.Due(clock.Ask{Rule: "h", From: moment(t, "2026-11-20T10:30:00+08:00")})
	require.NoError(t, err)
	require.Equal(t, moment(t, "2026-11-21T10:30:00+08:00").Unix(), due.Due.Unix())

	whole := clock.Pause{From: moment(t, "2026-11-20T00:00:00+08:00"), To: ptr(moment(t, "2026-11-21T00:00:00+08:00")), Reason: "盘点"}
	e, err = c.Evaluate(clock.Ask{Rule: "h", From: moment(t, "2026-11-20T10:30:00+08:00"), Pauses: []clock.Pause{whole}}, voice(t, "zh"))
	require.NoError(t, err)
	require.Equal(t, "期限暂停：盘点", e.Days[0].Why)
}

func TestWhatCannotBeAsked(t *testing.T) {
	c := clocks(t)
	noon := moment(t, "2026-11-20T12:00:00+08:00")
	for _, r := range []struct {
		name        string
		ask         clock.Ask
		code, field string
	}{
		{"unknown rule", clock.Ask{Rule: "K9", From: noon}, "clock.rule.unknown", "rule"},
		{"before any version", clock.Ask{Rule: "K1", From: noon.AddDate(-10, 0, 0)}, "clock.rule.not_in_force", "from"},
		{"no moment", clock.Ask{Rule: "K1"}, "clock.moment.missing", "from"},
		{"moment far off", clock.Ask{Rule: "odr.settle", From: noon.AddDate(7000, 0, 0)}, "clock.moment.range", "from"},
		{"pause backwards", clock.Ask{Rule: "K1", From: noon, Pauses: []clock.Pause{{From: noon, To: ptr(noon.Add(-1))}}}, "clock.pause.order", "pauses[0].to"},
		{"endless pause", clock.Ask{Rule: "K1", From: noon, Pauses: []clock.Pause{{From: noon, To: ptr(noon.AddDate(11, 0, 0))}}}, "clock.pause.too_long", "pauses[0].to"},
		{"pause without start", clock.Ask{Rule: "K1", From: noon, Pauses: []clock.Pause{{From: noon}, {}}}, "clock.moment.missing", "pauses[1].from"},
		{"pause far off", clock.Ask{Rule: "K1", From: noon, Pauses: []clock.Pause{{From: noon, To: ptr(noon.AddDate(7000, 0, 0))}}}, "clock.moment.range", "pauses[0].to"},
	} {
		t.Run(r.name, func(t *testing.T) {
			_, err := c.Evaluate(r.ask, voice(t, "zh"))
			var p *model.Problem
			require.ErrorAs(t, err, &p)
			require.Equal(t, r.code, p.Code)
			require.Equal(t, r.field, p.Field)
			requireSentence(t, p)
			_, err = c.Due(r.ask)
			require.ErrorAs(t, err, &p)
		})
	}
}

func TestClocksOfACase(t *testing.T) {
	c := clocks(t)
	from := moment(t, "2026-11-20T10:00:00+08:00")
	list := []clock.Running{
		{Ask: clock.Ask{Rule: "station.ordinary", From: from}, Ended: moment(t, "2026-11-23T15:59:59Z")},
		{Ask: clock.Ask{Rule: "station.ordinary", From: from}, Ended: moment(t, "2026-11-23T16:00:00Z")},
		{Ask: clock.Ask{Rule: "K1", From: from}},
		{Ask: clock.Ask{Rule: "K1", From: from, Pauses: []clock.Pause{{From: from}}}},
	}
	got, err := c.Case(list, voice(t, "zh"))
	require.NoError(t, err)
	later := from.AddDate(1, 0, 0)
	require.False(t, got[0].Late(later), "answered in the last second of the day")
	require.True(t, got[1].Late(later), "answered at midnight")
	require.False(t, got[2].Late(moment(t, "2026-12-01T23:59:59+08:00")))
	require.True(t, got[2].Late(moment(t, "2026-12-02T00:00:00+08:00")))
	require.False(t, got[3].Late(later), "a stopped clock is never late")

	text, err := json.Marshal(got)
	require.NoError(t, err)
	require.Equal(t, 2, strings.Count(string(text), `"ended":"2026-11-2`))
	require.Contains(t, string(text), `"ended":"2026-11-23T23:59:59+08:00"`)

	_, err = c.Case([]clock.Running{{Ask: clock.Ask{Rule: "nope", From: from}}}, voice(t, "zh"))
	require.Error(t, err)
}

// TestAPauseOfXDaysDelaysByXDays is the whole meaning of a pause, for every
// rule that counts natural days.
func TestAPauseOfXDaysDelaysByXDays(t *testing.T) {
	c := clocks(t)
	rapid.Check(t, func(t *rapid.T) {
		rule := rapid.SampledFrom([]string{"K2", "refund", "court_confirmation"}).Draw(t, "rule")
		from := moment(t, "2026-04-15T10:00:00+08:00").Add(time.Duration(rapid.IntRange(0, 200*24).Draw(t, "hours")) * time.Hour)
		plain, err := c.Due(clock.Ask{Rule: rule, From: from})
		require.NoError(t, err)
		start := from.Add(time.Duration(rapid.IntRange(0, 5*24).Draw(t, "start")) * time.Hour)
		days := rapid.IntRange(0, 40).Draw(t, "days")
		pause := clock.Pause{From: start, To: ptr(start.AddDate(0, 0, days))}
		paused, err := c.Due(clock.Ask{Rule: rule, From: from, Pauses: []clock.Pause{pause}})
		require.NoError(t, err)
		require.Equal(t, plain.RawLast+model.Day(days), paused.RawLast)
	})
}

func BenchmarkEvaluateK1(b *testing.B) { benchmarkEvaluate(b, "K1") }

func BenchmarkEvaluateK2(b *testing.B) { benchmarkEvaluate(b, "K2") }

func benchmarkEvaluate(b *testing.B, rule string) {
	c := clocks(b)
	ask := clock.Ask{Rule: rule, From: moment(b, "2026-04-27T10:00:00+08:00")}
	words := catalogue(b, "zh")
	v := clock.Voice{Lang: "zh", Say: func(key string, _ ...any) string { return words[key] }}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Evaluate(ask, v); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDue(b *testing.B) {
	c := clocks(b)
	ask := clock.Ask{Rule: "K2", From: moment(b, "2026-04-27T10:00:00+08:00")}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Due(ask); err != nil {
			b.Fatal(err)
		}
	}
}
