// Package targets is the page on which the station sets what it aims at: how
// many working days an answer may take, when it calls again, and when it is
// open. None of it is law, and the page says so.
package targets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strconv"

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

// Desk is what the page asks of the store.
type Desk interface {
	Targets(context.Context) (model.Targets, error)
	EditTargets(context.Context, store.By, model.Targets) (model.Targets, error)
	sheet.Drafts
}

// Words is a text in both languages.
type Words struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// In returns the text in a language.
func (w Words) In(lang string) string {
	if lang == "en" {
		return w.EN
	}
	return w.ZH
}

// Preset is a set of targets a station may take over, with where it comes from.
type Preset struct {
	ID       string `json:"id"`
	Ordinary int    `json:"ordinary_days"`
	Complex  int    `json:"complex_days"`
	FollowUp int    `json:"follow_up_days"`
	Name     Words  `json:"name"`
	Source   Words  `json:"source"`
}

// Load reads station/targets.json.
func Load(fsys fs.FS) ([]Preset, error) {
	b, err := fs.ReadFile(fsys, "station/targets.json")
	if err != nil {
		return nil, err
	}
	var file struct {
		Presets []Preset `json:"presets"`
	}
	if err := json.Unmarshal(b, &file); err != nil {
		return nil, fmt.Errorf("targets: presets: %w", err)
	}
	return file.Presets, nil
}

// Screen is the page.
type Screen struct {
	env     screen.Env
	desk    Desk
	presets []Preset
	form    sheet.Sheet
	keeper  sheet.Keeper
	was     model.Targets
	ready   bool
	saving  bool
	taken   string // the preset whose numbers stand in the form
}

// New returns the page.
func New(env screen.Env, desk Desk, presets []Preset) screen.Screen {
	return &Screen{env: env, desk: desk, presets: presets}
}

// Messages of the page.
type (
	loaded struct {
		t   model.Targets
		err error
	}
	edited struct {
		t   model.Targets
		err error
	}
	keep struct{} // leave, and keep the changes
	drop struct{} // leave without them
)

// Init reads the targets.
func (s *Screen) Init() tea.Cmd {
	desk := s.desk
	return func() tea.Msg {
		t, err := desk.Targets(context.Background())
		return loaded{t, err}
	}
}

// Waiting reports that the targets have not been read yet.
func (s *Screen) Waiting() bool { return !s.ready }

// Topic is the page of the help about this screen.
func (*Screen) Topic() string { return "clocks" }

// Title is the heading.
func (s *Screen) Title() string { return s.env.T("targets.title") }

// Typing reports whether a text field has the focus.
func (s *Screen) Typing() bool { return s.ready && s.form.Typing() }

// Dirty reports whether leaving would lose what was changed.
func (s *Screen) Dirty() bool { return s.ready && len(s.form.Changed()) > 0 && !s.keeper.Kept(s.form) }

// Keys lists what works here.
func (s *Screen) Keys() []keys.ID { return s.form.Keys() }

// number is a question of the page that holds a number of working days.
type number struct {
	id string
	of func(*model.Targets) *int
}

func numbers() []number {
	return []number{
		{"ordinary_days", func(t *model.Targets) *int { return &t.OrdinaryDays }},
		{"complex_days", func(t *model.Targets) *int { return &t.ComplexDays }},
		{"follow_up_days", func(t *model.Targets) *int { return &t.FollowUpDays }},
	}
}

const presetID = "preset"

func (s *Screen) questions() []sheet.Question {
	lang := s.env.Text.Lang()
	first := sheet.Question{ID: presetID, Kind: sheet.Pick, Label: s.env.T("targets.preset"), Hint: s.env.T("targets.hint")}
	for _, p := range s.presets {
		first.Options = append(first.Options, widget.Option{Value: p.ID, Label: p.Name.In(lang), Detail: p.Source.In(lang)})
	}
	out := []sheet.Question{first}
	for _, n := range numbers() {
		out = append(out, sheet.Question{ID: n.id, Label: s.env.T(text.Key("field." + n.id)), Max: 3, Read: s.readDays})
	}
	for _, id := range []string{"opens", "closes"} {
		out = append(out, sheet.Question{ID: id, Label: s.env.T(text.Key("field." + id)), Hint: s.env.T("targets.hours.hint"), Max: 10})
	}
	return out
}

func (s *Screen) readDays(typed string) widget.Note {
	n, err := strconv.Atoi(ident.Digits(typed))
	if err != nil || n < 1 || n > 60 {
		p := &model.Problem{Code: "days.range", Args: map[string]any{"min": 1, "max": 60}}
		return widget.Note{Text: s.env.Text.Sentence(p), Tone: theme.Bad}
	}
	return widget.Note{Text: s.env.T("targets.days", "n", n), Tone: theme.Good}
}

// Update takes a message.
func (s *Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) { return s, s.take(msg) }

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.env = msg.Env
		if s.ready {
			s.form.Reword(s.env.Text, s.env.Senior, s.questions()...)
		}
	case loaded:
		return s.onLoaded(msg)
	case edited:
		return s.onEdited(msg)
	case keep:
		return s.save()
	case drop:
		return screen.Batch(s.keeper.Drop(), screen.Send(screen.Back{}))
	case screen.Do:
		if msg.ID == keys.Back {
			return s.leave()
		}
		s.form = s.form.Do(msg.ID)
		return s.after()
	case screen.Click:
		s.form = s.form.Click(s.env.Theme, msg.Width, msg.Height, msg.X, msg.Y)
		return s.after()
	case tea.KeyPressMsg:
		if _, ok := s.env.Keys.Match(msg, keys.Back); ok {
			return s.leave()
		}
		return s.fill(msg)
	case tea.PasteMsg:
		return s.fill(msg)
	}
	cmd, _ := s.keeper.Take(msg, &s.form, s.env)
	return cmd
}

func (s *Screen) onLoaded(msg loaded) tea.Cmd {
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	s.was, s.ready = msg.t, true
	s.form = sheet.New(s.env.Text, s.env.Senior, s.questions()...)
	for _, n := range numbers() {
		s.form.Set(n.id, strconv.Itoa(*n.of(&s.was)))
	}
	s.form.Set("opens", s.was.Opens)
	s.form.Set("closes", s.was.Closes)
	return s.keeper.Open(s.desk, "form/targets", s.form)
}

func (s *Screen) fill(msg tea.Msg) tea.Cmd {
	if !s.ready || s.saving {
		return nil
	}
	s.form = s.form.Update(s.env.Keys, msg)
	return s.after()
}

// after takes over the numbers of a preset that was just chosen, and saves when
// that is asked.
func (s *Screen) after() tea.Cmd {
	if id := s.form.Value(presetID); id != s.taken {
		s.taken = id
		for _, p := range s.presets {
			if p.ID == id {
				s.form.Restore(sheet.Answers{
					"ordinary_days":  {strconv.Itoa(p.Ordinary)},
					"complex_days":   {strconv.Itoa(p.Complex)},
					"follow_up_days": {strconv.Itoa(p.FollowUp)},
				})
			}
		}
	}
	if s.form.Saved() {
		return s.save()
	}
	return s.keeper.Typed(s.form, s.env)
}

func (s *Screen) leave() tea.Cmd {
	switch {
	case s.ready && s.form.Back():
		return nil
	case s.ready && len(s.form.Changed()) > 0:
		return screen.Send(sheet.Leaving(s.env.Text, keep{}, drop{}))
	}
	return screen.Batch(s.keeper.Drop(), screen.Send(screen.Back{}))
}

func (s *Screen) save() tea.Cmd {
	if s.saving {
		return nil
	}
	t := s.was
	for _, n := range numbers() {
		v, err := strconv.Atoi(ident.Digits(s.form.Value(n.id)))
		if err != nil {
			s.form.Refuse(n.id, s.readDays(s.form.Value(n.id)).Text)
			return nil
		}
		*n.of(&t) = v
	}
	t.Opens, t.Closes = ident.HourMinute(s.form.Value("opens")), ident.HourMinute(s.form.Value("closes"))
	s.saving = true
	desk := s.desk
	p := s.env.Person
	by := store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.env.Now()}
	keeper := s.keeper
	return func() tea.Msg {
		t, err := sheet.Save(keeper, by, func(by store.By) (model.Targets, error) { return desk.EditTargets(context.Background(), by, t) })
		return edited{t, err}
	}
}

func (s *Screen) onEdited(msg edited) tea.Cmd {
	s.saving = false
	var faults model.Problems
	switch {
	case msg.err == nil:
		said := screen.Send(screen.Notice{Text: s.env.T("targets.saved")})
		return screen.Batch(s.keeper.Drop(), said, screen.Send(screen.Back{}))
	case errors.As(msg.err, &faults) && len(faults) > 0:
		s.form.Refuse(faults[0].Field, s.env.Text.Sentence(faults[0]))
		return nil
	}
	return screen.Batch(screen.Send(screen.Failed{Err: msg.err}), s.Init())
}

// View draws the page.
func (s *Screen) View(width, height int) screen.Block {
	if !s.ready {
		return widget.Blank(width, height)
	}
	if s.env.Senior {
		return s.form.View(s.env.Theme, width, height)
	}
	head := widget.Pad(widget.Para(s.env.Theme.Muted, s.env.T("targets.hint"), width-4), 1, 2, 0, 2)
	_, rows := widget.Size(head)
	return widget.Fit(widget.Stack(head, s.form.View(s.env.Theme, width, max(1, height-rows))), width, height)
}
