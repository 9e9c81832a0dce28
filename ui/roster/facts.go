package roster

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// newPerson asks about a new volunteer, by the name typed.
func (s *Screen) newPerson(name string) *pages.Form {
	f := s.factsForm(model.Volunteer{Level: model.LevelExperienced, MaxWeek: 2, MaxMonth: 6, MinGap: 2, Joined: s.today()}, true)
	if name != "" {
		f.Sheet.Set("name", name)
		f.Sheet.Base("name")
	}
	return f
}

// newFacts asks what may change about a volunteer.
func (s *Screen) newFacts(v model.Volunteer) *pages.Form { return s.factsForm(v, false) }

func (s *Screen) factsForm(v model.Volunteer, fresh bool) *pages.Form {
	f := &pages.Form{On: &s.Stack, Fresh: fresh, Draft: s.Draft("volunteer", cmp.Or(string(v.ID), "new"))}
	f.Name = func() string {
		if fresh {
			return s.Env.T("roster.title.new_person")
		}
		return v.Name
	}
	f.Questions = func() []sheet.Question { return s.factQuestions(v) }
	f.Save = func() tea.Cmd { return s.saveFacts(f, &v, fresh) }
	own := slices.DeleteFunc(slices.Clone(v.Skills), func(x string) bool { return slices.Contains(model.Skills(), x) })
	fair := "yes"
	if v.Exempt {
		fair = "no"
	}
	quiet := ""
	if v.Quiet != (model.Quiet{}) {
		quiet = v.Quiet.From + "-" + v.Quiet.To
	}
	return f.Start(map[string][]string{
		"name": {v.Name}, "level": {v.Level}, "skills": v.Skills, "own_skills": {strings.Join(own, " ")},
		"max_week": {strconv.Itoa(v.MaxWeek)}, "max_month": {strconv.Itoa(v.MaxMonth)}, "min_gap": {strconv.Itoa(v.MinGap)},
		"fair": {fair}, "stations": {strings.Join(v.Stations, " ")}, "quiet": {quiet}, "person": {string(v.Person)},
		"joined": {v.Joined.String()}, "left": {v.Left.String()}, "note": {v.Note},
	})
}

// factQuestions are the questions about a volunteer. Of a phone only the mask
// shows; leaving the line empty keeps it.
func (s *Screen) factQuestions(v model.Volunteer) []sheet.Question {
	t := func(id string) string { return s.Env.T(text.Key("roster.ask." + id)) }
	line := func(id string, max int, read func(string) widget.Note) sheet.Question {
		q := sheet.Question{ID: id, Label: t(id), Max: max, Read: read}
		if k := text.Key("roster.hint." + id); s.Env.Text.Has(k) {
			q.Hint = s.Env.T(k)
		}
		return q
	}
	phone := line("phone", 30, s.readPhone)
	if v.Phone != "" {
		phone.Known = ident.MaskPhone(v.Phone)
	}
	return []sheet.Question{
		line("name", 40, nil),
		phone,
		{ID: "level", Kind: sheet.Pick, Label: t("level"), Options: s.worded("code.level.", model.Levels())},
		{ID: "skills", Kind: sheet.Many, Label: t("skills"), Options: s.worded("code.skill.", model.Skills())},
		line("own_skills", 100, nil),
		line("max_week", 3, s.readNumber), line("max_month", 3, s.readNumber), line("min_gap", 3, s.readNumber),
		{ID: "fair", Kind: sheet.Pick, Label: t("fair"), Options: s.worded("roster.truth.", []string{"yes", "no"})},
		line("quiet", 20, nil), line("stations", 100, nil),
		{ID: "person", Kind: sheet.Pick, Label: t("person"), Options: s.personOptions()},
		line("joined", 20, s.readDay), line("left", 20, s.readDay),
		{ID: "note", Kind: sheet.Text, Label: t("note"), Max: 1000},
	}
}

// worded makes options of codes; prefix and code make the key of the words.
func (s *Screen) worded(prefix string, codes []string) []widget.Option {
	out := make([]widget.Option, len(codes))
	for i, c := range codes {
		out[i] = widget.Option{Value: c, Label: s.Env.T(text.Key(prefix + c))}
	}
	return out
}

// personOptions are the people at the desk a volunteer may be the same as.
func (s *Screen) personOptions() []widget.Option {
	out := []widget.Option{{Value: "none", Label: s.Env.T("roster.person.none")}}
	for _, p := range s.people {
		if !p.Disabled {
			out = append(out, widget.Option{Value: string(p.ID), Label: p.Name})
		}
	}
	return out
}

// readPhone, readNumber and readDay say of a line what was understood.
func (s *Screen) readPhone(typed string) widget.Note {
	phone, p := ident.Phone(typed)
	if p != nil && !p.Doubt {
		return widget.Note{Text: s.Env.Text.Sentence(p), Tone: theme.Bad}
	}
	return widget.Note{Text: phone, Tone: theme.Good}
}

func (s *Screen) readNumber(typed string) widget.Note {
	if _, err := strconv.Atoi(ident.Digits(typed)); err != nil {
		return widget.Note{Text: s.Env.T("roster.fault.number"), Tone: theme.Bad}
	}
	return widget.Note{}
}

func (s *Screen) readDay(typed string) widget.Note {
	d, p := ident.Coming(typed, s.today())
	if p != nil {
		return widget.Note{Text: s.Env.Text.Sentence(p), Tone: theme.Bad}
	}
	return widget.Note{Text: s.Env.Text.Day(d), Tone: theme.Good}
}

// answers reads lines of a sheet; what cannot be read is refused there.
type answers struct {
	s  *Screen
	f  *pages.Form
	ok bool
}

func (a *answers) number(id string) int {
	n, err := strconv.Atoi(ident.Digits(a.f.Sheet.Value(id)))
	if err != nil && a.f.Sheet.Value(id) != "" {
		a.refuse(id, a.s.Env.T("roster.fault.number"))
	}
	return n
}

func (a *answers) day(id string) model.Day {
	d, p := ident.Coming(a.f.Sheet.Value(id), a.s.today())
	if p != nil {
		a.refuse(id, a.s.Env.Text.Sentence(p))
	}
	return d
}

func (a *answers) refuse(id, sentence string) {
	if a.ok {
		a.f.Sheet.Refuse(id, sentence)
	}
	a.ok = false
}

// words splits a line at spaces and commas of both languages.
func words(line string) []string {
	return strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" ,;/\u3001\uff0c\uff1b\u3000", r) })
}

// read puts the answers into a volunteer.
func (s *Screen) read(f *pages.Form, v model.Volunteer) (model.Volunteer, bool) {
	a := &answers{s: s, f: f, ok: true}
	sh := f.Sheet
	v.Name, v.Level, v.Note = sh.Value("name"), sh.Value("level"), sh.Value("note")
	if phone := sh.Value("phone"); phone != "" {
		v.Phone = phone
	}
	v.Skills = append(slices.Clone(sh.Values("skills")), words(sh.Value("own_skills"))...)
	v.MaxWeek, v.MaxMonth, v.MinGap = a.number("max_week"), a.number("max_month"), a.number("min_gap")
	v.Exempt = sh.Value("fair") == "no"
	v.Stations = words(sh.Value("stations"))
	if v.Person = model.ID(sh.Value("person")); v.Person == "none" {
		v.Person = ""
	}
	v.Joined, v.Left = a.day("joined"), a.day("left")
	v.Quiet.From, v.Quiet.To = ident.Between(sh.Value("quiet"))
	return v, a.ok
}

// saveFacts keeps the answers. Where somebody else has changed the volunteer
// since, that is said, and saving again puts the answers over it.
func (s *Screen) saveFacts(f *pages.Form, was *model.Volunteer, fresh bool) tea.Cmd {
	v, ok := s.read(f, *was)
	if !ok {
		return nil
	}
	var saved model.Volunteer
	do := func(ctx context.Context, by store.By) (err error) {
		if fresh {
			saved, err = s.desk.AddVolunteer(ctx, by, v)
		} else {
			saved, err = s.desk.EditVolunteer(ctx, by, v)
		}
		return err
	}
	done := func() tea.Cmd {
		cmd := screen.Batch(s.Pop(), s.Say(s.Env.T("roster.saved", "name", saved.Name)))
		if !fresh {
			return cmd
		}
		s.keepNew(saved)
		s.Push(s.newCard(saved.ID))
		s.Push(s.newTimes(saved))
		return cmd
	}
	return s.write(do, done, func(err error) tea.Cmd {
		var stale *store.Stale[model.Volunteer]
		if errors.As(err, &stale) {
			*was = stale.Theirs
		}
		return s.refused(f, err)
	})
}

// keepNew shows a volunteer that was added before the register is read again.
func (s *Screen) keepNew(v model.Volunteer) {
	s.places[v.ID] = len(s.all)
	s.all = append(s.all, v)
}

// refused says at the question what the store refused; what stands at none is
// said in the status row.
func (s *Screen) refused(f *pages.Form, err error) tea.Cmd {
	var ps model.Problems
	var one *model.Problem
	switch {
	case errors.As(err, &ps):
	case errors.As(err, &one):
		ps = model.Problems{one}
	}
	for _, p := range ps {
		field := p.Field
		if p.Code == store.CodeNameTaken {
			field = "name"
		}
		if field != "" {
			f.Sheet.Refuse(field, s.Env.Text.Sentence(p))
			return nil
		}
	}
	return s.Warn(s.Env.Text.Problem(err))
}

// change has a volunteer changed by what set does to it, and says so.
func (s *Screen) change(v model.Volunteer, set func(*model.Volunteer), done func() tea.Cmd) tea.Cmd {
	set(&v)
	do := func(ctx context.Context, by store.By) error {
		_, err := s.desk.EditVolunteer(ctx, by, v)
		return err
	}
	return s.write(do, func() tea.Cmd {
		return screen.Batch(done(), s.Say(s.Env.T("roster.saved", "name", v.Name)))
	}, nil)
}
