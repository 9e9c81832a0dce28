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
	// handful is how many records are compared at once, before it is known in
	// which tier they are wanted; of those that one word alone finds, fewer.
	// These and the next two are of all parts together: each has its share.
	handful, fewAlone = 640, 64
	// narrowed is how many records of one word are crossed with those of the
	// others, to learn whether they are a handful together.
	narrowed = 4096
	// quick is how many records are quicker compared than filtered further.
	quick = 200
	// fewest is the least share of a part.
	fewest = 8
)

// source is one part, for one kind of record.
type source struct {
	s    *search
	p    *Part
	seg  *Segment
	kind Kind
	info *kindInfo
	met  map[string]posting
	runs map[string]tokenRun
}

// tokenRun is the records of the tokens that share a beginning: those that few
// have together, the others by token.
type tokenRun struct {
	few  list
	many []posting
}

func (r *tokenRun) walks() []iter {
	its := make([]iter, 0, len(r.many)+1)
	for _, p := range r.many {
		its = append(its, p.walk())
	}
	if len(r.few) > 0 {
		few := r.few
		its = append(its, &few)
	}
	return its
}

// get returns the records of a token; it remembers them, for one token is asked
// for in many ways.
func (s *source) get(key []byte) posting {
	p, ok := s.met[string(key)]
	if !ok {
		p = s.seg.get(key)
		if s.met == nil {
			s.met = make(map[string]posting)
		}
		s.met[string(key)] = p
	}
	return p
}

// sum gathers walks until they hold more records than most.
type sum struct {
	its         []iter
	total, most int
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
	t := &sum{most: most}
	if s.byNumber(t, w, tier) && s.names(t, w.core, tier) && s.byTerm(t, w, tier) &&
		(tier < tierText || t.add(s.texts(w)...)) && (tier < tierNear || !w.mayErr() || t.add(s.near(w.core)...)) {
		return anyOf(t.its), false
	}
	return nil, true
}

// byNumber adds what w finds among numbers, phones and days.
func (s *source) byNumber(t *sum, w *word, tier int) bool {
	if w.latin && len(w.core) >= 3 && !t.add(s.numbers(inNo, w.core, tier)) {
		return false
	}
	if w.digits && len(w.core) >= 3 && !t.add(s.numbers(inPhone, w.core, tier)) {
		return false
	}
	return tier < tierFragment || !w.isDate() || t.add(s.prefixed(key(s.kind, inDate, w.core))...)
}

// byTerm adds the records with a shop, stall or goods that w matches.
func (s *source) byTerm(t *sum, w *word, tier int) bool {
	for _, field := range []byte{inShop, inStall, inGoods} {
		for _, term := range s.s.termsOf(w.core, field) {
			if term.tier <= tier && !t.add(s.get(key(s.kind, field, term.term)).walk()) {
				return false
			}
		}
	}
	return true
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
func (s *source) texts(w *word) []iter {
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
			it := s.get(key(s.kind, inText, w.core[at:i+runeLen(w.core[i:])])).walk()
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
func (s *source) prefixed(prefix []byte) []iter { return s.spelling(prefix, "") }

// spelling is prefixed for a prefix that ends with the beginning of a syllable,
// "" for none: the rest of the token must complete it. It remembers what it
// reads.
func (s *source) spelling(prefix []byte, begun string) []iter {
	k := string(prefix) + "\x00" + begun
	run, ok := s.runs[k]
	if !ok {
		run = s.read(prefix, begun)
		if s.runs == nil {
			s.runs = make(map[string]tokenRun)
		}
		s.runs[k] = run
	}
	return run.walks()
}

func (s *source) read(prefix []byte, begun string) (run tokenRun) {
	lists := 0
	i := s.seg.from(prefix)
	for tokens := 0; i < s.seg.tokens; i++ {
		t := s.seg.token(i)
		if !bytes.HasPrefix(t, prefix) {
			break
		}
		if tokens++; tokens > maxTokens {
			s.s.partial = true
			break
		}
		if begun != "" {
			if whole, _ := syllable(begun + string(t[len(prefix):])); !whole {
				continue
			}
		}
		if p := s.seg.posting(i); p.n <= blockLen/4 {
			run.few = p.appendPlaces(run.few)
			lists++
		} else {
			run.many = append(run.many, p)
		}
	}
	if lists > 1 {
		slices.Sort(run.few)
	}
	return run
}

// names adds the records whose own name the word matches.
func (s *source) names(t *sum, core string, tier int) bool {
	if tooLong(core) {
		return true
	}
	ways, all := s.s.cutUp(core, s.kind)
	if !all {
		return t.add(s.unit(core[:runeLen(core)], nil)...)
	}
	for _, way := range ways {
		if len(way) <= s.info.units && !t.add(s.cut(way, tier)) {
			return false
		}
	}
	return true
}

// at returns walks over the names that have a token of a field in one of the
// places; nil places means any.
func (s *source) at(field byte, token string, places []byte) []iter {
	if places == nil {
		places = []byte("0123")
	}
	its := []iter{}
	for _, p := range places {
		its = append(its, s.get(append(key(s.kind, field, token), p)).walk())
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
	case len(u) == 1 || len(u) == 2 && double(u):
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
		its = append(its, s.get(key(s.kind, inSound, string(rune(p))+u)).walk())
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
	spelt := make([]bool, n) // it is known how the unit is spelt
	// Whole syllables that touch, the last perhaps but begun.
	for i := 0; i+1 < n; i++ {
		a, b := spellingOf(units[i], true), spellingOf(units[i+1], i+2 < n)
		if a == "" || b == "" || !isLatin(rune(units[i][0])) && !isLatin(rune(units[i+1][0])) {
			continue
		}
		it := anyOf(s.spelt(a, b, i == 0, tier, i+2 == n))
		if it == nil {
			return nil
		}
		its = append(its, it)
		spelt[i], spelt[i+1] = true, true
		known[i] = known[i] || isLatin(rune(units[i][0]))
		// How names end the spelling does not tell.
		known[i+1] = isLatin(rune(units[i+1][0])) && !(tier == tierExact && i+2 == n)
	}
	for i := 0; i+1 < n; i++ {
		if spelt[i] && spelt[i+1] {
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

// spelt returns walks over the names that hold two syllables as they are spelt;
// what ends the word may be but the beginning of a syllable.
func (s *source) spelt(a, b string, begins bool, tier int, open bool) []iter {
	its := []iter{}
	for _, first := range []bool{true, false} {
		if first && !begins || !first && begins && tier <= tierPrefix {
			continue
		}
		k := key(s.kind, inSpelt, string(rune(startPlace(first)))+a+b)
		if !open {
			its = append(its, s.get(k).walk())
			continue
		}
		// "qi" and "ang" are not "qiang" and what follows it.
		its = append(its, s.spelling(k, b)...)
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
