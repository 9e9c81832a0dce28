// Package chronicle puts what happened to a case into words: for the papers,
// for the platform and for whoever takes the case over.
package chronicle

import (
	"strings"

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
		case p.List != "":
			out = append(out, c.T(text.Key("code."+p.List+"."+p.Text)))
		default:
			out = append(out, p.Text)
		}
	}
	return strings.Join(out, sign)
}
