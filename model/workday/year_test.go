package workday_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/workday"
)

// notice2027 is an invented notice: only the shape matters.
const notice2027 = `{
  "year": 2027,
  "official": true,
  "notice": {"zh": "测试通知", "en": "test notice"},
  "source": "test",
  "names": {"new_year": {"zh": "元旦", "en": "New Year's Day"}},
  "off": [
    {"date": "2027-01-01", "holiday": "new_year"},
    {"date": "2027-01-02", "holiday": "new_year"},
    {"date": "2027-01-04", "holiday": "new_year"}
  ],
  "work": [
    {"date": "2027-01-09", "holiday": "new_year"}
  ]
}
`

func TestAnImportedYearReplacesTheProvisionalOne(t *testing.T) {
	cal := load(t)
	before := cal.AddWorkdays(day(t, "2026-12-31"), 1)
	require.True(t, before.Provisional)
	require.Equal(t, "2027-01-04", before.Last.String())

	years, err := workday.ParseYears("2027.json", []byte(notice2027))
	require.NoError(t, err)
	with, err := cal.With(years...)
	require.NoError(t, err)
	after := with.AddWorkdays(day(t, "2026-12-31"), 5)
	require.False(t, after.Provisional)
	require.Equal(t, "2027-01-09", after.Last.String(), "a make-up Saturday")
	require.True(t, with.Official(2027))
	require.False(t, cal.Official(2027), "the old calendar stays")
	require.False(t, cal.Official(2090))
}

func TestOn(t *testing.T) {
	cal := load(t)
	for date, want := range map[string]workday.Status{
		"2026-11-23": {Works: true, Official: true},
		"2026-11-22": {Official: true, Why: workday.Why{Code: workday.Weekend}},
		"2026-02-28": {Works: true, Official: true, Why: workday.Why{Code: workday.MakeUp, Name: names["spring_festival"]}},
		"2026-06-19": {Official: true, Why: workday.Why{Code: workday.Holiday, Name: names["dragon_boat"]}},
		"2027-09-15": {Why: workday.Why{Code: workday.HolidayByLaw, Name: names["mid_autumn"]}},
		"2027-09-16": {Works: true},
	} {
		require.Equal(t, want, cal.On(day(t, date)), date)
		require.Equal(t, want.Works, cal.Works(day(t, date)))
	}
	require.Equal(t, "Spring Festival", names["spring_festival"].In("en"))
	require.Equal(t, "春节", names["spring_festival"].In("zh"))
}

// TestWorkingDaysOfAYear holds the totals domain.md gives.
func TestWorkingDaysOfAYear(t *testing.T) {
	cal := load(t)
	for year, want := range map[int]int{2025: 248, 2026: 248} {
		n := 0
		for d := day(t, fmt.Sprintf("%d-01-01", year)); d <= day(t, fmt.Sprintf("%d-12-31", year)); d++ {
			if cal.Works(d) {
				n++
			}
		}
		require.Equal(t, want, n, year)
	}
}

func TestYearsComeBackFromJSONLines(t *testing.T) {
	years := load(t).Years()
	require.Equal(t, 2002, years[0].Year)
	var lines []byte
	for _, y := range years {
		line, err := json.Marshal(y)
		require.NoError(t, err)
		lines = append(append(lines, line...), '\n')
	}
	back, err := workday.ParseYears("export.jsonl", lines)
	require.NoError(t, err)
	again, err := json.Marshal(back)
	require.NoError(t, err)
	first, err := json.Marshal(years)
	require.NoError(t, err)
	require.JSONEq(t, string(first), string(again))
}

func TestFaultsNameLineAndKey(t *testing.T) {
	for _, c := range []struct {
		name, old, new string // one edit of notice2027
		code, field    string
		line           int
	}{
		{"comma lost", `"source": "test",`, `"source": "test"`, "datafile.syntax", "", 6},
		{"cut short", "]\n}\n", "]\n", "datafile.syntax", "", 15},
		{"unknown key", `"source"`, `"sauce"`, "datafile.key_unknown", "sauce", 5},
		{"unknown key of a day", `{"date": "2027-01-02", "holiday"`, `{"date": "2027-01-02", "holyday"`, "datafile.key_unknown", "holyday", 9},
		{"key in other letters", `"source"`, `"Source"`, "datafile.key_unknown", "Source", 5},
		{"key of a day in other letters", `{"date": "2027-01-02", "holiday"`, `{"date": "2027-01-02", "HOLIDAY"`, "datafile.key_unknown", "HOLIDAY", 9},
		{"key twice", `"work": [`, `"off": [`, "datafile.key_twice", "off", 12},
		{"key twice in other letters", `"work": [`, `"OFF": [`, "datafile.key_twice", "OFF", 12},
		{"wrong kind", `"official": true`, `"official": "yes"`, "datafile.value_kind", "official", 3},
		{"no year", `"year": 2027,`, ``, "calendar.key.missing", "", 1},
		{"not said whether official", `"official": true,`, ``, "calendar.key.missing", "", 1},
		{"year far off", `"year": 2027`, `"year": 27`, "calendar.year.range", "year", 2},
		{"other year", `"2027-01-02"`, `"2026-01-02"`, "calendar.day.other_year", "off[1].date", 9},
		{"no such day", `"2027-01-02"`, `"2027-02-30"`, "calendar.day.bad", "off[1].date", 9},
		{"empty day", `"2027-01-09"`, `""`, "calendar.day.bad", "work[0].date", 13},
		{"day twice", `"2027-01-02"`, `"2027-01-01"`, "calendar.day.twice", "off[1].date", 9},
		{"off and work", `"2027-01-09"`, `"2027-01-02"`, "calendar.day.off_and_work", "work[0].date", 13},
		{"work on a week day", `"2027-01-09"`, `"2027-01-08"`, "calendar.work.weekday", "work[0].date", 13},
		{"nameless holiday", `"2027-01-04", "holiday": "new_year"`, `"2027-01-04", "holiday": "nw_year"`, "calendar.name.missing", "off[2].holiday", 10},
		{"half a name", `"en": "New Year's Day"`, `"en": ""`, "calendar.name.incomplete", "names.new_year", 6},
		{"no notice", `"en": "test notice"`, `"en": ""`, "calendar.notice.missing", "notice", 4},
		{"odd kind", `"2027-01-04", "holiday": "new_year"`, `"2027-01-04", "holiday": "new_year", "kind": "moon"`, "calendar.kind.unknown", "off[2].kind", 10},
		{"law's day in an official year", `"2027-01-04", "holiday": "new_year"`, `"2027-01-04", "holiday": "new_year", "kind": "statutory"`, "calendar.kind.official", "off[2].kind", 10},
		{"year twice", "]\n}\n", "]\n}\n" + notice2027, "calendar.year.twice", "year", 17},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.Contains(t, notice2027, c.old)
			text := strings.Replace(notice2027, c.old, c.new, 1)
			_, err := workday.ParseYears("2027.json", []byte(text))
			p := requireFault(t, err, "2027.json", c.line)
			require.Equal(t, c.code, p.Code)
			require.Equal(t, c.field, p.Field)
		})
	}
}

// requireFault checks file and line of a fault, that both languages have a
// sentence for it with nothing left open, and returns the fault itself.
func requireFault(t *testing.T, err error, file string, line int) *model.Problem {
	t.Helper()
	var p *model.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, file, p.Args["file"])
	require.Equal(t, line, p.Args["line"])
	requireSentence(t, p)
	if inner, ok := p.Args["fault"].(*model.Problem); ok {
		requireSentence(t, inner)
		require.Equal(t, inner.Field, p.Field)
		return inner
	}
	return p
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

func requireSentence(t *testing.T, p *model.Problem) {
	t.Helper()
	for _, lang := range []string{"zh", "en"} {
		data, err := os.ReadFile("../../assets/locale/" + lang + "/clock.json")
		require.NoError(t, err)
		var words map[string]string
		require.NoError(t, json.Unmarshal(data, &words))
		sentence := words["problem."+p.Code]
		require.NotEmpty(t, sentence, p.Code)
		for _, m := range placeholder.FindAllStringSubmatch(sentence, -1) {
			require.Contains(t, p.Args, m[1], sentence)
		}
	}
}

func TestAnEmptyFileIsRefused(t *testing.T) {
	for _, text := range []string{"", "\n \n", "\xef\xbb\xbf"} {
		_, err := workday.ParseYears("empty.json", []byte(text))
		var p *model.Problem
		require.ErrorAs(t, err, &p)
		require.Equal(t, "calendar.empty", p.Code)
		requireSentence(t, p)
	}
	_, err := workday.ParseYears("bom.json", []byte("\xef\xbb\xbf"+notice2027))
	require.NoError(t, err)
}

func TestAnOfficialYearWithoutADayOffIsRefused(t *testing.T) {
	years, err := workday.ParseYears("2027.json", []byte(notice2027))
	require.NoError(t, err)
	y := years[0]
	y.Off = nil
	ps := y.Check()
	require.Len(t, ps, 1)
	require.Equal(t, "calendar.off.missing", ps[0].Code)
	requireSentence(t, ps[0])

	_, err = workday.New(workday.Fixed{}, y)
	require.Error(t, err)
	_, err = workday.New(workday.Fixed{}, years[0], years[0])
	require.Error(t, err)
}

func TestFixedDaysAreStrict(t *testing.T) {
	const good = `{"source": "s", "names": {"a": {"zh": "甲", "en": "A"}},
"days": [
{"day": "05-01", "holiday": "a", "from": 1950, "to": 0}]}`
	_, err := workday.ParseFixed("fixed.json", []byte(good))
	require.NoError(t, err)
	for _, c := range []struct{ old, new, code string }{
		{"05-01", "13-01", "calendar.day.bad"},
		{"05-01", "02-29", "calendar.day.bad"},
		{"05-01", "5-1", "calendar.day.bad"},
		{`"holiday": "a"`, `"holiday": "b"`, "calendar.name.missing"},
		{`1950, "to": 0`, `1950, "to": 1940`, "calendar.year.range"},
		{`1950`, `0`, "calendar.year.range"},
	} {
		_, err := workday.ParseFixed("fixed.json", []byte(strings.Replace(good, c.old, c.new, 1)))
		require.Equal(t, c.code, requireFault(t, err, "fixed.json", 3).Code)
	}
}

func TestLoadPassesFaultsOn(t *testing.T) {
	broken := fstest.MapFS{"calendar/2027.json": {Data: []byte(`{"year": 2027, "oficial": true}`)}}
	_, err := workday.Load(broken)
	requireFault(t, err, "calendar/2027.json", 1)

	bare, err := workday.Load(fstest.MapFS{})
	require.NoError(t, err)
	require.True(t, bare.AddWorkdays(day(t, "2026-01-01"), 1).Provisional, "no data at all")
}

func FuzzParseYears(f *testing.F) {
	f.Add([]byte(notice2027))
	f.Add([]byte(notice2027 + notice2027))
	f.Add([]byte(`{"year": 2027, "names": {"a.b[0]": {"zh": "\"", "en": "\\"}}, "off": [{}]}`))
	f.Add([]byte(`[[{"a":[1,{}]}], 1e5, null]`))
	f.Add([]byte(`{"YEAR": 1, "year": 2}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		years, err := workday.ParseYears("f.json", data)
		if err != nil {
			var p *model.Problem
			if !errors.As(err, &p) {
				t.Fatalf("no Problem: %v", err)
			}
			return
		}
		cal, err := workday.New(workday.Fixed{}, years...)
		if err != nil {
			t.Fatalf("accepted, then refused: %v", err)
		}
		for _, y := range cal.Years() {
			for _, m := range y.Off {
				if cal.Works(m.Date) {
					t.Fatalf("%s is off", m.Date)
				}
			}
		}
	})
}
