package core

import (
	"math"
	"slices"
)

// Answer says whether a seat can be filled.
type Answer int

const (
	Found      Answer = iota // a roster was found
	Impossible               // proved: no such roster exists
	NotFound                 // neither found nor excluded
)

// Fillable asks whether every seat of p can be filled, given a legal roster
// that fills all of them but one of the shift at. It returns the steps spent.
// What proved that a like question has no answer may prove this one too: last
// hands it on. Where only the proof is wanted, search is false: what moves would
// find is not looked for.
func Fillable(p *Problem, from Roster, at int, last *Proof, search bool) (Answer, int) {
	st := newState(p, Weights{Unfilled: 1000, Low: math.MinInt32, High: math.MaxInt32})
	st.adopt(from)
	if st.cost == 0 || st.chain(at, 3, map[int]bool{}) && st.cost == 0 {
		return Found, 1000
	}
	g := Goal{CapShort: -1, CapChanges: -1} // every seat taken
	in := st.stuck(at)
	answer, spent := st.room(in, g)
	if answer == unclear {
		m := newMaster(p, g)
		m.start(st.bottleneck(m, in))
		if m.lower() < 1 {
			m.start(last.point(m))
		}
		if m.lower() < 1 {
			m.climb(1, 60, nil)
		}
		if spent += m.work; m.lower() >= 1 {
			last.keep(m)
			answer = empty
		}
	}
	switch {
	case answer == empty:
		return Impossible, spent
	case answer == whole:
		return Found, spent
	case !search:
		return NotFound, spent
	}
	rnd := random(7)
	st.anneal(&rnd, 30_000, 700, 50, nil)
	if st.cost == 0 {
		return Found, spent + 3_000_000
	}
	return NotFound, spent + 3_000_000
}

// room asks whether the marked shifts can be filled, whatever becomes of the
// others, by a linear program that starts from the roster: what keeps a seat
// empty is seldom farther away. The answer is whole when it shows a roster.
func (st *state) room(in []bool, g Goal) (outcome, int) {
	q := st.p.Narrow(func(_, s int) bool { return in[s] })
	q.Shifts = slices.Clone(q.Shifts)
	for s := range q.Shifts {
		q.Shifts[s].Seats *= b2i(in[s])
	}
	c := (&solver{p: q}).newCases(g, fairness{})
	if c == nil {
		return unclear, 0
	}
	c.begin(st.on)
	o, bad := c.x.solve(math.Inf(1))
	if o == empty && !c.x.refutes(bad) {
		o = unclear
	}
	if o == optimal && c.sharp() {
		r := c.roster()
		for s := range r {
			if !in[s] {
				r[s] = st.on[s]
			}
		}
		if st.p.Legal(r) && st.p.Measure(r).Unfilled == 0 {
			o = whole
		}
	}
	return o, c.x.work
}

// stuck lists, as marks by shift, the shifts that have to give somebody up
// before s is filled, and those that have to be filled then, and so on.
func (st *state) stuck(s int) []bool {
	in := make([]bool, len(st.on))
	in[s] = true
	for list := []int{s}; len(list) > 0; {
		to := list[0]
		list = list[1:]
		for _, b := range st.pool(to) {
			v, sh := &st.p.People[b], &st.p.Shifts[to]
			week, month := int(st.week[b][sh.Week]) >= v.WeekCap[sh.Week], int(st.month[b][sh.Month]) >= v.MonthCap[sh.Month]
			for _, t := range st.duty[b] {
				o := &st.p.Shifts[t]
				near := t < to && st.p.Clash(v.Gap, t, to) || t > to && st.p.Clash(v.Gap, to, t)
				if !in[t] && (near || week && o.Week == sh.Week || month && o.Month == sh.Month) {
					in[t] = true
					list = append(list, t)
				}
			}
		}
	}
	return in
}

// bottleneck returns multipliers that bound a goal of empty seats by one set of
// shifts: the people together cannot take more of its seats than each of them
// can alone.
func (st *state) bottleneck(m *master, in []bool) []float64 {
	point := make([]float64, len(m.rows))
	for r, row := range m.rows {
		sh := int(row.rule.shift)
		switch x := row.rule; {
		case !in[sh]:
		case x.ask == seated:
			point[r] = 1
		case x.ask == roomed && st.fresh[sh] >= st.p.Shifts[sh].NewRoom:
			point[r] = -1
		case x.ask == apart:
			n := len(m.p.People)
			point[r] = -float64(b2i(slices.Contains(st.on[sh], int(x.of)/n) || slices.Contains(st.on[sh], int(x.of)%n)))
		}
	}
	return point
}

// start lets a climb begin at a point if the bound there is better than the
// best one known.
func (m *master) start(point []float64) {
	if m.void {
		return
	}
	if bound := m.evaluate(point, make([]float64, len(m.rows))); bound > m.bound {
		m.bound, m.centre = bound, point
	}
}

// Proof is what showed that a question has no answer: multipliers by rule.
type Proof struct{ by map[rule]float64 }

// keep remembers the best multipliers of m.
func (p *Proof) keep(m *master) {
	p.by = map[rule]float64{}
	for r, row := range m.rows {
		if m.centre[r] != 0 {
			p.by[row.rule] = m.centre[r]
		}
	}
}

// point returns the remembered multipliers for the rules of m.
func (p *Proof) point(m *master) []float64 {
	point := make([]float64, len(m.rows))
	for r, row := range m.rows {
		point[r] = p.by[row.rule]
	}
	return point
}

// chain fills one seat of s by moving people from other shifts, at most depth
// of them: an augmenting path.
func (st *state) chain(s, depth int, seen map[int]bool) bool {
	for _, b := range st.pool(s) {
		if st.free(b, s) {
			st.add(b, s)
			if st.team(s) {
				return true
			}
			st.remove(b, s)
		}
	}
	if depth == 0 {
		return false
	}
	seen[s] = true
	for _, b := range st.pool(s) {
		for _, t := range append([]int(nil), st.duty[b]...) {
			if seen[t] {
				continue
			}
			st.remove(b, t)
			if st.free(b, s) && st.team(t) {
				st.add(b, s)
				if st.team(s) && st.chain(t, depth-1, seen) {
					return true
				}
				st.remove(b, s)
			}
			st.add(b, t)
		}
	}
	return false
}
