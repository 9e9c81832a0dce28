package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/flow"
	"heshi/store/find"
	"heshi/store/record"
)

// KindStep begins the kinds of the events that steps of the flow write: the
// id of the step follows.
const KindStep = "case."

// Codes of the Problems about proofs and targets.
const (
	codeNoFile   = "proof.no_file"    // args file
	codeNotAFile = "proof.no_plain"   // a folder or a device; args file
	codeReading  = "proof.unreadable" // args file
)

func (b By) flow() flow.Actor { return flow.Actor{ID: b.ID, Name: b.name(), Role: b.Role} }

// Do takes one step of the flow in one transaction with one event
// ("case.<action>"), and works out what falls due next. rev is the revision
// the person saw; 0 takes whatever stands. What stands in the way are
// model.Problems. A proof that names a file is read and its digest kept.
func (s *Store) Do(ctx context.Context, by By, id model.ID, rev uint64, action string, args flow.Args) (model.Case, error) {
	args, err := proven(args)
	if err == nil {
		err = s.unbiased(ctx, args, id)
	}
	if err != nil {
		return model.Case{}, err
	}
	var out model.Case
	err = s.write(ctx, func(tx *Tx) (err error) {
		out, err = tx.step(by, id, rev, action, args, 0)
		return err
	})
	return out, err
}

// DoMany takes one step on many cases as one batch: each has its own event,
// and the step is taken on all of them or on none. A refusal names the case.
func (s *Store) DoMany(ctx context.Context, by By, ids []model.ID, action string, args flow.Args) error {
	if len(ids) == 0 {
		return nil
	}
	args, err := proven(args)
	if err == nil {
		err = s.unbiased(ctx, args, ids...)
	}
	if err != nil {
		return err
	}
	return s.alone(ctx, func() error {
		return s.inBatch(by, KindBatchDone, func(b *bulk, first uint64) (final record.Event, err error) {
			for _, id := range ids {
				if err := ctx.Err(); err != nil {
					return final, err
				}
				if err := b.do(func(tx *Tx) error { return tx.oneOfMany(by, id, action, args, first) }); err != nil {
					return final, err
				}
			}
			return final, nil
		})
	})
}

func (tx *Tx) oneOfMany(by By, id model.ID, action string, args flow.Args, batch uint64) error {
	_, err := tx.step(by, id, 0, action, args, batch)
	var faults model.Problems
	if !errors.As(err, &faults) || len(faults) == 0 {
		return err
	}
	c, _, err := txLoad[model.Case](tx, id)
	if err != nil {
		return err
	}
	said := *faults[0]
	said.Field = ""
	return model.Problems{{Code: "step.one_of_many", Args: map[string]any{"no": c.No, "fault": &said}}}
}

// step takes a step on a case.
func (tx *Tx) step(by By, id model.ID, rev uint64, action string, args flow.Args, batch uint64) (model.Case, error) {
	was, body, err := txLoad[model.Case](tx, id)
	if err != nil {
		return was, err
	}
	if rev != 0 && rev != was.Rev {
		return was, stale(tx, was, was, was.Rev)
	}
	now := by.At.In(tx.g.s.opts.Zone).Truncate(timeStep)
	args, core, err := tx.beyond(was, action, args)
	if err != nil {
		return was, err
	}
	next, faults := flow.DoFor(was, action, args, by.flow(), core, now)
	if len(faults) > 0 {
		return was, faults
	}
	if next, err = tx.dated(next); err != nil {
		return was, err
	}
	return editIn(tx, by, KindStep+action, id, next, was, body, batch)
}

// dated works out what falls due next on a case.
func (tx *Tx) dated(c model.Case) (model.Case, error) {
	err := tx.date(&c)
	return c, err
}

// date is dated of what c points to.
func (tx *Tx) date(c *model.Case) error {
	t, err := tx.times()
	if err == nil {
		c.DueOn, c.DueFor = t.Due(*c)
	}
	return err
}

// Times returns the clocks, with the calendar years that were imported, and
// the station's own targets.
func (s *Store) Times(context.Context) (t flow.Times, err error) {
	err = s.view(func(r *reader) error {
		t, err = s.timesFrom(r.get)
		return err
	})
	return t, err
}

func (tx *Tx) times() (flow.Times, error) { return tx.g.s.timesFrom(tx.get) }

// timesFrom reads the times from a view of the store. Clocks that cannot be
// had do not run.
func (s *Store) timesFrom(get func(key []byte) (uint64, []byte, error)) (t flow.Times, err error) {
	rev, years, err := get(record.Key(record.CalendarKind, 1))
	if err != nil {
		return t, err
	}
	if s.opts.Clocks != nil {
		if t.Clocks, err = s.years.clocks(s.opts.Clocks, rev, years); err != nil {
			t.Clocks = clock.Clocks{}
		}
	}
	_, b, err := get(record.Key(record.TargetsKind, 1))
	if err == nil && b != nil {
		t.Targets, err = record.Decode[model.Targets](b)
	}
	return t, err
}

// yearsCache keeps the clocks made with the imported years of one revision.
type yearsCache struct {
	mu   sync.Mutex
	rev  uint64
	have bool
	k    clock.Clocks
}

func (y *yearsCache) clocks(load func() (clock.Clocks, error), rev uint64, body []byte) (clock.Clocks, error) {
	y.mu.Lock()
	defer y.mu.Unlock()
	if y.have && y.rev == rev {
		return y.k, nil
	}
	k, err := load()
	if err != nil {
		return k, err
	}
	years, err := calendarForm().decode(body)
	if err == nil && len(years) > 0 {
		k.Calendar, err = k.Calendar.With(years...)
	}
	if err == nil {
		y.k, y.rev, y.have = k, rev, true
	}
	return k, err
}

// targetsID is the id of the one record of targets.
var targetsID = record.TargetsKind.ID(1)

// Targets returns what the station aims at: the defaults until somebody
// changed them.
func (s *Store) Targets(context.Context) (t model.Targets, err error) {
	err = s.view(func(r *reader) error {
		t, err = load[model.Targets](r, targetsID)
		return err
	})
	if IsCode(err, CodeNotFound) {
		return model.DefaultTargets(), nil
	}
	return t, err
}

// EditTargets changes what the station aims at. It holds for what falls due
// from the next change of each case on.
func (s *Store) EditTargets(ctx context.Context, by By, t model.Targets) (model.Targets, error) {
	t, faults := flow.CheckTargets(t)
	if len(faults.Hard()) > 0 {
		return t, faults.Hard()
	}
	return editOne(ctx, s, by, KindTargetsEdited, targetsID, t, model.DefaultTargets())
}

// Due is an open case with what falls due on it.
type Due struct {
	find.Row
	Why model.DueReason
}

// DueCounted is how far Due counts: a screenful must not wait for the end of a
// long list.
const DueCounted = 2000

// Due returns up to limit open cases, the longest overdue first, and how many
// are open in all, counted up to DueCounted.
func (s *Store) Due(ctx context.Context, limit int) (rows []Due, open int, err error) {
	err = s.view(func(r *reader) error {
		c := r.scan([]byte("o"), nil)
		defer c.Close()
		for c.Next() && open < DueCounted {
			ord := record.Tail(c.Key())
			open++
			if len(rows) >= limit {
				continue
			}
			why := model.DueReason(c.Value())
			row, ok, err := r.row(find.Case, ord)
			if err != nil {
				return err
			}
			if ok {
				rows = append(rows, Due{Row: row, Why: why})
			}
		}
		return errors.Join(c.Err(), ctx.Err())
	})
	return rows, open, err
}

// proven reads the file that the proof among the answers names, if it names
// one.
func proven(args flow.Args) (flow.Args, error) {
	ref, ok := args["proof"].(string)
	ref = strings.TrimSpace(ref)
	if !ok || !namesFile(ref) {
		return args, nil
	}
	sum, err := digestFile(ref)
	if err != nil {
		return nil, err
	}
	out := flow.Args{}
	for k, v := range args {
		out[k] = v
	}
	abs, err := filepath.Abs(ref)
	if err != nil {
		abs = ref
	}
	out["proof"] = model.Proof{Ref: abs, SHA256: sum}
	return out, nil
}

// pathLike matches what a person means as a file: it begins like a path, or is
// one word that ends as file names do.
var pathLike = regexp.MustCompile(`^(/|\./|\.\./|~/|[A-Za-z]:[\\/]|\\\\)|^\S+\.(?i:jpe?g|png|gif|bmp|tiff?|heic|webp|pdf|docx?|xlsx?|csv|txt|mp3|m4a|wav|mp4|mov|zip)$`)

func namesFile(ref string) bool { return pathLike.MatchString(ref) }

func digestFile(path string) (string, error) {
	fault := func(code string) error {
		return model.Problems{{Code: code, Field: "proof", Args: map[string]any{"file": path}}}
	}
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			path = filepath.Join(home, rest)
		}
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return "", fault(codeNoFile)
	case err == nil && !info.Mode().IsRegular():
		return "", fault(codeNotAFile)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", fault(codeReading)
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fault(codeReading)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
