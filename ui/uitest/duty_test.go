package uitest_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/paper/papertest"
	"heshi/ui/uitest"
)

// TestADayAtTheDesk is the story of issue 4: sign in and see what happened,
// call somebody in, sign out with a line for the next, who sees it at sign-in,
// and print the certificate.
func TestADayAtTheDesk(t *testing.T) {
	t.Parallel()
	zh := map[string]string{
		"ask": "谁来值班", "since": "王阿姨，欢迎", "new": "张*", "call": "叫人现在就来", "ring": "正在打给李伯 138 0000 1235", "came": "李伯能来",
		"out": "到现在2小时30分钟", "did": "这次值班", "done": "这次值班2小时30分钟", "note": "王阿姨留言", "hours": "2小时30分钟", "paper": "志愿服务时长证明", "saved": "已存成文件",
	}
	en := map[string]string{
		"ask": "Who is on duty", "since": "Welcome, 王阿姨", "new": "张*", "call": "Somebody is wanted now", "ring": "Phoning 李伯 138 0000 1235", "came": "李伯 is coming",
		"out": "2 h 30 min so far", "did": "This time", "done": "2 h 30 min this time", "note": "Note from 王阿姨", "hours": "2 h 30 min", "paper": "Certificate of volunteer service", "saved": "Saved as",
	}
	for name, c := range map[string]struct {
		lang   string
		senior bool
		size
		w map[string]string
	}{
		"zh": {"zh", false, size{80, 24}, zh}, "en": {"en", false, size{160, 45}, en}, "senior": {"zh", true, size{60, 20}, zh},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data, w := t.TempDir(), c.w
			list := filepath.Join(data, "volunteers.csv")
			require.NoError(t, os.WriteFile(list, []byte("姓名,电话,能来的时段\n王阿姨,13800001234,周一上午\n李伯,13800001235,周一上午\n"), 0o600))
			command(t, data, "import", list, "--as-kind", "volunteers")
			pipe(t, data, `{"kind":"complaint","complainant":{"name":"张三"},"shop":"百味轩","what":"外套开线"}`, "--now", "2026-11-23T09:00:00+08:00", "case", "add", "--json")
			open := func(now string) *uitest.Driver {
				d := uitest.Start(t, uitest.Options{Cols: c.cols, Rows: c.rows, Lang: c.lang, Data: data, Args: []string{"--lang", c.lang, "--now", now}})
				d.Sees("2026")
				if c.senior {
					d.Press("f3").Sees("要办的事")
				}
				return d.Press("f10").Sees(w["ask"])
			}
			quit := func(d *uitest.Driver) {
				d.Press("ctrl+q")
				require.Zero(t, d.Wait())
			}
			d := open("2026-11-23T10:00:00+08:00").Press("1").Sees(w["since"], w["new"])
			d.Press("esc").Sees(w["ask"]).Press("f5").Sees(w["call"], "138****1235").Press("1").Sees(w["ring"]).Press("1").Sees(w["came"])
			quit(d)

			d = open("2026-11-23T12:30:00+08:00").Press("1").Sees(w["out"], w["did"])
			d.Type("退款约了周四").Press("ctrl+s")
			if c.senior {
				d.Sees("请核对").Press("1")
			}
			quit(d.Sees(w["ask"], w["done"]))

			d = open("2026-11-24T09:00:00+08:00").Press("2").Sees(w["note"], "退款约了周四")
			d.Press("esc").Sees(w["ask"]).Press("f7").Sees(w["hours"]).Press("1").Sees(w["paper"]).Press("f8").Sees(w["saved"])
			quit(d)
			files, err := filepath.Glob(filepath.Join(data, "papers", "hours-*.pdf"))
			require.NoError(t, err)
			require.Len(t, files, 1)
			pdf, err := os.ReadFile(files[0])
			require.NoError(t, err)
			require.Contains(t, papertest.Text(t, pdf), "王阿姨")
			require.Contains(t, command(t, data, "verify", "--json"), `"ok":true`)
		})
	}
}
