package store

import (
	"context"
	"slices"

	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/flow"
	"heshi/store/find"
	"heshi/store/record"
)

// beyond finds what a step says about other records than the case: the group
// its shop belongs to, and ids for the names among its answers.
func (tx *Tx) beyond(c model.Case, action string, args flow.Args) (flow.Args, model.Group, error) {
	var core model.Group
	var err error
	switch action {
	case "to-core":
		if c.ShopID != "" {
			core, err = tx.groupOf(c.ShopID)
		}
	case "merge":
		args, err = tx.mergeInto(c, args)
	}
	return args, core, err
}

// mergeInto finds the case that another one is merged into.
func (tx *Tx) mergeInto(c model.Case, args flow.Args) (flow.Args, error) {
	ref, _ := args["into"].(string)
	if ref == "" {
		return args, nil // the step asks for it
	}
	id, err := tx.caseID(ref)
	if err != nil {
		return args, err
	}
	other, _, err := txLoad[model.Case](tx, id)
	if err != nil {
		return args, err
	}
	if p := affiliate.MayMerge(c, other); p != nil {
		return args, model.Problems{p}
	}
	r, err := tx.reader()
	if err != nil {
		return args, err
	}
	others, err := r.mergedInto(c.ID)
	if err != nil {
		return args, err
	}
	if len(others) > 0 {
		return args, model.Problems{{Code: "merge.has_others", Field: "into"}}
	}
	out := flow.Args{}
	for k, v := range args {
		out[k] = v
	}
	out["into"] = string(id)
	return out, nil
}

// caseID reads the id of a case, or its number.
func (tx *Tx) caseID(ref string) (model.ID, error) {
	if kind, _, ok := record.Split(model.ID(ref)); ok && kind == record.CaseKind {
		return model.ID(ref), nil
	}
	r, err := tx.reader()
	if err != nil {
		return "", err
	}
	row, ok, err := r.numbered(ref)
	if err == nil && !ok {
		err = model.Problems{{Code: CodeNotFound, Field: "into", Args: map[string]any{"what": "case", "ref": ref}}}
	}
	return row.ID, err
}

// mergedInto lists the cases that go on in a case, oldest first.
func (r *reader) mergedInto(id model.ID) (ords []uint64, err error) {
	err = r.casesOf(id, func(ord uint64) bool {
		ords = append(ords, ord)
		return len(ords) < 100
	})
	slices.Sort(ords)
	return ords, err
}

// Merged returns the cases that go on in a case, oldest first, and those of
// the same consumer within its group that might: up to limit each.
func (s *Store) Merged(ctx context.Context, c model.Case, limit int) (in, might []find.Row, err error) {
	err = s.view(func(r *reader) error {
		ords, err := r.mergedInto(c.ID)
		if err != nil {
			return err
		}
		for _, ord := range ords {
			row, ok, err := r.row(find.Case, ord)
			if err != nil {
				return err
			}
			if ok && len(in) < limit {
				in = append(in, row)
			}
		}
		return ctx.Err()
	})
	if err != nil || c.Route == nil || c.Over() {
		return in, nil, err
	}
	var cases []GroupCase
	err = s.view(func(r *reader) error {
		g, err := load[model.Group](r, c.Route.Group)
		if err == nil {
			cases, err = r.newestOf(ctx, g, 500)
		}
		return err
	})
	if IsCode(err, CodeNotFound) { // the group is gone
		return in, nil, nil
	}
	if err != nil {
		return in, nil, err
	}
	rows := map[model.ID]find.Row{}
	var seen []affiliate.Seen
	for _, g := range cases {
		rows[g.ID] = g.Row
		seen = append(seen, affiliate.Seen{
			Case: g.ID, Shop: g.ShopID, Phone: g.Phone, Name: g.Name, Open: !g.Over && g.CaseKind == model.Complaint,
			On: model.DayOf(g.At, s.opts.Zone),
		})
	}
	for _, d := range affiliate.Duplicates(affiliate.SeenOf(c, s.opts.Zone), seen) {
		if len(might) < limit {
			might = append(might, rows[d.Case])
		}
	}
	return in, might, nil
}
