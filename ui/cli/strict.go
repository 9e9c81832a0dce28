package cli

import (
	"errors"
	"io"

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
