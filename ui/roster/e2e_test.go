package roster_test

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

// command runs a command of the program and returns what it prints.
func command(t *testing.T, data string, args ...string) string {
	t.Helper()
	out, err := exec.Command(uitest.Binary(t), append([]string{"--data", data, "--now", "2026-11-23T10:00:00+08:00"}, args...)...).Output()
	require.NoError(t, err)
	return string(out)
}

const register = `姓名,电话,本领,能来的时段
林国栋,13800001234,lead,tue-am tue-pm sat-am sat-pm
王美玉,13800001235,minnan,tue-am tue-pm sat-am sat-pm
李建平,13800001236,lead,tue-am tue-pm sat-am sat-pm
张阿珍,13800001237,minnan,tue-am tue-pm sat-am sat-pm
黄文昌,13800001238,lead,tue-am tue-pm sat-am sat-pm
许志强,13800001239,minnan,tue-am tue-pm sat-am sat-pm
蔡金花,13800001240,lead,tue-am tue-pm sat-am sat-pm
`

// A coordinator adds a volunteer, plans a quarter, publishes it, takes a leave
// call and repairs the roster, on the real program; a wrong day is said and
// nothing typed is lost meanwhile.
func TestAQuarterFromTheRegisterToTheRepair(t *testing.T) {
	for _, w := range []struct {
		lang, volunteers, people, times, plan, fault, proved, ask, published, absent, phone, mended string
	}{
		{"zh", "每周班次", "找谁", "什么时候能来", "从哪天", "看不懂这个日期", "已证明不能更好", "要公布吗", "已公布", "哪一班来不了", "要打电话给", "已调整"},
		{"en", "The weekly pattern", "Who?", "When", "From", "Cannot read this day", "cannot be better", "Publish it?", "Published", "not come to", "To be phoned", "Mended"},
	} {
		t.Run(w.lang, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			command(t, data, "person", "add", "吴明", "--role", "coordinator")
			file := filepath.Join(data, "people.csv")
			require.NoError(t, os.WriteFile(file, []byte(register), 0o600))
			command(t, data, "import", file, "--as-kind", "volunteers")

			d := uitest.Start(t, uitest.Options{Lang: w.lang, Data: data, Args: []string{"--lang", w.lang, "--as", "吴明", "--now", "2026-11-23T10:00:00+08:00"}})
			d.Sees("吴明").Press("5").Sees(w.volunteers).Press("4").Sees(w.people, "林国栋").Press("insert").Type("陈秀兰").Press("ctrl+s").Sees(w.times)
			d.Press("2", "right", "6", "ctrl+s").Sees("陈秀兰").Press("esc", "esc")
			d.Press("6", "1").Sees(w.plan).Press("ctrl+u").Type("32").Press("tab").Sees(w.fault)
			d.Press("f2").Press("f2").Press("f3").Press("f3").Sees("32")
			d.Press("shift+tab", "ctrl+u").Type("2026-11-24").Press("tab", "ctrl+u").Type("2027-02-22").Press("ctrl+s").Sees(w.proved)
			d.Press("2").Sees(w.ask).Press("2").Sees(w.published)
			d.Press("esc", "esc", "8").Sees("林国栋").Press("1").Sees(w.absent).Press("1", "1").Sees(w.phone, "→", "138****1234")
			d.Press("1").Sees(w.mended).Press("ctrl+z").Press("ctrl+y").Press("1").Press("ctrl+q")
			require.Zero(t, d.Wait())

			lines := strings.Split(strings.TrimSpace(command(t, data, "log", "--json")), "\n")
			kinds := []string{}
			for _, line := range lines {
				var e struct{ Kind, Subject string }
				require.NoError(t, json.Unmarshal([]byte(line), &e))
				if strings.HasPrefix(e.Subject, "roster/") {
					kinds = append(kinds, e.Kind)
				}
			}
			require.Equal(t, []string{"roster.drafted", "roster.published", "roster.repaired", "undone", "redone"}, kinds)
			require.Contains(t, command(t, data, "verify", "--json"), `"ok":true`)
		})
	}
}
