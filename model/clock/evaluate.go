package clock

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"heshi/model"
	"heshi/model/workday"
)

// Clocks evaluates rules against a calendar in the station's zone. It is a
// value without state of its own.
type Clocks struct {
	Rules    *Rules
	Calendar *workday.Calendar
	Zone     *time.Location
}

// Pause is a time during which a clock stands still, with the reason a person
// gave. To is nil while it lasts.
//
// For days and years a pause works on whole days, the way the count itself
// does: the day it begins still counts, the days after it do not, up to and
// including the day it ends. A pause that begins and ends on one day changes
// nothing. Hours stand still to the second.
type Pause struct {
	From   time.Time  `json:"from"`
	To     *time.Time `json:"to"`
	Reason string     `json:"reason"`
}

// maxPause bounds one pause; a longer one is a slip in its dates.
const maxPause = 3660 * 24 * time.Hour

// Ask names a rule and the moment it starts to run.
type Ask struct {
	Rule   string
	From   time.Time
	Pauses []Pause
}

// Voice puts an Explanation into words.
type Voice struct {
	Lang string // "zh" or "en", picks names from the data
	// Say returns the sentence of a catalogue key; args are pairs of a
	// placeholder's name and its value. Keys: "clock.why.<code>" with {name}
	// (the holiday) or {reason} (the pause).
	Say func(key string, args ...any) string
}

// Nth is the ordinal of a counted day; zero, "not counted", is null in JSON.
type Nth int

// MarshalJSON writes the number or null.
func (n Nth) MarshalJSON() ([]byte, error) {
	if n == 0 {
		return []byte("null"), nil
	}
	return strconv.AppendInt(nil, int64(n), 10), nil
}

// UnmarshalJSON reads a number or null.
func (n *Nth) UnmarshalJSON(b []byte) error {
	var v *int
	if err := json.Unmarshal(b, &v); err != nil {
		return fmt.Errorf("clock: ordinal: %w", err)
	}
	*n = 0
	if v != nil {
		*n = Nth(*v)
	}
	return nil
}

// Step is one day of an Explanation.
type Step struct {
	Date   model.Day    `json:"date"`
	N      Nth          `json:"n"`
	Counts bool         `json:"counts"`
	Why    string       `json:"why"` // in the voice's language, "" when there is nothing to say
	Code   workday.Code `json:"-"`
}

// Explanation is a deadline with its arithmetic: the document of
// spec/clock.md. Moments are in the station's zone.
type Explanation struct {
	Rule        string       `json:"rule"`
	Label       Label        `json:"label"`
	Source      string       `json:"source"`
	Article     string       `json:"article"`
	InForce     Period       `json:"in_force"`
	Unit        workday.Unit `json:"unit"`
	Count       int          `json:"count"`
	From        time.Time    `json:"from"`
	RawLast     model.Day    `json:"raw_last"` // null while a pause without end stands in the way
	Last        model.Day    `json:"last"`
	Provisional bool         `json:"provisional"`
	Paused      []Pause      `json:"paused"`
	Days        []Step       `json:"days"`

	Name string    `json:"-"` // short name of the rule
	Text string    `json:"-"` // what it asks
	Due  time.Time `json:"-"` // the first moment that is too late; zero while stopped
}

// Deadline is an Explanation without the arithmetic, for lists.
type Deadline struct {
	Label       Label
	RawLast     model.Day
	Last        model.Day
	Due         time.Time // the first moment that is too late; zero while stopped
	Provisional bool
}

// Evaluate computes the deadline of a.Rule and explains it. Faults are
// Problems: an unknown rule, one not in force on the day it starts, a moment
// out of range, a pause that ends before it begins.
func (c Clocks) Evaluate(a Ask, v Voice) (Explanation, error) {
	r, err := c.open(a)
	if err != nil {
		return Explanation{}, err
	}
	span, due := c.run(r, a, true)
	e := Explanation{
		Rule: r.ID, Label: r.Label, Source: r.Source.In(v.Lang), Article: r.Article, InForce: r.InForce,
		Unit: r.Unit, Count: r.Count, From: a.From.In(c.Zone).Truncate(time.Second),
		RawLast: span.RawLast, Last: span.Last, Provisional: span.Provisional,
		Paused: c.zoned(a.Pauses), Days: make([]Step, len(span.Days)),
		Name: r.Name.In(v.Lang), Text: r.Text.In(v.Lang), Due: due,
	}
	for i := range span.Days {
		d := &span.Days[i]
		e.Days[i] = Step{Date: d.Date, N: Nth(d.N), Counts: d.Counts, Code: d.Why.Code}
		if d.Why.Code != "" {
			e.Days[i].Why = c.why(d, a.Pauses, v)
		}
	}
	return e, nil
}

// Due computes the deadline alone; it allocates next to nothing, so that a
// list can ask for thousands.
func (c Clocks) Due(a Ask) (Deadline, error) {
	r, err := c.open(a)
	if err != nil {
		return Deadline{}, err
	}
	span, due := c.run(r, a, false)
	return Deadline{Label: r.Label, RawLast: span.RawLast, Last: span.Last, Due: due, Provisional: span.Provisional}, nil
}

// open checks what was asked and finds the version that governs.
func (c Clocks) open(a Ask) (*Rule, error) {
	if p := checkMoment("from", a.From); p != nil {
		return nil, p
	}
	for i, pause := range a.Pauses {
		if p := pause.check(fmt.Sprintf("pauses[%d]", i)); p != nil {
			return nil, p
		}
	}
	day := model.DayOf(a.From, c.Zone)
	if r := c.Rules.find(a.Rule, day); r != nil {
		return r, nil
	}
	_, err := c.Rules.Find(a.Rule, day)
	return nil, err
}

// The years a clock may start in: before, the law knew none of the rules;
// after, the calendar of days ends.
const (
	minYear = 1950
	maxYear = 2999
)

func checkMoment(field string, t time.Time) *model.Problem {
	if t.IsZero() {
		return problem("clock.moment.missing", field)
	}
	if y := t.Year(); y < minYear || y > maxYear {
		return problem("clock.moment.range", field, "min", strconv.Itoa(minYear), "max", strconv.Itoa(maxYear))
	}
	return nil
}

func (p Pause) check(at string) *model.Problem {
	if f := checkMoment(at+".from", p.From); f != nil {
		return f
	}
	if p.To == nil {
		return nil
	}
	if f := checkMoment(at+".to", *p.To); f != nil {
		return f
	}
	switch length := p.To.Sub(p.From); {
	case length < 0:
		return problem("clock.pause.order", at+".to", "from", p.From, "to", *p.To)
	case length > maxPause:
		return problem("clock.pause.too_long", at+".to", "from", p.From, "to", *p.To)
	}
	return nil
}

// run counts by the rule. trace asks for the days as well.
func (c Clocks) run(r *Rule, a Ask, trace bool) (workday.Span, time.Time) {
	if r.Unit == workday.Hour {
		return c.Calendar.AddHours(workday.HourCount{
			From: a.From, N: r.Count, Zone: c.Zone, Roll: r.Roll, Stops: stops(a.Pauses),
		})
	}
	q := workday.Count{
		From: model.DayOf(a.From, c.Zone), N: r.Count, Unit: r.Unit, Roll: r.Roll, Holds: c.holds(a.Pauses),
	}
	var span workday.Span
	if trace {
		span = c.Calendar.Run(q)
	} else {
		span = c.Calendar.Deadline(q)
	}
	if span.Stopped {
		return span, time.Time{}
	}
	return span, (span.Last + 1).In(c.Zone)
}

// hold returns the days a pause takes out; see Pause.
func (c Clocks) hold(p Pause) workday.Hold {
	h := workday.Hold{From: model.DayOf(p.From, c.Zone) + 1}
	if p.To != nil {
		h.To = model.DayOf(*p.To, c.Zone)
	}
	return h
}

func (c Clocks) holds(pauses []Pause) []workday.Hold {
	if len(pauses) == 0 {
		return nil
	}
	out := make([]workday.Hold, len(pauses))
	for i, p := range pauses {
		out[i] = c.hold(p)
	}
	return out
}

func stops(pauses []Pause) []workday.Stop {
	out := make([]workday.Stop, len(pauses))
	for i, p := range pauses {
		out[i].From = p.From
		if p.To != nil {
			out[i].To = *p.To
		}
	}
	return out
}

// zoned returns the pauses with their moments in the station's zone.
func (c Clocks) zoned(pauses []Pause) []Pause {
	out := make([]Pause, len(pauses))
	for i, p := range pauses {
		p.From = p.From.In(c.Zone).Truncate(time.Second)
		if p.To != nil {
			to := p.To.In(c.Zone).Truncate(time.Second)
			p.To = &to
		}
		out[i] = p
	}
	return out
}

// why puts the reason of one day into words. A holiday is its own reason.
func (c Clocks) why(d *workday.DayStep, pauses []Pause, v Voice) string {
	key := "clock.why." + string(d.Why.Code)
	switch d.Why.Code {
	case workday.Holiday, workday.HolidayByLaw:
		return d.Why.Name.In(v.Lang)
	case workday.MakeUp:
		return v.Say(key, "name", d.Why.Name.In(v.Lang))
	case workday.Held:
		return v.Say(key, "reason", c.reason(d.Date, pauses))
	default:
		return v.Say(key)
	}
}

// reason returns the reason of the pause that takes the day out. Hours may
// stand still for the whole of a pause's first day, which a Hold leaves in.
func (c Clocks) reason(d model.Day, pauses []Pause) string {
	for _, early := range []model.Day{0, 1} {
		for _, p := range pauses {
			if h := c.hold(p); d >= h.From-early && (h.To.IsZero() || d <= h.To) {
				return p.Reason
			}
		}
	}
	return ""
}
