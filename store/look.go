package store

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"heshi/model"
	"heshi/store/find"
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
// does not do while reading, and every page of the index with its own. The desk
// runs it once, behind the first screen: it takes what nobody else wants of the
// processor.
func (s *Store) CheckTables(ctx context.Context) error {
	p, err := s.enter()
	if err != nil {
		return err
	}
	defer s.leave(p)
	if err := ctx.Err(); err != nil {
		return err
	}
	done := make(chan error, 1)
	go func() {
		giveWay()
		done <- s.checkTables(ctx, p)
	}()
	return <-done
}

func (s *Store) checkTables(ctx context.Context, p *point) error {
	if err := safely(s.db.VerifyChecksum); err != nil {
		return &model.Problem{Code: CodeDamaged, Args: map[string]any{"what": "badger"}}
	}
	for _, part := range p.index.Parts() {
		switch err := part.Seg.Check(ctx); {
		case errors.Is(err, find.ErrDamaged):
			return &model.Problem{Code: CodeDamaged, Args: map[string]any{"what": "index"}}
		case err != nil:
			return err
		}
	}
	return nil
}

// Exists reports whether dir holds a store.
func Exists(dir string) bool {
	_, err := os.Stat(filepath.Join(dir, "badger", "MANIFEST"))
	return err == nil || errors.Is(err, fs.ErrPermission) // what may not be looked at may be there
}
