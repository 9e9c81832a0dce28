package core

import "slices"

// tree is a master under decisions: turns forced or forbidden one after
// another, with what follows from them.
type tree struct {
	m      *master
	taken  []int // by shift: forced turns
	fresh  []int // by shift: forced turns of new people
	forced [][]bool
	at     [][]int32 // by member and shift: his turn, or below zero
}

func newTree(m *master) *tree {
	t := &tree{m: m, taken: make([]int, len(m.p.Shifts)), fresh: make([]int, len(m.p.Shifts))}
	for _, b := range m.members {
		t.forced = append(t.forced, make([]bool, len(b.plan.turns)))
		at := slices.Repeat([]int32{-1}, len(m.p.Shifts))
		for k := range b.plan.turns {
			at[b.plan.turns[k].shift] = int32(k)
		}
		t.at = append(t.at, at)
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
		j := t.at[v][s]
		if v == w || j < 0 || t.forced[v][j] {
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

// bears reports whether member w still has a schedule when turn k is forced;
// if not, the turn is forbidden.
func (t *tree) bears(w, k int) bool {
	plan := t.m.members[w].plan
	was := slices.Clone(plan.turns)
	t.m.restrict(w, k, true)
	ok := plan.best(t.m.members[w].reward) < far/2
	t.m.work += plan.filled
	if ok {
		return true
	}
	copy(plan.turns, was)
	plan.turns[k].out = true
	return false
}
