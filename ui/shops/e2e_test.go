package shops_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// A coordinator signs in on the real program, changes the term to fifteen days
// from a day, sees what that changes and saves; the command line hands out what
// was saved.
func TestACoordinatorChangesTheTerm(t *testing.T) {
	for _, w := range []struct{ lang, ask, duty, shops, charter, write, parts, term, kept, from, changes, saved string }{
		{"zh", "谁在值台", "值台：吴明", "联盟成员", "没有人采纳过", "写新章程", "改哪一部分", "退货期限", "还没有保存", "2026年12月1日", "结果会变", "新章程已保存"},
		{"en", "Who sits", "Working as 吴明", "members of the alliance", "nobody has adopted", "Write a new charter", "Which part", "Term", "not saved yet", "1 Dec 2026", "come out differently", "The new charter is saved"},
	} {
		t.Run(w.lang, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			run(t, data, "person", "add", "吴明", "--role", "coordinator")
			d := uitest.Start(t, uitest.Options{Lang: w.lang, Data: data, Args: []string{"--lang", w.lang, "--now", "2026-11-23T10:00:00+08:00"}})
			d.Press("f4").Sees(w.ask, "吴明").Press("1").Sees(w.duty).Press("f12").Sees(w.shops)
			d.Press("3").Sees(w.charter, w.write).Press("2").Sees(w.parts).Press("1").Sees("2026-11-24")
			d.Press("ctrl+u").Type("2026-12-01").Press("ctrl+s").Sees(w.kept, w.parts)
			d.Press("2").Sees(w.term).Press("ctrl+u").Type("15").Press("ctrl+s").Sees(w.kept, w.parts)
			d.Press("f3").Press("f3").Press("f2").Press("f2").Sees(w.parts)
			d.Press("9").Sees(w.from, w.changes).Press("1").Sees(w.saved, w.from)
			d.Press("ctrl+q")
			require.Zero(t, d.Wait())

			out := filepath.Join(data, "charter.jsonl")
			run(t, data, "export", "charter", out)
			b, err := os.ReadFile(out)
			require.NoError(t, err)
			lines := strings.Split(strings.TrimSpace(string(b)), "\n")
			require.Len(t, lines, 2)
			var c struct {
				TermDays      int    `json:"term_days"`
				EffectiveFrom string `json:"effective_from"`
				Sample        bool   `json:"sample"`
			}
			require.NoError(t, json.Unmarshal([]byte(lines[1]), &c))
			require.Equal(t, []any{15, "2026-12-01", false}, []any{c.TermDays, c.EffectiveFrom, c.Sample})
			require.Contains(t, run(t, data, "log", "--json"), "charter.edited")
		})
	}
}

// run runs a command of the program and returns what it prints.
func run(t *testing.T, data string, args ...string) string {
	t.Helper()
	out, err := exec.Command(uitest.Binary(t), append([]string{"--data", data}, args...)...).Output()
	require.NoError(t, err)
	return string(out)
}
