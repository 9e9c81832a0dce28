package store

import (
	"context"
	"encoding/binary"
	"errors"

	"heshi/model"
	"heshi/store/record"
)

// A large change does not fit one transaction of Badger. The writer carries it
// out alone, as bounded transactions above the published point, so no reader
// sees any of it until the last one is published. A batch that a crash cut
// short is known by its key, and is taken out of the store again at the next
// open: nobody ever saw its events, so the log simply ends before them.

// chunk is how many records of a batch share one transaction.
const chunk = 200

// batchCounters are put back when a batch is taken out again.
var batchCounters = [...]string{"case", "shop"}

// Item is one record of a batch, with who registered it and when: a case or a
// shop.
type Item struct {
	Case *model.Case
	Shop *model.Shop
	By   By
}

// AddBatch adds n records, given one at a time by item, as one batch whose
// last event is KindBatchDone. Every record has its own event. progress, when
// not nil, hears how many are done. An error, or the end of ctx, leaves
// nothing behind. Other writes wait meanwhile; reads do not.
func (s *Store) AddBatch(ctx context.Context, by By, n int, item func(i int) (Item, error), progress func(done int)) error {
	if n == 0 {
		return nil
	}
	if progress == nil {
		progress = func(int) {}
	}
	return s.submit(ctx, &request{batch: func() error {
		return s.runBatch(ctx, by, n, item, progress)
	}})
}

// runBatch is the writer's part of AddBatch.
func (s *Store) runBatch(ctx context.Context, by By, n int, item func(int) (Item, error), progress func(int)) error {
	at := *s.point.Load()
	first := at.head.seq + 1
	if lost := s.lost.Load(); lost != nil {
		first = lost.To + 2 // after the event that records the loss
	}
	err := s.step(&at, func(tx *Tx) error { return tx.openBatch(by, first) })
	for done := 0; done < n && err == nil; {
		to := min(done+chunk, n)
		err = errors.Join(ctx.Err(), s.writable())
		if err == nil {
			err = s.step(&at, func(tx *Tx) error { return tx.addItems(first, done, to, item) })
		}
		done = to
		if err == nil {
			progress(done)
		}
	}
	if err == nil {
		err = s.step(&at, func(tx *Tx) error { return tx.closeBatch(by, first) })
	}
	if err != nil {
		return errors.Join(err, s.takeOut(&at, first))
	}
	if err := s.head.write(at.head); err != nil {
		return err
	}
	s.publish(&at)
	return nil
}

// step commits one transaction above the published point and moves at to it.
func (s *Store) step(at *point, fn func(*Tx) error) error {
	g := s.groupAt(*at)
	defer g.txn.Discard()
	if err := g.add(&request{fn: fn}); err != nil {
		return err
	}
	if err := safely(func() error { return g.put(at.stamp) }); err != nil {
		s.broken = &model.Problem{Code: codeBroken}
		return errors.Join(s.broken, err)
	}
	*at = g.at
	return nil
}

// openBatch notes the batch and the counters as they are.
func (tx *Tx) openBatch(by By, first uint64) error {
	if err := tx.recordLoss(by); err != nil {
		return err
	}
	var state []byte
	for _, name := range batchCounters {
		_, b, err := tx.get(record.MetaKey(name))
		if err != nil {
			return err
		}
		if len(b) != 8 {
			b = be(0)
		}
		state = append(state, b...)
	}
	return tx.set(record.BatchKey(first), state)
}

func (tx *Tx) addItems(batch uint64, from, to int, item func(int) (Item, error)) error {
	for i := from; i < to; i++ {
		it, err := item(i)
		if err != nil {
			return err
		}
		if it.Shop != nil {
			_, err = tx.addShop(it.By, *it.Shop, batch)
		} else {
			_, err = tx.addCase(it.By, *it.Case, batch)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (tx *Tx) closeBatch(by By, first uint64) error {
	tx.del(record.BatchKey(first))
	e := record.Event{Kind: KindBatchDone, Subject: "batch", Batch: first}
	return tx.log(by, &e)
}

// takeOut removes the events from first on, with all they made, and publishes
// the log as it was before.
func (s *Store) takeOut(at *point, first uint64) error {
	for seq := at.head.seq; seq >= first; {
		low := max(first, seq-min(seq, chunk)+1)
		if err := s.step(at, func(tx *Tx) error { return tx.erase(low, seq) }); err != nil {
			return err
		}
		seq = low - 1
	}
	err := s.step(at, func(tx *Tx) error {
		tx.del(record.BatchKey(first))
		e, ok, err := tx.reader().event(first - 1)
		tx.head = head{}
		if ok {
			tx.head = head{seq: e.Seq, hash: e.Hash}
		}
		return err
	})
	if err != nil {
		return err
	}
	s.publish(at)
	return nil
}

// erase takes the events from..to and what they made out of the store.
func (tx *Tx) erase(from, to uint64) error {
	r := tx.reader()
	for seq := from; seq <= to; seq++ {
		e, ok, err := r.event(seq)
		if err != nil || !ok {
			return errors.Join(err, notFound("event", ""))
		}
		tx.del(record.EventKey(seq))
		tx.del(record.BodyKey(seq))
		tx.del(record.ActorKey(actorKey(e.By, e.Actor), seq))
		tx.del(record.HistoryKey(e.Subject, seq))
		id, ok := IDOf(e.Subject)
		if !ok {
			continue
		}
		b, err := r.bodies(seq)
		if err != nil {
			return err
		}
		tx.del(recordKey(id))
		old, err := derived(id, b.After)
		if err != nil {
			return err
		}
		for _, d := range old {
			tx.del(d.key)
		}
	}
	return tx.resetCounters()
}

// resetCounters puts the counters back to what the batch found.
func (tx *Tx) resetCounters() error {
	r := tx.reader()
	c := r.Scan([]byte("q"), nil)
	defer c.Close()
	if !c.Next() {
		return errOf(c)
	}
	state := c.Value()
	for i, name := range batchCounters {
		if len(state) < 8*(i+1) {
			return damaged(record.ErrDamaged, []byte("q"))
		}
		if err := tx.set(record.MetaKey(name), be(binary.BigEndian.Uint64(state[8*i:]))); err != nil {
			return err
		}
	}
	return errOf(c)
}

// sweep takes out a batch that a crash cut short. It runs in the writer.
func (s *Store) sweep(first uint64) error {
	at := *s.point.Load()
	return s.takeOut(&at, first)
}

// openBatchKey finds a batch that was never finished; 0 when there is none.
func (r *reader) openBatchKey() (uint64, error) {
	c := r.Scan([]byte("q"), nil)
	defer c.Close()
	if !c.Next() {
		return 0, errOf(c)
	}
	return record.Tail(c.Key()), nil
}
