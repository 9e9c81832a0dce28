package store_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/dgraph-io/badger/v4"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/record"
	"heshi/store/storetest"
)

// asked is what every shape of the same store must answer alike.
func asked(t testing.TB, s *storetest.Store) map[string]any {
	t.Helper()
	out := map[string]any{}
	for _, q := range []string{"zh", "王", "wang", "开线", "4417", "百味", "bw", "0003", "zhangw", "HS-2026", "wnag 衣"} {
		res, err := s.Search(ctx, find.Query{Text: q, Limit: 1000, Near: true})
		require.NoError(t, err)
		out[q] = res
	}
	out["list"] = list(t, s, find.Case)
	return out
}

// segments lists the files of the index.
func segments(t testing.TB, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "index", "*.seg"))
	require.NoError(t, err)
	return files
}

// busy fills a store with a batch, single cases, changes and undos.
func busy(t testing.TB, s *storetest.Store) {
	addBatch(t, s, "a", 700)
	for i := range 300 {
		c := complaint("王小明", fmt.Sprint("百味", i%7), "外套开线")
		c.Complainant.Phone = fmt.Sprintf("1380000%04d", 4400+i)
		c = addCase(t, s, "b", c)
		if i%5 == 0 {
			c.Complainant.Name = "张伟"
			_, err := s.EditCase(ctx, by("b", 1), c)
			require.NoError(t, err)
		}
		if i%7 == 0 {
			undo(t, s, "b")
		}
	}
}

func TestIndexIsTheSameHoweverItCameAbout(t *testing.T) {
	s := storetest.Open(t)
	busy(t, s)
	want := asked(t, s)
	require.NotEmpty(t, want["zhangw"].(find.Result).Hits)
	s.Whole()
	s.Reopen()
	require.Equal(t, want, asked(t, s), "reopened")
	require.NotEmpty(t, segments(t, s.Dir))
	require.NoError(t, s.Rebuild(ctx, nil))
	require.Equal(t, want, asked(t, s), "rebuilt")
	s.Whole()
	require.NoError(t, s.Close())
	require.NoError(t, os.RemoveAll(filepath.Join(s.Dir, "index")))
	s = storetest.Open(t, storetest.At(s.Dir))
	require.Equal(t, want, asked(t, s), "made anew")
	s.Whole()
	undo(t, s, "a")
	require.NotEqual(t, want, asked(t, s))
	redo(t, s, "a")
	require.Equal(t, want, asked(t, s), "the batch undone and redone")
}

func TestIndexOfAKilledStore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	c := startChild(t, "save", dir, nil)
	for range 4000 {
		_, ok := c.say("saved")
		require.True(t, ok)
	}
	c.kill()
	require.NotEmpty(t, segments(t, dir), "much was put away by then")
	s := storetest.Open(t, storetest.At(dir))
	s.Whole()
	want := asked(t, s)
	require.NoError(t, s.Rebuild(ctx, nil))
	require.Equal(t, want, asked(t, s))
}

// TestDamagedIndexIsSaidOrMadeAnew flips bits of segments and of their list.
func TestDamagedIndexIsSaidOrMadeAnew(t *testing.T) {
	s := storetest.Open(t)
	busy(t, s)
	require.NoError(t, s.Close())
	said := 0
	for range rounds(12) {
		dir := filepath.Join(t.TempDir(), "data")
		copyDir(t, s.Dir, dir)
		files := append(segments(t, dir), filepath.Join(dir, "index", "list.json"))
		file := files[rand.IntN(len(files))]
		st, err := os.Stat(file)
		require.NoError(t, err)
		at, bit := rand.Int64N(st.Size()), byte(rand.IntN(8))
		t.Log(file, at, bit)
		flip(t, file, bit, at)
		d := storetest.Open(t, storetest.At(dir), storetest.Unchecked())
		report, err := d.Verify(ctx, nil)
		require.NoError(t, err)
		if !report.OK {
			said++
			require.Equal(t, store.CodeDamaged, code(t, d.CheckTables(ctx)))
			require.NoError(t, d.Rebuild(ctx, nil))
			d.Whole()
		}
		require.NoError(t, d.CheckTables(ctx))
		require.NoError(t, d.Close())
	}
	t.Log(said)
}

// TestAnOpenThatMakesTheIndexSaysHowFarItIs opens a store whose index is gone.
func TestAnOpenThatMakesTheIndexSaysHowFarItIs(t *testing.T) {
	s := storetest.Open(t)
	addBatch(t, s, "a", 2500)
	require.NoError(t, s.Close())
	heard := func() (out [][2]int) {
		again, err := store.Open(store.Options{Dir: s.Dir, Zone: storetest.Zone, Progress: func(_ store.Chore, done, all int) {
			out = append(out, [2]int{done, all})
		}})
		require.NoError(t, err)
		require.NoError(t, again.Close())
		return out
	}
	require.Empty(t, heard(), "nothing is made again")
	require.NoError(t, os.RemoveAll(filepath.Join(s.Dir, "index")))
	said := heard()
	require.Len(t, said, 2)
	for i, at := range said {
		require.Equal(t, 1000*(i+1), at[0])
		require.GreaterOrEqual(t, at[1], 2500)
	}
	meddle(t, s.Dir, func(txn *badger.Txn) error { return txn.Delete(record.MetaKey("derived")) })
	said = heard()
	last := said[len(said)-1]
	require.Equal(t, last[1], last[0], "all of them")
}

// TestIndexOfAnotherFormatIsMadeAgain opens a store whose segments another
// version of the program wrote.
func TestIndexOfAnotherFormatIsMadeAgain(t *testing.T) {
	s := storetest.Open(t)
	addBatch(t, s, "a", 1200)
	want := asked(t, s)
	require.NoError(t, s.Close())
	for _, file := range segments(t, s.Dir) {
		st, err := os.Stat(file)
		require.NoError(t, err)
		flip(t, file, 7, st.Size()-4) // the version is the last number
	}
	made := 0
	again, err := store.Open(store.Options{Dir: s.Dir, Zone: storetest.Zone, Progress: func(_ store.Chore, done, _ int) { made = done }})
	require.NoError(t, err)
	require.Equal(t, 1000, made)
	require.NoError(t, again.Close())
	s = storetest.Open(t, storetest.At(s.Dir))
	require.Equal(t, want, asked(t, s))
	s.Whole()
}

// TestListOfTheIndexIsChecked changes which records do not count any more.
func TestListOfTheIndexIsChecked(t *testing.T) {
	s := storetest.Open(t)
	busy(t, s)
	undo(t, s, "a")
	want := asked(t, s)
	require.NoError(t, s.Close())
	file := filepath.Join(s.Dir, "index", "list.json")
	list, err := os.ReadFile(file)
	require.NoError(t, err)
	require.Contains(t, string(list), `"dead"`)
	changed := strings.ReplaceAll(string(list), `"dead"`, `"daed"`)
	require.NoError(t, os.WriteFile(file, []byte(changed), 0o600))
	s = storetest.Open(t, storetest.At(s.Dir))
	require.Equal(t, want, asked(t, s))
	s.Whole()
}

// TestOlderStoreIsMigrated opens a store of a program that kept its search keys
// in Badger.
func TestOlderStoreIsMigrated(t *testing.T) {
	s := storetest.Open(t)
	busy(t, s)
	want := asked(t, s)
	require.NoError(t, s.Close())
	require.NoError(t, os.RemoveAll(filepath.Join(s.Dir, "index")))
	meddle(t, s.Dir, func(txn *badger.Txn) error {
		for _, old := range []string{"i/cq1.1", "r/c123", "nHS-1", "xs-1"} {
			require.NoError(t, txn.Set([]byte(old), nil))
		}
		return txn.Delete(record.MetaKey("derived"))
	})
	s = storetest.Open(t, storetest.At(s.Dir))
	require.Equal(t, want, asked(t, s))
	s.Whole()
	require.NoError(t, s.Close())
	meddle(t, s.Dir, func(txn *badger.Txn) error {
		_, err := txn.Get([]byte("i/cq1.1"))
		require.ErrorIs(t, err, badger.ErrKeyNotFound)
		return nil
	})
}

func TestVolunteersAreFound(t *testing.T) {
	s := storetest.Open(t)
	v, err := s.AddVolunteer(ctx, by("a", 0), model.Volunteer{
		Name: "单小芳", Phone: "13800001234", Level: model.LevelNew, MaxWeek: 2, MaxMonth: 8,
	})
	require.NoError(t, err)
	for _, q := range []string{"shanxf", "单小", "1234"} {
		res, err := s.Search(ctx, find.Query{Text: q})
		require.NoError(t, err)
		require.Len(t, res.Hits, 1, q)
		require.Equal(t, v.ID, res.Hits[0].ID)
		require.Equal(t, "volunteer", res.Hits[0].Kind.String())
	}
	v.Left = model.DayOf(storetest.Now, storetest.Zone)
	_, err = s.EditVolunteer(ctx, by("a", 1), v)
	require.NoError(t, err)
	res, err := s.Search(ctx, find.Query{Text: "单"})
	require.NoError(t, err)
	require.True(t, res.Hits[0].Over)
}
