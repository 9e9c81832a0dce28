package stats

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// Hurry lets no time pass before progress is looked at.
func (s *Screen) Hurry() *Screen {
	s.after = func(time.Duration) tea.Cmd { return nil }
	return s
}

// Look is the time to see how far a month has come.
func Look() tea.Msg { return look{} }

// SaveAs is the answer to which file to make.
func SaveAs(kind string) tea.Msg { return save{kind} }
