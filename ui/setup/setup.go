// Package setup is where the people of the desk are picked, added and changed,
// and where the station gets its name.
package setup

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/deskcard"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/widget"
)

// Desk is what the screen asks of the store.
type Desk interface {
	People(context.Context) ([]model.Person, error)
	AddPerson(context.Context, store.By, model.Person) (model.Person, error)
	EditPerson(context.Context, store.By, model.Person) (model.Person, error)
	Station(context.Context) (model.Station, error)
	EditStation(context.Context, store.By, model.Station) (model.Station, error)
	sheet.Drafts
}

// Lines of the list that are no people.
const (
	nobodyRow = "nobody"
	addRow    = "add"
	firstRow  = "first_steps"
	moreRow   = "settings"
)

// Lines of the settings.
const (
	stationRow = "station"
	displayRow = "display"
	targetsRow = "targets"
	cardRow    = "card"
)

// Screen is the list of people, or of the station's settings, with a form over it
// while one is changed.
type Screen struct {
	env   screen.Env
	desk  Desk
	print deskcard.Print
	drawn *widget.Spot // the size last drawn: how many rows a page has. View leaves it here.

	people  []model.Person
	station model.Station
	ready   bool
	more    bool // the settings are listed
	direct  bool // they were opened from elsewhere: Esc goes back there
	making  bool // the card for the desk is being made
	box     widget.Field
	list    widget.List // selection and ids; View fills in the words
	moved   bool        // the arrows were used since something was typed: digits pick again
	asked   int         // number of the newest question; answers to older ones are dropped

	form   form
	keeper sheet.Keeper // of what is typed into it
	saving bool
}

// NewPeople returns the page on which people are picked, added and changed; print
// makes the card for the desk.
func NewPeople(env screen.Env, desk Desk, print deskcard.Print, m screen.OpenPeople) screen.Screen {
	s := Screen{env: env, desk: desk, print: print, more: m.Settings, direct: m.Settings, drawn: &widget.Spot{X: 80, Y: 20}}
	s.box.Max = 40
	s.list.Digits = true
	s.list.Focus()
	s.layout()
	return s
}

// layout sets what depends on senior mode.
func (s *Screen) layout() { s.list.Spaced = s.env.Senior }

// loaded brings the people and the station.
type loaded struct {
	asked   int
	people  []model.Person
	station model.Station
	err     error
}

// Init reads everybody; a desk has dozens of people.
func (s Screen) Init() tea.Cmd { return screen.Send(begin{}) }

// begin asks for the first reading: Init has only a copy of the screen, so it
// cannot note which answer to wait for.
type begin struct{}

// load reads anew; answers still on their way are dropped.
func (s *Screen) load() tea.Cmd {
	s.asked++
	return s.fetch()
}

func (s Screen) fetch() tea.Cmd {
	desk, asked := s.desk, s.asked
	return func() tea.Msg {
		people, err := desk.People(context.Background())
		if err != nil {
			return loaded{asked: asked, err: err}
		}
		station, err := desk.Station(context.Background())
		return loaded{asked, people, station, err}
	}
}

func (s *Screen) onLoaded(msg loaded) tea.Cmd {
	if msg.asked != s.asked {
		return nil
	}
	if msg.err != nil {
		return screen.Send(screen.Failed{Err: msg.err})
	}
	first := !s.ready
	s.people, s.station, s.ready = msg.people, msg.station, true
	s.refill()
	if first {
		s.selectID(string(s.env.Person.ID))
	}
	return nil
}

// Topic is the page of the help about this screen.
func (Screen) Topic() string { return "people" }

// Waiting reports that the store has not answered yet: keys are held.
func (s Screen) Waiting() bool { return !s.ready }

// Title is the heading.
func (s Screen) Title() string {
	if s.form.open() {
		return s.env.T(s.form.title())
	}
	if s.more {
		return s.env.T("setup.title.settings")
	}
	return s.env.T("setup.title")
}

// Typing reports whether a text field has the focus.
func (s Screen) Typing() bool {
	if s.form.open() {
		return s.form.sheet.Typing()
	}
	return s.box.Focused()
}

// Dirty reports whether leaving would lose what was typed.
func (s Screen) Dirty() bool { return s.form.dirty() && !s.keeper.Kept(s.form.sheet) }

// Keys lists what works here.
func (s Screen) Keys() []keys.ID {
	if s.form.open() {
		return s.form.sheet.Keys()
	}
	if s.more {
		return append([]keys.ID{keys.Open, keys.Up, keys.Down}, keys.Digits(min(10, len(s.list.Rows)))...)
	}
	ids := []keys.ID{keys.Open, keys.Edit, keys.Add, keys.Filter, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if s.box.Focused() {
		return slices.DeleteFunc(ids, func(id keys.ID) bool { return id == keys.Filter })
	}
	return append(ids, keys.Digits(min(10, len(s.list.Rows)))...)
}

// Update takes a message.
func (s Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	was := s.form.about
	cmd := s.take(msg)
	return s, screen.Batch(cmd, s.keepTyped(was))
}

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.env = msg.Env
		s.layout()
		s.form.reword(s.env)
		s.refill()
	case begin:
		return s.load()
	case loaded:
		return s.onLoaded(msg)
	case saved:
		return s.onSaved(msg)
	case stationSaved:
		return s.onStationSaved(msg)
	case deskcard.Made:
		s.making = false
		return msg.Say(s.env)
	case saveForm:
		return s.save()
	case dropForm:
		s.form = form{}
	case screen.Changed, screen.Shown:
		return s.load()
	case screen.Do:
		return s.act(msg.ID)
	case screen.Click:
		return s.click(msg)
	case screen.Wheel:
		s.list.Wheel(msg.Lines)
	case tea.PasteMsg:
		switch {
		case s.form.open():
			return s.fill(msg)
		case !s.more:
			s.box.Focus()
			s.typed(msg)
		}
	case tea.KeyPressMsg:
		return s.press(msg)
	default:
		cmd, _ := s.keeper.Take(msg, &s.form.sheet, s.env)
		return cmd
	}
	return nil
}

func (s *Screen) press(msg tea.KeyPressMsg) tea.Cmd {
	if s.form.open() {
		if _, ok := s.env.Keys.Match(msg, keys.Back); ok {
			return s.leaveForm()
		}
		return s.fill(msg)
	}
	ids := []keys.ID{keys.Back, keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if s.more {
		if id, ok := s.env.Keys.Match(msg, append(ids, keys.Digits(10)...)...); ok {
			return s.act(id)
		}
		return nil
	}
	if keys.Typed(msg) == "" {
		ids = append(ids, keys.Edit, keys.Add, keys.First, keys.Last)
	}
	if !s.box.Focused() {
		ids = append(ids, keys.Filter)
	}
	people := slices.IndexFunc(s.list.Rows, func(r widget.Row) bool { return r.ID == addRow })
	if s.digitsPick() || keys.Behind(msg, s.box.Value(), people, s.fits) {
		ids = append(ids, keys.Digits(10)...)
	}
	if id, ok := s.env.Keys.Match(msg, ids...); ok && !s.editsText(id) {
		return s.act(id)
	}
	if keys.Typed(msg) != "" {
		s.box.Focus()
	}
	s.typed(msg)
	return nil
}

// editsText reports whether a key belongs to the text field rather than to the
// list.
func (s Screen) editsText(id keys.ID) bool {
	return s.box.Focused() && s.box.Value() != "" && (id == keys.First || id == keys.Last)
}

// digitsPick reports whether digits are choices; behind a name they are text.
func (s Screen) digitsPick() bool { return s.box.Value() == "" || s.moved }

// fits reports whether somebody's name matches.
func (s Screen) fits(name string) bool {
	return slices.ContainsFunc(s.people, func(p model.Person) bool { return find.Matches(name, p.Name) })
}

// typed edits the text and narrows the list.
func (s *Screen) typed(msg tea.Msg) {
	s.box, _ = s.box.Update(msg)
	if s.box.Changed() {
		s.moved = false
		s.refill()
		s.list.Select(0)
	}
}

// act does what a binding says.
func (s *Screen) act(id keys.ID) tea.Cmd {
	if s.form.open() {
		if id == keys.Back {
			return s.leaveForm()
		}
		s.form.sheet = s.form.sheet.Do(id)
		return s.afterForm()
	}
	switch {
	case id == keys.Back:
		return s.back()
	case id == keys.Open:
		return s.pick()
	case id == keys.Filter && !s.more:
		s.box.Focus()
	case id == keys.Edit:
		return s.edit()
	case id == keys.Add && !s.more:
		s.form = newPerson(s.env, s.box.Value())
	default:
		return s.move(id)
	}
	return nil
}

// move moves the selection, or picks by digit.
func (s *Screen) move(id keys.ID) tea.Cmd {
	press := tea.KeyPressMsg{}
	switch id {
	case keys.Up:
		press.Code = tea.KeyUp
	case keys.Down:
		press.Code = tea.KeyDown
	case keys.PageUp:
		press.Code = tea.KeyPgUp
	case keys.PageDown:
		press.Code = tea.KeyPgDown
	case keys.First:
		press.Code = tea.KeyHome
	case keys.Last:
		press.Code = tea.KeyEnd
	default:
		n, ok := keys.Number(id)
		if !ok {
			return nil
		}
		press.Code, press.Text = rune('0'+n), string(rune('0'+n))
	}
	s.moved = true
	s.list.Resize(s.listRows(s.drawn.X, s.drawn.Y))
	s.list, _ = s.list.Update(press)
	if _, ok := s.list.Opened(); ok {
		return s.pick()
	}
	return nil
}

// back leaves the settings, or empties the text first; then it leaves the page.
func (s *Screen) back() tea.Cmd {
	if s.more && !s.direct {
		s.settings(false)
		s.selectID(moreRow)
		return nil
	}
	if s.box.Focused() || s.box.Value() != "" {
		s.box.SetValue("")
		s.box.Blur()
		s.moved = false
		s.refill()
		return nil
	}
	return screen.Send(screen.Back{})
}

// settings turns to the list of settings, or back to the people.
func (s *Screen) settings(on bool) {
	s.more = on
	s.box.SetValue("")
	s.box.Blur()
	s.refill()
	s.list.Select(0)
}

// refill lists who fits what was typed: people who can be picked first, then
// those who cannot, then what else can be done here.
func (s *Screen) refill() {
	if s.more {
		s.list.SetRows([]widget.Row{{ID: stationRow}, {ID: displayRow}, {ID: targetsRow}, {ID: cardRow}})
		return
	}
	var rows, off []widget.Row
	for _, p := range s.people {
		row := widget.Row{ID: string(p.ID)}
		switch {
		case s.box.Value() != "" && !find.Matches(s.box.Value(), p.Name):
		case p.Disabled:
			off = append(off, row)
		default:
			rows = append(rows, row)
		}
	}
	if s.box.Value() == "" {
		rows = append(rows, widget.Row{ID: nobodyRow}, widget.Row{ID: addRow}, widget.Row{ID: firstRow}, widget.Row{ID: moreRow})
	} else {
		off = append(off, widget.Row{ID: addRow})
	}
	s.list.SetRows(append(rows, off...))
}

func (s *Screen) selectID(id string) {
	if i := slices.IndexFunc(s.list.Rows, func(r widget.Row) bool { return r.ID == id }); i >= 0 {
		s.list.Select(i)
	}
}

// selected returns the person the arrows stand on.
func (s Screen) selected() (model.Person, bool) {
	row, _ := s.list.Selected()
	return s.person(row.ID)
}

func (s Screen) person(id string) (model.Person, bool) {
	i := slices.IndexFunc(s.people, func(p model.Person) bool { return string(p.ID) == id })
	if i < 0 {
		return model.Person{}, false
	}
	return s.people[i], true
}

// pick puts the selected person at the desk, or does what the line says.
func (s *Screen) pick() tea.Cmd {
	row, ok := s.list.Selected()
	if !ok || !s.ready {
		return nil
	}
	switch row.ID {
	case nobodyRow:
		return screen.Send(screen.PersonPicked{})
	case addRow:
		s.form = newPerson(s.env, s.box.Value())
		return nil
	case stationRow:
		s.form = ofStation(s.env, s.station)
		return nil
	case targetsRow:
		return screen.Send(screen.OpenTargets{})
	case displayRow:
		return screen.Send(screen.OpenDisplay{})
	case firstRow:
		return screen.Send(screen.OpenSetup{})
	case moreRow:
		s.settings(true)
		return nil
	case cardRow:
		if s.making {
			return nil
		}
		s.making = true
		return deskcard.Make(s.env, s.print)
	}
	p, ok := s.selected()
	switch {
	case !ok:
		return nil
	case p.Disabled:
		return screen.Send(screen.Notice{Bad: true, Text: s.env.T("setup.is_off", "name", p.Name)})
	}
	return screen.Send(screen.PersonPicked{Person: p})
}

// edit opens the form of the selected line.
func (s *Screen) edit() tea.Cmd {
	if p, ok := s.selected(); ok {
		s.form = ofPerson(s.env, p)
		return nil
	}
	if row, ok := s.list.Selected(); ok && row.ID == stationRow && s.ready {
		s.form = ofStation(s.env, s.station)
	}
	return nil
}

// click serves the mouse.
func (s *Screen) click(c screen.Click) tea.Cmd {
	if s.form.open() {
		s.form.sheet = s.form.sheet.Click(s.env.Theme, c.Width, c.Height, c.X, c.Y)
		return s.afterForm()
	}
	head := s.headRows(c.Width)
	if c.Y == head-2 && !s.more {
		s.box.Focus()
		return nil
	}
	s.list.Click(s.listRows(c.Width, c.Height), c.Y-head)
	if _, ok := s.list.Opened(); ok {
		return s.pick()
	}
	return nil
}

func (s Screen) by() store.By {
	p := s.env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.env.Now()}
}
