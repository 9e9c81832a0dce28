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

// A search that is stopped prints no roster, neither one that is only begun.
func TestASearchThatIsStoppedSaysSo(t *testing.T) {
	stopped, stop := context.WithCancel(context.Background())
	stop()
	dir := t.TempDir()
	instance := filepath.Join(dir, "in.json")
	require.NoError(t, os.WriteFile(instance, []byte(`{"id":"x","horizon":{"start":"2026-03-02","end":"2026-03-08"},
		"shifts":[{"id":"a","date":"2026-03-03","half":"am","start":"09:00","end":"11:30","station":"s","seats":1,"weight":1,"priority":1}],
		"volunteers":[{"id":"v","level":"experienced","avail":["tue-am"],"max_week":1,"max_month":1,"stations":["s"]}]}`), 0o600))
	roster := filepath.Join(dir, "roster.json")
	require.NoError(t, os.WriteFile(roster, []byte(`{"assignments":[]}`), 0o600))
	change := filepath.Join(dir, "change.json")
	require.NoError(t, os.WriteFile(change, []byte(`{}`), 0o600))
	for _, args := range [][]string{{"plan", instance}, {"repair", instance, roster, change}, {"explain", instance, roster, "a"}} {
		for ctx, code := range map[context.Context]int{stopped: exitFailed, context.Background(): exitDone} {
			var said, out bytes.Buffer
			a := &app{assets: assets.Files(), in: strings.NewReader(""), out: &out, err: &said, getenv: os.Getenv, version: build()}
			require.Equal(t, code, a.run(ctx, append([]string{"--lang", "en", "--json", "shifts"}, args...)), said.String())
			require.Equal(t, code == exitDone, out.Len() > 0, args)
			require.Equal(t, code == exitFailed, strings.Contains(said.String(), "interrupted"), args)
		}
	}
}
