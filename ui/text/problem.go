package text

import (
	"errors"
	"slices"
	"strings"

	"heshi/model"
)

// Problem turns an error into a sentence for the person at the desk. A
// *model.Problem reads "problem.<Code>" with its Args, led by the field's
// label when the catalogue has "field.<Field>"; model.Problems are one line
// each. Any other error is none of the reader's business: it reads
// "problem.internal", and the caller logs the error itself. No error is "".
func (c *Catalogue) Problem(err error) string {
	if err == nil {
		return ""
	}
	var ps model.Problems
	if errors.As(err, &ps) {
		return c.problems(ps)
	}
	var p *model.Problem
	if errors.As(err, &p) {
		return c.labelled(p)
	}
	return c.T("problem.internal")
}

func (c *Catalogue) problems(ps model.Problems) string {
	lines := make([]string, 0, len(ps))
	for _, p := range ps {
		if p != nil {
			lines = append(lines, c.labelled(p))
		}
	}
	return strings.Join(slices.Compact(lines), "\n")
}

func (c *Catalogue) labelled(p *model.Problem) string {
	if p == nil {
		return ""
	}
	key := Key("field." + p.Field)
	if p.Field == "" || !c.Has(key) {
		return c.Sentence(p)
	}
	return c.T("problem.with_field", "label", key, "sentence", c.Sentence(p))
}

// Sentence returns the problem's sentence without the field's label, for a
// line that stands at the field itself. No problem is "".
func (c *Catalogue) Sentence(p *model.Problem) string {
	if p == nil {
		return ""
	}
	key := Key("problem." + p.Code)
	if !c.Has(key) {
		return c.T("problem.unknown", "code", p.Code)
	}
	args := make([]any, 0, 2*len(p.Args))
	for name, v := range p.Args {
		args = append(args, name, v)
	}
	return c.T(key, args...)
}
