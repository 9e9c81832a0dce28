package store

import (
	"context"
	"errors"
	"time"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store/find"
	"heshi/store/record"
)

// timeStep is how fine moments are kept.
const timeStep = time.Millisecond

// AddShop adds a shop. Faults are model.Problems; a name that is taken is
// CodeNameTaken.
func (s *Store) AddShop(ctx context.Context, by By, shop model.Shop) (model.Shop, error) {
	shop, faults := flow.CheckShop(shop)
	if len(faults.Hard()) > 0 {
		return shop, faults.Hard()
	}
	var added model.Shop
	err := s.write(ctx, func(tx *Tx) (err error) {
		added, err = tx.addShop(by, shop, 0)
		return err
	})
	if err != nil {
		return shop, err
	}
	return added, nil
}

func (tx *Tx) addShop(by By, shop model.Shop, batch uint64) (model.Shop, error) {
	var err error
	if shop.ID, err = tx.newID(by, record.ShopKind); err != nil {
		return shop, err
	}
	return add(tx, by, KindShopAdded, shop.ID, shop, batch)
}

// EditShop replaces a shop by a newer version of itself; see EditCase.
func (s *Store) EditShop(ctx context.Context, by By, shop model.Shop) (model.Shop, error) {
	shop, faults := flow.CheckShop(shop)
	if len(faults.Hard()) > 0 {
		return shop, faults.Hard()
	}
	return editAs(ctx, s, by, KindShopEdited, shop.ID, shop)
}

// Shop returns a shop by id or by name.
func (s *Store) Shop(_ context.Context, ref string) (shop model.Shop, err error) {
	return byName[model.Shop](s, "shop", record.ShopKind, ref)
}

// mostCounted is how far the cases of a shop are counted.
const mostCounted = 10_000

// ShopCases returns how many cases a shop has, counted up to 10,000. Cases that
// go on in another one are counted with that one.
func (s *Store) ShopCases(ctx context.Context, id model.ID) (n int, err error) {
	err = s.view(func(r *reader) error {
		return r.countedOf(id, func(find.Row) bool {
			n++
			return n < mostCounted && ctx.Err() == nil
		})
	})
	return n, errors.Join(err, ctx.Err())
}

// countedOf walks the cases of a shop that count, until fn returns false.
func (r *reader) countedOf(shop model.ID, fn func(find.Row) bool) error {
	var fault error
	err := r.casesOf(shop, func(ord uint64) bool {
		row, ok, err := r.row(find.Case, ord)
		if fault = err; err != nil {
			return false
		}
		return !ok || rests(row) || fn(row)
	})
	return errors.Join(err, fault)
}

// rests reports a case that goes on in another one: nobody has to act on it,
// though it has not ended.
func rests(row find.Row) bool { return row.Over && !row.State.Over() }

// casesOf walks the cases of a shop, or those that go on in a case, until fn returns false.
func (r *reader) casesOf(id model.ID, fn func(ord uint64) bool) error {
	v, err := r.index()
	if err != nil {
		return err
	}
	return find.Under(v, id, fn)
}

// AllShops returns every shop, in the order they were added; a mall has
// hundreds.
func (s *Store) AllShops(ctx context.Context) ([]model.Shop, error) {
	return all[model.Shop](ctx, s, record.ShopKind)
}

// all returns every record of a kind there are few of, in the order they were
// added.
func all[T record.Any](ctx context.Context, s *Store, kind record.Kind) (out []T, err error) {
	err = s.view(func(r *reader) error {
		c := r.raw([]byte{byte(kind)})
		defer c.Close()
		for c.Next() {
			v, err := load[T](r, kind.ID(record.Tail(c.Key())))
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			out = append(out, v)
		}
		return c.Err()
	})
	return out, err
}

// NewShops returns those of list that the station does not have yet, and how
// many it has: a shop is known by its credit code and name, or by its name
// alone. A known name with another credit code is refused.
func (s *Store) NewShops(ctx context.Context, list []model.Shop) (fresh []model.Shop, present int, err error) {
	all, err := s.AllShops(ctx)
	if err != nil {
		return nil, 0, err
	}
	known := make(map[string]model.Shop, len(all))
	for _, shop := range all {
		known[find.Fold(shop.Name)] = shop
	}
	for _, shop := range list {
		was, ok := known[find.Fold(shop.Name)]
		switch {
		case !ok:
			fresh = append(fresh, shop)
		case shop.CreditCode != "" && was.CreditCode != "" && shop.CreditCode != was.CreditCode:
			return nil, 0, &model.Problem{Code: CodeNameTaken, Field: "name", Args: map[string]any{"name": shop.Name}}
		default:
			present++
		}
	}
	return fresh, present, nil
}

// byName reads a record by id or by its unique name.
func byName[T record.Any](s *Store, what string, kind record.Kind, ref string) (v T, err error) {
	err = s.view(func(r *reader) error {
		id := model.ID(ref)
		if k, _, ok := record.Split(id); !ok || k != kind {
			_, b, err := r.get(record.UniqueKey(what, find.Fold(ref)))
			if err != nil {
				return err
			}
			if b == nil {
				return NotFound(what, ref)
			}
			id, _ = splitUnique(b)
		}
		v, err = load[T](r, id)
		return err
	})
	return v, err
}
