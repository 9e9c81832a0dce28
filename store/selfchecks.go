package store

import (
	"context"
	"errors"
	"time"

	"heshi/model"
	"heshi/model/check"
	"heshi/model/returns"
	"heshi/model/stats"
	"heshi/store/record"
)

// Checks returns every self-check of the station, oldest first; there are a
// dozen a year.
func (s *Store) Checks(ctx context.Context) ([]model.SelfCheck, error) {
	return all[model.SelfCheck](ctx, s, record.SelfCheckKind)
}

// AddCheck begins a self-check.
func (s *Store) AddCheck(ctx context.Context, by By, c model.SelfCheck) (model.SelfCheck, error) {
	var added model.SelfCheck
	err := s.write(ctx, func(tx *Tx) (err error) {
		next := c
		next.At, next.By = tx.moment(by.At), by.name()
		if next.ID, err = tx.newID(by, record.SelfCheckKind); err != nil {
			return err
		}
		added, err = add(tx, by, KindCheckAdded, next.ID, next, 0)
		return err
	})
	if err != nil {
		return c, err
	}
	return added, nil
}

// EditCheck replaces a self-check by a newer version of itself, with another
// answer; see EditCase.
func (s *Store) EditCheck(ctx context.Context, by By, c model.SelfCheck) (model.SelfCheck, error) {
	return editAs(ctx, s, by, KindCheckEdited, c.ID, c)
}

// Days that the facts of a self-check look back.
const (
	checkDays = 90
	turnDays  = 30
)

// CheckFacts is what the store can tell of the station's standing at a moment.
func (s *Store) CheckFacts(ctx context.Context, now time.Time) (f check.Facts, err error) {
	now = now.In(s.opts.Zone)
	today := model.DayOf(now, s.opts.Zone)
	err = errors.Join(s.ofCases(ctx, now, today, &f), s.ofPeople(ctx, today, &f), s.ofAlliance(ctx, today, &f))
	f.BackupDays = -1
	last, ok, err2 := s.LastBackup(ctx)
	if ok {
		f.BackupDays = int(today - model.DayOf(last.At, s.opts.Zone))
	}
	return f, errors.Join(err, err2)
}

// ofCases counts what the cases of the last days tell.
func (s *Store) ofCases(ctx context.Context, now time.Time, today model.Day, f *check.Facts) error {
	rules, err := s.monthRules(ctx, now, stats.Limits{})
	if err != nil {
		return err
	}
	return s.view(func(r *reader) error {
		err := r.lines(ctx, today-checkDays, today, 0, func(_ model.Day, l stats.Line) bool {
			f.Cases++
			for _, rule := range []string{"station.ordinary", "station.complex"} {
				if late, known := rules.Kept(l, rule); known {
					f.OnTime.Of++
					if !late {
						f.OnTime.Part++
					}
				}
			}
			if l.Satisfied != "" {
				f.Satisfied.Of++
				if l.Satisfied == "satisfied" {
					f.Satisfied.Part++
				}
			}
			return true
		})
		if err != nil {
			return err
		}
		c := r.raw([]byte("o"))
		defer c.Close()
		until := string(record.DueKey(today, 0))
		for c.Next() && string(c.Key()) < until {
			f.Overdue++
		}
		return c.Err()
	})
}

// ofPeople counts who is there.
func (s *Store) ofPeople(ctx context.Context, today model.Day, f *check.Facts) error {
	people, err := s.People(ctx)
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.Role == model.Mediator && !p.Disabled {
			f.Mediators++
		}
	}
	volunteers, err := s.Volunteers(ctx)
	if err != nil {
		return err
	}
	for _, v := range volunteers {
		if v.Serves(today) {
			f.Volunteers++
		}
	}
	sheet, err := s.Stints(ctx, today-turnDays, today)
	if err != nil {
		return err
	}
	f.Stints = len(sheet)
	_, f.RosterToday, err = s.RosterAt(ctx, today)
	return err
}

// ofAlliance tells of charter and members.
func (s *Store) ofAlliance(ctx context.Context, today model.Day, f *check.Facts) error {
	charters, _, err := s.Charters(ctx)
	if err != nil {
		return err
	}
	f.Charter = returns.CharterOn(charters, today) != nil
	shops, err := s.AllShops(ctx)
	for _, shop := range shops {
		m := shop.Member
		if m == nil || m.Joined > today || !m.Left.IsZero() && m.Left <= today {
			continue
		}
		f.Posters.Of++
		if m.PosterSeen != nil {
			f.Posters.Part++
		}
	}
	return err
}
