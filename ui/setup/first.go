package setup

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/returns"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// FirstDesk is what the first steps ask of the store: whether each is done.
type FirstDesk interface {
	Station(context.Context) (model.Station, error)
	People(context.Context) ([]model.Person, error)
	AllShops(context.Context) ([]model.Shop, error)
	Charters(context.Context) ([]returns.Charter, uint64, error)
	Pattern(context.Context) (model.Pattern, error)
	LastBackup(context.Context) (store.LastBackup, bool, error)
	Drafts(ctx context.Context, prefix string) ([]store.Draft, error)
	SaveDraft(context.Context, store.Draft) error
}

// step is one of the first steps: where it is done, and whether it was.
type step struct {
	id   string
	open tea.Msg
	done func(context.Context, FirstDesk) (bool, error)
}

// steps lists the first steps in the order they make sense in. Nothing keeps
// count of them: a step is done when the store holds what it is for, so that
// they may be taken in any order, on any day, and by other ways.
func steps() []step {
	return []step{
		{"display", screen.OpenDisplay{}, func(ctx context.Context, d FirstDesk) (bool, error) {
			list, err := d.Drafts(ctx, seenDraft)
			return len(list) > 0, err
		}},
		{"station", screen.OpenPeople{Settings: true}, func(ctx context.Context, d FirstDesk) (bool, error) {
			st, err := d.Station(ctx)
			return st.Rev > 0, err
		}},
		{"people", screen.OpenPeople{}, func(ctx context.Context, d FirstDesk) (bool, error) {
			list, err := d.People(ctx)
			return len(list) > 0, err
		}},
		{"shops", screen.OpenShops{}, func(ctx context.Context, d FirstDesk) (bool, error) {
			list, err := d.AllShops(ctx)
			return len(list) > 0, err
		}},
		{"charter", screen.OpenShops{}, func(ctx context.Context, d FirstDesk) (bool, error) {
			list, _, err := d.Charters(ctx)
			return len(list) > 0, err
		}},
		{"pattern", screen.OpenRoster{}, func(ctx context.Context, d FirstDesk) (bool, error) {
			p, err := d.Pattern(ctx)
			return p.Rev > 0, err
		}},
		{"backup", screen.OpenStation{}, func(ctx context.Context, d FirstDesk) (bool, error) {
			_, ok, err := d.LastBackup(ctx)
			return ok, err
		}},
	}
}

// seenDraft is kept once the ruler was looked at: that leaves no other trace.
const seenDraft = "setup/display-seen"

// First leads through the first steps of a station.
type First struct {
	board
	desk  FirstDesk
	done  map[string]bool
	ready bool
	asked int
}

// NewFirst returns the page of the first steps.
func NewFirst(env screen.Env, desk FirstDesk) screen.Screen {
	f := First{board: newBoard(env), desk: desk, done: map[string]bool{}}
	f.reword()
	return f
}

func (f *First) reword() {
	var options []widget.Option
	next := ""
	for _, s := range steps() {
		o := widget.Option{Value: s.id, Label: f.env.T(text.Key("setup.step." + s.id)), Detail: f.env.T("setup.step.todo")}
		if f.done[s.id] {
			o.Detail, o.Tone = f.env.T("setup.step.done")+" "+f.env.Theme.Mark(theme.Good), theme.Good
		} else if next == "" {
			next = s.id
		}
		options = append(options, o)
	}
	f.offer(options, next)
}

// Topic is the page of the help about this screen.
func (First) Topic() string { return "people" }

// Init looks what is done.
func (f First) Init() tea.Cmd { return screen.Send(begin{}) }

// Waiting reports that the store has not answered yet: keys are held.
func (f First) Waiting() bool { return !f.ready }

// Title is the heading.
func (f First) Title() string { return f.env.T("setup.title.first") }

// Typing is always false: there is no text field.
func (f First) Typing() bool { return false }

// Dirty is always false: nothing is typed here.
func (f First) Dirty() bool { return false }

// Keys lists what works here.
func (f First) Keys() []keys.ID { return f.keys() }

// looked says which steps are done.
type looked struct {
	asked int
	done  map[string]bool
	err   error
}

func (f *First) look() tea.Cmd {
	f.asked++
	desk, asked := f.desk, f.asked
	return func() tea.Msg {
		l := looked{asked: asked, done: map[string]bool{}}
		for _, s := range steps() {
			ok, err := s.done(context.Background(), desk)
			if err != nil {
				l.err = err
				return l
			}
			l.done[s.id] = ok
		}
		return l
	}
}

// Update takes a message.
func (f First) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := f.take(msg)
	return f, cmd
}

func (f *First) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		f.env = msg.Env
		f.reword()
	case begin, screen.Shown, screen.Changed:
		return f.look()
	case looked:
		return f.onLooked(msg)
	case seen:
		if msg.err != nil {
			return screen.Send(screen.Failed{Err: msg.err})
		}
	case screen.Do:
		return f.chosen(f.do(msg.ID))
	case screen.Click:
		return f.chosen(f.click(msg), false)
	case tea.KeyPressMsg:
		return f.chosen(f.press(msg))
	}
	return nil
}

func (f *First) onLooked(msg looked) tea.Cmd {
	if msg.asked != f.asked {
		return nil
	}
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	f.done = msg.done
	if !f.ready { // the arrows begin at the first step to do
		f.ready, f.menu = true, widget.Choice{}
	}
	f.reword()
	return nil
}

// seen says that the ruler was noted as looked at.
type seen struct{ err error }

func (f *First) chosen(value string, leave bool) tea.Cmd {
	if leave {
		return screen.Send(screen.Back{})
	}
	for _, s := range steps() {
		if s.id == value {
			return screen.Batch(f.note(s), screen.Send(s.open))
		}
	}
	return nil
}

// note keeps that the ruler was looked at.
func (f *First) note(s step) tea.Cmd {
	if s.id != "display" || f.done[s.id] {
		return nil
	}
	desk, d := f.desk, store.Draft{Name: seenDraft, Actor: f.env.Person.Name, At: f.env.Now(), Body: []byte("true")}
	return func() tea.Msg { return seen{desk.SaveDraft(context.Background(), d)} }
}

// View draws how it stands and the steps.
func (f First) View(width, height int) screen.Block {
	return f.view(func(w int) widget.Block {
		th := f.env.Theme
		left := len(steps())
		for _, ok := range f.done {
			if ok {
				left--
			}
		}
		words := f.env.T("setup.first.left", "n", left)
		if left == 0 {
			words = f.env.T("setup.first.none")
		}
		return widget.Stack(widget.Para(th.Title, words, w), widget.Para(th.Text, f.env.T("setup.first.skip"), w))
	}, width, height)
}
