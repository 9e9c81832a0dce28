// Package chronicle puts what happened to a case into words: for the papers,
// for the platform and for whoever takes the case over.
package chronicle

import (
	"strings"
	"time"

	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/flow"
	"heshi/ui/text"
)

// Step names what happened.
func Step(c *text.Catalogue, h flow.Happening) string {
	return c.T(text.Key("event.case." + h.Step))
}

// What tells what was said about it, parts apart by a sign.
func What(c *text.Catalogue, parts []flow.Saying, sign string) string {
	var out []string
	for _, p := range parts {
		switch {
		case p.Amount != 0:
			out = append(out, c.Money(p.Amount))
		case p.List == flow.Actors:
			out = append(out, c.Actor("", p.Text))
		case p.List != "":
			out = append(out, c.T(text.Key("code."+p.List+"."+p.Text)))
		default:
			out = append(out, p.Text)
		}
	}
	return strings.Join(out, sign)
}

// Route says where a complaint about an affiliated shop is, and why there.
// until is the first moment that is too late for the core's answer, zero when
// there is none.
func Route(c *text.Catalogue, r model.Route, s affiliate.Stand, until time.Time) string {
	if s.Why != affiliate.Authorised {
		return c.T(text.Key("route."+s.Why), "core", r.Core, "answer", r.Answer)
	}
	if until.IsZero() {
		return c.T("route.core", "core", r.Core)
	}
	return c.T("route.core.until", "core", r.Core, "day", model.DayOf(until.Add(-time.Second), until.Location()))
}

// Begun says where a complaint went when it was registered.
func Begun(c *text.Catalogue, r model.Route) string {
	return Route(c, r, affiliate.Stand{To: r.To, Why: r.Why}, time.Time{})
}
