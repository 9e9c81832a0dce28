package output_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/ui/paper"
	"heshi/ui/paper/output"
)

// commands puts a printing system of shell scripts before all others.
func commands(t *testing.T, scripts map[string]string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("lp is a command of Unix")
	}
	dir := t.TempDir()
	for name, script := range scripts {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+script), 0o755))
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
	return dir
}

func TestThePrinterIsTheOneLpKnows(t *testing.T) {
	commands(t, map[string]string{"lpstat": `echo "system default destination: desk"`})
	assert.Equal(t, "desk", output.Printer(t.Context()))
}

func TestNoPrinter(t *testing.T) {
	commands(t, map[string]string{"lpstat": `echo "no system default destination"`})
	assert.Empty(t, output.Printer(t.Context()))
	commands(t, map[string]string{"lpstat": `exit 1`})
	assert.Empty(t, output.Printer(t.Context()))
	t.Setenv("PATH", t.TempDir())
	assert.Empty(t, output.Printer(t.Context()))
}

func TestSendGivesTheFileToLp(t *testing.T) {
	dir := commands(t, map[string]string{"lp": `cat > "$(dirname "$0")/got"; echo "$@" > "$(dirname "$0")/args"`})
	require.NoError(t, output.Send(t.Context(), "desk", "登记表", []byte("%PDF")))
	got, err := os.ReadFile(filepath.Join(dir, "got"))
	require.NoError(t, err)
	assert.Equal(t, "%PDF", string(got))
	args, err := os.ReadFile(filepath.Join(dir, "args"))
	require.NoError(t, err)
	assert.Equal(t, "-d desk -t 登记表\n", string(args))
}

func TestAPrinterThatRefusesIsAProblem(t *testing.T) {
	commands(t, map[string]string{"lp": `exit 1`})
	var p *model.Problem
	require.ErrorAs(t, output.Send(t.Context(), "desk", "x", nil), &p)
	assert.Equal(t, "paper.printer", p.Code)
}

func TestSaveMakesItsFolderAndTellsThePath(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	path, err := output.Save(dir, "x.pdf", []byte("one"))
	require.NoError(t, err)
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, "one", string(got))

	_, err = output.Save(path, "y.pdf", []byte("two")) // a file is no folder
	var p *model.Problem
	require.True(t, errors.As(err, &p))
	assert.Equal(t, "file.unwritable", p.Code)
}

func TestTheNameTellsPapersApart(t *testing.T) {
	a := paper.Document{Kind: "agreement", No: "JJ01-20261123-0001", Title: "一"}
	b := a
	b.Title = "二"
	assert.Regexp(t, `^JJ01-20261123-0001-agreement-[0-9a-f]{10}\.pdf$`, output.Name(a, false))
	assert.NotEqual(t, output.Name(a, false), output.Name(b, false))
	assert.NotEqual(t, output.Name(a, false), output.Name(a, true))
	a.No = "../a/b"
	assert.NotContains(t, output.Name(a, false), "/")
}
