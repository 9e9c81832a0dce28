// Package home is the first screen: what day it is, who sits here, what needs
// somebody today, and a menu by digits.
package home

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// Desk is what home asks of the store.
type Desk interface {
	Due(ctx context.Context, limit int) (rows []store.Due, open int, err error)
	Drafts(ctx context.Context, prefix string) ([]store.Draft, error)
	// Case returns a case by id or number.
	Case(ctx context.Context, ref string) (model.Case, error)
	// Targets tell when the station is open: alarms wait until then.
	Targets(ctx context.Context) (model.Targets, error)
	OnDuty(ctx context.Context, now time.Time) ([]store.Present, error)
	// Head is the number of the last event; 0 is a station nobody used yet.
	Head() uint64
	// Indexing says how many of how many records can be found so far, while the
	// index is made again: what is due is known when it is whole; all is 0 then.
	Indexing() (made, all int)
	// Grown waits until more than so many can be found, or the index is whole.
	Grown(ctx context.Context, made int) error
}

// drafts is where intake keeps what was typed and not yet saved, whoever typed
// it: a shift hands on to the next.
const drafts = "intake/"

// maxDue is how many cases home fetches: more than any window shows.
const maxDue = 60

// Home is the screen.
type Home struct {
	env    screen.Env
	desk   Desk
	menu   widget.Choice
	list   widget.List
	rows   []store.Due
	open   int
	drafts int
	forms  []begun
	duty   []store.Present
	aims   model.Targets
	making making
	fresh  bool // nobody used this station yet
	ready  bool // the list was read once
	seq    int  // of the load under way; an older answer is dropped
	due    bool // senior mode: the list is shown instead of the menu
}

// New returns the home screen.
func New(env screen.Env, desk Desk) *Home {
	h := &Home{desk: desk}
	h.setEnv(env)
	return h
}

// menu names the lines of the menu. What the ODR platform sent is not among
// them: a mediator of a park station works there all day, everybody else finds it
// with the shops.
func menu() []keys.ID {
	return []keys.ID{keys.NewComplaint, keys.NewConsultation, keys.Find, keys.Returns, keys.Roster, keys.Shops, keys.Station, keys.Person}
}

// entries are the lines of the menu. Senior mode leaves out what a volunteer
// rarely needs (F4 and Ctrl+K still lead there), so that five choices remain: in
// the place of the rosters, which are the coordinator's, whoever comes signs in.
func (h *Home) entries() []keys.ID {
	if h.env.Senior {
		return append(menu()[:4], keys.Duty)
	}
	return menu()
}

func (h *Home) setEnv(env screen.Env) {
	h.env = env
	var options []widget.Option
	for _, id := range h.entries() {
		options = append(options, widget.Option{Value: string(id), Label: env.T(text.Key("home." + string(id)))})
	}
	if env.Senior {
		options = append(options, widget.Option{Value: dueOption, Label: env.T("home.due_menu", "n", h.counted())})
	}
	h.menu = widget.NewMenu(env.Senior, options...)
	if !env.Senior {
		h.due = false
		h.menu.Blur()
	}
	h.list.Header = !env.Senior
	h.list.Spaced = env.Senior
	h.list.Digits = env.Senior
	h.list.Empty = env.T("home.nothing_due")
	switch {
	case h.fresh && !env.Senior: // senior mode's menu has no line with the first steps
		h.list.Empty = env.T("home.new_station")
	case h.making.all > 0:
		h.list.Empty = env.T("home.remade", "made", h.making.made, "all", h.making.all)
	}
	h.list.Focus()
	h.list.SetRows(lines(env, h.rows))
}

// counted is how many cases are open; past what was counted it says so, and
// while that is not known.
func (h *Home) counted() any {
	if h.making.all > 0 {
		return "…"
	}
	if h.open >= store.DueCounted {
		return h.env.Text.Count(h.open) + "+"
	}
	return h.open
}

// dueOption is senior mode's way to the list.
const dueOption = "due"

// loaded is what the store answered.
type loaded struct {
	seq    int
	rows   []store.Due
	open   int
	drafts int
	forms  []begun
	duty   []store.Present
	aims   model.Targets
	fresh  bool
	making
	err error
}

// making says how many of how many records can be found, while the index is made
// again; all is 0 when it is whole.
type making struct{ made, all int }

// grown says that more can be found.
type grown struct{}

// await waits for more of the index.
func (h *Home) await() tea.Cmd {
	desk, made := h.desk, h.making.made
	return func() tea.Msg {
		if desk.Grown(context.Background(), made) != nil {
			return nil
		}
		return grown{}
	}
}

func (h *Home) load() tea.Cmd {
	h.seq++
	seq, desk, now := h.seq, h.desk, h.env.Now()
	by := flow.Actor{ID: h.env.Person.ID, Name: h.env.Person.Name, Role: h.env.Person.Role}
	return func() tea.Msg {
		l := loaded{seq: seq, fresh: desk.Head() == 0}
		if l.made, l.all = desk.Indexing(); l.all == 0 {
			l.rows, l.open, l.err = desk.Due(context.Background(), maxDue)
		}
		if l.err != nil {
			return l
		}
		ctx := context.Background()
		typed, err := desk.Drafts(ctx, drafts)
		l.drafts = len(typed)
		var err2, err3, err4 error
		l.forms, err2 = begunForms(ctx, desk, by)
		l.duty, err3 = desk.OnDuty(ctx, now)
		l.aims, err4 = desk.Targets(ctx)
		l.err = errors.Join(err, err2, err3, err4)
		return l
	}
}

// Init loads what is due.
func (h *Home) Init() tea.Cmd { return h.load() }

// Update takes keys, clicks and what the store answered.
func (h *Home) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		same := h.env.Person.ID == msg.Env.Person.ID
		h.setEnv(msg.Env)
		if same {
			return h, nil
		}
		return h, h.load()
	case screen.Shown, screen.Changed, grown:
		return h, h.load()
	case loaded:
		return h, h.onLoaded(msg)
	case tea.KeyPressMsg:
		return h, h.key(msg)
	case screen.Do:
		return h, h.do(msg.ID)
	case screen.Click:
		return h, h.click(msg)
	case screen.Wheel:
		h.list.Wheel(msg.Lines)
	}
	return h, nil
}

func (h *Home) onLoaded(l loaded) tea.Cmd {
	if l.seq != h.seq && h.ready { // the first answer is taken in any case: others may never cease to write
		return nil
	}
	if l.err != nil {
		return screen.Send(screen.Failed{Err: l.err})
	}
	h.ready, h.making, h.fresh = true, l.making, l.fresh
	h.rows, h.open, h.drafts, h.forms, h.duty, h.aims = l.rows, l.open, l.drafts, l.forms, l.duty, l.aims
	at := h.menu.Index()
	h.setEnv(h.env)
	h.menu, _ = moved(h.menu, at)
	if h.making.all > 0 {
		return h.await()
	}
	return nil
}

// moved puts the arrows of a new menu where they were.
func moved(c widget.Choice, at int) (widget.Choice, tea.Cmd) {
	for range at {
		c, _ = c.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	}
	return c, nil
}

func (h *Home) key(msg tea.KeyPressMsg) tea.Cmd {
	if id, ok := h.env.Keys.Match(msg, append(h.own(), keys.Back)...); ok {
		return h.do(id)
	}
	if h.env.Senior && !h.due {
		h.menu, _ = h.menu.Update(msg)
		return h.picked()
	}
	h.list, _ = h.list.Update(msg)
	return h.opened()
}

// picked goes where the menu points.
func (h *Home) picked() tea.Cmd {
	o, ok := h.menu.Picked()
	if !ok {
		return nil
	}
	if o.Value == dueOption {
		h.due = true
		return nil
	}
	return h.do(keys.ID(o.Value))
}

func (h *Home) opened() tea.Cmd {
	row, ok := h.list.Opened()
	if !ok {
		return nil
	}
	return screen.Send(screen.OpenCase{ID: model.ID(row.ID)})
}

func (h *Home) do(id keys.ID) tea.Cmd {
	n, digit := keys.Number(id)
	if digit && h.env.Senior && h.due {
		h.list, _ = h.list.Update(tea.KeyPressMsg{Code: rune('0' + n), Text: string(rune('0' + n))})
		return h.opened()
	}
	if digit && n > 0 && n <= len(h.entries()) {
		return lead(h.entries()[n-1])
	}
	if id == keys.Back || id == keys.Home {
		h.due = false
		return nil
	}
	if id == keys.Open {
		h.list, _ = h.list.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		return h.opened()
	}
	return lead(id)
}

// lead asks for the part of the desk that a key leads to; nil when it leads
// nowhere.
func lead(id keys.ID) tea.Cmd {
	if id == keys.Person {
		return screen.Send(screen.OpenPeople{})
	}
	for _, p := range screen.Places() {
		if p.ID == id {
			return screen.Send(p.Open)
		}
	}
	return nil
}

// own are the bindings home answers itself; the rest moves menu or list.
func (h *Home) own() []keys.ID {
	ids := []keys.ID{keys.NewComplaint, keys.NewConsultation, keys.Find, keys.Returns, keys.Duty, keys.Roster, keys.Shops, keys.Platform, keys.Station}
	if h.env.Senior {
		return ids
	}
	return append(ids, keys.Digits(len(h.entries()))...)
}

// Waiting reports that what is due has not been read yet, so that Enter would
// open nothing.
func (h *Home) Waiting() bool { return !h.ready }

// Topic is the page of the help about this screen.
func (*Home) Topic() string { return "home" }

// Title is the station's name.
func (h *Home) Title() string { return h.env.Station.Name }

// Keys lists what works here.
func (h *Home) Keys() []keys.ID {
	ids := []keys.ID{keys.NewComplaint, keys.NewConsultation, keys.Find, keys.Returns, keys.Duty, keys.Roster, keys.Shops, keys.Platform, keys.Station}
	if len(h.rows) > 0 && (!h.env.Senior || h.due) {
		ids = append(ids, keys.Open)
	}
	return append(ids, keys.Digits(len(h.entries()))...)
}

// Typing is never: home has no text field.
func (h *Home) Typing() bool { return false }

// Dirty is never: home holds nothing typed.
func (h *Home) Dirty() bool { return false }
