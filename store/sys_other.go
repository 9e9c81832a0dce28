//go:build !unix

package store

import (
	"errors"
	"os"
)

// lock leaves the work to Badger's own lock.
func lock(*os.File) bool { return true }

// freeBytes cannot tell on this system.
func freeBytes(string) (uint64, error) { return 0, errors.ErrUnsupported }
