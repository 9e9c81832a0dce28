package trade

import (
	"context"
	"io"
	"strings"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/exchange"
	"heshi/store/find"
	"heshi/ui/chronicle"
	"heshi/ui/text"
)

// Mapping returns which column of the platform's file holds what: the
// station's own, or the sample that comes with the program.
func (t Trader) Mapping(ctx context.Context) (model.Mapping, error) {
	m, ok, err := t.Store.Mapping(ctx)
	if err != nil || ok {
		return m, err
	}
	return exchange.LoadMapping(t.Assets)
}

// ReadMapping reads a mapping from a file. Faults are refused.
func (t Trader) ReadMapping(data []byte) (model.Mapping, error) {
	m, err := exchange.ReadMapping(data)
	return m, refuse(err)
}

// KeepMapping saves a mapping for the next time, in the place of the one
// there is.
func (t Trader) KeepMapping(ctx context.Context, by store.By, m model.Mapping) error {
	was, _, err := t.Store.Mapping(ctx)
	if err != nil {
		return err
	}
	m.Rev = was.Rev
	_, err = t.Store.EditMapping(ctx, by, m)
	return err
}

func (t Trader) platform(m model.Mapping, name string, by store.By) exchange.Platform {
	zone := t.Store.Zone()
	return exchange.Platform{Mapping: m, Words: t.words, Zone: zone, Now: by.At.In(zone), Sparse: forFile(name, "x") == ""}
}

func (t Trader) importODR(ctx context.Context, by store.By, name string, data []byte, dry bool) (Result, error) {
	m, err := t.Mapping(ctx)
	if err != nil {
		return Result{}, err
	}
	return t.ImportBy(ctx, by, m, name, data, dry)
}

// ImportBy takes in the case file of the ODR platform by a mapping. A case
// whose number on the platform is there already is left alone.
func (t Trader) ImportBy(ctx context.Context, by store.By, m model.Mapping, name string, data []byte, dry bool) (r Result, err error) {
	r.Kind, r.DryRun = ODR, dry
	table, err := exchange.Read(name, data)
	if err != nil {
		return r, refuse(err)
	}
	list, err := t.platform(m, name, by).Read(table)
	if err != nil {
		return r, refuse(err)
	}
	if list, r.Present, err = t.Store.NewPlatformCases(ctx, list); err != nil {
		return r, err
	}
	if r.Added = len(list); dry {
		return r, nil
	}
	shops, err := t.platformShops(ctx)
	if err != nil {
		return r, err
	}
	return r, t.Store.AddBatch(ctx, by, len(list), func(i int) (store.Item, error) {
		c := list[i]
		if id := shops[find.Fold(c.Shop)]; id != "" {
			c.ShopID = id
		}
		return store.Item{Case: &c, By: by}, nil
	}, nil)
}

// platformShops leads from the names that affiliated shops have on their
// platform to the shops.
func (t Trader) platformShops(ctx context.Context) (map[string]model.ID, error) {
	groups, err := t.Store.Groups(ctx)
	if err != nil {
		return nil, err
	}
	out := map[string]model.ID{}
	for _, g := range groups {
		for _, a := range g.Affiliates {
			if a.PlatformShop != "" {
				out[find.Fold(a.PlatformShop)] = a.ShopID
			}
		}
	}
	return out, nil
}

// exportResults writes what the station did about the platform's cases, for
// entry there, in the columns of its file.
func (t Trader) exportResults(ctx context.Context, name, lang string, w io.Writer) (int, error) {
	m, err := t.Mapping(ctx)
	if err != nil {
		return 0, err
	}
	var list []model.Case
	var results []exchange.Result
	err = t.Store.PlatformCases(ctx, func(c model.Case) error {
		result, err := t.resultOf(ctx, c, lang)
		list, results = append(list, c), append(results, result)
		return err
	})
	if err != nil {
		return 0, err
	}
	return len(list), refuse(exchange.Write(w, name, t.platform(m, name, store.By{}).Write(list, results)))
}

// resultOf words the report about a case. One that goes on in another case has
// the result of that one.
func (t Trader) resultOf(ctx context.Context, c model.Case, lang string) (out exchange.Result, err error) {
	tx := t.Texts.Lang(lang)
	var course []string
	if c.MergedInto != "" {
		if c, err = t.Store.Case(ctx, string(c.MergedInto)); err != nil {
			return out, err
		}
		course = append(course, tx.T("odr.merged", "no", c.No))
	}
	r := flow.ReportOf(c)
	out = exchange.Result{FirstContactAt: r.FirstContactAt, HandledAt: r.HandledAt}
	for _, h := range r.Course {
		course = append(course, strings.TrimSpace(tx.Moment(h.At)+" "+chronicle.Step(tx, h)+" "+chronicle.What(tx, h.Said, " · ")))
	}
	out.Course = strings.Join(course, "\n")
	if r.Way == "" {
		return out, nil
	}
	out.Way = tx.T(text.Key("odr.way." + r.Way))
	var said []string
	if r.Way == flow.WayAgreed {
		if c.Agreement.Terms != "" {
			said = append(said, c.Agreement.Terms)
		}
		for _, d := range c.Duties {
			said = append(said, t.duty(tx, d))
		}
	}
	for _, why := range flow.WhyFailed(c) {
		said = append(said, chronicle.What(tx, why, " · "))
	}
	out.Result = strings.Join(said, "\n")
	return out, nil
}

// duty tells a promise and whether it was kept.
func (t Trader) duty(tx *text.Catalogue, d model.Duty) string {
	amount := ""
	if d.Amount > 0 {
		amount = " " + tx.Money(d.Amount)
	}
	return d.What + amount + " " + tx.T(text.Key("duty_state."+string(d.State)))
}
