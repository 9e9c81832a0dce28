package core

import "math"

// Answer says whether a seat can be filled.
type Answer int

const (
	Found      Answer = iota // a roster was found
	Impossible               // proved: no such roster exists
	NotFound                 // neither found nor excluded
)

// Fillable asks whether every seat of p can be filled, given a legal roster
// that fills all of them but one of the shift at. It returns the steps spent.
func Fillable(p *Problem, from Roster, at int) (Answer, int) {
	st := newState(p, Weights{Unfilled: 1000, Low: math.MinInt32, High: math.MaxInt32})
	st.adopt(from)
	if st.cost == 0 || st.chain(at, 3, map[int]bool{}) && st.cost == 0 {
		return Found, 1000
	}
	g := Goal{CapUnfilled: -1, CapShort: -1, CapChanges: -1, Unfilled: 1}
	m := newMaster(p, g)
	m.climb(1, 60, nil)
	if m.lower() >= 1 {
		return Impossible, m.work
	}
	rnd := random(7)
	st.anneal(&rnd, 30_000, 700, 50, nil)
	if st.cost == 0 {
		return Found, m.work + 3_000_000
	}
	return NotFound, m.work + 3_000_000
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
