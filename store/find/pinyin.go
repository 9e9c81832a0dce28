package find

import (
	_ "embed"
	"strings"
)

// The readings of the characters U+4E00 to U+9FFF, tones left aside, ü written
// v and also u. They come from the dictionary of github.com/mozillazg/go-pinyin
// (its first reading) and data/polyphones.txt. The program carries the table,
// not the library: the library builds a map of 42,000 strings at every start.
// TestReadings remakes the table and compares.
const (
	firstHan   = 0x4e00
	lastHan    = 0x9fff
	setWidth   = 24 // one set of readings: space-separated, padded with spaces
	sylWidth   = 6  // one syllable, padded with spaces
	indexBytes = (lastHan - firstHan + 1) * 2

	// traditional marks, in the first byte of a number, a character that
	// data/simplified.txt simplifies.
	traditional = 0x80
)

// readingTable is a big-endian 16-bit number of a set for every character, then
// the sets.
//
//go:embed data/readings.bin
var readingTable string

// syllableTable is every syllable, sorted.
//
//go:embed data/syllables.txt
var syllableTable string

// readings calls yield for every reading of r, the most common first.
func readings(r rune, yield func(string)) {
	for set := readingSet(r); set != ""; {
		var word string
		word, set = nextReading(set)
		yield(word)
	}
}

// readingSet returns the readings of r, for nextReading; "" for none.
func readingSet(r rune) string {
	if r < firstHan || r > lastHan {
		return ""
	}
	n := indexBytes + setWidth*setNumber(r)
	if readingTable[n] == ' ' {
		return ""
	}
	return readingTable[n : n+setWidth]
}

// setNumber is the number of the readings of a character that may have some.
func setNumber(r rune) int {
	i := int(r-firstHan) * 2
	return int(readingTable[i]&^traditional)<<8 | int(readingTable[i+1])
}

// nextReading takes the first reading off a set.
func nextReading(set string) (word, rest string) {
	n := 0
	for n < len(set) && set[n] != ' ' {
		n++
	}
	if n+1 >= len(set) || set[n+1] == ' ' {
		return set[:n], ""
	}
	return set[:n], set[n+1:]
}

// initials returns the first letters a unit of a name may be typed with: of a
// character those of its readings, of a Latin letter or a digit itself.
func initials(r rune) string {
	if isLatin(r) {
		return string(r)
	}
	var out []byte
	readings(r, func(s string) {
		if !strings.Contains(string(out), s[:1]) {
			out = append(out, s[0])
		}
	})
	return string(out)
}

// syllable says whether s is one, and whether some longer one begins with it.
func syllable(s string) (whole, begun bool) {
	if len(s) > sylWidth {
		return false, false
	}
	// As numbers, padded with spaces, they have the order of the table.
	number := func(t string) uint64 {
		_ = t[sylWidth-1]
		return uint64(t[0])<<40 | uint64(t[1])<<32 | uint64(t[2])<<24 | uint64(t[3])<<16 | uint64(t[4])<<8 | uint64(t[5])
	}
	at := func(i int) uint64 { return number(syllableTable[i*sylWidth:]) }
	padded := [sylWidth]byte{' ', ' ', ' ', ' ', ' ', ' '}
	copy(padded[:], s)
	want := number(string(padded[:]))
	lo, hi := 0, len(syllableTable)/sylWidth
	n := hi
	for lo < hi {
		if mid := (lo + hi) / 2; at(mid) < want {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < n && at(lo) == want {
		whole = true
		lo++
	}
	return whole, lo < n && strings.HasPrefix(syllableTable[lo*sylWidth:], s)
}

// double says whether s begins with an initial of two letters.
func double(s string) bool {
	return len(s) >= 2 && s[1] == 'h' && (s[0] == 'z' || s[0] == 'c' || s[0] == 's')
}
