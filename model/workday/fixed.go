package workday

import (
	"fmt"
	"time"

	"heshi/model"
)

// FixedDay is a holiday the law puts on the same date every year.
type FixedDay struct {
	Day     string `json:"day"`     // MM-DD
	Holiday string `json:"holiday"` // key of Fixed.Names
	From    int    `json:"from"`    // first year it was a day off
	To      int    `json:"to"`      // last year, 0 while it still is
}

// Fixed is the content of assets/calendar/fixed.json: what the law fixes by
// date alone, for years of which nothing else is known. The festivals of the
// lunar calendar are not among them, so such a year knows too few holidays and
// is always provisional.
type Fixed struct {
	Source string          `json:"source"`
	Names  map[string]Name `json:"names"`
	Days   []FixedDay      `json:"days"`
}

// ParseFixed reads the file of fixed days. The first fault comes back as a
// *model.Problem that names file, line and key.
func ParseFixed(file string, data []byte) (Fixed, error) {
	docs, err := Documents(file, data)
	if err != nil {
		return Fixed{}, err
	}
	if len(docs) != 1 {
		return Fixed{}, &model.Problem{Code: "calendar.empty", Args: map[string]any{"file": file}}
	}
	var f Fixed
	if err := docs[0].Decode(&f); err != nil {
		return Fixed{}, err
	}
	for i, d := range f.Days {
		if p := f.check(fmt.Sprintf("days[%d]", i), d); p != nil {
			return Fixed{}, docs[0].Fault(p)
		}
	}
	return f, nil
}

func (f Fixed) check(at string, d FixedDay) *model.Problem {
	name := f.Names[d.Holiday]
	switch _, _, ok := d.date(); {
	case !ok:
		return problem("calendar.day.bad", at+".day", "value", d.Day)
	case name.ZH == "" || name.EN == "":
		return problem("calendar.name.missing", at+".holiday", "date", d.Day, "holiday", d.Holiday)
	case d.From < minYear || d.To != 0 && d.To < d.From:
		return yearProblem(at+".from", d.From)
	}
	return nil
}

// date reads MM-DD. 29 February is refused: no holiday can be fixed on it.
func (d FixedDay) date() (time.Month, int, bool) {
	if len(d.Day) != 5 {
		return 0, 0, false
	}
	day, err := model.ParseDay("2001-" + d.Day)
	_, m, n := day.Date()
	return m, n, err == nil
}

// year makes the calendar of a year from the fixed days. It works for years
// Check would refuse, because any day may be asked for.
func (f Fixed) year(year int) Year {
	y := Year{Year: year, Names: f.Names, Source: f.Source}
	first := firstOf(year)
	for _, d := range f.Days {
		if year < d.From || d.To != 0 && year > d.To {
			continue
		}
		m, n, _ := d.date()
		date := first + model.Day(time.Date(year, m, n, 0, 0, 0, 0, time.UTC).YearDay()-1)
		y.Off = append(y.Off, Mark{Date: date, Holiday: d.Holiday, Kind: Statutory})
	}
	return y
}

// Year returns the provisional calendar the law alone gives for a year, as
// Load uses it when it finds no file of that year.
func (f Fixed) Year(year int) (Year, error) {
	if year < minYear || year > maxYear {
		return Year{}, yearProblem("year", year)
	}
	return f.year(year), nil
}
