package workday

import (
	"time"

	"heshi/model"
)

// Roll says what happens when the last day of a count of natural days, years
// or hours is a day off. Working days never need it.
type Roll string

// The rolls.
const (
	// CivilCode moves the last day past holidays and past weekend rest days;
	// a make-up day is worked and takes it (Civil Code article 203 as it is
	// normally read).
	CivilCode Roll = "civil_code"
	// StatutoryOnly moves it past named holidays only; an ordinary Saturday
	// or Sunday keeps it (SAMR Order 121 article 45, read strictly).
	StatutoryOnly Roll = "statutory_only"
	// NoRoll never moves it.
	NoRoll Roll = "none"
)

// Known reports whether r is one of the rolls.
func (r Roll) Known() bool { return r == CivilCode || r == StatutoryOnly || r == NoRoll }

// Unit is what a count counts.
type Unit string

// The units. Hours are counted by AddHours.
const (
	WorkingDay Unit = "working_day"
	NaturalDay Unit = "day"
	WholeYear  Unit = "year"
	Hour       Unit = "hour"
)

// MaxCount bounds one count of days, about a hundred years; MaxYears one of
// years. Whoever reads a number from a person refuses a larger one; a count
// that is larger all the same is taken as this.
const (
	MaxCount = 36_600
	MaxYears = 100
)

// Hold is a run of days on which a count stands still, both ends included. A
// Hold whose To is zero has no end yet.
type Hold struct{ From, To model.Day }

func (h Hold) has(d model.Day) bool { return d >= h.From && (h.To.IsZero() || d <= h.To) }

// Count asks for a deadline: N units after the day From, which itself is never
// counted (Civil Code article 201). To count the first day too, give the day
// before it.
type Count struct {
	From  model.Day
	N     int // below 0 counts as 0
	Unit  Unit
	Roll  Roll
	Holds []Hold // may overlap and need no order
}

// DayStep is one day a count walked over.
type DayStep struct {
	Date   model.Day
	N      int // 1 for the first day counted; 0 when the day is not counted
	Counts bool
	Why    Why
}

// Span is a deadline with its arithmetic.
type Span struct {
	Starts  model.Day // the first day counted
	RawLast model.Day // the last day before a day off moves it
	Last    model.Day // the last day
	// Provisional says that a day looked at lies in a year without official
	// calendar.
	Provisional bool
	// Stopped says that a Hold without end stands in the way: RawLast and Last
	// are then zero.
	Stopped bool
	// Days holds every day from the one after From to Last, in order; a count
	// of years holds its anniversaries and the days it rolled over. A counted
	// last day that is a day off carries the reason for which it moves.
	Days []DayStep
}

// AddDays counts n natural days after from and moves the last one as roll says.
func (c *Calendar) AddDays(from model.Day, n int, roll Roll) Span {
	return c.Run(Count{From: from, N: n, Unit: NaturalDay, Roll: roll})
}

// AddWorkdays counts n working days after from.
func (c *Calendar) AddWorkdays(from model.Day, n int) Span {
	return c.Run(Count{From: from, N: n, Unit: WorkingDay})
}

// AddYears counts n years after from: the last day is the one of the same date,
// or the last day of that month when it has none (Civil Code article 202),
// moved as roll says.
func (c *Calendar) AddYears(from model.Day, n int, roll Roll) Span {
	return c.Run(Count{From: from, N: n, Unit: WholeYear, Roll: roll})
}

// Run does the count and explains every day.
func (c *Calendar) Run(q Count) Span {
	w := &counter{cursor: cursor{c: c}, q: q, keep: true}
	return w.run()
}

// Deadline is Run without the days, for lists: it allocates nothing.
func (c *Calendar) Deadline(q Count) Span {
	w := counter{cursor: cursor{c: c}, q: q}
	return w.run()
}

// counter is one count in progress.
type counter struct {
	cursor
	q    Count
	keep bool // record the days
	span Span
}

func (w *counter) run() Span {
	w.span.Starts = w.q.From + 1
	if w.q.Unit == WholeYear {
		w.q.N = max(0, min(w.q.N, MaxYears))
		w.years()
	} else {
		w.q.N = max(0, min(w.q.N, MaxCount))
		w.days()
	}
	if !w.span.Stopped {
		w.roll()
	}
	return w.span
}

// days walks day by day until N have been counted.
func (w *counter) days() {
	if w.keep {
		w.span.Days = make([]DayStep, 0, w.room())
	}
	d := w.q.From
	for n := 0; n < w.q.N; {
		d++
		why := w.look(d)
		switch {
		case w.held(d):
			w.skip(d, Why{Code: Held})
			if w.span.Stopped {
				return
			}
		case w.q.Unit == NaturalDay:
			n++
			w.count(d, n, Why{})
		case works(why.Code):
			n++
			w.count(d, n, *why)
		default:
			w.skip(d, *why)
		}
	}
	w.span.RawLast = d
}

// room guesses how many days the trace will hold: enough that it rarely grows.
func (w *counter) room() int {
	if w.q.Unit == WorkingDay {
		return w.q.N*7/5 + 14
	}
	return w.q.N + 10
}

// years notes each anniversary. Held days before the last one are added to it.
func (w *counter) years() {
	last := w.q.From
	held := 0
	for n := 1; n <= w.q.N; n++ {
		next := anniversary(w.q.From, n)
		held += w.heldBetween(last+1, next)
		last = next
		if w.span.Stopped {
			w.look(last)
			return
		}
		if n < w.q.N || held == 0 {
			w.look(last)
			w.count(last, n, Why{})
		}
	}
	if held > 0 {
		w.extend(last, held)
		return
	}
	w.span.RawLast = last
}

// extend moves the last anniversary by the days on which the count stood still.
func (w *counter) extend(last model.Day, held int) {
	w.look(last)
	w.skip(last, Why{Code: Held})
	for held > 0 {
		last++
		if !w.held(last) {
			held--
		} else if w.span.Stopped {
			return
		}
	}
	w.look(last)
	w.count(last, w.q.N, Why{})
	w.span.RawLast = last
}

// anniversary returns the day n years after from (Civil Code article 202).
func anniversary(from model.Day, n int) model.Day {
	y, m, d := from.Date()
	day := time.Date(y+n, m, d, 0, 0, 0, 0, time.UTC)
	if day.Day() != d { // 29 February
		day = day.AddDate(0, 0, -day.Day())
	}
	return firstOf(y+n) + model.Day(day.YearDay()-1)
}

// roll moves the last day off the days on which it cannot end.
func (w *counter) roll() {
	d := w.span.RawLast
	w.span.Last = d
	why := w.look(d)
	if w.q.Unit == WorkingDay || !w.rests(why.Code) {
		return
	}
	if i := len(w.span.Days) - 1; i >= 0 {
		w.span.Days[i].Why = *why
	}
	for {
		d++
		why = w.look(d)
		switch {
		case w.held(d):
			w.skip(d, Why{Code: Held})
			if w.span.Stopped {
				w.span.RawLast, w.span.Last = 0, 0
				return
			}
		case w.rests(why.Code):
			w.skip(d, *why)
		default:
			w.skip(d, Why{Code: RolledTo})
			w.span.Last = d
			return
		}
	}
}

// rests reports whether a last day of that code moves on.
func (w *counter) rests(code Code) bool {
	switch w.q.Roll {
	case CivilCode:
		return !works(code)
	case StatutoryOnly:
		return code == Holiday || code == HolidayByLaw
	default:
		return false
	}
}

// look finds the day in the calendar and notes when its year is not official.
func (w *counter) look(d model.Day) *Why {
	why := w.why(d)
	if !w.s.official {
		w.span.Provisional = true
	}
	return why
}

// held reports whether the count stands still on d, and notes a hold that has
// no end.
func (w *counter) held(d model.Day) bool {
	held := false
	for _, h := range w.q.Holds {
		if h.has(d) {
			held = true
			w.span.Stopped = w.span.Stopped || h.To.IsZero()
		}
	}
	return held
}

// heldBetween counts the held days from a to b.
func (w *counter) heldBetween(a, b model.Day) int {
	if len(w.q.Holds) == 0 {
		return 0
	}
	n := 0
	for d := a; d <= b && !w.span.Stopped; d++ {
		if w.held(d) {
			n++
		}
	}
	return n
}

func (w *counter) count(d model.Day, n int, why Why) {
	if n == 1 && w.q.Unit != WholeYear {
		w.span.Starts = d
	}
	if w.keep {
		w.span.Days = append(w.span.Days, DayStep{Date: d, N: n, Counts: true, Why: why})
	}
}

func (w *counter) skip(d model.Day, why Why) {
	if w.keep {
		w.span.Days = append(w.span.Days, DayStep{Date: d, Why: why})
	}
}
