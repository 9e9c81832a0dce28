package store

import (
	"context"
	"errors"

	"heshi/model"
	"heshi/store/record"
)

// Kinds of event. The words stand in the catalogue under "event."+kind.
const (
	kindLost          = "store.lost"
	KindCaseAdded     = "case.added"
	KindCaseEdited    = "case.edited"
	KindRevealed      = "case.revealed"
	KindShopAdded     = "shop.added"
	KindShopEdited    = "shop.edited"
	KindPersonAdded   = "person.added"
	KindPersonEdited  = "person.edited"
	KindPreferred     = "person.preferred"
	KindStationEdited = "station.edited"
	KindCharterEdited = "charter.edited"
	KindCalendarAdded = "calendar.added"
	KindUndone        = "undone"
	KindRedone        = "redone"
	KindBatchDone     = "batch.done"
)

// looking reports kinds that change no record; undo passes over them.
func looking(kind string) bool {
	switch kind {
	case KindRevealed, KindPreferred, kindLost, KindBatchDone:
		return true
	}
	return false
}

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

func (r *reader) bodies(seq uint64) (record.Bodies, error) {
	key := record.BodyKey(seq)
	_, b, err := r.get(key)
	if err != nil {
		return record.Bodies{}, err
	}
	if b == nil {
		return record.Bodies{}, notFound("bodies", "")
	}
	out, err := record.DecodeBodies(b)
	return out, damaged(err, key)
}

// lastEvent returns the event with the highest number.
func (r *reader) lastEvent() (last record.Event, found bool, err error) {
	err = r.tails([]byte("e"), 0, func(seq uint64) (bool, error) {
		last, found, err = r.event(seq)
		return false, err
	})
	return last, found, err
}

// Events returns up to limit events after since, oldest first. Events of a
// batch that is still being written are not among them.
func (s *Store) Events(ctx context.Context, since uint64, limit int) (out []record.Event, err error) {
	err = s.view(func(r *reader) error {
		c := r.Scan([]byte("e"), record.EventKey(since+1))
		defer c.Close()
		for len(out) < limit && c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			key := append([]byte{}, c.Key()...)
			e, err := record.DecodeEvent(c.Value())
			if err := errors.Join(errOf(c), damaged(err, key)); err != nil {
				return err
			}
			out = append(out, e)
		}
		return errOf(c)
	})
	return out, err
}

func errOf(c any) error {
	if e, ok := c.(interface{ Err() error }); ok {
		return e.Err()
	}
	return nil
}

// History returns up to limit events of one record, newest first, older than
// the event before (0: from the newest).
func (s *Store) History(ctx context.Context, id model.ID, before uint64, limit int) ([]record.Event, error) {
	return s.listed(ctx, record.HistoryPrefix(subject(id)), before, limit)
}

// Contents returns the record's bytes before and after an event.
func (s *Store) Contents(seq uint64) (b record.Bodies, err error) {
	err = s.view(func(r *reader) error {
		b, err = r.bodies(seq)
		return err
	})
	return b, err
}

func (s *Store) listed(ctx context.Context, prefix []byte, before uint64, limit int) (out []record.Event, err error) {
	err = s.view(func(r *reader) error {
		return r.tails(prefix, before, func(seq uint64) (bool, error) {
			e, ok, err := r.event(seq)
			if err == nil && !ok {
				err = damaged(record.ErrDamaged, record.EventKey(seq))
			}
			out = append(out, e)
			return len(out) < limit && err == nil, errors.Join(err, ctx.Err())
		})
	})
	return out, err
}

// Wait blocks until the log goes beyond since, ctx ends or the store closes,
// and returns up to 256 of the newer events, oldest first. Every open screen
// follows the store with it.
func (s *Store) Wait(ctx context.Context, since uint64) ([]record.Event, error) {
	for {
		s.mu.Lock()
		wake, closed := s.wake, s.readers == nil
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
