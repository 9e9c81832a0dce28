package duty

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/paper"
	"heshi/ui/screen"
	"heshi/ui/service"
	"heshi/ui/sheet"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// certificate is the paper of one volunteer, to be looked at and printed.
type certificate struct {
	who    store.Served
	period service.Period
	maker  service.Maker
	top    int // first line shown
	room   int // lines that show, as last drawn
	rows   int
}

func (c *certificate) scroll(by int) { c.top = max(0, min(c.top+by, c.rows-c.room)) }

// onOne does what a binding says while a certificate shows.
func (h *Hours) onOne(id keys.ID) tea.Cmd {
	switch id {
	case keys.Back:
		h.one = nil
	case keys.Print, keys.Open:
		return h.print()
	case keys.Up:
		h.one.scroll(-1)
	case keys.Down:
		h.one.scroll(1)
	case keys.PageUp:
		h.one.scroll(-h.one.room)
	case keys.PageDown:
		h.one.scroll(h.one.room)
	case keys.First:
		h.one.scroll(-h.one.rows)
	case keys.Last:
		h.one.scroll(h.one.rows)
	}
	return nil
}

func (h *Hours) print() tea.Cmd {
	if h.busy {
		return nil
	}
	h.busy = true
	clerk, env, who, p := h.clerk, h.env, h.one.who, h.one.period
	return func() tea.Msg {
		where, printed, err := clerk.Print(context.Background(), env, who, p)
		return handedOut{where, printed, err}
	}
}

// view draws what would be printed, after what does not count yet.
func (c *certificate) view(env screen.Env, width, height int) screen.Block {
	th := env.Theme
	head := []widget.Block{
		widget.Blank(width, 1),
		widget.Line(th, th.Title, "  "+env.T("duty.certificate.hint", "key", keys.Label(env.Text, env.Keys.Binding(keys.Print).Keys[0])), width),
	}
	if n := len(c.who.Doubtful); n > 0 {
		head = append(head, widget.Pad(widget.Para(th.Warn, env.T("duty.certificate.doubt", "n", n), width-4), 0, 2, 0, 2))
	}
	top := widget.Stack(append(head, widget.Blank(width, 1))...)
	body := c.paper(env, min(width-4, 90))
	_, used := widget.Size(top)
	_, c.rows = widget.Size(body)
	c.room = max(1, height-used)
	c.scroll(0)
	return widget.Fit(widget.Stack(top, widget.Pad(widget.Window(body, c.top, c.room), 0, 2, 0, 2)), width, height)
}

// paper shows the document in lines.
func (c *certificate) paper(env screen.Env, width int) widget.Block {
	th := env.Theme
	doc, err := c.maker.Certificate(c.who, c.period)
	if err != nil {
		return widget.Para(th.Bad, env.Text.Problem(err), width)
	}
	var rows []widget.Block
	for _, l := range paper.Lines(doc, width, th.Marks) {
		style := th.Text
		switch {
		case l.Strong:
			style = th.Strong
		case l.Muted:
			style = th.Muted
		}
		rows = append(rows, widget.Line(th, style, l.Text, width))
	}
	return widget.Stack(rows...)
}

// newForm asks for another period.
func (h *Hours) newForm() *sheet.Sheet {
	f := sheet.New(h.env.Text, h.env.Senior, h.questions()...)
	f.Word = "duty.hours.show"
	f.Reword(h.env.Text, h.env.Senior, h.questions()...)
	f.Set("from", h.period.From.String())
	f.Set("to", h.period.To.String())
	return &f
}

func (h *Hours) reword() {
	if h.form != nil {
		h.form.Reword(h.env.Text, h.env.Senior, h.questions()...)
	}
	if h.one != nil {
		h.one.maker = h.clerk.Maker(h.env)
	}
}

func (h *Hours) questions() []sheet.Question {
	day := func(id string, label string) sheet.Question {
		return sheet.Question{ID: id, Kind: sheet.Line, Max: 20, Label: label, Hint: h.env.T("duty.hours.day"), Read: h.readDay}
	}
	return []sheet.Question{day("from", h.env.T("duty.hours.from")), day("to", h.env.T("duty.hours.to"))}
}

func (h *Hours) readDay(s string) widget.Note {
	d, p := ident.Day(s, h.today())
	if p != nil && !p.Doubt {
		return widget.Note{Text: h.env.Text.Sentence(p), Tone: theme.Bad}
	}
	return widget.Note{Text: h.env.Text.Day(d), Tone: theme.Good}
}

// afterForm shows the period that was asked for.
func (h *Hours) afterForm() tea.Cmd {
	if !h.form.Saved() {
		return nil
	}
	var days [2]model.Day
	for i, id := range []string{"from", "to"} {
		d, p := ident.Day(h.form.Value(id), h.today())
		if p != nil && !p.Doubt || d.IsZero() {
			p = &model.Problem{Code: "day.not_day"}
			h.form.Refuse(id, h.env.Text.Sentence(p))
			return nil
		}
		days[i] = d
	}
	if days[1] < days[0] {
		h.form.Refuse("to", h.env.Text.Sentence(&model.Problem{Code: "hours.period", Args: map[string]any{"from": days[0], "to": days[1]}}))
		return nil
	}
	h.form = nil
	return h.show(service.Period{From: days[0], To: days[1]})
}
