package core

import "slices"

// spanner plans spans of days anew, everything outside fixed: with all people
// at a time, whose tables are as short as the spans. It starts from the
// multipliers the whole problem has.
type spanner struct {
	j     job
	dual  map[rule]float64
	work  int      // steps spent
	soft  int      // what a softened rule costs for each unit broken
	allow [][]bool // by person and shift: turns worth looking at; nil: all
	any   bool     // take what comes, better or not
}

func newSpanner(j job, d *diver) *spanner {
	x := &spanner{j: j, soft: soft, allow: d.allow, dual: make(map[rule]float64, len(d.m.rows))}
	for r, row := range d.m.rows {
		x.dual[row.rule] = d.root[r]
	}
	return x
}

// cut divides a roster into what lies outside the spans, their ends not in
// them, and what lies inside.
func (p *Problem) cut(r Roster, spans []span) (outside, inside Roster) {
	outside, inside = make(Roster, len(r)), make(Roster, len(r))
	for i := range r {
		d := p.Shifts[i].Day
		if slices.ContainsFunc(spans, func(x span) bool { return x.low <= d && d < x.high }) {
			inside[i] = r[i]
		} else {
			outside[i] = r[i]
		}
	}
	return outside, inside
}

// laid is how many table entries of a planner take as long as laying a master
// down does, and the problem it is of beside the one that was cut.
func (m *master) laid() int {
	steps := 12_000 + 8*len(m.p.People)*len(m.p.Shifts) + 70*len(m.rows)
	for _, b := range m.members {
		steps += 220 * len(b.plan.turns)
	}
	for _, c := range m.crews {
		steps += 20 * len(c.cost)
	}
	return steps
}

// replan plans the spans of a roster anew; nil when the bound shows that
// nothing better exists.
func (s *solver) replan(x *spanner, r Roster, spans []span) Roster {
	fixed, free := s.p.cut(r, spans)
	sub := *s
	sub.p = s.p.Fix(fixed, nil)
	if x.allow != nil {
		sub.p = sub.p.Narrow(func(i, s int) bool { return x.allow[i] != nil && x.allow[i][s] || slices.Contains(r[s], i) })
	}
	g := x.j.g
	g.Soft = x.soft
	d := sub.diver(g)
	d.m.alone = true
	d.root = make([]float64, len(d.m.rows))
	for i, row := range d.m.rows {
		d.root[i] = x.dual[row.rule]
	}
	target := far
	if !x.any {
		target = d.worth(free)
	}
	out := d.again(free, nil, brief(), target)
	s.rnd = sub.rnd
	x.work += d.m.work + d.m.laid()
	for i := range out {
		out[i] = append(out[i], fixed[i]...)
	}
	return out
}
