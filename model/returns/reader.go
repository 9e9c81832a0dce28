package returns

import (
	"strconv"
	"strings"
	"time"

	"heshi/model"
)

// The years a moment of the facts may lie in, and days of facts and charters
// begin with: those of the calendar (model/workday).
const (
	firstYear = 1950
	lastYear  = 2999
)

// reader takes typed values out of a tree and collects what is wrong with
// them. Every fault names the field by its dotted path and the line.
type reader struct {
	file string
	ps   model.Problems
}

func (r *reader) fault(n *node, code, path string, args ...any) {
	p := problem(code, path, args...)
	p.Args["line"] = n.line
	if r.file != "" {
		p.Args["file"] = r.file
	}
	r.ps = append(r.ps, p)
}

// err returns the faults, or nil when there are none.
func (r *reader) err() error {
	if len(r.ps) == 0 {
		return nil
	}
	return r.ps
}

// is reports whether n is of the kind, and notes the fault when it is not.
func (r *reader) is(n *node, k kind, path string) bool {
	if n.kind == k {
		return true
	}
	if path == "" {
		r.fault(n, "input.whole", "", "want", "{...}", "got", n.kind.String())
		return false
	}
	r.fault(n, "returns.kind", path, "want", k.String(), "got", n.kind.String())
	return false
}

// given reports whether the value was given at all: absent and null are the
// same in these files.
func given(n *node) bool { return n != nil && n.kind != kindNull }

// object checks that n is an object and holds no key but the known ones.
func (r *reader) object(n *node, path string, known ...string) bool {
	if !r.is(n, kindObject, path) {
		return false
	}
	for _, m := range n.members {
		if !contains(known, m.key) {
			at := &node{line: m.line}
			r.fault(at, "returns.key_unknown", join(path, m.key), "key", m.key, "known", strings.Join(known, ", "))
		}
	}
	return true
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}

func index(path string, i int) string { return path + "[" + strconv.Itoa(i) + "]" }

func (r *reader) string(n *node, path string) string {
	if !given(n) || !r.is(n, kindString, path) {
		return ""
	}
	return n.text
}

func (r *reader) bool(n *node, path string) bool {
	return given(n) && r.is(n, kindBool, path) && n.yes
}

func (r *reader) tri(n *node, path string) Tri {
	switch {
	case !given(n) || !r.is(n, kindBool, path):
		return Unknown
	case n.yes:
		return Yes
	default:
		return No
	}
}

// int reads a whole number in the range.
func (r *reader) int(n *node, path string, low, high int64) (int64, bool) {
	if !given(n) || !r.is(n, kindNumber, path) {
		return 0, false
	}
	v, err := strconv.ParseInt(n.text, 10, 64)
	switch {
	case err != nil:
		r.fault(n, "returns.whole_number", path, "value", n.text)
	case low == 0 && v < 0:
		r.fault(n, "returns.negative", path, "value", n.text)
	case v < low || v > high:
		r.fault(n, "returns.range", path, "value", n.text, "low", low, "high", high)
	default:
		return v, true
	}
	return 0, false
}

// maxFen bounds an amount of money: ten billion yuan. Sums of it stay far from
// overflow.
const maxFen = 1_000_000_000_000

func (r *reader) money(n *node, path string) *model.Money {
	v, ok := r.int(n, path, 0, maxFen)
	if !ok {
		return nil
	}
	m := model.Money(v)
	return &m
}

// maxTerm bounds a promised term in days: ten years.
const maxTerm = 3660

func (r *reader) days(n *node, path string) int {
	v, _ := r.int(n, path, 1, maxTerm)
	return int(v)
}

func (r *reader) day(n *node, path string) model.Day {
	if !given(n) || !r.is(n, kindString, path) {
		return 0
	}
	d, err := model.ParseDay(n.text)
	if y, _, _ := d.Date(); err != nil || y < firstYear {
		r.fault(n, "returns.day", path, "value", n.text)
	}
	return d
}

func (r *reader) moment(n *node, path string) time.Time {
	if !given(n) || !r.is(n, kindString, path) {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, n.text)
	if err != nil || t.Year() < firstYear || t.Year() > lastYear {
		r.fault(n, "returns.moment", path, "value", n.text)
		return time.Time{}
	}
	return t
}

// enum reads one of the words; it returns its place from 1, or 0.
func (r *reader) enum(n *node, path string, words []string) uint8 {
	if !given(n) || !r.is(n, kindString, path) {
		return 0
	}
	for i, w := range words {
		if w == n.text {
			return uint8(i + 1)
		}
	}
	r.fault(n, "returns.enum", path, "value", n.text, "expected", strings.Join(words, " | "))
	return 0
}

// set reads a list of the words as bits: bit i for words[i].
func (r *reader) set(n *node, path string, words []string) uint32 {
	if !given(n) || !r.is(n, kindList, path) {
		return 0
	}
	var bits uint32
	for i, item := range n.items {
		if !given(item) {
			r.fault(item, "returns.kind", index(path, i), "want", kindString.String(), "got", kindNull.String())
			continue
		}
		if v := r.enum(item, index(path, i), words); v > 0 {
			bits |= 1 << (v - 1)
		}
	}
	return bits
}
