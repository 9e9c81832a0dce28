package station

import (
	"slices"

	"heshi/model"
	"heshi/shifts"
)

// Refreshed is the roster with the register as it is now: new volunteers come
// in, leave and limits are today's, whoever has left is on leave from then on.
// Turns and assignments stay. Carry stays what it was when the roster was made.
func (r Roster) Refreshed(register []model.Volunteer) Roster {
	in := *r.Instance
	stations := stationsOf(in.Shifts)
	old := map[string]shifts.Volunteer{}
	for _, v := range in.Volunteers {
		old[v.ID] = v
	}
	carry := shifts.MeanCarry(in.Volunteers)
	known := map[string]bool{}
	var list []shifts.Volunteer
	for _, v := range register {
		was, there := old[string(v.ID)]
		if !there && !v.Left.IsZero() && v.Left <= r.From {
			continue
		}
		next := person(v, r.From, r.To, stations)
		next.Carry, next.LastDuty = carry, was.LastDuty
		if there {
			next.Carry = was.Carry
		}
		next.Leave = tidy(append(next.Leave, r.leave(next.ID, in.Horizon)...))
		known[next.ID] = true
		list = append(list, next)
	}
	for _, v := range in.Volunteers {
		if !known[v.ID] { // taken out of the register by undo: the roster keeps him
			list = append(list, v)
			known[v.ID] = true
		}
	}
	in.Volunteers, in.Pairs = list, pairs(register, known)
	r.Instance = in.Filled()
	return r
}

// Overtaken lists the turns from a day on whose people the register of now keeps
// away: on leave since, gone, no longer free then, no longer at that station.
func (r Roster) Overtaken(register []model.Volunteer, from model.Day) []shifts.Assignment {
	now := r.Refreshed(register)
	var out []shifts.Assignment
	for _, v := range shifts.Check(now.Instance, &shifts.Roster{Assignments: r.Assignments}).Violations {
		id, _ := v.Args["shift"].(string)
		who, _ := v.Args["volunteer"].(string)
		s, ok := r.Shift(id)
		if !ok || s.Date < from {
			continue
		}
		switch v.Code {
		case "ON_LEAVE", "NOT_AVAILABLE", "WRONG_STATION":
			if a := (shifts.Assignment{Shift: id, Volunteer: who}); !slices.Contains(out, a) {
				out = append(out, a)
			}
		}
	}
	return out
}

// Repair mends a published roster after a phone call; see shifts.Repair.
// Turns up to and with until stay as they are unless the change touches them.
func (r Roster) Repair(register []model.Volunteer, ch shifts.Change, until model.Day, opt shifts.Options) (*shifts.Repaired, error) {
	now := r.Refreshed(register)
	ch.PublishedUntil = until
	return shifts.Repair(now.Instance, now.Plan(), &ch, opt)
}

// told is the leave a change means: that it says, and the day of every turn
// somebody was freed from, unless he comes to another turn of it.
func (r Roster) told(ch shifts.Change) []shifts.NewLeave {
	out := slices.Clone(ch.Leave)
	freed := slices.Clone(ch.Drop)
	for _, w := range ch.Swap {
		freed = append(freed, shifts.Assignment{Shift: w.Shift, Volunteer: w.From})
	}
	for _, x := range freed {
		s, ok := r.Shift(x.Shift)
		comes := func(d Duty) bool { return slices.Contains(d.Volunteers, model.ID(x.Volunteer)) }
		if ok && !slices.ContainsFunc(r.On(s.Date, s.Date), comes) {
			out = append(out, shifts.NewLeave{Volunteer: x.Volunteer, From: s.Date, To: s.Date})
		}
	}
	return out
}

// freed is who was taken off a turn that is short of people, now or by an earlier
// repair.
func (r Roster) freed(was Roster) []shifts.Assignment {
	out := slices.Clone(r.Freed)
	for _, a := range was.Assignments {
		d, ok := r.Duty(a.Shift)
		if ok && d.Empty() > 0 && !slices.Contains(d.Volunteers, model.ID(a.Volunteer)) && !slices.Contains(out, a) {
			out = append(out, a)
		}
	}
	return out
}

// Missing is whose places on a turn are empty because a repair freed them and
// nobody came instead.
func (r Roster) Missing(turn string) (out []model.ID) {
	d, ok := r.Duty(turn)
	if !ok || d.Empty() == 0 {
		return nil
	}
	for _, a := range r.Freed {
		who := model.ID(a.Volunteer)
		stood := func(s Stand) bool { return s.Shift == turn && s.For == who }
		if a.Shift == turn && !slices.Contains(d.Volunteers, who) && !slices.ContainsFunc(r.Stands, stood) {
			out = append(out, who)
		}
	}
	return out
}

// Mended is the roster after one of the choices of a repair was taken. What was
// proved of it beyond empty seats and skills was proved for the fewest changes
// only, and is let go.
func (r Roster) Mended(rep *shifts.Repaired, rung int, ch shifts.Change) Roster {
	was, in := r, *rep.Instance
	in.Mode, in.Baseline, in.Frozen = shifts.ModePlan, []shifts.Assignment{}, []shifts.Assignment{}
	r.Instance = &in
	r = r.take(rep.Rungs[rung].Roster)
	r.Told = append(slices.Clone(r.Told), r.told(ch)...)
	r.Freed = r.freed(was)
	for _, g := range []string{shifts.Spread, shifts.Pref, shifts.Changes} {
		delete(r.Bound, g)
	}
	return r.With(r.Assignments)
}
