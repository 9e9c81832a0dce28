package store

import (
	"bytes"
	"context"

	"heshi/model"
	"heshi/store/record"
)

func txLoad[T model.Case | model.Shop | model.Person | model.Station](tx *Tx, id model.ID) (v T, rev uint64, err error) {
	kind, ord, ok := record.Split(id)
	if !ok {
		return v, 0, notFound("id", string(id))
	}
	rev, b, err := tx.get(record.Key(kind, ord))
	if err != nil {
		return v, 0, err
	}
	if b == nil {
		return v, 0, notFound("id", string(id))
	}
	v, err = record.Decode[T](b)
	return v, rev, damaged(err, []byte{byte(kind)})
}

// editAs replaces a record if it still is the revision that was read.
func editAs[T model.Shop | model.Person](ctx context.Context, s *Store, by By, kind string, id model.ID, rev uint64, v T) (T, error) {
	err := s.write(ctx, func(tx *Tx) error {
		was, have, err := txLoad[T](tx, id)
		if err != nil {
			return err
		}
		if have != rev {
			return stale(tx, v, was, id)
		}
		v, err = edit(tx, by, kind, id, v, was)
		return err
	})
	return v, err
}

// edit writes a changed record. Nothing changed means nothing written and no
// event.
func edit[T model.Case | model.Shop | model.Person](tx *Tx, by By, kind string, id model.ID, v, was T) (T, error) {
	setRev(&v, 0)
	setRev(&was, 0)
	body, err := record.Encode(v)
	if err != nil {
		return v, err
	}
	old, err := record.Encode(was)
	if err != nil {
		return v, err
	}
	if bytes.Equal(body, old) {
		rev, _, err := tx.get(recordKey(id))
		setRev(&v, rev)
		return v, err
	}
	e, err := tx.apply(by, change{kind: kind, id: id, after: body})
	setRev(&v, e.Seq)
	return v, err
}

func recordKey(id model.ID) []byte {
	kind, ord, _ := record.Split(id)
	return record.Key(kind, ord)
}

func setRev(v any, rev uint64) {
	switch v := v.(type) {
	case *model.Case:
		v.Rev = rev
	case *model.Shop:
		v.Rev = rev
	case *model.Person:
		v.Rev = rev
	}
}

// stale builds the refusal that shows both versions and who came first.
func stale[T any](tx *Tx, mine, theirs T, id model.ID) error {
	out := &Stale[T]{Mine: mine, Theirs: theirs}
	r := tx.reader()
	err := r.tails(record.HistoryPrefix(subject(id)), 0, func(seq uint64) (more bool, err error) {
		out.By, _, err = r.event(seq)
		return looking(out.By.Kind), err
	})
	if err != nil {
		return err
	}
	return out
}
