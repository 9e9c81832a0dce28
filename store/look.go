package store

import (
	"context"
	"os"
	"path/filepath"

	"heshi/model"
)

// FreeMiB returns the free disk, in MiB, where dir is or would be made.
func FreeMiB(dir string) (uint64, error) {
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			free, err := freeBytes(dir)
			return free / mib, err
		}
		dir = filepath.Dir(dir)
	}
}

// CheckTables compares Badger's own block checksums with its blocks, which it
// does not do while reading, and the pages of the index with theirs. The desk runs it once, behind the first screen.
func (s *Store) CheckTables(ctx context.Context) error {
	p, err := s.enter()
	if err != nil {
		return err
	}
	defer s.leave(p)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := safely(s.db.VerifyChecksum); err != nil {
		return &model.Problem{Code: CodeDamaged, Args: map[string]any{"what": "badger"}}
	}
	for _, part := range p.index.Parts() {
		if err := part.Seg.Check(); err != nil {
			return &model.Problem{Code: CodeDamaged, Args: map[string]any{"what": "index"}}
		}
	}
	return nil
}

// Exists reports whether dir holds a store.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "badger", "MANIFEST"))
	return err == nil
}
