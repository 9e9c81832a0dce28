package shifts

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"heshi/model"
)

// ReadInstance reads and validates one roster-instance/1. Unknown fields and
// every fault of Instance.Validate come back as model.Problems, each naming the
// item.
func ReadInstance(data []byte) (*Instance, error) {
	in := &Instance{Rules: defaultRules()}
	if ps := decode(data, in); ps != nil {
		return nil, ps
	}
	if in.Mode == "" {
		in.Mode = ModePlan
	}
	if ps := in.Validate(); len(ps) > 0 {
		return nil, ps
	}
	return in, nil
}

// ReadRoster reads one roster/1. Whether it fits an instance is Check's matter:
// an unknown shift is a violation there, not an error here.
func ReadRoster(data []byte) (*Roster, error) {
	r := &Roster{}
	if ps := decode(data, r); ps != nil {
		return nil, ps
	}
	if r.Schema != "" && r.Schema != RosterSchema {
		return nil, one("shifts.schema", "schema", map[string]any{"got": r.Schema, "want": RosterSchema})
	}
	return r, nil
}

// ReadChange reads the change of a repair. Ids are checked by Repair, against
// the instance.
func ReadChange(data []byte) (*Change, error) {
	c := &Change{}
	if ps := decode(data, c); ps != nil {
		return nil, ps
	}
	return c, nil
}

// UnmarshalJSON reads a volunteer; a missing "fair" means true.
func (v *Volunteer) UnmarshalJSON(b []byte) error {
	type plain Volunteer
	p := plain{Fair: true}
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return err
	}
	*v = Volunteer(p)
	return nil
}

// decode reads exactly one JSON value and refuses unknown fields.
func decode(data []byte, into any) model.Problems {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) // some editors write a mark first
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		return syntax(err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return one("shifts.trailing", "", nil)
	}
	return nil
}

// syntax turns a decoder's error into a Problem that names the field.
func syntax(err error) model.Problems {
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		name = strings.Trim(name, `"`)
		return one("shifts.unknown_field", name, map[string]any{"name": name})
	}
	var te *json.UnmarshalTypeError
	if errors.As(err, &te) {
		return one("shifts.wrong_type", te.Field, map[string]any{"name": te.Field, "got": te.Value})
	}
	var se *json.SyntaxError
	if errors.As(err, &se) {
		return one("shifts.not_json", "", map[string]any{"offset": se.Offset})
	}
	return one("shifts.unreadable", "", map[string]any{"detail": err.Error()})
}

func one(code, field string, args map[string]any) model.Problems {
	return model.Problems{{Code: code, Field: field, Args: args}}
}
