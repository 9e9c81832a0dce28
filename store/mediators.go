package store

import (
	"context"
	"slices"
	"time"

	"heshi/model"
	"heshi/model/flow"
	"heshi/shifts"
)

// unbiased refuses a step that names a mediator who has to do with the shop of
// a case, unless both sides agree to him.
func (s *Store) unbiased(ctx context.Context, args flow.Args, ids ...model.ID) error {
	if list, ok := args["mediators"].([]string); !ok || len(list) == 0 {
		return nil
	}
	register, err := s.Volunteers(ctx)
	if err != nil {
		return err
	}
	who, err := s.byNames(ctx, register)
	if err != nil {
		return err
	}
	conflicts := func(name string, shop model.ID) bool {
		i := slices.IndexFunc(register, func(v model.Volunteer) bool { return v.ID == who[name] })
		return i >= 0 && slices.Contains(register[i].Conflicts, shop)
	}
	for _, id := range ids {
		c, err := s.Case(ctx, string(id))
		if err != nil {
			return err
		}
		if p := flow.MayMediate(c, args, conflicts); p != nil {
			return model.Problems{p}
		}
	}
	return nil
}

// Mediators ranks who could mediate a case now: volunteers who belong to the
// station and are not on leave, and mediators among the people of the desk who
// are no volunteers. Names are those of the desk.
func (s *Store) Mediators(ctx context.Context, c model.Case, now time.Time) ([]shifts.Mediator, error) {
	register, err := s.Volunteers(ctx)
	if err != nil {
		return nil, err
	}
	people, err := s.People(ctx)
	if err != nil {
		return nil, err
	}
	present, err := s.OnDuty(ctx, now)
	if err != nil {
		return nil, err
	}
	return shifts.Mediators(shifts.Asked{
		Dialect: c.Dialect, Shop: c.ShopID, Day: model.DayOf(now, now.Location()),
		Here: func(id model.ID) bool {
			return slices.ContainsFunc(present, func(p Present) bool { return p.Volunteer == id && !p.Since.IsZero() })
		},
		OnTurn: func(id model.ID) bool {
			return slices.ContainsFunc(present, func(p Present) bool { return p.Volunteer == id && p.Shift.ID != "" })
		},
	}, register, people), nil
}
