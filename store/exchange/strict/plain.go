package strict

import (
	"reflect"
	"time"

	"heshi/model/flow"
)

// Plain drops from every text of v, a pointer, what nobody should have to see
// (flow.Plain), however deep it stands.
func Plain(v any) { plain(reflect.ValueOf(v).Elem()) }

func plain(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if s := v.String(); v.CanSet() && needs(s) {
			v.SetString(flow.Plain(s))
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return
		}
		for i := range v.NumField() {
			plain(v.Field(i))
		}
	case reflect.Slice:
		for i := range v.Len() {
			plain(v.Index(i))
		}
	case reflect.Pointer:
		if !v.IsNil() {
			plain(v.Elem())
		}
	}
}

// needs says that a text may hold something to drop. Chinese and plain ASCII,
// which is nearly all, do not.
func needs(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == 0x7f || c == 0xc2 || c == 0xe2 || c == 0xef {
			return true
		}
	}
	return false
}
