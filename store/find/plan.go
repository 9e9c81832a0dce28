package find

import (
	"bytes"
	"math"
	"unicode/utf8"
)

const (
	// maxAlternatives is how many ways to cut a word into units are followed one
	// by one; a word with more is filtered by its first unit alone.
	maxAlternatives = 96
	// maxSteps is how many units are tried while cutting one word.
	maxSteps = 2000
	// maxTokens is how many different tokens one prefix may stand for.
	maxTokens = 20_000
	// handful is how many records are compared at once, before it is known in
	// which tier they are wanted; of those that one word alone finds, fewer.
	// These and the next two are of all parts together: each has its share.
	handful, fewAlone = 640, 64
	// narrowed is how many records of one word are crossed with those of the
	// others, to learn whether they are a handful together.
	narrowed = 4096
	// fewest is the least share of a part.
	fewest = 8
)

// sum gathers walks until they hold more records than most.
type sum struct {
	its         []iter
	total, most int
	apart       bool // crossings are left as they are
}

// add says whether there is room for more.
func (t *sum) add(its ...iter) bool {
	for _, it := range its {
		if it != nil {
			t.its = append(t.its, it)
			t.total += it.size()
		}
	}
	return t.total <= t.most
}

// plan returns a walk over the part's records that holds every one w matches at
// tier or better; nil for none. Once they are more than most, it stops and says
// so.
func (s *source) plan(w *word, tier, most int) (it iter, many bool) {
	t := s.s.sum(most)
	if s.gather(t, w, tier) {
		return s.s.arena.anyOf(t.its), false
	}
	return nil, true
}

// gather adds the walks that plan joins. It says whether there is room for them.
func (s *source) gather(t *sum, w *word, tier int) bool {
	return s.byNumber(t, w, tier) && s.names(t, w.core, tier) && s.byTerm(t, w, tier) &&
		(tier < tierText || t.add(s.texts(w)...)) && (tier < tierNear || !w.mayErr() || t.add(s.near(w.core)...))
}

// byNumber adds what w finds among numbers, phones and days.
func (s *source) byNumber(t *sum, w *word, tier int) bool {
	if w.latin && len(w.core) >= 3 && !t.add(s.numbers(inNo, w, tier)) {
		return false
	}
	if w.digits && len(w.core) >= 3 && !t.add(s.numbers(inPhone, w, tier)) {
		return false
	}
	return tier < tierFragment || !w.isDate() || t.add(s.prefixed(s.key(inDate, w.core))...)
}

// byTerm adds the records with a shop, stall or goods that w matches.
func (s *source) byTerm(t *sum, w *word, tier int) bool {
	for i := range termFields {
		if !s.byTermOf(t, i, w, tier) {
			return false
		}
	}
	return true
}

// byTermOf is byTerm for the i-th field.
func (s *source) byTermOf(t *sum, i int, w *word, tier int) bool {
	names := s.s.termsOf(w, i)
	if names.best > tier {
		return true
	}
	known, near, begun := s.termsAt(i, w), 0, false
	for j := range names.list {
		term := &names.list[j]
		if int(term.tier) > tier {
			continue
		}
		at := &known[j]
		if !at.read {
			token := s.key(termFields[i])
			token = append(token, s.s.names[term.from:term.to]...)
			if s.s.key = token; !begun {
				near, begun = s.seg.from(token), true
			} else {
				near = s.seg.fromNear(token, near)
			}
			if near < s.seg.tokens && bytes.Equal(s.seg.token(near), token) {
				at.posting = s.seg.posting(near)
			}
			at.read = true
		}
		if !t.add(s.s.arena.walk(at.posting)) {
			return false
		}
	}
	return true
}

// texts finds a word in free texts: characters by the pairs they make, Latin
// words and numbers by their beginning.
func (s *source) texts(w *word) []iter {
	if w.latin {
		if !w.isRun() {
			return nil
		}
		return s.prefixed(s.key(inRun, w.core))
	}
	its := s.s.arena.iters.some(len(w.runes))
	before, at := rune(0), 0
	for i, r := range w.core {
		if before != 0 && !(isLatin(before) && isLatin(r)) {
			it := s.s.arena.walk(s.get(s.key(inText, w.core[at:i+runeLen(w.core[i:])])))
			if it == nil {
				return nil
			}
			its = append(its, it)
		}
		before, at = r, i
	}
	if len(its) == 0 { // a single character
		return s.prefixed(s.key(inText, w.core))
	}
	return append(s.s.arena.iters.some(1), s.s.arena.allOf(its))
}

// names adds the records whose own name the word matches.
func (s *source) names(t *sum, core string, tier int) bool {
	if tooLong(core) {
		return true
	}
	ways, all := s.s.cutUp(core, s.kind)
	if !all {
		return t.add(s.unit(core[:runeLen(core)], anywhere)...)
	}
	for i, way := range ways {
		if len(way) > s.info.units {
			continue
		}
		it, known := s.crossing(core, i)
		if !known {
			if it = s.cut(way, tier); t.most < math.MaxInt && !t.apart { // all of it is likely wanted
				crossed := it
				if it = s.s.arena.few(crossed); it != crossed && tier >= tierFragment {
					s.keep(core, i, it)
				}
			}
		}
		if !t.add(it) {
			return false
		}
	}
	return true
}

// crossed is the places where a way to cut a word was found, whatever the tier.
type crossed struct {
	core   string
	way    int
	places []uint32
}

// fewKept is how many such places are looked at again rather than crossed once more,
// to learn which of them are of a better tier.
const fewKept = 128

func (s *source) keep(core string, way int, it iter) {
	l, _ := it.(*list)
	switch {
	case l == nil:
		s.crossed = append(s.crossed, crossed{core: core, way: way})
	case len(*l) <= fewKept:
		s.crossed = append(s.crossed, crossed{core, way, *l})
	}
}

// crossing returns the walk that was kept.
func (s *source) crossing(core string, way int) (it iter, known bool) {
	for i := range s.crossed {
		if c := &s.crossed[i]; c.way == way && c.core == core {
			if len(c.places) == 0 {
				return nil, true
			}
			return s.s.arena.list(c.places), true
		}
	}
	return nil, false
}

// at returns walks over the names that have a token of a field in one of the
// places.
func (s *source) at(field byte, token string, in places) []iter {
	all := s.placed(s.key(field, token))
	its := s.s.arena.iters.some(placeCount)
	for i, p := range all {
		if in>>i&1 != 0 && p.n > 0 {
			its = append(its, s.s.arena.walk(p))
		}
	}
	return its
}

// unit returns walks over the names that have the unit in one of the places. A
// letter, two, or the beginning of a syllable stand for every syllable they
// begin.
func (s *source) unit(u string, in places) []iter {
	switch {
	case !isLatin(rune(u[0])):
		return s.at(inChar, u, in)
	case len(u) == 1 || len(u) == 2 && double(u):
		return s.at(inInitial, u, in)
	}
	return s.spelling(runAt{prefix: s.key(inSound, u), in: in})
}

// sound is unit, but a whole syllable stands for itself alone where the word does
// not end with but the beginning of one, which open says.
func (s *source) sound(u string, in places, open bool) []iter {
	if whole, _ := syllable(u); open || !whole || len(u) == 1 {
		return s.unit(u, in)
	}
	return s.at(inSound, u, in)
}

// cut returns a walk over the names that have these units in a row.
func (s *source) cut(units []string, tier int) iter {
	n := len(units)
	its := s.s.arena.iters.some(2 * n)
	known := s.s.flags.some(n)[:n] // all is known of the unit that the index can tell
	spelt := s.s.flags.some(n)[:n] // it is known how the unit is spelt
	// Whole syllables that touch, the last perhaps but begun.
	for i := 0; i+1 < n; i++ {
		a, b := spellingOf(units[i], true), spellingOf(units[i+1], i+2 < n)
		if a == "" || b == "" || !isLatin(rune(units[i][0])) && !isLatin(rune(units[i+1][0])) {
			continue
		}
		it := s.s.arena.anyOf(s.spelt(a, b, placesOf(i, i+1, n, tier), i+2 == n && tier > tierExact))
		if it == nil {
			return nil
		}
		its = append(its, it)
		spelt[i], spelt[i+1] = true, true
		known[i] = known[i] || isLatin(rune(units[i][0]))
		known[i+1] = isLatin(rune(units[i+1][0]))
	}
	three := 0 // the last unit of three whose initials were looked for
	for i := 0; i+1 < n; i++ {
		if spelt[i] && spelt[i+1] {
			continue
		}
		field, token, last := jointOf(units, i)
		if token == "" || field == inStart && last <= three {
			continue
		}
		if field == inThree {
			three = last
		}
		it := s.s.arena.anyOf(s.at(field, token, placesOf(i, last, n, tier)))
		if it == nil {
			return nil
		}
		its = append(its, it)
		for j := i; j <= last; j++ {
			known[j] = known[j] || field == inPair || len(units[j]) == 1
		}
	}
	for i, u := range units {
		if known[i] || spelt[i] && !s.tells(u, placesOf(i, i, n, tier)) {
			continue
		}
		it := s.s.arena.anyOf(s.sound(u, placesOf(i, i, n, tier), i == n-1 && tier > tierExact))
		if it == nil {
			return nil
		}
		its = append(its, it)
	}
	return s.s.arena.allOf(its)
}

// tells says whether it leaves many names out to look for a character where its
// reading was found: of many there is hardly another one with it.
func (s *source) tells(u string, in places) bool {
	if isLatin(rune(u[0])) {
		return true
	}
	chars, sounds := s.placed(s.key(inChar, u)), s.placed(s.key(inSound, spellingOf(u, true)))
	of, all := 0, 0
	for i := range placeCount {
		if in>>i&1 != 0 {
			of, all = of+chars[i].n, all+sounds[i].n
		}
	}
	const few = 4
	return all-of > all/few
}

// spellingOf is how a unit is spelt: a syllable itself, or perhaps but begun; of a
// character its first reading. "" when that is not known; one letter may be the
// initial of more.
func spellingOf(u string, whole bool) string {
	if !isLatin(rune(u[0])) {
		r, _ := utf8.DecodeRuneInString(u)
		first, _ := nextReading(readingSet(r))
		return first
	}
	if len(u) == 1 {
		return ""
	}
	if is, begun := syllable(u); is || !whole && begun && !(len(u) == 2 && double(u)) {
		return u
	}
	return ""
}

// spelt returns walks over the names that hold two syllables as they are spelt,
// in one of the places; what ends the word may be but the beginning of a
// syllable.
func (s *source) spelt(a, b string, in places, open bool) []iter {
	if !open {
		return s.at(inSpelt, a+b, in)
	}
	// "qi" and "ang" are not "qiang" and what follows it.
	return s.spelling(runAt{prefix: s.key(inSpelt, a+b), begun: len(b), in: in})
}

// jointOf returns what is known of the units from i on side by side, and the
// last unit it is about: two characters, else two initials or three.
func jointOf(units []string, i int) (field byte, token string, last int) {
	field, token = joint(units[i], units[i+1])
	if last = i + 1; field == inStart && token != "" && i+2 < len(units) {
		if f, more := joint(units[i+1], units[i+2]); f == inStart && more != "" && more[0] == token[1] {
			return inThree, token + more[1:], i + 2
		}
	}
	return field, token, last
}

// joint returns what is known of two units side by side: two characters, else
// their initials; "" when a character has none.
func joint(a, b string) (field byte, token string) {
	if !isLatin(rune(a[0])) && !isLatin(rune(b[0])) {
		return inPair, a + b
	}
	x, y := initialOf(a), initialOf(b)
	if x == "" || y == "" {
		return inStart, ""
	}
	return inStart, x + y
}

// initialOf is one initial of a unit: of a character that of its first reading.
func initialOf(u string) string {
	if isLatin(rune(u[0])) {
		return u[:1]
	}
	r, _ := utf8.DecodeRuneInString(u)
	if set := readingSet(r); set != "" {
		return set[:1]
	}
	return ""
}
