package find

import (
	"bytes"
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"
	"unicode/utf8"
)

// term is a repeated name that a word matches, and how.
type term struct {
	hash     uint32
	from, to uint32 // its bytes in names
	tier     int8
	how      How
}

// terms are the names of a field that a word matches: there is no other.
type terms struct {
	asked bool
	best  int // the best tier of any
	list  []term
	slots []uint32 // by hash: the number of a name, and 1; as many as a power of two
}

const (
	termSlots   = 1 << 6
	manyCompare = 1 << 12 // names whose memory is kept
)

// find returns the number of a name in the list; -1 when it is not there.
func (t *terms) find(names, name []byte, hash uint32) int {
	if len(t.list) == 0 {
		return -1
	}
	mask := uint32(len(t.slots) - 1)
	for slot := hash & mask; t.slots[slot] != 0; slot = (slot + 1) & mask {
		i := t.slots[slot] - 1
		if n := &t.list[i]; n.hash == hash && string(names[n.from:n.to]) == string(name) {
			return int(i)
		}
	}
	return -1
}

// add adds a name that is not there.
func (t *terms) add(n term) {
	if t.slots == nil {
		t.slots = make([]uint32, termSlots)
	}
	t.list, t.best = append(t.list, n), min(t.best, int(n.tier))
	if 2*len(t.list) <= len(t.slots) {
		t.put(len(t.list) - 1)
		return
	}
	t.slots = make([]uint32, 4*len(t.slots))
	for i := range t.list {
		t.put(i)
	}
}

// put gives the i-th name its slot.
func (t *terms) put(i int) {
	mask := uint32(len(t.slots) - 1)
	slot := t.list[i].hash & mask
	for t.slots[slot] != 0 {
		slot = (slot + 1) & mask
	}
	t.slots[slot] = uint32(i) + 1
}

// forget takes all of them out.
func (t *terms) forget() {
	switch {
	case cap(t.list) > manyCompare:
		*t = terms{}
		return
	case len(t.list) > 0:
		clear(t.slots)
	}
	t.asked, t.list = false, t.list[:0]
}

// termOf returns how a word matches a name of the i-th field, when termsOf was
// asked.
func (s *search) termOf(w *word, i int, name string) (tier int, how How) {
	t := &s.matched[w.n][i]
	if t.best == tierNone {
		return tierNone, ""
	}
	var buf [4 * coreRunes]byte
	b := append(buf[:0], name...)
	if at := t.find(s.names, b, s.hashed(b)); at >= 0 {
		return int(t.list[at].tier), t.list[at].how
	}
	return tierNone, ""
}

func (s *search) hashed(name []byte) uint32 { return uint32(maphash.Bytes(s.seed, name)) }

// termsOf returns the names of the i-th field that the word may match. They are
// found by the word's first two characters, initials or first syllable, and
// compared one by one.
func (s *search) termsOf(w *word, i int) *terms {
	out := &s.matched[w.n][i]
	if out.asked {
		return out
	}
	out.asked, out.best = true, tierNone
	s.eachTerm(w.core, i, func(name []byte) bool {
		tier, how := w.matchKey(name)
		if tier == tierNone {
			return true
		}
		if hash := s.hashed(name); out.find(s.names, name, hash) < 0 {
			from := uint32(len(s.names))
			s.names = append(s.names, name...)
			out.add(term{hash: hash, from: from, to: uint32(len(s.names)), tier: int8(tier), how: how})
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
	w := &s.words[i]
	if got := &s.matched[i][t]; got.asked {
		if got.best < tierNone {
			*known = 1
		}
		return *known > 0
	}
	s.eachTerm(w.core, t, func(name []byte) bool {
		if tier, _ := w.matchKey(name); tier != tierNone {
			*known = 1
		}
		return *known < 0
	})
	return *known > 0
}

// isTerm says whether the word matches any name that repeats at a tier or better.
func (s *search) isTerm(w *word, tier int) bool {
	for i := range termFields {
		if s.termsOf(w, i).best <= tier {
			return true
		}
	}
	return false
}

// anyName is anyTerm for all fields.
func (s *search) anyName(i int) bool {
	for t := range termFields {
		if s.anyTerm(i, t) {
			return true
		}
	}
	return false
}

// eachTerm calls fn for the names of the i-th field that the word may match, some of
// them more than once, until it returns false.
func (s *search) eachTerm(core string, i int, fn func(name []byte) bool) {
	var buf [maxPrefixes]prefix
	for _, at := range termPrefixes(buf[:0], core) {
		s.key = append(append(s.key[:0], inTerms, termFields[i], at.table), at.pair[:at.n]...)
		var met []byte // the keys of one part
		n := 0         // how many they are
		for _, p := range s.v.parts {
			from, any := p.Seg.termsFrom(i, s.key)
			if !any || n > 0 && p.Seg.hasRun(from, n, met, s.key) {
				continue
			}
			to, all := s.tokens(p.Seg, from, s.key, func(t []byte) bool { return fn(t[bytes.IndexByte(t, 0)+1:]) })
			if !all {
				return
			}
			if to-from > n {
				n, met = to-from, p.Seg.run(from, to)
			}
		}
	}
}

// run returns the keys of the tokens from one up to another, run together.
func (s *Segment) run(from, to int) []byte {
	at := func(i int) uint32 { return binary.LittleEndian.Uint32(s.data[s.at[partTokenAt]+uint32(i*8):]) }
	keys := s.data[s.at[partTokens]:s.at[partPostings]]
	return keys[at(from):at(to)]
}

// hasRun says whether the tokens of the segment that begin with prefix, which begin
// with the i-th, are n that are run together to the keys given: then they are the
// same, since a capital letter begins each and names have none.
func (s *Segment) hasRun(i, n int, keys, prefix []byte) bool {
	to := i + n
	return to <= s.tokens && bytes.Equal(s.run(i, to), keys) && (to == s.tokens || !bytes.HasPrefix(s.tokenAt(to), prefix))
}

// tokens calls fn for the tokens of a segment from the i-th on that begin with
// prefix, until it returns false. It says where it came to, and whether that is
// the end.
func (s *search) tokens(seg *Segment, i int, prefix []byte, fn func([]byte) bool) (to int, all bool) {
	for ; i < seg.tokens && s.ok(); i++ {
		t := seg.token(i)
		if !bytes.HasPrefix(t, prefix) {
			break
		}
		if !fn(t) {
			return i, false
		}
	}
	return i, true
}

// prefix is the beginning of the keys of names: their table, and what of two
// characters, initials or a reading is known.
type prefix struct {
	table byte
	pair  [2*utf8.UTFMax + 1]byte
	n     int
}

// maxPrefixes is how many there are for one word at most: a reading has fewer
// letters than that.
const maxPrefixes = sylWidth + 1

func prefixOf(table byte, pair string, whole bool) (p prefix) {
	p.table = table
	if p.n = copy(p.pair[:], pair); whole {
		p.n++ // the zero byte
	}
	return p
}

// termPrefixes appends the beginnings of the keys under which every name stands
// that the word could match.
func termPrefixes(out []prefix, core string) []prefix {
	if tooLong(core) {
		return out
	}
	if i := strings.IndexFunc(core, isDigit); i >= 0 && i+1 < len(core) && isLatin(rune(core[i+1])) {
		// A digit is never more than a character, so what follows it begins one;
		// few names have the two, however the word begins.
		return append(out, prefixOf(inStart, core[i:i+2], true))
	}
	r, n := utf8.DecodeRuneInString(core)
	if !isLatin(r) {
		next, size := utf8.DecodeRuneInString(core[n:])
		if size == 0 || isLatin(next) {
			return append(out, prefixOf(inPair, core[:n], false))
		}
		return append(out, prefixOf(inPair, core[:n+size], true))
	}
	first := firstUnits(core)
	for _, l := range first.all() {
		l := int(l)
		next, size := utf8.DecodeRuneInString(core[l:])
		at := prefixOf(inSound, core[:l], false)
		if l < len(core) && isLatin(next) {
			at = prefixOf(inStart, core[:1]+core[l:l+size], true)
		}
		if !slices.Contains(out, at) { // "jiang" and "jian" may both be followed by a g
			out = append(out, at)
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
	var fits [sylWidth + 1]bool
	node, on := syllableNode(0), true
	for l := 1; l <= min(len(s), sylWidth); l++ {
		if node, on = node.after(s[l-1]); !on {
			break
		}
		fits[l] = node.ends() || l == len(s) && node.goesOn() || l == 2 && double(s)
	}
	for l := sylWidth; l > 1; l-- {
		if fits[l] {
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
// no name of kind k is long enough for, and those with two or three initials no
// name has side by side; false when there are too many.
func (s *search) cutUp(core string, k Kind) ([][]string, bool) {
	for i := range s.cuts {
		if c := &s.cuts[i]; c.kind == k && c.core == core {
			return c.ways, c.all
		}
	}
	n := len(s.cuts)
	if n < cap(s.cuts) {
		s.cuts = s.cuts[:n+1]
	} else {
		s.cuts = append(s.cuts, cuts{})
	}
	c := &s.cuts[n]
	c.s, c.core, c.kind, c.all, c.longest, c.steps = s, core, k, true, 0, 0
	for _, p := range s.v.parts {
		if info := p.Seg.info(k); info != nil {
			c.longest = max(c.longest, info.units)
		}
	}
	clear(c.known[:min(len(core), len(c.known))])
	for i := range s.cuts[:n] {
		if s.cuts[i].core == core {
			c.known = s.cuts[i].known // another kind is cut the same way
		}
	}
	c.walk(core)
	return c.ways, c.all
}

// cuts are the ways to cut a word for a kind.
type cuts struct {
	s       *search
	core    string
	kind    Kind
	ways    [][]string
	all     bool
	longest int                        // name of the kind
	steps   int                        // taken
	units   []string                   // cut so far
	known   [longestPinyin + 1]lengths // by where they begin, when the word is not too long
}

// forget keeps the memory alone.
func (c *cuts) forget() {
	clear(c.ways)
	c.s, c.core, c.ways, c.units = nil, "", c.ways[:0], c.units[:0]
	if cap(c.ways) > 2*maxAlternatives {
		c.ways = nil
	}
}

// walk cuts the rest of the word in every way.
func (c *cuts) walk(rest string) {
	if rest != "" && len(c.units) >= c.longest {
		return // no name is that long
	}
	if c.steps++; c.steps > maxSteps || len(c.ways) > maxAlternatives {
		c.all = false
		return
	}
	if rest == "" {
		c.ways = append(c.ways, append(c.s.units.some(len(c.units)), c.units...))
		return
	}
	ways := c.unitsAt(rest)
	for _, l := range ways.all() {
		n := len(c.units)
		if n == 0 || c.s.touch(c.kind, c.units[n-1], rest[:l]) && (n == 1 || c.s.three(c.kind, c.units[n-2], c.units[n-1], rest[:l])) {
			c.units = append(c.units, rest[:l])
			c.walk(rest[l:])
			c.units = c.units[:n]
		}
	}
}

func (c *cuts) unitsAt(rest string) lengths {
	if !isLatin(rune(rest[0])) {
		return lengths{1, [sylWidth + 1]uint8{uint8(runeLen(rest))}}
	}
	at := len(c.core) - len(rest)
	if at >= len(c.known) {
		return firstUnits(rest)
	}
	if c.known[at].n == 0 {
		c.known[at] = firstUnits(rest)
	}
	return c.known[at]
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

// three is touch for three units: letters, that is; of others the index does not
// know.
func (s *search) three(k Kind, a, b, c string) bool {
	x, y, z := initialOf(a), initialOf(b), initialOf(c)
	if x == "" || y == "" || z == "" || !isLetter(x[0]) || !isLetter(y[0]) || !isLetter(z[0]) {
		return true
	}
	for _, p := range s.v.parts {
		if t := p.Seg.threesOf(k); t != nil && t.has(x[0], y[0], z[0]) {
			return true
		}
	}
	return false
}
