package core

import "slices"

// cross decides anew where two rosters and the mixtures of m, which came with
// the bound, say different things: whom all put on a shift stays there, whom
// none does stays away. It returns nil when the bound shows that nothing below
// target exists.
func (d *diver) cross(m *master, a, b Roster, target int64) Roster {
	d.open()
	of, also := a.ByPerson(len(d.m.p.People)), b.ByPerson(len(d.m.p.People))
	for w, o := range d.m.members {
		o.fixed = false
		o.pick = d.m.turnsOf(o, of[o.person])
		for k := range o.plan.turns {
			s := o.plan.turns[k].shift
			x, y := slices.Contains(of[o.person], s), slices.Contains(also[o.person], s)
			switch share := m.members[w].share[k]; {
			case x && y && share > kept && d.t.open(w, k):
				d.t.take(w, k)
			case !x && !y && share < shunned:
				o.plan.turns[k].out = true
			}
		}
	}
	return d.start(care{6, 3, 10, 80}, target)
}

const (
	kept    = 0.5 // share of the mixtures from which a turn of both rosters stays
	shunned = 0.1 // share below which a turn of neither stays away
)

// turnsOf returns the turns of a member on the given shifts.
func (m *master) turnsOf(b *member, shifts []int) []int {
	out := b.pick[:0]
	for _, s := range shifts {
		k, _ := slices.BinarySearch(m.p.People[b.person].Can, s)
		out = append(out, k)
	}
	return out
}

// mate builds a roster by crossing two and mends it; ok is false when that
// comes to nothing.
func (s *solver) mate(j job, m *master, d *diver, a, b Roster) (st *state, ok bool) {
	r := d.cross(m, a, b, d.worth(s.best))
	if r == nil {
		return nil, false
	}
	moved := s.moved
	st = newState(s.p, j.moves)
	st.adopt(s.restore(j, d, r))
	d.m.work += s.moved - moved
	ok = s.keeps(st)
	s.trace("mate", b2i(ok), s.p.Measure(r).Pref, s.p.Measure(st.on).Pref, s.at(j.place), d.m.work)
	if ok {
		s.offer(st.roster())
	}
	return st, ok
}
