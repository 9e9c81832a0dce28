package shops

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/widget"
)

// newAnswerForm asks for one answer of the core enterprise and the cases it is
// for: all that wait, unless some are taken out.
func (s *Screen) newAnswerForm() *pages.Form {
	g, _ := s.coreOf(s.core)
	f := &pages.Form{On: &s.Stack, Word: "groups.answer.save", Fresh: true}
	f.Name = func() string { return s.Env.T("groups.title.answer", "name", g.Name) }
	var all []string
	for _, c := range s.toll.cases {
		if c.Waiting {
			all = append(all, string(c.ID))
		}
	}
	f.Questions = func() []sheet.Question {
		return []sheet.Question{
			{ID: "cases", Kind: sheet.Many, Label: s.Env.T("groups.answer.cases"), Options: s.waiting(), Hint: s.Env.T("groups.answer.cases.hint")},
			{ID: "answer", Kind: sheet.Text, Max: 2000, Label: s.Env.T("groups.answer.text"), Hint: s.Env.T("groups.answer.text.hint")},
		}
	}
	f.Save = func() tea.Cmd { return s.answerAll(f) }
	return f.Start(map[string][]string{"cases": all})
}

// waiting are the cases that the core enterprise is to answer.
func (s *Screen) waiting() []widget.Option {
	var out []widget.Option
	for _, c := range s.toll.cases {
		if c.Waiting {
			out = append(out, widget.Option{Value: string(c.ID), Label: c.No + "  " + ident.MaskName(c.Name) + "  " + c.Shop})
		}
	}
	return out
}

func (s *Screen) answerAll(f *pages.Form) tea.Cmd {
	text := f.Sheet.Value("answer")
	var ids []model.ID
	for _, id := range f.Sheet.Values("cases") {
		ids = append(ids, model.ID(id))
	}
	switch {
	case len(ids) == 0:
		f.Sheet.Refuse("cases", s.Env.T("groups.answer.need_cases"))
		return nil
	case text == "":
		f.Sheet.Refuse("answer", s.Env.T("groups.answer.need_text"))
		return nil
	}
	s.Hold()
	desk, by := s.desk, s.by()
	return func() tea.Msg {
		err := desk.DoMany(context.Background(), by, ids, "core-answer", flow.Args{"answer": text})
		return done{func(s *Screen) tea.Cmd { return s.onAnswered(f, len(ids), err) }}
	}
}

func (s *Screen) onAnswered(f *pages.Form, n int, err error) tea.Cmd {
	var ps model.Problems
	switch {
	case errors.As(err, &ps) && len(ps) > 0:
		f.Sheet.Refuse("cases", sentence(s.Env, ps[0]))
		return screen.Batch(screen.Send(screen.Failed{Err: err}), s.weigh())
	case err != nil:
		return screen.Send(screen.Failed{Err: err})
	}
	s.PopUntil(func(p pages.Page) bool { return p != f })
	return screen.Batch(s.Say(s.Env.T("groups.answered", "n", n)), s.weigh())
}
