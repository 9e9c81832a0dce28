package shops

import (
	"strings"

	tea "charm.land/bubbletea/v2"
)

// What is typed into the forms of records is kept in the store, so that it is
// there again after a power cut.

// sheeted is a page that is a form.
type sheeted interface{ itself() *form }

func (f *form) itself() *form { return f }

// formOf is the form a page is, nil when it is none whose answers are kept.
func formOf(p page) *form {
	if f, ok := p.(sheeted); ok && f.itself().draft != "" {
		return f.itself()
	}
	return nil
}

// keepTyped sees to it that what the form on top holds is kept; one that is
// new asks for what was kept of it before.
func (s *Screen) keepTyped() tea.Cmd {
	f := formOf(s.top())
	switch {
	case f == nil:
		return nil
	case !f.asked:
		f.asked = true
		return f.keeper.Open(s.desk, f.draft, f.sheet)
	}
	return f.keeper.Typed(f.sheet, s.env)
}

// keeping takes what the keepers of the forms were sent.
func (s *Screen) keeping(msg tea.Msg) tea.Cmd {
	for _, p := range s.pages {
		if f := formOf(p); f != nil {
			if cmd, ok := f.keeper.Take(msg, &f.sheet, s.env); ok && cmd != nil {
				return cmd
			}
		}
	}
	return nil
}

// dropTyped forgets what was kept of a form: it was saved, or let go.
func (s *Screen) dropTyped(p page) tea.Cmd {
	if f := formOf(p); f != nil {
		return f.keeper.Drop()
	}
	return nil
}

// draftName is what a person's draft about a part of a record is kept under.
func (s *Screen) draftName(words, id, part string) string {
	who := string(s.env.Person.ID)
	if who == "" {
		who = "desk"
	}
	return strings.Join([]string{"form", words + id, part, who}, "/")
}
