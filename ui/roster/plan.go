package roster

import (
	"context"
	"slices"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// quarter is how many days a roster has unless asked otherwise: thirteen weeks.
const quarter = 91

// newPlanForm asks for which days to plan. again, when not nil, is the draft
// that is planned anew.
func (s *Screen) newPlanForm(again *station.Roster) *pages.Form {
	f := &pages.Form{On: &s.Stack, Word: "roster.plan.go", Fresh: true, Name: func() string { return s.Env.T("roster.title.plan") }}
	f.Questions = func() []sheet.Question {
		return []sheet.Question{
			{ID: "from", Label: s.Env.T("roster.ask.from"), Hint: s.Env.T("roster.hint.day"), Max: 20, Read: s.readDay},
			{ID: "to", Label: s.Env.T("roster.ask.to"), Hint: s.Env.T("roster.hint.quarter"), Max: 20, Read: s.readDay},
			{ID: "effort", Kind: sheet.Pick, Label: s.Env.T("roster.ask.effort"), Options: s.worded("roster.effort.", []string{"1", "10"})},
		}
	}
	from := s.nextStart()
	to := from + quarter - 1
	if again != nil {
		from, to = again.From, again.To
	}
	f.Save = func() tea.Cmd {
		from, to, ok := s.readSpan(f)
		if !ok {
			return nil
		}
		effort := 1
		if f.Sheet.Value("effort") == "10" {
			effort = 10
		}
		return s.plan(f, from, to, effort)
	}
	return f.Start(map[string][]string{"from": {from.String()}, "to": {to.String()}, "effort": {"1"}})
}

// nextStart is the day after the last published one, or the Monday to come.
func (s *Screen) nextStart() model.Day {
	today := s.today()
	start := (today + 6).Monday()
	for _, r := range s.rosters {
		if r.Status == station.Published {
			start = max(start, r.To+1)
		}
	}
	return start
}

// search is the planner at work. Its page shows that it is; Esc stops it.
type search struct {
	on      *Screen
	title   text.Key
	began   time.Time
	stop    *atomic.Bool
	left    *atomic.Bool // nobody waits any more: nothing is kept
	stopped bool
}

// ticked moves the clock of a search on.
type ticked struct{ of *search }

// tick is how often the page of a search is drawn.
const tick = 100 * time.Millisecond

// begin shows that the planner works and runs it. What it answers with carries
// the search, so that an answer nobody waits for is dropped.
func (s *Screen) begin(title text.Key, run func(of *search) tea.Msg) tea.Cmd {
	of := &search{on: s, title: title, began: s.Env.Now(), stop: &atomic.Bool{}, left: &atomic.Bool{}}
	s.search = of
	s.Push(of)
	return screen.Batch(func() tea.Msg { return run(of) }, s.tickOf(of))
}

func (s *Screen) tickOf(of *search) tea.Cmd {
	return tea.Tick(tick, func(time.Time) tea.Msg { return ticked{of} })
}

func (s *Screen) onTicked(t ticked) tea.Cmd {
	if s.search != t.of {
		return nil
	}
	return s.tickOf(t.of)
}

// end takes the page of a search away; false when nobody waits for it any more.
func (s *Screen) end(of *search) bool {
	if s.search != of {
		return false
	}
	s.search = nil
	if s.Top() == pages.Page(of) {
		s.Pop()
	}
	return true
}

// options make the planner's search stop when Esc is pressed.
func (of *search) options(effort int) shifts.Options {
	return shifts.Options{Effort: effort, Stop: of.stop.Load}
}

// Title says what is searched.
func (of *search) Title() string { return of.on.Env.T(of.title) }

// Typing is never.
func (of *search) Typing() bool { return false }

// Dirty is never: what is searched can be searched again.
func (of *search) Dirty() bool { return false }

// Reword does nothing: every word is made when it is drawn.
func (of *search) Reword() {}

// Wheel does nothing.
func (of *search) Wheel(int) {}

// Keys lists what works here.
func (of *search) Keys() []keys.ID { return []keys.ID{keys.Back} }

// View says what goes on, for how long, and how to stop it.
func (of *search) View(width, _ int) widget.Block {
	env := of.on.Env
	w := width - 4
	key := text.Key("roster.searching")
	if of.stopped {
		key = "roster.stopping"
	}
	seconds := int(env.Now().Sub(of.began) / time.Second)
	return widget.Pad(widget.Stack(
		widget.Blank(w, 1),
		widget.Para(env.Theme.Title, env.T(key, "n", seconds), w),
		widget.Blank(w, 1),
		widget.Para(env.Theme.Text, env.T("roster.searching.stop", "key", keys.Label(env.Text, env.Keys.Binding(keys.Back).Keys[0])), w),
	), 0, 2, 0, 2)
}

// Press stops the search on Esc; what it has found so far still comes.
func (of *search) Press(msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	if id, ok := of.on.Env.Keys.Match(press, keys.Back); ok {
		return of.Do(id)
	}
	return nil
}

// Do does what a binding says. The second Esc waits no longer.
func (of *search) Do(id keys.ID) tea.Cmd {
	if id != keys.Back {
		return nil
	}
	if of.stopped {
		of.left.Store(true)
		of.on.end(of)
		return nil
	}
	of.stopped = true
	of.stop.Store(true)
	return nil
}

// Click does nothing.
func (of *search) Click(screen.Click) tea.Cmd { return nil }

// planned brings a roster that was planned and kept as a draft.
type planned struct {
	of     *search
	roster station.Roster
	err    error
}

// plan makes the instance of the days, lets the planner work and keeps the
// result as a draft: in the place of the draft of the same days, if there is
// one.
func (s *Screen) plan(f *pages.Form, from, to model.Day, effort int) tea.Cmd {
	if len(s.all) == 0 {
		return s.Warn(s.Env.T("roster.nobody"))
	}
	in := station.Input{From: from, To: to, Register: s.all, Pattern: s.pattern, Past: s.rosters, Lang: s.Env.Text.Lang()}
	old := station.Roster{}
	for _, r := range s.drafts() {
		if r.From == from && r.To == to {
			old = r
		}
	}
	if ps := s.taken(old, from, to); ps != nil {
		f.Sheet.Refuse("from", s.Env.Text.Sentence(ps))
		return nil
	}
	desk, supply, by := s.desk, s.supply, s.by()
	return s.begin("roster.title.plan", func(of *search) tea.Msg {
		r, err := draft(desk, supply, by, in, old, of, effort)
		return planned{of, r, err}
	})
}

// taken says that the days have a published roster already.
func (s *Screen) taken(old station.Roster, from, to model.Day) *model.Problem {
	want := station.Roster{ID: old.ID, From: from, To: to, Instance: &shifts.Instance{}}
	for _, p := range want.MayPublish(s.rosters, nil) {
		if !p.Doubt {
			return p
		}
	}
	return nil
}

// draft runs in a command.
func draft(desk Desk, supply Supply, by store.By, in station.Input, old station.Roster, of *search, effort int) (station.Roster, error) {
	var err error
	if in.Calendar, err = supply.Calendar(); err != nil {
		return old, err
	}
	made, ps := station.Instance(in)
	if len(ps) > 0 {
		return old, ps
	}
	plan, err := shifts.Plan(made, of.options(effort))
	if err != nil || of.left.Load() {
		return old, err
	}
	r := station.Drafted(made, plan)
	r.ID, r.Rev = old.ID, old.Rev
	return desk.DraftRoster(context.Background(), by, r)
}

func (s *Screen) onPlanned(p planned) tea.Cmd {
	switch {
	case !s.end(p.of):
		return nil
	case p.err != nil:
		return screen.Send(screen.Failed{Err: p.err})
	}
	s.keepRoster(p.roster)
	s.Pop() // the form
	s.Push(s.newSheet(p.roster.ID))
	return screen.Batch(s.Say(s.Env.T("roster.planned")), s.load())
}

// keepRoster shows a roster as it was written before all are read again.
func (s *Screen) keepRoster(r station.Roster) {
	s.rosters = slices.Clone(s.rosters)
	for i := range s.rosters {
		if s.rosters[i].ID == r.ID {
			s.rosters[i] = r
			s.weigh()
			return
		}
	}
	s.rosters = append(s.rosters, r)
	s.weigh()
}
