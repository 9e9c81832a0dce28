package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/adrg/xdg"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/workday"
	"heshi/store"
	"heshi/ui/text"
)

// zoneName is the station's time zone.
const zoneName = "Asia/Shanghai"

// rules are the clocks and the calendar, read when they are first needed: no
// screen waits for them.
type rules struct {
	assets fs.FS
	once   sync.Once
	clocks clock.Clocks
	err    error
}

func (r *rules) load(zone *time.Location) (clock.Clocks, error) {
	r.once.Do(func() {
		cal, err := workday.Load(r.assets)
		rs, err2 := clock.Load(r.assets)
		r.clocks = clock.Clocks{Rules: rs, Calendar: cal, Zone: zone}
		r.err = errors.Join(err, err2)
	})
	return r.clocks, r.err
}

// zone returns the station's zone, which the program carries with it.
func zone() *time.Location {
	loc, err := time.LoadLocation(zoneName)
	if err != nil {
		return time.FixedZone(zoneName, 8*60*60)
	}
	return loc
}

// dataDir is where the store lives: --data, HESHI_DATA, or the XDG data folder.
func (a *app) dataDir() (string, error) {
	for _, dir := range []string{a.data, a.getenv("HESHI_DATA")} {
		if dir != "" {
			return filepath.Clean(dir), nil
		}
	}
	if a.getenv("XDG_DATA_HOME") == "" && a.getenv("HOME") == "" {
		return "", &model.Problem{Code: "data.no_home"}
	}
	return filepath.Join(xdg.DataHome, "heshi"), nil
}

// session is an open store with the clock and the person of this run.
type session struct {
	*store.Store
	now    func() time.Time
	person model.Person
}

func (s *session) by() store.By {
	return store.By{ID: s.person.ID, Actor: s.person.Name, Role: s.person.Role, At: s.now()}
}

// open opens the store for a command.
func (a *app) open(ctx context.Context, bulk int) (*session, error) {
	dir, err := a.dataDir()
	if err != nil {
		return nil, err
	}
	return a.openAt(ctx, dir, 0, bulk)
}

// openAt opens the store in a folder. An index of at least so many events, if it
// must be made again, is made beside the open store; 0 means that it is made first.
// bulk is about how many records are to come at once, if that is what the store is
// opened for.
func (a *app) openAt(ctx context.Context, dir string, beside, bulk int) (*session, error) {
	loc := zone()
	now, err := a.clock(loc)
	if err != nil {
		return nil, err
	}
	opts := a.storeOptions(dir)
	opts.Beside, opts.Bulk = beside, bulk
	var opened atomic.Bool
	say := opts.Progress
	opts.Progress = func(chore store.Chore, done, all int) {
		if !opened.Load() { // else the desk says it
			say(chore, done, all)
		}
	}
	st, err := store.Open(opts)
	if opened.Store(true); err != nil {
		return nil, err
	}
	s := &session{Store: st, now: now}
	if a.demo {
		done := a.waiting("cli.demo.wait")
		err = a.furnish(ctx, s)
		done()
	}
	if err == nil {
		err = a.seat(ctx, s)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// storeOptions are what a station's store is opened with.
func (a *app) storeOptions(dir string) store.Options {
	return store.Options{
		Dir: dir, Zone: zone(), Clocks: func() (clock.Clocks, error) { return a.rules.load(zone()) },
		Station: model.Station{Code: "HS01", Name: a.tx.T("station.default"), Zone: zoneName}, Progress: a.opening(),
	}
}

// opening says how far an open is with what it has to do first: make the index
// again when it is missing, damaged or of another version, and take out what was
// not written to its end when the program was killed.
func (a *app) opening() func(chore store.Chore, done, all int) {
	say := map[store.Chore]func(uint64){}
	key := map[store.Chore]text.Key{store.Remaking: "cli.index.remade", store.Sweeping: "cli.swept"}
	return func(chore store.Chore, done, all int) {
		if say[chore] == nil {
			say[chore] = a.progress(key[chore], all)
		}
		say[chore](uint64(done))
	}
}

// seat puts the person of --as at the desk.
func (a *app) seat(ctx context.Context, s *session) (err error) {
	if a.as == "" {
		return nil
	}
	s.person, err = s.Person(ctx, a.as)
	if err == nil && s.person.Disabled {
		err = &model.Problem{Code: "person.disabled", Args: map[string]any{"name": s.person.Name}}
	}
	return usage(err)
}

// with runs fn on the open store and closes it.
func (a *app) with(ctx context.Context, fn func(*session) error) error { return a.withBulk(ctx, 0, fn) }

// withBulk is with for about so many records that come at once.
func (a *app) withBulk(ctx context.Context, bulk int, fn func(*session) error) (err error) {
	s, err := a.open(ctx, bulk)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return fn(s)
}

// throwAway makes a folder for --demo that is gone when the desk closes.
func throwAway() (dir string, remove func() error, err error) {
	dir, err = os.MkdirTemp("", "heshi-demo-")
	if err != nil {
		return "", nil, &model.Problem{Code: "store.read_only", Args: map[string]any{"dir": os.TempDir()}}
	}
	return dir, func() error { return os.RemoveAll(dir) }, nil
}
