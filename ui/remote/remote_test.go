package remote_test

import (
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/ui/remote"
)

// folder is a data folder whose name is short enough for a socket.
func folder(t *testing.T) string {
	dir, err := os.MkdirTemp("", "h")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	return dir
}

// serve answers until the test is over.
func serve(t *testing.T, dir string, do func(context.Context, remote.Request) (any, error)) {
	ctx, stop := context.WithCancel(context.Background())
	over := make(chan error, 1)
	go func() { over <- remote.Serve(ctx, dir, do) }()
	t.Cleanup(func() {
		stop()
		require.ErrorIs(t, <-over, context.Canceled)
		require.NoFileExists(t, filepath.Join(dir, "desk.sock"))
	})
	require.Eventually(t, func() bool {
		info, err := os.Stat(filepath.Join(dir, "desk.sock"))
		return err == nil && info.Mode() == os.ModeSocket|0o600
	}, 5*time.Second, time.Millisecond)
}

func TestTheDeskDoesWhatACommandAsks(t *testing.T) {
	dir := folder(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "desk.sock"), nil, 0o600), "left by a desk that died")
	serve(t, dir, func(_ context.Context, r remote.Request) (any, error) {
		if r.File == "" {
			return nil, &model.Problem{Code: "file.unwritable", Args: map[string]any{"name": "x"}}
		}
		return r, nil
	})
	asked := remote.Request{Do: remote.Backup, File: "/a/b", As: "陈站长"}
	var got remote.Request
	require.NoError(t, remote.Ask(t.Context(), dir, asked, &got))
	require.Equal(t, asked, got)
	err := remote.Ask(t.Context(), dir, remote.Request{Do: remote.Backup}, &got)
	require.Equal(t, &model.Problem{Code: "file.unwritable", Args: map[string]any{"name": "x"}}, err)
}

func TestNobodyAnswers(t *testing.T) {
	dir := folder(t)
	require.ErrorIs(t, remote.Ask(t.Context(), dir, remote.Request{}, nil), remote.ErrSilent)
	require.ErrorIs(t, remote.Ask(t.Context(), filepath.Join(dir, strings.Repeat("x", 200)), remote.Request{}, nil), remote.ErrSilent)
	require.ErrorIs(t, remote.Serve(t.Context(), filepath.Join(dir, strings.Repeat("x", 200)), nil), remote.ErrSilent)

	l, err := net.Listen("unix", filepath.Join(dir, "desk.sock"))
	require.NoError(t, err)
	go func() { // one that hangs up
		if c, err := l.Accept(); err == nil {
			_ = c.Close()
		}
	}()
	require.ErrorIs(t, remote.Ask(t.Context(), dir, remote.Request{}, nil), remote.ErrSilent)
	require.NoError(t, l.Close())
}

// TestTheDeskIsLostAtItsWork: it has heard, and then its end is closed.
func TestTheDeskIsLostAtItsWork(t *testing.T) {
	dir := folder(t)
	l, err := net.Listen("unix", filepath.Join(dir, "desk.sock"))
	require.NoError(t, err)
	defer l.Close()
	go func() {
		if c, err := l.Accept(); err == nil {
			_, _ = c.Read(make([]byte, 1<<10))
			_, _ = c.Write([]byte(`{"heard":true}`))
			_ = c.Close()
		}
	}()
	err = remote.Ask(t.Context(), dir, remote.Request{Do: remote.Backup}, nil)
	require.ErrorIs(t, err, remote.ErrLost)
	require.NotErrorIs(t, err, remote.ErrSilent)
}

// Who goes away is not worked for any more, and nonsense is not answered.
func TestACommandThatIsBrokenOff(t *testing.T) {
	dir := folder(t)
	begun, stopped := make(chan struct{}), make(chan struct{})
	serve(t, dir, func(ctx context.Context, _ remote.Request) (any, error) {
		close(begun)
		<-ctx.Done()
		close(stopped)
		return nil, ctx.Err()
	})
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- remote.Ask(ctx, dir, remote.Request{Do: remote.Backup}, nil) }()
	<-begun
	stop()
	require.ErrorIs(t, <-done, context.Canceled)
	<-stopped

	c, err := net.Dial("unix", filepath.Join(dir, "desk.sock"))
	require.NoError(t, err)
	_, err = c.Write([]byte("{\n"))
	require.NoError(t, err)
	n, _ := c.Read(make([]byte, 1))
	require.Zero(t, n)
	require.NoError(t, c.Close())
}
