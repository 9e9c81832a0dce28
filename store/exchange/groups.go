package exchange

import (
	"strings"

	"heshi/model"
	"heshi/model/flow"
)

const groups = "groups"

// ReadGroups reads core enterprises from a table with one affiliated shop a
// row; rows of the same core are one group. What is said of the core itself
// may stand in any of its rows, but not in two ways. Every fault is a Problem
// that names row and column; with any, no group is returned.
func (c Columns) ReadGroups(t Table, words Words) ([]model.Group, error) {
	at, err := c.whole(groups, t, "core")
	if err != nil {
		return nil, err
	}
	r := groupReader{Columns: c, words: words, places: map[string]int{}, rows: map[string]int{}}
	for _, row := range t.Rows {
		r.read(cells{at, row})
		if len(r.faults) >= maxFaults {
			break
		}
	}
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return r.list, nil
}

type groupReader struct {
	Columns
	words  Words
	list   []model.Group
	places map[string]int // of the cores in list
	rows   map[string]int // of the shops
	faults model.Problems
}

func (r *groupReader) fault(row int, column string, p *model.Problem) {
	if p != nil && !p.Doubt {
		q := *p
		q.Field = column
		r.faults = append(r.faults, r.inRow(groups, row, &q))
	}
}

func (r *groupReader) read(c cells) {
	g := model.Group{
		Name: c.get("core"), CreditCode: c.get("core_credit_code"), Handler: c.get("handler"), Phone: c.get("handler_phone"),
		Note: c.get("note"), Authorisation: model.Authorisation{
			Document: c.get("document"), From: r.day(c, "authorised_from"), To: r.day(c, "authorised_to"),
		},
	}
	a := model.Affiliate{
		Shop: c.get("shop"), Platform: c.get("platform"), PlatformShop: c.get("platform_shop"),
		Link: code(r.words, "link", model.Links(), c.get("link")), Evidence: c.get("evidence"),
	}
	if a != (model.Affiliate{}) {
		g.Affiliates = []model.Affiliate{a}
	}
	g, ps := flow.CheckGroup(g)
	for _, p := range ps.Hard() {
		r.fault(c.row.Number, columnOf(p.Field), r.words.said(p))
	}
	if was, twice := r.rows[a.Shop]; twice && a.Shop != "" {
		r.fault(c.row.Number, "shop", &model.Problem{Code: "exchange.twice", Args: map[string]any{"name": a.Shop, "first": was}})
	}
	r.rows[a.Shop] = c.row.Number
	r.add(c.row.Number, g)
}

func (r *groupReader) day(c cells, field string) model.Day {
	s := c.get(field)
	if s == "" {
		return 0
	}
	d, p := readDay(s)
	r.fault(c.row.Number, field, p)
	return d
}

// columnOf leads from a field of a group to its column.
func columnOf(field string) string {
	switch field {
	case "name":
		return "core"
	case "credit_code":
		return "core_credit_code"
	case "phone":
		return "handler_phone"
	case "authorisation.document":
		return "document"
	case "authorisation.from":
		return "authorised_from"
	case "authorisation.to":
		return "authorised_to"
	}
	return field[strings.LastIndexByte(field, '.')+1:]
}

// add puts a row to the group it belongs to.
func (r *groupReader) add(row int, g model.Group) {
	i, known := r.places[g.Name]
	if !known {
		r.places[g.Name] = len(r.list)
		r.list = append(r.list, g)
		return
	}
	have, differs := Overlay(r.list[i], g, false)
	if differs != "" {
		r.fault(row, columnOf(differs), &model.Problem{Code: "exchange.differs", Args: map[string]any{"name": g.Name}})
	}
	have.Affiliates = append(have.Affiliates, g.Affiliates...)
	r.list[i] = have
}

// Overlay fills in what was not known of a core enterprise from another
// description of it; with replace what was known gives way. It names the first
// field in which the two differ, "" when none does. Affiliates stay.
func Overlay(g, by model.Group, replace bool) (out model.Group, differs string) {
	for _, f := range []struct {
		name string
		to   *string
		from string
	}{
		{"credit_code", &g.CreditCode, by.CreditCode},
		{"handler", &g.Handler, by.Handler},
		{"phone", &g.Phone, by.Phone},
		{"note", &g.Note, by.Note},
	} {
		if f.from == "" || f.from == *f.to {
			continue
		}
		if *f.to != "" && differs == "" {
			differs = f.name
		}
		if *f.to == "" || replace {
			*f.to = f.from
		}
	}
	if a := by.Authorisation; a != (model.Authorisation{}) && a != g.Authorisation {
		known := g.Authorisation != (model.Authorisation{})
		if known && differs == "" {
			differs = "authorisation.document"
		}
		if !known || replace {
			g.Authorisation = a
		}
	}
	return g, differs
}

// WriteGroups makes the table of core enterprises with one affiliated shop a
// row, heads in the language ("zh", "en", or "" for codes).
func (c Columns) WriteGroups(list []model.Group, words Words, lang string) Table {
	t := Table{Header: c.header(groups, lang)}
	for _, g := range list {
		shops := g.Affiliates
		if len(shops) == 0 {
			shops = []model.Affiliate{{}}
		}
		for _, a := range shops {
			value := map[string]string{
				"core": g.Name, "core_credit_code": g.CreditCode, "handler": g.Handler, "handler_phone": g.Phone, "note": g.Note,
				"document":        g.Authorisation.Document,
				"authorised_from": g.Authorisation.From.String(), "authorised_to": g.Authorisation.To.String(),
				"shop": a.Shop, "platform": a.Platform, "platform_shop": a.PlatformShop,
				"link": worded(words, "link", a.Link, lang), "evidence": a.Evidence,
			}
			row := Row{}
			for _, col := range c[groups] {
				row.Cells = append(row.Cells, value[col.Field])
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}
