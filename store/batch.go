package store

import (
	"context"
	"errors"
	"hash/maphash"
	"runtime/debug"

	"heshi/model"
	"heshi/store/record"
)

// A large change does not fit one transaction of Badger. The writer carries it
// out alone, as bounded transactions above the published point, so no reader
// sees any of it until the last one is published. A batch that a crash cut
// short is known by its key, and is taken out of the store again at the next
// open: nobody ever saw its events, so the log simply ends before them.

// Item is one record of a batch, with who registered it and when: a case, a
// shop, a volunteer or a group. A group with an id replaces the one it has.
type Item struct {
	Case      *model.Case
	Shop      *model.Shop
	Volunteer *NewVolunteer
	Group     *model.Group
	// Whole is a case as it was elsewhere: number, state and moments stay. When
	// it goes on in another case, MergedInto is the number of that one, which is
	// in the store or came before it in the batch as a Target.
	Whole  *model.Case
	Target bool
	By     By
}

// AddBatch adds n records, given one at a time by item, as one batch whose
// last event is KindBatchDone. Every record has its own event. progress, when
// not nil, hears how many are done; at n the index is still to be put together,
// which takes about a second for 100,000. An error, or the end of ctx, leaves
// nothing behind. Other writes wait meanwhile; reads do not. item is called for
// one record after the other, from a goroutine of its own that is some records
// ahead and has ended when AddBatch returns.
func (s *Store) AddBatch(ctx context.Context, by By, n int, item func(i int) (Item, error), progress func(done int)) error {
	if n == 0 {
		return nil
	}
	return s.alone(ctx, func() error {
		return s.inBatch(by, KindBatchDone, func(b *bulk, first uint64) (final record.Event, err error) {
			targets, numbers := map[string]model.ID{}, numbersMet{maphash.MakeSeed(), map[uint64]struct{}{}}
			ahead := s.ahead(n, item)
			defer ahead.stop()
			for i := range n {
				if err := ctx.Err(); err != nil {
					return final, err
				}
				it := ahead.next()
				if it.err != nil {
					return final, it.err
				}
				if it.Whole != nil && numbers.again(it.Whole.No) {
					return final, &model.Problem{Code: CodeNumberTwice, Field: "no", Args: map[string]any{"name": it.Whole.No}}
				}
				if err := b.do(func(tx *Tx) error { return tx.addItem(it, first, targets) }); err != nil {
					return final, err
				}
				if progress != nil && (i+1 == n || (i+1)%1000 == 0) {
					progress(i + 1)
				}
			}
			return final, ctx.Err()
		})
	})
}

// numbersMet remembers the numbers of a batch, which the index does not show
// before all of it is there: as hashes, since there may be a great many.
type numbersMet struct {
	seed maphash.Seed
	met  map[uint64]struct{}
}

// again reports whether the number was met before.
func (m numbersMet) again(no string) bool {
	h := maphash.String(m.seed, no)
	_, twice := m.met[h]
	m.met[h] = struct{}{}
	return twice
}

func (tx *Tx) addItem(it arrived, batch uint64, targets map[string]model.ID) (err error) {
	switch {
	case it.Shop != nil:
		_, err = tx.addShop(it.By, *it.Shop, batch)
	case it.Volunteer != nil:
		err = tx.addNamed(it.By, *it.Volunteer, batch)
	case it.Whole != nil:
		var c model.Case
		if c, err = tx.addWhole(it.By, *it.Whole, batch, targets); err == nil && it.Target {
			targets[c.No] = c.ID
		}
	case it.Group != nil:
		_, err = tx.putGroup(it.By, *it.Group, batch)
	default:
		_, err = tx.addCase(it.By, it.in, batch)
	}
	return err
}

// inBatch runs fill between the opening of a batch and its final event of the
// given kind, whose other fields fill returns. When fill fails everything is
// taken out again.
func (s *Store) inBatch(by By, kind string, fill func(b *bulk, first uint64) (record.Event, error)) error {
	if s.lost.Load() != nil { // what was lost stays said, whatever becomes of the batch
		if err := s.now(func(tx *Tx) error { return tx.recordLoss(by) }); err != nil {
			return err
		}
	}
	if err := s.settle(); err != nil {
		return err
	}
	defer lean()()
	b := s.newBulk(*s.point.Load())
	var first uint64
	err := b.do(func(tx *Tx) error {
		first = tx.head.seq + 1
		tx.setNumber(record.BatchKey(first), first)
		return nil
	})
	var final record.Event
	if err == nil {
		err = safely(func() (err error) {
			final, err = fill(b, first)
			return err
		})
	}
	if err == nil {
		final.Kind, final.Subject, final.Batch = kind, batchSubject, first
		err = b.do(func(tx *Tx) error { return tx.closeBatch(by, first, final) })
	}
	if err == nil {
		err = b.end()
	}
	if err != nil {
		return errors.Join(err, s.giveUp(b, first))
	}
	b.at.fresh = nil
	old := s.point.Load().index
	if err := s.show(b.at); err != nil {
		return err
	}
	if b.docs.many() {
		s.remade(b.at.head, old)
	}
	return nil
}

// bulkMemory is what the program may take while a bulk is written, before
// memory that is not used any more is looked for sooner than otherwise. Half of
// it is in use: the segment being made, and what Badger takes for its tables.
const bulkMemory = 400 * mib

// lean keeps the memory of the program bounded until the function it returns is
// called.
func lean() func() {
	was := debug.SetMemoryLimit(-1)
	if was <= bulkMemory {
		return func() {}
	}
	debug.SetMemoryLimit(bulkMemory)
	return func() { debug.SetMemoryLimit(was) }
}

// closeBatch ends a batch of a bulk, whose derived keys are in Badger.
func (tx *Tx) closeBatch(by By, first uint64, e record.Event) error {
	tx.del(record.BatchKey(first))
	if err := tx.endBatch(by, e); err != nil {
		return err
	}
	return settled(tx)
}

// endBatch writes the event that ends a batch.
func (tx *Tx) endBatch(by By, e record.Event) error {
	last, err := tx.number(record.HistoryKey(e.Subject))
	if err != nil {
		return err
	}
	if err := tx.log(by, &e, last); err != nil {
		return err
	}
	tx.setNumber(record.HistoryKey(e.Subject), e.Seq)
	return nil
}

// giveUp takes out what reached the disk of a batch that failed.
func (s *Store) giveUp(b *bulk, first uint64) error {
	if err := b.drop(); err != nil {
		return err
	}
	if b.at.stamp == s.point.Load().stamp {
		return nil // nothing did
	}
	return s.takeOut(b.at, first, func(int) {})
}

// openBatch finds a batch that was never finished; 0 when there is none.
func (r *reader) openBatch() (uint64, error) {
	c := r.raw([]byte("q"))
	defer c.Close()
	if !c.Next() {
		return 0, c.Err()
	}
	return record.Tail(c.Key()), nil
}
