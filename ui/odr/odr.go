// Package odr is where a full-time mediator works through what the ODR platform
// sent: the open cases in the order of their deadline there, each with its next
// steps a digit away, the way to bring a file in and results out, and which
// column of the file holds what.
package odr

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

// Desk is what the screen asks of the store.
type Desk interface {
	// PlatformQueue returns the open cases of the platform, the one it received
	// first before the others, and how many there are.
	PlatformQueue(ctx context.Context, limit int) ([]model.Case, int, error)
	// Times brings the clocks and the station's targets.
	Times(ctx context.Context) (flow.Times, error)
	// EditMapping changes which column of the platform's file holds what;
	// *store.Stale[model.Mapping] when somebody was faster.
	EditMapping(ctx context.Context, by store.By, m model.Mapping) (model.Mapping, error)
	sheet.Drafts
}

// Supply is what comes with the program.
type Supply interface {
	// Mapping is the station's own, or the sample that comes with the program.
	Mapping(ctx context.Context) (model.Mapping, error)
}

// most is how many cases are fetched: more than a mediator sees to in a week.
const most = 300

// Screen is a stack of pages.
type Screen struct {
	pages.Stack
	desk   Desk
	supply Supply

	ready bool
	asked int // number of the newest question; answers to older ones are dropped
	cases []model.Case
	open  int
	times flow.Times
	id    model.ID // of the card
}

// New returns the page of what the platform sent.
func New(env screen.Env, desk Desk, supply Supply) *Screen {
	s := &Screen{Stack: pages.New(env), desk: desk, supply: supply}
	s.Drafts = desk
	s.Push(s.hub())
	return s
}

// loaded brings the queue.
type loaded struct {
	asked int
	cases []model.Case
	open  int
	times flow.Times
	err   error
}

// Init reads the queue.
func (s *Screen) Init() tea.Cmd { return s.load() }

func (s *Screen) load() tea.Cmd {
	s.asked++
	desk, asked := s.desk, s.asked
	return func() tea.Msg {
		l := loaded{asked: asked}
		ctx := context.Background()
		if l.cases, l.open, l.err = desk.PlatformQueue(ctx, most); l.err == nil {
			l.times, l.err = desk.Times(ctx)
		}
		return l
	}
}

func (s *Screen) onLoaded(l loaded) tea.Cmd {
	if l.asked != s.asked && s.ready { // the first answer is taken in any case: others may never cease to write
		return nil
	}
	if l.err != nil {
		return screen.Send(screen.Failed{Err: l.err})
	}
	s.ready = true
	s.cases, s.open, s.times = l.cases, l.open, l.times
	s.RewordAll()
	return nil
}

// Waiting reports that the queue has not been read yet.
func (s *Screen) Waiting() bool { return !s.ready }

// Topic is the page of the help about this screen.
func (*Screen) Topic() string { return "platform" }

// Update takes a message.
func (s *Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := s.take(msg)
	return s, screen.Batch(cmd, s.Settled())
}

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	if cmd, ok := s.Input(msg); ok {
		return cmd
	}
	switch msg := msg.(type) {
	case screen.Changed, screen.Shown:
		return s.load()
	case loaded:
		return s.onLoaded(msg)
	case mapped:
		return screen.Batch(s.onMapped(msg), s.Free())
	case kept:
		return screen.Batch(s.onKept(msg), s.Free())
	}
	return nil
}

// hub is the first page.
func (s *Screen) hub() *pages.Board {
	return &pages.Board{
		On: &s.Stack, Name: func() string { return s.Env.T("odr.title") },
		Body: s.hubBody,
		Options: func() []widget.Option {
			var out []widget.Option
			for _, v := range []string{"queue", "import", "export", "mapping"} {
				out = append(out, widget.Option{Value: v, Label: s.Env.T(text.Key("odr.hub." + v))})
			}
			return out
		},
		Pick: s.onHub,
	}
}

// hubBody says how many wait and how near the first deadline is.
func (s *Screen) hubBody(width int) widget.Block {
	th := s.Env.Theme
	switch {
	case !s.ready:
		return widget.Para(th.Muted, s.Env.T("odr.reading"), width)
	case s.open == 0:
		return widget.Para(th.Text, s.Env.T("odr.nothing"), width)
	}
	blocks := []widget.Block{widget.Para(th.Strong, s.Env.T("odr.open", "n", s.open), width)}
	if last := s.deadline(s.cases[0]); !last.IsZero() {
		tone, word := s.left(last)
		blocks = append(blocks, widget.Para(th.Of(tone), s.Env.T("odr.first", "no", s.cases[0].Origin.No, "left", word), width))
	}
	return widget.Stack(blocks...)
}

func (s *Screen) onHub(value string) tea.Cmd {
	switch value {
	case "queue":
		if s.ready {
			s.Push(s.queue())
		}
		return nil
	case "import":
		return screen.Send(screen.OpenShops{Import: trade.ODR})
	case "export":
		return screen.Send(screen.OpenShops{Export: trade.ODRResults})
	}
	return s.readMapping()
}

// by is who the store is told does it.
func (s *Screen) by() store.By {
	p := s.Env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.Env.Now()}
}

func (s *Screen) today() model.Day {
	now := s.Env.Now()
	return model.DayOf(now, now.Location())
}
