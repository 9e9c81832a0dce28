package flow

import (
	"strconv"

	"heshi/model"
	"heshi/model/ident"
)

// maxAffiliates is far above what a park knows and far below what one store
// transaction carries.
const maxAffiliates = 2000

// CheckGroup checks a core enterprise with its affiliated shops and returns it
// normalised. Fields of an affiliate are named "affiliates.<index>.<field>".
func CheckGroup(g model.Group) (model.Group, model.Problems) {
	var ps faults
	g.Name = ps.line("name", g.Name)
	if g.Name == "" {
		ps.add("need.core_name", "name", nil)
	}
	g.Handler = ps.line("handler", g.Handler)
	g.Note = ps.text("note", g.Note)
	if g.Phone != "" {
		v, fault := ident.Phone(g.Phone)
		g.Phone = v
		ps.at("phone", fault)
	}
	if g.CreditCode != "" {
		v, fault := ident.CreditCode(g.CreditCode)
		g.CreditCode = v
		ps.at("credit_code", fault)
	}
	g.Authorisation = authorisation(&ps, g.Authorisation)
	if n := len(g.Affiliates); n > maxAffiliates {
		ps.add("group.too_many", "affiliates", map[string]any{"count": n, "max": maxAffiliates})
		return g, model.Problems(ps)
	}
	g.Affiliates = affiliates(&ps, g.Affiliates)
	return g, model.Problems(ps)
}

func authorisation(ps *faults, a model.Authorisation) model.Authorisation {
	const doc, from, to = "authorisation.document", "authorisation.from", "authorisation.to"
	a.Document = ps.line(doc, a.Document)
	switch {
	case a.Document != "" && a.From.IsZero():
		ps.add("need.authorised_from", from, nil)
	case a.Document == "" && (!a.From.IsZero() || !a.To.IsZero()):
		ps.add("need.authorisation", doc, nil)
	}
	if !a.From.IsZero() && !a.To.IsZero() && a.To < a.From {
		ps.add("group.authorisation_reversed", to, map[string]any{"from": a.From, "to": a.To})
	}
	return a
}

func affiliates(ps *faults, list []model.Affiliate) []model.Affiliate {
	out := make([]model.Affiliate, len(list))
	first := map[model.ID]bool{}
	for i, a := range list {
		at := "affiliates." + strconv.Itoa(i) + "."
		a.Shop = ps.line(at+"shop", a.Shop)
		a.Platform = ps.line(at+"platform", a.Platform)
		a.PlatformShop = ps.line(at+"platform_shop", a.PlatformShop)
		a.Evidence = ps.text(at+"evidence", a.Evidence)
		ps.oneOf(at+"link", a.Link, model.Links())
		if a.Shop == "" && a.ShopID == "" {
			ps.add("need.shop_name", at+"shop", nil)
		}
		if a.ShopID != "" && first[a.ShopID] {
			ps.add("group.shop_twice", at+"shop", map[string]any{"name": a.Shop})
		}
		first[a.ShopID] = true
		out[i] = a
	}
	if len(out) == 0 {
		return nil
	}
	return out
}
