package setup

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/store"
)

// keepTyped keeps what is typed into the form, so that it is there again after
// a power cut: it begins when the form opens and ends with it. was is what the
// form was about before the message.
func (s *Screen) keepTyped(was about) tea.Cmd {
	switch {
	case s.form.about == nothing && was == nothing:
		return nil
	case s.form.about == nothing:
		return s.keeper.Drop()
	case was == nothing:
		return s.keeper.Open(s.desk, s.draftName(), s.form.sheet)
	}
	return s.keeper.Typed(s.form.sheet, s.env)
}

// draftName is what the draft of the open form is kept under: each person at
// the desk has his own.
func (s Screen) draftName() string {
	what := "station"
	switch s.form.about {
	case adding:
		what = "person-new"
	case changing:
		what = "person-" + string(s.form.person.ID)
	}
	return strings.Join([]string{"form", what, store.DraftOwner(s.env.Person.ID)}, "/")
}
