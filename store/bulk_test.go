package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

// newest returns how many of a closed store's tables wait to be compacted.
func newest(t *testing.T, dir string) (n int) {
	f, err := os.Open(filepath.Join(dir, "badger", badger.ManifestFilename))
	require.NoError(t, err)
	defer f.Close()
	m, _, err := badger.ReplayManifestFile(f, 0, badger.DefaultOptions(dir))
	require.NoError(t, err)
	for _, table := range m.Tables {
		if table.Level == 0 {
			n++
		}
	}
	return n
}

// A store that is opened for many records leaves no work to the desk that opens it
// next, and what is in it is the same.
func TestABulkIsCompactedAtClose(t *testing.T) {
	const n = 9000 // two tables and more
	add := func(s *storetest.Store) string {
		require.NoError(t, s.AddBatch(ctx, store.By{At: storetest.Now}, n, storetest.Generated(plan(t, n)), nil))
		report, err := s.Verify(ctx, nil)
		require.NoError(t, err)
		require.Equal(t, n, count(t, s, find.Case))
		require.NoError(t, s.Close())
		return report.Hash
	}
	bulk := storetest.Open(t, storetest.Bulk(1_000_000))
	desk := storetest.Open(t)
	require.Equal(t, add(desk), add(bulk))
	require.Greater(t, newest(t, desk.Dir), 1)
	require.Zero(t, newest(t, bulk.Dir))
}

// Where the disk has no room for what a bulk puts off, nothing is put off.
func TestABulkNeedsRoom(t *testing.T) {
	shop := func(s *storetest.Store, name string) error {
		_, err := s.AddShop(ctx, by("a", 0), model.Shop{Name: name})
		return err
	}
	disk := storetest.NewDisk(4000)
	s := storetest.Open(t, storetest.Disk(disk), storetest.Bulk(1_000_000))
	require.NoError(t, shop(s, "one"))
	disk.Set(300)
	require.NoError(t, shop(s, "two"), "as at any desk")
	require.NoError(t, s.Close())

	disk.Set(5000)
	s = storetest.Open(t, storetest.Disk(disk), storetest.Bulk(1_000_000), storetest.At(s.Dir))
	disk.Set(1100)
	require.True(t, store.IsCode(shop(s, "three"), store.CodeDiskFull), "the compaction would not fit")
	disk.Set(5000)
	require.NoError(t, shop(s, "three"))
}
