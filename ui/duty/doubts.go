package duty

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// Corrector is what the page of doubtful stays asks of the store.
type Corrector interface {
	OpenStints(context.Context) ([]model.Stint, error)
	CorrectStint(ctx context.Context, by store.By, id model.ID, in, out time.Time, reason string) (model.Stint, error)
	sheet.Drafts
}

// Doubts is the page of stays that cannot count yet, because nobody signed out.
// A coordinator corrects them, with the reason.
type Doubts struct {
	page
	desk  Corrector
	list  []model.Stint
	ready bool
	busy  bool
	at    model.Stint // the stay that is corrected
	form  *sheet.Sheet
	keeps sheet.Keeper // what is typed into it outlives the program
}

// NewDoubts returns the page.
func NewDoubts(env screen.Env, desk Corrector) *Doubts {
	return &Doubts{page: newPage(env), desk: desk}
}

type (
	doubtsLoaded struct {
		asked int
		list  []model.Stint
		err   error
	}
	corrected struct {
		stint model.Stint
		err   error
	}
	saveCorrection struct{}
	dropCorrection struct{}
)

// Init reads the stays that were not ended.
func (d *Doubts) Init() tea.Cmd { return d.load() }

func (d *Doubts) load() tea.Cmd {
	d.asked++
	asked, desk, now := d.asked, d.desk, d.env.Now()
	return func() tea.Msg {
		open, err := desk.OpenStints(context.Background())
		list := slices.DeleteFunc(open, func(x model.Stint) bool { return shifts.Doubt(x, now) == "" })
		return doubtsLoaded{asked, list, err}
	}
}

// Title is the heading.
func (d *Doubts) Title() string { return d.env.T("duty.title.doubts") }

// Topic is the page of the help about this screen.
func (*Doubts) Topic() string { return "duty" }

// Typing reports that a correction is being typed.
func (d *Doubts) Typing() bool { return d.form != nil && d.form.Typing() }

// Dirty reports that leaving would lose a correction.
func (d *Doubts) Dirty() bool {
	return d.form != nil && len(d.form.Changed()) > 0 && !d.keeps.Kept(*d.form)
}

// Keys lists what works here.
func (d *Doubts) Keys() []keys.ID {
	if d.form != nil {
		return d.form.Keys()
	}
	return append(moves(), keys.Digits(min(10, len(d.page.list.Rows)))...)
}

// Update takes keys, clicks and what the store answered.
func (d *Doubts) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		d.dress(msg.Env)
		if d.form != nil {
			d.form.Reword(d.env.Text, d.env.Senior, d.questions()...)
		}
		d.refill()
	case screen.Changed, screen.Shown:
		return d, d.load()
	case doubtsLoaded:
		if msg.asked != d.asked {
			return d, nil
		}
		if msg.err != nil {
			return d, failed(msg.err)
		}
		d.list, d.ready = msg.list, true
		d.refill()
	case corrected:
		return d, d.onCorrected(msg)
	case saveCorrection:
		return d, d.save()
	case dropCorrection:
		return d, d.shut()
	case screen.Do:
		return d, d.act(msg.ID)
	case screen.Click:
		if d.form != nil {
			*d.form = d.form.Click(d.env.Theme, msg.Width, msg.Height, msg.X, msg.Y)
			return d, d.afterForm()
		}
		return d, d.open(d.click(msg))
	case screen.Wheel:
		d.page.list.Wheel(msg.Lines)
	case tea.PasteMsg:
		if d.form != nil {
			*d.form = d.form.Update(d.env.Keys, msg)
			return d, d.afterForm()
		}
	case tea.KeyPressMsg:
		return d, d.key(msg)
	}
	if d.form == nil {
		return d, nil
	}
	cmd, _ := d.keeps.Take(msg, d.form, d.env)
	return d, cmd
}

// shut lets go the correction.
func (d *Doubts) shut() tea.Cmd {
	d.form = nil
	return d.keeps.Drop()
}

func (d *Doubts) key(msg tea.KeyPressMsg) tea.Cmd {
	if d.form == nil {
		id, row := d.press(msg)
		if id != "" {
			return d.act(id)
		}
		return d.open(row)
	}
	if _, ok := d.env.Keys.Match(msg, keys.Back); ok {
		return d.act(keys.Back)
	}
	*d.form = d.form.Update(d.env.Keys, msg)
	return d.afterForm()
}

func (d *Doubts) act(id keys.ID) tea.Cmd {
	switch {
	case d.form == nil && id == keys.Back:
		return screen.Send(screen.Back{})
	case d.form == nil:
		return d.open(d.do(id))
	case id != keys.Back:
		*d.form = d.form.Do(id)
		return d.afterForm()
	case d.form.Back():
	case len(d.form.Changed()) > 0:
		return screen.Send(sheet.Leaving(d.env.Text, saveCorrection{}, dropCorrection{}))
	default:
		return d.shut()
	}
	return nil
}

// open corrects a stay; who may not is told so at once, not after he has typed.
func (d *Doubts) open(row string) tea.Cmd {
	i := slices.IndexFunc(d.list, func(x model.Stint) bool { return string(x.ID) == row })
	if i < 0 {
		return nil
	}
	d.at = d.list[i]
	may := d.at
	may.Out, may.Fixed = may.In.Add(time.Minute), "-"
	if p := shifts.MayCorrect(may, d.env.Person.Role, d.env.Now()); p != nil {
		return failed(p)
	}
	f := sheet.Blank(d.env.Text, d.env.Senior, d.questions()...)
	f.Set("in", d.env.Text.Clock(d.local(d.at.In)))
	if !d.at.Said.IsZero() {
		f.Set("out", d.env.Text.Clock(d.local(d.at.Said)))
	}
	d.form = &f
	return d.keeps.Open(d.desk, sheet.DraftName(d.env, "stint", string(d.at.ID)), f)
}

func (d *Doubts) local(t time.Time) time.Time { return t.In(d.env.Now().Location()) }

func (d *Doubts) questions() []sheet.Question {
	t := d.env.T
	return []sheet.Question{
		{ID: "in", Kind: sheet.Line, Max: 20, Label: t("duty.doubt.in"), Hint: t("duty.doubt.about", "name", d.at.Name, "when", d.env.Text.Moment(d.local(d.at.In)))},
		{ID: "out", Kind: sheet.Line, Max: 20, Label: t("duty.doubt.out"), Hint: t("duty.doubt.out.hint")},
		{ID: "reason", Kind: sheet.Line, Max: 100, Label: t("duty.doubt.reason"), Hint: t("duty.doubt.reason.hint")},
	}
}

func (d *Doubts) afterForm() tea.Cmd {
	if !d.form.Saved() {
		return d.keeps.Typed(*d.form, d.env)
	}
	return d.save()
}

// save reads the times on the day of the stay, and corrects it.
func (d *Doubts) save() tea.Cmd {
	if d.busy || d.form == nil {
		return nil
	}
	var at [2]time.Time
	for i, id := range []string{"in", "out"} {
		m, p := clock(d.form.Value(id))
		if p != nil {
			d.form.Refuse(id, d.env.Text.Sentence(p))
			return nil
		}
		in := d.local(d.at.In)
		at[i] = model.DayOf(in, in.Location()).In(in.Location()).Add(time.Duration(m) * time.Minute)
	}
	d.busy = true
	desk, by, id, why, keeper := d.desk, d.by(), d.at.ID, d.form.Value("reason"), d.keeps
	return func() tea.Msg {
		x, err := sheet.Save(keeper, by, func(by store.By) (model.Stint, error) {
			return desk.CorrectStint(context.Background(), by, id, at[0], at[1], why)
		})
		return corrected{x, err}
	}
}

func (d *Doubts) onCorrected(msg corrected) tea.Cmd {
	d.busy = false
	switch {
	case msg.err != nil && d.form != nil:
		field := "out"
		if store.IsCode(msg.err, "sheet.need_reason") {
			field = "reason"
		}
		d.form.Refuse(field, d.env.Text.Problem(msg.err))
		return nil
	case msg.err != nil:
		return failed(msg.err)
	}
	return screen.Batch(d.shut(), d.load(), notice(d.env.T("duty.doubt.fixed", "name", msg.stint.Name, "time", span(d.env, msg.stint.Out.Sub(msg.stint.In)))))
}

// refill lists the stays, with what the volunteers remember.
func (d *Doubts) refill() {
	d.page.list.Columns = []widget.Column{{Width: 12}, {Width: 20}, {Min: 14}}
	if d.env.Senior {
		d.page.list.Columns = []widget.Column{{Width: 10}, {Min: 20}}
	}
	d.page.list.Empty = d.env.T("duty.doubt.none")
	rows := make([]widget.Row, len(d.list))
	for i, x := range d.list {
		said := d.env.T("duty.doubt.unsaid")
		if !x.Said.IsZero() {
			said = d.env.T("duty.doubt.said", "at", d.env.Text.Clock(d.local(x.Said)))
		}
		rows[i] = widget.Row{ID: string(x.ID), Tone: theme.Warn, Cells: []string{x.Name, d.env.Text.Moment(d.local(x.In)), said}}
	}
	d.page.list.SetRows(rows)
}

// View draws the list, or the correction of one stay.
func (d *Doubts) View(width, height int) screen.Block {
	switch {
	case d.form != nil:
		return d.form.View(d.env.Theme, width, height)
	case !d.ready:
		return widget.Fit(d.titled(width, d.env.T("duty.reading")), width, height)
	}
	return d.view(d.titled(width, d.env.T("duty.doubt.head"), d.env.T("duty.doubt.hint")), width, height)
}
