package store

import (
	"context"

	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/flow"
	"heshi/store/record"
)

// AddGroup adds a core enterprise with its affiliated shops. An affiliate may
// be named by its shop's name alone: a name nobody knows becomes a new shop.
// Faults are model.Problems; a shop of another group is CodeAffiliated.
func (s *Store) AddGroup(ctx context.Context, by By, g model.Group) (model.Group, error) {
	g, faults := flow.CheckGroup(g)
	if len(faults.Hard()) > 0 {
		return g, faults.Hard()
	}
	var added model.Group
	err := s.write(ctx, func(tx *Tx) error {
		next, err := tx.placeAffiliates(by, g)
		if err != nil {
			return err
		}
		if next.ID, err = tx.newID(by, record.GroupKind); err != nil {
			return err
		}
		added, err = add(tx, by, KindGroupAdded, next.ID, next, 0, nil)
		return err
	})
	if err != nil {
		return g, err
	}
	return added, nil
}

// EditGroup replaces a group by a newer version of itself; see EditCase and
// AddGroup.
func (s *Store) EditGroup(ctx context.Context, by By, g model.Group) (model.Group, error) {
	g, faults := flow.CheckGroup(g)
	if len(faults.Hard()) > 0 {
		return g, faults.Hard()
	}
	var out model.Group
	err := s.write(ctx, func(tx *Tx) error {
		was, body, err := txLoad[model.Group](tx, g.ID)
		if err != nil {
			return err
		}
		if g.Rev != was.Rev {
			return stale(tx, g, was, was.Rev)
		}
		next, err := tx.placeAffiliates(by, g)
		if err != nil {
			return err
		}
		out, err = edit(tx, by, KindGroupEdited, g.ID, next, was, body)
		return err
	})
	if err != nil {
		return g, err
	}
	return out, nil
}

// placeAffiliates ties each affiliate to its shop, as placeShop does a case.
func (tx *Tx) placeAffiliates(by By, g model.Group) (model.Group, error) {
	list := make([]model.Affiliate, 0, len(g.Affiliates))
	seen := map[model.ID]bool{}
	for _, a := range g.Affiliates {
		c, err := tx.placeShop(by, model.Case{ShopID: a.ShopID, Shop: a.Shop}, 0)
		if err != nil {
			return g, err
		}
		a.ShopID, a.Shop = c.ShopID, c.Shop
		if seen[a.ShopID] {
			return g, &model.Problem{Code: "group.shop_twice", Field: "affiliates", Args: map[string]any{"name": a.Shop}}
		}
		seen[a.ShopID] = true
		list = append(list, a)
	}
	g.Affiliates = list
	return g, nil
}

// Group returns a group by id or by the core enterprise's name.
func (s *Store) Group(_ context.Context, ref string) (model.Group, error) {
	return byName[model.Group](s, "group", record.GroupKind, ref)
}

// Groups returns every group, in the order they were added; a park has dozens.
func (s *Store) Groups(ctx context.Context) ([]model.Group, error) {
	return all[model.Group](ctx, s, record.GroupKind)
}

// GroupOf returns the group a shop belongs to; false when it belongs to none.
func (s *Store) GroupOf(_ context.Context, shop model.ID) (g model.Group, ok bool, err error) {
	err = s.view(func(r *reader) error {
		_, b, err := r.get(unique{affiliateName, string(shop)}.key())
		if err != nil || b == nil {
			return err
		}
		id, _ := splitUnique(b)
		g, err = load[model.Group](r, id)
		ok = err == nil
		return err
	})
	return g, ok, err
}

// groupOf is GroupOf within a write; a zero Group when the shop has none.
func (tx *Tx) groupOf(shop model.ID) (g model.Group, err error) {
	_, b, err := tx.get(unique{affiliateName, string(shop)}.key())
	if err != nil || b == nil {
		return g, err
	}
	id, _ := splitUnique(b)
	g, _, err = txLoad[model.Group](tx, id)
	return g, err
}

// route decides where a complaint goes by what its group's authorisation says
// on the day of registration; nil when its shop has no group.
func (tx *Tx) route(c model.Case) (*model.Route, error) {
	if c.Kind != model.Complaint || c.ShopID == "" {
		return nil, nil
	}
	g, err := tx.groupOf(c.ShopID)
	if err != nil || g.ID == "" {
		return nil, err
	}
	r := affiliate.Decide(g, c.RegisteredAt, model.DayOf(c.RegisteredAt, tx.g.s.opts.Zone))
	return &r, nil
}
