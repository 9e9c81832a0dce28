package stats_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// From the first page to the month, to the cases behind a number, to one of
// them and back; then the report as a file, and a backup.
func TestFromANumberToItsCases(t *testing.T) {
	for _, w := range []struct{ lang, station, never, report, classes, behind, facts, save, saved, backup, backed string }{
		{"zh", "月报和本站", "还没有备份过", "2026年11月消费维权月报", "哪类商品和服务", "已列出", "事情", "月报存成文件", "已存到", "像账本一样", "已备份到"},
		{"en", "station", "There is no backup yet", "Consumer rights report, Nov 2026", "Goods and services", "listed", "What happened", "Save the report", "Saved in", "like a ledger", "Backed up to"},
	} {
		t.Run(w.lang, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			now := "2026-11-23T10:00:00+08:00"
			run(t, data, "--now", now, "fill", "--cases", "300", "--seed", "7")
			d := uitest.Start(t, uitest.Options{Lang: w.lang, Data: data, Args: []string{"--lang", w.lang, "--now", now}})
			d.Sees(w.station).Press("f11").Sees(w.never).Press("1").Sees(w.report).Press("3").Sees(w.classes)
			d.Press("enter").Sees(w.behind).Press("enter").Sees(w.facts).Press("esc").Sees(w.behind)
			d.Press("esc").Sees(w.classes).Press("f3").Press("f3").Sees(w.classes)
			d.Press("f8").Sees(w.save).Press("3").Sees(w.saved)
			d.Press("esc").Sees(w.never).Press("4").Sees(w.backup).Press("1").Sees(w.backed)
			d.Press("ctrl+q")
			require.Zero(t, d.Wait())
			found, err := filepath.Glob(filepath.Join(data, "papers", "heshi-*.heshi"))
			require.NoError(t, err)
			if len(found) == 0 { // the machine has a folder for documents
				return
			}
			restored := filepath.Join(data, "restored")
			run(t, restored, "restore", found[0])
			run(t, restored, "verify")
		})
	}
}

func run(t *testing.T, data string, args ...string) {
	t.Helper()
	cmd := exec.Command(uitest.Binary(t), append([]string{"--data", data}, args...)...)
	cmd.Stderr = os.Stderr
	require.NoError(t, cmd.Run())
}
