//go:build linux

package store_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/store"
	"heshi/store/storetest"
)

// TestTheNewestLogHasTheLastCommit: what is synced before a success is shown is
// the newest log of Badger's memtable. So it must hold what was just saved, the
// store must have it open, and no value may have gone elsewhere.
func TestTheNewestLogHasTheLastCommit(t *testing.T) {
	s := storetest.Open(t)
	badger := filepath.Join(s.Dir, "badger")
	seen := map[string]bool{}
	for i := range 24 {
		body := fmt.Appendf(nil, "%q", strings.Repeat(fmt.Sprintf("draft %d ", i), 60_000)) // nearly all a transaction takes
		require.NoError(t, s.SaveDraft(ctx, store.Draft{Name: fmt.Sprint("d", i), Body: body}))
		logs, err := filepath.Glob(filepath.Join(badger, "*.mem"))
		require.NoError(t, err)
		newest := slices.Max(logs)
		data, err := os.ReadFile(newest)
		require.NoError(t, err)
		require.True(t, bytes.Contains(data, body), "draft %d is not in %s", i, newest)
		seen[newest] = true
		require.GreaterOrEqual(t, opened(t, newest), 2, "Badger's own, and ours that is synced")
	}
	require.Greater(t, len(seen), 2, "logs were changed meanwhile")
	values, err := filepath.Glob(filepath.Join(badger, "*.vlog"))
	require.NoError(t, err)
	for _, file := range values {
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		require.False(t, bytes.Contains(data, []byte("draft")), file)
	}
}

// opened counts this process's descriptors of a file.
func opened(t *testing.T, path string) (n int) {
	t.Helper()
	path, err := filepath.EvalSymlinks(path)
	require.NoError(t, err)
	fds, err := os.ReadDir("/proc/self/fd")
	require.NoError(t, err)
	for _, fd := range fds {
		if to, err := os.Readlink("/proc/self/fd/" + fd.Name()); err == nil && to == path {
			n++
		}
	}
	return n
}
