package shops_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/trade"
)

// file writes a file to import.
func file(t *testing.T, text string) string {
	path := filepath.Join(t.TempDir(), "in.csv")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestAnImportIsTriedFirst(t *testing.T) {
	d, _, s := open(t, "zh", model.Mediator)
	s.result = trade.Result{Added: 2, Present: 1}
	path := file(t, "店名")
	d.Press("4", "tab").Type(path).Press("ctrl+s").Sees("新的2家，已有的1家（不动）", filepath.Base(path))
	require.Equal(t, []string{"shops 店名 true"}, s.imports)
	require.NoError(t, os.Remove(path), "what was checked is what is taken in")
	d.Press("1")
	require.Equal(t, []string{"shops 店名 true", "shops 店名 false"}, s.imports)
	require.Equal(t, "已导入：新增2条，已有1条。", notice(d).Text)
	d.Sees("商户3家")
}

func TestNothingNewIsNotTakenIn(t *testing.T) {
	d, _, s := open(t, "zh", model.Mediator)
	s.result = trade.Result{Present: 3}
	d.Press("4", "tab").Type(file(t, "x")).Press("ctrl+s").Sees("新的0家，已有的3家").Press("1").Sees("先检查")
	require.Len(t, s.imports, 1)
}

func TestAFileThatIsNotThere(t *testing.T) {
	d, _, s := open(t, "zh", model.Mediator)
	d.Press("4", "tab", "ctrl+s").Sees("请写文件名").Type("/no/such.csv").Press("ctrl+s").Sees("读不了文件")
	require.Empty(t, s.imports)
}

func TestTheCharterIsTakenInByACoordinatorOnly(t *testing.T) {
	d, _, s := open(t, "zh", model.Mediator)
	d.Press("4", "2").Type(file(t, "{}")).Press("ctrl+s")
	require.Contains(t, notice(d).Text, "只有协调员")
	require.Empty(t, s.imports)
	d.Change(func(e *screen.Env) { e.Person.Role = model.Coordinator })
	s.result = trade.Result{Added: 1}
	d.Press("ctrl+s").Sees("新的版本1个").Press("1")
	require.Equal(t, []string{"charter {} true", "charter {} false"}, s.imports)
}

func TestAnExportAsksBeforeItWritesOver(t *testing.T) {
	d, _, s := open(t, "zh", model.FrontDesk)
	path := filepath.Join(t.TempDir(), "out.csv")
	d.Press("5", "tab").Type(path).Press("ctrl+s")
	require.Equal(t, "已导出7条，在 "+path, notice(d).Text)
	require.Equal(t, "shops", read(t, path))

	d.Press("5", "2").Type(path).Press("ctrl+s")
	ask := screentest.Asked[screen.Ask](d)
	require.Equal(t, "shops", read(t, path), "untouched while asked")
	d.Tell(ask.Options[1].Answer)
	require.Equal(t, "charter", read(t, path))
	require.Equal(t, []string{"shops", "charter"}, s.exported)

	d.Press("5", "tab").Type("/no/such/folder/x.csv").Press("ctrl+s").Sees("写不了文件", "导出")
}

func read(t *testing.T, path string) string {
	b, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(b)
}
