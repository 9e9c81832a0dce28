package store

import (
	"context"
	"errors"

	"heshi/model"
	"heshi/store/record"
)

// Undo puts back what the actor's last change changed, as a new event, and
// returns that event and the change it is about. It is refused with the reason
// (CodeBuiltUpon, CodeInUse, CodeShopGone) when the record has moved on since,
// others refer to it, or the shop of a case is gone. Undo survives a restart: it
// reads the log. Events made in one call (a case with its new shop) are undone one
// at a time, last first; a batch is undone whole or not at all.
func (s *Store) Undo(ctx context.Context, by By) (done, undid record.Event, err error) {
	return s.back(ctx, by, lastUndoable)
}

// Redo does again what the actor's last Undo undid, until something new is
// changed. It returns the new event and the change that it did again.
func (s *Store) Redo(ctx context.Context, by By) (done, redid record.Event, err error) {
	return s.back(ctx, by, lastUndone)
}

// target finds the event to turn back among an actor's events.
type target func(r *reader, actor string) (record.Event, error)

func (s *Store) back(ctx context.Context, by By, find target) (done, was record.Event, err error) {
	err = s.alone(ctx, func() error {
		var e record.Event
		err := s.view(func(r *reader) (err error) {
			if e, err = find(r, by.key()); err == nil {
				was, err = r.origin(e)
			}
			return err
		})
		if err != nil {
			return err
		}
		if closes(e) {
			done, err = s.turnBatch(by, e)
			return err
		}
		return s.now(func(tx *Tx) (err error) {
			done, err = tx.turnBack(by, e, 0)
			return err
		})
	})
	if err != nil {
		return record.Event{}, record.Event{}, err
	}
	return done, was, nil
}

// origin follows undos and redos back to the change they are about.
func (r *reader) origin(e record.Event) (record.Event, error) {
	for e.Undoes != 0 || e.Redoes != 0 {
		next, err := r.mustEvent(max(e.Undoes, e.Redoes))
		if err != nil {
			return e, err
		}
		e = next
	}
	return e, nil
}

// turnBack puts the record of event e back to what it was before e.
func (tx *Tx) turnBack(by By, e record.Event, batch uint64) (record.Event, error) {
	id, ok := IDOf(e.Subject)
	if !ok {
		return e, &model.Problem{Code: CodeNothingUndo}
	}
	r, err := tx.reader()
	if err != nil {
		return e, err
	}
	_, now, err := tx.get(recordKey(id))
	if err != nil {
		return e, err
	}
	was, err := r.before(e)
	if err != nil {
		return e, err
	}
	if record.Digest(now) != e.Digest {
		if was, err = r.overPreferences(id, e, was, now); err != nil {
			return e, err
		}
	}
	if was == nil && batch == 0 {
		if err := r.unused(id, nil); err != nil {
			return e, err
		}
	}
	if batch == 0 {
		if err := r.shopThere(id, was, nil); err != nil {
			return e, err
		}
	}
	if err := r.oneRosterADay(id, now, was); err != nil {
		return e, err
	}
	ch := change{kind: KindUndone, id: id, after: was, undoes: e.Seq, batch: batch}
	if e.Kind == KindUndone {
		ch.kind, ch.undoes, ch.redoes = KindRedone, 0, e.Seq
	}
	return tx.apply(by, ch)
}

// overPreferences returns what undoing e leaves of a record that changed since.
// Only a person's own preferences may have: they are kept. Anything else built
// upon e, and who did is said.
func (r *reader) overPreferences(id model.ID, e record.Event, was, now []byte) ([]byte, error) {
	var later record.Event
	err := r.about(id, 0, func(other record.Event) bool {
		if other.Seq > e.Seq && !looking(other.Kind) {
			later = other
		}
		return other.Seq > e.Seq && later.Seq == 0
	})
	if err != nil {
		return nil, err
	}
	if later.Seq != 0 || now == nil {
		return nil, builtUpon(e, later)
	}
	if was == nil {
		return nil, nil
	}
	return preferring(was, now)
}

// preferring returns the person was with the preferences of the person now.
func preferring(was, now []byte) ([]byte, error) {
	a, err := record.Decode[model.Person](was)
	b, err2 := record.Decode[model.Person](now)
	if err := errors.Join(err, err2); err != nil {
		return nil, damaged(err, []byte{byte(record.PersonKind)})
	}
	return record.Encode(a.Liking(b.Likes()))
}

// builtUpon says which later event changed the record of e.
func builtUpon(e, later record.Event) error {
	return &model.Problem{Code: CodeBuiltUpon, Args: map[string]any{
		"kind": e.Kind, "actor": later.Actor, "event": later.Kind, "at": later.At,
	}}
}

// shopThere refuses to bring back a case whose shop was taken away meanwhile. A shop
// that is brought back with it does not count as gone.
func (r *reader) shopThere(id model.ID, was []byte, mine func(record.Kind, uint64) bool) error {
	if kind, _, _ := record.Split(id); kind != record.CaseKind || was == nil {
		return nil
	}
	c, err := record.Decode[model.Case](was)
	if err != nil {
		return damaged(err, []byte{byte(record.CaseKind)})
	}
	kind, ord, ok := record.Split(c.ShopID)
	if !ok || r.has(record.Key(kind, ord)) || mine != nil && mine(kind, ord) {
		return nil
	}
	return &model.Problem{Code: CodeShopGone, Args: map[string]any{"name": c.Shop}}
}

// unused refuses to take away a record that others refer to: a shop with
// cases or of a group, a person who has acted, a volunteer of a roster. Cases
// and groups that mine names do not count.
func (r *reader) unused(id model.ID, mine func(record.Kind, uint64) bool) error {
	kind, _, _ := record.Split(id)
	count := 0
	switch kind {
	case record.ShopKind:
		err := r.casesOf(id, func(ord uint64) bool {
			if mine == nil || !mine(record.CaseKind, ord) {
				count++
			}
			return count < 100
		})
		if err != nil {
			return err
		}
		_, owner, err := r.get(unique{affiliateName, string(id)}.key())
		if err != nil {
			return err
		}
		group, _ := splitUnique(owner)
		if kind, ord, ok := record.Split(group); ok && (mine == nil || !mine(kind, ord)) {
			count++
		}
	case record.PersonKind:
		if r.has(record.ActorKey(string(id))) {
			count = 1
		}
	case record.VolunteerKind:
		var err error
		if count, err = r.rostersWith(id); err != nil {
			return err
		}
		count += int(r.count(record.OfVolunteer(id)))
	}
	if count > 0 {
		return &model.Problem{Code: CodeInUse, Args: map[string]any{"n": count}}
	}
	return nil
}

// byActor walks an actor's events, newest first, until fn returns false.
func (r *reader) byActor(actor string, fn func(record.Event) bool) error {
	last, err := r.number(record.ActorKey(actor))
	if err != nil {
		return err
	}
	return r.chain(last, 0, func(e record.Event) uint64 { return e.Last }, fn)
}

// lastUndoable finds the newest change that is neither undone nor an undo.
func lastUndoable(r *reader, actor string) (found record.Event, err error) {
	skip := map[uint64]bool{}
	err = r.byActor(actor, func(e record.Event) bool {
		switch {
		case looking(e.Kind):
		case e.Undoes != 0:
			skip[e.Undoes] = true
		case !skip[e.Seq]:
			found = e
		}
		return found.Seq == 0
	})
	if err == nil && found.Seq == 0 {
		err = &model.Problem{Code: CodeNothingUndo}
	}
	return found, err
}

// lastUndone finds the newest undo that nothing has followed or done again.
func lastUndone(r *reader, actor string) (found record.Event, err error) {
	again := map[uint64]bool{}
	err = r.byActor(actor, func(e record.Event) bool {
		switch {
		case looking(e.Kind):
		case e.Redoes != 0:
			again[e.Redoes] = true
		case e.Undoes == 0:
			return false // a new change: what was undone before it stays so
		case !again[e.Seq]:
			found = e
		}
		return found.Seq == 0
	})
	if err == nil && found.Seq == 0 {
		err = &model.Problem{Code: CodeNothingRedo}
	}
	return found, err
}

// turnBatch turns back all changes of the batch that final closed, last first,
// as a new batch.
func (s *Store) turnBatch(by By, final record.Event) (done record.Event, err error) {
	if err := s.view(func(r *reader) error { return r.checkBatch(final) }); err != nil {
		return done, err
	}
	kind, close := KindBatchUndone, record.Event{Undoes: final.Seq}
	if final.Kind == KindBatchUndone {
		kind, close = KindBatchRedone, record.Event{Redoes: final.Seq}
	}
	err = s.inBatch(by, kind, func(b *bulk, first uint64) (record.Event, error) {
		return close, s.view(func(r *reader) error {
			for seq := final.Seq - 1; seq >= final.Batch; seq-- {
				e, err := r.mustEvent(seq)
				if err != nil {
					return err
				}
				if err := b.do(func(tx *Tx) error {
					_, err := tx.turnBack(by, e, first)
					return err
				}); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return done, err
	}
	err = s.view(func(r *reader) (err error) {
		done, err = r.mustEvent(s.Head())
		return err
	})
	return done, err
}

// checkBatch refuses, before anything is written, a batch of which one record
// has moved on or, when none has, is referred to from outside.
func (r *reader) checkBatch(final record.Event) error {
	seen := map[uint64]bool{} // records of the batch
	var made []model.ID       // by it, but for cases: nothing refers to one
	var cases []record.Event  // that bring a case back
	for seq := final.Seq - 1; seq >= final.Batch; seq-- {
		e, err := r.mustEvent(seq)
		if err != nil {
			return err
		}
		id, ok := IDOf(e.Subject)
		if !ok {
			return damaged(record.ErrDamaged, record.EventKey(seq))
		}
		kind, ord, _ := record.Split(id)
		key := traceKey(kind, ord)
		if !seen[key] {
			if err := r.unchanged(id, e); err != nil {
				return err
			}
		}
		seen[key] = true
		if e.Before == "" && kind != record.CaseKind {
			made = append(made, id)
		}
		if e.Before != "" && kind == record.CaseKind {
			cases = append(cases, e)
		}
	}
	mine := func(kind record.Kind, ord uint64) bool { return seen[traceKey(kind, ord)] }
	for _, id := range made {
		if err := r.unused(id, mine); err != nil {
			return err
		}
	}
	for _, e := range cases {
		id, _ := IDOf(e.Subject)
		was, err := r.before(e)
		if err == nil {
			err = r.shopThere(id, was, mine)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unchanged refuses when the record of e is not what e left.
func (r *reader) unchanged(id model.ID, e record.Event) error {
	_, now, err := r.get(recordKey(id))
	if err != nil || record.Digest(now) == e.Digest {
		return err
	}
	_, err = r.overPreferences(id, e, nil, now)
	return err
}
