package find

import (
	"encoding/binary"
	"slices"
)

// The records of a token that many have, but not so many that a bit for every place
// is shorter, stand in leaves of 256 places: a byte for each, which is its place in
// the leaf. Where a leaf begins stands before them, as how many bytes come before it
// in its group of 256 leaves, two bytes; and before these where each group begins,
// four bytes. So whether a place is there is seen without reading what comes before
// it.
const (
	leafBits   = 8
	leafPlaces = 1 << leafBits
	groupBits  = 8 // of the number of a leaf
	// leafShare is one of how many places at least has a token in leaves.
	leafShare = 64
)

// appendLeaves appends rising places below n.
func appendLeaves(b []byte, places []uint32, n int) []byte {
	leaves := (n + leafPlaces - 1) / leafPlaces
	b = binary.AppendUvarint(b, uint64(leaves))
	at := len(b)
	b = slices.Grow(b, leafHeads(leaves)+len(places))
	b = append(b, make([]byte, leafHeads(leaves))...)
	rel := at + 4*groupsOf(leaves)
	count, group := 0, 0
	for leaf := range leaves + 1 {
		for count < len(places) && int(places[count]>>leafBits) < leaf {
			count++
		}
		if leaf&(1<<groupBits-1) == 0 {
			group = count
			binary.LittleEndian.PutUint32(b[at+4*(leaf>>groupBits):], uint32(count))
		}
		binary.LittleEndian.PutUint16(b[rel+2*leaf:], uint16(count-group))
	}
	for _, p := range places {
		b = append(b, byte(p))
	}
	return b
}

// groupsOf is how many groups so many leaves have, and the end of the last.
func groupsOf(leaves int) int { return leaves>>groupBits + 1 }

// leafHeads is how many bytes stand before so many leaves.
func leafHeads(leaves int) int { return 4*groupsOf(leaves) + 2*(leaves+1) }

// leaves is such a posting taken apart.
type leaves struct {
	n                  int // leaves
	groups, heads, all []byte
}

// leaves takes the posting apart.
func (p *posting) leaves() (l leaves) {
	n, w := binary.Uvarint(p.data)
	l.n = int(n)
	groups, heads := w+4*groupsOf(l.n), w+leafHeads(l.n)
	l.groups, l.heads, l.all = p.data[w:groups], p.data[groups:heads], p.data[heads:]
	return l
}

// begin is where a leaf begins.
func (l *leaves) begin(leaf int) int {
	return int(binary.LittleEndian.Uint32(l.groups[leaf>>groupBits*4:])) + int(binary.LittleEndian.Uint16(l.heads[2*leaf:]))
}

// appendTo appends all places.
func (l *leaves) appendTo(out []uint32) []uint32 {
	from := 0
	for leaf := range l.n {
		to := l.begin(leaf + 1)
		for _, low := range l.all[from:to] {
			out = append(out, uint32(leaf)<<leafBits|uint32(low))
		}
		from = to
	}
	return out
}

// leafWalk is a walk over leaves.
type leafWalk struct {
	leaves
	next  uint32 // the last place returned
	begun bool
}

func (w *leafWalk) size() int { return len(w.all) }

func (w *leafWalk) seek(at uint32) (uint32, bool) {
	if w.begun && at <= w.next {
		return w.next, true
	}
	leaf := int(at >> leafBits)
	if leaf >= w.n {
		return 0, false
	}
	from, to := w.begin(leaf), w.begin(leaf+1)
	for _, low := range w.all[from:to] {
		if low >= byte(at) {
			w.next, w.begun = at&^(leafPlaces-1)|uint32(low), true
			return w.next, true
		}
	}
	if to == len(w.all) {
		return 0, false
	}
	for leaf++; w.begin(leaf+1) == to; {
		leaf++
	}
	w.next, w.begun = uint32(leaf)<<leafBits|uint32(w.all[to]), true
	return w.next, true
}

// touch reads a little of where a place stands.
func (w *leafWalk) touch(place uint32) byte {
	if leaf := int(place >> leafBits); leaf < w.n {
		if at := w.begin(leaf); at < len(w.all) {
			return w.all[at]
		}
	}
	return 0
}

// show is source64.show: stretches begin and end with a leaf.
func (w *leafWalk) show(in *window) (uint32, bool) {
	leaf, last := int(in.from>>leafBits), min(int(in.to>>leafBits), w.n)
	if leaf < last {
		at := w.begin(leaf)
		for set := in.set; leaf < last; leaf++ {
			to := w.begin(leaf + 1)
			words := (*[leafPlaces / 64]uint64)(set)
			for _, low := range w.all[at:to] {
				words[low>>6] |= 1 << (low & 63)
			}
			at, set = to, set[leafPlaces/64:]
		}
	}
	return w.seek(in.to)
}
