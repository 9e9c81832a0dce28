package store

import (
	"context"
	"encoding/binary"
	"errors"

	"github.com/dgraph-io/badger/v4"

	"heshi/model"
	"heshi/store/find"
	"heshi/store/record"
)

// reader is one consistent look at the store.
type reader struct {
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
	return readable(fn(&reader{txn: txn, at: p}))
}

// readable makes a Problem of what went wrong while reading, whoever said so.
func readable(err error) error {
	var p *model.Problem
	switch {
	case err == nil, errors.As(err, &p), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	}
	return errors.Join(damaged(record.ErrDamaged, nil), err)
}

// enter notes a reader, so that compaction keeps the versions it may read and
// Close does not pull the files away under it.
func (s *Store) enter() (*point, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
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
	if s.closed {
		s.idle.Broadcast()
	}
}

// get returns revision and payload of a sealed value; nil when it is absent.
func (r *reader) get(key []byte) (rev uint64, payload []byte, err error) {
	if isDerived(key) {
		if p, ok := r.at.fresh.get(key); ok {
			return 0, p.value, nil
		}
	}
	return getSealed(r.txn, key)
}

func getSealed(txn *badger.Txn, key []byte) (rev uint64, payload []byte, err error) {
	v, err := sealedCopy(txn, key)
	if err != nil || v == nil {
		return 0, nil, err
	}
	rev, payload, err = record.Open(key, v)
	return rev, payload, damaged(err, key)
}

// sealedCopy reads the bytes of a value; nil when the key is absent.
func sealedCopy(txn *badger.Txn, key []byte) ([]byte, error) {
	item, err := txn.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, damaged(err, key)
	}
	v, err := item.ValueCopy(make([]byte, 0, item.ValueSize()))
	return v, damaged(err, key)
}

// row returns the row of a record; false when there is none.
func (r *reader) row(k find.Kind, ord uint64) (find.Row, bool, error) {
	v, err := r.index()
	if err != nil {
		return find.Row{}, false, err
	}
	return v.Row(k, ord)
}

// numbered returns the row of the case with exactly this number.
func (r *reader) numbered(no string) (find.Row, bool, error) {
	v, err := r.index()
	if err != nil {
		return find.Row{}, false, err
	}
	return find.ByNumber(v, no)
}

// scan returns a cursor over the keys under prefix, beginning at from.
func (r *reader) scan(prefix, from []byte) *cursor {
	c := r.raw(prefix)
	if len(from) > 0 {
		c.Seek(from)
	}
	return c
}

// has reports whether a key is there, with or without a value.
func (r *reader) has(key []byte) bool {
	if isDerived(key) {
		if p, ok := r.at.fresh.get(key); ok {
			return !p.gone
		}
	}
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

// number reads a key that holds a number; 0 when it is absent.
func (r *reader) number(key []byte) (uint64, error) {
	_, b, err := r.get(key)
	if err != nil || b == nil {
		return 0, err
	}
	return number(key, b)
}

func number(key, payload []byte) (uint64, error) {
	if len(payload) != 8 {
		return 0, damaged(record.ErrDamaged, key)
	}
	return binary.BigEndian.Uint64(payload), nil
}

func load[T record.Any](r *reader, id model.ID) (v T, err error) {
	kind, ord, ok := record.Split(id)
	if !ok {
		return v, NotFound("id", string(id))
	}
	rev, b, err := r.get(record.Key(kind, ord))
	if err != nil {
		return v, err
	}
	return decode[T](id, rev, b)
}

// decode reads a record's bytes; nil means that there is none.
func decode[T record.Any](id model.ID, rev uint64, body []byte) (v T, err error) {
	if body == nil {
		return v, NotFound("id", string(id))
	}
	v, err = record.Decode[T](body)
	if err != nil {
		return v, damaged(err, []byte(id[:1]))
	}
	setRev(&v, rev)
	return v, nil
}
