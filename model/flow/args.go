package flow

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"heshi/model"
)

// Args are the answers to the fields of a step, by name. The type of each is
// that of its FieldKind.
type Args map[string]any

func get[T any](a Args, name string) (v T) {
	v, _ = a[name].(T)
	return v
}

func (a Args) text(name string) string       { return get[string](a, name) }
func (a Args) list(name string) []string     { return get[[]string](a, name) }
func (a Args) day(name string) model.Day     { return get[model.Day](a, name) }
func (a Args) moment(name string) time.Time  { return get[time.Time](a, name) }
func (a Args) money(name string) model.Money { return get[model.Money](a, name) }
func (a Args) yes(name string) bool          { return get[bool](a, name) }

// maxList bounds how many things one answer may list.
const maxList = 50

// ReadArgs reads the JSON arguments of an action; null is as good as left out.
// Faults name the field: one the action does not know, a value of the wrong
// type. "action", if given, must be this one. Moments are put into the zone.
func ReadArgs(action string, data []byte, zone *time.Location) (Args, model.Problems) {
	a, ok := Find(action)
	if !ok {
		return nil, model.Problems{{Code: "step.unknown", Args: map[string]any{"value": short(action)}}}
	}
	var ps faults
	raw := map[string]json.RawMessage{}
	if err := json.Unmarshal(data, &raw); err != nil {
		ps.add("step.not_object", "", nil)
		return nil, model.Problems(ps)
	}
	if v, ok := raw["action"]; ok && string(v) != "null" {
		var said string
		if json.Unmarshal(v, &said) != nil || said != a.ID {
			ps.add("step.other_action", "action", map[string]any{"value": short(string(v)), "want": a.ID})
		}
	}
	delete(raw, "action")
	out := Args{}
	for _, f := range a.Asked() {
		v, ok := raw[f.Name]
		delete(raw, f.Name)
		if !ok || string(v) == "null" {
			continue
		}
		if got, ok := f.decode(&ps, v, zone); ok {
			out[f.Name] = got
		}
	}
	for _, name := range sortedKeys(raw) {
		ps.add("input.unknown_field", "", map[string]any{"name": short(name)})
	}
	return out, model.Problems(ps)
}

// decode reads the JSON value of a field.
func (f Field) decode(ps *faults, raw json.RawMessage, zone *time.Location) (any, bool) {
	fail := func(want string) (any, bool) {
		ps.add("step.value", "", map[string]any{"name": f.Name, "want": want})
		return nil, false
	}
	switch f.Kind {
	case Many, Names:
		if v, ok := read[[]string](raw); ok {
			return v, true
		}
		return fail("[\"...\"]")
	case Bool:
		if v, ok := read[bool](raw); ok {
			return v, true
		}
		return fail("true / false")
	case Money:
		if v, ok := read[int64](raw); ok {
			return model.Money(v), true
		}
		return fail("29900")
	case Day:
		if v, ok := read[model.Day](raw); ok {
			return v, true
		}
		return fail("2026-11-30")
	case Moment:
		if v, ok := read[time.Time](raw); ok && v.Year() >= firstYear && v.Year() <= lastYear {
			return v.In(zone), true
		}
		return fail("2026-11-23T10:00:00+08:00")
	case Duties:
		return f.decodeDuties(ps, raw)
	}
	if v, ok := read[string](raw); ok {
		return v, true
	}
	return fail("\"...\"")
}

func read[T any](raw json.RawMessage) (v T, ok bool) {
	err := json.Unmarshal(raw, &v)
	return v, err == nil
}

// newDuty is a promise as it is written down; the rest the flow fills in.
type newDuty struct {
	What        string      `json:"what"`
	Amount      model.Money `json:"amount_fen"`
	Due         *string     `json:"due"`
	Manner      string      `json:"manner"`
	By          string      `json:"by"`
	To          string      `json:"to"`
	GoodsBackOn model.Day   `json:"goods_back_on"`
}

// miswritten names a field of a promise that is not written as it should be:
// encoding/json takes "What" for "what".
func miswritten(one []byte) string {
	raw, _ := read[map[string]json.RawMessage](one)
	for _, name := range sortedKeys(raw) {
		if name != strings.ToLower(name) {
			return short(name)
		}
	}
	return ""
}

// dutyLike shows how a promise is written.
const dutyLike = `{"what": "...", "due": "2026-11-30"}`

func (f Field) decodeDuties(ps *faults, raw json.RawMessage) (any, bool) {
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil {
		ps.add("step.value", "", map[string]any{"name": f.Name, "want": "[{...}]"})
		return nil, false
	}
	out, ok := []model.Duty{}, true
	for i, one := range list {
		at := f.Name + "[" + strconv.Itoa(i) + "]"
		var d newDuty
		dec := json.NewDecoder(bytes.NewReader(one))
		dec.DisallowUnknownFields()
		err := dec.Decode(&d)
		if name := miswritten(one); err == nil && name != "" {
			ps.add("duty.value", at, map[string]any{"n": i + 1, "name": name})
			ok = false
			continue
		}
		if err != nil {
			if name := unknownField(err); name != "" {
				ps.add("duty.value", at, map[string]any{"n": i + 1, "name": name})
			} else {
				ps.add("duty.shape", at, map[string]any{"n": i + 1, "want": dutyLike})
			}
			ok = false
			continue
		}
		duty := model.Duty{What: d.What, Amount: d.Amount, Manner: d.Manner, By: d.By, To: d.To, GoodsBackOn: d.GoodsBackOn}
		if d.Due != nil && *d.Due != "" {
			due, err := model.ParseDay(*d.Due)
			if err != nil {
				ps.add("duty.bad_date", at+".due", map[string]any{"n": i + 1, "value": short(*d.Due)})
				ok = false
				continue
			}
			duty.Due = due
		}
		out = append(out, duty)
	}
	return out, ok
}
