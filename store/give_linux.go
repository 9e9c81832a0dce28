package store

import (
	"runtime"

	"golang.org/x/sys/unix"
)

// giveWay lets everybody else go first, for as long as the goroutine that calls
// it lives: it takes a thread of its own, and that ends with it. Where the
// system refuses, the work is done all the same.
func giveWay() {
	runtime.LockOSThread()
	_ = unix.Setpriority(unix.PRIO_PROCESS, unix.Gettid(), 19)
}
