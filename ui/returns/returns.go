// Package returns is the screen of the no-reason return check: it asks only
// what can still change the verdict, in the order the rules give, and then says
// in plain words whether the goods may go back, until when, for how much money
// and on which clause. In senior mode it asks one question a screen; otherwise
// the answers stand above the question as one form and each can be changed.
//
// The rules decide (model/returns); this package asks, shows and keeps what
// was answered. Nothing is stored unless somebody says so: as a case, as a
// consultation, or as a slip in a file.
package returns

import (
	"context"
	"maps"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	engine "heshi/model/returns"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/paper"
	"heshi/ui/paper/office"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// Desk is what the screen needs of the store; *store.Store is one.
type Desk interface {
	// AddCase saves a case; a check that only was asked about becomes a
	// consultation.
	AddCase(ctx context.Context, by store.By, c model.Case) (model.Case, error)
	Search(ctx context.Context, q find.Query) (find.Result, error)
	// Shop returns a shop by id.
	Shop(ctx context.Context, ref string) (model.Shop, error)
	sheet.Drafts
}

// Options are what the screen is opened with beside the desk.
type Options struct {
	// Rules brings the rules with the station's charters and calendar. It is
	// called in a command and may read files; Env.Now and Env.Lang are the
	// screen's.
	Rules func() (*engine.Rules, engine.Env, error)
	// Print prints the slip for the shopper to take along, or saves it as a
	// file; kind names its form. It is called in a command.
	Print func(ctx context.Context, words *text.Catalogue, kind, title string, blocks []paper.Block) (office.Made, error)
	// Shop is the shop the check begins with; "" when none is known.
	Shop model.ID
}

// page is what the screen shows now.
type page int

const (
	asking  page = iota // the form, or in senior mode one question
	verdict             // what comes of it, and what to do with it
	changes             // which answer to change
	clauses             // which clause to explain
	clause              // a clause in full
	extras              // what else there is to tell about the money
	extra               // one of these questions
)

// Screen is the check. Make it with New.
type Screen struct {
	env  screen.Env
	desk Desk
	o    Options

	rules   *engine.Rules
	surely  engine.Env // charters and calendar
	failure error

	answers map[string]answer // by question, also those that do not apply now
	unsent  map[string]entry  // what was typed and not given, by question
	more    told
	st      state
	at      int  // place of the question with the focus; len(st.steps) is the open one
	part    part // what answers it
	jump    bool // an answer was given: go on to what it leads to

	page   page
	menu   widget.Choice
	reader widget.Reader
	scroll int
	clause string // the clause on the page
	asked  string // the extra question on the page
	// wantPaid asks for the amount paid once the rest is told: without it
	// nothing can be said in yuan.
	wantPaid bool
	saved    outcome
	halves   halves

	loading  bool
	thinking bool
	waiting  bool // Enter waits for the shops that match
	saving   bool
	seq      int       // of the thought under way
	held     []tea.Msg // keys pressed meanwhile

	width, height int // as last drawn: paging needs it
}

// outcome is what was made of the verdict shown.
type outcome struct {
	slip office.Made // where the slip went
	no   string      // number of the consultation
}

// New returns the screen of a new check.
func New(env screen.Env, desk Desk, o Options) *Screen {
	s := &Screen{env: env, desk: desk, o: o, loading: true, answers: map[string]answer{}, unsent: map[string]entry{}}
	s.part = newNone()
	s.halves = newHalves(env, desk)
	return s
}

// loaded brings the rules and the shop the check begins with.
type loaded struct {
	rules *engine.Rules
	env   engine.Env
	shop  *model.Shop
	half  *store.Draft // a check left half done
	err   error
}

// Init loads the rules.
func (s *Screen) Init() tea.Cmd { return s.load(s.o.Shop) }

func (s *Screen) load(shop model.ID) tea.Cmd {
	halves, first := s.halves, s.loading && shop == ""
	return func() tea.Msg {
		var l loaded
		l.rules, l.env, l.err = s.o.Rules()
		if first && l.err == nil {
			l.half, l.err = halves.found(context.Background())
		}
		if l.err == nil && shop != "" {
			found, err := s.desk.Shop(context.Background(), string(shop))
			if l.err = err; err == nil {
				l.shop = &found
			}
		}
		return l
	}
}

func (s *Screen) onLoaded(l loaded) tea.Cmd {
	s.loading = false
	if l.rules == nil {
		s.failure = l.err
		s.held = nil
		return nil
	}
	s.rules, s.surely, s.failure = l.rules, l.env, l.err
	if l.shop != nil {
		s.more.Shop = l.shop
	}
	return screen.Batch(s.think(), s.offerHalf(l.half))
}

// thought brings what follows from the answers.
type thought struct {
	seq int
	st  state
}

// think works out what to ask next. It may take some milliseconds, so it is a
// command; keys wait for it.
func (s *Screen) think() tea.Cmd {
	if s.rules == nil {
		return nil
	}
	s.seq++
	s.thinking = true
	seq, w := s.seq, s.interview()
	answers, more := maps.Clone(s.answers), s.more
	return func() tea.Msg { return thought{seq, w.run(answers, more)} }
}

func (s *Screen) interview() interview {
	env := s.surely
	env.Now, env.Lang = s.env.Now(), s.env.Text.Lang()
	if env.Zone == nil {
		env.Zone = env.Now.Location()
	}
	return interview{s.rules, env}
}

// onThought shows what follows. After an answer that is the open question or
// the verdict; otherwise only words, the day or the charters have changed, and
// the page stays as long as there is one.
func (s *Screen) onThought(t thought) tea.Cmd {
	if t.seq != s.seq {
		return nil
	}
	was, had := s.current()
	kept := s.part.entry()
	s.thinking, s.st = false, t.st
	now, ok := s.current()
	switch {
	case !s.jump && s.page == asking && ok && had && now.ID == was.ID:
		s.equip(kept)
	case !s.jump && s.page == asking && s.at < len(s.st.steps):
		s.equip(s.stored())
	case !s.jump && s.page != asking && s.st.open == nil:
		s.reworded()
	default:
		s.front()
	}
	s.jump = false
	return screen.Batch(s.keepHalf(), s.release())
}

// front goes to the open question or, when there is none, to the verdict.
func (s *Screen) front() {
	switch {
	case s.st.open == nil && s.wantPaid && s.st.facts.PaidFen == nil && s.st.verdict.Verdict.Carried():
		s.wantPaid = false
		s.openExtra(extraPaid)
		return
	case s.st.open == nil:
		s.show(verdict)
		return
	}
	s.page, s.at = asking, len(s.st.steps)
	s.equip(s.stored())
}

// goTo goes to the question at place i. What was typed here stays for when this
// one is asked again.
func (s *Screen) goTo(i int) {
	if q, ok := s.current(); ok && s.page == asking {
		s.unsent[q.ID] = s.part.entry()
	}
	s.page, s.at = asking, max(0, min(i, s.last()))
	s.equip(s.stored())
	if p, ok := s.part.(interface{ mark() }); ok {
		p.mark()
	}
}

// last is the place of the last question there is.
func (s *Screen) last() int {
	if s.st.open != nil {
		return len(s.st.steps)
	}
	return max(0, len(s.st.steps)-1)
}

// reworded gives the page shown the words of the Env.
func (s *Screen) reworded() {
	switch s.page {
	case extra:
		s.equipExtra(s.part.entry())
	case clause:
		s.openClause(s.clause)
	}
	s.buildMenu()
}

// current is the question with the focus.
func (s *Screen) current() (engine.Question, bool) {
	switch {
	case s.at < len(s.st.steps):
		return s.st.steps[s.at].q, true
	case s.st.open != nil:
		return *s.st.open, true
	}
	return engine.Question{}, false
}

// before is what was known when the question with the focus was asked.
func (s *Screen) before() engine.Facts {
	if s.at < len(s.st.steps) {
		return s.st.steps[s.at].before
	}
	return s.st.facts
}

// stored is the answer kept for the question with the focus.
func (s *Screen) stored() entry {
	q, _ := s.current()
	if e, ok := s.unsent[q.ID]; ok {
		return e
	}
	return s.answers[q.ID].entry
}

// equip gives the question with the focus the part that answers it.
func (s *Screen) equip(e entry) {
	q, ok := s.current()
	if !ok {
		s.part = newNone()
		return
	}
	s.part = s.partFor(q, e)
	if s.at == len(s.st.steps) && s.st.fault != nil {
		s.part.refuse(s.env.Text.Sentence(s.st.fault))
	}
}

// Topic is the page of the help about this screen.
func (*Screen) Topic() string { return "returns" }

// Title is the heading.
func (s *Screen) Title() string {
	switch s.page {
	case clauses, clause:
		return s.env.T("check.title.clause")
	case verdict:
		return s.env.T("check.title.verdict")
	}
	return s.env.T("check.title")
}

// Keys lists the bindings that work now.
func (s *Screen) Keys() []keys.ID {
	switch s.page {
	case asking, extra:
		ids := []keys.ID{keys.Next, keys.Skip, keys.Back}
		if !s.env.Senior {
			ids = append(ids, keys.Previous, keys.NextTab)
		}
		return append(ids, keys.Digits(s.part.digits())...)
	case verdict:
		ids := []keys.ID{keys.NewComplaint, keys.NewConsultation, keys.Save, keys.PageDown, keys.PageUp, keys.Back}
		return append(ids, keys.Digits(len(s.menu.Options))...)
	case clause:
		return []keys.ID{keys.PageDown, keys.PageUp, keys.Back}
	}
	return append(keys.Digits(min(len(s.menu.Options), s.perPage())), keys.Back)
}

// Typing reports that a text field has the focus.
func (s *Screen) Typing() bool {
	return (s.page == asking || s.page == extra) && !s.loading && s.part.typing()
}

// Dirty reports that a check is half done and not kept.
func (s *Screen) Dirty() bool { return s.halfDone() && !s.halves.safe }

func (s *Screen) by() store.By {
	p := s.env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.env.Now()}
}

func (s *Screen) today() model.Day {
	now := s.env.Now()
	return model.DayOf(now, now.Location())
}

// perPage is how many choices stand on one screen.
func (s *Screen) perPage() int {
	if s.env.Senior {
		return 5
	}
	return 9
}

// label is what a question is called in a list of answers.
func (s *Screen) label(q engine.Question) string {
	if k := text.Key("check.label." + q.ID); s.env.Text.Has(k) {
		return s.env.T(k)
	}
	return q.Text
}
