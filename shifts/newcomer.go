package shifts

import (
	"slices"

	"heshi/shifts/core"
)

// tended is what a plan knows that seats the company of frozen newcomers before
// anything else.
type tended struct {
	before core.Result // the best where newcomers may stand alone
	exact  bool        // every seat put first is one that company needs
}

// solve plans the free seats. A frozen newcomer without enough experienced
// people breaks a rule already, so the planner, which only breaks nothing more,
// may leave him alone where they do as much good elsewhere. Then it is asked
// again with the seats beside him before all others; where nobody can be found
// for them the first answer stands.
func (c *compiled) solve(from core.Roster, opt Options) core.Result {
	res := core.Solve(c.plan, from, opt.core())
	alone := c.alone(res.Roster)
	if len(alone) == 0 {
		return res
	}
	if c.in.Mode != ModeRepair {
		from = res.Roster
	}
	was, best, least := c.plan, res, len(alone)
	for _, full := range []bool{false, true} {
		p, exact := c.accompanied(was, full)
		next := core.Solve(p, from, opt.core())
		n := len(c.alone(next.Roster))
		if n < least || n == least && c.tended != nil && c.plainly(next, best) {
			c.plan, c.tended, best, least = p, &tended{res, exact}, next, n
		}
		if exact {
			break
		}
	}
	return best
}

// plainly reports whether a is better than b, each seat at its own priority.
func (c *compiled) plainly(a, b core.Result) bool {
	terms := func(r core.Result) []int {
		rep := Check(c.in, &Roster{Assignments: c.assignments(c.fixed, r.Roster)})
		var out []int
		for _, g := range rep.Order {
			out = append(out, rep.Terms[g])
		}
		return out
	}
	return slices.Compare(terms(a), terms(b)) < 0
}

// lacking is how many experienced people the frozen ones of a shift lack, and how
// many seats are left for them; zero where newcomers might come, too, or nobody
// can.
func (c *compiled) lacking(p *core.Problem, s int) (lack, room int) {
	for _, i := range c.fixed[s] {
		lack += 2*btoi(c.full.People[i].New) - 1
	}
	old := 0
	for i := range p.People {
		old += btoi(p.People[i].May[s] && !p.People[i].New)
	}
	room = p.Shifts[s].Seats
	if lack <= 0 || old < lack || room < lack || room > lack+1 {
		return 0, room
	}
	return lack, room
}

// alone lists the shifts whose frozen newcomers a roster leaves without the
// company that could come.
func (c *compiled) alone(r core.Roster) []int {
	var out []int
	for s := range c.fixed {
		lack, _ := c.lacking(c.plan, s)
		if lack == 0 {
			continue
		}
		for _, i := range r[s] {
			lack += 2*btoi(c.full.People[i].New) - 1
		}
		if lack > 0 {
			out = append(out, s)
		}
	}
	return out
}

// accompanied is the plan with the seats beside frozen newcomers before all
// others and for experienced people only. Where a shift has one seat more than
// they need, full says whether that is put first, too, or stays empty; exact
// says that there is none such.
func (c *compiled) accompanied(plan *core.Problem, full bool) (_ *core.Problem, exact bool) {
	first, exact := map[int]bool{}, true
	q := *plan
	q.Shifts = slices.Clone(plan.Shifts)
	sum := 1
	for s := range q.Shifts {
		sum += q.Shifts[s].Priority * q.Shifts[s].Seats
	}
	for s := range q.Shifts {
		if lack, room := c.lacking(plan, s); lack > 0 {
			first[s] = true
			q.Shifts[s].Priority = max(q.Shifts[s].Priority, min(sum, limit))
			exact = exact && room == lack
			if !full {
				q.Shifts[s].Seats = lack
			}
		}
	}
	return q.Narrow(func(i, s int) bool { return !first[s] || !q.People[i].New }), exact
}

// bounds are those of a result that hold for every roster which leaves no frozen
// newcomer alone.
func (c *compiled) bounds(res core.Result) (bound [5]int, known [5]bool) {
	switch {
	case c.tended == nil, c.tended.exact && len(c.alone(res.Roster)) == 0:
		return res.Bound, res.Known
	}
	bound[0], known[0] = c.tended.before.Bound[0], c.tended.before.Known[0]
	return bound, known
}
