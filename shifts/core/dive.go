package core

import (
	"cmp"
	"slices"
)

// tree is a master under decisions: turns forced or forbidden one after
// another, with what follows from them.
type tree struct {
	m      *master
	taken  []int // by shift: forced turns
	fresh  []int // by shift: forced turns of new people
	forced [][]bool
}

func newTree(m *master) *tree {
	t := &tree{m: m, taken: make([]int, len(m.p.Shifts)), fresh: make([]int, len(m.p.Shifts))}
	for _, b := range m.members {
		t.forced = append(t.forced, make([]bool, len(b.plan.turns)))
	}
	return t
}

// clear lifts all decisions.
func (t *tree) clear() {
	for w := range t.m.members {
		t.m.release(w)
		for k := range t.forced[w] {
			t.forced[w][k] = false
		}
	}
	for s := range t.taken {
		t.taken[s], t.fresh[s] = 0, 0
	}
}

// take forces a turn and forbids what it makes impossible for others: a full
// shift, the room for new people, the other half of an avoid-pair.
func (t *tree) take(w, k int) {
	m := t.m
	b := m.members[w]
	s := b.plan.turns[k].shift
	if t.forced[w][k] {
		return
	}
	t.forced[w][k] = true
	m.restrict(w, k, true)
	sh := &m.p.Shifts[s]
	t.taken[s]++
	t.fresh[s] += b2i(m.p.People[b.person].New)
	full, green := t.taken[s] >= sh.Seats, t.fresh[s] >= sh.NewRoom
	for v, o := range m.members {
		if v == w || !m.p.People[o.person].May[s] {
			continue
		}
		j, _ := slices.BinarySearch(m.p.People[o.person].Can, s)
		if t.forced[v][j] {
			continue
		}
		if full || green && m.p.People[o.person].New || slices.Contains(m.p.avoidOf[b.person], o.person) {
			o.plan.turns[j].out = true
		}
	}
}

// open reports whether turn k of member w is undecided.
func (t *tree) open(w, k int) bool {
	x := &t.m.members[w].plan.turns[k]
	return !x.out && !x.must
}

// care says how slowly a dive decides: rounds of multipliers between
// decisions, and how many decisions at most at a time, as a divisor of the
// number of shifts.
type care struct{ rounds, parts int }

// dive forces the surest turns again and again, letting the multipliers settle
// in between, and returns the roster of the turns it forced in the end.
func (s *solver) dive(m *master, ceiling int, c care) Roster {
	t := newTree(m)
	centre, bound := slices.Clone(m.centre), m.bound
	for {
		m.bound = -far
		m.ascend(ceiling, pace{rounds: c.rounds, lambda: 1, patience: 5, near: 2, keep: true}, s.stopped)
		if m.lower() >= ceiling || !t.surest(max(1, len(m.p.Shifts)/c.parts)) {
			break
		}
	}
	r := make(Roster, len(m.p.Shifts))
	for w, b := range m.members {
		for k, f := range t.forced[w] {
			if f {
				r[b.plan.turns[k].shift] = append(r[b.plan.turns[k].shift], b.person)
			}
		}
	}
	t.clear()
	m.centre, m.bound = centre, bound
	return r
}

// surest forces the turns chosen most often, at least one and at most the given
// number, none much less sure than the first; false when nothing is open.
func (t *tree) surest(most int) bool {
	type sure struct {
		share float64
		w, k  int
	}
	var list []sure
	for w, b := range t.m.members {
		for k, x := range b.share {
			if x > 0.02 && t.open(w, k) {
				list = append(list, sure{x, w, k})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b sure) int { return cmp.Compare(b.share, a.share) })
	n := 0
	for _, x := range list {
		if n >= most || n > 0 && x.share < list[0].share-0.2 {
			break
		}
		if t.open(x.w, x.k) && t.bears(x.w, x.k) { // not closed by the ones before
			t.take(x.w, x.k)
			n++
		}
	}
	return n > 0
}

// bears reports whether member w still has a schedule when turn k is forced;
// if not, the turn is forbidden.
func (t *tree) bears(w, k int) bool {
	plan := t.m.members[w].plan
	was := slices.Clone(plan.turns)
	t.m.restrict(w, k, true)
	t.m.work += plan.entries
	if plan.best(t.m.members[w].reward) < far/2 {
		return true
	}
	copy(plan.turns, was)
	plan.turns[k].out = true
	return false
}
