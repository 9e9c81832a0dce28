//go:build linux

package store_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"heshi/assets"
	"heshi/model"
	"heshi/store"
	"heshi/store/fill"
	"heshi/store/storetest"
)

var start = time.Date(2026, 11, 23, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))

func plan(b testing.TB, n int) fill.Plan {
	names, err := fill.Load(assets.Files())
	require.NoError(b, err)
	return fill.Plan{Names: names, Cases: n, Seed: 1, End: start}
}

func openAt(b testing.TB, dir string) *store.Store {
	s, err := store.Open(store.Options{Dir: dir, Zone: start.Location(), Station: model.Station{Code: "HS", Name: "S"}})
	require.NoError(b, err)
	return s
}

// complaints gives out typical complaints: three facts, a phone, class, nature,
// request, amount and a purchase day, about one of the 300 shops of a mall,
// which it adds.
func complaints(b testing.TB, s *store.Store) func(i int) model.Case {
	p := plan(b, 100_000)
	shops := p.Shops(300)
	require.NoError(b, s.AddBatch(context.Background(), store.By{At: start}, len(shops), func(i int) (store.Item, error) {
		return store.Item{Shop: &shops[i], By: store.By{At: start}}, nil
	}, nil))
	return func(i int) model.Case {
		shop := shops[i%len(shops)].Name
		for {
			c, _ := p.Case(i % 100_000)
			if c.Kind == model.Complaint {
				c.Shop = shop
				c.State, c.ClosedAt, c.PurchasedOn = "", time.Time{}, model.DayOf(start, start.Location())-3
				return c
			}
			i = (i + 50_021) % 100_000
		}
	}
}

// BenchmarkSave saves typical complaints one at a time and, in turn with them,
// appends 4 KiB to a file of the same disk and flushes it.
func BenchmarkSave(b *testing.B) {
	dir := b.TempDir()
	s := openAt(b, filepath.Join(dir, "s"))
	f, err := os.Create(filepath.Join(dir, "raw"))
	require.NoError(b, err)
	next, block := complaints(b, s), make([]byte, 4096)
	save := func(i int) time.Duration {
		c := next(i) // what making it up takes is not the store's
		began := time.Now()
		_, err := s.AddCase(context.Background(), store.By{Actor: "a", At: start.Add(time.Duration(i) * time.Second)}, c)
		took := time.Since(began)
		require.NoError(b, err)
		return took
	}
	for i := range 2000 { // shops are known, files have their size
		save(i)
	}
	var saves, appends []time.Duration
	i := 2000
	for b.Loop() {
		saves = append(saves, save(i))
		began := time.Now()
		_, err := f.Write(block)
		require.NoError(b, err)
		require.NoError(b, f.Sync())
		appends = append(appends, time.Since(began))
		i++
	}
	b.StopTimer()
	slices.Sort(saves)
	slices.Sort(appends)
	at := func(d []time.Duration, q float64) float64 { return float64(d[int(q*float64(len(d)-1))].Microseconds()) }
	b.ReportMetric(at(saves, .5), "save-p50-us")
	b.ReportMetric(at(appends, .5), "append-p50-us")
	b.ReportMetric(at(saves, .5)/at(appends, .5), "ratio-p50")
	b.ReportMetric(at(saves, .99), "save-p99-us")
	b.ReportMetric(at(appends, .99), "append-p99-us")
	require.NoError(b, s.Close())
}

// BenchmarkWriters saves with 1 and with 32 writers at once.
func BenchmarkWriters(b *testing.B) {
	for _, n := range []int{1, 32} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := openAt(b, b.TempDir())
			next := complaints(b, s)
			cases := make([]model.Case, min(500+b.N, 20_000)) // what making them up takes is not the store's
			for i := range cases {
				cases[i] = next(i)
			}
			runtime.GC()
			save := func(from, to int64) {
				var wg sync.WaitGroup
				var at atomic.Int64
				at.Store(from)
				for range n {
					wg.Go(func() {
						for i := at.Add(1); i <= to; i = at.Add(1) {
							_, err := s.AddCase(context.Background(), store.By{Actor: "a", At: start}, cases[int(i-1)%len(cases)])
							if err != nil {
								panic(err)
							}
						}
					})
				}
				wg.Wait()
			}
			save(0, 500)
			b.ResetTimer()
			cpu := cpuTime()
			save(500, 500+int64(b.N))
			b.StopTimer()
			b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/float64(b.N), "cpu-us/save")
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "saves/s")
			require.NoError(b, s.Close())
		})
	}
}

// cpuTime is what the process used so far: a figure that a busy machine spoils
// less than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkFill writes one batch of generated cases.
func BenchmarkFill(b *testing.B) {
	const n = 60_000
	p := plan(b, n)
	cpu := cpuTime()
	for b.Loop() {
		s := openAt(b, b.TempDir())
		err := s.AddBatch(context.Background(), store.By{At: start}, n, storetest.Generated(p), nil)
		require.NoError(b, err)
		require.NoError(b, s.Close())
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "cases/s")
	b.ReportMetric(float64((cpuTime()-cpu).Microseconds())/n/float64(b.N), "cpu-us/case")
}

// BenchmarkOpen opens a store of 50,000 cases as the desk does: closed in
// order, with its files out of the page cache, and killed in the middle of a
// rush, with a full log to read again and derived keys to remake.
func BenchmarkOpen(b *testing.B) {
	base := filepath.Join(b.TempDir(), "base")
	const n = 50_000
	p := plan(b, n)
	s := openAt(b, base)
	require.NoError(b, s.AddBatch(context.Background(), store.By{At: start}, n, storetest.Generated(p), nil))
	require.NoError(b, s.Close())
	killed := filepath.Join(b.TempDir(), "killed")
	copyDir(b, base, killed)
	c := startChild(b, "save", killed, nil)
	for range 2500 {
		_, ok := c.say("saved")
		require.True(b, ok)
	}
	c.kill()
	for _, tc := range []struct {
		name string
		dir  string
		cold bool
	}{{"closed", base, false}, {"cold", base, true}, {"killed", killed, false}} {
		b.Run(tc.name, func(b *testing.B) {
			var took []time.Duration
			var rss float64
			for b.Loop() {
				b.StopTimer()
				dir := filepath.Join(b.TempDir(), "data")
				copyDir(b, tc.dir, dir)
				if tc.cold {
					forget(b, dir)
				}
				runtime.GC()
				debug.FreeOSMemory()
				before := anonymous(b)
				b.StartTimer()
				t := time.Now()
				s := openAt(b, dir)
				took = append(took, time.Since(t))
				b.StopTimer()
				rss = max(rss, anonymous(b)-before)
				require.NoError(b, s.Close())
				require.NoError(b, os.RemoveAll(dir))
				b.StartTimer()
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
			b.ReportMetric(rss, "RssAnon-MiB")
		})
	}
}

// forget takes the files of dir out of the page cache.
func forget(b *testing.B, dir string) {
	require.NoError(b, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), unix.Fadvise(int(f.Fd()), 0, 0, unix.FADV_DONTNEED), f.Close())
	}))
}

// anonymous returns the private memory of this process in MiB; 0 where the
// system does not tell.
func anonymous(testing.TB) float64 {
	b, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(b)) {
		var kib float64
		if n, _ := fmt.Sscanf(line, "RssAnon: %f kB", &kib); n == 1 {
			return kib / 1024
		}
	}
	return 0
}
