package duty

import (
	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// page is what the pages of this package share: a list below a head.
type page struct {
	env   screen.Env
	list  widget.List
	drawn widget.Spot // the size last drawn; View leaves it here
	head  int         // rows of the head as last drawn
	asked int         // number of the newest question; answers to older ones are dropped
}

func newPage(env screen.Env) page {
	p := page{drawn: widget.Spot{X: 80, Y: 20}}
	p.list.Digits = true
	p.list.Focus()
	p.dress(env)
	return p
}

func (p *page) dress(env screen.Env) {
	p.env = env
	p.list.Spaced = env.Senior
}

// by is who the store is told does it.
func (p *page) by() store.By {
	who := p.env.Person
	return store.By{ID: who.ID, Actor: who.Name, Role: who.Role, At: p.env.Now()}
}

func (p *page) today() model.Day {
	now := p.env.Now()
	return model.DayOf(now, now.Location())
}

// moves are the keys of the list.
func moves() []keys.ID {
	return []keys.ID{keys.Open, keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last}
}

// press gives a key to the first taker among the bindings of the page, then to
// the list. It returns the binding, or the row that was opened.
func (p *page) press(msg tea.KeyPressMsg, own ...keys.ID) (id keys.ID, row string) {
	if id, ok := p.env.Keys.Match(msg, append(own, keys.Back)...); ok {
		return id, ""
	}
	return "", p.give(msg)
}

// give moves the list and returns the row that was opened.
func (p *page) give(msg tea.KeyPressMsg) string {
	p.list.Resize(p.room())
	p.list, _ = p.list.Update(msg)
	if row, ok := p.list.Opened(); ok {
		return row.ID
	}
	return ""
}

// do is give for a binding chosen by palette, help or mouse.
func (p *page) do(id keys.ID) string {
	for code, k := range map[rune]keys.ID{
		tea.KeyUp: keys.Up, tea.KeyDown: keys.Down, tea.KeyPgUp: keys.PageUp, tea.KeyPgDown: keys.PageDown,
		tea.KeyHome: keys.First, tea.KeyEnd: keys.Last, tea.KeyEnter: keys.Open,
	} {
		if k == id {
			return p.give(tea.KeyPressMsg{Code: code})
		}
	}
	if n, ok := keys.Number(id); ok {
		r := rune('0' + n)
		return p.give(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return ""
}

func (p *page) room() int { return max(1, p.drawn.Y-p.head) }

// click selects or opens the row at a press of the mouse.
func (p *page) click(c screen.Click) string {
	p.list.Click(max(1, c.Height-p.head), c.Y-p.head)
	if row, ok := p.list.Opened(); ok {
		return row.ID
	}
	return ""
}

// view draws a head and the list below it.
func (p *page) view(head widget.Block, width, height int) screen.Block {
	_, rows := widget.Size(head)
	p.drawn, p.head = widget.Spot{X: width, Y: height}, rows
	body := widget.Pad(p.list.View(p.env.Theme, width-4, max(1, height-rows)), 0, 2, 0, 2)
	return widget.Fit(widget.Stack(head, body), width, height)
}

// titled is a head of sentences: the first one bright.
func (p *page) titled(width int, sentences ...string) widget.Block {
	th := p.env.Theme
	rows := []widget.Block{widget.Blank(width, 1)}
	for i, s := range sentences {
		style := th.Muted
		if i == 0 {
			style = th.Title
		}
		if s != "" {
			rows = append(rows, widget.Pad(widget.Para(style, s, width-4), 0, 2, 0, 2))
		}
	}
	return widget.Stack(append(rows, widget.Blank(width, 1))...)
}

func notice(text string) tea.Cmd { return screen.Send(screen.Notice{Text: text}) }

func failed(err error) tea.Cmd { return screen.Send(screen.Failed{Err: err}) }
