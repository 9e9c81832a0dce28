package flow

import (
	"slices"

	"heshi/model"
)

// Conflicted returns those of names whom both sides must agree to before they
// mediate the case: they have to do with the shop, and no consent is recorded.
// conflicts tells whether somebody has to do with a shop.
func Conflicted(c model.Case, names []string, conflicts func(name string, shop model.ID) bool) []string {
	if c.ShopID == "" {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		agreed := slices.ContainsFunc(c.Agreed, func(x model.ConflictConsent) bool { return slices.Contains(x.Mediators, name) })
		return agreed || !conflicts(name, c.ShopID)
	})
}

// MayMediate says why a step may not name its mediators; nil when it may. A
// conflict needs the consent of both sides, now or recorded before.
func MayMediate(c model.Case, args Args, conflicts func(name string, shop model.ID) bool) *model.Problem {
	list := Conflicted(c, args.list("mediators"), conflicts)
	if len(list) == 0 || args.yes("conflict_consent") {
		return nil
	}
	return &model.Problem{Code: "step.conflict", Field: "conflict_consent", Args: map[string]any{"names": list, "shop": c.Shop}}
}

// agreedTo records the consent of both sides, if the answers say so.
func (s *step) agreedTo(mediators []string) {
	if s.args.yes("conflict_consent") && len(mediators) > 0 {
		s.Agreed = append(s.Agreed, model.ConflictConsent{Mediators: mediators, At: s.at, By: s.by.Name})
	}
}
