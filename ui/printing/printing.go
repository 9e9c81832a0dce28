// Package printing is the screen for the papers of a case: a list of those that
// make sense now, a look at one on the terminal, and the way out, to the
// printer or into a file.
package printing

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/ui/keys"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/paper/office"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// What can be done with the paper that is shown.
const (
	doPrint  = "print"
	doSave   = "save"
	doLarge  = "large"
	doRedact = "redact"
)

// Screen shows the papers of one case.
type Screen struct {
	env    screen.Env
	office office.Office
	id     model.ID
	asked  int          // number of the newest question; answers to older ones are dropped
	drawn  *widget.Spot // the size last drawn: how far scrolling goes. View leaves it here.

	c       forms.Case
	loaded  bool
	gone    bool
	printer string // "" when this machine has none

	papers widget.Choice
	name   string         // the paper shown, "" while the list is
	doc    paper.Document // what is shown: numbers masked
	ready  bool           // doc is there
	way    office.Way
	acts   widget.Choice
	top    int // first row of the paper that shows
	busy   bool
	said   string // what became of the last order
	bad    bool
}

// New returns the papers of a case.
func New(env screen.Env, o office.Office, id model.ID) screen.Screen {
	return Screen{env: env, office: o, id: id, drawn: &widget.Spot{X: 80, Y: 20}}
}

// Init reads the case and looks for a printer.
func (s Screen) Init() tea.Cmd { return screen.Batch(screen.Send(begin{}), findPrinter) }

// begin asks for the first reading: Init has only a copy of the screen, so it
// cannot note which answer to wait for.
type begin struct{}

// Waiting reports that the case, or the paper chosen, has not been read yet.
func (s Screen) Waiting() bool { return !s.loaded || s.name != "" && !s.ready }

// Topic is the page of the help about this screen.
func (Screen) Topic() string { return "papers" }

// Title is the heading.
func (s Screen) Title() string {
	switch {
	case s.name != "":
		return s.env.T("printing.title.paper", "paper_name", flow.PaperForm(s.c.Case, s.name), "no", s.c.No)
	case s.loaded:
		return s.env.T("printing.title.no", "no", s.c.No)
	}
	return s.env.T("printing.title")
}

// Typing is always false: nothing is typed here.
func (s Screen) Typing() bool { return false }

// Dirty is always false: nothing is kept here.
func (s Screen) Dirty() bool { return false }

// Keys lists what works here.
func (s Screen) Keys() []keys.ID {
	switch {
	case !s.loaded:
		return nil
	case s.name == "":
		return append([]keys.ID{keys.Open, keys.Up, keys.Down}, keys.Digits(len(s.papers.Options))...)
	}
	ids := []keys.ID{keys.Print, keys.PageDown, keys.PageUp, keys.Down, keys.Up, keys.First, keys.Last, keys.Left, keys.Right, keys.Open}
	return append(ids, keys.Digits(len(s.acts.Options))...)
}

// Update takes a message.
func (s Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := s.take(msg)
	return s, cmd
}

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		return s.dress(msg.Env)
	case begin, screen.Shown:
		return s.load()
	case loaded:
		return s.onLoaded(msg)
	case found:
		s.printer = string(msg)
		s.offer()
	case drafted:
		return s.onDrafted(msg)
	case made:
		return s.onMade(msg)
	case screen.Changed:
		if slices.Contains(msg.Subjects, "case/"+string(s.id)) && !s.busy {
			return s.load()
		}
	case screen.Do:
		return s.act(msg.ID)
	case screen.Click:
		return s.click(msg)
	case screen.Wheel:
		s.scrollTo(s.top + msg.Lines)
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	return nil
}

// dress takes new words and draws the paper in them.
func (s *Screen) dress(env screen.Env) tea.Cmd {
	s.env = env
	s.said = ""
	s.offer()
	if s.name != "" {
		return s.draft()
	}
	return nil
}

// offer fills the two lists, keeping where the arrows stand.
func (s *Screen) offer() {
	at := s.papers.Index()
	var options []widget.Option
	for _, name := range flow.Papers(s.c.Case) {
		form := flow.PaperForm(s.c.Case, name)
		options = append(options, widget.Option{
			Value: name, Label: s.env.T(text.Key("paper_name." + form)), Detail: s.env.T(text.Key("printing.about." + form)),
		})
	}
	s.papers = widget.NewMenu(s.env.Senior, options...)
	s.papers.More = s.env.T("sheet.more")
	if s.env.Senior {
		s.papers.PerPage = 5
	}
	for range min(at, max(0, len(options)-1)) {
		s.papers, _ = s.papers.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	}
	s.offerActs()
}

func (s *Screen) offerActs() {
	at := s.acts.Index()
	onOff := func(key text.Key, on bool) string {
		state := s.env.T("printing.off")
		if on {
			state = s.env.T("printing.on")
		}
		return s.env.T(key, "state_word", state)
	}
	var options []widget.Option
	if s.printer != "" {
		options = append(options, widget.Option{Value: doPrint, Label: s.env.T("printing.do.print", "printer", s.printer)})
	}
	options = append(options,
		widget.Option{Value: doSave, Label: s.env.T("printing.do.save")},
		widget.Option{Value: doLarge, Label: onOff("printing.do.large", s.way.Large)},
		widget.Option{Value: doRedact, Label: onOff("printing.do.redact", s.way.Redacted)},
	)
	s.acts = widget.NewMenu(false, options...)
	s.acts.Inline = !s.env.Senior
	for range min(at, len(options)-1) {
		s.acts, _ = s.acts.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	}
}

func (s *Screen) press(msg tea.KeyPressMsg) tea.Cmd {
	if id, ok := s.env.Keys.Match(msg, keys.Back, keys.Print); ok {
		return s.act(id)
	}
	if !s.loaded {
		return nil
	}
	if s.name == "" {
		s.papers, _ = s.papers.Update(msg)
		return s.chosen()
	}
	scroll := []keys.ID{keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last}
	if id, ok := s.env.Keys.Match(msg, scroll...); ok {
		s.scroll(id)
		return nil
	}
	s.acts, _ = s.acts.Update(msg)
	return s.ordered()
}

// act does what a binding says.
func (s *Screen) act(id keys.ID) tea.Cmd {
	switch {
	case id == keys.Back && s.name != "":
		s.name, s.said, s.ready = "", "", false
		return nil
	case id == keys.Back:
		return screen.Send(screen.Back{})
	case id == keys.Print && s.name != "":
		if s.printer == "" {
			return s.order(doSave)
		}
		return s.order(doPrint)
	}
	if code, ok := codes()[id]; ok {
		return s.press(tea.KeyPressMsg{Code: code})
	}
	if n, ok := keys.Number(id); ok {
		r := rune('0' + n)
		return s.press(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return nil
}

// codes are the keys that a choice of the mouse or the palette stands for.
func codes() map[keys.ID]rune {
	return map[keys.ID]rune{
		keys.Open: tea.KeyEnter, keys.Up: tea.KeyUp, keys.Down: tea.KeyDown, keys.PageUp: tea.KeyPgUp,
		keys.PageDown: tea.KeyPgDown, keys.First: tea.KeyHome, keys.Last: tea.KeyEnd, keys.Left: tea.KeyLeft, keys.Right: tea.KeyRight,
	}
}

// chosen opens the paper picked from the list.
func (s *Screen) chosen() tea.Cmd {
	o, ok := s.papers.Picked()
	if !ok {
		return nil
	}
	s.name, s.top, s.said, s.ready = o.Value, 0, "", false
	s.offerActs()
	return s.draft()
}

// ordered does what was picked below the paper.
func (s *Screen) ordered() tea.Cmd {
	o, ok := s.acts.Picked()
	if !ok {
		return nil
	}
	return s.order(o.Value)
}

func (s *Screen) order(what string) tea.Cmd {
	switch what {
	case doLarge:
		s.way.Large = !s.way.Large
		s.said = ""
		s.offerActs()
	case doRedact:
		s.way.Redacted = !s.way.Redacted
		s.said = ""
		s.offerActs()
		return s.draft()
	case doPrint:
		return s.make(s.printer)
	case doSave:
		return s.make("")
	}
	return nil
}

func (s *Screen) click(c screen.Click) tea.Cmd {
	if !s.loaded {
		return nil
	}
	if s.name == "" {
		head := s.listHead(c.Width)
		_, rows := widget.Size(head)
		s.papers.Click(c.Width-4, max(1, c.Height-rows), c.X-2, c.Y-rows)
		return s.chosen()
	}
	rows := s.acts.Height(c.Width - 4)
	s.acts.Click(c.Width-4, rows, c.X-2, c.Y-(c.Height-rows))
	return s.ordered()
}
