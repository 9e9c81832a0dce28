package core

import (
	"math"
	"slices"
)

// Goal says what a master problem minimises and what it must keep. A cap below
// zero is none.
type Goal struct {
	Window                            bool // every fair load inside [Low, High]
	Low, High                         int
	CapUnfilled, CapShort, CapChanges int
	Unfilled, Short, Change, Pref     int // prices
	Soft                              int // above zero: caps give way at this price, for a search that must end
}

// free reports whether the goal has no price at all: only whether its caps and
// its window can be kept is asked.
func (g Goal) free() bool { return g.Unfilled+g.Short+g.Change+g.Pref+g.Soft == 0 }

// scale is the number of integer units in a price of one; duals are rounded to
// units so that bounds are exact.
const scale = 1 << 16

type sense int8

const (
	equal sense = iota
	most
	least
)

// entry is one coefficient of a row.
type entry struct{ row, val int32 }

// place is a turn of a member: the k-th he may take.
type place struct {
	*member
	k int
}

// masterRow is one rule that couples people.
type masterRow struct {
	sense sense
	rhs   int
	rule  rule
}

// rule names what a row stands for, so that multipliers can be handed on to a
// master of fewer rows: what is asked, of which shift, and of which skill,
// person or pair.
type rule struct {
	ask       ask
	shift, of int32
}

type ask int8

const (
	capped   ask = iota // a cap on the goal named by of
	seated              // the seats of a shift
	skilled             // holders of a skill
	roomed              // new people on a shift
	balanced            // new ones beside experienced ones
	apart               // an avoid-pair
	together            // a prefer-pair
	teamed              // a person of a crew
)

// slackness is a variable that buys off a rule: an empty seat, a missing skill,
// a prefer-pair apart.
type slackness struct {
	cost, most int
	in         []entry
}

// member is one person with free turns: his planner and the rows he touches.
type member struct {
	person int
	at     int // his place among the members
	plan   *planner
	cost   []int64   // price of each turn, in units
	in     [][]entry // rows of each turn
	shared int       // constant part of the change row
	share  []float64 // mean of his schedules, by turn
	ended  []float64 // the same by total load, where it is known
	reward []int64   // scratch: reduced price of each turn
	value  int64     // his part of the last bound
	pick   []int     // his last schedule, as turns
	fixed  bool      // the last schedule stands: nothing is priced
}

// master holds the coupling rules as rows with multipliers: the Lagrangian
// relaxation in which every person plans alone and pays or earns by row.
type master struct {
	p       *Problem
	g       Goal
	rows    []masterRow
	slacks  []slackness
	members []*member
	crews   []*crew
	capRows [3]int    // unfilled, short, changes; -1 none
	centre  []float64 // multipliers of the best bound, nil before the first
	left    *memory   // what the last climb came to
	bound   int64     // best valid bound under the present restrictions, in units
	shown   int       // a bound that cases have shown
	base    int       // constant added to every objective
	void    bool      // no roster can keep the window
	units   []int64   // scratch: whole multipliers
	alone   bool      // another search has the other core
	work    int       // steps spent: table entries of the planners
	on      [][]place // by shift: who may take it
	loose   []touched // scratch: coefficients not yet laid out by turn
	bought  []entry   // what the slacks' slices are cut from
}

// touched is a coefficient of a turn.
type touched struct {
	at, k int32
	entry
}

// newMaster builds the relaxation of a goal.
func newMaster(p *Problem, g Goal) *master {
	m := &master{p: p, g: g, bound: -far, shown: math.MinInt32, base: g.Pref*p.BasePref + g.Change*p.BaseChanges, capRows: [3]int{-1, -1, -1}}
	all, sum, known, ok := p.totals(g)
	m.void = !ok && g.Soft == 0
	m.addMembers(all)
	if g.Window && known && !m.void {
		m.void = !m.agree(all, sum)
	}
	if m.void {
		return m // no rule matters any more
	}
	m.shiftRows()
	m.pairRows()
	m.capRow()
	m.settle()
	return m
}

// settle lays the coefficients out by member and turn.
func (m *master) settle() {
	flat, at := make([]entry, len(m.loose)), 0
	n := make([][]int32, len(m.members))
	for w, b := range m.members {
		n[w] = make([]int32, len(b.in))
	}
	for _, x := range m.loose {
		n[x.at][x.k]++
	}
	for w, b := range m.members {
		for k := range b.in {
			b.in[k] = flat[at : at : at+int(n[w][k])]
			at += int(n[w][k])
		}
	}
	for _, x := range m.loose {
		b := m.members[x.at]
		b.in[x.k] = append(b.in[x.k], x.entry)
	}
	m.loose = nil
}

func (m *master) addMembers(all []ends) {
	for i := range m.p.People {
		v := &m.p.People[i]
		plan := newPlanner(m.p, i, m.g, all[i])
		m.void = m.void || plan.impossible
		if len(v.Can) == 0 {
			continue
		}
		b := &member{person: i, at: len(m.members), plan: plan, cost: make([]int64, len(v.Can)), in: make([][]entry, len(v.Can)), reward: make([]int64, len(v.Can)), share: make([]float64, len(v.Can))}
		for k, s := range v.Can {
			b.cost[k] = scale * int64(m.g.Pref*int(v.Cost[s])+m.g.Change*int(v.Change[s]))
		}
		m.members = append(m.members, b)
	}
	m.seat()
}

// seat lists for every shift who may take it.
func (m *master) seat() {
	n, all := make([]int, len(m.p.Shifts)), 0
	for _, b := range m.members {
		for _, t := range b.plan.turns {
			n[t.shift]++
		}
		all += len(b.plan.turns)
	}
	m.on = make([][]place, len(m.p.Shifts))
	flat := make([]place, all)
	for s := range m.on {
		m.on[s], flat = flat[:0:n[s]], flat[n[s]:]
	}
	for _, b := range m.members {
		for k, t := range b.plan.turns {
			m.on[t.shift] = append(m.on[t.shift], place{b, k})
		}
	}
}

func (m *master) row(s sense, rhs int, a ask, shift, of int) int {
	m.rows = append(m.rows, masterRow{s, rhs, rule{a, int32(shift), int32(of)}})
	return len(m.rows) - 1
}

// pair numbers a pair of people.
func (m *master) pair(x Pair) int { return x.A*len(m.p.People) + x.B }

// each calls f for every free turn on shift s.
func (m *master) each(s int, f func(b *member, k int)) {
	for _, x := range m.on[s] {
		f(x.member, x.k)
	}
}

func (m *master) touch(b *member, k, row, val int) {
	m.loose = append(m.loose, touched{int32(b.at), int32(k), entry{int32(row), int32(val)}})
}

// buys cuts the coefficients of a slack.
func (m *master) buys(in ...entry) []entry {
	at := len(m.bought)
	m.bought = append(m.bought, in...)
	return m.bought[at:len(m.bought):len(m.bought)]
}

// shiftRows adds, for every shift, its seats, needs and its mix of new and
// experienced people.
func (m *master) shiftRows() {
	if m.g.CapUnfilled > 0 {
		m.capRows[0] = m.row(most, m.g.CapUnfilled, capped, 0, 0)
	}
	if m.g.CapShort > 0 {
		m.capRows[1] = m.row(most, m.g.CapShort, capped, 0, 1)
	}
	for s := range m.p.Shifts {
		m.seats(s)
		m.skills(s)
		m.mix(s)
	}
}

func (m *master) seats(s int) {
	sh := &m.p.Shifts[s]
	r := m.row(equal, sh.Seats, seated, s, 0)
	m.each(s, func(b *member, k int) { m.touch(b, k, r, 1) })
	if m.full(s) && m.g.Soft == 0 {
		return // every seat must be taken
	}
	e := slackness{cost: (m.g.Unfilled + m.g.Soft) * sh.Priority, most: sh.Seats, in: m.buys(entry{int32(r), 1})}
	if m.capRows[0] >= 0 && sh.Priority > 0 && m.g.Soft == 0 {
		e.in = m.buys(entry{int32(r), 1}, entry{int32(m.capRows[0]), int32(sh.Priority)})
	}
	m.slacks = append(m.slacks, e)
}

// full reports whether every seat of s must be taken.
func (m *master) full(s int) bool { return m.p.Shifts[s].Priority > 0 && m.g.CapUnfilled == 0 }

func (m *master) skills(s int) {
	for _, n := range m.p.Shifts[s].Need {
		if n.Count == 0 {
			continue
		}
		if lack := n.Count - m.holders(s, n.Skill); lack > 0 && m.g.CapShort != 0 {
			n.Count -= lack // nobody could ever fill these: no search needed
			m.base += lack * m.g.Short
			if m.capRows[1] >= 0 {
				m.rows[m.capRows[1]].rhs -= lack
				m.void = m.void || m.rows[m.capRows[1]].rhs < 0
			}
			if n.Count == 0 {
				continue
			}
		}
		r := m.row(least, n.Count, skilled, s, n.Skill)
		m.each(s, func(b *member, k int) {
			if m.p.People[b.person].Holds[n.Skill] {
				m.touch(b, k, r, 1)
			}
		})
		if m.g.CapShort == 0 && m.g.Soft == 0 {
			continue
		}
		e := slackness{cost: m.g.Short + m.g.Soft, most: n.Count, in: m.buys(entry{int32(r), 1})}
		if m.capRows[1] >= 0 && m.g.Soft == 0 {
			e.in = m.buys(entry{int32(r), 1}, entry{int32(m.capRows[1]), 1})
		}
		m.slacks = append(m.slacks, e)
	}
}

// holders counts the members who may serve s and hold the skill.
func (m *master) holders(s, skill int) int {
	n := 0
	m.each(s, func(b *member, _ int) { n += b2i(m.p.People[b.person].Holds[skill]) })
	return n
}

// mix limits new people, and new beside experienced ones, where that can bind.
func (m *master) mix(s int) {
	sh := &m.p.Shifts[s]
	fresh := 0
	m.each(s, func(b *member, _ int) { fresh += b2i(m.p.People[b.person].New) })
	if fresh == 0 {
		return
	}
	if fresh > sh.NewRoom && sh.Seats > sh.NewRoom {
		r := m.row(most, sh.NewRoom, roomed, s, 0)
		m.each(s, func(b *member, k int) {
			if m.p.People[b.person].New {
				m.touch(b, k, r, 1)
			}
		})
	}
	if m.full(s) && 2*sh.NewRoom-sh.Seats <= sh.Balance {
		return // with every seat taken the newcomers are few enough
	}
	r := m.row(most, sh.Balance, balanced, s, 0)
	m.each(s, func(b *member, k int) { m.touch(b, k, r, 2*b2i(m.p.People[b.person].New)-1) })
}

// pairRows keeps avoid-pairs apart and pays prefer-pairs: the pair (a, b) earns
// its bonus whenever b serves, and pays it back through a slack unless a serves
// too.
func (m *master) pairRows() {
	for _, x := range distinct(m.p.Avoid) {
		for s := range m.p.Shifts {
			if m.p.Shifts[s].Seats > 1 && m.both(x.Pair, s) {
				r := m.row(most, 1, apart, s, m.pair(x.Pair))
				m.of(x.A, s, func(b *member, k int) { m.touch(b, k, r, 1) })
				m.of(x.B, s, func(b *member, k int) { m.touch(b, k, r, 1) })
			}
		}
	}
	if m.g.Pref == 0 || m.p.Bonus == 0 {
		return
	}
	pairs := distinct(m.p.Prefer)
	crewed := make([]bool, len(m.p.Shifts))
	for s := range m.p.Shifts {
		crewed[s] = m.crew(s, pairs)
	}
	for _, x := range pairs {
		pay := m.p.Bonus * x.times * m.g.Pref
		for s := range m.p.Shifts {
			if crewed[s] || !m.both(x.Pair, s) || !m.p.pairs(m.g, x.Pair, s) {
				continue
			}
			r := m.row(most, 0, together, s, m.pair(x.Pair))
			m.of(x.A, s, func(b *member, k int) { m.touch(b, k, r, -1) })
			m.of(x.B, s, func(b *member, k int) {
				m.touch(b, k, r, 1)
				b.cost[k] -= scale * int64(pay)
			})
			m.slacks = append(m.slacks, slackness{cost: pay, most: 1, in: m.buys(entry{int32(r), -1})})
		}
	}
}

func (m *master) both(x Pair, s int) bool {
	return m.p.People[x.A].May[s] && m.p.People[x.B].May[s]
}

func (m *master) of(person, s int, f func(b *member, k int)) {
	for _, x := range m.on[s] {
		if x.person == person {
			f(x.member, x.k)
		}
	}
}

type timesPair struct {
	Pair
	times int
}

func distinct(list []Pair) []timesPair {
	var out []timesPair
	for _, x := range list {
		at := slices.IndexFunc(out, func(y timesPair) bool { return y.Pair == x })
		if at < 0 {
			out = append(out, timesPair{x, 1})
		} else {
			out[at].times++
		}
	}
	return out
}

// capRow limits changes. Every person's baseline turns are added on both sides
// so that no coefficient of a whole schedule is negative.
func (m *master) capRow() {
	if m.g.CapChanges < 0 {
		return
	}
	rhs := m.g.CapChanges - m.p.BaseChanges
	r := m.row(most, 0, capped, 0, 2)
	for _, b := range m.members {
		v := &m.p.People[b.person]
		for k, s := range v.Can {
			if c := int(v.Change[s]); c != 0 {
				m.touch(b, k, r, c)
				b.shared += b2i(c < 0)
			}
		}
		rhs += b.shared
	}
	m.rows[r].rhs = rhs
	m.void = m.void || rhs < 0
	m.rows[r].rhs = max(0, rhs)
	m.capRows[2] = r
}
