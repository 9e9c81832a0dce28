package station

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/workday"
	"heshi/shifts"
)

// Sample returns the pattern that stands until the station saves its own
// (roster/pattern.json below fsys).
func Sample(fsys fs.FS) (model.Pattern, error) {
	b, err := fs.ReadFile(fsys, "roster/pattern.json")
	if err != nil {
		return model.Pattern{}, err
	}
	var p model.Pattern
	if err := json.Unmarshal(b, &p); err != nil {
		return p, fmt.Errorf("station: sample pattern: %w", err)
	}
	p, faults := flow.CheckPattern(p)
	if len(faults) > 0 {
		return p, faults
	}
	return p, nil
}

// Input is what an instance is made of.
type Input struct {
	From, To model.Day // both inside
	Register []model.Volunteer
	Pattern  model.Pattern
	Calendar *workday.Calendar
	Past     []Roster // published rosters of before: what people have served counts
	Lang     string   // "zh" or "en": names of holidays
}

// MostDays bounds the days of one roster.
const MostDays = 400

// Instance makes the instance of a horizon. Faults are those of the horizon
// and of an empty register or week; see shifts.Instance.Validate.
func Instance(in Input) (*shifts.Instance, model.Problems) {
	if in.From.IsZero() || in.To < in.From || in.To-in.From >= MostDays {
		return nil, model.Problems{{Code: "roster.horizon", Args: map[string]any{
			"from": in.From, "to": in.To, "most": MostDays,
		}}}
	}
	r := in.Pattern.Rules
	out := &shifts.Instance{
		ID: nameOf(in.From, in.To), Mode: shifts.ModePlan,
		Horizon: shifts.Horizon{Start: in.From, End: in.To},
		Rules: shifts.Rules{
			MaxNewPerShift: r.MaxNewPerShift, MonthRule: "calendar", PreferPairBonus: r.PairBonus, ReservePerWeek: r.ReservePerWeek,
			PrefCost: shifts.PrefCost{Prefer: r.PreferCost, Neutral: r.NeutralCost, Dislike: r.DislikeCost},
		},
		Holidays: holidays(in),
		Pattern:  turns(in.Pattern.Turns),
	}
	out.Shifts = shifts.Demand(out.Pattern, out.Holidays, out.Horizon)
	stations := stationsOf(out.Shifts)
	known := map[string]bool{}
	for _, v := range in.Register {
		if v.Left.IsZero() || v.Left > in.From {
			known[string(v.ID)] = true
			out.Volunteers = append(out.Volunteers, person(v, in.From, in.To, stations))
		}
	}
	out.Pairs = pairs(in.Register, known)
	carryOver(out, in.Past)
	out = out.Filled()
	if ps := out.Validate(); len(ps) > 0 {
		return nil, ps
	}
	return out, nil
}

// nameOf is what a roster is called in the log: its first and last day.
func nameOf(from, to model.Day) string { return from.String() + "/" + to.String() }

// holidays lists the days of the horizon that are not treated as any other.
func holidays(in Input) []shifts.Holiday {
	var out []shifts.Holiday
	for day := in.From; day <= in.To; day++ {
		policy, name := policyOn(in, day)
		if policy == model.HolidayClosed || policy == model.HolidayHeavy {
			out = append(out, shifts.Holiday{Date: day, Name: name, Policy: policy})
		}
	}
	return out
}

// HolidayName is what a holiday is called in lang: by the calendar where it has
// the day, otherwise as it was called when the roster was made. A nil calendar
// has none.
func HolidayName(h shifts.Holiday, cal *workday.Calendar, lang string) string {
	if cal != nil {
		if name := cal.On(h.Date).Why.Name.In(lang); name != "" {
			return name
		}
	}
	return h.Name
}

func policyOn(in Input, day model.Day) (policy, name string) {
	h := in.Pattern.Holidays
	policy = model.HolidayNormal
	if in.Calendar != nil {
		why := in.Calendar.On(day).Why
		name = why.Name.In(in.Lang)
		switch why.Code {
		case workday.Holiday, workday.HolidayByLaw:
			policy = h.Usual
		case workday.MakeUp:
			policy = h.MakeUp
		}
	}
	for _, d := range h.Days {
		if d.From <= day && day <= d.To {
			policy = d.Policy
		}
	}
	return policy, name
}

func turns(list []model.Turn) []shifts.Turn {
	out := make([]shifts.Turn, len(list))
	for i, t := range list {
		out[i] = shifts.Turn{
			ID: t.ID, Weekday: t.Weekday, Half: t.Half, Start: t.Start, End: t.End, Station: t.Station, Seats: t.Seats,
			Weight: t.Weight, Need: maps.Clone(t.Need), Reserve: t.Reserve, HolidayExtra: t.HolidayExtra, Priority: t.Priority,
		}
		if out[i].Need == nil {
			out[i].Need = map[string]int{}
		}
	}
	return out
}

func stationsOf(list []shifts.Shift) []string {
	out := []string{}
	for i := range list {
		if !slices.Contains(out, list[i].Station) {
			out = append(out, list[i].Station)
		}
	}
	slices.Sort(out)
	return out
}

// person is a volunteer as the planner sees him. The days before he joined and
// after he leaves are leave; the carry is rounded to whole turns.
func person(v model.Volunteer, from, to model.Day, stations []string) shifts.Volunteer {
	p := shifts.Volunteer{
		ID: string(v.ID), Skills: slices.Clone(v.Skills), Level: v.Level, Avail: slices.Clone(v.Avail),
		MaxWeek: v.MaxWeek, MaxMonth: v.MaxMonth, MinGap: v.MinGap, Carry: rounded(v.CarryTenths), Fair: !v.Exempt,
		Prefer: slices.Clone(v.Prefer), Dislike: slices.Clone(v.Dislike), Stations: slices.Clone(v.Stations),
	}
	if len(p.Stations) == 0 {
		p.Stations = stations
	}
	for _, id := range v.Conflicts {
		p.Conflicts = append(p.Conflicts, string(id))
	}
	for _, l := range v.Leave {
		if l.From <= to && l.To >= from {
			p.Leave = append(p.Leave, shifts.Leave{From: l.From, To: l.To})
		}
	}
	if v.Joined > from {
		p.Leave = append(p.Leave, shifts.Leave{From: from, To: v.Joined - 1})
	}
	if !v.Left.IsZero() && v.Left <= to {
		p.Leave = append(p.Leave, shifts.Leave{From: v.Left, To: to})
	}
	return p
}

// rounded turns tenths into whole turns, halves away from zero.
func rounded(tenths int) int {
	if tenths < 0 {
		return -rounded(-tenths)
	}
	return (tenths + 5) / 10
}

// pairs lists each pair once, whoever of the two it is noted with; one that
// must not be together goes before one that likes to.
func pairs(register []model.Volunteer, known map[string]bool) []shifts.Pair {
	kinds := map[[2]string]string{}
	note := func(a, b model.ID, kind string) {
		key := [2]string{string(min(a, b)), string(max(a, b))}
		if a != b && known[key[0]] && known[key[1]] && kinds[key] != shifts.Avoid {
			kinds[key] = kind
		}
	}
	for _, v := range register {
		for _, other := range v.With {
			note(v.ID, other, shifts.Prefer)
		}
		for _, other := range v.Avoid {
			note(v.ID, other, shifts.Avoid)
		}
	}
	out := make([]shifts.Pair, 0, len(kinds))
	for key, kind := range kinds {
		out = append(out, shifts.Pair{A: key[0], B: key[1], Kind: kind})
	}
	slices.SortFunc(out, func(a, b shifts.Pair) int { return slices.Compare([]string{a.A, a.B}, []string{b.A, b.B}) })
	return out
}

// carryOver adds what was served in earlier rosters to what people carry, sets
// their last duty, and takes over leave noted there by a phone call. Who was
// not in the register of an earlier roster is given its mean, so that nobody
// starts by catching up; the least carry of all becomes zero.
func carryOver(in *shifts.Instance, past []Roster) {
	for i := range past {
		was := &past[i]
		if was.Status != Published {
			continue
		}
		served, mean := was.served(in.Horizon.Start)
		for j := range in.Volunteers {
			v := &in.Volunteers[j]
			have, there := served[v.ID]
			if !there {
				have.weight = mean
			}
			v.Carry += have.weight
			v.LastDuty = max(v.LastDuty, have.last)
			v.Leave = append(v.Leave, was.leave(v.ID, in.Horizon)...)
		}
	}
	least, found := 0, false
	for i := range in.Volunteers {
		if v := &in.Volunteers[i]; v.Fair && (!found || v.Carry < least) {
			least, found = v.Carry, true
		}
	}
	for i := range in.Volunteers {
		in.Volunteers[i].Carry -= least
		in.Volunteers[i].Leave = tidy(in.Volunteers[i].Leave)
	}
}

// tidy sorts leave and drops what stands twice.
func tidy(list []shifts.Leave) []shifts.Leave {
	slices.SortFunc(list, func(a, b shifts.Leave) int {
		if a.From != b.From {
			return int(a.From - b.From)
		}
		return int(a.To - b.To)
	})
	return slices.Compact(list)
}
