package find

import "hash/maphash"

// memo remembers values by keys, each of which is somebody's. Its memory serves one
// search after the other.
type memo[V any] struct {
	seed  maphash.Seed
	slots []uint32 // by hash: the number of a key, and 1; as many as a power of two
	list  []memoKey
	keys  []byte
	vals  []V
}

type memoKey struct {
	hash, owner uint32
	from, to    uint32 // its bytes
}

const (
	memoSlots = 1 << 7 // at first
	memoKept  = 1 << 11
)

// find returns the number of a key; -1 when it is not known.
func (m *memo[V]) find(owner uint32, key []byte) (i int, hash uint32) {
	if m.slots == nil {
		m.seed, m.slots = maphash.MakeSeed(), make([]uint32, memoSlots)
	}
	hash = uint32(maphash.Bytes(m.seed, key)) + owner
	mask := uint32(len(m.slots) - 1)
	for slot := hash & mask; m.slots[slot] != 0; slot = (slot + 1) & mask {
		i := m.slots[slot] - 1
		if k := &m.list[i]; k.hash == hash && k.owner == owner && string(m.keys[k.from:k.to]) == string(key) {
			return int(i), hash
		}
	}
	return -1, hash
}

// add remembers the value of a key that is not known.
func (m *memo[V]) add(owner uint32, key []byte, hash uint32, v V) {
	from := uint32(len(m.keys))
	m.keys = append(m.keys, key...)
	m.list = append(m.list, memoKey{hash: hash, owner: owner, from: from, to: uint32(len(m.keys))})
	m.vals = append(m.vals, v)
	if 2*len(m.list) <= len(m.slots) {
		m.put(len(m.list) - 1)
		return
	}
	m.slots = make([]uint32, 2*len(m.slots))
	for i := range m.list {
		m.put(i)
	}
}

// put gives the i-th key its slot.
func (m *memo[V]) put(i int) {
	mask := uint32(len(m.slots) - 1)
	slot := m.list[i].hash & mask
	for m.slots[slot] != 0 {
		slot = (slot + 1) & mask
	}
	m.slots[slot] = uint32(i) + 1
}

// forget makes it know nothing.
func (m *memo[V]) forget() {
	if len(m.slots) > memoKept || cap(m.keys) > 16*memoKept {
		*m = memo[V]{}
		return
	}
	if len(m.list) == 0 {
		return
	}
	clear(m.slots)
	clear(m.vals)
	m.list, m.keys, m.vals = m.list[:0], m.keys[:0], m.vals[:0]
}

// slab has the memory of many small things, which all end together.
type slab[T any] struct{ all []T }

// take returns one of them, empty.
func (s *slab[T]) take() *T {
	s.grow(1)
	s.all = s.all[:len(s.all)+1]
	return &s.all[len(s.all)-1]
}

// some returns an empty list with room for n.
func (s *slab[T]) some(n int) []T {
	s.grow(n)
	have := len(s.all)
	s.all = s.all[:have+n]
	return s.all[have : have : have+n]
}

// grow makes room for n. What was taken before keeps its memory.
func (s *slab[T]) grow(n int) {
	const least, most = 8, 1 << 12
	if cap(s.all)-len(s.all) < n {
		s.all = make([]T, 0, max(n, least, min(2*cap(s.all), most)))
	}
}

// forget takes all of them back; the memory of more than most is given up.
func (s *slab[T]) forget(most int) {
	if cap(s.all) > most {
		s.all = nil
		return
	}
	clear(s.all)
	s.all = s.all[:0]
}
