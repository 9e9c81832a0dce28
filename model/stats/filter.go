package stats

import (
	"strconv"
	"time"

	"heshi/model"
)

// Dim is something cases are counted by.
type Dim string

// The dimensions. Those from Ended on are of what was done.
const (
	Kind         Dim = "kind"
	Class        Dim = "class"
	Nature       Dim = "nature"
	Request      Dim = "request"
	Channel      Dim = "channel"
	Shop         Dim = "shop"
	Group        Dim = "group"
	Slot         Dim = "slot"  // weekday and hour: "1-14" is Monday from two to three
	Open         Dim = "open"  // "yes": nobody has ended it yet
	Ended        Dim = "ended" // "yes": every complaint that was done
	Result       Dim = "result"
	Satisfaction Dim = "satisfaction"
	Recovered    Dim = "recovered" // "yes": the shopper got money back
	Late         Dim = "late"      // a clock's rule that was not kept
	Kept         Dim = "kept"      // a clock's rule that was
	Broken       Dim = "broken"    // "yes": a promise was not kept, or there was none
)

// Done reports whether the dimension is one of what was done in a month rather
// than of what came.
func (d Dim) Done() bool {
	switch d {
	case Ended, Result, Satisfaction, Recovered, Late, Kept, Broken:
		return true
	}
	return false
}

// Cond is one condition on a case.
type Cond struct {
	By    Dim    `json:"by"`
	Value string `json:"value"`
}

// Filter picks the cases behind a number.
type Filter struct {
	Month Month  `json:"month"`
	Where []Cond `json:"where"`
}

// Of returns the filter of a month and conditions, given as pairs of a
// dimension and a value.
func Of(m Month, where ...Cond) Filter { return Filter{Month: m, Where: where} }

// Done reports whether the filter is about what was done.
func (f Filter) Done() bool {
	for _, c := range f.Where {
		if c.By.Done() {
			return true
		}
	}
	return false
}

// window is how many months before a month cases are still looked at that may
// have ended in it. What lies longer at a desk is the exception, and is counted
// nowhere rather than read each time.
const window = 18

// Days returns the days of registration between which the cases lie.
func (f Filter) Days() (from, to model.Day) {
	if f.Done() {
		return (f.Month - window).First(), f.Month.Last()
	}
	return f.Month.First(), f.Month.Last()
}

// Has reports whether a case is one of those the filter picks.
func (f Filter) Has(l Line, r Rules) bool {
	at := l.At
	if f.Done() {
		at = l.Closed
	}
	if at.IsZero() || MonthOf(at) != f.Month {
		return false
	}
	for _, c := range f.Where {
		if !c.has(l, r) {
			return false
		}
	}
	return true
}

// complaints reports dimensions that leave consultations out.
func (c Cond) complaints() bool { return c.By != Kind && c.By != Slot }

func (c Cond) has(l Line, r Rules) bool {
	if c.complaints() && l.Kind == model.Consultation {
		return false
	}
	switch c.By {
	case Slot:
		return slotOf(l.At).String() == c.Value
	case Late, Kept:
		late, known := r.Kept(l, c.Value)
		return known && late == (c.By == Late)
	case Open:
		return l.Closed.IsZero()
	case Ended:
		return true
	case Recovered:
		return l.Recovered > 0
	case Broken:
		return l.bad()
	}
	return l.value(c.By) == c.Value
}

// value returns what a case is counted under.
func (l *Line) value(d Dim) string {
	switch d {
	case Kind:
		return string(l.Kind)
	case Class:
		return l.Class
	case Nature:
		return l.Nature
	case Request:
		return l.Request
	case Channel:
		return l.Channel
	case Shop:
		return string(l.Shop)
	case Group:
		return string(l.Group)
	case Result:
		return string(l.State)
	case Satisfaction:
		return l.Satisfied
	}
	return ""
}

// bad reports a case that did not end well for the shopper: a promise was
// broken, or the mediation ended without one.
func (l *Line) bad() bool { return l.Broken > 0 || l.State == model.Terminated }

// slot is an hour of the week.
type slot struct{ day, hour int } // day 1 is Monday, 7 is Sunday

func slotOf(t time.Time) slot {
	d := int(t.Weekday())
	if d == 0 {
		d = 7
	}
	return slot{d, t.Hour()}
}

// String returns the slot as it stands in a Cond.
func (s slot) String() string { return strconv.Itoa(s.day) + "-" + strconv.Itoa(s.hour) }

// SlotOf names the hour of a week as Slot has it; day 1 is Monday.
func SlotOf(day, hour int) string { return slot{day, hour}.String() }
