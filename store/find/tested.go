package find

import (
	"math"
	"slices"
)

const (
	// maxTested is how many places of one word are looked at one by one, whether
	// the others may match there; of all parts together, as the next.
	maxTested = 1200
	// quick is how many are quicker compared than anything, unless a test costs
	// little.
	quick = 200
)

// tested returns the places of a walk, which are few and of the word i, where those
// others may match that are tested for little.
func (l *look) tested(it iter, i int) iter {
	tests := l.s.tests[:0]
	for j := range l.s.words {
		if w := &l.s.words[j]; j != i && w.tellsMuch() {
			tests = append(tests, test{})
			l.src.test(&tests[len(tests)-1], w)
		}
	}
	if l.s.tests = tests; len(tests) == 0 {
		return it
	}
	places := l.s.arena.room(it.size())
	for at, ok := it.seek(0); ok; at, ok = it.seek(at + 1) {
		places = append(places, at)
		l.s.touched += byte(l.src.seg.shared(int(at))[0])
	}
	l.s.arena.took(len(places))
	kept := places[:0]
next:
	for _, at := range places {
		for i := range tests {
			if !tests[i].holds(at) {
				continue next
			}
		}
		kept = append(kept, at)
	}
	if len(kept) == 0 {
		return nil
	}
	return l.s.arena.list(kept)
}

// testable says whether that is so of all words but i.
func (l *look) testable(i int) bool {
	for j := range l.s.words {
		if j != i && !l.s.words[j].tellsMuch() {
			return false
		}
	}
	return true
}

// tellsMuch says whether few records have the word but by the names they share:
// two characters or more that are no letters.
func (w *word) tellsMuch() bool {
	return len(w.runes) > 1 && !slices.ContainsFunc(w.runes, isLatin)
}

// test says of one place after the other whether a word may match there: what
// names it has is seen in the names of the place, anything else in the index.
type test struct {
	src   *source
	w     *word
	its   []iter
	known []int8 // of the first names by their number: 1 that the word matches it, -1 that it does not
}

// test makes it the test for a word.
func (s *source) test(out *test, w *word) {
	t, last := s.s.sum(math.MaxInt), s.s.last
	s.byNumber(t, w, last)
	s.names(t, w.core, last)
	t.add(s.texts(w)...)
	if last >= tierNear && w.mayErr() {
		t.add(s.near(w.core)...)
	}
	*out = test{src: s, w: w, its: t.its, known: s.s.known.some(len(s.seg.texts))[:len(s.seg.texts)]}
}

// holds is asked with rising places.
func (t *test) holds(place uint32) bool {
	for _, n := range t.src.seg.shared(int(place)) {
		if n > 0 && t.matches(n) {
			return true
		}
	}
	for _, it := range t.its {
		if at, ok := it.seek(place); ok && at == place {
			return true
		}
	}
	return false
}

// matches says whether the word matches the n-th name.
func (t *test) matches(n uint32) bool {
	if n < uint32(len(t.known)) && t.known[n] != 0 {
		return t.known[n] > 0
	}
	tier, text := tierNone, t.src.seg.repeated(uint64(n))
	if text.mayHold(t.w) {
		tier, _ = t.w.matchTerm(text.core)
	}
	if n < uint32(len(t.known)) {
		t.known[n] = -1
		if tier < tierNone {
			t.known[n] = 1
		}
	}
	return tier < tierNone
}
