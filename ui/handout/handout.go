// Package handout writes what leaves the desk of a roster: the month for the
// wall, as a table or on paper, and calendars that phones take in. The words
// are those of a catalogue; the same roster and moment give the same bytes.
package handout

import (
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/workday"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store/exchange"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/text"
)

// Source is what handouts are made of.
type Source struct {
	Text    *text.Catalogue
	Station model.Station
	Zone    *time.Location
	Rosters []station.Roster // those published are handed out
	Names   map[model.ID]string
	Forms   forms.Maker
	Press   *paper.Press
	// Calendar names the holidays in the language of Text; without one they are
	// called as on the day the roster was made.
	Calendar *workday.Calendar
}

// What is asked for. A zero Who is the whole station.
type What struct {
	Month model.Day // any day of the month; calendars ignore it
	Who   model.ID
	Now   time.Time // when the calendar was made
}

// Formats are the endings of a month; calendars end in .ics.
func Formats() []string { return []string{".xlsx", ".pdf", ".csv", ".ics"} }

// Write writes what is asked for in the format that name's ending tells, and
// returns how many turns it holds. An ending it does not know is
// exchange.format, no turns at all roster.nothing_to_hand_out.
func (s Source) Write(w io.Writer, name string, what What) (int, error) {
	ext := strings.ToLower(filepath.Ext(name))
	if !slices.Contains(Formats(), ext) {
		return 0, &model.Problem{Code: "exchange.format", Args: map[string]any{"formats": strings.Join(Formats(), " ")}}
	}
	if ext == ".ics" {
		list := s.appointments(what)
		if len(list) == 0 {
			return 0, nothing()
		}
		return len(list), exchange.WriteICal(w, s.title(what.Who), what.Now, list)
	}
	duties := s.month(what.Month)
	if len(duties) == 0 {
		return 0, nothing()
	}
	if ext == ".pdf" {
		return len(duties), s.paper(w, what.Month, duties)
	}
	return len(duties), exchange.Write(w, name, s.table(duties))
}

func nothing() error { return &model.Problem{Code: "roster.nothing_to_hand_out"} }

// title is what a calendar is called in a phone.
func (s Source) title(who model.ID) string {
	if who == "" {
		return s.Text.T("handout.calendar", "station", s.Station.Name)
	}
	return s.Text.T("handout.calendar.own", "station", s.Station.Name, "name", s.Names[who])
}

// duties lists the published turns of some days.
func (s Source) duties(from, to model.Day) []station.Duty {
	var out []station.Duty
	for _, r := range s.Rosters {
		if r.Status == station.Published {
			out = append(out, r.On(max(from, r.From), min(to, r.To))...)
		}
	}
	slices.SortStableFunc(out, func(a, b station.Duty) int { return int(a.Shift.Date - b.Shift.Date) })
	return out
}

// bounds are the first and last day of a month.
func bounds(day model.Day) (first, last model.Day) {
	y, m, _ := day.Date()
	first, _ = model.NewDay(y, m, 1)
	next, _ := model.NewDay(y+int(m)/12, m%12+1, 1)
	return first, next - 1
}

func (s Source) month(day model.Day) []station.Duty { return s.duties(bounds(day)) }

func (s Source) names(ids []model.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = s.Names[id]
	}
	return out
}

// who are the names of a turn; an empty seat is said.
func (s Source) who(d station.Duty) []string {
	out := s.names(d.Volunteers)
	if n := d.Empty(); n > 0 {
		out = append(out, s.Text.T("roster.empty", "n", n))
	}
	return out
}

// table is the month as a table: a turn a row.
func (s Source) table(duties []station.Duty) exchange.Table {
	t := exchange.Table{}
	for _, c := range []text.Key{"handout.date", "handout.weekday", "handout.hours", "handout.who", "handout.reserve"} {
		t.Header = append(t.Header, s.Text.T(c))
	}
	for _, d := range duties {
		t.Rows = append(t.Rows, exchange.Row{Cells: []string{
			d.Shift.Date.String(), s.Text.Weekday(d.Shift.Date.Weekday()), d.Shift.Start + "-" + d.Shift.End,
			s.Text.List(s.who(d)), s.Text.List(s.names(d.Reserves)),
		}})
	}
	return t
}

// paper prints the month for the wall.
func (s Source) paper(w io.Writer, day model.Day, duties []station.Duty) error {
	first, last := bounds(day)
	y, m, _ := first.Date()
	wall := forms.Wall{
		Month:  s.Text.T("roster.month", "year", strconv.Itoa(y), "month", s.Text.T(text.Key("month."+strconv.Itoa(int(m))))),
		Shifts: []string{s.Text.T("roster.am"), s.Text.T("roster.pm")},
	}
	for day := first; day <= last; day++ {
		line := forms.WallDay{Day: day, Off: s.holiday(day), Names: make([][]string, 2)}
		turns := 0
		for _, d := range duties {
			if d.Shift.Date != day {
				continue
			}
			turns++
			half := 0
			if d.Shift.Half == model.PM {
				half = 1
			}
			line.Names[half] = append(line.Names[half], s.who(d)...)
		}
		if turns > 0 {
			line.Off = ""
		}
		if turns > 0 || line.Off != "" {
			wall.Days = append(wall.Days, line)
		}
	}
	doc, err := s.Forms.Wall(wall)
	if err != nil {
		return err
	}
	printed, err := s.Press.Print(doc, paper.Options{Text: s.Text})
	if err != nil {
		return err
	}
	_, err = w.Write(printed.PDF)
	return err
}

// holiday is the name of a holiday on which the station is closed, "" for other
// days.
func (s Source) holiday(day model.Day) string {
	for _, r := range s.Rosters {
		if r.Status != station.Published {
			continue
		}
		for _, h := range r.Instance.Holidays {
			if h.Date == day && h.Policy == shifts.Closed {
				return station.HolidayName(h, s.Calendar, s.Text.Lang())
			}
		}
	}
	return ""
}

// appointments are the turns of one volunteer, or of the station, of every
// published roster.
func (s Source) appointments(what What) []exchange.Appointment {
	var out []exchange.Appointment
	for _, d := range s.duties(0, 1<<30) {
		if what.Who != "" && !slices.Contains(d.Volunteers, what.Who) {
			continue
		}
		uid := d.Shift.ID
		summary := s.Text.T("handout.duty", "who", s.Text.List(s.who(d)))
		if what.Who != "" {
			uid += "/" + string(what.Who)
			summary = s.Text.T("handout.duty.own", "station", s.Station.Name)
		}
		out = append(out, exchange.Appointment{
			UID:   uid + "@" + s.Station.Code + ".heshi",
			Start: s.at(d.Shift.Date, d.Shift.Start), End: s.at(d.Shift.Date, d.Shift.End),
			Summary: summary, Location: s.Station.Name,
			Description: s.Text.T("handout.duty.body", "who", s.Text.List(s.who(d)), "reserve", s.Text.List(s.names(d.Reserves))),
		})
	}
	return out
}

// at is the moment of a clock time on a day.
func (s Source) at(day model.Day, clock string) time.Time {
	minutes, _ := flow.Minutes(clock)
	return day.In(s.Zone).Add(time.Duration(minutes) * time.Minute)
}
