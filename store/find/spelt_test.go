package find

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestSpellingsAreFollowedAtOnce compares the sets of places with every way tried
// by itself.
func TestSpellingsAreFollowedAtOnce(t *testing.T) {
	chars := []rune("张小明单仇解区曾乐长重庆行安阿欧恩儿吕绿啊西先女a1zhé")
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SliceOfN(rapid.SampledFrom(chars), 1, 7).Draw(t, "name")
		var b strings.Builder
		for _, r := range units[rapid.IntRange(0, len(units)-1).Draw(t, "from"):] {
			forms := []string{string(r)}
			readings(r, func(s string) {
				forms = append(forms, s, s[:1], s[:rapid.IntRange(1, len(s)).Draw(t, "letters")])
			})
			b.WriteString(rapid.SampledFrom(forms).Draw(t, "typed"))
		}
		word := b.String()
		if rapid.IntRange(0, 3).Draw(t, "changed") == 0 {
			word += rapid.StringMatching("[aeghinouxz1]{0,2}").Draw(t, "more")
		}
		w := newWord(word)
		tier, how := w.matchTerm(string(units))
		want, wantHow := w.typed(units)
		if want > tierExact && w.spelt != nil {
			if got, gotHow := parse(word, units); got < want {
				want, wantHow = got, gotHow
			}
		}
		require.Equal(t, want, tier, "%s in %s", word, string(units))
		require.Equal(t, wantHow, how, "%s in %s", word, string(units))
	})
}

// parse compares a word in pinyin with a name by trying every way, one after the
// other.
func parse(word string, units []rune) (int, How) {
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
