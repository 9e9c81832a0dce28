package store

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store/find"
	"heshi/store/record"
)

// AddCase registers a case: it gives it id, number, state and due day, and makes
// the shop when the name is new, all in one transaction. Faults in the case are
// model.Problems.
func (s *Store) AddCase(ctx context.Context, by By, c model.Case) (model.Case, error) {
	c, faults := flow.Register(c, model.DayOf(by.At, s.opts.Zone))
	if len(faults.Hard()) > 0 {
		return c, faults.Hard()
	}
	in, err := s.arrival(by, c)
	if err != nil {
		return c, err
	}
	var added *model.Case
	err = s.write(ctx, func(tx *Tx) (err error) {
		added, err = tx.addCase(by, in, 0)
		return err
	})
	if err != nil {
		return c, err
	}
	return *added, nil
}

// arrival is a case on its way into the store, with what can be told of it
// before the one writer looks at it: who brings it does that, beside others.
type arrival struct {
	c    model.Case
	shop []byte // the key of its shop's name
	// What the writer fills in, as it was before: it may have to begin again.
	asked struct {
		shopID model.ID
		shop   string
		route  *model.Route
	}
}

func (s *Store) arrival(by By, c model.Case) (*arrival, error) {
	if faults := flow.Sound(c); len(faults) > 0 {
		return nil, faults
	}
	in := &arrival{c: c}
	s.register(by, &in.c)
	in.shop = shopKey(&in.c)
	in.asked.shopID, in.asked.shop, in.asked.route = in.c.ShopID, in.c.Shop, in.c.Route
	return in, nil
}

// shopKey returns the key of the name of a case's shop; nil when the shop is
// known by its id, or there is none.
func shopKey(c *model.Case) []byte {
	if c.ShopID != "" || c.Shop == "" {
		return nil
	}
	return unique{"shop", c.Shop}.key()
}

// addCase adds what arrived. It may have to run again.
func (tx *Tx) addCase(by By, in *arrival, batch uint64) (*model.Case, error) {
	c := &in.c
	c.ShopID, c.Shop, c.Route = in.asked.shopID, in.asked.shop, in.asked.route
	err := tx.placeAt(by, c, in.shop, batch)
	if err != nil {
		return c, err
	}
	if c.Route, err = tx.route(c); err != nil {
		return c, err
	}
	if err = tx.date(c); err != nil {
		return c, err
	}
	if c.No, err = tx.caseNo(model.DayOf(c.RegisteredAt, tx.g.s.opts.Zone)); err != nil {
		return c, err
	}
	return c, tx.putCase(by, c, batch)
}

// putCase gives a new case its id and writes it.
func (tx *Tx) putCase(by By, c *model.Case, batch uint64) (err error) {
	if c.ID, err = tx.newID(by, record.CaseKind); err != nil {
		return err
	}
	ch := change{kind: KindCaseAdded, id: c.ID, batch: batch, plain: c.Origin == nil}
	return addAt(tx, by, ch, c, func() yield {
		_, ord, _ := record.Split(c.ID)
		return caseYield(c, ord)
	})
}

// addWhole adds a case as it was elsewhere. What it says of other records by
// their ids there is left out or found again by name; the case it goes on in by
// its number, among targets or in the store.
func (tx *Tx) addWhole(by By, c model.Case, batch uint64, targets map[string]model.ID) (model.Case, error) {
	if _, taken, err := find.ByNumber(tx.g.from.index, c.No); err != nil || taken {
		return c, errors.Join(err, &model.Problem{Code: CodeNameTaken, Field: "no", Args: map[string]any{"name": c.No}})
	}
	into := string(c.MergedInto)
	c.Rev, c.ShopID, c.MergedInto = 0, "", targets[into]
	if into != "" && c.MergedInto == "" {
		row, there, err := find.ByNumber(tx.g.from.index, into)
		if err != nil || !there {
			return c, errors.Join(err, NotFound("case", into))
		}
		c.MergedInto = row.ID
	}
	c.RegisteredAt = c.RegisteredAt.In(tx.g.s.opts.Zone).Truncate(timeStep)
	c = flow.Arrived(c)
	if faults := flow.Sound(c); len(faults) > 0 {
		return c, faults
	}
	c, err := tx.placeShop(by, c, batch)
	if err != nil {
		return c, err
	}
	if c.Route != nil {
		if c.Route, err = tx.route(&c); err != nil {
			return c, err
		}
	}
	if c, err = tx.redated(c); err != nil {
		return c, err
	}
	if err := tx.countOn(c); err != nil {
		return c, err
	}
	err = tx.putCase(by, &c, batch)
	return c, err
}

// redated gives a case from elsewhere the day it is due, unless it brought one:
// whatever somebody has to act on stands on the list.
func (tx *Tx) redated(c model.Case) (model.Case, error) {
	if c.Over() || c.DueOn.IsZero() {
		return tx.dated(c)
	}
	return c, nil
}

// countOn sees to it that the number of a case from elsewhere is not given out
// again.
func (tx *Tx) countOn(c model.Case) error {
	code, err := tx.stationCode()
	if err != nil || !strings.HasPrefix(c.No, code+"-"+compact(model.DayOf(c.RegisteredAt, tx.g.s.opts.Zone))+"-") {
		return err
	}
	counter, n := tx.g.s.counter(c)
	have, err := tx.number(record.MetaKey(counter))
	if err == nil && n > have {
		tx.setNumber(record.MetaKey(counter), n)
	}
	return err
}

// Cases returns up to limit cases whole, those added first coming first, after
// the one with the id after ("" for none).
func (s *Store) Cases(ctx context.Context, after model.ID, limit int) (out []model.Case, err error) {
	err = s.view(func(r *reader) error {
		_, ord, _ := record.Split(after)
		c := r.scan([]byte{byte(record.CaseKind)}, record.Key(record.CaseKind, ord+1))
		defer c.Close()
		for len(out) < limit && c.Next() {
			v, err := load[model.Case](r, record.CaseKind.ID(record.Tail(c.Key())))
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			out = append(out, v)
		}
		return c.Err()
	})
	return out, err
}

// HasNumber says whether there is a case with exactly this number.
func (s *Store) HasNumber(_ context.Context, no string) (ok bool, err error) {
	err = s.view(func(r *reader) error {
		_, ok, err = r.numbered(no)
		return err
	})
	return ok, err
}

// register fills in what registration decides.
func (s *Store) register(by By, c *model.Case) {
	c.RegisteredAt = by.At.In(s.opts.Zone).Truncate(timeStep)
	if c.Receiver == "" {
		c.Receiver = by.name()
	}
	if c.State.Over() && c.ClosedAt.IsZero() {
		c.ClosedAt = c.RegisteredAt
	}
}

// placeShop ties the case to its shop, by id or by name; a name nobody knows
// becomes a new shop.
func (tx *Tx) placeShop(by By, c model.Case, batch uint64) (model.Case, error) {
	err := tx.placeAt(by, &c, shopKey(&c), batch)
	return c, err
}

// placeAt is placeShop of what c points to, whose shop's name has the key given.
func (tx *Tx) placeAt(by By, c *model.Case, key []byte, batch uint64) error {
	if c.ShopID != "" {
		shop, _, err := txLoad[model.Shop](tx, c.ShopID)
		c.Shop = shop.Name
		return err
	}
	if c.Shop == "" {
		return nil
	}
	_, known, err := tx.get(key)
	if err != nil {
		return err
	}
	if known != nil {
		c.ShopID, c.Shop = splitUnique(known)
		return nil
	}
	shop, err := tx.addShop(by, model.Shop{Name: c.Shop}, batch)
	c.ShopID, c.Shop = shop.ID, shop.Name
	return err
}

// caseNo gives out STATION-YYYYMMDD-NNNN; past 9999 on one day it grows a
// digit.
func (tx *Tx) caseNo(day model.Day) (string, error) {
	n, err := tx.next(dayCounter(day))
	if err != nil {
		return "", err
	}
	code, err := tx.stationCode()
	b := append(make([]byte, 0, 48), code...)
	b = append(appendCompact(append(b, '-'), day), '-')
	return string(appendPadded(b, 4, n)), err
}

// compact returns YYYYMMDD.
func compact(day model.Day) string { return string(appendCompact(make([]byte, 0, 8), day)) }

func appendCompact(b []byte, day model.Day) []byte {
	y, m, d := day.Date()
	return appendPadded(b, 8, uint64(10_000*y+100*int(m)+d))
}

// appendPadded appends a number with at least so many digits.
func appendPadded(b []byte, width int, n uint64) []byte {
	var digits [20]byte
	s := strconv.AppendUint(digits[:0], n, 10)
	for range width - len(s) {
		b = append(b, '0')
	}
	return append(b, s...)
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
		next, err := tx.moveShop(by, edited(was, c), was)
		if err == nil && next.ShopID != was.ShopID {
			next.Route, err = tx.route(&next)
		}
		if err == nil {
			next, err = tx.dated(next)
		}
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

// edited is a case with the facts of another version of it. Only facts can be
// edited: state, due day and everything the steps write stay as they are.
func edited(was, c model.Case) model.Case {
	next := was
	next.Complainant, next.ShopID, next.Shop = c.Complainant, c.ShopID, c.Shop
	next.What, next.Answer, next.Note = c.What, c.Answer, c.Note
	next.Class, next.Nature, next.Request, next.Amount = c.Class, c.Nature, c.Request, c.Amount
	next.Goods, next.PurchasedOn, next.Channel, next.Proofs = c.Goods, c.PurchasedOn, c.Channel, c.Proofs
	next.NoticeAt, next.Consent, next.Urgent, next.Dialect = c.NoticeAt, c.Consent, c.Urgent, c.Dialect
	return next
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

// Case returns the case with this id, this number, or this number of the ODR
// platform.
func (s *Store) Case(_ context.Context, ref string) (c model.Case, err error) {
	err = s.view(func(r *reader) error {
		id := model.ID(ref)
		if _, _, ok := record.Split(id); !ok {
			row, _, err := r.numbered(ref)
			if err != nil {
				return err
			}
			id = row.ID
			if id == "" {
				_, b, err := r.get(unique{odrName, ref}.key())
				if err != nil {
					return err
				}
				id, _ = splitUnique(b)
			}
		}
		if kind, _, _ := record.Split(id); kind != record.CaseKind {
			return NotFound("case", ref)
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

// Printed notes that a paper of a case was made: which one, by the name of its
// form, with ".redacted" when persons were taken out. A paper has the full
// numbers on it, so this is looking, and undo passes over it.
func (s *Store) Printed(ctx context.Context, by By, id model.ID, paper string) error {
	return s.write(ctx, func(tx *Tx) error {
		if _, _, err := txLoad[model.Case](tx, id); err != nil {
			return err
		}
		return tx.note(by, KindPrinted, id, paper)
	})
}
