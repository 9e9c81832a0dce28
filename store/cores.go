package store

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/flow"
	"heshi/store/find"
	"heshi/store/record"
)

// AddGroup adds a core enterprise with its affiliated shops. An affiliate may
// be named by its shop's name alone: a name nobody knows becomes a new shop.
// Faults are model.Problems; a shop of another group is CodeAffiliated.
func (s *Store) AddGroup(ctx context.Context, by By, g model.Group) (model.Group, error) {
	g.ID, g.Rev = "", 0
	return s.putGroup(ctx, by, g)
}

// EditGroup replaces a group by a newer version of itself; see EditCase and
// AddGroup.
func (s *Store) EditGroup(ctx context.Context, by By, g model.Group) (model.Group, error) {
	if g.ID == "" {
		return g, NotFound("group", g.Name)
	}
	return s.putGroup(ctx, by, g)
}

func (s *Store) putGroup(ctx context.Context, by By, g model.Group) (model.Group, error) {
	g, faults := flow.CheckGroup(g)
	if len(faults.Hard()) > 0 {
		return g, faults.Hard()
	}
	var out model.Group
	err := s.write(ctx, func(tx *Tx) (err error) {
		out, err = tx.putGroup(by, g, 0)
		return err
	})
	if err != nil {
		return g, err
	}
	return out, nil
}

// putGroup adds a group without an id and replaces one that has it.
func (tx *Tx) putGroup(by By, g model.Group, batch uint64) (model.Group, error) {
	g, err := tx.placeAffiliates(by, g, batch)
	if err != nil {
		return g, err
	}
	if g.ID == "" {
		if g.ID, err = tx.newID(by, record.GroupKind); err != nil {
			return g, err
		}
		return add(tx, by, KindGroupAdded, g.ID, g, batch)
	}
	was, body, err := txLoad[model.Group](tx, g.ID)
	if err != nil {
		return g, err
	}
	if g.Rev != was.Rev {
		return g, stale(tx, g, was, was.Rev)
	}
	return editIn(tx, by, KindGroupEdited, g.ID, g, was, body, batch)
}

// SetAffiliate changes one shop of a group: was is the entry as it was read,
// a zero one adds; a zero next takes it out. An entry that has changed
// meanwhile is refused with *Stale[model.Group].
func (s *Store) SetAffiliate(ctx context.Context, by By, group model.ID, was, next model.Affiliate) (model.Group, error) {
	var out model.Group
	err := s.write(ctx, func(tx *Tx) error {
		have, _, err := txLoad[model.Group](tx, group)
		if err != nil {
			return err
		}
		g := have
		g.Affiliates = slices.Clone(have.Affiliates)
		at := slices.Index(g.Affiliates, was)
		switch {
		case at < 0 && was != (model.Affiliate{}):
			return stale(tx, g, have, have.Rev)
		case at < 0:
			g.Affiliates = append(g.Affiliates, next)
		case next == (model.Affiliate{}):
			g.Affiliates = slices.Delete(g.Affiliates, at, at+1)
		default:
			if next.Shop != was.Shop {
				next.ShopID = "" // another shop
			}
			g.Affiliates[at] = next
		}
		g, faults := flow.CheckGroup(g)
		if len(faults.Hard()) > 0 {
			return faults.Hard()
		}
		out, err = tx.putGroup(by, g, 0)
		return err
	})
	return out, err
}

// placeAffiliates ties each affiliate to its shop, as placeShop does a case.
func (tx *Tx) placeAffiliates(by By, g model.Group, batch uint64) (model.Group, error) {
	list := make([]model.Affiliate, 0, len(g.Affiliates))
	seen := map[model.ID]bool{}
	for _, a := range g.Affiliates {
		c, err := tx.placeShop(by, model.Case{ShopID: a.ShopID, Shop: a.Shop}, batch)
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
	if g.Affiliates = list; len(list) == 0 {
		g.Affiliates = nil
	}
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
func (tx *Tx) route(c *model.Case) (*model.Route, error) {
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

// GroupCase is a case about one of a group's shops.
type GroupCase struct {
	find.Row
	ShopID model.ID
	// Waiting reports that the core enterprise is to answer it.
	Waiting bool
}

// GroupCases returns up to limit cases about the shops of a group, the newest
// first, and how many each shop has, counted up to 10,000. Cases that go on in
// another one are counted and listed with that one.
func (s *Store) GroupCases(ctx context.Context, id model.ID, limit int) (cases []GroupCase, counts map[model.ID]int, err error) {
	counts = map[model.ID]int{}
	err = s.view(func(r *reader) error {
		g, err := load[model.Group](r, id)
		if err != nil {
			return err
		}
		for _, a := range g.Affiliates {
			n := 0
			err := r.countedOf(a.ShopID, func(find.Row) bool {
				n++
				return n < mostCounted && ctx.Err() == nil
			})
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			counts[a.ShopID] = n
		}
		cases, err = r.newestOf(ctx, g, limit)
		return err
	})
	return cases, counts, err
}

// newestOf returns up to limit cases about the shops of a group, the newest
// first.
func (r *reader) newestOf(ctx context.Context, g model.Group, limit int) (cases []GroupCase, err error) {
	type place struct {
		ord  uint64
		shop model.ID
	}
	var all []place
	for _, a := range g.Affiliates {
		n := 0
		err := r.casesOf(a.ShopID, func(ord uint64) bool {
			all = append(all, place{ord, a.ShopID})
			n++
			return n < mostCounted && ctx.Err() == nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(all, func(a, b place) int { return cmp.Compare(b.ord, a.ord) })
	for _, p := range all {
		if len(cases) >= limit {
			break
		}
		row, ok, err := r.row(find.Case, p.ord)
		if err != nil {
			return nil, err
		}
		if !ok || rests(row) {
			continue
		}
		c := GroupCase{Row: row, ShopID: p.shop}
		if !row.Over && row.CaseKind == model.Complaint {
			if c.Waiting, err = r.awaits(row.ID, g.ID); err != nil {
				return nil, err
			}
		}
		cases = append(cases, c)
	}
	return cases, ctx.Err()
}

// awaits reports whether a case waits for the answer of a group's core.
func (r *reader) awaits(id, group model.ID) (bool, error) {
	c, err := load[model.Case](r, id)
	return c.Route != nil && c.Route.Group == group && c.Route.To == model.ToCore && c.Route.AnsweredAt.IsZero(), err
}
