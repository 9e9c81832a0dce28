package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/table"
)

// maxChecksum is more than the checksum at the end of a table takes, in bytes:
// a kind and a number of 64 bits.
const maxChecksum = 64

// errTableEnd says that a table was cut off, or its end written over.
var errTableEnd = errors.New("store: a table does not end as one does")

// tablesEnd looks at the end of every table that the MANIFEST names; others were
// being made in a crash, and Badger takes them away. Badger believes
// the lengths that stand there and reads by them, in goroutines of its own: one
// file that was cut off would take the whole program down, with nobody to catch
// it. From the end a table holds: 4 bytes, the length of the checksum; the
// checksum; 4 bytes, the length of the index; the index, whose checksum Badger
// checks.
func tablesEnd(dir string) error {
	m, err := os.Open(filepath.Join(dir, badger.ManifestFilename))
	if err != nil {
		return nil // a new store, or one Badger has its own words for
	}
	defer m.Close()
	manifest, _, err := badger.ReplayManifestFile(m, 0, deskOptions(dir))
	if err != nil {
		return nil // Badger refuses to open it
	}
	for id := range manifest.Tables {
		path := table.NewFilename(id, dir)
		if err := tableEnd(path); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return nil
}

// dropEmptyLogs takes away logs without a byte: who was killed between making one and
// giving it its size left it so, nothing was ever in it, and Badger does not open a
// store that has one.
func dropEmptyLogs(dir string) error {
	for _, ext := range []string{".mem", ".vlog"} {
		names, err := filesIn(dir, ext)
		if err != nil {
			return err
		}
		for _, name := range names {
			path := filepath.Join(dir, name)
			if info, err := os.Stat(path); err != nil || info.Size() > 0 {
				continue
			}
			if err := os.Remove(path); err != nil {
				return err
			}
		}
	}
	return nil
}

// tableEnd says whether a table ends as one does.
func tableEnd(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	tail := make([]byte, min(info.Size(), 4+maxChecksum+4))
	if _, err := f.ReadAt(tail, info.Size()-int64(len(tail))); err != nil {
		return err
	}
	rest, checksum := length(tail)
	if checksum > int64(len(rest)) {
		return errTableEnd
	}
	if rest, index := length(rest[:int64(len(rest))-checksum]); rest == nil || index > info.Size()-checksum-8 {
		return errTableEnd
	}
	return nil
}

// length takes the length that stands in the last 4 bytes off; a length no table
// has, and nil, when there are fewer.
func length(b []byte) (rest []byte, n int64) {
	if len(b) < 4 {
		return nil, 1 << 62
	}
	at := len(b) - 4
	return b[:at], int64(binary.BigEndian.Uint32(b[at:]))
}
