package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
)

// line runs the program on a store of its own.
type line struct {
	t   *testing.T
	dir string
}

func (l line) run(in string, args ...string) (out []byte, ok bool) {
	cmd := exec.Command("heshi", append([]string{"--now", now, "--data", l.dir, "--lang", "zh"}, args...)...)
	var said bytes.Buffer
	cmd.Stdin, cmd.Stderr = bytes.NewBufferString(in), &said
	out, err := cmd.Output()
	require.NotContains(l.t, said.String(), "panic")
	return out, err == nil
}

func (l line) show(id string) model.Case {
	out, ok := l.run("", "case", "show", id, "--json")
	require.True(l.t, ok)
	var c model.Case
	require.NoError(l.t, json.Unmarshal(out, &c))
	return c
}

// value is JSON for a field, mostly fitting.
func value(r *rand.Rand, f flow.Field) any {
	switch f.Kind {
	case flow.Choice:
		return f.Choices[r.IntN(len(f.Choices))]
	case flow.Duties:
		return []map[string]any{{"what": "退款", "amount_fen": 100, "due": "2026-11-30"}}
	case flow.Duty:
		return fmt.Sprint("d", 1+r.IntN(2))
	case flow.Money:
		return []int{50, 100}[r.IntN(2)]
	case flow.Day:
		return "2026-12-01"
	case flow.Names:
		return []string{"李阿姨"}
	}
	return "x"
}

// kept asserts that a case has not ended over an open promise.
func kept(t *testing.T, c model.Case) {
	require.Empty(t, flow.Sound(c), c.State)
	if c.State.Over() && c.State != model.Referred {
		require.Empty(t, c.OpenDuties(), c.State)
	}
}

// all are the cases of the store.
func (l line) all() (out []model.Case) {
	said, ok := l.run("", "case", "list", "--json")
	require.True(l.t, ok)
	for row := range bytes.Lines(said) {
		var one struct{ ID string }
		require.NoError(l.t, json.Unmarshal(row, &one))
		out = append(out, l.show(one.ID))
	}
	return out
}

// brought imports a copy of a case whole, ended by the file, its promises in
// the state the file says.
func (l line) brought(c model.Case, r *rand.Rand, no string) {
	c.ID, c.Rev, c.No = "", 0, no
	c.State = []model.CaseState{model.Closed, model.Withdrawn, model.Terminated}[r.IntN(3)]
	for i := range c.Duties {
		c.Duties[i].State = []model.DutyState{model.DutyOpen, model.DutyPerformed, "", "done"}[r.IntN(4)]
	}
	body, err := json.Marshal(c)
	require.NoError(l.t, err)
	file := filepath.Join(filepath.Dir(l.dir), no+".jsonl")
	require.NoError(l.t, os.WriteFile(file, body, 0o600))
	l.run("", "import", file, "--as-kind", "cases")
}

// TestNoCommandsEndACaseOverAPromise sends steps, files, undo and redo in any
// order through the real program.
func TestNoCommandsEndACaseOverAPromise(t *testing.T) {
	t.Parallel()
	for seed := range uint64(2) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 5))
			l := line{t, filepath.Join(t.TempDir(), "data")}
			require.NoError(t, os.MkdirAll(l.dir, 0o700))
			out, ok := l.run(`{"complainant":{"name":"王小明"},"shop":"百味轩","what":"退款"}`, "case", "add", "--json")
			require.True(t, ok)
			var added struct{ ID string }
			require.NoError(t, json.Unmarshal(out, &added))
			for _, first := range []string{"accept", "settle"} {
				args, _ := json.Marshal(map[string]any{"duties": []map[string]any{{"what": "退款", "amount_fen": 100, "due": "2026-11-30"}}})
				if first == "accept" {
					args = nil
				}
				_, ok = l.run(string(args), "case", "do", added.ID, first, "--json")
				require.True(t, ok, first)
			}
			for i := range 10 {
				c := l.show(added.ID)
				kept(t, c)
				switch r.IntN(9) {
				case 3:
					l.brought(c, r, fmt.Sprint("A-", i))
					continue
				case 0:
					if c.State != model.Registered { // do not undo the registration itself
						l.run("", "undo")
					}
					continue
				case 1:
					l.run("", "redo")
					continue
				case 2:
					l.run("", "case", "do", added.ID, "close", "--json")
					continue
				}
				next := flow.Next(c, flow.Actor{})
				a := next[r.IntN(len(next))]
				args := map[string]any{}
				for _, f := range a.Fields {
					if f.Required && f.Begin == nil || f.Kind == flow.Duties {
						args[f.Name] = value(r, f)
					}
				}
				in, err := json.Marshal(args)
				require.NoError(t, err)
				l.run(string(in), "case", "do", added.ID, a.ID, "--json")
			}
			for _, c := range l.all() {
				kept(t, c)
			}
		})
	}
}
