// Package lookup is the list of cases and the one box that finds them. It
// holds one page of the list in memory and turns pages by the store; what was
// typed in the box is answered while typing.
package lookup

import (
	"context"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// Desk is what the screen asks of the store.
type Desk interface {
	// List returns one page, newest first.
	List(context.Context, find.ListQuery) ([]find.Row, error)
	// Search answers what was typed, best first.
	Search(context.Context, find.Query) (find.Result, error)
	// Indexing says how many of how many records can be found so far, while the
	// index is made again; all is 0 when it is whole.
	Indexing() (made, all int)
	// Grown waits until more than so many can be found, or the index is whole.
	Grown(ctx context.Context, made int) error
}

// tab is one way to look at the list.
type tab int

const (
	all tab = iota
	open
	complaints
	consultations
	tabs // how many there are
)

// Screen is the list.
type Screen struct {
	env   screen.Env
	desk  Desk
	drawn *widget.Spot // the size last drawn: what a page is. View leaves it here.

	tab    tab
	box    widget.Field
	list   widget.List // selection; its rows carry ids only, View fills them
	rows   []find.Row  // the page shown while nothing is searched for
	page   page
	more   bool // there are rows after this page
	ready  bool // something has arrived
	asked  int  // number of the newest question; answers to older ones are dropped
	cancel context.CancelFunc
	found  *found // what the box found; nil while it is empty
	shop   string // only cases of this shop; "" for all
	seeing bool   // a search is under way
	wanted bool   // Enter was pressed before its answer: the best hit is opened then
	making making // how far the index is, while it is made again
}

// New returns the list; query is already typed when it is not "".
func New(env screen.Env, desk Desk, query string) screen.Screen {
	s := Screen{env: env, desk: desk, drawn: &widget.Spot{X: 80, Y: 20}}
	s.list.Focus()
	if query != "" {
		s.box.SetValue(query)
		s.focusBox()
	}
	s.reword()
	return s
}

// Init reads the first page, or searches for what is already typed.
func (s Screen) Init() tea.Cmd {
	if s.box.Value() != "" {
		return screen.Send(begin{})
	}
	return screen.Batch(s.read(page{}, landFirst), s.askMaking())
}

// begin starts the search the screen was opened with.
type begin struct{}

// Topic is the page of the help about this screen.
func (Screen) Topic() string { return "lookup" }

// Title is the heading.
func (s Screen) Title() string { return s.env.T("lookup.title") }

// Typing reports whether the box has the focus.
func (s Screen) Typing() bool { return s.box.Focused() }

// Dirty is never true: nothing here is kept.
func (s Screen) Dirty() bool { return false }

// Keys lists what works here.
func (s Screen) Keys() []keys.ID {
	ids := []keys.ID{keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if s.box.Focused() {
		return ids
	}
	ids = append(ids[:1:1], append([]keys.ID{keys.Filter}, ids[1:]...)...)
	ids = append(ids, keys.First, keys.Last)
	if s.found == nil {
		ids = append(ids, keys.Left, keys.Right)
	}
	if s.env.Senior {
		return append(ids, keys.Digits(min(10, len(s.list.Rows)))...)
	}
	return append(ids, keys.Digits(int(tabs))...)
}

// Update takes a message.
func (s Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.env = msg.Env
		s.reword()
		return s, nil
	case begin:
		cmd := s.search()
		return s, cmd
	case listed:
		cmd := s.onListed(msg)
		return s, cmd
	case found:
		cmd := s.onFound(msg)
		return s, cmd
	case making:
		cmd := s.onMaking(msg)
		return s, cmd
	case grown:
		cmd := s.onGrown(msg)
		return s, cmd
	case screen.Changed, screen.Shown:
		cmd := s.refresh()
		return s, cmd
	case screen.Do:
		cmd := s.act(msg.ID)
		return s, cmd
	case screen.Click:
		cmd := s.click(msg)
		return s, cmd
	case screen.Wheel:
		cmd := s.step(msg.Lines)
		return s, cmd
	case tea.PasteMsg:
		s.focusBox()
		cmd := s.typed(msg)
		return s, cmd
	case tea.KeyPressMsg:
		cmd := s.press(msg)
		return s, cmd
	}
	return s, nil
}

// press gives a key to the box while it has the focus, except the keys that
// move and open; to the list otherwise.
func (s *Screen) press(msg tea.KeyPressMsg) tea.Cmd {
	s.wanted = false
	moves := []keys.ID{keys.Back, keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown}
	if s.box.Focused() {
		if id, ok := s.env.Keys.MatchTyping(msg, append(moves, keys.NextTab)...); ok {
			return s.act(id)
		}
		return s.typed(msg)
	}
	ids := append(moves, keys.First, keys.Last, keys.Left, keys.Right, keys.Filter, keys.NextTab)
	if id, ok := s.env.Keys.Match(msg, append(ids, keys.Digits(10)...)...); ok {
		return s.act(id)
	}
	if r, _ := utf8.DecodeRuneInString(msg.Text); unicode.IsLetter(r) {
		s.focusBox() // a name typed straight away is searched for, not lost
		return s.typed(msg)
	}
	return nil
}

// act does what a binding says.
func (s *Screen) act(id keys.ID) tea.Cmd {
	switch id {
	case keys.Back:
		return s.back()
	case keys.Filter:
		s.focusBox()
	case keys.NextTab:
		s.switchFocus()
	case keys.Open:
		return s.openSelected()
	case keys.Left:
		return s.show((s.tab + tabs - 1) % tabs)
	case keys.Right:
		return s.show((s.tab + 1) % tabs)
	default:
		if n, ok := keys.Number(id); ok {
			return s.digit(n)
		}
		return s.move(id)
	}
	return nil
}

// digit chooses a filter; in senior mode, where rows carry the digits, a row.
func (s *Screen) digit(n int) tea.Cmd {
	if s.env.Senior {
		press := tea.KeyPressMsg{Code: rune('0' + n), Text: string(rune('0' + n))}
		s.list.Resize(s.parts().list)
		s.list, _ = s.list.Update(press)
		if _, ok := s.list.Opened(); ok {
			return s.openSelected()
		}
		return nil
	}
	if n < 1 || n > int(tabs) {
		return nil
	}
	return s.show(tab(n - 1))
}

// back leaves the box, then what was searched for, then the screen.
func (s *Screen) back() tea.Cmd {
	switch {
	case s.box.Focused() && s.box.Value() != "":
		s.focusList()
		return nil
	case s.found != nil || s.box.Value() != "" || s.shop != "":
		return s.forget()
	}
	s.drop()
	return screen.Send(screen.Back{})
}

// forget empties the box and shows the list again.
func (s *Screen) forget() tea.Cmd {
	s.drop()
	s.box.SetValue("")
	s.shop, s.found, s.seeing = "", nil, false
	s.focusList()
	return s.read(s.page, landKeep)
}

func (s *Screen) focusBox() {
	s.box.Focus()
	s.list.Focus() // arrows and Enter still act on the list
}

func (s *Screen) focusList() { s.box.Blur() }

func (s *Screen) switchFocus() {
	if s.box.Focused() {
		s.focusList()
		return
	}
	s.focusBox()
}

// typed edits the box and asks anew when the text changed.
func (s *Screen) typed(msg tea.Msg) tea.Cmd {
	s.box, _ = s.box.Update(msg)
	if !s.box.Changed() {
		return nil
	}
	if s.box.Value() == "" {
		s.shop, s.found, s.seeing = "", nil, false
		s.drop()
		return s.read(s.page, landKeep)
	}
	s.shop = ""
	return s.search()
}

// openSelected shows the case, the cases of the shop, or the volunteer's page.
func (s *Screen) openSelected() tea.Cmd {
	row, ok := s.selected()
	switch {
	case s.asking():
		s.wanted = true
		return nil
	case !ok:
		return nil
	case row.Kind == find.Shop:
		s.box.SetValue(row.Name)
		s.shop = row.Name
		s.focusList()
		return s.search()
	case row.Kind == find.Volunteer:
		return screen.Send(screen.OpenRoster{Volunteer: row.ID})
	}
	return screen.Send(screen.OpenCase{ID: row.ID})
}

// asking reports that what is shown answers an older question than the one in
// the box.
func (s Screen) asking() bool {
	return s.seeing && (s.found == nil || s.found.asked != s.asked)
}

// selected returns the row the keys act on.
func (s Screen) selected() (find.Row, bool) {
	i := s.list.Index()
	switch {
	case s.found != nil && i < len(s.found.res.Hits):
		return s.found.res.Hits[i].Row, true
	case s.found == nil && i < len(s.rows):
		return s.rows[i], true
	}
	return find.Row{}, false
}

// why returns why the selected row was found.
func (s Screen) why() []find.Why {
	if i := s.list.Index(); s.found != nil && i < len(s.found.res.Hits) {
		return s.found.res.Hits[i].Why
	}
	return nil
}
