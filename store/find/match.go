package find

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Tiers of a match, best first. A record's tier is the worst of its words'.
const (
	tierExact    = iota // the whole field
	tierPrefix          // its beginning, or the tail of a number
	tierFragment        // any part of it
	tierText            // a part of the free text
	tierNear            // but for one letter of the pinyin
	tierNone
)

// match is the best way a word matched a record.
type match struct {
	tier  int
	field string
	how   How
}

var none = match{tier: tierNone}

// take keeps what is better than what there is.
func (m *match) take(tier int, field string, how How) {
	if tier < m.tier {
		*m = match{tier, field, how}
	}
}

// end takes it when a word that may be a number's tail ends number.
func (m *match) end(word, number, field string) {
	switch {
	case !strings.HasSuffix(number, word):
	case len(word) == len(number):
		m.take(tierExact, field, Exact)
	default:
		m.take(tierPrefix, field, Tail)
	}
}

// longestPinyin is how many bytes of a word may be pinyin; forty syllables
// nobody types.
const longestPinyin = 64

// matchTerm compares a word with a name, both as core returns them. Direct
// equality wins over pinyin and pinyin over initials when they reach the same
// tier.
func matchTerm(word, term string) (tier int, how How) {
	tier, how = tierNone, ""
	if word == "" || term == "" || tooLong(word) {
		return tier, how
	}
	switch i := strings.Index(term, word); {
	case i == 0 && len(word) == len(term):
		return tierExact, Exact
	case i == 0:
		tier, how = tierPrefix, Prefix
	case i > 0:
		tier, how = tierFragment, Fragment
	}
	if t, h := matchPinyin(word, term); t < tier {
		return t, h
	}
	return tier, how
}

// tooLong says that a word cannot match any name: too long to be one as it is
// stored, and too long to be pinyin.
func tooLong(word string) bool {
	return len(word) > longestPinyin && utf8.RuneCountInString(word) > coreRunes
}

// mayBePinyin says whether a word holds Latin letters and is not too long.
func mayBePinyin(word string) bool { return len(word) <= longestPinyin && holdsLatin(word) }

// matchPinyin compares a word that holds Latin letters with a term that holds
// characters: each letter stands for itself or begins a reading.
func matchPinyin(word, term string) (int, How) {
	if !mayBePinyin(word) {
		return tierNone, ""
	}
	var list [coreRunes]rune
	return spelt(word, appendRunes(list[:0], term))
}

func appendRunes(out []rune, s string) []rune {
	for _, r := range s {
		out = append(out, r)
	}
	return out
}

// spelt is matchPinyin when word is one that may be and the term is taken apart.
func spelt(word string, units []rune) (int, How) {
	first, _ := utf8.DecodeRuneInString(word)
	han, starts := false, false
	for _, r := range units {
		han = han || !isLatin(r)
		starts = starts || r == first || mayStart(r, word[0])
	}
	if !han || !starts { // mostly nothing is what the word begins with
		return tierNone, ""
	}
	return matchUnits(word, units)
}

// matchName is matchTerm for a name taken apart.
func (w *word) matchName(units []rune) (tier int, how How) {
	if len(units) == 0 || w.long {
		return tierNone, ""
	}
	tier, how = w.typed(units)
	if tier == tierExact || !w.spelt {
		return tier, how
	}
	if t, h := spelt(w.core, units); t < tier {
		return t, h
	}
	return tier, how
}

// typed compares the word with a name as it is written.
func (w *word) typed(units []rune) (int, How) {
	for i := 0; i+len(w.runes) <= len(units); i++ {
		switch {
		case units[i] != w.runes[0] || !slices.Equal(units[i:i+len(w.runes)], w.runes):
		case i > 0:
			return tierFragment, Fragment
		case len(units) > len(w.runes):
			return tierPrefix, Prefix
		default:
			return tierExact, Exact
		}
	}
	return tierNone, ""
}

// mayStart says whether a reading of r begins with a letter.
func mayStart(r rune, letter byte) bool {
	for set := readingSet(r); set != ""; {
		if set[0] == letter {
			return true
		}
		_, set = nextReading(set)
	}
	return false
}

func holdsLatin(word string) bool {
	for i := range len(word) {
		if isLatin(rune(word[i])) {
			return true
		}
	}
	return false
}

// matchUnits is matchPinyin when the term is taken apart.
func matchUnits(word string, units []rune) (int, How) {
	var memo [640]uint8
	p := parser{word: word, units: units, memo: memo[:]}
	if n := (len(p.units) + 1) * (len(word) + 1); n > len(memo) {
		p.memo = make([]uint8, n)
	}
	best, how := tierNone, How("")
	for start := range p.units {
		got := p.ways(start, 0)
		if got == 0 {
			continue
		}
		tier := tierFragment
		if start == 0 {
			tier = tierPrefix
			if got&atEnd != 0 {
				tier, got = tierExact, got&atEnd
			}
		}
		if tier < best || tier == best && got&asPinyin != 0 {
			best, how = tier, Initials
			if got&asPinyin != 0 {
				how = Pinyin
			}
			if got&asTyped != 0 {
				how = directHow(tier)
			}
		}
		if start == 0 {
			break // nothing later is better
		}
	}
	return best, how
}

func directHow(tier int) How { return [...]How{Exact, Prefix, Fragment}[tier] }

// The ways the rest of a word can fit the rest of a term, as a set: by what was
// typed, and whether the term ends with it.
const (
	typedOn    = 1 << iota // as stored; the term goes on
	typedEnd               // as stored; the term ends
	pinyinOn               // some character by more than its first letter
	pinyinEnd              //
	initialOn              // some character by its first letter, none by more
	initialEnd             //
	seen                   // this place was looked at
	asTyped    = typedOn | typedEnd
	asPinyin   = pinyinOn | pinyinEnd
	atEnd      = typedEnd | pinyinEnd | initialEnd
)

// byInitial and byPinyin say what a set becomes when a first letter, or more of
// a reading, stands before it.
func byInitial(s uint8) uint8 { return s&^asTyped | s&asTyped<<4 }

func byPinyin(s uint8) uint8 { return (s | s>>2 | s<<2) & asPinyin }

type parser struct {
	word  string
	units []rune
	memo  []uint8
}

// ways returns how word[j:] can fit the term from unit i on.
func (p *parser) ways(i, j int) uint8 {
	if j == len(p.word) {
		if i == len(p.units) {
			return typedEnd
		}
		return typedOn
	}
	if i == len(p.units) {
		return 0
	}
	at := i*(len(p.word)+1) + j
	if p.memo[at]&seen != 0 {
		return p.memo[at] &^ seen
	}
	rest := p.word[j:]
	var out uint8
	if r, n := utf8.DecodeRuneInString(rest); r == p.units[i] {
		out |= p.ways(i+1, j+n)
	}
	for set := readingSet(p.units[i]); set != ""; {
		var syl string
		syl, set = nextReading(set)
		out |= p.reading(syl, rest, i, j)
	}
	p.memo[at] = out | seen
	return out
}

// reading returns the ways in which rest begins with syl, a part of it, or its
// initial.
func (p *parser) reading(syl, rest string, i, j int) (out uint8) {
	if rest[0] != syl[0] {
		return 0
	}
	out = byInitial(p.ways(i+1, j+1))
	if double(syl) && strings.HasPrefix(rest, syl[:2]) {
		out |= byInitial(p.ways(i+1, j+2))
	}
	switch {
	case len(syl) > 1 && strings.HasPrefix(rest, syl):
		out |= byPinyin(p.ways(i+1, j+len(syl)))
	case len(rest) > 1 && len(rest) < len(syl) && strings.HasPrefix(syl, rest) && !(len(rest) == 2 && double(rest)):
		out |= pinyinOn
	}
	return out
}

// Matches says whether every word of a query matches a label: as it is written,
// in pinyin, by initials, or mixed. A query without a letter or digit matches
// the labels that hold it.
func Matches(query, label string) bool {
	ws := words(query)
	if len(ws) == 0 {
		return strings.Contains(Fold(label), Fold(query))
	}
	label = core(label, len(label))
	for _, w := range ws {
		if tier, _ := matchTerm(w.core, label); tier == tierNone && !strings.Contains(label, w.core) {
			return false
		}
	}
	return true
}
