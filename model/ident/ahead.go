package ident

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"heshi/model"
)

// Ahead reads a day by which something is due: what Coming reads, and a bare
// number of days from today ("7", "+7", "7d"). Codes: day.*.
func Ahead(text string, today model.Day) (model.Day, *model.Problem) {
	n := strings.TrimSuffix(strings.TrimPrefix(dayText(text), "+"), "d")
	if allDigits(n) && len(n) <= 3 {
		return today + model.Day(number(n)), nil
	}
	return Coming(text, today)
}

// Moment reads a day and a time of day: "14:30", the Han signs for hours and
// half hours, a Han word for the afternoon or evening before it, a day before
// that; without a day it is today. now is in the station's zone; ahead reads
// the day as Ahead does. Codes: day.*, moment.not_time.
func Moment(text string, now time.Time, ahead bool) (time.Time, *model.Problem) {
	s := Fold(text)
	if s == "" {
		return time.Time{}, nil
	}
	today := model.DayOf(now, now.Location())
	at := strings.LastIndexFunc(s, func(r rune) bool { return r == ':' || r == '点' || r == '时' })
	if at < 0 {
		return time.Time{}, wrong("moment.not_time", nil)
	}
	sign, size := utf8.DecodeRuneInString(s[at:])
	from := at
	for from > 0 && isDigit(rune(s[from-1])) && at-from < 2 {
		from--
	}
	hour, err := strconv.Atoi(s[from:at])
	minute, ok := minuteOf(s[at+size:], sign != ':')
	if err != nil || !ok || hour > 24 {
		return time.Time{}, wrong("moment.not_time", nil)
	}
	before, later := trimHalf(strings.TrimSpace(s[:from]))
	if later && hour < 12 {
		hour += 12
	}
	day := today
	if before != "" {
		read := Day
		if ahead {
			read = Ahead
		}
		var p *model.Problem
		if day, p = read(before, today); p != nil && !p.Doubt {
			return time.Time{}, p
		}
	}
	y, m, d := day.Date()
	return time.Date(y, m, d, hour, minute, 0, 0, now.Location()), nil
}

// minuteOf reads what stands behind the sign of the hour; empty where the sign
// itself says the hour is full, a Han half is thirty.
func minuteOf(s string, may bool) (int, bool) {
	s = strings.TrimSuffix(strings.TrimSpace(s), string('分'))
	switch {
	case s == "" && may:
		return 0, true
	case s == string('半') && may:
		return 30, true
	case len(s) != 2 || !allDigits(s):
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil && n < 60
}

// trimHalf takes the word for a half of the day off the end, and says whether
// it is the later one.
func trimHalf(s string) (rest string, later bool) {
	for _, w := range []struct {
		word  []rune
		later bool
	}{{[]rune{'上', '午'}, false}, {[]rune{'早', '上'}, false}, {[]rune{'下', '午'}, true}, {[]rune{'晚', '上'}, true}} {
		if cut, ok := strings.CutSuffix(s, string(w.word)); ok {
			return strings.TrimSpace(cut), w.later
		}
	}
	return s, false
}
