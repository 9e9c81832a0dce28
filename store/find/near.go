package find

import (
	"slices"
	"strings"
)

// A word in pinyin with one letter wrong, missing, too many, or two swapped is
// offered after everything that matches: when the right word would be two whole
// syllables or more of a name.
const (
	nearLetters   = 4    // a shorter word could be too many others
	nearLongest   = 24   // letters
	nearSyllables = 4    // of the longest right word
	nearTerms     = 5000 // names of shops and goods compared at most
)

// mayErr says whether the word may be pinyin with an error in it.
func (w *word) mayErr() bool {
	return len(w.core) >= nearLetters && len(w.core) <= nearLongest && all(w.core, func(r rune) bool { return 'a' <= r && r <= 'z' })
}

// MayErr says whether a query holds a word that a search with Query.Near may
// find with a letter wrong.
func MayErr(query string) bool {
	return slices.ContainsFunc(words(query), func(w word) bool { return w.mayErr() })
}

// nearTerm says whether two whole readings or more that touch in a term are the
// word but for one letter.
func nearTerm(word, term string) bool {
	units := []rune(term)
	var follow func(i, n int, spelt string) bool
	follow = func(i, n int, spelt string) bool {
		if n >= 2 && oneOff(word, spelt) {
			return true
		}
		if i == len(units) || n == nearSyllables || len(spelt) > len(word) {
			return false
		}
		found := false
		readings(units[i], func(s string) { found = found || follow(i+1, n+1, spelt+s) })
		return found
	}
	for i := range units {
		if follow(i, 0, "") {
			return true
		}
	}
	return false
}

// oneOff says whether one letter changed, put in, taken out, or two neighbours
// swapped makes b of a.
func oneOff(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return true
	}
	return a[i+1:] == b[i+1:] || i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

// near matches a word that may have an error with the names of the row.
func (f *face) near(w *word) match {
	if !w.mayErr() {
		return none
	}
	for _, t := range [...]struct{ field, term string }{{"name", f.name}, {"shop", f.shop}, {"stall", f.stall}, {"goods", f.goods}} {
		if nearTerm(w.core, t.term) {
			return match{tierNear, t.field, Near}
		}
	}
	return none
}

// near returns walks over the records a word may mean with an error in it.
func (s *source) near(core string) []iter {
	var its []iter
	for _, way := range s.s.nearWays(core) {
		if len(way) > s.info.units {
			continue
		}
		all := s.s.arena.iters.some(len(way))
		for i := 0; i+1 < len(way); i++ {
			all = append(all, s.s.arena.anyOf(s.spelt(way[i], way[i+1], placesOf(i, i+1, len(way), tierFragment), false)))
			if all[i] == nil {
				break
			}
		}
		its = append(its, s.s.arena.allOf(all))
	}
	for _, field := range []byte{inShop, inStall, inGoods} {
		for _, t := range s.s.nearTerms(core, field) {
			its = append(its, s.s.arena.walk(s.get(s.key(field, t))))
		}
	}
	return its
}

// nearWays returns the ways to cut the words one letter off into whole
// syllables.
func (s *search) nearWays(core string) [][]string {
	if ways, ok := s.nearly[core]; ok {
		return ways
	}
	var out [][]string
	met := map[string]bool{}
	try := func(parts ...string) {
		v := strings.Join(parts, "")
		if !met[v] {
			met[v] = true
			out = syllables(v, nil, out)
		}
	}
	const letters = "abcdefghijklmnopqrstuvwxyz"
	for i := 0; i <= len(core); i++ {
		for j := range len(letters) {
			try(core[:i], letters[j:j+1], core[i:])
			if i < len(core) {
				try(core[:i], letters[j:j+1], core[i+1:])
			}
		}
		if i < len(core) {
			try(core[:i], core[i+1:])
		}
		if i+1 < len(core) {
			try(core[:i], core[i+1:i+2], core[i:i+1], core[i+2:])
		}
	}
	if s.nearly == nil {
		s.nearly = map[string][][]string{}
	}
	s.nearly[core] = out
	return out
}

// syllables appends the ways to cut s into two to nearSyllables whole ones.
func syllables(s string, before []string, out [][]string) [][]string {
	if s == "" {
		if len(before) >= 2 {
			out = append(out, append([]string(nil), before...))
		}
		return out
	}
	if len(before) == nearSyllables {
		return out
	}
	for l := 1; l <= min(len(s), sylWidth); l++ {
		if whole, _ := syllable(s[:l]); whole {
			out = syllables(s[l:], append(before, s[:l]), out)
		}
	}
	return out
}

// nearTerms returns the names of a field that the word may mean with an error
// in it.
func (s *search) nearTerms(core string, field byte) []string {
	k := string(rune(field)) + core
	if got, ok := s.nearNames[k]; ok {
		return got
	}
	prefix := wholeTerm(field, "")
	var out []string
	met := map[string]bool{}
	for _, p := range s.v.parts {
		s.tokens(p.Seg, p.Seg.from(prefix), prefix, func(t []byte) bool {
			name := string(t[len(prefix):])
			switch {
			case met[name]:
				return true
			case len(met) >= nearTerms:
				s.partial = true
				return false
			}
			met[name] = true
			if nearTerm(core, name) {
				out = append(out, name)
			}
			return true
		})
	}
	if s.nearNames == nil {
		s.nearNames = map[string][]string{}
	}
	s.nearNames[k] = out
	return out
}
