// Package intake is the screen that takes in a case: a complaint on three
// facts (who, which shop, what) with everything else optional, or a
// consultation on one line. In senior mode it asks one question a screen and
// reads everything back before it saves.
//
// What is typed is kept as a draft in the store at most draftPause later, so
// that a power cut takes the last keystrokes at most. The draft goes in the
// same transaction that saves the case.
package intake

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// Desk is what the screen needs of the store; *store.Store is one.
type Desk interface {
	// AddCase saves a case, and by.Draft goes in one step with it.
	AddCase(ctx context.Context, by store.By, c model.Case) (model.Case, error)
	SaveDraft(ctx context.Context, d store.Draft) error
	DropDraft(ctx context.Context, name string) error
	// Drafts returns the drafts whose names begin with prefix.
	Drafts(ctx context.Context, prefix string) ([]store.Draft, error)
	Search(ctx context.Context, q find.Query) (find.Result, error)
	// Similar returns recent cases that may be the same as c, newest first.
	Similar(ctx context.Context, c model.Case, since time.Time, limit int) ([]find.Row, error)
	// GroupOf returns the core enterprise that answers for a shop; false when
	// it has none.
	GroupOf(ctx context.Context, shop model.ID) (model.Group, bool, error)
}

// page is what the screen shows now.
type page int

const (
	asking  page = iota // the form, or in senior mode one question
	offer               // drafts to go on with
	discard             // which draft to throw away
	more                // senior: the three facts are there; what next
	review              // senior: read back before saving
	fixing              // senior: which answer to change
	done                // saved
)

// Screen is the intake screen. Make it with New.
type Screen struct {
	env   screen.Env
	desk  Desk
	after func(time.Duration, func(time.Time) tea.Msg) tea.Cmd // tea.Tick but in tests

	kind    model.CaseKind
	all     []part
	at      int  // which part of order() has the focus
	page    page // what is shown
	fixed   bool // senior: after this answer back to the review
	menu    widget.Choice
	scroll  int // senior review: rows scrolled
	failure error

	draft   draftState
	similar similarState
	route   routeState

	opening bool // the drafts are being fetched
	picking bool // Enter, or saving, waits for the shops that match
	saving  bool
	held    []tea.Msg // keys pressed while one of the three lasts, or leaving does
	saved   model.Case
	answer  string // the ready answer that was picked, by its Ref

	saveNext bool // save once the shops that match are known

	// drawn is the size last drawn: up and down within the facts, and
	// scrolling, go by the rows on the screen. It changes nothing that View
	// returns.
	drawn widget.Spot
}

// New returns the screen for what open asks: a new case, one with facts
// already known, or a draft to go on with.
func New(env screen.Env, desk Desk, open screen.OpenIntake) *Screen {
	s := &Screen{env: env, desk: desk, after: tea.Tick, kind: model.Complaint, opening: true}
	s.all = newParts()
	s.draft.want = open.Draft
	if open.From != nil {
		s.from(*open.From)
	}
	s.worded()
	s.focus(0)
	return s
}

// Init fetches the drafts that wait to be gone on with.
func (s *Screen) Init() tea.Cmd { return s.fetchDrafts() }

// Topic is the page of the help about this screen.
func (s *Screen) Topic() string {
	if s.kind == model.Consultation {
		return "consultation"
	}
	return "intake"
}

// Title is the heading.
func (s *Screen) Title() string {
	switch {
	case s.page == done:
		return s.env.T("intake.title.saved")
	case s.page == offer || s.page == discard:
		return s.env.T("intake.title.drafts")
	}
	return s.env.T(text.Key("intake.title." + string(s.kind)))
}

// Keys lists the bindings that work now.
func (s *Screen) Keys() []keys.ID {
	switch s.page {
	case asking:
		return s.askingKeys()
	case review:
		return append(keys.Digits(len(s.menu.Options)), keys.PageDown, keys.PageUp, keys.Back)
	case done:
		return append(keys.Digits(len(s.menu.Options)), keys.NewComplaint, keys.NewConsultation, keys.Back)
	}
	return append(keys.Digits(min(len(s.menu.Options), s.perPage())), keys.Back)
}

func (s *Screen) askingKeys() []keys.ID {
	ids := []keys.ID{keys.Save, keys.Next, keys.Back}
	if len(s.similar.rows) > 0 {
		ids = append(ids, keys.Find)
	}
	if s.kind == model.Complaint {
		ids = append(ids, keys.NewConsultation)
	} else {
		ids = append(ids, keys.NewComplaint, keys.Answers)
	}
	if s.env.Senior {
		return append(ids, keys.Skip)
	}
	return append(ids, keys.NextTab, keys.Previous)
}

// Typing reports that a text field has the focus.
func (s *Screen) Typing() bool { return s.page == asking && s.current().typing() }

// Dirty reports that something typed is not in the store yet, not even as a
// draft.
func (s *Screen) Dirty() bool { return s.draft.typed != s.draft.kept && s.page != done && !s.blank() }

// by is who the store is told makes a change.
func (s *Screen) by() store.By {
	p := s.env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.env.Now()}
}

func (s *Screen) today() model.Day {
	now := s.env.Now()
	return model.DayOf(now, now.Location())
}

// worded gives every part the words, the clock and the layout of the Env.
func (s *Screen) worded() {
	for _, p := range s.all {
		p.words(s.env, s.kind)
	}
	s.buildMenu()
}

// perPage is how many choices stand on one screen.
func (s *Screen) perPage() int {
	if s.env.Senior {
		return 5
	}
	return 9
}
