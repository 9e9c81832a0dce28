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
	tests := l.tests(it.size(), l.s.last, func(w *word) bool { return w.n != i && w.tellsMuch() })
	if len(tests) == 0 {
		return it
	}
	kept := l.s.arena.drain(l.probe(it, tests, l.s.last))
	if len(kept) == 0 {
		return nil
	}
	return l.s.arena.list(kept)
}

// tests returns the tests of so many places for the words that are wanted, for a
// tier or better.
func (l *look) tests(places, upto int, wanted func(*word) bool) []test {
	tests := l.s.tests.some(len(l.s.words))
	for j := range l.s.words {
		if w := &l.s.words[j]; wanted(w) {
			tests = append(tests, test{})
			l.src.test(&tests[len(tests)-1], w, places, upto)
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
	others := func(w *word) bool { return w.n != i }
	v := &sieve{l: l, word: i, tests: l.tests(it.size(), l.s.last, others), places: l.s.arena.drain(it)}
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
	var room [sieved]namedAt
	for _, at := range some {
		v.l.s.touched += seg.touch(at)
	}
	for i, at := range some {
		if named {
			h := seg.head(int(at))
			v.l.s.touched += h.touch()
			room[i] = namedAt{at, h.names}
		} else {
			room[i] = namedAt{at, seg.shared(int(at))}
		}
	}
	for i := range some {
		best := tierExact
		for j := 0; j < len(v.tests) && best < tierNone; j++ {
			best = max(best, v.tests[j].best(&room[i], tierNone))
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

// probed is a walk over those places of another one where words may match, at a tier
// or better.
type probed struct {
	l     *look
	it    iter
	tests []test
	upto  int
	ahead []namedAt // places that were looked for already
	wide  int       // how many were looked for the last time
	over  bool      // there are no more
	next  uint32    // no place before it was not looked for
	room  [sieved]namedAt
}

// namedAt is a place and its names.
type namedAt struct {
	place uint32
	names shared
}

// probe returns a walk over the places where the tests say that the words may match
// at a tier or better; the walk itself where there are none.
func (l *look) probe(it iter, tests []test, upto int) iter {
	if it == nil || len(tests) == 0 {
		return it
	}
	w := l.s.arena.probes.take()
	w.l, w.it, w.tests, w.upto = l, it, tests, upto
	return w
}

func (w *probed) size() int { return w.it.size() }

func (w *probed) seek(place uint32) (uint32, bool) {
	for {
		for len(w.ahead) > 0 {
			if at := &w.ahead[0]; at.place >= place && w.may(at) {
				return at.place, true
			}
			w.ahead = w.ahead[1:]
		}
		if w.over {
			return 0, false
		}
		w.fetch(place)
	}
}

// fetch looks for the next places at or after one.
func (w *probed) fetch(place uint32) {
	w.wide = min(2*w.wide+2, sieved)
	place = max(place, w.next)
	list := w.room[:0]
	for len(list) < w.wide {
		at, ok := w.it.seek(place)
		if !ok {
			w.over = true
			break
		}
		list = append(list, namedAt{place: at})
		place = at + 1
	}
	w.next = place
	seg := w.l.src.seg
	for i := range list {
		w.l.s.touched += seg.touch(list[i].place)
	}
	for i := range list {
		list[i].names = seg.shared(int(list[i].place))
	}
	w.ahead = list
}

func (w *probed) may(at *namedAt) bool {
	for i := range w.tests {
		if w.tests[i].best(at, w.upto) > w.upto {
			return false
		}
	}
	return true
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

// test makes it the test for a word, for so many places and a tier or better.
func (s *source) test(out *test, w *word, places, last int) {
	t := s.s.sum(math.MaxInt)
	s.byNumber(t, w, last)
	if named := s.s.sum(perName * places); s.names(named, w.core, last) {
		t.add(named.its...)
	} else {
		out.named = true
	}
	if last >= tierText {
		out.texts = s.texts(w)
	}
	if last >= tierNear && w.mayErr() {
		out.near = s.near(w.core)
	}
	known := &s.known[w.n]
	if *known == nil {
		*known = s.s.known.some(len(s.seg.texts))[:len(s.seg.texts)]
	}
	out.src, out.w, out.its, out.known = s, w, t.its, *known
}

// best returns the best tier at which the word may match at a place; tierNone when
// it does not. What is worse than a tier is of no interest. It is asked with rising
// places.
func (t *test) best(at *namedAt, upto int) int {
	best := tierNone
	for _, n := range at.names {
		if n > 0 {
			best = min(best, t.matches(n))
		}
	}
	switch {
	case best == tierExact:
		return best
	case meets(t.its, at.place):
		return tierExact
	case t.named:
		best = min(best, t.own(at.place))
	}
	switch {
	case best < tierText || upto < tierText:
		return best
	case meets(t.texts, at.place):
		return tierText
	case meets(t.near, at.place):
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
