package stats

import (
	"fmt"
	"strconv"
	"time"

	"heshi/model"
)

// Month is a month of the calendar, counted from January of the year 0; its
// text is YYYY-MM.
type Month int

// MonthOf returns the month of a moment in its own zone.
func MonthOf(t time.Time) Month {
	y, m, _ := t.Date()
	return Month(y*12 + int(m) - 1)
}

// ParseMonth reads YYYY-MM; false for anything else.
func ParseMonth(s string) (Month, bool) {
	if len(s) != 7 || s[4] != '-' {
		return 0, false
	}
	y, err := strconv.ParseUint(s[:4], 10, 16)
	m, err2 := strconv.ParseUint(s[5:], 10, 8)
	if err != nil || err2 != nil || y < 1 || m < 1 || m > 12 {
		return 0, false
	}
	return Month(int(y)*12 + int(m) - 1), true
}

// Date returns year and month.
func (m Month) Date() (year int, month time.Month) { return int(m) / 12, time.Month(int(m)%12 + 1) }

// First returns the first day of the month.
func (m Month) First() model.Day {
	y, mo := m.Date()
	d, _ := model.NewDay(y, mo, 1)
	return d
}

// Last returns the last day of the month.
func (m Month) Last() model.Day { return (m + 1).First() - 1 }

// String returns YYYY-MM.
func (m Month) String() string {
	y, mo := m.Date()
	return fmt.Sprintf("%04d-%02d", y, int(mo))
}

// MarshalText returns YYYY-MM.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }
