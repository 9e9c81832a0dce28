package find

import (
	"bytes"
	"slices"
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
	// handful is how many records of a part are compared at once, before it is
	// known in which tier they are wanted.
	handful = 8
	// quick is how many records are quicker compared than filtered further.
	quick = 24
)

// source is one part, for one kind of record.
type source struct {
	s    *search
	p    *Part
	seg  *Segment
	kind Kind
	info *kindInfo
}

// plan returns a walk over the part's records that holds every one w matches at
// tier or better; nil for none. Once they are more than most, it stops and says
// so.
func (s *source) plan(w word, tier, most int) (it iter, many bool) {
	var its []iter
	total := 0
	for step := range planSteps {
		for _, it := range s.step(step, w, tier) {
			if it != nil {
				its = append(its, it)
				total += it.size()
			}
		}
		if total > most {
			return nil, true
		}
	}
	return anyOf(its), false
}

// planSteps is how many kinds of postings a word may be found in.
const planSteps = 5

// step returns the walks over one kind of posting.
func (s *source) step(step int, w word, tier int) (its []iter) {
	switch step {
	case 0:
		if w.latin && len(w.core) >= 3 {
			its = append(its, s.numbers(inNo, w.core, tier))
		}
		if w.digits && len(w.core) >= 3 {
			its = append(its, s.numbers(inPhone, w.core, tier))
		}
		if tier >= tierFragment && w.isDate() {
			its = append(its, s.prefixed(key(s.kind, inDate, w.core))...)
		}
	case 1:
		return s.names(w.core, tier)
	case 2:
		for _, field := range []byte{inShop, inStall, inGoods} {
			for _, t := range s.s.termsOf(w.core, field) {
				if t.tier <= tier {
					its = append(its, s.seg.get(key(s.kind, field, t.term)).walk())
				}
			}
		}
	case 3:
		if tier >= tierText {
			return s.texts(w)
		}
	case 4:
		if tier >= tierNear && w.mayErr() {
			return s.near(w.core)
		}
	}
	return its
}

// numbers finds a whole number, or those that end with it.
func (s *source) numbers(field byte, number string, tier int) iter {
	for _, x := range s.seg.numbers {
		if x.kind != s.kind || x.field != field || tier == tierExact && len(number) < x.shortest {
			continue
		}
		if found := list(s.seg.ends(x, backwards(number), len(number))); len(found) > 0 {
			return &found
		}
	}
	return nil
}

// texts finds a word in free texts: characters by the pairs they make, Latin
// words and numbers by their beginning.
func (s *source) texts(w word) []iter {
	if w.latin {
		if !w.isRun() {
			return nil
		}
		return s.prefixed(key(s.kind, inRun, w.core))
	}
	var its []iter
	before, at := rune(0), 0
	for i, r := range w.core {
		if before != 0 && !(isLatin(before) && isLatin(r)) {
			it := s.seg.get(key(s.kind, inText, w.core[at:i+runeLen(w.core[i:])])).walk()
			if it == nil {
				return nil
			}
			its = append(its, it)
		}
		before, at = r, i
	}
	if len(its) == 0 { // a single character
		return s.prefixed(key(s.kind, inText, w.core))
	}
	return []iter{allOf(its)}
}

// prefixed returns walks over the records of all tokens that begin with prefix.
func (s *source) prefixed(prefix []byte) []iter {
	var out []iter
	var few list
	i := s.seg.from(prefix)
	for tokens := 0; i < s.seg.tokens && bytes.HasPrefix(s.seg.token(i), prefix); i++ {
		if tokens++; tokens > maxTokens {
			s.s.partial = true
			break
		}
		if p := s.seg.posting(i); p.n <= blockLen/4 {
			few = p.appendPlaces(few)
		} else {
			out = append(out, p.walk())
		}
	}
	if len(few) > 0 {
		slices.Sort(few)
		out = append(out, &few)
	}
	return out
}

// names returns walks over the records whose own name the word matches.
func (s *source) names(core string, tier int) []iter {
	if tooLong(core) {
		return nil
	}
	ways, all := s.s.cutUp(core, s.kind)
	if !all {
		return s.unit(core[:runeLen(core)], nil)
	}
	var out []iter
	for _, way := range ways {
		if len(way) <= s.info.units {
			out = append(out, s.cut(way, tier))
		}
	}
	return out
}

// at returns walks over the names that have a token of a field in one of the
// places; nil places means any.
func (s *source) at(field byte, token string, places []byte) []iter {
	if places == nil {
		places = []byte("0123")
	}
	its := []iter{}
	for _, p := range places {
		its = append(its, s.seg.get(append(key(s.kind, field, token), p)).walk())
	}
	return its
}

// unit returns walks over the names that have the unit in one of the places. A
// letter, two, or the beginning of a syllable stand for every syllable they
// begin.
func (s *source) unit(u string, places []byte) []iter {
	switch {
	case !isLatin(rune(u[0])):
		return s.at(inChar, u, places)
	case len(u) == 1:
		return s.at(inInitial, u, places)
	}
	if places == nil {
		places = []byte("0123")
	}
	its := []iter{}
	for _, p := range places {
		its = append(its, s.prefixed(key(s.kind, inSound, string(rune(p))+u))...)
	}
	return its
}

// sound is unit, but a whole syllable that does not end the word stands for
// itself alone.
func (s *source) sound(u string, places []byte, last bool) []iter {
	if whole, _ := syllable(u); last || !whole || len(u) == 1 {
		return s.unit(u, places)
	}
	if places == nil {
		places = []byte("0123")
	}
	its := []iter{}
	for _, p := range places {
		its = append(its, s.seg.get(key(s.kind, inSound, string(rune(p))+u)).walk())
	}
	return its
}

// placesOf returns where units i to j of n stand in a name that matches at
// tier; nil means anywhere.
func placesOf(i, j, n, tier int) []byte {
	switch {
	case tier == tierExact:
		return []byte{place(i == 0, j == n-1)}
	case tier > tierPrefix:
		if i > 0 {
			return []byte{place(false, false), place(false, true)}
		}
		return nil
	case i > 0:
		return []byte{place(false, false), place(false, true)}
	}
	return []byte{place(true, false), place(true, true)}
}

// cut returns a walk over the names that have these units in a row.
func (s *source) cut(units []string, tier int) iter {
	n := len(units)
	var its []iter
	known := make([]bool, n) // all is known of the unit that the index can tell
	// Whole syllables that touch, the last perhaps but begun.
	for i := 0; i+1 < n; i++ {
		if spells(units[i], true) && spells(units[i+1], i+2 < n) {
			it := anyOf(s.spelt(units[i]+units[i+1], i == 0, tier, i+2 == n))
			if it == nil {
				return nil
			}
			its = append(its, it)
			known[i], known[i+1] = true, true
		}
	}
	for i := 0; i+1 < n; i++ {
		if known[i] && known[i+1] {
			continue
		}
		field, token, last := jointOf(units, i)
		if token == "" {
			continue
		}
		it := anyOf(s.at(field, token, placesOf(i, last, n, tier)))
		if it == nil {
			return nil
		}
		its = append(its, it)
		for j := i; j <= last; j++ {
			known[j] = known[j] || field == inPair || len(units[j]) == 1
		}
	}
	for i, u := range units {
		if known[i] {
			continue
		}
		it := anyOf(s.sound(u, placesOf(i, i, n, tier), i == n-1))
		if it == nil {
			return nil
		}
		its = append(its, it)
	}
	return allOf(its)
}

// spells says whether a unit is a syllable by itself; one letter may be the
// initial of more.
func spells(u string, whole bool) bool {
	if len(u) == 1 || !isLatin(rune(u[0])) {
		return false
	}
	is, begun := syllable(u)
	return is || !whole && begun && !(len(u) == 2 && double(u))
}

// spelt returns walks over the names that hold two syllables as they are spelt;
// what ends the word may be but the beginning of a syllable.
func (s *source) spelt(token string, begins bool, tier int, open bool) []iter {
	its := []iter{}
	for _, first := range []bool{true, false} {
		if first && !begins || !first && begins && tier <= tierPrefix {
			continue
		}
		k := key(s.kind, inSpelt, string(rune(startPlace(first)))+token)
		if open {
			its = append(its, s.prefixed(k)...)
		} else {
			its = append(its, s.seg.get(k).walk())
		}
	}
	return its
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
	if all := initials(r); all != "" {
		return all[:1]
	}
	return ""
}

// term is a repeated name a word matches.
type term struct {
	term string
	tier int
}

// termsOf returns the names of a field that the word matches, in order. They
// are found by the word's first two characters, initials or first syllable, and
// compared one by one.
func (s *search) termsOf(core string, field byte) []term {
	k := string(rune(field)) + core
	if got, ok := s.matched[k]; ok {
		return got
	}
	var out []term
	met := map[string]bool{}
	for _, prefix := range termPrefixes(core, field) {
		for _, p := range s.v.parts {
			s.tokens(p.Seg, prefix, func(t []byte) {
				name := t[bytes.IndexByte(t, 0)+1:]
				if met[string(name)] {
					return
				}
				met[string(name)] = true
				if tier, _ := matchTerm(core, string(name)); tier != tierNone {
					out = append(out, term{string(name), tier})
				}
			})
		}
	}
	slices.SortFunc(out, func(a, b term) int { return bytes.Compare([]byte(a.term), []byte(b.term)) })
	s.matched[k] = out
	return out
}

// tokens calls fn for every token of a segment that begins with prefix.
func (s *search) tokens(seg *Segment, prefix []byte, fn func([]byte)) {
	for i := seg.from(prefix); i < seg.tokens && s.ok(); i++ {
		t := seg.token(i)
		if !bytes.HasPrefix(t, prefix) {
			return
		}
		fn(t)
	}
}

// termPrefixes returns the beginnings of the keys under which every name stands
// that the word could match.
func termPrefixes(core string, field byte) [][]byte {
	if tooLong(core) {
		return nil
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
	for _, l := range firstUnits(core) {
		next, _ := utf8.DecodeRuneInString(core[l:])
		if l == len(core) || !isLatin(next) {
			out = append(out, termKey(field, inSound, core[:l]))
		} else {
			out = append(out, append(termKey(field, inStart, core[:1]+string(next)), 0))
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
		lengths := []int{runeLen(rest)}
		if isLatin(rune(rest[0])) {
			lengths = firstUnits(rest)
		}
		for _, l := range lengths {
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
