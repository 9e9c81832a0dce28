package workday

import (
	"bytes"
	"strconv"
)

// scanner walks a JSON document that is already known to be valid and reports
// every value with its path ("off[3].date"). encoding/json keeps neither the
// place of a value nor a repeated key, and both belong in a fault that a
// person has to mend.
type scanner struct {
	text []byte
	pos  int
	path []byte
	// visit gets the path, the bare key ("" for an element) and the offset;
	// it returns true to end the walk. fresh says that no key of the same
	// object had this name, in any spelling of its letters.
	visit func(path, key []byte, offset int, fresh bool) bool
}

// repeatedKey returns the first key that stands twice in one object and its
// offset, or -1.
func repeatedKey(text []byte) (string, int) {
	found, at := "", -1
	walk(text, func(_, key []byte, offset int, fresh bool) bool {
		if !fresh {
			found, at = string(key), offset
		}
		return !fresh
	})
	return found, at
}

// keyOffset returns the offset of the first key of that name, or 0.
func keyOffset(text []byte, name string) int {
	at := 0
	walk(text, func(_, key []byte, offset int, _ bool) bool {
		if string(key) == name {
			at = offset
			return true
		}
		return false
	})
	return at
}

// pathOffset returns the offset of the value at path, or of the deepest value
// on the way to it.
func pathOffset(text []byte, path string) int {
	at := 0
	walk(text, func(got, _ []byte, offset int, _ bool) bool {
		if under(path, got) {
			at = offset
		}
		return string(got) == path
	})
	return at
}

// under reports whether path is got or lies inside it.
func under(path string, got []byte) bool {
	if len(path) < len(got) || path[:len(got)] != string(got) {
		return false
	}
	return len(path) == len(got) || path[len(got)] == '.' || path[len(got)] == '['
}

func walk(text []byte, visit func(path, key []byte, offset int, fresh bool) bool) {
	s := &scanner{text: text, visit: visit}
	s.value()
}

// value steps over one value and returns true when the walk is over.
func (s *scanner) value() bool {
	switch s.next() {
	case '{':
		return s.object()
	case '[':
		return s.array()
	case '"':
		s.str()
	default:
		for s.pos < len(s.text) && bytes.IndexByte([]byte(",]} \t\r\n"), s.text[s.pos]) < 0 {
			s.pos++
		}
	}
	return false
}

func (s *scanner) object() bool {
	var keys [][]byte
	base := len(s.path)
	for s.pos++; s.next() != '}'; {
		if s.text[s.pos] == ',' {
			s.pos++
			continue
		}
		at := s.pos
		key := s.str()
		s.next()
		s.pos++ // the colon
		if base > 0 {
			s.path = append(s.path, '.')
		}
		s.path = append(s.path, key...)
		if s.visit(s.path, key, at, !contains(keys, key)) || s.value() {
			return true
		}
		keys = append(keys, key)
		s.path = s.path[:base]
	}
	s.pos++
	return false
}

func (s *scanner) array() bool {
	base, i := len(s.path), 0
	for s.pos++; s.next() != ']'; {
		if s.text[s.pos] == ',' {
			s.pos++
			continue
		}
		s.path = append(strconv.AppendInt(append(s.path, '['), int64(i), 10), ']')
		if s.visit(s.path, nil, s.pos, true) || s.value() {
			return true
		}
		s.path = s.path[:base]
		i++
	}
	s.pos++
	return false
}

// next skips white space and returns the byte there, without taking it; 0 at
// the end of the text.
func (s *scanner) next() byte {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\r', '\n':
			s.pos++
		default:
			return s.text[s.pos]
		}
	}
	return 0
}

// str takes one string and returns what stands between its quotes, escapes
// left as they are.
func (s *scanner) str() []byte {
	start := s.pos + 1
	for s.pos = start; s.text[s.pos] != '"'; s.pos++ {
		if s.text[s.pos] == '\\' {
			s.pos++
		}
	}
	s.pos++
	return s.text[start : s.pos-1]
}

func contains(keys [][]byte, key []byte) bool {
	for _, k := range keys {
		if bytes.EqualFold(k, key) {
			return true
		}
	}
	return false
}
