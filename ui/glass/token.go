package glass

import (
	"bytes"
	"strings"
)

// kind is what a piece of the output is.
type kind int

const (
	text    kind = iota // printable characters
	control             // one control character
	csi                 // control sequence without a private mark
	private             // control sequence with one: modes and reports
	osc                 // operating system command
	escape              // ESC and what belongs to it
	broken              // begins a sequence that does not end here
)

// token is a piece of the output.
type token struct {
	raw    []byte
	kind   kind
	final  byte   // of a control sequence, or of an escape
	params []int  // of a control sequence; those left out are 0
	more   bool   // a control sequence with an intermediate byte
	body   string // of an operating system command
}

func (t token) is(k kind, final byte) bool { return t.kind == k && t.final == final && !t.more }

// param is a parameter, least when it is left out or less.
func (t token) param(i, least int) int {
	if i < len(t.params) {
		return max(least, t.params[i])
	}
	return least
}

// moves says that the token only moves the cursor.
func (t token) moves() bool {
	switch t.kind {
	case control:
		return t.raw[0] == '\r' || t.raw[0] == '\n' || t.raw[0] == '\b'
	case csi:
		return !t.more && strings.IndexByte("ABCDGHd`", t.final) >= 0
	}
	return false
}

// next takes the first piece off the output, which is not empty.
func next(out []byte) token {
	switch c := out[0]; {
	case c == 0x1b:
		return sequence(out)
	case c < ' ' || c == 0x7f:
		return token{raw: out[:1], kind: control}
	}
	n := 1
	for n < len(out) && out[n] >= ' ' && out[n] != 0x7f {
		n++
	}
	return token{raw: out[:n], kind: text}
}

func sequence(out []byte) token {
	if len(out) < 2 {
		return token{raw: out, kind: broken}
	}
	switch out[1] {
	case '[':
		return controlSequence(out)
	case ']', 'P', 'X', '^', '_':
		return stringSequence(out)
	}
	n := 1
	for n < len(out) && out[n] >= ' ' && out[n] <= '/' {
		n++
	}
	if n == len(out) {
		return token{raw: out, kind: broken}
	}
	return token{raw: out[:n+1], kind: escape, final: out[n], more: n > 1}
}

func controlSequence(out []byte) token {
	t := token{kind: csi}
	n := 2
	if n < len(out) && out[n] >= '<' && out[n] <= '?' {
		t.kind = private
		n++
	}
	value, any := 0, false
	for ; n < len(out); n++ {
		switch c := out[n]; {
		case c >= '0' && c <= '9':
			value, any = min(10*value+int(c-'0'), 1<<20), true
		case c == ';' || c == ':':
			t.params, value, any = append(t.params, value), 0, true
		case c >= ' ' && c <= '/':
			t.more = true
		case c >= '@' && c <= '~':
			if any {
				t.params = append(t.params, value)
			}
			t.final, t.raw = c, out[:n+1]
			return t
		default:
			return token{raw: out, kind: broken}
		}
	}
	return token{raw: out, kind: broken}
}

// stringSequence ends with ESC \, an operating system command also with BEL.
func stringSequence(out []byte) token {
	for n := 2; n < len(out); n++ {
		switch {
		case out[n] == 0x07 && out[1] == ']':
			return token{raw: out[:n+1], kind: osc, body: string(out[2:n])}
		case out[n] == 0x1b:
			if !bytes.HasPrefix(out[n:], []byte("\x1b\\")) {
				return token{raw: out, kind: broken}
			}
			t := token{raw: out[:n+2], kind: escape, final: out[1]}
			if out[1] == ']' {
				t.kind, t.body = osc, string(out[2:n])
			}
			return t
		}
	}
	return token{raw: out, kind: broken}
}
