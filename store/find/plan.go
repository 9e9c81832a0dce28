package find

import (
	"bytes"
	"slices"
	"unicode/utf8"
)

// maxAlternatives is how many ways to cut a word into units are followed one by
// one; a word with more is filtered by its first unit alone.
const maxAlternatives = 96

// maxSteps is how many units are tried while cutting one word.
const maxSteps = 2000

// plan returns a walk over records of kind k that holds every one w matches at
// tier or better, free text in characters left aside; nil for none.
func (s *search) plan(w word, k Kind, tier int) iter {
	var its []iter
	if w.latin && len(w.core) >= 3 {
		its = append(its, s.numbers(k, inNo, reversed(w.core), tier)...)
	}
	if w.digits && len(w.core) >= 3 {
		its = append(its, s.numbers(k, inPhone, reversed(w.core), tier)...)
	}
	for _, field := range []byte{inShop, inStall, inGoods} {
		for _, t := range s.terms(w.core, field) {
			if t.tier <= tier {
				its = append(its, s.leaf(s.posting(stem(k, field, t.term))))
			}
		}
	}
	its = append(its, s.names(w.core, k, tier)...)
	if tier >= tierFragment && w.isDate() {
		its = append(its, s.prefixed(stem(k, inDate, w.core))...)
	}
	if tier == tierText && w.isRun() {
		its = append(its, s.prefixed(stem(k, inRun, w.core))...)
	}
	return anyOf(its)
}

// numbers finds a whole number kept backwards, or those that end with it.
func (s *search) numbers(k Kind, field byte, backwards string, tier int) []iter {
	if tier == tierExact {
		return []iter{s.leaf(s.posting(stem(k, field, backwards)))}
	}
	return s.prefixed(stem(k, field, backwards))
}

// term is a repeated name a word matches.
type term struct {
	term string
	tier int
}

// terms returns the names of a field that the word matches. They are found by
// the word's first two characters, initials or first syllable, and compared one
// by one.
func (s *search) terms(core string, field byte) []term {
	key := string(field) + core
	if got, ok := s.matched[key]; ok {
		return got
	}
	var out []term
	met := map[string]bool{}
	for _, prefix := range termPrefixes(core, field) {
		s.c.Seek(prefix)
		for s.ok() && s.c.Next() && bytes.HasPrefix(s.c.Key(), prefix) {
			key := s.c.Key()
			name := string(key[bytes.IndexByte(key, 0)+1:])
			if met[name] {
				continue
			}
			met[name] = true
			if tier, _ := matchTerm(core, name); tier != tierNone {
				out = append(out, term{name, tier})
			}
		}
		s.fail(s.c.Err())
	}
	s.matched[key] = out
	return out
}

// termPrefixes returns the beginnings of the shared keys under which every name
// stands that the word could match.
func termPrefixes(core string, field byte) [][]byte {
	if tooLong(core) {
		return nil
	}
	r, n := utf8.DecodeRuneInString(core)
	if !isLatin(r) {
		next, size := utf8.DecodeRuneInString(core[n:])
		if size == 0 || isLatin(next) {
			return [][]byte{termStem(field, inPair, core[:n])}
		}
		return [][]byte{append(termStem(field, inPair, core[:n+size]), 0)}
	}
	var out [][]byte
	for _, l := range firstUnits(core) {
		next, _ := utf8.DecodeRuneInString(core[l:])
		if l == len(core) || !isLatin(next) {
			out = append(out, termStem(field, inSound, core[:l]))
		} else {
			out = append(out, append(termStem(field, inStart, core[:1]+string(next)), 0))
		}
	}
	return out
}

// firstUnits returns the lengths of what may stand for one unit of a name at
// the beginning of s, a Latin letter or digit first: one sign, an initial of
// two letters, a syllable, or the beginning of one that ends the word.
func firstUnits(s string) []int {
	var out []int
	for l := min(len(s), sylWidth); l > 1; l-- {
		whole, begun := syllable(s[:l])
		if whole || begun && l == len(s) || l == 2 && double(s) {
			out = append(out, l)
		}
	}
	return append(out, 1)
}

// names returns walks over the records whose own name the word matches.
func (s *search) names(core string, k Kind, tier int) []iter {
	if tooLong(core) {
		return nil
	}
	cuts, all := s.cutUp(core, k)
	if !all {
		return s.unit(core[:firstLength(core)], k, nil)
	}
	var out []iter
	for _, cut := range cuts {
		out = append(out, s.cut(cut, k, tier))
	}
	return out
}

func firstLength(s string) int {
	_, n := utf8.DecodeRuneInString(s)
	return n
}

// cutUp returns the ways to cut a word into units of a name, leaving out those
// with two units no name of kind k has side by side; false when there are too
// many.
func (s *search) cutUp(core string, k Kind) ([][]string, bool) {
	key := string(rune(k)) + core
	if c, ok := s.cuts[key]; ok {
		return c.ways, c.all
	}
	c := cuts{all: true}
	steps := 0
	var walk func(rest string, units []string)
	walk = func(rest string, units []string) {
		if len(units) > coreRunes {
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
		lengths := []int{firstLength(rest)}
		if isLatin(rune(rest[0])) {
			lengths = firstUnits(rest)
		}
		for _, l := range lengths {
			if n := len(units); n > 0 && !s.touches(k, units[n-1], rest[:l]) {
				continue
			}
			walk(rest[l:], append(units, rest[:l]))
		}
	}
	walk(core, nil)
	s.cuts[key] = c
	return c.ways, c.all
}

type cuts struct {
	ways [][]string
	all  bool
}

// touches says whether any name has units like a and b side by side. Where the
// index does not know, it says yes.
func (s *search) touches(k Kind, a, b string) bool {
	field, token := joint(a, b)
	if token == "" {
		return true
	}
	g := s.group(stem(k, field, token))
	return len(g.few)+len(g.many) > 0
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
	if all := initials(r); all != "" {
		return all[:1]
	}
	return ""
}

// at returns walks over the names that have a token of a field in one of the
// places.
func (s *search) at(k Kind, field byte, token string, places []rune) []iter {
	if places == nil {
		return s.prefixed(stem(k, field, token))
	}
	its := []iter{}
	for _, p := range places {
		its = append(its, s.leaf(s.posting(stem(k, field, token+string(p)))))
	}
	return its
}

// unit returns walks over the names that have the unit in one of the places. A
// letter, two, or a syllable stand for every syllable they begin.
func (s *search) unit(u string, k Kind, places []rune) []iter {
	if !isLatin(rune(u[0])) {
		return s.at(k, inChar, u, places)
	}
	if places == nil {
		places = []rune("0123")
	}
	its := []iter{}
	for _, p := range places {
		its = append(its, s.prefixed(stem(k, inSound, string(p)+u))...)
	}
	return its
}

// places returns where units i to j of n stand in a name that matches at tier.
func places(i, j, n, tier int) []rune {
	switch {
	case tier == tierExact:
		return []rune{place(i == 0, j == n-1)}
	case i > 0:
		return []rune{place(false, false), place(false, true)}
	case tier == tierPrefix:
		return []rune{place(true, false), place(true, true)}
	}
	return nil
}

// cut returns a walk over the names that have these units in a row.
func (s *search) cut(units []string, k Kind, tier int) iter {
	if its := s.spelt(units, k, tier); its != nil {
		return anyOf(its)
	}
	var its []iter
	n := len(units)
	known := make([]bool, n) // something is known of the unit
	for i := 0; i < n-1; i++ {
		field, token := joint(units[i], units[i+1])
		if token == "" {
			continue
		}
		last := i + 1
		if field == inStart && i+2 < n {
			if f, more := joint(units[i+1], units[i+2]); f == inStart && more != "" && more[0] == token[1] {
				field, token, last = inThree, token+more[1:], i+2
			}
		}
		its = append(its, anyOf(s.at(k, field, token, places(i, last, n, tier))))
		for j := i; j <= last; j++ {
			known[j] = known[j] || isLatin(rune(units[j][0])) || field == inPair
		}
	}
	for i, u := range units {
		if !known[i] || isLatin(rune(u[0])) && len(u) > 1 && !(len(u) == 2 && double(u)) {
			its = append(its, anyOf(s.sound(u, k, places(i, i, n, tier), i == n-1)))
		}
		if slices.Contains(its, nil) {
			return nil
		}
	}
	return allOf(its)
}

// spelt returns walks over the names that hold the beginning of the units as it
// is spelt, when that is two whole syllables or more; nil when it is not.
func (s *search) spelt(units []string, k Kind, tier int) []iter {
	whole := 0
	for _, u := range units {
		// One letter may be the initial of more.
		if ok, _ := syllable(u); !ok || len(u) == 1 {
			break
		}
		whole++
	}
	if whole < 2 {
		return nil
	}
	token := units[0] + units[1]
	if len(units) > 2 && isLatin(rune(units[2][0])) {
		token += units[2]
	}
	its := []iter{}
	for _, first := range []bool{true, false} {
		if first || tier >= tierFragment {
			its = append(its, s.prefixed(stem(k, inSpelt, startPlace(first)+token))...)
		}
	}
	return its
}

// sound is unit, but a whole syllable that does not end the word stands for
// itself alone.
func (s *search) sound(u string, k Kind, places []rune, last bool) []iter {
	if whole, _ := syllable(u); last || !whole || len(u) == 1 {
		return s.unit(u, k, places)
	}
	if places == nil {
		places = []rune("0123")
	}
	its := []iter{}
	for _, p := range places {
		its = append(its, s.leaf(s.posting(stem(k, inSound, string(p)+u))))
	}
	return its
}
