// Package stats is the station's month on the screen: what deserves a look
// first, then figures by topic as bars, the week as a map of hours, the year.
// Behind every number stands the list of its cases, one key away. In senior
// mode one figure is shown at a time.
package stats

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/stats"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/report"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// Desk is what the screen asks of the store.
type Desk interface {
	Month(ctx context.Context, m stats.Month, now time.Time, lim stats.Limits, progress func(done, all int)) (stats.Report, error)
	MonthCases(ctx context.Context, f stats.Filter, now time.Time, after store.Place, limit int) ([]find.Row, store.Place, error)
}

// Supply is what comes with the program.
type Supply interface {
	// Limits say what is a warning.
	Limits() (stats.Limits, error)
	// Clocks are the rules whose names are shown.
	Clocks() (*clock.Rules, error)
	// Save writes the report as a file of a kind (see Kinds) and returns where.
	Save(m report.Maker, r stats.Report, kind string) (string, error)
}

// Ledger is the kind of file that lists the cases of the month one by one.
const Ledger = "ledger"

// Kinds lists the files a month can be saved as.
func Kinds() []string { return []string{"pdf", "large", "xlsx", Ledger} }

// patience is how long a month may take before its progress shows.
const patience = 300 * time.Millisecond

// Screen is the page.
type Screen struct {
	env   screen.Env
	desk  Desk
	from  Supply
	drawn *widget.Spot // the size last drawn. View leaves it here.
	after func(time.Duration) tea.Cmd

	month  stats.Month
	topics widget.Choice
	list   widget.List // ids are places in items
	items  []report.Item
	rules  *clock.Rules
	rep    stats.Report
	ready  bool // rep is of month
	at     int  // senior mode: the figure shown

	asked  int // number of the newest question; answers to older ones are dropped
	busy   bool
	slow   bool // it takes longer than patience: progress shows
	stale  bool // the store moved on while a month was being counted
	done   *atomic.Int32
	cancel context.CancelFunc

	cases   *cases // the list behind a number; nil while the figures show
	fetches int    // number of the newest page asked for
	saves   bool
}

// New returns the page of the present month.
func New(env screen.Env, desk Desk, from Supply) *Screen {
	s := &Screen{env: env, desk: desk, from: from, drawn: &widget.Spot{X: 80, Y: 22}, month: stats.MonthOf(env.Now()), done: &atomic.Int32{}}
	s.after = func(d time.Duration) tea.Cmd { return tea.Tick(d, func(time.Time) tea.Msg { return look{} }) }
	s.list.Focus()
	s.reword()
	return s
}

// look is the time to see how far a month has come.
type look struct{}

// counted is what the store answered.
type counted struct {
	asked int
	rep   stats.Report
	rules *clock.Rules
	err   error
}

// Init counts the month.
func (s *Screen) Init() tea.Cmd { return s.load() }

// load counts the month anew; a count under way is broken off.
func (s *Screen) load() tea.Cmd {
	if s.cancel != nil {
		s.cancel()
	}
	s.asked++
	s.busy, s.slow, s.stale = true, false, false
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel, s.done = cancel, &atomic.Int32{}
	desk, from, asked, month, now, done := s.desk, s.from, s.asked, s.month, s.env.Now(), s.done
	count := func() tea.Msg {
		defer cancel()
		c := counted{asked: asked}
		var lim stats.Limits
		if lim, c.err = from.Limits(); c.err != nil {
			return c
		}
		if c.rules, c.err = from.Clocks(); c.err != nil {
			return c
		}
		c.rep, c.err = desk.Month(ctx, month, now, lim, func(n, all int) { done.Store(int32(n * 100 / max(1, all))) })
		return c
	}
	return screen.Batch(count, s.after(patience))
}

func (s *Screen) onCounted(c counted) tea.Cmd {
	if c.asked != s.asked {
		return nil
	}
	s.busy, s.slow = false, false
	if c.err != nil {
		return screen.Send(screen.Failed{Err: c.err})
	}
	s.rep, s.rules, s.ready = c.rep, c.rules, true
	s.refill()
	if s.stale {
		return s.load()
	}
	return nil
}

// onLook shows progress while a month takes long, and looks again soon.
func (s *Screen) onLook() tea.Cmd {
	if !s.busy {
		return nil
	}
	s.slow = true
	return s.after(patience / 3)
}

// Update takes a message.
func (s *Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) { return s, s.take(msg) }

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.env = msg.Env
		s.reword()
	case counted:
		return s.onCounted(msg)
	case look:
		return s.onLook()
	case fetched:
		return s.onFetched(msg)
	case save:
		return s.save(msg.kind)
	case saved:
		return s.onSaved(msg)
	case screen.Changed, screen.Shown:
		if s.busy {
			s.stale = true
			return nil
		}
		return s.load()
	case screen.Do:
		return s.act(msg.ID)
	case screen.Click:
		return s.click(msg)
	case screen.Wheel:
		s.wheel(msg.Lines)
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	return nil
}

func (s *Screen) press(msg tea.KeyPressMsg) tea.Cmd {
	ids := []keys.ID{
		keys.Back, keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last,
		keys.MonthBefore, keys.MonthAfter, keys.Print,
	}
	if id, ok := s.env.Keys.Match(msg, append(ids, keys.Digits(9)...)...); ok {
		return s.act(id)
	}
	return nil
}

// act does what a binding says.
func (s *Screen) act(id keys.ID) tea.Cmd {
	if s.cases != nil {
		return s.actCases(id)
	}
	switch id {
	case keys.Back:
		if s.cancel != nil {
			s.cancel()
		}
		return screen.Send(screen.Back{})
	case keys.MonthBefore:
		return s.turn(-1)
	case keys.MonthAfter:
		return s.turn(1)
	case keys.Print:
		return s.askSave()
	case keys.Open:
		return s.open()
	}
	if n, ok := keys.Number(id); ok {
		return s.digit(n)
	}
	if s.env.Senior {
		return s.stepFigure(id)
	}
	s.list.Resize(s.parts(s.drawn.X, s.drawn.Y).list)
	s.list, _ = s.list.Update(move(id))
	return nil
}

// move is the key of a movement.
func move(id keys.ID) tea.KeyPressMsg {
	return tea.KeyPressMsg{Code: map[keys.ID]rune{
		keys.Up: tea.KeyUp, keys.Down: tea.KeyDown, keys.PageUp: tea.KeyPgUp, keys.PageDown: tea.KeyPgDown,
		keys.First: tea.KeyHome, keys.Last: tea.KeyEnd,
	}[id]}
}

// firstMonth is before any station opened.
const firstMonth = stats.Month(2000 * 12)

// turn goes to another month, not beyond the present one.
func (s *Screen) turn(by int) tea.Cmd {
	next := max(firstMonth, min(s.month+stats.Month(by), stats.MonthOf(s.env.Now())))
	if next == s.month {
		return screen.Send(screen.Notice{Text: s.env.T("stats.no_month")})
	}
	s.month, s.ready, s.at = next, false, 0
	s.refill()
	return s.load()
}

// digit chooses a topic; in senior mode what to do next.
func (s *Screen) digit(n int) tea.Cmd {
	if s.env.Senior {
		return s.choose(n)
	}
	if n < 1 || n > len(report.Topics()) {
		return nil
	}
	s.topics.SetValues(report.Topics()[n-1])
	s.refill()
	s.list.Select(0)
	s.skipHeading()
	return nil
}

// topic is the one that shows.
func (s *Screen) topic() string { return report.Topics()[max(0, s.topics.Index())] }

// maker words the report.
func (s *Screen) maker() report.Maker {
	return report.Maker{Text: s.env.Text, Station: s.env.Station.Name, Rules: s.rules}
}

// reword gives the page the words of the present language and layout.
func (s *Screen) reword() {
	at := s.topics.Index()
	s.topics = widget.NewMenu(false)
	s.topics.Inline = true
	for _, t := range report.Topics() {
		s.topics.Options = append(s.topics.Options, widget.Option{Value: t, Label: s.env.T(text.Key("stats.topic." + t))})
	}
	s.topics.SetValues(report.Topics()[max(0, at)])
	s.refill()
	if s.cases != nil {
		s.cases.about = s.labelOf(s.cases.filter.Where, s.cases.about)
		s.cases.reword(s.env)
	}
}

// labelOf is what the figure with these conditions is called in the present
// language; was where it shows no more.
func (s *Screen) labelOf(where []stats.Cond, was string) string {
	for _, topic := range report.Topics() {
		for _, p := range s.maker().Topic(s.rep, topic) {
			for _, it := range p.Items {
				if slices.Equal(it.Where, where) {
					return it.Label
				}
			}
		}
	}
	return was
}

// refill lists the figures of the topic.
func (s *Screen) refill() {
	s.items = s.items[:0:0]
	if s.ready {
		for _, p := range s.maker().Topic(s.rep, s.topic()) {
			s.items = append(s.items, heading(p))
			s.items = append(s.items, p.Items...)
		}
	}
	rows := make([]widget.Row, len(s.items))
	s.list.Rows = rows // words and bars are View's
	s.list.Select(s.list.Index())
	s.skipHeading()
	s.at = max(0, min(s.at, len(s.figures())-1))
}

// heading is the line above the figures of a part.
func heading(p report.Part) report.Item {
	if len(p.Items) == 0 {
		return report.Item{Label: p.Title, Note: p.None, Value: -1}
	}
	return report.Item{Label: p.Title, Value: -1}
}

// skipHeading moves on from the first heading.
func (s *Screen) skipHeading() {
	if s.list.Index() == 0 && len(s.items) > 1 {
		s.list.Select(1)
	}
}

// open shows the cases behind the selected figure, or the month it is of.
func (s *Screen) open() tea.Cmd {
	it, ok := s.selected()
	switch {
	case !ok:
		return nil
	case it.Month != 0 && it.Month != s.month:
		return s.turn(int(it.Month - s.month))
	case it.Month != 0:
		it.Where = []stats.Cond{{By: stats.Kind, Value: string(model.Complaint)}}
	}
	return s.behind(it)
}

// selected is the figure the keys act on.
func (s *Screen) selected() (report.Item, bool) {
	if s.env.Senior {
		f := s.figures()
		if s.at >= len(f) {
			return report.Item{}, false
		}
		return f[s.at].Item, true
	}
	i := s.list.Index()
	if i < 0 || i >= len(s.items) || s.items[i].Value < 0 {
		return report.Item{}, false
	}
	return s.items[i], true
}

// Topic is the page of the help about this screen.
func (*Screen) Topic() string { return "report" }

// Title is the heading.
func (s *Screen) Title() string { return s.maker().Title(s.month) }

// Typing is never: there is no text field.
func (*Screen) Typing() bool { return false }

// Dirty is never: nothing here is typed.
func (*Screen) Dirty() bool { return false }

// Keys lists what works here.
func (s *Screen) Keys() []keys.ID {
	if s.cases != nil {
		return []keys.ID{keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	}
	ids := []keys.ID{keys.Open, keys.MonthBefore, keys.MonthAfter, keys.Print, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if s.env.Senior {
		return append(ids, keys.Digits(len(s.choices()))...)
	}
	return append(ids, keys.Digits(len(report.Topics()))...)
}

func (s *Screen) wheel(lines int) {
	switch {
	case s.cases != nil:
		s.cases.list.Wheel(lines)
	case !s.env.Senior:
		s.list.Wheel(lines)
	}
}
