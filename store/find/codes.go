package find

import (
	"encoding/binary"
	"math/bits"
)

// What most words are told by stands of every place in its head, in few bytes: the
// initials of the record's own name, and the names it shares, each as its code in a
// list of the field's names, in as many bits as the list needs.

// codes are the names that a place shares, by field: their numbers in the lists of
// the segment, 0 for none.
type codes [len(termFields)]uint32

// The bits of an initial, how many units have theirs in a head, and how many bytes
// the codes have at most.
const (
	initialBits  = 5
	initialUnits = 3
	codeBytes    = 8
)

// anyInitial is the initial of what may be typed with several, or with none, and of
// units of which there are more.
const anyInitial = 1<<initialBits - 1

// initialCode is the initial of a unit: 1 to letters, or anyInitial.
func initialCode(r rune) uint16 {
	if r < 0x80 {
		if isLetter(byte(r)) {
			return uint16(r-'a') + 1
		}
		return anyInitial
	}
	first := byte(0)
	for set := readingSet(r); set != ""; {
		var s string
		if s, set = nextReading(set); first != 0 && s[0] != first {
			return anyInitial
		}
		first = s[0]
	}
	if !isLetter(first) {
		return anyInitial
	}
	return uint16(first-'a') + 1
}

// initialsOf are the initials of a name, as core returns it.
func initialsOf(name string) (out uint16) {
	n := 0
	for _, r := range name {
		if n == initialUnits {
			return out | anyInitial<<((initialUnits-1)*initialBits)
		}
		out |= initialCode(r) << (n * initialBits)
		n++
	}
	return out
}

// mayBegin says whether a word that begins with the initial has a chance to match
// a name with these.
func mayBegin(initial, name uint16) bool {
	for range initialUnits {
		if at := name & anyInitial; at == initial || at == anyInitial {
			return true
		}
		name >>= initialBits
	}
	return false
}

// codeList is the names of a field in a segment, in the order of their numbers; the
// first is none. Of each the list has its number among the texts that repeat, and
// what words in it can begin with.
type codeList struct {
	n     int
	at    uint32 // where they stand
	shift uint   // of the code among the codes of a head
	mask  uint64
}

// The bytes of a name in a list, and where in them stands what words begin with.
const (
	codeWidth  = 4 + 2*8
	codeBegins = 4
	codePairs  = codeBegins + 8
)

// readLists reads where the lists stand.
func (s *Segment) readLists() {
	at, shift := s.at[partLists], uint(0)
	for i := range s.lists {
		n := binary.LittleEndian.Uint32(s.bytes(at, 4))
		size := uint(bits.Len32(n - 1))
		if n == 0 || n > s.at[partTop]-at || shift+size > 8*codeBytes {
			panic(ErrDamaged)
		}
		s.lists[i] = codeList{n: int(n), at: at + 4, shift: shift, mask: 1<<size - 1}
		at, shift = at+4+n*codeWidth, shift+size
	}
	s.width = headFixed + uint32(codesWidth(shift))
}

// named is a place, its own initials, and the names it shares.
type named struct {
	place uint32
	own   uint16
	codes codes
}

// named reads what the head of a place says of names.
func (s *Segment) named(place uint32) named {
	return s.namedIn(s.headAt(int(place), headFixed+codeBytes), place)
}

// namedIn is named of the bytes of a head, or more.
func (s *Segment) namedIn(b []byte, place uint32) (out named) {
	out.place, out.own = place, binary.LittleEndian.Uint16(b[initialsAt:])
	all := binary.LittleEndian.Uint64(b[headFixed:])
	for i := range s.lists {
		out.codes[i] = uint32(all >> s.lists[i].shift & s.lists[i].mask)
	}
	return out
}

// appendNamed appends what the heads of some places say of names. It looks at all of
// them first.
func (s *search) appendNamed(out []named, seg *Segment, places []uint32) []named {
	touched := byte(0)
	for _, p := range places {
		touched += seg.touch(p)
	}
	s.touched += touched
	for _, p := range places {
		out = append(out, seg.named(p))
	}
	return out
}

// codeAt returns what stands of a code in the list of the i-th field.
func (s *Segment) codeAt(i int, code uint32) []byte {
	if code >= uint32(s.lists[i].n) {
		panic(ErrDamaged)
	}
	return s.bytes(s.lists[i].at+code*codeWidth, codeWidth)
}

// textOf returns the name of a code by its number among the texts that repeat.
func (s *Segment) textOf(i int, code uint32) uint32 {
	return binary.LittleEndian.Uint32(s.codeAt(i, code))
}

// textsOf returns names by their numbers.
func (s *Segment) textsOf(c codes) (out shared) {
	for i, code := range c {
		if code > 0 {
			out[i] = s.textOf(i, code)
		}
	}
	return out
}

// mayHold says whether a word has a chance to match the name of a code.
func (s *Segment) mayHold(i int, code uint32, w *word) bool { return w.mayBegin(s.codeAt(i, code)) }

// mayBegin says whether the word has a chance to match the name that a list has
// these bytes of.
func (w *word) mayBegin(b []byte) bool {
	return binary.LittleEndian.Uint64(b[codeBegins:])>>w.begin&1 != 0 &&
		(!w.paired || binary.LittleEndian.Uint64(b[codePairs:])>>w.pair&1 != 0)
}

// coder writes the codes of places.
type coder struct {
	lists []byte                    // as they stand in a segment
	code  [len(termFields)][]uint32 // of each text, and 1
	shift [len(termFields)]uint
	width int // bytes of the codes of a place
}

// newCoder makes the lists for places, of each of which names returns the names by
// their numbers among the texts.
func newCoder(n int, texts []string, names func(i int) shared) *coder {
	c := &coder{}
	for j := range c.code {
		c.code[j] = make([]uint32, len(texts))
		c.code[j][0] = 1
	}
	for i := range n {
		for j, name := range names(i) {
			c.code[j][name] = 1
		}
	}
	size := uint(0)
	for j := range c.code {
		head := len(c.lists)
		c.lists = append(c.lists, 0, 0, 0, 0)
		have := uint32(0)
		for number, used := range c.code[j] {
			if used == 0 {
				continue
			}
			have++
			c.code[j][number] = have
			t := newRepeated(texts[number])
			c.lists = binary.LittleEndian.AppendUint32(c.lists, uint32(number))
			c.lists = binary.LittleEndian.AppendUint64(c.lists, t.begins)
			c.lists = binary.LittleEndian.AppendUint64(c.lists, t.pairs)
		}
		binary.LittleEndian.PutUint32(c.lists[head:], have)
		c.shift[j] = size
		size += uint(bits.Len32(have - 1))
	}
	c.width = codesWidth(size)
	return c
}

// append appends the codes of a place with these names.
func (c *coder) append(b []byte, names shared) []byte {
	all := uint64(0)
	for j, name := range names {
		all |= uint64(c.code[j][name]-1) << c.shift[j]
	}
	b = binary.LittleEndian.AppendUint64(b, all)
	return b[:len(b)-codeBytes+c.width]
}

// codesWidth is how many bytes codes of so many bits take: so many that heads do not
// begin anywhere in a line of the cache.
func codesWidth(size uint) int {
	const step = 4
	return min(codeBytes, (int(size+7)/8+step-1)/step*step)
}
