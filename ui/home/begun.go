package home

import (
	"context"
	"slices"
	"strings"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/text"
)

// forms is where the forms of cases keep what was typed and not yet saved:
// "form/c-7/settle/p-1" is one person's of one step of one case.
const forms = "form/c-"

// edit is the form of the case itself among those of its steps.
const edit = "edit"

// begun is a form of a case that was not filled to its end and may still be
// gone on with.
type begun struct {
	no   string // of the case
	form string // a step of the flow, or edit
	who  string // whose it is; "" is whoever sits here
}

// begunForms reads which forms may be gone on with by whoever sits here: each
// person has his own. At the shared desk those of everybody, for whom a person
// has to be picked first. A form of a step that the case no longer takes is not
// among them: nobody can open it.
func begunForms(ctx context.Context, desk Desk, by flow.Actor) (out []begun, err error) {
	kept, err := desk.Drafts(ctx, forms)
	if err != nil {
		return nil, err
	}
	owner := store.DraftOwner(by.ID)
	for _, d := range kept {
		parts := strings.Split(d.Name, "/")
		if len(parts) != 4 || parts[3] != owner && by.ID != "" {
			continue
		}
		b, who := begun{form: parts[2]}, by
		if parts[3] != owner {
			b.who, who = d.Actor, flow.Actor{ID: model.ID(parts[3]), Name: d.Actor}
		}
		c, err := desk.Case(ctx, parts[1])
		switch {
		case store.IsCode(err, store.CodeNotFound):
			continue
		case err != nil:
			return nil, err
		case b.form != edit && len(flow.May(c, b.form, who)) > 0:
			continue
		}
		b.no = c.No
		out = append(out, b)
	}
	return out, nil
}

// mostForms is how many cases with unfinished forms are named.
const mostForms = 2

// unfinished says which forms wait, and where.
func (h *Home) unfinished() []string {
	var nos, names []string
	var mine []begun
	for _, b := range h.forms {
		if b.who != "" {
			names = once(names, b.who)
			continue
		}
		mine, nos = append(mine, b), once(nos, b.no)
	}
	var out []string
	switch {
	case len(mine) == 1:
		word := text.Key("step." + mine[0].form)
		if mine[0].form == edit {
			word = "home.forms.edit"
		}
		out = append(out, h.env.T("home.forms.one", "no", mine[0].no, "form", h.env.T(word)))
	case len(mine) > 1:
		out = append(out, h.env.T("home.forms", "n", len(mine), "list", nos[:min(len(nos), mostForms)]))
	}
	if len(names) > 0 {
		out = append(out, h.env.T("home.forms.theirs", "list", names))
	}
	return out
}

func once(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}
