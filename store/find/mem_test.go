package find

import (
	"bytes"
	"slices"
	"sort"
)

// mem is an ordered reader in memory that counts what is asked of it.
type mem struct {
	keys   [][]byte
	values map[string][]byte
	gets   int
	seeks  int
	nexts  int
}

func newMem() *mem { return &mem{values: map[string][]byte{}} }

// put brings the entries of a record from old to now, as the store does.
func (m *mem) put(old, now []Entry) {
	for _, e := range old {
		if !e.Shared {
			delete(m.values, string(e.Key))
		}
	}
	for _, e := range now {
		m.values[string(e.Key)] = e.Value
	}
	m.keys = nil
}

func (m *mem) sort() {
	if m.keys != nil {
		return
	}
	m.keys = make([][]byte, 0, len(m.values))
	for k := range m.values {
		m.keys = append(m.keys, []byte(k))
	}
	slices.SortFunc(m.keys, bytes.Compare)
}

func (m *mem) Get(key []byte) ([]byte, error) {
	m.gets++
	return m.values[string(key)], nil
}

func (m *mem) Scan(prefix, from []byte) Cursor {
	m.sort()
	c := &memCursor{m: m, prefix: slices.Clone(prefix)}
	if from == nil {
		from = prefix
	}
	c.Seek(from)
	return c
}

type memCursor struct {
	m      *mem
	prefix []byte
	at     int
	closed bool
}

func (c *memCursor) Seek(key []byte) {
	c.m.seeks++
	c.at = sort.Search(len(c.m.keys), func(i int) bool { return bytes.Compare(c.m.keys[i], key) >= 0 }) - 1
}

func (c *memCursor) Next() bool {
	c.m.nexts++
	c.at++
	return !c.closed && c.at < len(c.m.keys) && bytes.HasPrefix(c.m.keys[c.at], c.prefix)
}

func (c *memCursor) Key() []byte   { return c.m.keys[c.at] }
func (c *memCursor) Value() []byte { return c.m.values[string(c.m.keys[c.at])] }
func (c *memCursor) Err() error    { return nil }
func (c *memCursor) Close()        { c.closed = true }
