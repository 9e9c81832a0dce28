package duty

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/widget"
)

// Caller is what the page of a call-out asks of the store.
type Caller interface {
	Volunteers(context.Context) ([]model.Volunteer, error)
	RosterAt(context.Context, model.Day) (station.Roster, bool, error)
	OpenStints(context.Context) ([]model.Stint, error)
	CallOuts(context.Context) ([]model.CallOut, error)
	Case(ctx context.Context, ref string) (model.Case, error)
	Targets(context.Context) (model.Targets, error)
	EditTargets(context.Context, store.By, model.Targets) (model.Targets, error)
	Call(ctx context.Context, by store.By, o model.CallOut, volunteer model.ID, reason string) (model.CallOut, model.Volunteer, error)
	SeePhone(ctx context.Context, by store.By, volunteer model.ID, reason string) (model.Volunteer, error)
	AnswerCall(ctx context.Context, by store.By, id, volunteer model.ID, answer string) (model.CallOut, error)
	sheet.Drafts
}

// Calls is the page on which somebody is called out: whom to phone, in which
// order and why; the number of the one who is being phoned; one key for what he
// answers. The clerk decides when the next one is phoned.
type Calls struct {
	page
	desk   Caller
	turn   string   // "" while none was chosen
	about  model.ID // the case that cannot wait
	again  bool     // begin anew though everybody was phoned
	got    ladder
	ready  bool
	busy   bool
	phones map[model.ID]string // numbers handed out since the page was opened
	answer widget.Choice
	at     int // the row in which the answers begin, as last drawn
	form   *settings
}

// ladder is what the page shows.
type ladder struct {
	turns   []shifts.Shift // to choose from, while none was chosen
	turn    shifts.Shift
	about   model.Case
	out     model.CallOut
	short   bool                // seats of the turn are still empty
	instead map[string]model.ID // in whose place, by turn
	rungs   []shifts.Reserve
	people  map[model.ID]model.Volunteer
	targets model.Targets
}

// ahead is for how many days somebody can be called out.
const ahead = 3

// nowTurn begins the id of a call-out for no turn of the roster.
const nowTurn = "/now"

// NewCalls returns the page for a turn, for a case that cannot wait, or for what
// is chosen on it.
func NewCalls(env screen.Env, desk Caller, m screen.OpenDuty) *Calls {
	c := &Calls{page: newPage(env), desk: desk, turn: m.Turn, about: m.Case, phones: map[model.ID]string{}}
	if m.Case != "" {
		c.turn = nowTurn
	}
	c.answers()
	return c
}

type (
	ladderLoaded struct {
		asked int
		ladder
		err error
	}
	called struct {
		out model.CallOut
		who model.Volunteer
		err error
	}
	phoneSeen struct {
		who model.Volunteer
		err error
	}
	callAnswered struct {
		out model.CallOut
		err error
	}
	// answering is the answer of somebody who was phoned before.
	answering struct {
		who    model.ID
		answer string
	}
)

// Init reads whom to call.
func (c *Calls) Init() tea.Cmd { return c.load() }

func (c *Calls) load() tea.Cmd {
	c.asked++
	asked, desk, now, turn, about, again := c.asked, c.desk, c.env.Now(), c.turn, c.about, c.again
	return func() tea.Msg {
		l, err := climb(context.Background(), desk, now, turn, about, again)
		return ladderLoaded{asked, l, err}
	}
}

// climb reads what the page shows.
func climb(ctx context.Context, desk Caller, now time.Time, turn string, about model.ID, again bool) (l ladder, err error) {
	register, err := desk.Volunteers(ctx)
	if err != nil {
		return l, err
	}
	l.people = map[model.ID]model.Volunteer{}
	for _, v := range register {
		l.people[v.ID] = v
	}
	if l.targets, err = desk.Targets(ctx); err != nil {
		return l, err
	}
	today := model.DayOf(now, now.Location())
	l.instead = map[string]model.ID{}
	if turn == "" {
		return l, l.upcoming(ctx, desk, now)
	}
	if about != "" {
		if l.about, err = desk.Case(ctx, string(about)); err != nil {
			return l, err
		}
	}
	day := today
	if date, _, ok := strings.Cut(turn, "/"); ok && date != "" {
		if day, err = model.ParseDay(date); err != nil {
			return l, &model.Problem{Code: "shifts.unknown_shift", Args: map[string]any{"shift": turn}}
		}
	}
	r, rostered, err := desk.RosterAt(ctx, day)
	if err != nil {
		return l, err
	}
	l.turn = wanted(r, rostered, turn, now)
	call := station.Calling{Turn: l.turn, Register: register, Need: needs(l.about)}
	if day == today {
		if call.Here, err = hereNow(ctx, desk, now); err != nil {
			return l, err
		}
	}
	if d, ok := r.Duty(l.turn.ID); ok && about == "" {
		l.short = d.Empty() > 0
		l.instead[l.turn.ID] = r.Instead(l.turn.ID, call.Here, now)
	}
	return l, l.rank(ctx, desk, call, about, again, rosterOf(r, rostered))
}

func rosterOf(r station.Roster, ok bool) *station.Roster {
	if !ok {
		return nil
	}
	return &r
}

// needs are the skills a case asks for.
func needs(c model.Case) []string {
	if c.Dialect == "" {
		return nil
	}
	return []string{c.Dialect}
}

// rank finds the call-out that is under way, and whom to phone in it.
func (l *ladder) rank(ctx context.Context, desk Caller, call station.Calling, about model.ID, again bool, r *station.Roster) error {
	outs, err := desk.CallOuts(ctx)
	if err != nil {
		return err
	}
	l.out = model.CallOut{Turn: l.turn.ID, Case: about, Need: call.Need, For: l.instead[l.turn.ID]}
	l.out.ForName = l.people[l.out.For].Name
	before := outs
	for _, o := range slices.Backward(outs) {
		if o.Turn == l.turn.ID && o.Case == about && !again {
			l.out = o
			before = slices.DeleteFunc(slices.Clone(outs), func(x model.CallOut) bool { return x.ID == o.ID })
			break
		}
	}
	if c, ok := l.out.Coming(); ok { // the roster has him on the turn by now: he stays in sight
		call.Here = append(call.Here, c.Volunteer)
	}
	l.rungs = call.Ladder(r, store.CallCounts(call.Register, before))
	for _, c := range l.out.Calls {
		if !slices.ContainsFunc(l.rungs, func(x shifts.Reserve) bool { return x.Volunteer == string(c.Volunteer) }) {
			l.rungs = append([]shifts.Reserve{{Volunteer: string(c.Volunteer)}}, l.rungs...)
		}
	}
	return nil
}

// hereNow lists who is at the desk.
func hereNow(ctx context.Context, desk Caller, now time.Time) (out []model.ID, err error) {
	open, err := desk.OpenStints(ctx)
	for _, x := range open {
		if shifts.Here(x, now) {
			out = append(out, x.Volunteer)
		}
	}
	return out, err
}

// wanted is the turn somebody is called for: one of the roster, the one that is
// on, or none of it.
func wanted(r station.Roster, rostered bool, turn string, now time.Time) shifts.Shift {
	today := model.DayOf(now, now.Location())
	half := shifts.AM
	if now.Hour() >= 12 {
		half = shifts.PM
	}
	if rostered {
		if s, ok := r.Shift(turn); ok {
			return s
		}
		var turns []shifts.Shift
		for _, d := range r.On(today, today) {
			turns = append(turns, d.Shift)
		}
		if s, ok := shifts.TurnFor(turns, now); ok {
			return s
		}
	}
	return station.NowTurn(today, half, now.Format("15:04"))
}

// upcoming lists the turns of the next days that are not over.
func (l *ladder) upcoming(ctx context.Context, desk Caller, now time.Time) error {
	today := model.DayOf(now, now.Location())
	here, err := hereNow(ctx, desk, now)
	if err != nil {
		return err
	}
	for day := today; day <= today+ahead; day++ {
		r, ok, err := desk.RosterAt(ctx, day)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		for _, d := range r.On(day, day) {
			if _, end, known := d.Shift.Span(now.Location()); known && now.Before(end) {
				s := d.Shift
				s.Seats = d.Empty() // how many are missing
				l.turns = append(l.turns, s)
				l.instead[s.ID] = r.Instead(s.ID, here, now)
			}
		}
	}
	return nil
}

// Waiting reports that the store has not answered yet: keys are held.
func (c *Calls) Waiting() bool { return !c.ready }

// Title is the heading.
func (c *Calls) Title() string {
	if c.form != nil {
		return c.env.T("duty.title.calling")
	}
	return c.env.T("duty.title.calls")
}

// Topic is the page of the help about this screen.
func (*Calls) Topic() string { return "duty" }

// Typing reports that a setting is being typed.
func (c *Calls) Typing() bool { return c.form != nil && c.form.sheet.Typing() }

// Dirty reports that leaving would lose settings.
func (c *Calls) Dirty() bool {
	return c.form != nil && len(c.form.sheet.Changed()) > 0 && !c.form.keeper.Kept(c.form.sheet)
}

// Keys lists what works here.
func (c *Calls) Keys() []keys.ID {
	if c.form != nil {
		return c.form.sheet.Keys()
	}
	ids := append(moves(), keys.Edit)
	if _, masked := c.hidden(); masked {
		ids = append([]keys.ID{keys.Reveal}, ids...)
	}
	if _, ringing := c.got.out.Ringing(); ringing {
		return append(ids, keys.Digits(len(c.answer.Options))...)
	}
	return append(ids, keys.Digits(min(10, len(c.list.Rows)))...)
}

// Update takes keys, clicks and what the store answered.
func (c *Calls) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		if msg.Env.Person.ID != c.env.Person.ID { // another person does not see what this one did
			c.phones = map[model.ID]string{}
		}
		c.dress(msg.Env)
		c.answers()
		c.refill()
		c.form.reword(c.env)
	case screen.Changed, screen.Shown:
		return c, c.load()
	case ladderLoaded:
		return c, c.onLoaded(msg)
	case called:
		return c, c.onCalled(msg)
	case callAnswered:
		return c, c.onAnswered(msg)
	case phoneSeen:
		return c, c.onSeen(msg)
	case answering:
		return c, c.say(msg.who, msg.answer)
	case settingsSaved:
		return c, c.onSettings(msg)
	case saveSettings:
		return c, c.saveForm()
	case dropSettings:
		return c, c.closeForm()
	case screen.Do:
		return c, c.act(msg.ID)
	case screen.Click:
		return c, c.onClick(msg)
	case screen.Wheel:
		c.list.Wheel(msg.Lines)
	case tea.PasteMsg:
		if c.form != nil {
			c.form.update(c.env.Keys, msg)
			return c, c.afterForm()
		}
	case tea.KeyPressMsg:
		return c, c.key(msg)
	}
	return c, c.form.take(msg, c.env)
}

func (c *Calls) onLoaded(msg ladderLoaded) tea.Cmd {
	if msg.asked != c.asked {
		return nil
	}
	if msg.err != nil {
		return failed(msg.err)
	}
	if c.turn == "" && len(msg.turns) == 0 { // nothing to choose from
		c.turn = nowTurn
		return c.load()
	}
	first := !c.ready
	c.got, c.ready = msg.ladder, true
	c.refill()
	if first {
		c.selectNext()
	}
	return nil
}

// selectNext puts the arrows on whom to phone next.
func (c *Calls) selectNext() {
	for i, r := range c.got.rungs {
		if c.rungOf(r) == nil {
			c.list.Select(i)
			return
		}
	}
}

// rungOf says why somebody of the ladder may not be phoned now.
func (c *Calls) rungOf(r shifts.Reserve) *model.Problem {
	return store.MayCall(c.got.out, c.got.people[model.ID(r.Volunteer)], c.got.targets, c.env.Now())
}

func (c *Calls) key(msg tea.KeyPressMsg) tea.Cmd {
	if c.form != nil {
		return c.formKey(msg)
	}
	if _, ringing := c.got.out.Ringing(); ringing {
		if id, ok := c.env.Keys.Match(msg, keys.Back, keys.Edit, keys.Reveal); ok {
			return c.act(id)
		}
		c.answer, _ = c.answer.Update(msg)
		return c.picked()
	}
	id, row := c.press(msg, keys.Edit, keys.Reveal)
	if id != "" {
		return c.act(id)
	}
	return c.open(row)
}

func (c *Calls) act(id keys.ID) tea.Cmd {
	switch {
	case c.form != nil:
		return c.formDo(id)
	case id == keys.Back:
		return screen.Send(screen.Back{})
	case id == keys.Reveal:
		return c.see()
	case id == keys.Edit:
		return c.openForm()
	}
	if _, ringing := c.got.out.Ringing(); ringing {
		if n, ok := keys.Number(id); ok && n >= 1 && n <= len(c.answer.Options) {
			c.answer.Press(n - 1)
			return c.picked()
		}
		return nil
	}
	return c.open(c.do(id))
}

func (c *Calls) onClick(m screen.Click) tea.Cmd {
	if c.form != nil {
		c.form.sheet = c.form.sheet.Click(c.env.Theme, m.Width, m.Height, m.X, m.Y)
		return c.afterForm()
	}
	if _, ringing := c.got.out.Ringing(); ringing {
		rows := c.answer.Height(m.Width - 4)
		if m.Y >= c.at && m.Y < c.at+rows {
			c.answer.Click(m.Width-4, rows, m.X-2, m.Y-c.at)
			return c.picked()
		}
	}
	return c.open(c.click(m))
}
