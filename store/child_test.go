//go:build unix

package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/storetest"
)

// A child is this test binary run again, to be killed or to hold a store.
const childEnv, dirEnv = "HESHI_STORE_CHILD", "HESHI_STORE_DIR"

func TestMain(m *testing.M) {
	if job, ok := children()[os.Getenv(childEnv)]; ok {
		if err := job(os.Getenv(dirEnv)); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		return
	}
	// Open does this too, and package testing does not like it of a benchmark.
	runtime.GOMAXPROCS(runtime.NumCPU() + 1)
	os.Exit(m.Run())
}

func children() map[string]func(dir string) error {
	return map[string]func(string) error{
		"save":   childSaves,
		"rush":   childRushes,
		"long":   childSavesLong,
		"rest":   childSavesAndRests,
		"batch":  childAddsABatch,
		"undo":   childUndoesABatch,
		"remake": childRemakes,
		"again":  childRemakesFirst,
		"hold":   childHolds,
		"open":   childOpens,
		"spare":  childSpares,
	}
}

func childStore(dir string, free func() (uint64, error)) (*store.Store, error) {
	return store.Open(store.Options{
		Dir: dir, Zone: storetest.Zone, Station: model.Station{Code: "HS", Name: "Test"}, Free: free,
	})
}

// childSaves saves one case after the other and says so after each.
func childSaves(dir string) error {
	s, err := childStore(dir, nil)
	for i := 0; err == nil; i++ {
		var c model.Case
		c, err = s.AddCase(context.Background(), by("a", 0), complaint("n", fmt.Sprint("shop ", i%50), fmt.Sprint("what ", i)))
		fmt.Println("saved", c.ID)
	}
	return err
}

// childSavesLong is childSaves with so much to each case that logs are changed soon.
func childSavesLong(dir string) error {
	s, err := childStore(dir, nil)
	for i := 0; err == nil; i++ {
		var c model.Case
		c, err = s.AddCase(context.Background(), by("a", 0), complaint("n", "shop", strings.Repeat(fmt.Sprint("what ", i), 500)))
		fmt.Println("saved", c.ID)
	}
	return err
}

// childRushes saves with sixteen writers at once, who accept every other case they
// saved, and says so after each.
func childRushes(dir string) error {
	s, err := childStore(dir, nil)
	if err != nil {
		return err
	}
	fault := make(chan error)
	for n := range 16 {
		go func() {
			for i := 0; ; i++ {
				c, err := s.AddCase(context.Background(), by("a", i), complaint("n", fmt.Sprint("shop ", n), fmt.Sprint("what ", i)))
				if err == nil && i%2 == 1 {
					c, err = s.Do(context.Background(), by("a", i), c.ID, 0, "accept", nil)
				}
				if err != nil {
					fault <- err
				}
				fmt.Println("saved", c.ID)
			}
		}()
	}
	return <-fault
}

// childSavesAndRests saves twenty cases, says so and then does nothing.
func childSavesAndRests(dir string) error {
	s, err := childStore(dir, nil)
	for i := 0; err == nil && i < 20; i++ {
		_, err = s.AddCase(context.Background(), by("a", 0), complaint("n", fmt.Sprint("shop ", i%50), fmt.Sprint("what ", i)))
	}
	if err == nil {
		fmt.Println("saved")
		select {}
	}
	return err
}

// ticking says "tick" whenever the store asks for the free room, which it does
// before every transaction of a batch.
func ticking() (uint64, error) {
	fmt.Println("tick")
	return 1 << 40, nil
}

func childAddsABatch(dir string) error {
	s, err := store.Open(store.Options{
		Dir: dir, Zone: storetest.Zone, Station: model.Station{Code: "HS", Name: "Test"}, Free: ticking, Bulk: 100_000,
	})
	if err != nil {
		return err
	}
	fmt.Println("begin")
	return s.AddBatch(context.Background(), by("a", 0), 20_000, func(i int) (store.Item, error) {
		c := complaint("n", fmt.Sprint("new ", i%9), "x")
		return store.Item{Case: &c, By: by("a", 0)}, nil
	}, nil)
}

// childUndoesABatch stops at its sixth transaction, before the last, and waits
// to be killed.
func childUndoesABatch(dir string) error {
	ticks := 0
	s, err := childStore(dir, func() (uint64, error) {
		if ticks++; ticks > 6 {
			_, _ = io.Copy(io.Discard, os.Stdin)
		}
		return ticking()
	})
	if err != nil {
		return err
	}
	fmt.Println("begin")
	_, _, err = s.Undo(context.Background(), by("a", 0))
	return err
}

// childRemakes has the index made beside it, saves a case as soon as that may be,
// and ends. It says how far it has come.
func childRemakes(dir string) error { return remakes(dir, 1) }

// childRemakesFirst is childRemakes when the open makes the index.
func childRemakesFirst(dir string) error { return remakes(dir, 0) }

func remakes(dir string, beside int) error {
	s, err := store.Open(store.Options{
		Dir: dir, Zone: storetest.Zone, Station: model.Station{Code: "HS", Name: "Test"}, Beside: beside, Piece: 600,
		Progress: func(_ store.Chore, done, _ int) { fmt.Println("came to", done) },
	})
	if err != nil {
		return err
	}
	c, err := s.AddCase(context.Background(), by("a", 0), complaint("n", "shop 1", "x"))
	fmt.Println("saved", c.ID)
	return errors.Join(err, s.Close())
}

func childHolds(dir string) error {
	s, err := childStore(dir, nil)
	if err != nil {
		return err
	}
	fmt.Println("open")
	_, _ = io.Copy(io.Discard, os.Stdin)
	return s.Close()
}

func childOpens(dir string) error {
	s, err := childStore(dir, nil)
	if err != nil {
		return err
	}
	return s.Close()
}

// childSpares opens a store twice as on a machine whose processors it may not
// all use, and once more where it may use more than there are.
func childSpares(dir string) error {
	runtime.GOMAXPROCS(1)
	var err error
	for range 2 {
		err = errors.Join(err, childOpens(dir))
		fmt.Println("runs", runtime.GOMAXPROCS(0))
	}
	runtime.GOMAXPROCS(runtime.NumCPU() + 5)
	err = errors.Join(err, childOpens(dir))
	fmt.Println("runs", runtime.GOMAXPROCS(0)-runtime.NumCPU())
	return err
}

// child is a running child and what it says.
type child struct {
	t     testing.TB
	cmd   *exec.Cmd
	stdin io.WriteCloser
	lines *bufio.Scanner
}

func startChild(t testing.TB, job, dir string, change func(*exec.Cmd)) *child {
	t.Helper()
	exe, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), childEnv+"="+job, dirEnv+"="+dir)
	if change != nil {
		change(cmd)
	}
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	return &child{t: t, cmd: cmd, stdin: in, lines: bufio.NewScanner(out)}
}

// say returns the next line that begins with word, without it; false at the
// end.
func (c *child) say(word string) (string, bool) {
	for c.lines.Scan() {
		if rest, ok := strings.CutPrefix(c.lines.Text(), word); ok {
			return strings.TrimSpace(rest), true
		}
		if fault, ok := strings.CutPrefix(c.lines.Text(), "error"); ok {
			c.t.Fatal("the child failed:", fault)
		}
	}
	return "", false
}

// kill ends the child as a power cut would end it, and returns what it still
// had said.
func (c *child) kill() (rest []string) {
	require.NoError(c.t, c.cmd.Process.Signal(syscall.SIGKILL))
	for c.lines.Scan() {
		rest = append(rest, c.lines.Text())
	}
	_ = c.cmd.Wait() // "signal: killed"
	return rest
}
