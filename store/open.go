package store

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/dgraph-io/badger/v4"

	"heshi/model"
	"heshi/model/clock"
	"heshi/store/find"
	"heshi/store/record"
)

const (
	// schemaVersion is the layout this program writes. Raise it with a step in
	// migrations.
	schemaVersion = 1
	// derivedVersion is what this program derives from records. Raise it when
	// that changes: the next open then makes the derived keys and the index of a store anew.
	derivedVersion = 5
	// stampShift leaves room for 2^20 writes outside the log between events.
	stampShift = 20

	mib = 1 << 20
	// needRoom is the free disk below which writes are refused: Badger dies of
	// SIGBUS when it touches a mapped page of a full disk, and a flush plus a
	// compaction must fit after the last accepted write (shared/perf.md 4b).
	needRoom = 256 * mib
	// openRoom is the free disk below which the store is not opened at all:
	// opening makes two logs of 2 x memtable, one value log and the journal.
	openRoom = 64 * mib
)

// Options say where and how to open a store.
type Options struct {
	Dir string // the data folder; made when missing
	// Clocks gives the clocks by which what falls due next on a case is worked
	// out. Nil, or an error, means that no clock runs: a case is due when
	// something was promised, else the day it came.
	Clocks func() (clock.Clocks, error)
	// Zone is the station's time zone.
	Zone *time.Location
	// Station is written when the store is new.
	Station model.Station
	// Progress hears how far a work is that an open has to do first; nil hears
	// nothing.
	Progress func(chore Chore, done, all int)
	// Beside is of how many events at least the index is made beside the open
	// store, which is searched meanwhile; 0 means that Open makes it. Until it is
	// made, who needs all of it waits, and so do writes.
	Beside int
	// Bulk is about how many records will be added at once, if that is what the store
	// is opened for: what Badger does to keep reads fast waits until they are there.
	// It needs room on the disk for twice as much, and is as 0 when there is not.
	Bulk int
	// Piece is how many records of a bulk make a segment of the index; 0 means
	// 65,536. Tests use small ones.
	Piece int
	// Free tells the free bytes of the disk that holds Dir; nil asks the
	// operating system. Tests fill a disk with it.
	Free func() (uint64, error)
}

// Chore is what an open may have to do first.
type Chore int

const (
	// Remaking makes the index, or all that is derived, again: so many records of
	// how many are done.
	Remaking Chore = iota
	// Sweeping takes out a batch that was cut short: so many of its keys are; how
	// many there are nobody has counted.
	Sweeping
)

// Store is an open store. Its methods may be called from any goroutine.
type Store struct {
	opts    Options
	db      *badger.DB
	wal     *walSync  // the writer's
	journal *journal  // who sees a group to the disk has it, else the writer
	head    *headFile // the writer's

	point atomic.Pointer[point] // what readers see
	lost  atomic.Pointer[Loss]

	requests chan *request // those who found somebody else writing
	stirred  chan struct{} // the first write after a rest
	quit     chan struct{}
	done     chan struct{}
	closing  sync.Once
	closeErr error

	outside    head   // the head file as it was found at open
	unfinished uint64 // a batch that a crash cut short, found at open
	unknown    bool   // the index is to be made when that batch is gone

	shelf   *shelf        // where the index is kept
	grown   chan struct{} // the index grew
	resting chan struct{} // the desk rests
	kept    chan struct{} // the keeper has ended
	listing sync.Mutex    // guards indexed and the list of segments
	indexed head          // the event up to which the list knows the store

	turn     sync.Mutex    // who holds it is the writer; it guards what follows
	flying   *group        // on its way to the disk; nil when none
	last     *group        // the last one that arrived there, until readers see it
	tip      place         // of what was sent last
	base     uint64        // the stamp up to which everything is on the disk
	crowd    [2]int        // how many writes shared the last two commits
	ferried  uint64        // the event up to which derived keys were sent between two commits
	between  uint64        // the stamp of the last that were
	ferrying chan struct{} // closed when Badger has those
	hot      hot           // what is read again and again
	signing  []byte        // memory for the event at hand
	code     codeOf        // the station's, as it was read last
	years    yearsCache    // the clocks with the imported years
	rested   bool          // nothing was written since the rest
	finished bool          // no more writes

	halted  atomic.Bool // a commit failed
	showing sync.Mutex  // guards the way from one point to the next

	mu      sync.Mutex
	idle    *sync.Cond     // a reader left
	readers map[uint64]int // open readers by their stamp
	closed  bool           // no more readers
	wake    chan struct{}  // closed and renewed at each commit
}

// point is a consistent place in time: the head of the chain, the stamp at
// which Badger is read, the derived keys that are not in Badger yet, and the
// index.
type point struct {
	stamp uint64
	head  head
	fresh *fresh
	index *find.View
	// making is set while index is only a part of what it is to be.
	making *making
	more   chan struct{} // closed when index grew; set with making
}

// Loss says that events which were shown as saved are missing from the log.
type Loss struct{ From, To uint64 }

// Open opens the store in opts.Dir and makes it when it is not there. Errors
// are Problems: CodeHeld, CodeNewer, CodeDamaged, CodeDiskFull, CodeReadOnly,
// CodeNotDir. A log that ends before the head file opens all the same; see
// Store.Lost.
func Open(opts Options) (*Store, error) {
	if opts.Zone == nil {
		opts.Zone = time.UTC
	}
	if opts.Piece == 0 {
		opts.Piece = segmentDocs
	}
	if opts.Progress == nil {
		opts.Progress = func(Chore, int, int) {}
	}
	if opts.Free == nil {
		opts.Free = lately(freeAge, func() (uint64, error) { return freeBytes(opts.Dir) })
	}
	if err := prepare(opts.Dir, opts.Free); err != nil {
		return nil, err
	}
	if room(opts.Free, needRoom+bulkRoom*uint64(opts.Bulk)) != nil {
		opts.Bulk = 0
	}
	held, err := hold(opts.Dir, opts.Zone)
	if err != nil {
		return nil, err
	}
	s := &Store{
		opts: opts, requests: make(chan *request, maxGroup), stirred: make(chan struct{}, 1), quit: make(chan struct{}),
		done: make(chan struct{}), readers: map[uint64]int{}, wake: make(chan struct{}),
		grown: make(chan struct{}, 1), resting: make(chan struct{}, 1), kept: make(chan struct{}),
		shelf: &shelf{dir: filepath.Join(opts.Dir, "index"), piece: opts.Piece},
	}
	s.idle = sync.NewCond(&s.mu)
	if err := s.open(); err != nil {
		return nil, errors.Join(err, held.release())
	}
	go s.run(held)
	go s.keep()
	nudge(s.grown)
	return s, nil
}

// freeAge is how old the answer to how much room is free may be. Even a
// process that fills the disk at a gigabyte a second takes less than needRoom
// in that time.
const freeAge = 50 * time.Millisecond

// lately returns fn with its last good answer kept for a while: asking the
// operating system before each commit costs a tenth of the commit.
func lately(age time.Duration, fn func() (uint64, error)) func() (uint64, error) {
	var mu sync.Mutex
	var free uint64
	var at time.Time
	return func() (uint64, error) {
		mu.Lock()
		defer mu.Unlock()
		if !at.IsZero() && time.Since(at) < age {
			return free, nil
		}
		v, err := fn()
		if err == nil {
			free, at = v, time.Now()
		}
		return v, err
	}
}

// prepare makes the folder and refuses, in words, what cannot work.
func prepare(dir string, free func() (uint64, error)) error {
	if err := os.MkdirAll(filepath.Join(dir, "badger"), 0o700); err != nil {
		if errors.Is(err, syscall.ENOTDIR) || errors.Is(err, syscall.EEXIST) {
			return &model.Problem{Code: CodeNotDir, Args: map[string]any{"dir": dir}}
		}
		return readOnly(dir, err)
	}
	probe, err := os.CreateTemp(dir, ".probe*")
	if err != nil {
		return readOnly(dir, err)
	}
	err = errors.Join(probe.Close(), os.Remove(probe.Name()))
	if err != nil {
		return readOnly(dir, err)
	}
	return room(free, openRoom)
}

func readOnly(dir string, err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return &model.Problem{Code: CodeDiskFull, Args: map[string]any{"free_mib": 0, "need_mib": needRoom / mib}}
	}
	return &model.Problem{Code: CodeReadOnly, Args: map[string]any{"dir": dir}}
}

// room refuses when fewer than need bytes are free. Not knowing is no reason
// to refuse.
func room(free func() (uint64, error), need uint64) error {
	have, err := free()
	if err != nil || have >= need {
		return nil
	}
	return &model.Problem{Code: CodeDiskFull, Args: map[string]any{"free_mib": have / mib, "need_mib": needRoom / mib}}
}

func (s *Store) open() (err error) {
	dir := filepath.Join(s.opts.Dir, "badger")
	if err := keepManifest(s.opts.Dir, dir); err != nil {
		return err
	}
	if s.db, err = openBadger(bulkOptions(dir, s.opts.Bulk), s.opts.Zone); err != nil {
		return err
	}
	if s.wal, err = openWAL(dir); err != nil {
		return errors.Join(readOnly(s.opts.Dir, err), safely(s.db.Close))
	}
	file, outside, err := openHead(filepath.Join(s.opts.Dir, "head"))
	if err != nil {
		return errors.Join(readOnly(s.opts.Dir, err), safely(s.db.Close), s.wal.close())
	}
	s.head = file
	err = s.openJournal()
	if err == nil {
		err = s.load(outside)
	}
	if err == nil {
		err = safely(s.restore)
	}
	if err != nil {
		return errors.Join(err, safely(s.db.Close), file.close(), s.wal.close(), s.journal.close())
	}
	return nil
}

// asFound lets reads see all that Badger has, of which nothing is known yet.
func (s *Store) asFound() {
	s.point.Store(&point{stamp: s.db.MaxVersion(), index: find.NewView(nil)})
}

// load finds the end of the log, compares it with the head file and publishes
// the first point.
func (s *Store) load(outside head) error {
	s.asFound()
	now := *s.point.Load()
	err := s.view(func(r *reader) error {
		if err := r.checkSchema(); err != nil {
			return err
		}
		last, ok, err := r.lastEvent()
		if err != nil {
			return err
		}
		if ok {
			now.head = head{seq: last.Seq, hash: last.Hash}
		}
		if s.unfinished, err = r.openBatch(); err != nil {
			return err
		}
		end := s.seen(now.head.seq)
		if now.fresh, err = r.unsettled(end); err != nil {
			return err
		}
		if stale, err := r.remakes(); stale || err != nil {
			return err // restore makes it
		}
		now.more = make(chan struct{})
		now.index, now.making, err = s.openIndex(r, head{seq: end, hash: now.head.hash})
		return err
	})
	if err != nil {
		return err
	}
	s.point.Store(&now)
	s.tip = place{now.stamp, now.head}
	s.outside = outside
	s.missing(s.seen(now.head.seq))
	return nil
}

// missing notes what is lost when the log ends with the event seen.
func (s *Store) missing(seen uint64) {
	if s.outside.seq > seen {
		s.lost.Store(&Loss{From: seen + 1, To: s.outside.seq})
	}
}

// seen returns the last event that anybody was shown: those of an unfinished
// batch were not.
func (s *Store) seen(last uint64) uint64 {
	if s.unfinished > 0 {
		return s.unfinished - 1
	}
	return last
}

// restore does what comes before the first write: it marks a new store with its
// schema, takes out a batch cut short, and remakes the derived keys and the
// index of an older store, or where that was cut short.
func (s *Store) restore() error {
	if s.unfinished > 0 {
		if err := s.writable(); err != nil {
			return err
		}
		if err := s.swept(); err != nil {
			return err
		}
	}
	if s.point.Load().stamp == 0 {
		return s.now(func(tx *Tx) error {
			tx.setNumber(record.MetaKey("schema"), schemaVersion)
			tx.setNumber(derivedKey(), derivedVersion)
			return nil
		})
	}
	var stale bool
	err := s.view(func(r *reader) (err error) {
		stale, err = r.remakes()
		return err
	})
	if err != nil || !stale {
		return err
	}
	if err := s.writable(); err != nil {
		return err
	}
	var all int
	if err := s.view(func(r *reader) error { all = r.records(record.Kinds()); return nil }); err != nil {
		return err
	}
	return s.rebuild(func(done uint64) { s.opts.Progress(Remaking, int(done), all) })
}

// swept takes out the batch that was cut short.
func (s *Store) swept() error {
	err := s.takeOut(*s.point.Load(), s.unfinished, func(keys int) { s.opts.Progress(Sweeping, keys, 0) })
	if err != nil {
		return err
	}
	s.missing(s.Head())
	if !s.unknown {
		return nil
	}
	p := *s.point.Load()
	err = s.view(func(r *reader) (err error) {
		p.index, err = s.reindex(r, r.making(p.head, s.quit))
		return err
	})
	s.publish(&p)
	return err
}

// remakes says whether derived keys and index are to be remade: that was cut
// short, or an older program made them.
func (r *reader) remakes() (bool, error) {
	version, err := r.number(derivedKey())
	return r.has(rebuildKey()) || r.at.stamp > 0 && version != derivedVersion, err
}

func (r *reader) checkSchema() error {
	have, err := r.number(record.MetaKey("schema"))
	if err == nil && have > schemaVersion {
		err = &model.Problem{Code: CodeNewer, Args: map[string]any{"have": have, "want": schemaVersion}}
	}
	return err
}

// Lost tells which events were shown as saved and are missing; nil when none.
// The next change records the loss in the log.
func (s *Store) Lost() *Loss { return s.lost.Load() }

// Head returns the sequence number of the last event, 0 before the first.
func (s *Store) Head() uint64 { return s.point.Load().head.seq }

// Zone returns the station's time zone.
func (s *Store) Zone() *time.Location { return s.opts.Zone }

// Close finishes the writes under way, flushes and closes. Later calls return
// what the first returned.
func (s *Store) Close() error {
	s.closing.Do(func() {
		close(s.quit)
		<-s.done
	})
	return s.closeErr
}
