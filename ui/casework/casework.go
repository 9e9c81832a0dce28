// Package casework shows one case: what happened, the two parties, the facts,
// and everything that was done to it, from the log. Personal numbers are
// masked until somebody says why he looks.
package casework

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/flow"
	"heshi/shifts"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/record"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/widget"
)

// Desk is what the screen asks of the store.
type Desk interface {
	// Case returns a case by id or number.
	Case(ctx context.Context, ref string) (model.Case, error)
	// EditCase replaces a case; *store.Stale[model.Case] when it has changed.
	EditCase(ctx context.Context, by store.By, c model.Case) (model.Case, error)
	// Reveal notes who looks at masked data and why.
	Reveal(ctx context.Context, by store.By, id model.ID, reason string) (model.Case, error)
	// History returns events of the record, newest first, before a number.
	History(ctx context.Context, id model.ID, before uint64, limit int) ([]record.Event, error)
	// Contents returns the record before and after an event.
	Contents(seq uint64) (record.Bodies, error)
	// Do takes a step of the flow.
	Do(ctx context.Context, by store.By, id model.ID, rev uint64, action string, args flow.Args) (model.Case, error)
	// Times brings the clocks and the station's targets.
	Times(ctx context.Context) (flow.Times, error)
	// Group returns a core enterprise by id.
	Group(ctx context.Context, ref string) (model.Group, error)
	// GroupOf returns the core enterprise a shop belongs to today.
	GroupOf(ctx context.Context, shop model.ID) (model.Group, bool, error)
	// Merged returns the cases that go on in a case, and those of the same
	// consumer within its group that might.
	Merged(ctx context.Context, c model.Case, limit int) (in, might []find.Row, err error)
	// People are those a case can be handed over to.
	People(ctx context.Context) ([]model.Person, error)
	// Mediators ranks who could mediate the case now.
	Mediators(ctx context.Context, c model.Case, now time.Time) ([]shifts.Mediator, error)
	sheet.Drafts
}

// Screen is the view of a case.
type Screen struct {
	env   screen.Env
	desk  Desk
	id    model.ID
	drawn *widget.Spot // the size last drawn: how far scrolling goes. View leaves it here.
	page  *page        // the body as last drawn
	was   *page        // that of before this message, for what only scrolls

	c        model.Case
	loaded   bool
	gone     bool // there is no such case
	entries  []entry
	older    bool // the log of the case goes on
	asked    int  // number of the newest question; answers to older ones are dropped
	revealed bool
	topic    topic
	top      int // first row shown

	editing bool
	form    sheet.Sheet
	saving  bool
	keeper  sheet.Keeper
	clash   *store.Stale[model.Case] // somebody else was faster
	choice  widget.Choice            // what to do about it

	step   stepping      // the step being taken
	held   []tea.Msg     // what a person did while it is on its way
	sums   bool          // the arithmetic of the clocks shows
	times  flow.Times    // the clocks of the station
	states []clock.State // those of the case
	can    []flow.Action // the steps that may be taken now
	people []model.Person
	kin    kin
	first  string            // the step to begin with once the case is read
	may    []shifts.Mediator // who could mediate
	begun  []string          // steps whose forms were not filled to their end
	ended  []string          // steps whose forms were saved or let go here: a draft read of them is an old one
}

// New returns the view of one case.
func New(env screen.Env, desk Desk, id model.ID) screen.Screen {
	return Screen{env: env, desk: desk, id: id, drawn: &widget.Spot{X: 80, Y: 20}, page: &page{}}
}

// Init reads the case and the newest of its log.
func (s Screen) Init() tea.Cmd { return screen.Send(begin{}) }

// begin asks for the first reading: Init has only a copy of the screen, so it
// cannot note which answer to wait for.
type begin struct{}

// Topic is the page of the help about this screen.
func (Screen) Topic() string { return "case" }

// Waiting reports that the store has not answered yet: keys are held.
func (s Screen) Waiting() bool { return !s.loaded && !s.gone }

// Title is the heading.
func (s Screen) Title() string {
	switch {
	case s.editing:
		return s.env.T("casework.title.edit", "no", s.c.No)
	case s.step.filled:
		return s.env.T("casework.title.step", "no", s.c.No, "step", s.step.action.ID)
	case s.loaded:
		return s.env.T("casework.title.no", "no", s.c.No)
	}
	return s.env.T("casework.title")
}

// Typing reports whether a text field has the focus.
func (s Screen) Typing() bool {
	return s.editing && s.clash == nil && s.form.Typing() || s.step.filled && s.step.form.Typing()
}

// Dirty reports whether leaving would lose what was changed.
func (s Screen) Dirty() bool {
	return s.editing && len(s.form.Changed()) > 0 && !s.keeper.Kept(s.form) ||
		s.step.filled && len(s.step.form.Changed()) > 0 && !s.step.keeper.Kept(s.step.form)
}

// Keys lists what works here.
func (s Screen) Keys() []keys.ID {
	scroll := []keys.ID{keys.PageDown, keys.PageUp, keys.Down, keys.Up}
	switch {
	case s.clash != nil:
		return append([]keys.ID{keys.Open}, append(scroll, keys.Digits(3)...)...)
	case s.editing:
		return s.form.Keys()
	case s.stepping():
		return s.stepKeys()
	case !s.loaded:
		return nil
	case s.sums:
		return append(scroll, keys.First, keys.Last)
	}
	ids := append([]keys.ID{keys.Step, keys.Contact, keys.Print, keys.Edit}, scroll...)
	if s.secret() {
		ids = append([]keys.ID{keys.Reveal}, ids...)
	}
	if s.c.Urgent && !s.c.Over() {
		ids = append([]keys.ID{keys.CallIn}, ids...)
	}
	return append(append(ids, keys.First, keys.Last, keys.Left, keys.Right), keys.Digits(int(topics))...)
}

// secret reports whether the case holds anything masked.
func (s Screen) secret() bool { return s.c.Complainant.Phone != "" || s.c.Complainant.IDNumber != "" }

// Update takes a message.
func (s Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	s.was, s.page = s.page, &page{}
	cmd := s.take(msg)
	return s, cmd
}

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	if s.step.saving && waits(msg) {
		s.held = append(slices.Clone(s.held), msg)
		return nil
	}
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.envChanged(msg.Env)
	case begin:
		return s.load()
	case loaded:
		return s.onLoaded(msg)
	case more:
		return s.onMore(msg)
	case reason:
		return s.reveal(string(msg))
	case revealed:
		return s.onRevealed(msg)
	case edited:
		return s.onEdited(msg)
	case saveForm:
		return s.save()
	case dropForm:
		return screen.Batch(s.keeper.Drop(), s.closeForm())
	case stepped:
		return s.onStepped(msg)
	case saveStep:
		return s.saveStep()
	case dropStep:
		return s.closeStep()
	case screen.Shown:
		s.revealed = false
		return s.load()
	case screen.Changed:
		return s.changed(msg)
	case screen.Do:
		return s.act(msg.ID)
	case screen.Click:
		return s.click(msg)
	case screen.Wheel:
		return s.scroll(msg.Lines)
	case tea.PasteMsg:
		if s.step.filled {
			return s.fillStep(msg)
		}
		return s.fill(msg)
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	return s.kept(msg)
}

// waits reports what a person does: while a step is on its way to the store it
// waits, since it is meant for what comes after.
func waits(msg tea.Msg) bool {
	switch msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg, screen.Do, screen.Click, saveStep, dropStep:
		return true
	}
	return false
}

// kept takes what the keepers of the two forms were sent.
func (s *Screen) kept(msg tea.Msg) tea.Cmd {
	if s.editing {
		cmd, _ := s.keeper.Take(msg, &s.form, s.env)
		return cmd
	}
	cmd, _ := s.step.keeper.Take(msg, &s.step.form, s.env)
	if s.step.short && s.step.form.Beyond() { // begun where all was asked: what was written there is not to be lost
		s.step.short = false
		s.rewordStep()
	}
	return cmd
}

// envChanged takes new words; another person does not see what was revealed to
// the one before.
func (s *Screen) envChanged(env screen.Env) {
	if env.Person.ID != s.env.Person.ID {
		s.revealed = false
	}
	s.env = env
	if s.editing {
		s.form.Reword(env.Text, env.Senior, s.questions()...)
	}
	if s.clash != nil {
		s.choice = s.clashChoice()
	}
	s.reckon()
	s.rewordStep()
	s.scrollTo(s.top)
}

// changed reads again when somebody changed this case; never under a form.
func (s *Screen) changed(msg screen.Changed) tea.Cmd {
	mine := slices.ContainsFunc(msg.Subjects, func(sub string) bool { return strings.HasSuffix(sub, "/"+string(s.id)) })
	if !mine || s.editing || s.step.filled {
		return nil
	}
	return s.load()
}

func (s *Screen) press(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case s.clash != nil:
		return s.pressClash(msg)
	case s.editing:
		if _, ok := s.env.Keys.Match(msg, keys.Back); ok {
			return s.leaveForm()
		}
		return s.fill(msg)
	case s.step.filled:
		if _, ok := s.env.Keys.Match(msg, keys.Back); ok {
			return s.leaveStep()
		}
		return s.fillStep(msg)
	case s.stepping():
		return s.pressMenu(msg)
	}
	ids := []keys.ID{
		keys.Back, keys.Step, keys.Contact, keys.Reveal, keys.Print, keys.CallIn, keys.Edit, keys.Up, keys.Down, keys.PageUp, keys.PageDown,
		keys.First, keys.Last, keys.Left, keys.Right,
	}
	if id, ok := s.env.Keys.Match(msg, append(ids, keys.Digits(int(topics))...)...); ok {
		return s.act(id)
	}
	return nil
}

// act does what a binding says.
func (s *Screen) act(id keys.ID) tea.Cmd {
	switch {
	case s.clash != nil:
		return s.actClash(id)
	case s.editing && id == keys.Back:
		return s.leaveForm()
	case s.editing:
		s.form = s.form.Do(id)
		return s.afterForm()
	case s.stepping():
		return s.actStep(id)
	case s.sums:
		return s.actSums(id)
	}
	if step, ok := strings.CutPrefix(string(id), stepCommand); ok {
		return s.pick(step)
	}
	switch id {
	case keys.Back:
		return screen.Send(screen.Back{})
	case keys.Step:
		return s.openSteps()
	case keys.Contact:
		return s.openCalls()
	case keys.Reveal:
		return s.askReason()
	case keys.Edit:
		return s.openForm()
	case keys.Print:
		return screen.Send(screen.OpenPapers{ID: s.id})
	case keys.CallIn:
		return screen.Send(screen.OpenDuty{Page: screen.DutyCalls, Case: s.id})
	case keys.Left:
		return s.show((s.topic + topics - 1) % topics)
	case keys.Right:
		return s.show((s.topic + 1) % topics)
	}
	if n, ok := keys.Number(id); ok && n >= 1 && n <= int(topics) {
		return s.choose(topic(n - 1))
	}
	return s.move(id)
}

// by is who the store is told does it.
func (s Screen) by() store.By {
	p := s.env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.env.Now()}
}

func (s Screen) today() model.Day {
	now := s.env.Now()
	return model.DayOf(now, now.Location())
}
