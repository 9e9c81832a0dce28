package casework

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Messages of the form.
type (
	saveForm struct{} // the person wants to keep the changes
	dropForm struct{} // the person does not
	edited   struct { // the store has answered
		c   model.Case
		err error
	}
)

const phoneID = "complainant.phone"

// asks lists the facts the form asks for: of a consultation only what one has.
func (s Screen) asks() []fact {
	var out []fact
	short := []string{"what", "answer", "note", "complainant.name", phoneID, "shop", "goods", "class"}
	for _, f := range facts() {
		switch {
		case f.set == nil:
		case s.c.Kind == model.Consultation && !slices.Contains(short, f.id):
		case s.c.Kind != model.Consultation && f.id == "answer" && s.c.Answer == "":
		default:
			out = append(out, f)
		}
	}
	return out
}

func (s Screen) questions() []sheet.Question {
	var out []sheet.Question
	for _, f := range s.asks() {
		q := sheet.Question{ID: f.id, Kind: f.kind, Label: f.label(s.env)}
		if k := text.Key("casework.hint." + f.id); s.env.Text.Has(k) {
			q.Hint = s.env.T(k)
		}
		if f.id == phoneID && s.c.Complainant.Phone != "" && !s.revealed {
			q.Known = ident.MaskPhone(s.c.Complainant.Phone)
			q.Hint = s.env.T("casework.hint.masked", "phone", q.Known)
		}
		if q.Kind == sheet.Line {
			q.Max = 100
		}
		for _, code := range f.codes {
			q.Options = append(q.Options, widget.Option{Value: code, Label: s.env.T(text.Key("code." + f.list + "." + code))})
		}
		if f.read != nil {
			q.Read = s.reading(f)
		}
		out = append(out, q)
	}
	return out
}

// reading says what was understood of a text, or what is wrong with it.
func (s Screen) reading(f fact) func(string) widget.Note {
	env, today := s.env, s.today()
	return func(typed string) widget.Note {
		if p := f.read(typed, today); p != nil {
			tone := theme.Bad
			if p.Doubt {
				tone = theme.Warn
			}
			return widget.Note{Text: env.Text.Sentence(p), Tone: tone}
		}
		var c model.Case
		f.set(&c, []string{typed}, env.Now())
		if f.secret {
			return widget.Note{}
		}
		return widget.Note{Text: f.words(env, c), Tone: theme.Good}
	}
}

func (s *Screen) openForm() tea.Cmd {
	if !s.loaded {
		return nil
	}
	s.editing = true
	s.form = sheet.New(s.env.Text, s.env.Senior, s.questions()...)
	for _, f := range s.asks() {
		s.form.Set(f.id, s.begins(f, s.c)...)
	}
	return s.keeper.Open(s.desk, s.draftName("edit"), s.form)
}

// begins is what the form starts with: a masked number starts empty.
func (s Screen) begins(f fact, c model.Case) []string {
	if f.secret && !s.revealed {
		return nil
	}
	return f.get(c)
}

func (s *Screen) fill(msg tea.Msg) tea.Cmd {
	if !s.editing || s.clash != nil || s.saving {
		return nil
	}
	s.form = s.form.Update(s.env.Keys, msg)
	return s.afterForm()
}

func (s *Screen) afterForm() tea.Cmd {
	if s.form.Saved() {
		return s.save()
	}
	return s.keeper.Typed(s.form, s.env)
}

// leaveForm closes the form; what was changed is asked about first.
func (s *Screen) leaveForm() tea.Cmd {
	if s.form.Back() {
		return nil
	}
	if len(s.form.Changed()) == 0 {
		return s.closeForm()
	}
	return screen.Send(sheet.Leaving(s.env.Text, saveForm{}, dropForm{}))
}

func (s *Screen) closeForm() tea.Cmd {
	s.editing, s.clash, s.saving, s.top = false, nil, false, 0
	return s.load()
}

// save checks what was changed and writes it; nothing changed just closes.
func (s *Screen) save() tea.Cmd {
	if !s.editing || s.saving {
		return nil
	}
	ids := s.form.Changed()
	if len(ids) == 0 {
		return s.closeForm()
	}
	for _, id := range ids {
		f, _ := factOf(id)
		if f.read == nil || s.form.Value(id) == "" {
			continue
		}
		if p := f.read(s.form.Value(id), s.today()); p != nil && !p.Doubt {
			s.form.Refuse(id, s.env.Text.Sentence(p))
			return nil
		}
	}
	return s.write(s.applied(s.c, ids))
}

// applied is a version of the case with the form's answers to some questions.
func (s Screen) applied(c model.Case, ids []string) model.Case {
	for _, id := range ids {
		if f, ok := factOf(id); ok && f.set != nil {
			f.set(&c, s.form.Values(id), s.env.Now())
		}
	}
	return c
}

func (s *Screen) write(c model.Case) tea.Cmd {
	s.saving = true
	desk, by, keeper := s.desk, s.by(), s.keeper
	return func() tea.Msg {
		c, err := sheet.Save(keeper, by, func(by store.By) (model.Case, error) { return desk.EditCase(context.Background(), by, c) })
		return edited{c, err}
	}
}

func (s *Screen) onEdited(msg edited) tea.Cmd {
	s.saving = false
	var stale *store.Stale[model.Case]
	var faults model.Problems
	switch {
	case msg.err == nil:
		said := screen.Send(screen.Notice{Text: s.env.T("casework.saved", "no", msg.c.No)})
		s.c = msg.c
		return screen.Batch(said, s.keeper.Drop(), s.closeForm())
	case errors.As(msg.err, &stale):
		s.clash, s.top = stale, 0
		s.choice = s.clashChoice()
		return nil
	case errors.As(msg.err, &faults) && len(faults) > 0:
		s.form.Refuse(faults[0].Field, s.env.Text.Sentence(faults[0]))
	}
	return screen.Send(screen.Failed{Err: msg.err})
}

// What can be done when somebody else was faster.
const (
	putOnTop = "mine"
	takeHis  = "theirs"
	lookOn   = "edit"
)

func (s Screen) clashChoice() widget.Choice {
	t, actor := s.env.T, s.env.Text.Actor(s.clash.By.By, s.clash.By.Actor)
	c := widget.NewMenu(s.env.Senior,
		widget.Option{Value: putOnTop, Label: t("casework.clash.mine")},
		widget.Option{Value: takeHis, Label: t("casework.clash.theirs", "actor", actor)},
		widget.Option{Value: lookOn, Label: t("casework.clash.edit")})
	return c
}

func (s *Screen) pressClash(msg tea.KeyPressMsg) tea.Cmd {
	if id, ok := s.env.Keys.Match(msg, keys.Back, keys.PageUp, keys.PageDown); ok {
		return s.actClash(id)
	}
	s.choice, _ = s.choice.Update(msg)
	return s.settleClash()
}

func (s *Screen) actClash(id keys.ID) tea.Cmd {
	switch n, digit := keys.Number(id); {
	case id == keys.Back:
		return s.resolve(lookOn)
	case id == keys.Open:
		s.choice.Press(s.choice.Index())
	case digit:
		s.choice.Press(n - 1)
	default:
		return s.move(id)
	}
	return s.settleClash()
}

func (s *Screen) settleClash() tea.Cmd {
	if o, ok := s.choice.Picked(); ok {
		return s.resolve(o.Value)
	}
	return nil
}

// resolve does what was chosen. Either way the newest version is what the next
// save builds on, so nothing is overwritten unseen.
func (s *Screen) resolve(how string) tea.Cmd {
	if s.saving {
		return nil
	}
	theirs, ids := s.clash.Theirs, s.form.Changed()
	s.clash, s.top = nil, 0
	s.c = theirs
	if how == takeHis {
		return screen.Batch(s.keeper.Drop(), s.closeForm())
	}
	for _, f := range s.asks() {
		if slices.Contains(ids, f.id) {
			s.form.Base(f.id, s.begins(f, theirs)...)
		} else {
			s.form.Set(f.id, s.begins(f, theirs)...)
		}
	}
	if how == putOnTop {
		return s.write(s.applied(theirs, ids))
	}
	return nil
}
