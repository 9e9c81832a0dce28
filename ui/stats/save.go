package stats

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/screen"
	"heshi/ui/text"
)

// Messages about saving the report.
type (
	save  struct{ kind string }
	saved struct {
		path string
		err  error
	}
)

// askSave asks which file to make of the report.
func (s *Screen) askSave() tea.Cmd {
	if !s.ready || s.saves {
		return nil
	}
	ask := screen.Ask{Title: s.env.T("stats.save.title"), Body: s.env.T("stats.save.body")}
	for _, kind := range Kinds() {
		ask.Options = append(ask.Options, screen.Option{Label: s.env.T(text.Key("stats.save." + kind)), Answer: save{kind}})
	}
	return screen.Send(ask)
}

func (s *Screen) save(kind string) tea.Cmd {
	if !s.ready || s.saves {
		return nil
	}
	s.saves = true
	from, m, rep := s.from, s.maker(), s.rep
	return func() tea.Msg {
		path, err := from.Save(m, rep, kind)
		return saved{path, err}
	}
}

func (s *Screen) onSaved(msg saved) tea.Cmd {
	s.saves = false
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	return screen.Send(screen.Notice{Text: s.env.T("stats.saved", "file", msg.path)})
}
