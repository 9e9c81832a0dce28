package store

import (
	"context"
	"errors"
	"math"

	"github.com/dgraph-io/badger/v4"

	"heshi/model"
	"heshi/store/record"
)

// Kinds of event. The words stand in the catalogue under "event."+kind.
const (
	KindLost          = "store.lost"
	KindCaseAdded     = "case.added"
	KindCaseEdited    = "case.edited"
	KindRevealed      = "case.revealed"
	KindPrinted       = "case.printed" // a paper was made
	KindShopAdded     = "shop.added"
	KindShopEdited    = "shop.edited"
	KindPersonAdded   = "person.added"
	KindPersonEdited  = "person.edited"
	KindPreferred     = "person.preferred"
	KindStationEdited = "station.edited"
	KindTargetsEdited = "targets.edited"
	KindCharterEdited = "charter.edited"
	KindCalendarAdded = "calendar.added"
	KindMappingEdited = "mapping.edited"
	KindGroupAdded    = "group.added"
	KindGroupEdited   = "group.edited"
	KindSignedIn      = "stint.in"
	KindSignedOut     = "stint.out"
	KindLeaveSaid     = "stint.said"  // when somebody remembers to have left
	KindStintFixed    = "stint.fixed" // a coordinator corrected the sheet
	KindCalled        = "callout.called"
	KindCallAnswered  = "callout.answered"
	KindRosterCovered = "roster.covered" // somebody who was called out came onto a turn, or off it
	KindPhoneSeen     = "volunteer.phone_seen"
	KindAnswerAdded   = "answer.added"
	KindAnswerEdited  = "answer.edited"
	KindCheckAdded    = "selfcheck.added"
	KindCheckEdited   = "selfcheck.edited"
	KindUndone        = "undone"
	KindRedone        = "redone"
	KindBatchDone     = "batch.done"   // the last event of a batch
	KindBatchUndone   = "batch.undone" // the last event of a batch that undid one
	KindBatchRedone   = "batch.redone" // the last event of a batch that did one again
)

// looking reports kinds that undo passes over.
func looking(kind string) bool {
	switch kind {
	case KindRevealed, KindPhoneSeen, KindPrinted, KindPreferred, KindLost:
		return true
	}
	return false
}

// batchSubject is the subject of the event that ends a batch. Its kind says what
// the batch did.
const batchSubject = "batch"

// closes reports whether e ends a batch.
func closes(e record.Event) bool { return e.Batch != 0 && e.Subject == batchSubject }

// inBatch reports whether e is one of the changes of a batch. They are undone
// with their batch, and only the event that closes it is listed under its
// actor.
func inBatch(e record.Event) bool { return e.Batch != 0 && !closes(e) }

func (r *reader) event(seq uint64) (record.Event, bool, error) {
	key := record.EventKey(seq)
	_, b, err := r.get(key)
	if err != nil || b == nil {
		return record.Event{}, false, err
	}
	e, err := record.DecodeEvent(b)
	if err != nil {
		return e, false, damaged(err, key)
	}
	return e, true, nil
}

// mustEvent returns an event that another one or a record names.
func (r *reader) mustEvent(seq uint64) (record.Event, error) {
	e, ok, err := r.event(seq)
	if err == nil && !ok {
		err = damaged(record.ErrDamaged, record.EventKey(seq))
	}
	return e, err
}

// before returns the record as it was before e; nil when it was not there, or
// when its contents were erased since.
func (r *reader) before(e record.Event) ([]byte, error) {
	if e.Before == "" {
		return nil, nil
	}
	_, b, err := r.get(record.BodyKey(e.Seq))
	return b, err
}

// after returns the record as e left it: what the next event found, or what is
// there now.
func (r *reader) after(e record.Event) ([]byte, error) {
	id, ok := IDOf(e.Subject)
	if e.Digest == "" || !ok {
		return nil, nil
	}
	var next record.Event
	err := r.about(id, 0, func(later record.Event) bool {
		if later.Seq > e.Seq && later.Writes() {
			next = later
		}
		return later.Seq > e.Seq
	})
	if err != nil {
		return nil, err
	}
	if next.Seq != 0 {
		return r.before(next)
	}
	_, b, err := r.get(recordKey(id))
	return b, err
}

// about walks the events about a record, newest first and older than before
// (0: from the newest), until fn returns false.
func (r *reader) about(id model.ID, before uint64, fn func(record.Event) bool) error {
	rev, _, err := r.get(recordKey(id))
	if err != nil {
		return err
	}
	h, err := r.number(record.HistoryKey(subject(id)))
	if err != nil {
		return err
	}
	return r.chain(max(h, rev), before, func(e record.Event) uint64 { return e.Prior }, fn)
}

// chain follows events back from seq by what prior tells.
func (r *reader) chain(seq, before uint64, prior func(record.Event) uint64, fn func(record.Event) bool) error {
	for seq != 0 {
		e, err := r.mustEvent(seq)
		if err != nil {
			return err
		}
		if (before == 0 || seq < before) && !fn(e) {
			return nil
		}
		if prior(e) >= seq {
			return damaged(record.ErrDamaged, record.EventKey(seq))
		}
		seq = prior(e)
	}
	return nil
}

// lastEvent returns the event with the highest number.
func (r *reader) lastEvent() (record.Event, bool, error) {
	it := r.txn.NewIterator(badger.IteratorOptions{Prefix: []byte("e"), Reverse: true})
	defer it.Close()
	it.Seek(record.EventKey(math.MaxUint64))
	if !it.Valid() {
		return record.Event{}, false, nil
	}
	return r.event(record.Tail(it.Item().Key()))
}

// Events returns up to limit events after since, oldest first. Events of a
// batch that is still being written are not among them.
func (s *Store) Events(ctx context.Context, since uint64, limit int) (out []record.Event, err error) {
	err = s.view(func(r *reader) error {
		c := r.scan([]byte("e"), record.EventKey(since+1))
		defer c.Close()
		for len(out) < limit && c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			b := c.Value()
			if err := c.Err(); err != nil {
				return err
			}
			e, err := record.DecodeEvent(b)
			if err != nil {
				return damaged(err, c.Key())
			}
			out = append(out, e)
		}
		return c.Err()
	})
	return out, err
}

// History returns up to limit events of one record, newest first, older than
// the event before (0: from the newest).
func (s *Store) History(ctx context.Context, id model.ID, before uint64, limit int) (out []record.Event, err error) {
	if _, _, ok := record.Split(id); !ok || limit <= 0 {
		return nil, nil
	}
	err = s.view(func(r *reader) error {
		return r.about(id, before, func(e record.Event) bool {
			out = append(out, e)
			return len(out) < limit && ctx.Err() == nil
		})
	})
	return out, errors.Join(err, ctx.Err())
}

// Contents returns the record's bytes before and after an event. Contents that
// were erased are nil.
func (s *Store) Contents(seq uint64) (b record.Bodies, err error) {
	err = s.view(func(r *reader) error {
		e, ok, err := r.event(seq)
		if err != nil {
			return err
		}
		if !ok {
			return NotFound("event", itoa(seq))
		}
		if b.Before, err = r.before(e); err != nil {
			return err
		}
		b.After, err = r.after(e)
		return err
	})
	return b, err
}

// Wait blocks until the log goes beyond since, ctx ends or the store closes,
// and returns up to 256 of the newer events, oldest first. Every open screen
// follows the store with it.
func (s *Store) Wait(ctx context.Context, since uint64) ([]record.Event, error) {
	for {
		s.mu.Lock()
		wake, closed := s.wake, s.closed
		s.mu.Unlock()
		if closed {
			return nil, ErrClosed
		}
		if s.Head() > since {
			return s.Events(ctx, since, 256)
		}
		select {
		case <-wake:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
