package main

import (
	"time"

	"golang.org/x/sys/unix"
)

// processor is how long this thread ran.
func processor() time.Duration {
	var ts unix.Timespec
	if unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts) != nil {
		return 0
	}
	return time.Duration(ts.Nano())
}
