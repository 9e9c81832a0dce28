// Package storetest opens real stores in temporary folders for tests. When a
// test ends, the whole store is checked: a test that leaves a broken chain, a
// record without its keys or a key without its record fails.
package storetest

import (
	"context"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/clock"
	"heshi/model/flow"
	"heshi/model/workday"
	"heshi/store"
	"heshi/store/fill"
)

// Zone is the zone of every test's station, UTC+8 as it is read back from JSON.
var Zone = time.FixedZone("", 8*3600)

// Now is when every test begins: a Monday morning.
var Now = time.Date(2026, 11, 23, 9, 0, 0, 0, Zone)

// Option changes how a test's store is opened.
type Option func(*setup)

type setup struct {
	opts      store.Options
	unchecked bool
	demo      int
}

// At opens the store in dir, which may hold one already.
func At(dir string) Option { return func(s *setup) { s.opts.Dir = dir } }

// Unchecked leaves the check at the end out, for stores that are damaged on
// purpose.
func Unchecked() Option { return func(s *setup) { s.unchecked = true } }

// Clocks lets the clocks of law and station run; without them a case is due
// when something was promised, else the day it came.
func Clocks(t testing.TB) Option {
	k := Times(t).Clocks
	return func(s *setup) { s.opts.Clocks = func() (clock.Clocks, error) { return k, nil } }
}

// Times are the clocks of law and station.
func Times(t testing.TB) flow.Times {
	rules, err := clock.Load(assets.Files())
	require.NoError(t, err)
	cal, err := workday.Load(assets.Files())
	require.NoError(t, err)
	return flow.Times{Clocks: clock.Clocks{Rules: rules, Calendar: cal, Zone: Zone}}
}

// Disk stands in for the disk.
func Disk(d *FakeDisk) Option { return func(s *setup) { s.opts.Free = d.Free } }

// Bulk says that about so many records will be added at once.
func Bulk(records int) Option { return func(s *setup) { s.opts.Bulk = records } }

// Demo fills a new store with shops, people and n generated cases.
func Demo(n int) Option { return func(s *setup) { s.demo = n } }

// Store is an open store with where it is. Close and Reopen it as often as
// the test needs.
type Store struct {
	*store.Store
	Dir   string
	t     testing.TB
	setup setup
}

// Open opens a store in a temporary folder.
func Open(t testing.TB, options ...Option) *Store {
	t.Helper()
	s := &Store{t: t, setup: setup{opts: store.Options{
		Zone: Zone, Station: model.Station{Code: "HS", Name: "Test", Zone: "Asia/Shanghai"},
	}}}
	for _, o := range options {
		o(&s.setup)
	}
	if s.setup.opts.Dir == "" {
		s.setup.opts.Dir = filepath.Join(t.TempDir(), "data")
	}
	s.Dir = s.setup.opts.Dir
	s.open()
	t.Cleanup(s.end)
	if s.setup.demo > 0 {
		s.fill(s.setup.demo)
	}
	return s
}

func (s *Store) open() {
	s.t.Helper()
	var err error
	s.Store, err = store.Open(s.setup.opts)
	require.NoError(s.t, err)
}

// Reopen closes the store and opens it again.
func (s *Store) Reopen() {
	s.t.Helper()
	require.NoError(s.t, s.Close())
	s.open()
}

// end closes the store and checks it as the next process would find it.
func (s *Store) end() {
	require.NoError(s.t, s.Close())
	if s.setup.unchecked || s.t.Failed() {
		return
	}
	s.open()
	s.Whole()
	require.NoError(s.t, s.Close())
}

// Whole fails the test unless everything in the store agrees.
func (s *Store) Whole() {
	s.t.Helper()
	report, err := s.Verify(context.Background(), nil)
	require.NoError(s.t, err)
	require.Empty(s.t, report.Faults)
	require.True(s.t, report.OK)
}

func (s *Store) fill(n int) {
	s.t.Helper()
	names, err := fill.Load(assets.Files())
	require.NoError(s.t, err)
	ctx, plan := context.Background(), fill.Plan{Names: names, Cases: n, Seed: 1, End: Now}
	for _, p := range names.People {
		_, err := s.AddPerson(ctx, store.By{At: Now}, model.Person{Name: p.Name, Role: p.Role, Senior: p.Senior})
		require.NoError(s.t, err)
	}
	require.NoError(s.t, s.AddBatch(ctx, store.By{At: Now}, n, Generated(plan), nil))
}

// Generated gives out the cases of a plan as items of a batch.
func Generated(plan fill.Plan) func(i int) (store.Item, error) {
	return func(i int) (store.Item, error) {
		c, at := plan.Case(i)
		return store.Item{Case: &c, By: store.By{At: at}}, nil
	}
}

// FakeDisk is a disk whose free room a test decides.
type FakeDisk struct{ free atomic.Uint64 }

// NewDisk returns a disk with mib MiB free.
func NewDisk(mib uint64) *FakeDisk {
	d := &FakeDisk{}
	d.Set(mib)
	return d
}

// Set leaves mib MiB free.
func (d *FakeDisk) Set(mib uint64) { d.free.Store(mib << 20) }

// Free returns the free bytes.
func (d *FakeDisk) Free() (uint64, error) { return d.free.Load(), nil }

// Clock tells a time that moves only when it is told to.
type Clock struct{ at atomic.Int64 }

// NewClock returns a clock that stands at Now.
func NewClock() *Clock {
	c := &Clock{}
	c.at.Store(Now.UnixNano())
	return c
}

// Now returns the time the clock stands at.
func (c *Clock) Now() time.Time { return time.Unix(0, c.at.Load()).In(Zone) }

// Add moves the clock.
func (c *Clock) Add(d time.Duration) { c.at.Add(int64(d)) }
