// Package pages is what a screen of many small pages is made of: a stack of
// them, and the three kinds most of them are: a Board of words above a menu, a
// Form of questions, and a Listing narrowed by what is typed. A page knows
// cells and keys; what it is about is the screen's, in the functions it gives.
package pages

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// Page is one page. The one on top takes the keys.
type Page interface {
	Title() string
	// View draws width x height cells or less.
	View(width, height int) widget.Block
	Keys() []keys.ID
	// Press takes a key or a paste.
	Press(tea.Msg) tea.Cmd
	// Do does what a binding says, as chosen from a list or by mouse.
	Do(keys.ID) tea.Cmd
	Click(screen.Click) tea.Cmd
	Wheel(lines int)
	// Reword makes the words anew: language, layout or records have changed.
	// Everything typed and chosen stays.
	Reword()
	Typing() bool
	Dirty() bool
}

// margin is the blank cells on either side of a page.
const margin = 2

// Messages of the question what to do with changes.
type (
	saveTop struct{}
	dropTop struct{}
)

// Stack holds the pages of a screen, which embeds it.
type Stack struct {
	Env    screen.Env
	Drafts sheet.Drafts // where forms keep what is typed; nil keeps nothing
	drawn  *widget.Spot // the size last drawn: how far scrolling goes. View leaves it here.
	pages  []Page
	busy   bool // the store is asked; keys wait
	waited []tea.Msg
	owed   []tea.Cmd // what pages that were left still have to do
}

// New returns a stack without pages.
func New(env screen.Env) Stack {
	return Stack{Env: env, drawn: &widget.Spot{X: 80, Y: 20}}
}

// Push puts a page on top.
func (s *Stack) Push(p Page) {
	s.pages = append(s.pages[:len(s.pages):len(s.pages)], p)
	p.Reword()
}

// Top is the page that takes the keys.
func (s *Stack) Top() Page { return s.pages[len(s.pages)-1] }

// left forgets what was typed into a page that is left: it was saved, or let go.
func (s *Stack) left(p Page) {
	if f, ok := p.(*Form); ok {
		s.owed = append(s.owed, f.keeper.Drop())
	}
}

// Pop leaves the page on top; the first one leaves the screen.
func (s *Stack) Pop() tea.Cmd {
	s.left(s.Top())
	if len(s.pages) == 1 {
		return screen.Send(screen.Back{})
	}
	s.pages = s.pages[:len(s.pages)-1]
	s.Top().Reword()
	return nil
}

// PopTo leaves pages until p is on top, or the first.
func (s *Stack) PopTo(p Page) { s.PopUntil(func(top Page) bool { return top == p }) }

// PopUntil leaves pages until one is on top that stop says yes to, or the first.
func (s *Stack) PopUntil(stop func(Page) bool) {
	for len(s.pages) > 1 && !stop(s.Top()) {
		s.left(s.Top())
		s.pages = s.pages[:len(s.pages)-1]
	}
	s.Top().Reword()
}

// RewordAll makes the words of every page anew.
func (s *Stack) RewordAll() {
	for _, p := range s.pages {
		p.Reword()
	}
}

// Title is the heading.
func (s *Stack) Title() string { return s.Top().Title() }

// Typing reports whether a text field has the focus.
func (s *Stack) Typing() bool { return s.Top().Typing() }

// Dirty reports whether leaving would lose what was typed.
func (s *Stack) Dirty() bool {
	for _, p := range s.pages {
		if p.Dirty() {
			return true
		}
	}
	return false
}

// Keys lists what works here.
func (s *Stack) Keys() []keys.ID { return s.Top().Keys() }

// View draws the page on top.
func (s *Stack) View(width, height int) screen.Block {
	*s.drawn = widget.Spot{X: width, Y: height}
	return widget.Fit(s.Top().View(width, height), width, height)
}

// Input gives keys, the mouse and changes of the surroundings to the pages; it
// reports false for every other message, which is the screen's. While the
// store is asked keys wait, so that nobody types into a page that is about to
// go; clicks are dropped.
func (s *Stack) Input(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.Env = msg.Env
		s.RewordAll()
	case screen.Wheel:
		s.Top().Wheel(msg.Lines)
	case tea.KeyPressMsg, tea.PasteMsg, screen.Do, screen.Click:
		return s.input(msg), true
	case saveTop:
		return s.saveTop(), true
	case dropTop:
		return s.Pop(), true
	default:
		return s.keeping(msg)
	}
	return nil, true
}

// Settled is what has to be done after every message: what the form on top
// holds is kept, one that is new asks for what was kept of it before, and what
// was kept of those that were left is forgotten.
func (s *Stack) Settled() tea.Cmd {
	cmds := s.owed
	s.owed = nil
	if f, ok := s.Top().(*Form); ok && f.Draft != "" && s.Drafts != nil {
		cmds = append(cmds, f.keeper.Settled(s.Drafts, f.Draft, f.Sheet, s.Env))
	}
	return screen.Batch(cmds...)
}

// Saving is what keeps the form a write saves: the uppermost, on which pages may
// stand that ask more. The zero Keeper when there is none.
func (s *Stack) Saving() sheet.Keeper {
	for _, p := range slices.Backward(s.pages) {
		if f, ok := p.(*Form); ok {
			return f.keeper
		}
	}
	return sheet.Keeper{}
}

// keeping gives a message to the keepers of the forms; false when it is none
// of theirs.
func (s *Stack) keeping(msg tea.Msg) (tea.Cmd, bool) {
	var cmds []tea.Cmd
	theirs := false
	for _, p := range s.pages {
		if f, ok := p.(*Form); ok {
			cmd, took := f.keeper.Take(msg, &f.Sheet, s.Env)
			cmds, theirs = append(cmds, cmd), theirs || took
		}
	}
	return screen.Batch(cmds...), theirs
}

// Draft names what is typed about something by whoever sits at the desk.
func (s *Stack) Draft(about ...string) string {
	return sheet.DraftName(s.Env, about...)
}

func (s *Stack) input(msg tea.Msg) tea.Cmd {
	if s.busy {
		if _, click := msg.(screen.Click); !click {
			s.waited = append(s.waited, msg)
		}
		return nil
	}
	p := s.Top()
	switch msg := msg.(type) {
	case screen.Do:
		return p.Do(msg.ID)
	case screen.Click:
		return p.Click(msg)
	}
	return p.Press(msg)
}

// Hold makes keys wait until Free: the store is asked.
func (s *Stack) Hold() { s.busy = true }

// Free ends a wait and lets the keys through that were pressed meanwhile.
func (s *Stack) Free() tea.Cmd {
	s.busy = false
	cmds := make([]tea.Cmd, 0, len(s.waited))
	for len(s.waited) > 0 && !s.busy {
		msg := s.waited[0]
		s.waited = s.waited[1:]
		cmds = append(cmds, s.input(msg))
	}
	return screen.Batch(cmds...)
}

func (s *Stack) saveTop() tea.Cmd {
	if f, ok := s.Top().(interface{ Keep() tea.Cmd }); ok {
		return f.Keep()
	}
	return nil
}

// Leave asks what to do with what was changed on the page on top, before it is
// left. word is what keeping the changes is called; "" is to save them.
func (s *Stack) Leave(word text.Key) tea.Cmd { return s.Leaving(word, saveTop{}, dropTop{}) }

// Leaving is Leave with the screen's own answers.
func (s *Stack) Leaving(word text.Key, save, drop tea.Msg) tea.Cmd {
	ask := sheet.Leaving(s.Env.Text, save, drop)
	if word != "" {
		ask.Options[0].Label = s.Env.T(word)
	}
	return screen.Send(ask)
}

// Say shows a sentence in the status row.
func (s *Stack) Say(sentence string) tea.Cmd { return screen.Send(screen.Notice{Text: sentence}) }

// Warn is Say for what went wrong.
func (s *Stack) Warn(sentence string) tea.Cmd {
	return screen.Send(screen.Notice{Text: sentence, Bad: true})
}

// keyOf is the key press that a binding of a menu or list stands for.
func keyOf(id keys.ID) tea.KeyPressMsg {
	if n, ok := keys.Number(id); ok {
		return tea.KeyPressMsg{Code: rune('0' + n), Text: string(rune('0' + n))}
	}
	code := map[keys.ID]rune{
		keys.Open: tea.KeyEnter, keys.Up: tea.KeyUp, keys.Down: tea.KeyDown, keys.PageUp: tea.KeyPgUp,
		keys.PageDown: tea.KeyPgDown, keys.First: tea.KeyHome, keys.Last: tea.KeyEnd,
	}[id]
	return tea.KeyPressMsg{Code: code}
}

// First is the page at the bottom of the stack.
func (s *Stack) First() Page { return s.pages[0] }
