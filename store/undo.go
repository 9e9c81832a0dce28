package store

import (
	"context"

	"heshi/model"
	"heshi/store/record"
)

// Undo puts back what the actor's last change changed, as a new event, and
// returns that event and the one it undid. It is refused with the reason
// (CodeBuiltUpon, CodeInUse) when the record has moved on since, or others
// refer to it. Undo survives a restart: it reads the log. Events made in one
// call (a case with its new shop) are undone one at a time, last first; a
// batch is undone whole.
func (s *Store) Undo(ctx context.Context, by By) (done, undid record.Event, err error) {
	return s.back(ctx, by, lastUndoable)
}

// Redo does again what the actor's last Undo undid, until something new is
// changed. It returns the new event and the change that it did again.
func (s *Store) Redo(ctx context.Context, by By) (done, redid record.Event, err error) {
	return s.back(ctx, by, lastUndone)
}

// target finds in an actor's events, newest first, the one to turn back.
type target func(next func() (record.Event, bool, error)) (record.Event, error)

func (s *Store) back(ctx context.Context, by By, find target) (done, was record.Event, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		was, err = find(tx.reader().actorEvents(by.key()))
		if err != nil {
			return err
		}
		done, err = tx.turnBack(by, was)
		return err
	})
	if err == nil && was.Kind == KindUndone { // say which change is there again
		err = s.view(func(r *reader) error {
			was, err = r.origin(was)
			return err
		})
	}
	return done, was, err
}

// origin follows undos and redos back to the change they are about.
func (r *reader) origin(e record.Event) (record.Event, error) {
	for e.Undoes != 0 || e.Redoes != 0 {
		next, ok, err := r.event(max(e.Undoes, e.Redoes))
		if err != nil || !ok {
			return e, err
		}
		e = next
	}
	return e, nil
}

// turnBack puts the record of event e back to what it was before e.
func (tx *Tx) turnBack(by By, e record.Event) (record.Event, error) {
	r := tx.reader()
	id, ok := IDOf(e.Subject)
	if !ok {
		return e, &model.Problem{Code: CodeNothingUndo}
	}
	kind, ord, _ := record.Split(id)
	_, now, err := tx.get(record.Key(kind, ord))
	if err != nil {
		return e, err
	}
	if record.Digest(now) != e.Digest {
		return e, r.builtUpon(e)
	}
	was, err := r.bodies(e.Seq)
	if err != nil {
		return e, err
	}
	if was.Before == nil {
		if err := r.unused(id); err != nil {
			return e, err
		}
	}
	ch := change{kind: KindUndone, id: id, after: was.Before, undoes: e.Seq}
	if e.Kind == KindUndone {
		ch.kind, ch.undoes, ch.redoes = KindRedone, 0, e.Seq
	}
	return tx.apply(by, ch)
}

// builtUpon says which later event changed the record of e.
func (r *reader) builtUpon(e record.Event) error {
	p := &model.Problem{Code: CodeBuiltUpon, Args: map[string]any{"kind": e.Kind, "actor": "?", "later": "?"}}
	err := r.tails(record.HistoryPrefix(e.Subject), 0, func(seq uint64) (bool, error) {
		later, ok, err := r.event(seq)
		if ok && !looking(later.Kind) {
			p.Args["actor"], p.Args["later"], p.Args["at"] = later.Actor, later.Kind, later.At
			return false, err
		}
		return true, err
	})
	if err != nil {
		return err
	}
	return p
}

// unused refuses to take away a record that others refer to: a shop with
// cases, a person who has acted.
func (r *reader) unused(id model.ID) error {
	kind, _, _ := record.Split(id)
	prefix := record.ShopCasePrefix(id)
	switch kind {
	case record.PersonKind:
		prefix = record.ActorPrefix(string(id))
	case record.ShopKind:
	default:
		return nil
	}
	count := 0
	err := r.tails(prefix, 0, func(uint64) (bool, error) {
		count++
		return count < 100, nil
	})
	if err == nil && count > 0 {
		return &model.Problem{Code: CodeInUse, Args: map[string]any{"count": count}}
	}
	return err
}

// reader reads the store with the writes before this one, but without its own.
func (tx *Tx) reader() *reader {
	return &reader{s: tx.g.s, txn: tx.g.txn, at: &tx.g.at}
}

// actorEvents walks an actor's events, newest first.
func (r *reader) actorEvents(actor string) func() (record.Event, bool, error) {
	var below uint64
	return func() (e record.Event, ok bool, err error) {
		err = r.tails(record.ActorPrefix(actor), below, func(seq uint64) (bool, error) {
			below = seq
			e, ok, err = r.event(seq)
			return false, err
		})
		return e, ok, err
	}
}

// lastUndoable finds the newest change that is neither undone nor an undo.
func lastUndoable(next func() (record.Event, bool, error)) (record.Event, error) {
	skip := map[uint64]bool{}
	for {
		e, ok, err := next()
		if err != nil {
			return e, err
		}
		if !ok {
			return e, &model.Problem{Code: CodeNothingUndo}
		}
		switch {
		case looking(e.Kind):
		case e.Kind == KindUndone:
			skip[e.Undoes] = true
		case !skip[e.Seq]:
			return e, nil
		}
	}
}

// lastUndone finds the newest undo that nothing has followed or done again.
func lastUndone(next func() (record.Event, bool, error)) (record.Event, error) {
	again := map[uint64]bool{}
	for {
		e, ok, err := next()
		if err != nil {
			return e, err
		}
		switch {
		case !ok:
			return e, &model.Problem{Code: CodeNothingRedo}
		case looking(e.Kind):
		case e.Redoes != 0:
			again[e.Redoes] = true
		case e.Kind == KindUndone && !again[e.Seq]:
			return e, nil
		case e.Kind != KindUndone:
			return e, &model.Problem{Code: CodeNothingRedo}
		}
	}
}
