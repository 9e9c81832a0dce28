package answers

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/answers"
	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// form asks about an answer.
type form struct {
	open   bool
	about  model.Answer
	sheet  sheet.Sheet
	fresh  bool // a new answer, of nobody's
	starts bool // it will take the place of one of the program

	draft  string // what typed answers are kept under
	keeper sheet.Keeper
}

// Messages of the form.
type (
	saveForm struct{}
	dropForm struct{}
	saved    struct {
		answer model.Answer
		err    error
	}
)

const (
	yes = "yes"
	no  = "no"
)

func (f form) changed() bool { return f.open && len(f.sheet.Changed()) > 0 }

// settled keeps what was typed since the last message.
func (s *Screen) settled() tea.Cmd {
	f := &s.form
	if !f.open {
		return nil
	}
	return f.keeper.Settled(s.desk, "form/answer/"+f.draft+"/"+store.DraftOwner(s.env.Person.ID), f.sheet, s.env)
}

// closeForm forgets what was typed: it was saved, or let go.
func (s *Screen) closeForm() tea.Cmd {
	dropped := s.form.keeper.Drop()
	s.form = form{}
	return dropped
}

func (f form) title() text.Key {
	if f.fresh {
		return "answers.title.add"
	}
	return "answers.title.edit"
}

func blank(env screen.Env, question string) form {
	f := form{open: true, fresh: true, draft: "new"}
	f.sheet = sheet.Blank(env.Text, env.Senior, f.questions(env)...)
	f.sheet.Set("question", question)
	f.sheet.Base("question")
	return f
}

func of(env screen.Env, e answers.Entry) form {
	f := form{open: true, about: e.Answer, starts: e.ID == "", draft: e.Ref()}
	f.sheet = sheet.New(env.Text, env.Senior, f.questions(env)...)
	for id, v := range values(e.Answer) {
		f.sheet.Set(id, v)
	}
	return f
}

func values(a model.Answer) map[string]string {
	off := no
	if a.Off {
		off = yes
	}
	return map[string]string{"question": a.Question, "text": a.Text, "ground": a.Ground, "off": off}
}

func (f *form) reword(env screen.Env) {
	if f.open {
		f.sheet.Reword(env.Text, env.Senior, f.questions(env)...)
	}
}

func (f form) questions(env screen.Env) []sheet.Question {
	t := env.T
	qs := []sheet.Question{
		{ID: "question", Kind: sheet.Line, Max: 100, Label: t("answers.field.question"), Hint: t("answers.hint.question")},
		{ID: "text", Kind: sheet.Text, Max: 2000, Label: t("answers.field.text"), Hint: t("answers.hint.text")},
		{ID: "ground", Kind: sheet.Line, Max: 100, Label: t("answers.field.ground"), Hint: t("answers.hint.ground")},
	}
	if f.fresh {
		return qs
	}
	return append(qs, sheet.Question{
		ID: "off", Kind: sheet.Pick, Label: t("answers.field.off"),
		Options: []widget.Option{{Value: no, Label: t("answers.off.no")}, {Value: yes, Label: t("answers.off.yes")}},
	})
}

// rebase puts what was typed on top of a newer version.
func (f *form) rebase(a model.Answer) {
	f.about = a
	changed := f.sheet.Changed()
	for id, v := range values(a) {
		if slices.Contains(changed, id) {
			f.sheet.Base(id, v)
		} else {
			f.sheet.Set(id, v)
		}
	}
}

func (f form) result() model.Answer {
	a := f.about
	a.Question, a.Text, a.Ground = f.sheet.Value("question"), f.sheet.Value("text"), f.sheet.Value("ground")
	a.Off = f.sheet.Value("off") == yes
	return a
}

func (s *Screen) fill(msg tea.Msg) tea.Cmd {
	if s.saving {
		return nil
	}
	s.form.sheet = s.form.sheet.Update(s.env.Keys, msg)
	return s.afterForm()
}

func (s *Screen) afterForm() tea.Cmd {
	if s.form.sheet.Saved() {
		return s.save()
	}
	return nil
}

// leaveForm closes the form; what was changed is asked about first.
func (s *Screen) leaveForm() tea.Cmd {
	if s.form.sheet.Back() {
		return nil
	}
	if !s.form.changed() {
		return s.closeForm()
	}
	return screen.Send(sheet.Leaving(s.env.Text, saveForm{}, dropForm{}))
}

func (s *Screen) save() tea.Cmd {
	if s.saving || !s.form.open {
		return nil
	}
	if !s.form.fresh && !s.form.changed() {
		return s.closeForm()
	}
	s.saving = true
	desk, by, f := s.desk, s.by(), s.form
	return func() tea.Msg {
		a, err := sheet.Save(f.keeper, by, func(by store.By) (model.Answer, error) {
			if f.fresh || f.starts {
				return desk.AddAnswer(context.Background(), by, f.result())
			}
			return desk.EditAnswer(context.Background(), by, f.result())
		})
		return saved{a, err}
	}
}

func (s *Screen) onSaved(msg saved) tea.Cmd {
	s.saving = false
	var stale *store.Stale[model.Answer]
	var ps model.Problems
	switch {
	case errors.As(msg.err, &stale):
		s.form.rebase(stale.Theirs)
		return screen.Send(screen.Failed{Err: msg.err})
	case errors.As(msg.err, &ps) && len(ps) > 0:
		s.form.sheet.Refuse(ps[0].Field, s.env.Text.Sentence(ps[0]))
		return screen.Send(screen.Failed{Err: msg.err})
	case store.IsCode(msg.err, store.CodeNameTaken):
		s.form.sheet.Refuse("question", s.env.Text.Problem(msg.err))
		return screen.Send(screen.Failed{Err: msg.err})
	case msg.err != nil:
		return screen.Send(screen.Failed{Err: msg.err})
	}
	dropped := s.closeForm()
	s.open = nil
	return screen.Batch(dropped, screen.Send(screen.Notice{Text: s.env.T("answers.saved")}), s.load())
}
