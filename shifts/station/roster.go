package station

import (
	"maps"
	"slices"
	"strings"

	"heshi/model"
	"heshi/shifts"
)

// Where a roster stands.
const (
	Draft     = "draft"     // may be changed freely, nobody counts on it
	Published = "published" // people count on it: only a repair changes it
)

// Roster is a roster of the desk: the instance it was made from, so that anyone
// can check it again, and who comes when. Volunteers are ids of the register.
type Roster struct {
	ID          model.ID            `json:"id"`
	Rev         uint64              `json:"rev"`
	Name        string              `json:"name"`   // first and last day, for the log
	Status      string              `json:"status"` // Draft or Published
	From        model.Day           `json:"from"`
	To          model.Day           `json:"to"`
	Instance    *shifts.Instance    `json:"instance"`
	Assignments []shifts.Assignment `json:"assignments"`
	Reserves    []Reserve           `json:"reserves"`
	Goals       shifts.Words        `json:"goals"` // goal -> proved, bounded or open
	Objective   shifts.Values       `json:"objective"`
	Bound       shifts.Values       `json:"bound"`
	// Told is the leave that repairs of this roster were about: later rosters
	// heed it beside the leave of the register.
	Told []shifts.NewLeave `json:"told,omitempty"`
	// Freed are those whom repairs took off turns that were then short of people:
	// somebody may be called in their place.
	Freed []shifts.Assignment `json:"freed,omitempty"`
	// Stands are those who came by telephone in somebody's place.
	Stands []Stand `json:"stands,omitempty"`
}

// Stand is somebody who came onto a turn in the place of another.
type Stand struct {
	Shift     string   `json:"shift"`
	Volunteer model.ID `json:"volunteer"`
	For       model.ID `json:"for"`
}

// Reserve is one place of a call-out list; rank 1 is called first.
type Reserve struct {
	Shift     string `json:"shift"`
	Volunteer string `json:"volunteer"`
	Rank      int    `json:"rank"`
}

// Revision is the number of the event that wrote this version.
func (r Roster) Revision() uint64 { return r.Rev }

// SetRevision sets the number of the event that wrote this version.
func (r *Roster) SetRevision(rev uint64) { r.Rev = rev }

// Drafted makes a draft of what the planner found.
func Drafted(in *shifts.Instance, plan *shifts.Roster) Roster {
	r := Roster{Status: Draft, Name: nameOf(in.Horizon.Start, in.Horizon.End), From: in.Horizon.Start, To: in.Horizon.End, Instance: in}
	return r.take(plan)
}

// take puts a planned roster in the place of what stands.
func (r Roster) take(plan *shifts.Roster) Roster {
	r.Assignments = slices.Clone(plan.Assignments)
	r.Reserves = make([]Reserve, len(plan.Reserves))
	for i, x := range plan.Reserves {
		r.Reserves[i] = Reserve{x.Shift, x.Volunteer, x.Rank}
	}
	r.Goals, r.Objective, r.Bound = maps.Clone(plan.Status), maps.Clone(plan.Objective), maps.Clone(plan.Bound)
	return r
}

// Plan is the roster as the planner's formats have it.
func (r Roster) Plan() *shifts.Roster {
	out := &shifts.Roster{
		Schema: shifts.RosterSchema, Instance: r.Instance.ID, Assignments: slices.Clone(r.Assignments),
		Reserves: make([]shifts.Reserve, len(r.Reserves)),
		Status:   maps.Clone(r.Goals), Objective: maps.Clone(r.Objective), Bound: maps.Clone(r.Bound),
		Explain: []shifts.Entry{}, Problems: []shifts.Breach{},
	}
	for i, x := range r.Reserves {
		out.Reserves[i] = shifts.Reserve{Shift: x.Shift, Volunteer: x.Volunteer, Rank: x.Rank}
	}
	out.Unfilled = shifts.Check(r.Instance, out).Unfilled
	return out
}

// Duty is one turn of a day: who comes, and who may be called, in order.
type Duty struct {
	Shift      shifts.Shift
	Volunteers []model.ID
	Reserves   []model.ID
}

// Empty is how many seats of the turn nobody has.
func (d Duty) Empty() int { return max(0, d.Shift.Seats-len(d.Volunteers)) }

// On lists the turns of the days from..to, both inside, by date and hour; who
// comes stands in the register's order, however the planner or a repair listed
// them.
func (r Roster) On(from, to model.Day) []Duty {
	var out []Duty
	at := map[string]int{}
	for _, s := range r.Instance.Shifts {
		if from <= s.Date && s.Date <= to {
			out = append(out, Duty{Shift: s})
		}
	}
	slices.SortStableFunc(out, func(a, b Duty) int {
		return slices.Compare([]string{a.Shift.Date.String(), a.Shift.Start, a.Shift.ID}, []string{b.Shift.Date.String(), b.Shift.Start, b.Shift.ID})
	})
	for i, d := range out {
		at[d.Shift.ID] = i
	}
	for _, a := range r.Assignments {
		if i, ok := at[a.Shift]; ok {
			out[i].Volunteers = append(out[i].Volunteers, model.ID(a.Volunteer))
		}
	}
	r.inOrder(out)
	for _, x := range r.Reserves { // by shift and rank, as the planner lists them
		if i, ok := at[x.Shift]; ok {
			out[i].Reserves = append(out[i].Reserves, model.ID(x.Volunteer))
		}
	}
	return out
}

// inOrder puts the people of every turn in the order of the register.
func (r Roster) inOrder(list []Duty) {
	at := make(map[model.ID]int, len(r.Instance.Volunteers))
	for i, v := range r.Instance.Volunteers {
		at[model.ID(v.ID)] = i
	}
	for _, d := range list {
		slices.SortStableFunc(d.Volunteers, func(a, b model.ID) int { return at[a] - at[b] })
	}
}

// Duty returns a turn by its id, with who comes to it; false when the roster has
// none.
func (r Roster) Duty(id string) (Duty, bool) {
	if s, _ := r.turnOf(id); s != nil {
		for _, d := range r.On(s.Date, s.Date) {
			if d.Shift.ID == id {
				return d, true
			}
		}
	}
	return Duty{}, false
}

// Shift returns a turn by its id.
func (r Roster) Shift(id string) (shifts.Shift, bool) {
	for _, s := range r.Instance.Shifts {
		if s.ID == id {
			return s, true
		}
	}
	return shifts.Shift{}, false
}

// With returns the roster with other assignments: goals are measured anew, and
// what was proved of the old ones stands only as far as it still holds. Call-out
// lists lose whom the day needs at the desk.
func (r Roster) With(list []shifts.Assignment) Roster {
	r.Assignments = slices.Clone(list)
	slices.SortFunc(r.Assignments, func(a, b shifts.Assignment) int {
		return slices.Compare([]string{a.Shift, a.Volunteer}, []string{b.Shift, b.Volunteer})
	})
	r.Assignments = slices.Compact(r.Assignments)
	r.Objective = shifts.Check(r.Instance, &shifts.Roster{Assignments: r.Assignments}).Terms
	goals, bound := shifts.Words{}, shifts.Values{}
	for _, g := range []string{shifts.Unfilled, shifts.SkillShort, shifts.Spread, shifts.Pref} {
		b, known := r.Bound[g]
		if !known {
			break
		}
		bound[g], goals[g] = b, shifts.Bounded
		if b != r.Objective[g] {
			break
		}
		goals[g] = shifts.Proved
	}
	for _, g := range []string{shifts.Unfilled, shifts.SkillShort, shifts.Spread, shifts.Pref} {
		if goals[g] == "" {
			goals[g] = shifts.Open
		}
	}
	r.Goals, r.Bound = goals, bound
	r.Reserves = r.spare()
	return r
}

// spare is the call-out lists without those who are on duty that day.
func (r Roster) spare() []Reserve {
	day := map[string]model.Day{}
	for _, s := range r.Instance.Shifts {
		day[s.ID] = s.Date
	}
	type turn struct {
		day model.Day
		who string
	}
	busy := map[turn]bool{}
	for _, a := range r.Assignments {
		busy[turn{day[a.Shift], a.Volunteer}] = true
	}
	out := []Reserve{}
	rank := map[string]int{}
	for _, x := range r.Reserves {
		if busy[turn{day[x.Shift], x.Volunteer}] {
			continue
		}
		rank[x.Shift]++
		out = append(out, Reserve{x.Shift, x.Volunteer, rank[x.Shift]})
	}
	return out
}

// MayEdit says why a roster may not be changed freely; nil when it may.
func (r Roster) MayEdit() *model.Problem {
	if r.Status == Published {
		return &model.Problem{Code: "roster.published", Args: map[string]any{"from": r.From, "to": r.To}}
	}
	return nil
}

// MayPublish says what stands against publishing the roster, given the other
// rosters of the desk and its register: a fault when a day would have two
// rosters, a doubt for each hard rule it breaks and for each turn somebody
// cannot come to, the register having moved on since it was planned. Without a
// register (nil) nobody is looked up in it.
func (r Roster) MayPublish(others []Roster, register []model.Volunteer) model.Problems {
	if p := r.MayEdit(); p != nil {
		return model.Problems{p}
	}
	var out model.Problems
	for _, o := range others {
		if o.Status == Published && o.ID != r.ID && o.From <= r.To && r.From <= o.To {
			out = append(out, &model.Problem{Code: "roster.overlaps", Args: map[string]any{"from": o.From, "to": o.To}})
		}
	}
	for _, v := range shifts.Check(r.Instance, &shifts.Roster{Assignments: r.Assignments}).Violations {
		out = append(out, &model.Problem{Code: "roster.breaks", Args: map[string]any{"rule": strings.ToLower(v.Code)}, Doubt: true})
	}
	if register == nil {
		return out
	}
	for _, a := range r.Overtaken(register, r.From) {
		s, _ := r.Shift(a.Shift)
		out = append(out, &model.Problem{
			Code: CodeOvertaken, Doubt: true,
			Args: map[string]any{"shift": a.Shift, "volunteer": a.Volunteer, "date": s.Date},
		})
	}
	return out
}

// CodeOvertaken is the code of a doubt about one turn whose volunteer, args
// shift and volunteer, cannot come any more.
const CodeOvertaken = "roster.overtaken_turn"

type service struct {
	weight int
	last   model.Day
}

// served is what each volunteer of the roster's register served in it before a
// day, with a little for each call-out list he stood on, and the mean of those
// who count in fairness.
func (r *Roster) served(before model.Day) (by map[string]service, mean int) {
	by = map[string]service{}
	for _, v := range r.Instance.Volunteers {
		by[v.ID] = service{}
	}
	shift := map[string]shifts.Shift{}
	for _, s := range r.Instance.Shifts {
		shift[s.ID] = s
	}
	var came []shifts.Call
	for _, a := range r.Assignments {
		s := shift[a.Shift]
		if have, ok := by[a.Volunteer]; ok && s.Date < before {
			came = append(came, shifts.Call{Shift: a.Shift, Volunteer: a.Volunteer, Answer: shifts.Coming})
			by[a.Volunteer] = service{last: max(have.last, s.Date)}
		}
	}
	var listed []shifts.Reserve
	for _, x := range r.Reserves {
		if shift[x.Shift].Date < before {
			listed = append(listed, shifts.Reserve{Shift: x.Shift, Volunteer: x.Volunteer})
		}
	}
	for id, have := range by {
		by[id] = service{rounded(shifts.Credit(r.Instance, id, came, listed)), have.last}
	}
	sum, n := 0, 0
	for _, v := range r.Instance.Volunteers {
		if v.Fair {
			sum, n = sum+by[v.ID].weight, n+1
		}
	}
	if n > 0 {
		mean = sum / n
	}
	return by, mean
}

// leave is the leave of a volunteer told by phone that reaches into a horizon.
func (r *Roster) leave(id string, h shifts.Horizon) []shifts.Leave {
	var out []shifts.Leave
	for _, l := range r.Told {
		if l.Volunteer == id && l.From <= h.End && l.To >= h.Start {
			out = append(out, shifts.Leave{From: l.From, To: l.To})
		}
	}
	return out
}
