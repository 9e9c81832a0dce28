package roster

import (
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"

	"heshi/model"
	"heshi/shifts"
	"heshi/ui/keys"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Short names for the tones of sentences.
const (
	good  = theme.Good
	bad   = theme.Bad
	plain = theme.Normal
)

// The cells of the grid: a turn takes cellWidth, the head three rows below the
// month, the words at the foot footRows.
const (
	cellWidth = 3
	headRows  = 5
	footRows  = 4
)

// layout is what shows of the grid in a window.
type layout struct {
	left, top          int // where the first cell stands
	rows, cols         int // how many show
	firstRow, firstCol int
	label, bar         int
}

func (g *grid) layout(width, height int) layout {
	l := layout{label: 8, top: headRows}
	for _, id := range g.people {
		l.label = max(l.label, min(16, widget.Width(g.on.name(id))+2))
	}
	if width >= 70 {
		l.bar = 8
	}
	l.left = 2 + l.label
	if l.bar > 0 {
		l.left += l.bar + 1
	}
	l.rows = max(1, min(len(g.people), height-headRows-footRows))
	l.cols = max(1, (width-l.left-1)/cellWidth)
	l.firstRow = g.row / l.rows * l.rows
	l.firstCol = g.col / l.cols * l.cols
	return l
}

// View draws months, heads, people and, at the foot, what the arrows stand on.
func (g *grid) View(width, height int) widget.Block {
	env := g.on.Env
	if len(g.turns) == 0 || len(g.people) == 0 {
		return widget.Para(env.Theme.Muted, env.T("roster.reading"), width)
	}
	at := g.layout(width, height)
	rows := []widget.Block{g.caption(width, at)}
	rows = append(rows, g.heads(at)...)
	most := 1
	for _, n := range g.rep.Load {
		most = max(most, n)
	}
	for i := at.firstRow; i < min(len(g.people), at.firstRow+at.rows); i++ {
		rows = append(rows, g.line(i, at, most))
	}
	body := widget.Fit(widget.Stack(rows...), width, max(1, height-footRows))
	return widget.Stack(body, widget.Fit(g.foot(width), width, footRows))
}

// caption says which month and roster show, and who of how many.
func (g *grid) caption(width int, at layout) widget.Block {
	env, th := g.on.Env, g.on.Env.Theme
	month := g.on.month(g.turns[g.col].Shift.Date)
	status := env.T(text.Key("roster.status." + g.r.Status))
	if g.look != nil {
		status = env.T("roster.status.old")
	}
	said := "  " + month + "  " + status + "  " + g.on.span(g.r)
	if n := len(g.people); at.rows < n {
		said = "  " + month + "  " + status + "  " + env.T("roster.shown", "from", at.firstRow+1, "to", min(n, at.firstRow+at.rows), "n", n)
	}
	return widget.Stack(widget.Blank(width, 1), widget.Line(th, th.Title, said, width))
}

// heads are the rows above the cells: day of the month, weekday, half.
func (g *grid) heads(at layout) []widget.Block {
	env, th := g.on.Env, g.on.Env.Theme
	lines := make([]string, 3)
	for i := range lines {
		lines[i] = strings.Repeat(" ", at.left)
	}
	for i := at.firstCol; i < min(len(g.turns), at.firstCol+at.cols); i++ {
		s := g.turns[i].Shift
		_, _, day := s.Date.Date()
		words := []string{strconv.Itoa(day), env.T(text.Key("weekday.short." + model.Weekdays()[(int(s.Date.Weekday())+6)%7])), env.T(text.Key("roster.short." + s.Half))}
		if i > at.firstCol && g.turns[i-1].Shift.Date == s.Date {
			words[0], words[1] = "", ""
		}
		for j, w := range words {
			style := th.Label
			if i == g.col {
				style = th.Strong
			}
			lines[j] += style.Render(cells(w, cellWidth))
		}
	}
	return []widget.Block{widget.Lines(lines...)}
}

// line is one person: name, load bar, cells.
func (g *grid) line(i int, at layout, most int) widget.Block {
	th := g.on.Env.Theme
	id := g.people[i]
	style := th.Text
	if i == g.row {
		style = th.Strong
	}
	out := "  " + style.Render(cells(widget.Clean(g.on.name(id)), at.label))
	if at.bar > 0 {
		out += widget.Progress(th, g.rep.Load[string(id)], most, "", at.bar).Text + " "
	}
	for c := at.firstCol; c < min(len(g.turns), at.firstCol+at.cols); c++ {
		here := shifts.Assignment{Shift: g.turns[c].Shift.ID, Volunteer: string(id)}
		word, tone := g.cell(here, c, i)
		style := th.Of(tone)
		switch {
		case i == g.row && c == g.col:
			style = th.Selected
		case g.held != nil && *g.held == here:
			style = th.Warn
		}
		out += framed(style, word)
	}
	return widget.Lines(out)
}

// framed draws a cell: two cells of word in a style, one blank.
func framed(style lipgloss.Style, word string) string {
	word = widget.Truncate(word, cellWidth-1)
	return style.Render(word+strings.Repeat(" ", cellWidth-1-widget.Width(word))) + " "
}

// cell is the short word for a person and a turn.
func (g *grid) cell(here shifts.Assignment, col, row int) (string, theme.Tone) {
	env := g.on.Env
	v := g.r.Instance.Volunteers[row]
	s := g.turns[col].Shift
	switch {
	case g.on1[here]:
		return env.T("roster.short.on"), theme.Strong
	case g.spare[here]:
		return env.T("roster.short.spare"), theme.Normal
	case away(v, s.Date):
		return env.T("roster.short.leave"), theme.Muted
	case slices.Contains(v.Avail, model.SlotOf(s.Date, s.Half)):
		return env.Theme.Marks.Dot, theme.Muted
	}
	return "", theme.Muted
}

func away(v shifts.Volunteer, day model.Day) bool {
	for _, l := range v.Leave {
		if l.From <= day && day <= l.To {
			return true
		}
	}
	return false
}

// foot says in words what the arrows stand on, or what putting down would do.
func (g *grid) foot(width int) widget.Block {
	env, th := g.on.Env, g.on.Env.Theme
	here, ok := g.here()
	if !ok {
		return widget.Blank(width, 1)
	}
	d := g.turns[g.col]
	blocks := []widget.Block{widget.Blank(width, 1)}
	if g.held != nil {
		to := g.on.name(model.ID(here.Volunteer)) + "  " + g.on.turnWords(d)
		blocks = append(blocks, widget.Line(th, th.Warn, "  "+env.T("roster.lifted", "name", g.on.name(model.ID(g.held.Volunteer)), "to", to), width))
		for _, e := range g.effect {
			blocks = append(blocks, widget.Line(th, th.Of(e.tone), "  "+e.said, width))
		}
		return widget.Stack(blocks...)
	}
	what := env.T(text.Key("roster.cell." + g.state(here)))
	blocks = append(blocks,
		widget.Line(th, th.Text, "  "+g.on.turnWords(d)+"  "+g.on.name(model.ID(here.Volunteer))+env.T("roster.colon")+what, width),
		widget.Line(th, th.Text, "  "+env.T("roster.with", "who", g.on.names(d.Volunteers))+g.emptyWords(d.Empty())+g.holiday(d.Shift.Date), width))
	if g.edits() {
		how := env.T("roster.grid.how", "lift", g.key(keys.Toggle), "add", g.key(keys.Add), "off", g.key(keys.Remove))
		blocks = append(blocks, widget.Line(th, th.Muted, "  "+how, width))
	}
	return widget.Stack(blocks...)
}

// key is a binding's key as people read it.
func (g *grid) key(id keys.ID) string {
	return keys.Label(g.on.Env.Text, g.on.Env.Keys.Binding(id).Keys[0])
}

func (g *grid) emptyWords(n int) string {
	if n == 0 {
		return ""
	}
	return "  " + g.on.Env.T("roster.empty", "n", n)
}

// holiday names a busy holiday, "" on other days.
func (g *grid) holiday(day model.Day) string {
	for _, h := range g.r.Instance.Holidays {
		if h.Date == day {
			return "  " + h.Name
		}
	}
	return ""
}

// state names what a person is to a turn.
func (g *grid) state(here shifts.Assignment) string {
	v := g.r.Instance.Volunteers[g.row]
	s := g.turns[g.col].Shift
	switch {
	case g.on1[here]:
		return "on"
	case g.spare[here]:
		return "spare"
	case away(v, s.Date):
		return "leave"
	case !slices.Contains(v.Avail, model.SlotOf(s.Date, s.Half)):
		return "never"
	}
	return "free"
}
