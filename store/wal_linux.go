package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"golang.org/x/sys/unix"
)

// Badger syncs two files at each commit: the log of its memtable, and a value
// log that is never used here (deskOptions). The second costs a flush of the
// disk for nothing, so Badger is told not to sync. A commit is on the disk by the
// journal, or, when it goes to Badger alone, by the sync of the logs here.
//
// Logs are numbered one after the other, and Badger takes one away when its
// memtable has become a table. Each is mapped, and fdatasync writes the dirty pages
// of a file whichever descriptor it is asked through. Tables and the MANIFEST Badger
// syncs always.
const syncsItself = false

// writesThrough opens a file so that what is written is on the disk, its blocks
// being there.
const writesThrough = unix.O_DSYNC

// walSync syncs the logs of the memtables. Only one goroutine at a time may use it.
type walSync struct {
	dir string
	id  int // the newest one known; those before it are on the disk. -1: none is known
	fd  int
}

func walPath(dir string, id int) string { return filepath.Join(dir, fmt.Sprintf("%05d.mem", id)) }

// openWAL readies the sync of an open Badger's logs. Those it found may be of a
// process that was killed: what is in them may not be on the disk yet.
func openWAL(dir string) (*walSync, error) {
	w := &walSync{dir: dir, id: -1, fd: -1}
	logs, err := w.logs()
	if err == nil && len(logs) == 0 {
		err = fmt.Errorf("store: no log of a memtable: %w", os.ErrNotExist)
	}
	return w, err
}

// logs returns the numbers of the logs after the newest one known, in order.
func (w *walSync) logs() (ids []int, err error) {
	names, err := filesIn(w.dir, ".mem")
	for _, name := range names {
		var id int
		if _, err := fmt.Sscanf(name, "%05d.mem", &id); err == nil && id > w.id {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids, err
}

// sync returns when all that Badger has is on the disk. Nothing but derived keys may
// be on its way there.
func (w *walSync) sync() error {
	ids, err := w.logs()
	if err != nil {
		return err
	}
	for _, id := range ids {
		fd, err := unix.Open(walPath(w.dir, id), unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if errors.Is(err, unix.ENOENT) {
			continue // a table by now
		}
		if err != nil {
			return err
		}
		err = w.flush()
		old := w.fd
		w.fd, w.id = fd, id
		if old >= 0 {
			err = errors.Join(err, unix.Close(old))
		}
		if err != nil {
			return err
		}
	}
	if len(ids) > 0 { // their names may not be on the disk
		if err := syncDir(w.dir); err != nil {
			return err
		}
	}
	return w.flush()
}

func (w *walSync) flush() error {
	for w.fd >= 0 {
		err := unix.Fdatasync(w.fd)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
	return nil
}

func (w *walSync) close() error {
	if w.fd < 0 {
		return nil
	}
	return unix.Close(w.fd)
}
