package record

import (
	"encoding/json"
	"fmt"
	"slices"

	"heshi/model"
)

// Encode returns the stored form of a record: its JSON. The revision lives in
// the envelope, so that a record put back by undo has the same bytes and the
// same digest as before.
func Encode[T Any](v T) ([]byte, error) { return EncodeAt(&v) }

// EncodeAt is Encode of what v points to: a case is a thousand bytes to copy.
func EncodeAt[T Any](v *T) ([]byte, error) {
	var b []byte
	var err error
	if c, ok := any(v).(*model.Case); ok {
		b, err = appendCase(make([]byte, 0, caseSize(c)), c)
	} else {
		b, err = json.Marshal(v)
	}
	if err != nil {
		return nil, fmt.Errorf("record: encode: %w", err)
	}
	return b, nil
}

// Decode reads the stored form of a record.
func Decode[T Any](b []byte) (T, error) {
	var v T
	if err := json.Unmarshal(b, &v); err != nil {
		return v, fmt.Errorf("%w: %v", ErrDamaged, err)
	}
	return v, nil
}

// Changed returns the JSON names of the top-level fields that differ between
// two stored records, in alphabetical order of the names; nil when one of the
// two is absent.
func Changed(before, after []byte) []string {
	if before == nil || after == nil {
		return nil
	}
	var a, b map[string]json.RawMessage
	if json.Unmarshal(before, &a) != nil || json.Unmarshal(after, &b) != nil {
		return nil
	}
	var out []string
	for k, v := range a {
		if string(b[k]) != string(v) {
			out = append(out, k)
		}
	}
	for k := range b {
		if _, ok := a[k]; !ok {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return out
}

// Any is any kind of record: a struct with its revision, which the envelope
// keeps. Its pointer has SetRevision(uint64).
type Any interface {
	Revision() uint64
}
