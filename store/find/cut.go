package find

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// term is a repeated name a word may match.
type term struct {
	term string
	tier int
	how  How
}

// terms are the names of a field that a word matches: there is no other it
// matches.
type terms struct {
	list []term
	met  map[string]int32 // their numbers in the list, when they are many
}

// manyTerms is how many names are found sooner by a map.
const manyTerms = 12

// find returns the number of a name in the list; -1 when it is not there.
func (t *terms) find(name []byte) int {
	if t.met != nil {
		if i, ok := t.met[string(name)]; ok {
			return int(i)
		}
		return -1
	}
	return slices.IndexFunc(t.list, func(t term) bool { return t.term == string(name) })
}

// add adds a name that is not there.
func (t *terms) add(n term) {
	t.list = append(t.list, n)
	switch {
	case t.met != nil:
		t.met[n.term] = int32(len(t.list) - 1)
	case len(t.list) > manyTerms:
		t.met = make(map[string]int32, 8*manyTerms)
		for i, n := range t.list {
			t.met[n.term] = int32(i)
		}
	}
}

// of returns the tier of a name.
func (t *terms) of(name string) (tier int, how How) {
	if len(t.list) > 0 {
		var buf [4 * coreRunes]byte
		if i := t.find(append(buf[:0], name...)); i >= 0 {
			return t.list[i].tier, t.list[i].how
		}
	}
	return tierNone, ""
}

// termsOf returns the names of a field that the word matches. They are found by
// the word's first two characters, initials or first syllable, and compared one
// by one.
func (s *search) termsOf(w *word, field byte) *terms {
	at := fieldWord{field, w.core}
	out := s.matched[at]
	if out != nil {
		return out
	}
	out = &terms{}
	s.matched[at] = out
	s.eachTerm(w.core, field, func(name []byte) bool {
		tier, how := w.matchKey(name)
		if tier == tierNone {
			return true
		}
		if out.find(name) < 0 {
			out.add(term{s.names.keep(name), tier, how})
		}
		return true
	})
	return out
}

// matchKey is matchTerm for a name that stands in a key.
func (w *word) matchKey(name []byte) (tier int, how How) {
	var list [coreRunes]rune
	units := list[:0]
	for len(name) > 0 {
		r, n := utf8.DecodeRune(name)
		units, name = append(units, r), name[n:]
	}
	return w.matchName(units)
}

// anyTerm says whether the word i matches any name of the field t.
func (s *search) anyTerm(i, t int) bool {
	known := &s.anyTerms[i][t]
	if *known != 0 {
		return *known > 0
	}
	*known = -1
	w, field := &s.words[i], termFields[t]
	if got := s.matched[fieldWord{field, w.core}]; got != nil {
		if len(got.list) > 0 {
			*known = 1
		}
		return *known > 0
	}
	s.eachTerm(w.core, field, func(name []byte) bool {
		if tier, _ := w.matchKey(name); tier != tierNone {
			*known = 1
		}
		return *known < 0
	})
	return *known > 0
}

// eachTerm calls fn for the names of a field that the word may match, some of
// them more than once, until it returns false.
func (s *search) eachTerm(core string, field byte, fn func(name []byte) bool) {
	for _, prefix := range termPrefixes(core, field) {
		for _, p := range s.v.parts {
			if !s.tokens(p.Seg, prefix, func(t []byte) bool { return fn(t[bytes.IndexByte(t, 0)+1:]) }) {
				return
			}
		}
	}
}

// tokens calls fn for every token of a segment that begins with prefix, until it
// returns false. It says whether it came to the end.
func (s *search) tokens(seg *Segment, prefix []byte, fn func([]byte) bool) bool {
	for i := seg.from(prefix); i < seg.tokens && s.ok(); i++ {
		t := seg.token(i)
		if !bytes.HasPrefix(t, prefix) {
			break
		}
		if !fn(t) {
			return false
		}
	}
	return true
}

// termPrefixes returns the beginnings of the keys under which every name stands
// that the word could match.
func termPrefixes(core string, field byte) [][]byte {
	if tooLong(core) {
		return nil
	}
	if i := strings.IndexFunc(core, isDigit); i >= 0 && i+1 < len(core) && isLatin(rune(core[i+1])) {
		// A digit is never more than a character, so what follows it begins one;
		// few names have the two, however the word begins.
		return [][]byte{append(termKey(field, inStart, core[i:i+2]), 0)}
	}
	r, n := utf8.DecodeRuneInString(core)
	if !isLatin(r) {
		next, size := utf8.DecodeRuneInString(core[n:])
		if size == 0 || isLatin(next) {
			return [][]byte{termKey(field, inPair, core[:n])}
		}
		return [][]byte{append(termKey(field, inPair, core[:n+size]), 0)}
	}
	var out [][]byte
	first := firstUnits(core)
	for _, l := range first.all() {
		l := int(l)
		next, _ := utf8.DecodeRuneInString(core[l:])
		if l == len(core) || !isLatin(next) {
			out = append(out, termKey(field, inSound, core[:l]))
		} else {
			out = append(out, append(termKey(field, inStart, core[:1]+string(next)), 0))
		}
	}
	return out
}

// lengths are how long what may stand for one unit of a name is, in bytes.
type lengths struct {
	n    uint8
	list [sylWidth + 1]uint8
}

func (l *lengths) all() []uint8 { return l.list[:l.n] }

func (l *lengths) add(n int) {
	l.list[l.n] = uint8(n)
	l.n++
}

// firstUnits returns the lengths of what may stand for one unit of a name at
// the beginning of s, a Latin letter or digit first: one sign, an initial of
// two letters, a syllable, or the beginning of one that ends the word.
func firstUnits(s string) (out lengths) {
	for l := min(len(s), sylWidth); l > 1; l-- {
		whole, begun := syllable(s[:l])
		if whole || begun && l == len(s) || l == 2 && double(s) {
			out.add(l)
		}
	}
	out.add(1)
	return out
}

func runeLen(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// cutUp returns the ways to cut a word into units of a name, leaving out those
// no name of kind k is long enough for, and those with two initials no name has
// side by side; false when there are too many.
func (s *search) cutUp(core string, k Kind) ([][]string, bool) {
	name := string(rune(k)) + core
	if c, ok := s.cuts[name]; ok {
		return c.ways, c.all
	}
	c := cuts{all: true}
	longest, steps := 0, 0
	for _, p := range s.v.parts {
		if info := p.Seg.info(k); info != nil {
			longest = max(longest, info.units)
		}
	}
	var known [longestPinyin + 1]lengths // by where they begin, when the word is not too long
	unitsAt := func(rest string) lengths {
		if !isLatin(rune(rest[0])) {
			return lengths{1, [sylWidth + 1]uint8{uint8(runeLen(rest))}}
		}
		at := len(core) - len(rest)
		if at >= len(known) {
			return firstUnits(rest)
		}
		if known[at].n == 0 {
			known[at] = firstUnits(rest)
		}
		return known[at]
	}
	var walk func(rest string, units []string)
	walk = func(rest string, units []string) {
		if rest != "" && len(units) >= longest {
			return // no name is that long
		}
		if steps++; steps > maxSteps || len(c.ways) > maxAlternatives {
			c.all = false
			return
		}
		if rest == "" {
			c.ways = append(c.ways, slices.Clone(units))
			return
		}
		ways := unitsAt(rest)
		for _, l := range ways.all() {
			if n := len(units); n == 0 || s.touch(k, units[n-1], rest[:l]) {
				walk(rest[l:], append(units, rest[:l]))
			}
		}
	}
	walk(core, nil)
	s.cuts[name] = c
	return c.ways, c.all
}

type cuts struct {
	ways [][]string
	all  bool
}

// touch says whether any name has initials like those of a and b side by side.
// Where the index does not know, it says yes.
func (s *search) touch(k Kind, a, b string) bool {
	x, y := initialOf(a), initialOf(b)
	if x == "" || y == "" {
		return true
	}
	for _, p := range s.v.parts {
		if info := p.Seg.info(k); info != nil && info.touch(x[0], y[0]) {
			return true
		}
	}
	return false
}
