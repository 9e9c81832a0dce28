package home

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// wide is the width from which menu and list stand side by side.
const wide = 110

// place is where a part of the screen stands.
type place struct{ x, y, w, h int }

// layout divides what the head leaves between menu and list: one of them in
// senior mode, side by side where there is room, else one above the other. A
// part that does not show has no height.
func (h *Home) layout(width, height int) (menu, list place) {
	_, y := widget.Size(h.head(width))
	rest := max(1, height-y)
	switch {
	case h.env.Senior && h.due:
		return place{}, place{0, y, width, rest}
	case h.env.Senior:
		return place{2, y, width - 4, rest}, place{}
	case width >= wide:
		return place{2, y, 36, rest}, place{40, y, width - 40, rest}
	}
	rows := h.menu.Height(width - 4)
	return place{2, y, width - 4, rows}, place{0, y + rows + 1, width, max(1, rest-rows-1)}
}

// View draws head, menu and list.
func (h *Home) View(width, height int) screen.Block {
	out := widget.Overlay(widget.Blank(width, height), h.head(width), widget.Spot{})
	menu, list := h.layout(width, height)
	if menu.h > 0 {
		out = widget.Overlay(out, h.menu.View(h.env.Theme, menu.w, menu.h), widget.Spot{X: menu.x, Y: menu.y})
	}
	if list.h > 0 {
		out = widget.Overlay(out, h.listBlock(list.w, list.h), widget.Spot{X: list.x, Y: list.y})
	}
	return widget.Fit(out, width, height)
}

func (h *Home) head(width int) widget.Block {
	th, env := h.env.Theme, h.env
	now := env.Now()
	day := env.Text.Day(model.DayOf(now, now.Location()))
	who := env.T("home.nobody")
	if env.Person.Name != "" {
		who = env.T("home.on_duty", "name", widget.Clean(env.Person.Name))
	}
	rows := []widget.Block{
		widget.Blank(width, 1),
		widget.Pad(widget.Question(th, day+"  "+who, width-4), 0, 2, 0, 2),
	}
	if len(h.duty) > 0 {
		rows = append(rows, widget.Line(th, th.Muted, "  "+env.T("home.present", "list", h.present()), width))
	}
	if late := h.alarm(); late != "" {
		rows = append(rows, widget.Line(th, th.Bad, "  "+late, width))
	}
	for _, said := range h.unfinished() {
		rows = append(rows, widget.Pad(widget.Para(th.Warn, said, width-4), 0, 2, 0, 2))
	}
	if h.drafts > 0 {
		rows = append(rows, widget.Line(th, th.Warn, "  "+env.T("home.drafts", "n", h.drafts), width))
	}
	return widget.Stack(append(rows, widget.Blank(width, 1))...)
}

// alarm says what is overdue, most first, while the station is open: nobody is
// to be alarmed by what nobody can do anything about.
func (h *Home) alarm() string {
	now := h.env.Now()
	if !h.aims.IsOpen(now) {
		return ""
	}
	today := model.DayOf(now, now.Location())
	counts := map[model.DueReason]int{}
	var order []model.DueReason
	for _, row := range h.rows {
		if row.Row.Due >= today {
			continue
		}
		if counts[row.Why] == 0 {
			order = append(order, row.Why)
		}
		counts[row.Why]++
	}
	slices.SortStableFunc(order, func(a, b model.DueReason) int { return counts[b] - counts[a] })
	var parts []string
	for _, why := range order {
		parts = append(parts, h.env.T("home.alarm.part", "what", whyWord(h.env, why), "n", counts[why]))
	}
	if len(parts) == 0 {
		return ""
	}
	return h.env.T("home.alarm", "list", parts)
}

// present names who is at the desk, and who should be.
func (h *Home) present() []string {
	out := make([]string, len(h.duty))
	for i, p := range h.duty {
		name := widget.Clean(p.Name)
		if p.Since.IsZero() {
			out[i] = h.env.T("home.missing", "name", name, "at", p.Shift.Start)
			continue
		}
		out[i] = h.env.T("home.here", "name", name, "at", h.env.Text.Clock(p.Since.In(h.env.Now().Location())))
	}
	return out
}

func (h *Home) listBlock(width, height int) widget.Block {
	th := h.env.Theme
	title := h.env.T("home.due", "n", h.counted())
	if h.open == 0 && h.making.all == 0 {
		title = h.env.T("home.due.none")
	}
	head := widget.Line(th, th.Strong, "  "+title, width)
	list := h.list
	list.Columns = columns(h.env, width)
	list.Header = list.Header && len(list.Rows) > 0
	return widget.Fit(widget.Stack(head, widget.Pad(list.View(th, width-4, max(1, height-1)), 0, 2, 0, 2)), width, height)
}

// columns are those of the list of what is due. Where the terminal is narrow
// the first three give way, so that the shop can still be read.
func columns(env screen.Env, width int) []widget.Column {
	if env.Senior {
		return []widget.Column{{Width: 12}, {Width: 14}, {Width: 8}, {Min: 8, Drop: 1}}
	}
	due, why, name := 14, 18, 12
	if width < 66 {
		due, why, name = 12, 14, 8
	}
	return []widget.Column{
		{Title: env.T("home.col.due"), Width: due},
		{Title: env.T("home.col.why"), Width: why},
		{Title: env.T("home.col.name"), Width: name},
		{Title: env.T("home.col.shop"), Min: 12},
		{Title: env.T("home.col.state"), Width: 10, Drop: 1},
		{Title: env.T("home.col.no"), Width: 20, Drop: 2},
	}
}

func lines(env screen.Env, rows []store.Due) []widget.Row {
	out := make([]widget.Row, len(rows))
	today := model.DayOf(env.Now(), env.Now().Location())
	for i, row := range rows {
		tone, when := dueWord(env, row.Due, today)
		cells := []string{when, whyWord(env, row.Why), ident.MaskName(row.Name), row.Shop}
		if !env.Senior {
			cells = append(cells, env.T(text.Key("state."+string(row.State))), row.No)
		}
		out[i] = widget.Row{ID: string(row.ID), Cells: cells, Tone: tone}
	}
	return out
}

// whyWord tells in words what falls due.
func whyWord(env screen.Env, why model.DueReason) string {
	if why == "" {
		why = model.DueOther
	}
	return env.T(text.Key("due_for." + string(why)))
}

// dueWord tells in words when somebody must see to a case.
func dueWord(env screen.Env, due, today model.Day) (theme.Tone, string) {
	switch n := int(due - today); {
	case n < 0:
		return theme.Bad, env.T("home.overdue", "n", -n)
	case n == 0:
		return theme.Warn, env.T("home.today")
	default:
		return theme.Normal, env.Text.Relative(due, today)
	}
}

// click serves the mouse on menu and list.
func (h *Home) click(c screen.Click) tea.Cmd {
	menu, list := h.layout(c.Width, c.Height)
	if menu.holds(c) {
		i, ok := h.menu.At(menu.w, menu.h, c.X-menu.x, c.Y-menu.y)
		if !ok {
			return nil
		}
		if h.env.Senior {
			h.menu.Press(i)
			return h.picked()
		}
		return h.do(keys.Digit(i + 1))
	}
	if list.holds(c) {
		h.list.Click(list.h-1, c.Y-list.y-1)
		return h.opened()
	}
	return nil
}

func (p place) holds(c screen.Click) bool {
	return c.X >= p.x && c.X < p.x+p.w && c.Y >= p.y && c.Y < p.y+p.h
}
