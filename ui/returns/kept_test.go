package returns_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/ui/screen"
	"heshi/ui/screentest"
)

// halfDone opens the check over a desk where one was left after two answers.
func halfDone(t *testing.T, later time.Duration) (*desk, room) {
	t.Helper()
	d := newDesk()
	r := openOn(t, d, "zh", screentest.Now())
	r.do("2 2").Sees("哪天签收的？")
	require.Len(t, d.Kept, 1)
	require.False(t, r.S.Dirty(), "leaving loses nothing")
	return d, openOn(t, d, "zh", screentest.Now().Add(later)) // the program was killed meanwhile
}

func TestACheckHalfDoneOutlivesTheProgram(t *testing.T) {
	d, r := halfDone(t, time.Hour)
	ask := screentest.Asked[screen.Ask](r.Driver)
	require.Contains(t, ask.Body, "10:00")
	require.Contains(t, ask.Body, "2问")
	require.Len(t, d.Kept, 1, "it stays until that is answered")
	r.Tell(ask.Options[0].Answer)
	r.Sees("哪天签收的？", "鞋帽", "网上买的")
	r.answer(online(""))
	require.True(t, r.settled())
	require.Empty(t, d.Kept, "forgotten with the verdict")
	require.Zero(t, screentest.Count[screen.Ask](openOn(t, d, "zh", screentest.Now()).Driver))
}

func TestACheckHalfDoneCanBeginAnew(t *testing.T) {
	d, r := halfDone(t, time.Hour)
	r.Tell(screentest.Asked[screen.Ask](r.Driver).Options[1].Answer)
	r.Sees("买的是什么？")
	require.Empty(t, d.Kept)
}

func TestACheckOfAnotherDayIsForgotten(t *testing.T) {
	d, r := halfDone(t, 24*time.Hour)
	require.Zero(t, screentest.Count[screen.Ask](r.Driver))
	require.Empty(t, d.Kept)
}

func TestACheckThatIsLeftIsForgotten(t *testing.T) {
	d := newDesk()
	one := openOn(t, d, "zh", screentest.Now())
	one.do("2")
	require.Len(t, d.Kept, 1)
	one.do("<esc> <esc>")
	require.Equal(t, 1, screentest.Count[screen.Back](one.Driver))
	require.Empty(t, d.Kept)
	r := openOn(t, d, "zh", screentest.Now())
	r.do("2 2 <esc> <esc> <esc>")
	r.Tell(screentest.Asked[screen.Ask](r.Driver).Options[1].Answer)
	require.Empty(t, d.Kept)
}
