package screen_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"heshi/ui/screen"
)

// TestSentIsTakenOutOfWhatRuns holds that what a screen only sends is known
// from what it runs, wherever in a batch it stands.
func TestSentIsTakenOutOfWhatRuns(t *testing.T) {
	ran := 0
	work := func() tea.Msg { ran++; return "work" }
	for _, c := range []struct {
		name string
		cmd  tea.Cmd
		sent []tea.Msg
		left int // commands that still run
	}{
		{"nothing", nil, nil, 0},
		{"a message", screen.Send("a"), []tea.Msg{"a"}, 0},
		{"no message", screen.Send(nil), []tea.Msg{nil}, 0},
		{"work", work, nil, 1},
		{"messages", screen.Batch(screen.Send("a"), screen.Send("b")), []tea.Msg{"a", "b"}, 0},
		{"both", screen.Batch(work, screen.Send("a"), nil, work), []tea.Msg{"a"}, 2},
		{"batches", screen.Batch(screen.Batch(screen.Send("a"), work), screen.Batch(work, screen.Batch(work, screen.Send("b")))), []tea.Msg{"a", "b"}, 3},
		{"one after the other", tea.Sequence(screen.Send("a"), work), nil, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			ran = 0
			sent, rest := screen.Sent(c.cmd)
			require.Equal(t, c.sent, sent)
			require.Zero(t, ran, "nothing else is run")
			require.Equal(t, c.left, count(rest))
		})
	}
}

// count is how many commands a command consists of.
func count(cmd tea.Cmd) int {
	if cmd == nil {
		return 0
	}
	batch, ok := cmd().(tea.BatchMsg)
	if !ok {
		return 1
	}
	n := 0
	for _, c := range batch {
		n += count(c)
	}
	return n
}
