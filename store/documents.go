package store

import (
	"bytes"
	"context"
	"encoding/json"

	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/store/record"
)

// form is how a list that is one record is written and read: as the files of
// its kind are.
type form[T any] struct {
	kind  record.Kind
	event string
	write func([]T) ([]byte, error)
	read  func([]byte) ([]T, error)
}

func charterForm() form[returns.Charter] {
	return form[returns.Charter]{
		kind: record.CharterKind, event: KindCharterEdited,
		write: func(list []returns.Charter) ([]byte, error) {
			return json.Marshal(map[string]any{"charters": list})
		},
		read: func(b []byte) ([]returns.Charter, error) { return returns.ReadCharters("charter", b) },
	}
}

func calendarForm() form[workday.Year] {
	return form[workday.Year]{
		kind: record.CalendarKind, event: KindCalendarAdded,
		write: func(list []workday.Year) ([]byte, error) {
			var out bytes.Buffer
			enc := json.NewEncoder(&out)
			for _, y := range list {
				if err := enc.Encode(y); err != nil {
					return nil, err
				}
			}
			return out.Bytes(), nil
		},
		read: func(b []byte) ([]workday.Year, error) { return workday.ParseYears("calendar", b) },
	}
}

// Charters returns every version of the alliance's charter that the station
// has adopted, oldest first, and the revision to edit them by. None means that
// the sample which comes with the program applies.
func (s *Store) Charters(context.Context) (list []returns.Charter, rev uint64, err error) {
	return document(s, charterForm())
}

// SaveCharters replaces the versions of the charter. rev is what Charters
// returned; a newer revision is refused with *Stale. The versions must have
// passed returns.Adopt.
func (s *Store) SaveCharters(ctx context.Context, by By, list []returns.Charter, rev uint64) (uint64, error) {
	return saveDocument(ctx, s, by, charterForm(), list, rev)
}

// Years returns the calendar years that were imported, and their revision.
func (s *Store) Years(context.Context) (list []workday.Year, rev uint64, err error) {
	return document(s, calendarForm())
}

// SaveYears replaces the imported calendar years; see SaveCharters.
func (s *Store) SaveYears(ctx context.Context, by By, list []workday.Year, rev uint64) (uint64, error) {
	return saveDocument(ctx, s, by, calendarForm(), list, rev)
}

func document[T any](s *Store, f form[T]) (list []T, rev uint64, err error) {
	err = s.view(func(r *reader) error {
		have, b, err := r.get(record.Key(f.kind, 1))
		if err != nil || b == nil {
			return err
		}
		rev = have
		list, err = f.decode(b)
		return err
	})
	return list, rev, err
}

func (f form[T]) decode(b []byte) ([]T, error) {
	if b == nil {
		return nil, nil
	}
	list, err := f.read(b)
	if err != nil {
		return nil, damaged(record.ErrDamaged, []byte{byte(f.kind)})
	}
	return list, nil
}

func saveDocument[T any](ctx context.Context, s *Store, by By, f form[T], list []T, rev uint64) (uint64, error) {
	body, err := f.write(list)
	if err != nil {
		return rev, err
	}
	now := rev
	err = s.write(ctx, func(tx *Tx) error {
		have, was, err := tx.get(record.Key(f.kind, 1))
		if err != nil {
			return err
		}
		if have != rev {
			theirs, err := f.decode(was)
			if err != nil {
				return err
			}
			return stale(tx, list, theirs, have)
		}
		if bytes.Equal(was, body) {
			return nil
		}
		e, err := tx.apply(by, change{kind: f.event, id: f.kind.ID(1), after: body})
		now = e.Seq
		return err
	})
	if err != nil {
		return rev, err
	}
	return now, nil
}
