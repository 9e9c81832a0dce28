package find

import "slices"

// arena has the memory of many walks: one search makes hundreds.
type arena struct {
	asked   *asked // whose walks they are; nil when nobody's
	blocks  slab[blockWalk]
	bitmaps slab[bitWalk]
	leaves  slab[leafWalk]
	lists   slab[list]
	boths   slab[both]
	windows slab[window]
	shown   slab[source64] // of windows
	loose   slab[loose]
	probes  slab[probed]
	iters   slab[iter]
	members slab[member]
	sums    slab[sum]
	posts   slab[posting]
	reading []posting // one after the other
	places  []uint32
	sorting []uint32
	sets    [][]uint64 // all that bits made
	free    [][]uint64 // of them
}

const (
	keptWalks  = 1 << 10
	keptPlaces = 1 << 14
	keptProbes = 1 << 5
	keptSets   = 1 << 14 // words
)

// forget takes all back.
func (a *arena) forget() {
	a.asked = nil
	a.blocks.forget(keptWalks)
	a.bitmaps.forget(keptWalks)
	a.leaves.forget(keptWalks)
	a.lists.forget(keptWalks)
	a.boths.forget(keptWalks)
	a.windows.forget(keptWalks)
	a.shown.forget(keptWalks)
	a.loose.forget(keptWalks)
	a.probes.forget(keptProbes)
	a.iters.forget(keptWalks)
	a.members.forget(keptWalks)
	a.sums.forget(keptWalks)
	a.posts.forget(keptWalks)
	if clear(a.reading); cap(a.reading) > keptWalks {
		a.reading = nil
	}
	if a.places = a.places[:0]; cap(a.places) > keptPlaces {
		a.places = nil
	}
	if cap(a.sorting) > keptPlaces {
		a.sorting = nil
	}
	words, kept := 0, a.sets[:0]
	for _, set := range a.sets {
		if words += len(set); words <= keptSets {
			kept = append(kept, set)
		}
	}
	clear(a.sets[len(kept):])
	a.sets, a.free = kept, append(a.free[:0], kept...)
}

// walk is posting.walk. What it returns holds the arena's memory.
func (a *arena) walk(p posting) iter {
	switch {
	case p.n == 0:
		return nil
	case p.form == asBits:
		w := a.bitmaps.take()
		w.posting = p
		return w
	case p.form == asLeaves:
		w := a.leaves.take()
		w.leaves = p.leaves()
		return w
	case p.form == asGaps:
		all := p.appendPlaces(a.room(p.n))
		a.took(p.n)
		return a.list(all)
	}
	w := a.blocks.take()
	w.p = p
	return w
}

// list is a walk over rising places in memory, of which there are some.
func (a *arena) list(places []uint32) *list {
	l := a.lists.take()
	*l = places
	return l
}

// anyOrder is a walk over places of which only few may be asked for: they are put
// in order only when they are few.
func (a *arena) anyOrder(places []uint32) iter {
	l := a.loose.take()
	*l = places
	w := a.windows.take()
	*w = window{arena: a, walks: append(a.shown.some(1), l), total: len(places)}
	return w
}

// room returns an empty list with room for n places: the arena's, when they are
// taken off its places.
func (a *arena) room(n int) []uint32 {
	const least, most = 512, 1 << 12
	if cap(a.places)-len(a.places) < n {
		a.places = make([]uint32, 0, max(n, least, min(2*cap(a.places), most)))
	}
	have := len(a.places)
	return a.places[have : have : have+n]
}

// took takes n places off, which room returned.
func (a *arena) took(n int) { a.places = a.places[:len(a.places)+n] }

// sort is sortPlaces.
func (a *arena) sort(places []uint32) { a.sorting = sortPlaces(places, a.sorting) }

// bits returns words without a bit.
func (a *arena) bits(n int) []uint64 {
	for i, set := range a.free {
		if len(set) == n {
			a.free = slices.Delete(a.free, i, i+1)
			clear(set)
			return set
		}
	}
	set := make([]uint64, n)
	a.sets = append(a.sets, set)
	return set
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

// forget makes them none.
func (t *tiers) forget() {
	const most = 1 << 11
	if len(t.places) > most {
		*t = tiers{}
	} else if t.n > 0 {
		clear(t.places)
		t.n = 0
	}
}
