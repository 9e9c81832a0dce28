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
	"heshi/ui/screen"
	"heshi/ui/sheet"
	"heshi/ui/text"
	"heshi/ui/trade"
	"heshi/ui/widget"
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

// page is one page of the screen. The one on top takes the keys.
type page interface {
	title(*Screen) string
	view(s *Screen, width, height int) widget.Block
	keys(*Screen) []keys.ID
	press(*Screen, tea.Msg) tea.Cmd // a key or a paste
	do(*Screen, keys.ID) tea.Cmd
	click(*Screen, screen.Click) tea.Cmd
	wheel(s *Screen, lines int)
	reword(*Screen) // words, layout or records have changed
	typing() bool
	dirty() bool
}

// Screen is the stack of pages and what they show.
type Screen struct {
	env    screen.Env
	desk   Desk
	supply Supply
	drawn  *widget.Spot // the size last drawn: how far scrolling goes. View leaves it here.
	pages  []page

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
	busy   bool     // the store or a file is asked; keys wait
	waited []tea.Msg
}

// New returns the page of shops, members and charter.
func New(env screen.Env, desk Desk, supply Supply) *Screen {
	s := &Screen{env: env, desk: desk, supply: supply, drawn: &widget.Spot{X: 80, Y: 20}, cases: -1}
	s.push(newHub())
	return s
}

// At is New with the page of a file on top, where one is asked for.
func At(env screen.Env, desk Desk, supply Supply, msg screen.OpenShops) *Screen {
	s := New(env, desk, supply)
	switch {
	case msg.Import != "":
		s.pages, s.direct = nil, true
		s.push(s.newImport(msg.Import))
	case msg.Export != "":
		s.pages, s.direct = nil, true
		s.push(s.newExport(msg.Export))
	}
	return s
}

func (s *Screen) push(p page) {
	s.pages = append(s.pages[:len(s.pages):len(s.pages)], p)
	p.reword(s)
}

func (s *Screen) top() page { return s.pages[len(s.pages)-1] }

// pop leaves the page on top; the first one leaves the screen.
func (s *Screen) pop() tea.Cmd {
	if len(s.pages) == 1 {
		return screen.Send(screen.Back{})
	}
	s.pages = s.pages[:len(s.pages)-1]
	s.top().reword(s)
	return nil
}

// popTo leaves pages until one is on top that stop says yes to, or the first.
func (s *Screen) popTo(stop func(page) bool) {
	for len(s.pages) > 1 && !stop(s.top()) {
		s.pages = s.pages[:len(s.pages)-1]
	}
	s.top().reword(s)
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
	s.rewordAll()
	return nil
}

func (s *Screen) rewordAll() {
	for _, p := range s.pages {
		p.reword(s)
	}
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

// Title is the heading.
func (s *Screen) Title() string { return s.top().title(s) }

// Typing reports whether a text field has the focus.
func (s *Screen) Typing() bool { return s.top().typing() }

// Dirty reports whether leaving would lose what was typed.
func (s *Screen) Dirty() bool {
	if s.draft != nil && s.draft.changed() {
		return true
	}
	for _, p := range s.pages {
		if p.dirty() {
			return true
		}
	}
	return false
}

// Keys lists what works here.
func (s *Screen) Keys() []keys.ID { return s.top().keys(s) }

// View draws the page on top.
func (s *Screen) View(width, height int) screen.Block {
	*s.drawn = widget.Spot{X: width, Y: height}
	return widget.Fit(s.top().view(s, width, height), width, height)
}

// Update takes a message.
func (s *Screen) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := s.take(msg)
	return s, screen.Batch(cmd, s.keepTyped())
}

func (s *Screen) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		s.env = msg.Env
		s.rewordAll()
	case screen.Changed, screen.Shown:
		return screen.Batch(s.load(), s.count(), s.weigh())
	case screen.Wheel:
		s.top().wheel(s, msg.Lines)
	case tea.KeyPressMsg, tea.PasteMsg, screen.Do, screen.Click:
		return s.input(msg)
	default:
		return s.answer(msg)
	}
	return nil
}

// input gives keys and the mouse to the page on top. While the store is asked
// they wait, so that nobody types into a page that is about to go.
func (s *Screen) input(msg tea.Msg) tea.Cmd {
	if s.busy {
		if _, click := msg.(screen.Click); !click {
			s.waited = append(s.waited, msg)
		}
		return nil
	}
	p := s.top()
	switch msg := msg.(type) {
	case screen.Do:
		return p.do(s, msg.ID)
	case screen.Click:
		return p.click(s, msg)
	}
	return p.press(s, msg)
}

// free ends a wait and lets the keys through that were pressed meanwhile.
func (s *Screen) free() tea.Cmd {
	s.busy = false
	cmds := make([]tea.Cmd, 0, len(s.waited))
	for len(s.waited) > 0 && !s.busy {
		msg := s.waited[0]
		s.waited = s.waited[1:]
		cmds = append(cmds, s.input(msg))
	}
	return screen.Batch(cmds...)
}

// answer takes what commands bring.
func (s *Screen) answer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case loaded:
		return s.onLoaded(msg)
	case counted:
		s.onCounted(msg)
	case saveForm:
		return s.saveTop()
	case dropForm:
		return screen.Batch(s.dropTyped(s.top()), s.pop())
	case weighed:
		s.onWeighed(msg)
	case done:
		return screen.Batch(msg.then(s), s.free())
	case letGo:
		return s.onLetGo(msg)
	case showPreview:
		return s.preview()
	case dropDraft:
		return s.leaveDraft()
	case exclusionAct:
		return s.onExclusion(msg)
	case previewed:
		return screen.Batch(s.onPreviewed(msg), s.free())
	case chartersSaved:
		return screen.Batch(s.onChartersSaved(msg), s.free())
	case tried:
		return screen.Batch(s.onTried(msg), s.free())
	case handedOut:
		return screen.Batch(s.onHandedOut(msg), s.free())
	case overwrite:
		return s.writeOut(msg.kind, msg.path)
	}
	return s.keeping(msg)
}

// saveTop saves the form on top.
func (s *Screen) saveTop() tea.Cmd {
	if f, ok := s.top().(interface{ keep(*Screen) tea.Cmd }); ok {
		return f.keep(s)
	}
	return nil
}

// by is who the store is told does it.
func (s *Screen) by() store.By {
	p := s.env.Person
	return store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: s.env.Now()}
}

func (s *Screen) today() model.Day {
	now := s.env.Now()
	return model.DayOf(now, now.Location())
}

// coordinates reports whether whoever sits here may change the charter.
func (s *Screen) coordinates() bool { return s.env.Person.Role == model.Coordinator }

// onlyCoordinators says who may change the charter and how to become one.
func (s *Screen) onlyCoordinators() string {
	return s.env.T("shops.only_coordinator", "key", keys.Label(s.env.Text, s.env.Keys.Binding(keys.Person).Keys[0]))
}

func (s *Screen) notice(bad bool, sentence string) tea.Cmd {
	return screen.Send(screen.Notice{Text: sentence, Bad: bad})
}

// leaving asks what to do with changes, see sheet.Leaving. word is what keeping
// them is called; "" is to save them.
func (s *Screen) leaving(word text.Key, save, drop tea.Msg) tea.Cmd {
	ask := sheet.Leaving(s.env.Text, save, drop)
	if word != "" {
		ask.Options[0].Label = s.env.T(word)
	}
	return screen.Send(ask)
}
