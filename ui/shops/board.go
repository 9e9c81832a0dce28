package shops

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// board is a page of words above a menu. The words scroll where they are more
// than fit; the menu always shows.
type board struct {
	name    func(*Screen) string
	body    func(s *Screen, width int) widget.Block // nil: only the menu
	options func(*Screen) []widget.Option
	pick    func(s *Screen, value string) tea.Cmd
	remove  func(s *Screen, value string) tea.Cmd // nil: nothing to remove here
	back    func(*Screen) tea.Cmd                 // nil: one page back
	choice  widget.Choice
	scroll  int
}

const margin = 2

func (b *board) title(s *Screen) string { return b.name(s) }
func (b *board) typing() bool           { return false }
func (b *board) dirty() bool            { return false }

// reword makes the menu anew and keeps the arrows on the same line.
func (b *board) reword(s *Screen) {
	was, ok := b.choice.Current()
	b.choice = widget.NewMenu(s.env.Senior, b.options(s)...)
	b.choice.More = s.env.T("sheet.more")
	if s.env.Senior {
		b.choice.PerPage = 5
	}
	if ok {
		b.choice.SetValues(was.Value)
	}
	b.scrollTo(s, b.scroll)
}

func (b *board) words(s *Screen, width int) widget.Block {
	if b.body == nil {
		return widget.Blank(width, 1)
	}
	w := max(1, width-2*margin)
	return widget.Pad(widget.Stack(widget.Blank(w, 1), b.body(s, w), widget.Blank(w, 1)), 0, margin, 0, margin)
}

// split is how many rows words and menu get.
func (b *board) split(s *Screen, width, height int) (words, menu int) {
	_, all := widget.Size(b.words(s, width))
	menu = b.choice.Height(max(1, width-2*margin))
	words = min(all, max(height-menu, min(all, height/3)))
	return words, min(menu, max(0, height-words))
}

func (b *board) view(s *Screen, width, height int) widget.Block {
	words, menu := b.split(s, width, height)
	all := b.words(s, width)
	body := b.hinted(s, widget.Window(all, b.scroll, words), all, width, words)
	if menu == 0 {
		return body
	}
	return widget.Stack(body, widget.Pad(b.choice.View(s.env.Theme, max(1, width-2*margin), menu), 0, margin, 0, margin))
}

// hinted puts a mark on the last row while there is more below.
func (b *board) hinted(s *Screen, shown, all widget.Block, width, room int) widget.Block {
	_, rows := widget.Size(all)
	if b.scroll+room >= rows {
		return shown
	}
	th := s.env.Theme
	mark := widget.Lines(th.Muted.Render(th.Marks.Down + " " + s.env.T("shops.below", "key", keys.Label(s.env.Text, s.env.Keys.Binding(keys.PageDown).Keys[0]))))
	w, _ := widget.Size(mark)
	return widget.Overlay(shown, mark, widget.Spot{X: max(0, width-w-1), Y: room - 1})
}

func (b *board) scrollTo(s *Screen, y int) {
	words, _ := b.split(s, s.drawn.X, s.drawn.Y)
	_, all := widget.Size(b.words(s, s.drawn.X))
	b.scroll = max(0, min(y, all-words))
}

func (b *board) wheel(s *Screen, lines int) { b.scrollTo(s, b.scroll+lines) }

func (b *board) keys(s *Screen) []keys.ID {
	ids := []keys.ID{keys.Open, keys.Up, keys.Down}
	words, _ := b.split(s, s.drawn.X, s.drawn.Y)
	if _, all := widget.Size(b.words(s, s.drawn.X)); all > words {
		ids = append(ids, keys.PageDown, keys.PageUp)
	}
	if b.remove != nil {
		ids = append(ids, keys.Remove)
	}
	return append(ids, keys.Digits(min(9, len(b.choice.Options)))...)
}

func (b *board) press(s *Screen, msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	ids := []keys.ID{keys.Back, keys.PageDown, keys.PageUp}
	if b.remove != nil {
		ids = append(ids, keys.Remove)
	}
	if id, ok := s.env.Keys.Match(press, ids...); ok {
		return b.do(s, id)
	}
	b.choice, _ = b.choice.Update(press)
	return b.picked(s)
}

func (b *board) picked(s *Screen) tea.Cmd {
	if o, ok := b.choice.Picked(); ok {
		return b.pick(s, o.Value)
	}
	return nil
}

func (b *board) do(s *Screen, id keys.ID) tea.Cmd {
	words, _ := b.split(s, s.drawn.X, s.drawn.Y)
	switch id {
	case keys.Back:
		if b.back != nil {
			return b.back(s)
		}
		return s.pop()
	case keys.PageDown:
		b.scrollTo(s, b.scroll+max(1, words-1))
	case keys.PageUp:
		b.scrollTo(s, b.scroll-max(1, words-1))
	case keys.Remove:
		if o, ok := b.choice.Current(); ok && b.remove != nil {
			return b.remove(s, o.Value)
		}
	default:
		b.choice, _ = b.choice.Update(keyOf(id))
		return b.picked(s)
	}
	return nil
}

// keyOf is the key press that a binding of a menu stands for.
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

func (b *board) click(s *Screen, c screen.Click) tea.Cmd {
	words, menu := b.split(s, c.Width, c.Height)
	w := max(1, c.Width-2*margin)
	i, ok := b.choice.At(w, menu, c.X-margin, c.Y-words)
	if !ok {
		return nil
	}
	if i < 0 {
		b.choice, _ = b.choice.Update(keyOf(keys.Digit(0)))
		return nil
	}
	if off := b.choice.Options[i].Off; off != "" {
		return nil
	}
	b.choice.Press(i)
	return b.picked(s)
}
