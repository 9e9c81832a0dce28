package casework

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// promiseFields are the questions that make one new promise; more are added
// with a step of their own.
func promiseFields() []flow.Field {
	return []flow.Field{
		{Name: "duties.what", Kind: flow.Line},
		{Name: "duties.amount_fen", Kind: flow.Money},
		{Name: "duties.due", Kind: flow.Day, Ahead: true},
		{Name: "duties.manner", Kind: flow.Line},
	}
}

// fields are what the form of a step asks for: only what is most needed when
// it was opened in senior mode.
func (s Screen) fields(a flow.Action) []flow.Field {
	var out []flow.Field
	for _, f := range a.Asked() {
		switch {
		case f.Rare && s.step.short, f.Name == "conflict_consent" && !s.conflicts():
		case f.Kind == flow.Duties:
			out = append(out, promiseFields()...)
		default:
			out = append(out, f)
		}
	}
	return out
}

// openStep opens the form of a step, and asks for what was typed before and
// never saved.
func (s *Screen) openStep(id string) tea.Cmd {
	a, ok := flow.Find(id)
	if why := s.why(a); !ok || len(why) > 0 {
		return s.refused(why)
	}
	kind := s.step.kind
	s.ended = slices.DeleteFunc(slices.Clone(s.ended), func(step string) bool { return step == id })
	s.step = stepping{kind: kind, filled: true, short: s.env.Senior, action: a}
	s.step.form = sheet.Blank(s.env.Text, s.env.Senior, s.stepQuestions(a)...)
	for _, f := range s.fields(a) {
		if f.Begin != nil {
			s.step.form.Set(f.Name, s.beginning(f, f.Begin(s.c, s.taker(), s.env.Now()))...)
		}
	}
	if id == "merge" && len(s.kin.might) == 1 {
		s.step.form.Set("into", s.kin.might[0].No)
	}
	return s.step.keeper.Open(s.desk, s.draftName(id), s.step.form)
}

// beginning is what a field holds before anything was typed, as the form
// writes it.
func (s Screen) beginning(f flow.Field, v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []string:
		if f.Kind == flow.Names && len(s.may) == 0 {
			return []string{s.env.Text.List(v)}
		}
		return v
	case model.Day:
		return []string{v.String()}
	case bool:
		if v {
			return []string{yes}
		}
	}
	return nil
}

// yes is the one answer to a field that is so or not.
const yes = "yes"

func (s Screen) stepQuestions(a flow.Action) []sheet.Question {
	var out []sheet.Question
	for _, f := range s.fields(a) {
		q := sheet.Question{ID: f.Name, Label: s.fieldLabel(a, f.Name)}
		if k := text.Key("step.hint." + f.Name); s.env.Text.Has(k) {
			q.Hint = s.env.T(k)
		}
		q.Kind, q.Options = s.answerKind(f)
		if q.Kind == sheet.Many {
			q.Hint = s.env.T("step.hint.many")
		}
		if q.Kind == sheet.Line {
			q.Max = 200
			q.Read = s.readField(f)
		}
		out = append(out, q)
	}
	return out
}

// fieldLabel is what a field is called, in this step if it has a name there.
func (s Screen) fieldLabel(a flow.Action, name string) string {
	if k := text.Key("step.field." + a.ID + "." + name); s.env.Text.Has(k) {
		return s.env.T(k)
	}
	if k := text.Key("step.field." + name); s.env.Text.Has(k) {
		return s.env.T(k)
	}
	return s.env.T(text.Key("field." + name))
}

// answerKind is how the sheet asks for a field.
func (s Screen) answerKind(f flow.Field) (sheet.Kind, []widget.Option) {
	var options []widget.Option
	add := func(value, label string) { options = append(options, widget.Option{Value: value, Label: label}) }
	switch f.Kind {
	case flow.Text:
		return sheet.Text, nil
	case flow.Choice, flow.Many:
		for _, code := range f.Choices {
			add(code, s.env.T(text.Key("code."+f.List+"."+code)))
		}
		if f.Kind == flow.Many {
			return sheet.Many, options
		}
		return sheet.Pick, options
	case flow.Names:
		if len(s.may) > 0 {
			return sheet.Many, s.mediators()
		}
	case flow.Bool:
		add(yes, s.env.T("casework.yes"))
		return sheet.Pick, options
	case flow.Duty:
		for _, d := range s.c.Duties {
			if f.Duties == nil || f.Duties(d) {
				add(d.ID, s.dutyLine(d))
			}
		}
		return sheet.Pick, options
	case flow.Person:
		for _, p := range s.people {
			if !p.Disabled && p.Name != s.c.Responsible() {
				add(p.Name, p.Name)
			}
		}
		if len(options) > 0 {
			return sheet.Pick, options
		}
	}
	return sheet.Line, nil
}

// readField says what was understood of a typed answer, or what is wrong.
func (s Screen) readField(f flow.Field) func(string) widget.Note {
	env := s.env
	return func(typed string) widget.Note {
		v, p := s.parse(f, typed)
		if p != nil {
			tone := theme.Bad
			if p.Doubt {
				tone = theme.Warn
			}
			return widget.Note{Text: env.Text.Sentence(p), Tone: tone}
		}
		said := ""
		switch v := v.(type) {
		case model.Day:
			said = env.Text.Day(v)
		case time.Time:
			said = env.Text.Moment(v)
		case model.Money:
			said = env.Text.Money(v)
		case []string:
			said = env.Text.List(v)
		}
		return widget.Note{Text: said, Tone: theme.Good}
	}
}

// parse reads a typed answer.
func (s Screen) parse(f flow.Field, typed string) (any, *model.Problem) {
	now := s.env.Now()
	switch f.Kind {
	case flow.Money:
		return ident.Money(typed)
	case flow.Moment:
		return ident.Moment(typed, now, f.Ahead)
	case flow.Day:
		if f.Ahead {
			return ident.Ahead(typed, s.today())
		}
		return ident.Day(typed, s.today())
	case flow.Names:
		return names(typed), nil
	}
	return typed, nil
}

// names takes a list of names apart at whatever stands between them.
func names(typed string) []string {
	return strings.FieldsFunc(typed, func(r rune) bool {
		return r == ' ' || r == ',' || r == ';' || r == '/' || r == '\u3001' || r == '\uff0c' || r == '\uff1b' || r == '\u3000'
	})
}

// answersOf reads the form; false when something in it cannot be read, which is
// then said at its place.
func (s *Screen) answersOf(a flow.Action) (flow.Args, bool) {
	args := flow.Args{}
	var duty model.Duty
	promises := false
	for _, f := range s.fields(a) {
		values := s.step.form.Values(f.Name)
		var v any
		switch f.Kind {
		case flow.Many:
			v = values
		case flow.Names:
			if v = values; len(s.may) == 0 {
				v = names(strings.Join(values, " "))
			}
		case flow.Bool:
			v = slices.Contains(values, yes)
		default:
			var p *model.Problem
			if v, p = s.parse(f, strings.Join(values, "\n")); p != nil && !p.Doubt {
				s.step.form.Refuse(f.Name, s.env.Text.Sentence(p))
				return nil, false
			}
		}
		if part, ok := strings.CutPrefix(f.Name, "duties."); ok {
			promised(&duty, part, v)
			promises = promises || len(values) > 0 || a.ID == "add-duty"
			continue
		}
		args[f.Name] = v
	}
	if promises {
		args["duties"] = []model.Duty{duty}
	}
	return args, true
}

// promised writes one answer into a new promise.
func promised(d *model.Duty, part string, v any) {
	switch part {
	case "what":
		d.What, _ = v.(string)
	case "manner":
		d.Manner, _ = v.(string)
	case "amount_fen":
		d.Amount, _ = v.(model.Money)
	case "due":
		d.Due, _ = v.(model.Day)
	}
}

// questionOf is the question that a fault's field is asked by: a form has one
// promise, whatever its number.
func questionOf(field string) string {
	head, rest, ok := strings.Cut(field, "[")
	if !ok {
		return field
	}
	_, tail, _ := strings.Cut(rest, "]")
	return head + tail
}

func (s *Screen) fillStep(msg tea.Msg) tea.Cmd {
	s.step.form = s.step.form.Update(s.env.Keys, msg)
	return s.afterStepForm()
}

func (s *Screen) afterStepForm() tea.Cmd {
	if s.step.form.Saved() {
		return s.saveStep()
	}
	return s.step.keeper.Typed(s.step.form, s.env)
}

// saveStep takes the step with what the form holds.
func (s *Screen) saveStep() tea.Cmd {
	if !s.step.filled {
		return nil
	}
	args, ok := s.answersOf(s.step.action)
	if !ok {
		return nil
	}
	return s.do(s.step.action.ID, args)
}
