package find

// known remembers which tokens characters of names and texts yield, by their numbers:
// the same ones come again and again, and to put each token together and look it up
// takes several times as long.
type known struct {
	slots []knownAt // by key; as many as a power of two
	n     int       // how many are taken
	list  []uint32
	key   uint64 // whose tokens are being yielded for the first time; 0 for none
}

// knownAt is where in the list the tokens of a key are; the key 0 is nobody's.
type knownAt struct {
	key      uint64
	from, to uint32
}

// firstKnown is how many slots there are at first, a power of two.
const firstKnown = 1 << 8

// What of a name or a text a key is about.
const (
	ofText  = iota // two characters that touch
	ofChar         // one of a name
	ofPair         // two of a name that touch
	ofThree        // three initials
)

// knownKey is the key of characters of a kind of record, at a place of the name.
func knownKey(k Kind, what uint64, place byte, chars uint64) uint64 {
	return uint64(k)<<46 | what<<44 | uint64(place&(placeCount-1))<<42 | chars
}

// runes are up to two characters as a part of a key.
func runes(a, b rune) uint64 { return uint64(a)<<21 | uint64(b) }

// at is where a key stands, or belongs.
func (m *known) at(key uint64) *knownAt {
	const spread = 0x9e3779b97f4a7c15 // 2^64 over the golden ratio
	last := uint64(len(m.slots) - 1)
	for i := key * spread >> 32 & last; ; i = (i + 1) & last {
		if s := &m.slots[i]; s.key == key || s.key == 0 {
			return s
		}
	}
}

// find returns the numbers of the tokens of a key. When they are not known, those
// that are told until learned is called are the ones.
func (m *known) find(key uint64) ([]uint32, bool) {
	if m.slots == nil {
		m.slots = make([]knownAt, firstKnown)
	}
	s := m.at(key)
	if s.key == key {
		return m.list[s.from:s.to], true
	}
	if m.n++; 2*m.n > len(m.slots) {
		m.grow()
		s = m.at(key)
	}
	at := uint32(len(m.list))
	*s = knownAt{key: key, from: at, to: at}
	m.key = key
	return nil, false
}

// tell notes a token of what is being learned, if anything is.
func (m *known) tell(token uint32) {
	if m.key != 0 {
		m.list = append(m.list, token)
	}
}

// learned ends the tokens of what was not known.
func (m *known) learned() {
	m.at(m.key).to = uint32(len(m.list))
	m.key = 0
}

// reset makes it know nothing; it keeps its memory.
func (m *known) reset() {
	clear(m.slots)
	m.n, m.list, m.key = 0, m.list[:0], 0
}

// grow doubles the slots.
func (m *known) grow() {
	old := m.slots
	m.slots = make([]knownAt, 2*len(old))
	for _, s := range old {
		if s.key != 0 {
			*m.at(s.key) = s
		}
	}
}
