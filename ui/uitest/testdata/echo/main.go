// Command echo is a small program for testing the driver: a text field with a
// real cursor, and a line for everything that reached it.
package main

import (
	"fmt"
	"os"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

const prompt = "姓名: "

type model struct {
	typed         string
	events        []string
	width, height int
	gone          bool
}

func (m model) Init() tea.Cmd { return nil }

func (m model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.PasteMsg:
		m.log("paste %q", msg.Content)
	case tea.MouseClickMsg:
		m.log("click %d,%d %s", msg.X, msg.Y, msg.Button)
	case tea.MouseWheelMsg:
		m.log("wheel %d,%d %s", msg.X, msg.Y, msg.Button)
	case tea.KeyPressMsg:
		return m.key(msg)
	}
	return m, nil
}

func (m model) key(msg tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	m.log("key %s", msg.Keystroke())
	switch msg.Keystroke() {
	case "ctrl+q":
		return m, tea.Quit
	case "ctrl+e":
		return m, func() tea.Msg { os.Exit(3); return nil }
	case "ctrl+g":
		m.gone = !m.gone
	}
	m.typed += msg.Text
	return m, nil
}

func (m *model) log(format string, args ...any) {
	m.events = append(m.events, fmt.Sprintf("%d "+format, append([]any{len(m.events) + 1}, args...)...))
}

func (m model) View() tea.View {
	lines := []string{
		"\x1b[1;7m回声\x1b[m " + os.Getenv("LANG"),
		prompt + m.typed,
		fmt.Sprintf("%dx%d", m.width, m.height),
	}
	if !m.gone {
		lines = append(lines, "在这里")
	}
	room := max(0, m.height-len(lines))
	lines = append(lines, m.events[max(0, len(m.events)-room):]...)
	v := tea.NewView(strings.Join(lines, "\n"))
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = "回声"
	v.Cursor = tea.NewCursor(ansi.StringWidth(prompt+m.typed), 1)
	v.Cursor.Shape = tea.CursorBar
	return v
}

func main() {
	if len(os.Args) > 1 {
		fmt.Println(strings.Join(os.Args[1:], " "), os.Getenv("HESHI_DATA"), os.Getenv("HOME"))
		return
	}
	if _, err := tea.NewProgram(model{}).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
