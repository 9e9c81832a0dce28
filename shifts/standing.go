package shifts

import "slices"

// standing answers, for one roster, which rules keep a volunteer from a shift
// as things stand.
type standing struct {
	in    *Instance
	on    map[string][]string // shift -> volunteers
	duty  map[string][]*Shift // volunteer -> shifts, in duty order
	level map[string]string
}

func newStanding(in *Instance, list []Assignment) *standing {
	st := &standing{in: in, on: map[string][]string{}, duty: map[string][]*Shift{}, level: map[string]string{}}
	shift := map[string]*Shift{}
	for i := range in.Shifts {
		shift[in.Shifts[i].ID] = &in.Shifts[i]
	}
	for i := range in.Volunteers {
		st.level[in.Volunteers[i].ID] = in.Volunteers[i].Level
	}
	for _, a := range sortedSet(list) {
		if s := shift[a.Shift]; s != nil {
			st.on[a.Shift] = append(st.on[a.Shift], a.Volunteer)
			st.duty[a.Volunteer] = append(st.duty[a.Volunteer], s)
		}
	}
	for _, d := range st.duty {
		slices.SortFunc(d, func(a, b *Shift) int { return 1 - 2*btoi(dutyBefore(a, b)) })
	}
	return st
}

// rules names, sorted by weight of the matter, every rule that v would break
// by joining s. An empty list means he could simply come.
func (st *standing) rules(s *Shift, v *Volunteer) []string {
	if has(st.on[s.ID], v.ID) {
		return []string{"ON_SHIFT"}
	}
	out := append([]string{}, staticRules(s, v)...)
	add := func(code string, broken bool) {
		if broken && !has(out, code) {
			out = append(out, code)
		}
	}
	week, month := 0, 0
	for _, d := range st.duty[v.ID] {
		first, second := d, s
		if dutyBefore(s, d) {
			first, second = s, d
		}
		add("MIN_GAP", int(second.Date-first.Date) < v.MinGap)
		add("OVERLAP", d.Date == s.Date && first.End > second.Start)
		week += btoi(weekOf(d.Date) == weekOf(s.Date))
		month += btoi(d.Date.String()[:7] == s.Date.String()[:7])
	}
	add("MAX_WEEK", week >= v.MaxWeek)
	add("MAX_MONTH", month >= v.MaxMonth)
	st.team(s, v, add)
	return out
}

func (st *standing) team(s *Shift, v *Volunteer, add func(string, bool)) {
	fresh := 0
	for _, w := range st.on[s.ID] {
		fresh += btoi(st.level[w] == New)
	}
	for _, p := range st.in.Pairs {
		other := p.A
		if other == v.ID {
			other = p.B
		}
		mine := p.A == v.ID || p.B == v.ID
		add("AVOID_PAIR", p.Kind == Avoid && mine && has(st.on[s.ID], other))
	}
	if v.Level == New {
		add("TOO_MANY_NEW", fresh+1 > st.in.Rules.MaxNewPerShift)
		add("NEW_WITHOUT_EXPERIENCED", fresh+1 > len(st.on[s.ID])-fresh)
	}
	add("OVERSTAFFED", len(st.on[s.ID]) >= s.Seats)
}
