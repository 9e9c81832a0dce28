// Package roster is where a station keeps its volunteers, its week and its
// rosters: who can come when, who comes, and who takes over when somebody
// cannot.
//
// The screen is a stack of pages (ui/pages). The planner's search runs in
// commands; what may be done with a roster is package shifts/station's to say.
package roster

import (
	"context"
	"errors"
	"io"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/workday"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/ui/handout"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/trade"
)

// Desk is what the screen asks of the store.
type Desk interface {
	Volunteers(ctx context.Context) ([]model.Volunteer, error)
	AddVolunteer(ctx context.Context, by store.By, v model.Volunteer) (model.Volunteer, error)
	// EditVolunteer replaces a volunteer; *store.Stale when it has changed.
	EditVolunteer(ctx context.Context, by store.By, v model.Volunteer) (model.Volunteer, error)
	// ShowPhone notes why somebody looks at a volunteer's whole number.
	ShowPhone(ctx context.Context, by store.By, id model.ID, reason string) (model.Volunteer, error)
	Pattern(ctx context.Context) (model.Pattern, error)
	SavePattern(ctx context.Context, by store.By, p model.Pattern) (model.Pattern, error)
	Rosters(ctx context.Context) ([]station.Roster, error)
	DraftRoster(ctx context.Context, by store.By, r station.Roster) (station.Roster, error)
	PublishRoster(ctx context.Context, by store.By, id model.ID, rev uint64) (station.Roster, error)
	RepairRoster(ctx context.Context, by store.By, r station.Roster) (station.Roster, error)
	DropRoster(ctx context.Context, by store.By, id model.ID, rev uint64) error
	RosterVersions(ctx context.Context, id model.ID, limit int) ([]store.RosterVersion, error)
	AllShops(ctx context.Context) ([]model.Shop, error)
	People(ctx context.Context) ([]model.Person, error)
	sheet.Drafts
}

// Supply is what comes with the program: it is asked in commands and may read
// files.
type Supply interface {
	// Pattern is the week that applies until one is saved.
	Pattern() (model.Pattern, error)
	// Calendar has the imported years in it.
	Calendar() (*workday.Calendar, error)
	// Import checks a file and writes it, unless dry; see trade.Trader.
	Import(ctx context.Context, by store.By, kind, name string, data []byte, dry bool) (trade.Result, error)
	// Export writes everything of a kind; see trade.Trader.
	Export(ctx context.Context, kind, name, lang string, w io.Writer) (int, error)
	// HandOut writes a month or a calendar; see handout.Source.
	HandOut(ctx context.Context, name, lang string, what handout.What, w io.Writer) (int, error)
}

// Screen is the stack of pages and what they show.
type Screen struct {
	pages.Stack
	desk   Desk
	supply Supply

	ready   bool
	asked   int // number of the newest question; answers to older ones are dropped
	all     []model.Volunteer
	places  map[model.ID]int // of the volunteers
	pattern model.Pattern    // with revision 0 it is the sample
	rosters []station.Roster
	over    map[model.ID][]shifts.Assignment // turns of a roster that the register has overtaken
	shops   []model.Shop
	people  []model.Person
	years   *workday.Calendar
	phones  map[model.ID]string // numbers that may be shown in full: a look was noted
	search  *search             // the planner at work; nil when it rests
}

// At returns the page of rosters and duty, or only the page of a volunteer where
// that is asked for.
func At(env screen.Env, desk Desk, supply Supply, msg screen.OpenRoster) *Screen {
	s := &Screen{Stack: pages.New(env), desk: desk, supply: supply, phones: map[model.ID]string{}}
	s.Drafts = desk
	if msg.Volunteer != "" {
		s.Push(s.newCard(msg.Volunteer))
	} else {
		s.Push(s.newHub())
	}
	return s
}

// Topic names the page of the help.
func (s *Screen) Topic() string { return "roster" }

// loaded brings the records.
type loaded struct {
	asked   int
	all     []model.Volunteer
	pattern model.Pattern
	rosters []station.Roster
	shops   []model.Shop
	people  []model.Person
	years   *workday.Calendar
	err     error
}

// Init reads what the station has.
func (s *Screen) Init() tea.Cmd { return s.load() }

func (s *Screen) load() tea.Cmd {
	s.asked++
	desk, supply, asked := s.desk, s.supply, s.asked
	return func() tea.Msg {
		ctx := context.Background()
		l := loaded{asked: asked}
		errs := make([]error, 6)
		l.all, errs[0] = desk.Volunteers(ctx)
		l.pattern, errs[1] = desk.Pattern(ctx)
		l.rosters, errs[2] = desk.Rosters(ctx)
		l.shops, errs[3] = desk.AllShops(ctx)
		l.people, errs[4] = desk.People(ctx)
		l.years, errs[5] = supply.Calendar()
		l.err = errors.Join(errs...)
		if l.err == nil && l.pattern.Rev == 0 {
			l.pattern, l.err = supply.Pattern()
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
	s.all, s.pattern, s.rosters, s.shops, s.people, s.years = l.all, l.pattern, l.rosters, l.shops, l.people, l.years
	s.places = make(map[model.ID]int, len(s.all))
	for i, v := range s.all {
		s.places[v.ID] = i
	}
	s.weigh()
	s.RewordAll()
	return nil
}

// Waiting reports that the records have not been read yet.
func (s *Screen) Waiting() bool { return !s.ready }

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
	case wrote:
		return s.onWrote(msg)
	case chosen:
		return msg.then()
	case ticked:
		return s.onTicked(msg)
	case planned:
		return s.onPlanned(msg)
	case repaired:
		return s.onRepaired(msg)
	case explained:
		return s.onExplained(msg)
	case versioned:
		return s.onVersioned(msg)
	case handled:
		return screen.Batch(msg.then(), s.Free())
	}
	return nil
}

// chosen answers a dialog.
type chosen struct{ then func() tea.Cmd }

// handled brings what a command found to the page that asked.
type handled struct{ then func() tea.Cmd }

// wrote says that the store has written, or why not.
type wrote struct {
	err  error
	done func() tea.Cmd
	fail func(error) tea.Cmd // nil: the status row says it
}

// write has the store write what the form answers, if one is open; keys wait
// meanwhile. done follows when it has.
func (s *Screen) write(do func(context.Context, store.By) error, done func() tea.Cmd, fail func(error) tea.Cmd) tea.Cmd {
	s.Hold()
	by, keeper := s.by(), s.Saving()
	return func() tea.Msg {
		_, err := sheet.Save(keeper, by, func(by store.By) (struct{}, error) { return struct{}{}, do(context.Background(), by) })
		return wrote{err, done, fail}
	}
}

func (s *Screen) onWrote(w wrote) tea.Cmd {
	var cmd tea.Cmd
	switch {
	case w.err == nil:
		cmd = screen.Batch(w.done(), s.load())
	case w.fail != nil:
		cmd = w.fail(w.err)
	default:
		cmd = screen.Batch(screen.Send(screen.Failed{Err: w.err}), s.load())
	}
	return screen.Batch(cmd, s.Free())
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

// volunteer returns a volunteer by its id.
func (s *Screen) volunteer(id model.ID) (model.Volunteer, bool) {
	i, ok := s.places[id]
	if !ok {
		return model.Volunteer{}, false
	}
	return s.all[i], true
}

// name is what a volunteer is called; the id when the register has lost him.
func (s *Screen) name(id model.ID) string {
	if v, ok := s.volunteer(id); ok {
		return v.Name
	}
	return string(id)
}

// roster returns a roster by its id.
func (s *Screen) roster(id model.ID) (station.Roster, bool) {
	for _, r := range s.rosters {
		if r.ID == id {
			return r, true
		}
	}
	return station.Roster{}, false
}

// publishedOn is the roster people count on that day.
func (s *Screen) publishedOn(day model.Day) (station.Roster, bool) {
	for i := len(s.rosters) - 1; i >= 0; i-- {
		if r := s.rosters[i]; r.Status == station.Published && r.From <= day && day <= r.To {
			return r, true
		}
	}
	return station.Roster{}, false
}

// coordinates reports whether whoever sits here may change the week and publish
// a roster.
func (s *Screen) coordinates() bool { return s.Env.Person.Role == model.Coordinator }

// ask puts a question over everything; every option but the first, which only
// closes, is followed by what stands with it.
func (s *Screen) ask(title, body, stay string, yes string, then func() tea.Cmd) tea.Cmd {
	return screen.Send(screen.Ask{Title: title, Body: body, Options: []screen.Option{
		{Label: stay},
		{Label: yes, Answer: chosen{then}},
	}})
}
