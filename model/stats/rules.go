package stats

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"heshi/model"
	"heshi/model/clock"
)

// Rules is what figures are judged by.
type Rules struct {
	Clocks clock.Clocks
	Now    time.Time // clocks that still run are late by now
	Limits Limits
}

// Kept reports whether a clock of a case was missed; false when the case has
// no such clock or it still runs in time.
func (r Rules) Kept(l Line, rule string) (late, known bool) {
	for _, c := range l.Clocks {
		if c.Rule != rule {
			continue
		}
		one, ok := r.late(c)
		late, known = late || one, known || ok
	}
	return late, known
}

// Unverified reports a clock that no source was found for: how it was kept is
// told, with its label, and is no warning.
func (r Rules) Unverified(rule string) bool {
	return r.Clocks.Rules != nil && r.Clocks.Rules.Unverified(rule)
}

// late judges one clock; false when nothing can be said yet.
func (r Rules) late(c clock.Running) (late, known bool) {
	if r.Clocks.Rules == nil || r.Clocks.Calendar == nil {
		return false, false
	}
	d, err := r.Clocks.Due(c.Ask)
	if err != nil || d.Due.IsZero() {
		return false, false
	}
	if c.Ended.IsZero() {
		return true, !r.Now.Before(d.Due)
	}
	return !c.Ended.Before(d.Due), true
}

// workdays counts the working days from the day after a moment's to the day of
// a later one.
func (r Rules) workdays(from, to time.Time) int {
	a, b := model.DayOf(from, from.Location()), model.DayOf(to, from.Location())
	n := 0
	for d := a + 1; d <= b && r.Clocks.Calendar != nil; d++ {
		if r.Clocks.Calendar.Works(d) {
			n++
		}
	}
	return n
}

// Limits say from when on a figure is a warning. They are data:
// station/warnings.json.
type Limits struct {
	RepeatShop   int `json:"repeat_shop"`   // complaints about one shop in a month
	RepeatMatter int `json:"repeat_matter"` // of one nature about one shop
	Unkept       int `json:"unkept"`        // cases of one shop without a promise kept
	RiseCases    int `json:"rise_cases"`    // a class or nature has at least so many ...
	RisePercent  int `json:"rise_percent"`  // ... and so much of its average of three months
	OnTime       int `json:"on_time_percent"`
	Satisfied    int `json:"satisfied_percent"`
	FewAnswers   int `json:"few_answers"` // fewer say nothing about a percentage
}

// LoadLimits reads station/warnings.json.
func LoadLimits(fsys fs.FS) (Limits, error) {
	b, err := fs.ReadFile(fsys, "station/warnings.json")
	if err != nil {
		return Limits{}, err
	}
	var file struct {
		Source string `json:"source"`
		Limits
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return Limits{}, fmt.Errorf("stats: limits: %w", err)
	}
	l := file.Limits
	if min(l.RepeatShop, l.RepeatMatter, l.Unkept, l.RiseCases, l.RisePercent, l.OnTime, l.Satisfied, l.FewAnswers) < 1 {
		return Limits{}, errors.New("stats: limits: each must be at least 1")
	}
	return l, nil
}
