package store

import (
	"context"
	"slices"
	"time"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/stats"
	"heshi/shifts"
	"heshi/store/find"
	"heshi/store/record"
)

// lineSize is what a month's line of a case mostly takes at most.
const lineSize = 96

// monthEntries lists a case by the day it came, with what figures need of it: a
// month over a hundred thousand cases reads one row of short values instead of
// the records. A case that goes on in another one is counted with that one, and
// listed nowhere until it is split again.
func monthEntries(c *model.Case, ord uint64) []find.Entry {
	if c.MergedInto != "" {
		return nil
	}
	day := model.DayOf(c.RegisteredAt, c.RegisteredAt.Location())
	return []find.Entry{{Key: record.MonthKey(day, ord), Value: stats.LineOf(*c, ord).Append(make([]byte, 0, lineSize))}}
}

// Month counts a month. Progress, when not nil, hears now and then how many of
// how many days of cases were read. It reads bounded memory's worth and blocks
// nobody.
func (s *Store) Month(ctx context.Context, m stats.Month, now time.Time, lim stats.Limits, progress func(done, all int)) (stats.Report, error) {
	var rep stats.Report
	rules, err := s.monthRules(ctx, now, lim)
	if err != nil {
		return rep, err
	}
	fold := stats.NewFold(m, rules)
	from, to := stats.Days(m)
	err = s.view(func(r *reader) error {
		var day model.Day
		err := r.lines(ctx, from, to, 0, func(d model.Day, l stats.Line) bool {
			if progress != nil && d != day {
				day = d
				progress(int(d-from), int(to-from)+1)
			}
			fold.Add(l)
			return true
		})
		if err != nil {
			return err
		}
		rep = fold.Report()
		rep.Names(r.nameOf, r.numberOf)
		return nil
	})
	if err != nil {
		return rep, err
	}
	rep.Hours, err = s.served(ctx, m, rules)
	return rep, err
}

// monthRules is what figures are judged by: the clocks with the station's own
// targets.
func (s *Store) monthRules(ctx context.Context, now time.Time, lim stats.Limits) (r stats.Rules, err error) {
	r.Now, r.Limits = now, lim
	if s.opts.Clocks == nil {
		return r, nil
	}
	targets, err := s.Targets(ctx)
	if err != nil {
		return r, err
	}
	clocks, err := s.opts.Clocks()
	r.Clocks = flow.Times{Clocks: clocks, Targets: targets}.Tuned()
	return r, err
}

// nameOf is what a shop or group is called; "" when it is gone.
func (r *reader) nameOf(id model.ID) string {
	switch kind, _, _ := record.Split(id); kind {
	case record.ShopKind:
		if s, err := load[model.Shop](r, id); err == nil {
			return s.Name
		}
	case record.GroupKind:
		if g, err := load[model.Group](r, id); err == nil {
			return g.Name
		}
	}
	return ""
}

// numberOf is the number of a case by its ordinal; "" when it is gone.
func (r *reader) numberOf(ord uint64) string {
	row, _, err := r.row(find.Case, ord)
	if err != nil {
		return ""
	}
	return row.No
}

// served is what the volunteers gave in a month.
func (s *Store) served(ctx context.Context, m stats.Month, rules stats.Rules) ([]stats.Hours, error) {
	out := []stats.Hours{}
	sheet, err := s.Stints(ctx, m.First()-1, m.Last())
	if err != nil || len(sheet) == 0 {
		return out, err
	}
	names := map[string]string{}
	for _, x := range sheet {
		names[string(x.Volunteer)] = x.Name
	}
	for _, v := range shifts.Hours(shifts.Signs(sheet, rules.Now), m.First(), m.Last(), s.opts.Zone) {
		if v.Minutes > 0 {
			out = append(out, stats.Hours{Name: names[v.Volunteer], Minutes: v.Minutes})
		}
	}
	slices.SortStableFunc(out, func(a, b stats.Hours) int { return b.Minutes - a.Minutes })
	return out, nil
}

// lines walks the lines of the cases registered from one day to another, both
// inside, beginning behind a place, until fn returns false.
func (r *reader) lines(ctx context.Context, from, to model.Day, after uint64, fn func(model.Day, stats.Line) bool) error {
	until := string(record.MonthKey(to+1, 0))
	start := record.MonthKey(from, 0)
	if after > 0 {
		start = record.MonthKey(from, after+1)
	}
	c := r.scan(record.MonthKeys(), start)
	defer c.Close()
	for n := 0; c.Next() && string(c.Key()) < until; n++ {
		if n%512 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		l, err := stats.ParseLine(record.Tail(c.Key()), c.Value())
		if c.Err() != nil {
			break
		}
		if err != nil {
			return damaged(record.ErrDamaged, c.Key())
		}
		if !fn(record.MonthDay(c.Key()), l) {
			return nil
		}
	}
	return c.Err()
}

// Place is where a page of MonthCases ended.
type Place struct {
	Day model.Day
	Ord uint64
}

// MonthCases returns up to limit of the cases behind a number, in the order
// they came, after a place (the zero Place: from the beginning).
func (s *Store) MonthCases(ctx context.Context, f stats.Filter, now time.Time, after Place, limit int) (rows []find.Row, end Place, err error) {
	rules, err := s.monthRules(ctx, now, stats.Limits{})
	if err != nil {
		return nil, end, err
	}
	err = s.view(func(r *reader) error {
		rows, err = r.casesBehind(ctx, f, rules, after, limit)
		return err
	})
	if n := len(rows); n > 0 {
		last := rows[n-1]
		end = Place{model.DayOf(last.At, s.opts.Zone), last.Ord}
	}
	return rows, end, err
}

func (r *reader) casesBehind(ctx context.Context, f stats.Filter, rules stats.Rules, after Place, limit int) (rows []find.Row, err error) {
	from, to := f.Days()
	if after.Day > 0 {
		from = after.Day
	}
	var fault error
	err = r.lines(ctx, from, to, after.Ord, func(_ model.Day, l stats.Line) bool {
		if !f.Has(l, rules) {
			return true
		}
		row, ok, err := r.row(find.Case, l.Ord)
		if err != nil {
			fault = err
			return false
		}
		if ok {
			rows = append(rows, row)
		}
		return len(rows) < limit
	})
	if fault != nil {
		err = fault
	}
	return rows, err
}
