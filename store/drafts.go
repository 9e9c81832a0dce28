package store

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"heshi/model"
	"heshi/store/record"
)

// Draft is something typed and not yet saved. Drafts live outside the log and
// outside undo.
type Draft struct {
	Name  string          `json:"name"` // such as intake/desk
	Actor string          `json:"actor"`
	At    time.Time       `json:"at"`
	Body  json.RawMessage `json:"body"`
}

// DraftOwner is the part of a draft's name that tells whose it is: each person
// has his own, and whoever was not picked finds the shared desk's.
func DraftOwner(person model.ID) string {
	if person == "" {
		return model.SharedDesk
	}
	return string(person)
}

// SaveDraft keeps a draft under its name, replacing the one before it.
func (s *Store) SaveDraft(ctx context.Context, d Draft) error {
	b, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return s.write(ctx, func(tx *Tx) error {
		tx.set(record.DraftKey(d.Name), b)
		return nil
	})
}

// DropDraft forgets a draft.
func (s *Store) DropDraft(ctx context.Context, name string) error {
	return s.write(ctx, func(tx *Tx) error {
		tx.del(record.DraftKey(name))
		return nil
	})
}

// Drafts returns the drafts whose names begin with prefix, by name.
func (s *Store) Drafts(ctx context.Context, prefix string) (out []Draft, err error) {
	err = s.view(func(r *reader) error {
		c := r.raw(record.DraftKey(prefix))
		defer c.Close()
		for c.Next() {
			var d Draft
			b := c.Value()
			if err := c.Err(); err != nil {
				return err
			}
			if err := json.Unmarshal(b, &d); err != nil {
				return damaged(record.ErrDamaged, record.DraftKey(""))
			}
			out = append(out, d)
		}
		return errors.Join(c.Err(), ctx.Err())
	})
	return out, err
}
