package flow

import (
	"strings"

	"heshi/model"
	"heshi/model/ident"
)

// CheckShop checks a shop and returns it normalised.
func CheckShop(s model.Shop) (model.Shop, model.Problems) {
	var ps faults
	s.Name = ps.line("name", s.Name)
	if s.Name == "" {
		ps.add("need.shop_name", "name", nil)
	}
	for _, f := range []struct {
		name string
		v    *string
	}{
		{"stall", &s.Stall},
		{"floor", &s.Floor},
		{"contact", &s.Contact},
		{"landlord", &s.Landlord},
		{"group", &s.Group},
	} {
		*f.v = ps.line(f.name, *f.v)
	}
	if s.Phone != "" {
		v, fault := ident.Phone(s.Phone)
		s.Phone = v
		ps.at("phone", fault)
	}
	if s.CreditCode != "" {
		v, fault := ident.CreditCode(s.CreditCode)
		s.CreditCode = v
		ps.at("credit_code", fault)
	}
	ps.oneOf("class", s.Class, model.Classes())
	ps.span("left", s.Opened, s.Left)
	if s.OwnSignDays < 0 || s.OwnSignDays > 3650 {
		ps.add("days.range", "own_sign_days", map[string]any{"min": 0, "max": 3650})
	}
	if m := s.Member; m != nil {
		if m.Joined.IsZero() {
			ps.add("need.joined", "member.joined", nil)
		}
		ps.span("member.left", m.Joined, m.Left)
		if m.TermDays < 0 || m.TermDays > 3650 {
			ps.add("days.range", "member.term_days", map[string]any{"min": 0, "max": 3650})
		}
	}
	return s, model.Problems(ps)
}

// span refuses an end that comes before its beginning.
func (ps *faults) span(field string, from, to model.Day) {
	if !from.IsZero() && !to.IsZero() && to < from {
		ps.add("days.reversed", field, map[string]any{"from": from, "to": to})
	}
}

// CheckPerson checks somebody who sits at the desk.
func CheckPerson(p model.Person) (model.Person, model.Problems) {
	var ps faults
	p.Name = ps.line("name", p.Name)
	if p.Name == "" {
		ps.add("need.person_name", "name", nil)
	}
	if p.Role == "" {
		p.Role = model.Mediator
	}
	roles := make([]string, 0, len(model.Roles()))
	for _, r := range model.Roles() {
		roles = append(roles, string(r))
	}
	ps.oneOf("role", string(p.Role), roles)
	ps.oneOf("language", p.Language, []string{"zh", "en"})
	ps.oneOf("theme", p.Theme, model.Themes())
	return p, model.Problems(ps)
}

// CheckStation checks the desk's own name and code. The code stands in every
// case number: capital letters and digits only.
func CheckStation(s model.Station) (model.Station, model.Problems) {
	var ps faults
	s.Name = ps.line("name", s.Name)
	s.Code = strings.ToUpper(ps.line("code", s.Code))
	if s.Name == "" {
		ps.add("need.station_name", "name", nil)
	}
	bad := strings.Trim(s.Code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
	if s.Code == "" || len(s.Code) > 12 || bad != "" {
		ps.add("station.code", "code", map[string]any{"max": 12})
	}
	ps.oneOf("theme", s.Theme, model.Themes())
	return s, model.Problems(ps)
}
