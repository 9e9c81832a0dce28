//go:build unix

package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

// rounds is how often a test that is a matter of chance is repeated.
// HESHI_STORE_ROUNDS says how often instead.
func rounds(n int) int {
	if more, err := strconv.Atoi(os.Getenv("HESHI_STORE_ROUNDS")); err == nil {
		return more
	}
	return n
}

func TestKilledStoreHasEverythingItAcknowledged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	saved := 0
	for round := range rounds(4) {
		c := startChild(t, []string{"save", "rush"}[round%2], dir, nil)
		var ids []string
		for n := 1 + rand.IntN(400); n > 0; n-- {
			id, ok := c.say("saved")
			require.True(t, ok)
			ids = append(ids, id)
		}
		for _, line := range c.kill() {
			if id, ok := strings.CutPrefix(line, "saved "); ok {
				ids = append(ids, id)
			}
		}
		saved += len(ids)
		s := storetest.Open(t, storetest.At(dir))
		require.Nil(t, s.Lost())
		for _, id := range ids {
			got, err := s.Case(ctx, id)
			require.NoError(t, err)
			found, err := s.Case(ctx, got.No)
			require.NoError(t, err)
			require.Equal(t, got, found)
		}
		s.Whole()
		have := count(t, s, find.Case)
		require.GreaterOrEqual(t, have, saved)
		saved = have // the last ones may have been cut off from their answer
		require.NoError(t, s.Close())
	}
}

// TestKilledWhileItsIndexIsMade kills a store while the index is made again, by
// the open or beside the desk, at its end, and when that goes on where it was
// killed before.
func TestKilledWhileItsIndexIsMade(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := storetest.Open(t, storetest.At(dir))
	busy(t, s)
	addBatch(t, s, "b", 4000)
	rows := list(t, s, find.Case)
	require.NoError(t, s.Close())
	for round := range rounds(6) {
		require.NoError(t, os.RemoveAll(filepath.Join(dir, "index")))
		saved := map[string]bool{}
		for range 1 + rand.IntN(2) {
			c := startChild(t, []string{"remake", "again"}[round%2], dir, nil)
			for range 1 + rand.IntN(6) { // five times it comes further, then it saves
				c.lines.Scan()
				hear(t, saved, c.lines.Text())
			}
			for _, line := range c.kill() {
				hear(t, saved, line)
			}
		}
		s := storetest.Open(t, storetest.At(dir))
		require.Nil(t, s.Lost())
		now := list(t, s, find.Case)
		require.GreaterOrEqual(t, len(now), len(rows)+len(saved))
		require.Equal(t, rows, now[len(now)-len(rows):])
		for _, r := range now[:len(now)-len(rows)] {
			delete(saved, string(r.ID))
		}
		require.Empty(t, saved)
		s.Whole()
		rows = now
		require.NoError(t, s.Close())
	}
}

// hear notes what a line says was saved.
func hear(t *testing.T, saved map[string]bool, line string) {
	require.False(t, strings.HasPrefix(line, "error"), line)
	if id, ok := strings.CutPrefix(line, "saved "); ok && id != "" {
		saved[id] = true
	}
}

func TestBatchCutShortIsSwept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := storetest.Open(t, storetest.At(dir))
	before := addCase(t, s, "b", complaint("n", "old shop", "x"))
	head := s.Head()
	require.NoError(t, s.Close())
	for range rounds(2) {
		c := startChild(t, "batch", dir, nil)
		_, ok := c.say("begin")
		require.True(t, ok)
		for range 2 + rand.IntN(8) {
			_, ok = c.say("tick")
			require.True(t, ok)
		}
		c.kill()
		s := storetest.Open(t, storetest.At(dir))
		require.Equal(t, head, s.Head())
		require.Equal(t, 1, count(t, s, find.Case))
		require.Equal(t, 1, count(t, s, find.Shop))
		require.Nil(t, s.Lost(), "nobody was shown any of it")
		s.Whole()
		_, was := undo(t, s, "b")
		require.Equal(t, "case/"+string(before.ID), was.Subject)
		redo(t, s, "b")
		head = s.Head()
		require.NoError(t, s.Close())
	}
	s = storetest.Open(t, storetest.At(dir))
	require.Equal(t, "HS-20261123-0002", addCase(t, s, "b", complaint("n", "new 1", "x")).No, "the numbers are free again")
}

func TestUndoOfABatchCutShortIsSwept(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	s := storetest.Open(t, storetest.At(dir))
	require.NoError(t, s.AddBatch(ctx, by("a", 0), 1500, func(i int) (store.Item, error) {
		c := complaint(fmt.Sprint("n", i), fmt.Sprint("shop ", i%7), "x")
		c.Note = strings.Repeat("x", 2000) // few of them fill a transaction
		return store.Item{Case: &c, By: by("a", 0)}, nil
	}, nil))
	head := s.Head()
	rows := list(t, s, find.Case)
	require.NoError(t, s.Close())
	c := startChild(t, "undo", dir, nil)
	_, ok := c.say("begin")
	require.True(t, ok)
	for range 4 {
		_, ok := c.say("tick")
		require.True(t, ok)
	}
	c.kill()
	s = storetest.Open(t, storetest.At(dir))
	require.Equal(t, head, s.Head())
	require.Equal(t, rows, list(t, s, find.Case))
	s.Whole()
	undo(t, s, "a")
	require.Zero(t, count(t, s, find.Case))
}

func TestSecondProcessIsToldWhoHoldsTheStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	c := startChild(t, "hold", dir, nil)
	_, ok := c.say("open")
	require.True(t, ok)
	_, err := store.Open(store.Options{Dir: dir})
	var p *model.Problem
	require.ErrorAs(t, err, &p)
	require.Equal(t, store.CodeHeld, p.Code)
	require.Equal(t, strconv.Itoa(c.cmd.Process.Pid), p.Args["pid"])
	require.WithinDuration(t, time.Now(), p.Args["since"].(time.Time), time.Minute)
	require.NoError(t, c.stdin.Close())
	require.NoError(t, c.cmd.Wait())
	storetest.Open(t, storetest.At(dir))
}

func TestOneProcessorMoreHoweverManyStores(t *testing.T) {
	c := startChild(t, "spare", filepath.Join(t.TempDir(), "data"), nil)
	for _, want := range []string{"2", "2", "5"} {
		got, ok := c.say("runs")
		require.True(t, ok)
		require.Equal(t, want, got)
	}
	require.NoError(t, c.cmd.Wait())
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	base := t.TempDir()
	for at := base; at != filepath.Dir(os.TempDir()) && at != "/"; at = filepath.Dir(at) {
		if at != os.TempDir() {
			require.NoError(t, os.Chmod(at, 0o755)) // another user must come this far
		}
	}
	made := filepath.Join(base, "made")
	require.NoError(t, storetest.Open(t, storetest.At(made)).Close())
	for name, dir := range map[string]string{
		"made":     made,
		"not made": filepath.Join(base, "new"),
	} {
		t.Run(name, func(t *testing.T) {
			if os.Getuid() != 0 {
				require.NoError(t, os.Chmod(base, 0o500))
				t.Cleanup(func() { require.NoError(t, os.Chmod(base, 0o700)) })
				_, err := store.Open(store.Options{Dir: dir})
				require.Contains(t, err.Error(), store.CodeReadOnly)
				return
			}
			exe, err := os.ReadFile("/proc/self/exe")
			require.NoError(t, err)
			copied := filepath.Join(t.TempDir(), "child")
			require.NoError(t, os.WriteFile(copied, exe, 0o755))
			require.NoError(t, os.Chmod(filepath.Dir(copied), 0o755))
			require.NoError(t, os.Chmod(filepath.Dir(filepath.Dir(copied)), 0o755))
			cmd := exec.Command(copied) // root may write anywhere; nobody may not
			cmd.Env = append(os.Environ(), childEnv+"=open", dirEnv+"="+dir)
			cmd.Dir = "/"
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
			out, err := cmd.CombinedOutput()
			require.Error(t, err)
			require.Contains(t, string(out), "error "+store.CodeReadOnly)
		})
	}
}

func TestPathIsAFile(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	for _, dir := range []string{file, filepath.Join(file, "below")} {
		_, err := store.Open(store.Options{Dir: dir})
		require.Equal(t, store.CodeNotDir, code(t, err))
	}
}

func TestFullDiskRefusesInTimeAndGoesOn(t *testing.T) {
	disk := storetest.NewDisk(1000)
	s := storetest.Open(t, storetest.Disk(disk))
	c := addCase(t, s, "a", complaint("n", "S", "x"))
	disk.Set(255)
	_, err := s.AddCase(ctx, by("a", 0), complaint("n", "S", "y"))
	require.Equal(t, store.CodeDiskFull, code(t, err))
	require.Equal(t, store.CodeDiskFull, code(t, s.SaveDraft(ctx, store.Draft{Name: "d", Body: []byte("1")})))
	_, err = s.Case(ctx, c.No)
	require.NoError(t, err, "reading goes on")
	require.Equal(t, 1, count(t, s, find.Case))

	s.Reopen()
	require.Equal(t, 1, count(t, s, find.Case), "a store can be read with little room")
	disk.Set(256)
	addCase(t, s, "a", complaint("n", "S", "z"))

	err = s.AddBatch(ctx, by("a", 0), 5000, func(i int) (store.Item, error) {
		if i == 2000 {
			disk.Set(100)
		}
		c := complaint("n", "S", "x")
		return store.Item{Case: &c, By: by("a", 0)}, nil
	}, nil)
	require.Equal(t, store.CodeDiskFull, code(t, err))
	require.Equal(t, 2, count(t, s, find.Case))
	disk.Set(1000)
	require.Equal(t, "HS-20261123-0003", addCase(t, s, "a", complaint("n", "S", "z")).No)
	s.Whole()
}

func TestStoreIsNotOpenedOnAFullDisk(t *testing.T) {
	disk := storetest.NewDisk(63)
	_, err := store.Open(store.Options{Dir: t.TempDir(), Free: disk.Free})
	require.Equal(t, store.CodeDiskFull, code(t, err))
	disk.Set(64)
	s, err := store.Open(store.Options{Dir: t.TempDir(), Free: disk.Free})
	require.NoError(t, err)
	require.NoError(t, s.Close())
}
