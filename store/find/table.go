package find

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"
)

// table numbers the tokens a builder meets. Their bytes lie one behind the other
// in one piece of memory: a map would take a string for each, and a segment in
// the making has ten of its own a record.
type table struct {
	seed  maphash.Seed
	slots []uint32 // by hash: the number of a token, and 1; as many as a power of two
	list  []tokenInfo
	keys  []byte
}

// tokenInfo is what is known of a token.
type tokenInfo struct {
	hash    uint32
	at, end uint32 // its bytes
	n       uint32 // how many records have it
	last    uint32 // the number of the last of them, and 1
}

// firstSlots is how many slots a table begins with.
const firstSlots = 1 << 10

// newTable returns a table with room for some tokens.
func newTable(tokens int) table {
	n := firstSlots
	for n < 2*tokens {
		n *= 2
	}
	return table{
		seed: maphash.MakeSeed(), slots: make([]uint32, n),
		list: make([]tokenInfo, 0, n/2), keys: make([]byte, 0, 4*n),
	}
}

func (t *table) key(i uint32) []byte { return t.keys[t.list[i].at:t.list[i].end] }

// find returns the number of a token; when it is new, the slot it goes to.
func (t *table) find(token []byte) (i uint32, known bool, hash, slot uint32) {
	hash = uint32(maphash.Bytes(t.seed, token))
	mask := uint32(len(t.slots) - 1)
	for slot = hash & mask; ; slot = (slot + 1) & mask {
		i = t.slots[slot]
		if i == 0 {
			return 0, false, hash, slot
		}
		if i--; t.list[i].hash == hash && string(t.key(i)) == string(token) {
			return i, true, hash, slot
		}
	}
}

// has says whether a token was met.
func (t *table) has(token []byte) bool {
	_, known, _, _ := t.find(token)
	return known
}

// number returns the number of a token, which may be new.
func (t *table) number(token []byte) uint32 {
	i, known, hash, slot := t.find(token)
	if known {
		return i
	}
	i = uint32(len(t.list))
	from := uint32(len(t.keys))
	t.keys = append(t.keys, token...)
	t.list = append(t.list, tokenInfo{hash: hash, at: from, end: uint32(len(t.keys))})
	if t.slots[slot] = i + 1; 2*len(t.list) > len(t.slots) {
		t.grow()
	}
	return i
}

// grow doubles the slots.
func (t *table) grow() {
	t.slots = make([]uint32, 2*len(t.slots))
	mask := uint32(len(t.slots) - 1)
	for i := range t.list {
		slot := t.list[i].hash & mask
		for t.slots[slot] != 0 {
			slot = (slot + 1) & mask
		}
		t.slots[slot] = uint32(i) + 1
	}
}

// ranked is a token with its first bytes as a number, by which most are told
// apart.
type ranked struct {
	head uint64
	i    uint32
}

// reset makes it empty; it keeps its memory.
func (t *table) reset() {
	clear(t.slots)
	t.list, t.keys = t.list[:0], t.keys[:0]
}

// ordered returns the tokens in their order.
func (t *table) ordered() []ranked {
	out := make([]ranked, len(t.list))
	for i := range out {
		out[i] = ranked{headOf(t.key(uint32(i))), uint32(i)}
	}
	slices.SortFunc(out, func(x, y ranked) int {
		if x.head != y.head {
			return cmp.Compare(x.head, y.head)
		}
		return bytes.Compare(t.key(x.i), t.key(y.i))
	})
	return out
}

// headOf is the first eight bytes of a token as a number.
func headOf(token []byte) (n uint64) {
	if len(token) >= 8 {
		return binary.BigEndian.Uint64(token)
	}
	for i, c := range token {
		n |= uint64(c) << (56 - 8*i)
	}
	return n
}
