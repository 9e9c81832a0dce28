package stats

import (
	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/report"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// figure is one figure as senior mode shows it, under the title of its part.
type figure struct {
	Part string
	report.Item
}

// mostOf is how many figures of a part senior mode shows: the most telling.
const mostOf = 3

// figures lists what senior mode goes through, one at a time.
func (s *Screen) figures() []figure {
	if !s.ready {
		return nil
	}
	var out []figure
	for _, topic := range report.Topics() {
		for _, p := range s.maker().Topic(s.rep, topic) {
			items := p.Items
			if p.Bars {
				items = items[:min(len(items), mostOf)]
			}
			if len(items) == 0 && topic == report.Warnings {
				out = append(out, figure{p.Title, report.Item{Label: p.None}})
			}
			for _, it := range items {
				out = append(out, figure{p.Title, it})
			}
		}
	}
	return out
}

// choices are what senior mode offers below a figure, by digit.
func (s *Screen) choices() []string {
	return []string{"next", "previous", "cases", "month_before", "month_after"}
}

func (s *Screen) menu() widget.Choice {
	m := widget.NewMenu(true)
	for _, c := range s.choices() {
		m.Options = append(m.Options, widget.Option{Value: c, Label: s.env.T(text.Key("stats.choice." + c))})
	}
	return m
}

func (s *Screen) choose(n int) tea.Cmd {
	if n < 1 || n > len(s.choices()) {
		return nil
	}
	switch s.choices()[n-1] {
	case "next":
		return s.stepFigure(keys.Down)
	case "previous":
		return s.stepFigure(keys.Up)
	case "cases":
		return s.open()
	case "month_before":
		return s.turn(-1)
	}
	return s.turn(1)
}

// stepFigure goes to another figure.
func (s *Screen) stepFigure(id keys.ID) tea.Cmd {
	last := max(0, len(s.figures())-1)
	switch id {
	case keys.Down, keys.PageDown:
		s.at = min(s.at+1, last)
	case keys.Up, keys.PageUp:
		s.at = max(0, s.at-1)
	case keys.First:
		s.at = 0
	case keys.Last:
		s.at = last
	}
	return nil
}
