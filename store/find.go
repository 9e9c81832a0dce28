package store

import (
	"context"
	"time"

	"heshi/model"
	"heshi/store/find"
)

// Search answers what was typed in the one box over cases, shops and
// volunteers, best first. While the index is made again beside the open store, it
// finds what Indexing says.
func (s *Store) Search(ctx context.Context, q find.Query) (res find.Result, err error) {
	err = s.view(func(r *reader) error {
		res, err = find.Search(ctx, r.at.index, q)
		return err
	})
	return res, err
}

// List returns one page of cases or shops, newest first.
func (s *Store) List(ctx context.Context, q find.ListQuery) (rows []find.Row, err error) {
	err = s.view(func(r *reader) error {
		v, err := r.index()
		if err == nil {
			rows, err = find.List(ctx, v, q)
		}
		return err
	})
	return rows, err
}

// Similar returns recent cases that may be the same as c: the same phone, or
// the same shop and person, registered at or after since; newest first.
func (s *Store) Similar(ctx context.Context, c model.Case, since time.Time, limit int) (rows []find.Row, err error) {
	err = s.view(func(r *reader) error {
		v, err := r.index()
		if err != nil {
			return err
		}
		seen := map[model.ID]bool{c.ID: true}
		add := func(more []find.Row, err error) error {
			for _, row := range more {
				if !seen[row.ID] && len(rows) < limit {
					seen[row.ID] = true
					rows = append(rows, row)
				}
			}
			return err
		}
		if c.Complainant.Phone != "" {
			if err := add(find.ByPhone(ctx, v, c.Complainant.Phone, since, limit)); err != nil {
				return err
			}
		}
		if c.Shop == "" || c.Complainant.Name == "" {
			return nil
		}
		return add(find.ByShopAndName(ctx, v, c.Shop, c.Complainant.Name, since, limit))
	})
	return rows, err
}
