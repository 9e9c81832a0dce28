package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/store"
	"heshi/ui/text"
)

// paced runs a command that tells how far it is whenever it could, or never.
func paced(t *testing.T, due bool, args ...string) (out, said string) {
	var o, e bytes.Buffer
	a := &app{
		assets: assets.Files(), in: strings.NewReader(""), out: &o, err: &e, getenv: os.Getenv, version: build(),
		pace: func() func() bool { return func() bool { return due } },
	}
	require.Zero(t, a.run(context.Background(), args), e.String())
	return o.String(), e.String()
}

// TestALongWriteSaysWhatItStillDoes: once all is written, the index is put together,
// and nothing can be counted meanwhile. A short one has nothing to say, and what
// is printed for a program stays the same.
func TestALongWriteSaysWhatItStillDoes(t *testing.T) {
	dir := t.TempDir()
	data := func(name string) string { return filepath.Join(dir, name) }
	out, said := paced(t, true, "--data", data("a"), "--lang", "en", "--json", "fill", "--cases", "2000")
	lines := strings.Split(strings.TrimSpace(said), "\n")
	require.Equal(t, []string{"written 1,000/2,000", "written 2,000/2,000", "All written; now the search index is put together…"}, lines[len(lines)-3:])
	require.True(t, json.Valid([]byte(out)), out)
	quiet, said := paced(t, false, "--data", data("b"), "--lang", "en", "--json", "fill", "--cases", "2000")
	require.Empty(t, said)
	require.Equal(t, out, quiet)

	file := data("cases.jsonl")
	paced(t, false, "--data", data("b"), "export", "cases", file)
	_, said = paced(t, true, "--data", data("c"), "--lang", "zh", "import", file, "--as-kind", "cases")
	require.True(t, strings.HasSuffix(said, "已写入2,000条\n都写好了，正在整理查找用的索引……\n"), said)
	_, said = paced(t, true, "--data", data("c"), "--lang", "zh", "import", file, "--as-kind", "cases")
	require.NotContains(t, said, "索引", "nothing was new")
}

// TestAnOpenSaysWhatItHasToDoFirst: each work in its own words.
func TestAnOpenSaysWhatItHasToDoFirst(t *testing.T) {
	texts, err := text.Load(assets.Files())
	require.NoError(t, err)
	var said bytes.Buffer
	a := &app{err: &said, tx: texts.Lang("en"), getenv: func(string) string { return "" }, pace: func() func() bool { return func() bool { return true } }}
	tell := a.opening()
	tell(store.Sweeping, 64, 0)
	tell(store.Remaking, 1000, 5000)
	require.Equal(t, "Taking out what was half written when the program was stopped; the desk opens when it is done: 64 entries gone\n"+
		"Making the search index again; the desk opens when it is done, and every record is there: 1,000 of 5,000\n", said.String())
}
