package trade

import (
	"context"
	"io"
	"reflect"
	"slices"

	"heshi/model"
	"heshi/store"
	"heshi/store/exchange"
	"heshi/store/find"
)

func (t Trader) importGroups(ctx context.Context, by store.By, name string, data []byte, dry bool) (r Result, err error) {
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return r, err
	}
	table, err := exchange.Read(name, data)
	if err != nil {
		return r, refuse(err)
	}
	list, err := columns.ReadGroups(table, t.words)
	if err != nil {
		return r, refuse(err)
	}
	held, err := t.Store.Groups(ctx)
	if err != nil {
		return r, err
	}
	next, r, err := joined(held, list)
	if err != nil || dry {
		return r, refuse(err)
	}
	return r, t.Store.AddBatch(ctx, by, len(next), func(i int) (store.Item, error) {
		return store.Item{Group: &next[i], By: by}, nil
	}, nil)
}

// joined puts what a file says on top of the groups held, and returns those
// that change. A shop of another group is refused: who answers for it is not
// for a file to decide.
func joined(held, list []model.Group) (next []model.Group, r Result, err error) {
	places, owner := map[string]int{}, map[string]string{}
	for i, g := range held {
		places[find.Fold(g.Name)] = i
		for _, a := range g.Affiliates {
			owner[find.Fold(a.Shop)] = g.Name
		}
	}
	for _, g := range list {
		for _, a := range g.Affiliates {
			if core := owner[find.Fold(a.Shop)]; core != "" && find.Fold(core) != find.Fold(g.Name) {
				return nil, Result{}, &model.Problem{Code: store.CodeAffiliated, Args: map[string]any{"name": a.Shop, "core": core}}
			}
		}
		i, known := places[find.Fold(g.Name)]
		if !known {
			r.Added += max(1, len(g.Affiliates))
			next = append(next, g)
			continue
		}
		out, _ := exchange.Overlay(held[i], g, true)
		added := 0
		out.Affiliates, added = merge(out.Affiliates, g.Affiliates)
		r.Added += added
		r.Present += len(g.Affiliates) - added
		if !reflect.DeepEqual(out, held[i]) {
			next = append(next, out)
			if added == 0 { // the core itself is described anew
				r.Added++
				r.Present = max(0, r.Present-1)
			}
		} else if len(g.Affiliates) == 0 {
			r.Present++
		}
	}
	return next, r, nil
}

// merge puts the shops of a file to those held; a shop that is there already
// takes what the file says of it.
func merge(held, list []model.Affiliate) (out []model.Affiliate, added int) {
	out = slices.Clone(held)
	for _, a := range list {
		i := slices.IndexFunc(out, func(h model.Affiliate) bool { return find.Fold(h.Shop) == find.Fold(a.Shop) })
		if i < 0 {
			out, added = append(out, a), added+1
			continue
		}
		a.ShopID, a.Shop = out[i].ShopID, out[i].Shop
		if a != out[i] {
			out[i], added = a, added+1
		}
	}
	return out, added
}

func (t Trader) exportGroups(ctx context.Context, name, lang string, w io.Writer) (int, error) {
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return 0, err
	}
	list, err := t.Store.Groups(ctx)
	if err != nil {
		return 0, err
	}
	table := columns.WriteGroups(list, t.words, forFile(name, lang))
	return len(table.Rows), refuse(exchange.Write(w, name, table))
}
