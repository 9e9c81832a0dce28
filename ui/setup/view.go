package setup

import (
	"strings"

	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// ask is the question above the list.
func (s Screen) ask() string {
	switch {
	case s.more:
		return s.env.T("setup.ask.settings")
	case s.ready && len(s.people) == 0:
		return s.env.T("setup.first")
	}
	return s.env.T("setup.ask")
}

// head is the question, and the text typed to narrow the list.
func (s Screen) head(width int) widget.Block {
	th := s.env.Theme
	rows := []widget.Block{widget.Blank(width, 1), widget.Question(th, s.ask(), width-4)}
	if !s.more {
		f := s.box
		f.Label = s.env.T("setup.box")
		f.LabelWidth = widget.Width(f.Label) + 2
		f.Cells = 40
		rows = append(rows, f.View(th, width-4, 1))
	}
	rows = append(rows, widget.Blank(width, 1))
	return widget.Pad(widget.Stack(rows...), 0, 2, 0, 2)
}

func (s Screen) headRows(width int) int {
	_, rows := widget.Size(s.head(width))
	return rows
}

func (s Screen) listRows(width, height int) int { return max(1, height-s.headRows(width)) }

// View draws the list, or the form over it.
func (s Screen) View(width, height int) screen.Block {
	*s.drawn = widget.Spot{X: width, Y: height}
	if s.form.open() {
		return s.form.sheet.View(s.env.Theme, width, height)
	}
	l := s.list
	l.Columns = []widget.Column{{Min: 1}}
	l.Empty = s.env.T("setup.reading")
	rows := make([]widget.Row, len(l.Rows))
	for i, r := range l.Rows {
		rows[i] = s.row(r.ID, width >= 90 && !s.env.Senior)
	}
	l.Rows = rows
	body := widget.Pad(l.View(s.env.Theme, width-4, s.listRows(width, height)), 0, 2, 0, 2)
	return widget.Fit(widget.Stack(s.head(width), body), width, height)
}

// row words one line; full says more about a person.
func (s Screen) row(id string, full bool) widget.Row {
	p, ok := s.person(id)
	if !ok {
		return widget.Row{ID: id, Cells: []string{s.rowWord(id)}, Tone: theme.Normal}
	}
	r := widget.Row{ID: id}
	more := []string{s.env.T(text.Key("role." + string(p.Role)))}
	switch {
	case p.Disabled:
		r.Tone = theme.Muted
		more = append(more, s.env.T("setup.off"))
	case p.ID == s.env.Person.ID:
		r.Tone = theme.Strong
		more = append(more, s.env.T("setup.now"))
	}
	if full && p.Senior {
		more = append(more, s.env.T("setup.senior.yes"))
	}
	if full && p.Language != "" {
		more = append(more, s.env.T(text.Key("setup.language."+p.Language)))
	}
	r.Cells = []string{s.padded(p.Name) + strings.Join(more, "  ")}
	return r
}

// padded makes names equally wide, so that what follows stands in a column.
func (s Screen) padded(name string) string {
	w := 8
	for _, p := range s.people {
		w = max(w, min(20, widget.Width(widget.Clean(p.Name))))
	}
	name = widget.Truncate(widget.Clean(name), 20)
	return name + strings.Repeat(" ", max(0, w-widget.Width(name))+2)
}

func (s Screen) rowWord(id string) string {
	switch {
	case id == nobodyRow && s.env.Person.ID == "":
		return s.env.T("setup.nobody") + "  " + s.env.T("setup.now")
	case id == addRow && s.box.Value() != "":
		return s.env.T("setup.add_named", "name", s.box.Value())
	case id == stationRow:
		return s.env.T("setup.station", "name", s.station.Name, "code", s.station.Code)
	}
	return s.env.T(text.Key("setup." + id))
}
