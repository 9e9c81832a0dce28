// Package ui is the desk on the terminal: the root model, which routes keys
// and messages, draws what frames every screen, and keeps the overlays.
package ui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/store/record"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/tour"
)

// Options are what a desk is opened with.
type Options struct {
	Store  *store.Store
	Texts  *text.Set
	Lang   string       // language until a person with one of his own is picked
	Person model.Person // who sits at the desk; the zero Person is nobody
	Now    func() time.Time
	Theme  theme.Kind // "" follows the terminal
	ASCII  bool       // borders and marks of plain ASCII
	// Match reports whether a label fits what was typed: its words, pinyin or
	// initials.
	Match func(query, label string) bool
	// Screens builds the screens of the desk.
	Screens Screens
	// Check looks over the store in the background after the first screen.
	Check func(context.Context) error
	// Crash hears of a panic that the root caught, to note where it was.
	Crash func(what any)
	// Tour leads a newcomer through the desk; the zero Tour does not.
	Tour tour.Tour
	// Large says that the output is a glass.Pane, which can draw large words.
	Large bool
	// Hint is said once at the start; "" says nothing.
	Hint string
}

// Screens builds one screen each. The root knows no screen's package but
// through these, so that it stays the router it is.
type Screens struct {
	Home    func(screen.Env) screen.Screen
	Intake  func(screen.Env, screen.OpenIntake) screen.Screen
	Lookup  func(screen.Env, string) screen.Screen
	Case    func(screen.Env, screen.OpenCase) screen.Screen
	People  func(screen.Env, screen.OpenPeople) screen.Screen
	Returns func(screen.Env, screen.OpenReturns) screen.Screen
	Shops   func(screen.Env, screen.OpenShops) screen.Screen
	// Platform works through what the ODR platform sent.
	Platform func(screen.Env) screen.Screen
	Roster   func(screen.Env, screen.OpenRoster) screen.Screen
	Papers   func(screen.Env, model.ID) screen.Screen
	Setup    func(screen.Env) screen.Screen
	Display  func(screen.Env) screen.Screen
	Duty     func(screen.Env, screen.OpenDuty) screen.Screen
	Targets  func(screen.Env) screen.Screen
	// Station builds the pages about the station; see screen.OpenStation.
	Station func(screen.Env, screen.OpenStation) screen.Screen
	Guide   func(env screen.Env, topic string) screen.Screen
}

// frame is a screen on the stack. Results of its commands carry its id.
type frame struct {
	id     int
	s      screen.Screen
	failed bool // the store refused it something: it does not wait any more
}

// Root is the one tea.Model.
type Root struct {
	o       Options
	ctx     context.Context
	env     screen.Env
	dark    bool
	colours bool
	full    bool // any colour, not only the nearest of a few
	large   bool // the terminal draws large words
	width   int
	height  int
	frames  []frame
	lastID  int
	over    []overlay
	notice  screen.Notice
	seq     uint64    // the newest event the screens know of
	told    time.Time // when they were told of it
	busy    bool      // an undo or redo is under way; keys wait for it
	held    []tea.Msg // keys and pastes that wait
}

// New returns the desk. ctx ends its background work.
func New(ctx context.Context, o Options) (*Root, error) {
	table, err := keys.New(keys.Table())
	if err != nil {
		return nil, err
	}
	r := &Root{o: o, ctx: ctx, dark: true, colours: true, width: 80, height: 24, seq: o.Store.Head()}
	station, err := o.Store.Station(ctx)
	if err != nil {
		return nil, err
	}
	r.env = screen.Env{Keys: table, Now: o.Now, Station: station}
	r.sit(o.Person)
	return r, nil
}

// sit puts a person at the desk, with the language and layout he likes.
func (r *Root) sit(p model.Person) {
	lang := r.o.Lang
	if p.Language != "" {
		lang = p.Language
	}
	r.env.Person, r.env.Senior = p, p.Senior
	r.env.Text = r.o.Texts.Lang(lang)
	r.paint()
}

// paint chooses the theme: what was asked for at the start, what the person
// likes, what the station has set, and else what the terminal is.
func (r *Root) paint() {
	kind := r.o.Theme
	for _, liked := range []string{r.env.Person.Theme, r.env.Station.Theme} {
		if kind == "" {
			kind = theme.Kind(liked)
		}
	}
	switch {
	case !r.colours:
		kind = theme.None
	case kind == "" && r.dark:
		kind = theme.Dark
	case kind == "":
		kind = theme.Light
	}
	r.env.Theme = theme.New(kind)
	if r.o.ASCII || r.env.Station.Plain {
		r.env.Theme = r.env.Theme.ASCII()
	}
	r.env.Theme.Large = r.largeLines()
}

// by is who the store is told makes a change.
func (r *Root) by() store.By {
	p := r.env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: r.env.Now()}
}

// Init opens the home screen and begins to follow the store.
func (r *Root) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, r.askVersion(), r.push(r.o.Screens.Home(r.env)), r.follow(), r.check(), r.greet())
}

// greet tells at the start what was shown as saved and is gone, or what the
// terminal may not show.
func (r *Root) greet() tea.Cmd {
	if lost := r.o.Store.Lost(); lost != nil {
		return screen.Send(screen.Notice{Bad: true, Text: r.env.T("root.lost", "n", int(lost.To-lost.From+1))})
	}
	if r.o.Hint != "" {
		return screen.Send(screen.Notice{Text: r.o.Hint})
	}
	return nil
}

// check looks over the store once the first screen is drawn.
func (r *Root) check() tea.Cmd {
	if r.o.Check == nil {
		return nil
	}
	return func() tea.Msg {
		if err := r.o.Check(r.ctx); err != nil {
			return screen.Failed{Err: err}
		}
		return nil
	}
}

// followed brings events that others, or this desk, have written.
type followed struct {
	subjects []string
	kinds    []string
	seq      uint64
	err      error
}

const (
	// breath is the least time between two looks of the screens at what
	// changed. The first change after a quiet time is told at once; a hundred
	// a second, as an import makes them, come together, or reading and drawing
	// them would keep whoever types at this desk waiting.
	breath = 100 * time.Millisecond
	// mouthful is about how many events are told together.
	mouthful = 1 << 14
)

func (r *Root) follow() tea.Cmd {
	f, rested := followed{seq: r.seq}, r.told.Add(breath)
	return func() tea.Msg {
		f = f.and(r.o.Store.Wait(r.ctx, f.seq))
		pause(r.ctx, time.Until(rested))
		for f.err == nil && len(f.kinds) < mouthful && r.o.Store.Head() > f.seq {
			f = f.and(r.o.Store.Wait(r.ctx, f.seq))
		}
		return f
	}
}

// and adds newer events.
func (f followed) and(events []record.Event, err error) followed {
	f.err = err
	for _, e := range events {
		f.subjects, f.kinds, f.seq = append(f.subjects, e.Subject), append(f.kinds, e.Kind), e.Seq
	}
	return f
}

// pause waits until some time has passed or ctx ends.
func pause(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// push puts a screen on top.
func (r *Root) push(s screen.Screen) tea.Cmd {
	r.lastID++
	r.frames = append(r.frames, frame{id: r.lastID, s: s})
	return r.from(r.lastID, s.Init())
}

func (r *Root) top() *frame { return &r.frames[len(r.frames)-1] }

// routed carries the result of a screen's command back to it.
type routed struct {
	id  int
	msg tea.Msg
}

// from marks what cmd yields as belonging to the screen id.
func (r *Root) from(id int, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() (out tea.Msg) {
		defer func() {
			if what := recover(); what != nil {
				out = crashed{what}
			}
		}()
		switch msg := cmd().(type) {
		case nil:
			return nil
		case tea.BatchMsg:
			cmds := make([]tea.Cmd, len(msg))
			for i, c := range msg {
				cmds[i] = r.from(id, c)
			}
			return tea.BatchMsg(cmds)
		default:
			return routed{id, msg}
		}
	}
}

// tell gives a message to the frame at i, and takes at once what it sends.
func (r *Root) tell(i int, msg tea.Msg) tea.Cmd {
	id := r.frames[i].id
	said, rest := screen.Sent(r.update(i, msg))
	cmds := []tea.Cmd{r.from(id, rest)}
	for _, msg := range said {
		cmds = append(cmds, r.asked(id, msg))
	}
	return tea.Batch(cmds...)
}

func (r *Root) update(i int, msg tea.Msg) tea.Cmd {
	f := &r.frames[i]
	s, cmd := f.s.Update(msg)
	f.s = s
	return cmd
}

// tellAll gives a message to every screen. What one sends comes later: it could
// change which screens there are.
func (r *Root) tellAll(msg tea.Msg) tea.Cmd {
	cmds := make([]tea.Cmd, len(r.frames))
	for i := range r.frames {
		cmds[i] = r.from(r.frames[i].id, r.update(i, msg))
	}
	return tea.Batch(cmds...)
}

// envChanged hands the new Env to every screen.
func (r *Root) envChanged() tea.Cmd { return r.tellAll(screen.EnvChanged{Env: r.env}) }
