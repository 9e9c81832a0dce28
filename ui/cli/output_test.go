package cli

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/assets"
)

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// What could not be written is said in our words, also of what the command
// library prints.
func TestOutputThatWasNotWrittenIsSaid(t *testing.T) {
	for _, args := range []string{"--version", "--help", "case add --help", "case do --help", "case do --help settle", "case list", "clock explain --rule K1 --from 2026-11-23T10:00:00+08:00"} {
		var said bytes.Buffer
		a := &app{assets: assets.Files(), in: strings.NewReader(""), out: full{}, err: &said, getenv: os.Getenv, version: build()}
		code := a.run(context.Background(), append([]string{"--lang", "en", "--data", t.TempDir()}, strings.Fields(args)...))
		if args == "case list" { // nothing to print
			require.Equal(t, exitDone, code)
			continue
		}
		require.Equal(t, exitFailed, code, args)
		require.Equal(t, "the output could not be written: its reader closed, or the disk is full\n", said.String(), args)
	}
}

// A command that is stopped says so, in one line, and keeps nothing half done.
func TestACommandThatIsStoppedSaysSo(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	dir := filepath.Join(t.TempDir(), "data")
	for lang, want := range map[string]string{"en": "interrupted", "zh": "中断"} {
		var said, out bytes.Buffer
		a := &app{assets: assets.Files(), in: strings.NewReader(""), out: &out, err: &said, getenv: os.Getenv, version: build()}
		require.Equal(t, exitFailed, a.run(stopped, []string{"--lang", lang, "--data", dir, "fill", "--cases", "50", "--seed", "1"}))
		require.Contains(t, said.String(), want)
		require.Equal(t, 1, strings.Count(said.String(), "\n"), said.String())
	}
	var out bytes.Buffer
	a := &app{assets: assets.Files(), out: &out, err: &out, getenv: os.Getenv, version: build()}
	require.Equal(t, exitDone, a.run(context.Background(), []string{"--data", dir, "case", "list", "--json"}))
	require.Empty(t, out.String())
}
