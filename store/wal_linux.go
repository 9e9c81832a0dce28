package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// Badger syncs two files at each commit: the log of its memtable, and a value
// log that is never used here (deskOptions). The second costs a flush of the
// disk for nothing, so Badger is told not to sync, and the log of the memtable
// is synced here before a commit counts as being on the disk.
//
// A commit lies in one log as a whole, the newest: Badger begins another one
// only before it writes a commit, and the next commit is sent when the one
// before it is synced (commitAt). Only derived keys may go between two commits, to
// the log of either (ferry). Logs are numbered one after the other. The
// newest is mapped, and fdatasync writes the dirty pages of a file whichever
// descriptor it is asked through. Tables and the MANIFEST Badger syncs always.
const syncsItself = false

// walSync syncs the newest log of the memtable. Only one goroutine at a time may
// use it.
type walSync struct {
	dir string
	id  int
	fd  int
	new bool // its name may not be on the disk
}

func walPath(dir string, id int) string { return filepath.Join(dir, fmt.Sprintf("%05d.mem", id)) }

// openWAL finds the newest log of an open Badger.
func openWAL(dir string) (*walSync, error) {
	logs, err := filesIn(dir, ".mem")
	if err != nil {
		return nil, err
	}
	w := &walSync{dir: dir, id: -1, fd: -1, new: true}
	for _, name := range logs {
		var id int
		if _, err := fmt.Sscanf(name, "%05d.mem", &id); err == nil && id > w.id {
			w.id = id
		}
	}
	if w.id < 0 {
		return nil, fmt.Errorf("store: no log of a memtable: %w", os.ErrNotExist)
	}
	w.fd, err = unix.Open(walPath(dir, w.id), unix.O_RDONLY|unix.O_CLOEXEC, 0)
	return w, err
}

// sync returns when the last commit is on the disk.
func (w *walSync) sync() error {
	for {
		fd, err := unix.Open(walPath(w.dir, w.id+1), unix.O_RDONLY|unix.O_CLOEXEC, 0)
		if errors.Is(err, unix.ENOENT) {
			break
		}
		if err != nil {
			return err
		}
		// Derived keys may be in it that nobody waited for.
		err = w.flush()
		old := w.fd
		w.fd, w.id, w.new = fd, w.id+1, true
		if err := errors.Join(err, unix.Close(old)); err != nil {
			return err
		}
	}
	if w.new {
		if err := syncDir(w.dir); err != nil {
			return err
		}
		w.new = false
	}
	return w.flush()
}

func (w *walSync) flush() error {
	for {
		err := unix.Fdatasync(w.fd)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func (w *walSync) close() error { return unix.Close(w.fd) }
