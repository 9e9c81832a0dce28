package cli_test

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"heshi/assets"
	"heshi/store"
	"heshi/store/fill"
	"heshi/ui/cli"
	"heshi/ui/uitest"
)

// pressNow is when the benchmarks sit at the desk: the day after the last of
// the generated cases.
const pressNow = "2026-01-02T10:00:00+08:00"

// watched is the desk, with the time that each key took in Update and in the
// View after it.
type watched struct {
	tea.Model
	*timings
}

type timings struct {
	mu     sync.Mutex
	update time.Duration // of the key whose view is still to come
	list   []time.Duration
	served chan struct{} // a key has its view
}

// processor is the time this thread has used: what others on the machine do
// meanwhile does not count.
func processor() time.Duration {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t)
	return time.Duration(t.Nano())
}

// Update times the keys.
func (w watched) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, key := msg.(tea.KeyPressMsg); !key {
		m, cmd := w.Model.Update(msg)
		return watched{m, w.timings}, cmd
	}
	runtime.LockOSThread() // processor counts a thread
	defer runtime.UnlockOSThread()
	begin := processor()
	m, cmd := w.Model.Update(msg)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.update = processor() - begin
	return watched{m, w.timings}, cmd
}

// View ends the time of a key.
func (w watched) View() tea.View {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	begin := processor()
	v := w.Model.View()
	took := processor() - begin
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.update > 0 {
		w.list = append(w.list, w.update+took)
		w.update = 0
		select {
		case w.served <- struct{}{}:
		default:
		}
	}
	return v
}

// taken returns what was timed since the last time.
func (t *timings) taken() []time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := t.list
	t.list = nil
	return list
}

// presser sits at a desk in this process, on a store of HESHI_BENCH_CASES
// generated cases (3,000 when it is not set).
type presser struct {
	*uitest.Driver
	*timings
	b     *testing.B
	store *store.Store
	dice  *rand.Rand
}

func sitDown(b *testing.B, o uitest.Options) *presser {
	b.Helper()
	n := os.Getenv("HESHI_BENCH_CASES")
	if n == "" {
		n = "3000"
	}
	dir := filepath.Join(b.TempDir(), "store")
	out, err := exec.Command("heshi", "fill", "--cases", n, "--seed", "1", "--data", dir).CombinedOutput()
	require.NoError(b, err, string(out))
	for key, value := range map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "zh_CN.UTF-8"} {
		b.Setenv(key, value)
	}
	s, err := cli.Sit(assets.Files(), dir, o.Lang, pressNow)
	require.NoError(b, err)
	p := &presser{b: b, store: s.Store(), timings: &timings{served: make(chan struct{}, 1)}, dice: rand.New(rand.NewPCG(1, 2))}
	b.Cleanup(func() { require.NoError(b, s.Store().Close()) })
	p.Driver = uitest.Inside(b, o, func(ctx context.Context, tty *os.File) {
		_ = s.Run(ctx, tty, func(m tea.Model) tea.Model { return watched{m, p.timings} })
	})
	p.Until("the home screen", func(s uitest.Shot) bool { return regexp.MustCompile(`\p{Han}\*|\w\*`).MatchString(s.Text()) })
	return p
}

// press sends a key at no particular moment between two frames, and returns the
// time until the picture was there that done knows.
func (p *presser) press(key string, done func(before, now uitest.Shot) bool) time.Duration {
	gap := time.NewTimer(time.Duration(10+p.dice.IntN(20_000)) * time.Microsecond)
	<-gap.C
	before := p.Look()
	begin := time.Now()
	var at time.Time
	p.Press(key).Until("the picture after "+key, func(now uitest.Shot) bool {
		at = now.At
		return done(before, now)
	})
	return at.Sub(begin)
}

var number = regexp.MustCompile(`HS01-\d{8}-\d+`)

// picked is the number of the case that the foot of the list tells about.
func picked(s uitest.Shot) string {
	numbers := number.FindAllString(s.Text(), -1)
	if len(numbers) == 0 {
		return ""
	}
	return numbers[len(numbers)-1]
}

// moved says that another case is picked.
func moved(before, now uitest.Shot) bool { return picked(before) != picked(now) }

// typed says that the cursor stands elsewhere: a letter was drawn.
func typed(before, now uitest.Shot) bool { return before.X != now.X || before.Y != now.Y }

// keystroke is one key and what shows that it was served.
type keystroke struct {
	key  string
	done func(before, now uitest.Shot) bool
}

// lookupKeys go down the list, type a query and take it back.
func lookupKeys() (out []keystroke) {
	for range 12 {
		out = append(out, keystroke{"down", moved})
	}
	for range 12 {
		out = append(out, keystroke{"up", moved})
	}
	for _, letter := range "zhang" {
		out = append(out, keystroke{string(letter), typed})
	}
	for range "zhang" {
		out = append(out, keystroke{"backspace", typed})
	}
	return out
}

// intakeKeys type into a field, and take it back.
func intakeKeys() (out []keystroke) {
	words := "wang xiaoming 店家说不退"
	for _, letter := range words {
		out = append(out, keystroke{string(letter), typed})
	}
	for range words {
		out = append(out, keystroke{"backspace", typed})
	}
	return out
}

// saving saves so many cases a second until the returned func is called, which
// tells how many there were in truth.
func (p *presser) saving(perSecond int) func() float64 {
	names, err := fill.Load(assets.Files())
	require.NoError(p.b, err)
	at, err := time.Parse(time.RFC3339, pressNow)
	require.NoError(p.b, err)
	plan := fill.Plan{Names: names, Cases: 100_000, Seed: 5, End: at}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan float64, 1)
	go func() {
		tick := time.NewTicker(time.Second / time.Duration(perSecond))
		defer tick.Stop()
		begin, saved := time.Now(), 0
		for ctx.Err() == nil {
			if due := int(time.Since(begin).Seconds() * float64(perSecond)); saved >= due {
				<-tick.C
				continue
			}
			c, _ := plan.Case(saved)
			c.State, c.ClosedAt = "", time.Time{}
			if _, err := p.store.AddCase(ctx, store.By{Actor: "b", At: at}, c); err != nil {
				break
			}
			saved++
		}
		done <- float64(saved) / time.Since(begin).Seconds()
	}()
	p.b.Cleanup(stop)
	return func() float64 { stop(); return <-done }
}

// BenchmarkPress is the time from a key pressed to its picture on the terminal,
// read off an emulator: at 120 frames a second the wait for the next one alone
// is up to 8.3 ms. Issue 6: p99 under 16 ms on an idle store, under 25 ms while
// 500 cases a second are saved in the same process, Update and View under 2 ms
// of the processor.
func BenchmarkPress(b *testing.B) {
	screens := []struct {
		name, open string
		keys       []keystroke
	}{
		{"lookup", "3", lookupKeys()},
		{"intake", "1", intakeKeys()},
	}
	for _, s := range screens {
		for _, rate := range []int{0, 500} {
			name := s.name + "/idle"
			if rate > 0 {
				name = s.name + "/saving"
			}
			b.Run(name, func(b *testing.B) { benchmarkPress(b, s.open, s.keys, rate) })
		}
	}
}

// lateness is how late this process's timers come, until the returned func is
// called: what of a key's time is the machine's, not the desk's.
func lateness(b *testing.B) func() []time.Duration {
	ctx, stop := context.WithCancel(context.Background())
	b.Cleanup(stop)
	done := make(chan []time.Duration, 1)
	go func() {
		var list []time.Duration
		for ctx.Err() == nil {
			const nap = 3 * time.Millisecond
			begin := time.Now()
			<-time.After(nap)
			list = append(list, time.Since(begin)-nap)
		}
		done <- list
	}()
	return func() []time.Duration { stop(); return <-done }
}

func benchmarkPress(b *testing.B, open string, keys []keystroke, rate int) {
	p := sitDown(b, uitest.Options{Cols: 120, Rows: 40, Lang: "zh"})
	home := p.Look()
	p.Press(open).Until("the screen", func(s uitest.Shot) bool { return s.Rows[0] != home.Rows[0] && (open != "3" || picked(s) != "") })
	p.taken()
	stop := func() float64 { return 0 }
	if rate > 0 {
		stop = p.saving(rate)
	}
	late := lateness(b)
	var list []time.Duration
	for i := 0; b.Loop(); i++ {
		k := keys[i%len(keys)]
		list = append(list, p.press(k.key, k.done))
	}
	if rate > 0 {
		b.ReportMetric(stop(), "saves/s")
	}
	b.ReportMetric(quantile(list, .5), "p50-ms")
	b.ReportMetric(quantile(list, .99), "p99-ms")
	b.ReportMetric(quantile(late(), .99), "timers-late-p99-ms")
	b.ReportMetric(quantile(p.taken(), .99), "update+view-p99-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkDraw is the processor time of Update and View for one key, on each of
// the main screens. Issue 6: p99 under 2 ms.
func BenchmarkDraw(b *testing.B) {
	moves := []string{"down", "down", "down", "pgdown", "up", "pgup", "end", "home"}
	typing := []string{"w", "a", "n", "g", "backspace", "backspace", "backspace", "backspace"}
	for _, s := range []struct {
		name       string
		open, keys []string
	}{
		{"home", nil, moves},
		{"intake", []string{"1"}, typing},
		{"consultation", []string{"2"}, typing},
		{"lookup", []string{"3"}, slices.Concat(moves, typing)},
		{"case", []string{"3", "enter"}, moves},
		{"returns", []string{"4"}, moves},
		{"duty", []string{"5"}, moves},
		{"roster", []string{"ctrl+t"}, moves},
		{"shops", []string{"6"}, slices.Concat(moves, typing)},
		{"month", []string{"7"}, moves},
		{"people", []string{"8"}, moves},
		{"help", []string{"f1"}, moves},
		{"senior-home", []string{"f3"}, moves},
		{"senior-intake", []string{"f3", "1"}, typing},
		{"senior-lookup", []string{"f3", "3"}, slices.Concat(moves, typing)},
	} {
		b.Run(s.name, func(b *testing.B) {
			p := sitDown(b, uitest.Options{Cols: 120, Rows: 40, Lang: "zh"})
			for _, key := range s.open {
				before := p.Look()
				p.Press(key).Until("the screen", func(now uitest.Shot) bool { return before.Text() != now.Text() })
			}
			p.taken()
			for i := 0; b.Loop(); i++ {
				p.Press(s.keys[i%len(s.keys)])
				<-p.served
			}
			list := p.taken()
			b.ReportMetric(quantile(list, .5), "update+view-p50-ms")
			b.ReportMetric(quantile(list, .99), "update+view-p99-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// quantile is in milliseconds.
func quantile(list []time.Duration, q float64) float64 {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return float64(sorted[int(q*float64(len(sorted)-1))]) / float64(time.Millisecond)
}
