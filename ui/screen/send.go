package screen

import (
	"reflect"

	tea "charm.land/bubbletea/v2"
)

// Send returns a command that delivers msg.
//
// It is kept out of line, as Batch is, so that every command it makes is the
// same code, by which Sent knows it.
//
//go:noinline
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }

// Batch is tea.Batch for screens: Sent looks into what it makes.
//
//go:noinline
func Batch(cmds ...tea.Cmd) tea.Cmd { return tea.Batch(cmds...) }

// Sent takes out of a command what Send put there, in its order, and returns
// the rest of it, nil when nothing is left.
//
// Bubble Tea runs every command in a goroutine of its own: a key pressed right
// after the one that opens a screen could come first and reach the screen that
// is about to be covered. The root therefore takes what is only sent, which
// costs no time, before the next key.
func Sent(cmd tea.Cmd) (msgs []tea.Msg, rest tea.Cmd) {
	switch {
	case cmd == nil:
		return nil, nil
	case same(cmd, Send(nil)):
		return []tea.Msg{cmd()}, nil
	case !same(cmd, Batch(cmd, cmd)):
		return nil, cmd
	}
	batch, ok := cmd().(tea.BatchMsg) // a batch does nothing but hand out its parts
	if !ok {
		return nil, cmd
	}
	parts := make([]tea.Cmd, len(batch))
	for i, part := range batch {
		said, left := Sent(part)
		msgs, parts[i] = append(msgs, said...), left
	}
	return msgs, Batch(parts...)
}

// same reports whether two commands are the same code.
func same(a, b tea.Cmd) bool {
	return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
}
