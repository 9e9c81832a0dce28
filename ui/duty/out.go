package duty

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/shifts"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/widget"
)

// Leaving is what the page at sign-out asks of the store.
type Leaving interface {
	Stint(context.Context, model.ID) (model.Stint, error)
	Volunteer(ctx context.Context, ref string) (model.Volunteer, error)
	Actor(context.Context, model.Volunteer) (model.ID, error)
	Work(ctx context.Context, person model.ID, since time.Time) (store.Work, error)
	SignOut(ctx context.Context, by store.By, id model.ID, diary string) (model.Stint, error)
	sheet.Drafts
}

// Out is the page at sign-out: what was done, and a line for whoever comes
// next.
type Out struct {
	page
	desk  Leaving
	id    model.ID
	stint model.Stint
	work  store.Work
	ready bool
	busy  bool
	form  sheet.Sheet
	keeps sheet.Keeper // what is typed outlives the program
}

// NewOut returns the page that ends a stay.
func NewOut(env screen.Env, desk Leaving, stint model.ID) *Out {
	o := &Out{page: newPage(env), desk: desk, id: stint}
	o.form = sheet.Blank(env.Text, env.Senior, o.questions()...)
	o.reword()
	return o
}

func (o *Out) reword() {
	o.form.Word = "duty.out.do"
	o.form.Reword(o.env.Text, o.env.Senior, o.questions()...)
}

func (o *Out) questions() []sheet.Question {
	return []sheet.Question{{
		ID: "diary", Kind: sheet.Text, Max: shifts.MaxDiary,
		Label: o.env.T("duty.out.diary"), Hint: o.env.T("duty.out.hint"),
	}}
}

type (
	workLoaded struct {
		asked int
		stint model.Stint
		work  store.Work
		err   error
	}
	signedOut struct {
		stint model.Stint
		err   error
	}
	signOutNow struct{}
	stayOn     struct{}
)

// Init reads the stay and what was done in it.
func (o *Out) Init() tea.Cmd { return o.load() }

func (o *Out) load() tea.Cmd {
	o.asked++
	asked, desk, id := o.asked, o.desk, o.id
	return func() tea.Msg {
		ctx, out := context.Background(), workLoaded{asked: asked}
		var v model.Volunteer
		var person model.ID
		if out.stint, out.err = desk.Stint(ctx, id); out.err == nil {
			v, out.err = desk.Volunteer(ctx, string(out.stint.Volunteer))
		}
		if out.err == nil {
			person, out.err = desk.Actor(ctx, v)
		}
		if out.err == nil {
			out.work, out.err = desk.Work(ctx, person, out.stint.In)
		}
		return out
	}
}

// Waiting reports that the store has not answered yet: keys are held.
func (o *Out) Waiting() bool { return !o.ready }

// Title is the heading.
func (o *Out) Title() string { return o.env.T("duty.title.out") }

// Topic is the page of the help about this screen.
func (*Out) Topic() string { return "duty" }

// Typing reports that the line is being typed.
func (o *Out) Typing() bool { return o.form.Typing() }

// Dirty reports that a line was typed and not kept.
func (o *Out) Dirty() bool { return len(o.form.Changed()) > 0 && !o.keeps.Kept(o.form) }

// Keys lists what works here.
func (o *Out) Keys() []keys.ID { return o.form.Keys() }

// Update takes keys, clicks and what the store answered.
func (o *Out) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		o.dress(msg.Env)
		o.reword()
	case screen.Changed, screen.Shown:
		return o, o.load()
	case workLoaded:
		if msg.asked != o.asked {
			return o, nil
		}
		if msg.err != nil {
			return o, failed(msg.err)
		}
		first := !o.ready
		o.stint, o.work, o.ready = msg.stint, msg.work, true
		if first {
			return o, o.keeps.Open(o.desk, "form/diary/"+string(o.id), o.form)
		}
	case signedOut:
		return o, o.onSignedOut(msg)
	case signOutNow:
		return o, o.signOut()
	case stayOn:
		return o, screen.Batch(o.keeps.Drop(), screen.Send(screen.Back{}))
	case screen.Do:
		if msg.ID == keys.Back {
			return o, o.back()
		}
		o.form = o.form.Do(msg.ID)
		return o, o.after()
	case screen.Click:
		_, head := widget.Size(o.summary(msg.Width))
		o.form = o.form.Click(o.env.Theme, msg.Width, max(1, msg.Height-head), msg.X, msg.Y-head)
		return o, o.after()
	case tea.KeyPressMsg:
		if _, ok := o.env.Keys.Match(msg, keys.Back); ok {
			return o, o.back()
		}
		o.form = o.form.Update(o.env.Keys, msg)
		return o, o.after()
	case tea.PasteMsg:
		o.form = o.form.Update(o.env.Keys, msg)
		return o, o.after()
	}
	cmd, _ := o.keeps.Take(msg, &o.form, o.env)
	return o, cmd
}

// back goes back within the form, then asks before a line that was typed is
// lost.
func (o *Out) back() tea.Cmd {
	switch {
	case o.form.Back():
		return nil
	case len(o.form.Changed()) > 0:
		ask := sheet.Leaving(o.env.Text, signOutNow{}, stayOn{})
		ask.Options[0].Label = o.env.T("duty.out.do") // what keeps the line is to sign out
		return screen.Send(ask)
	}
	return screen.Send(screen.Back{})
}

func (o *Out) after() tea.Cmd {
	if !o.form.Saved() {
		return o.keeps.Typed(o.form, o.env)
	}
	return o.signOut()
}

func (o *Out) signOut() tea.Cmd {
	if o.busy || !o.ready {
		return nil
	}
	o.busy = true
	desk, by, id, line, keeper := o.desk, o.by(), o.id, o.form.Value("diary"), o.keeps
	return func() tea.Msg {
		x, err := sheet.Save(keeper, by, func(by store.By) (model.Stint, error) { return desk.SignOut(context.Background(), by, id, line) })
		return signedOut{x, err}
	}
}

func (o *Out) onSignedOut(msg signedOut) tea.Cmd {
	o.busy = false
	if msg.err != nil {
		return failed(msg.err)
	}
	o.form.Base("diary", msg.stint.Diary)
	said := o.env.T("duty.signed_out", "name", msg.stint.Name, "at", o.env.Text.Clock(msg.stint.Out), "time", span(o.env, msg.stint.Out.Sub(msg.stint.In)))
	return screen.Batch(o.keeps.Drop(), screen.Send(screen.Back{}), notice(said))
}

// View draws what was done, and the line to be written.
func (o *Out) View(width, height int) screen.Block {
	head := o.summary(width)
	_, rows := widget.Size(head)
	form := o.form.View(o.env.Theme, width, max(1, height-rows))
	return widget.Fit(widget.Stack(head, form), width, height)
}

// summary tells what was done in this stay.
func (o *Out) summary(width int) widget.Block {
	if !o.ready {
		return o.titled(width, o.env.T("duty.reading"))
	}
	t, now := o.env.T, o.env.Now()
	said := []string{t("duty.out.title", "name", o.stint.Name, "in", o.env.Text.Clock(o.stint.In.In(now.Location())), "time", span(o.env, now.Sub(o.stint.In)))}
	return o.titled(width, append(said, t("duty.out.work", "done", o.done()), o.worked())...)
}

// done lists in words what was done.
func (o *Out) done() []string {
	var out []string
	for _, part := range o.counts() {
		if part.n > 0 {
			out = append(out, o.env.T(part.key, "n", part.n))
		}
	}
	if len(out) == 0 {
		out = append(out, o.env.T("duty.out.nothing"))
	}
	return out
}

// worked names the cases of this stay, the newest first.
func (o *Out) worked() string {
	var nos []string
	for _, c := range o.work.Cases[:min(mostNamed, len(o.work.Cases))] {
		nos = append(nos, c.No)
	}
	if len(nos) == 0 {
		return ""
	}
	return o.env.T("duty.out.cases", "n", len(o.work.Cases), "list", nos)
}

// mostNamed is how many cases the summary names.
const mostNamed = 3
