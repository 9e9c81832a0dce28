package find

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
)

// member is a walk that says of any place whether it has it, in whatever order they
// are asked for.
type member interface{ has(place uint32) bool }

func (w *bitWalk) has(place uint32) bool {
	i := int(place >> 3)
	return i < len(w.data) && w.data[i]>>(place&7)&1 != 0
}

// list is a walk over places in memory.
type list []uint32

func (l *list) seek(at uint32) (uint32, bool) {
	p := *l
	if len(p) > 0 && p[0] < at {
		step := 1
		for step < len(p) && p[step] < at {
			step *= 2
		}
		i, _ := slices.BinarySearch(p[step/2:min(step, len(p))], at)
		p = p[step/2+i:]
		*l = p
	}
	if len(p) == 0 {
		return 0, false
	}
	return p[0], true
}

func (l *list) size() int { return len(*l) }

func (l *list) has(place uint32) bool {
	_, ok := slices.BinarySearch(*l, place)
	return ok
}

// has looks at eight places at a time, of the next leaf, too, where they stand there.
func (l *leaves) has(place uint32) bool {
	leaf := int(place >> leafBits)
	if leaf >= l.n {
		return false
	}
	from, to := l.begin(leaf), l.begin(leaf+1)
	const ones, tops = 0x0101_0101_0101_0101, 0x8080_8080_8080_8080
	same := uint64(byte(place)) * ones
	for ; from < to && from+8 <= len(l.all); from += 8 {
		// A byte that is the same is zero, and the lowest top bit is of such.
		w := binary.LittleEndian.Uint64(l.all[from:]) ^ same
		if at := (w - ones) &^ w & tops; at != 0 {
			return from+bits.TrailingZeros64(at)/8 < to
		}
	}
	for ; from < to; from++ {
		if l.all[from] == byte(place) {
			return true
		}
	}
	return false
}

// fewNames is how many names that repeat are looked for by the records that have them,
// rather than by what each record has.
const fewNames = 2

// fewTerms says whether the word matches so few names of the i-th field.
func (s *search) fewTerms(w *word, i int) bool {
	if known := &s.matched[w.n][i]; known.asked {
		return len(known.list) <= fewNames
	}
	n, last := 0, []byte(nil)
	s.eachTerm(w.core, i, func(name []byte) bool {
		if tier, _ := w.matchKey(name); tier < tierNone && !bytes.Equal(name, last) {
			n, last = n+1, name
		}
		return n <= fewNames
	})
	s.anyTerms[w.n][i] = -1
	if n > 0 {
		s.anyTerms[w.n][i] = 1
	}
	return n <= fewNames
}

// bySets makes the test ask for nothing but sets; false when they are not soon told of
// any place, or the names that the word matches are not few.
func (t *test) bySets() bool {
	if t.named || len(t.near) > 0 {
		return false
	}
	s := t.src.s
	all := s.sum(math.MaxInt)
	all.add(t.its...)
	all.add(t.texts...)
	for i := range termFields {
		if !s.fewTerms(t.w, i) {
			return false
		}
		t.src.byTermOf(all, i, t.w, tierNone)
	}
	sets := s.arena.members.some(len(all.its))
	for _, it := range all.its {
		m, ok := it.(member)
		if !ok {
			return false
		}
		sets = append(sets, m)
	}
	t.its, t.texts, t.sets, t.soon = nil, nil, sets, true
	return true
}

// has says whether the place is one of the sets.
func (t *test) has(place uint32) bool {
	for _, m := range t.sets {
		if m.has(place) {
			return true
		}
	}
	return false
}

// soonFirst puts the tests that ask for nothing but sets before the others.
func soonFirst(tests []test) (soon, others []test) {
	n := 0
	for i := range tests {
		if tests[i].soon {
			tests[n], tests[i] = tests[i], tests[n]
			n++
		}
	}
	return tests[:n], tests[n:]
}

// among appends the places of a walk that is not begun that are of all tests, rising.
func (a *arena) among(kept []uint32, it iter, tests []test) []uint32 {
	n := len(kept)
	switch w := it.(type) {
	case *both:
		kept = a.among(kept, w.its[0], tests)
		for _, other := range w.its[1:] {
			kept = kept[:n+meeting(other, kept[n:])]
		}
		return kept
	case *window:
		for _, one := range w.walks {
			kept = a.among(kept, one, tests)
		}
	case *union:
		for _, p := range w.parts {
			kept = a.among(kept, p.it, tests)
		}
	case *list:
		return keepMembers(kept, *w, tests)
	case *loose:
		kept = keepMembers(kept, *w, tests)
	case *blockWalk:
		var room [blockLen]uint32
		for i := range w.p.blocks() {
			kept = keepMembers(kept, w.p.block(i, room[:0]), tests)
		}
		return kept
	default:
		return keepMembers(kept, a.drain(it), tests)
	}
	return kept[:n+len(a.inOrder(kept[n:]))]
}

// inOrder sorts places, and leaves out what is there twice.
func (a *arena) inOrder(places []uint32) []uint32 {
	a.sort(places)
	return slices.Compact(places)
}

// keepMembers appends those of the places that are of all tests.
func keepMembers(kept, places []uint32, tests []test) []uint32 {
	if len(tests) == 0 {
		return append(kept, places...)
	}
next:
	for _, at := range places {
		for i := range tests {
			if !tests[i].has(at) {
				continue next
			}
		}
		kept = append(kept, at)
	}
	return kept
}

// meeting keeps, of rising places, those that a walk has, and says how many they are.
func meeting(it iter, places []uint32) (n int) {
	if w, ok := it.(*window); ok && len(w.walks)*len(places) < w.total/dearSeek {
		it = &seldom{w}
	}
	for _, at := range places {
		next, ok := it.seek(at)
		if !ok {
			break
		}
		if next == at {
			places[n] = at
			n++
		}
	}
	return n
}
