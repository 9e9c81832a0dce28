package roster

import (
	"slices"
	"strconv"
	"strings"

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

// The cells of the grid: a turn takes cellWidth, in one week up to wordWidth, the
// head three rows below the month, the words at the foot footRows.
const (
	cellWidth = 3
	wordWidth = 12
	headRows  = 5
	footRows  = 4
)

// layout is what shows of the grid in a window.
type layout struct {
	left, top          int // where the first cell stands
	rows, cols         int // how many show
	firstRow, firstCol int
	label, bar, cell   int
}

func (g *grid) layout(width, height int) layout {
	l := layout{label: 8, top: headRows}
	for _, id := range g.people {
		l.label = max(l.label, min(16, widget.Width(g.on.name(id))+2))
	}
	l.bar = 4
	if width >= 70 {
		l.bar = 9
	}
	l.left = 2 + l.label + l.bar + 1
	l.rows = max(1, min(len(g.people), height-headRows-footRows))
	l.firstRow = g.row / l.rows * l.rows
	first, n, room := 0, len(g.turns), max(cellWidth, width-l.left-1)
	l.cell = cellWidth
	if g.week {
		first, n = g.weekOf(g.turns[g.col].Shift.Date)
		l.cell = max(cellWidth, min(wordWidth, room/n))
	}
	l.cols = max(1, min(n, room/l.cell))
	l.firstCol = first + (g.col-first)/l.cols*l.cols
	l.cols = min(l.cols, first+n-l.firstCol)
	return l
}

// weekOf is the first turn of the week of a day, and how many it has.
func (g *grid) weekOf(day model.Day) (first, n int) {
	for i, d := range g.turns {
		if d.Shift.Date < day.Monday() {
			first = i + 1
		}
		if d.Shift.Date.Monday() == day.Monday() {
			n++
		}
	}
	return first, n
}

// View draws months, heads, people and, at the foot, what the arrows stand on.
func (g *grid) View(width, height int) widget.Block {
	env := g.on.Env
	if len(g.turns) == 0 || len(g.people) == 0 {
		said := widget.Para(env.Theme.Warn, env.T("roster.gone"), max(1, width-4))
		return widget.Pad(said, 1, 2, 0, 2)
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
	day, status := g.turns[g.col].Shift.Date, env.T(text.Key("roster.status."+g.r.Status))
	if g.look != nil {
		status = env.T("roster.status.old")
	}
	when, more := g.on.month(day), g.on.span(g.r)
	if g.week {
		when, more = env.T("roster.week", "from", env.Text.MonthDay(day.Monday()), "to", env.Text.MonthDay(day.Monday()+6)), ""
	}
	if n := len(g.people); at.rows < n {
		more = env.T("roster.shown", "from", at.firstRow+1, "to", min(n, at.firstRow+at.rows), "n", n)
	}
	said := widget.Line(th, th.Title, "  "+strings.TrimSpace(when+"  "+status+"  "+more), width)
	return widget.Stack(g.views(width), said)
}

// views says by which digits one looks at a week, or at the whole.
func (g *grid) views(width int) widget.Block {
	env, th := g.on.Env, g.on.Env.Theme
	week, all := th.Muted, th.Strong
	if g.week {
		week, all = all, week
	}
	said := "  " + week.Render("1 "+env.T("roster.view.week")) + "   " + all.Render("2 "+env.T("roster.view.all"))
	said += "   " + th.Muted.Render(env.T("roster.grid.pages", "up", g.key(keys.PageUp), "down", g.key(keys.PageDown)))
	return widget.Fit(widget.Lines(said), width, 1)
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
		words := []string{strconv.Itoa(day), env.T(text.Key("weekday.short." + weekday(s.Date))), env.T(text.Key("roster.short." + s.Half))}
		if at.words() {
			words = []string{env.Text.MonthDay(s.Date), env.T(text.Key("weekday.name." + weekday(s.Date))), env.T(text.Key("roster." + s.Half))}
		}
		if i > at.firstCol && g.turns[i-1].Shift.Date == s.Date {
			words[0], words[1] = "", ""
		}
		for j, w := range words {
			style := th.Label
			if i == g.col {
				style = th.Strong
			}
			lines[j] += style.Render(cells(w, at.cell))
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
		load, label := g.rep.Load[string(id)], ""
		if at.bar > 4 {
			label = strconv.Itoa(load)
		}
		out += widget.Progress(th, load, most, label, at.bar).Text + " "
	}
	for c := at.firstCol; c < min(len(g.turns), at.firstCol+at.cols); c++ {
		here := shifts.Assignment{Shift: g.turns[c].Shift.ID, Volunteer: string(id)}
		word, tone := g.cell(here, c, i, at.words())
		style := th.Of(tone)
		switch {
		case i == g.row && c == g.col:
			style = th.Selected
		case g.held != nil && *g.held == here:
			style = th.Warn
		}
		out += framed(style, word, at.cell)
	}
	return widget.Lines(out)
}

// framed draws a cell: word in a style, one blank cell behind it.
func framed(style theme.Style, word string, width int) string {
	word = widget.Truncate(word, width-1)
	return style.Render(word+strings.Repeat(" ", width-1-widget.Width(word))) + " "
}

// wordy is from which width on a cell has room for whole words.
const wordy = 9

// words reports whether the cells have room for whole words.
func (l layout) words() bool { return l.cell >= wordy }

func weekday(day model.Day) string { return model.Weekdays()[day.OfWeek()] }

// cell is the short word for a person and a turn, or the whole one.
func (g *grid) cell(here shifts.Assignment, col, row int, whole bool) (string, theme.Tone) {
	env := g.on.Env
	v := g.r.Instance.Volunteers[row]
	s := g.turns[col].Shift
	word, tone := "", theme.Muted
	switch {
	case g.on1[here]:
		word, tone = "on", theme.Strong
	case g.spare[here]:
		word, tone = "spare", theme.Normal
	case away(v, s.Date):
		word = "leave"
	case slices.Contains(v.Avail, model.SlotOf(s.Date, s.Half)):
		return env.Theme.Marks.Dot, tone
	default:
		return "", tone
	}
	if whole {
		return env.T(text.Key("roster.cell." + word)), tone
	}
	return env.T(text.Key("roster.short." + word)), tone
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
		how := env.T("roster.grid.how", "lift", g.key(keys.Lift), "add", g.key(keys.Add), "off", g.key(keys.Remove))
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
			return "  " + g.on.holidayName(h)
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
