package ident

import (
	"strings"

	"heshi/model"
)

// Coming reads a day as Day does, for what lies ahead: a day of the week or
// month without a word for which, and a month and day without a year, mean the
// next such day that is not before today; a word for "before" behind a day and a
// number of days or weeks ("within two weeks") are understood. A day after today
// is no doubt.
func Coming(text string, today model.Day) (model.Day, *model.Problem) {
	s := dayText(text)
	if s == "" {
		return 0, nil
	}
	for _, said := range []string{s, cutBefore(s)} {
		if d, ok := spoken(said, today, true); ok {
			return d, nil
		}
	}
	s = cutBefore(s)
	d, p := written(s, today)
	if p != nil || d >= today {
		return d, p
	}
	// The same words read later: a day without a year moves by whole years, eight
	// of them for a 29 February; one with a year stays.
	for later := model.Day(364); later < 9*366; later += 365 {
		if next, p := written(s, today+later); p == nil && next >= today {
			return next, nil
		}
	}
	return d, nil
}

// cutBefore takes a word for "before" off the end.
func cutBefore(s string) string {
	if cut, ok := strings.CutSuffix(s, string('前')); ok {
		return strings.TrimSuffix(strings.TrimSuffix(cut, string('以')), string('之'))
	}
	return s
}
