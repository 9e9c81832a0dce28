package record_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/store/record"
)

// texts are what JSON has to escape, and what it has not.
var texts = []string{"", "退货", "a", "<a>&\u2028\u2029", "\xe2\x80", "\xff", "\x7f\x00\t\"\\", "2026"}

// drawn fills v with anything: each field is left empty now and then.
func drawn(t *rapid.T, v reflect.Value, deep int) {
	if deep > 0 && rapid.IntRange(0, 2).Draw(t, "empty") == 0 {
		return
	}
	switch at := v.Addr().Interface().(type) {
	case *time.Time:
		*at = time.Unix(rapid.Int64Range(-61_000_000_000, 250_000_000_000).Draw(t, "at"), rapid.Int64Range(0, 1e9).Draw(t, "ns")).
			In(time.FixedZone("", 60*rapid.IntRange(-23*60, 23*60).Draw(t, "zone")))
		return
	case *model.Day:
		*at = model.Day(rapid.OneOf(rapid.IntRange(-400, 400), rapid.IntRange(700_000, 750_000), rapid.IntRange(3_652_000, 3_653_000)).Draw(t, "day"))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(rapid.OneOf(rapid.SampledFrom(texts), rapid.String()).Draw(t, "text"))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int, reflect.Int64, reflect.Int32, reflect.Int8:
		v.SetInt(int64(rapid.Int8().Draw(t, "n")))
	case reflect.Uint64, reflect.Uint32:
		v.SetUint(uint64(rapid.Uint8().Draw(t, "n")))
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		drawn(t, v.Elem(), deep+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(0, 2).Draw(t, "len"), 2))
		for i := range v.Len() {
			drawn(t, v.Index(i), deep+1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			drawn(t, v.Field(i), deep+1)
		}
	default:
		t.Fatalf("a case has a %s: teach this test to fill it", v.Type())
	}
}

// TestCaseIsItsJSON: what is stored of a case must stay what json.Marshal
// writes, or a digest in the log of an older program would not be its own, and
// nothing that an edit leaves alone may look changed.
func TestCaseIsItsJSON(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var c model.Case
		drawn(t, reflect.ValueOf(&c).Elem(), 0)
		got, err := record.EncodeAt(&c)
		require.NoError(t, err)
		want, err := json.Marshal(c)
		require.NoError(t, err)
		require.Equal(t, string(want), string(got))
	})
}

// TestEveryFieldOfACaseIsStored fills one field after the other, so that one
// which a case gets later is not left out.
func TestEveryFieldOfACaseIsStored(t *testing.T) {
	var each func(typ reflect.Type, path []int)
	each = func(typ reflect.Type, path []int) {
		for i := range typ.NumField() {
			f, at := typ.Field(i), append(path[:len(path):len(path)], i)
			if f.Anonymous {
				each(f.Type, at)
				continue
			}
			rapid.Check(t, func(t *rapid.T) {
				var c model.Case
				drawn(t, reflect.ValueOf(&c).Elem().FieldByIndex(at), 0)
				got, err := record.EncodeAt(&c)
				require.NoError(t, err)
				want, err := json.Marshal(c)
				require.NoError(t, err)
				require.Equal(t, string(want), string(got), f.Name)
			})
		}
	}
	each(reflect.TypeFor[model.Case](), nil)
}

func TestCaseThatHasNoJSONIsRefused(t *testing.T) {
	for i, at := range []time.Time{
		time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 1, 1, 0, 0, 0, 0, time.FixedZone("", 30*3600)),
	} {
		for j, c := range []model.Case{
			{RegisteredAt: at}, {ClosedAt: at}, {NoticeAt: &at}, {Consent: &model.Consent{At: at}}, {Life: model.Life{AcceptedAt: at}},
		} {
			_, err := record.Encode(c)
			require.Error(t, err, fmt.Sprint(i, j))
		}
	}
}
