package store

import (
	"context"
	"errors"
	"slices"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store/record"
)

// Kinds of event of the register, the week and the rosters.
const (
	KindVolunteerAdded  = "volunteer.added"
	KindVolunteerEdited = "volunteer.edited"
	// KindVolunteersImported ends the batch of a file of volunteers.
	KindVolunteersImported = "volunteer.imported"
	KindPatternEdited      = "pattern.edited"
	KindRosterDrafted      = "roster.drafted"
	KindRosterEdited       = "roster.edited"
	KindRosterDropped      = "roster.dropped"
	KindRosterPublished    = "roster.published"
	KindRosterRepaired     = "roster.repaired"
)

// DraftRoster keeps a roster as a draft: a new one when its id is empty, else
// in the place of the draft it was. A published one is refused.
func (s *Store) DraftRoster(ctx context.Context, by By, r station.Roster) (station.Roster, error) {
	r.Status = station.Draft
	if r.ID != "" {
		return s.changeRoster(ctx, by, KindRosterEdited, r, func(was station.Roster) error { return refusal(was.MayEdit()) })
	}
	var added station.Roster
	err := s.write(ctx, func(tx *Tx) (err error) {
		next := r
		if next.ID, err = tx.newID(by, record.RosterKind); err != nil {
			return err
		}
		added, err = add(tx, by, KindRosterDrafted, next.ID, next, 0)
		return err
	})
	if err != nil {
		return r, err
	}
	return added, nil
}

// refusal is the problem as an error; nil when there is none.
func refusal(p *model.Problem) error {
	if p == nil {
		return nil
	}
	return p
}

// changeRoster writes a roster over the revision that was read, if may allows
// it of what stands there.
func (s *Store) changeRoster(ctx context.Context, by By, kind string, r station.Roster, may func(was station.Roster) error) (out station.Roster, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		was, body, err := txLoad[station.Roster](tx, r.ID)
		if err != nil {
			return err
		}
		if r.Rev != was.Rev {
			return stale(tx, r, was, was.Rev)
		}
		if err := may(was); err != nil {
			return err
		}
		out, err = edit(tx, by, kind, r.ID, r, was, body)
		return err
	})
	if err != nil {
		return r, err
	}
	return out, nil
}

// PublishRoster publishes a draft as it was read: from now on only repairs
// change it. A day that another published roster has is refused
// (roster.overlaps); broken rules are the coordinator's to weigh.
func (s *Store) PublishRoster(ctx context.Context, by By, id model.ID, rev uint64) (station.Roster, error) {
	var out station.Roster
	err := s.alone(ctx, func() error {
		all, err := s.Rosters(ctx)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(r station.Roster) bool { return r.ID == id })
		if at < 0 {
			return NotFound("roster", string(id))
		}
		if hard := all[at].MayPublish(all, nil).Hard(); len(hard) > 0 {
			return hard[0]
		}
		return s.now(func(tx *Tx) error {
			was, body, err := txLoad[station.Roster](tx, id)
			if err != nil {
				return err
			}
			next := was
			next.Status = station.Published
			if rev != was.Rev {
				return stale(tx, next, was, was.Rev)
			}
			out, err = edit(tx, by, KindRosterPublished, id, next, was, body)
			return err
		})
	})
	return out, err
}

// RepairRoster writes what a repair made of a published roster, as one event.
func (s *Store) RepairRoster(ctx context.Context, by By, r station.Roster) (station.Roster, error) {
	return s.changeRoster(ctx, by, KindRosterRepaired, r, func(was station.Roster) error {
		if was.Status != station.Published || r.Status != station.Published {
			return &model.Problem{Code: "roster.not_published"}
		}
		return nil
	})
}

// DropRoster takes a draft out of the store. Undo brings it back.
func (s *Store) DropRoster(ctx context.Context, by By, id model.ID, rev uint64) error {
	return s.write(ctx, func(tx *Tx) error {
		was, _, err := txLoad[station.Roster](tx, id)
		if err != nil {
			return err
		}
		if was.Rev != rev {
			return stale(tx, was, was, was.Rev)
		}
		if p := was.MayEdit(); p != nil {
			return p
		}
		_, err = tx.apply(by, change{kind: KindRosterDropped, id: id})
		return err
	})
}

// Rosters returns every roster, drafts too, in the order they were made; a
// station has a few a year.
func (s *Store) Rosters(ctx context.Context) ([]station.Roster, error) {
	return all[station.Roster](ctx, s, record.RosterKind)
}

// Roster returns a roster by its id.
func (s *Store) Roster(_ context.Context, id model.ID) (out station.Roster, err error) {
	err = s.view(func(r *reader) error {
		out, err = load[station.Roster](r, id)
		return err
	})
	return out, err
}

// RosterVersions returns the present and earlier versions of a roster, newest
// first, each with who made it and when, of its last limit events.
func (s *Store) RosterVersions(ctx context.Context, id model.ID, limit int) (out []RosterVersion, err error) {
	events, err := s.History(ctx, id, 0, limit)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if e.Digest == "" {
			continue
		}
		b, err := s.Contents(e.Seq)
		if err != nil {
			return nil, err
		}
		if b.After == nil { // erased
			continue
		}
		r, err := record.Decode[station.Roster](b.After)
		if err != nil {
			return nil, damaged(err, []byte{byte(record.RosterKind)})
		}
		setRev(&r, e.Seq)
		out = append(out, RosterVersion{e, r})
	}
	return out, nil
}

// RosterVersion is a roster as one event left it.
type RosterVersion struct {
	Event  record.Event
	Roster station.Roster
}

// RosterAt returns the published roster that a day belongs to, false when there
// is none. Who comes that day is its On.
func (s *Store) RosterAt(ctx context.Context, day model.Day) (out station.Roster, ok bool, err error) {
	err = s.view(func(r *reader) error {
		out, ok, err = r.rosterAt(ctx, day)
		return err
	})
	return out, ok, err
}

// span is as much of a roster as finding it needs.
type span struct {
	Rev    uint64    `json:"rev"`
	Status string    `json:"status"`
	From   model.Day `json:"from"`
	To     model.Day `json:"to"`
}

// Revision makes a span readable as the record it is part of.
func (s span) Revision() uint64 { return s.Rev }

// SetRevision does too.
func (s *span) SetRevision(rev uint64) { s.Rev = rev }

// rosterAt finds the newest published roster of a day.
func (r *reader) rosterAt(ctx context.Context, day model.Day) (out station.Roster, ok bool, err error) {
	c := r.raw([]byte{byte(record.RosterKind)})
	defer c.Close()
	var found model.ID
	for c.Next() {
		id := record.RosterKind.ID(record.Tail(c.Key()))
		s, err := load[span](r, id)
		if err := errors.Join(err, ctx.Err()); err != nil {
			return out, false, err
		}
		if s.Status == station.Published && s.From <= day && day <= s.To {
			found = id
		}
	}
	if c.Err() != nil || found == "" {
		return out, false, c.Err()
	}
	out, err = load[station.Roster](r, found)
	return out, err == nil, err
}

// oneRosterADay refuses to put back a roster as published where another one was
// published over its days meanwhile: each day has one roster.
func (r *reader) oneRosterADay(id model.ID, now, next []byte) error {
	if kind, _, _ := record.Split(id); kind != record.RosterKind || next == nil {
		return nil
	}
	mine, err := record.Decode[span](next)
	if err != nil {
		return damaged(err, []byte{byte(record.RosterKind)})
	}
	if mine.Status != station.Published {
		return nil
	}
	if now != nil {
		was, err := record.Decode[span](now)
		if err != nil {
			return damaged(err, []byte{byte(record.RosterKind)})
		}
		if was.Status == station.Published && was.From == mine.From && was.To == mine.To {
			return nil // as it stands
		}
	}
	c := r.raw([]byte{byte(record.RosterKind)})
	defer c.Close()
	for c.Next() {
		other := record.RosterKind.ID(record.Tail(c.Key()))
		s, err := load[span](r, other)
		if err != nil {
			return err
		}
		if other != id && s.Status == station.Published && s.From <= mine.To && mine.From <= s.To {
			return &model.Problem{Code: CodeUndoRoster, Args: map[string]any{"from": s.From.String(), "to": s.To.String()}}
		}
	}
	return c.Err()
}

// rostersWith counts the rosters that name a volunteer.
func (r *reader) rostersWith(id model.ID) (n int, err error) {
	c := r.raw([]byte{byte(record.RosterKind)})
	defer c.Close()
	for c.Next() {
		have, err := load[station.Roster](r, record.RosterKind.ID(record.Tail(c.Key())))
		if err != nil {
			return 0, err
		}
		if slices.ContainsFunc(have.Assignments, func(a shifts.Assignment) bool { return a.Volunteer == string(id) }) {
			n++
		}
	}
	return n, c.Err()
}
