package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/store"
)

// What may not be looked at may be a store: to judge without its charter, or to
// make another in its place, would be wrong.
func TestAFolderThatMayNotBeReadMayHoldAStore(t *testing.T) {
	if os.Geteuid() == 0 {
		t.Skip("root may read everything")
	}
	dir := filepath.Join(t.TempDir(), "data")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "badger"), 0o700))
	require.False(t, store.Exists(dir))
	require.NoError(t, os.Chmod(dir, 0))
	t.Cleanup(func() { require.NoError(t, os.Chmod(dir, 0o700)) })
	require.True(t, store.Exists(dir))
}
