package store

import (
	"context"
	"fmt"

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
	err := s.write(ctx, func(tx *Tx) error {
		added, err := tx.addCase(by, c, 0)
		if err != nil {
			return err
		}
		if draft != "" {
			tx.del(record.DraftKey(draft))
		}
		c = added
		return nil
	})
	return c, err
}

func (tx *Tx) addCase(by By, c model.Case, batch uint64) (model.Case, error) {
	s := tx.g.s
	c.RegisteredAt = by.At.In(s.opts.Zone).Truncate(timeStep)
	if c.Receiver == "" {
		c.Receiver = by.name()
	}
	if c.State.Over() {
		if c.ClosedAt.IsZero() {
			c.ClosedAt = c.RegisteredAt
		}
	} else if s.opts.Due != nil {
		c.DueOn = s.opts.Due(c)
	} else {
		c.DueOn = model.DayOf(c.RegisteredAt, s.opts.Zone)
	}
	var err error
	if c, err = tx.placeShop(by, c, batch); err != nil {
		return c, err
	}
	ord, err := tx.next("case")
	if err != nil {
		return c, err
	}
	c.ID = record.CaseKind.ID(ord)
	if c.No, err = tx.caseNo(model.DayOf(c.RegisteredAt, s.opts.Zone)); err != nil {
		return c, err
	}
	body, err := record.Encode(c)
	if err != nil {
		return c, err
	}
	e, err := tx.apply(by, change{kind: KindCaseAdded, id: c.ID, after: body, batch: batch})
	c.Rev = e.Seq
	return c, err
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
	_, id, err := tx.get(record.UniqueKey("shop", find.Fold(c.Shop)))
	if err != nil {
		return c, err
	}
	if id != nil {
		c.ShopID = model.ID(id)
		shop, _, err := txLoad[model.Shop](tx, c.ShopID)
		c.Shop = shop.Name
		return c, err
	}
	shop, err := tx.addShop(by, model.Shop{Name: c.Shop}, batch)
	c.ShopID, c.Shop = shop.ID, shop.Name
	return c, err
}

// caseNo gives out STATION-YYYYMMDD-NNNN; past 9999 on one day it grows a
// digit.
func (tx *Tx) caseNo(day model.Day) (string, error) {
	y, m, d := day.Date()
	stamp := fmt.Sprintf("%04d%02d%02d", y, m, d)
	n, err := tx.next("no" + stamp)
	if err != nil {
		return "", err
	}
	code, err := tx.stationCode()
	return fmt.Sprintf("%s-%s-%04d", code, stamp, n), err
}

// EditCase replaces a case by a newer version of itself. c.Rev must be the
// revision that was read; otherwise *Stale[model.Case] holds both versions.
// Number, id, registration and state cannot be changed this way.
func (s *Store) EditCase(ctx context.Context, by By, c model.Case) (model.Case, error) {
	c, faults := flow.Complete(c, model.DayOf(by.At, s.opts.Zone))
	if len(faults.Hard()) > 0 {
		return c, faults.Hard()
	}
	err := s.write(ctx, func(tx *Tx) error {
		was, rev, err := txLoad[model.Case](tx, c.ID)
		if err != nil {
			return err
		}
		was.Rev = rev
		if rev != c.Rev {
			return stale(tx, c, was, c.ID)
		}
		c.No, c.Kind, c.State, c.RegisteredAt, c.ClosedAt = was.No, was.Kind, was.State, was.RegisteredAt, was.ClosedAt
		c.Receiver, c.DueOn = was.Receiver, was.DueOn
		if c.Shop != was.Shop && c.ShopID == was.ShopID {
			c.ShopID = ""
		}
		if c, err = tx.placeShop(by, c, 0); err != nil {
			return err
		}
		c, err = edit(tx, by, KindCaseEdited, c.ID, c, was)
		return err
	})
	return c, err
}

// Case returns the case with this id or number.
func (s *Store) Case(ctx context.Context, ref string) (c model.Case, err error) {
	err = s.view(func(r *reader) error {
		id := model.ID(ref)
		if _, _, ok := record.Split(id); !ok {
			_, b, err := r.get(record.NumberKey(ref))
			if err != nil {
				return err
			}
			if b == nil {
				return notFound("case", ref)
			}
			id = model.ID(b)
		}
		if kind, _, _ := record.Split(id); kind != record.CaseKind {
			return notFound("case", ref)
		}
		var rev uint64
		c, rev, err = load[model.Case](r, id)
		c.Rev = rev
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
	err := s.write(ctx, func(tx *Tx) error {
		if _, _, err := txLoad[model.Case](tx, id); err != nil {
			return err
		}
		_, err := tx.note(by, KindRevealed, id, reason)
		return err
	})
	if err != nil {
		return model.Case{}, err
	}
	return s.Case(ctx, string(id))
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
		return ctx.Err()
	})
	return rows, open, err
}
