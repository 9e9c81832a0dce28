package printing

import (
	"heshi/ui/keys"
	"heshi/ui/paper"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

// View draws the list of papers, or one of them.
func (s Screen) View(width, height int) screen.Block {
	*s.drawn = widget.Spot{X: width, Y: height}
	th := s.env.Theme
	switch {
	case s.gone:
		return s.sentence(s.env.T("printing.gone"), width, height)
	case !s.loaded:
		return s.sentence(s.env.T("printing.reading"), width, height)
	case s.name == "":
		head := s.listHead(width)
		_, rows := widget.Size(head)
		body := widget.Pad(s.papers.View(th, width-4, max(1, height-rows)), 0, 2, 0, 2)
		return widget.Fit(widget.Stack(head, body), width, height)
	}
	foot := s.foot(width)
	_, rows := widget.Size(foot)
	page := widget.Fit(s.page(width, max(1, height-rows)), width, max(1, height-rows))
	return widget.Fit(widget.Stack(page, foot), width, height)
}

func (s Screen) sentence(words string, width, height int) screen.Block {
	return widget.Fit(widget.Pad(widget.Para(s.env.Theme.Muted, words, width-4), 1, 2, 0, 2), width, height)
}

// listHead says what the list is.
func (s Screen) listHead(width int) widget.Block {
	th := s.env.Theme
	return widget.Stack(
		widget.Blank(width, 1),
		widget.Pad(widget.Question(th, s.env.T("printing.which"), width-4), 0, 2, 0, 2),
		widget.Blank(width, 1),
	)
}

// widest is the longest line of a paper on the screen, in cells.
const widest = 92

// lines is the paper as the screen shows it.
func (s Screen) lines(width int) []paper.Line {
	if !s.ready {
		return nil
	}
	return paper.Lines(s.doc, min(width-4, widest), s.env.Theme.Marks)
}

// page draws the rows of the paper that show.
func (s Screen) page(width, height int) widget.Block {
	th := s.env.Theme
	lines := s.lines(width)
	top := max(0, min(s.top, len(lines)-height))
	out := make([]widget.Block, 0, height)
	for _, l := range lines[top:min(len(lines), top+height)] {
		style := th.Text
		switch {
		case l.Strong:
			style = th.Strong
		case l.Muted:
			style = th.Muted
		}
		out = append(out, widget.Line(th, style, "  "+l.Text, width))
	}
	b := widget.Fit(widget.Stack(out...), width, height)
	if top > 0 {
		b = widget.Overlay(b, widget.Line(th, th.Muted, th.Marks.Up, 1), widget.Spot{X: width - 1})
	}
	if top+height < len(lines) {
		b = widget.Overlay(b, widget.Line(th, th.Muted, th.Marks.Down, 1), widget.Spot{X: width - 1, Y: height - 1})
	}
	return b
}

// foot is what became of the last order, or a hint, and what can be done.
func (s Screen) foot(width int) widget.Block {
	th := s.env.Theme
	style, words := th.Muted, s.env.T("printing.masked")
	switch {
	case s.said != "" && s.bad:
		style, words = th.Bad, s.said
	case s.said != "":
		style, words = th.Good, s.said
	case s.way.Redacted:
		words = s.env.T("printing.redacted")
	}
	acts := s.acts.View(th, width-4, s.acts.Height(width-4))
	return widget.Stack(
		widget.Pad(widget.Para(style, words, width-4), 0, 2, 0, 2),
		widget.Pad(acts, 0, 2, 0, 2),
	)
}

// room is how many rows of the paper show.
func (s Screen) room() int {
	_, rows := widget.Size(s.foot(s.drawn.X))
	return max(1, s.drawn.Y-rows)
}

func (s *Screen) scroll(id keys.ID) {
	switch id {
	case keys.Up:
		s.scrollTo(s.top - 1)
	case keys.Down:
		s.scrollTo(s.top + 1)
	case keys.PageUp:
		s.scrollTo(s.top - s.room())
	case keys.PageDown:
		s.scrollTo(s.top + s.room())
	case keys.First:
		s.scrollTo(0)
	case keys.Last:
		s.scrollTo(len(s.lines(s.drawn.X)))
	}
}

func (s *Screen) scrollTo(top int) {
	s.top = max(0, min(top, len(s.lines(s.drawn.X))-s.room()))
}
