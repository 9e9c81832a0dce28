package store

import (
	"context"
	"slices"
	"time"

	"heshi/model"
	"heshi/shifts"
)

// Present is somebody who is at the desk, or should be.
type Present struct {
	Volunteer model.ID
	Name      string
	Shift     shifts.Shift // his turn of the roster that is on; without an ID he came unasked
	Since     time.Time    // when he signed in; zero: he has not yet
}

// OnDuty returns who is at the desk now, in the order they came, and who should
// be by the roster but has not signed in.
func (s *Store) OnDuty(ctx context.Context, now time.Time) (out []Present, err error) {
	open, err := s.OpenStints(ctx)
	if err != nil {
		return nil, err
	}
	for _, x := range open {
		if shifts.Here(x, now) {
			out = append(out, Present{Volunteer: x.Volunteer, Name: x.Name, Since: x.In})
		}
	}
	today := model.DayOf(now, now.Location())
	r, ok, err := s.RosterAt(ctx, today)
	if err != nil || !ok {
		return out, err
	}
	for _, d := range r.On(today, today) {
		start, end, known := d.Shift.Span(now.Location())
		if !known || now.Before(start) || !now.Before(end) {
			continue
		}
		for _, id := range d.Volunteers {
			if i := slices.IndexFunc(out, func(p Present) bool { return p.Volunteer == id }); i >= 0 {
				out[i].Shift = d.Shift
				continue
			}
			v, err := s.Volunteer(ctx, string(id))
			if err != nil {
				return out, err
			}
			out = append(out, Present{Volunteer: id, Name: v.Name, Shift: d.Shift})
		}
	}
	return out, nil
}
