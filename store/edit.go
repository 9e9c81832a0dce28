package store

import (
	"bytes"
	"context"

	"heshi/model"
	"heshi/store/record"
)

// txLoad reads a record as this write finds it, with its bytes.
func txLoad[T record.Any](tx *Tx, id model.ID) (v T, body []byte, err error) {
	kind, ord, ok := record.Split(id)
	if !ok {
		return v, nil, NotFound("id", string(id))
	}
	rev, body, err := tx.get(record.Key(kind, ord))
	if err != nil {
		return v, nil, err
	}
	v, err = decode[T](id, rev, body)
	return v, body, err
}

// editAs replaces a record if it still is the revision that was read.
func editAs[T record.Any](ctx context.Context, s *Store, by By, kind string, id model.ID, v T) (out T, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		was, body, err := txLoad[T](tx, id)
		if err != nil {
			return err
		}
		if v.Revision() != was.Revision() {
			return stale(tx, v, was, was.Revision())
		}
		out, err = edit(tx, by, kind, id, v, was, body)
		return err
	})
	if err != nil {
		return v, err
	}
	return out, nil
}

// edit writes a changed record. Nothing changed means nothing written and no
// event; the draft goes all the same.
func edit[T record.Any](tx *Tx, by By, kind string, id model.ID, v, was T, old []byte) (T, error) {
	return editIn(tx, by, kind, id, v, was, old, 0)
}

// editIn is edit within a batch.
func editIn[T record.Any](tx *Tx, by By, kind string, id model.ID, v, was T, old []byte, batch uint64) (T, error) {
	setRev(&v, 0)
	body, err := record.EncodeAt(&v)
	if err != nil {
		return v, err
	}
	if bytes.Equal(body, old) {
		tx.grown(by)
		return was, nil
	}
	e, err := tx.apply(by, change{kind: kind, id: id, after: body, batch: batch})
	setRev(&v, e.Seq)
	return v, err
}

// add writes a new record.
func add[T record.Any](tx *Tx, by By, kind string, id model.ID, v T, batch uint64) (T, error) {
	err := addAt(tx, by, change{kind: kind, id: id, batch: batch}, &v, nil)
	return v, err
}

// addAt is add of what v points to, which gets its revision. ch says all but what
// v tells.
func addAt[T record.Any](tx *Tx, by By, ch change, v *T, yields func() yield) (err error) {
	setRev(v, 0)
	ch.added, ch.yields = true, yields
	if ch.after, err = record.EncodeAt(v); err != nil {
		return err
	}
	e, err := tx.apply(by, ch)
	setRev(v, e.Seq)
	return err
}

// setRev sets the revision of the record v points to.
func setRev[T record.Any](v *T, rev uint64) {
	any(v).(interface{ SetRevision(uint64) }).SetRevision(rev)
}

// stale builds the refusal that shows both versions and who wrote the one that
// is there, of the revision rev.
func stale[T any](tx *Tx, mine, theirs T, rev uint64) error {
	_, b, err := tx.get(record.EventKey(rev))
	if err != nil {
		return err
	}
	out := &Stale[T]{Mine: mine, Theirs: theirs}
	if b == nil { // the record is gone, or never was
		return out
	}
	if out.By, err = record.DecodeEvent(b); err != nil {
		return damaged(err, []byte("e"))
	}
	return out
}

// editOne is editAs for a record of which there is one: begin stands for it
// until it was first written.
func editOne[T record.Any](ctx context.Context, s *Store, by By, kind string, id model.ID, v, begin T) (out T, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		was, body, err := txLoad[T](tx, id)
		if IsCode(err, CodeNotFound) {
			was, err = begin, nil
		}
		if err != nil {
			return err
		}
		if v.Revision() != was.Revision() {
			return stale(tx, v, was, was.Revision())
		}
		out, err = edit(tx, by, kind, id, v, was, body)
		return err
	})
	if err != nil {
		return v, err
	}
	return out, nil
}
