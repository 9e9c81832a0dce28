package shifts

import (
	"maps"

	"heshi/model"
)

// heavyExtra is how much more a turn on a heavy holiday weighs in fairness.
const heavyExtra = 2

// MainStation is the station of pattern lines that name none: the desk itself.
const MainStation = "main"

// Demand turns the weekly pattern into dated shifts over the horizon, both
// days inside. A closed holiday has no shifts; on a heavy one a turn weighs
// heavyExtra more and has the pattern's HolidayExtra seats more. The id of a
// shift is its date and the pattern line's id: 2026-03-03/tue-am.
func Demand(pattern []Turn, holidays []Holiday, h Horizon) []Shift {
	policy := map[model.Day]string{}
	for _, d := range holidays {
		policy[d.Date] = d.Policy
	}
	out := []Shift{}
	for day := h.Start; day <= h.End; day++ {
		if policy[day] == Closed {
			continue
		}
		for i := range pattern {
			if t := &pattern[i]; model.SlotOf(day, t.Half) == t.Weekday+"-"+t.Half {
				out = append(out, t.on(day, policy[day] == Heavy))
			}
		}
	}
	return out
}

func (t *Turn) on(day model.Day, heavy bool) Shift {
	s := Shift{
		ID: day.String() + "/" + t.ID, Date: day, Half: t.Half, Start: t.Start, End: t.End, Station: t.Station,
		Seats: t.Seats, Weight: t.Weight, Priority: t.Priority, Need: maps.Clone(t.Need), Reserve: t.Reserve,
		Parties: []string{},
	}
	if s.Station == "" {
		s.Station = MainStation
	}
	if s.Need == nil {
		s.Need = map[string]int{}
	}
	if heavy {
		s.Weight += heavyExtra
		s.Seats += t.HolidayExtra
	}
	return s
}

// Filled returns the instance with every missing list empty instead of nil, as
// the format wants them.
func (in *Instance) Filled() *Instance {
	out := *in
	out.Schema = InstanceSchema
	list(&out.Holidays)
	list(&out.Pattern)
	list(&out.Pairs)
	list(&out.Frozen)
	list(&out.Baseline)
	out.Shifts = append([]Shift{}, in.Shifts...)
	for i := range out.Shifts {
		s := &out.Shifts[i]
		list(&s.Parties)
		if s.Need == nil {
			s.Need = map[string]int{}
		}
	}
	out.Volunteers = append([]Volunteer{}, in.Volunteers...)
	for i := range out.Volunteers {
		v := &out.Volunteers[i]
		for _, l := range []*[]string{&v.Skills, &v.Avail, &v.Prefer, &v.Dislike, &v.Conflicts, &v.Stations} {
			list(l)
		}
		list(&v.Leave)
	}
	return &out
}

func list[T any](l *[]T) {
	if *l == nil {
		*l = []T{}
	}
}
