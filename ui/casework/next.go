package casework

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// menuKind is which menu of steps is open.
type menuKind int

const (
	noMenu  menuKind = iota
	steps            // everything that may be done now
	calls            // the usual lines of the contact log
	answers          // what a follow-up call told
	sure             // whether a step that asks nothing is to be taken
)

// stepping is a step being taken: a menu, and the form of the step chosen.
type stepping struct {
	kind   menuKind
	menu   widget.Choice
	filled bool // the form shows
	short  bool // it asks for what is most needed only
	action flow.Action
	form   sheet.Sheet
	keeper sheet.Keeper
	saving bool
}

// Messages of the steps.
type (
	stepped struct { // the store has answered
		action string
		c      model.Case
		err    error
	}
	saveStep struct{} // the person wants to keep what the form holds
	dropStep struct{} // the person does not
)

func (s Screen) taker() flow.Actor {
	by := s.by()
	return flow.Actor{ID: by.ID, Name: by.Actor, Role: by.Role}
}

// why says what stands in the way of a step.
func (s Screen) why(a flow.Action) model.Problems {
	return a.MayFor(s.c, s.taker(), s.kin.core, s.today())
}

// reckon works out what may be done now, and by when.
func (s *Screen) reckon() {
	s.can = atFront(flow.NextFor(s.c, s.taker(), s.kin.core, s.today()), func(a flow.Action) bool { return a.ID == s.awaited() })
	s.states = s.times.Explain(s.c, s.voice())
}

func (s Screen) stepWord(id string) string { return s.env.T(text.Key("step." + id)) }

// stepCommand begins the ids by which the palette names the steps.
const stepCommand = "step/"

// Commands are the steps that may be taken now.
func (s Screen) Commands() []screen.Command {
	if !s.loaded || s.editing || s.stepping() {
		return nil
	}
	var out []screen.Command
	for _, a := range s.can {
		out = append(out, screen.Command{ID: keys.ID(stepCommand + a.ID), Word: text.Key("step." + a.ID)})
	}
	return out
}

// awaited is the step the case waits for where the order of the steps does not
// put it first already: Enter twice is to do what is due.
func (s Screen) awaited() string {
	switch s.c.DueFor {
	case model.DueFollowUp:
		return "follow-up"
	case model.DueClose:
		return "close"
	}
	return ""
}

// atFront moves the one item meant to the front.
func atFront[T any](list []T, is func(T) bool) []T {
	i := slices.IndexFunc(list, is)
	if i < 0 {
		return list
	}
	return slices.Concat(list[i:i+1], list[:i], list[i+1:])
}

// openSteps shows what may be done now.
func (s *Screen) openSteps() tea.Cmd {
	if !s.loaded {
		return nil
	}
	s.step = stepping{kind: steps}
	s.step.menu = s.stepsMenu()
	s.top = 0
	return nil
}

func (s Screen) stepsMenu() widget.Choice {
	var options []widget.Option
	for _, a := range flow.Actions() {
		o := widget.Option{Value: a.ID, Label: s.stepWord(a.ID)}
		switch why := s.why(a); {
		case len(why) == 0:
		case why[0].Code == "step.core_not_authorised", offered(a.ID) && why[0].Code != "step.state" && why[0].Code != "step.consultation" && why[0].Code != "step.auditor":
			o.Off = s.env.Text.Sentence(why[0])
		default:
			continue
		}
		if !s.env.Senior && o.Off == "" {
			o.Detail = s.env.T(text.Key("step.needs." + a.ID))
		}
		if o.Off == "" && slices.Contains(s.begun, a.ID) {
			o.Detail = s.env.T("casework.begun")
		}
		options = append(options, o)
	}
	return s.menu(atFront(options, func(o widget.Option) bool { return o.Off == "" && o.Value == s.awaited() }))
}

// offered reports the steps that are shown with the reason why they cannot be
// taken yet: where a case is meant to go.
func offered(id string) bool {
	return slices.Contains([]string{"settle", "close", "follow-up", "terminate", "withdraw", "decline"}, id)
}

func (s Screen) menu(options []widget.Option) widget.Choice {
	m := widget.NewMenu(s.env.Senior, options...)
	m.More, m.PerPage = s.env.T("sheet.more"), mostOptions(s.env.Senior)
	return m
}

// call is one usual line of the contact log.
type call struct {
	party, how string
	got        bool
}

func usualCalls() []call {
	return []call{
		{"complainant", "phone", true},
		{"complainant", "phone", false},
		{"respondent", "phone", true},
		{"respondent", "phone", false},
		{"respondent", "visit", true},
		{"complainant", "visit", true},
	}
}

// inWords opens the whole form instead of one of the usual answers.
const inWords = "in_words"

// openCalls shows the usual lines of the contact log: two keys and it stands
// there.
func (s *Screen) openCalls() tea.Cmd {
	if why := flow.May(s.c, "contact", s.taker()); !s.loaded || len(why) > 0 {
		return s.refused(why)
	}
	s.step = stepping{kind: calls}
	s.step.menu = s.callsMenu()
	s.top = 0
	return nil
}

func (s Screen) callsMenu() widget.Choice {
	var options []widget.Option
	for _, c := range usualCalls() {
		got := text.Key("casework.call.missed")
		if c.got {
			got = "casework.call.got"
		}
		options = append(options, widget.Option{Value: c.party + " " + c.how, Label: s.env.T("casework.call",
			"party", s.env.T(text.Key("code.contact_party."+c.party)), "how", s.env.T(text.Key("code.contact_how."+c.how)), "got", s.env.T(got))})
	}
	return s.menu(append(options, widget.Option{Value: inWords, Label: s.env.T("casework.in_words")}))
}

// answersMenu asks what a follow-up call told.
func (s Screen) answersMenu() widget.Choice {
	var options []widget.Option
	for _, code := range model.Satisfactions() {
		options = append(options, widget.Option{Value: code, Label: s.env.T(text.Key("code.satisfaction." + code))})
	}
	return s.menu(append(options, widget.Option{Value: inWords, Label: s.env.T("casework.in_words")}))
}

// sureMenu asks whether to take a step that has no questions: in the screen's
// own place, so that keys typed ahead reach it.
func (s Screen) sureMenu() widget.Choice {
	return s.menu([]widget.Option{
		{Value: yes, Label: s.env.T("casework.step.yes", "step", s.step.action.ID)},
		{Value: "", Label: s.env.T("casework.step.no")},
	})
}

// pressMenu serves a key while a menu is open.
func (s *Screen) pressMenu(msg tea.KeyPressMsg) tea.Cmd {
	if _, ok := s.env.Keys.Match(msg, keys.Back); ok {
		return s.leaveStep()
	}
	s.fitMenu(s.drawn.X, s.drawn.Y)
	s.step.menu, _ = s.step.menu.Update(msg)
	return s.afterMenu()
}

// afterMenu does what was picked.
func (s *Screen) afterMenu() tea.Cmd {
	o, ok := s.step.menu.Picked()
	switch {
	case !ok:
		return nil
	case s.step.kind == calls && o.Value == inWords:
		return s.openStep("contact")
	case s.step.kind == calls:
		c := usualCalls()[s.step.menu.Index()]
		return s.do("contact", flow.Args{"party": c.party, "how": c.how, "got": c.got})
	case s.step.kind == answers && o.Value == inWords:
		return s.openStep("follow-up")
	case s.step.kind == answers:
		return s.do("follow-up", flow.Args{"satisfaction": o.Value})
	case s.step.kind == sure && o.Value == yes:
		return s.do(s.step.action.ID, nil)
	case s.step.kind == sure:
		return s.closeStep()
	}
	return s.pick(o.Value)
}

// pick goes on with a step: to its usual answers, to the question whether, or
// to its form.
func (s *Screen) pick(id string) tea.Cmd {
	a, _ := flow.Find(id)
	switch {
	case id == "contact":
		return s.openCalls()
	case id == "follow-up":
		if why := s.why(a); len(why) > 0 {
			return s.refused(why)
		}
		s.step = stepping{kind: answers}
		s.step.menu = s.answersMenu()
		return nil
	case len(a.Fields) == 0:
		if why := s.why(a); len(why) > 0 {
			return s.refused(why)
		}
		s.step = stepping{kind: sure, action: a}
		s.step.menu = s.sureMenu()
		return nil
	}
	return s.openStep(id)
}

// do takes the step in the store.
func (s *Screen) do(action string, args flow.Args) tea.Cmd {
	s.step.saving = true
	desk, by, id, keeper := s.desk, s.by(), s.id, s.step.keeper
	return func() tea.Msg {
		c, err := sheet.Save(keeper, by, func(by store.By) (model.Case, error) {
			return desk.Do(context.Background(), by, id, 0, action, args)
		})
		return stepped{action, c, err}
	}
}

// onStepped goes on after the store has answered, with the keys that came
// meanwhile.
func (s *Screen) onStepped(msg stepped) tea.Cmd {
	held := s.held
	s.step.saving, s.held = false, nil
	cmds := []tea.Cmd{s.afterStep(msg)}
	for _, key := range held {
		cmds = append(cmds, s.take(key))
	}
	return screen.Batch(cmds...)
}

func (s *Screen) afterStep(msg stepped) tea.Cmd {
	if msg.err == nil {
		s.c = msg.c
		said := screen.Send(screen.Notice{Text: s.env.T("casework.did", "step", msg.action, "no", msg.c.No)})
		closed := s.closeStep()
		s.reckon()
		return screen.Batch(said, closed)
	}
	var faults model.Problems
	if errors.As(msg.err, &faults) && len(faults) > 0 {
		if s.step.filled && faults[0].Field != "" {
			s.step.form.Refuse(questionOf(faults[0].Field), s.env.Text.Sentence(faults[0]))
			return screen.Send(screen.Notice{Text: s.env.Text.Problem(faults[0]), Bad: true})
		}
		return s.refused(faults)
	}
	return screen.Batch(screen.Send(screen.Failed{Err: msg.err}), s.load())
}

// refused says why a step cannot be taken.
func (s *Screen) refused(why model.Problems) tea.Cmd {
	if len(why) == 0 {
		return nil
	}
	return screen.Send(screen.Notice{Text: s.env.Text.Problem(why[0]), Bad: true})
}

// leaveStep goes back from a form to where it was opened, or from a menu to
// the page. Changes that are not saved are asked about.
func (s *Screen) leaveStep() tea.Cmd {
	switch {
	case s.step.filled && s.step.form.Back():
		return nil
	case s.step.filled && len(s.step.form.Changed()) > 0:
		return screen.Send(sheet.Leaving(s.env.Text, saveStep{}, dropStep{}))
	}
	return s.closeStep()
}

func (s *Screen) closeStep() tea.Cmd {
	s.ended = append(slices.Clone(s.ended), s.step.action.ID)
	dropped := s.step.keeper.Drop()
	s.step, s.top = stepping{}, 0
	return screen.Batch(dropped, s.load())
}

// mostNamed is how many steps the page names; the menu has them all.
const mostNamed = 5

// nextBlock names what may be done now.
func (s Screen) nextBlock(width int) widget.Block {
	th := s.env.Theme
	var words []string
	for _, a := range s.can[:min(len(s.can), mostNamed)] {
		words = append(words, s.stepWord(a.ID))
	}
	if len(s.can) > mostNamed {
		words = append(words, s.env.T("casework.next.more"))
	}
	hint := s.env.T("casework.next.hint", "key", keys.Label(s.env.Text, s.env.Keys.Binding(keys.Step).Keys[0]))
	w := s.inset(width)
	return widget.Stack(widget.Para(th.Text, s.env.Text.List(words), w), widget.Para(th.Muted, hint, w))
}

// menuHead is what stands above an open menu: what it is about, and what it
// asks.
func (s Screen) menuHead(width int) widget.Block {
	th, w := s.env.Theme, max(20, width-4)
	title := map[menuKind]text.Key{
		steps: "casework.next.title", calls: "casework.calls.title", answers: "casework.answers.title",
		sure: text.Key("step.needs." + s.step.action.ID),
	}[s.step.kind]
	return widget.Stack(
		s.headTop(width),
		widget.Pad(widget.Para(th.Strong, s.env.T(title), w), 0, 2, 0, 2),
		widget.Blank(width, 1),
	)
}

// menuView draws the open menu.
func (s Screen) menuView(width, height int) screen.Block {
	head := s.menuHead(width)
	_, rows := widget.Size(head)
	s.fitMenu(width, height)
	menu := s.step.menu.View(s.env.Theme, max(20, width-4), max(1, height-rows))
	return widget.Fit(widget.Stack(head, widget.Pad(menu, 0, 2, 0, 2)), width, height)
}

// fitMenu makes the pages of the menu as short as the window asks for.
func (s *Screen) fitMenu(width, height int) {
	_, rows := widget.Size(s.menuHead(width))
	s.step.menu.PerPage = mostOptions(s.env.Senior)
	s.step.menu.PerPage = s.step.menu.Fitting(max(20, width-4), max(1, height-rows))
}

// mostOptions is how many options a menu shows at once.
func mostOptions(senior bool) int {
	if senior {
		return 5
	}
	return 9
}

// clickStep serves the mouse in a menu or form.
func (s *Screen) clickStep(c screen.Click) tea.Cmd {
	if s.step.filled {
		s.step.form = s.step.form.Click(s.env.Theme, c.Width, c.Height, c.X, c.Y)
		return s.afterStepForm()
	}
	_, rows := widget.Size(s.menuHead(c.Width))
	s.fitMenu(c.Width, c.Height)
	s.step.menu.Click(max(20, c.Width-4), max(1, c.Height-rows), c.X-2, c.Y-rows)
	return s.afterMenu()
}

// rewordStep gives the open menu or form the words of another language or
// layout.
func (s *Screen) rewordStep() {
	at := s.step.menu.Index()
	switch {
	case s.step.filled:
		s.step.form.Reword(s.env.Text, s.env.Senior, s.stepQuestions(s.step.action)...)
		return
	case s.step.kind == steps:
		s.step.menu = s.stepsMenu()
	case s.step.kind == calls:
		s.step.menu = s.callsMenu()
	case s.step.kind == answers:
		s.step.menu = s.answersMenu()
	case s.step.kind == sure:
		s.step.menu = s.sureMenu()
	default:
		return
	}
	for range at {
		s.step.menu, _ = s.step.menu.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	}
}

// stepping reports that a menu or form of a step has the screen.
func (s Screen) stepping() bool { return s.step.kind != noMenu || s.step.filled }

// stepKeys lists what works in a menu or form of a step.
func (s Screen) stepKeys() []keys.ID {
	if s.step.filled {
		return s.step.form.Keys()
	}
	return append([]keys.ID{keys.Open, keys.Down, keys.Up}, keys.Digits(min(9, len(s.step.menu.Options)))...)
}

// actStep does what a binding says while a menu or form of a step is open.
func (s *Screen) actStep(id keys.ID) tea.Cmd {
	switch n, digit := keys.Number(id); {
	case id == keys.Back:
		return s.leaveStep()
	case s.step.filled:
		s.step.form = s.step.form.Do(id)
		return s.afterStepForm()
	case digit:
		r := rune('0' + n)
		s.fitMenu(s.drawn.X, s.drawn.Y)
		s.step.menu, _ = s.step.menu.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	case id == keys.Open:
		s.step.menu, _ = s.step.menu.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
	case id == keys.Down:
		s.step.menu, _ = s.step.menu.Update(tea.KeyPressMsg{Code: tea.KeyDown})
	case id == keys.Up:
		s.step.menu, _ = s.step.menu.Update(tea.KeyPressMsg{Code: tea.KeyUp})
	}
	return s.afterMenu()
}

// draftName is what the draft of a step's form is kept under: each person has
// his own.
func (s Screen) draftName(action string) string {
	return formsOf(s.id) + action + "/" + store.DraftOwner(s.env.Person.ID)
}

// formsOf begins the names of the drafts of a case's forms.
func formsOf(id model.ID) string { return "form/" + string(id) + "/" }

var _ sheet.Drafts = (*store.Store)(nil)
