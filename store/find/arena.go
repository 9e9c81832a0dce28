package find

import "slices"

// arena has the memory of many walks: one search makes hundreds.
type arena struct {
	blocks []blockWalk
	lists  []list
	places []uint32
	next   [3]int // how many the next piece of each has
	free   [][]uint64
}

// larger returns how many a piece of memory has: each as many as all before it,
// from least to most.
func larger(next *int, least, most int) int {
	n := max(*next, least)
	*next = min(2*n, most)
	return n
}

// walk is posting.walk. What it returns holds the arena's memory.
func (a *arena) walk(p posting) iter {
	switch {
	case p.n == 0:
		return nil
	case p.form == asBits:
		return &bitWalk{p}
	case p.form == asGaps:
		all := p.appendPlaces(a.room(p.n))
		a.places = a.places[:len(a.places)+p.n]
		return a.list(all)
	}
	if len(a.blocks) == 0 {
		a.blocks = make([]blockWalk, larger(&a.next[1], 4, 64))
	}
	w := &a.blocks[0]
	a.blocks, w.p = a.blocks[1:], p
	return w
}

// list is a walk over rising places in memory, of which there are some.
func (a *arena) list(places []uint32) *list {
	if len(a.lists) == 0 {
		a.lists = make([]list, larger(&a.next[2], 4, 64))
	}
	l := &a.lists[0]
	a.lists, *l = a.lists[1:], places
	return l
}

// room returns an empty list with room for n places: the arena's, when they are
// taken off its places.
func (a *arena) room(n int) []uint32 {
	if cap(a.places)-len(a.places) < n {
		a.places = make([]uint32, 0, max(n, larger(&a.next[0], 64, 2048)))
	}
	have := len(a.places)
	return a.places[have : have : have+n]
}

// bits returns words without a bit.
func (a *arena) bits(n int) []uint64 {
	for i, set := range a.free {
		if len(set) == n {
			a.free = slices.Delete(a.free, i, i+1)
			clear(set)
			return set
		}
	}
	return make([]uint64, n)
}

// giveBack lets others use what bits returned.
func (a *arena) giveBack(set []uint64) {
	if set != nil {
		a.free = append(a.free, set)
	}
}

// tiers are the tiers of places: a table with room for twice as many, where a
// place stands at or after where its number points.
type tiers struct {
	places []uint32 // and 1: 0 where there is none
	tiers  []int8
	n      int
}

const fewestTiers = 128 // a power of two

// at is where a place stands, or belongs.
func (t *tiers) at(place uint32) int {
	const spread = 2654435769 // 2^32 over the golden ratio
	last := uint32(len(t.places) - 1)
	i := place * spread >> 8 & last
	for t.places[i] != 0 && t.places[i] != place+1 {
		i = (i + 1) & last
	}
	return int(i)
}

// of returns the tier of a place; false when it has none.
func (t *tiers) of(place uint32) (tier int, ok bool) {
	if t.n == 0 {
		return 0, false
	}
	i := t.at(place)
	return int(t.tiers[i]), t.places[i] != 0
}

// set gives a place a tier.
func (t *tiers) set(place uint32, tier int) {
	if 2*t.n >= len(t.places) {
		old := *t
		n := max(fewestTiers, 2*len(old.places))
		*t = tiers{places: make([]uint32, n), tiers: make([]int8, n)}
		for i, p := range old.places {
			if p != 0 {
				t.set(p-1, int(old.tiers[i]))
			}
		}
	}
	i := t.at(place)
	if t.places[i] == 0 {
		t.places[i] = place + 1
		t.n++
	}
	t.tiers[i] = int8(tier)
}
