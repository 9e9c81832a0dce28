package uitest_test

import (
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

const patience = 100 * time.Millisecond

// echo starts the small program of testdata.
func echo(t testing.TB, o uitest.Options) *uitest.Driver {
	t.Helper()
	o.Binary = uitest.Build(t, "ui/uitest/testdata/echo")
	return uitest.Start(t, o)
}

func TestReadsChineseAndTheRealCursor(t *testing.T) {
	t.Parallel()
	d := echo(t, uitest.Options{}).Sees("姓名:", "80x24", "回声 zh_CN.UTF-8")
	x, y, visible := d.Cursor()
	require.Equal(t, []any{6, 1, true}, []any{x, y, visible})

	d.Type("张三借ok").Sees("姓名: 张三借ok\n80x24", "5 key k")
	x, y, _ = d.Cursor()
	require.Equal(t, []int{14, 1}, []int{x, y})
	require.Equal(t, vt.CursorBar, d.CursorShape())
	require.Equal(t, "回声", d.Look().Title)
	require.True(t, d.Look().Alternate)
	require.Equal(t, "姓名: 张三借ok", d.Screen()[1])

	title := d.Cell(0, 0)
	require.Equal(t, "回", title.Text)
	require.Equal(t, 2, title.Width)
	require.True(t, title.Bold)
	require.True(t, title.Reversed)
	require.Equal(t, 0, d.Cell(1, 0).Width)
	require.False(t, d.Cell(5, 0).Reversed)
	require.Equal(t, uitest.Cell{}, d.Cell(80, 24))
	x, y, found := d.Find("借")
	require.Equal(t, []any{10, 1, true}, []any{x, y, found})
}

func TestSendsKeysAsBothKindsOfTerminalDo(t *testing.T) {
	t.Parallel()
	same := []string{
		"enter", "tab", "shift+tab", "esc", "up", "down", "left", "right", "home", "end", "pgup", "pgdown",
		"insert", "delete", "backspace", "space", "f1", "f2", "f3", "f4", "f5", "f10", "f12", "1", "?", "/", "a", "+",
		"ctrl+k", "ctrl+s", "ctrl+z", "ctrl+y", "ctrl+p", "alt+x", "ctrl+left", "shift+up", "ctrl+shift+end",
		"shift+f5", "ctrl+pgdown", "alt+enter", "esc", "ctrl+space",
	}
	modern := []string{
		"shift+enter", "ctrl+enter", "ctrl+i", "ctrl+1", "ctrl+backspace", "alt+esc", "shift+f3", "ctrl++",
		"ctrl+shift+k", "ctrl+h", "ctrl+j", "ctrl+m",
	}
	for _, legacy := range []bool{false, true} {
		t.Run(fmt.Sprintf("legacy=%v", legacy), func(t *testing.T) {
			t.Parallel()
			names := same
			if !legacy {
				names = append(append([]string{}, same...), modern...)
			}
			d := echo(t, uitest.Options{Legacy: legacy, Cols: 60, Rows: 40}).Sees("姓名:")
			for i, name := range names {
				row := fmt.Sprintf("%d key %s", i+1, name)
				d.Press(name).Until(row, func(s uitest.Shot) bool { return slices.Contains(s.Rows, row) })
			}
		})
	}
}

func TestAnEscIsNeverTheStartOfAnAltKey(t *testing.T) {
	t.Parallel()
	for _, legacy := range []bool{false, true} {
		d := echo(t, uitest.Options{Legacy: legacy}).Sees("姓名:")
		d.Press("esc", "esc").Type("x").Sees("1 key esc", "2 key esc", "3 key x").NotSees("alt")
	}
}

func TestMouseWheelAndPaste(t *testing.T) {
	t.Parallel()
	d := echo(t, uitest.Options{}).Sees("姓名:")
	d.Click(7, 3).Sees("1 click 7,3 left")
	d.ClickOn("在这里").Sees("2 click 0,3 left")
	d.Wheel(4, 5, 2).Sees("3 wheel 4,5 wheeldown", "4 wheel 4,5 wheeldown")
	d.Wheel(4, 5, -1).Sees("5 wheel 4,5 wheelup")
	long := strings.Repeat("外套开线，要求退款。", 500)
	d.Paste("一行\n二行").Sees(`6 paste "一行\r二行"`)
	d.Paste(long).Sees("7 paste").Type("好").Sees("8 key 好")
}

func TestResizeWaitsForTheNewPicture(t *testing.T) {
	t.Parallel()
	d := echo(t, uitest.Options{}).Sees("80x24").Type("外套")
	d.Resize(60, 20).Sees("60x20", "姓名: 外套").NotSees("80x24")
	require.Len(t, d.Screen(), 20)
	d.Resize(200, 60).Sees("200x60")
	require.Len(t, d.Screen(), 60)
}

func TestNotSeesWaitsUntilItIsGone(t *testing.T) {
	t.Parallel()
	d := echo(t, uitest.Options{}).Sees("在这里")
	d.Press("ctrl+g").NotSees("在这里").Press("ctrl+g").Sees("在这里")
	d.SeesMatch(`(?m)^姓名: *$`)
	d.Until("two events", func(s uitest.Shot) bool { return s.Has("1 key ctrl+g") && s.Has("2 key ctrl+g") })
}

func TestHowAProgramEnds(t *testing.T) {
	t.Parallel()
	require.Equal(t, 0, echo(t, uitest.Options{}).Press("ctrl+q").Wait())
	require.Equal(t, 3, echo(t, uitest.Options{}).Press("ctrl+e").Wait())

	killed := echo(t, uitest.Options{}).Sees("姓名:")
	killed.Kill()
	require.Equal(t, 128+int(syscall.SIGKILL), killed.Wait())

	asked := echo(t, uitest.Options{}).Sees("姓名:")
	asked.Signal(syscall.SIGTERM)
	require.Equal(t, 0, asked.Wait())

	left := echo(t, uitest.Options{}).Sees("姓名:")
	left.HangUp()
	require.NotZero(t, left.Wait())
}

func TestEnvironmentIsCleanAndGiven(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	d := echo(t, uitest.Options{Cols: 250, Rows: 5, Data: data, Args: []string{"甲", "乙"}, Env: []string{"HOME"}})
	d.Sees("甲 乙 " + data)
	require.Equal(t, 0, d.Wait())
	require.Equal(t, "甲 乙 "+data, d.Screen()[0], "HOME was removed")

	echo(t, uitest.Options{Lang: "en"}).Sees("回声 en_US.UTF-8")
	echo(t, uitest.Options{Lang: "zh_CN.GBK"}).Sees("zh_CN.GBK")
	echo(t, uitest.Options{Env: []string{"LANG=C"}}).Sees("回声 C")
}

// failed runs a story that must fail and returns what it said.
func failed(t *testing.T, story func(t testing.TB)) string {
	t.Helper()
	r := &recorder{TB: t}
	done := make(chan struct{})
	go func() {
		defer close(done)
		story(r)
	}()
	<-done
	require.NotEmpty(t, r.said, "the story did not fail")
	return r.said
}

// recorder takes a test's failure instead of failing.
type recorder struct {
	testing.TB
	said string
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.said = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

func (r *recorder) Fatal(args ...any) { r.Fatalf("%s", fmt.Sprint(args...)) }

func TestFailuresShowTheScreen(t *testing.T) {
	t.Parallel()
	start := func(r testing.TB) *uitest.Driver {
		d := echo(t, uitest.Options{Cols: 30, Rows: 5})
		d.Sees("姓名:")
		return uitest.Borrow(d, r, patience)
	}
	for name, c := range map[string]struct {
		story func(d *uitest.Driver)
		want  []string
	}{
		"sees":     {func(d *uitest.Driver) { d.Sees("姓名", "没有") }, []string{`does not see ["没有"]`, "|姓名:                         |", "is running"}},
		"not sees": {func(d *uitest.Driver) { d.NotSees("没有", "姓名") }, []string{"still sees"}},
		"match":    {func(d *uitest.Driver) { d.SeesMatch("x{9}") }, []string{"waited in vain for a match of x{9}"}},
		"key":      {func(d *uitest.Driver) { d.Press("hyper+q") }, []string{`no key is called "hyper+q"`}},
		"name":     {func(d *uitest.Driver) { d.Press("return") }, []string{`no key is called "return"`}},
		"end":      {func(d *uitest.Driver) { d.Wait() }, []string{"does not end"}},
		"dead": {func(d *uitest.Driver) {
			d.Signal(syscall.SIGKILL)
			uitest.Borrow(d, d.TB(), time.Hour).Sees("没有") // fails at once: the program is gone
		}, []string{"has ended with 137"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said := failed(t, func(r testing.TB) { c.story(start(r)) })
			for _, want := range c.want {
				require.Contains(t, said, want)
			}
		})
	}
	missing := uitest.Options{Binary: filepath.Join(t.TempDir(), "missing")}
	require.Contains(t, failed(t, func(r testing.TB) { uitest.Start(r, missing) }), "starting")
	require.Contains(t, failed(t, func(r testing.TB) { uitest.Build(r, "ui/uitest/testdata/nothing") }), "building")
}

func TestBinariesAreBuiltOnce(t *testing.T) {
	t.Setenv("HESHI_BINARY", "/somewhere/heshi")
	require.Equal(t, "/somewhere/heshi", uitest.Binary(t))
	require.Equal(t, uitest.Build(t, "ui/uitest/testdata/echo"), uitest.Build(t, "ui/uitest/testdata/echo"))
	require.FileExists(t, filepath.Join(uitest.Root(t), "go.mod"))
}
