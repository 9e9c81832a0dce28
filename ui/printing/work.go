package printing

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/store"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/paper/office"
	"heshi/ui/paper/output"
	"heshi/ui/screen"
)

// Answers of the commands of this screen.
type (
	// loaded brings the case.
	loaded struct {
		asked int
		c     forms.Case
		err   error
	}
	// found names the printer of this machine, "" for none.
	found string
	// drafted brings the paper to look at.
	drafted struct {
		asked int
		doc   paper.Document
		err   error
	}
	// made says where the paper went.
	made struct {
		made office.Made
		err  error
	}
)

func findPrinter() tea.Msg { return found(output.Printer(context.Background())) }

func (s *Screen) load() tea.Cmd {
	s.asked++
	o, id, asked := s.office, s.id, s.asked
	return func() tea.Msg {
		c, err := o.Load(context.Background(), string(id))
		return loaded{asked, c, err}
	}
}

func (s *Screen) onLoaded(msg loaded) tea.Cmd {
	switch {
	case msg.asked != s.asked:
		return nil
	case store.IsCode(msg.err, store.CodeNotFound):
		s.gone, s.loaded, s.name = true, false, ""
		return nil
	case msg.err != nil:
		return screen.Send(screen.Failed{Err: msg.err})
	}
	s.c, s.loaded, s.gone = msg.c, true, false
	s.offer()
	if s.name != "" {
		return s.draft()
	}
	return nil
}

// draft makes the paper to look at, its numbers masked: whoever stands by may
// read the screen.
func (s *Screen) draft() tea.Cmd {
	s.asked++
	o, words, c, name, redacted, asked := s.office, s.env.Text, s.c.Masked(), s.name, s.way.Redacted, s.asked
	if redacted {
		c = s.c // numbers have marks there
	}
	return func() tea.Msg {
		d, err := o.Paper(context.Background(), words, c, name, redacted)
		return drafted{asked, d, err}
	}
}

func (s *Screen) onDrafted(msg drafted) tea.Cmd {
	switch {
	case msg.asked != s.asked || s.name == "":
		return nil
	case msg.err != nil: // somebody undid the step it belongs to
		s.name = ""
		return screen.Send(screen.Failed{Err: msg.err})
	}
	s.doc, s.ready = msg.doc, true
	s.scrollTo(s.top)
	return nil
}

// make prints the paper, or saves it when printer is "".
func (s *Screen) make(printer string) tea.Cmd {
	if s.busy || !s.ready {
		return nil
	}
	s.busy, s.bad, s.said = true, false, s.env.T("printing.busy")
	way := s.way
	way.Printer = printer
	p := s.env.Person
	by := store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.env.Now()}
	o, words, c, name := s.office, s.env.Text, s.c, s.name
	return func() tea.Msg {
		m, err := o.Make(context.Background(), by, words, c, name, way)
		return made{m, err}
	}
}

func (s *Screen) onMade(msg made) tea.Cmd {
	s.busy = false
	if msg.err != nil {
		s.said, s.bad = s.env.Text.Problem(msg.err), true
		return nil
	}
	m := msg.made
	s.said, s.bad = s.env.T("printing.saved", "path", m.File, "n", m.Pages), false
	if m.Printer != "" {
		s.said = s.env.T("printing.printed", "printer", m.Printer, "n", m.Pages)
	}
	if len(m.Missing) > 0 {
		s.said += " " + s.env.T("printing.missing", "chars", string(m.Missing))
	}
	return nil
}
