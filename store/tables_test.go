//go:build unix

package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/store"
	"heshi/store/storetest"
)

// A table that was cut off anywhere, or whose end was written over, is said to be
// damaged: Badger reads by the lengths that stand there, in goroutines of its
// own, and nobody could catch what they do.
func TestATableThatWasCutOffIsSaid(t *testing.T) {
	base := filepath.Join(t.TempDir(), "seed")
	seedStore(t, base)
	whole := used(t, oneFile(t, base, "*.sst"))
	for _, size := range []int64{0, 1, 3, 4, 7, 8, 40, whole / 4, whole / 2, whole - 30, whole - 4, whole - 1} {
		dir := filepath.Join(t.TempDir(), "data")
		copyDir(t, base, dir)
		require.NoError(t, os.Truncate(oneFile(t, dir, "*.sst"), size))
		_, err := store.Open(store.Options{Dir: dir, Zone: storetest.Zone})
		require.True(t, store.IsCode(err, store.CodeDamaged), "cut at %d of %d: %v", size, whole, err)
	}
	for at := int64(1); at <= 24; at++ { // the lengths, bit by bit
		for bit := range byte(8) {
			dir := filepath.Join(t.TempDir(), "data")
			copyDir(t, base, dir)
			flip(t, oneFile(t, dir, "*.sst"), bit, whole-at)
			s, err := store.Open(store.Options{Dir: dir, Zone: storetest.Zone})
			if err != nil {
				require.True(t, store.IsCode(err, store.CodeDamaged), "bit %d at -%d: %v", bit, at, err)
				continue
			}
			require.NoError(t, s.Close())
		}
	}
}

// A table that no MANIFEST names was being made in a crash and harms nobody.
func TestATableThatWasNeverFinishedIsTakenAway(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	want := seedStore(t, dir)
	torn := filepath.Join(dir, "badger", "000999.sst")
	require.NoError(t, os.WriteFile(torn, make([]byte, 5000), 0o600))
	require.Equal(t, "no effect", judge(t, dir, want))
	require.NoFileExists(t, torn)
}

// TestALogWithoutAByteIsPassedOver: who is killed while a log is made leaves it empty.
func TestALogWithoutAByteIsPassedOver(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	want := seedStore(t, dir)
	for _, name := range []string{"00099.mem", "000099.vlog"} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, "badger", name), nil, 0o600))
		require.Equal(t, "no effect", judge(t, dir, want), name)
	}
}
