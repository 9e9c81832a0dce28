package store

import (
	"context"
	"errors"

	"heshi/store/record"
)

// Derived keys are most of what a change writes, and a pure function of the
// records. So a save does not wait for them: they are kept in memory, where
// readers find them from the first moment, and are settled into Badger when
// the desk rests, when many wait, and before anything large. How far they are
// settled is noted with them. After a crash the records of the events beyond
// that are read again and their keys remade.

// settledKey holds the number of the event up to which derived keys are in
// Badger.
func settledKey() []byte { return record.MetaKey("settled") }

// pairsATime is how many pairs are one write of a bulk.
const pairsATime = 256

// settle moves the fresh keys into Badger. Only the writer calls it.
func (s *Store) settle() error {
	at := *s.point.Load()
	if at.fresh.size() == 0 {
		return nil
	}
	b := s.newBulk(at)
	all := at.fresh.under("")
	for len(all) > 0 {
		some := all[:min(len(all), pairsATime)]
		all = all[len(some):]
		err := b.do(func(tx *Tx) error {
			for _, p := range some {
				tx.write(p)
			}
			return nil
		})
		if err != nil {
			return errors.Join(err, b.drop())
		}
	}
	if err := b.do(settled); err != nil {
		return errors.Join(err, b.drop())
	}
	if err := b.end(); err != nil {
		return err
	}
	b.at.fresh = nil
	return s.show(b.at)
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
	written := map[string]bool{}
	stands := func(key []byte) bool {
		there := written[string(key)] || r.has(key)
		written[string(key)] = true
		return there
	}
	for seq := from + 1; seq <= last; seq++ {
		e, ok, err := r.event(seq)
		if err != nil {
			return nil, err
		}
		if !ok || !e.Writes() || seen[e.Subject] {
			continue
		}
		seen[e.Subject] = true
		more, err := r.since(e, stands)
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, more...)
	}
	return (&fresh{}).with(sorted(pairs)), nil
}

// since returns what changed in the derived keys of the record of e since just
// before e.
func (r *reader) since(e record.Event, stands func([]byte) bool) ([]pair, error) {
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
	return changes(id, before, now, stands)
}

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
	b := s.newBulk(*s.point.Load())
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
			return settled(tx)
		})
	}
	if err == nil {
		err = b.end()
	}
	s.shared = nil
	if err != nil { // half of the keys are gone: the next open goes on
		return s.breaks(errors.Join(err, b.drop()))
	}
	b.at.fresh = nil
	return s.show(b.at)
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
	b.s.shared = nil
	var done uint64
	return b.s.view(func(r *reader) error {
		for _, kind := range []record.Kind{record.CaseKind, record.ShopKind} {
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
