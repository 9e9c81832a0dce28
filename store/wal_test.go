//go:build linux

package store_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"heshi/model"
	"heshi/store"
	"heshi/store/storetest"
)

// TestTheJournalHasTheLastCommit: a success is shown when the journal has what was
// saved, in a file that is written through. No value may go to Badger's value log.
func TestTheJournalHasTheLastCommit(t *testing.T) {
	s := storetest.Open(t)
	journal := filepath.Join(s.Dir, "journal")
	through := 0
	for _, flags := range opened(t, journal) {
		if flags&unix.O_DSYNC != 0 {
			through++
		}
	}
	require.Equal(t, 1, through)
	begun := 0
	for i := range 40 {
		body := fmt.Appendf(nil, "%q", strings.Repeat(fmt.Sprintf("draft %d ", i), 60_000)) // nearly all a transaction takes
		require.NoError(t, s.SaveDraft(ctx, store.Draft{Name: fmt.Sprint("d", i), Body: body}))
		data, err := os.ReadFile(journal)
		require.NoError(t, err)
		if len(bytes.TrimLeft(data[:4096], "\x00")) == 0 { // the desk rested meanwhile: Badger's log is synced
			logs, err := filepath.Glob(filepath.Join(s.Dir, "badger", "*.mem"))
			require.NoError(t, err)
			newest, err := os.ReadFile(slices.Max(logs))
			require.NoError(t, err)
			require.True(t, bytes.Contains(newest, body), "draft %d", i)
			begun++
			continue
		}
		at := bytes.Index(data, body)
		require.GreaterOrEqual(t, at, 0, "draft %d", i)
		if at < 1000 {
			begun++
		}
		require.LessOrEqual(t, len(data), 8<<20, "it grows no further")
	}
	require.Greater(t, begun, 1, "it was begun anew meanwhile")
	values, err := filepath.Glob(filepath.Join(s.Dir, "badger", "*.vlog"))
	require.NoError(t, err)
	for _, file := range values {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		require.False(t, bytes.Contains(data, []byte("draft")), file)
	}
}

// TestTheNewestLogHasTheLastBatch: what goes past the journal is on the disk when the
// newest log of Badger's memtable is. So it must hold what was just saved, and the
// store must have it open; and the journal must be empty, whose commits were before.
func TestTheNewestLogHasTheLastBatch(t *testing.T) {
	s := storetest.Open(t)
	seen := map[string]bool{}
	for i := range 14 {
		addCase(t, s, "a", complaint("n", "S", fmt.Sprint("alone ", i)))
		what := strings.Repeat(fmt.Sprintf("batch %d ", i), 300)
		require.NoError(t, s.AddBatch(ctx, by("a", i), 200, func(int) (store.Item, error) {
			c := complaint("n", "S", what)
			return store.Item{Case: &c, By: by("a", i)}, nil
		}, nil))
		logs, err := filepath.Glob(filepath.Join(s.Dir, "badger", "*.mem"))
		require.NoError(t, err)
		newest := slices.Max(logs)
		data, err := os.ReadFile(newest)
		require.NoError(t, err)
		require.True(t, bytes.Contains(data, []byte(what)), "batch %d is not in %s", i, newest)
		seen[newest] = true
		require.GreaterOrEqual(t, len(opened(t, newest)), 2, "Badger's own, and ours that is synced")
		journal, err := os.ReadFile(filepath.Join(s.Dir, "journal"))
		require.NoError(t, err)
		require.Zero(t, len(bytes.TrimLeft(journal[:4096], "\x00")))
	}
	require.Greater(t, len(seen), 1, "logs were changed meanwhile")
}

// opened returns the flags of this process's descriptors of a file.
func opened(t *testing.T, path string) (flags []int64) {
	t.Helper()
	path, err := filepath.EvalSymlinks(path)
	require.NoError(t, err)
	fds, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	for _, fd := range fds {
		if to, err := os.Readlink("/proc/self/fd/" + fd.Name()); err != nil || to != path {
			continue
		}
		info, err := os.ReadFile("/proc/self/fdinfo/" + fd.Name())
		require.NoError(t, err)
		_, rest, ok := strings.Cut(string(info), "flags:")
		require.True(t, ok)
		n, err := strconv.ParseInt(strings.Fields(rest)[0], 8, 64)
		require.NoError(t, err)
		flags = append(flags, n)
	}
	return flags
}

// TestAPowerCutTakesNothingThatWasSaved cuts away what of Badger's logs was not synced:
// all, or pages of it by chance. The journal gives all of it back, and derived keys are
// made again.
func TestAPowerCutTakesNothingThatWasSaved(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	seedStore(t, dir)
	lost := 0
	for round := range rounds(6) {
		c := startChild(t, []string{"rush", "save", "long"}[round%3], dir, nil)
		var ids []string
		for range []int{300, 200, 1000}[round%3] {
			id, ok := c.say("saved")
			require.True(t, ok)
			ids = append(ids, id)
		}
		for _, line := range c.kill() {
			if id, ok := strings.CutPrefix(line, "saved "); ok && id != "" {
				ids = append(ids, id)
			}
		}
		powerCut(t, dir, round%2 == 0)
		if round%3 == 0 { // and once more, while it is given back
			again := filepath.Join(t.TempDir(), "again")
			copyDir(t, dir, again)
			lost += missing(t, again, ids, false)
		}
		lost += missing(t, dir, ids, true)
	}
	require.Zero(t, lost)
}

// powerCut takes pages of the logs that came since they were last synced: all, or every
// other by chance.
func powerCut(t *testing.T, dir string, all bool) {
	logs, err := filepath.Glob(filepath.Join(dir, "badger", "*.mem"))
	require.NoError(t, err)
	slices.Sort(logs)
	first := journaled(t, dir)
	if first == nil {
		return // all was synced
	}
	from, start := 0, int64(20) // Badger's own header
	for i, file := range logs {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		if at := bytes.Index(data, first); at >= 0 {
			from, start = i, int64(at)
		}
	}
	const page = 4096
	for _, file := range logs[from:] { // else those before are tables by now
		f, err := os.OpenFile(file, os.O_RDWR, 0)
		require.NoError(t, err)
		for end := used(t, file); start < end; start = (start/page + 1) * page {
			if all || rand.IntN(2) == 0 {
				_, err := f.WriteAt(make([]byte, page-start%page), start)
				require.NoError(t, err)
			}
		}
		require.NoError(t, f.Close())
		start = 20
	}
}

// journaled returns the longest value of the first commit that was not synced yet; nil
// when there is none.
func journaled(t *testing.T, dir string) (longest []byte) {
	data, err := os.ReadFile(filepath.Join(dir, "journal"))
	require.NoError(t, err)
	n := binary.LittleEndian.Uint32(data[4:])
	if n == 0 {
		return nil
	}
	for b := data[8+32 : 8+n]; len(b) > 0; {
		size, at := binary.Uvarint(b)
		b = b[at+int(size):]
		size, at = binary.Uvarint(b)
		b = b[at:]
		if size == 0 {
			continue // taken away
		}
		if size--; int(size) > len(longest) {
			longest = b[:size]
		}
		b = b[size:]
	}
	return longest
}

// missing counts the cases that are not there, or not found.
func missing(t *testing.T, dir string, ids []string, whole bool) (n int) {
	s := storetest.Open(t, storetest.At(dir))
	require.Nil(t, s.Lost())
	for _, id := range ids {
		c, err := s.Case(ctx, id)
		if err != nil {
			n++
			continue
		}
		if found, err := s.Case(ctx, c.No); err != nil || found.ID != model.ID(id) {
			n++
		}
	}
	if whole {
		s.Whole()
		addCase(t, s, "a", complaint("n", "S", "after"))
	}
	require.NoError(t, s.Close())
	return n
}
