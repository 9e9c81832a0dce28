package duty

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/shifts"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Rows and answers that are no people and no answers of theirs.
const (
	againRow   = "@again"
	nextAnswer = "next"
)

// answers makes the choice of what somebody said who is being phoned. The
// arrows begin on the answer that a second press by mistake harms least.
func (c *Calls) answers() {
	var options []widget.Option
	for _, a := range model.CallAnswers() {
		options = append(options, widget.Option{Value: a, Label: c.env.T(text.Key("duty.answer." + a))})
	}
	options = append(options, widget.Option{Value: nextAnswer, Label: c.env.T("duty.answer.next")})
	c.answer = widget.NewMenu(c.env.Senior, options...)
	c.answer.SetValues(model.AnswerNoAnswer)
}

// picked does what the clerk chose while the phone rings.
func (c *Calls) picked() tea.Cmd {
	o, ok := c.answer.Picked()
	ringing, rings := c.got.out.Ringing()
	if !ok || !rings {
		return nil
	}
	if o.Value != nextAnswer {
		return c.say(ringing.Volunteer, o.Value)
	}
	for _, r := range c.got.rungs {
		switch p := c.rungOf(r); {
		case p == nil:
			return c.call(model.ID(r.Volunteer))
		case p.Code != "callout.called":
			return failed(p)
		}
	}
	return notice(c.env.T("duty.calls.all"))
}

// open phones whom a row is about; one who was phoned before may answer anew.
func (c *Calls) open(row string) tea.Cmd {
	switch {
	case row == "":
		return nil
	case c.turn == "":
		c.turn, c.ready = row, false
		return c.load()
	case row == againRow:
		c.again, c.ready = true, false
		return c.load()
	}
	id := model.ID(row)
	for _, x := range c.got.out.Calls {
		if x.Volunteer == id {
			return c.askAgain(x)
		}
	}
	return c.call(id)
}

// askAgain asks what somebody says who was phoned before and calls back.
func (c *Calls) askAgain(x model.PhoneCall) tea.Cmd {
	ask := screen.Ask{
		Title: c.env.T("duty.answer.title", "name", x.Name),
		Body:  c.env.T("duty.answer.body", "at", c.env.Text.Clock(x.At.In(c.env.Now().Location()))),
	}
	for _, a := range model.CallAnswers() {
		ask.Options = append(ask.Options, screen.Option{Label: c.env.T(text.Key("duty.answer." + a)), Answer: answering{x.Volunteer, a}})
	}
	return screen.Send(ask)
}

func (c *Calls) call(id model.ID) tea.Cmd {
	if c.busy || !c.ready {
		return nil
	}
	c.busy = true
	desk, by, out, why := c.desk, c.by(), c.got.out, c.env.T("duty.calls.reason")
	return func() tea.Msg {
		o, v, err := desk.Call(context.Background(), by, out, id, why)
		return called{o, v, err}
	}
}

func (c *Calls) onCalled(msg called) tea.Cmd {
	c.busy = false
	if msg.err != nil {
		return failed(msg.err)
	}
	c.again = false
	c.got.out = msg.out
	c.phones[msg.who.ID] = msg.who.Phone
	c.answers()
	c.refill()
	return c.load()
}

// hidden is who was phoned whose number does not show any more, as after the
// page was left: the newest first.
func (c *Calls) hidden() (model.ID, bool) {
	for _, x := range slices.Backward(c.got.out.Calls) {
		if c.phones[x.Volunteer] == "" && c.got.people[x.Volunteer].Phone != "" {
			return x.Volunteer, true
		}
	}
	return "", false
}

// see shows the number of somebody who was phoned again; the look is noted.
func (c *Calls) see() tea.Cmd {
	id, ok := c.hidden()
	if !ok || c.busy {
		return nil
	}
	c.busy = true
	desk, by, why := c.desk, c.by(), c.env.T("duty.calls.reason")
	return func() tea.Msg {
		v, err := desk.SeePhone(context.Background(), by, id, why)
		return phoneSeen{v, err}
	}
}

func (c *Calls) onSeen(msg phoneSeen) tea.Cmd {
	c.busy = false
	if msg.err != nil {
		return failed(msg.err)
	}
	c.phones[msg.who.ID] = msg.who.Phone
	c.refill()
	return nil
}

func (c *Calls) say(id model.ID, answer string) tea.Cmd {
	if c.busy {
		return nil
	}
	c.busy = true
	desk, by, out := c.desk, c.by(), c.got.out.ID
	return func() tea.Msg {
		o, err := desk.AnswerCall(context.Background(), by, out, id, answer)
		return callAnswered{o, err}
	}
}

func (c *Calls) onAnswered(msg callAnswered) tea.Cmd {
	c.busy = false
	if msg.err != nil {
		return failed(msg.err)
	}
	c.got.out = msg.out
	c.refill()
	c.selectNext()
	cmds := []tea.Cmd{c.load()}
	if x, ok := msg.out.Coming(); ok {
		cmds = append(cmds, notice(c.env.T(c.onRoster("duty.calls.came"), "name", x.Name, "for", msg.out.ForName)))
	}
	return screen.Batch(cmds...)
}

// onRoster is the sentence for a turn of the roster, or for none.
func (c *Calls) onRoster(key text.Key) text.Key {
	if strings.HasSuffix(c.got.turn.ID, nowTurn) {
		return key + ".now"
	}
	return c.inPlace(key)
}

// inPlace is the sentence for a call in somebody's place, or in nobody's.
func (c *Calls) inPlace(key text.Key) text.Key {
	if c.got.out.ForName != "" {
		return key + ".instead"
	}
	return key
}

// refill lists the turns to choose from, or the ladder.
func (c *Calls) refill() {
	_, ringing := c.got.out.Ringing()
	c.list.Digits = !ringing
	if c.turn == "" {
		c.turns()
		return
	}
	c.list.Columns = []widget.Column{{Width: 12}, {Width: 15}, {Min: 16}}
	c.list.Empty = c.env.T("duty.calls.nobody")
	if len(c.got.people) == 0 {
		c.list.Empty = c.env.T("duty.calls.register")
	}
	var rows []widget.Row
	left := false
	for _, r := range c.got.rungs {
		row := c.rung(r)
		left = left || row.Tone == theme.Normal
		rows = append(rows, row)
	}
	_, coming := c.got.out.Coming()
	switch more := coming && (c.got.short || c.got.instead[c.got.turn.ID] != ""); {
	case more:
		rows = append(rows, widget.Row{ID: againRow, Cells: []string{c.env.T("duty.row.more"), "", ""}})
	case !left && !ringing && !coming && len(c.got.out.Calls) > 0:
		rows = append(rows, widget.Row{ID: againRow, Cells: []string{c.env.T("duty.row.again"), "", ""}})
	}
	if len(rows) > 0 && rows[len(rows)-1].ID == againRow {
		c.list.Columns[0] = widget.Column{Min: 12}
	}
	c.list.SetRows(rows)
}

// turns lists what somebody can be called out for.
func (c *Calls) turns() {
	env := c.env
	c.list.Columns = []widget.Column{{Min: 20}}
	rows := []widget.Row{{ID: nowTurn, Cells: []string{env.T("duty.calls.now")}}}
	for _, s := range c.got.turns {
		key, tone := text.Key("duty.calls.turn"), theme.Normal
		if s.Seats > 0 {
			key, tone = "duty.calls.turn.empty", theme.Warn
		}
		day, instead := c.dayWord(s.Date), c.got.people[c.got.instead[s.ID]].Name
		if instead != "" {
			key += ".instead"
			tone = theme.Warn
		}
		rows = append(rows, widget.Row{ID: s.ID, Tone: tone, Cells: []string{env.T(key, "day", day, "from", s.Start, "to", s.End, "n", s.Seats, "for", instead)}})
	}
	c.list.SetRows(rows)
}

// dayWord is today or tomorrow in a word, else the date and the day of the week:
// on the phone a date is said, not a number of days.
func (c *Calls) dayWord(d model.Day) string {
	if d <= c.today()+1 {
		return c.env.Text.Relative(d, c.today())
	}
	return c.env.T("date.week_day", "day", c.env.Text.MonthDay(d), "weekday", c.env.Text.Weekday(d.Weekday()))
}

// rung words one person of the ladder.
func (c *Calls) rung(r shifts.Reserve) widget.Row {
	id := model.ID(r.Volunteer)
	v, env := c.got.people[id], c.env
	row := widget.Row{ID: r.Volunteer, Cells: []string{v.Name, c.number(v), c.why(r)}}
	for _, x := range c.got.out.Calls {
		if x.Volunteer != id {
			continue
		}
		row.Tone = theme.Muted
		answer := text.Key("duty.said." + x.Answer)
		switch x.Answer {
		case "":
			answer, row.Tone = "duty.said.ringing", theme.Warn
		case model.AnswerComing:
			row.Tone = theme.Good
		}
		row.Cells[2] = env.T(answer, "at", env.Text.Clock(x.At.In(env.Now().Location())))
	}
	return row
}

// number is masked until the one it belongs to is phoned.
func (c *Calls) number(v model.Volunteer) string {
	if full := c.phones[v.ID]; full != "" {
		return ident.GroupPhone(full)
	}
	if v.Phone == "" {
		return c.env.T("duty.calls.no_phone")
	}
	return ident.MaskPhone(v.Phone)
}

func (c *Calls) why(r shifts.Reserve) string {
	if r.Why.Code == "" {
		return ""
	}
	args := make([]any, 0, 2*len(r.Why.Args))
	for k, v := range r.Why.Args {
		args = append(args, k, v)
	}
	return c.env.T(text.Key(r.Why.Code), args...)
}

// View draws for what somebody is called, what stands in the way, the answers
// while a phone rings, and the ladder.
func (c *Calls) View(width, height int) screen.Block {
	switch {
	case c.form != nil:
		return c.form.sheet.View(c.env.Theme, width, height)
	case !c.ready:
		return widget.Fit(c.titled(width, c.env.T("duty.reading")), width, height)
	case c.turn == "":
		return c.view(c.titled(width, c.env.T("duty.calls.which")), width, height)
	}
	ringing, rings := c.got.out.Ringing()
	head := c.titled(width, c.subject(), c.state(ringing, rings))
	if !rings {
		return c.view(head, width, height)
	}
	_, c.at = widget.Size(head)
	rows := c.answer.Height(width - 4)
	choice := widget.Pad(c.answer.View(c.env.Theme, width-4, rows), 0, 2, 0, 2)
	return c.view(widget.Stack(head, choice, widget.Blank(width, 1)), width, height)
}

// subject tells for what somebody is called out.
func (c *Calls) subject() string {
	env, s := c.env, c.got.turn
	day := c.dayWord(s.Date)
	switch {
	case c.got.about.ID != "" && c.got.about.Dialect != "":
		return env.T("duty.calls.case.dialect", "no", c.got.about.No, "skill", env.T(text.Key("code.dialect."+c.got.about.Dialect)))
	case c.got.about.ID != "":
		return env.T("duty.calls.case", "no", c.got.about.No)
	case s.Weight == 0:
		return env.T("duty.calls.at_once")
	}
	return env.T(c.inPlace("duty.calls.for"), "day", day, "from", s.Start, "to", s.End, "for", c.got.out.ForName)
}

// state tells what goes on: whom the phone rings at, who is coming, or what
// stands in the way of the next call.
func (c *Calls) state(ringing model.PhoneCall, rings bool) string {
	env, loc := c.env, c.env.Now().Location()
	wait, _ := c.got.targets.Calling()
	if x, ok := c.got.out.Coming(); ok {
		return env.T(c.onRoster("duty.calls.coming"), "name", x.Name, "for", c.got.out.ForName, "at", env.Text.Clock(x.At.In(loc)))
	}
	if rings {
		next := ringing.At.Add(time.Duration(wait) * time.Minute)
		return env.T("duty.calls.ringing", "name", ringing.Name, "phone", c.number(c.got.people[ringing.Volunteer]),
			"at", env.Text.Clock(ringing.At.In(loc)), "next", env.Text.Clock(next.In(loc)))
	}
	for _, r := range c.got.rungs {
		switch p := c.rungOf(r); {
		case p == nil && env.Senior:
			return env.T("duty.calls.next", "name", c.got.people[model.ID(r.Volunteer)].Name, "why", c.why(r))
		case p == nil:
			return env.T("duty.calls.hint")
		case p.Code == "callout.quiet":
			return env.Text.Sentence(p)
		}
	}
	if len(c.got.out.Calls) == 0 {
		return "" // nobody can be phoned: the list says so
	}
	return env.T("duty.calls.all")
}
