package intake

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// SetClock replaces tea.Tick, so that tests say when time has passed.
func (s *Screen) SetClock(after func(time.Duration, func(time.Time) tea.Msg) tea.Cmd) {
	s.after = after
}

// DraftPause is the longest a keystroke waits before it is kept.
const DraftPause = draftPause
