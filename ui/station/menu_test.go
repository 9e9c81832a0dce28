package station_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/store"
	"heshi/store/archive"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/station"
	"heshi/ui/widget"
)

var _ station.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

// safe is a store that can be backed up.
type safe struct {
	last *store.LastBackup
	err  error
}

func (s *safe) Backup(_ context.Context, by store.By, w io.Writer, _ func(uint64)) (store.Backed, error) {
	if s.err != nil {
		return store.Backed{}, s.err
	}
	out, err := archive.NewWriter(w, archive.Head{Made: by.At})
	if err == nil {
		err = out.Close()
	}
	return store.Backed{Made: by.At, Head: 3}, err
}

func (s *safe) NoteBackup(_ context.Context, by store.By, b store.Backed, file string) error {
	s.last = &store.LastBackup{At: b.Made, Actor: by.Actor, Head: b.Head, File: file}
	return nil
}

func (s *safe) LastBackup(context.Context) (store.LastBackup, bool, error) {
	if s.last == nil {
		return store.LastBackup{}, false, nil
	}
	return *s.last, true, nil
}

func start(t screentest.T, s *safe, folder string) *screentest.Driver {
	env := screentest.Env(t, "zh")
	return screentest.Start(t, env, station.NewMenu(env, s, folder))
}

func TestDigitsLeadToThePages(t *testing.T) {
	d := start(t, &safe{}, "/x").Sees("还没有备份过", "1  月报", "4  备份")
	for key, page := range map[string]string{"1": screen.StationReport, "2": screen.StationCheck, "3": screen.StationAnswers} {
		require.Equal(t, page, screentest.Asked[screen.OpenStation](d.Press(key)).Page)
	}
	require.Equal(t, screen.StationAnswers, screentest.Asked[screen.OpenStation](d.Click("常用答复")).Page)
	d.Lang("en").Senior(true).Sees("Self-check")
	d.Press("esc")
	screentest.Asked[screen.Back](d)
}

func TestABackupIsMadeAndSaid(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "papers")
	s := &safe{}
	d := start(t, s, folder).Press("4")
	ask := screentest.Asked[screen.Ask](d)
	require.Len(t, ask.Options, 2)
	d.Tell(ask.Options[0].Answer)
	file := filepath.Join(folder, "heshi-20261123-1000.heshi")
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, file)
	b, err := os.ReadFile(file)
	require.NoError(t, err)
	_, err = store.CheckBackup(bytes.NewReader(b))
	require.NoError(t, err)
	d.Sees("上次备份", "李阿姨")

	d.Tell(ask.Options[1].Answer)
	other := filepath.Join(t.TempDir(), "a.heshi")
	d.Tell(screentest.Asked[screen.AskText](d).Answer(other))
	require.Equal(t, other, s.last.File)
	d.Tell(screentest.Asked[screen.AskText](d).Answer(filepath.Join(t.TempDir(), "no", "stick", "a.heshi")))
	screentest.Asked[screen.Failed](d)
}

func TestAnOldBackupIsSaid(t *testing.T) {
	s := &safe{last: &store.LastBackup{At: screentest.Now().Add(-8 * 24 * time.Hour), Actor: "desk", File: "/a"}}
	start(t, s, "/x").Sees("8天前", "该备份了")
}

func TestLeavingABackupIsAskedAbout(t *testing.T) {
	d := start(t, &safe{}, t.TempDir())
	d.Slow = true
	d.Press("4").Settle()
	d.Slow = true
	d.Tell(screentest.Asked[screen.Ask](d).Options[0].Answer)
	d.Sees("正在备份").Press("esc").Settle()
	require.Zero(t, screentest.Count[screen.Back](d))
	leave := screentest.Asked[screen.Ask](d).Options[1].Answer
	d.Tell(leave)
	require.Equal(t, 1, screentest.Count[screen.Back](d))
}

func TestFailuresAreSaid(t *testing.T) {
	d := start(t, &safe{err: errors.New("x")}, t.TempDir()).Press("4")
	d.Tell(screentest.Asked[screen.Ask](d).Options[0].Answer)
	screentest.Asked[screen.Failed](d)
}

func TestStorm(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) { start(t, &safe{}, folder).Storm(t, screen.Shown{}) })
}
