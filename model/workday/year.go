package workday

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"

	"heshi/model"
)

// Name is a name in both languages of the program, as the data gives it.
type Name struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In returns the name in the language "en", and in Chinese for every other.
func (n Name) In(lang string) string {
	if lang == "en" {
		return n.EN
	}
	return n.ZH
}

// Kind says on what a day off rests.
type Kind string

// The kinds of a day in a calendar file.
const (
	// Noticed is a day of the official notice; it is the kind of a day that
	// names none.
	Noticed Kind = ""
	// Statutory is a day the law itself fixes, used while no notice is held.
	Statutory Kind = "statutory"
)

// Mark is one day of a calendar file.
type Mark struct {
	Date    model.Day `json:"date"`
	Holiday string    `json:"holiday"` // key of Year.Names
	Kind    Kind      `json:"kind,omitempty"`
}

// Year is the calendar of one year: the content of assets/calendar/<year>.json,
// of an import and of an export. Plain weekends are not listed.
type Year struct {
	Year int `json:"year"`
	// Official says that the days are those of the State Council's notice. A
	// year that is not official makes every deadline that meets it provisional.
	Official bool            `json:"official"`
	Notice   Name            `json:"notice"` // the notice, or the law the days come from
	Source   string          `json:"source"` // where the days were taken from
	Names    map[string]Name `json:"names"`
	Off      []Mark          `json:"off"`  // days off, weekends inside a holiday included
	Work     []Mark          `json:"work"` // weekend days on which people work
}

// minYear is the first year whose holidays the fixed days know (1949 order of
// the Government Administration Council).
const (
	minYear = 1950
	maxYear = 2999
)

// yearText is a Year as it stands in a file, its dates not yet read: a date
// must be able to fail with its own line.
type yearText struct {
	Year     *int            `json:"year"`
	Official *bool           `json:"official"`
	Notice   Name            `json:"notice"`
	Source   string          `json:"source"`
	Names    map[string]Name `json:"names"`
	Off      []markText      `json:"off"`
	Work     []markText      `json:"work"`
}

type markText struct {
	Date    string `json:"date"`
	Holiday string `json:"holiday"`
	Kind    Kind   `json:"kind"`
}

// ParseYears reads a calendar file: one JSON document of the shape of Year, or
// several (JSON Lines). The first fault comes back as a *model.Problem that
// names file, line and key.
func ParseYears(file string, data []byte) ([]Year, error) {
	docs, err := Documents(file, data)
	if err != nil {
		return nil, err
	}
	if len(docs) == 0 {
		return nil, &model.Problem{Code: "calendar.empty", Args: map[string]any{"file": file}}
	}
	years := make([]Year, 0, len(docs))
	for _, doc := range docs {
		y, err := parseYear(doc)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(years, func(o Year) bool { return o.Year == y.Year }) {
			return nil, doc.Fault(problem("calendar.year.twice", "year", "year", strconv.Itoa(y.Year)))
		}
		years = append(years, y)
	}
	return years, nil
}

func parseYear(doc Source) (Year, error) {
	var t yearText
	if err := doc.Decode(&t); err != nil {
		return Year{}, err
	}
	if t.Year == nil {
		return Year{}, doc.Fault(problem("calendar.key.missing", "", "key", "year"))
	}
	if t.Official == nil {
		return Year{}, doc.Fault(problem("calendar.key.missing", "", "key", "official"))
	}
	y := Year{Year: *t.Year, Official: *t.Official, Notice: t.Notice, Source: t.Source, Names: t.Names}
	var p *model.Problem
	if y.Off, p = readMarks("off", t.Off); p != nil {
		return Year{}, doc.Fault(p)
	}
	if y.Work, p = readMarks("work", t.Work); p != nil {
		return Year{}, doc.Fault(p)
	}
	if ps := y.Check(); len(ps) > 0 {
		return Year{}, doc.Fault(ps[0])
	}
	return y, nil
}

func readMarks(list string, texts []markText) ([]Mark, *model.Problem) {
	out := make([]Mark, 0, len(texts))
	for i, t := range texts {
		d, err := model.ParseDay(t.Date)
		if err != nil {
			return nil, problem("calendar.day.bad", fmt.Sprintf("%s[%d].date", list, i), "value", t.Date)
		}
		out = append(out, Mark{Date: d, Holiday: t.Holiday, Kind: t.Kind})
	}
	return out, nil
}

// Check returns what is wrong with the year: a date of another year, a day
// twice or both off and worked, a make-up day that is no weekend day, a holiday
// without a name in both languages, a year called official without a notice.
// Field is the path as in the file ("off[3].date").
func (y Year) Check() model.Problems {
	var ps model.Problems
	if y.Year < minYear || y.Year > maxYear {
		return append(ps, yearProblem("year", y.Year))
	}
	if y.Official && (y.Notice.ZH == "" || y.Notice.EN == "") {
		ps = append(ps, problem("calendar.notice.missing", "notice", "year", strconv.Itoa(y.Year)))
	}
	if y.Official && len(y.Off) == 0 {
		ps = append(ps, problem("calendar.off.missing", "off", "year", strconv.Itoa(y.Year)))
	}
	for _, key := range slices.Sorted(maps.Keys(y.Names)) {
		if n := y.Names[key]; n.ZH == "" || n.EN == "" {
			ps = append(ps, problem("calendar.name.incomplete", "names."+key, "holiday", key))
		}
	}
	seen := make(map[model.Day]string, len(y.Off)+len(y.Work))
	ps = y.checkMarks(ps, "off", y.Off, seen)
	return y.checkMarks(ps, "work", y.Work, seen)
}

func (y Year) checkMarks(ps model.Problems, list string, marks []Mark, seen map[model.Day]string) model.Problems {
	for i, m := range marks {
		if p := y.checkMark(list, m, seen[m.Date]); p != nil {
			p.Field = fmt.Sprintf("%s[%d].%s", list, i, p.Field)
			ps = append(ps, p)
		}
		seen[m.Date] = list
	}
	return ps
}

// checkMark returns the first fault of one day, its Field the bare key; before
// is the list that already holds the day, or "".
func (y Year) checkMark(list string, m Mark, before string) *model.Problem {
	year, _, _ := m.Date.Date()
	_, named := y.Names[m.Holiday]
	switch {
	case m.Date.IsZero():
		return problem("calendar.day.bad", "date", "value", m.Date.String())
	case year != y.Year:
		return problem("calendar.day.other_year", "date", "date", m.Date, "year", strconv.Itoa(y.Year))
	case before == list:
		return problem("calendar.day.twice", "date", "date", m.Date)
	case before != "":
		return problem("calendar.day.off_and_work", "date", "date", m.Date)
	case !named:
		return problem("calendar.name.missing", "holiday", "date", m.Date, "holiday", m.Holiday)
	case m.Kind != Noticed && m.Kind != Statutory:
		return problem("calendar.kind.unknown", "kind", "value", string(m.Kind))
	case m.Kind == Statutory && y.Official:
		return problem("calendar.kind.official", "kind", "date", m.Date)
	case list == "work" && !weekend(m.Date):
		return problem("calendar.work.weekday", "date", "date", m.Date)
	}
	return nil
}

func weekend(d model.Day) bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

func yearProblem(field string, year int) *model.Problem {
	return problem("calendar.year.range", field,
		"year", strconv.Itoa(year), "min", strconv.Itoa(minYear), "max", strconv.Itoa(maxYear))
}

// problem builds a Problem from alternating argument names and values.
func problem(code, field string, args ...any) *model.Problem {
	p := &model.Problem{Code: code, Field: field, Args: make(map[string]any, len(args)/2)}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i].(string)] = args[i+1]
	}
	return p
}
