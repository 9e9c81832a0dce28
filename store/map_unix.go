//go:build unix

package store

import (
	"os"
	"runtime"

	"golang.org/x/sys/unix"
)

// mapping is a file in memory, as long as anybody holds it.
type mapping struct{ data []byte }

// mapFile maps a file. The memory is the system's to drop and read again: it
// does not count as this process's own.
func mapFile(path string) (data []byte, keep any, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil || st.Size() == 0 {
		return nil, nil, err
	}
	data, err = unix.Mmap(int(f.Fd()), 0, int(st.Size()), unix.PROT_READ, unix.MAP_SHARED)
	if err != nil {
		return nil, nil, err
	}
	m := &mapping{data}
	runtime.AddCleanup(m, func(data []byte) { _ = unix.Munmap(data) }, data)
	return data, m, nil
}

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
