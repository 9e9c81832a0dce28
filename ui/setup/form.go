package setup

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// about is what a form changes.
type about int

const (
	nothing about = iota
	adding
	changing
	renaming // the station
)

// form asks about a person or the station.
type form struct {
	about   about
	sheet   sheet.Sheet
	person  model.Person
	station model.Station
}

// Messages of the form.
type (
	saveForm struct{} // the person wants to keep the changes
	dropForm struct{} // the person does not
	saved    struct { // the store has answered about a person
		person model.Person
		added  bool
		err    error
	}
	stationSaved struct {
		station model.Station
		err     error
	}
)

// auto is the language of whoever has none of his own.
const (
	auto = "auto"
	yes  = "yes"
	no   = "no"
)

func (f form) open() bool { return f.about != nothing }

func (f form) dirty() bool { return f.open() && len(f.sheet.Changed()) > 0 }

func (f form) title() text.Key {
	switch f.about {
	case adding:
		return "setup.title.add"
	case changing:
		return "setup.title.edit"
	}
	return "setup.title.station"
}

func newPerson(env screen.Env, name string) form {
	f := form{about: adding, person: model.Person{Role: model.Mediator}}
	f.sheet = sheet.Blank(env.Text, env.Senior, f.questions(env)...)
	f.fill()
	if name != "" { // typed already: it counts as a change
		f.sheet.Set("name", name)
		f.sheet.Base("name")
	}
	return f
}

func ofPerson(env screen.Env, p model.Person) form {
	f := form{about: changing, person: p}
	f.sheet = sheet.New(env.Text, env.Senior, f.questions(env)...)
	f.fill()
	return f
}

func ofStation(env screen.Env, st model.Station) form {
	f := form{about: renaming, station: st}
	f.sheet = sheet.New(env.Text, env.Senior, f.questions(env)...)
	f.fill()
	return f
}

func (f *form) reword(env screen.Env) {
	if f.open() {
		f.sheet.Reword(env.Text, env.Senior, f.questions(env)...)
	}
}

func (f form) questions(env screen.Env) []sheet.Question {
	t := env.T
	if f.about == renaming {
		return []sheet.Question{
			{ID: "name", Kind: sheet.Line, Max: 100, Label: t("setup.field.station"), Hint: t("setup.hint.station")},
			{ID: "code", Kind: sheet.Line, Max: 12, Label: t("setup.field.code"), Hint: t("setup.hint.code")},
		}
	}
	pick := func(id string, prefix text.Key, values ...string) sheet.Question {
		q := sheet.Question{ID: id, Kind: sheet.Pick, Label: t(text.Key("setup.field." + id))}
		for _, v := range values {
			q.Options = append(q.Options, widget.Option{Value: v, Label: t(prefix + text.Key("."+v))})
		}
		return q
	}
	roles := make([]string, 0, len(model.Roles()))
	for _, r := range model.Roles() {
		roles = append(roles, string(r))
	}
	qs := []sheet.Question{
		{ID: "name", Kind: sheet.Line, Max: 100, Label: t("setup.field.name"), Hint: t("setup.hint.name")},
		pick("role", "role", roles...),
		pick("language", "setup.language", auto, "zh", "en"),
		pick("senior", "setup.senior", no, yes),
	}
	if f.about == changing {
		qs = append(qs, pick("disabled", "setup.disabled", no, yes))
	}
	return qs
}

// values are what a record says, question by question.
func (f form) values() map[string]string {
	if f.about == renaming {
		return map[string]string{"name": f.station.Name, "code": f.station.Code}
	}
	p := f.person
	language := p.Language
	if language == "" {
		language = auto
	}
	return map[string]string{
		"name": p.Name, "role": string(p.Role), "language": language,
		"senior": yesNo(p.Senior), "disabled": yesNo(p.Disabled),
	}
}

func yesNo(b bool) string {
	if b {
		return yes
	}
	return no
}

// fill starts the form from the record.
func (f *form) fill() {
	for id, v := range f.values() {
		f.sheet.Set(id, v)
	}
}

// rebase puts what was typed on top of a newer version of the record.
func (f *form) rebase() {
	changed := f.sheet.Changed()
	for id, v := range f.values() {
		if slices.Contains(changed, id) {
			f.sheet.Base(id, v)
		} else {
			f.sheet.Set(id, v)
		}
	}
}

// result is the person as the form says; only what was changed is taken from
// it.
func (f form) result() model.Person {
	p := f.person
	v := f.sheet.Value
	p.Name, p.Role = v("name"), model.Role(v("role"))
	if p.Language = v("language"); p.Language == auto {
		p.Language = ""
	}
	p.Senior, p.Disabled = v("senior") == yes, v("disabled") == yes
	return p
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
	if !s.form.dirty() {
		s.form = form{}
		return nil
	}
	return screen.Send(sheet.Leaving(s.env.Text, saveForm{}, dropForm{}))
}

func (s *Screen) save() tea.Cmd {
	if s.saving || !s.form.open() {
		return nil
	}
	if s.form.about != adding && !s.form.dirty() {
		s.form = form{}
		return nil
	}
	s.saving = true
	desk, by, f, keeper := s.desk, s.by(), s.form, s.keeper
	switch f.about {
	case renaming:
		st := f.station
		st.Name, st.Code = f.sheet.Value("name"), f.sheet.Value("code")
		return func() tea.Msg {
			st, err := sheet.Save(keeper, by, func(by store.By) (model.Station, error) { return desk.EditStation(context.Background(), by, st) })
			return stationSaved{st, err}
		}
	case adding:
		return func() tea.Msg {
			p, err := sheet.Save(keeper, by, func(by store.By) (model.Person, error) { return desk.AddPerson(context.Background(), by, f.result()) })
			return saved{p, true, err}
		}
	}
	return func() tea.Msg {
		p, err := sheet.Save(keeper, by, func(by store.By) (model.Person, error) { return desk.EditPerson(context.Background(), by, f.result()) })
		return saved{p, false, err}
	}
}

func (s *Screen) onSaved(msg saved) tea.Cmd {
	s.saving = false
	var stale *store.Stale[model.Person]
	switch {
	case errors.As(msg.err, &stale):
		s.form.person = stale.Theirs
		s.form.rebase()
		return screen.Send(screen.Failed{Err: msg.err})
	case msg.err != nil:
		return s.refused(msg.err)
	}
	s.form = form{}
	s.box.SetValue("")
	s.box.Blur()
	s.place(msg.person)
	key := text.Key("setup.saved")
	if msg.added {
		key = "setup.added"
	}
	said := screen.Send(screen.Notice{Text: s.env.T(key, "name", msg.person.Name)})
	if msg.person.ID != s.env.Person.ID {
		return screen.Batch(said, s.load())
	}
	if msg.person.Disabled {
		return screen.Send(screen.PersonPicked{})
	}
	return screen.Send(screen.PersonPicked{Person: msg.person})
}

// place puts a person among those shown, so that the selection can go there at
// once.
func (s *Screen) place(p model.Person) {
	if i := slices.IndexFunc(s.people, func(q model.Person) bool { return q.ID == p.ID }); i >= 0 {
		s.people = slices.Clone(s.people)
		s.people[i] = p
	} else {
		s.people = append(s.people[:len(s.people):len(s.people)], p)
	}
	s.refill()
	s.selectID(string(p.ID))
}

func (s *Screen) onStationSaved(msg stationSaved) tea.Cmd {
	s.saving = false
	var stale *store.Stale[model.Station]
	switch {
	case errors.As(msg.err, &stale):
		s.form.station = stale.Theirs
		s.form.rebase()
		return screen.Send(screen.Failed{Err: msg.err})
	case msg.err != nil:
		return s.refused(msg.err)
	}
	s.form = form{}
	s.station = msg.station
	said := screen.Send(screen.Notice{Text: s.env.T("setup.saved", "name", msg.station.Name)})
	return screen.Batch(said, s.load())
}

// refused says what is wrong, at the question it is about where there is one.
func (s *Screen) refused(err error) tea.Cmd {
	var ps model.Problems
	switch {
	case errors.As(err, &ps) && len(ps) > 0:
		s.form.sheet.Refuse(ps[0].Field, s.env.Text.Sentence(ps[0]))
	case store.IsCode(err, store.CodeNameTaken):
		s.form.sheet.Refuse("name", s.env.Text.Problem(err))
	}
	return screen.Send(screen.Failed{Err: err})
}
