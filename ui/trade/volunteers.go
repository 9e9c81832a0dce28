package trade

import (
	"context"
	"io"

	"heshi/model"
	"heshi/store"
	"heshi/store/exchange"
	"heshi/store/find"
)

// importVolunteers takes in volunteers: new ones, and what the file says of those
// the register has. Shops, partners and people must be known.
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
	ties, err := t.ties(ctx)
	if err != nil {
		return r, err
	}
	in := enrol(columns, rows, all, ties)
	if len(in.faults) > 0 {
		return r, refuse(in.faults)
	}
	r = in.result()
	switch {
	case dry:
		return r, nil
	case len(r.Unclear) > 0:
		return r, refuse(r.Unclear)
	}
	return r, t.Store.ImportVolunteers(ctx, by, in.changed(), in.added)
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

// tied turns the shops and the person of a row into ids.
func (t ties) tied(columns exchange.Columns, row exchange.Volunteer) (out exchange.Volunteer, faults model.Problems) {
	for _, name := range row.Shops {
		id, ok := t.shops[find.Fold(name)]
		if !ok {
			faults = append(faults, columns.NoSuch(row.Row, "conflicts", name))
		}
		row.Conflicts = append(row.Conflicts, id)
	}
	if row.PersonName != "" {
		id, ok := t.people[find.Fold(row.PersonName)]
		if !ok {
			faults = append(faults, columns.NoSuch(row.Row, "person", row.PersonName))
		}
		row.Person = id
	}
	return row, faults
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
