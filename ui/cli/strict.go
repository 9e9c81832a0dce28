package cli

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"heshi/model"
	"heshi/store"
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
	return usage(strict(b, v))
}

// strict decodes one JSON document: UTF-8, known fields only, nothing after it.
func strict(b []byte, v any) error {
	b = bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")) // some editors write a mark first
	switch {
	case len(b) > maxInput:
		return &model.Problem{Code: "input.too_big", Args: map[string]any{"mib": maxInput >> 20}}
	case len(bytes.TrimSpace(b)) == 0:
		return &model.Problem{Code: "input.empty"}
	case !utf8.Valid(b):
		return &model.Problem{Code: "text.not_utf8"}
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return jsonProblem(b, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &model.Problem{Code: "input.more", Args: map[string]any{"line": lineAt(b, d.InputOffset())}}
	}
	return nil
}

func jsonProblem(b []byte, err error) error {
	var kind *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &kind) && kind.Field == "":
		return &model.Problem{Code: "input.whole", Args: map[string]any{"got": kind.Value, "want": wanted(kind)}}
	case errors.As(err, &kind):
		return &model.Problem{Code: "input.type", Field: kind.Field, Args: map[string]any{
			"name": kind.Field, "got": kind.Value, "want": wanted(kind),
		}}
	case errors.As(err, &syntax):
		return &model.Problem{Code: "input.syntax", Args: map[string]any{"line": lineAt(b, syntax.Offset-1)}}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &model.Problem{Code: "input.cut", Args: map[string]any{"line": lineAt(b, int64(len(b)))}}
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return &model.Problem{Code: "input.unknown_field", Args: map[string]any{"name": clip(strings.Trim(name, `"`))}}
	}
	var p *model.Problem
	if errors.As(err, &p) {
		return p
	}
	return &model.Problem{Code: "input.value", Args: map[string]any{"line": lineAt(b, int64(len(b)))}}
}

// wanted names the JSON type a field takes.
func wanted(e *json.UnmarshalTypeError) string {
	switch e.Type.Kind().String() {
	case "string":
		return "string"
	case "bool":
		return "true / false"
	case "slice", "array":
		return "[...]"
	case "struct", "map":
		return "{...}"
	}
	return "number"
}

func lineAt(b []byte, offset int64) int {
	offset = min(max(offset, 0), int64(len(b)))
	return 1 + bytes.Count(b[:offset], []byte("\n"))
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
