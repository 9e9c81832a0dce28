package stats

import (
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/report"
	"heshi/ui/screen"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// parts is how the rows of the page are divided.
type parts struct{ head, heat, list, foot int }

func (s *Screen) parts(width, height int) parts {
	p := parts{head: 2 + s.topics.Height(width-4), foot: 2}
	if s.topic() == report.When && s.ready {
		p.heat = 9
	}
	p.list = max(1, height-p.head-p.heat-p.foot)
	return p
}

// View draws the page.
func (s *Screen) View(width, height int) screen.Block {
	*s.drawn = widget.Spot{X: width, Y: height}
	switch {
	case s.cases != nil:
		return s.viewCases(width, height)
	case !s.ready:
		return widget.Fit(widget.Stack(s.head(width), s.progress(width)), width, height)
	case s.env.Senior:
		return s.viewFigure(width, height)
	}
	p := s.parts(width, height)
	blocks := []widget.Block{s.head(width)}
	if p.heat > 0 {
		blocks = append(blocks, widget.Pad(s.heat(width-4), 0, 2, 1, 2))
	}
	blocks = append(blocks, widget.Pad(s.figuresBlock(width-4, p.list), 0, 2, 0, 2), s.foot(width))
	return widget.Fit(widget.Stack(blocks...), width, height)
}

// head tells the month and the topics.
func (s *Screen) head(width int) widget.Block {
	th := s.env.Theme
	rows := []widget.Block{widget.Blank(width, 1)}
	if !s.env.Senior {
		rows = append(rows, widget.Pad(s.topics.View(th, width-4, s.topics.Height(width-4)), 0, 2, 0, 2))
	}
	return widget.Stack(append(rows, widget.Blank(width, 1))...)
}

// progress shows how far a month has come.
func (s *Screen) progress(width int) widget.Block {
	th := s.env.Theme
	if !s.slow {
		return widget.Blank(width, 1)
	}
	n := int(s.done.Load())
	cells := min(50, width-8)
	full := cells * n / 100
	bar := strings.Repeat(th.Marks.Full, full) + strings.Repeat(th.Marks.Empty, cells-full)
	return widget.Pad(widget.Stack(
		widget.Line(th, th.Title, s.env.T("stats.counting", "n", n), width-4),
		widget.Line(th, th.Text, bar, width-4)), 0, 2, 0, 2)
}

// figuresBlock draws the figures with their bars.
func (s *Screen) figuresBlock(width, height int) widget.Block {
	l := s.list
	cells := barCells(width)
	bars := s.topic() != report.Warnings && s.topic() != report.Overview
	switch {
	case bars:
		labels := min(s.labels(), width-cells-numberCells-6)
		l.Columns = []widget.Column{{Width: labels}, {Width: cells}, {Width: numberCells, Right: true}, {Min: 18, Drop: 1}}
	case s.topic() == report.Warnings:
		l.Columns = []widget.Column{{Min: 10}}
	default:
		l.Columns = []widget.Column{{Min: 18}, {Width: 24, Right: true}, {Min: 22, Drop: 1}}
	}
	l.Rows = make([]widget.Row, len(s.items))
	most := s.most()
	for i, it := range s.items {
		switch {
		case it.Value < 0:
			l.Rows[i] = widget.Row{Cells: []string{it.Label}, Tone: theme.Strong, Whole: true}
			if it.Note != "" {
				l.Rows[i].Cells[0] += "  " + it.Note
			}
		case bars:
			l.Rows[i] = widget.Row{Cells: []string{it.Label, s.bar(it.Value, most[i], cells), it.Number, it.Note}}
		default:
			l.Rows[i] = widget.Row{Cells: []string{it.Label, it.Number, it.Note}}
		}
		if it.Bad {
			l.Rows[i].Tone = theme.Warn
		}
	}
	return l.View(s.env.Theme, width, height)
}

// numberCells is the room for a figure behind its bar.
const numberCells = 14

// labels is how wide the widest label is.
func (s *Screen) labels() int {
	n := 12
	for _, it := range s.items {
		if it.Value >= 0 {
			n = max(n, widget.Width(widget.Clean(it.Label)))
		}
	}
	return n
}

// barCells is how long the longest bar may be.
func barCells(width int) int {
	switch {
	case width >= 110:
		return 36
	case width >= 84:
		return 18
	}
	return 12
}

// most is the largest figure of the part each item stands in.
func (s *Screen) most() []int {
	out := make([]int, len(s.items))
	for i := 0; i < len(s.items); {
		end, most := i+1, 0
		for ; end < len(s.items) && s.items[end].Value >= 0; end++ {
			most = max(most, s.items[end].Value)
		}
		for ; i < end; i++ {
			out[i] = most
		}
	}
	return out
}

func (s *Screen) bar(n, most, cells int) string {
	if most <= 0 || n <= 0 {
		return ""
	}
	return strings.Repeat(s.env.Theme.Marks.Full, max(1, n*cells/most))
}

// foot says what stands behind the selected figure.
func (s *Screen) foot(width int) widget.Block {
	th := s.env.Theme
	it, ok := s.selected()
	said := ""
	if ok {
		said = it.Label
		if it.Note != "" {
			said += "  " + it.Note
		}
		switch {
		case it.Month != 0 && it.Month != s.month:
			said += "  " + s.env.T("stats.enter_month")
		case it.Month != 0 || len(it.Where) > 0:
			said += "  " + s.env.T("stats.enter")
		}
	}
	return widget.Fit(widget.Pad(widget.Para(th.Muted, widget.Clean(said), width-4), 0, 2, 0, 2), width, 2)
}

// heat draws the week: a row a day, a cell an hour, the number and a shade.
func (s *Screen) heat(width int) widget.Block {
	th := s.env.Theme
	from, to := report.Busy(s.rep)
	const label, cell = 8, 4
	if room := (width - label) / cell; to-from > room {
		to = from + room
	}
	most := 0
	for _, hours := range s.rep.Heat {
		for _, n := range hours {
			most = max(most, n)
		}
	}
	head := strings.Repeat(" ", label)
	for h := from; h < to; h++ {
		head += right(strconv.Itoa(h), cell-1) + " "
	}
	rows := []string{th.Columns.Render(widget.Truncate(head, width))}
	for d, hours := range s.rep.Heat {
		name := widget.Truncate(s.maker().Weekday(d), label-1)
		row := th.Text.Render(name + strings.Repeat(" ", label-widget.Width(name)))
		for h := from; h < to; h++ {
			tone, mark := s.shade(hours[h], most)
			n := ""
			if hours[h] > 0 {
				n = strconv.Itoa(hours[h])
			}
			row += th.Of(tone).Render(right(n, cell-1) + mark)
		}
		rows = append(rows, row)
	}
	return widget.Fit(widget.Lines(rows...), width, 8)
}

func right(s string, cells int) string {
	return strings.Repeat(" ", max(0, cells-widget.Width(s))) + s
}

// shade is how dark a cell is: told by its mark as well as by its colour.
func (s *Screen) shade(n, most int) (theme.Tone, string) {
	marks := []string{"░", "▒", "▓", "█"}
	if s.env.Theme.IsASCII() {
		marks = []string{".", ":", "+", "#"}
	}
	if n == 0 || most == 0 {
		return theme.Muted, s.env.Theme.Marks.Dot
	}
	i := min(3, (n*4-1)/most)
	tone := theme.Normal
	if i >= 2 {
		tone = theme.Warn
	}
	if i == 3 {
		tone = theme.Bad
	}
	return tone, marks[i]
}

// viewFigure shows one figure alone.
func (s *Screen) viewFigure(width, height int) widget.Block {
	th := s.env.Theme
	all := s.figures()
	w := width - 4
	blocks := []widget.Block{widget.Blank(w, 1)}
	if s.at < len(all) {
		f := all[s.at]
		style := th.Title
		if f.Bad {
			style = th.Warn
		}
		blocks = append(blocks,
			widget.Line(th, th.Muted, f.Part+"  "+s.env.T("stats.place", "n", s.at+1, "of", len(all)), w), widget.Blank(w, 1),
			widget.Para(style, widget.Clean(f.Label), w))
		if f.Number != "" {
			blocks = append(blocks, widget.Para(th.Strong, f.Number, w))
		}
		blocks = append(blocks, widget.Para(th.Text, f.Note, w))
	}
	said := widget.Stack(blocks...)
	rows := s.menu().Height(w)
	said = widget.Fit(said, w, max(1, height-rows-1))
	return widget.Fit(widget.Pad(widget.Stack(said, s.menu().View(th, w, rows)), 0, 2, 0, 2), width, height)
}

// casesHead is how many rows stand above the list of cases.
func (s *Screen) casesHead(width int) int {
	return 2 + len(widget.Wrap(s.casesTitle(), width-4))
}

func (s *Screen) casesTitle() string {
	n := len(s.cases.rows)
	return s.env.T("stats.behind", "month", s.maker().Month(s.month), "what", plain(widget.Clean(s.cases.about)), "n", n)
}

// plain is a word that is not looked up in the catalogue.
type plain string

func (s *Screen) viewCases(width, height int) widget.Block {
	th := s.env.Theme
	head := widget.Pad(widget.Stack(widget.Blank(width-4, 1), widget.Para(th.Title, s.casesTitle(), width-4), widget.Blank(width-4, 1)), 0, 2, 0, 2)
	rows := max(1, height-s.casesHead(width))
	if s.cases.busy && len(s.cases.rows) == 0 {
		return widget.Fit(head, width, height)
	}
	return widget.Fit(widget.Stack(head, widget.Pad(s.cases.list.View(th, width-4, rows), 0, 2, 0, 2)), width, height)
}

// click serves the mouse.
func (s *Screen) click(c screen.Click) tea.Cmd {
	switch {
	case s.cases != nil:
		head := s.casesHead(c.Width)
		s.cases.list.Click(max(1, c.Height-head), c.Y-head)
		return s.afterCases()
	case s.env.Senior:
		m := s.menu()
		rows := m.Height(c.Width - 4)
		if i, ok := m.At(c.Width-4, rows, c.X-2, c.Y-max(1, c.Height-rows-1)); ok {
			return s.choose(i + 1)
		}
		return nil
	case !s.ready:
		return nil
	}
	p := s.parts(c.Width, c.Height)
	if c.Y >= 1 && c.Y < p.head-1 {
		if i, ok := s.topics.At(c.Width-4, p.head-2, c.X-2, c.Y-1); ok {
			return s.digit(i + 1)
		}
		return nil
	}
	s.list.Click(p.list, c.Y-p.head-p.heat)
	if _, ok := s.list.Opened(); ok {
		return s.open()
	}
	return nil
}
