package duty

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Sheet is what the board asks of the store.
type Sheet interface {
	Volunteers(context.Context) ([]model.Volunteer, error)
	RosterAt(context.Context, model.Day) (station.Roster, bool, error)
	OpenStints(context.Context) ([]model.Stint, error)
	Stints(ctx context.Context, from, to model.Day) ([]model.Stint, error)
	SignIn(ctx context.Context, by store.By, volunteer model.ID, name, turn string) (model.Stint, error)
	SayLeft(ctx context.Context, by store.By, id model.ID, at time.Time) (model.Stint, error)
}

// Rows of the board that are no people.
const (
	othersRow = "@others"
	callRow   = "@call"
	hoursRow  = "@hours"
	doubtRow  = "@doubt"
	sinceRow  = "@since"
)

// Board is where people sign in and out: those of today's turns first, by
// digit; everybody else by name.
type Board struct {
	page
	desk  Sheet
	box   widget.Field
	ask   text.Key // what the page asks for
	day   attendance
	ready bool // day has been read
	busy  bool // a sign-in is under way; a second key for it is dropped
}

// attendance is who is to come, who is here and who was here today.
type attendance struct {
	register []model.Volunteer
	turns    map[model.ID][]shifts.Shift // today's, by volunteer
	open     []model.Stint
	today    []model.Stint
	forgot   []forgotten
}

// forgotten is a stay nobody ended, with the end of its turn where it is known.
type forgotten struct {
	model.Stint
	end time.Time
}

// NewBoard returns the page on which people sign in and out.
func NewBoard(env screen.Env, desk Sheet) *Board {
	b := &Board{page: newPage(env), desk: desk, ask: "duty.ask"}
	b.box.Max = 40
	return b
}

type (
	dayLoaded struct {
		asked int
		attendance
		err error
	}
	signedIn struct {
		stint model.Stint
		err   error
	}
	// leftAt is when a volunteer says he left; zero: he does not know.
	leftAt struct {
		was model.Stint
		at  time.Time
		now model.Stint // the stay that began just now
	}
	leftText struct {
		was, now model.Stint
		text     string
	}
	leftSaid struct {
		now model.Stint
		err error
	}
)

// Init reads who is to come and who is here.
func (b *Board) Init() tea.Cmd { return b.load() }

func (b *Board) load() tea.Cmd {
	b.asked++
	asked, desk, now := b.asked, b.desk, b.env.Now()
	return func() tea.Msg {
		day, err := attend(context.Background(), desk, now)
		return dayLoaded{asked, day, err}
	}
}

// attend reads what the board shows.
func attend(ctx context.Context, desk Sheet, now time.Time) (out attendance, err error) {
	today := model.DayOf(now, now.Location())
	if out.register, err = desk.Volunteers(ctx); err != nil {
		return out, err
	}
	if out.open, err = desk.OpenStints(ctx); err != nil {
		return out, err
	}
	if out.today, err = desk.Stints(ctx, today, today); err != nil {
		return out, err
	}
	out.turns = map[model.ID][]shifts.Shift{}
	r, ok, err := desk.RosterAt(ctx, today)
	if err != nil {
		return out, err
	}
	if ok {
		for _, d := range r.On(today, today) {
			for _, id := range d.Volunteers {
				out.turns[id] = append(out.turns[id], d.Shift)
			}
		}
	}
	for _, x := range out.open {
		if shifts.Doubt(x, now) != "" {
			f := forgotten{Stint: x}
			if f.end, err = endOf(ctx, desk, x); err != nil {
				return out, err
			}
			out.forgot = append(out.forgot, f)
		}
	}
	return out, nil
}

// endOf is when the turn ended that somebody came for; zero when it is unknown.
func endOf(ctx context.Context, desk Sheet, x model.Stint) (time.Time, error) {
	if x.Turn == "" {
		return time.Time{}, nil
	}
	r, ok, err := desk.RosterAt(ctx, model.DayOf(x.In, x.In.Location()))
	if err != nil || !ok {
		return time.Time{}, err
	}
	s, ok := r.Shift(x.Turn)
	_, end, known := s.Span(x.In.Location())
	if !ok || !known || !end.After(x.In) {
		return time.Time{}, nil
	}
	return end, nil
}

// Waiting reports that the store has not answered yet: keys are held.
func (b *Board) Waiting() bool { return !b.ready }

// Title is the heading.
func (b *Board) Title() string { return b.env.T("duty.title.board") }

// Topic is the page of the help about this screen.
func (*Board) Topic() string { return "duty" }

// Typing reports that a name is being typed.
func (b *Board) Typing() bool { return b.box.Focused() }

// Dirty is never: what is typed only narrows the list.
func (b *Board) Dirty() bool { return false }

// Keys lists what works here.
func (b *Board) Keys() []keys.ID {
	ids := []keys.ID{keys.CallOut, keys.Hours, keys.Filter}
	if b.box.Focused() {
		ids = ids[:2]
	}
	ids = append(ids, moves()...)
	if b.box.Value() == "" {
		ids = append(ids, keys.Digits(min(10, len(b.list.Rows)))...)
	}
	return ids
}

// Update takes keys, clicks and what the store answered.
func (b *Board) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		b.dress(msg.Env)
		b.refill()
	case screen.Changed, screen.Shown:
		return b, b.load()
	case dayLoaded:
		return b, b.onLoaded(msg)
	case signedIn:
		return b, b.onSignedIn(msg)
	case leftAt:
		return b, b.say(msg)
	case leftText:
		return b, b.readLeft(msg)
	case leftSaid:
		return b, b.onLeftSaid(msg)
	case screen.Do:
		return b, b.act(msg.ID)
	case screen.Click:
		if msg.Y == b.head-2 {
			b.box.Focus()
			return b, nil
		}
		return b, b.open(b.click(msg))
	case screen.Wheel:
		b.list.Wheel(msg.Lines)
	case tea.PasteMsg:
		b.box.Focus()
		b.typed(msg)
	case tea.KeyPressMsg:
		return b, b.key(msg)
	}
	return b, nil
}

func (b *Board) onLoaded(msg dayLoaded) tea.Cmd {
	if msg.asked != b.asked {
		return nil
	}
	if msg.err != nil {
		return failed(msg.err)
	}
	first := !b.ready
	b.day, b.ready = msg.attendance, true
	b.refill()
	if first { // the arrow may stand on one of the few rows there were
		b.list.Select(0)
	}
	return nil
}

func (b *Board) key(msg tea.KeyPressMsg) tea.Cmd {
	match := b.env.Keys.Match
	ids := append(moves(), keys.Back, keys.CallOut, keys.Hours)
	if b.box.Focused() {
		match = b.env.Keys.MatchTyping
	} else {
		ids = append(ids, keys.Filter)
	}
	if b.box.Value() == "" || keys.Behind(msg, b.box.Value(), len(b.list.Rows), b.fits) {
		ids = append(ids, keys.Digits(10)...)
		match = b.env.Keys.Match
	}
	if id, ok := match(msg, ids...); ok {
		return b.act(id)
	}
	if keys.Typed(msg) != "" {
		b.box.Focus()
	}
	b.typed(msg)
	return nil
}

// fits reports whether somebody's name matches.
func (b *Board) fits(name string) bool {
	return slices.ContainsFunc(b.ordered(), func(v model.Volunteer) bool { return find.Matches(name, v.Name) })
}

// typed edits the name and narrows the list.
func (b *Board) typed(msg tea.Msg) {
	b.box, _ = b.box.Update(msg)
	if b.box.Changed() {
		b.refill()
		b.list.Select(0)
	}
}

func (b *Board) act(id keys.ID) tea.Cmd {
	switch id {
	case keys.Back:
		return b.back()
	case keys.CallOut:
		return b.open(callRow)
	case keys.Hours:
		return b.open(hoursRow)
	case keys.Filter:
		b.box.Focus()
		b.refill()
		return nil
	}
	return b.open(b.do(id))
}

// back empties the name first, then leaves.
func (b *Board) back() tea.Cmd {
	if b.box.Focused() || b.box.Value() != "" {
		b.box.SetValue("")
		b.box.Blur()
		b.refill()
		return nil
	}
	return screen.Send(screen.Back{})
}

// open does what a row says: sign in or out, or go to another page.
func (b *Board) open(row string) tea.Cmd {
	switch row {
	case "":
		return nil
	case othersRow:
		b.box.Focus()
		b.refill()
		b.list.Select(0)
		return nil
	case callRow:
		return screen.Send(screen.OpenDuty{Page: screen.DutyCalls})
	case hoursRow:
		return screen.Send(screen.OpenDuty{Page: screen.DutyHours})
	case doubtRow:
		return screen.Send(screen.OpenDuty{Page: screen.DutyDoubts})
	case sinceRow:
		x, _ := b.newest()
		return screen.Send(screen.OpenDuty{Page: screen.DutySince, Volunteer: x.Volunteer})
	}
	v, ok := b.volunteer(model.ID(row))
	if !ok || b.busy {
		return nil
	}
	if x, here := b.here(v.ID); here {
		return screen.Send(screen.OpenDuty{Page: screen.DutyOut, Stint: x.ID})
	}
	return b.signIn(v)
}

func (b *Board) volunteer(id model.ID) (model.Volunteer, bool) {
	i := slices.IndexFunc(b.day.register, func(v model.Volunteer) bool { return v.ID == id })
	if i < 0 {
		return model.Volunteer{}, false
	}
	return b.day.register[i], true
}

// here returns the stay of somebody who is at the desk.
func (b *Board) here(id model.ID) (model.Stint, bool) {
	for _, x := range b.day.open {
		if x.Volunteer == id && shifts.Here(x, b.env.Now()) {
			return x, true
		}
	}
	return model.Stint{}, false
}

func (b *Board) signIn(v model.Volunteer) tea.Cmd {
	b.busy = true
	desk, by := b.desk, b.by()
	turn, _ := shifts.TurnFor(b.day.turns[v.ID], b.env.Now())
	return func() tea.Msg {
		x, err := desk.SignIn(context.Background(), by, v.ID, v.Name, turn.ID)
		return signedIn{x, err}
	}
}

// onSignedIn shows what happened since, after the question about a stay that
// was forgotten.
func (b *Board) onSignedIn(msg signedIn) tea.Cmd {
	b.busy = false
	if msg.err != nil {
		return screen.Batch(failed(msg.err), b.load())
	}
	b.box.SetValue("")
	b.box.Blur()
	for _, f := range b.day.forgot {
		if f.Volunteer == msg.stint.Volunteer && f.Said.IsZero() {
			return b.askLeft(f, msg.stint)
		}
	}
	return b.welcome(msg.stint)
}

func (b *Board) welcome(x model.Stint) tea.Cmd {
	return screen.Batch(
		notice(b.env.T("duty.signed_in", "name", x.Name, "at", b.env.Text.Clock(x.In))),
		screen.Send(screen.OpenDuty{Page: screen.DutySince, Volunteer: x.Volunteer}))
}

// askLeft asks kindly when somebody left who forgot to sign out.
func (b *Board) askLeft(f forgotten, now model.Stint) tea.Cmd {
	t, ask := b.env.T, screen.Ask{
		Title: b.env.T("duty.forgot.title"),
		Body:  b.env.T("duty.forgot.body", "name", f.Name, "when", b.env.Text.Moment(f.In)),
	}
	if !f.end.IsZero() {
		ask.Options = append(ask.Options, screen.Option{
			Label: t("duty.forgot.end", "at", b.env.Text.Clock(f.end)), Answer: leftAt{f.Stint, f.end, now},
		})
	}
	ask.Options = append(ask.Options,
		screen.Option{Label: t("duty.forgot.other"), Answer: leftText{was: f.Stint, now: now}},
		screen.Option{Label: t("duty.forgot.unknown"), Answer: leftAt{was: f.Stint, now: now}})
	return screen.Send(ask)
}

// readLeft reads a time of day that was typed; empty text asks for one.
func (b *Board) readLeft(msg leftText) tea.Cmd {
	in := msg.was.In.In(b.env.Now().Location())
	if msg.text != "" {
		m, p := clock(msg.text)
		if p == nil {
			at := model.DayOf(in, in.Location()).In(in.Location()).Add(time.Duration(m) * time.Minute)
			if p = shifts.MaySay(msg.was, at, b.env.Now()); p == nil {
				return b.say(leftAt{msg.was, at, msg.now})
			}
		}
		return screen.Batch(failed(p), b.askClock(msg))
	}
	return b.askClock(msg)
}

func (b *Board) askClock(msg leftText) tea.Cmd {
	return screen.Send(screen.AskText{
		Title: b.env.T("duty.forgot.title"), Body: b.env.T("duty.forgot.clock", "when", b.env.Text.Moment(msg.was.In)),
		Need:   b.env.T("duty.forgot.need"),
		Answer: func(s string) tea.Msg { return leftText{msg.was, msg.now, s} },
	})
}

func (b *Board) say(msg leftAt) tea.Cmd {
	if msg.at.IsZero() {
		return b.welcome(msg.now)
	}
	desk, by := b.desk, b.by()
	return func() tea.Msg {
		_, err := desk.SayLeft(context.Background(), by, msg.was.ID, msg.at)
		return leftSaid{msg.now, err}
	}
}

func (b *Board) onLeftSaid(msg leftSaid) tea.Cmd {
	if msg.err != nil {
		return screen.Batch(failed(msg.err), b.load())
	}
	return b.welcome(msg.now)
}

// refill lists today's people and those who are here, and what else can be
// done; while a name is typed, everybody whom it fits.
func (b *Board) refill() {
	all := b.box.Focused() || b.box.Value() != ""
	people := b.ordered()
	few := len(b.day.turns) == 0 && len(people) <= atHand
	b.ask = "duty.ask"
	var rows []widget.Row
	for _, v := range people {
		row, known := b.row(v)
		known = known || few
		if all && find.Matches(b.box.Value(), v.Name) || !all && known {
			rows = append(rows, row)
		}
	}
	others := rowKey(othersRow)
	switch {
	case len(people) == 0:
		b.ask = "duty.ask.empty"
	case len(rows) == 0 && !all:
		b.ask, others = "duty.ask.name", others+".first"
	}
	if !all {
		if x, ok := b.newest(); ok {
			rows = append(rows, widget.Row{ID: sinceRow, Cells: []string{b.env.T(rowKey(sinceRow), "name", x.Name)}})
		}
		if len(people) > 0 {
			rows = append(rows, widget.Row{ID: othersRow, Cells: []string{b.env.T(others)}})
		}
		for _, id := range []string{callRow, hoursRow} {
			rows = append(rows, widget.Row{ID: id, Cells: []string{b.env.T(rowKey(id))}})
		}
		if n := len(b.day.forgot); n > 0 {
			rows = append(rows, widget.Row{ID: doubtRow, Tone: theme.Warn, Cells: []string{b.env.T(rowKey(doubtRow), "n", n)}})
		}
	}
	b.list.Columns = []widget.Column{{Min: 10}}
	b.list.Empty = b.env.T("duty.board.nobody")
	b.list.SetRows(rows)
}
