package shifts

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"heshi/model"
)

// limit is the greatest number a field of an instance may hold; it keeps every
// sum of the planner far from overflow.
const limit = 10_000

// Validate returns every fault of the instance: ids that are unknown or used
// twice, days outside the horizon, words and numbers out of range, an instance
// without shifts or volunteers.
func (in *Instance) Validate() model.Problems {
	c := &checkup{shifts: map[string]bool{}, people: map[string]bool{}, slots: model.Slots()}
	c.head(in)
	for i := range in.Holidays {
		c.word("policy", fmt.Sprintf("holidays[%d].policy", i), in.Holidays[i].Policy, Closed, Heavy)
	}
	for i := range in.Pattern {
		c.turn(i, &in.Pattern[i])
	}
	for i := range in.Shifts {
		c.shift(i, &in.Shifts[i], in.Horizon)
	}
	for i := range in.Volunteers {
		c.volunteer(i, &in.Volunteers[i])
	}
	for i, p := range in.Pairs {
		c.pair(i, p)
	}
	c.links("frozen", in.Frozen)
	c.links("baseline", in.Baseline)
	return c.found
}

// checkup collects faults; shifts and people hold the ids seen so far.
type checkup struct {
	found          model.Problems
	shifts, people map[string]bool
	slots          []string
}

func (c *checkup) bad(code, field string, args map[string]any) {
	c.found = append(c.found, &model.Problem{Code: code, Field: field, Args: args})
}

func (c *checkup) head(in *Instance) {
	if in.Schema != "" && in.Schema != InstanceSchema {
		c.bad("shifts.schema", "schema", map[string]any{"got": in.Schema, "want": InstanceSchema})
	}
	if in.ID == "" {
		c.bad("shifts.no_id", "id", map[string]any{"name": "id"})
	}
	if in.Mode != "" {
		c.word("mode", "mode", in.Mode, ModePlan, ModeRepair)
	}
	if !in.Horizon.right() {
		c.bad("shifts.horizon", "horizon", map[string]any{"start": in.Horizon.Start.String(), "end": in.Horizon.End.String()})
	}
	if len(in.Shifts) == 0 {
		c.bad("shifts.no_shifts", "shifts", map[string]any{"instance": in.ID})
	}
	if len(in.Volunteers) == 0 {
		c.bad("shifts.no_volunteers", "volunteers", map[string]any{"instance": in.ID})
	}
	r := in.Rules
	c.word("month_rule", "rules.month_rule", r.MonthRule, "calendar")
	c.span("rules.max_new_per_shift", r.MaxNewPerShift, 0)
	c.span("rules.pref_cost.prefer", r.PrefCost.Prefer, 0)
	c.span("rules.pref_cost.neutral", r.PrefCost.Neutral, 0)
	c.span("rules.pref_cost.dislike", r.PrefCost.Dislike, 0)
	c.span("rules.prefer_pair_bonus", r.PreferPairBonus, 0)
	c.span("rules.reserve_per_week", r.ReservePerWeek, 0)
}

// right reports whether the horizon is a span of days.
func (h Horizon) right() bool { return !h.Start.IsZero() && h.Start <= h.End }

// word reports a value that is none of the allowed words.
func (c *checkup) word(name, field, got string, allowed ...string) {
	for _, a := range allowed {
		if got == a {
			return
		}
	}
	c.bad("shifts.word", field, map[string]any{"name": name, "got": got, "want": strings.Join(allowed, "|")})
}

// span reports a number outside least..limit.
func (c *checkup) span(field string, n, least int) {
	if n < least || n > limit {
		c.bad("shifts.range", field, map[string]any{"name": field, "got": n, "least": least, "most": limit})
	}
}

func (c *checkup) clock(field, start, end string) {
	a, okA := minutes(start)
	b, okB := minutes(end)
	if !okA || !okB || a >= b {
		c.bad("shifts.hours", field, map[string]any{"name": field, "start": start, "end": end})
	}
}

// minutes reads HH:MM as minutes after midnight.
func minutes(s string) (int, bool) {
	if len(s) != 5 || s[2] != ':' {
		return 0, false
	}
	h, errH := strconv.ParseUint(s[:2], 10, 8)
	m, errM := strconv.ParseUint(s[3:], 10, 8)
	return int(h*60 + m), errH == nil && errM == nil && (h < 24 && m < 60 || h == 24 && m == 0)
}

func (c *checkup) turn(i int, t *Turn) {
	f := fmt.Sprintf("pattern[%d]", i)
	c.word("weekday", f+".weekday", t.Weekday, model.Weekdays()...)
	c.word("half", f+".half", t.Half, AM, PM)
	c.clock(f, t.Start, t.End)
	c.numbers(f, t.Seats, t.Weight, t.Priority, t.Reserve, t.Need)
	c.span(f+".holiday_extra", t.HolidayExtra, 0)
}

func (c *checkup) numbers(f string, seats, weight, priority, reserve int, need map[string]int) {
	c.span(f+".seats", seats, 0)
	c.span(f+".weight", weight, 0)
	c.span(f+".priority", priority, 0)
	c.span(f+".reserve", reserve, 0)
	for _, k := range sortedKeys(need) {
		c.span(f+".need."+k, need[k], 0)
	}
}

func (c *checkup) shift(i int, s *Shift, h Horizon) {
	f := fmt.Sprintf("shifts[%d]", i)
	c.id("shifts.shift_twice", f+".id", s.ID, c.shifts)
	if h.right() && (s.Date < h.Start || s.Date > h.End) { // a horizon that is wrong itself is told once
		c.bad("shifts.outside_horizon", f+".date", map[string]any{
			"shift": s.ID, "date": s.Date.String(), "start": h.Start.String(), "end": h.End.String(),
		})
	}
	c.word("half", f+".half", s.Half, AM, PM)
	c.clock(f, s.Start, s.End)
	c.numbers(f, s.Seats, s.Weight, s.Priority, s.Reserve, s.Need)
}

func (c *checkup) id(twice, field, id string, seen map[string]bool) {
	switch {
	case id == "":
		c.bad("shifts.no_id", field, map[string]any{"name": field})
	case seen[id]:
		c.bad(twice, field, map[string]any{"id": id})
	}
	seen[id] = true
}

func (c *checkup) volunteer(i int, v *Volunteer) {
	f := fmt.Sprintf("volunteers[%d]", i)
	c.id("shifts.volunteer_twice", f+".id", v.ID, c.people)
	c.word("level", f+".level", v.Level, Experienced, New)
	for _, list := range [][]string{v.Avail, v.Prefer, v.Dislike} {
		for _, slot := range list {
			c.slot(f, slot, v.ID)
		}
	}
	for _, l := range v.Leave {
		if l.From.IsZero() || l.To < l.From {
			c.bad("shifts.leave_span", f+".leave", map[string]any{"volunteer": v.ID, "from": l.From.String(), "to": l.To.String()})
		}
	}
	c.span(f+".max_week", v.MaxWeek, 0)
	c.span(f+".max_month", v.MaxMonth, 0)
	c.span(f+".min_gap", v.MinGap, 0)
	c.span(f+".carry", v.Carry, -limit)
}

func (c *checkup) slot(f, slot, who string) {
	if !slices.Contains(c.slots, slot) {
		c.bad("shifts.slot", f, map[string]any{"volunteer": who, "got": slot})
	}
}

func (c *checkup) pair(i int, p Pair) {
	f := fmt.Sprintf("pairs[%d]", i)
	c.word("kind", f+".kind", p.Kind, Avoid, Prefer)
	for _, who := range []string{p.A, p.B} {
		if !c.people[who] {
			c.bad("shifts.unknown_volunteer", f, map[string]any{"volunteer": who})
		}
	}
	if p.A == p.B {
		c.bad("shifts.pair_of_one", f, map[string]any{"volunteer": p.A})
	}
}

func (c *checkup) links(name string, list []Assignment) {
	for i, a := range list {
		f := fmt.Sprintf("%s[%d]", name, i)
		if !c.shifts[a.Shift] {
			c.bad("shifts.unknown_shift", f, map[string]any{"shift": a.Shift})
		}
		if !c.people[a.Volunteer] {
			c.bad("shifts.unknown_volunteer", f, map[string]any{"volunteer": a.Volunteer})
		}
	}
}
