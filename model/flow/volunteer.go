package flow

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/ident"
)

// Limits of the numbers of a volunteer and a turn: far above any desk, far
// below what the planner bears.
const (
	maxTurns  = 62   // turns in a month, or in a week
	maxGap    = 365  // days between two turns
	maxCarry  = 9999 // tenths of a weighted turn
	maxSeats  = 50
	maxWeight = 100
)

// CheckVolunteer checks a volunteer and returns it normalised: lists sorted as
// the desk offers them, each entry once; leave in order. Missing limits take
// those a volunteer usually has.
func CheckVolunteer(v model.Volunteer) (model.Volunteer, model.Problems) {
	var ps faults
	v.Name = ps.line("name", v.Name)
	if v.Name == "" {
		ps.add("need.volunteer_name", "name", nil)
	}
	if v.Phone != "" {
		phone, fault := ident.Phone(v.Phone)
		v.Phone = phone
		ps.at("phone", fault)
	}
	if v.Level == "" {
		v.Level = model.LevelExperienced
	}
	ps.oneOf("level", v.Level, model.Levels())
	v.Skills = ps.words("skills", v.Skills)
	v.Stations = ps.words("stations", v.Stations)
	v.Avail = ps.slots("avail", v.Avail)
	v.Prefer = ps.slots("prefer", v.Prefer)
	v.Dislike = ps.slots("dislike", v.Dislike)
	for _, slot := range v.Prefer {
		if slices.Contains(v.Dislike, slot) {
			ps.add("volunteer.liked_and_not", "dislike", map[string]any{"slot": slot})
		}
	}
	v.Leave = ps.leave(v.Leave)
	if v.MaxWeek == 0 && v.MaxMonth == 0 {
		v.MaxWeek, v.MaxMonth = 2, 6
	}
	ps.within("max_week", v.MaxWeek, 0, maxTurns)
	ps.within("max_month", v.MaxMonth, 0, maxTurns)
	ps.within("min_gap", v.MinGap, 0, maxGap)
	ps.within("carry", v.CarryTenths, -maxCarry, maxCarry)
	ps.pairs(&v)
	v.Conflicts = once(v.Conflicts)
	ps.quiet(v.Quiet)
	ps.span("left", v.Joined, v.Left)
	v.Note = ps.text("note", v.Note)
	return v, model.Problems(ps)
}

// pairs refuses a volunteer paired with himself, or both ways with another.
func (ps *faults) pairs(v *model.Volunteer) {
	v.With, v.Avoid = once(v.With), once(v.Avoid)
	for _, list := range [][]model.ID{v.With, v.Avoid} {
		if v.ID != "" && slices.Contains(list, v.ID) {
			ps.add("volunteer.pair_of_one", "avoid", map[string]any{"name": v.Name})
		}
	}
	for _, id := range v.With {
		if slices.Contains(v.Avoid, id) {
			ps.add("volunteer.pair_both_ways", "avoid", map[string]any{"name": v.Name})
		}
	}
}

// once sorts a list and keeps every entry once; an empty one is nil.
func once(list []model.ID) []model.ID {
	out := slices.Clone(list)
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) == 0 {
		return nil
	}
	return out
}

// words cleans a list of short words and keeps each once, in the order given.
func (ps *faults) words(field string, list []string) []string {
	var out []string
	for _, w := range list {
		if w = ps.line(field, w); w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// slots refuses what is no half-day of the week and puts the rest in the order
// of the week.
func (ps *faults) slots(field string, list []string) []string {
	var out []string
	for _, slot := range list {
		if !slices.Contains(model.Slots(), slot) {
			ps.add("slot.unknown", field, map[string]any{"value": short(slot)})
		}
	}
	for _, slot := range model.Slots() {
		if slices.Contains(list, slot) {
			out = append(out, slot)
		}
	}
	return out
}

func (ps *faults) leave(list []model.Span) []model.Span {
	out := slices.Clone(list)
	for _, l := range out {
		switch {
		case l.From.IsZero() || l.To.IsZero():
			ps.add("leave.open", "leave", nil)
		case l.To < l.From:
			ps.add("days.reversed", "leave", map[string]any{"from": l.From, "to": l.To})
		}
	}
	slices.SortFunc(out, func(a, b model.Span) int {
		if a.From != b.From {
			return int(a.From - b.From)
		}
		return int(a.To - b.To)
	})
	return slices.Compact(out)
}

func (ps *faults) within(field string, n, least, most int) {
	if n < least || n > most {
		ps.add("number.range", field, map[string]any{"got": n, "least": least, "most": most})
	}
}

func (ps *faults) quiet(q model.Quiet) {
	if q == (model.Quiet{}) {
		return
	}
	_, okFrom := Minutes(q.From)
	_, okTo := Minutes(q.To)
	if !okFrom || !okTo {
		ps.add("clock.unreadable", "quiet", map[string]any{"value": short(q.From + "-" + q.To)})
	}
}

// Minutes reads HH:MM as minutes after midnight; 24:00 is the end of a day.
func Minutes(s string) (int, bool) {
	hours, minutes, ok := strings.Cut(s, ":")
	if !ok || len(hours) != 2 || len(minutes) != 2 {
		return 0, false
	}
	h, errH := strconv.ParseUint(hours, 10, 8)
	m, errM := strconv.ParseUint(minutes, 10, 8)
	return int(60*h + m), errH == nil && errM == nil && (h < 24 && m < 60 || h == 24 && m == 0)
}

// CheckPattern checks the station's week and returns it normalised: turns in
// the order of the week, each with its id, holidays in order.
func CheckPattern(p model.Pattern) (model.Pattern, model.Problems) {
	var ps faults
	p.Turns = slices.Clone(p.Turns)
	slices.SortStableFunc(p.Turns, turnOrder)
	if len(p.Turns) == 0 {
		ps.add("pattern.no_turns", "turns", nil)
	}
	taken := map[string]int{}
	for i := range p.Turns {
		ps.turn("turns["+strconv.Itoa(i)+"]", &p.Turns[i], taken)
	}
	r := p.Rules
	for _, n := range []struct {
		field string
		value int
	}{
		{"max_new_per_shift", r.MaxNewPerShift},
		{"prefer_cost", r.PreferCost},
		{"neutral_cost", r.NeutralCost},
		{"dislike_cost", r.DislikeCost},
		{"pair_bonus", r.PairBonus},
		{"reserve_per_week", r.ReservePerWeek},
	} {
		ps.within("rules."+n.field, n.value, 0, maxSeats)
	}
	p.Holidays = ps.holidays(p.Holidays)
	return p, model.Problems(ps)
}

func turnOrder(a, b model.Turn) int {
	day := func(t model.Turn) int { return slices.Index(model.Weekdays(), t.Weekday) }
	if d := day(a) - day(b); d != 0 {
		return d
	}
	if c := strings.Compare(a.Start, b.Start); c != 0 {
		return c
	}
	return strings.Compare(a.Station, b.Station)
}

func (ps *faults) turn(at string, t *model.Turn, taken map[string]int) {
	ps.oneOf(at+".weekday", t.Weekday, model.Weekdays())
	ps.oneOf(at+".half", t.Half, []string{model.AM, model.PM})
	if t.Weekday == "" || t.Half == "" {
		ps.add("turn.when", at+".weekday", nil)
	}
	from, okFrom := Minutes(t.Start)
	to, okTo := Minutes(t.End)
	if !okFrom || !okTo || from >= to {
		ps.add("turn.hours", at+".start", map[string]any{"start": short(t.Start), "end": short(t.End)})
	}
	t.Station = ps.line(at+".station", t.Station)
	ps.within(at+".seats", t.Seats, 1, maxSeats)
	ps.within(at+".weight", t.Weight, 0, maxWeight)
	ps.within(at+".reserve", t.Reserve, 0, maxSeats)
	ps.within(at+".holiday_extra", t.HolidayExtra, 0, maxSeats)
	ps.within(at+".priority", t.Priority, 1, maxWeight)
	for _, n := range t.Need {
		ps.within(at+".need", n, 0, t.Seats)
	}
	t.Need = maps.Clone(t.Need)
	maps.DeleteFunc(t.Need, func(_ string, n int) bool { return n == 0 })
	base := t.Weekday + "-" + t.Half
	if taken[base]++; taken[base] == 1 {
		t.ID = base
	} else {
		t.ID = base + "-" + strconv.Itoa(taken[base])
	}
}

func (ps *faults) holidays(h model.HolidayPolicy) model.HolidayPolicy {
	if h.Usual == "" {
		h.Usual = model.HolidayClosed
	}
	if h.MakeUp == "" {
		h.MakeUp = model.HolidayNormal
	}
	ps.oneOf("holidays.usual", h.Usual, model.HolidayPolicies())
	ps.oneOf("holidays.make_up", h.MakeUp, []string{model.HolidayNormal, model.HolidayClosed})
	h.Days = slices.Clone(h.Days)
	slices.SortFunc(h.Days, func(a, b model.SpecialDay) int { return int(a.From - b.From) })
	for i, d := range h.Days {
		ps.oneOf("holidays.days", d.Policy, model.HolidayPolicies())
		switch {
		case d.From.IsZero() || d.To.IsZero() || d.Policy == "":
			ps.add("leave.open", "holidays.days", nil)
		case d.To < d.From:
			ps.add("days.reversed", "holidays.days", map[string]any{"from": d.From, "to": d.To})
		case i > 0 && d.From <= h.Days[i-1].To:
			ps.add("holidays.overlap", "holidays.days", map[string]any{"day": d.From})
		}
	}
	return h
}
