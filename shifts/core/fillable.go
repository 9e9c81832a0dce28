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
	m := newMaster(p, g)
	m.start(st.bottleneck(m, st.stuck(at)))
	if m.lower() < 1 {
		m.start(last.point(m))
	}
	if m.lower() < 1 {
		m.climb(1, 60, nil)
	}
	if m.lower() >= 1 {
		last.keep(m)
		return Impossible, m.work
	}
	if !search {
		return NotFound, m.work
	}
	rnd := random(7)
	st.anneal(&rnd, 30_000, 700, 50, nil)
	if st.cost == 0 {
		return Found, m.work + 3_000_000
	}
	return NotFound, m.work + 3_000_000
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
