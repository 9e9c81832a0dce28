package duty

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/ident"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// HandOver is what the page since the last duty asks of the store.
type HandOver interface {
	Volunteer(ctx context.Context, ref string) (model.Volunteer, error)
	Actor(context.Context, model.Volunteer) (model.ID, error)
	Person(ctx context.Context, ref string) (model.Person, error)
	Missed(ctx context.Context, volunteer model.ID, name string, now time.Time) (store.Missed, error)
}

// Since is the page shown at sign-in: what happened since somebody's last duty.
// Every line opens its case.
type Since struct {
	page
	desk   HandOver
	who    model.ID
	name   string
	person *model.Person // he may take the desk over
	missed store.Missed
	ready  bool
}

// NewSince returns the page for one volunteer.
func NewSince(env screen.Env, desk HandOver, volunteer model.ID) *Since {
	s := &Since{page: newPage(env), desk: desk, who: volunteer}
	s.refill()
	return s
}

type missedLoaded struct {
	asked  int
	name   string
	person *model.Person
	missed store.Missed
	err    error
}

// Init reads what happened.
func (s *Since) Init() tea.Cmd { return s.load() }

func (s *Since) load() tea.Cmd {
	s.asked++
	asked, desk, who, now := s.asked, s.desk, s.who, s.env.Now()
	return func() tea.Msg {
		ctx, out := context.Background(), missedLoaded{asked: asked}
		v, err := desk.Volunteer(ctx, string(who))
		if err == nil {
			out.name = v.Name
			out.person, err = personOf(ctx, desk, v)
		}
		if err == nil {
			out.missed, err = desk.Missed(ctx, who, nameAtDesk(v, out.person), now)
		}
		out.err = err
		return out
	}
}

// personOf is who a volunteer is among the people of the desk; nil is nobody,
// or somebody who may not be picked.
func personOf(ctx context.Context, desk HandOver, v model.Volunteer) (*model.Person, error) {
	id, err := desk.Actor(ctx, v)
	if err != nil || id == "" {
		return nil, err
	}
	p, err := desk.Person(ctx, string(id))
	if err != nil || p.Disabled {
		return nil, err
	}
	return &p, nil
}

func nameAtDesk(v model.Volunteer, p *model.Person) string {
	if p != nil {
		return p.Name
	}
	return v.Name
}

// Waiting reports that the store has not answered yet: keys are held.
func (s *Since) Waiting() bool { return !s.ready }

// Title is the heading.
func (s *Since) Title() string { return s.env.T("duty.title.since") }

// Topic is the page of the help about this screen.
func (*Since) Topic() string { return "duty" }

// Typing is never: the page has no text field.
func (*Since) Typing() bool { return false }

// Dirty is never: the page holds nothing typed.
func (*Since) Dirty() bool { return false }

// Keys lists what works here.
func (s *Since) Keys() []keys.ID {
	ids := append([]keys.ID{}, moves()...)
	if s.mayTake() {
		ids = append([]keys.ID{keys.TakeDesk}, ids...)
	}
	return append(ids, keys.Digits(min(10, len(s.list.Rows)))...)
}

// mayTake reports whether the desk may be taken over by who signed in.
func (s *Since) mayTake() bool { return s.person != nil && s.person.ID != s.env.Person.ID }

// Update takes keys, clicks and what the store answered.
func (s *Since) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.dress(msg.Env)
		s.refill()
	case screen.Changed, screen.Shown:
		return s, s.load()
	case missedLoaded:
		if msg.asked != s.asked {
			return s, nil
		}
		if msg.err != nil {
			return s, failed(msg.err)
		}
		s.name, s.person, s.missed, s.ready = msg.name, msg.person, msg.missed, true
		s.refill()
	case screen.Do:
		return s, s.act(msg.ID)
	case screen.Click:
		return s, s.open(s.click(msg))
	case screen.Wheel:
		s.list.Wheel(msg.Lines)
	case tea.KeyPressMsg:
		id, row := s.press(msg, keys.TakeDesk)
		if id != "" {
			return s, s.act(id)
		}
		return s, s.open(row)
	}
	return s, nil
}

func (s *Since) act(id keys.ID) tea.Cmd {
	switch id {
	case keys.Back:
		return screen.Send(screen.Back{})
	case keys.TakeDesk:
		if s.mayTake() {
			return screen.Send(screen.PersonPicked{Person: *s.person})
		}
		return nil
	}
	return s.open(s.do(id))
}

// takeRow is the line that takes the desk over.
const takeRow = "@take"

func (s *Since) open(row string) tea.Cmd {
	switch {
	case row == takeRow:
		return s.act(keys.TakeDesk)
	case row == "" || row[0] == '@':
		return nil
	}
	id, _, _ := cutRow(row)
	return screen.Send(screen.OpenCase{ID: model.ID(id)})
}

// View draws what happened.
func (s *Since) View(width, height int) screen.Block {
	if !s.ready {
		return widget.Fit(s.titled(width, s.env.T("duty.reading")), width, height)
	}
	last := s.env.T("duty.since.first", "name", s.name)
	if x := s.missed.Last; x.ID != "" {
		last = s.env.T("duty.since.last", "name", s.name, "when", s.env.Text.Since(x.In.In(s.env.Now().Location()), s.env.Now()))
	}
	more := ""
	if s.missed.Cut {
		more = s.env.T("duty.since.cut")
	}
	return s.view(widget.Stack(s.titled(width, last, more), s.diary(width)), width, height)
}

// diary is the newest lines of the diary, wrapped: they are why the page is
// read.
func (s *Since) diary(width int) widget.Block {
	lines, th := s.missed.Diary, s.env.Theme
	if most := 3; s.env.Senior {
		lines = lines[:min(1, len(lines))]
	} else {
		lines = lines[:min(most, len(lines))]
	}
	var rows []widget.Block
	for _, x := range lines {
		said := s.env.T("duty.since.diary", "name", x.Name, "when", s.env.Text.Since(x.Out.In(s.env.Now().Location()), s.env.Now()), "line", x.Diary)
		rows = append(rows, widget.Pad(widget.Para(th.Strong, said, width-4), 0, 2, 0, 2), widget.Blank(width, 1))
	}
	return widget.Stack(rows...)
}

// refill lists what happened, what needs an answer first: why it is here, when,
// whom it is about.
func (s *Since) refill() {
	env := s.env
	s.list.Empty = env.T("duty.since.nothing")
	var rows []widget.Row
	if s.mayTake() {
		rows = append(rows, widget.Row{ID: takeRow, Tone: theme.Strong, Cells: []string{env.T("duty.row.take"), "", s.person.Name, ""}})
	}
	for i, r := range s.missed.Offered {
		rows = append(rows, s.line("offered", i, theme.Warn, r, env.T("duty.since.offered"), ""))
	}
	for i, p := range s.missed.Promised {
		rows = append(rows, s.line("promised", i, toneOf(p.By, s.today()), p.Row, p.What, env.Text.Relative(p.By, s.today())))
	}
	for i, a := range s.missed.Answers {
		rows = append(rows, s.line("answer", i, theme.Good, a.Row, env.T(text.Key("event."+a.Kind)), s.when(a.At)))
	}
	for i, d := range s.missed.Due {
		rows = append(rows, s.line("due", i, toneOf(d.Due, s.today()), d.Row, env.T(text.Key("due_for."+string(d.Why))), s.late(d.Due)))
	}
	for i, r := range s.news() {
		rows = append(rows, s.line("added", i, theme.Normal, r, env.T("duty.since.new"), s.when(r.At)))
	}
	when := 0
	for _, r := range rows {
		when = max(when, min(16, widget.Width(r.Cells[1])))
	}
	s.list.Columns = []widget.Column{{Width: 24, Snug: true}, {Width: when}, {Min: 14}, {Width: 20, Drop: 1}}
	s.list.SetRows(rows)
}

func (s *Since) when(at time.Time) string {
	return s.env.Text.Since(at.In(s.env.Now().Location()), s.env.Now())
}

// news is what was registered and is not among what is due.
func (s *Since) news() []find.Row {
	return slices.DeleteFunc(slices.Clone(s.missed.Added), func(r find.Row) bool {
		return slices.ContainsFunc(s.missed.Due, func(d store.Due) bool { return d.ID == r.ID })
	})
}

// late tells how long ago something fell due.
func (s *Since) late(day model.Day) string {
	if day == s.today() {
		return s.env.T("home.today")
	}
	return s.env.T("home.overdue", "n", int(s.today()-day))
}

func toneOf(day, today model.Day) theme.Tone {
	switch {
	case day < today:
		return theme.Bad
	case day == today:
		return theme.Warn
	}
	return theme.Normal
}

// line words one case; its name is masked.
func (s *Since) line(kind string, i int, tone theme.Tone, r find.Row, what, when string) widget.Row {
	about := ident.MaskName(r.Name)
	if r.Shop != "" && about != "" {
		about = padded(about, 6)
	}
	return widget.Row{ID: string(r.ID) + "/" + kind + itoa(i), Tone: tone, Cells: []string{what, when, about + r.Shop, r.No}}
}
