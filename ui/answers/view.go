package answers

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model/answers"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// headRows stand above the list.
const headRows = 4

// plain is a word that is not looked up in the catalogue.
type plain string

// choices are what can be done with an answer that is read.
func (s *Screen) choices() []text.Key {
	if s.o.Pick {
		return []text.Key{"answers.use", "answers.back"}
	}
	return []text.Key{"answers.change", "answers.back"}
}

// picked does what the menu of an answer says.
func (s *Screen) picked() tea.Cmd {
	o, ok := s.menu.Picked()
	if !ok || s.open == nil {
		return nil
	}
	switch text.Key(o.Value) {
	case "answers.use":
		return s.use()
	case "answers.change":
		s.edit()
	default:
		s.open = nil
	}
	return nil
}

// use hands the answer back to who asked for one.
func (s *Screen) use() tea.Cmd {
	e := *s.open
	if e.Off {
		return screen.Send(screen.Notice{Bad: true, Text: s.env.T("answers.is_off")})
	}
	return screen.Send(screen.AnswerPicked{Ref: e.Ref(), Question: e.Question, Text: e.Said(s.ground(e))})
}

// ground names the ground of an answer, also in what is written into a case:
// one that nobody has compared with its text says so.
func (s *Screen) ground(e answers.Entry) string {
	key := text.Key("answers.ground")
	if e.Checked == answers.FromMemory {
		key = "answers.ground.unchecked"
	}
	return s.env.T(key, "ground", plain(e.Ground))
}

func (s *Screen) listRows(_, height int) int { return max(1, height-headRows-1) }

// View draws the list, an answer, or the form.
func (s *Screen) View(width, height int) screen.Block {
	*s.drawn = widget.Spot{X: width, Y: height}
	switch {
	case s.form.open:
		return s.form.sheet.View(s.env.Theme, width, height)
	case s.open != nil:
		return s.answer(width, height)
	}
	th := s.env.Theme
	f := s.box
	f.Label = s.env.T("answers.box")
	f.LabelWidth = widget.Width(f.Label) + 2
	f.Cells = 40
	if f.Value() == "" {
		f.Hint = s.env.T("answers.box.hint")
	}
	head := widget.Fit(widget.Pad(widget.Stack(widget.Blank(width-4, 1), f.View(th, width-4, 2), widget.Blank(width-4, 1)), 0, 2, 0, 2), width, headRows)
	l := s.list
	l.Spaced = s.spaced(width)
	l.Empty = s.env.T("answers.none")
	if !s.ready {
		l.Empty = s.env.T("answers.reading")
	}
	l.Columns = []widget.Column{{Min: 20}, {Width: 24, Snug: true, Drop: 1}}
	l.Rows = make([]widget.Row, len(s.found))
	for i, e := range s.found {
		l.Rows[i] = widget.Row{ID: e.Ref(), Cells: []string{e.Question, s.about(e)}}
		switch {
		case e.Off:
			l.Rows[i].Tone = theme.Muted
		case e.Checked == answers.FromMemory:
			l.Rows[i].Tone = theme.Warn
		}
	}
	body := widget.Pad(l.View(th, width-4, s.listRows(width, height)), 0, 2, 0, 2)
	return widget.Fit(widget.Stack(head, body), width, height)
}

// spaced reports whether every question has two rows: in senior mode, and where
// one would not hold many of them.
func (s *Screen) spaced(width int) bool {
	if s.env.Senior || width >= 70 {
		return s.env.Senior
	}
	long := 0
	for _, e := range s.found {
		if widget.Width(e.Question) > width-20 {
			long++
		}
	}
	return long*4 > len(s.found)
}

// about tells how often an answer was used and what is to be known of it.
func (s *Screen) about(e answers.Entry) string {
	var words []string
	if e.Used > 0 {
		words = append(words, s.env.T("answers.used", "n", e.Used))
	}
	switch {
	case e.Off:
		words = append(words, s.env.T("answers.off"))
	case e.ID != "":
		words = append(words, s.env.T("answers.own"))
	case e.Checked == answers.FromMemory:
		words = append(words, s.env.T("answers.from_memory"))
	}
	return strings.Join(words, "  ")
}

// said is an answer in full.
func (s *Screen) said(width int) widget.Block {
	th, e, w := s.env.Theme, *s.open, width-4
	blocks := []widget.Block{widget.Blank(w, 1), widget.Para(th.Title, widget.Clean(e.Question), w), widget.Blank(w, 1)}
	for _, line := range strings.Split(widget.CleanLines(e.Text), "\n") {
		blocks = append(blocks, widget.Para(th.Text, line, w))
	}
	blocks = append(blocks, widget.Blank(w, 1))
	if e.Ground != "" {
		blocks = append(blocks, widget.Para(th.Strong, widget.Clean(s.ground(e)), w))
	}
	if e.Checked == answers.FromMemory {
		blocks = append(blocks, widget.Para(th.Warn, s.env.T("answers.unchecked.do"), w))
	}
	return widget.Stack(append(blocks, widget.Para(th.Muted, s.about(e), w))...)
}

// menuTop is the row in which the menu below an answer begins.
func (s *Screen) menuTop(width, height int) int {
	_, rows := widget.Size(s.said(width))
	return min(rows+1, max(0, height-s.menu.Height(width-4)))
}

func (s *Screen) answer(width, height int) widget.Block {
	top := s.menuTop(width, height)
	said := widget.Fit(widget.Pad(s.said(width), 0, 2, 0, 2), width, max(1, top))
	menu := widget.Pad(s.menu.View(s.env.Theme, width-4, max(1, height-top)), 0, 2, 0, 2)
	return widget.Fit(widget.Stack(said, menu), width, height)
}

// click serves the mouse.
func (s *Screen) click(c screen.Click) tea.Cmd {
	switch {
	case s.form.open:
		s.form.sheet = s.form.sheet.Click(s.env.Theme, c.Width, c.Height, c.X, c.Y)
		return s.afterForm()
	case s.open != nil:
		top := s.menuTop(c.Width, c.Height)
		if i, ok := s.menu.At(c.Width-4, max(1, c.Height-top), c.X-2, c.Y-top); ok {
			s.menu.Press(i)
			return s.picked()
		}
		return nil
	case c.Y < headRows:
		s.box.Focus()
		return nil
	}
	s.list.Spaced = s.spaced(c.Width)
	s.list.Click(s.listRows(c.Width, c.Height), c.Y-headRows)
	if row, ok := s.list.Opened(); ok {
		s.read(row.ID)
	}
	return nil
}
