package roster

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// addRow is the line of the register that adds a volunteer.
const addRow = "add"

// newRegister lists the volunteers; those who have left come last.
func (s *Screen) newRegister() *pages.Listing {
	l := &pages.Listing{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.people") },
		Ask: func() string {
			if len(s.all) == 0 {
				return s.Env.T("roster.people.none")
			}
			return s.Env.T("roster.people.ask")
		},
		Box:     func() string { return s.Env.T("roster.people.box") },
		Columns: s.peopleColumns,
		Add: func(query string) tea.Cmd {
			s.Push(s.newPerson(query))
			return nil
		},
	}
	l.Rows = func(query string) []widget.Row {
		word := s.Env.T("roster.people.add")
		if query != "" {
			word = s.Env.T("roster.people.add_named", "name", query)
		}
		return append(s.peopleRows(query, nil), widget.Row{ID: addRow, Cells: []string{s.Env.T("roster.people.new"), word}})
	}
	l.Open = func(id, query string) tea.Cmd {
		if id == addRow {
			return l.Add(query)
		}
		s.Push(s.newCard(model.ID(id)))
		return nil
	}
	return l.Start()
}

// peopleRows are the volunteers that fit what was typed and keep lets through.
func (s *Screen) peopleRows(query string, keep func(model.Volunteer) bool) []widget.Row {
	var here, gone []widget.Row
	for _, v := range s.all {
		if query != "" && !find.Matches(query, v.Name+" "+v.Phone+" "+s.skills(v.Skills)) || keep != nil && !keep(v) {
			continue
		}
		row := widget.Row{ID: string(v.ID), Cells: []string{v.Name, s.slots(v.Avail), s.skills(v.Skills), s.standing(v)}}
		if v.Serves(s.today()) {
			here = append(here, row)
		} else {
			row.Tone = theme.Muted
			gone = append(gone, row)
		}
	}
	return slices.Concat(here, gone)
}

func (s *Screen) peopleColumns(width int) []widget.Column {
	cols := []widget.Column{{Width: 10}, {Min: 16}, {Min: 10, Drop: 2}, {Width: 12, Drop: 1}}
	if s.Env.Senior {
		cols[2].Drop, cols[3].Drop = 3, 2
	}
	if width >= 120 {
		cols[0].Width, cols[3].Width = 16, 24
	}
	return cols
}

// standing says whether a volunteer is away or has left, or is new.
func (s *Screen) standing(v model.Volunteer) string {
	today := s.today()
	switch {
	case !v.Left.IsZero() && v.Left <= today:
		return s.Env.T("roster.has_left")
	case v.Joined > today:
		return s.Env.T("roster.not_yet")
	case v.OnLeave(today):
		return s.Env.T("roster.on_leave")
	case v.Level == model.LevelNew:
		return s.Env.T("code.level.new")
	}
	return ""
}

// slots names half-days of the week.
func (s *Screen) slots(list []string) string {
	if len(list) == len(model.Slots()) {
		return s.Env.T("roster.any_time")
	}
	var words []string
	for _, day := range model.Weekdays() {
		am, pm := slices.Contains(list, day+"-"+model.AM), slices.Contains(list, day+"-"+model.PM)
		switch {
		case am && pm:
			words = append(words, s.Env.T(text.Key("slot.day."+day)))
		case am:
			words = append(words, s.Env.T(text.Key("slot."+day+"-"+model.AM)))
		case pm:
			words = append(words, s.Env.T(text.Key("slot."+day+"-"+model.PM)))
		}
	}
	return s.Env.Text.List(words)
}

// skills names skills; one the desk has no word for is its own.
func (s *Screen) skills(list []string) string {
	words := make([]string, len(list))
	for i, skill := range list {
		words[i] = s.skill(skill)
	}
	return s.Env.Text.List(words)
}

func (s *Screen) skill(code string) string {
	if slices.Contains(model.Skills(), code) {
		return s.Env.T(text.Key("code.skill." + code))
	}
	return code
}

// cardOptions are what can be done with a volunteer.
func cardOptions() []string {
	return []string{"facts", "times", "leave", "pairs", "shops", "duties", "absent", "phone"}
}

// newCard is the page of one volunteer.
func (s *Screen) newCard(id model.ID) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.name(id) },
		Body: func(width int) widget.Block { return s.cardBody(id, width) },
		Options: func() []widget.Option {
			var out []widget.Option
			for _, o := range cardOptions() {
				out = append(out, widget.Option{Value: o, Label: s.Env.T(text.Key("roster.card." + o))})
			}
			return out
		},
		Pick: func(value string) tea.Cmd { return s.onCard(id, value) },
	}
}

func (s *Screen) onCard(id model.ID, value string) tea.Cmd {
	v, ok := s.volunteer(id)
	if !ok {
		return nil
	}
	switch value {
	case "facts":
		s.Push(s.newFacts(v))
	case "times":
		s.Push(s.newTimes(v))
	case "leave":
		s.Push(s.newLeaves(id))
	case "pairs":
		s.Push(s.newPairs(id))
	case "shops":
		s.Push(s.newConflicts(id))
	case "duties":
		s.Push(s.newDuties(id))
	case "absent":
		s.Push(s.newCall(id))
	case "phone":
		return screen.Send(screen.AskText{
			Title: s.Env.T("casework.reveal.title"), Body: s.Env.T("casework.reveal.body"), Need: s.Env.T("casework.reveal.need"),
			Answer: func(why string) tea.Msg { return chosen{func() tea.Cmd { return s.showPhone(id, why) }} },
		})
	}
	return nil
}

// showPhone shows a whole number while this screen is open, and notes the look.
func (s *Screen) showPhone(id model.ID, why string) tea.Cmd {
	var v model.Volunteer
	do := func(ctx context.Context, by store.By) (err error) {
		v, err = s.desk.ShowPhone(ctx, by, id, why)
		return err
	}
	return s.write(do, func() tea.Cmd {
		s.phones[id] = v.Phone
		s.RewordAll()
		return nil
	}, nil)
}

// phone is the number as it may be shown now.
func (s *Screen) phone(v model.Volunteer) string {
	switch whole, ok := s.phones[v.ID]; {
	case ok:
		return ident.GroupPhone(whole)
	case v.Phone == "":
		return ""
	}
	return ident.MaskPhone(v.Phone)
}

// cardBody tells everything of a volunteer but masks the phone.
func (s *Screen) cardBody(id model.ID, width int) widget.Block {
	v, ok := s.volunteer(id)
	if !ok {
		return widget.Para(s.Env.Theme.Muted, s.Env.T("roster.reading"), width)
	}
	var lines [][2]string
	add := func(key text.Key, value string) {
		if value != "" {
			lines = append(lines, [2]string{s.Env.T(key), value})
		}
	}
	add("roster.fact.phone", s.phone(v))
	add("roster.fact.standing", s.standing(v))
	add("roster.fact.skills", s.skills(v.Skills))
	add("roster.fact.avail", s.slots(v.Avail))
	add("roster.fact.prefer", s.slots(v.Prefer))
	add("roster.fact.dislike", s.slots(v.Dislike))
	add("roster.fact.limits", s.Env.T("roster.limits", "week", v.MaxWeek, "month", v.MaxMonth, "gap", v.MinGap))
	add("roster.fact.leave", s.leaveWords(id))
	if !v.Left.IsZero() {
		add("roster.fact.left", s.Env.T("roster.leaves_from", "day", v.Left))
	}
	add("roster.fact.with", s.names(s.partners(v, true)))
	add("roster.fact.avoid", s.names(s.partners(v, false)))
	add("roster.fact.conflicts", s.shopNames(v.Conflicts))
	if v.Quiet != (model.Quiet{}) {
		add("roster.fact.quiet", v.Quiet.From+"–"+v.Quiet.To)
	}
	add("roster.fact.note", v.Note)
	return s.facts(lines, width)
}

// facts draws names and values in two columns.
func (s *Screen) facts(lines [][2]string, width int) widget.Block {
	th, label := s.Env.Theme, 0
	for _, l := range lines {
		label = max(label, widget.Width(l[0])+2)
	}
	label = min(label, width/2)
	var blocks []widget.Block
	for _, l := range lines {
		body := widget.Para(th.Text, widget.CleanLines(l[1]), max(1, width-label))
		_, rows := widget.Size(body)
		blocks = append(blocks, widget.Beside(widget.Fit(widget.Line(th, th.Label, l[0], label), label, rows), body))
	}
	return widget.Stack(blocks...)
}

// leaveWords lists leave that is not over, that told by phone too.
func (s *Screen) leaveWords(id model.ID) string {
	v, _ := s.volunteer(id)
	list := slices.Clone(v.Leave)
	for _, r := range s.rosters {
		for _, l := range r.Told {
			if l.Volunteer == string(id) {
				list = append(list, model.Span{From: l.From, To: l.To})
			}
		}
	}
	var words []string
	for _, l := range list {
		if l.To >= s.today() {
			words = append(words, s.spanWords(l))
		}
	}
	return s.Env.Text.List(words)
}

func (s *Screen) spanWords(l model.Span) string {
	if l.From == l.To {
		return s.Env.Text.ShortDay(l.From)
	}
	return s.Env.T("roster.span", "from", l.From, "to", l.To)
}

// partners are those a volunteer likes, or must not, share a turn with, noted
// with either of the two.
func (s *Screen) partners(v model.Volunteer, like bool) []model.ID {
	mine := func(v model.Volunteer) []model.ID {
		if like {
			return v.With
		}
		return v.Avoid
	}
	out := slices.Clone(mine(v))
	for _, o := range s.all {
		if slices.Contains(mine(o), v.ID) && !slices.Contains(out, o.ID) {
			out = append(out, o.ID)
		}
	}
	return out
}

func (s *Screen) shopNames(ids []model.ID) string {
	var out []string
	for _, shop := range s.shops {
		if slices.Contains(ids, shop.ID) {
			out = append(out, shop.Name)
		}
	}
	return s.Env.Text.List(out)
}

// newDuties lists the turns of a volunteer from today on.
func (s *Screen) newDuties(id model.ID) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.duties", "name", s.name(id)) },
		Body: func(width int) widget.Block {
			return widget.Para(s.Env.Theme.Title, s.Env.T("roster.duties", "n", len(s.dutiesOf(id))), width)
		},
		Options: func() []widget.Option {
			var out []widget.Option
			for _, d := range s.dutiesOf(id) {
				others := slices.DeleteFunc(slices.Clone(d.Volunteers), func(o model.ID) bool { return o == id })
				out = append(out, widget.Option{Value: string(d.roster) + " " + d.Shift.ID, Label: s.turnWords(d.Duty), Detail: s.names(others)})
			}
			return append(out, widget.Option{Value: "back", Label: s.Env.T("roster.back")})
		},
		Pick: func(value string) tea.Cmd {
			if value == "back" {
				return s.Pop()
			}
			r, shift, _ := strings.Cut(value, " ")
			s.Push(s.newTurn(model.ID(r), shift))
			return nil
		},
	}
}

// ownDuty is a turn and the roster it belongs to.
type ownDuty struct {
	station.Duty
	roster model.ID
}

// dutiesOf are the published turns of a volunteer from today on, by date.
func (s *Screen) dutiesOf(id model.ID) []ownDuty {
	var out []ownDuty
	for _, r := range s.rosters {
		if r.Status != station.Published || r.To < s.today() {
			continue
		}
		for _, d := range r.On(s.today(), r.To) {
			if slices.Contains(d.Volunteers, id) {
				out = append(out, ownDuty{d, r.ID})
			}
		}
	}
	slices.SortStableFunc(out, func(a, b ownDuty) int { return int(a.Shift.Date - b.Shift.Date) })
	return out
}
