package find

import (
	_ "embed"
	"math/bits"
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

// syllableTable is a tree of every syllable, letter by letter; the first node is the
// root. Of each node it has four bytes with a bit for each letter that may follow, and
// the highest for a syllable that ends there; and two with the number of the node of the
// first such letter, which those of the others follow.
//
//go:embed data/syllables.bin
var syllableTable string

// The bytes of a node, and the bit of a syllable that ends at one.
const (
	nodeWidth = 6
	nodeEnds  = 1 << 31
)

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
	node := syllableNode(0)
	for i := range len(s) {
		var ok bool
		if node, ok = node.after(s[i]); !ok {
			return false, false
		}
	}
	return node.ends(), node.goesOn()
}

// syllableNode is the number of a node of the tree of syllables.
type syllableNode int

func (n syllableNode) bits() uint32 {
	b := syllableTable[nodeWidth*n:][:nodeWidth]
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func (n syllableNode) ends() bool   { return n.bits()&nodeEnds != 0 }
func (n syllableNode) goesOn() bool { return n.bits()&^nodeEnds != 0 }

// after returns the node of a letter that follows; false where no syllable goes on so.
func (n syllableNode) after(letter byte) (syllableNode, bool) {
	bit, follow := uint32(1)<<(letter-'a'), n.bits()
	if !isLetter(letter) || follow&bit == 0 {
		return 0, false
	}
	b := syllableTable[nodeWidth*n:][:nodeWidth]
	return syllableNode((int(b[4]) | int(b[5])<<8) + bits.OnesCount32(follow&(bit-1))), true
}

// double says whether s begins with an initial of two letters.
func double(s string) bool {
	return len(s) >= 2 && s[1] == 'h' && (s[0] == 'z' || s[0] == 'c' || s[0] == 's')
}
