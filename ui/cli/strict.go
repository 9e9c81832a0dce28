package cli

import (
	"errors"
	"io"
	"maps"

	"heshi/model"
	"heshi/store"
	"heshi/store/exchange/strict"
)

// maxInput bounds what a command reads from standard input.
const maxInput = 8 << 20

// readJSON reads one JSON document from standard input into v. Whatever is
// wrong with it is a Problem that names the field or the place.
func (a *app) readJSON(v any) error {
	b, err := io.ReadAll(io.LimitReader(a.in, maxInput+1))
	if err != nil {
		return &model.Problem{Code: "input.unreadable"}
	}
	if len(b) > maxInput {
		return usage(&model.Problem{Code: "input.too_big", Args: map[string]any{"mib": maxInput >> 20}})
	}
	return usage(strict.Decode(b, v))
}

// asWritten has what is wrong with a JSON document name its fields as they are
// written there. A form on the screen has labels for some of them, and whoever
// wrote the document has never seen those. A list of words is said as it is.
func asWritten(err error) error {
	var ps model.Problems
	var one *model.Problem
	switch {
	case errors.As(err, &ps):
	case errors.As(err, &one):
		ps = model.Problems{one}
	default:
		return err
	}
	said := make(model.Problems, 0, len(ps))
	for _, p := range ps {
		q := *p
		q.Field = ""
		if name, ok := q.Args["field"].(string); ok {
			q.Args = maps.Clone(q.Args)
			q.Args["field"] = []string{name}
		}
		said = append(said, &q)
	}
	return said
}

// inputFault marks faults in what was given as bad input; refusals of the
// store keep their own code.
func inputFault(err error) error {
	var ps model.Problems
	if errors.As(err, &ps) {
		return usage(err)
	}
	var p *model.Problem
	if errors.As(err, &p) && (p.Field != "" || p.Code == store.CodeNameTaken) {
		return usage(err)
	}
	return err
}
