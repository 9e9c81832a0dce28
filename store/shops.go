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
	err := s.write(ctx, func(tx *Tx) (err error) {
		shop, err = tx.addShop(by, shop, 0)
		return err
	})
	return shop, err
}

func (tx *Tx) addShop(by By, shop model.Shop, batch uint64) (model.Shop, error) {
	ord, err := tx.next("shop")
	if err != nil {
		return shop, err
	}
	shop.ID, shop.Rev = record.ShopKind.ID(ord), 0
	body, err := record.Encode(shop)
	if err != nil {
		return shop, err
	}
	e, err := tx.apply(by, change{kind: KindShopAdded, id: shop.ID, after: body, batch: batch})
	shop.Rev = e.Seq
	return shop, err
}

// EditShop replaces a shop by a newer version of itself; see EditCase.
func (s *Store) EditShop(ctx context.Context, by By, shop model.Shop) (model.Shop, error) {
	shop, faults := flow.CheckShop(shop)
	if len(faults.Hard()) > 0 {
		return shop, faults.Hard()
	}
	return editAs(ctx, s, by, KindShopEdited, shop.ID, shop.Rev, shop)
}

// Shop returns a shop by id or by name.
func (s *Store) Shop(ctx context.Context, ref string) (shop model.Shop, err error) {
	return byName[model.Shop](s, "shop", record.ShopKind, ref, func(v *model.Shop, rev uint64) { v.Rev = rev })
}

// ShopCases returns how many cases a shop has, counted up to 10,000.
func (s *Store) ShopCases(ctx context.Context, id model.ID) (n int, err error) {
	err = s.view(func(r *reader) error {
		return r.tails(record.ShopCasePrefix(id), 0, func(uint64) (bool, error) {
			n++
			return n < 10_000, ctx.Err()
		})
	})
	return n, err
}

// byName reads a record by id or by its unique name.
func byName[T model.Shop | model.Person](s *Store, what string, kind record.Kind, ref string, rev func(*T, uint64)) (v T, err error) {
	err = s.view(func(r *reader) error {
		id := model.ID(ref)
		if k, _, ok := record.Split(id); !ok || k != kind {
			_, b, err := r.get(record.UniqueKey(what, find.Fold(ref)))
			if err != nil {
				return err
			}
			if b == nil {
				return notFound(what, ref)
			}
			id = model.ID(b)
		}
		var n uint64
		v, n, err = load[T](r, id)
		rev(&v, n)
		return err
	})
	return v, err
}

// AllShops returns every shop, in the order they were added; a mall has
// hundreds.
func (s *Store) AllShops(ctx context.Context) (out []model.Shop, err error) {
	err = s.view(func(r *reader) error {
		c := r.raw([]byte{byte(record.ShopKind)})
		defer c.Close()
		for c.Next() {
			shop, rev, err := load[model.Shop](r, record.ShopKind.ID(record.Tail(c.Key())))
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			shop.Rev = rev
			out = append(out, shop)
		}
		return nil
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
