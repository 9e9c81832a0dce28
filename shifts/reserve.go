package shifts

import (
	"slices"
	"sort"

	"heshi/model"
)

// callOuts lists, for every shift, the people who may come at once: same
// static rules, not on duty that day, within the weekly limit. Calls are dealt
// to whoever stands on the fewest lists so far, so that two equal volunteers
// never differ by more than one; the lighter load, then the register, decides
// ties. Inside a list, holders of a needed skill are called first.
func callOuts(c *compiled, assigned []Assignment, load map[string]int) []Reserve {
	d := &dealer{c: c, load: load, calls: make([]int, len(c.people)), week: map[Assignment]int{}, busy: map[Assignment]bool{}}
	for _, a := range assigned {
		d.busy[Assignment{c.shifts[c.shiftAt[a.Shift]].Date.String(), a.Volunteer}] = true
	}
	out := []Reserve{}
	for _, s := range c.shifts {
		out = append(out, d.list(s)...)
	}
	return out
}

// dealer hands out places on call-out lists. week counts by ISO week and
// volunteer, busy holds date and volunteer.
type dealer struct {
	c     *compiled
	load  map[string]int
	calls []int
	week  map[Assignment]int
	busy  map[Assignment]bool
}

func (d *dealer) list(s *Shift) []Reserve {
	free := d.free(s)
	sort.SliceStable(free, func(a, b int) bool { return d.before(free[a], free[b]) })
	only := len(free) <= s.Reserve
	picked := slices.Clone(free[:min(s.Reserve, len(free))])
	sort.SliceStable(picked, func(a, b int) bool {
		return needed(s, d.c.people[picked[a]]) > needed(s, d.c.people[picked[b]])
	})
	var out []Reserve
	for rank, i := range picked {
		v := d.c.people[i]
		out = append(out, Reserve{s.ID, v.ID, rank + 1, d.why(s, i, only)})
		d.week[Assignment{weekOf(s.Date), v.ID}]++
	}
	for _, i := range picked {
		d.calls[i]++
	}
	return out
}

func (d *dealer) free(s *Shift) []int {
	var out []int
	for i, v := range d.c.people {
		ok := has(v.Avail, model.SlotOf(s.Date, s.Half)) && has(v.Stations, s.Station) && !onLeave(v, s.Date) &&
			len(common(s.Parties, v.Conflicts)) == 0 && !d.busy[Assignment{s.Date.String(), v.ID}] &&
			d.week[Assignment{weekOf(s.Date), v.ID}] < d.c.in.Rules.ReservePerWeek
		if ok {
			out = append(out, i)
		}
	}
	return out
}

func (d *dealer) before(a, b int) bool {
	if d.calls[a] != d.calls[b] {
		return d.calls[a] < d.calls[b]
	}
	la, lb := d.load[d.c.people[a].ID], d.load[d.c.people[b].ID]
	if la != lb {
		return la < lb
	}
	return a < b
}

// needed counts the needed skills the volunteer holds.
func needed(s *Shift, v *Volunteer) int {
	n := 0
	for skill, count := range s.Need {
		n += btoi(count > 0 && has(v.Skills, skill))
	}
	return n
}

// why names the strongest reason for the place.
func (d *dealer) why(s *Shift, i int, only bool) Note {
	v := d.c.people[i]
	a := args("volunteer", v.ID, "calls", d.calls[i], "load", d.load[v.ID])
	switch {
	case only:
		return Note{Code: "shifts.why.only", Args: a}
	case needed(s, v) > 0:
		return Note{Code: "shifts.why.skill", Args: a}
	case d.calls[i] == 0:
		return Note{Code: "shifts.why.not_yet", Args: a}
	}
	return Note{Code: "shifts.why.fewest", Args: a}
}
