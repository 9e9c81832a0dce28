package shifts

import "sort"

// Answers to a call.
const (
	Coming   = "coming"
	Declined = "no"
	Silent   = "no_answer"
)

// Call is one call that was made. At is minutes since any fixed moment, the
// same for all calls of a ladder.
type Call struct {
	Shift     string
	Volunteer string
	At        int
	Answer    string // "" while the phone still rings
}

// Quiet is a daily span in which nobody is called, HH:MM; it may run over
// midnight. From equal to To means none.
type Quiet struct{ From, To string }

// Holds reports whether minute of the day (0..1439) lies in the quiet hours:
// From inside, To outside. Unreadable hours hold nothing.
func (q Quiet) Holds(minute int) bool {
	from, okF := minutes(q.From)
	to, okT := minutes(q.To)
	switch {
	case !okF || !okT || from == to:
		return false
	case from < to:
		return minute >= from && minute < to
	}
	return minute >= from || minute < to
}

// Until returns how many minutes the quiet hours last from the given minute
// of the day; 0 outside them.
func (q Quiet) Until(minute int) int {
	if !q.Holds(minute) {
		return 0
	}
	to, _ := minutes(q.To)
	return (to - minute + 1440) % 1440
}

// Ladder ranks the people who may be called for a shift: first the shift's own
// reserves, then everybody else who could come at once, each group by calls
// received so far, then load, then place in the register. Calls counts every
// call made, whatever the answer, so two equal volunteers never differ by more
// than one. Declining never counts against anybody.
func Ladder(in *Instance, r *Roster, shift string, calls map[string]int) []Reserve {
	c := compile(in)
	at, ok := c.shiftAt[shift]
	if !ok {
		return []Reserve{}
	}
	d := &dealer{c: c, load: Check(in, r).Load, calls: make([]int, len(c.people)), week: map[Assignment]int{}, busy: map[Assignment]bool{}}
	for i, v := range c.people {
		d.calls[i] = calls[v.ID]
	}
	for _, a := range r.Assignments {
		if t, ok := c.shiftAt[a.Shift]; ok {
			d.busy[Assignment{c.shifts[t].Date.String(), a.Volunteer}] = true
		}
	}
	listed := map[string]bool{}
	for _, x := range r.Reserves {
		listed[x.Volunteer] = listed[x.Volunteer] || x.Shift == shift
	}
	s := c.shifts[at]
	free := d.free(s)
	sort.SliceStable(free, func(a, b int) bool {
		la, lb := listed[c.people[free[a]].ID], listed[c.people[free[b]].ID]
		if la != lb {
			return la
		}
		return d.before(free[a], free[b])
	})
	out := []Reserve{}
	for rank, i := range free {
		out = append(out, Reserve{shift, c.people[i].ID, rank + 1, d.why(s, i, len(free) == 1)})
	}
	return out
}

// Next says whom to call now. It returns false when somebody is coming, when
// the last call is younger than wait minutes and still unanswered, in quiet
// hours, or when everybody was called. now and the calls share one zero; minute
// is the minute of the day.
func Next(ladder []Reserve, calls []Call, q Quiet, now, minute, wait int) (Reserve, bool) {
	if q.Holds(minute) {
		return Reserve{}, false
	}
	called := map[string]bool{}
	for _, c := range calls {
		if c.Answer == Coming || c.Answer == "" && now-c.At < wait {
			return Reserve{}, false
		}
		called[c.Volunteer] = true
	}
	for _, x := range ladder {
		if !called[x.Volunteer] {
			return x, true
		}
	}
	return Reserve{}, false
}

// Credits of a call-out in weighted turns, in tenths, added to a volunteer's
// carry: serving earns the turn's own weight, standing by a little, declining
// nothing.
const standbyTenths = 1

// Credit returns what the calls of one volunteer earn, in tenths of a weighted
// turn: the weight of each shift he came to, and standbyTenths for each list
// he stood on.
func Credit(in *Instance, who string, calls []Call, listed []Reserve) int {
	weight := map[string]int{}
	for i := range in.Shifts {
		weight[in.Shifts[i].ID] = in.Shifts[i].Weight
	}
	sum := 0
	for _, c := range calls {
		if c.Volunteer == who && c.Answer == Coming {
			sum += 10 * weight[c.Shift]
		}
	}
	for _, x := range listed {
		sum += standbyTenths * btoi(x.Volunteer == who)
	}
	return sum
}

// MeanCarry is the carry a new volunteer starts with: the mean of those who
// count in fairness, rounded down, so that nobody starts by catching up.
func MeanCarry(list []Volunteer) int {
	sum, n := 0, 0
	for i := range list {
		if list[i].Fair {
			sum += list[i].Carry
			n++
		}
	}
	if n == 0 {
		return 0
	}
	if sum < 0 {
		return -((-sum + n - 1) / n)
	}
	return sum / n
}
