// Package lookup is the list of cases and the one box that finds them.
package lookup

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// Desk is what the screen asks of the store.
type Desk interface {
	List(context.Context, find.ListQuery) ([]find.Row, error)
	Search(context.Context, find.Query) (find.Result, error)
}

// Screen is the page.
type Screen struct {
	env  screen.Env
	desk Desk
}

// New returns the list; query is already typed when it is not "".
func New(env screen.Env, desk Desk, query string) screen.Screen { return Screen{env: env, desk: desk} }

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
func (s Screen) Title() string { return s.env.T("lookup.title") }

// Keys lists what works here.
func (s Screen) Keys() []keys.ID { return nil }

// Typing reports whether a text field has the focus.
func (s Screen) Typing() bool { return false }

// Dirty reports whether leaving would lose something.
func (s Screen) Dirty() bool { return false }
