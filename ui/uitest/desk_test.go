package uitest_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/ui/uitest"
)

// size is a terminal the desk is used on.
type size struct{ cols, rows int }

func sizes() []size { return []size{{60, 20}, {80, 24}, {160, 45}} }

// words are what the stories look for, by language.
func words(lang string) map[string]string {
	if lang == "en" {
		return map[string]string{
			"complaint": "Take in a complaint", "facts": "Three facts first", "saved": "Saved", "find": "Find a case",
			"list": "Complaints", "undone": "Undone", "redone": "Done again", "due": "To see to", "parties": "Parties",
		}
	}
	return map[string]string{
		"complaint": "登记投诉", "facts": "先记三件事", "saved": "已保存", "find": "找案件",
		"list": "没办完", "undone": "已撤销", "redone": "已重做", "due": "要办的事", "parties": "双方",
	}
}

// command runs the program beside the desk and returns its standard output.
func command(t *testing.T, data string, args ...string) string {
	t.Helper()
	out, err := exec.Command(uitest.Binary(t), append([]string{"--data", data}, args...)...).Output()
	require.NoError(t, err)
	return string(out)
}

// take takes in a complaint as a clerk would and waits for the word that it is
// saved.
func take(d *uitest.Driver, w map[string]string) {
	d.Sees(w["complaint"]).Press("1").Sees(w["facts"])
	d.Type("单小明").Press("tab").Type("百味轩").Press("tab").Type("外套开线，要求退款").Press("tab")
	d.Type("138 0000 4417").Press("ctrl+s").Sees(w["saved"])
}

// TestComplaintIsThereAfterKill is the story of issue 2: a complaint typed in
// Chinese is saved, survives kill -9 at once after the word, and is found by
// pinyin initials and by the phone's tail.
func TestComplaintIsThereAfterKill(t *testing.T) {
	t.Parallel()
	for _, lang := range []string{"zh", "en"} {
		for _, s := range sizes() {
			t.Run(lang+"-"+strconv.Itoa(s.cols), func(t *testing.T) {
				t.Parallel()
				w, data := words(lang), t.TempDir()
				d := uitest.Start(t, uitest.Options{Cols: s.cols, Rows: s.rows, Lang: lang, Data: data, Args: []string{"--lang", lang}})
				take(d, w)
				d.Kill()

				d = uitest.Start(t, uitest.Options{Cols: s.cols, Rows: s.rows, Lang: lang, Data: data, Args: []string{"--lang", lang}})
				d.Sees(w["due"]).Press("3").Sees(w["list"], "百味轩").Press("/").Type("sxm 4417").Press("enter")
				d.Sees(w["parties"], "外套开线")
				require.NotContains(t, d.Look().Text(), "13800004417", "the phone is masked")
				require.Contains(t, d.Look().Text(), "138****4417")
				d.Press("ctrl+q")
				require.Zero(t, d.Wait())
				require.Contains(t, command(t, data, "verify", "--json"), `"ok":true`)
			})
		}
	}
}

// TestDraftSurvivesKill: what was typed is offered again after a power cut.
func TestDraftSurvivesKill(t *testing.T) {
	t.Parallel()
	w, data := words("zh"), t.TempDir()
	d := uitest.Start(t, uitest.Options{Data: data})
	d.Sees(w["complaint"]).Press("1").Sees(w["facts"]).Type("仇大爷").Press("tab").Type("百味轩").Press("tab").Type("月饼分量不足")
	waitForDraft(t, d)
	d.Kill()

	d = uitest.Start(t, uitest.Options{Data: data})
	d.Sees("没填完").Press("1").Sees("仇*爷").Press("1").Sees("仇大爷", "月饼分量不足")
}

// waitForDraft presses Esc, which leaves the form only after the draft is
// kept, and waits for the word of it.
func waitForDraft(t *testing.T, d *uitest.Driver) {
	t.Helper()
	d.Press("esc").SeesMatch("草稿|没填完")
}

// TestUndoAfterRestart: undo reads the log, so it works the next day, says what
// it undid, and redo brings the case back.
func TestUndoAfterRestart(t *testing.T) {
	t.Parallel()
	w, data := words("zh"), t.TempDir()
	d := uitest.Start(t, uitest.Options{Data: data})
	take(d, w)
	d.Press("f9").Sees(w["due"]).Press("ctrl+q")
	require.Zero(t, d.Wait())

	d = uitest.Start(t, uitest.Options{Data: data})
	d.Sees("百味轩").Press("ctrl+z").Sees(w["undone"], "HS01-").NotSees("超期")
	d.Press("ctrl+y").Sees(w["redone"]).Press("ctrl+q")
	require.Zero(t, d.Wait())
	lines := strings.Split(strings.TrimSpace(command(t, data, "log", "--json")), "\n")
	var last struct{ Kind string }
	require.NoError(t, json.Unmarshal([]byte(lines[len(lines)-1]), &last))
	require.Equal(t, "redone", last.Kind)
}

// TestLanguageAndSizeKeepEverything: F2, F3 and any resize keep what is typed
// and where it is typed.
func TestLanguageAndSizeKeepEverything(t *testing.T) {
	t.Parallel()
	d := uitest.Start(t, uitest.Options{})
	d.Sees("登记投诉").Press("1").Sees("先记三件事").Type("解大妈").Press("f2").Sees("Three facts first", "解大妈")
	d.Resize(60, 20).Sees("解大妈").Resize(20, 5).NotSees("解大妈").Resize(200, 60).Sees("解大妈")
	d.Press("f2").Sees("先记三件事", "解大妈").Press("f3").Sees("解大妈").Press("f3").Sees("先记三件事", "解大妈")
}

// TestCursorStandsWhereTextIsTyped: the input method opens its window at the
// real cursor, a bar behind the last character typed.
func TestCursorStandsWhereTextIsTyped(t *testing.T) {
	t.Parallel()
	d := uitest.Start(t, uitest.Options{})
	d.Sees("登记投诉").Press("1").Sees("先记三件事").Type("王小明x").Sees("王小明x")
	x, y, found := d.Find("王小明x")
	require.True(t, found)
	cx, cy, visible := d.Cursor()
	require.True(t, visible)
	require.Equal(t, []int{x + 7, y}, []int{cx, cy})
}

// TestPasteIsOneEdit: long Chinese text comes in whole and no letter of it is
// taken for a key.
func TestPasteIsOneEdit(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("外套开线要求退款", 60)
	d := uitest.Start(t, uitest.Options{Cols: 160, Rows: 45})
	d.Sees("登记投诉").Press("1").Sees("先记三件事").Press("tab", "tab").Paste("q?1/" + long + "尾").Sees("款尾")
}

// TestSecondDesk: a second process on the same store ends with code 3 and says
// who has it.
func TestSecondDesk(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	d := uitest.Start(t, uitest.Options{Data: data})
	d.Sees("登记投诉")
	cmd := exec.Command(uitest.Binary(t), "--data", data, "case", "list")
	out, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, 3, cmd.ProcessState.ExitCode())
	require.Contains(t, string(out), strconv.Itoa(d.Pid()))
}

// TestABackupBesideAnOpenDesk: a coordinator's backup command works while the
// desk is open, holds what was just saved, and says who made it; where nobody
// answers it says how to make one at the desk.
func TestABackupBesideAnOpenDesk(t *testing.T) {
	t.Parallel()
	w, data, out := words("zh"), t.TempDir(), t.TempDir()
	command(t, data, "person", "add", "陈站长", "--role", "coordinator")
	d := uitest.Start(t, uitest.Options{Data: data})
	take(d, w)
	file := filepath.Join(out, "a.heshi")
	require.Contains(t, command(t, data, "--lang", "zh", "--as", "陈站长", "backup", file), "a.heshi")
	d.Press("esc").Sees(w["due"]).Press("7", "4").Sees("陈站长", "a.heshi", "备份到").Press("esc", "esc")

	command(t, filepath.Join(out, "new"), "restore", file)
	require.Contains(t, command(t, filepath.Join(out, "new"), "case", "list", "--json"), "百味轩")

	mine := filepath.Join(out, "mine.txt")
	require.NoError(t, os.WriteFile(mine, []byte("x"), 0o600))
	code, said := refused(t, data, "--lang", "zh", "backup", mine)
	require.Equal(t, 2, code)
	require.Contains(t, said, "不会去覆盖它")
	code, said = refused(t, data, "--lang", "en", "--as", "nobody", "backup", file)
	require.Equal(t, 2, code, said)

	require.NoError(t, os.Remove(filepath.Join(data, "desk.sock")))
	code, said = refused(t, data, "--lang", "zh", "backup", file)
	require.Equal(t, 3, code)
	require.Contains(t, said, "首页按 7，再按 4，再按 1")
	d.Press("ctrl+q")
	require.Zero(t, d.Wait())
}

// refused runs the program beside the desk and returns its code and what it
// said.
func refused(t *testing.T, data string, args ...string) (code int, said string) {
	t.Helper()
	cmd := exec.Command(uitest.Binary(t), append([]string{"--data", data}, args...)...)
	var out strings.Builder
	cmd.Stderr = &out
	var exit *exec.ExitError
	require.ErrorAs(t, cmd.Run(), &exit)
	return exit.ExitCode(), out.String()
}

// A volunteer is found where cases are, and Esc on his page comes back to what
// was found.
func TestAVolunteerIsFoundFromTheDesk(t *testing.T) {
	t.Parallel()
	d := uitest.Start(t, uitest.Options{Args: []string{"--demo", "--as", "吴明", "--now", pictureNow}})
	d.Sees("找案件").Press("3").Sees("没办完").Press("end").Sees("最早的一页")
	d.Press("/").Type("linlk").Sees("[志愿者]", "林磊凯").Press("enter").Sees("什么时候能来").Press("esc").Sees("[志愿者]")
}
