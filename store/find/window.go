package find

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// A window shows at first firstSpan places at once, then more and more, up to
// lastSpan: powers of two, 64 at least. Of many walks it shows more at first: to
// turn to the next stretch costs something for each.
const (
	firstSpan = 1 << 11
	lastSpan  = 1 << 18
	manyWalks = 1 << 5
)

// window meets the places of any of its walks, as bits of a stretch of places
// at a time: who stops early has read little more than what he met, and who
// reads on has every walk decoded once, in order.
type window struct {
	arena *arena // has the sets
	walks []source64
	total int
	from  uint32 // the first place of the stretch
	to    uint32 // the first behind it; 0 before the first stretch
	next  uint32 // no walk has a place from to up to here
	set   []uint64
}

// source64 is a walk that can show a stretch of its places.
type source64 interface {
	iter
	// show sets the bits of its places from the window's from to its to, and
	// returns the first place after them; false when there is none. Calls come
	// with rising from.
	show(w *window) (uint32, bool)
}

func (w *window) size() int { return w.total }

func (w *window) seek(at uint32) (uint32, bool) {
	for {
		if at < w.to {
			if p, ok := w.scan(at); ok {
				return p, true
			}
			at = w.to
		}
		if at = max(at, w.next); at == math.MaxUint32 {
			w.arena.giveBack(w.set)
			w.set, w.to = nil, 0
			return 0, false
		}
		w.fill(at)
	}
}

// scan finds the first bit at or after a place. Before the stretch there is none.
func (w *window) scan(at uint32) (uint32, bool) {
	at = max(at, w.from)
	i := (at - w.from) / 64
	word := w.set[i] &^ (1<<(at&63) - 1)
	for word == 0 {
		if i++; int(i) == len(w.set) {
			return 0, false
		}
		word = w.set[i]
	}
	return w.from + i*64 + uint32(bits.TrailingZeros64(word)), true
}

// fill turns to the stretch of a place. When the search is cancelled there is no more:
// a crossing of words that many have, but hardly one together, may turn to all.
func (w *window) fill(at uint32) {
	if a := w.arena.asked; a != nil && a.halted() {
		w.walks, w.next = nil, math.MaxUint32
		return
	}
	words := firstSpan / 64
	for n := manyWalks; n < len(w.walks) && words < lastSpan/64; n *= 2 {
		words *= 2
	}
	if w.set != nil {
		words = min(4*len(w.set), lastSpan/64)
	}
	w.arena.giveBack(w.set)
	w.set = w.arena.bits(words)
	span := uint32(len(w.set)) * 64
	w.from = at &^ (span - 1)
	w.to, w.next = w.from+span, math.MaxUint32
	kept := w.walks[:0]
	for _, it := range w.walks {
		if next, ok := it.show(w); ok {
			w.next = min(w.next, next)
			kept = append(kept, it)
		}
	}
	w.walks = kept
}

// put sets the bit of a place of the stretch.
func (w *window) put(place uint32) { w.set[(place-w.from)/64] |= 1 << (place & 63) }

// mark sets the bits of those rising places that are in the stretch and returns
// the others behind it.
func (w *window) mark(places []uint32) (rest []uint32) {
	for i, p := range places {
		if p >= w.to {
			return places[i:]
		}
		w.put(p)
	}
	return nil
}

func (l *list) show(w *window) (uint32, bool) {
	if len(*l) > 0 && (*l)[0] < w.from {
		i, _ := slices.BinarySearch(*l, w.from)
		*l = (*l)[i:]
	}
	*l = w.mark(*l)
	if len(*l) == 0 {
		return 0, false
	}
	return (*l)[0], true
}

// loose is a walk over places in no order, to be shown by a window: where a
// screenful is wanted of many it is quicker to look through all of them a few
// times than to sort them.
type loose []uint32

func (l loose) size() int { return len(l) }

// seek looks through all of them.
func (l loose) seek(at uint32) (next uint32, ok bool) {
	next = math.MaxUint32
	for _, p := range l {
		if p >= at && p <= next {
			next, ok = p, true
		}
	}
	return next, ok
}

func (l loose) show(w *window) (next uint32, ok bool) {
	next = math.MaxUint32
	set, from, span := w.set, w.from, w.to-w.from
	for _, p := range l {
		if at := p - from; at < span {
			set[at/64] |= 1 << (at % 64)
		} else if p > from && p < next {
			next = p
		}
	}
	return next, next < math.MaxUint32
}

func (b *blockWalk) show(w *window) (uint32, bool) {
	if place, ok := b.seek(w.from); !ok || place >= w.to {
		return place, ok
	}
	set, from, to := w.set, w.from, w.to
	for {
		data, place, left := b.p.data[b.at:], b.place, b.left
		n := 0
		for place < to {
			at := place - from
			set[at/64] |= 1 << (at % 64)
			if left == 0 {
				break
			}
			v := uint32(data[n])
			if n++; v >= 0x80 {
				if next := uint32(data[n]); next < 0x80 {
					v, n = v&0x7f|next<<7, n+1
				} else {
					v, n = longGap(data, n)
				}
			}
			place += v + 1
			left--
		}
		b.place, b.at, b.left = place, b.at+n, left
		switch {
		case place >= to:
			return place, true
		case b.until == noPlace:
			return 0, false
		}
		b.load(b.block + 1)
	}
}

func (b *bitWalk) show(w *window) (uint32, bool) {
	from, to := int(w.from/8), min(int(w.to/8), len(b.data))
	for i := from; i+8 <= to; i += 8 { // stretches begin at whole words
		w.set[(i-from)/8] |= binary.LittleEndian.Uint64(b.data[i:])
	}
	return b.seek(w.to)
}
