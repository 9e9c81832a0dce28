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
// with Chinese marks for ASCII ones, with an English month, with its day of the
// week behind it; or a day as people say it, see spoken. today is the day in the
// station's zone. A month and day without a year mean the latest such day that
// is not after today.
//
// A day after today is doubtful and kept. Wrong: a day the calendar does not
// have, a year outside 1900 to 2199, anything else. Codes: day.*.
func Day(text string, today model.Day) (model.Day, *model.Problem) {
	s := dayText(text)
	if s == "" {
		return 0, nil
	}
	d, ok := spoken(s, today, false)
	if !ok {
		var p *model.Problem
		if d, p = written(s, today); p != nil {
			return 0, p
		}
	}
	if d > today {
		return d, doubt("day.future", map[string]any{"day": d})
	}
	return d, nil
}

// dayText folds what was typed for a day.
func dayText(text string) string { return strings.ToLower(without(Fold(text), " ")) }

// written reads a day that is written in numbers, its day of the week behind it
// or not.
func written(s string, today model.Day) (model.Day, *model.Problem) {
	s, weekday, named := cutBehind(plainMonth(s))
	d, p := numbered(s, today)
	if p == nil && named && d.Weekday() != weekday {
		return 0, wrong("day.not_day", nil)
	}
	return d, p
}

// cutBehind takes the day of the week off that stands behind a day.
func cutBehind(s string) (string, time.Weekday, bool) {
	at := strings.IndexFunc(s, func(r rune) bool { return (&phrase{[]rune{r}}).eat('周', '週', '星', '礼', '禮') })
	if at <= 0 {
		return s, 0, false
	}
	p := phrase{[]rune(s[at:])}
	if !p.week() {
		return s, 0, false
	}
	n, ok := p.weekday()
	if !ok || len(p.rest) > 0 {
		return s, 0, false
	}
	return s[:at], time.Weekday(n % 7), true
}

func numbered(s string, today model.Day) (model.Day, *model.Problem) {
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
	if !real {
		return 0, impossible(year, month, day)
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
	case r == '/' || r == '.' || r == '。' || r == '、' || s == dash || s == yearSign || s == monthSign:
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
