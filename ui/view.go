package ui

import (
	"cmp"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/ui/glass"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// The smallest window the desk is laid out for.
const (
	minWidth  = 60
	minHeight = 20
	// maxStatus is how many rows a notice may take; mostly it takes one.
	maxStatus = 3
)

// View draws header, screen, status row, key bar and overlays.
func (r *Root) View() tea.View {
	b := widget.Paint(widget.Fit(r.safely(), r.width, r.height), r.env.Theme.Text)
	v := tea.NewView(b.Text)
	v.Cursor = b.Cursor
	if v.Cursor != nil {
		v.Cursor.Color = r.env.Theme.CursorColor
	}
	v.AltScreen = true
	v.MouseMode = tea.MouseModeCellMotion
	v.WindowTitle = r.env.T("app.name")
	if r.env.Theme.Large > 0 {
		v.WindowTitle = glass.Title(v.WindowTitle, largeWords(b.Text, r.width))
	}
	v.BackgroundColor = r.env.Theme.Ground
	return v
}

// safely draws; a screen that panics is replaced by a sentence, and the keys
// that lead away from it still work.
func (r *Root) safely() (b widget.Block) {
	defer func() {
		if what := recover(); what != nil {
			if r.o.Crash != nil {
				r.o.Crash(what)
			}
			b = widget.Para(r.env.Theme.Text, r.env.T("problem.internal"), max(2, r.width))
		}
	}()
	return r.draw()
}

func (r *Root) draw() widget.Block {
	if r.small() {
		said := r.env.T("root.small", "width", minWidth, "height", minHeight, "now_width", r.width, "now_height", r.height)
		return widget.Para(r.env.Theme.Text, said, max(2, r.width))
	}
	base := widget.Stack(r.header(), r.body(), r.coach(), r.status(), r.bar())
	for _, o := range r.over {
		base = o.over(r, base)
	}
	return base
}

func (r *Root) small() bool { return r.width < minWidth || r.height < minHeight }

func (r *Root) body() screen.Block {
	w, h := r.width, r.room()
	return widget.Fit(r.top().s.View(w, h), w, h)
}

// header tells which desk, which page and who sits here. It shows no clock:
// nothing redraws while somebody types.
func (r *Root) header() widget.Block {
	th := r.env.Theme
	name := r.env.Text.Actor(r.env.Person.ID, cmp.Or(r.env.Person.Name, model.SharedDesk))
	who := widget.Clean(name) + " "
	where := " " + r.env.T("app.name") + "  " + widget.Clean(r.title())
	where = widget.TruncateWith(where, max(0, r.width-widget.Width(who)-1), th.Marks.More)
	left, right := widget.Lines(th.Header.Render(where)), widget.Lines(th.Header.Render(who))
	return widget.Paint(widget.Split(left, right, r.width), th.Header)
}

// said is the notice in rows.
func (r *Root) said() []string {
	rows := widget.Wrap(widget.Clean(r.notice.Text), r.width-2)
	return rows[:min(len(rows), maxStatus)]
}

func (r *Root) status() widget.Block {
	th := r.env.Theme
	style := th.Good
	if r.notice.Bad {
		style = th.Bad
	}
	rows := make([]widget.Block, 0, maxStatus)
	for _, row := range r.said() {
		rows = append(rows, widget.Line(th, style, " "+row, r.width))
	}
	return widget.Stack(rows...)
}

// barIDs are the keys the bar shows: what this page can do, the way back and
// help, what works everywhere, and last the keys that turn pages, which people
// know and which would push the rest out of a narrow window. The arrows say
// themselves what they do; the help lists them.
func (r *Root) barIDs() []keys.ID {
	if len(r.over) > 0 {
		return r.over[len(r.over)-1].bar()
	}
	var ids, moves []keys.ID
	for _, id := range r.top().s.Keys() {
		switch {
		case arrow(id):
		case turning(id):
			moves = append(moves, id)
		default:
			ids = append(ids, id)
		}
	}
	if len(r.frames) > 1 {
		ids = append(ids, keys.Back)
	}
	ids = append(ids, keys.Help, keys.Guide, keys.Language, keys.Senior, keys.Palette, keys.Undo, keys.Person, keys.Quit)
	return append(ids, moves...)
}

func arrow(id keys.ID) bool {
	return slices.Contains([]keys.ID{keys.Up, keys.Down, keys.Left, keys.Right}, id)
}

func turning(id keys.ID) bool {
	return slices.Contains([]keys.ID{keys.PageUp, keys.PageDown, keys.First, keys.Last, keys.NextTab, keys.Previous}, id)
}

// barItems drops digits (the screen shows them beside their choices) and keys
// named twice.
func (r *Root) barItems() ([]widget.BarItem, []keys.ID) {
	var items []widget.BarItem
	var ids []keys.ID
	seen := map[keys.ID]bool{}
	for _, id := range r.barIDs() {
		if _, digit := keys.Number(id); digit || seen[id] {
			continue
		}
		seen[id] = true
		b := r.env.Keys.Binding(id)
		word := b.Word
		if id == keys.Senior && r.env.Senior {
			word = "key.senior.off" // what the key leads to, not where one is
		}
		items = append(items, widget.BarItem{Key: keys.Label(r.env.Text, b.Keys[0]), Word: r.env.T(word)})
		ids = append(ids, id)
	}
	return items, ids
}

func (r *Root) bar() widget.Block {
	items, _ := r.barItems()
	return widget.KeyBar(r.env.Theme, items, r.width)
}

// click serves the mouse: the key bar runs what it names, an overlay or the
// screen takes the rest.
func (r *Root) click(m tea.Mouse) tea.Cmd {
	if r.small() || r.busy || m.Button != tea.MouseLeft {
		return nil
	}
	r.notice = screen.Notice{}
	if len(r.over) > 0 {
		base := widget.Blank(r.width, r.height)
		return r.settle(r.over[len(r.over)-1].click(r, base, m.X, m.Y))
	}
	switch {
	case m.Y == r.height-1:
		items, ids := r.barItems()
		if i, ok := widget.KeyBarAt(r.env.Theme, items, r.width, m.X); ok {
			return r.do(ids[i])
		}
	case m.Y > 0 && m.Y <= r.room():
		return r.tell(len(r.frames)-1, screen.Click{
			X: m.X, Y: m.Y - 1, Width: r.width, Height: r.room(),
		})
	}
	return nil
}

func (r *Root) wheel(m tea.Mouse) tea.Cmd {
	if r.small() || len(r.over) > 0 {
		return nil
	}
	lines := 3
	if m.Button == tea.MouseWheelUp {
		lines = -3
	}
	return r.tell(len(r.frames)-1, screen.Wheel{Lines: lines})
}

// title is the heading of the screen on top. A station nobody gave a name has the
// one of the language its store was made in: that is said in the language of now.
func (r *Root) title() string {
	const unnamed = "station.default"
	title := r.top().s.Title()
	for _, lang := range text.Langs() {
		if title == r.o.Texts.Lang(lang).T(unnamed) {
			return r.env.T(unnamed)
		}
	}
	return title
}
