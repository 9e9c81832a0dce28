package core

import "slices"

// blame says which turns of a roster keep it from the bound: what the bound
// would be higher for rosters that have them. Planning anew begins there.
type blame struct {
	m     *master
	more  [][]int64 // by member and turn: by how much the bound is higher with it
	price [][]int64 // by member and turn: what it costs at the best multipliers
	best  []int64   // by member: what his cheapest schedule costs
	bound int64
}

func (m *master) blame() *blame {
	x := &blame{m: m, more: m.through(), bound: m.bound}
	for _, b := range m.members {
		x.price = append(x.price, slices.Clone(b.reward))
		x.best = append(x.best, b.plan.value[b.plan.live[0]][b.plan.start()])
	}
	return x
}

// room is how much a turn may raise the bound in rosters worth looking for when
// the best one costs so much: none that raises it to that is in a better one.
// Where that is far off they hold hardly any that raises it by much.
func (x *blame) room(value int) int64 {
	gap := scale*int64(value-1-x.m.base) - x.bound
	return min(gap, scale+gap/8)
}

// allows returns which turns are worth looking at when the best roster costs so
// much, by person and shift: those within so many parts of the room.
func (x *blame) allows(value, parts int) [][]bool {
	room := x.room(value) / int64(parts)
	out := make([][]bool, len(x.m.p.People))
	for w, b := range x.m.members {
		out[b.person] = make([]bool, len(x.m.p.Shifts))
		for k, t := range b.plan.turns {
			out[b.person][t.shift] = x.more[w][k] <= room
		}
	}
	return out
}

// tickets turns units into tickets of a lottery that everybody has a few of.
func tickets(units int64) int { return 8 + int(max(0, min(units, 8*scale))>>10) }

// person draws somebody whose turns cost more than his cheapest schedule would.
func (x *blame) person(st *state, rnd *random) int {
	n := make([]int, len(x.m.members))
	for w, b := range x.m.members {
		over := -x.best[w]
		for k, t := range b.plan.turns {
			if slices.Contains(st.duty[b.person], t.shift) {
				over += x.price[w][k]
			}
		}
		n[w] = tickets(over)
	}
	return x.m.members[draw(n, rnd)].person
}

// shift draws a shift whose people would do better elsewhere.
func (x *blame) shift(st *state, rnd *random) int {
	n := make([]int, len(x.m.p.Shifts))
	for w, b := range x.m.members {
		for k, t := range b.plan.turns {
			if slices.Contains(st.on[t.shift], b.person) {
				n[t.shift] += tickets(x.more[w][k]) - 8
			}
		}
	}
	for s := range n {
		n[s]++
	}
	return draw(n, rnd)
}

// draw picks an index in proportion to its tickets.
func draw(n []int, rnd *random) int {
	sum := 0
	for _, x := range n {
		sum += x
	}
	at := rnd.below(sum)
	for i, x := range n {
		if at -= x; at < 0 {
			return i
		}
	}
	return len(n) - 1
}
