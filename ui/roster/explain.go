package roster

import (
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store/find"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

func matches(query, label string) bool { return find.Matches(query, label) }

// newHoles lists the turns of a roster with empty seats.
func (s *Screen) newHoles(id model.ID) *pages.Board {
	turns := func() []shifts.Shift {
		r, _ := s.roster(id)
		if r.Instance == nil {
			return nil
		}
		return slices.CompactFunc(holes(r), func(a, b shifts.Shift) bool { return a.ID == b.ID })
	}
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.holes") },
		Body: func(width int) widget.Block {
			return widget.Para(s.Env.Theme.Title, s.Env.T("roster.holes", "n", len(turns())), width)
		},
		Options: func() []widget.Option {
			var out []widget.Option
			for _, t := range turns() {
				out = append(out, widget.Option{Value: t.ID, Label: s.turnWords(station.Duty{Shift: t})})
			}
			return append(out, widget.Option{Value: "", Label: s.Env.T("roster.back")})
		},
		Pick: func(value string) tea.Cmd {
			r, ok := s.roster(id)
			if value == "" || !ok {
				return s.Pop()
			}
			return s.explain(r, value)
		},
	}
}

// explained brings why a seat is empty.
type explained struct {
	of    *search
	shift string
	r     station.Roster
	list  []shifts.Entry
	err   error
}

// explain has the planner find out why seats of a turn stay empty.
func (s *Screen) explain(r station.Roster, shift string) tea.Cmd {
	return s.begin("roster.title.holes", func(of *search) tea.Msg {
		list, err := shifts.Explain(r.Instance, r.Plan(), shift, of.options(1))
		return explained{of, shift, r, list, err}
	})
}

func (s *Screen) onExplained(e explained) tea.Cmd {
	switch {
	case !s.end(e.of):
		return nil
	case e.err != nil:
		return screen.Send(screen.Failed{Err: e.err})
	case len(e.list) == 0:
		return s.Say(s.Env.T("roster.holes.none"))
	}
	s.Push(s.newEntry(e))
	return nil
}

// newEntry tells why a seat is empty, and offers what single thing would fill it.
func (s *Screen) newEntry(e explained) *pages.Board {
	entry := e.list[0]
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.holes") },
		Body: func(width int) widget.Block { return s.entryBody(e.r, entry, width) },
		Options: func() []widget.Option {
			var out []widget.Option
			for i, w := range entry.WouldFill {
				out = append(out, widget.Option{Value: strconv.Itoa(i), Label: s.note(e.r, w.Change)})
			}
			return append(out, widget.Option{Value: "pick", Label: s.Env.T("roster.turn.add")}, widget.Option{Value: "back", Label: s.Env.T("roster.back")})
		},
		Pick: func(value string) tea.Cmd {
			cmd := s.Pop()
			r, there := s.roster(e.r.ID)
			i, err := strconv.Atoi(value)
			switch {
			case !there:
			case value == "pick":
				s.Push(s.newCandidates(r.ID, nil, e.shift))
			case err == nil && i < len(entry.WouldFill):
				who, _ := entry.WouldFill[i].Change.Args["volunteer"].(string)
				return screen.Batch(cmd, s.put(r, nil, shifts.Assignment{Shift: e.shift, Volunteer: who}))
			}
			return cmd
		},
	}
}

func (s *Screen) entryBody(r station.Roster, e shifts.Entry, width int) widget.Block {
	th := s.Env.Theme
	turn, _ := r.Shift(e.Shift)
	blocks := []widget.Block{
		widget.Para(th.Title, s.turnWords(station.Duty{Shift: turn}), width),
		widget.Blank(width, 1),
		widget.Para(th.Text, s.note(r, e.Verdict), width),
	}
	if len(e.SmallestCore) > 0 {
		words := make([]string, len(e.SmallestCore))
		for i, rule := range e.SmallestCore {
			words[i] = s.rule(rule)
		}
		blocks = append(blocks, widget.Para(th.Text, s.Env.T("roster.core", "rules", words), width))
	}
	blocks = append(blocks, widget.Blank(width, 1), widget.Para(th.Strong, s.Env.T("roster.would_fill"), width))
	for _, w := range e.WouldFill {
		blocks = append(blocks, widget.Para(th.Good, "  "+s.note(r, w.Change)+s.Env.T("roster.colon")+s.note(r, w.Effect), width))
	}
	if len(e.WouldFill) == 0 {
		blocks = append(blocks, widget.Para(th.Text, "  "+s.Env.T("roster.would_fill.none"), width))
	}
	blocks = append(blocks, widget.Blank(width, 1), widget.Para(th.Strong, s.Env.T("roster.blocked"), width))
	var lines [][2]string
	for _, b := range e.BlockedBy {
		words := make([]string, len(b.Rules))
		for i, rule := range b.Rules {
			words[i] = s.rule(rule)
		}
		why := s.Env.Text.List(words)
		if why == "" {
			why = s.Env.T("roster.free")
		}
		lines = append(lines, [2]string{s.name(model.ID(b.Volunteer)), why})
	}
	return widget.Stack(append(blocks, s.facts(lines, width))...)
}

// note says a sentence of the planner with names and turns in the place of ids.
func (s *Screen) note(r station.Roster, n shifts.Note) string {
	args := make([]any, 0, 2*len(n.Args))
	for k, v := range n.Args {
		args = append(args, k, s.argument(r, k, v))
	}
	return s.Env.T(text.Key(n.Code), args...)
}

func (s *Screen) argument(r station.Roster, name string, v any) any {
	word, ok := v.(string)
	if !ok {
		return v
	}
	switch name {
	case "volunteer", "a", "b":
		if strings.HasPrefix(word, "v-") {
			return s.name(model.ID(word))
		}
	case "date", "from", "to":
		if d, err := model.ParseDay(word); err == nil {
			return s.Env.Text.MonthDay(d)
		}
	case "month":
		if d, err := model.ParseDay(word + "-01"); err == nil {
			return s.month(d)
		}
	case "shift", "gains", "loses":
		return s.turnList(r, word)
	}
	return word
}

// month names the month of a day.
func (s *Screen) month(d model.Day) string {
	y, m, _ := d.Date()
	return s.Env.T("roster.month", "year", strconv.Itoa(y), "month", s.Env.T(text.Key("month."+strconv.Itoa(int(m)))))
}

// turnList names turns given as ids with commas between.
func (s *Screen) turnList(r station.Roster, ids string) string {
	var words []string
	for id := range strings.SplitSeq(ids, ", ") {
		if t, ok := r.Shift(id); ok {
			words = append(words, s.turnWords(station.Duty{Shift: t}))
		}
	}
	return s.Env.Text.List(words)
}
