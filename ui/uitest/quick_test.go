package uitest_test

import (
	"strings"
	"testing"

	"heshi/ui/uitest"
)

// TestAQuickHandLosesNoKey types ahead of every screen: all keys of a way
// through the desk at once, without a look at what they open.
func TestAQuickHandLosesNoKey(t *testing.T) {
	t.Parallel()
	d := uitest.Start(t, uitest.Options{
		Cols: 100, Rows: 30, Args: []string{"--demo", "--now", pictureNow, "--lang", "zh", "--as", "吴明"},
	})
	for _, way := range []struct{ keys, sees string }{
		{"6 6 1", "授权开始"},
		{"6 3 1", "22:00"},
		{"6 7 1", "办哪一件"},
		{"5 3", "这班"},
		{"5 8 1 1 1", "要打电话给"},
		{"5 4 enter", "本领"},
		{"enter enter", "接下来"},
		{"enter f8 1", "被投诉人"},
		{"7 1 3", "█"},
		{"7 3 enter", "答复"},
		{"3 / z h", "姓名首字母"},
		{"f4 ctrl+k 2", "写本名"},
	} {
		keys := strings.Fields(way.keys)
		d.Press(keys...)
		d.Sees(way.sees)
		d.Press("f9").Sees("急的在前")
	}
	d.Press("4", "2", "2").Sees("第3问").Press("f9").Sees("急的在前")
	d.Press("4").Sees("上次的核对还没做完").Press("1").Sees("第3问", "鞋帽").Press("f9").Sees("急的在前")
	d.Press("1").Type("王小明").Press("tab").Paste("鞋行").Press("tab").Type("要求退款").Sees("王小明", "鞋行", "要求退款")
}
