package ident

import (
	"fmt"
	"strings"

	"heshi/model"
)

// Clock reads a time of day and returns it in minutes since midnight: 11:30,
// 11.30, 1130, 11, or with the Han signs for hour, half and minute, in ASCII or
// Han numerals, and the words for morning, noon, afternoon and evening before
// it. Empty text gives -1 and no fault. Codes: clock.*.
func Clock(text string) (int, *model.Problem) {
	s := strings.ToLower(without(Fold(text), " "))
	if s == "" {
		return -1, nil
	}
	under, s := partOfDay(s)
	h, m, ok := clockParts(s)
	if !ok {
		return 0, wrong("clock.not_clock", nil)
	}
	if h < under {
		h += 12
	}
	if h > 23 || m > 59 {
		return 0, wrong("clock.impossible", map[string]any{"hour": h, "minute": m})
	}
	return h*60 + m, nil
}

// HourMinute writes a time of day that Clock reads as records keep it: 9 or half
// past nine in any of those ways is 09:00 and 09:30. What is no time of day stays
// as it is, for the check of the record to refuse; so does 24:00, the end of a
// day.
func HourMinute(text string) string {
	m, p := Clock(text)
	if p != nil || m < 0 {
		return strings.TrimSpace(Fold(text))
	}
	return fmt.Sprintf("%02d:%02d", m/60, m%60)
}

// Between reads two times of day with any sign or word for "to" between them:
// 21:00-7:30. See HourMinute.
func Between(text string) (from, to string) {
	from, to, _ = strings.Cut(strings.Map(until, Fold(text)), "~")
	return HourMinute(from), HourMinute(to)
}

// until makes whatever may stand between a first and a last a tilde.
func until(r rune) rune {
	if s := signOf(r); s == dash || r == '至' || r == '到' {
		return '~'
	}
	return r
}

// partOfDay takes a word for a part of the day off and tells under which number
// hours then lie behind noon.
func partOfDay(s string) (under int, rest string) {
	for _, p := range dayParting() {
		if cut, ok := strings.CutPrefix(s, p.word); ok {
			return p.under, cut
		}
		if cut, ok := strings.CutSuffix(s, p.word); ok {
			return p.under, cut
		}
	}
	return 0, s
}

// clockParts takes hour and minute apart.
func clockParts(s string) (h, m int, ok bool) {
	if allDigits(s) && (len(s) == 3 || len(s) == 4) {
		return number(s[:len(s)-2]), number(s[len(s)-2:]), true
	}
	s = strings.TrimSuffix(s, string('分'))
	for _, sep := range []string{":", string('时'), string('点'), "."} {
		hour, minute, found := strings.Cut(s, sep)
		if !found {
			continue
		}
		if h, ok = dayNumber(hour); !ok {
			return 0, 0, false
		}
		switch minute = strings.TrimPrefix(minute, string('钟')); minute {
		case "", string('整'):
			return h, 0, true
		case string('半'):
			return h, 30, true
		}
		m, ok = clockMinute(minute)
		return h, m, ok
	}
	h, ok = dayNumber(s)
	return h, 0, ok
}

// clockMinute reads the minutes; quarters have a word of their own.
func clockMinute(s string) (int, bool) {
	if rest, ok := strings.CutSuffix(s, string('刻')); ok {
		n, ok := dayNumber(rest)
		return 15 * n, ok && n < 4
	}
	s = strings.TrimPrefix(s, string('零'))
	return dayNumber(s)
}
