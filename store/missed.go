package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"heshi/model"
	"heshi/model/flow"
	"heshi/shifts"
	"heshi/store/find"
	"heshi/store/record"
)

// Bounds of what a hand-over page reads: a week at a busy desk.
const (
	maxMissedEvents = 3000
	maxMissedOpen   = 500
	maxMissedRows   = 60
	firstLook       = 200 // events that are shown to somebody who was never here
	diaryLines      = 5
)

// Missed is what happened at the desk while somebody was away. Lists hold at
// most maxMissedRows.
type Missed struct {
	Last     model.Stint   // the stay before this one; without an ID it is the first
	Diary    []model.Stint // lines of the diary since, newest first; at least the newest one
	Offered  []find.Row    // cases somebody wants to hand over to him
	Promised []Promise     // what is owed in cases he answers for, soonest first
	Answers  []Answer      // newest first
	Due      []Due         // due today or before, the longest overdue first
	Added    []find.Row    // complaints registered since, newest first
	Cut      bool          // more happened than was read
}

// Answer is an answer that came: from a core enterprise, a platform, an
// authority, another desk.
type Answer struct {
	find.Row
	Kind  string // of the event
	At    time.Time
	Actor string
}

// Promise is something owed in a case.
type Promise struct {
	find.Row
	What string
	By   model.Day
}

// Missed tells what happened since the last stay of a volunteer, for the page
// shown when he signs in. name is his name among the people of the desk. It
// reads a bounded piece of the log and of the open cases.
func (s *Store) Missed(ctx context.Context, volunteer model.ID, name string, now time.Time) (m Missed, err error) {
	mine, err := s.StintsOf(ctx, volunteer, 3)
	if err != nil {
		return m, err
	}
	if i := slices.IndexFunc(mine, func(x model.Stint) bool { return !shifts.Here(x, now) }); i >= 0 {
		m.Last = mine[i]
	}
	if m.Diary, err = s.diarySince(ctx, m.Last); err != nil {
		return m, err
	}
	err = s.view(func(r *reader) error {
		since := seenIn(m.Last, r.at.head.seq)
		if err := r.answersSince(ctx, since, &m); err != nil {
			return err
		}
		if err := r.addedSince(ctx, since, &m); err != nil {
			return err
		}
		return r.pending(ctx, name, model.DayOf(now, s.opts.Zone), &m)
	})
	return m, err
}

// seenIn is the newest event somebody knows of from a stay: when he signed out,
// or where he forgot to, when he signed in.
func seenIn(last model.Stint, head uint64) uint64 {
	switch _, ord, _ := record.Split(last.ID); {
	case last.Seen > 0:
		return last.Seen
	case ord > 0:
		return ord
	}
	return head - min(head, firstLook)
}

// diarySince is the lines of the diary written after a stay began.
func (s *Store) diarySince(ctx context.Context, last model.Stint) ([]model.Stint, error) {
	lines, err := s.Diary(ctx, diaryLines)
	for i, x := range lines {
		if i > 0 && !x.Out.After(last.In) {
			return lines[:i], err
		}
	}
	return lines, err
}

// answersSince walks the newest events after one, oldest first.
func (r *reader) answersSince(ctx context.Context, since uint64, m *Missed) error {
	if head := r.at.head.seq; head > maxMissedEvents && since < head-maxMissedEvents {
		since, m.Cut = head-maxMissedEvents, true
	}
	c := r.scan([]byte("e"), record.EventKey(since+1))
	defer c.Close()
	for c.Next() && ctx.Err() == nil {
		e, err := record.DecodeEvent(c.Value())
		if err != nil {
			return damaged(err, c.Key())
		}
		step, ok := strings.CutPrefix(e.Kind, KindStep)
		if !ok || !flow.IsAnswer(step) {
			continue
		}
		id, _ := IDOf(e.Subject)
		_, ord, _ := record.Split(id)
		row, ok, err := r.row(find.Case, ord)
		if err != nil {
			return err
		}
		if ok {
			m.Answers = slices.DeleteFunc(m.Answers, func(a Answer) bool { return a.ID == row.ID })
			m.Answers = append(m.Answers, Answer{row, e.Kind, e.At, e.Actor})
		}
	}
	slices.Reverse(m.Answers)
	m.Answers, m.Cut = firstRows(m.Answers, m.Cut)
	return c.Err()
}

// addedSince lists the complaints with an ordinal after an event: a record's
// ordinal is the number of the event that added it.
func (r *reader) addedSince(ctx context.Context, since uint64, m *Missed) error {
	c := r.scan([]byte{byte(record.CaseKind)}, record.Key(record.CaseKind, since+1))
	defer c.Close()
	for c.Next() && ctx.Err() == nil {
		row, ok, err := r.row(find.Case, record.Tail(c.Key()))
		if err != nil {
			return err
		}
		if ok && row.CaseKind != model.Consultation {
			m.Added = append(m.Added, row)
		}
		if len(m.Added) > 2*maxMissedRows {
			m.Added, m.Cut = slices.Delete(m.Added, 0, maxMissedRows), true
		}
	}
	slices.Reverse(m.Added)
	m.Added, m.Cut = firstRows(m.Added, m.Cut)
	return c.Err()
}

func firstRows[T any](list []T, cut bool) ([]T, bool) {
	if len(list) > maxMissedRows {
		return list[:maxMissedRows], true
	}
	return list, cut
}

// soon is how many days ahead a promise is told.
const soon = 7

// pending goes through the open cases, the longest overdue first: what is due,
// what is offered to whoever bears the name, what is owed in his cases.
func (r *reader) pending(ctx context.Context, name string, today model.Day, m *Missed) error {
	c := r.raw([]byte("o"))
	defer c.Close()
	for n := 0; c.Next() && ctx.Err() == nil; n++ {
		if n == maxMissedOpen {
			m.Cut = true
			break
		}
		ord := record.Tail(c.Key())
		row, ok, err := r.row(find.Case, ord)
		if err != nil {
			return err
		}
		if ok && row.Due <= today && len(m.Due) < maxMissedRows {
			m.Due = append(m.Due, Due{Row: row, Why: model.DueReason(c.Value())})
		}
		body, err := load[model.Case](r, record.CaseKind.ID(ord))
		if err != nil {
			return err
		}
		m.mine(row, body, name, today)
	}
	slices.SortStableFunc(m.Promised, func(a, b Promise) int { return int(a.By - b.By) })
	m.Promised, m.Cut = firstRows(m.Promised, m.Cut)
	return c.Err()
}

// mine notes what of a case is for whoever bears the name.
func (m *Missed) mine(row find.Row, c model.Case, name string, today model.Day) {
	if c.HandOver != nil && c.HandOver.To == name {
		m.Offered = append(m.Offered, row)
	}
	if c.Responsible() != name {
		return
	}
	for _, d := range c.OpenDuties() {
		if d.Due <= today+soon {
			m.Promised = append(m.Promised, Promise{row, d.What, d.Due})
		}
	}
}
