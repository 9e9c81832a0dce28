package strict

import (
	"bytes"
	"reflect"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// exact reports that the names of a document need no second look: lower case,
// as all our fields are, and none twice in one object. It takes a fraction of
// the time of Form.Check, which many documents would feel. data is JSON.
func exact(data []byte) bool {
	const most = 64 // names of one object; more are looked at the long way
	var names [][]byte
	var open []int // for each object and list around: how many names were met before
	for i := 0; i < len(data); i++ {
		switch data[i] {
		case '{', '[':
			open = append(open, len(names))
		case '}', ']':
			names, open = names[:open[len(open)-1]], open[:len(open)-1]
		case '"':
			end := closing(data, i)
			text := data[i+1 : end]
			i = end
			if !isName(data[end+1:]) {
				continue
			}
			met := names[open[len(open)-1]:]
			if len(met) > most || !plainName(text) {
				return false
			}
			for _, name := range met {
				if bytes.Equal(name, text) {
					return false
				}
			}
			names = append(names, text)
		}
	}
	return true
}

// closing is where the text that opens at i ends.
func closing(data []byte, i int) int {
	for i++; i < len(data)-1 && data[i] != '"'; i++ {
		if data[i] == '\\' {
			i++
		}
	}
	return i
}

// Halved reports that a text of data, written with \u escapes, holds one half of
// a character that takes two. encoding/json puts U+FFFD in its place and says
// nothing.
func Halved(data []byte) bool {
	for {
		at := bytes.IndexByte(data, '\\')
		if at < 0 || at+1 >= len(data) {
			return false
		}
		r := escape(data[at:])
		data = data[at+2:]
		if !utf16.IsSurrogate(r) {
			continue
		}
		if len(data) < 4 || utf16.DecodeRune(r, escape(data[4:])) == utf8.RuneError {
			return true
		}
		data = data[10:]
	}
}

// escape is the character that the \u escape at the beginning of s writes, 0
// where there is none.
func escape(s []byte) rune {
	if len(s) < 6 || s[0] != '\\' || s[1] != 'u' {
		return 0
	}
	n, err := strconv.ParseUint(string(s[2:6]), 16, 16)
	if err != nil {
		return 0
	}
	return rune(n)
}

// isName reports that a colon comes next.
func isName(rest []byte) bool {
	for _, c := range rest {
		if c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c == ':'
		}
	}
	return false
}

func plainName(name []byte) bool {
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return false
		}
	}
	return true
}

// inTime reports that every moment in v is none, or one that people mean.
func inTime(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			at, ok := v.Interface().(time.Time)
			return !ok || at.IsZero() || InTime(at)
		}
		for i := range v.NumField() {
			if f := v.Field(i); f.CanSet() && !inTime(f) {
				return false
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			if !inTime(v.Index(i)) {
				return false
			}
		}
	case reflect.Map:
		for it := v.MapRange(); it.Next(); {
			if !inTime(it.Value()) {
				return false
			}
		}
	case reflect.Pointer:
		return v.IsNil() || inTime(v.Elem())
	}
	return true
}
