package odr

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
)

// mapped brings which column holds what.
type mapped struct {
	m   model.Mapping
	err error
}

func (s *Screen) readMapping() tea.Cmd {
	s.Hold()
	supply := s.supply
	return func() tea.Msg {
		m, err := supply.Mapping(context.Background())
		return mapped{m, err}
	}
}

func (s *Screen) onMapped(msg mapped) tea.Cmd {
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	s.Push(s.mappingForm(msg.m))
	return nil
}

const note = "note"

// mappingForm asks for the head of each column.
func (s *Screen) mappingForm(m model.Mapping) *pages.Form {
	f := &pages.Form{On: &s.Stack, Draft: s.Draft("mapping"), Name: func() string { return s.Env.T("odr.title.mapping") }}
	f.Questions = func() []sheet.Question {
		var out []sheet.Question
		for _, field := range model.MappingFields() {
			q := sheet.Question{ID: field.Name, Kind: sheet.Line, Max: 100, Label: s.Env.T(text.Key("mapping_field." + field.Name))}
			switch {
			case field.Must:
				q.Hint = s.Env.T("odr.mapping.must")
			case field.Result:
				q.Hint = s.Env.T("odr.mapping.result")
			}
			out = append(out, q)
		}
		return append(out, sheet.Question{ID: note, Kind: sheet.Line, Max: 100, Label: s.Env.T("odr.mapping.note"), Hint: s.Env.T("odr.mapping.note.hint")})
	}
	f.Save = func() tea.Cmd { return s.keepMapping(f, m) }
	values := map[string][]string{note: {m.Note}}
	for field, head := range m.Columns {
		values[field] = []string{head}
	}
	return f.Start(values)
}

// kept is what the store has answered.
type kept struct {
	form *pages.Form
	err  error
}

func (s *Screen) keepMapping(f *pages.Form, was model.Mapping) tea.Cmd {
	if len(f.Sheet.Changed()) == 0 && was.Rev != 0 {
		return s.Pop()
	}
	m := was
	m.Note, m.Columns = f.Sheet.Value(note), map[string]string{}
	for _, field := range model.MappingFields() {
		m.Columns[field.Name] = f.Sheet.Value(field.Name)
	}
	if _, faults := flow.CheckMapping(m); len(faults.Hard()) > 0 {
		s.refuse(f, faults.Hard()[0])
		return nil
	}
	s.Hold()
	desk, by, keeper := s.desk, s.by(), s.Saving()
	return func() tea.Msg {
		_, err := sheet.Save(keeper, by, func(by store.By) (model.Mapping, error) { return desk.EditMapping(context.Background(), by, m) })
		return kept{f, err}
	}
}

// refuse says what is wrong at its question.
func (s *Screen) refuse(f *pages.Form, p *model.Problem) {
	f.Sheet.Refuse(strings.TrimPrefix(p.Field, "columns."), s.Env.Text.Sentence(p))
}

func (s *Screen) onKept(msg kept) tea.Cmd {
	var ps model.Problems
	var stale *store.Stale[model.Mapping]
	switch {
	case errors.As(msg.err, &ps) && len(ps) > 0:
		s.refuse(msg.form, ps[0])
		return nil
	case errors.As(msg.err, &stale):
		// What was typed here stays and the rest follows; nothing is saved until
		// it was looked at.
		typed, theirs := msg.form.Sheet.Changed(), stale.Theirs
		for _, field := range model.MappingFields() {
			if !slices.Contains(typed, field.Name) {
				msg.form.Sheet.Set(field.Name, theirs.Columns[field.Name])
			}
		}
		msg.form.Save = func() tea.Cmd { return s.keepMapping(msg.form, theirs) }
		return s.Warn(s.Env.Text.Problem(msg.err))
	case msg.err != nil:
		return screen.Send(screen.Failed{Err: msg.err})
	}
	s.PopTo(s.First())
	return s.Say(s.Env.T("odr.mapping.saved"))
}
