package roster

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// settledDays is how many days from today nobody's turns are moved for the sake
// of fairness: people have made their plans.
const settledDays = 7

// newCallers picks who called to say that he cannot come.
func (s *Screen) newCallers() *pages.Listing {
	l := &pages.Listing{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.absent") },
		Ask: func() string {
			if len(s.callerRows("")) == 0 {
				return s.Env.T("roster.absent.nobody")
			}
			return s.Env.T("roster.absent.ask")
		},
		Box:     func() string { return s.Env.T("roster.people.box") },
		Columns: func(int) []widget.Column { return []widget.Column{{Width: 12}, {Min: 20}} },
	}
	l.Rows = func(query string) []widget.Row { return s.callerRows(query) }
	l.Open = func(id, _ string) tea.Cmd {
		s.Push(s.newCall(model.ID(id)))
		return nil
	}
	return l.Start()
}

// callerRows are those who have turns to come, each with the next one.
func (s *Screen) callerRows(query string) []widget.Row {
	var out []widget.Row
	for _, row := range s.peopleRows(query, nil) {
		if list := s.dutiesOf(model.ID(row.ID)); len(list) > 0 {
			row.Cells = []string{row.Cells[0], s.Env.T("roster.absent.next", "turn", s.turnWords(list[0].Duty), "n", len(list))}
			out = append(out, row)
		}
	}
	return out
}

// newCall asks which of his turns somebody cannot come to.
func (s *Screen) newCall(id model.ID) *pages.Board {
	b := &pages.Board{On: &s.Stack, Name: func() string { return s.Env.T("roster.title.absent") }}
	b.Body = func(width int) widget.Block {
		key := text.Key("roster.call.ask")
		if len(s.dutiesOf(id)) == 0 {
			key = "roster.call.none"
		}
		return widget.Para(s.Env.Theme.Title, s.Env.T(key, "name", s.name(id)), width)
	}
	b.Options = func() []widget.Option {
		var out []widget.Option
		for _, d := range s.dutiesOf(id) {
			out = append(out, widget.Option{Value: string(d.roster) + " " + d.Shift.ID, Label: s.turnWords(d.Duty)})
			if len(out) == 4 {
				break
			}
		}
		return append(out, widget.Option{Value: "span", Label: s.Env.T("roster.call.span")})
	}
	b.Pick = func(value string) tea.Cmd {
		if value == "span" {
			s.Push(s.newSpan("roster.title.leave", id, func(from, to model.Day, _ *pages.Form) tea.Cmd { return s.leaveCall(id, from, to) }))
			return nil
		}
		r, shift, _ := strings.Cut(value, " ")
		s.Push(s.newOneTurn(id, model.ID(r), shift))
		return nil
	}
	return b
}

// leaveCall repairs the roster for leave over several days.
func (s *Screen) leaveCall(id model.ID, from, to model.Day) tea.Cmd {
	for _, d := range s.dutiesOf(id) {
		if from <= d.Shift.Date && d.Shift.Date <= to {
			r, _ := s.roster(d.roster)
			return s.repair(r, shifts.Change{Leave: []shifts.NewLeave{{Volunteer: string(id), From: from, To: to}}})
		}
	}
	v, ok := s.volunteer(id)
	if !ok {
		return nil
	}
	return s.change(v, func(v *model.Volunteer) { v.Leave = append(slices.Clone(v.Leave), model.Span{From: from, To: to}) }, s.Pop)
}

// newOneTurn asks what to do about a turn somebody cannot come to.
func (s *Screen) newOneTurn(who, id model.ID, shift string) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.absent") },
		Body: func(width int) widget.Block {
			r, _ := s.roster(id)
			d, _ := r.Duty(shift)
			return widget.Para(s.Env.Theme.Title, s.Env.T("roster.one.ask", "name", s.name(who), "turn", s.turnWords(d)), width)
		},
		Options: func() []widget.Option {
			var out []widget.Option
			for _, v := range []string{"drop", "swap", "span"} {
				out = append(out, widget.Option{Value: v, Label: s.Env.T(text.Key("roster.one." + v))})
			}
			return out
		},
		Pick: func(value string) tea.Cmd {
			r, ok := s.roster(id)
			if !ok {
				return s.Pop()
			}
			switch value {
			case "swap":
				s.Push(s.newSwap(who, id, shift))
				return nil
			case "span":
				s.Push(s.newSpan("roster.title.leave", who, func(from, to model.Day, _ *pages.Form) tea.Cmd { return s.leaveCall(who, from, to) }))
				return nil
			}
			return s.repair(r, dropOf(r, who, shift))
		},
	}
}

// dropOf frees somebody from a turn. Who serves twice that day is freed from
// the whole day: the rules know no leave of half a day.
func dropOf(r station.Roster, who model.ID, shift string) shifts.Change {
	turn, _ := r.Shift(shift)
	mine := 0
	for _, d := range r.On(turn.Date, turn.Date) {
		if slices.Contains(d.Volunteers, who) {
			mine++
		}
	}
	if mine > 1 {
		return shifts.Change{Leave: []shifts.NewLeave{{Volunteer: string(who), From: turn.Date, To: turn.Date}}}
	}
	return shifts.Change{Drop: []shifts.Assignment{{Shift: shift, Volunteer: string(who)}}}
}

// newSwap ranks who could come in somebody's place.
func (s *Screen) newSwap(who, id model.ID, shift string) *pages.Listing {
	from := &shifts.Assignment{Shift: shift, Volunteer: string(who)}
	l := s.newCandidates(id, from, shift)
	l.Ask = func() string { return s.Env.T("roster.swap.ask", "name", s.name(who)) }
	l.Open = func(other, _ string) tea.Cmd {
		r, ok := s.roster(id)
		if !ok {
			return s.Pop()
		}
		return s.repair(r, shifts.Change{Swap: []shifts.Swap{{Shift: shift, From: string(who), To: other}}})
	}
	return l
}

// newExtra asks about a turn more in a published roster.
func (s *Screen) newExtra(id model.ID) *pages.Form {
	f := &pages.Form{On: &s.Stack, Fresh: true, Draft: s.Draft("extra", string(id)), Word: "roster.extra.go", Name: func() string { return s.Env.T("roster.title.extra") }}
	f.Questions = func() []sheet.Question {
		ask := func(id string) string { return s.Env.T(text.Key("roster.ask." + id)) }
		return []sheet.Question{
			{ID: "day", Label: ask("day"), Hint: s.Env.T("roster.hint.day"), Max: 20, Read: s.readDay},
			{ID: "half", Kind: sheet.Pick, Label: ask("half"), Options: s.worded("roster.", []string{model.AM, model.PM})},
			{ID: "start", Label: ask("start"), Max: 10},
			{ID: "end", Label: ask("end"), Max: 10},
			{ID: "seats", Label: ask("seats"), Max: 2, Read: s.readNumber},
		}
	}
	f.Save = func() tea.Cmd {
		r, ok := s.roster(id)
		a := &answers{s: s, f: f, ok: true}
		day, seats := a.day("day"), a.number("seats")
		if a.ok && (day < r.From || day > r.To) {
			a.refuse("day", s.Env.T("roster.fault.outside", "from", r.From, "to", r.To))
		}
		if !ok || !a.ok {
			return nil
		}
		extra := extraShift(r, day, f.Sheet.Value("half"), ident.HourMinute(f.Sheet.Value("start")), ident.HourMinute(f.Sheet.Value("end")), seats)
		return s.repair(r, shifts.Change{AddShift: []shifts.Shift{extra}})
	}
	return f.Start(map[string][]string{"half": {model.AM}, "start": {"09:00"}, "end": {"11:30"}, "seats": {"1"}})
}

// extraShift is a turn outside the week, with an id of its own and the weight
// of the roster's first turn.
func extraShift(r station.Roster, day model.Day, half, start, end string, seats int) shifts.Shift {
	out := shifts.Shift{
		Date: day, Half: half, Start: start, End: end, Seats: seats, Weight: 1, Priority: 1,
		Need: map[string]int{}, Parties: []string{},
	}
	if len(r.Instance.Shifts) > 0 {
		out.Station, out.Weight = r.Instance.Shifts[0].Station, r.Instance.Shifts[0].Weight
	}
	for n := 1; ; n++ {
		out.ID = day.String() + "/extra-" + strconv.Itoa(n)
		if _, there := r.Shift(out.ID); !there {
			return out
		}
	}
}

// repaired brings the choices of a repair.
type repaired struct {
	of  *search
	r   station.Roster
	ch  shifts.Change
	rep *shifts.Repaired
	err error
}

// repair has the planner mend a published roster.
func (s *Screen) repair(r station.Roster, ch shifts.Change) tea.Cmd {
	register, until := s.all, s.today()+settledDays-1
	return s.begin("roster.title.repair", func(of *search) tea.Msg {
		rep, err := r.Repair(register, ch, until, of.options(1))
		return repaired{of, r, ch, rep, err}
	})
}

func (s *Screen) onRepaired(m repaired) tea.Cmd {
	if !s.end(m.of) {
		return nil
	}
	if m.err != nil {
		return s.Warn(s.repairFault(m.r, m.err))
	}
	s.Push(s.newChoices(m))
	return nil
}

// repairFault says what is wrong with a change, with names in the place of ids.
func (s *Screen) repairFault(r station.Roster, err error) string {
	var ps model.Problems
	if !errors.As(err, &ps) || len(ps) == 0 {
		return s.Env.Text.Problem(err)
	}
	said := *ps[0]
	said.Args = map[string]any{}
	for k, v := range ps[0].Args {
		said.Args[k] = s.argument(r, k, v)
	}
	return s.Env.Text.Sentence(&said)
}

// newChoices shows the ways to mend a roster: before, after and who must be
// phoned, for the way the arrows stand on. A digit takes one.
func (s *Screen) newChoices(m repaired) *pages.Board {
	b := &pages.Board{On: &s.Stack, Name: func() string { return s.Env.T("roster.title.repair") }}
	at := func() int {
		n, _ := strconv.Atoi(b.Current())
		return max(0, min(n, len(m.rep.Rungs)-1))
	}
	b.Body = func(width int) widget.Block { return s.choiceBody(m, at(), width) }
	b.Options = func() []widget.Option {
		var out []widget.Option
		for i, rung := range m.rep.Rungs {
			out = append(out, widget.Option{Value: strconv.Itoa(i), Label: s.Env.T("roster.rung", "changes", rung.Changes, "spread", rung.Spread)})
		}
		return append(out, widget.Option{Value: "none", Label: s.Env.T("roster.rung.none")})
	}
	b.Pick = func(value string) tea.Cmd {
		if value == "none" {
			return s.Pop()
		}
		return s.accept(m, at())
	}
	return b
}

// choiceBody tells one way to mend a roster.
func (s *Screen) choiceBody(m repaired, rung int, width int) widget.Block {
	th := s.Env.Theme
	r := m.r.Mended(m.rep, rung, m.ch)
	blocks := []widget.Block{}
	for _, line := range s.differences(m.r, r) {
		blocks = append(blocks, widget.Para(th.Of(line.tone), line.said, width))
	}
	if n := len(holes(r)); n > 0 {
		blocks = append(blocks, widget.Para(th.Warn, s.Env.T("roster.goal.unfilled", "n", n), width))
	}
	for _, sentence := range s.breaches(r.Instance, r.Assignments) {
		blocks = append(blocks, widget.Para(th.Bad, sentence, width))
	}
	if m.rep.Further != nil {
		blocks = append(blocks, widget.Para(th.Text, s.note(m.r, *m.rep.Further), width))
	}
	blocks = append(blocks, widget.Blank(width, 1), widget.Para(th.Strong, s.Env.T("roster.phone"), width))
	return widget.Stack(append(blocks, s.phoneList(m.r, r, width))...)
}

// differences tells turn by turn who came before and who comes now.
func (s *Screen) differences(before, after station.Roster) []said {
	was := map[string][]model.ID{}
	for _, d := range before.On(before.From, before.To) {
		was[d.Shift.ID] = d.Volunteers
	}
	var out []said
	for _, d := range after.On(after.From, after.To) {
		old, there := was[d.Shift.ID]
		if there && slices.Equal(old, d.Volunteers) {
			continue
		}
		tail := s.names(d.Volunteers) + s.emptyTail(d)
		if !there {
			out = append(out, said{good, s.Env.T("roster.diff.new", "turn", s.turnWords(d), "now", tail)})
			continue
		}
		out = append(out, said{plain, s.Env.T("roster.diff", "turn", s.turnWords(d), "was", s.names(old), "now", tail)})
	}
	return out
}

// phoneList says whom to phone, and what about.
func (s *Screen) phoneList(before, after station.Roster, width int) widget.Block {
	var lines [][2]string
	longest := 0
	for _, v := range after.Instance.Volunteers {
		gains, loses := s.turnsApart(after, before, v.ID), s.turnsApart(before, after, v.ID)
		if gains == "" && loses == "" {
			continue
		}
		key := text.Key("shifts.phone.both")
		switch "" {
		case gains:
			key = "shifts.phone.loses"
		case loses:
			key = "shifts.phone.gains"
		}
		longest = max(longest, widget.Width(s.name(model.ID(v.ID))))
		lines = append(lines, [2]string{v.ID, s.Env.T(key, "gains", gains, "loses", loses)})
	}
	for i, l := range lines { // the phones stand in a column
		name := s.name(model.ID(l[0]))
		if have, ok := s.volunteer(model.ID(l[0])); ok && s.phone(have) != "" {
			name += strings.Repeat(" ", longest-widget.Width(name)+1) + s.phone(have)
		}
		lines[i][0] = name
	}
	if len(lines) == 0 {
		return widget.Para(s.Env.Theme.Text, s.Env.T("roster.phone.none"), width)
	}
	return s.facts(lines, width)
}

// turnsApart names the turns somebody has in a but not in b.
func (s *Screen) turnsApart(a, b station.Roster, who string) string {
	have := map[string]bool{}
	for _, x := range b.Assignments {
		have[x.Shift] = have[x.Shift] || x.Volunteer == who
	}
	var words []string
	for _, d := range a.On(a.From, a.To) {
		if slices.Contains(d.Volunteers, model.ID(who)) && !have[d.Shift.ID] {
			words = append(words, s.turnWords(d))
		}
	}
	return s.Env.Text.List(words)
}

// accept writes one way to mend the roster, and shows whom to phone.
func (s *Screen) accept(m repaired, rung int) tea.Cmd {
	var out station.Roster
	do := func(ctx context.Context, by store.By) (err error) {
		out, err = s.desk.RepairRoster(ctx, by, m.r.Mended(m.rep, rung, m.ch))
		return err
	}
	return s.write(do, func() tea.Cmd {
		s.keepRoster(out)
		hub := s.First()
		s.PopTo(hub)
		s.Push(s.newPhones(m.r, out))
		return s.Say(s.Env.T("roster.repaired"))
	}, func(err error) tea.Cmd {
		return screen.Batch(screen.Send(screen.Failed{Err: err}), s.load())
	})
}

// newPhones lists whom to phone after a repair. Choosing somebody shows the
// whole number; the log notes that it was looked at for this.
func (s *Screen) newPhones(before, after station.Roster) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.phones") },
		Body: func(width int) widget.Block {
			if !s.stands(after) {
				return widget.Para(s.Env.Theme.Warn, s.Env.T("roster.phones.gone"), width)
			}
			head := widget.Para(s.Env.Theme.Title, s.Env.T("roster.phone"), width)
			return widget.Stack(head, widget.Blank(width, 1), s.phoneList(before, after, width))
		},
		Options: func() []widget.Option {
			if !s.stands(after) {
				return []widget.Option{{Value: "done", Label: s.Env.T("roster.back")}}
			}
			out := []widget.Option{{Value: "done", Label: s.Env.T("roster.phones.done")}}
			for _, v := range after.Instance.Volunteers {
				id := model.ID(v.ID)
				have, ok := s.volunteer(id)
				if _, shown := s.phones[id]; !ok || shown || have.Phone == "" || !s.concerned(before, after, v.ID) {
					continue
				}
				out = append(out, widget.Option{Value: v.ID, Label: s.Env.T("roster.phones.show", "name", have.Name)})
			}
			return out
		},
		Pick: func(value string) tea.Cmd {
			if value == "done" {
				return s.Pop()
			}
			return s.showPhone(model.ID(value), s.Env.T("roster.phones.reason"))
		},
	}
}

// stands reports whether a roster still is as it was written.
func (s *Screen) stands(r station.Roster) bool {
	now, ok := s.roster(r.ID)
	return ok && now.Rev == r.Rev
}

// concerned reports whether somebody's turns differ.
func (s *Screen) concerned(before, after station.Roster, who string) bool {
	return s.turnsApart(after, before, who) != "" || s.turnsApart(before, after, who) != ""
}
