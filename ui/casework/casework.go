// Package casework shows one case.
package casework

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/store/record"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// Desk is what the screen asks of the store.
type Desk interface {
	Case(ctx context.Context, ref string) (model.Case, error)
	EditCase(ctx context.Context, by store.By, c model.Case) (model.Case, error)
	Reveal(ctx context.Context, by store.By, id model.ID, reason string) (model.Case, error)
	History(ctx context.Context, id model.ID, before uint64, limit int) ([]record.Event, error)
	Contents(seq uint64) (record.Bodies, error)
}

// Screen is the page.
type Screen struct {
	env  screen.Env
	desk Desk
}

// New returns the view of one case.
func New(env screen.Env, desk Desk, id model.ID) screen.Screen { return Screen{env: env, desk: desk} }

// Init starts the screen.
func (s Screen) Init() tea.Cmd { return nil }

// Update takes a message.
func (s Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.env = msg.Env
	case tea.KeyPressMsg:
		if _, ok := s.env.Keys.Match(msg, keys.Back); ok {
			return s, screen.Send(screen.Back{})
		}
	case screen.Do:
		if msg.ID == keys.Back {
			return s, screen.Send(screen.Back{})
		}
	}
	return s, nil
}

// View draws the page.
func (s Screen) View(width, height int) screen.Block { return widget.Blank(width, height) }

// Title is the heading.
func (s Screen) Title() string { return s.env.T("casework.title") }

// Keys lists what works here.
func (s Screen) Keys() []keys.ID { return nil }

// Typing reports whether a text field has the focus.
func (s Screen) Typing() bool { return false }

// Dirty reports whether leaving would lose something.
func (s Screen) Dirty() bool { return false }
