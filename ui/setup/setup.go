// Package setup is where the people of the desk and the station are set up.
package setup

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// Desk is what the screen asks of the store.
type Desk interface {
	People(context.Context) ([]model.Person, error)
	AddPerson(context.Context, store.By, model.Person) (model.Person, error)
	EditPerson(context.Context, store.By, model.Person) (model.Person, error)
	Station(context.Context) (model.Station, error)
	EditStation(context.Context, store.By, model.Station) (model.Station, error)
}

// Screen is the page.
type Screen struct {
	env  screen.Env
	desk Desk
}

// NewPeople returns the page on which people are picked, added and changed.
func NewPeople(env screen.Env, desk Desk) screen.Screen { return Screen{env: env, desk: desk} }

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
func (s Screen) Title() string { return s.env.T("setup.title") }

// Keys lists what works here.
func (s Screen) Keys() []keys.ID { return nil }

// Typing reports whether a text field has the focus.
func (s Screen) Typing() bool { return false }

// Dirty reports whether leaving would lose something.
func (s Screen) Dirty() bool { return false }
