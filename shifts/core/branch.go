package core

import (
	"container/heap"
	"math"
	"slices"
)

// decision forces or forbids one turn.
type decision struct {
	w, k int
	take bool
}

// node is one open case of a search: the decisions so far and the bound of
// the case it came from.
type node struct {
	path   []decision
	lower  int
	centre []float64
	order  int
}

// frontier orders open cases: the weakest bound first, among equal ones the
// deepest, so that the search both raises the bound and finds rosters.
type frontier []*node

func (f frontier) Len() int      { return len(f) }
func (f frontier) Swap(a, b int) { f[a], f[b] = f[b], f[a] }
func (f frontier) Less(a, b int) bool {
	if f[a].lower != f[b].lower {
		return f[a].lower < f[b].lower
	}
	if len(f[a].path) != len(f[b].path) {
		return len(f[a].path) > len(f[b].path)
	}
	return f[a].order > f[b].order
}
func (f *frontier) Push(x any) { *f = append(*f, x.(*node)) }
func (f *frontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}

// branch splits the cases of m until nothing below ceiling() is left or budget
// steps are spent; better rosters are offered on the way. It returns a valid
// bound on the goal of m.
func (s *solver) branch(m *master, ceiling func() int, budget int) int {
	t := newTree(m)
	root := &node{lower: m.lower(), centre: m.centre}
	open := &frontier{root}
	budget += m.work
	for n := 1; open.Len() > 0; n++ {
		if (*open)[0].lower >= ceiling() {
			break
		}
		if m.work > budget || s.stopped() {
			break
		}
		x := heap.Pop(open).(*node)
		for _, y := range s.expand(t, x, ceiling, n) {
			heap.Push(open, y)
		}
	}
	t.clear()
	lower := ceiling()
	for _, x := range *open {
		lower = min(lower, x.lower)
	}
	s.trace("branch", root.lower, lower, ceiling(), root.order, open.Len())
	return lower
}

// expand bounds one case and returns the two it falls into, or none when it is
// settled.
func (s *solver) expand(t *tree, x *node, ceiling func() int, n int) []*node {
	m := t.m
	t.clear()
	for _, d := range x.path {
		t.decide(d)
	}
	m.centre, m.bound = slices.Clone(x.centre), -far
	m.ascend(ceiling(), pace{rounds: 20, lambda: 0.5, patience: 5}, nil)
	if m.bound >= far || m.lower() >= ceiling() {
		return nil
	}
	s.tryPicked(m, n)
	lower := max(x.lower, m.lower())
	if lower >= ceiling() {
		return nil
	}
	d, ok := t.split()
	if !ok {
		return nil // everything is decided, and the roster was offered
	}
	var out []*node
	for _, take := range []bool{d.take, !d.take} {
		y := &node{path: append(slices.Clone(x.path), decision{d.w, d.k, take}), lower: lower, centre: m.centre}
		y.order = 2*n + b2i(take == d.take)
		out = append(out, y)
	}
	return out
}

// tryPicked offers the roster of the last schedules when it is legal, and now
// and then what a few moves make of it.
func (s *solver) tryPicked(m *master, n int) {
	r := m.picked()
	if s.p.Legal(r) {
		s.offer(r)
		return
	}
	if n&7 == 1 {
		st := newState(s.p, s.moves)
		st.adopt(r)
		st.anneal(&s.rnd, 3000, float64(max(s.moves.Window, 40))/5, 3, nil)
		s.offer(st.roster())
		m.work += 300_000
	}
}

func (t *tree) decide(d decision) {
	if d.take {
		t.take(d.w, d.k)
	} else {
		t.m.members[d.w].plan.turns[d.k].out = true
	}
}

// split picks the open turn the schedules agree on least.
func (t *tree) split() (decision, bool) {
	best, at, ok := math.Inf(-1), decision{}, false
	for w, b := range t.m.members {
		for k, x := range b.share {
			if !t.open(w, k) {
				continue
			}
			if score := min(x, 1-x); score > best+1e-9 {
				best, at, ok = score, decision{w, k, x > 0.3}, true
			}
		}
	}
	return at, ok
}
