package ident

import "heshi/model"

// Coming reads a day as Day does, for what lies ahead: a month and day without
// a year mean the next such day that is not before today, and a day after today
// is no doubt.
func Coming(text string, today model.Day) (model.Day, *model.Problem) {
	d, p := Day(text, today)
	if p != nil && !p.Doubt {
		return 0, p
	}
	if p != nil || d.IsZero() || d >= today {
		return d, nil
	}
	// The same words read a year later: a day without a year moves by a whole
	// year, one with a year stays, a word such as "yesterday" moves by less.
	const later = 364
	if moved, p := Day(text, today+later); p == nil && moved-d > later {
		return moved, nil
	}
	return d, nil
}
