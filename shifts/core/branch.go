package core

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// decision forces or forbids turn k of member w; below zero, it keeps his load
// at most (take) or above -1-k units.
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
	left   *memory // of the climb it came from
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
	x := &splits{s: s, m: m, ceiling: ceiling}
	x.run(budget)
	return x.lower
}

// splits is a search by cases that can go on where it was.
type splits struct {
	s       *solver
	m       *master
	ceiling func() int // never grows
	open    frontier
	nodes   int
	lower   int // the bound reached
}

// run goes on until nothing below the ceiling is left or budget steps are spent.
func (x *splits) run(budget int) {
	s, m := x.s, x.m
	t := newTree(m)
	centre, bound, left := m.centre, m.bound, m.left
	if x.nodes == 0 {
		x.nodes, x.open = 1, frontier{{lower: m.lower(), centre: centre, left: left}}
	}
	for budget += m.work; len(x.open) > 0 && x.open[0].lower < x.ceiling(); x.nodes++ {
		if m.work > budget || s.stopped() {
			break
		}
		y := heap.Pop(&x.open).(*node)
		for _, z := range s.expand(t, y, x.ceiling, x.nodes) {
			heap.Push(&x.open, z)
		}
	}
	t.clear()
	for _, c := range m.crews {
		c.live = nil
	}
	m.centre, m.bound, m.left = centre, bound, left // those of the last case hold for that case only
	x.lower = x.ceiling()
	for _, y := range x.open {
		x.lower = min(x.lower, y.lower)
	}
	s.trace("branch", m.lower(), x.lower, x.ceiling(), x.nodes, len(x.open), m.work)
}

// expand bounds one case and returns the two it falls into, or none when it is
// settled.
func (s *solver) expand(t *tree, x *node, ceiling func() int, n int) []*node {
	m := t.m
	t.clear()
	for _, d := range x.path {
		t.decide(d)
	}
	t.live(true)
	m.centre, m.bound = slices.Clone(x.centre), -far
	m.resume(x.left, ceiling(), 30)
	if !s.quick && m.lower() == ceiling()-1 && -m.bound&(scale-1) < scale/5 {
		m.resume(m.left, ceiling(), 60) // nearly there
	}
	if m.bound >= far || m.lower() >= ceiling() {
		return nil
	}
	s.tryPicked(m, n)
	lower := max(x.lower, m.lower())
	if lower >= ceiling() {
		return nil
	}
	if !s.quick { // a small part is through before this pays
		x.path = append(slices.Clone(x.path), t.certain(ceiling())...)
		if m.bound >= far {
			return nil
		}
		t.live(false)
	}
	left := m.left
	d, ok := t.split(x.path, ceiling(), s.quick)
	if !ok {
		return nil // everything is decided, and the roster was offered
	}
	var out []*node
	for _, take := range []bool{d.take, !d.take} {
		y := &node{path: append(slices.Clone(x.path), decision{d.w, d.k, take}), lower: lower, centre: m.centre, left: left}
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

// live lets crews have only the teams that decisions leave.
func (t *tree) live(anew bool) {
	for _, c := range t.m.crews {
		c.sift(anew)
		t.m.work += len(c.live)
	}
}

func (t *tree) decide(d decision) {
	if d.k < 0 {
		t.m.members[d.w].plan.bear(-1-d.k, d.take)
		return
	}
	if d.take {
		t.take(d.w, d.k)
	} else {
		t.m.members[d.w].plan.turns[d.k].out = true
	}
}

// certain decides every open turn of which one case cannot stay below the
// ceiling, at the present multipliers, and returns what it decided.
func (t *tree) certain(ceiling int) []decision {
	m := t.m
	total := m.evaluate(m.centre, make([]float64, len(m.rows)))
	if total >= far/2 {
		m.bound = far
		return nil
	}
	var out []decision
	for w, b := range m.members {
		taken, left := b.plan.detours(b.reward)
		m.work += perDetours * b.plan.entries
		own := b.plan.value[0][b.plan.start()]
		for k := range taken {
			if !t.open(w, k) {
				continue
			}
			stays := func(cost int64) bool { return cost < far/2 && m.base+roundUp(total-own+cost) < ceiling }
			switch take, leave := stays(taken[k]), stays(left[k]); {
			case !take && !leave:
				m.bound = far // nobody stays below the ceiling
				return nil
			case take != leave:
				d := decision{w, k, take}
				t.decide(d)
				out = append(out, d)
			}
		}
	}
	return out
}

const (
	tried  = 4 // turns weighed for each split
	glance = 3 // rounds each
)

// split picks the turn whose two cases both promise to raise the bound most,
// among those the schedules agree on least.
func (t *tree) split(path []decision, ceiling int, quick bool) (decision, bool) {
	list := t.doubtful()
	if len(list) == 0 {
		return decision{}, false
	}
	if len(list) == 1 || quick {
		return list[0], true
	}
	m := t.m
	centre, bound, left := m.centre, m.bound, m.left
	best, at := math.Inf(-1), list[0]
	for _, d := range list {
		low, sum := math.Inf(1), 0.0
		for _, take := range []bool{true, false} {
			t.clear()
			for _, x := range path {
				t.decide(x)
			}
			t.decide(decision{d.w, d.k, take})
			t.live(true)
			m.centre, m.bound = slices.Clone(centre), -far
			m.resume(left, ceiling, glance)
			gain := min(float64(m.bound-bound)/scale, 4)
			low, sum = min(low, gain), sum+gain
		}
		if score := low + sum/8; score > best {
			best, at = score, d
		}
	}
	m.centre, m.bound = centre, bound
	return at, true
}

// doubt is a split and how much the mixture disagrees on it.
type doubt struct {
	decision
	score float64
}

// doubtful lists the open turns, and the loads, the schedules agree on least.
func (t *tree) doubtful() []decision {
	var turns, loads []doubt
	for w, b := range t.m.members {
		for k, x := range b.share {
			if t.open(w, k) {
				turns = append(turns, doubt{decision{w, k, x > 0.3}, min(x, 1-x)})
			}
		}
		sum := 0.0
		for l, x := range b.ended {
			if sum += x; min(sum, 1-sum) > 0.01 {
				loads = append(loads, doubt{decision{w, -1 - l, sum > 0.5}, min(sum, 1-sum)})
			}
		}
	}
	out := weakest(turns, tried)
	return append(out, weakest(loads, tried)...)
}

func weakest(list []doubt, most int) []decision {
	slices.SortStableFunc(list, func(a, b doubt) int { return cmp.Compare(b.score, a.score) })
	var out []decision
	for i, x := range list {
		if i < most && (i == 0 || x.score > 0.01) {
			out = append(out, x.decision)
		}
	}
	return out
}
