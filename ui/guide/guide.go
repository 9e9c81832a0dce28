package guide

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/deskcard"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// Screen shows one page, or the list of topics.
type Screen struct {
	env      screen.Env
	pages    *Pages
	match    func(query, label string) bool
	at       int // the page shown
	page     widget.Reader
	list     bool // the topics are shown
	print    deskcard.Print
	printing bool // the card is being made
	pick     widget.Picker
	size     *widget.Spot // the size last drawn, which paging needs. View leaves it here.
}

// New opens the help on the page of a topic, or on the first page when there
// is none for it. match reports whether a title fits what was typed; print makes the card
// for the desk.
func New(env screen.Env, pages *Pages, topic string, match func(query, label string) bool, print deskcard.Print) screen.Screen {
	s := Screen{env: env, pages: pages, match: match, print: print, size: &widget.Spot{X: 80, Y: 20}}
	s.at = pages.at(topic)
	s.show()
	return s
}

// Init has nothing to fetch.
func (s Screen) Init() tea.Cmd { return nil }

// Topic says that this is the help itself.
func (Screen) Topic() string { return screen.OwnTopic }

// Title is the heading.
func (s Screen) Title() string {
	if s.list {
		return s.env.T("guide.title")
	}
	return s.env.T("guide.title.page", "title", s.pages.Of(s.env.Text)[s.at].Title)
}

// Typing reports whether the topics are narrowed by typing.
func (s Screen) Typing() bool { return s.list }

// Dirty is always false: help keeps nothing.
func (s Screen) Dirty() bool { return false }

// Keys lists what works here.
func (s Screen) Keys() []keys.ID {
	if s.list {
		return []keys.ID{keys.Open, keys.Up, keys.Down}
	}
	return []keys.ID{keys.Open, keys.Print, keys.Left, keys.Right, keys.PageDown, keys.PageUp, keys.Up, keys.Down, keys.First, keys.Last}
}

// show puts the page at s.at on the screen.
func (s *Screen) show() {
	s.list = false
	s.page = widget.NewReader(s.pages.Of(s.env.Text)[s.at].Words(s.env.Text, s.env.Keys))
	s.page.Focus()
}

// topics opens the list.
func (s *Screen) topics() {
	s.list = true
	list := s.pages.Of(s.env.Text)
	s.pick = widget.NewPicker(s.env.T("guide.find"), func(query string) []widget.Item {
		var out []widget.Item
		for _, p := range list {
			if query == "" || s.match(query, p.Title) {
				out = append(out, widget.Item{Value: p.Topic, Label: p.Title})
			}
		}
		return out
	})
	s.pick.None = s.env.T("word.no_match")
	s.pick.Rows = 9
	s.pick.Focus()
}

// Update takes keys, clicks and new words.
func (s Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := s.take(msg)
	return s, cmd
}

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.env = msg.Env
		if query := s.pick.Query(); s.list {
			s.topics()
			s.pick.SetQuery(query)
			return nil
		}
		s.show()
	case screen.Do:
		return s.act(msg.ID)
	case deskcard.Made:
		s.printing = false
		return msg.Say(s.env)
	case screen.Wheel:
		s.page.Wheel(msg.Lines)
	case screen.Click:
		if s.list {
			s.pick.Click(s.env.Theme, msg.Width-4, msg.Height-1, msg.X-2, msg.Y-1)
			s.picked()
		}
	case tea.PasteMsg:
		if s.list {
			s.pick, _ = s.pick.Update(msg)
		}
	case tea.KeyPressMsg:
		return s.press(msg)
	}
	return nil
}

func (s *Screen) press(msg tea.KeyPressMsg) tea.Cmd {
	if s.list {
		if _, ok := s.env.Keys.MatchTyping(msg, keys.Back); ok {
			s.show()
			return nil
		}
		s.pick, _ = s.pick.Update(msg)
		s.picked()
		return nil
	}
	if id, ok := s.env.Keys.Match(msg, keys.Back, keys.Open, keys.Left, keys.Right, keys.Print); ok {
		return s.act(id)
	}
	s.page.Resize(min(s.size.X-4, widest), s.rows())
	s.page, _ = s.page.Update(msg)
	return nil
}

// picked opens the page chosen from the list.
func (s *Screen) picked() {
	if it, ok := s.pick.Picked(); ok {
		s.at = s.pages.at(it.Value)
		s.show()
	}
}

// act does what a binding says.
func (s *Screen) act(id keys.ID) tea.Cmd {
	n := len(s.pages.Of(s.env.Text))
	switch id {
	case keys.Back:
		if s.list {
			s.show()
			return nil
		}
		return screen.Send(screen.Back{})
	case keys.Open:
		if s.list {
			s.pick, _ = s.pick.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
			s.picked()
			return nil
		}
		s.topics()
	case keys.Print:
		if s.printing {
			return nil
		}
		s.printing = true
		return deskcard.Make(s.env, s.print)
	case keys.Left:
		s.at = (s.at + n - 1) % n
		s.show()
	case keys.Right:
		s.at = (s.at + 1) % n
		s.show()
	default:
		s.scroll(id)
	}
	return nil
}

// scroll does what a scrolling key chosen by mouse or palette says.
func (s *Screen) scroll(id keys.ID) {
	code := map[keys.ID]rune{
		keys.Up: tea.KeyUp, keys.Down: tea.KeyDown, keys.PageUp: tea.KeyPgUp, keys.PageDown: tea.KeyPgDown,
		keys.First: tea.KeyHome, keys.Last: tea.KeyEnd,
	}[id]
	if code != 0 {
		_ = s.press(tea.KeyPressMsg{Code: code})
	}
}

// View draws the page or the list.
func (s Screen) View(width, height int) screen.Block {
	*s.size = widget.Spot{X: width, Y: height}
	th := s.env.Theme
	if s.list {
		return widget.Fit(widget.Pad(s.pick.View(th, width-4, height-1), 1, 2, 0, 2), width, height)
	}
	list := s.pages.Of(s.env.Text)
	rows := s.rows()
	page := s.page
	page.Resize(min(width-4, widest), rows)
	foot := widget.Para(th.Muted, s.env.T("guide.foot", "n", s.at+1, "all", len(list), "key", keys.Label(s.env.Text, s.env.Keys.Binding(keys.Print).Keys[0])), width-4)
	body := widget.Fit(page.View(th, min(width-4, widest), rows), width-4, rows)
	head := widget.Line(th, th.Title, list[s.at].Title, width-4)
	return widget.Fit(widget.Pad(widget.Stack(head, widget.Blank(width-4, 1), body, widget.Fit(foot, width-4, 1)), 1, 2, 0, 2), width, height)
}

// rows is how many rows of the page show: the height less a blank row, the
// heading with another below it, and the foot.
func (s Screen) rows() int { return max(1, s.size.Y-4) }

// widest is the longest line of a page, in cells: longer ones are hard to
// follow.
const widest = 92
