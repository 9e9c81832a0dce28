package store

import (
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"

	"heshi/model"
)

const (
	memTable = 4 * mib
	// batchBytes is how large Badger lets a transaction be.
	batchBytes = memTable * 15 / 100
)

// deskOptions are Badger's settings for a desk machine of 4 GiB
// (shared/perf.md section 6; the figures of this combination are in
// BenchmarkOptions and the README).
func deskOptions(dir string) badger.Options {
	opts := badger.DefaultOptions(dir).
		WithLogger(nil).
		WithSyncWrites(syncsItself).
		WithMemTableSize(memTable).
		WithNumMemtables(2).
		// Records and events grow at two places of the key space, so a table
		// from above meets much of the level below: fewer and larger steps
		// write less than half as much. Measured over a fill of 500,000 cases,
		// against 4 tables and a base of 10 MiB: 1.9 GB written in place of 4.4.
		WithNumLevelZeroTables(16).
		WithNumLevelZeroTablesStall(32).
		WithBaseLevelSize(256 * mib).
		WithNumCompactors(2).
		// Badger takes memory of twice a table's size for each it makes, eight
		// at once; and more, smaller tables make a cold open slower.
		WithBaseTableSize(16 * mib).
		WithValueLogFileSize(16 * mib).
		// Values never go to the value log: it hands out flipped bits
		// without an error, and nobody syncs it (wal_linux.go). One of the
		// threshold's size does not fit any transaction.
		WithValueThreshold(batchBytes).
		WithCompression(options.None).
		WithBlockCacheSize(0).
		WithNumVersionsToKeep(1).
		WithDetectConflicts(false). // one writer
		WithMetricsEnabled(false).
		WithChecksumVerificationMode(options.NoVerification) // records carry their own
	opts.TableSizeMultiplier = 1 // tables are of one size on every level
	return opts
}

// bulkEach is about how many bytes a case takes in Badger: record, event and what is
// derived. bulkRoom is how many it takes on the disk for a moment, when a compaction
// writes all of it once more, and so does the index.
const bulkEach, bulkRoom = 1000, 4 << 10

// bulkOptions are deskOptions for a store that is opened to take in so many records.
// What comes is newer than all there is, but lies at three places of the key space,
// so a compaction of it meets most of what went before it: a fill of 1,000,000 cases
// wrote 5 GB. Here the tables wait for each other, and are compacted once: when most
// of the records are there, beside the rest, and at close.
func bulkOptions(dir string, records int) badger.Options {
	opts := deskOptions(dir)
	tables := records / 10 * 9 * bulkEach / memTable
	if tables <= opts.NumLevelZeroTables {
		return opts
	}
	return opts.WithNumLevelZeroTables(tables).WithNumLevelZeroTablesStall(math.MaxInt).
		WithCompactL0OnClose(true).WithNumMemtables(bulkMemtables)
}

// bulkMemtables is how many memtables wait to become tables while many records come:
// one that waits for the disk must not hold up the others.
const bulkMemtables = 4

// spareProcessor lets the program run one goroutine more at a time than it was
// started with. Badger writes through mapped files: a thread that waits for a
// page of one keeps its place without the runtime noticing, and the rest of the
// program would have one processor less. Measured: a tenth to a seventh more
// cases a second in a fill.
//
// The setting is the process's, so it is made once however many stores are
// opened, and only ever raised: whoever allows more than one over the machine's
// processors already keeps that. It needs no owner: nothing reads it, and it is
// never changed back.
var spareProcessor = sync.OnceFunc(func() {
	if n := runtime.GOMAXPROCS(0); n <= runtime.NumCPU() {
		runtime.GOMAXPROCS(n + 1)
	}
})

// openBadger opens Badger and turns what it says, also by panicking on bad
// bytes, into Problems.
func openBadger(opts badger.Options, zone *time.Location) (db *badger.DB, err error) {
	dir := opts.Dir
	defer func() {
		if r := recover(); r != nil {
			db, err = nil, openProblem(dir, zone, fmt.Errorf("%v", r))
		}
	}()
	if err := tablesEnd(dir); err != nil {
		return nil, openProblem(dir, zone, err)
	}
	if err := dropEmptyLogs(dir); err != nil {
		return nil, openProblem(dir, zone, err)
	}
	spareProcessor()
	db, err = badger.OpenManaged(opts)
	if err != nil {
		return nil, openProblem(dir, zone, err)
	}
	return db, nil
}

func openProblem(dir string, zone *time.Location, err error) error {
	switch {
	case strings.Contains(err.Error(), "Cannot acquire directory lock"):
		return heldProblem(filepath.Dir(dir), zone)
	case errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EROFS):
		return readOnly(filepath.Dir(dir), err)
	}
	return &model.Problem{Code: CodeDamaged, Args: map[string]any{"what": "badger"}}
}
