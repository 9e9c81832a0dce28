package shifts

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"heshi/model"
	"heshi/shifts/core"
)

// Explain returns one entry for each empty seat of the shift: every volunteer
// with the rules that keep him away, the smallest set of rules that blocks the
// seat, re-checked by trying, and single changes that would fill it. The
// roster is judged as it stands.
func Explain(in *Instance, r *Roster, shift string, opt Options) ([]Entry, error) {
	if ps := in.Validate(); len(ps) > 0 {
		return nil, ps
	}
	c := compile(in)
	if ps := c.fits(r); len(ps) > 0 {
		return nil, ps
	}
	if _, ok := c.shiftAt[shift]; !ok {
		return nil, one("shifts.unknown_shift", "shift", args("shift", shift))
	}
	e := newExplainer(c, r, opt, 20)
	return e.entries(shift, false), nil
}

// fits reports a roster that says it is of another instance, as Check does by
// WRONG_INSTANCE, and assignments whose ids the instance does not have.
func (c *compiled) fits(r *Roster) model.Problems {
	if r.Instance != "" && r.Instance != c.in.ID {
		return one("shifts.wrong_instance", "instance", args("got", r.Instance, "want", c.in.ID))
	}
	k := &checkup{shifts: map[string]bool{}, people: map[string]bool{}}
	for id := range c.shiftAt {
		k.shifts[id] = true
	}
	for id := range c.personAt {
		k.people[id] = true
	}
	k.links("assignments", r.Assignments)
	return k.found
}

// explainAll explains every empty seat within one budget, common to all rosters
// of the instance: a repair, which somebody waits for on the phone, has a
// smaller one for all its choices.
func (c *compiled) explainAll(r *Roster, opt Options, proved bool) []Entry {
	out := []Entry{}
	e := newExplainer(c, r, opt, 1)
	if c.in.Mode == ModeRepair {
		e.budget /= 4
	}
	e.budget -= c.explained
	before := e.budget
	for _, h := range r.Unfilled {
		out = append(out, e.entries(h.Shift, proved)...)
	}
	c.explained += before - e.budget
	return out
}

type explainer struct {
	c      *compiled
	r      *Roster
	roster core.Roster
	state  *standing
	budget int         // steps left for trying
	now    Values      // the terms of the roster, once they were asked for
	last   core.Proof  // of the last seat that cannot be filled
	stop   func() bool // says that the caller waits no longer; nil: never
}

// hurried is how many steps an explainer may still take once nobody waits.
const hurried = 15_000_000

func newExplainer(c *compiled, r *Roster, opt Options, factor int) *explainer {
	return &explainer{
		c: c, r: r, roster: c.roster(sortedSet(r.Assignments)), state: newStanding(c.in, r.Assignments),
		budget: max(1, opt.Effort) * factor * 150_000_000, stop: opt.Stop,
	}
}

// entries explains the shift; proved says that the roster is known to leave
// as few seats empty as can be.
func (e *explainer) entries(id string, proved bool) []Entry {
	at := e.c.shiftAt[id]
	s := e.c.shifts[at]
	holes := s.Seats - len(e.roster[at])
	if holes <= 0 {
		return []Entry{}
	}
	blocked := e.blocked(s)
	cause, verdict := e.cause(at, blocked, proved)
	remedies := e.remedies(s, blocked)
	var out []Entry
	for n := range holes {
		out = append(out, Entry{id, n + 1, blocked, verdict, cause, remedies})
	}
	return out
}

func (e *explainer) blocked(s *Shift) []Blocked {
	var out []Blocked
	for i := range e.c.in.Volunteers {
		v := &e.c.in.Volunteers[i]
		out = append(out, Blocked{v.ID, e.state.rules(s, v)})
	}
	return out
}

// relaxable are the groups of rules a core may name. A conflict of interest is
// not among them: it is never up for relaxing.
func relaxable() []string {
	return []string{
		"AVOID_PAIR", "TOO_MANY_NEW", "NEW_WITHOUT_EXPERIENCED", "WRONG_STATION", "MIN_GAP",
		"MAX_WEEK", "MAX_MONTH", "NOT_AVAILABLE", "ON_LEAVE",
	}
}

// cause is why a seat stays empty.
type cause struct {
	rules   []string
	verdict Note
}

// cause says why a seat stays empty. It remembers the answer for rosters with
// the same empty seats: the choices of a repair mostly leave the same ones.
func (e *explainer) cause(at int, blocked []Blocked, proved bool) ([]string, Note) {
	key := fmt.Sprint(at, proved)
	for s := range e.roster {
		if n := e.c.shifts[s].Seats - len(e.roster[s]); n > 0 {
			key += fmt.Sprint(" ", s, ":", n)
		}
	}
	x, ok := e.c.causes[key]
	if !ok {
		x.rules, x.verdict = e.core(at, blocked, proved)
		if e.c.causes == nil {
			e.c.causes = map[string]cause{}
		}
		if e.budget > 0 { // a verdict cut short is no answer for the next one to ask
			e.c.causes[key] = x
		}
	}
	return x.rules, x.verdict
}

// core finds the smallest blocking set by deletion: rule groups are dropped
// one after another as long as the seat provably stays empty with all other
// shifts as full as now. A search that fails is no proof: its group stays.
func (e *explainer) core(at int, blocked []Blocked, proved bool) ([]string, Note) {
	here := args("shift", e.c.shifts[at].ID)
	if !proved {
		switch e.try(at, nil) {
		case core.Found:
			return []string{}, Note{Code: "shifts.verdict.possible", Args: here}
		case core.NotFound:
			return []string{}, Note{Code: "shifts.verdict.not_found", Args: here}
		}
	}
	dropped, left := e.unlikely(at, blocked)
	var cause []string
	for _, rule := range left {
		if e.try(at, append(slices.Clone(dropped), rule)) == core.Impossible {
			dropped = append(dropped, rule)
		} else {
			cause = append(cause, rule)
		}
	}
	if len(cause) == 0 {
		for _, b := range blocked {
			if has(b.Rules, "CONFLICT_OF_INTEREST") {
				cause = []string{"CONFLICT_OF_INTEREST"}
			}
		}
	}
	sort.Strings(cause)
	if e.budget <= 0 {
		return cause, Note{Code: "shifts.verdict.cut_short", Args: here}
	}
	return append([]string{}, cause...), Note{Code: "shifts.verdict.impossible", Args: here}
}

// unlikely divides the rule groups into those that keep nobody from the shift,
// where the seat stays empty with all of them dropped at once, and the others.
func (e *explainer) unlikely(at int, blocked []Blocked) (dropped, left []string) {
	for _, rule := range relaxable() {
		if slices.ContainsFunc(blocked, func(b Blocked) bool { return has(b.Rules, rule) }) {
			left = append(left, rule)
		} else {
			dropped = append(dropped, rule)
		}
	}
	if len(dropped) == 0 || e.try(at, dropped) == core.Impossible {
		return dropped, left
	}
	return nil, relaxable()
}

// try asks whether one more seat of the shift can be filled with the given
// rule groups dropped and every other shift as full as now.
func (e *explainer) try(at int, drop []string) core.Answer {
	if e.stop != nil && e.stop() {
		e.budget, e.stop = min(e.budget, hurried), nil
	}
	if e.budget <= 0 {
		return core.NotFound
	}
	p, fixed := e.c.eased(drop)
	p.Shifts = slices.Clone(p.Shifts)
	free := e.roster.Clone()
	for s := range p.Shifts {
		free[s] = slices.DeleteFunc(free[s], func(i int) bool { return slices.Contains(fixed[s], i) })
		sh := &p.Shifts[s]
		sh.Seats, sh.Need, sh.Priority = len(free[s])+btoi(s == at), nil, 1
	}
	answer, spent := core.Fillable(&p, free, at, &e.last, len(drop) == 0)
	e.budget -= spent
	return answer
}

// eased is the problem without the given rule groups, and what is frozen in it.
// It remembers the answer: most empty seats ask for the same few.
func (c *compiled) eased(drop []string) (core.Problem, core.Roster) {
	key := strings.Join(drop, " ")
	x, ok := c.without[key]
	if !ok {
		x = compile(relaxed(c.in, drop))
		if c.without == nil {
			c.without = map[string]*compiled{}
		}
		c.without[key] = x
	}
	return *x.plan, x.fixed
}

// relaxed copies the instance without the given rule groups.
func relaxed(in *Instance, drop []string) *Instance {
	out := *in
	out.Volunteers = slices.Clone(in.Volunteers)
	for i := range out.Volunteers {
		v := &out.Volunteers[i]
		for _, rule := range drop {
			relaxVolunteer(&out, v, rule)
		}
	}
	if has(drop, "AVOID_PAIR") {
		out.Pairs = slices.DeleteFunc(slices.Clone(in.Pairs), func(p Pair) bool { return p.Kind == Avoid })
	}
	if has(drop, "TOO_MANY_NEW") {
		out.Rules.MaxNewPerShift = limit
	}
	if has(drop, "NEW_WITHOUT_EXPERIENCED") && has(drop, "TOO_MANY_NEW") {
		for i := range out.Volunteers {
			out.Volunteers[i].Level = Experienced
		}
	}
	return &out
}

func relaxVolunteer(in *Instance, v *Volunteer, rule string) {
	switch rule {
	case "WRONG_STATION":
		v.Stations = nil
		for i := range in.Shifts {
			v.Stations = append(v.Stations, in.Shifts[i].Station)
		}
	case "MIN_GAP":
		v.MinGap, v.LastDuty = 0, 0
	case "MAX_WEEK":
		v.MaxWeek = limit
	case "MAX_MONTH":
		v.MaxMonth = limit
	case "ON_LEAVE":
		v.Leave = nil
	case "NOT_AVAILABLE":
		v.Avail = model.Slots()
	}
}
