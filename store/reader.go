package store

import (
	"errors"

	"github.com/dgraph-io/badger/v4"

	"heshi/model"
	"heshi/store/find"
	"heshi/store/record"
)

// reader is one consistent look at the store. It serves find.Reader too.
type reader struct {
	s   *Store
	txn *badger.Txn
	at  *point
}

// view runs fn on the newest committed state. Reads never wait for writes.
// A panic of Badger on bad bytes becomes CodeDamaged.
func (s *Store) view(fn func(*reader) error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = panicked(r)
		}
	}()
	p, err := s.enter()
	if err != nil {
		return err
	}
	defer s.leave(p)
	txn := s.db.NewTransactionAt(p.stamp, false)
	defer txn.Discard()
	return fn(&reader{s: s, txn: txn, at: p})
}

// enter notes a reader, so that compaction keeps the versions it may read and
// Close waits for nobody but cannot pull the files away under it.
func (s *Store) enter() (*point, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.readers == nil {
		return nil, ErrClosed
	}
	p := s.point.Load()
	s.readers[p.stamp]++
	return p, nil
}

func (s *Store) leave(p *point) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.readers[p.stamp]--; s.readers[p.stamp] == 0 {
		delete(s.readers, p.stamp)
	}
	s.idle.Broadcast()
}

// get returns revision and payload of a sealed value; nil when it is absent.
func (r *reader) get(key []byte) (rev uint64, payload []byte, err error) {
	return getSealed(r.txn, key)
}

func getSealed(txn *badger.Txn, key []byte) (rev uint64, payload []byte, err error) {
	item, err := txn.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return 0, nil, nil
	}
	if err != nil {
		return 0, nil, damaged(err, key)
	}
	err = item.Value(func(v []byte) error {
		var p []byte
		rev, p, err = record.Open(key, v)
		payload = append(make([]byte, 0, len(p)), p...)
		return err
	})
	if err != nil {
		return 0, nil, damaged(err, key)
	}
	return rev, payload, nil
}

// Get serves find.Reader.
func (r *reader) Get(key []byte) ([]byte, error) {
	_, b, err := r.get(key)
	return b, err
}

// Scan serves find.Reader: keys under prefix, beginning at from.
func (r *reader) Scan(prefix, from []byte) find.Cursor {
	c := r.raw(prefix)
	if len(from) > 0 {
		c.Seek(from)
	}
	return c
}

type cursor struct {
	it      *badger.Iterator
	started bool
	err     error
}

// Next moves to the next key; the first call stands on the first.
func (c *cursor) Next() bool {
	if c.started {
		c.it.Next()
	}
	c.started = true
	return c.err == nil && c.it.Valid()
}

// Seek moves to the first key at or after key; Next then stands on it.
func (c *cursor) Seek(key []byte) {
	c.it.Seek(key)
	c.started = false
}

// Key returns the present key; it is valid until Next.
func (c *cursor) Key() []byte { return c.it.Item().Key() }

// Value returns the payload; empty for keys that carry none.
func (c *cursor) Value() []byte {
	item := c.it.Item()
	if item.ValueSize() == 0 {
		return nil
	}
	var out []byte
	err := item.Value(func(v []byte) error {
		_, p, err := record.Open(item.Key(), v)
		out = append(out, p...)
		return err
	})
	if err != nil {
		c.err = damaged(err, item.Key())
		return nil
	}
	return out
}

// open returns the payload of the present key, or record.ErrDamaged.
func (c *cursor) open() ([]byte, error) {
	var out []byte
	err := c.it.Item().Value(func(v []byte) error {
		_, p, err := record.Open(c.it.Item().Key(), v)
		out = append(make([]byte, 0, len(p)), p...)
		return err
	})
	return out, err
}

// Err returns what went wrong.
func (c *cursor) Err() error { return c.err }

// Close ends the cursor.
func (c *cursor) Close() { c.it.Close() }

// raw is Scan for the store's own use.
func (r *reader) raw(prefix []byte) *cursor {
	it := r.txn.NewIterator(badger.IteratorOptions{Prefix: prefix})
	it.Seek(prefix)
	return &cursor{it: it}
}

// has reports whether a key is there, with or without a value.
func (r *reader) has(key []byte) bool {
	_, err := r.txn.Get(key)
	return err == nil
}

// count counts the keys under prefix.
func (r *reader) count(prefix []byte) (n uint64) {
	c := r.raw(prefix)
	defer c.Close()
	for c.Next() {
		n++
	}
	return n
}

// tails walks keys under prefix, newest (largest tail) first, until fn returns
// false.
func (r *reader) tails(prefix []byte, below uint64, fn func(n uint64) (bool, error)) error {
	it := r.txn.NewIterator(badger.IteratorOptions{Prefix: prefix, Reverse: true})
	defer it.Close()
	from := append(append([]byte{}, prefix...), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
	if below > 0 {
		from = append(from[:len(prefix)], be(below-1)...)
	}
	for it.Seek(from); it.Valid(); it.Next() {
		if len(it.Item().Key()) != len(prefix)+8 {
			continue
		}
		more, err := fn(record.Tail(it.Item().Key()))
		if err != nil || !more {
			return err
		}
	}
	return nil
}

func load[T model.Case | model.Shop | model.Person | model.Station](r *reader, id model.ID) (v T, rev uint64, err error) {
	kind, ord, ok := record.Split(id)
	if !ok {
		return v, 0, notFound("id", string(id))
	}
	rev, b, err := r.get(record.Key(kind, ord))
	if err != nil {
		return v, 0, err
	}
	if b == nil {
		return v, 0, notFound("id", string(id))
	}
	v, err = record.Decode[T](b)
	if err != nil {
		return v, 0, damaged(err, []byte{byte(kind)})
	}
	return v, rev, nil
}
