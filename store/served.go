package store

import (
	"context"
	"errors"
	"time"

	"heshi/model"
	"heshi/shifts"
	"heshi/store/record"
)

// Served is what a volunteer served in a period.
type Served struct {
	shifts.Service
	Name string
}

// Served returns what every volunteer served on the days from..to, both inside,
// in the order of the register: stays of the sign-in sheet, and mediations held
// by somebody of the register, overlapping times counted once. Who served
// nothing is left out.
func (s *Store) Served(ctx context.Context, from, to model.Day, now time.Time) ([]Served, error) {
	if from.IsZero() || to < from {
		return nil, &model.Problem{Code: "hours.period", Args: map[string]any{"from": from, "to": to}}
	}
	sheet, err := s.Stints(ctx, from-1, to) // a stay may run over midnight
	if err != nil {
		return nil, err
	}
	register, err := s.Volunteers(ctx)
	if err != nil {
		return nil, err
	}
	held, err := s.mediated(ctx, register, from, to)
	if err != nil {
		return nil, err
	}
	by := map[string]shifts.Service{}
	for _, x := range shifts.Hours(append(shifts.Signs(sheet, now), held...), from, to, s.opts.Zone) {
		by[x.Volunteer] = x
	}
	var out []Served
	for _, v := range register {
		if x, ok := by[string(v.ID)]; ok {
			out = append(out, Served{x, v.Name})
		}
	}
	return out, nil
}

// mediated lists the mediations held on the days from..to by people of the
// register: those whose name, or whose name at the desk, stands in the record.
func (s *Store) mediated(ctx context.Context, register []model.Volunteer, from, to model.Day) (out []shifts.Sign, err error) {
	who, err := s.byNames(ctx, register)
	if err != nil {
		return nil, err
	}
	until := record.SessionDay(to + 1)
	err = s.view(func(r *reader) error {
		c := r.scan(record.SessionDays(), record.SessionDay(from))
		defer c.Close()
		seen := map[uint64]bool{}
		for c.Next() && string(c.Key()) < string(until) {
			ord := record.Tail(c.Key())
			if seen[ord] {
				continue
			}
			seen[ord] = true
			body, err := load[model.Case](r, record.CaseKind.ID(ord))
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			out = append(out, sessionsOf(body, who)...)
		}
		return c.Err()
	})
	return out, err
}

func sessionsOf(c model.Case, who map[string]model.ID) (out []shifts.Sign) {
	for _, x := range c.Sessions {
		for _, name := range x.Mediators {
			if id, ok := who[name]; ok && !x.Until.IsZero() {
				out = append(out, shifts.Sign{Volunteer: string(id), In: x.At, Out: x.Until, What: shifts.Mediation})
			}
		}
	}
	return out
}

// byNames tells the volunteer behind a name at the desk.
func (s *Store) byNames(ctx context.Context, register []model.Volunteer) (map[string]model.ID, error) {
	out := map[string]model.ID{}
	for _, v := range register {
		if v.Person != "" {
			p, err := s.Person(ctx, string(v.Person))
			if err != nil && !IsCode(err, CodeNotFound) {
				return nil, err
			}
			if err == nil {
				out[p.Name] = v.ID
			}
		}
		out[v.Name] = v.ID
	}
	return out, nil
}
