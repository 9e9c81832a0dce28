package odr

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/store/find"
	"heshi/ui/chronicle"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// queue lists the open cases by their deadline on the platform.
func (s *Screen) queue() *pages.Listing {
	l := &pages.Listing{
		On: &s.Stack, Name: func() string { return s.Env.T("odr.title.queue") },
		Ask: func() string {
			if len(s.cases) == 0 {
				return s.Env.T("odr.nothing")
			}
			return s.Env.T("odr.queue.ask", "n", s.open)
		},
		Box:  func() string { return s.Env.T("odr.queue.box") },
		Rows: s.queueRows,
		Columns: func(width int) []widget.Column {
			if s.Env.Senior || width < 80 {
				return []widget.Column{{Width: 14}, {Min: 12}, {Width: 12, Drop: 1}}
			}
			return []widget.Column{{Width: 14}, {Min: 12}, {Width: 16, Drop: 1}, {Width: 10, Drop: 3}, {Width: 16, Drop: 2}}
		},
		Open: func(id, _ string) tea.Cmd {
			s.id = model.ID(id)
			s.Push(s.card())
			return nil
		},
	}
	return l.Start()
}

func (s *Screen) queueRows(query string) []widget.Row {
	var out []widget.Row
	for _, c := range s.cases {
		if query != "" && !find.Matches(query, c.Origin.No+" "+c.No+" "+c.Shop+" "+c.Complainant.Name+" "+c.Complainant.Phone) {
			continue
		}
		tone, left := s.left(s.deadline(c))
		cells := []string{left, c.Shop, s.nextWord(c)}
		if !s.Env.Senior {
			cells = append(cells, ident.MaskName(c.Complainant.Name), c.Origin.No)
		}
		out = append(out, widget.Row{ID: string(c.ID), Cells: cells, Tone: tone})
	}
	return out
}

// deadline is the last day of the platform's own clock; no day while it stands
// still.
func (s *Screen) deadline(c model.Case) model.Day {
	clocks := s.times.Tuned()
	if clocks.Rules == nil {
		return 0
	}
	for _, run := range flow.Running(c) {
		if run.Rule == "odr.settle" {
			d, err := clocks.Due(run.Ask)
			if err != nil {
				return 0
			}
			return d.Last
		}
	}
	return 0
}

// left says how much of the platform's time is left.
func (s *Screen) left(last model.Day) (theme.Tone, string) {
	switch n := int(last - s.today()); {
	case last.IsZero():
		return theme.Muted, s.Env.T("odr.left.still")
	case n < 0:
		return theme.Bad, s.Env.T("odr.left.over", "n", -n)
	case n == 0:
		return theme.Warn, s.Env.T("odr.left.today")
	case n <= 3:
		return theme.Warn, s.Env.T("odr.left.days", "n", n)
	default:
		return theme.Normal, s.Env.T("odr.left.days", "n", n)
	}
}

// aside are the steps that lead no case on.
func aside(id string) bool {
	return slices.Contains([]string{"note", "pause", "complex", "assign", "hand-over"}, id)
}

// steps are those that may be taken now and lead the case on. Until somebody
// has spoken to the consumer that comes first: the platform counts it.
func (s *Screen) steps(c model.Case) []string {
	p := s.Env.Person
	var out []string
	for _, a := range flow.Next(c, flow.Actor{ID: p.ID, Name: p.Name, Role: p.Role}) {
		if !aside(a.ID) {
			out = append(out, a.ID)
		}
	}
	if at := slices.Index(out, "contact"); at >= 0 && flow.ReportOf(c).FirstContactAt.IsZero() {
		out = slices.Insert(slices.Delete(out, at, at+1), 0, "contact")
	}
	return out
}

func (s *Screen) nextWord(c model.Case) string {
	if next := s.steps(c); len(next) > 0 {
		return s.stepWord(c, next[0])
	}
	return ""
}

func (s *Screen) stepWord(c model.Case, id string) string {
	if id == "contact" && flow.ReportOf(c).FirstContactAt.IsZero() {
		return s.Env.T("odr.first_contact")
	}
	return s.Env.T(text.Key("step." + id))
}

func (s *Screen) current() (model.Case, bool) {
	if i := slices.IndexFunc(s.cases, func(c model.Case) bool { return c.ID == s.id }); i >= 0 {
		return s.cases[i], true
	}
	return model.Case{}, false
}

// whole opens the case with everything about it.
const whole = "whole"

// shownSteps is how many steps the card names; the case itself has them all.
const shownSteps = 7

// card shows one case and its next steps.
func (s *Screen) card() *pages.Board {
	return &pages.Board{
		On: &s.Stack,
		Name: func() string {
			c, ok := s.current()
			if !ok {
				return s.Env.T("odr.title.queue")
			}
			return s.Env.T("odr.title.card", "no", c.Origin.No)
		},
		Body: s.cardBody,
		Options: func() []widget.Option {
			c, ok := s.current()
			if !ok {
				return []widget.Option{{Value: "", Label: s.Env.T("odr.card.back")}}
			}
			steps := s.steps(c)
			var out []widget.Option
			for _, id := range steps[:min(len(steps), shownSteps)] {
				out = append(out, widget.Option{Value: id, Label: s.stepWord(c, id)})
			}
			return append(out, widget.Option{Value: whole, Label: s.Env.T("odr.card.whole")})
		},
		Pick: func(value string) tea.Cmd {
			switch value {
			case "":
				return s.Pop()
			case whole:
				return screen.Send(screen.OpenCase{ID: s.id})
			}
			return screen.Send(screen.OpenCase{ID: s.id, Step: value})
		},
	}
}

func (s *Screen) cardBody(width int) widget.Block {
	th := s.Env.Theme
	c, ok := s.current()
	if !ok {
		return widget.Para(th.Text, s.Env.T("odr.card.done"), width)
	}
	last := s.deadline(c)
	tone, left := s.left(last)
	lines := []widget.Block{
		widget.Para(th.Strong, c.Shop+"  "+ident.MaskName(c.Complainant.Name), width),
		widget.Para(th.Of(tone), s.Env.T("odr.card.due", "day", last, "left", left), width),
		widget.Para(th.Muted, s.Env.T("odr.card.received", "at", c.Origin.At.In(s.Env.Now().Location()), "state", string(c.State)), width),
		widget.Para(th.Text, c.What, width),
	}
	if c.Amount > 0 {
		lines = append(lines, widget.Para(th.Text, s.Env.T("odr.card.amount", "amount", c.Amount), width))
	}
	if stand, until, ok := s.times.Stand(c, s.Env.Now()); ok {
		lines = append(lines, widget.Para(th.Text, chronicle.Route(s.Env.Text, *c.Route, stand, until), width))
	}
	return widget.Stack(lines...)
}
