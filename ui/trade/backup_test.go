package trade_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/trade"
)

func TestBackupAndRestore(t *testing.T) {
	s := storetest.Open(t, storetest.Demo(60))
	dir := t.TempDir()
	file := filepath.Join(dir, "a.heshi")
	_, err := trade.Backup(context.Background(), s, store.By{At: storetest.Now}, file, nil)
	require.NoError(t, err)
	last, ok, err := s.LastBackup(context.Background())
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, file, last.File)
	require.Equal(t, []string{"a.heshi"}, names(t, dir))

	_, rep, err := trade.Restore(context.Background(), store.Options{Dir: filepath.Join(dir, "new")}, file, nil)
	require.NoError(t, err)
	require.True(t, rep.OK)
}

func names(t *testing.T, dir string) (out []string) {
	list, err := os.ReadDir(dir)
	require.NoError(t, err)
	for _, e := range list {
		out = append(out, e.Name())
	}
	return out
}

// broken is a store whose disk fails in the middle of a backup.
type broken struct{ *storetest.Store }

func (broken) Backup(_ context.Context, _ store.By, w io.Writer, _ func(uint64)) (store.Backed, error) {
	_, err := io.WriteString(w, "half")
	return store.Backed{}, errors.Join(err, context.Canceled)
}

// lying is a store that says it has written a backup and has not.
type lying struct{ broken }

func (lying) Backup(_ context.Context, _ store.By, w io.Writer, _ func(uint64)) (store.Backed, error) {
	_, err := io.WriteString(w, "nothing of the kind")
	return store.Backed{}, err
}

func TestFailedBackupLeavesWhatWasThere(t *testing.T) {
	s := storetest.Open(t)
	file := filepath.Join(t.TempDir(), "a.heshi")
	_, err := trade.Backup(context.Background(), s, store.By{At: storetest.Now}, file, nil)
	require.NoError(t, err)
	was, err := os.ReadFile(file)
	require.NoError(t, err)
	for _, bad := range []trade.Safe{broken{s}, lying{broken{s}}} {
		_, err = trade.Backup(context.Background(), bad, store.By{At: storetest.Now}, file, nil)
		require.Error(t, err)
		now, err := os.ReadFile(file)
		require.NoError(t, err)
		require.Equal(t, was, now)
		require.Equal(t, []string{"a.heshi"}, names(t, filepath.Dir(file)))
	}
	letter := filepath.Join(t.TempDir(), "letter.txt")
	require.NoError(t, os.WriteFile(letter, []byte("dear"), 0o600))
	_, err = trade.Backup(context.Background(), s, store.By{At: storetest.Now}, letter, nil)
	require.True(t, store.IsCode(err, "backup.other_file"))
	require.True(t, trade.Refused(err))
	for _, nowhere := range []string{filepath.Join(t.TempDir(), "no", "a.heshi"), filepath.Join(letter, "a.heshi")} {
		_, err = trade.Backup(context.Background(), s, store.By{At: storetest.Now}, nowhere, nil)
		require.ErrorContains(t, err, "file.unwritable")
	}
	require.NotContains(t, err.Error(), ".part")
}

// TestKilledBackupLeavesNoHalfFile: a child backs up again and again to one
// file and is killed at any moment. Under that name there is a whole backup or
// none.
func TestKilledBackupLeavesNoHalfFile(t *testing.T) {
	const dirEnv, fileEnv = "HESHI_TRADE_DIR", "HESHI_TRADE_FILE"
	if dir := os.Getenv(dirEnv); dir != "" {
		s, err := store.Open(store.Options{Dir: dir})
		require.NoError(t, err)
		for {
			fmt.Println("begin")
			_, err := trade.Backup(context.Background(), s, store.By{At: storetest.Now}, os.Getenv(fileEnv), func(uint64) { fmt.Println("tick") })
			require.NoError(t, err)
		}
	}
	s := storetest.Open(t, storetest.Demo(400))
	require.NoError(t, s.Close())
	file := filepath.Join(t.TempDir(), "a.heshi")
	for round := range 5 {
		cmd := exec.Command(os.Args[0], "-test.run=^TestKilledBackupLeavesNoHalfFile$")
		cmd.Env = append(os.Environ(), dirEnv+"="+s.Dir, fileEnv+"="+file)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		said := bufio.NewReader(out)
		for range 1 + 2*round {
			_, err = said.ReadString('\n')
			require.NoError(t, err)
		}
		require.NoError(t, cmd.Process.Kill())
		_ = cmd.Wait() // "signal: killed"
		f, err := os.Open(file)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		require.NoError(t, err)
		_, err = store.CheckBackup(f)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
}
