package workday

import (
	"slices"
	"time"

	"heshi/model"
)

// Stop is a time during which a count of hours stands still, From included, To
// excluded. A zero To has not come yet.
type Stop struct{ From, To time.Time }

// HourCount asks for a deadline N hours after the moment From. Hours run from
// that moment itself (Civil Code article 201).
type HourCount struct {
	From  time.Time
	N     int            // at most MaxHours; below 0 counts as 0
	Zone  *time.Location // whose days the trace and the roll mean
	Roll  Roll
	Stops []Stop // may overlap and need no order
}

// MaxHours bounds one count of hours, as MaxCount bounds days.
const MaxHours = 24 * 3660

// AddHours counts hours and returns the moment they are over with the days
// they ran through; DayStep.N is then the full hours counted by the end of the
// day. When the last day is moved by the roll, the moment is the end of the new
// last day. A Stop without end leaves the moment zero.
func (c *Calendar) AddHours(q HourCount) (Span, time.Time) {
	q.N = max(0, min(q.N, MaxHours))
	stops := merge(q.From, q.Stops)
	end, stopped := runOut(q, stops)
	span := c.hourDays(q, stops, end)
	if stopped {
		span.Stopped = true
		return span, time.Time{}
	}
	span.RawLast = model.DayOf(end.Add(-1), q.Zone)
	rolled := c.Run(Count{From: span.RawLast, Roll: q.Roll, Unit: NaturalDay})
	span.Last = rolled.Last
	span.Provisional = span.Provisional || rolled.Provisional
	if span.Last == span.RawLast {
		return span, end
	}
	if i := len(span.Days) - 1; i >= 0 {
		span.Days[i].Why = c.On(span.RawLast).Why
	}
	span.Days = append(span.Days, rolled.Days...)
	return span, (span.Last + 1).In(q.Zone)
}

// merge orders the stops, joins those that touch and drops what lies before
// from.
func merge(from time.Time, stops []Stop) []Stop {
	sorted := slices.Clone(stops)
	slices.SortFunc(sorted, func(a, b Stop) int { return a.From.Compare(b.From) })
	var out []Stop
	for _, s := range sorted {
		if s.From.Before(from) {
			s.From = from
		}
		if !s.To.IsZero() && !s.To.After(s.From) {
			continue
		}
		n := len(out) - 1
		switch {
		case n < 0 || !out[n].To.IsZero() && s.From.After(out[n].To):
			out = append(out, s)
		case out[n].To.IsZero():
		case s.To.IsZero() || s.To.After(out[n].To):
			out[n].To = s.To
		}
	}
	return out
}

// runOut returns the moment the hours are over, or the one at which they stand
// still for good.
func runOut(q HourCount, stops []Stop) (end time.Time, stopped bool) {
	left := time.Duration(q.N) * time.Hour
	at := q.From
	for _, s := range stops {
		run := s.From.Sub(at)
		if run >= left {
			break
		}
		if s.To.IsZero() {
			return s.From, true
		}
		left -= run
		at = s.To
	}
	return at.Add(left), false
}

// hourDays traces the days from q.From to end.
func (c *Calendar) hourDays(q HourCount, stops []Stop, end time.Time) Span {
	at := cursor{c: c}
	first := model.DayOf(q.From, q.Zone)
	last := max(first, model.DayOf(end.Add(-1), q.Zone))
	span := Span{Starts: first, Days: make([]DayStep, 0, last-first+1)}
	before := time.Duration(0)
	for d := first; d <= last; d++ {
		at.why(d)
		span.Provisional = span.Provisional || !at.s.official
		until := (d + 1).In(q.Zone)
		if end.Before(until) {
			until = end
		}
		ran := until.Sub(q.From) - still(stops, until)
		step := DayStep{Date: d, N: int(ran / time.Hour), Counts: ran > before}
		if !step.Counts {
			step.N, step.Why = 0, Why{Code: Held}
		}
		span.Days = append(span.Days, step)
		before = ran
	}
	return span
}

// still returns how long the count stood still before the moment at.
func still(stops []Stop, at time.Time) time.Duration {
	var sum time.Duration
	for _, s := range stops {
		if !s.From.Before(at) {
			break
		}
		to := s.To
		if to.IsZero() || to.After(at) {
			to = at
		}
		sum += to.Sub(s.From)
	}
	return sum
}
