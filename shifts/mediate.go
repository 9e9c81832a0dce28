package shifts

import (
	"slices"

	"heshi/model"
)

// Mediator is somebody who could mediate a case, with what speaks for him and
// against.
type Mediator struct {
	Name     string // at the desk
	Here     bool   // signed in
	OnTurn   bool   // on the turn that is on
	Speaks   bool   // the dialect that is asked for
	Lead     bool   // may lead a mediation
	Conflict bool   // has to do with the shop: both sides must agree
}

// Asked is what a mediator is wanted for. Here and OnTurn tell who is at the
// desk and whose turn it is.
type Asked struct {
	Dialect string
	Shop    model.ID
	Day     model.Day
	Here    func(model.ID) bool
	OnTurn  func(model.ID) bool
}

// lead is the skill of who may lead a mediation.
const lead = "lead"

// Mediators ranks who could mediate: without a conflict first, then who speaks
// the dialect, then who is here, then whose turn it is, then who may lead, then
// the place in the register. Whoever has left, or is on leave and not here, is
// left out; mediators of the desk who are no volunteers come last.
func Mediators(a Asked, register []model.Volunteer, people []model.Person) []Mediator {
	var out []Mediator
	known := map[string]bool{}
	names := map[model.ID]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	for _, v := range register {
		m := Mediator{
			Name: v.Name, Here: a.Here(v.ID), OnTurn: a.OnTurn(v.ID), Lead: slices.Contains(v.Skills, lead),
			Speaks:   a.Dialect != "" && slices.Contains(v.Skills, a.Dialect),
			Conflict: a.Shop != "" && slices.Contains(v.Conflicts, a.Shop),
		}
		if name := names[v.Person]; name != "" {
			m.Name = name
		}
		known[m.Name] = true
		if v.Serves(a.Day) && (m.Here || !v.OnLeave(a.Day)) {
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, func(x, y Mediator) int { return y.score() - x.score() })
	for _, p := range people {
		if p.Role == model.Mediator && !p.Disabled && !known[p.Name] {
			out = append(out, Mediator{Name: p.Name})
		}
	}
	return out
}

// score orders mediators: each reason outweighs all after it.
func (m Mediator) score() int {
	n := 0
	for _, speaks := range []bool{!m.Conflict, m.Speaks, m.Here, m.OnTurn, m.Lead} {
		n = 2*n + btoi(speaks)
	}
	return n
}
