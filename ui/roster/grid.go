package roster

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/ui/keys"
	"heshi/ui/pages"
	"heshi/ui/screen"
)

// grid shows a roster as people against turns: as many days as fit, or one week
// with whole words in its cells. The arrows stand on one person and one turn; the
// bottom rows say in words what stands there. In a draft a person can be lifted
// and put down elsewhere, and while he is in the air the bottom rows say what
// that would do.
type grid struct {
	on     *Screen
	id     model.ID
	week   bool            // one week at a time
	look   *station.Roster // an older version: only to look at
	r      station.Roster
	turns  []station.Duty
	people []model.ID
	rep    *shifts.Report
	on1    map[shifts.Assignment]bool // who is on which turn
	spare  map[shifts.Assignment]bool // who may be called for which turn
	row    int
	col    int
	held   *shifts.Assignment
	effect []said // what putting down here would do
}

func (s *Screen) newGrid(id model.ID, day model.Day, week bool) *grid {
	g := &grid{on: s, id: id, week: week}
	g.Reword()
	g.goTo(day)
	return g
}

// openGrid opens the roster of today; without one, the newest.
func (s *Screen) openGrid() tea.Cmd {
	r, ok := s.publishedOn(s.today())
	if !ok && len(s.rosters) > 0 {
		r, ok = s.rosters[len(s.rosters)-1], true
	}
	if !ok {
		return s.Warn(s.Env.T("roster.none.plan"))
	}
	s.Push(s.newGrid(r.ID, s.today(), false))
	return nil
}

// openWeek shows the week of a day: as people against its turns, or in senior
// mode and where nothing is published as a list.
func (s *Screen) openWeek(day model.Day) {
	if r, ok := s.ofWeek(day); ok && !s.Env.Senior {
		s.Push(s.newGrid(r.ID, max(day, r.From), true))
		return
	}
	s.Push(s.newWeek(day))
}

// ofWeek is the published roster of a day, else of another day of its week that
// has turns.
func (s *Screen) ofWeek(day model.Day) (station.Roster, bool) {
	for d := day; d < day.Monday()+7; d++ {
		if r, ok := s.publishedOn(d); ok && len(r.On(d, d)) > 0 {
			return r, true
		}
	}
	for d := day.Monday(); d < day; d++ {
		if r, ok := s.publishedOn(d); ok && len(r.On(d, d)) > 0 {
			return r, true
		}
	}
	return station.Roster{}, false
}

// Reword takes the roster as it is now.
func (g *grid) Reword() {
	r, ok := g.on.roster(g.id)
	if g.look != nil {
		r, ok = *g.look, true
	}
	if !ok || r.Instance == nil { // dropped, or taken back by undo
		g.turns, g.people, g.held, g.effect = nil, nil, nil, nil
		return
	}
	same := g.r.Rev == r.Rev
	g.r = r
	if same && g.turns != nil {
		return
	}
	g.turns = r.On(r.From, r.To)
	g.rep = shifts.Check(r.Instance, &shifts.Roster{Assignments: r.Assignments})
	g.people = nil
	for _, v := range r.Instance.Volunteers {
		g.people = append(g.people, model.ID(v.ID))
	}
	g.on1, g.spare = map[shifts.Assignment]bool{}, map[shifts.Assignment]bool{}
	for _, a := range r.Assignments {
		g.on1[a] = true
	}
	for _, x := range r.Reserves {
		g.spare[shifts.Assignment{Shift: x.Shift, Volunteer: x.Volunteer}] = true
	}
	g.held, g.effect = nil, nil
	g.move(0, 0)
}

// over goes on to the published roster before or after this one; false when
// there is none, or this one is no published one.
func (g *grid) over(by int) bool {
	day := g.r.To + 1
	if by < 0 {
		day = g.r.From - 1
	}
	next, ok := g.on.publishedOn(day)
	if !ok || g.look != nil || g.r.Status != station.Published || len(next.On(next.From, next.To)) == 0 {
		return false
	}
	var who model.ID
	if g.row < len(g.people) {
		who = g.people[g.row]
	}
	g.id, g.turns = next.ID, nil
	g.Reword()
	g.row = max(0, slices.Index(g.people, who))
	g.goTo(day)
	if by < 0 {
		g.col = len(g.turns) - 1
	}
	g.weigh()
	return true
}

// goTo moves to the first turn from a day on.
func (g *grid) goTo(day model.Day) {
	at := slices.IndexFunc(g.turns, func(d station.Duty) bool { return d.Shift.Date >= day })
	if at < 0 {
		at = len(g.turns) - 1
	}
	g.col = max(0, at)
}

// move moves the arrows.
func (g *grid) move(rows, cols int) {
	g.row = max(0, min(g.row+rows, len(g.people)-1))
	g.col = max(0, min(g.col+cols, len(g.turns)-1))
	g.weigh()
}

// here is the person and the turn the arrows stand on.
func (g *grid) here() (shifts.Assignment, bool) {
	if g.row >= len(g.people) || g.col >= len(g.turns) || len(g.people) == 0 || len(g.turns) == 0 {
		return shifts.Assignment{}, false
	}
	return shifts.Assignment{Shift: g.turns[g.col].Shift.ID, Volunteer: string(g.people[g.row])}, true
}

// page moves to the first turn of another week, or to the same day four weeks
// away, beyond the roster into the next one that is published.
func (g *grid) page(by int) {
	if len(g.turns) == 0 {
		return
	}
	day := g.turns[g.col].Shift.Date
	switch to := day + model.Day(28*by); {
	case g.week:
		g.turnWeek(day, by)
	case (to > g.r.To || to < g.r.From) && g.over(by):
	default:
		g.goTo(max(g.r.From, min(to, g.r.To)))
	}
	g.weigh()
}

// turnWeek moves to the first turn of the next week that has any, or of the one
// before.
func (g *grid) turnWeek(day model.Day, by int) {
	for i := g.col; i >= 0 && i < len(g.turns); i += by {
		if on := g.turns[i].Shift.Date; on.Monday() != day.Monday() {
			g.goTo(on.Monday())
			return
		}
	}
	if g.over(by) && by < 0 {
		g.goTo(g.turns[g.col].Shift.Date.Monday())
	}
}

// step moves one turn on or back, beyond the roster into the next one that is
// published.
func (g *grid) step(by int) {
	if at := g.col + by; at >= 0 && at < len(g.turns) || !g.over(by) {
		g.move(0, by)
	}
}

// Title is the heading.
func (g *grid) Title() string {
	if g.week {
		return g.on.Env.T("roster.title.grid.week")
	}
	return g.on.Env.T("roster.title.grid")
}

// Typing is never.
func (g *grid) Typing() bool { return false }

// Dirty is never: every step is kept at once.
func (g *grid) Dirty() bool { return false }

// edits reports whether people can be moved.
func (g *grid) edits() bool { return g.look == nil && g.r.Status == station.Draft }

// Keys lists what works here.
func (g *grid) Keys() []keys.ID {
	ids := []keys.ID{keys.Open, keys.Up, keys.Down, keys.Left, keys.Right, keys.PageUp, keys.PageDown, keys.First, keys.Last}
	if g.edits() {
		ids = append([]keys.ID{keys.Lift, keys.Add, keys.Remove}, ids...)
	}
	return append(ids, keys.Digits(2)...)
}

// Press takes a key.
func (g *grid) Press(msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	if id, ok := g.on.Env.Keys.Match(press, append(g.Keys(), keys.Back, keys.Lift, keys.Add, keys.Remove)...); ok {
		return g.Do(id)
	}
	return nil
}

// Do does what a binding says.
func (g *grid) Do(id keys.ID) tea.Cmd {
	switch id {
	case keys.Back:
		if g.held == nil {
			return g.on.Pop()
		}
		g.held, g.effect = nil, nil
	case keys.Up:
		g.move(-1, 0)
	case keys.Down:
		g.move(1, 0)
	case keys.Left:
		g.step(-1)
	case keys.Right:
		g.step(1)
	case keys.PageUp:
		g.page(-1)
	case keys.PageDown:
		g.page(1)
	case keys.Digit(1), keys.Digit(2):
		g.week = id == keys.Digit(1)
	case keys.First:
		g.move(0, -len(g.turns))
	case keys.Last:
		g.move(0, len(g.turns))
	default:
		return g.act(id)
	}
	return nil
}

// act changes the roster, or opens what the arrows stand on.
func (g *grid) act(id keys.ID) tea.Cmd {
	here, ok := g.here()
	switch {
	case !ok:
		return nil
	case id == keys.Open && g.held == nil:
		if g.look == nil {
			g.on.Push(g.on.newTurn(g.id, here.Shift))
		}
		return nil
	case !g.edits():
		if g.look != nil {
			return nil
		}
		return g.on.Warn(g.on.Env.T("roster.frozen"))
	case id == keys.Lift || id == keys.Open:
		return g.lift(here)
	case id == keys.Add:
		return g.on.put(g.r, nil, here)
	case id == keys.Remove && g.on1[here]:
		return g.on.put(g.r, &here, shifts.Assignment{})
	}
	return nil
}

// lift takes a person up, or puts him down.
func (g *grid) lift(here shifts.Assignment) tea.Cmd {
	switch {
	case g.held == nil && g.on1[here]:
		g.held = &here
		g.weigh()
		return nil
	case g.held == nil:
		return g.on.Warn(g.on.Env.T("roster.nobody_here"))
	case *g.held == here:
		g.held, g.effect = nil, nil
		return nil
	}
	from := *g.held
	return g.on.put(g.r, &from, here)
}

// weigh works out what putting down here would do.
func (g *grid) weigh() {
	g.effect = nil
	if here, ok := g.here(); ok && g.held != nil && *g.held != here {
		g.effect = g.on.consequences(g.r, moved(g.r.Assignments, g.held, here))
	}
}

// moved is the list with one assignment less (nil: none) and one more (none
// when it names nobody).
func moved(list []shifts.Assignment, from *shifts.Assignment, to shifts.Assignment) []shifts.Assignment {
	out := slices.DeleteFunc(slices.Clone(list), func(a shifts.Assignment) bool { return from != nil && a == *from })
	if to.Volunteer != "" && !slices.Contains(out, to) {
		out = append(out, to)
	}
	return out
}

// Wheel moves along the people.
func (g *grid) Wheel(lines int) { g.move(lines, 0) }

// Click moves to the cell pressed; a second press opens its turn.
func (g *grid) Click(c screen.Click) tea.Cmd {
	if _, ok := g.here(); !ok {
		return nil
	}
	if c.Y == 0 { // the row that says by which digits one looks at what
		g.week = !g.week
		return nil
	}
	at := g.layout(c.Width, c.Height)
	row, col := c.Y-at.top, (c.X-at.left)/at.cell
	if row < 0 || row >= at.rows || c.X < at.left || col >= at.cols {
		return nil
	}
	row, col = at.firstRow+row, at.firstCol+col
	if row >= len(g.people) || col >= len(g.turns) {
		return nil
	}
	if row == g.row && col == g.col {
		return g.act(keys.Open)
	}
	g.row, g.col = row, col
	g.weigh()
	return nil
}

// consequences says what a draft with other assignments would be like: rules
// that would newly be broken, and goals that move.
func (s *Screen) consequences(r station.Roster, next []shifts.Assignment) []said {
	var out []said
	before := s.breaches(r.Instance, r.Assignments)
	for _, b := range s.breaches(r.Instance, next) {
		if !slices.Contains(before, b) {
			out = append(out, said{bad, b})
		}
	}
	if len(out) == 0 {
		out = append(out, said{good, s.Env.T("roster.effect.fine")})
	}
	now := shifts.Check(r.Instance, &shifts.Roster{Assignments: next}).Terms
	var moves []string
	for _, g := range []string{shifts.Unfilled, shifts.SkillShort, shifts.Spread, shifts.Pref} {
		if now[g] != r.Objective[g] {
			moves = append(moves, s.Env.T("roster.effect.moves", "goal", s.goal(g), "from", r.Objective[g], "to", now[g]))
		}
	}
	if len(moves) > 0 {
		out = append(out, said{plain, strings.Join(moves, s.Env.T("roster.effect.and"))})
	}
	return out
}

var _ pages.Page = (*grid)(nil)
