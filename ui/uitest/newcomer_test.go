package uitest_test

import (
	"os"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// TestTourTeachesByDoing follows the lines of the tour word by word.
func TestTourTeachesByDoing(t *testing.T) {
	t.Parallel()
	d := uitest.Start(t, uitest.Options{Args: []string{"--demo", "--now", pictureNow}})
	d.Sees("练习 1/9").Press("2").Sees("练习 1/9", "这一页是记咨询").Press("f5").Sees("练习 2/9", "写三样")
	d.Press("f6").Sees("练习 2/9", "换回登记投诉").Type("修鞋多少钱").Press("ctrl+s").Sees("已保存", "练习 2/9")
	d.Press("f9").Sees("练习 2/9", "接着登记").Press("f7").Sees("按 F9 回首页").Press("f9").Sees("接着登记").Press("1").Sees("写三样")
	d.Type("张三").Press("enter").Type("新开的店").Press("enter").Type("鞋底脱胶").Press("ctrl+s")
	d.Sees("练习 3/9", "已保存").Press("f9").Sees("练习 4/9")
	d.Press("4").Sees("练习 5/9").Press("f9").Sees("练习 6/9")
	d.Press("5").Sees("练习 7/9").Press("f9").Sees("练习 8/9")
	d.Press("ctrl+z").Sees("练习 9/9", "已撤销")
	d.Press("f1").Sees("先是菜单").NotSees("练习")
	d.Press("f9", "ctrl+q")
	require.Zero(t, d.Wait())
}

// TestTourCanBePutAway: it takes one key, and whoever says who he is has none.
func TestTourCanBePutAway(t *testing.T) {
	t.Parallel()
	d := uitest.Start(t, uitest.Options{Lang: "en", Args: []string{"--demo", "--lang", "en", "--now", pictureNow}})
	d.Sees("Practice 1/9").Press("ctrl+x").NotSees("Practice")
	d.Press("ctrl+q")
	require.Zero(t, d.Wait())
	d = uitest.Start(t, uitest.Options{Args: []string{"--demo", "--as", "吴明", "--now", pictureNow}})
	d.Sees("要办的事").NotSees("练习")
}

// TestADemoLeavesNothingBehind, however the desk is left: by a key, by being
// asked to end, or with its window.
func TestADemoLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]func(*uitest.Driver){
		"key":    func(d *uitest.Driver) { d.Press("ctrl+q") },
		"signal": func(d *uitest.Driver) { d.Signal(syscall.SIGTERM) },
		"window": func(d *uitest.Driver) { d.HangUp() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			temp := t.TempDir()
			d := uitest.Start(t, uitest.Options{Args: []string{"--demo", "--as", "吴明"}, Env: []string{"TMPDIR=" + temp}})
			d.Sees("要办的事")
			stores, err := filepath.Glob(filepath.Join(temp, "heshi-demo-*"))
			require.NoError(t, err)
			require.Len(t, stores, 1)
			leave(d)
			require.Less(t, d.Wait(), 128, "it ended by itself")
			left, err := os.ReadDir(temp)
			require.NoError(t, err)
			require.Empty(t, left)
		})
	}
}

// TestFirstStepsOfANewStation: a coordinator alone with the screen finds the
// way and leaves it when he likes.
func TestFirstStepsOfANewStation(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	d := uitest.Start(t, uitest.Options{Cols: 60, Rows: 20, Data: data})
	d.Sees("登记投诉").Press("f4").Sees("开头几步").Press("3").Sees("还有")
	d.Press("1").Sees("竖线").Press("4").Press("esc").Sees("做好了")
	d.Press("3").Sees("还没有登记值台人").Press("insert").Type("李阿姨").Press("ctrl+s").Sees("已添加李阿姨")
	d.Press("esc").Sees("添加值台人  做好了")
	d.Press("f9", "ctrl+q")
	require.Zero(t, d.Wait())
	require.Contains(t, command(t, data, "person", "list", "--json"), "李阿姨")
}

// TestNewcomerInSeniorMode reads only the screen: a consultation, a complaint,
// a return check and a sign-in, with digits and Enter.
func TestNewcomerInSeniorMode(t *testing.T) {
	t.Parallel()
	const now = "2026-11-28T10:00:00+08:00"
	demo := demonstration(t, "zh", now)
	for _, s := range []size{{60, 20}, {100, 30}} {
		t.Run(strconv.Itoa(s.cols), func(t *testing.T) {
			t.Parallel()
			data := filepath.Join(t.TempDir(), "data")
			require.NoError(t, os.CopyFS(data, os.DirFS(demo)))
			d := uitest.Start(t, uitest.Options{Cols: s.cols, Rows: s.rows, Data: data, Args: []string{"--as", "吴明", "--now", now}})
			d.Sees("登记投诉").Press("f3").Sees("今天要办的事")
			d.Press("2").Sees("问的是什么").Type("网上买的鞋能退吗").Press("enter").Sees("请核对").Press("1").Sees("案号 HS01-")
			d.Press("f9").Sees("今天要办的事")

			d.Press("1").Sees("第1步，共3步").Type("张三").Press("enter").Sees("投诉哪家店")
			d.Type("新店").Sees("新商户：“新店”").Press("enter").Sees("什么事").Type("鞋底脱胶").Press("enter")
			d.Sees("都记好了").Press("1").Sees("请核对", "鞋底脱胶").Press("1").Sees("案号 HS01-", "张三")
			d.Press("f9").Sees("今天要办的事")

			d.Press("4").Sees("第1问").Press("2").Sees("第2问").Press("2").Sees("第3问").Type("昨天").Press("enter")
			d.Sees("第4问").Press("0").Press("2").Sees("第5问").Press("1").Sees("可以退")
			d.Press("f9").Sees("今天要办的事")

			d.Press("5").Sees("谁来值班").Press("1").Sees("上次值班以来", "已签到")
			d.Press("f9", "ctrl+q")
			require.Zero(t, d.Wait())
		})
	}
}
