package returns

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"heshi/model"
)

// node is one JSON value with the line on which it stands.
type node struct {
	kind    kind
	line    int
	text    string // of a string or a number
	yes     bool   // of a boolean
	members []member
	items   []*node
}

// member is one key of an object.
type member struct {
	key   string
	line  int
	value *node
}

type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindString
	kindList
	kindObject
)

// words as they appear in the Args of a Problem; the catalogue translates
// "got.<word>".
func (k kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "list", "object"}[k]
}

// get returns the value of the key, or nil.
func (n *node) get(key string) *node {
	for i := range n.members {
		if n.members[i].key == key {
			return n.members[i].value
		}
	}
	return nil
}

// parseTree reads exactly one JSON document. It refuses a key given twice in
// one object, because the reader would have to guess which one counts.
func parseTree(data []byte) (*node, *model.Problem) {
	nodes, p := parseTrees(data)
	if p != nil {
		return nil, p
	}
	switch len(nodes) {
	case 0:
		return nil, problem("input.empty", "")
	case 1:
	default:
		return nil, problem("input.more", "", "line", nodes[1].line)
	}
	return nodes[0], nil
}

// parseTrees reads documents behind each other (JSON Lines).
func parseTrees(data []byte) ([]*node, *model.Problem) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(data) {
		return nil, problem("text.not_utf8", "")
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	var out []*node
	for {
		var raw json.RawMessage
		err := dec.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, syntaxProblem(data, err)
		}
		start := int(dec.InputOffset()) - len(raw)
		t := newTreeReader(raw, 1+bytes.Count(data[:start], []byte{'\n'}))
		n, p := t.value()
		if p != nil {
			return nil, p
		}
		out = append(out, n)
	}
}

func syntaxProblem(data []byte, err error) *model.Problem {
	at := len(data)
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		at = min(at, int(syntax.Offset))
	}
	return problem("returns.syntax", "", "line", 1+bytes.Count(data[:at], []byte{'\n'}))
}

// treeReader builds nodes from valid JSON and keeps count of the lines.
type treeReader struct {
	data []byte
	dec  *json.Decoder
	at   int // offset up to which lines are counted
	line int
}

func newTreeReader(data []byte, line int) *treeReader {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.UseNumber()
	return &treeReader{data: data, dec: dec, line: line}
}

func (t *treeReader) token() (json.Token, int, error) {
	tok, err := t.dec.Token()
	if err != nil {
		return nil, 0, fmt.Errorf("returns: token: %w", err)
	}
	end := int(t.dec.InputOffset())
	t.line += bytes.Count(t.data[t.at:end], []byte{'\n'})
	t.at = end
	return tok, t.line, nil
}

func (t *treeReader) value() (*node, *model.Problem) {
	tok, line, err := t.token()
	if err != nil {
		return nil, syntaxProblem(t.data, err)
	}
	n := &node{line: line}
	switch v := tok.(type) {
	case json.Delim:
		if v == '[' {
			return t.list(n)
		}
		return t.object(n)
	case bool:
		n.kind, n.yes = kindBool, v
	case json.Number:
		n.kind, n.text = kindNumber, v.String()
	case string:
		n.kind, n.text = kindString, v
	}
	return n, nil
}

func (t *treeReader) list(n *node) (*node, *model.Problem) {
	n.kind = kindList
	for t.dec.More() {
		item, p := t.value()
		if p != nil {
			return nil, p
		}
		n.items = append(n.items, item)
	}
	_, _, err := t.token()
	if err != nil {
		return nil, syntaxProblem(t.data, err)
	}
	return n, nil
}

func (t *treeReader) object(n *node) (*node, *model.Problem) {
	n.kind = kindObject
	seen := map[string]bool{}
	for t.dec.More() {
		tok, line, err := t.token()
		if err != nil {
			return nil, syntaxProblem(t.data, err)
		}
		key, _ := tok.(string)
		if seen[key] {
			return nil, problem("returns.key_twice", key, "key", key, "line", line)
		}
		seen[key] = true
		v, p := t.value()
		if p != nil {
			return nil, p
		}
		n.members = append(n.members, member{key: key, line: line, value: v})
	}
	if _, _, err := t.token(); err != nil {
		return nil, syntaxProblem(t.data, err)
	}
	return n, nil
}

// problem builds a Problem from alternating argument names and values.
func problem(code, field string, args ...any) *model.Problem {
	p := &model.Problem{Code: code, Field: field, Args: make(map[string]any, len(args)/2+1)}
	for i := 0; i+1 < len(args); i += 2 {
		v := args[i+1]
		if s, ok := v.(string); ok && args[i] != "expected" && args[i] != "known" {
			v = short(s)
		}
		p.Args[args[i].(string)] = v
	}
	if field != "" {
		p.Args["field"] = field
	}
	return p
}

// short cuts a value that is quoted back, so that a sentence stays a sentence.
func short(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "..."
	}
	return s
}
