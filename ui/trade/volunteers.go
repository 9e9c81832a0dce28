package trade

import (
	"context"
	"io"

	"heshi/model"
	"heshi/store"
	"heshi/store/exchange"
	"heshi/store/find"
)

// importVolunteers takes in volunteers. One whose name the register has is
// there already; shops, partners and people must be known.
func (t Trader) importVolunteers(ctx context.Context, by store.By, name string, data []byte, dry bool) (r Result, err error) {
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return r, err
	}
	table, err := exchange.Read(name, data)
	if err != nil {
		return r, refuse(err)
	}
	rows, err := columns.ReadVolunteers(table, t.words)
	if err != nil {
		return r, refuse(err)
	}
	all, err := t.Store.Volunteers(ctx)
	if err != nil {
		return r, err
	}
	known := map[string]bool{}
	for _, v := range all {
		known[find.Fold(v.Name)] = true
	}
	ties, err := t.ties(ctx)
	if err != nil {
		return r, err
	}
	list, present, faults := fresh(columns, rows, known, ties)
	if len(faults) > 0 {
		return r, refuse(faults)
	}
	r.Added, r.Present = len(list), present
	if dry {
		return r, nil
	}
	return r, t.Store.AddBatch(ctx, by, len(list), func(i int) (store.Item, error) {
		return store.Item{Volunteer: &list[i], By: by}, nil
	}, nil)
}

// ties finds shops and people by their names.
type ties struct{ shops, people map[string]model.ID }

func (t Trader) ties(ctx context.Context) (ties, error) {
	out := ties{map[string]model.ID{}, map[string]model.ID{}}
	shops, err := t.Store.AllShops(ctx)
	if err != nil {
		return out, err
	}
	for _, s := range shops {
		out.shops[find.Fold(s.Name)] = s.ID
	}
	people, err := t.Store.People(ctx)
	for _, p := range people {
		out.people[find.Fold(p.Name)] = p.ID
	}
	return out, err
}

// fresh are the rows that the register does not have, their names turned into
// ids. A partner stays a name, and stands with the later of the two rows.
func fresh(columns exchange.Columns, rows []exchange.Volunteer, known map[string]bool, ties ties) (list []store.NewVolunteer, present int, faults model.Problems) {
	places := map[string]int{}
	var added []exchange.Volunteer
	for _, row := range rows {
		if known[find.Fold(row.Name)] {
			present++
			continue
		}
		n, bad := ties.tied(columns, row)
		faults = append(faults, bad...)
		places[find.Fold(row.Name)] = len(list)
		list, added = append(list, n), append(added, row)
	}
	for i, row := range added {
		for _, pair := range []struct {
			field string
			names []string
			of    func(*store.NewVolunteer) *[]string
		}{
			{"with", row.With, func(n *store.NewVolunteer) *[]string { return &n.WithNames }},
			{"avoid", row.Avoid, func(n *store.NewVolunteer) *[]string { return &n.AvoidNames }},
		} {
			for _, name := range pair.names {
				at, inFile := places[find.Fold(name)]
				switch {
				case !inFile && !known[find.Fold(name)]:
					faults = append(faults, columns.NoSuch(row.Row, pair.field, name))
				case inFile && at > i:
					*pair.of(&list[at]) = append(*pair.of(&list[at]), row.Name)
				default:
					*pair.of(&list[i]) = append(*pair.of(&list[i]), name)
				}
			}
		}
	}
	return list, present, faults
}

// tied turns the shops and the person of a row into ids.
func (t ties) tied(columns exchange.Columns, row exchange.Volunteer) (n store.NewVolunteer, faults model.Problems) {
	n.Volunteer = row.Volunteer
	for _, name := range row.Shops {
		id, ok := t.shops[find.Fold(name)]
		if !ok {
			faults = append(faults, columns.NoSuch(row.Row, "conflicts", name))
		}
		n.Conflicts = append(n.Conflicts, id)
	}
	if row.PersonName != "" {
		id, ok := t.people[find.Fold(row.PersonName)]
		if !ok {
			faults = append(faults, columns.NoSuch(row.Row, "person", row.PersonName))
		}
		n.Person = id
	}
	return n, faults
}

func (t Trader) exportVolunteers(ctx context.Context, name, lang string, w io.Writer) (int, error) {
	columns, err := exchange.LoadColumns(t.Assets)
	if err != nil {
		return 0, err
	}
	all, err := t.Store.Volunteers(ctx)
	if err != nil {
		return 0, err
	}
	shops, err := t.Store.AllShops(ctx)
	if err != nil {
		return 0, err
	}
	people, err := t.Store.People(ctx)
	if err != nil {
		return 0, err
	}
	names := map[model.ID]string{}
	for _, v := range all {
		names[v.ID] = v.Name
	}
	for _, s := range shops {
		names[s.ID] = s.Name
	}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	named := func(id model.ID) string { return names[id] }
	return len(all), refuse(exchange.Write(w, name, columns.WriteVolunteers(all, named, t.words, forFile(name, lang))))
}
