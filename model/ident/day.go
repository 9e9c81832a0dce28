package ident

import (
	"strings"
	"time"
	"unicode/utf8"

	"heshi/model"
)

// firstYear and lastYear bound the days a person may mean.
const (
	firstYear = 1900
	lastYear  = 2199
)

// Day reads a day: 2026-11-23, 2026/11/23, 2026.11.23, 20261123, 11-23, 11.23,
// the same with the Han signs for year, month and day, in ASCII or Han numerals,
// or a word for today, yesterday, the day before. today is the day in the
// station's zone. A month and day without a year mean the latest such day that
// is not after today.
//
// A day after today is doubtful and kept. Wrong: a day the calendar does not
// have, a year outside 1900 to 2199, anything else. Codes: day.*.
func Day(text string, today model.Day) (model.Day, *model.Problem) {
	s := strings.ToLower(without(Fold(text), " "))
	if s == "" {
		return 0, nil
	}
	if back, ok := daysBack(strings.TrimRightFunc(s, dayNoise)); ok && today > model.Day(back) {
		return today - model.Day(back), nil
	}
	parts, ok := dayParts(s)
	if !ok {
		return 0, wrong("day.not_day", nil)
	}
	if len(parts) == 2 {
		return latest(parts[0], parts[1], today)
	}
	year, month, day := parts[0], parts[1], parts[2]
	if year < firstYear || year > lastYear {
		return 0, wrong("day.year", map[string]any{"year": year, "first": firstYear, "last": lastYear})
	}
	d, real := model.NewDay(year, time.Month(month), day)
	switch {
	case !real:
		return 0, impossible(year, month, day)
	case d > today:
		return d, doubt("day.future", map[string]any{"day": d.String()})
	}
	return d, nil
}

func impossible(year, month, day int) *model.Problem {
	return wrong("day.impossible", map[string]any{"year": year, "month": month, "day": day})
}

// latest returns the last such day that is not after today. Eight years hold a
// 29 February always.
func latest(month, day int, today model.Day) (model.Day, *model.Problem) {
	year, _, _ := today.Date()
	for y := year; y > year-9; y-- {
		if d, ok := model.NewDay(y, time.Month(month), day); ok && d <= today {
			return d, nil
		}
	}
	return 0, impossible(year, month, day)
}

// dayParts takes a day apart into year, month, day, or month, day.
func dayParts(s string) ([]int, bool) {
	if len(s) == 8 && allDigits(s) {
		return []int{number(s[:4]), number(s[4:6]), number(s[6:])}, true
	}
	s = strings.Map(dayHyphen, strings.TrimRightFunc(s, dayNoise))
	fields := strings.Split(s, "-")
	if len(fields) != 3 && len(fields) != 2 {
		return nil, false
	}
	out := make([]int, len(fields))
	for i, f := range fields {
		n, ok := dayNumber(f)
		most := 2
		if i == 0 && len(fields) == 3 {
			most = 4
			ok = ok && n >= 1000
		}
		if !ok || isDigit(rune(f[0])) && len(f) > most {
			return nil, false
		}
		out[i] = n
	}
	return out, true
}

// dayHyphen makes whatever may stand between year, month and day a hyphen.
func dayHyphen(r rune) rune {
	switch s := signOf(r); {
	case r == '/' || r == '.' || s == dash || s == yearSign || s == monthSign:
		return '-'
	}
	return r
}

// dayNumber reads a year, month or day in ASCII digits or Han numerals.
func dayNumber(s string) (int, bool) {
	if s == "" || utf8.RuneCountInString(s) > 6 || strings.ContainsRune(s, ',') || strings.ContainsFunc(s, is(pointSign)) {
		return 0, false
	}
	v, ok := counted(s, 0)
	if !ok || v%yuan != 0 || v/yuan > 9999 {
		return 0, false
	}
	return int(v / yuan), true
}
