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

// longestPinyin is how many bytes of a word may be pinyin, fewer than a set of
// them has bits; forty syllables nobody types.
const longestPinyin = 63

// tooLong says that a word cannot match any name: too long to be one as it is
// stored, and too long to be pinyin.
func tooLong(word string) bool {
	return len(word) > longestPinyin && utf8.RuneCountInString(word) > coreRunes
}

// matchTerm compares the word with a name, as core returns it. Direct equality
// wins over pinyin and pinyin over initials when they reach the same tier.
func (w *word) matchTerm(term string) (tier int, how How) {
	var list [coreRunes]rune
	units := list[:0]
	for _, r := range term {
		units = append(units, r)
	}
	return w.matchName(units)
}

// matchName is matchTerm for a name taken apart.
func (w *word) matchName(units []rune) (tier int, how How) {
	if len(units) == 0 || len(w.runes) == 0 || w.long {
		return tierNone, ""
	}
	tier, how = w.typed(units)
	if tier == tierExact || w.spelt == nil {
		return tier, how
	}
	if t, h := w.spelt.match(units); t < tier {
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

// Matches says whether every word of a query matches a label: as it is written,
// in pinyin, by initials, or mixed. A query without a letter or digit matches
// the labels that hold it.
func Matches(query, label string) bool {
	ws := words(query)
	if len(ws) == 0 {
		return strings.Contains(Fold(label), Fold(query))
	}
	label = core(label, len(label))
	for i := range ws {
		w := &ws[i]
		if tier, _ := w.matchTerm(label); tier == tierNone && !strings.Contains(label, w.core) {
			return false
		}
	}
	return true
}
