package shifts

import (
	"slices"
	"sort"

	"heshi/model"
)

// Candidate is somebody who could take a seat of a turn, with the rules that
// stand against it and what would change.
type Candidate struct {
	Volunteer string
	Rules     []string // hard rules it would break; none means he may simply come
	Skills    []string // needed skills of the turn he holds
	Load      int      // carry and weighted turns as the roster stands
	Spread    int      // spread of the roster with him on the turn
	Wish      int      // what his wish for that half-day costs
}

// Candidates ranks everybody who is not on the turn for one seat of it: first
// who breaks no rule, then who brings a needed skill, then the lighter load,
// then the wish, then the place in the register. A shift that the instance
// does not have has none.
func Candidates(in *Instance, assigned []Assignment, shift string) []Candidate {
	at := slices.IndexFunc(in.Shifts, func(s Shift) bool { return s.ID == shift })
	if at < 0 {
		return nil
	}
	s := &in.Shifts[at]
	st := newStanding(in, assigned)
	load := Check(in, &Roster{Assignments: assigned}).Load
	out := []Candidate{}
	for i := range in.Volunteers {
		v := &in.Volunteers[i]
		if has(st.on[s.ID], v.ID) {
			continue
		}
		c := Candidate{Volunteer: v.ID, Rules: st.rules(s, v), Load: load[v.ID], Wish: wish(in.Rules.PrefCost, v, model.SlotOf(s.Date, s.Half))}
		for _, skill := range sortedKeys(s.Need) {
			if s.Need[skill] > 0 && has(v.Skills, skill) {
				c.Skills = append(c.Skills, skill)
			}
		}
		c.Spread = spreadWith(in, load, v.ID, s.Weight)
		out = append(out, c)
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].before(&out[b]) })
	return out
}

func (c *Candidate) before(d *Candidate) bool {
	for _, x := range [][2]int{
		{len(c.Rules), len(d.Rules)},
		{-len(c.Skills), -len(d.Skills)},
		{c.Load, d.Load},
		{c.Wish, d.Wish},
	} {
		if x[0] != x[1] {
			return x[0] < x[1]
		}
	}
	return false
}

// spreadWith is the spread when one volunteer has more to do by weight.
func spreadWith(in *Instance, load map[string]int, who string, weight int) int {
	var loads []int
	for i := range in.Volunteers {
		if v := &in.Volunteers[i]; v.Fair {
			loads = append(loads, load[v.ID]+weight*btoi(v.ID == who))
		}
	}
	if len(loads) == 0 {
		return 0
	}
	return slices.Max(loads) - slices.Min(loads)
}
