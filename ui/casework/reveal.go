package casework

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/ui/screen"
)

// reason is why somebody wants to see the whole number.
type reason string

// revealed says that the look was noted in the log.
type revealed struct {
	c   model.Case
	err error
}

// askReason asks why; a second press hides the numbers again.
func (s *Screen) askReason() tea.Cmd {
	switch {
	case s.revealed:
		s.revealed = false
		return nil
	case !s.loaded:
		return nil
	case !s.secret():
		return screen.Send(screen.Notice{Text: s.env.T("casework.no_number")})
	}
	return screen.Send(screen.AskText{
		Title:  s.env.T("casework.reveal.title"),
		Body:   s.env.T("casework.reveal.body"),
		Need:   s.env.T("casework.reveal.need"),
		Answer: func(text string) tea.Msg { return reason(text) },
	})
}

func (s *Screen) reveal(why string) tea.Cmd {
	desk, by, id := s.desk, s.by(), s.id
	return func() tea.Msg {
		c, err := desk.Reveal(context.Background(), by, id, why)
		return revealed{c, err}
	}
}

func (s *Screen) onRevealed(msg revealed) tea.Cmd {
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	if !s.editing {
		s.c = msg.c
	}
	s.revealed = true
	return s.load()
}

// phone and card are the numbers as they may be shown now.
func (s Screen) phone() string {
	if s.revealed {
		return ident.GroupPhone(s.c.Complainant.Phone)
	}
	return ident.MaskPhone(s.c.Complainant.Phone)
}

func (s Screen) card() string {
	if s.revealed {
		return s.c.Complainant.IDNumber
	}
	return ident.MaskCard(s.c.Complainant.IDNumber)
}
