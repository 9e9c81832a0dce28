package station

import (
	"slices"
	"time"

	"heshi/model"
	"heshi/shifts"
)

// Calling says for what somebody is called out, and who need not be asked.
type Calling struct {
	Turn     shifts.Shift
	Need     []string   // skills asked for, such as a dialect
	Here     []model.ID // at the desk already
	Register []model.Volunteer
}

// NowTurn is the turn of somebody who is called at once where the roster has
// none: the half of the day, without a weight of its own.
func NowTurn(day model.Day, half, clock string) shifts.Shift {
	return shifts.Shift{ID: day.String() + "/now", Date: day, Half: half, Start: clock, End: "23:59", Station: shifts.MainStation, Seats: 1, Priority: 1}
}

// Ladder ranks whom to call, by a roster of that day if there is one; see
// shifts.Ladder. calls counts the calls each volunteer has had.
func (c Calling) Ladder(r *Roster, calls map[string]int) []shifts.Reserve {
	in := &shifts.Instance{Horizon: shifts.Horizon{Start: c.Turn.Date, End: c.Turn.Date}}
	plan := &shifts.Roster{}
	if r != nil {
		in, plan = r.Refreshed(c.Register).Instance, r.Plan()
	} else {
		for _, v := range c.Register {
			if v.Serves(c.Turn.Date) {
				in.Volunteers = append(in.Volunteers, person(v, c.Turn.Date, c.Turn.Date, []string{c.Turn.Station}))
			}
		}
	}
	turn := c.Turn
	turn.Need = map[string]int{}
	for _, skill := range c.Need {
		turn.Need[skill] = 1
	}
	if len(c.Need) == 0 {
		for skill, n := range c.Turn.Need {
			turn.Need[skill] = n
		}
	}
	next := *in
	next.Rules.ReservePerWeek = max(1, next.Rules.ReservePerWeek)
	next.Shifts = append(slices.DeleteFunc(slices.Clone(in.Shifts), func(s shifts.Shift) bool { return s.ID == turn.ID }), turn)
	for _, id := range c.Here {
		plan.Assignments = append(plan.Assignments, shifts.Assignment{Shift: turn.ID, Volunteer: string(id)})
	}
	return shifts.Ladder(next.Filled(), plan, turn.ID, calls)
}

// LateAfter is how long after the beginning of a turn somebody is missed.
const LateAfter = 10 * time.Minute

// Instead is in whose place somebody is called to a turn: of one whom a repair
// took off it while his seat stayed empty, or, where every seat is given, of one
// who has not come though the turn began. Empty when nobody is missing.
func (r Roster) Instead(turn string, here []model.ID, now time.Time) model.ID {
	d, ok := r.Duty(turn)
	if !ok {
		return ""
	}
	if d.Empty() > 0 {
		return first(r.Missing(turn))
	}
	start, end, known := d.Shift.Span(now.Location())
	if !known || now.Before(start.Add(LateAfter)) || !now.Before(end) {
		return ""
	}
	return first(slices.DeleteFunc(d.Volunteers, func(id model.ID) bool {
		stood := func(s Stand) bool { return s.Shift == turn && s.For == id }
		return slices.Contains(here, id) || slices.ContainsFunc(r.Stands, stood)
	}))
}

func first(ids []model.ID) model.ID {
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// Covered is the roster with somebody who was called out on a turn, in the place
// of another or, when instead is empty, of nobody. Where the turn is full it gets
// a seat for him, and extra says so: he comes besides those who are on it. False
// when the roster does not have the turn, or he is on it already.
func (r Roster) Covered(turn string, v model.Volunteer, instead model.ID) (out Roster, extra, ok bool) {
	s, on := r.turnOf(turn)
	if s == nil || slices.Contains(on, v.ID) {
		return r, false, false
	}
	if extra = len(on) >= s.Seats; extra {
		r = r.seated(turn, 1)
	}
	if !slices.ContainsFunc(r.Instance.Volunteers, func(p shifts.Volunteer) bool { return p.ID == string(v.ID) }) {
		in := *r.Instance // he came onto the register after the roster was made
		in.Volunteers = append(slices.Clone(in.Volunteers), person(v, r.From, r.To, stationsOf(in.Shifts)))
		r.Instance = in.Filled()
	}
	if instead != "" {
		r.Stands = append(slices.Clone(r.Stands), Stand{turn, v.ID, instead})
	}
	return r.With(append(slices.Clone(r.Assignments), shifts.Assignment{Shift: turn, Volunteer: string(v.ID)})), extra, true
}

// Uncovered takes somebody off a turn who was called out and is not coming
// after all, with the seat that was put there for him.
func (r Roster) Uncovered(turn string, who model.ID, extra bool) (Roster, bool) {
	if _, on := r.turnOf(turn); !slices.Contains(on, who) {
		return r, false
	}
	if extra {
		r = r.seated(turn, -1)
	}
	r.Stands = slices.DeleteFunc(slices.Clone(r.Stands), func(s Stand) bool { return s.Shift == turn && s.Volunteer == who })
	a := shifts.Assignment{Shift: turn, Volunteer: string(who)}
	return r.With(slices.DeleteFunc(slices.Clone(r.Assignments), func(x shifts.Assignment) bool { return x == a })), true
}

// turnOf returns a turn of the roster and who is on it; nil when it has none.
func (r Roster) turnOf(id string) (*shifts.Shift, []model.ID) {
	if r.Instance == nil {
		return nil, nil
	}
	at := slices.IndexFunc(r.Instance.Shifts, func(s shifts.Shift) bool { return s.ID == id })
	if at < 0 {
		return nil, nil
	}
	var on []model.ID
	for _, a := range r.Assignments {
		if a.Shift == id {
			on = append(on, model.ID(a.Volunteer))
		}
	}
	return &r.Instance.Shifts[at], on
}

// seated gives a turn so many seats more.
func (r Roster) seated(turn string, more int) Roster {
	in := *r.Instance
	in.Shifts = slices.Clone(in.Shifts)
	for i := range in.Shifts {
		if in.Shifts[i].ID == turn {
			in.Shifts[i].Seats += more
		}
	}
	r.Instance = &in
	return r
}
