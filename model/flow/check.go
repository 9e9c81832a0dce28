package flow

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"heshi/model"
)

func sortedKeys(m map[string]json.RawMessage) []string {
	return slices.Sorted(maps.Keys(m))
}

// unknownField names the JSON field an error is about, "" when it names none.
func unknownField(err error) string {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return kind.Field
	}
	name, _ := strings.CutPrefix(err.Error(), "json: unknown field ")
	if name == err.Error() {
		return ""
	}
	return short(strings.Trim(name, `"`))
}

// check fills in what a field begins with, cleans every answer and returns all
// faults.
func (a Action) check(c model.Case, args Args, by Actor, now time.Time) (Args, model.Problems) {
	var ps faults
	out := Args{}
	asked := a.Asked()
	for _, f := range asked {
		v, ok := args[f.Name]
		if !ok && f.Begin != nil {
			v = f.Begin(c, by, now)
		}
		if f.Name == "at" && isZero(v) {
			v = now
		}
		if v = f.clean(&ps, c, v, now); !isZero(v) {
			out[f.Name] = v
		} else if f.Required && len(model.Problems(ps).At(f.Name)) == 0 {
			ps.add("step.required", f.Name, nil)
		}
	}
	for name := range args {
		if !slices.ContainsFunc(asked, func(f Field) bool { return f.Name == name }) {
			ps.add("input.unknown_field", "", map[string]any{"name": short(name)})
		}
	}
	a.when(&ps, c, out.moment("at"), now)
	return out, model.Problems(ps)
}

// when checks the moment of the step: after the registration and, but for
// what may be set ahead, not in the future.
func (a Action) when(ps *faults, c model.Case, at, now time.Time) {
	switch {
	case at.After(now) && !a.setAhead():
		ps.add("step.at_ahead", "at", nil)
	case at.After(now.AddDate(1, 0, 0)):
		ps.add("step.at_far", "at", nil)
	case at.Before(c.RegisteredAt.Truncate(time.Minute)):
		ps.add("step.at_early", "at", map[string]any{"moment": c.RegisteredAt})
	}
}

// setAhead reports that the step may be set for a later moment.
func (a Action) setAhead() bool {
	return slices.ContainsFunc(a.Fields, func(f Field) bool { return f.Name == "at" && f.Ahead })
}

func isZero(v any) bool {
	switch v := v.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []string:
		return len(v) == 0
	case []model.Duty:
		return len(v) == 0
	case model.Day:
		return v == 0
	case model.Money:
		return v == 0
	case time.Time:
		return v.IsZero()
	case bool:
		return !v
	case model.Proof:
		return v.Ref == ""
	}
	return false
}

// clean checks one answer and returns it normalised; a value of another type
// than the kind's is a fault.
func (f Field) clean(ps *faults, c model.Case, v any, now time.Time) any {
	if isZero(v) {
		return nil
	}
	switch f.Kind {
	case Line, Person:
		if s, ok := v.(string); ok {
			return ps.line(f.Name, s)
		}
	case Text:
		if s, ok := v.(string); ok {
			return ps.text(f.Name, s)
		}
	case Choice:
		if s, ok := v.(string); ok {
			ps.oneOf(f.Name, s, f.Choices)
			return s
		}
	case Many, Names:
		if list, ok := v.([]string); ok {
			return f.cleanList(ps, list)
		}
	case Proof:
		return f.cleanProof(ps, v)
	case Duty:
		if s, ok := v.(string); ok {
			return f.cleanDuty(ps, c, s)
		}
	default:
		return f.cleanValue(ps, v, now)
	}
	ps.add("step.value", "", map[string]any{"name": f.Name, "want": string(f.Kind)})
	return nil
}

func (f Field) cleanList(ps *faults, list []string) any {
	var out []string
	for _, s := range list {
		if s = ps.line(f.Name, s); s == "" || slices.Contains(out, s) {
			continue
		}
		if f.Kind == Many {
			ps.oneOf(f.Name, s, f.Choices)
		}
		out = append(out, s)
	}
	if len(out) > maxList {
		ps.add("step.too_many", f.Name, map[string]any{"max": maxList})
	}
	return out
}

func (f Field) cleanProof(ps *faults, v any) any {
	p, ok := v.(model.Proof)
	if s, isText := v.(string); isText {
		p, ok = model.Proof{Ref: s}, true
	}
	if !ok {
		ps.add("step.value", "", map[string]any{"name": f.Name, "want": string(f.Kind)})
		return nil
	}
	p.Ref = strings.TrimSpace(ps.utf8(f.Name, p.Ref))
	if len(p.Ref) > 4096 {
		ps.add("text.too_long", f.Name, map[string]any{"count": len(p.Ref), "max": 4096})
	}
	return p
}

// cleanDuty finds the duty a step is about.
func (f Field) cleanDuty(ps *faults, c model.Case, id string) any {
	for _, d := range c.Duties {
		if d.ID != id {
			continue
		}
		if f.Duties != nil && !f.Duties(d) {
			ps.add("duty.state", f.Name, map[string]any{"what": short(d.What), "duty_state": string(d.State)})
		}
		return id
	}
	ps.add("duty.unknown", f.Name, map[string]any{"value": short(id), "expected": strings.Join(dutyIDs(c, f.Duties), ", ")})
	return nil
}

func dutyIDs(c model.Case, fit func(model.Duty) bool) (out []string) {
	for _, d := range c.Duties {
		if fit == nil || fit(d) {
			out = append(out, d.ID)
		}
	}
	return out
}

func (f Field) cleanValue(ps *faults, v any, now time.Time) any {
	today := model.DayOf(now, now.Location())
	switch v := v.(type) {
	case model.Day:
		if v < today-maxDay || v > today+maxDay {
			ps.add("step.far_day", f.Name, map[string]any{"day": v})
		} else if v > today && !f.Ahead {
			ps.add("step.day_ahead", f.Name, map[string]any{"day": v})
		}
		if f.Kind == Day {
			return v
		}
	case time.Time:
		if f.Kind == Moment {
			return v.In(now.Location()).Truncate(time.Second)
		}
	case model.Money:
		if v < 0 {
			ps.add("amount.negative", f.Name, nil)
		}
		if v > maxFen {
			ps.add("amount.too_big", f.Name, nil)
		}
		if f.Kind == Money {
			return v
		}
	case bool:
		if f.Kind == Bool {
			return v
		}
	case []model.Duty:
		if f.Kind == Duties {
			return f.cleanDuties(ps, v, today)
		}
	}
	ps.add("step.value", "", map[string]any{"name": f.Name, "want": string(f.Kind)})
	return nil
}

// cleanDuties checks new promises: each says what and by when.
func (f Field) cleanDuties(ps *faults, list []model.Duty, today model.Day) any {
	if len(list) > maxList {
		ps.add("step.too_many", f.Name, map[string]any{"max": maxList})
		return nil
	}
	out := make([]model.Duty, 0, len(list))
	for i, d := range list {
		d, wrong := newPromise(i+1, d, today)
		at := f.Name + "[" + strconv.Itoa(i) + "]."
		for _, p := range wrong {
			q := *p
			q.Field = at + p.Field
			if !strings.HasPrefix(p.Code, "duty.") { // say which promise it is
				q.Code, q.Args = "duty.fault", map[string]any{"n": i + 1, "fault": p}
			}
			*ps = append(*ps, &q)
		}
		out = append(out, d)
	}
	return out
}

// newPromise checks the n-th new promise.
func newPromise(n int, d model.Duty, today model.Day) (model.Duty, faults) {
	var ps faults
	d = model.Duty{
		What: ps.line("what", d.What), Amount: d.Amount, Due: d.Due, Manner: ps.line("manner", d.Manner),
		By: d.By, To: ps.line("to", d.To), GoodsBackOn: d.GoodsBackOn, State: model.DutyOpen,
	}
	if d.What == "" && len(model.Problems(ps).At("what")) == 0 {
		ps.add("duty.no_what", "what", map[string]any{"n": n})
	}
	switch {
	case d.Due.IsZero():
		ps.add("duty.no_date", "due", map[string]any{"n": n, "what": short(d.What)})
	case d.Due < today-maxDay || d.Due > today+maxDay:
		ps.add("step.far_day", "due", map[string]any{"day": d.Due})
	}
	if d.GoodsBackOn > today {
		ps.add("step.day_ahead", "goods_back_on", map[string]any{"day": d.GoodsBackOn})
	}
	ps.amount(d.Amount)
	ps.oneOf("by", d.By, model.ContactParties()[:2])
	return d, ps
}
