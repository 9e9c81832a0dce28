package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"heshi/store"
	"heshi/store/find"
)

func threadTime() time.Duration {
	var ts unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &ts)
	return time.Duration(ts.Nano())
}

func profTmp(s *store.Store, kinds []kind) {
	runtime.LockOSThread()
	only := os.Getenv("ONLY")
	if f := os.Getenv("PROF"); f != "" {
		w, _ := os.Create(f)
		_ = pprof.StartCPUProfile(w)
		defer pprof.StopCPUProfile()
	}
	var all times
	for _, k := range kinds {
		if only != "" && only != k.name {
			continue
		}
		var out times
		hits := 0
		for pass := range 6 {
			for _, q := range k.queries {
				b := threadTime()
				r, err := s.Search(context.Background(), find.Query{Text: q, Limit: screenful})
				d := threadTime() - b
				if err != nil {
					fmt.Println(err)
				}
				if pass > 0 {
					out = append(out, d)
					hits += len(r.Hits)
				}
			}
		}
		slices.Sort(out)
		all = append(all, out...)
		fmt.Printf("%-18s %s  max %s hits %.1f  %q\n", k.name, out.cell(), short(out.at(1)), float64(hits)/float64(len(out)), k.queries[0])
	}
	slices.Sort(all)
	fmt.Println("all", all.cell())
}
