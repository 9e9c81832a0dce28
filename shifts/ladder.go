package shifts

import (
	"slices"
	"sort"

	"heshi/model"
)

// Answers to a call.
const (
	Coming   = model.AnswerComing
	Declined = model.AnswerNo
	Silent   = model.AnswerNoAnswer
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

// Ladder ranks the people who may be called for a shift: those who bring a
// skill it needs first, then by calls received so far, then the shift's own
// reserves, then load, then place in the register. calls counts every call
// made, whatever the answer (CallCounts), so two equal volunteers never differ
// by more than one. Declining never counts against anybody.
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
	sort.SliceStable(free, func(a, b int) bool { return d.rungBefore(s, listed, free[a], free[b]) })
	out := []Reserve{}
	for rank, i := range free {
		v := c.people[i]
		out = append(out, Reserve{s.ID, v.ID, rank + 1, d.rung(s, i, listed[v.ID])})
	}
	return out
}

func (d *dealer) rungBefore(s *Shift, listed map[string]bool, a, b int) bool {
	va, vb := d.c.people[a], d.c.people[b]
	if na, nb := needed(s, va), needed(s, vb); na != nb {
		return na > nb
	}
	if d.calls[a] == d.calls[b] && listed[va.ID] != listed[vb.ID] {
		return listed[va.ID]
	}
	return d.before(a, b)
}

// rung names the strongest reason for a place on a ladder.
func (d *dealer) rung(s *Shift, i int, listed bool) Note {
	v := d.c.people[i]
	a := args("volunteer", v.ID, "calls", d.calls[i], "load", d.load[v.ID])
	switch {
	case needed(s, v) > 0:
		return Note{Code: "shifts.rung.skill", Args: a}
	case listed:
		return Note{Code: "shifts.rung.listed", Args: a}
	case d.calls[i] == 0:
		return Note{Code: "shifts.rung.not_yet", Args: a}
	}
	return Note{Code: "shifts.rung.calls", Args: a}
}

// Joined is when a volunteer came onto the register, in the zero of the calls.
type Joined struct {
	Volunteer string
	At        int
}

// CallCounts counts the calls that each volunteer received, whatever the
// answer. Whoever came onto the register later starts at the mean of those who
// were there, rounded down, so that nobody starts by catching up.
func CallCounts(people []Joined, calls []Call) map[string]int {
	people, calls = slices.Clone(people), slices.Clone(calls)
	slices.SortStableFunc(people, func(a, b Joined) int { return a.At - b.At })
	slices.SortStableFunc(calls, func(a, b Call) int { return a.At - b.At })
	count := map[string]int{}
	for i := 0; i < len(people); {
		at, start := people[i].At, 0
		for len(calls) > 0 && calls[0].At < at {
			count[calls[0].Volunteer]++
			calls = calls[1:]
		}
		for _, p := range people[:i] {
			start += count[p.Volunteer]
		}
		start /= max(i, 1)
		for ; i < len(people) && people[i].At == at; i++ {
			count[people[i].Volunteer] += start
		}
	}
	for _, c := range calls {
		count[c.Volunteer]++
	}
	return count
}

// MayCall says why nobody, or this volunteer, is to be called now; nil when he
// may be: in quiet hours, once somebody is coming, or while the last call is
// younger than wait minutes and unanswered. now and the calls share one zero;
// minute is the minute of the day. The clerk may go down the ladder as he likes,
// so any volunteer who was not called yet may be next.
func MayCall(calls []Call, who string, q Quiet, now, minute, wait int) *model.Problem {
	if left := q.Until(minute); q.Holds(minute) {
		return refused("callout.quiet", "from", q.From, "to", q.To, "n", left)
	}
	for _, c := range calls {
		switch {
		case c.Answer == Coming:
			return refused("callout.coming")
		case c.Answer == "" && now-c.At < wait:
			return refused("callout.ringing", "n", wait-(now-c.At))
		case c.Volunteer == who:
			return refused("callout.called")
		}
	}
	return nil
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
