package strict

import (
	"bytes"
	"reflect"
	"time"
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
