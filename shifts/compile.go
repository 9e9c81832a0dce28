package shifts

import (
	"slices"
	"sort"

	"heshi/model"
	"heshi/shifts/core"
)

// compiled is an instance as numbers, with the way back to ids. Shift and
// person numbers are indices into shifts and people.
type compiled struct {
	in        *Instance
	shifts    []*Shift // in duty order
	people    []*Volunteer
	shiftAt   map[string]int
	personAt  map[string]int
	skills    []string
	full      *core.Problem // nothing decided
	fixed     core.Roster   // the frozen assignments
	plan      *core.Problem // full with the frozen assignments decided
	tended    *tended       // set when the plan looks after frozen newcomers first
	causes    map[string]cause
	without   map[string]*compiled // by rule groups dropped
	explained int                  // steps spent on saying why seats stay empty
}

func compile(in *Instance) *compiled {
	c := &compiled{in: in, shiftAt: map[string]int{}, personAt: map[string]int{}}
	for i := range in.Shifts {
		c.shifts = append(c.shifts, &in.Shifts[i])
	}
	sort.SliceStable(c.shifts, func(a, b int) bool { return dutyBefore(c.shifts[a], c.shifts[b]) })
	for i, s := range c.shifts {
		c.shiftAt[s.ID] = i
	}
	for i := range in.Volunteers {
		c.people = append(c.people, &in.Volunteers[i])
		c.personAt[in.Volunteers[i].ID] = i
	}
	c.skills = neededSkills(in)
	c.full = &core.Problem{Bonus: in.Rules.PreferPairBonus, Repair: in.Mode == ModeRepair}
	c.compileShifts()
	base := map[Assignment]bool{}
	for _, b := range in.Baseline {
		base[b] = true
	}
	for i := range c.people {
		c.full.People = append(c.full.People, c.person(i, base))
	}
	c.compilePairs()
	c.full.BaseChanges = len(sortedSet(in.Baseline))
	c.full.Index()
	c.fixed = c.roster(sortedSet(in.Frozen))
	c.plan = c.full
	if len(in.Frozen) > 0 {
		c.plan = c.full.Fix(c.fixed, nil)
	}
	return c
}

func neededSkills(in *Instance) []string {
	seen := map[string]bool{}
	for i := range in.Shifts {
		for k := range in.Shifts[i].Need {
			seen[k] = true
		}
	}
	return sortedKeys(seen)
}

func (c *compiled) compileShifts() {
	based := map[string]bool{}
	for _, b := range c.in.Baseline {
		based[b.Shift] = true
	}
	week, month := numbering{}, numbering{}
	for _, s := range c.shifts {
		sh := core.Shift{
			Day: int(s.Date), Week: week.of(weekOf(s.Date)), Month: month.of(s.Date.String()[:7]),
			Seats: s.Seats, Weight: s.Weight, Priority: s.Priority, Based: based[s.ID],
			NewRoom: c.in.Rules.MaxNewPerShift,
		}
		sh.Start, _ = minutes(s.Start)
		sh.End, _ = minutes(s.End)
		for k, skill := range c.skills {
			if n := s.Need[skill]; n > 0 {
				sh.Need = append(sh.Need, core.Need{Skill: k, Count: n})
			}
		}
		c.full.Shifts = append(c.full.Shifts, sh)
	}
}

// numbering gives running numbers to names.
type numbering map[string]int

func (n numbering) of(name string) int {
	if _, ok := n[name]; !ok {
		n[name] = len(n)
	}
	return n[name]
}

func (c *compiled) person(i int, base map[Assignment]bool) core.Person {
	v := c.people[i]
	p := core.Person{New: v.Level == New, Fair: v.Fair, Gap: v.MinGap, Load: v.Carry}
	for _, skill := range c.skills {
		p.Holds = append(p.Holds, has(v.Skills, skill))
	}
	weeks, months := 0, 0
	for s, sh := range c.shifts {
		n := &c.full.Shifts[s]
		weeks, months = max(weeks, n.Week+1), max(months, n.Month+1)
		p.Cost = append(p.Cost, int32(wish(c.in.Rules.PrefCost, v, model.SlotOf(sh.Date, sh.Half))))
		p.Change = append(p.Change, int8(btoi(n.Based)-2*btoi(base[Assignment{sh.ID, v.ID}])))
		if v.MaxWeek > 0 && v.MaxMonth > 0 && len(staticRules(sh, v)) == 0 {
			p.Can = append(p.Can, s)
		}
	}
	p.WeekCap, p.MonthCap = slices.Repeat([]int{v.MaxWeek}, weeks), slices.Repeat([]int{v.MaxMonth}, months)
	return p
}

// staticRules names the rules that keep v from s whatever the roster is.
func staticRules(s *Shift, v *Volunteer) []string {
	var out []string
	if !has(v.Avail, model.SlotOf(s.Date, s.Half)) {
		out = append(out, "NOT_AVAILABLE")
	}
	if !has(v.Stations, s.Station) {
		out = append(out, "WRONG_STATION")
	}
	if onLeave(v, s.Date) {
		out = append(out, "ON_LEAVE")
	}
	if len(common(s.Parties, v.Conflicts)) > 0 {
		out = append(out, "CONFLICT_OF_INTEREST")
	}
	if !v.LastDuty.IsZero() && int(s.Date-v.LastDuty) < v.MinGap {
		out = append(out, "MIN_GAP")
	}
	return out
}

func onLeave(v *Volunteer, d model.Day) bool {
	for _, l := range v.Leave {
		if l.From <= d && d <= l.To {
			return true
		}
	}
	return false
}

func (c *compiled) compilePairs() {
	for _, p := range c.in.Pairs {
		a, b := c.personAt[p.A], c.personAt[p.B]
		pair := core.Pair{A: min(a, b), B: max(a, b)}
		if p.Kind == Avoid {
			c.full.Avoid = append(c.full.Avoid, pair)
		} else {
			c.full.Prefer = append(c.full.Prefer, pair)
		}
	}
}

// roster turns assignments into numbers.
func (c *compiled) roster(list []Assignment) core.Roster {
	r := make(core.Roster, len(c.shifts))
	for _, a := range list {
		s := c.shiftAt[a.Shift]
		r[s] = append(r[s], c.personAt[a.Volunteer])
	}
	for s := range r {
		slices.Sort(r[s])
		r[s] = slices.Compact(r[s])
	}
	return r
}

// assignments turns a roster back into ids, by date and id of the shift and
// the volunteer's place in the register.
func (c *compiled) assignments(rosters ...core.Roster) []Assignment {
	out := []Assignment{}
	for s := range c.shifts {
		var who []int
		for _, r := range rosters {
			who = append(who, r[s]...)
		}
		slices.Sort(who)
		for _, i := range who {
			out = append(out, Assignment{c.shifts[s].ID, c.people[i].ID})
		}
	}
	return out
}
