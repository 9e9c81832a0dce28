package store

import (
	"context"
	"errors"
	"time"

	"heshi/model"
	"heshi/store/find"
	"heshi/store/record"
)

// maxWork is how many of a person's events a summary of the day reads.
const maxWork = 2000

// Work is what one person did at the desk in a time.
type Work struct {
	Complaints    int        // registered
	Consultations int        // answered
	Settled       int        // agreements reached
	Closed        int        // closed
	Contacts      int        // calls and visits
	Cases         []find.Row // worked on, newest first, each once
}

// Actor returns the id of the person a volunteer is at the desk: the one he is
// tied to, else the one of his name, else none.
func (s *Store) Actor(ctx context.Context, v model.Volunteer) (model.ID, error) {
	if v.Person != "" {
		return v.Person, nil
	}
	p, err := s.Person(ctx, v.Name)
	if IsCode(err, CodeNotFound) {
		return "", nil
	}
	return p.ID, err
}

// Work sums up what a person did since a moment. It reads his own events,
// newest first, and no more than maxWork.
func (s *Store) Work(ctx context.Context, person model.ID, since time.Time) (w Work, err error) {
	if person == "" {
		return w, nil
	}
	t := tally{Work: &w, seen: map[string]bool{}, undone: map[uint64]bool{}, redone: map[uint64]bool{}}
	err = s.view(func(r *reader) error {
		var fault error
		n := 0
		err := r.byActor(string(person), func(e record.Event) bool {
			if n++; e.At.Before(since) || n > maxWork || ctx.Err() != nil {
				return false
			}
			fault = t.add(r, e)
			return fault == nil
		})
		return errors.Join(fault, err)
	})
	return w, err
}

// tally counts events, newest first.
type tally struct {
	*Work
	seen           map[string]bool
	undone, redone map[uint64]bool
}

// add counts one event; what was undone is not work done.
func (t *tally) add(r *reader, e record.Event) error {
	switch {
	case e.Redoes != 0:
		t.redone[e.Redoes] = !t.undone[e.Seq]
	case e.Undoes != 0:
		t.undone[e.Undoes] = !t.redone[e.Seq]
	}
	id, ok := IDOf(e.Subject)
	kind, ord, _ := record.Split(id)
	if !ok || kind != record.CaseKind || e.Undoes != 0 || e.Redoes != 0 || looking(e.Kind) || t.undone[e.Seq] {
		return nil
	}
	row, ok, err := r.row(find.Case, ord)
	if err != nil || !ok {
		return err
	}
	switch e.Kind {
	case KindCaseAdded:
		if row.CaseKind == model.Consultation {
			t.Consultations++
		} else {
			t.Complaints++
		}
	case KindStep + "settle":
		t.Settled++
	case KindStep + "close":
		t.Closed++
	case KindStep + "contact":
		t.Contacts++
	}
	if !t.seen[e.Subject] {
		t.Cases = append(t.Cases, row)
	}
	t.seen[e.Subject] = true
	return nil
}
