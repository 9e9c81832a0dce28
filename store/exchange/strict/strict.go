// Package strict reads JSON to the letter: one document, UTF-8, the fields a
// format has and no others, each once and written as it is. encoding/json alone
// takes "KIND" for "kind" and the last of two equal fields, and does not say
// where a day is that is none. Whatever is wrong is a model.Problem that names
// the field or the line.
package strict

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"heshi/model"
)

// The years a moment may lie in, those of the clocks (model/clock): before 1901
// Shanghai was off by minutes and seconds that RFC 3339 cannot write, and at the
// end of 9999 not every zone can. The moment of year 1 that stands for none is let
// through.
const (
	firstYear = 1950
	lastYear  = 2999
)

// InTime reports whether a moment is one that people mean.
func InTime(t time.Time) bool { return t.Year() >= firstYear && t.Year() <= lastYear }

// Decode reads data, one JSON document, into v. Problems: input.empty,
// text.not_utf8, input.syntax, input.cut, input.more, and those of Form.Check.
func Decode(data []byte, v any) error {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // some editors write a mark first
	return NewForm(v).Decode(data, v)
}

// Form is the shape of documents of one type. It remembers the fields of the
// types it met, so one reader should keep one for all its documents; it is not
// for two goroutines.
type Form struct {
	of     reflect.Type
	fields map[reflect.Type]map[string]reflect.Type
}

// NewForm returns the form of v's type; v may be a pointer to it.
func NewForm(v any) *Form {
	return &Form{of: reflect.TypeOf(v), fields: map[reflect.Type]map[string]reflect.Type{}}
}

// Decode reads data, one JSON document without a mark before it, into v, which
// is a pointer to the form's type.
func (f *Form) Decode(data []byte, v any) error {
	if len(bytes.TrimSpace(data)) == 0 {
		return &model.Problem{Code: "input.empty"}
	}
	if !utf8.Valid(data) || Halved(data) {
		return &model.Problem{Code: "text.not_utf8"}
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if d.Decode(v) == nil && len(bytes.TrimSpace(data[d.InputOffset():])) == 0 && exact(data) && inTime(reflect.ValueOf(v)) {
		return nil
	}
	if p := f.Check(data); p != nil { // it knows where
		return p
	}
	return nil
}

// Check says what is wrong with data, nil when nothing is. Besides the faults of
// syntax: input.whole, input.type and input.integer (another kind of value than
// the field takes), input.unknown_field, input.twice, input.day, input.moment and
// input.value. Every one has the path of the field as args "name", such as
// "duties[0].due".
func (f *Form) Check(data []byte) *model.Problem {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var whole json.RawMessage
	if err := d.Decode(&whole); err != nil {
		return syntax(data, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return &model.Problem{Code: "input.more", Args: map[string]any{"line": lineAt(data, d.InputOffset())}}
	}
	w := &walk{form: f, data: data, d: json.NewDecoder(bytes.NewReader(data))}
	w.d.UseNumber()
	return w.value(f.of, "")
}

func syntax(data []byte, err error) *model.Problem {
	var at *json.SyntaxError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return &model.Problem{Code: "input.cut", Args: map[string]any{"line": lineAt(data, int64(len(data)))}}
	case errors.As(err, &at):
		return &model.Problem{Code: "input.syntax", Args: map[string]any{"line": lineAt(data, at.Offset-1)}}
	}
	return &model.Problem{Code: "input.syntax", Args: map[string]any{"line": 1}}
}

func lineAt(data []byte, offset int64) int {
	offset = min(max(offset, 0), int64(len(data)))
	return 1 + bytes.Count(data[:offset], []byte("\n"))
}

// walk goes through one document beside the type it is for. The document is
// known to be JSON, so no token of it fails.
type walk struct {
	form *Form
	data []byte
	d    *json.Decoder
}

// value checks the value that comes next.
func (w *walk) value(t reflect.Type, path string) *model.Problem {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t == reflect.TypeFor[json.RawMessage]() {
		return w.unread(path)
	}
	fields := w.form.fieldsOf(t)
	kind := t.Kind()
	inside := fields != nil || kind == reflect.Map || kind == reflect.Slice && t.Elem().Kind() != reflect.Uint8
	if !inside {
		return w.leaf(t, path)
	}
	tok, err := w.d.Token()
	if err != nil {
		return syntax(w.data, err)
	}
	open, _ := tok.(json.Delim)
	switch {
	case tok == nil: // null: the field is left as it is
		return nil
	case open == '{' && kind != reflect.Slice:
		return w.object(t, fields, path)
	case open == '[' && kind == reflect.Slice:
		return w.list(t, path)
	}
	return w.kind(path, gotten(tok), wanted(t))
}

func (w *walk) object(t reflect.Type, fields map[string]reflect.Type, path string) *model.Problem {
	met := map[string]bool{}
	for w.d.More() {
		tok, err := w.d.Token()
		if err != nil {
			return syntax(w.data, err)
		}
		key, _ := tok.(string)
		at := key
		if path != "" {
			at = path + "." + key
		}
		of, known := fields[key]
		if t.Kind() == reflect.Map {
			of, known = t.Elem(), true
		}
		switch {
		case !known:
			return w.problem("input.unknown_field", "", at, nil)
		case met[key]:
			return w.problem("input.twice", "", at, nil)
		}
		met[key] = true
		if p := w.value(of, at); p != nil {
			return p
		}
	}
	_, err := w.d.Token()
	if err != nil {
		return syntax(w.data, err)
	}
	return nil
}

func (w *walk) list(t reflect.Type, path string) *model.Problem {
	for i := 0; w.d.More(); i++ {
		if p := w.value(t.Elem(), path+"["+strconv.Itoa(i)+"]"); p != nil {
			return p
		}
	}
	if _, err := w.d.Token(); err != nil {
		return syntax(w.data, err)
	}
	return nil
}

// unread checks a value that another reader is to take apart: that reader is
// given the last of two equal fields, and cannot know of the first.
func (w *walk) unread(path string) *model.Problem {
	tok, err := w.d.Token()
	if err != nil {
		return syntax(w.data, err)
	}
	switch tok {
	case json.Delim('{'):
		return w.object(reflect.TypeFor[map[string]json.RawMessage](), nil, path)
	case json.Delim('['):
		return w.list(reflect.TypeFor[[]json.RawMessage](), path)
	}
	return nil
}

// leaf checks a value that has no fields of its own.
func (w *walk) leaf(t reflect.Type, path string) *model.Problem {
	var raw json.RawMessage
	if err := w.d.Decode(&raw); err != nil {
		return syntax(w.data, err)
	}
	into := reflect.New(t)
	err := json.Unmarshal(raw, into.Interface())
	at, isMoment := into.Interface().(*time.Time)
	var kind *json.UnmarshalTypeError
	switch {
	case isMoment && (err != nil || !at.IsZero() && !InTime(*at)):
		return w.problem("input.moment", path, path, nil)
	case err == nil:
		return nil
	case t == reflect.TypeFor[model.Day]():
		return w.problem("input.day", path, path, nil)
	case errors.As(err, &kind):
		return w.kind(path, kind.Value, wanted(kind.Type))
	}
	return w.problem("input.value", path, path, nil)
}

// kind says that a value is of another kind than its field takes.
func (w *walk) kind(path, got, want string) *model.Problem {
	if got = strings.TrimPrefix(got, "number "); got == "bool" {
		got = yesNo
	}
	args := map[string]any{"got": got, "want": want}
	switch {
	case path == "":
		return w.problem("input.whole", "", "", args)
	case want == "":
		return w.problem("input.integer", path, path, args)
	}
	return w.problem("input.type", path, path, args)
}

func (w *walk) problem(code, field, name string, args map[string]any) *model.Problem {
	if args == nil {
		args = map[string]any{}
	}
	args["name"], args["line"] = name, lineAt(w.data, w.d.InputOffset())
	return &model.Problem{Code: code, Field: field, Args: args}
}

// yesNo shows what a field of two answers takes.
const yesNo = "true / false"

// gotten names the kind of a JSON value by its first token.
func gotten(tok json.Token) string {
	switch v := tok.(type) {
	case json.Delim:
		if v == '[' {
			return "array"
		}
		return "object"
	case string:
		return "string"
	case bool:
		return yesNo
	}
	return "number"
}

// wanted shows what a field takes, "" for a whole number.
func wanted(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "string"
	case reflect.Bool:
		return yesNo
	case reflect.Slice, reflect.Array:
		return "[...]"
	case reflect.Struct, reflect.Map:
		return "{...}"
	case reflect.Float32, reflect.Float64:
		return "number"
	}
	return ""
}

// fieldsOf returns the fields of a struct by the names they have in JSON; nil
// for what is no struct, or one that is no object in JSON (time.Time): none of
// its fields has a name there.
func (f *Form) fieldsOf(t reflect.Type) map[string]reflect.Type {
	if t.Kind() != reflect.Struct {
		return nil
	}
	out, ok := f.fields[t]
	if ok {
		return out
	}
	for _, x := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(x.Tag.Get("json"), ",")
		if !x.IsExported() || name == "" || name == "-" {
			continue
		}
		if out == nil {
			out = map[string]reflect.Type{}
		}
		out[name] = x.Type
	}
	f.fields[t] = out
	return out
}
