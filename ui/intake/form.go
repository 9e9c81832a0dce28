package intake

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// formWidth is the widest a form gets: an eye does not travel further from
// label to value.
const formWidth = 100

// airyHeight is how high a form has to be to get rows between its sections.
const airyHeight = 32

// margin is the blank cells left of everything.
const margin = 1

// View draws the screen.
func (s *Screen) View(width, height int) screen.Block {
	s.drawn = widget.Spot{X: width, Y: height}
	if width <= 0 || height <= 0 {
		return widget.Block{}
	}
	switch {
	case s.page != asking:
		return widget.Fit(s.menuView(width, height), width, height)
	case s.env.Senior:
		return widget.Fit(s.questionView(width, height), width, height)
	}
	return widget.Fit(s.formView(width, height), width, height)
}

// canvas is what the parts of the form are drawn on in a window this wide.
func (s *Screen) canvas(width int) canvas {
	if s.env.Senior {
		return canvas{env: s.env, width: max(1, min(questionWidth, width-4*margin))}
	}
	inner := max(1, min(formWidth, width-2*margin))
	return canvas{env: s.env, width: inner, labels: s.labelWidth(inner)}
}

// spread is a form laid out: all its rows, of which a window shows.
type spread struct {
	rows   widget.Block
	spots  []placed // in the order of the parts
	top    int      // the first row shown
	height int      // rows shown
	canvas canvas
}

// placed is where a part stands in a spread.
type placed struct{ y, rows int }

func (s *Screen) formView(width, height int) widget.Block {
	foot := s.foot(width, height)
	_, rows := widget.Size(foot)
	f := s.spread(width, max(1, height-rows))
	body := widget.Pad(widget.Window(f.rows, f.top, f.height), 0, 0, 0, margin)
	return widget.Stack(widget.Fit(body, width, f.height), foot)
}

// spread lays out the form and finds the window that shows the focus: from the
// top as long as that does, so that the form stands still while it is filled.
func (s *Screen) spread(width, height int) spread {
	d := s.canvas(width)
	inner := d.width
	f := spread{height: height, canvas: d}
	y := 0
	put := func(b widget.Block) placed {
		_, rows := widget.Size(b)
		f.rows = widget.Stack(f.rows, b)
		y += rows
		return placed{y - rows, rows}
	}
	needed := len(required(s.kind))
	gap := widget.Blank(inner, 1)
	for i, p := range s.order() {
		if height >= airyHeight && (i == 0 || i == needed || p.id() == idSave) {
			put(gap)
		}
		switch i {
		case 0:
			put(s.heading("intake.section.needed."+string(s.kind), inner))
		case needed:
			put(s.heading("intake.section.optional", inner))
		}
		f.spots = append(f.spots, put(p.block(d)))
	}
	focus := f.spots[s.at]
	f.top = max(0, min(focus.y, focus.y+focus.rows+1-height))
	f.top = max(0, min(f.top, y-height))
	return f
}

func (s *Screen) heading(key string, width int) widget.Block {
	return widget.Line(s.env.Theme, s.env.Theme.Title, s.env.T(text.Key(key)), width)
}

// labelWidth is what the longest label takes, and at most a third.
func (s *Screen) labelWidth(width int) int {
	widest := 0
	for _, p := range s.order() {
		if p.id() != idSave {
			widest = max(widest, widget.Width(s.label(p)))
		}
	}
	return min(widest+2, width/3)
}

// foot says what stands below the form: what went wrong, where the complaint
// goes, and earlier cases that may be the same.
func (s *Screen) foot(width, height int) widget.Block {
	inner := max(1, width-2*margin)
	th := s.env.Theme
	var b widget.Block
	if s.failure != nil {
		b = widget.Stack(b, widget.Para(th.Bad, th.Marks.Bad+" "+s.env.Text.Problem(s.failure), inner))
	}
	if s.draft.err != nil {
		b = widget.Stack(b, widget.Para(th.Bad, th.Marks.Bad+" "+s.draftTrouble(), inner))
	}
	if line := s.routeLine(inner); line.Text != "" {
		b = widget.Stack(b, line)
	}
	if len(s.similar.rows) > 0 && s.page != done {
		b = widget.Stack(b, s.similarLine(inner))
	}
	if b.Text == "" {
		return b
	}
	_, rows := widget.Size(b)
	rows = min(rows, max(1, height/3))
	return widget.Fit(widget.Pad(widget.Fit(b, inner, rows), 0, 0, 0, margin), width, rows)
}

// click focuses the part under the mouse and hands it the press.
func (s *Screen) click(at screen.Click) tea.Cmd {
	width, height := at.Width, at.Height
	_, footRows := widget.Size(s.foot(width, height))
	switch {
	case s.page != asking:
		return s.clickMenu(at)
	case at.Y >= height-footRows:
		return s.openSimilar()
	case s.env.Senior:
		return s.clickQuestion(at)
	}
	f := s.spread(width, max(1, height-footRows))
	y := at.Y + f.top
	for i, spot := range f.spots {
		if y >= spot.y && y < spot.y+spot.rows {
			return s.press(i, f.canvas, widget.Spot{X: at.X - margin, Y: y - spot.y})
		}
	}
	return nil
}

// press puts the focus on part i. A choice that was folded only unfolds: what
// was clicked was not drawn yet.
func (s *Screen) press(i int, d canvas, at widget.Spot) tea.Cmd {
	p := s.order()[i]
	was := s.at == i
	s.focus(i)
	if p.id() == idSave {
		return s.finish()
	}
	if !was && !p.typing() {
		return nil
	}
	return s.apply(p.click(d, at.X, at.Y))
}

// menuKey names the words of an option on a page.
func menuKey(p page, value string) text.Key {
	name := map[page]string{offer: "offer", discard: "discard", more: "more", review: "review", done: "done"}[p]
	return text.Key("intake." + name + "." + value)
}
