package station

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/check"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/paper"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// CheckDesk is what the self-check asks of the store.
type CheckDesk interface {
	Checks(context.Context) ([]model.SelfCheck, error)
	AddCheck(context.Context, store.By, model.SelfCheck) (model.SelfCheck, error)
	EditCheck(context.Context, store.By, model.SelfCheck) (model.SelfCheck, error)
	CheckFacts(ctx context.Context, now time.Time) (check.Facts, error)
	sheet.Drafts
}

// CheckSupply is what comes with the program.
type CheckSupply interface {
	// Items is the list of what a standard station has.
	Items() (check.List, error)
	// Print keeps a paper, with its footer in these words, and returns where.
	Print(d paper.Document, words *text.Catalogue, large bool) (string, error)
}

// Check is the page of the self-check: the items with their answers, one item
// at a time, and the checks before.
type Check struct {
	env   screen.Env
	desk  CheckDesk
	from  CheckSupply
	drawn *widget.Spot // the size last drawn. View leaves it here.

	list   check.List
	checks []model.SelfCheck // oldest first
	at     int               // the one that shows
	ready  bool
	asked  int
	saving bool
	held   []tea.Msg // keys pressed while an answer is being kept

	rows  widget.List // ids are item ids; headings have none
	start widget.Choice
	item  string // the item that is asked; "" while the list shows
	menu  widget.Choice
	note  *sheet.Sheet // the evidence being written
	keeps sheet.Keeper // what is typed there outlives the program
}

// NewCheck returns the page.
func NewCheck(env screen.Env, desk CheckDesk, from CheckSupply) *Check {
	c := &Check{env: env, desk: desk, from: from, drawn: &widget.Spot{X: 80, Y: 22}}
	c.rows.Focus()
	c.reword()
	return c
}

// Messages of the page.
type (
	checked struct { // what the store knows
		asked  int
		list   check.List
		checks []model.SelfCheck
		err    error
	}
	kept struct { // the store has taken a check
		check model.SelfCheck
		fresh bool
		next  bool // go on to the next item
		err   error
	}
	printed struct {
		path string
		err  error
	}
	printAs  struct{ large bool }
	keepNote struct{}
	dropNote struct{}
)

// Init reads the checks so far.
func (c *Check) Init() tea.Cmd { return c.load() }

func (c *Check) load() tea.Cmd {
	c.asked++
	desk, from, asked := c.desk, c.from, c.asked
	return func() tea.Msg {
		m := checked{asked: asked}
		if m.list, m.err = from.Items(); m.err == nil {
			m.checks, m.err = desk.Checks(context.Background())
		}
		return m
	}
}

func (c *Check) onChecked(m checked) tea.Cmd {
	if m.asked != c.asked || c.saving { // after saving it is read anew
		return nil
	}
	if m.err != nil {
		return screen.Send(screen.Failed{Err: m.err})
	}
	last := !c.ready || c.at == len(c.checks)-1
	c.list, c.checks, c.ready = m.list, m.checks, true
	if last || c.at >= len(c.checks) {
		c.at = len(c.checks) - 1
	}
	c.refill()
	return nil
}

// shown is the check that shows, false when there is none.
func (c *Check) shown() (model.SelfCheck, bool) {
	if c.at < 0 || c.at >= len(c.checks) {
		return model.SelfCheck{}, false
	}
	return c.checks[c.at], true
}

// reword gives the page the words of the present language and layout.
func (c *Check) reword() {
	c.start = widget.NewMenu(c.env.Senior, widget.Option{Value: "start", Label: c.env.T("check.start")})
	if c.note != nil {
		c.note.Reword(c.env.Text, c.env.Senior, c.question())
	}
	c.rows.Spaced = c.env.Senior
	c.refill()
	c.ask(c.item)
}

// refill lists the items under the headings of their groups.
func (c *Check) refill() {
	var rows []widget.Row
	for _, g := range check.Groups() {
		rows = append(rows, widget.Row{Whole: true, Cells: []string{c.env.T(text.Key("check.group." + g))}})
		for _, it := range c.list.Items {
			if it.Group == g {
				rows = append(rows, widget.Row{ID: it.ID})
			}
		}
	}
	c.rows.SetRows(rows)
	if c.rows.Index() == 0 && len(rows) > 1 {
		c.rows.Select(1)
	}
}

// ask shows one item; "" shows the list.
func (c *Check) ask(id string) {
	was := c.item
	c.item = id
	if id == "" {
		return
	}
	for i, r := range c.rows.Rows {
		if r.ID == id {
			c.rows.Select(i)
		}
	}
	at := max(0, c.menu.Index())
	c.menu = widget.NewMenu(c.env.Senior)
	for _, a := range append(model.CheckAnswers(), "note") {
		c.menu.Options = append(c.menu.Options, widget.Option{Value: a, Label: c.env.T(text.Key("check.answer." + a))})
	}
	if was != id {
		at = 0
	}
	c.menu.SetValues(c.menu.Options[at].Value)
}

// next is the item after one, "" after the last.
func (c *Check) next(id string) string {
	for i, it := range c.list.Items {
		if it.ID == id && i+1 < len(c.list.Items) {
			return c.list.Items[i+1].ID
		}
	}
	return ""
}

// find returns an item of the list.
func (c *Check) find(id string) check.Item {
	for _, it := range c.list.Items {
		if it.ID == id {
			return it
		}
	}
	return check.Item{}
}

func (c *Check) by() store.By {
	p := c.env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: c.env.Now()}
}

// begin starts a new check: what the store can tell is filled in.
func (c *Check) begin() tea.Cmd {
	if c.saving || !c.ready {
		return nil
	}
	c.saving = true
	desk, by, list, now := c.desk, c.by(), c.list, c.env.Now()
	return func() tea.Msg {
		f, err := desk.CheckFacts(context.Background(), now)
		if err != nil {
			return kept{err: err}
		}
		done, err := desk.AddCheck(context.Background(), by, list.Begin(f))
		return kept{check: done, fresh: true, err: err}
	}
}

// answer keeps the answer to the item that is asked; "" keeps the one it has.
func (c *Check) answer(answer, note string, next bool) tea.Cmd {
	now, ok := c.shown()
	switch {
	case c.saving || !ok:
		return nil
	case c.at != len(c.checks)-1:
		return screen.Send(screen.Notice{Bad: true, Text: c.env.T("check.old")})
	}
	changed, err := c.list.Answer(now, c.item, answer, note)
	if err != nil {
		return screen.Send(screen.Failed{Err: err})
	}
	c.saving = true
	desk, by, keeper := c.desk, c.by(), c.keeps
	return func() tea.Msg {
		done, err := sheet.Save(keeper, by, func(by store.By) (model.SelfCheck, error) {
			return desk.EditCheck(context.Background(), by, changed)
		})
		return kept{check: done, next: next, err: err}
	}
}

// onKept goes on after an answer was kept, with the keys pressed meanwhile.
func (c *Check) onKept(m kept) tea.Cmd {
	c.saving = false
	cmds := []tea.Cmd{c.afterKept(m)}
	held := c.held
	c.held = nil
	for _, msg := range held {
		cmds = append(cmds, c.take(msg))
	}
	return screen.Batch(cmds...)
}

func (c *Check) afterKept(m kept) tea.Cmd {
	var stale *store.Stale[model.SelfCheck]
	if errors.As(m.err, &stale) {
		return screen.Batch(screen.Send(screen.Failed{Err: m.err}), c.load())
	}
	if m.err != nil {
		return screen.Batch(screen.Send(screen.Failed{Err: m.err}), c.load())
	}
	dropped := c.closeNote()
	if m.fresh {
		c.checks = append(c.checks[:len(c.checks):len(c.checks)], m.check)
		c.at = len(c.checks) - 1
		c.refill()
		return screen.Batch(dropped, c.load())
	}
	c.checks = append([]model.SelfCheck{}, c.checks...)
	for i := range c.checks {
		if c.checks[i].ID == m.check.ID {
			c.checks[i] = m.check
		}
	}
	if m.next {
		c.ask(c.next(c.item))
	}
	return screen.Batch(dropped, c.load())
}

// Update takes a message.
func (c *Check) Update(msg tea.Msg) (screen.Screen, tea.Cmd) { return c, c.take(msg) }

func (c *Check) take(msg tea.Msg) tea.Cmd {
	if c.saving {
		switch msg.(type) {
		case tea.KeyPressMsg, tea.PasteMsg, screen.Do, screen.Click:
			c.held = append(c.held, msg)
			return nil
		}
	}
	switch msg := msg.(type) {
	case screen.EnvChanged:
		c.env = msg.Env
		c.reword()
	case checked:
		return c.onChecked(msg)
	case kept:
		return c.onKept(msg)
	case printAs:
		return c.print(msg.large)
	case printed:
		if msg.err != nil {
			return screen.Send(screen.Failed{Err: msg.err})
		}
		return screen.Send(screen.Notice{Text: c.env.T("check.printed", "file", msg.path)})
	case keepNote:
		return c.saveNote()
	case dropNote:
		return c.closeNote()
	case screen.Changed, screen.Shown:
		return c.load()
	case screen.Do:
		return c.act(msg.ID)
	case screen.Click:
		return c.click(msg)
	case screen.Wheel:
		if c.item == "" {
			c.rows.Wheel(msg.Lines)
		}
	case tea.PasteMsg:
		if c.note != nil {
			return c.write(msg)
		}
	case tea.KeyPressMsg:
		return c.press(msg)
	}
	if c.note == nil {
		return nil
	}
	cmd, _ := c.keeps.Take(msg, c.note, c.env)
	return cmd
}

func (c *Check) press(msg tea.KeyPressMsg) tea.Cmd {
	if c.note != nil {
		if _, ok := c.env.Keys.Match(msg, keys.Back); ok {
			return c.leaveNote()
		}
		return c.write(msg)
	}
	ids := append(c.Keys(), keys.Back)
	if id, ok := c.env.Keys.Match(msg, ids...); ok {
		return c.act(id)
	}
	return nil
}

// Topic is the page of the help about this screen.
func (*Check) Topic() string { return "report" }

// Title is the heading.
func (c *Check) Title() string { return c.env.T("station.page.check") }

// Typing reports whether the evidence is being written.
func (c *Check) Typing() bool { return c.note != nil && c.note.Typing() }

// Dirty reports whether evidence was typed that is not kept.
func (c *Check) Dirty() bool {
	return c.note != nil && len(c.note.Changed()) > 0 && !c.keeps.Kept(*c.note)
}

// Keys lists what works here.
func (c *Check) Keys() []keys.ID {
	switch {
	case c.note != nil:
		return c.note.Keys()
	case !c.ready:
		return nil
	case len(c.checks) == 0:
		return []keys.ID{keys.Digit(1), keys.Open, keys.Add}
	case c.item != "":
		return append([]keys.ID{keys.Open, keys.Edit, keys.Up, keys.Down}, keys.Digits(len(c.menu.Options))...)
	}
	return []keys.ID{
		keys.Open, keys.Add, keys.Print, keys.CheckBefore, keys.CheckAfter,
		keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last,
	}
}
