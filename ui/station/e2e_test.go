package station_test

import (
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// A coordinator begins the self-check, answers two items with what shows it,
// undoes the last answer and prints.
func TestASelfCheckFromTheFirstPage(t *testing.T) {
	for _, w := range []struct{ lang, station, pages, never, group, first, second, third, evidence, print, printed string }{
		{"zh", "月报和本站", "规范化自查", "还没有自查过", "场所和设备", "第1条", "第2条", "第3条", "牌子在一楼", "打印自查表", "自查表已存到"},
		{"en", "station", "Self-check of the station", "no self-check yet", "Place and equipment", "1 of 27", "2 of 27", "3 of 27", "by the door", "Print the self-check", "The self-check is in"},
	} {
		t.Run(w.lang, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			d := uitest.Start(t, uitest.Options{Lang: w.lang, Data: data, Args: []string{"--lang", w.lang, "--now", "2026-11-23T10:00:00+08:00"}})
			d.Sees(w.station).Press("f11").Sees(w.pages).Press("2").Sees(w.never).Press("1").Sees(w.group)
			d.Press("enter").Sees(w.first).Press("1").Sees(w.second).Press("5").Type(w.evidence).Press("ctrl+s").Sees(w.second, w.evidence)
			d.Press("2").Sees(w.third).Press("esc").Sees(w.group, w.evidence)
			d.Press("f8").Sees(w.print).Press("1").Sees(w.printed)
			d.Press("ctrl+q")
			require.Zero(t, d.Wait())
			out, err := exec.Command(uitest.Binary(t), "--data", data, "verify", "--json").Output()
			require.NoError(t, err, string(out))
			out, err = exec.Command(uitest.Binary(t), "--data", data, "log", "--json").Output()
			require.NoError(t, err)
			require.Contains(t, string(out), "selfcheck.edited")
		})
	}
}
