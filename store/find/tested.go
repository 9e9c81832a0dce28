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
	tests := l.tests(it, i, (*word).tellsMuch)
	if len(tests) == 0 {
		return it
	}
	places := l.s.arena.drain(it)
	for _, at := range places {
		l.s.touched += byte(l.src.seg.shared(int(at))[0])
	}
	kept := places[:0]
next:
	for _, at := range places {
		for i := range tests {
			if tests[i].best(at) == tierNone {
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

// tests returns the tests of places of the word i for those others that are wanted.
func (l *look) tests(it iter, i int, wanted func(*word) bool) []test {
	n := len(l.s.words) - 1
	tests := l.s.tests.some(n)
	for j := range l.s.words {
		if w := &l.s.words[j]; j != i && wanted(w) {
			tests = append(tests, test{})
			l.src.test(&tests[len(tests)-1], w, it.size())
		}
	}
	return tests
}

// drain returns the places of a walk.
func (a *arena) drain(it iter) []uint32 {
	places := a.room(it.size())
	for at, ok := it.seek(0); ok; at, ok = it.seek(at + 1) {
		places = append(places, at)
	}
	a.took(len(places))
	return places
}

// few makes a list of a crossing that is not long: what is joined with it need not
// ask it again and again.
func (a *arena) few(it iter) iter {
	b, crossed := it.(*both)
	if !crossed || b.size() > fewCrossed {
		return it
	}
	places := a.drain(b)
	if len(places) == 0 {
		return nil
	}
	return a.list(places)
}

// fewCrossed is how many places such a crossing has at most.
const fewCrossed = 512

// sieve is the places of a word where the others may match, and at which tier at
// best: they are tested when they are asked for, and once.
type sieve struct {
	l      *look
	word   int
	places []uint32
	best   []int8 // of those that were tested
	tests  []test
	upto   int // what was tested
}

// sifted makes the look walk the places of the word i through a sieve: they are
// too many to be compared, and of the others there may be a lot.
func (l *look) sifted(it iter, i int) {
	every := func(*word) bool { return true }
	v := &sieve{l: l, word: i, tests: l.tests(it, i, every), places: l.s.arena.drain(it)}
	v.best = l.s.known.some(len(v.places))[:len(v.places)]
	l.sieve = v
}

// sieved is how many places are tested one behind the other, and their rows fetched
// before.
const sieved = 16

// test goes on.
func (v *sieve) test() {
	some := v.places[v.upto:min(v.upto+sieved, len(v.places))]
	seg, named := v.l.src.seg, false
	for i := range v.tests {
		named = named || v.tests[i].named
	}
	for _, at := range some {
		v.l.s.touched += byte(seg.shared(int(at))[0])
		if named {
			h := seg.head(int(at))
			v.l.s.touched += h.touch()
		}
	}
	for _, at := range some {
		best := tierExact
		for i := 0; i < len(v.tests) && best < tierNone; i++ {
			best = max(best, v.tests[i].best(at))
		}
		v.best[v.upto] = int8(best)
		v.upto++
	}
}

// sifting is a walk through a sieve, over the places of a tier or better.
type sifting struct {
	v    *sieve
	tier int
	at   int
}

func (w *sifting) size() int { return len(w.v.places) }

func (w *sifting) seek(place uint32) (uint32, bool) {
	for ; w.at < len(w.v.places); w.at++ {
		if w.at == w.v.upto {
			w.v.test()
		}
		if at := w.v.places[w.at]; at >= place && int(w.v.best[w.at]) <= w.tier {
			return at, true
		}
	}
	return 0, false
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
// names it has is seen in the names of the place, anything else in the index; but
// its own name in the row, when the index knows many like it.
type test struct {
	src   *source
	w     *word
	its   []iter // numbers and names
	texts []iter
	near  []iter
	known []int8 // of the first names by their number: the tier at which the word matches it, and 1
	named bool   // the own name is to be read
}

// perName is how many places of the index cost as much as to read a name.
const perName = 16

// test makes it the test for a word, for so many places.
func (s *source) test(out *test, w *word, places int) {
	t, last := s.s.sum(math.MaxInt), s.s.last
	s.byNumber(t, w, last)
	if named := s.s.sum(perName * places); s.names(named, w.core, last) {
		t.add(named.its...)
	} else {
		out.named = true
	}
	out.texts = s.texts(w)
	if last >= tierNear && w.mayErr() {
		out.near = s.near(w.core)
	}
	out.src, out.w, out.its, out.known = s, w, t.its, s.s.known.some(len(s.seg.texts))[:len(s.seg.texts)]
}

// best returns the best tier at which the word may match at a place; tierNone when
// it does not. It is asked with rising places.
func (t *test) best(place uint32) int {
	best := tierNone
	for _, n := range t.src.seg.shared(int(place)) {
		if n > 0 {
			best = min(best, t.matches(n))
		}
	}
	switch {
	case best == tierExact:
		return best
	case meets(t.its, place):
		return tierExact
	case t.named:
		best = min(best, t.own(place))
	}
	switch {
	case best < tierText:
		return best
	case meets(t.texts, place):
		return tierText
	case meets(t.near, place):
		return tierNear
	}
	return tierNone
}

// meets says whether one of the walks has the place.
func meets(its []iter, place uint32) bool {
	for _, it := range its {
		if it == nil {
			continue
		}
		if at, ok := it.seek(place); ok && at == place {
			return true
		}
	}
	return false
}

// own is the tier at which the word matches the name of the record itself.
func (t *test) own(place uint32) int {
	h := t.src.seg.head(int(place))
	if len(h.row) < 2 {
		panic(ErrDamaged)
	}
	d := rowReader{b: h.row, at: 2}
	var buf [coreRunes]rune
	tier, _ := t.w.matchName(appendCore(buf[:0], d.bytes(), coreRunes))
	return tier
}

// matches is the tier at which the word matches the n-th name.
func (t *test) matches(n uint32) int {
	if n < uint32(len(t.known)) && t.known[n] != 0 {
		return int(t.known[n]) - 1
	}
	tier, text := tierNone, t.src.seg.repeated(uint64(n))
	if text.mayHold(t.w) {
		tier, _ = t.w.matchTerm(text.core)
	}
	if n < uint32(len(t.known)) {
		t.known[n] = int8(tier) + 1
	}
	return tier
}
