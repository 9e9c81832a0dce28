package store

import (
	"context"
	"errors"
	"time"

	"heshi/model"
	"heshi/shifts"
	"heshi/store/find"
	"heshi/store/record"
)

func stintEntries(x model.Stint, ord uint64) []find.Entry {
	out := []find.Entry{
		{Key: record.StintKey(model.DayOf(x.In, x.In.Location()), ord)},
		{Key: record.OfVolunteerKey(x.Volunteer, ord)},
	}
	if x.Out.IsZero() {
		out = append(out, find.Entry{Key: record.OpenStintKey(ord)})
	}
	if x.Diary != "" {
		out = append(out, find.Entry{Key: record.DiaryKey(ord)})
	}
	return out
}

// SignIn begins a stay of a volunteer at the desk. Who is there already is
// refused; a stay he forgot to end does not keep him out. turn names the turn
// of the roster he comes for, "" for none.
func (s *Store) SignIn(ctx context.Context, by By, volunteer model.ID, name, turn string) (out model.Stint, err error) {
	err = s.alone(ctx, func() error {
		open, err := s.OpenStints(ctx)
		if err != nil {
			return err
		}
		if p := shifts.MaySignIn(open, volunteer, by.At.In(s.opts.Zone)); p != nil {
			return p
		}
		return s.now(func(tx *Tx) error {
			x := model.Stint{Volunteer: volunteer, Name: name, In: tx.moment(by.At), Turn: turn}
			if x.ID, err = tx.newID(by, record.StintKind); err != nil {
				return err
			}
			out, err = add(tx, by, KindSignedIn, x.ID, x, 0)
			return err
		})
	})
	return out, err
}

// moment is a moment as records keep it.
func (tx *Tx) moment(t time.Time) time.Time { return t.In(tx.g.s.opts.Zone).Truncate(timeStep) }

// SignOut ends a stay now, with a line of the diary for whoever comes next (""
// for none). One that was forgotten is refused: see SayLeft.
func (s *Store) SignOut(ctx context.Context, by By, id model.ID, diary string) (model.Stint, error) {
	diary = find.Clean(diary)
	if p := shifts.CheckDiary(diary); p != nil {
		return model.Stint{}, p
	}
	return s.changeStint(ctx, by, KindSignedOut, id, func(tx *Tx, x *model.Stint) *model.Problem {
		p := shifts.MaySignOut(*x, by.At.In(s.opts.Zone))
		x.Out, x.Diary, x.Seen = tx.moment(by.At), diary, tx.head.seq
		return p
	})
}

// SayLeft notes when a volunteer remembers to have left, where he forgot to
// sign out. It counts once a coordinator confirms it with CorrectStint.
func (s *Store) SayLeft(ctx context.Context, by By, id model.ID, at time.Time) (model.Stint, error) {
	return s.changeStint(ctx, by, KindLeaveSaid, id, func(tx *Tx, x *model.Stint) *model.Problem {
		p := shifts.MaySay(*x, at, by.At)
		x.Said = tx.moment(at)
		return p
	})
}

// CorrectStint sets the times of a line of the sheet, with the reason. Only a
// coordinator may.
func (s *Store) CorrectStint(ctx context.Context, by By, id model.ID, in, out time.Time, reason string) (model.Stint, error) {
	reason = find.Clean(reason)
	if p := shifts.CheckDiary(reason); p != nil {
		return model.Stint{}, p
	}
	return s.changeStint(ctx, by, KindStintFixed, id, func(tx *Tx, x *model.Stint) *model.Problem {
		x.In, x.Out, x.Fixed = tx.moment(in), tx.moment(out), reason
		return shifts.MayCorrect(*x, by.Role, by.At)
	})
}

func (s *Store) changeStint(ctx context.Context, by By, kind string, id model.ID, change func(*Tx, *model.Stint) *model.Problem) (out model.Stint, err error) {
	err = s.write(ctx, func(tx *Tx) error {
		was, body, err := txLoad[model.Stint](tx, id)
		if err != nil {
			return err
		}
		next := was
		if p := change(tx, &next); p != nil {
			return p
		}
		out, err = edit(tx, by, kind, id, next, was, body)
		return err
	})
	if err != nil {
		return model.Stint{}, err
	}
	return out, nil
}

// Stint returns a line of the sign-in sheet.
func (s *Store) Stint(_ context.Context, id model.ID) (x model.Stint, err error) {
	err = s.view(func(r *reader) error {
		if kind, _, ok := record.Split(id); !ok || kind != record.StintKind {
			return NotFound("stint", string(id))
		}
		x, err = load[model.Stint](r, id)
		return err
	})
	return x, err
}

// OpenStints returns the stays that nobody has ended, oldest first: who is at
// the desk, and who forgot to sign out. shifts.Here tells them apart.
func (s *Store) OpenStints(ctx context.Context) (out []model.Stint, err error) {
	return s.stints(ctx, record.OpenStints(), nil, nil)
}

// Stints returns the stays that began on the days from..to, both inside, oldest
// first: the sign-in sheet of a period.
func (s *Store) Stints(ctx context.Context, from, to model.Day) ([]model.Stint, error) {
	until := record.StintDay(to + 1)
	return s.stints(ctx, record.StintDays(), record.StintDay(from), func(key []byte) bool {
		return string(key) < string(until)
	})
}

// StintsOf returns the newest stays of a volunteer, newest first, at most limit.
func (s *Store) StintsOf(ctx context.Context, volunteer model.ID, limit int) ([]model.Stint, error) {
	return s.newest(ctx, record.OfVolunteer(volunteer), limit)
}

// Diary returns the newest lines of the diary, newest first, at most limit.
func (s *Store) Diary(ctx context.Context, limit int) ([]model.Stint, error) {
	return s.newest(ctx, record.Diaries(), limit)
}

// newest reads a list whose keys end in inverted ordinals.
func (s *Store) newest(ctx context.Context, prefix []byte, limit int) (out []model.Stint, err error) {
	err = s.view(func(r *reader) error {
		c := r.raw(prefix)
		defer c.Close()
		for len(out) < limit && c.Next() {
			if err := ctx.Err(); err != nil {
				return err
			}
			x, err := load[model.Stint](r, record.StintKind.ID(^record.Tail(c.Key())))
			if err != nil {
				return err
			}
			out = append(out, x)
		}
		return c.Err()
	})
	return out, err
}

// stints reads the stays of a list in the order of its keys, from a key on,
// while within holds.
func (s *Store) stints(ctx context.Context, prefix, from []byte, within func(key []byte) bool) (out []model.Stint, err error) {
	err = s.view(func(r *reader) error {
		c := r.scan(prefix, from)
		defer c.Close()
		for c.Next() && (within == nil || within(c.Key())) {
			x, err := load[model.Stint](r, record.StintKind.ID(record.Tail(c.Key())))
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			out = append(out, x)
		}
		return c.Err()
	})
	return out, err
}
