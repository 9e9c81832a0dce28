package trade

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"heshi/model"
	"heshi/store"
)

// Safe is what a backup asks of the store.
type Safe interface {
	Backup(ctx context.Context, by store.By, w io.Writer, progress func(n uint64)) (store.Backed, error)
	NoteBackup(ctx context.Context, by store.By, b store.Backed, file string) error
}

// Backup writes a backup of the store to the file path, reads it back, and only
// then puts it in its place: under that name there is a whole backup or what
// was there before. An older backup is replaced; any other file is refused with
// backup.other_file.
func Backup(ctx context.Context, s Safe, by store.By, path string, progress func(n uint64)) (b store.Backed, err error) {
	if err := replaceable(path); err != nil {
		return b, refuse(err)
	}
	part := path + ".part"
	err = Write(part, func(w io.Writer) (err error) {
		b, err = s.Backup(ctx, by, w, progress)
		return err
	})
	unwritable := &model.Problem{Code: "file.unwritable", Args: map[string]any{"name": clip(path)}}
	if store.IsCode(err, unwritable.Code) {
		return b, unwritable // the file that was asked for, not the one beside it
	}
	if err != nil {
		return b, err
	}
	if err = check(part); err == nil && os.Rename(part, path) != nil {
		err = unwritable
	}
	if err != nil {
		return b, errors.Join(err, os.Remove(part))
	}
	whole, err := filepath.Abs(path)
	if err != nil {
		whole = path
	}
	return b, s.NoteBackup(ctx, by, b, whole)
}

// replaceable refuses a file that is there and is no backup.
func replaceable(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil { // whether a file is there cannot be told
		return &model.Problem{Code: "file.unwritable", Args: map[string]any{"name": clip(path)}}
	}
	_, err = store.CheckBackup(f)
	err = errors.Join(err, f.Close())
	if err == nil || store.IsCode(err, store.CodeBackupDamaged) || store.IsCode(err, store.CodeBackupNewer) {
		return nil
	}
	return &model.Problem{Code: "backup.other_file", Args: map[string]any{"name": clip(path)}}
}

// check reads a backup back from the disk.
func check(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return &model.Problem{Code: "file.unreadable", Args: map[string]any{"name": clip(path)}}
	}
	_, err = store.CheckBackup(f)
	return errors.Join(err, f.Close())
}

// Restore makes a store of the backup in the file path; see store.Restore.
func Restore(ctx context.Context, opts store.Options, path string, progress func(n uint64)) (b store.Backed, rep store.Report, err error) {
	f, err := os.Open(path)
	if err != nil {
		return b, rep, refuse(&model.Problem{Code: "file.unreadable", Args: map[string]any{"name": clip(path)}})
	}
	b, rep, err = store.Restore(ctx, opts, f, progress)
	err = errors.Join(err, f.Close())
	for _, code := range []string{store.CodeNotBackup, store.CodeBackupDamaged, store.CodeBackupNewer} {
		if store.IsCode(err, code) {
			err = refuse(err)
		}
	}
	return b, rep, err
}
