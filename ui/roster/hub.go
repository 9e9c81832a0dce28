package roster

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts/station"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// hubOptions are the lines of the first page. Senior mode has what a volunteer
// needs first.
func (s *Screen) hubOptions() []string {
	if s.Env.Senior {
		return []string{"sign", "week", "absent", "calls", "month", "people", "plan", "pattern", "files"}
	}
	return []string{"sign", "week", "month", "people", "pattern", "plan", "calls", "absent", "files"}
}

// newHub is the first page.
func (s *Screen) newHub() *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title") },
		Body: s.hubBody,
		Options: func() []widget.Option {
			var out []widget.Option
			for _, v := range s.hubOptions() {
				out = append(out, widget.Option{Value: v, Label: s.Env.T(text.Key("roster.hub." + v))})
			}
			return out
		},
		Pick: s.onHub,
	}
}

// hubBody says who comes today, or next, and how far the roster reaches.
func (s *Screen) hubBody(width int) widget.Block {
	th := s.Env.Theme
	if !s.ready {
		return widget.Para(th.Muted, s.Env.T("roster.reading"), width)
	}
	blocks := []widget.Block{}
	say := func(key text.Key, args ...any) {
		blocks = append(blocks, widget.Para(th.Text, s.Env.T(key, args...), width))
	}
	today := s.today()
	if next, ok := s.nextDuties(today); ok {
		key := text.Key("roster.today")
		if next[0].Shift.Date != today {
			key = "roster.next"
		}
		blocks = append(blocks, widget.Para(th.Strong, s.Env.T(key, "day", s.Env.Text.Day(next[0].Shift.Date)), width))
		for _, d := range next {
			blocks = append(blocks, widget.Para(th.Text, s.dutyLine(d), width))
		}
	}
	from := s.begins(today)
	switch until := s.reaches(max(from, today)); {
	case until.IsZero():
		say("roster.none")
	case from > today:
		say("roster.from", "from", from, "until", until)
	default:
		say("roster.until", "day", until)
	}
	for _, r := range s.rosters {
		if n := len(s.overtaken(r)); n > 0 {
			blocks = append(blocks, widget.Para(th.Bad, s.Env.T("roster.overtaken", "n", n), width))
		}
	}
	if n := len(s.drafts()); n > 0 {
		say("roster.drafts", "n", n)
	}
	if len(s.all) == 0 {
		say("roster.nobody")
	}
	return widget.Stack(blocks...)
}

// nextDuties are the turns of today or of the next day that has any.
func (s *Screen) nextDuties(today model.Day) ([]station.Duty, bool) {
	const ahead = 31
	for day := today; day < today+ahead; day++ {
		if r, ok := s.publishedOn(day); ok {
			if list := r.On(day, day); len(list) > 0 {
				return list, true
			}
		}
	}
	return nil, false
}

// begins is the first day from today on that a published roster has, zero
// without one.
func (s *Screen) begins(today model.Day) (first model.Day) {
	for _, r := range s.rosters {
		if from := max(r.From, today); r.Status == station.Published && r.To >= today && (first.IsZero() || from < first) {
			first = from
		}
	}
	return first
}

// reaches is the last day of the published rosters that follow one another from
// today, zero when today has none.
func (s *Screen) reaches(today model.Day) model.Day {
	last := model.Day(0)
	for day := today; ; {
		r, ok := s.publishedOn(day)
		if !ok {
			return last
		}
		last, day = r.To, r.To+1
	}
}

func (s *Screen) drafts() []station.Roster {
	return slices.DeleteFunc(slices.Clone(s.rosters), func(r station.Roster) bool { return r.Status != station.Draft })
}

// dutyLine is a turn in one line: hours, who comes, empty seats.
func (s *Screen) dutyLine(d station.Duty) string {
	who := s.names(d.Volunteers)
	if n := d.Empty(); n > 0 {
		who = strings.TrimSpace(who + "  " + s.Env.T("roster.empty", "n", n))
	}
	return s.Env.T("roster.duty", "from", d.Shift.Start, "to", d.Shift.End, "who", who)
}

func (s *Screen) names(ids []model.ID) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = s.name(id)
	}
	return s.Env.Text.List(out)
}

// turnWords names a turn: day, half, hours.
func (s *Screen) turnWords(d station.Duty) string {
	day, half := s.Env.Text.MonthDay(d.Shift.Date), s.Env.T(text.Key("slot."+model.SlotOf(d.Shift.Date, d.Shift.Half)))
	return s.Env.T("roster.turn", "day", day, "half", half, "from", d.Shift.Start, "to", d.Shift.End)
}

func (s *Screen) onHub(value string) tea.Cmd {
	if !s.ready { // it could not be read: nothing to work on
		return nil
	}
	switch value {
	case "sign":
		return screen.Send(screen.OpenDuty{})
	case "calls":
		return screen.Send(screen.OpenDuty{Page: screen.DutyCalls})
	case "week":
		s.openWeek(s.today())
	case "month":
		return s.openGrid()
	case "absent":
		s.Push(s.newCallers())
	case "people":
		s.Push(s.newRegister())
	case "pattern":
		s.Push(s.newPattern())
	case "plan":
		s.Push(s.newRosters())
	case "files":
		s.Push(s.newFiles())
	}
	return nil
}

// newWeek lists the turns of a week of the roster that people count on.
func (s *Screen) newWeek(day model.Day) *pages.Board {
	first := day.Monday()
	b := &pages.Board{On: &s.Stack, Name: func() string { return s.Env.T("roster.title.week") }}
	b.Body = func(width int) widget.Block {
		head := widget.Para(s.Env.Theme.Title, s.Env.T("roster.week", "from", first, "to", first+6), width)
		for d := first; d <= first+6; d++ {
			if r, ok := s.publishedOn(d); ok && len(r.On(d, d)) > 0 {
				return head
			}
		}
		return widget.Stack(head, widget.Para(s.Env.Theme.Text, s.Env.T("roster.week.none"), width))
	}
	b.Options = func() []widget.Option {
		var out []widget.Option
		for d := first; d <= first+6; d++ {
			r, ok := s.publishedOn(d)
			if !ok {
				continue
			}
			for _, duty := range r.On(d, d) {
				o := widget.Option{Value: string(r.ID) + " " + duty.Shift.ID, Label: s.turnWords(duty), Detail: s.names(duty.Volunteers)}
				if n := duty.Empty(); n > 0 {
					o.Detail = strings.TrimSpace(o.Detail + "  " + s.Env.T("roster.empty", "n", n))
				}
				out = append(out, o)
			}
		}
		if len(out) > 0 {
			out = append(out, widget.Option{Value: "grid", Label: s.Env.T("roster.week.grid")})
		}
		return append(out,
			widget.Option{Value: "later", Label: s.Env.T("roster.week.later")},
			widget.Option{Value: "before", Label: s.Env.T("roster.week.before")})
	}
	b.Pick = func(value string) tea.Cmd {
		switch value {
		case "later", "before":
			by := map[string]model.Day{"later": 7, "before": -7}[value]
			first += by
			b.Reword()
			return nil
		case "grid":
			if r, ok := s.ofWeek(first); ok {
				s.Push(s.newGrid(r.ID, max(first, r.From), true))
			}
			return nil
		}
		id, shift, _ := strings.Cut(value, " ")
		s.Push(s.newTurn(model.ID(id), shift))
		return nil
	}
	return b
}

// newRosters lists every roster, the newest first.
func (s *Screen) newRosters() *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.rosters") },
		Body: func(width int) widget.Block {
			key := text.Key("roster.rosters")
			if len(s.rosters) == 0 {
				key = "roster.rosters.none"
			}
			return widget.Para(s.Env.Theme.Title, s.Env.T(key), width)
		},
		Options: func() []widget.Option {
			out := []widget.Option{{Value: "plan", Label: s.Env.T("roster.new")}}
			for _, r := range slices.Backward(s.rosters) {
				out = append(out, widget.Option{Value: string(r.ID), Label: s.span(r), Detail: s.Env.T(text.Key("roster.status." + r.Status))})
			}
			return out
		},
		Pick: func(value string) tea.Cmd {
			if value == "plan" {
				s.Push(s.newPlanForm(nil))
			} else {
				s.Push(s.newSheet(model.ID(value)))
			}
			return nil
		},
	}
}

// span is first and last day of a roster.
func (s *Screen) span(r station.Roster) string {
	return s.Env.T("roster.span", "from", r.From, "to", r.To)
}
