package store

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"

	"heshi/model"
)

// deskOptions are Badger's settings for a desk machine of 4 GiB
// (shared/perf.md section 6; the figures of this combination are in
// BenchmarkOptions and the README).
func deskOptions(dir string) badger.Options {
	return badger.DefaultOptions(dir).
		WithLogger(nil).
		WithSyncWrites(true).
		WithMemTableSize(4 * mib).
		WithNumMemtables(2).
		WithNumLevelZeroTables(4).
		WithNumLevelZeroTablesStall(8).
		WithNumCompactors(2).
		WithBaseTableSize(16 * mib).
		WithValueLogFileSize(16 * mib).
		// Values never go to the value log: it hands out flipped bits
		// without an error. Badger caps the threshold at the batch size.
		WithValueThreshold(512 << 10).
		WithCompression(options.None).
		WithBlockCacheSize(0).
		WithNumVersionsToKeep(1).
		WithDetectConflicts(false). // one writer
		WithMetricsEnabled(false).
		WithChecksumVerificationMode(options.NoVerification) // records carry their own
}

// openBadger opens Badger and turns what it says, also by panicking on bad
// bytes, into Problems.
func openBadger(dir string) (db *badger.DB, err error) {
	defer func() {
		if r := recover(); r != nil {
			db, err = nil, openProblem(dir, fmt.Errorf("%v", r))
		}
	}()
	db, err = badger.OpenManaged(deskOptions(dir))
	if err != nil {
		return nil, openProblem(dir, err)
	}
	return db, nil
}

func openProblem(dir string, err error) error {
	switch {
	case strings.Contains(err.Error(), "Cannot acquire directory lock"):
		return heldProblem(filepath.Dir(dir))
	case errors.Is(err, syscall.EACCES), errors.Is(err, syscall.EROFS):
		return readOnly(filepath.Dir(dir), err)
	}
	return &model.Problem{Code: CodeDamaged, Args: map[string]any{"what": "badger"}}
}
