package shifts

import (
	"fmt"
	"slices"
	"strings"

	"heshi/model"
	"heshi/shifts/core"
)

// Repaired is one repair/1: the changed instance for anyone to check, the
// roster that disturbs the fewest people, further rungs that buy a smaller
// spread with more changes (or why there are none), and who must be phoned.
type Repaired struct {
	Schema   string    `json:"schema"`
	Instance *Instance `json:"instance"`
	Roster   *Roster   `json:"roster"`
	Rungs    []Rung    `json:"rungs"`
	Further  *Note     `json:"further,omitempty"` // why there is but one rung
	Phone    []Phone   `json:"phone"`
}

// Rung is one choice of a repair. The first is the repair's own roster.
type Rung struct {
	Changes int     `json:"changes"`
	Spread  int     `json:"spread"`
	Roster  *Roster `json:"roster"`
}

// Phone is one volunteer whose turns change.
type Phone struct {
	Volunteer string `json:"volunteer"`
	About     Note   `json:"about"`
}

// Say puts the caller's sentences into every Note of the repair.
func (r *Repaired) Say(f Say) {
	r.Roster.Say(f)
	for i := range r.Rungs {
		r.Rungs[i].Roster.Say(f)
	}
	if r.Further != nil {
		r.Further.say(f)
	}
	for i := range r.Phone {
		r.Phone[i].About.say(f)
	}
}

// Repair applies the change to a published roster and mends it: turns up to
// PublishedUntil stay unless the change itself touches them, and as few others
// as possible move. Unknown ids, swaps that run in a circle and swaps that
// break a rule come back as model.Problems.
func Repair(in *Instance, r *Roster, ch *Change, opt Options) (*Repaired, error) {
	if ps := in.Validate(); len(ps) > 0 {
		return nil, ps
	}
	next, ps := Changed(in, r, ch)
	if len(ps) > 0 {
		return nil, ps
	}
	c := compile(next)
	base := c.roster(sortedSet(next.Baseline))
	res := c.solve(base, opt)
	out := &Repaired{Schema: RepairSchema, Instance: next.Filled()}
	// Somebody waits on the phone: both at once.
	further, least := core.RungsBeside(c.plan, res, opt.core(), func() { out.Roster = c.document(res, opt) })
	out.Rungs, out.Further = c.rungs(out.Roster, further, least, opt)
	out.Phone = phone(next, out.Roster)
	return out, nil
}

// Changed returns the instance after the change: in repair mode, with the
// roster as baseline and what must stay as frozen.
func Changed(in *Instance, r *Roster, ch *Change) (*Instance, model.Problems) {
	a := &amender{in: in, on: map[Assignment]bool{}, touched: map[Assignment]bool{}}
	if ps := compile(in).fits(r); len(ps) > 0 {
		return nil, ps
	}
	for _, x := range r.Assignments {
		a.on[x] = true
	}
	a.out = *in
	a.out.Mode = ModeRepair
	a.out.Volunteers = slices.Clone(in.Volunteers)
	a.out.Shifts = append(slices.Clone(in.Shifts), ch.AddShift...)
	a.out.Baseline = sortedSet(r.Assignments)
	a.out.Frozen = nil
	a.expect(ch.Swap)
	a.leaves(ch.Leave)
	a.drops(ch.Drop)
	a.swaps(ch.Swap)
	if len(a.bad) > 0 {
		return nil, a.bad
	}
	a.freeze(r, ch.PublishedUntil)
	return &a.out, a.out.Validate()
}

// amender applies a change to a copy of an instance.
type amender struct {
	in      *Instance
	out     Instance
	on      map[Assignment]bool // the roster
	touched map[Assignment]bool // assignments the change takes away
	put     []Assignment        // assignments the change makes
	comes   map[dayOf]bool      // who takes a turn over by a swap, and when
	bad     model.Problems
}

// dayOf is one day of one volunteer.
type dayOf struct {
	volunteer string
	day       model.Day
}

// expect notes who takes which day over, before anybody is freed from a turn:
// whoever gives his morning away for the afternoon is not on leave that day.
func (a *amender) expect(list []Swap) {
	a.comes = map[dayOf]bool{}
	for _, w := range list {
		for i := range a.out.Shifts {
			if a.out.Shifts[i].ID == w.Shift {
				a.comes[dayOf{w.To, a.out.Shifts[i].Date}] = true
			}
		}
	}
}

func (a *amender) fault(code, field string, kv ...any) {
	a.bad = append(a.bad, &model.Problem{Code: code, Field: field, Args: args(kv...)})
}

func (a *amender) volunteer(field, id string) *Volunteer {
	for i := range a.out.Volunteers {
		if a.out.Volunteers[i].ID == id {
			return &a.out.Volunteers[i]
		}
	}
	a.fault("shifts.unknown_volunteer", field, "volunteer", id)
	return nil
}

func (a *amender) shift(field, id string) *Shift {
	for i := range a.out.Shifts {
		if a.out.Shifts[i].ID == id {
			return &a.out.Shifts[i]
		}
	}
	a.fault("shifts.unknown_shift", field, "shift", id)
	return nil
}

func (a *amender) leaves(list []NewLeave) {
	for i, l := range list {
		f := fmt.Sprintf("leave[%d]", i)
		v := a.volunteer(f, l.Volunteer)
		if l.From.IsZero() || l.To < l.From {
			a.fault("shifts.leave_span", f, "volunteer", l.Volunteer, "from", l.From.String(), "to", l.To.String())
			continue
		}
		if v == nil {
			continue
		}
		v.Leave = append(slices.Clone(v.Leave), Leave{l.From, l.To})
		for x := range a.on {
			if s := a.shift(f, x.Shift); x.Volunteer == v.ID && s != nil && l.From <= s.Date && s.Date <= l.To {
				a.touched[x] = true
			}
		}
	}
}

func (a *amender) drops(list []Assignment) {
	for i, x := range list {
		a.take(fmt.Sprintf("drop[%d]", i), x)
	}
}

// take frees a volunteer from a turn; unless he serves another one that day he
// is on leave for it, so that nobody puts him back.
func (a *amender) take(field string, x Assignment) {
	v, s := a.volunteer(field, x.Volunteer), a.shift(field, x.Shift)
	if v == nil || s == nil {
		return
	}
	if !a.on[x] {
		a.fault("shifts.not_on_shift", field, "volunteer", x.Volunteer, "shift", x.Shift)
		return
	}
	a.touched[x] = true
	for y := range a.on {
		if t := a.shift(field, y.Shift); y.Volunteer == x.Volunteer && y.Shift != x.Shift && t != nil && t.Date == s.Date && !a.touched[y] {
			return
		}
	}
	if !a.comes[dayOf{v.ID, s.Date}] && !onLeave(v, s.Date) {
		v.Leave = append(slices.Clone(v.Leave), Leave{s.Date, s.Date})
	}
}

func (a *amender) swaps(list []Swap) {
	if a.circle(list) {
		return
	}
	for i, w := range list {
		f := fmt.Sprintf("swap[%d]", i)
		to, s := a.volunteer(f, w.To), a.shift(f, w.Shift)
		if to == nil || s == nil {
			continue
		}
		if a.on[Assignment{w.Shift, w.To}] {
			a.fault("shifts.already_on_shift", f, "volunteer", w.To, "shift", w.Shift)
			continue
		}
		a.take(f, Assignment{w.Shift, w.From})
		a.put = append(a.put, Assignment{w.Shift, w.To})
	}
	if len(a.bad) == 0 {
		a.judge()
	}
}

// circle reports swaps that, on one shift, hand a turn round in a ring or
// from a volunteer to himself.
func (a *amender) circle(list []Swap) bool {
	next := map[Assignment]string{}
	for _, w := range list {
		next[Assignment{w.Shift, w.From}] = w.To
	}
	for i, w := range list {
		who := w.To
		for range list {
			if who == w.From {
				a.fault("shifts.swap_circle", fmt.Sprintf("swap[%d]", i), "shift", w.Shift, "volunteer", w.From)
				return true
			}
			to, ok := next[Assignment{w.Shift, who}]
			if !ok {
				break
			}
			who = to
		}
	}
	return false
}

// judge refuses swaps whose newcomer would break a rule.
func (a *amender) judge() {
	var list []Assignment
	for x := range a.on {
		if !a.touched[x] {
			list = append(list, x)
		}
	}
	for i, x := range a.put {
		others := append(slices.Clone(list), a.put[:i]...)
		others = append(others, a.put[i+1:]...)
		f := fmt.Sprintf("swap[%d]", i)
		broken := newStanding(&a.out, others).rules(a.shift(f, x.Shift), a.volunteer(f, x.Volunteer))
		if len(broken) > 0 {
			a.fault("shifts.swap_breaks", f, "volunteer", x.Volunteer, "shift", x.Shift, "rule", strings.ToLower(broken[0]))
		}
	}
}

// freeze keeps what was frozen or published, less what the change takes, plus
// what it puts.
func (a *amender) freeze(r *Roster, until model.Day) {
	was := map[Assignment]bool{}
	for _, x := range a.in.Frozen {
		was[x] = true
	}
	dates := map[string]model.Day{}
	for i := range a.in.Shifts {
		dates[a.in.Shifts[i].ID] = a.in.Shifts[i].Date
	}
	keep := slices.Clone(a.put)
	for _, x := range r.Assignments {
		if !a.touched[x] && (was[x] || dates[x.Shift] <= until) {
			keep = append(keep, x)
		}
	}
	a.out.Frozen = sortedSet(keep)
}

// rungs offers the repair itself and, one after another, rosters of smaller
// spread for more changes; where there is none, it says whether that is proved.
// A roster that a fairer one reaches with as few changes is no choice.
func (c *compiled) rungs(first *Roster, further []core.Result, least bool, opt Options) ([]Rung, *Note) {
	out := []Rung{{first.Objective[Changes], first.Objective[Spread], first}}
	for i, x := range further {
		if slices.ContainsFunc(further[i+1:], func(y core.Result) bool {
			return y.Score.Changes <= x.Score.Changes && y.Score.Spread <= x.Score.Spread
		}) {
			continue
		}
		r := c.document(x, opt)
		out = append(out, Rung{r.Objective[Changes], r.Objective[Spread], r})
	}
	switch {
	case len(further) > 0:
		return out, nil
	case least:
		return out, &Note{Code: "shifts.rungs.least", Args: args("spread", first.Objective[Spread])}
	}
	return out, &Note{Code: "shifts.rungs.not_found", Args: args("spread", first.Objective[Spread])}
}

// phone lists the volunteers whose turns differ from the baseline, in the
// order of the register.
func phone(in *Instance, r *Roster) []Phone {
	base, now := newStanding(in, in.Baseline), newStanding(in, r.Assignments)
	out := []Phone{}
	for i := range in.Volunteers {
		id := in.Volunteers[i].ID
		gains, loses := without(now.duty[id], base.duty[id]), without(base.duty[id], now.duty[id])
		code := "shifts.phone.both"
		switch {
		case gains == "" && loses == "":
			continue
		case gains == "":
			code = "shifts.phone.loses"
		case loses == "":
			code = "shifts.phone.gains"
		}
		out = append(out, Phone{id, Note{Code: code, Args: args("volunteer", id, "gains", gains, "loses", loses)}})
	}
	return out
}

// without joins the ids of the shifts of a that b lacks.
func without(a, b []*Shift) string {
	var ids []string
	for _, s := range a {
		if !slices.ContainsFunc(b, func(t *Shift) bool { return t.ID == s.ID }) {
			ids = append(ids, s.ID)
		}
	}
	return strings.Join(ids, ", ")
}
