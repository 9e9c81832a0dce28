package find

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

// coreRunes is how much of a name, shop, stall or goods is searched.
const coreRunes = 40

// textRunes is how much of the free text is searched.
const textRunes = 2000

// simplified holds pairs of characters, traditional then simplified, three
// bytes each, sorted by the first. Made from ICU's Traditional-Simplified
// transform (Unicode licence), without pairs that would merge two simplified
// characters in use today.
//
//go:embed data/simplified.txt
var simplified string

// Fold returns s as the search compares it: half width, lower case, simplified
// characters, no control characters, single spaces and none around it.
func Fold(s string) string {
	if plain(s, len(s)) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		r = foldRune(r)
		if unicode.IsSpace(r) {
			space = b.Len() > 0
			continue
		}
		if !shown(r) {
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Clean returns s as it may be kept: without control characters other than the
// line feed and tab, without invalid UTF-8, without space around it.
func Clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || shown(r) {
			return r
		}
		return -1
	}, s))
}

// shown says whether r is more than a control, a format mark or a broken byte.
func shown(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= ' ' && r != 0x7f
	}
	return r != utf8.RuneError && !unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs)
}

func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	case r >= 0xff01 && r <= 0xff5e:
		return foldRune(r - 0xff01 + '!')
	case r == 0x3000:
		return ' '
	case r >= 0x3400 && r <= 0x9fff:
		return simplify(r)
	}
	return unicode.ToLower(r)
}

// simplify returns the simplified form of a traditional character, and any
// other character as it is.
func simplify(r rune) rune {
	if r >= firstHan && readingTable[2*int(r-firstHan)]&traditional == 0 {
		return r
	}
	var buf [3]byte
	utf8.EncodeRune(buf[:], r)
	key := string(buf[:])
	lo, hi := 0, len(simplified)/6
	for lo < hi {
		mid := (lo + hi) / 2
		switch at := simplified[mid*6 : mid*6+3]; {
		case at == key:
			out, _ := utf8.DecodeRuneInString(simplified[mid*6+3:])
			return out
		case at < key:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return r
}

// core returns the letters and digits of s, folded, at most limit of them:
// what names, numbers and texts are compared by, whatever stands between.
func core(s string, limit int) string {
	if plain(s, limit) {
		return s
	}
	var b strings.Builder
	b.Grow(min(len(s), 4*limit))
	for i := 0; i < len(s) && limit > 0; {
		r, n := utf8.DecodeRuneInString(s[i:])
		if isSimplified(r) {
			b.WriteString(s[i : i+n])
			limit--
		} else if r = foldRune(r); unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
			limit--
		}
		i += n
	}
	return b.String()
}

// isSimplified says whether r is a Chinese character that folding leaves as it is.
func isSimplified(r rune) bool {
	return r >= firstHan && r <= lastHan && readingTable[2*int(r-firstHan)]&traditional == 0
}

// plain says whether core leaves s as it is; mostly it does.
func plain(s string, limit int) bool {
	if len(s) > limit { // perhaps; who is that long may take the long way
		return false
	}
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c < '0' || c > '9' && c < 'a' || c > 'z' {
				return false
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		if !isSimplified(r) {
			return false
		}
		i += n
	}
	return true
}

// digits returns the ASCII digits of s, full-width ones folded.
func digits(s string) string {
	if all(s, isDigit) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r = foldRune(r); isDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// isLatin says whether a folded rune is one that pinyin and numbers are typed
// with.
func isLatin(r rune) bool { return 'a' <= r && r <= 'z' || isDigit(r) }

func all(s string, is func(rune) bool) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !is(r) }) < 0
}

// runs calls yield for every run of Latin letters and digits of s, folded,
// until it returns false.
func runs(s string, yield func(string) bool) {
	var b strings.Builder
	for _, r := range s {
		if r = foldRune(r); isLatin(r) {
			b.WriteRune(r)
			continue
		}
		if b.Len() > 0 && !yield(b.String()) {
			return
		}
		b.Reset()
	}
	if b.Len() > 0 {
		yield(b.String())
	}
}
