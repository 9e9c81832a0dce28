//go:build unix

package store

import (
	"os"

	"golang.org/x/sys/unix"
)

// lock takes an exclusive lock on f without waiting.
func lock(f *os.File) bool {
	return unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB) == nil
}

// freeBytes returns the bytes that an ordinary user may still write on the
// disk that holds dir.
func freeBytes(dir string) (uint64, error) {
	var st unix.Statfs_t
	if err := unix.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return st.Bavail * uint64(st.Bsize), nil
}
