package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// edit is one line of text with a place in it. The place counts bytes and
// always stands between two characters as a person sees them.
type edit struct {
	value string
	pos   int
}

// before and after are the characters on either side of the place.
func (e edit) before() []cluster { return clusters(e.value[:e.pos]) }
func (e edit) after() []cluster  { return clusters(e.value[e.pos:]) }

// at returns the edit with the place at byte pos or, within a character, at its
// end.
func (e edit) at(pos int) edit {
	e.pos = 0
	for _, c := range clusters(e.value) {
		if e.pos >= pos {
			break
		}
		e.pos += len(c.text)
	}
	return e
}

func (e edit) insert(s string) edit {
	pos := e.pos + len(s)
	e.value = e.value[:e.pos] + s + e.value[e.pos:]
	return e.at(pos)
}

func (e edit) left() edit {
	if b := e.before(); len(b) > 0 {
		e.pos -= len(b[len(b)-1].text)
	}
	return e
}

func (e edit) right() edit {
	if a := e.after(); len(a) > 0 {
		e.pos += len(a[0].text)
	}
	return e
}

// remove takes out what lies between the place and another place.
func (e edit) remove(other int) edit {
	from, to := min(e.pos, other), max(e.pos, other)
	e.value = e.value[:from] + e.value[to:]
	return e.at(from)
}

func (e edit) wordLeft() edit {
	b := e.before()
	i := len(b)
	for i > 0 && kindOf(b[i-1]) == blank {
		i--
	}
	for kind := kindAt(b, i-1); i > 0 && kindOf(b[i-1]) == kind; i-- {
		e.pos -= len(b[i-1].text)
	}
	return e.at(len(join(b[:i])))
}

func (e edit) wordRight() edit {
	a := e.after()
	i := 0
	for i < len(a) && kindOf(a[i]) == blank {
		i++
	}
	for kind := kindAt(a, i); i < len(a) && kindOf(a[i]) == kind; {
		i++
	}
	return e.at(e.pos + len(join(a[:i])))
}

// wordKind tells apart what moving by words steps over in one go.
type wordKind int

const (
	blank wordKind = iota
	mark
	narrow
	wide
)

func kindAt(cs []cluster, i int) wordKind {
	if i < 0 || i >= len(cs) {
		return blank
	}
	return kindOf(cs[i])
}

func kindOf(c cluster) wordKind {
	r, _ := utf8.DecodeRuneInString(c.text)
	switch {
	case unicode.IsSpace(r):
		return blank
	case !unicode.IsLetter(r) && !unicode.IsDigit(r):
		return mark
	case c.width > 1:
		return wide
	}
	return narrow
}

// press applies an editing key and reports whether it was one.
func (e edit) press(key string) (edit, bool) {
	switch key {
	case "left":
		return e.left(), true
	case "right":
		return e.right(), true
	case "home", "ctrl+a":
		return e.at(0), true
	case "end", "ctrl+e":
		return e.at(len(e.value)), true
	case "ctrl+left":
		return e.wordLeft(), true
	case "ctrl+right":
		return e.wordRight(), true
	case "backspace", "ctrl+h", "shift+backspace":
		return e.remove(e.left().pos), true
	case "delete":
		return e.remove(e.right().pos), true
	case "ctrl+u":
		return e.remove(0), true
	case "ctrl+w":
		return e.remove(e.wordLeft().pos), true
	}
	return e, false
}

// clip cuts s so that the line holds at most limit characters.
func (e edit) clip(s string, limit int) string {
	if limit <= 0 || len(e.value)+len(s) <= limit {
		return s
	}
	room := limit - len(clusters(e.value))
	cs := clusters(s)
	if room >= len(cs) {
		return s
	}
	return join(cs[:max(0, room)])
}

// oneLine makes pasted text fit for one line.
func oneLine(s string) string { return Clean(strings.Trim(s, "\r\n")) }
