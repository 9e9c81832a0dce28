package shifts

import (
	"strings"

	"heshi/shifts/core"
)

// Options steer Plan, Repair and Explain. Effort multiplies every budget
// (0 means 1); budgets are counted in steps, so the same input gives the same
// output on every machine. Stop, when not nil, may end the search sooner (a
// wall clock, handed in by the caller); the statuses then say what is still
// proved.
type Options struct {
	Effort int
	Stop   func() bool
}

func (o Options) core() core.Options { return core.Options{Effort: o.Effort, Stop: o.Stop} }

// Plan fills the instance, which must be valid (ReadInstance, Validate), in
// either mode. Empty seats and frozen assignments that break a rule are no
// error: they are explained in the roster.
func Plan(in *Instance, opt Options) (*Roster, error) {
	if ps := in.Validate(); len(ps) > 0 {
		return nil, ps
	}
	c := compile(in)
	var from core.Roster
	if len(in.Baseline) > 0 {
		from = c.roster(sortedSet(in.Baseline))
	}
	return c.document(c.solve(from, opt), opt), nil
}

// document turns a result into roster/1, with reserves, explanations and
// problems.
func (c *compiled) document(res core.Result, opt Options) *Roster {
	r := &Roster{
		Schema: RosterSchema, Instance: c.in.ID, Assignments: c.assignments(c.fixed, res.Roster),
		Status: Words{}, Bound: Values{}, Explain: []Entry{}, Problems: []Breach{},
	}
	rep := Check(c.in, r)
	r.Objective, r.Unfilled = rep.Terms, rep.Unfilled
	c.claim(r, rep, res)
	r.Reserves = callOuts(c, r.Assignments, rep.Load)
	r.Problems = problems(c.in, rep)
	r.Explain = c.explainAll(r, opt, len(rep.Unfilled) > 0 && r.Status[Unfilled] == Proved)
	return r
}

// claim writes the bounds and what they prove.
func (c *compiled) claim(r *Roster, rep *Report, res core.Result) {
	proved := true
	bound, known := c.bounds(res)
	for i, g := range rep.Order {
		switch {
		case g == Changes && len(c.in.Baseline) == 0:
			continue // always zero: nothing to claim
		case !known[i]:
			r.Status[g], proved = Open, false
			continue
		}
		r.Bound[g] = bound[i]
		proved = proved && bound[i] == rep.Terms[g]
		r.Status[g] = Bounded
		if proved {
			r.Status[g] = Proved
		}
	}
}

// problems reports what breaks a rule already in what was given. The planner
// adds no breach of its own, so whatever the checker finds is given.
func problems(in *Instance, rep *Report) []Breach {
	out := []Breach{}
	for _, v := range rep.Violations {
		a := map[string]any{"items": strings.Join(v.Items(), " ")}
		for k, x := range v.Args {
			a[k] = x
		}
		out = append(out, Breach{v.Code, v.Items(), Note{Code: "shifts.breach." + strings.ToLower(v.Code), Args: a}})
	}
	for i := range in.Volunteers {
		v := &in.Volunteers[i]
		for _, l := range v.Leave {
			if l.From <= in.Horizon.Start && l.To >= in.Horizon.End {
				out = append(out, Breach{
					"ALWAYS_ON_LEAVE",
					[]string{v.ID},
					Note{Code: "shifts.breach.always_on_leave", Args: args("volunteer", v.ID, "from", l.From.String(), "to", l.To.String())},
				})
				break
			}
		}
	}
	return out
}
