// Package shops is where the shops are kept, their place in the no-reason
// return alliance, and the alliance's charter with all its versions; and where
// both go in and out as files.
//
// The screen is a stack of pages: boards (words to read above a menu), one
// list, and forms. What a record or a charter says stands in tables of facts
// (shop.go, terms.go), which serve page, form, comparison and preview alike.
package shops

import (
	"context"
	"io"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/flow"
	"heshi/model/returns"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/trade"
)

// Desk is what the screen asks of the store.
type Desk interface {
	// AllShops returns every shop; a mall has hundreds.
	AllShops(ctx context.Context) ([]model.Shop, error)
	AddShop(ctx context.Context, by store.By, shop model.Shop) (model.Shop, error)
	// EditShop replaces a shop; *store.Stale[model.Shop] when it has changed.
	EditShop(ctx context.Context, by store.By, shop model.Shop) (model.Shop, error)
	// ShopCases returns how many cases a shop has.
	ShopCases(ctx context.Context, id model.ID) (int, error)
	// Groups returns the core enterprises; a park has dozens.
	Groups(ctx context.Context) ([]model.Group, error)
	AddGroup(ctx context.Context, by store.By, g model.Group) (model.Group, error)
	// EditGroup replaces a group; *store.Stale[model.Group] when it has changed.
	EditGroup(ctx context.Context, by store.By, g model.Group) (model.Group, error)
	// SetAffiliate changes one shop of a group; see store.Store.
	SetAffiliate(ctx context.Context, by store.By, group model.ID, was, next model.Affiliate) (model.Group, error)
	// DoMany takes one step on many cases, on all or on none.
	DoMany(ctx context.Context, by store.By, ids []model.ID, action string, args flow.Args) error
	// GroupCases returns the newest cases of a group, and how many each of its
	// shops has.
	GroupCases(ctx context.Context, id model.ID, limit int) ([]store.GroupCase, map[model.ID]int, error)
	// Charters returns the versions adopted, oldest first, and their revision.
	Charters(ctx context.Context) ([]returns.Charter, uint64, error)
	// SaveCharters replaces them; *store.Stale when the revision is old.
	SaveCharters(ctx context.Context, by store.By, list []returns.Charter, rev uint64) (uint64, error)
	sheet.Drafts
}

// Supply is what comes with the program: it is asked in commands and may read
// files.
type Supply interface {
	// Sample is the charter that applies until one is adopted.
	Sample() ([]returns.Charter, error)
	// Examples are the situations a change of the charter is tried on.
	Examples() ([]returns.Example, error)
	// Rules brings the rules, and the calendar in the Env.
	Rules() (*returns.Rules, returns.Env, error)
	// Import checks a file and writes it, unless dry; see trade.Trader.
	Import(ctx context.Context, by store.By, kind, name string, data []byte, dry bool) (trade.Result, error)
	// Thresholds say from when on complaints about a group are an alarm.
	Thresholds() (affiliate.Thresholds, error)
	// Export writes everything of a kind; see trade.Trader.
	Export(ctx context.Context, kind, name, lang string, w io.Writer) (int, error)
}

// Screen is the stack of pages and what they show.
type Screen struct {
	pages.Stack
	desk   Desk
	supply Supply

	ready  bool
	asked  int // number of the newest question; answers to older ones are dropped
	shops  []model.Shop
	places map[model.ID]int  // of the shops
	held   []returns.Charter // adopted, oldest first
	rev    uint64
	sample []returns.Charter

	groups []model.Group
	core   model.ID // of the card of a core enterprise
	toll   toll     // what its shops have drawn
	direct bool     // opened for one file: when that is done the screen is left
	shop   model.ID // of the card
	cases  int      // how many cases it has, -1 while not known
	draft  *draft   // the version of the charter being written
	// charters is the page that lists the versions, once it was opened.
	charters pages.Page
}

// At returns the page of shops, members and charter, or only the page of a file
// where one is asked for.
func At(env screen.Env, desk Desk, supply Supply, msg screen.OpenShops) *Screen {
	s := &Screen{Stack: pages.New(env), desk: desk, supply: supply, cases: -1}
	s.Drafts = desk
	switch {
	case msg.Import != "":
		s.direct = true
		s.Push(s.newImport(msg.Import))
	case msg.Export != "":
		s.direct = true
		s.Push(s.newExport(msg.Export))
	default:
		s.Push(s.newHub())
	}
	return s
}

// loaded brings the records.
type loaded struct {
	asked  int
	shops  []model.Shop
	groups []model.Group
	held   []returns.Charter
	rev    uint64
	sample []returns.Charter
	err    error
}

// Init reads shops and charter.
func (s *Screen) Init() tea.Cmd { return s.load() }

func (s *Screen) load() tea.Cmd {
	s.asked++
	desk, supply, asked := s.desk, s.supply, s.asked
	return func() tea.Msg {
		l := loaded{asked: asked}
		ctx := context.Background()
		if l.shops, l.err = desk.AllShops(ctx); l.err != nil {
			return l
		}
		if l.groups, l.err = desk.Groups(ctx); l.err != nil {
			return l
		}
		if l.held, l.rev, l.err = desk.Charters(ctx); l.err != nil {
			return l
		}
		l.sample, l.err = supply.Sample()
		return l
	}
}

func (s *Screen) onLoaded(l loaded) tea.Cmd {
	if l.asked != s.asked && s.ready { // the first answer is taken in any case: others may never cease to write
		return nil
	}
	if l.err != nil {
		return screen.Send(screen.Failed{Err: l.err})
	}
	s.ready = true
	s.keep(l.shops)
	s.groups = l.groups
	s.held, s.rev, s.sample = l.held, l.rev, l.sample
	if s.draft != nil && s.draft.renew {
		s.draft.rev, s.draft.renew = l.rev, false
	}
	s.RewordAll()
	return nil
}

// keep takes the shops as they were read.
func (s *Screen) keep(shops []model.Shop) {
	s.shops, s.places = shops, make(map[model.ID]int, len(shops))
	for i, shop := range shops {
		s.places[shop.ID] = i
	}
}

// shopOf returns a shop by its id.
func (s *Screen) shopOf(id model.ID) (model.Shop, bool) {
	i, ok := s.places[id]
	if !ok {
		return model.Shop{}, false
	}
	return s.shops[i], true
}

// Waiting reports that the records have not been read yet.
func (s *Screen) Waiting() bool { return !s.ready }

// Topic is the page of the help about this screen.
func (*Screen) Topic() string { return "shops" }

// Dirty reports whether leaving would lose what was typed.
func (s *Screen) Dirty() bool {
	return s.draft != nil && s.draft.changed() || s.Stack.Dirty()
}

// Update takes a message.
func (s *Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := s.take(msg)
	return s, screen.Batch(cmd, s.Settled())
}

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	if cmd, ok := s.Input(msg); ok {
		return cmd
	}
	switch msg.(type) {
	case screen.Changed, screen.Shown:
		return screen.Batch(s.load(), s.count(), s.weigh())
	}
	return s.answer(msg)
}

// answer takes what commands bring.
func (s *Screen) answer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case loaded:
		return s.onLoaded(msg)
	case counted:
		s.onCounted(msg)
	case weighed:
		s.onWeighed(msg)
	case done:
		return screen.Batch(msg.then(s), s.Free())
	case letGo:
		return s.onLetGo(msg)
	case showPreview:
		return s.preview()
	case dropDraft:
		return s.leaveDraft()
	case exclusionAct:
		return s.onExclusion(msg)
	case previewed:
		return screen.Batch(s.onPreviewed(msg), s.Free())
	case chartersSaved:
		return screen.Batch(s.onChartersSaved(msg), s.Free())
	case tried:
		return screen.Batch(s.onTried(msg), s.Free())
	case handedOut:
		return screen.Batch(s.onHandedOut(msg), s.Free())
	case overwrite:
		return s.writeOut(msg.kind, msg.path)
	}
	return nil
}

// by is who the store is told does it.
func (s *Screen) by() store.By {
	p := s.Env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.Env.Now()}
}

func (s *Screen) today() model.Day {
	now := s.Env.Now()
	return model.DayOf(now, now.Location())
}

// coordinates reports whether whoever sits here may change the charter.
func (s *Screen) coordinates() bool { return s.Env.Person.Role == model.Coordinator }

// onlyCoordinators says who may change the charter and how to become one.
func (s *Screen) onlyCoordinators() string {
	return s.Env.T("shops.only_coordinator", "key", keys.Label(s.Env.Text, s.Env.Keys.Binding(keys.Person).Keys[0]))
}
