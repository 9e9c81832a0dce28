package duty

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/service"
	"heshi/ui/sheet"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Timekeeper is what the page of hours asks of the store.
type Timekeeper interface {
	Served(ctx context.Context, from, to model.Day, now time.Time) ([]store.Served, error)
}

// Clerk makes and keeps the papers of the page.
type Clerk interface {
	// Maker writes in the words of a language.
	Maker(screen.Env) service.Maker
	// Print prints a certificate; where there is no printer it is saved. where
	// is the printer's name or the file's path.
	Print(ctx context.Context, env screen.Env, v store.Served, p service.Period) (where string, printed bool, err error)
	// Save writes the table of a period and returns where it is.
	Save(ctx context.Context, env screen.Env, list []store.Served, p service.Period, ending string) (path string, err error)
}

// Hours is the page of service hours: a period, everybody who served in it, and
// what can be handed out.
type Hours struct {
	page
	desk   Timekeeper
	clerk  Clerk
	period service.Period
	list   []store.Served
	ready  bool
	busy   bool
	one    *certificate
	form   *sheet.Sheet // another period
}

// Rows of the page that are no people.
const (
	csvRow    = "@csv"
	xlsxRow   = "@xlsx"
	periodRow = "@period"
)

// NewHours returns the page, on the month that runs.
func NewHours(env screen.Env, desk Timekeeper, clerk Clerk) *Hours {
	h := &Hours{page: newPage(env), desk: desk, clerk: clerk}
	h.period = service.Month(h.today())
	return h
}

type (
	hoursLoaded struct {
		asked int
		list  []store.Served
		err   error
	}
	handedOut struct {
		where   string
		printed bool
		err     error
	}
)

// Init reads what was served.
func (h *Hours) Init() tea.Cmd { return h.load() }

func (h *Hours) load() tea.Cmd {
	h.asked++
	asked, desk, p, now := h.asked, h.desk, h.period, h.env.Now()
	return func() tea.Msg {
		list, err := desk.Served(context.Background(), p.From, p.To, now)
		return hoursLoaded{asked, list, err}
	}
}

// Title is the heading.
func (h *Hours) Title() string {
	if h.one != nil {
		return h.env.T("duty.title.certificate", "name", h.one.who.Name)
	}
	return h.env.T("duty.title.hours")
}

// Topic is the page of the help about this screen.
func (*Hours) Topic() string { return "duty" }

// Typing reports that a day is being typed.
func (h *Hours) Typing() bool { return h.form != nil && h.form.Typing() }

// Dirty is never: the page changes nothing.
func (*Hours) Dirty() bool { return false }

// Keys lists what works here.
func (h *Hours) Keys() []keys.ID {
	switch {
	case h.form != nil:
		return h.form.Keys()
	case h.one != nil:
		return append([]keys.ID{keys.Print}, keys.Up, keys.Down, keys.PageUp, keys.PageDown, keys.First, keys.Last)
	}
	ids := append([]keys.ID{keys.Edit, keys.Left, keys.Right}, moves()...)
	return append(ids, keys.Digits(min(10, len(h.page.list.Rows)))...)
}

// Update takes keys, clicks and what the store answered.
func (h *Hours) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		h.dress(msg.Env)
		h.reword()
		h.refill()
	case screen.Changed, screen.Shown:
		return h, h.load()
	case hoursLoaded:
		return h, h.onLoaded(msg)
	case handedOut:
		return h, h.onHandedOut(msg)
	case screen.Do:
		return h, h.act(msg.ID)
	case screen.Click:
		return h, h.onClick(msg)
	case screen.Wheel:
		if h.one != nil {
			h.one.scroll(msg.Lines)
		} else {
			h.page.list.Wheel(msg.Lines)
		}
	case tea.PasteMsg:
		if h.form != nil {
			*h.form = h.form.Update(h.env.Keys, msg)
		}
	case tea.KeyPressMsg:
		return h, h.key(msg)
	}
	return h, nil
}

func (h *Hours) onLoaded(msg hoursLoaded) tea.Cmd {
	if msg.asked != h.asked {
		return nil
	}
	if msg.err != nil {
		return failed(msg.err)
	}
	h.list, h.ready = msg.list, true
	h.refill()
	if h.one != nil { // its hours may have changed
		h.look(h.one.who.Volunteer)
	}
	return nil
}

func (h *Hours) key(msg tea.KeyPressMsg) tea.Cmd {
	switch {
	case h.form != nil:
		if _, ok := h.env.Keys.Match(msg, keys.Back); ok {
			return h.act(keys.Back)
		}
		*h.form = h.form.Update(h.env.Keys, msg)
		return h.afterForm()
	case h.one != nil:
		if id, ok := h.env.Keys.Match(msg, append(h.Keys(), keys.Back)...); ok {
			return h.act(id)
		}
		return nil
	}
	id, row := h.press(msg, keys.Edit, keys.Left, keys.Right)
	if id != "" {
		return h.act(id)
	}
	return h.open(row)
}

func (h *Hours) act(id keys.ID) tea.Cmd {
	switch {
	case h.form != nil && id == keys.Back:
		if !h.form.Back() {
			h.form = nil
		}
		return nil
	case h.form != nil:
		*h.form = h.form.Do(id)
		return h.afterForm()
	case h.one != nil:
		return h.onOne(id)
	}
	switch id {
	case keys.Back:
		return screen.Send(screen.Back{})
	case keys.Edit:
		return h.open(periodRow)
	case keys.Left:
		return h.show(service.Month(h.period.From - 1))
	case keys.Right:
		return h.show(service.Month(service.Month(h.period.From).To + 1))
	}
	return h.open(h.do(id))
}

func (h *Hours) show(p service.Period) tea.Cmd {
	h.period = p
	return h.load()
}

// open looks at the certificate of a row, or does what else it says.
func (h *Hours) open(row string) tea.Cmd {
	switch row {
	case "":
	case csvRow, xlsxRow:
		return h.save(row[1:])
	case periodRow:
		h.form = h.newForm()
	default:
		h.look(row)
	}
	return nil
}

func (h *Hours) onClick(c screen.Click) tea.Cmd {
	switch {
	case h.form != nil:
		*h.form = h.form.Click(h.env.Theme, c.Width, c.Height, c.X, c.Y)
		return h.afterForm()
	case h.one != nil:
		return nil
	}
	return h.open(h.click(c))
}

func (h *Hours) save(ending string) tea.Cmd {
	if h.busy || !h.ready {
		return nil
	}
	h.busy = true
	clerk, env, list, p := h.clerk, h.env, h.list, h.period
	return func() tea.Msg {
		path, err := clerk.Save(context.Background(), env, list, p, "."+ending)
		return handedOut{where: path, err: err}
	}
}

func (h *Hours) onHandedOut(msg handedOut) tea.Cmd {
	h.busy = false
	switch {
	case msg.err != nil:
		return failed(msg.err)
	case msg.printed:
		return notice(h.env.T("duty.hours.printed", "printer", msg.where))
	}
	return notice(h.env.T("duty.hours.saved", "path", msg.where))
}

// refill lists who served, and what can be handed out.
func (h *Hours) refill() {
	env, l := h.env, &h.page.list
	l.Columns = []widget.Column{{Min: 10}, {Width: 8, Right: true}, {Width: 16, Right: true}, {Width: 14, Drop: 1}}
	if env.Senior {
		l.Columns = []widget.Column{{Min: 10}, {Width: 16, Right: true}}
	}
	cells := func(name, times, served, doubt string) []string {
		if env.Senior {
			return []string{name, served}
		}
		return []string{name, times, served, doubt}
	}
	var rows []widget.Row
	for _, v := range h.list {
		row := widget.Row{ID: v.Volunteer}
		doubt := ""
		if n := len(v.Doubtful); n > 0 {
			row.Tone, doubt = theme.Warn, env.T("duty.hours.doubt", "n", n)
		}
		row.Cells = cells(v.Name, env.T("duty.hours.times", "n", v.Turns), minutes(env, v.Minutes), doubt)
		rows = append(rows, row)
	}
	for _, id := range []string{periodRow, xlsxRow, csvRow} {
		if id == periodRow || len(h.list) > 0 {
			rows = append(rows, widget.Row{ID: id, Tone: theme.Muted, Cells: cells(env.T(rowKey(id)), "", "", "")})
		}
	}
	l.SetRows(rows)
}

// View draws the period and who served, or a certificate.
func (h *Hours) View(width, height int) screen.Block {
	switch {
	case h.form != nil:
		return h.form.View(h.env.Theme, width, height)
	case h.one != nil:
		return h.one.view(h.env, width, height)
	case !h.ready:
		return widget.Fit(h.titled(width, h.env.T("duty.reading")), width, height)
	}
	all := 0
	for _, v := range h.list {
		all += v.Minutes
	}
	sum, hint := h.env.T("duty.hours.all", "n", len(h.list), "time", minutes(h.env, all)), h.env.T("duty.hours.hint")
	if len(h.list) == 0 {
		sum, hint = h.env.T("duty.hours.nobody"), h.env.T("duty.hours.other")
	}
	return h.view(h.titled(width, h.env.T("duty.hours.period", "from", h.period.From, "to", h.period.To), sum, hint), width, height)
}

// look opens the certificate of somebody who served.
func (h *Hours) look(volunteer string) {
	i := slices.IndexFunc(h.list, func(v store.Served) bool { return v.Volunteer == volunteer })
	if i < 0 {
		h.one = nil
		return
	}
	top := 0
	if h.one != nil {
		top = h.one.top
	}
	h.one = &certificate{who: h.list[i], period: h.period, maker: h.clerk.Maker(h.env), top: top}
}
