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
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// newPattern lists the turns of the week, the rules and the holidays.
func (s *Screen) newPattern() *pages.Board {
	b := &pages.Board{On: &s.Stack, Name: func() string { return s.Env.T("roster.title.pattern") }}
	b.Body = func(width int) widget.Block {
		key := text.Key("roster.pattern.saved")
		if s.pattern.Rev == 0 {
			key = "roster.pattern.sample"
		}
		return widget.Para(s.Env.Theme.Text, s.Env.T(key), width)
	}
	b.Options = func() []widget.Option {
		var out []widget.Option
		for i, t := range s.pattern.Turns {
			label := s.Env.T("roster.turn.weekly", "half", s.Env.T(text.Key("slot."+t.Weekday+"-"+t.Half)), "from", t.Start, "to", t.End)
			out = append(out, widget.Option{Value: strconv.Itoa(i), Label: label, Detail: s.turnDetail(t)})
		}
		for _, v := range []string{"add", "rules", "holidays"} {
			out = append(out, widget.Option{Value: v, Label: s.Env.T(text.Key("roster.pattern." + v))})
		}
		return out
	}
	b.Remove = func(value string) tea.Cmd {
		i, err := strconv.Atoi(value)
		if err != nil || i >= len(s.pattern.Turns) {
			return nil
		}
		return s.ask(s.Env.T("roster.remove"), b.Label(value), s.Env.T("roster.keep"), s.Env.T("roster.remove.yes"), func() tea.Cmd {
			p := s.pattern
			p.Turns = slices.Delete(slices.Clone(p.Turns), i, i+1)
			return s.savePattern(p, nil, func() tea.Cmd { return nil })
		})
	}
	b.Pick = s.onPattern
	return b
}

func (s *Screen) onPattern(value string) tea.Cmd {
	if !s.coordinates() {
		return s.onlyCoordinators()
	}
	switch value {
	case "add":
		s.Push(s.newTurnForm(model.Turn{Weekday: "tue", Half: model.AM, Start: "09:00", End: "11:30", Seats: 2, Weight: 2, Reserve: 1, Priority: 1}, -1))
	case "rules":
		s.Push(s.newRules())
	case "holidays":
		s.Push(s.newHolidays())
	default:
		if i, err := strconv.Atoi(value); err == nil && i < len(s.pattern.Turns) {
			s.Push(s.newTurnForm(s.pattern.Turns[i], i))
		}
	}
	return nil
}

// onlyCoordinators says who may do this and how to become one.
func (s *Screen) onlyCoordinators() tea.Cmd {
	key := keys.Label(s.Env.Text, s.Env.Keys.Binding(keys.Person).Keys[0])
	return s.Warn(s.Env.T("roster.only_coordinator", "key", key))
}

// turnDetail tells seats, needs and call-out list of a turn of the week.
func (s *Screen) turnDetail(t model.Turn) string {
	parts := []string{s.Env.T("roster.seats", "n", t.Seats)}
	for _, skill := range sortedNeed(t.Need) {
		parts = append(parts, s.Env.T("roster.need", "skill", s.skill(skill), "n", t.Need[skill]))
	}
	if t.Station != "" {
		parts = append(parts, t.Station)
	}
	return strings.Join(parts, s.Env.T("list.separator"))
}

func sortedNeed(need map[string]int) []string {
	var out []string
	for _, skill := range model.Skills() {
		if need[skill] > 0 {
			out = append(out, skill)
		}
	}
	var own []string
	for skill, n := range need {
		if n > 0 && !slices.Contains(model.Skills(), skill) {
			own = append(own, skill)
		}
	}
	slices.Sort(own)
	return append(out, own...)
}

// newTurnForm asks about a turn of the week; at is its place, -1 for a new one.
func (s *Screen) newTurnForm(t model.Turn, at int) *pages.Form {
	f := &pages.Form{On: &s.Stack, Fresh: at < 0, Draft: s.Draft("turn", strconv.Itoa(at)), Name: func() string { return s.Env.T("roster.title.turn") }}
	f.Questions = func() []sheet.Question {
		ask := func(id string) string { return s.Env.T(text.Key("roster.ask." + id)) }
		number := func(id string) sheet.Question {
			return sheet.Question{ID: id, Label: ask(id), Hint: s.Env.T(text.Key("roster.hint." + id)), Max: 3, Read: s.readNumber}
		}
		return []sheet.Question{
			{ID: "weekday", Kind: sheet.Pick, Label: ask("weekday"), Options: s.worded("weekday.name.", model.Weekdays())},
			{ID: "half", Kind: sheet.Pick, Label: ask("half"), Options: s.worded("roster.", []string{model.AM, model.PM})},
			{ID: "start", Label: ask("start"), Max: 10},
			{ID: "end", Label: ask("end"), Max: 10},
			number("seats"),
			{ID: "need", Kind: sheet.Many, Label: ask("need"), Hint: s.Env.T("roster.hint.need"), Options: s.needOptions(t.Need)},
			number("need_count"),
			number("reserve"), number("weight"), number("priority"), number("holiday_extra"),
			{ID: "station", Label: ask("station"), Hint: s.Env.T("roster.hint.station"), Max: 40},
		}
	}
	f.Save = func() tea.Cmd {
		next, ok := s.readTurn(f, t)
		if !ok {
			return nil
		}
		p := s.pattern
		p.Turns = slices.Clone(p.Turns)
		if at < 0 || at >= len(p.Turns) {
			p.Turns = append(p.Turns, next)
		} else {
			p.Turns[at] = next
		}
		return s.savePattern(p, f, s.Pop)
	}
	return f.Start(map[string][]string{
		"weekday": {t.Weekday}, "half": {t.Half}, "start": {t.Start}, "end": {t.End}, "seats": {strconv.Itoa(t.Seats)},
		"need": sortedNeed(t.Need), "need_count": {strconv.Itoa(most(t.Need))}, "reserve": {strconv.Itoa(t.Reserve)}, "weight": {strconv.Itoa(t.Weight)},
		"priority": {strconv.Itoa(t.Priority)}, "holiday_extra": {strconv.Itoa(t.HolidayExtra)}, "station": {t.Station},
	})
}

// needOptions are the skills a turn may need: those the desk has words for, and
// the station's own.
func (s *Screen) needOptions(need map[string]int) []widget.Option {
	out := s.worded("code.skill.", model.Skills())
	own := sortedNeed(need)
	for _, v := range s.all {
		own = append(own, v.Skills...)
	}
	slices.Sort(own)
	for _, skill := range slices.Compact(own) {
		if !slices.Contains(model.Skills(), skill) {
			out = append(out, widget.Option{Value: skill, Label: skill})
		}
	}
	return out
}

// most is the greatest number of people a skill is needed of, at least 1.
func most(need map[string]int) int {
	n := 1
	for _, count := range need {
		n = max(n, count)
	}
	return n
}

// readTurn puts the answers into a turn. Skills needed in different numbers
// keep them as long as the number asked for stays.
func (s *Screen) readTurn(f *pages.Form, t model.Turn) (model.Turn, bool) {
	a := &answers{s: s, f: f, ok: true}
	sh := f.Sheet
	count := max(1, a.number("need_count"))
	need := map[string]int{}
	for _, skill := range sh.Values("need") {
		need[skill] = count
		if have := t.Need[skill]; have > 0 && count == most(t.Need) {
			need[skill] = have
		}
	}
	t.Weekday, t.Half, t.Station = sh.Value("weekday"), sh.Value("half"), sh.Value("station")
	t.Start, t.End = ident.HourMinute(sh.Value("start")), ident.HourMinute(sh.Value("end"))
	t.Seats, t.Reserve, t.Weight = a.number("seats"), a.number("reserve"), a.number("weight")
	t.Priority, t.HolidayExtra, t.Need = a.number("priority"), a.number("holiday_extra"), need
	return t, a.ok
}

// savePattern keeps the week; faults are said at the question of f they are
// about.
func (s *Screen) savePattern(p model.Pattern, f *pages.Form, done func() tea.Cmd) tea.Cmd {
	if !s.coordinates() {
		return s.onlyCoordinators()
	}
	do := func(ctx context.Context, by store.By) error {
		saved, err := s.desk.SavePattern(ctx, by, p)
		if err == nil {
			p = saved
		}
		return err
	}
	return s.write(do, func() tea.Cmd {
		s.pattern = p
		s.RewordAll()
		return screen.Batch(done(), s.Say(s.Env.T("roster.pattern.kept")))
	}, func(err error) tea.Cmd {
		var stale *store.Stale[model.Pattern]
		if errors.As(err, &stale) || f == nil {
			return screen.Batch(s.Warn(s.Env.Text.Problem(err)), s.load())
		}
		return s.refused(f, lastPart(err))
	})
}

// lastPart leaves of the fields of faults what follows the last dot: the
// question's id.
func lastPart(err error) error {
	var ps model.Problems
	if !errors.As(err, &ps) {
		return err
	}
	out := make(model.Problems, len(ps))
	for i, p := range ps {
		q := *p
		q.Field = q.Field[strings.LastIndexByte(q.Field, '.')+1:]
		out[i] = &q
	}
	return out
}

// ruleFields are the numbers of the rules, by question.
func ruleFields(r *model.TurnRules) map[string]*int {
	return map[string]*int{
		"max_new_per_shift": &r.MaxNewPerShift, "reserve_per_week": &r.ReservePerWeek, "pair_bonus": &r.PairBonus,
		"prefer_cost": &r.PreferCost, "neutral_cost": &r.NeutralCost, "dislike_cost": &r.DislikeCost,
	}
}

// newRules asks about the rules every turn obeys.
func (s *Screen) newRules() *pages.Form {
	ids := []string{"max_new_per_shift", "reserve_per_week", "pair_bonus", "prefer_cost", "neutral_cost", "dislike_cost"}
	f := &pages.Form{On: &s.Stack, Draft: s.Draft("rules"), Name: func() string { return s.Env.T("roster.pattern.rules") }}
	f.Questions = func() []sheet.Question {
		var out []sheet.Question
		for _, id := range ids {
			out = append(out, sheet.Question{ID: id, Label: s.Env.T(text.Key("roster.ask." + id)), Hint: s.Env.T(text.Key("roster.hint." + id)), Max: 3, Read: s.readNumber})
		}
		return out
	}
	f.Save = func() tea.Cmd {
		a := &answers{s: s, f: f, ok: true}
		p := s.pattern
		for id, n := range ruleFields(&p.Rules) {
			*n = a.number(id)
		}
		if !a.ok {
			return nil
		}
		return s.savePattern(p, f, s.Pop)
	}
	known := map[string][]string{}
	rules := s.pattern.Rules
	for id, n := range ruleFields(&rules) {
		known[id] = []string{strconv.Itoa(*n)}
	}
	return f.Start(known)
}

// newHolidays says what happens on holidays, and on days of the station's own.
func (s *Screen) newHolidays() *pages.Board {
	b := &pages.Board{On: &s.Stack, Name: func() string { return s.Env.T("roster.pattern.holidays") }}
	b.Options = func() []widget.Option {
		h := s.pattern.Holidays
		out := []widget.Option{
			{Value: "usual", Label: s.Env.T("roster.holiday.usual"), Detail: s.Env.T(text.Key("roster.policy." + h.Usual))},
			{Value: "make_up", Label: s.Env.T("roster.holiday.make_up"), Detail: s.Env.T(text.Key("roster.policy." + h.MakeUp))},
		}
		for i, d := range h.Days {
			out = append(out, widget.Option{Value: strconv.Itoa(i), Label: s.spanWords(model.Span{From: d.From, To: d.To}), Detail: s.Env.T(text.Key("roster.policy." + d.Policy))})
		}
		return append(out, widget.Option{Value: "add", Label: s.Env.T("roster.holiday.add")})
	}
	b.Pick = func(value string) tea.Cmd {
		p := s.pattern
		switch value {
		case "usual":
			p.Holidays.Usual = after(model.HolidayPolicies(), p.Holidays.Usual)
		case "make_up":
			p.Holidays.MakeUp = after([]string{model.HolidayNormal, model.HolidayClosed}, p.Holidays.MakeUp)
		case "add":
			s.Push(s.newSpecial())
			return nil
		default:
			return b.Remove(value)
		}
		return s.savePattern(p, nil, func() tea.Cmd { return nil })
	}
	b.Remove = func(value string) tea.Cmd {
		i, err := strconv.Atoi(value)
		if err != nil || i >= len(s.pattern.Holidays.Days) {
			return nil
		}
		return s.ask(s.Env.T("roster.remove"), b.Label(value), s.Env.T("roster.keep"), s.Env.T("roster.remove.yes"), func() tea.Cmd {
			p := s.pattern
			p.Holidays.Days = slices.Delete(slices.Clone(p.Holidays.Days), i, i+1)
			return s.savePattern(p, nil, func() tea.Cmd { return nil })
		})
	}
	return b
}

// after is the word that follows another, going round.
func after(list []string, word string) string {
	return list[(slices.Index(list, word)+1)%len(list)]
}

// newSpecial asks about days the station treats in its own way.
func (s *Screen) newSpecial() *pages.Form {
	f := s.newSpan("roster.title.special", "", nil)
	spans := f.Questions
	f.Questions = func() []sheet.Question {
		return append(spans(), sheet.Question{ID: "days", Kind: sheet.Pick, Label: s.Env.T("roster.ask.policy"), Options: s.worded("roster.policy.", model.HolidayPolicies())})
	}
	f.Save = func() tea.Cmd {
		from, to, ok := s.readSpan(f)
		if !ok {
			return nil
		}
		p := s.pattern
		p.Holidays.Days = append(slices.Clone(p.Holidays.Days), model.SpecialDay{From: from, To: to, Policy: f.Sheet.Value("days")})
		return s.savePattern(p, f, s.Pop)
	}
	return f.Start(map[string][]string{"days": {model.HolidayClosed}})
}
