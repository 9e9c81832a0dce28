package store_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/storetest"
)

func backup(t *testing.T, s *storetest.Store) ([]byte, store.Backed) {
	t.Helper()
	var out bytes.Buffer
	b, err := s.Backup(ctx, by("a", 0), &out, nil)
	require.NoError(t, err)
	require.Zero(t, b.Damaged)
	checked, err := store.CheckBackup(bytes.NewReader(out.Bytes()))
	require.NoError(t, err)
	require.Equal(t, b.Pairs, checked.Pairs)
	return out.Bytes(), b
}

func restore(t *testing.T, from []byte) *storetest.Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "new", "data")
	_, rep, err := store.Restore(ctx, store.Options{Dir: dir, Zone: storetest.Zone}, bytes.NewReader(from), nil)
	require.NoError(t, err)
	require.True(t, rep.OK, rep.Faults)
	left, err := os.ReadDir(filepath.Dir(dir))
	require.NoError(t, err)
	require.Len(t, left, 1, "nothing is left beside the store")
	return storetest.Open(t, storetest.At(dir))
}

func TestRestoredStoreIsTheStore(t *testing.T) {
	s := storetest.Open(t, storetest.Demo(300))
	c := addCase(t, s, "a", complaint("王小明", "百味轩", "退款"))
	addCase(t, s, "b", complaint("李四", "百味轩", "换货"))
	_, _ = undo(t, s, "b")
	require.NoError(t, s.SaveDraft(ctx, store.Draft{Name: "intake/a", Actor: "a", Body: []byte(`{"what":"半句"}`)}))
	file, b := backup(t, s)

	r := restore(t, file)
	require.Equal(t, s.Head(), r.Head())
	require.Equal(t, b.Head, r.Head())
	require.Nil(t, r.Lost())
	require.Equal(t, list(t, s, find.Case), list(t, r, find.Case))
	require.Equal(t, list(t, s, find.Shop), list(t, r, find.Shop))
	got, err := r.Case(ctx, c.No)
	require.NoError(t, err)
	require.Equal(t, c, got)
	drafts, err := r.Drafts(ctx, "intake/")
	require.NoError(t, err)
	require.Len(t, drafts, 1)
	res, err := r.Search(ctx, find.Query{Text: "bwx", Limit: 5})
	require.NoError(t, err)
	require.NotEmpty(t, res.Hits)

	redo(t, r, "b") // the log goes on where it was
	next := addCase(t, r, "a", complaint("王小明", "百味轩", "又来"))
	require.NotEqual(t, c.No, next.No)
	r.Whole()
}

// TestTheIndexOfACaseTakenInBetweenTwoSecondsIsWhole: a desk's clock does not
// stand at whole seconds; what was backed up there, or whose index was made
// anew, is found whole.
func TestTheIndexOfACaseTakenInBetweenTwoSecondsIsWhole(t *testing.T) {
	s := storetest.Open(t, storetest.Clocks(t))
	at := by("a", 0)
	at.At = at.At.Add(79 * time.Millisecond)
	_, err := s.AddCase(ctx, at, complaint("王小明", "百味轩", "退款"))
	require.NoError(t, err)
	file, _ := backup(t, s)
	restore(t, file).Whole()
}

func TestEmptyStoreCanBeBackedUp(t *testing.T) {
	file, b := backup(t, storetest.Open(t))
	require.Zero(t, b.Head)
	r := restore(t, file)
	addCase(t, r, "a", complaint("n", "S", "x"))
}

// TestBackupWhileTheDeskIsInUse: every write is a case with a new shop. In the
// backup each case has its shop, and nothing of what came later.
func TestBackupWhileTheDeskIsInUse(t *testing.T) {
	s := storetest.Open(t)
	stop, done := make(chan struct{}), make(chan error)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			if _, err := s.AddCase(context.Background(), by("a", 0), complaint("n", fmt.Sprint("shop ", i), "x")); err != nil {
				done <- err
				return
			}
		}
	}()
	beyond(s, 40)
	slow := &slowly{s: s}
	b, err := s.Backup(ctx, by("a", 0), slow, nil)
	require.NoError(t, err)
	require.Greater(t, s.Head(), b.Head, "the desk went on")
	close(stop)
	require.NoError(t, <-done)
	r := restore(t, slow.Bytes())
	require.Equal(t, b.Head, r.Head())
	require.Equal(t, count(t, r, find.Case), count(t, r, find.Shop))
	require.EqualValues(t, b.Head, 2*count(t, r, find.Case))
}

// beyond waits until the log has come as far as seq.
func beyond(s *storetest.Store, seq uint64) {
	for s.Head() < seq {
		_, _ = s.Wait(ctx, s.Head()) // what it returns is of no interest
	}
}

// slowly lets the desk save more between any two blocks of the backup.
type slowly struct {
	bytes.Buffer
	s *storetest.Store
}

func (w *slowly) Write(p []byte) (int, error) {
	beyond(w.s, w.s.Head()+4)
	return w.Buffer.Write(p)
}

func TestRestoreNeverOverwrites(t *testing.T) {
	s := storetest.Open(t)
	addCase(t, s, "a", complaint("n", "S", "x"))
	file, _ := backup(t, s)
	full := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(full, "letter.txt"), []byte("x"), 0o600))
	for _, dir := range []string{s.Dir, full, filepath.Join(full, "letter.txt")} {
		_, _, err := store.Restore(ctx, store.Options{Dir: dir}, bytes.NewReader(file), nil)
		require.Equal(t, store.CodeNotEmpty, code(t, err))
	}
	empty := t.TempDir()
	_, rep, err := store.Restore(ctx, store.Options{Dir: empty}, bytes.NewReader(file), nil)
	require.NoError(t, err, "an empty folder is as good as none")
	require.True(t, rep.OK)
}

func TestDamagedBackupLeavesNothing(t *testing.T) {
	s := storetest.Open(t, storetest.Demo(50))
	file, _ := backup(t, s)
	bad := bytes.Clone(file)
	bad[len(bad)/2] ^= 1
	for want, data := range map[string][]byte{
		store.CodeBackupDamaged: file[:len(file)-1],
		store.CodeNotBackup:     []byte("编号,姓名"),
	} {
		where := t.TempDir()
		_, _, err := store.Restore(ctx, store.Options{Dir: filepath.Join(where, "data")}, bytes.NewReader(data), nil)
		require.Equal(t, want, code(t, err))
		left, err := os.ReadDir(where)
		require.NoError(t, err)
		require.Empty(t, left)
		_, err = store.CheckBackup(bytes.NewReader(data))
		require.Equal(t, want, code(t, err))
	}
	_, _, err := store.Restore(ctx, store.Options{Dir: filepath.Join(t.TempDir(), "data")}, bytes.NewReader(bad), nil)
	require.Error(t, err)
}

func TestRestoreNeedsRoom(t *testing.T) {
	s := storetest.Open(t)
	addCase(t, s, "a", complaint("n", "S", "x"))
	file, _ := backup(t, s)
	disk := storetest.NewDisk(100)
	_, _, err := store.Restore(ctx, store.Options{Dir: filepath.Join(t.TempDir(), "data"), Free: disk.Free}, bytes.NewReader(file), nil)
	require.Equal(t, store.CodeDiskFull, code(t, err))
}

func TestBackupIsBrokenOff(t *testing.T) {
	s := storetest.Open(t, storetest.Demo(800))
	gone, cancel := context.WithCancel(ctx)
	var out bytes.Buffer
	_, err := s.Backup(gone, by("a", 0), &out, func(uint64) { cancel() })
	require.ErrorIs(t, err, context.Canceled)
	_, err = store.CheckBackup(&out)
	require.Error(t, err)
}

func TestLastBackupIsRemembered(t *testing.T) {
	s := storetest.Open(t)
	_, ok, err := s.LastBackup(ctx)
	require.NoError(t, err)
	require.False(t, ok)
	head := s.Head()
	_, b := backup(t, s)
	require.NoError(t, s.NoteBackup(ctx, store.By{Actor: "李阿姨", Role: model.Coordinator, At: storetest.Now}, b, "/mnt/usb/a.heshi"))
	require.Equal(t, head, s.Head(), "the log has nothing to say about it")
	s.Reopen()
	last, ok, err := s.LastBackup(ctx)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, "李阿姨", last.Actor)
	require.Equal(t, "/mnt/usb/a.heshi", last.File)
}
