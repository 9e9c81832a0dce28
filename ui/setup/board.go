package setup

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// board is a page of words above a menu by digits: the first steps, the
// display.
type board struct {
	env   screen.Env
	menu  widget.Choice
	drawn *widget.Spot // where the menu was drawn. View leaves it here.
}

func newBoard(env screen.Env) board { return board{env: env, drawn: &widget.Spot{}} }

// offer sets the choices and keeps the arrows where they were.
func (b *board) offer(options []widget.Option, now string) {
	at, had := b.menu.Current()
	b.menu = widget.NewMenu(b.env.Senior, options...)
	b.menu.PerPage, b.menu.More = 9, b.env.T("sheet.more")
	if b.env.Senior {
		b.menu.PerPage = 5
	}
	switch {
	case had:
		b.menu.SetValues(at.Value)
	case now != "":
		b.menu.SetValues(now)
	}
}

// press returns what was chosen, and whether the page is to be left.
func (b *board) press(msg tea.KeyPressMsg) (chosen string, leave bool) {
	if _, ok := b.env.Keys.Match(msg, keys.Back); ok {
		return "", true
	}
	b.menu, _ = b.menu.Update(msg)
	return b.picked(), false
}

// do is press for a binding chosen by mouse or palette.
func (b *board) do(id keys.ID) (chosen string, leave bool) {
	switch id {
	case keys.Back:
		return "", true
	case keys.Up:
		return b.press(tea.KeyPressMsg{Code: tea.KeyUp})
	case keys.Down:
		return b.press(tea.KeyPressMsg{Code: tea.KeyDown})
	case keys.Open:
		return b.press(tea.KeyPressMsg{Code: tea.KeyEnter})
	}
	return "", false
}

func (b *board) click(c screen.Click) string {
	width := c.Width - 2*inset
	b.menu.Click(width, c.Height-b.drawn.Y, c.X-b.drawn.X, c.Y-b.drawn.Y)
	return b.picked()
}

func (b *board) picked() string {
	if o, ok := b.menu.Picked(); ok && o.Off == "" {
		return o.Value
	}
	return ""
}

func (b *board) keys() []keys.ID {
	return append([]keys.ID{keys.Open, keys.Up, keys.Down}, keys.Digits(min(9, len(b.menu.Options)))...)
}

// inset is what stays free on both sides.
const inset = 2

// view draws the words and the menu below them. Where both do not fit, the
// menu does: the words are cut.
func (b *board) view(words func(width int) widget.Block, width, height int) widget.Block {
	w := max(1, width-2*inset)
	head := widget.Stack(widget.Blank(w, 1), words(w), widget.Blank(w, 1))
	_, rows := widget.Size(head)
	menu := min(b.menu.Height(w), height)
	rows = max(0, min(rows, height-menu))
	*b.drawn = widget.Spot{X: inset, Y: rows}
	body := widget.Stack(widget.Fit(head, w, rows), b.menu.View(b.env.Theme, w, height-rows))
	return widget.Fit(widget.Pad(body, 0, inset, 0, inset), width, height)
}
