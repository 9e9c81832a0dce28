package workday

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"heshi/model"
)

// Source is one JSON document of a file and the place where it stands, so that
// a fault can be named by file and line. Documents makes it.
type Source struct {
	file string // as the user knows it
	line int    // line of the file on which text begins, from 1
	text []byte // valid JSON
}

// Documents splits data into its JSON documents: one, or several behind each
// other (JSON Lines). An empty file has none. A fault of syntax comes back as
// a Problem with file and line.
func Documents(file string, data []byte) ([]Source, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, &model.Problem{Code: "text.not_utf8"}
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	var out []Source
	for {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, syntaxProblem(file, data, err)
		}
		start := int(dec.InputOffset()) - len(raw)
		out = append(out, Source{file: file, line: lineAt(data, start), text: raw})
	}
}

// Decode reads the document into v and accepts no unknown key, also none that
// differs in its letters only, no key twice and no value of the wrong kind. The rule files of model/clock are read with
// it too.
func (s Source) Decode(v any) error {
	if key, at := repeatedKey(s.text); at >= 0 {
		return s.at(at, &model.Problem{Code: "datafile.key_twice", Field: key, Args: map[string]any{"key": key}})
	}
	dec := json.NewDecoder(bytes.NewReader(s.text))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if err == nil {
		if key, at := respelt(s.text, v); at >= 0 {
			return s.at(at, unknown(key))
		}
		return nil
	}
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		if kind.Field == "" { // the whole document
			kind.Field = "{...}"
		}
		return s.at(int(kind.Offset), &model.Problem{
			Code: "datafile.value_kind", Field: kind.Field,
			Args: map[string]any{"key": kind.Field, "got": kind.Value},
		})
	}
	if key, ok := unknownKey(err); ok {
		return s.at(keyOffset(s.text, key), unknown(key))
	}
	return syntaxProblem(s.file, s.text, err)
}

// Fault puts p into a Problem that names the file and the line on which the
// field of p stands: code "datafile.at", p itself under "fault".
func (s Source) Fault(p *model.Problem) *model.Problem {
	return s.at(pathOffset(s.text, p.Field), &model.Problem{
		Code: "datafile.at", Field: p.Field, Args: map[string]any{"fault": p},
	})
}

func (s Source) at(offset int, p *model.Problem) *model.Problem {
	p.Args["file"] = s.file
	p.Args["line"] = s.line + lineAt(s.text, offset) - 1
	return p
}

func syntaxProblem(file string, data []byte, err error) error {
	at := len(data)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = int(syntax.Offset)
	}
	return &model.Problem{
		Code: "datafile.syntax",
		Args: map[string]any{"file": file, "line": lineAt(data, at)},
	}
}

func unknown(key string) *model.Problem {
	return &model.Problem{Code: "datafile.key_unknown", Field: key, Args: map[string]any{"key": key}}
}

// respelt returns the first key that encoding/json takes for a field of v though
// its letters are others ("YEAR" for "year"), and its offset, or -1. v was read
// from text, so written again it has the fields' own names, in small letters all.
func respelt(text []byte, v any) (string, int) {
	found, at := "", -1
	own, err := json.Marshal(v)
	if err != nil {
		return found, at
	}
	fields := map[string]bool{}
	walk(own, func(_, key []byte, _ int, _ bool) bool {
		fields[string(key)] = true
		return false
	})
	walk(text, func(_, key []byte, offset int, _ bool) bool {
		if name := string(key); !fields[name] && fields[strings.ToLower(name)] {
			found, at = name, offset
		}
		return at >= 0
	})
	return found, at
}

// unknownKey takes the key out of the one error of encoding/json that has no
// type of its own.
func unknownKey(err error) (string, bool) {
	quoted, ok := strings.CutPrefix(err.Error(), "json: unknown field ")
	if !ok {
		return "", false
	}
	key, err := strconv.Unquote(quoted)
	return key, err == nil
}

func lineAt(data []byte, offset int) int {
	offset = max(0, min(offset, len(data)))
	return 1 + bytes.Count(data[:offset], []byte{'\n'})
}
