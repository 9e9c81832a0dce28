// Package answers is the library of ready answers on the screen: found by
// words, pinyin or initials, read, changed, and picked for a consultation.
package answers

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/answers"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/widget"
)

// Desk is what the screen asks of the store.
type Desk interface {
	Answers(context.Context) (own []model.Answer, used map[string]int, err error)
	AddAnswer(context.Context, store.By, model.Answer) (model.Answer, error)
	EditAnswer(context.Context, store.By, model.Answer) (model.Answer, error)
	sheet.Drafts
}

// Options say how the library is opened.
type Options struct {
	Pick     bool   // an answer is looked for and handed back
	Query    string // what to look for at once
	Starters func() ([]answers.Starter, error)
	Match    func(query, label string) bool
}

// Screen is the page.
type Screen struct {
	env   screen.Env
	desk  Desk
	o     Options
	drawn *widget.Spot // the size last drawn. View leaves it here.

	starters []answers.Starter
	own      []model.Answer
	used     map[string]int
	ready    bool
	asked    int

	box   widget.Field
	moved bool // the arrows were used since something was typed: digits pick again
	list  widget.List
	found []answers.Entry
	open  *answers.Entry // the one that is read; nil while the list shows
	menu  widget.Choice

	form   form
	saving bool
}

// New returns the library.
func New(env screen.Env, desk Desk, o Options) *Screen {
	s := &Screen{env: env, desk: desk, o: o, drawn: &widget.Spot{X: 80, Y: 22}}
	s.box.Max = 40
	s.box.SetValue(o.Query)
	s.list.Digits = true
	s.list.Focus()
	s.reword()
	return s
}

// loaded is what the store answered.
type loaded struct {
	asked    int
	starters []answers.Starter
	own      []model.Answer
	used     map[string]int
	err      error
}

// Init reads the library: hundreds of answers at most.
func (s *Screen) Init() tea.Cmd { return s.load() }

func (s *Screen) load() tea.Cmd {
	s.asked++
	desk, asked, starters := s.desk, s.asked, s.o.Starters
	return func() tea.Msg {
		l := loaded{asked: asked}
		if l.starters, l.err = starters(); l.err == nil {
			l.own, l.used, l.err = desk.Answers(context.Background())
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
	first := !s.ready
	s.starters, s.own, s.used, s.ready = l.starters, l.own, l.used, true
	s.refill()
	if first && s.box.Value() != "" && len(s.found) == 0 { // what a shopper said fits nothing: show all
		s.box.SetValue("")
		s.refill()
	}
	return nil
}

// Waiting reports that the answers have not been read yet.
func (s *Screen) Waiting() bool { return !s.ready }

// reword gives the page the words of the present language and layout.
func (s *Screen) reword() {
	s.form.reword(s.env)
	s.refill()
	if s.open != nil {
		s.read(s.open.Ref())
	}
}

// refill lists what fits.
func (s *Screen) refill() {
	all := answers.Library(s.starters, s.own, s.used, s.env.Text.Lang())
	s.found = answers.Find(all, s.box.Value(), s.o.Match)
	rows := make([]widget.Row, len(s.found))
	for i, e := range s.found {
		rows[i] = widget.Row{ID: e.Ref()}
	}
	s.list.SetRows(rows)
}

// read opens one answer.
func (s *Screen) read(ref string) {
	for _, e := range answers.Library(s.starters, s.own, s.used, s.env.Text.Lang()) {
		if e.Ref() == ref {
			at := max(0, s.menu.Index())
			s.open = &e
			s.menu = widget.NewMenu(s.env.Senior)
			for _, c := range s.choices() {
				s.menu.Options = append(s.menu.Options, widget.Option{Value: string(c), Label: s.env.T(c)})
			}
			s.menu.SetValues(s.menu.Options[min(at, len(s.menu.Options)-1)].Value)
			return
		}
	}
	s.open = nil
}

// Update takes a message.
func (s *Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := s.take(msg)
	return s, screen.Batch(cmd, s.settled())
}

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.env = msg.Env
		s.reword()
	case loaded:
		return s.onLoaded(msg)
	case saved:
		return s.onSaved(msg)
	case saveForm:
		return s.save()
	case dropForm:
		return s.closeForm()
	case screen.Changed, screen.Shown:
		return s.load()
	case screen.Do:
		return s.act(msg.ID)
	case screen.Click:
		return s.click(msg)
	case screen.Wheel:
		if !s.form.open && s.open == nil {
			s.list.Wheel(msg.Lines)
		}
	case tea.PasteMsg:
		return s.paste(msg)
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	cmd, _ := s.form.keeper.Take(msg, &s.form.sheet, s.env)
	return cmd
}

func (s *Screen) paste(msg tea.PasteMsg) tea.Cmd {
	switch {
	case s.form.open:
		return s.fill(msg)
	case s.open == nil:
		s.box.Focus()
		s.typed(msg)
	}
	return nil
}

func (s *Screen) press(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case s.form.open:
		if _, ok := s.env.Keys.Match(msg, keys.Back); ok {
			return s.leaveForm()
		}
		return s.fill(msg)
	case s.open != nil:
		if id, ok := s.env.Keys.Match(msg, keys.Back, keys.Edit); ok {
			return s.act(id)
		}
		s.menu, _ = s.menu.Update(msg)
		return s.picked()
	}
	return s.pressList(msg)
}

// pressList gives a key to the box while it is text, else to the list.
func (s *Screen) pressList(msg tea.KeyPressMsg) tea.Cmd {
	ids := []keys.ID{keys.Back, keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if keys.Typed(msg) == "" {
		ids = append(ids, keys.Edit, keys.Add)
	}
	if !s.box.Focused() {
		ids = append(ids, keys.Filter)
	}
	if s.digitsPick() {
		ids = append(ids, keys.Digits(10)...)
	}
	if id, ok := s.env.Keys.Match(msg, ids...); ok {
		return s.act(id)
	}
	if keys.Typed(msg) != "" {
		s.box.Focus()
	}
	s.typed(msg)
	return nil
}

// digitsPick reports whether digits are choices; behind a word they are text.
func (s *Screen) digitsPick() bool { return !s.box.Focused() || s.box.Value() == "" || s.moved }

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
	if s.form.open {
		if id == keys.Back {
			return s.leaveForm()
		}
		s.form.sheet = s.form.sheet.Do(id)
		return s.afterForm()
	}
	switch id {
	case keys.Back:
		return s.back()
	case keys.Filter:
		s.box.Focus()
	case keys.Add:
		s.form = blank(s.env, s.box.Value())
	case keys.Edit:
		s.edit()
	case keys.Open:
		return s.enter()
	default:
		return s.move(id)
	}
	return nil
}

// enter reads the selected answer, or does what the menu points at.
func (s *Screen) enter() tea.Cmd {
	if s.open != nil {
		s.menu, _ = s.menu.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		return s.picked()
	}
	if row, ok := s.list.Selected(); ok {
		s.read(row.ID)
	}
	return nil
}

// move moves the selection, or picks by digit.
func (s *Screen) move(id keys.ID) tea.Cmd {
	press := tea.KeyPressMsg{Code: map[keys.ID]rune{
		keys.Up: tea.KeyUp, keys.Down: tea.KeyDown, keys.PageUp: tea.KeyPgUp, keys.PageDown: tea.KeyPgDown,
	}[id]}
	if n, ok := keys.Number(id); ok {
		press = tea.KeyPressMsg{Code: rune('0' + n), Text: strconv.Itoa(n)}
	}
	if s.open != nil {
		s.menu, _ = s.menu.Update(press)
		return s.picked()
	}
	s.moved = true
	s.list.Spaced = s.spaced(s.drawn.X)
	s.list.Resize(s.listRows(s.drawn.X, s.drawn.Y))
	s.list, _ = s.list.Update(press)
	if row, ok := s.list.Opened(); ok {
		s.read(row.ID)
	}
	return nil
}

// back leaves the answer, then what was typed, then the page.
func (s *Screen) back() tea.Cmd {
	switch {
	case s.open != nil:
		s.open = nil
		return nil
	case s.box.Value() != "" && !s.o.Pick:
		s.box.SetValue("")
		s.box.Blur()
		s.moved = false
		s.refill()
		return nil
	}
	return screen.Send(screen.Back{})
}

// edit opens the form about the answer that is read or selected.
func (s *Screen) edit() {
	e := s.open
	if row, ok := s.list.Selected(); e == nil && ok {
		s.read(row.ID)
		e, s.open = s.open, nil
	}
	if e != nil {
		s.form = of(s.env, *e)
	}
}

// Topic is the page of the help about this screen.
func (*Screen) Topic() string { return "report" }

// Title is the heading.
func (s *Screen) Title() string {
	switch {
	case s.form.open:
		return s.env.T(s.form.title())
	case s.o.Pick:
		return s.env.T("answers.title.pick")
	}
	return s.env.T("answers.title")
}

// Typing reports whether a text field has the focus.
func (s *Screen) Typing() bool {
	if s.form.open {
		return s.form.sheet.Typing()
	}
	return s.open == nil && s.box.Focused()
}

// Dirty reports whether leaving would lose what was typed.
func (s *Screen) Dirty() bool { return s.form.changed() && !s.form.keeper.Kept(s.form.sheet) }

// Keys lists what works here.
func (s *Screen) Keys() []keys.ID {
	switch {
	case s.form.open:
		return s.form.sheet.Keys()
	case s.open != nil:
		return append([]keys.ID{keys.Open, keys.Edit}, keys.Digits(len(s.menu.Options))...)
	}
	ids := []keys.ID{keys.Open, keys.Edit, keys.Add, keys.Filter, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if s.box.Focused() {
		return ids
	}
	return append(ids, keys.Digits(min(10, len(s.list.Rows)))...)
}

func (s *Screen) by() store.By {
	p := s.env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.env.Now()}
}
