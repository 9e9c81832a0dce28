package model

import (
	"errors"
	"fmt"
	"time"
)

// Day is a calendar day in the station's time zone, counted as Rata Die: day 1
// is 0001-01-01 of the proleptic Gregorian calendar. The zero Day means "no
// day". Two days subtract to a number of days; Day(n)+7 is a week later.
//
// As text and in JSON a Day is YYYY-MM-DD; the zero Day is the empty string in
// text and null in JSON.
type Day int32

// dayEpoch is the Rata Die number of 1970-01-01.
const dayEpoch = 719163

// errDay says that a text is no day. Callers turn it into a Problem that names
// the field.
var errDay = errors.New("day: want YYYY-MM-DD")

// NewDay returns the day of the given year, month and day of the month, and
// false when the calendar has no such day (2026-02-30).
func NewDay(year int, month time.Month, day int) (Day, bool) {
	if year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31 {
		return 0, false
	}
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day {
		return 0, false
	}
	return Day(t.Unix()/86400 + dayEpoch), true
}

// DayOf returns the calendar day of the moment t in the zone loc.
func DayOf(t time.Time, loc *time.Location) Day {
	y, m, d := t.In(loc).Date()
	day, _ := NewDay(y, m, d)
	return day
}

// ParseDay reads YYYY-MM-DD and nothing else.
func ParseDay(s string) (Day, error) {
	if len(s) != 10 || s[4] != '-' || s[7] != '-' {
		return 0, errDay
	}
	num := func(from, to int) int {
		n := 0
		for _, c := range []byte(s[from:to]) {
			if c < '0' || c > '9' {
				return -1
			}
			n = n*10 + int(c-'0')
		}
		return n
	}
	d, ok := NewDay(num(0, 4), time.Month(num(5, 7)), num(8, 10))
	if !ok {
		return 0, errDay
	}
	return d, nil
}

// IsZero reports whether d is "no day".
func (d Day) IsZero() bool { return d == 0 }

// Date returns year, month and day of the month.
func (d Day) Date() (year int, month time.Month, day int) {
	return d.utc().Date()
}

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday {
	// 0001-01-01 (day 1) was a Monday.
	return time.Weekday(((int(d) % 7) + 7) % 7)
}

// OfWeek counts the day of the week from Monday, 0, to Sunday, 6: where its word
// stands in Weekdays.
func (d Day) OfWeek() int { return (int(d.Weekday()) + 6) % 7 }

// Monday is the first day of the week of d; six days later is the last.
func (d Day) Monday() Day { return d - Day(d.OfWeek()) }

// In returns the first moment of the day in the zone loc.
func (d Day) In(loc *time.Location) time.Time {
	y, m, dd := d.Date()
	return time.Date(y, m, dd, 0, 0, 0, 0, loc)
}

func (d Day) utc() time.Time { return time.Unix(int64(d-dayEpoch)*86400, 0).UTC() }

// String returns YYYY-MM-DD, or "" for the zero Day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return string(d.Append(make([]byte, 0, len("2006-01-02"))))
}

// Append appends YYYY-MM-DD, or nothing for the zero Day.
func (d Day) Append(b []byte) []byte {
	if d == 0 {
		return b
	}
	y, m, day := d.Date()
	if y < 0 || y > 9999 { // no day a person types
		return fmt.Appendf(b, "%04d-%02d-%02d", y, m, day)
	}
	return append(b, digit(y/1000), digit(y/100), digit(y/10), digit(y), '-',
		digit(int(m)/10), digit(int(m)), '-', digit(day/10), digit(day))
}

func digit(n int) byte { return '0' + byte(n%10) }

// MarshalText writes YYYY-MM-DD.
func (d Day) MarshalText() ([]byte, error) { return d.Append(nil), nil }

// UnmarshalText reads YYYY-MM-DD, or "" for no day.
func (d *Day) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	v, err := ParseDay(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// MarshalJSON writes "YYYY-MM-DD" or null.
func (d Day) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	b := append(make([]byte, 0, len(`"2006-01-02"`)), '"')
	return append(d.Append(b), '"'), nil
}

// UnmarshalJSON reads "YYYY-MM-DD" or null.
func (d *Day) UnmarshalJSON(b []byte) error {
	s := string(b)
	if s == "null" {
		*d = 0
		return nil
	}
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return errDay
	}
	v, err := ParseDay(s[1 : len(s)-1])
	if err != nil {
		return err
	}
	*d = v
	return nil
}
