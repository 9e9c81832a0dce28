package shifts_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/shifts"
)

// instance reads an instance from testdata, or from the shared folder where it
// exists; otherwise the test is skipped.
func instance(t testing.TB, name string) *shifts.Instance {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		b, err = os.ReadFile(filepath.Join("../../shared/roster/instances", name+".json"))
	}
	if err != nil {
		t.Skip("no such instance here: " + name)
	}
	in, err := shifts.ReadInstance(b)
	require.NoError(t, err)
	return in
}

func plan(t testing.TB, in *shifts.Instance, effort int) *shifts.Roster {
	t.Helper()
	r, err := shifts.Plan(in, shifts.Options{Effort: effort})
	require.NoError(t, err)
	return r
}

// oracle runs the independent checker of the shared folder; ok is false where
// it cannot run.
func oracle(t testing.TB, in *shifts.Instance, roster []byte) (map[string]any, bool) {
	t.Helper()
	script := "../../shared/roster/check.py"
	if _, err := os.Stat(script); err != nil {
		return nil, false
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		return nil, false
	}
	dir := t.TempDir()
	doc, err := json.Marshal(in.Filled())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "i.json"), doc, 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "r.json"), roster, 0o600))
	out, err := exec.Command(python, script, filepath.Join(dir, "i.json"), filepath.Join(dir, "r.json"), "--json").Output()
	if code, ok := err.(*exec.ExitError); ok {
		require.Equal(t, 1, code.ExitCode(), string(code.Stderr))
	}
	var got map[string]any
	require.NoError(t, json.Unmarshal(out, &got))
	return got, true
}

// agree requires that our checker says of the roster what the oracle says.
func agree(t testing.TB, in *shifts.Instance, r *shifts.Roster) {
	t.Helper()
	doc, err := json.Marshal(r)
	require.NoError(t, err)
	want, ok := oracle(t, in, doc)
	if !ok {
		t.Skip("the shared checker cannot run here")
	}
	back, err := shifts.ReadRoster(doc)
	require.NoError(t, err)
	ours, err := json.Marshal(shifts.Check(in, back))
	require.NoError(t, err)
	var got map[string]any
	require.NoError(t, json.Unmarshal(ours, &got))
	require.Equal(t, tidy(want), tidy(got))
}

// tidy sorts the violations, whose order carries nothing.
func tidy(m map[string]any) map[string]any {
	list := m["violations"].([]any)
	sort.Slice(list, func(a, b int) bool {
		x, _ := json.Marshal(list[a])
		y, _ := json.Marshal(list[b])
		return string(x) < string(y)
	})
	return m
}
