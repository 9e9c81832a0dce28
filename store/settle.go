package store

import (
	"context"
	"errors"

	"github.com/dgraph-io/badger/v4"

	"heshi/store/find"
	"heshi/store/record"
)

// Derived keys are most of what a change writes, and a pure function of the
// records. So a save does not wait for them: they are kept in memory, where
// readers find them from the first moment, and are settled into Badger when
// the desk rests, when many wait, and before anything large. How far they are
// settled is noted with them. After a crash the records of the events beyond
// that are read again and their keys remade.

// In a rush they go there between the commits, while the writers who were answered
// come back (ferry).

// settledKey holds the number of the event up to which derived keys are in
// Badger.
func settledKey() []byte { return record.MetaKey("settled") }

// settle moves the fresh keys into Badger. Only the writer calls it. When it
// is broken off, what was moved stays and the rest stays fresh.
func (s *Store) settle() error {
	at := *s.point.Load()
	if at.fresh.size() == 0 {
		return nil
	}
	m := &mover{s: s, stamp: max(at.stamp, s.between)}
	err := m.move(at.fresh.under(nil), at.head.seq)
	if err == nil {
		at.fresh = nil
	}
	at.stamp = m.stamp
	return errors.Join(err, s.show(at))
}

// maxFerry is how many derived keys go to Badger between two commits at most. More
// wait for settle.
const maxFerry = 512

// ferry sends the derived keys that readers see to Badger, between two commits.
// Nobody waits until that is on the disk: what follows goes there after it, and when
// it does not get there, the next open makes the keys again. From the next commit on
// readers find them in Badger.
func (s *Store) ferry() {
	p := s.point.Load()
	if p.head.seq <= s.ferried || s.broken() != nil {
		return
	}
	pairs := p.fresh.after(s.ferried).under(nil)
	if len(pairs) == 0 || len(pairs) > maxFerry {
		return
	}
	stamp := max(s.tip.stamp, s.between) + 1
	txn := s.db.NewTransactionAt(stamp-1, true)
	defer txn.Discard()
	for _, p := range pairs {
		if put(txn, p.key, p.sealed()) != nil {
			return // too large together: settle takes them
		}
	}
	if put(txn, settledKey(), record.Seal(settledKey(), p.head.seq, be(p.head.seq))) != nil {
		return
	}
	done := make(chan struct{})
	err := safely(func() error {
		return txn.CommitAt(stamp, func(err error) {
			if err != nil {
				_ = s.breaks(err)
			}
			close(done)
		})
	})
	if err != nil {
		_ = s.breaks(err)
		return
	}
	s.ferried, s.between, s.ferrying = p.head.seq, stamp, done
}

// mover writes pairs as a row of transactions, filling one while the one
// before it is on its way to the disk. It goes past groups, which would copy
// every key several times.
type mover struct {
	s     *Store
	stamp uint64 // the last one sent
	txn   *badger.Txn
	count int64
	size  int64
	sent  chan error
}

// move writes pairs, and with the last of them that everything up to the event
// seq is settled.
func (m *mover) move(pairs run, seq uint64) error {
	m.next()
	defer func() { m.txn.Discard() }()
	for _, p := range pairs {
		if err := m.put(p.key, p.sealed()); err != nil {
			return err
		}
	}
	if err := m.put(settledKey(), record.Seal(settledKey(), seq, be(seq))); err != nil {
		return err
	}
	if err := m.send(); err != nil {
		return err
	}
	return m.wait()
}

func (m *mover) next() {
	m.txn = m.s.db.NewTransactionAt(m.stamp, true)
	m.count, m.size = 0, 0
}

func (m *mover) put(key, sealed []byte) error {
	size := int64(len(key) + len(sealed) + 24)
	if m.count+16 > m.s.db.MaxBatchCount() || m.size+size+4096 > m.s.db.MaxBatchSize() {
		if err := m.send(); err != nil {
			return err
		}
		m.next()
	}
	m.count, m.size = m.count+1, m.size+size
	return put(m.txn, key, sealed)
}

func (m *mover) send() error {
	err := m.wait()
	if err == nil {
		err = m.s.writable()
	}
	if err != nil {
		return err
	}
	m.sent = make(chan error, 1)
	m.stamp++
	sent := m.sent
	err = safely(func() error { return m.s.commitAt(m.txn, m.stamp, func(err error) { sent <- err }) })
	if err != nil {
		m.sent = nil
		return m.s.breaks(err)
	}
	return nil
}

func (m *mover) wait() error {
	if m.sent == nil {
		return nil
	}
	err := <-m.sent
	m.sent = nil
	if err != nil {
		return m.s.breaks(err)
	}
	return nil
}

// put writes or, with a nil value, takes away one key.
func put(txn *badger.Txn, key, value []byte) error {
	if value == nil {
		return txn.Delete(key)
	}
	return txn.Set(key, value)
}

// settled notes that everything up to the head is settled.
func settled(tx *Tx) error {
	tx.setNumber(settledKey(), tx.head.seq)
	return nil
}

// unsettled makes the fresh keys of the events after the settled ones, up to
// the event last.
func (r *reader) unsettled(last uint64) (*fresh, error) {
	from, err := r.number(settledKey())
	if err != nil {
		return nil, err
	}
	var pairs []pair
	seen := map[string]bool{}
	for seq := from + 1; seq <= last; seq++ {
		e, ok, err := r.event(seq)
		if err != nil {
			return nil, err
		}
		if !ok || !e.Writes() || seen[e.Subject] {
			continue
		}
		seen[e.Subject] = true
		more, err := r.since(e)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, more...)
	}
	out := sorted(pairs)
	for i := range out {
		out[i].seq = last
	}
	return (&fresh{}).with(out), nil
}

// since returns what changed in the derived keys of the record of e since just
// before e.
func (r *reader) since(e record.Event) ([]pair, error) {
	id, ok := IDOf(e.Subject)
	if !ok {
		return nil, nil
	}
	before, err := r.before(e)
	if err != nil {
		return nil, err
	}
	_, now, err := r.get(recordKey(id))
	if err != nil {
		return nil, err
	}
	pairs, _, err := changes(id, before, now)
	return pairs, err
}

// derivedKey holds the version of the program's derived keys that a store has.
func derivedKey() []byte { return record.MetaKey("derived") }

// rebuildKey stands while the derived keys are being remade.
func rebuildKey() []byte { return record.MetaKey("rebuild") }

// Rebuild removes everything derived from the records and makes it again.
// Other writes wait meanwhile; readers see the old keys until the end. Once
// begun it is not broken off; after a crash the next open goes on with it.
func (s *Store) Rebuild(ctx context.Context, progress func(n uint64)) error {
	if progress == nil {
		progress = func(uint64) {}
	}
	return s.alone(ctx, func() error {
		err := ctx.Err()
		if err == nil {
			err = s.settle()
		}
		if err != nil {
			return err
		}
		return s.rebuild(progress)
	})
}

func (s *Store) rebuild(progress func(uint64)) error {
	defer lean()()
	from := *s.point.Load()
	old := from.index
	from.index = find.NewView(nil)
	b := s.newBulk(from)
	b.docs.all = true
	err := b.do(func(tx *Tx) error {
		tx.setNumber(rebuildKey(), tx.head.seq)
		return nil
	})
	err = errors.Join(err, b.clear())
	if err == nil {
		err = b.remake(progress)
	}
	if err == nil {
		err = b.do(func(tx *Tx) error {
			tx.del(rebuildKey())
			tx.setNumber(derivedKey(), derivedVersion)
			return settled(tx)
		})
	}
	if err == nil {
		err = b.end()
	}
	if err != nil { // half of the keys are gone: the next open goes on
		return s.breaks(errors.Join(err, b.drop()))
	}
	b.at.fresh = nil
	if err := s.show(b.at); err != nil {
		return err
	}
	s.remade(b.at.head, old)
	return nil
}

// clear takes all derived keys away. It reads them from the published point,
// which does not change meanwhile.
func (b *bulk) clear() error {
	return b.s.view(func(r *reader) error {
		for _, prefix := range derivedPrefixes {
			c := r.raw([]byte(string(prefix)))
			defer c.Close()
			for c.Next() {
				key := append([]byte{}, c.Key()...)
				if err := b.do(func(tx *Tx) error { tx.del(key); return nil }); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// remake derives the keys of all records.
func (b *bulk) remake(progress func(uint64)) error {
	var done uint64
	return b.s.view(func(r *reader) error {
		for _, kind := range record.Kinds() {
			c := r.raw([]byte{byte(kind)})
			defer c.Close()
			for c.Next() {
				id := kind.ID(record.Tail(c.Key()))
				body, err := c.open()
				if err != nil {
					continue // verify says so; what can be found stays found
				}
				if err := b.do(func(tx *Tx) error { return tx.derive(task{id: id, after: body}) }); err != nil {
					return err
				}
				if done++; done%1000 == 0 {
					progress(done)
				}
			}
		}
		progress(done)
		return nil
	})
}
