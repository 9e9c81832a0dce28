package workday

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strconv"
	"time"

	"heshi/model"
)

// Code says why a day counts or does not. The empty code is an ordinary
// working day (or, while natural days are counted, just a day).
type Code string

// The codes. Holiday, HolidayByLaw and MakeUp come with the holiday's Name.
const (
	Weekend      Code = "weekend"        // Saturday or Sunday, not worked
	Holiday      Code = "holiday"        // day off of the official notice
	HolidayByLaw Code = "holiday_by_law" // fixed by law in a year without notice: provisional
	MakeUp       Code = "make_up"        // weekend day on which people work
	Held         Code = "held"           // the count was stopped on that day
	RolledTo     Code = "rolled_to"      // the last day moved here
)

// Why is the reason of one day.
type Why struct {
	Code Code
	Name Name // of the holiday, when there is one
}

// Status is what the calendar knows of one day.
type Status struct {
	Works    bool // a working day
	Official bool // its year has an official notice
	Why      Why
}

// Calendar answers for every day whether people work on it. Build it with New
// or Load; it never changes.
type Calendar struct {
	years map[int]Year
	sheet map[int]*sheet
	fixed Fixed
}

// sheet is a year laid out day by day.
type sheet struct {
	first, last model.Day
	official    bool
	reasons     []Why    // [0] ordinary, [1] weekend, then those of the year
	days        []uint16 // index into reasons, by day of the year from 0
}

// New builds a calendar from years and from the fixed days used for any other
// year. It refuses a year given twice and a year that fails Check.
func New(fixed Fixed, years ...Year) (*Calendar, error) {
	c := &Calendar{years: make(map[int]Year, len(years)), sheet: make(map[int]*sheet, len(years)), fixed: fixed}
	for _, y := range years {
		if _, twice := c.years[y.Year]; twice {
			return nil, problem("calendar.year.twice", "year", "year", strconv.Itoa(y.Year))
		}
		if ps := y.Check(); len(ps) > 0 {
			return nil, ps[0]
		}
		c.years[y.Year] = y
		c.sheet[y.Year] = newSheet(y)
	}
	return c, nil
}

// FixedFile is the file of a calendar folder that holds the fixed days; every
// other JSON file there holds years.
const FixedFile = "fixed.json"

// Load reads the folder "calendar" of fsys: the embedded assets, or an editable
// copy of them.
func Load(fsys fs.FS) (*Calendar, error) {
	files, err := fs.Glob(fsys, "calendar/*.json")
	if err != nil {
		return nil, fmt.Errorf("calendar: list files: %w", err)
	}
	var fixed Fixed
	var years []Year
	for _, file := range files {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			return nil, fmt.Errorf("calendar: %w", err)
		}
		if path.Base(file) == FixedFile {
			if fixed, err = ParseFixed(file, data); err != nil {
				return nil, err
			}
			continue
		}
		more, err := ParseYears(file, data)
		if err != nil {
			return nil, err
		}
		years = append(years, more...)
	}
	return New(fixed, years...)
}

// With returns a calendar in which the given years replace what was known of
// them; c stays as it is.
func (c *Calendar) With(years ...Year) (*Calendar, error) {
	all := maps.Clone(c.years)
	for _, y := range years {
		all[y.Year] = y
	}
	return New(c.fixed, slices.Collect(maps.Values(all))...)
}

// Years returns the data of every year held, oldest first. The slices inside
// are shared: do not change them.
func (c *Calendar) Years() []Year {
	out := make([]Year, 0, len(c.years))
	for _, y := range slices.Sorted(maps.Keys(c.years)) {
		out = append(out, c.years[y])
	}
	return out
}

// Official reports whether the official notice of that year is held.
func (c *Calendar) Official(year int) bool { return c.years[year].Official }

// Works reports whether d is a working day.
func (c *Calendar) Works(d model.Day) bool { return c.On(d).Works }

// On says what is known of the day d and why.
func (c *Calendar) On(d model.Day) Status {
	at := cursor{c: c}
	why := at.why(d)
	return Status{Works: works(why.Code), Official: at.s.official, Why: *why}
}

// works reports whether a day of that code is worked.
func works(code Code) bool { return code == "" || code == MakeUp }

// cursor looks days up one after another and remembers the year it is in:
// finding the year of a day costs more than finding the day.
type cursor struct {
	c *Calendar
	s *sheet
}

func (k *cursor) why(d model.Day) *Why {
	if k.s == nil || d < k.s.first || d > k.s.last {
		k.s = k.c.sheetOf(d)
	}
	return &k.s.reasons[k.s.days[d-k.s.first]]
}

// sheetOf returns the year around d. A year without data is laid out from the
// fixed days, so that it never passes for an ordinary one.
func (c *Calendar) sheetOf(d model.Day) *sheet {
	year, _, _ := d.Date()
	if s, ok := c.sheet[year]; ok {
		return s
	}
	return newSheet(c.fixed.year(year))
}

func newSheet(y Year) *sheet {
	first := firstOf(y.Year)
	last := firstOf(y.Year+1) - 1
	s := &sheet{
		first: first, last: last, official: y.Official,
		reasons: append(make([]Why, 0, 12), Why{}, Why{Code: Weekend}),
		days:    make([]uint16, last-first+1),
	}
	for i := range s.days {
		if weekend(first + model.Day(i)) {
			s.days[i] = 1
		}
	}
	for _, m := range y.Off {
		code := Holiday
		if m.Kind == Statutory || !y.Official {
			code = HolidayByLaw
		}
		s.set(m.Date, Why{Code: code, Name: y.Names[m.Holiday]})
	}
	for _, m := range y.Work {
		s.set(m.Date, Why{Code: MakeUp, Name: y.Names[m.Holiday]})
	}
	return s
}

// set gives the day its reason; days of one holiday share it.
func (s *sheet) set(d model.Day, why Why) {
	i := slices.Index(s.reasons, why)
	if i < 0 {
		i = len(s.reasons)
		s.reasons = append(s.reasons, why)
	}
	s.days[d-s.first] = uint16(i)
}

// firstOf returns 1 January of any year, also of those NewDay refuses.
func firstOf(year int) model.Day {
	d, _ := model.NewDay(2000, time.January, 1)
	days := time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()/86400 -
		d.In(time.UTC).Unix()/86400
	return d + model.Day(days)
}
