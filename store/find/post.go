package find

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// The records of a token, as rising places in a segment. Four forms, told by
// the two low bits of the count that begins them: up to blockLen as gaps; more
// as blocks of gaps with the first place and the position of each block before
// them; of one place in leafShare and more as leaves; and, where a bit for every
// place is shorter, those bits.
const (
	asGaps = iota
	asBlocks
	asBits
	asLeaves

	blockLen  = 128
	blockHead = 8
)

// appendPosting appends the encoding of rising places below n.
func appendPosting(b []byte, places []uint32, n int) []byte {
	form := asGaps
	switch {
	case len(places) > blockLen && len(places) > n/9:
		form = asBits
	case len(places) > blockLen && len(places) > n/leafShare:
		form = asLeaves
	case len(places) > blockLen:
		form = asBlocks
	}
	b = binary.AppendUvarint(b, uint64(len(places))<<2|uint64(form))
	switch form {
	case asGaps:
		return appendGaps(b, places, 0)
	case asLeaves:
		return appendLeaves(b, places, n)
	case asBits:
		at := len(b)
		b = append(b, make([]byte, (n+63)/64*8)...)
		for _, p := range places {
			b[at+int(p>>3)] |= 1 << (p & 7)
		}
		return b
	}
	head := len(b)
	b = append(b, make([]byte, (len(places)+blockLen-1)/blockLen*blockHead)...)
	body := len(b)
	for i := 0; i < len(places); i += blockLen {
		binary.LittleEndian.PutUint32(b[head:], places[i])
		binary.LittleEndian.PutUint32(b[head+4:], uint32(len(b)-body))
		head += blockHead
		b = appendGaps(b, places[i+1:min(i+blockLen, len(places))], places[i]+1)
	}
	return b
}

func appendGaps(b []byte, places []uint32, from uint32) []byte {
	for _, p := range places {
		b = binary.AppendUvarint(b, uint64(p-from))
		from = p + 1
	}
	return b
}

// posting is the encoded records of one token.
type posting struct {
	form, n int
	data    []byte
}

// readPosting takes the head of an encoding off; nothing is the empty posting.
func readPosting(data []byte) posting {
	if len(data) == 0 {
		return posting{}
	}
	head, w := binary.Uvarint(data)
	return posting{form: int(head & 3), n: int(head >> 2), data: data[w:]}
}

// appendPlaces decodes the whole posting.
func (p posting) appendPlaces(out []uint32) []uint32 {
	switch p.form {
	case asGaps:
		return gaps(p.data, p.n, 0, out)
	case asLeaves:
		l := p.leaves()
		return l.appendTo(out)
	case asBits:
		for at := 0; at+8 <= len(p.data); at += 8 {
			for w := binary.LittleEndian.Uint64(p.data[at:]); w != 0; w &= w - 1 {
				out = append(out, uint32(at*8+bits.TrailingZeros64(w)))
			}
		}
		return out
	}
	for i := range p.blocks() {
		out = p.block(i, out)
	}
	return out
}

func gaps(data []byte, n int, from uint32, out []uint32) []uint32 {
	have, at := len(out), 0
	out = slices.Grow(out, n)[:have+n]
	for i := range out[have:] {
		v := uint32(data[at])
		if at++; v >= 0x80 {
			if next := uint32(data[at]); next < 0x80 {
				v, at = v&0x7f|next<<7, at+1
			} else {
				v, at = longGap(data, at)
			}
		}
		from += v
		out[have+i] = from
		from++
	}
	return out
}

func (p posting) blocks() int { return (p.n + blockLen - 1) / blockLen }

func (p posting) first(i int) uint32 { return binary.LittleEndian.Uint32(p.data[i*blockHead:]) }

// gapsOf returns where in data the gaps behind the first place of the i-th block
// begin, and how many they are.
func (p posting) gapsOf(i int) (at, n int) {
	at = p.blocks()*blockHead + int(binary.LittleEndian.Uint32(p.data[i*blockHead+4:]))
	return at, min(blockLen, p.n-i*blockLen) - 1
}

// block decodes the i-th block.
func (p posting) block(i int, out []uint32) []uint32 {
	first := p.first(i)
	at, n := p.gapsOf(i)
	return gaps(p.data[at:], n, first+1, append(out, first))
}

// iter meets places in rising order, which is rank order.
type iter interface {
	// seek returns the first place at or after at. Calls come with rising at.
	seek(at uint32) (uint32, bool)
	// size is how many there are at most.
	size() int
}

// walk returns an iter over the posting; nil for an empty one.
func (p posting) walk() iter { return new(arena).walk(p) }

type bitWalk struct{ posting }

func (w *bitWalk) size() int { return w.n }

func (w *bitWalk) seek(at uint32) (uint32, bool) {
	i := int(at>>6) * 8
	if i+8 > len(w.data) {
		return 0, false
	}
	for word := binary.LittleEndian.Uint64(w.data[i:]) &^ (1<<(at&63) - 1); ; word = binary.LittleEndian.Uint64(w.data[i:]) {
		if word != 0 {
			return uint32(i*8 + bits.TrailingZeros64(word)), true
		}
		if i += 8; i+8 > len(w.data) {
			return 0, false
		}
	}
}

// blockWalk decodes a posting only where it is asked for.
type blockWalk struct {
	p     posting
	block int    // the block of place
	until uint32 // the first place of the next block
	place uint32 // the last one decoded
	at    int    // where the gaps behind it begin in the posting's data
	left  int    // how many there are in the block
	begun bool
}

func (w *blockWalk) size() int { return w.p.n }

func (w *blockWalk) seek(at uint32) (uint32, bool) {
	if w.begun && w.place >= at {
		return w.place, true
	}
	if !w.begun || at >= w.until {
		if w.skip(at); w.place >= at {
			return w.place, true
		}
	}
	for {
		data, place, left := w.p.data[w.at:], w.place, w.left
		n := 0
		for place < at && left > 0 {
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
		w.place, w.at, w.left = place, w.at+n, left
		switch {
		case place >= at:
			return place, true
		case w.until == noPlace:
			return 0, false
		}
		w.load(w.block + 1)
	}
}

// noPlace is behind every place.
const noPlace = math.MaxUint32

// longGap reads a gap of more than two bytes, whose first stands before n, and
// returns where the next one begins.
func longGap(data []byte, n int) (uint32, int) {
	long, w := binary.Uvarint(data[n-1:])
	return uint32(long), n - 1 + w
}

// skip goes to the last block that begins at or before at, but not back.
func (w *blockWalk) skip(at uint32) {
	from, n := w.block, w.p.blocks()
	step := 1
	for from+step < n && w.p.first(from+step) <= at {
		from, step = from+step, 2*step
	}
	for ; step > 0; step /= 2 {
		if from+step < n && w.p.first(from+step) <= at {
			from += step
		}
	}
	if from > w.block || !w.begun {
		w.load(from)
	}
}

// load goes to the beginning of a block.
func (w *blockWalk) load(block int) {
	w.begun, w.block = true, block
	w.place = w.p.first(block)
	w.at, w.left = w.p.gapsOf(block)
	if w.until = noPlace; block+1 < w.p.blocks() {
		w.until = w.p.first(block + 1)
	}
}

// union meets the places of any of its parts: a heap by their next place.
type union struct {
	parts []step
	total int
	begun bool
}

type step struct {
	at uint32
	it iter
}

// anyOf joins walks that are not begun; nil when there are none. It keeps nothing
// of the list.
func (a *arena) anyOf(its []iter) iter {
	its = slices.DeleteFunc(its, func(it iter) bool { return it == nil })
	switch len(its) {
	case 0:
		return nil
	case 1:
		return its[0]
	}
	for i, it := range its {
		its[i] = a.few(it)
	}
	if its = slices.DeleteFunc(its, func(it iter) bool { return it == nil }); len(its) < 2 {
		return a.anyOf(its)
	}
	if l := a.mergedOf(its); l != nil {
		return l
	}
	if w := a.windowOf(its); w != nil {
		return w
	}
	u := &union{parts: make([]step, len(its))}
	for i, it := range its {
		u.parts[i].it = it
		u.total += it.size()
	}
	return u
}

// fewMerged is how many places are quicker sorted than looked at through a window.
const fewMerged = 512

// mergedOf sorts the places of walks into one list; nil when they are not few or
// not at hand.
func (a *arena) mergedOf(its []iter) iter {
	total := 0
	for _, it := range its {
		total += it.size()
	}
	if total > fewMerged {
		return nil
	}
	all := a.room(total)
	for _, it := range its {
		switch w := it.(type) {
		case *list:
			all = append(all, *w...)
		case *blockWalk:
			all = w.p.appendPlaces(all)
		case *leafWalk:
			all = w.appendTo(all)
		default:
			return nil
		}
	}
	a.took(total)
	a.sort(all)
	return a.list(slices.Compact(all))
}

// windowOf shows walks through a window; nil when one of them is a crossing,
// which costs too much to be read further than is asked for.
func (a *arena) windowOf(its []iter) iter {
	walks, total := a.shown.some(len(its)), 0
	for _, it := range its {
		switch s := it.(type) {
		case *window:
			walks = append(walks, s.walks...)
		case source64:
			walks = append(walks, s)
		default:
			return nil
		}
		total += it.size()
	}
	w := a.windows.take()
	*w = window{arena: a, walks: walks, total: total}
	return w
}

func (u *union) size() int { return u.total }

func (u *union) seek(at uint32) (uint32, bool) {
	if !u.begun {
		u.begun = true
		kept := u.parts[:0]
		for _, p := range u.parts {
			var ok bool
			if p.at, ok = p.it.seek(at); ok {
				kept = append(kept, p)
			}
		}
		u.parts = kept
		for i := len(kept)/2 - 1; i >= 0; i-- {
			u.sink(i)
		}
	}
	for len(u.parts) > 0 && u.parts[0].at < at {
		next, ok := u.parts[0].it.seek(at)
		if ok {
			u.parts[0].at = next
		} else {
			n := len(u.parts) - 1
			u.parts[0] = u.parts[n]
			u.parts = u.parts[:n]
		}
		u.sink(0)
	}
	if len(u.parts) == 0 {
		return 0, false
	}
	return u.parts[0].at, true
}

// sink puts the part i where it belongs in the heap.
func (u *union) sink(i int) {
	for {
		least := 2*i + 1
		if least >= len(u.parts) {
			return
		}
		if right := least + 1; right < len(u.parts) && u.parts[right].at < u.parts[least].at {
			least = right
		}
		if u.parts[i].at <= u.parts[least].at {
			return
		}
		u.parts[i], u.parts[least] = u.parts[least], u.parts[i]
		i = least
	}
}

// both meets the places of all of its parts.
type both struct{ its []iter }

// allOf crosses walks; nil when one of them is nil. What costs more to look
// into than the places it would save is left out: they are compared anyway. It
// keeps the list.
func (a *arena) allOf(its []iter) iter {
	if slices.Contains(its, nil) || len(its) == 0 {
		return nil
	}
	slices.SortStableFunc(its, func(a, b iter) int { return a.size() - b.size() })
	least := its[0].size()
	its = slices.DeleteFunc(its, func(it iter) bool {
		switch it.(type) {
		case *window:
			return it.size() > dear*least
		case *both, *union:
			return it.size() > least && least <= quickBoth
		}
		return false
	})
	if len(its) == 1 {
		return its[0]
	}
	for i, it := range its {
		if w, ok := it.(*window); ok && len(w.walks)*least < w.total/dearSeek {
			its[i] = &seldom{w}
		}
	}
	b := a.boths.take()
	b.its = its
	return b
}

// quickBoth is how few places are compared rather than looked for in another
// crossing.
const quickBoth = 48

// dearSeek is how many places of a window cost as much as to look for one in a walk.
const dearSeek = 40

// seldom asks each walk of a window that would be looked into here and there.
type seldom struct{ *window }

func (w seldom) seek(at uint32) (next uint32, ok bool) {
	for _, it := range w.walks {
		if place, some := it.seek(at); some && (!ok || place < next) {
			if next, ok = place, true; place == at {
				break
			}
		}
	}
	return next, ok
}

// dear is how many places of a window cost as much as to compare one record.
const dear = 80

func (b *both) seek(at uint32) (uint32, bool) {
	for agreed := 0; agreed < len(b.its); {
		for _, it := range b.its {
			next, ok := it.seek(at)
			if !ok {
				return 0, false
			}
			if next == at {
				if agreed++; agreed == len(b.its) {
					return at, true
				}
				continue
			}
			at, agreed = next, 1
		}
	}
	return at, true
}

func (b *both) size() int { return b.its[0].size() }
