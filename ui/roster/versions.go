package roster

import (
	"context"
	"slices"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// mostVersions is how many versions of a roster are listed.
const mostVersions = 50

// versioned brings the versions of a roster.
type versioned struct {
	id   model.ID
	list []store.RosterVersion
	err  error
}

// openVersions reads the versions of a roster.
func (s *Screen) openVersions(id model.ID) tea.Cmd {
	s.Hold()
	desk := s.desk
	return func() tea.Msg {
		list, err := desk.RosterVersions(context.Background(), id, mostVersions)
		return versioned{id, list, err}
	}
}

func (s *Screen) onVersioned(m versioned) tea.Cmd {
	if m.err != nil {
		return screen.Batch(screen.Send(screen.Failed{Err: m.err}), s.Free())
	}
	s.Push(s.newVersions(m.list))
	return s.Free()
}

// changed tells what one version of a roster did to the one before: who came in
// whose place, or how many turns differ.
func (s *Screen) changed(before, after station.Roster) string {
	for _, x := range after.Stands {
		if d, ok := after.Duty(x.Shift); ok && !slices.Contains(before.Stands, x) {
			return s.Env.T("roster.version.instead", "name", s.name(x.Volunteer), "for", s.name(x.For), "turn", s.turnWords(d))
		}
	}
	if n := len(s.differences(before, after)); n > 0 {
		return s.Env.T("roster.version.changes", "n", n)
	}
	return ""
}

// newVersions lists the versions of a roster, newest first; one can be looked
// at.
func (s *Screen) newVersions(list []store.RosterVersion) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.versions") },
		Body: func(width int) widget.Block {
			return widget.Para(s.Env.Theme.Title, s.Env.T("roster.versions"), width)
		},
		Options: func() []widget.Option {
			var out []widget.Option
			for i, v := range list {
				who := s.Env.Text.Actor(v.Event.By, v.Event.Actor)
				label := s.Env.T("roster.version", "when", v.Event.At.In(s.Env.Now().Location()), "what", s.Env.T(text.Key("event."+v.Event.Kind)), "who", who)
				o := widget.Option{Value: strconv.Itoa(i), Label: label}
				if i+1 < len(list) {
					o.Detail = s.changed(list[i+1].Roster, v.Roster)
				}
				out = append(out, o)
			}
			return append(out, widget.Option{Value: "back", Label: s.Env.T("roster.back")})
		},
		Pick: func(value string) tea.Cmd {
			i, err := strconv.Atoi(value)
			if err != nil || i >= len(list) {
				return s.Pop()
			}
			v := list[i].Roster
			g := &grid{on: s, id: v.ID, look: &v}
			g.Reword()
			g.goTo(s.today())
			s.Push(g)
			return nil
		},
	}
}
