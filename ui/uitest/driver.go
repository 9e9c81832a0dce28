package uitest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/creack/pty"
)

// Options say which program is started, where and how. The zero value starts
// heshi in Chinese on an empty store in an 80x24 terminal.
type Options struct {
	Cols, Rows int      // 80x24 when zero
	Lang       string   // "zh", "en", or the whole of LANG ("zh_CN.GBK")
	Data       string   // HESHI_DATA; a fresh folder when empty
	Args       []string // after the program's name
	Env        []string // added to a clean environment: "KEY=value" sets, "KEY" removes
	Term       string   // TERM; xterm-256color when empty
	Kitty      bool     // a terminal that draws large letters and says so
	Legacy     bool     // an old terminal: no Kitty keyboard, no synchronised output
	Binary     string   // the program; Binary(t) when empty
	Dir        string   // where it is started; a fresh folder when empty
	Patience   time.Duration
}

// Patience is how long a look at the screen waits when Options do not say.
// Only failures take that long.
const Patience = 30 * time.Second

// racedFactor stretches every wait when both sides run under the race detector.
const racedFactor = 6

// elsewhere is the machine's time zone: never the station's, so that a day
// counted in the wrong zone shows.
const elsewhere = "America/New_York"

// Driver is somebody at a terminal that runs one program. Its methods belong
// to the test's own goroutine; those that find the screen other than the story
// says fail the test at once.
type Driver struct {
	t        testing.TB
	patience time.Duration
	term     *terminal
	cmd      *exec.Cmd // nil for a program inside the test's own process
	end      func()    // ends the program at once
	pty      *os.File
	input    *queue
	exited   chan struct{} // the program has ended
	drained  chan struct{} // it has ended, and all it wrote is drawn
	escaped  time.Time     // when a bare Esc byte was sent last
	workers  *sync.WaitGroup
}

// Start runs the program. It is killed, and every goroutine ended, when the
// test is over.
func Start(t testing.TB, o Options) *Driver {
	t.Helper()
	if o.Binary == "" {
		o.Binary = Binary(t)
	}
	o = o.filled(t)
	d := newDriver(t, o)
	d.cmd = exec.Command(o.Binary, o.Args...)
	d.cmd.Env = o.environment(t)
	d.cmd.Dir = o.Dir
	f, err := startInPty(d.cmd, o.Cols, o.Rows)
	if err != nil {
		t.Fatalf("starting %s: %v", o.Binary, err)
	}
	d.end = func() { _ = syscall.Kill(-d.cmd.Process.Pid, syscall.SIGKILL) }
	d.attend(f, func() { _ = d.cmd.Wait() })
	return d
}

// Inside runs a program in the test's own process, so that the test can reach
// what it works on: run gets its terminal and ends when ctx does. Of the options
// only size, patience and the kind of terminal count. Signal, Pid and Wait are
// not for such a program.
func Inside(t testing.TB, o Options, run func(ctx context.Context, tty *os.File)) *Driver {
	t.Helper()
	o = o.filled(t)
	d := newDriver(t, o)
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatalf("opening a terminal: %v", err)
	}
	defer master.Close()
	f, err := unblocked(master)
	if err == nil {
		err = pty.Setsize(tty, &pty.Winsize{Cols: uint16(o.Cols), Rows: uint16(o.Rows)})
	}
	if err != nil {
		t.Fatalf("opening a terminal: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	d.end = cancel
	d.attend(f, func() { run(ctx, tty); _ = tty.Close() })
	return d
}

func newDriver(t testing.TB, o Options) *Driver {
	return &Driver{
		t:        t,
		patience: o.Patience,
		term:     newTerminal(o),
		input:    newQueue(),
		exited:   make(chan struct{}),
		drained:  make(chan struct{}),
		workers:  &sync.WaitGroup{},
	}
}

// attend begins to draw what the program writes on f and to hand it what is
// typed; wait returns when the program has ended.
func (d *Driver) attend(f *os.File, wait func()) {
	d.pty = f
	d.workers.Go(d.draw)
	d.workers.Go(d.answer)
	d.workers.Go(func() { d.input.drain(d.pty) })
	d.workers.Go(func() { wait(); close(d.exited) })
	d.t.Cleanup(d.stop)
}

func (o Options) filled(t testing.TB) Options {
	t.Helper()
	if o.Cols == 0 {
		o.Cols, o.Rows = 80, 24
	}
	if o.Term == "" {
		o.Term = "xterm-256color"
	}
	if o.Data == "" {
		o.Data = t.TempDir()
	}
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	if o.Patience == 0 {
		o.Patience = Patience
	}
	if raced {
		o.Patience *= racedFactor
	}
	return o
}

// environment is what a person's fresh account gives a program, and nothing of
// the machine the test runs on.
func (o Options) environment(t testing.TB) []string {
	t.Helper()
	lang := o.Lang
	switch lang {
	case "", "zh":
		lang = "zh_CN.UTF-8"
	case "en":
		lang = "en_US.UTF-8"
	}
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(),
		"TERM=" + o.Term, "COLORTERM=truecolor", "TZ=" + elsewhere, "LANG=" + lang, "HESHI_DATA=" + o.Data,
	}
	for _, key := range []string{"GOCOVERDIR", "GORACE"} { // how the program was built, not where it runs
		if value := os.Getenv(key); value != "" {
			env = append(env, key+"="+value)
		}
	}
	for _, entry := range o.Env {
		key, _, sets := strings.Cut(entry, "=")
		env = slices.DeleteFunc(env, func(e string) bool { return strings.HasPrefix(e, key+"=") })
		if sets {
			env = append(env, entry)
		}
	}
	return env
}

// startInPty starts cmd as the leader of a session on a new terminal. The file
// returned is in non-blocking mode, so that closing it ends a read at once, as
// a closed window does.
func startInPty(cmd *exec.Cmd, cols, rows int) (*os.File, error) {
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if err != nil {
		return nil, err
	}
	defer master.Close()
	return unblocked(master)
}

// unblocked is another file of the same terminal, in non-blocking mode.
func unblocked(master *os.File) (*os.File, error) {
	syscall.ForkLock.RLock()
	fd, err := syscall.Dup(int(master.Fd()))
	if err == nil {
		syscall.CloseOnExec(fd)
	}
	syscall.ForkLock.RUnlock()
	if err != nil {
		return nil, err
	}
	if err := syscall.SetNonblock(fd, true); err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), "pty"), nil
}

// setSize tells the kernel, and through SIGWINCH the program, the new size.
func (d *Driver) setSize(cols, rows int) error {
	conn, err := d.pty.SyscallConn()
	if err != nil {
		return err
	}
	size := pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}
	var errno syscall.Errno
	err = conn.Control(func(fd uintptr) {
		_, _, errno = syscall.Syscall(syscall.SYS_IOCTL, fd, syscall.TIOCSWINSZ, uintptr(unsafe.Pointer(&size)))
	})
	if err == nil && errno != 0 {
		err = errno
	}
	return err
}

// draw copies what the program writes to the emulator until nobody holds the
// terminal's other end.
func (d *Driver) draw() {
	defer func() { <-d.exited; close(d.drained) }()
	buf := make([]byte, 32<<10)
	for {
		n, err := d.pty.Read(buf)
		_, _ = d.term.Write(buf[:n])
		if err != nil {
			return
		}
	}
}

// answer copies the emulator's replies to the program's queries to its input.
func (d *Driver) answer() {
	buf := make([]byte, 4096)
	for {
		n, err := d.term.emu.Read(buf)
		d.input.put(string(buf[:n]))
		if err != nil {
			return
		}
	}
}

// stop kills what is left of the program and waits for every goroutine.
func (d *Driver) stop() {
	d.end()
	<-d.exited
	d.input.close()
	_ = d.pty.Close()
	_ = d.term.closeReplies()
	d.workers.Wait()
}

// queue carries keys and replies to the program. It never makes the sender
// wait: a program that does not read its input must not stop us drawing.
type queue struct {
	mu     sync.Mutex
	more   *sync.Cond
	buf    []byte
	closed bool
}

func newQueue() *queue {
	q := &queue{}
	q.more = sync.NewCond(&q.mu)
	return q
}

func (q *queue) put(s string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.buf = append(q.buf, s...)
	q.more.Signal()
}

func (q *queue) close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	q.more.Signal()
}

func (q *queue) take() ([]byte, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for len(q.buf) == 0 && !q.closed {
		q.more.Wait()
	}
	out := q.buf
	q.buf = nil
	return out, !q.closed
}

func (q *queue) drain(f *os.File) {
	for {
		out, open := q.take()
		if !open {
			return
		}
		if _, err := f.Write(out); err != nil && !errors.Is(err, syscall.EIO) {
			return // the terminal is closed
		}
	}
}
