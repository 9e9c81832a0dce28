package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store/find"
	"heshi/store/record"
)

// AddCase registers a case: it gives it id, number, state and due day, makes
// the shop when the name is new, and removes the draft it grew from ("" for
// none), all in one transaction. Faults in the case are model.Problems.
func (s *Store) AddCase(ctx context.Context, by By, c model.Case, draft string) (model.Case, error) {
	c, faults := flow.Register(c, model.DayOf(by.At, s.opts.Zone))
	if len(faults.Hard()) > 0 {
		return c, faults.Hard()
	}
	var added model.Case
	err := s.write(ctx, func(tx *Tx) (err error) {
		if draft != "" {
			tx.del(record.DraftKey(draft))
		}
		added, err = tx.addCase(by, c, 0)
		return err
	})
	if err != nil {
		return c, err
	}
	return added, nil
}

func (tx *Tx) addCase(by By, c model.Case, batch uint64) (model.Case, error) {
	c = tx.g.s.registered(by, c)
	c, err := tx.placeShop(by, c, batch)
	if err != nil {
		return c, err
	}
	if c.Route, err = tx.route(c); err != nil {
		return c, err
	}
	if c.No, err = tx.caseNo(model.DayOf(c.RegisteredAt, tx.g.s.opts.Zone)); err != nil {
		return c, err
	}
	if c.ID, err = tx.newID(by, record.CaseKind); err != nil {
		return c, err
	}
	yields := func() ([]find.Entry, error) {
		_, ord, _ := record.Split(c.ID)
		return caseEntries(c, ord), nil
	}
	return add(tx, by, KindCaseAdded, c.ID, c, batch, yields)
}

// registered fills in what registration decides.
func (s *Store) registered(by By, c model.Case) model.Case {
	c.RegisteredAt = by.At.In(s.opts.Zone).Truncate(timeStep)
	if c.Receiver == "" {
		c.Receiver = by.name()
	}
	switch {
	case c.State.Over():
		if c.ClosedAt.IsZero() {
			c.ClosedAt = c.RegisteredAt
		}
	case s.opts.Due != nil:
		c.DueOn = s.opts.Due(c)
	default:
		c.DueOn = model.DayOf(c.RegisteredAt, s.opts.Zone)
	}
	return c
}

// placeShop ties the case to its shop, by id or by name; a name nobody knows
// becomes a new shop.
func (tx *Tx) placeShop(by By, c model.Case, batch uint64) (model.Case, error) {
	if c.ShopID != "" {
		shop, _, err := txLoad[model.Shop](tx, c.ShopID)
		c.Shop = shop.Name
		return c, err
	}
	if c.Shop == "" {
		return c, nil
	}
	_, known, err := tx.get(record.UniqueKey("shop", find.Fold(c.Shop)))
	if err != nil {
		return c, err
	}
	if known != nil {
		c.ShopID, c.Shop = splitUnique(known)
		return c, nil
	}
	shop, err := tx.addShop(by, model.Shop{Name: c.Shop}, batch)
	c.ShopID, c.Shop = shop.ID, shop.Name
	return c, err
}

// caseNo gives out STATION-YYYYMMDD-NNNN; past 9999 on one day it grows a
// digit.
func (tx *Tx) caseNo(day model.Day) (string, error) {
	n, err := tx.next(dayCounter(day))
	if err != nil {
		return "", err
	}
	code, err := tx.stationCode()
	return fmt.Sprintf("%s-%s-%04d", code, compact(day), n), err
}

// compact returns YYYYMMDD.
func compact(day model.Day) string {
	y, m, d := day.Date()
	return fmt.Sprintf("%04d%02d%02d", y, m, d)
}

// dayCounter names the counter of the case numbers of a day.
func dayCounter(day model.Day) string { return "no" + compact(day) }

// counter returns the counter that gave a case its number, and where it stood
// then.
func (s *Store) counter(c model.Case) (name string, n uint64) {
	n, _ = strconv.ParseUint(c.No[strings.LastIndexByte(c.No, '-')+1:], 10, 64) // 0 when it is none
	return dayCounter(model.DayOf(c.RegisteredAt, s.opts.Zone)), n
}

// EditCase replaces a case by a newer version of itself. c.Rev must be the
// revision that was read; otherwise *Stale[model.Case] holds both versions.
// Number, id, registration and state cannot be changed this way.
func (s *Store) EditCase(ctx context.Context, by By, c model.Case) (model.Case, error) {
	c, faults := flow.Complete(c, model.DayOf(by.At, s.opts.Zone))
	if len(faults.Hard()) > 0 {
		return c, faults.Hard()
	}
	var out model.Case
	err := s.write(ctx, func(tx *Tx) error {
		was, body, err := txLoad[model.Case](tx, c.ID)
		if err != nil {
			return err
		}
		if c.Rev != was.Rev {
			return stale(tx, c, was, was.Rev)
		}
		next, err := tx.moveShop(by, keepFixed(c, was), was)
		if err != nil {
			return err
		}
		out, err = edit(tx, by, KindCaseEdited, c.ID, next, was, body)
		return err
	})
	if err != nil {
		return c, err
	}
	return out, nil
}

// keepFixed puts back what an edit may not change.
func keepFixed(c, was model.Case) model.Case {
	c.No, c.Kind, c.State, c.RegisteredAt, c.ClosedAt = was.No, was.Kind, was.State, was.RegisteredAt, was.ClosedAt
	c.Receiver, c.DueOn = was.Receiver, was.DueOn
	c.Route, c.MergedInto, c.PlatformRow = was.Route, was.MergedInto, was.PlatformRow
	return c
}

// moveShop ties an edited case to another shop when shop or name were changed.
// Otherwise the name stays the one of the day of registration.
func (tx *Tx) moveShop(by By, c, was model.Case) (model.Case, error) {
	if c.ShopID == was.ShopID {
		if c.Shop == was.Shop || c.Shop == "" {
			c.Shop = was.Shop
			return c, nil
		}
		c.ShopID = ""
	}
	return tx.placeShop(by, c, 0)
}

// Case returns the case with this id or number.
func (s *Store) Case(_ context.Context, ref string) (c model.Case, err error) {
	err = s.view(func(r *reader) error {
		id := model.ID(ref)
		if _, _, ok := record.Split(id); !ok {
			_, b, err := r.get(record.NumberKey(ref))
			if err != nil {
				return err
			}
			id = model.ID(b)
		}
		if kind, _, _ := record.Split(id); kind != record.CaseKind {
			return notFound("case", ref)
		}
		c, err = load[model.Case](r, id)
		return err
	})
	return c, err
}

// Reveal notes who looks at the masked data of a case and why, and returns the
// case. The reason must not be empty.
func (s *Store) Reveal(ctx context.Context, by By, id model.ID, reason string) (model.Case, error) {
	reason = find.Clean(reason)
	if reason == "" {
		return model.Case{}, &model.Problem{Code: CodeReason, Field: "reason"}
	}
	var c model.Case
	err := s.write(ctx, func(tx *Tx) (err error) {
		if c, _, err = txLoad[model.Case](tx, id); err != nil {
			return err
		}
		return tx.note(by, KindRevealed, id, reason)
	})
	if err != nil {
		return model.Case{}, err
	}
	return c, nil
}

// Due returns up to limit open cases, the longest overdue first, and how many
// are open in all, counted up to 10,000.
func (s *Store) Due(ctx context.Context, limit int) (rows []find.Row, open int, err error) {
	err = s.view(func(r *reader) error {
		c := r.Scan([]byte("o"), nil)
		defer c.Close()
		for c.Next() && open < 10_000 {
			ord := record.Tail(c.Key())
			open++
			if len(rows) >= limit {
				continue
			}
			row, ok, err := find.RowOf(r, find.Case, ord)
			if err != nil {
				return err
			}
			if ok {
				rows = append(rows, row)
			}
		}
		return errors.Join(c.Err(), ctx.Err())
	})
	return rows, open, err
}
