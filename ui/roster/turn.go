package roster

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// goal names a goal in plain words.
func (s *Screen) goal(g string) string { return s.Env.T(text.Key("roster.goalname." + g)) }

// put keeps a roster with one assignment less (from, nil: none) and one more
// (to, none when it names nobody). Where that breaks a rule it is asked first,
// with the rule's name. In a published roster somebody may only take an empty
// seat: that is a repair too, and whoever comes has to be phoned.
func (s *Screen) put(r station.Roster, from *shifts.Assignment, to shifts.Assignment) tea.Cmd {
	if p := r.MayEdit(); p != nil && from != nil {
		return s.Warn(s.Env.Text.Sentence(p))
	}
	next := moved(r.Assignments, from, to)
	if slices.Equal(next, r.Assignments) {
		return nil
	}
	effect := s.consequences(r, next)
	keep := func() tea.Cmd {
		var out station.Roster
		do := func(ctx context.Context, by store.By) (err error) {
			if r.Status == station.Published {
				out, err = s.desk.RepairRoster(ctx, by, r.With(next))
			} else {
				out, err = s.desk.DraftRoster(ctx, by, r.With(next))
			}
			return err
		}
		return s.write(do, func() tea.Cmd {
			s.keepRoster(out)
			s.RewordAll()
			if r.Status == station.Published {
				s.Push(s.newPhones(r, out))
			}
			return s.Say(sentences(effect))
		}, nil)
	}
	if effect[0].tone != theme.Bad {
		return keep()
	}
	return s.ask(s.Env.T("roster.breaks"), sentences(effect), s.Env.T("roster.breaks.no"), s.Env.T("roster.breaks.yes"), keep)
}

func sentences(list []said) string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = e.said
	}
	return strings.Join(out, "\n")
}

// callAhead is for how many days ahead somebody may be called in by telephone.
const callAhead = 3

// newTurn is the page of one turn: who comes, who may be called, what can be
// done about it.
func (s *Screen) newTurn(id model.ID, shift string) *pages.Board {
	b := &pages.Board{On: &s.Stack, Name: func() string { return s.Env.T("roster.title.turn") }}
	b.Body = func(width int) widget.Block { return s.turnBody(id, shift, width) }
	b.Options = func() []widget.Option {
		r, _ := s.roster(id)
		d, ok := r.Duty(shift)
		if !ok {
			return []widget.Option{{Value: "back", Label: s.Env.T("roster.back")}}
		}
		draft := r.Status == station.Draft
		var out []widget.Option
		for _, who := range d.Volunteers {
			key := text.Key("roster.turn.absent")
			if draft {
				key = "roster.turn.replace"
			}
			out = append(out, widget.Option{Value: "who " + string(who), Label: s.Env.T(key, "name", s.name(who))})
		}
		if d.Empty() > 0 {
			out = append(out, widget.Option{Value: "why", Label: s.Env.T("roster.turn.why")})
		}
		if draft || d.Empty() > 0 {
			out = append(out, widget.Option{Value: "add", Label: s.Env.T("roster.turn.add")})
		}
		if days := d.Shift.Date - s.today(); !draft && days >= 0 && days <= callAhead {
			out = append(out, widget.Option{Value: "call", Label: s.Env.T("roster.turn.call")})
		}
		return append(out, widget.Option{Value: "grid", Label: s.Env.T("roster.turn.grid")})
	}
	b.Pick = func(value string) tea.Cmd { return s.onTurn(id, shift, value) }
	if r, ok := s.roster(id); ok && r.Status == station.Published {
		return b // nobody is taken off without a repair
	}
	b.Remove = func(value string) tea.Cmd {
		r, _ := s.roster(id)
		if who, ok := strings.CutPrefix(value, "who "); ok {
			return s.put(r, &shifts.Assignment{Shift: shift, Volunteer: who}, shifts.Assignment{})
		}
		return nil
	}
	return b
}

func (s *Screen) onTurn(id model.ID, shift, value string) tea.Cmd {
	r, _ := s.roster(id)
	who, isPerson := strings.CutPrefix(value, "who ")
	switch {
	case isPerson && r.Status == station.Draft:
		s.Push(s.newCandidates(id, &shifts.Assignment{Shift: shift, Volunteer: who}, shift))
	case isPerson:
		s.Push(s.newOneTurn(model.ID(who), id, shift))
	case value == "add":
		s.Push(s.newCandidates(id, nil, shift))
	case value == "why":
		return s.explain(r, shift)
	case value == "call":
		return screen.Send(screen.OpenDuty{Page: screen.DutyCalls, Turn: shift})
	case value == "grid":
		g := s.newGrid(id, s.today(), false)
		g.col = max(0, slices.IndexFunc(g.turns, func(d station.Duty) bool { return d.Shift.ID == shift }))
		s.Push(g)
	default:
		return s.Pop()
	}
	return nil
}

func (s *Screen) turnBody(id model.ID, shift string, width int) widget.Block {
	th := s.Env.Theme
	r, _ := s.roster(id)
	d, ok := r.Duty(shift)
	if !ok {
		return widget.Para(th.Muted, s.Env.T("roster.turn.gone"), width)
	}
	blocks := []widget.Block{
		widget.Para(th.Title, s.turnWords(d)+"  "+s.Env.T(text.Key("roster.status."+r.Status)), width),
		widget.Blank(width, 1),
	}
	lines := [][2]string{{s.Env.T("roster.fact.who"), s.comers(r, d) + s.emptyTail(d)}}
	if missing := r.Missing(shift); len(missing) > 0 {
		lines = append(lines, [2]string{s.Env.T("roster.fact.missing"), s.names(missing)})
	}
	if len(d.Reserves) > 0 {
		lines = append(lines, [2]string{s.Env.T("roster.fact.reserve"), s.names(d.Reserves)})
	}
	if need := sortedNeed(d.Shift.Need); len(need) > 0 {
		lines = append(lines, [2]string{s.Env.T("roster.fact.need"), s.skills(need)})
	}
	return widget.Stack(append(blocks, s.facts(lines, width))...)
}

// comers names who comes to a turn, and in whose place.
func (s *Screen) comers(r station.Roster, d station.Duty) string {
	out := make([]string, len(d.Volunteers))
	for i, id := range d.Volunteers {
		out[i] = s.name(id)
		for _, x := range r.Stands {
			if x.Shift == d.Shift.ID && x.Volunteer == id {
				out[i] = s.Env.T("roster.instead", "name", out[i], "for", s.name(x.For))
			}
		}
	}
	return s.Env.Text.List(out)
}

func (s *Screen) emptyTail(d station.Duty) string {
	if d.Empty() == 0 {
		return ""
	}
	return "  " + s.Env.T("roster.empty", "n", d.Empty())
}

// newCandidates ranks who could take a seat of a turn of a draft, in the place
// of from or, with nil, beside those who are there.
func (s *Screen) newCandidates(id model.ID, from *shifts.Assignment, shift string) *pages.Listing {
	l := &pages.Listing{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.candidates") },
		Ask: func() string {
			r, _ := s.roster(id)
			d, _ := r.Duty(shift)
			return s.Env.T("roster.candidates.ask", "turn", s.turnWords(d))
		},
		Box: func() string { return s.Env.T("roster.people.box") },
	}
	l.Rows = func(query string) []widget.Row {
		r, _ := s.roster(id)
		if r.Instance == nil {
			return nil
		}
		leaves := ""
		if from != nil {
			leaves = from.Volunteer
		}
		return s.candidateRows(r.Instance, moved(r.Assignments, from, shifts.Assignment{}), shift, leaves, query)
	}
	l.Columns = func(int) []widget.Column { return []widget.Column{{Width: 12}, {Min: 20}} }
	l.Open = func(who, _ string) tea.Cmd {
		r, _ := s.roster(id)
		s.Pop()
		return s.put(r, from, shifts.Assignment{Shift: shift, Volunteer: who})
	}
	return l.Start()
}

// candidateRows are those who could take a seat, the best first, each with the
// reason; not he who leaves it.
func (s *Screen) candidateRows(in *shifts.Instance, list []shifts.Assignment, shift, leaves, query string) []widget.Row {
	var out []widget.Row
	for _, c := range shifts.Candidates(in, list, shift) {
		name := s.name(model.ID(c.Volunteer))
		if query != "" && !matches(query, name) || c.Volunteer == leaves {
			continue
		}
		row := widget.Row{ID: c.Volunteer, Cells: []string{name, s.reason(c)}}
		if len(c.Rules) > 0 {
			row.Tone = theme.Muted
		}
		out = append(out, row)
	}
	return out
}

// reason says why a candidate stands where he stands.
func (s *Screen) reason(c shifts.Candidate) string {
	if len(c.Rules) > 0 {
		words := make([]string, len(c.Rules))
		for i, r := range c.Rules {
			words[i] = s.rule(r)
		}
		return s.Env.T("roster.reason.breaks", "rules", words)
	}
	if len(c.Skills) > 0 {
		return s.Env.T("roster.reason.skill", "skills", s.skills(c.Skills), "load", c.Load, "spread", c.Spread)
	}
	return s.Env.T("roster.reason.may", "load", c.Load, "spread", c.Spread)
}
