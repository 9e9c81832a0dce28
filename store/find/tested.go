package find

import (
	"math"
	"slices"
)

const (
	// maxTested is how many places of one word are looked at one by one, whether
	// the others may match there; of all parts together, as the next.
	maxTested = 1600
	// quick is how many are quicker compared than anything, unless a test costs
	// little.
	quick = 200
)

// planned is source.plan for the word i and any tier. Where the others are tested for
// little, it says so and leaves out the places where they cannot match.
func (l *look) planned(i, most int) (it iter, tested, many bool) {
	t := l.s.sum(most)
	t.apart = l.testable(i)
	if !l.src.gather(t, &l.s.words[i], l.s.last) {
		return nil, false, true
	}
	if t.apart && t.total > 0 {
		tests := l.tests(t.total, l.s.last, true, func(w *word) bool { return w.n != i })
		if _, others := soonFirst(tests); t.total <= l.share(maxTested) || len(others) == 0 {
			return l.tested(t.its, t.total, tests), true, false
		}
		for j, it := range t.its {
			t.its[j] = l.s.arena.few(it)
		}
	}
	return l.s.arena.anyOf(t.its), false, false
}

// quickly is tested for a walk over few places of the word i, of those other words that
// are tested for little.
func (l *look) quickly(it iter, i int) iter {
	tests := l.tests(it.size(), l.s.last, true, func(w *word) bool { return w.n != i && (w.tellsMuch() || w.isShort()) })
	if len(tests) == 0 {
		return it
	}
	return l.tested(append(l.s.arena.iters.some(1), it), it.size(), tests)
}

// tested returns those places of walks, n at most, that pass tests.
func (l *look) tested(its []iter, n int, tests []test) iter {
	a := &l.s.arena
	first, then := soonFirst(tests)
	kept := a.room(n)
	a.took(n)
	for _, it := range its {
		kept = a.among(kept, it, first)
	}
	if len(its) > 1 {
		kept = a.inOrder(kept)
	}
	if len(then) > 0 {
		kept = l.named(kept, then)
	}
	if len(kept) == 0 {
		return nil
	}
	return a.list(kept)
}

// named keeps the places that pass tests, which look at names.
func (l *look) named(places []uint32, tests []test) []uint32 {
	kept := places[:0]
	var room [sieved]named
	for len(places) > 0 {
		some := l.s.appendNamed(room[:0], l.src.seg, places[:min(sieved, len(places))])
		places = places[len(some):]
		for i := range tests {
			tests[i].touch(some)
		}
		for i := range some {
			if may(tests, &some[i], l.s.last) {
				kept = append(kept, some[i].place)
			}
		}
	}
	return kept
}

// may says whether the words of the tests may match at a place, at a tier or better.
func may(tests []test, at *named, upto int) bool {
	for i := range tests {
		if tests[i].best(at, upto) > upto {
			return false
		}
	}
	return true
}

// tests returns the tests of so many places for the words that are wanted, for a
// tier or better.
func (l *look) tests(places, upto int, rough bool, wanted func(*word) bool) []test {
	tests := l.s.tests.some(len(l.s.words))
	for j := range l.s.words {
		if w := &l.s.words[j]; wanted(w) {
			tests = append(tests, test{})
			l.src.test(&tests[len(tests)-1], w, places, upto, rough)
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
const fewCrossed = 1024

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
	v := &sieve{l: l, word: i, tests: l.tests(it.size(), l.s.last, false, others), places: l.s.arena.drain(it)}
	v.best = l.s.known.some(len(v.places))[:len(v.places)]
	l.sieve = v
}

// sieved is how many places are tested one behind the other, and their rows fetched
// before.
const sieved = 16

// test goes on.
func (v *sieve) test() {
	some := v.places[v.upto:min(v.upto+sieved, len(v.places))]
	seg := v.l.src.seg
	var list [sieved]named
	room := v.l.s.appendNamed(list[:0], seg, some)
	for i := range v.tests {
		v.tests[i].touch(room)
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
	ahead []named // places that were looked for already
	wide  int     // how many were looked for the last time
	over  bool    // there are no more
	next  uint32  // no place before it was not looked for
	room  [sieved]named
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
			if at := &w.ahead[0]; at.place >= place && may(w.tests, at, w.upto) {
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
	var room [sieved]uint32
	list := room[:0]
	for len(list) < w.wide {
		at, ok := w.it.seek(place)
		if !ok {
			w.over = true
			break
		}
		list = append(list, at)
		place = at + 1
	}
	w.next = place
	w.ahead = w.l.s.appendNamed(w.room[:0], w.l.src.seg, list)
	for i := range w.tests {
		w.tests[i].touch(w.ahead)
	}
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

// isShort says whether few records have the word, of one or two letters, where the
// initials of their names do not allow it.
func (w *word) isShort() bool {
	const most = 2
	return w.latin && !w.digits && len(w.core) <= most
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
	named bool // the own name is to be read
	// soon says that nothing but sets is asked.
	soon bool
	sets []member
	// rough says that a name of its own counts as matched where its initials allow it.
	rough bool
	// known are the verdicts on the names of each field; none where the word matches no
	// name of it.
	known [len(termFields)][]verdict
}

// perName is how many places of the index cost as much as to read a name.
const perName = 16

// test makes it the test for a word, for so many places and a tier or better; rough
// says that it need not tell the tier.
func (s *source) test(out *test, w *word, places, last int, rough bool) {
	t := s.s.sum(math.MaxInt)
	s.byNumber(t, w, last)
	if out.rough = rough && w.isShort(); out.rough {
		// What its initials leave is soon compared.
	} else if named := s.s.sum(perName * places); s.names(named, w.core, last) {
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
	out.src, out.w, out.its = s, w, t.its
	if rough && w.tellsMuch() && out.bySets() {
		return
	}
	for i := range out.known {
		if s.s.anyTerm(w.n, i) {
			out.known[i] = s.verdicts(w, i)
		}
	}
}

// best returns the best tier at which the word may match at a place; tierNone when
// it does not. What is worse than a tier is of no interest. It is asked with rising
// places.
func (t *test) best(at *named, upto int) int {
	best := tierNone
	for i, code := range at.codes {
		switch known := t.known[i]; {
		case code == 0 || len(known) == 0:
		case code < uint32(len(known)) && known[code] != 0:
			best = min(best, known[code].tier())
		default:
			best = min(best, t.src.verdict(t.w, i, code).tier())
		}
	}
	switch {
	case best == tierExact:
		return best
	case meets(t.its, at.place) || t.rough && mayBegin(t.w.initial, at.own):
		return tierExact
	case t.named && mayBegin(t.w.initial, at.own):
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

// touch reads a little of what best reads of places: of leaves, and of the rows whose
// name it may read.
func (t *test) touch(list []named) {
	touched := byte(0)
	for _, it := range t.texts {
		if w, ok := it.(*leafWalk); ok {
			for i := range list {
				touched += w.touch(list[i].place)
			}
		}
	}
	if t.src.s.touched += touched; !t.named {
		return
	}
	for i := range list {
		if at := &list[i]; mayBegin(t.w.initial, at.own) {
			h := t.src.seg.head(int(at.place))
			t.src.s.touched += h.touch()
		}
	}
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
