package shops

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/widget"
)

// newAnswerForm asks for one answer of the core enterprise and the cases it is
// for: all that wait, unless some are taken out.
func (s *Screen) newAnswerForm() *form {
	g, _ := s.coreOf(s.core)
	f := &form{word: "groups.answer.save", fresh: true}
	f.name = func(s *Screen) string { return s.env.T("groups.title.answer", "name", g.Name) }
	var all []string
	for _, c := range s.toll.cases {
		if c.Waiting {
			all = append(all, string(c.ID))
		}
	}
	f.questions = func(s *Screen, _ *form) []sheet.Question {
		return []sheet.Question{
			{ID: "cases", Kind: sheet.Many, Label: s.env.T("groups.answer.cases"), Options: s.waiting(), Hint: s.env.T("groups.answer.cases.hint")},
			{ID: "answer", Kind: sheet.Text, Max: 2000, Label: s.env.T("groups.answer.text"), Hint: s.env.T("groups.answer.text.hint")},
		}
	}
	f.save = func(s *Screen, f *form) tea.Cmd { return s.answerAll(f) }
	return f.start(s, map[string][]string{"cases": all})
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

func (s *Screen) answerAll(f *form) tea.Cmd {
	text := f.sheet.Value("answer")
	var ids []model.ID
	for _, id := range f.sheet.Values("cases") {
		ids = append(ids, model.ID(id))
	}
	switch {
	case len(ids) == 0:
		f.sheet.Refuse("cases", s.env.T("groups.answer.need_cases"))
		return nil
	case text == "":
		f.sheet.Refuse("answer", s.env.T("groups.answer.need_text"))
		return nil
	}
	s.busy = true
	desk, by := s.desk, s.by()
	return func() tea.Msg {
		err := desk.DoMany(context.Background(), by, ids, "core-answer", flow.Args{"answer": text})
		return done{func(s *Screen) tea.Cmd { return s.onAnswered(f, len(ids), err) }}
	}
}

func (s *Screen) onAnswered(f *form, n int, err error) tea.Cmd {
	var ps model.Problems
	switch {
	case errors.As(err, &ps) && len(ps) > 0:
		f.sheet.Refuse("cases", sentence(s.env, ps[0]))
		return screen.Batch(screen.Send(screen.Failed{Err: err}), s.weigh())
	case err != nil:
		return screen.Send(screen.Failed{Err: err})
	}
	s.popTo(func(p page) bool { return p != page(f) })
	return screen.Batch(s.notice(false, s.env.T("groups.answered", "n", n)), s.weigh())
}
