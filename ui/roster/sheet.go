package roster

import (
	"context"
	"slices"
	"strconv"
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

// newSheet is the page of one roster: how good it is, in words, and what can be
// done with it.
func (s *Screen) newSheet(id model.ID) *pages.Board {
	return &pages.Board{
		On:   &s.Stack,
		Name: func() string { return s.Env.T("roster.title.sheet") },
		Body: func(width int) widget.Block { return s.sheetBody(id, width) },
		Options: func() []widget.Option {
			r, ok := s.roster(id)
			if !ok {
				return []widget.Option{{Value: "back", Label: s.Env.T("roster.back")}}
			}
			list := []string{"grid", "holes", "publish", "again", "drop", "versions", "files"}
			if r.Status == station.Published {
				list = []string{"grid", "mend", "absent", "extra", "holes", "versions", "files"}
			}
			var out []widget.Option
			for _, v := range list {
				if v == "holes" && r.Objective[shifts.Unfilled] == 0 || v == "mend" && len(s.overtaken(r)) == 0 {
					continue
				}
				out = append(out, widget.Option{Value: v, Label: s.Env.T(text.Key("roster.sheet." + v))})
			}
			return out
		},
		Pick: func(value string) tea.Cmd { return s.onSheet(id, value) },
	}
}

func (s *Screen) onSheet(id model.ID, value string) tea.Cmd {
	r, ok := s.roster(id)
	if !ok {
		return s.Pop()
	}
	switch value {
	case "grid":
		s.Push(s.newGrid(id, s.today(), false))
	case "holes":
		s.Push(s.newHoles(id))
	case "publish":
		return s.publish(r)
	case "again":
		s.Push(s.newPlanForm(&r))
	case "drop":
		return s.drop(r)
	case "versions":
		return s.openVersions(id)
	case "mend":
		return s.repair(r, shifts.Change{Drop: s.overtaken(r)})
	case "absent":
		s.Push(s.newCallers())
	case "extra":
		s.Push(s.newExtra(id))
	case "files":
		s.Push(s.newFiles())
	}
	return nil
}

// sheetBody says how good a roster is, and what everybody has to do.
func (s *Screen) sheetBody(id model.ID, width int) widget.Block {
	r, ok := s.roster(id)
	if !ok {
		return widget.Para(s.Env.Theme.Muted, s.Env.T("roster.reading"), width)
	}
	th := s.Env.Theme
	blocks := []widget.Block{
		widget.Para(th.Title, s.span(r)+"  "+s.Env.T(text.Key("roster.status."+r.Status)), width),
		widget.Blank(width, 1),
	}
	for _, line := range s.quality(r) {
		blocks = append(blocks, widget.Para(th.Of(line.tone), line.said, width))
	}
	for _, sentence := range s.breaches(r.Instance, r.Assignments) {
		blocks = append(blocks, widget.Para(th.Bad, sentence, width))
	}
	for _, a := range s.overtaken(r) {
		blocks = append(blocks, widget.Para(th.Bad, s.cannotCome(r, a), width))
	}
	if who := s.alwaysAway(r); len(who) > 0 {
		blocks = append(blocks, widget.Para(th.Warn, s.Env.T("roster.always_away", "who", s.names(who)), width))
	}
	if days := s.shut(r); days != "" {
		blocks = append(blocks, widget.Para(th.Text, s.Env.T("roster.shut", "days", days), width))
	}
	if years := s.provisional(r); len(years) > 0 {
		blocks = append(blocks, widget.Para(th.Warn, s.Env.T("roster.provisional", "years", years), width))
	}
	blocks = append(blocks, widget.Blank(width, 1), s.loads(r, width))
	return widget.Stack(blocks...)
}

// overtaken lists the turns to come of a published roster whose people cannot
// come any more, as the register has it now.
func (s *Screen) overtaken(r station.Roster) []shifts.Assignment {
	return s.over[r.ID]
}

// cannotCome says who can no longer come to which turn.
func (s *Screen) cannotCome(r station.Roster, a shifts.Assignment) string {
	turn, _ := r.Shift(a.Shift)
	return s.Env.T("roster.overtaken.turn", "name", s.name(model.ID(a.Volunteer)), "turn", s.turnWords(station.Duty{Shift: turn}))
}

// weigh works out anew which turns the register has overtaken.
func (s *Screen) weigh() {
	s.over = map[model.ID][]shifts.Assignment{}
	for _, r := range s.rosters {
		if r.Status == station.Published && r.To >= s.today() {
			s.over[r.ID] = r.Overtaken(s.all, s.today())
		}
	}
}

// alwaysAway are those who are on leave all the time of a roster.
func (s *Screen) alwaysAway(r station.Roster) []model.ID {
	var out []model.ID
	for _, v := range r.Instance.Volunteers {
		day := r.From
		for day <= r.To && away(v, day) {
			day++
		}
		if day > r.To {
			out = append(out, model.ID(v.ID))
		}
	}
	return out
}

// shut names the holidays of a roster on which nobody comes, with their days.
func (s *Screen) shut(r station.Roster) string {
	var words []string
	list := r.Instance.Holidays
	for i := 0; i < len(list); i++ {
		first := list[i]
		if first.Policy != shifts.Closed {
			continue
		}
		last := first
		for i+1 < len(list) && list[i+1].Policy == shifts.Closed && list[i+1].Name == first.Name && list[i+1].Date == last.Date+1 {
			i++
			last = list[i]
		}
		days := s.Env.Text.MonthDay(first.Date)
		if last.Date > first.Date {
			days += "\u2013" + s.Env.Text.MonthDay(last.Date)
		}
		words = append(words, strings.TrimSpace(s.holidayName(first)+" "+days))
	}
	return s.Env.Text.List(words)
}

// provisional lists the years a roster that is not over reaches into whose
// holidays are not announced yet.
func (s *Screen) provisional(r station.Roster) (years []string) {
	first, _, _ := max(r.From, s.today()).Date()
	last, _, _ := r.To.Date()
	for year := first; s.years != nil && year <= last; year++ {
		if !s.years.Official(year) {
			years = append(years, strconv.Itoa(year))
		}
	}
	return years
}

// holidayName is what a holiday is called in the language of the screen.
func (s *Screen) holidayName(h shifts.Holiday) string {
	return station.HolidayName(h, s.years, s.Env.Text.Lang())
}

// said is a sentence with its tone.
type said struct {
	tone theme.Tone
	said string
}

// quality tells in plain words how a roster stands against each goal, and
// whether that is proved to be the best there is.
func (s *Screen) quality(r station.Roster) []said {
	var out []said
	for _, g := range []string{shifts.Unfilled, shifts.SkillShort, shifts.Spread, shifts.Pref} {
		n := r.Objective[g]
		tone := theme.Normal
		key := text.Key("roster.goal." + g)
		switch {
		case n == 0 && g != shifts.Pref:
			out = append(out, said{theme.Good, s.Env.T(key + ".none")})
			continue
		case g == shifts.Unfilled || g == shifts.SkillShort:
			tone = theme.Warn
		}
		if g == shifts.Unfilled {
			n = len(holes(r))
		}
		out = append(out, said{tone, s.Env.T(key, "n", n) + s.proof(r, g)})
	}
	return out
}

// proof says whether a goal is proved to be as good as can be.
func (s *Screen) proof(r station.Roster, goal string) string {
	switch r.Goals[goal] {
	case shifts.Proved:
		return s.Env.T("roster.proof.proved")
	case shifts.Bounded:
		if gap := r.Objective[goal] - r.Bound[goal]; gap > 0 {
			return s.Env.T("roster.proof.bounded", "n", gap)
		}
		return s.Env.T("roster.proof.best")
	}
	return s.Env.T("roster.proof.open")
}

// holes lists the empty seats of a roster, one entry each.
func holes(r station.Roster) []shifts.Shift {
	var out []shifts.Shift
	for _, d := range r.On(r.From, r.To) {
		for range d.Empty() {
			out = append(out, d.Shift)
		}
	}
	return out
}

// breaches names the rules that assignments break, each once.
func (s *Screen) breaches(in *shifts.Instance, list []shifts.Assignment) []string {
	var out []string
	for _, v := range shifts.Check(in, &shifts.Roster{Assignments: list}).Violations {
		var about []string
		for _, k := range []string{"volunteer", "a", "b"} {
			if id, ok := v.Args[k].(string); ok && strings.HasPrefix(id, "v-") {
				about = append(about, s.name(model.ID(id)))
			}
		}
		if turn := s.turnOf(in, v.Args); turn != "" { // some rules are about nobody, some about no turn
			about = append(about, turn)
		}
		sentence := strings.TrimSpace(s.Env.T("roster.breach", "rule", s.rule(v.Code), "about", strings.Join(about, "  ")))
		if !slices.Contains(out, sentence) {
			out = append(out, sentence)
		}
	}
	return out
}

// turnOf names the turn a violation is about, "" when it is about none.
func (s *Screen) turnOf(in *shifts.Instance, args map[string]any) string {
	id, _ := args["shift"].(string)
	for i := range in.Shifts {
		if in.Shifts[i].ID == id {
			return s.turnWords(station.Duty{Shift: in.Shifts[i]})
		}
	}
	return ""
}

// rule names a hard rule.
func (s *Screen) rule(code string) string { return s.Env.T(text.Key("rule." + strings.ToLower(code))) }

// barCells is the width of a load bar.
const barCells = 10

// loads draws a bar beside each name: what is carried over and planned.
func (s *Screen) loads(r station.Roster, width int) widget.Block {
	th := s.Env.Theme
	rep := shifts.Check(r.Instance, &shifts.Roster{Assignments: r.Assignments})
	most, label := 1, 8
	for _, v := range r.Instance.Volunteers {
		most = max(most, rep.Load[v.ID])
		label = max(label, min(16, widget.Width(s.name(model.ID(v.ID)))+2))
	}
	var blocks []widget.Block
	for _, v := range r.Instance.Volunteers {
		tail := s.Env.T("roster.load", "n", rep.Duties[v.ID], "load", rep.Load[v.ID])
		if !v.Fair {
			tail += "  " + s.Env.T("roster.exempt")
		}
		row := widget.Beside(
			widget.Line(th, th.Label, s.name(model.ID(v.ID)), label),
			widget.Progress(th, rep.Load[v.ID], most, "", barCells),
			widget.Line(th, th.Text, "  "+tail, max(1, width-label-barCells)),
		)
		blocks = append(blocks, row)
	}
	return widget.Stack(blocks...)
}

// publish asks once, with what stands against it, and publishes.
func (s *Screen) publish(r station.Roster) tea.Cmd {
	if !s.coordinates() {
		return s.onlyCoordinators()
	}
	against := r.MayPublish(s.rosters, s.all)
	for _, p := range against {
		if !p.Doubt {
			return s.Warn(s.Env.Text.Sentence(p))
		}
	}
	lines := []string{s.Env.T("roster.publish.body", "from", r.From, "to", r.To)}
	if n := len(holes(r)); n > 0 {
		lines = append(lines, s.Env.T("roster.publish.empty", "n", n))
	}
	lines = append(lines, s.breaches(r.Instance, r.Assignments)...)
	for _, p := range against {
		if p.Code == station.CodeOvertaken {
			shift, _ := p.Args["shift"].(string)
			who, _ := p.Args["volunteer"].(string)
			lines = append(lines, s.cannotCome(r, shifts.Assignment{Shift: shift, Volunteer: who}))
		}
	}
	const most = 8 // lines of a dialog: the rest is on the page below
	if n := len(lines); n > most {
		lines = append(lines[:most-1], s.Env.T("word.more", "n", n-most+1))
	}
	var out station.Roster
	do := func(ctx context.Context, by store.By) (err error) {
		out, err = s.desk.PublishRoster(ctx, by, r.ID, r.Rev)
		return err
	}
	return s.ask(s.Env.T("roster.publish"), strings.Join(lines, "\n"), s.Env.T("roster.publish.no"), s.Env.T("roster.publish.yes"), func() tea.Cmd {
		return s.write(do, func() tea.Cmd {
			s.keepRoster(out)
			s.RewordAll()
			return s.Say(s.Env.T("roster.published"))
		}, nil)
	})
}

// drop asks once and takes a draft away; undo brings it back.
func (s *Screen) drop(r station.Roster) tea.Cmd {
	do := func(ctx context.Context, by store.By) error { return s.desk.DropRoster(ctx, by, r.ID, r.Rev) }
	return s.ask(s.Env.T("roster.drop"), s.span(r), s.Env.T("roster.keep"), s.Env.T("roster.drop.yes"), func() tea.Cmd {
		return s.write(do, func() tea.Cmd { return screen.Batch(s.Pop(), s.Say(s.Env.T("roster.dropped"))) }, nil)
	})
}
