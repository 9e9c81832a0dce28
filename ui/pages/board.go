package pages

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// Board is a page of words above a menu. The words scroll where they are more
// than fit; the menu always shows.
type Board struct {
	On      *Stack
	Name    func() string
	Body    func(width int) widget.Block // nil: only the menu
	Options func() []widget.Option
	Pick    func(value string) tea.Cmd
	Remove  func(value string) tea.Cmd // nil: nothing to remove here
	Leave   func() tea.Cmd             // nil: one page back

	choice widget.Choice
	scroll int
}

// Title is the heading.
func (b *Board) Title() string { return b.Name() }

// Typing is never.
func (b *Board) Typing() bool { return false }

// Dirty is never.
func (b *Board) Dirty() bool { return false }

// Current is the value of the option the arrows stand on.
func (b *Board) Current() string {
	o, _ := b.choice.Current()
	return o.Value
}

// Reword makes the menu anew and keeps the arrows on the same line.
func (b *Board) Reword() {
	was, ok := b.choice.Current()
	b.choice = widget.NewMenu(b.On.Env.Senior, b.Options()...)
	b.choice.More = b.On.Env.T("sheet.more")
	if b.On.Env.Senior {
		b.choice.PerPage = 5
	}
	if ok {
		b.choice.SetValues(was.Value)
	}
	b.scrollTo(b.scroll)
}

func (b *Board) words(width int) widget.Block {
	if b.Body == nil {
		return widget.Blank(width, 1)
	}
	w := max(1, width-2*margin)
	return widget.Pad(widget.Stack(widget.Blank(w, 1), b.Body(w), widget.Blank(w, 1)), 0, margin, 0, margin)
}

// split is how many rows words and menu get.
func (b *Board) split(width, height int) (words, menu int) {
	_, all := widget.Size(b.words(width))
	menu = b.choice.Height(max(1, width-2*margin))
	words = min(all, max(height-menu, min(all, height/3)))
	return words, min(menu, max(0, height-words))
}

// View draws words and menu.
func (b *Board) View(width, height int) widget.Block {
	words, menu := b.split(width, height)
	all := b.words(width)
	body := b.hinted(widget.Window(all, b.scroll, words), all, width, words)
	if menu == 0 {
		return body
	}
	return widget.Stack(body, widget.Pad(b.choice.View(b.On.Env.Theme, max(1, width-2*margin), menu), 0, margin, 0, margin))
}

// hinted puts a mark on the last row while there is more below.
func (b *Board) hinted(shown, all widget.Block, width, room int) widget.Block {
	_, rows := widget.Size(all)
	if b.scroll+room >= rows {
		return shown
	}
	env, th := b.On.Env, b.On.Env.Theme
	mark := widget.Lines(th.Muted.Render(th.Marks.Down + " " + env.T("word.below", "key", keys.Label(env.Text, env.Keys.Binding(keys.PageDown).Keys[0]))))
	w, _ := widget.Size(mark)
	return widget.Overlay(shown, mark, widget.Spot{X: max(0, width-w-1), Y: room - 1})
}

func (b *Board) scrollTo(y int) {
	at := *b.On.drawn
	words, _ := b.split(at.X, at.Y)
	_, all := widget.Size(b.words(at.X))
	b.scroll = max(0, min(y, all-words))
}

func (b *Board) scrolls() bool {
	at := *b.On.drawn
	words, _ := b.split(at.X, at.Y)
	_, all := widget.Size(b.words(at.X))
	return all > words
}

// Wheel scrolls the words.
func (b *Board) Wheel(lines int) { b.scrollTo(b.scroll + lines) }

// Keys lists what works here.
func (b *Board) Keys() []keys.ID {
	ids := []keys.ID{keys.Open, keys.Up, keys.Down}
	if b.scrolls() {
		ids = append(ids, keys.PageDown, keys.PageUp)
	}
	if b.Remove != nil {
		ids = append(ids, keys.Remove)
	}
	return append(ids, keys.Digits(min(9, len(b.choice.Options)))...)
}

// Press takes a key.
func (b *Board) Press(msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	ids := []keys.ID{keys.Back}
	if b.scrolls() {
		ids = append(ids, keys.PageDown, keys.PageUp)
	}
	if b.Remove != nil {
		ids = append(ids, keys.Remove)
	}
	if id, ok := b.On.Env.Keys.Match(press, ids...); ok {
		return b.Do(id)
	}
	b.choice, _ = b.choice.Update(press)
	return b.picked()
}

func (b *Board) picked() tea.Cmd {
	if o, ok := b.choice.Picked(); ok && o.Off == "" {
		return b.Pick(o.Value)
	}
	return nil
}

// Do does what a binding says.
func (b *Board) Do(id keys.ID) tea.Cmd {
	words, _ := b.split(b.On.drawn.X, b.On.drawn.Y)
	switch id {
	case keys.Back:
		if b.Leave != nil {
			return b.Leave()
		}
		return b.On.Pop()
	case keys.PageDown:
		b.scrollTo(b.scroll + max(1, words-1))
	case keys.PageUp:
		b.scrollTo(b.scroll - max(1, words-1))
	case keys.Remove:
		if b.Remove != nil && len(b.choice.Options) > 0 {
			return b.Remove(b.Current())
		}
	default:
		b.choice, _ = b.choice.Update(keyOf(id))
		return b.picked()
	}
	return nil
}

// Click serves the mouse on the menu.
func (b *Board) Click(c screen.Click) tea.Cmd {
	words, menu := b.split(c.Width, c.Height)
	i, ok := b.choice.At(max(1, c.Width-2*margin), menu, c.X-margin, c.Y-words)
	switch {
	case !ok:
		return nil
	case i < 0: // the line that turns the page
		b.choice, _ = b.choice.Update(keyOf(keys.Digit(0)))
		return nil
	case b.choice.Options[i].Off != "":
		return nil
	}
	b.choice.Press(i)
	return b.picked()
}

// Label is what the option with a value says.
func (b *Board) Label(value string) string {
	for _, o := range b.choice.Options {
		if o.Value == value {
			return o.Label
		}
	}
	return ""
}
