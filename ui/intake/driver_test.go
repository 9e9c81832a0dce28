package intake_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/affiliate"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/intake"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

var _ intake.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

var zone = time.FixedZone("CST", 8*3600)

// monday is when the tests happen.
var monday = time.Date(2026, 11, 23, 10, 0, 0, 0, zone)

// desk is a store in memory. A call waits in line while held is set.
type desk struct {
	shops  []model.Shop
	group  model.Group // of the first shop
	cases  []model.Case
	drafts map[string]store.Draft
	rows   []find.Row
	fail   map[string]error // by method
	writes []string         // what was written, in order
	since  time.Time
}

func newDesk() *desk {
	return &desk{
		drafts: map[string]store.Draft{}, fail: map[string]error{},
		shops: []model.Shop{{ID: "s-1", Name: "华兴鞋行", Stall: "A12"}, {ID: "s-2", Name: "红星小吃"}, {ID: "s-3", Name: "海鲜酒楼"}},
	}
}

func (d *desk) AddCase(_ context.Context, by store.By, c model.Case) (model.Case, error) {
	if err := d.fail["AddCase"]; err != nil {
		return c, err
	}
	c, ps := flow.Register(c, model.DayOf(by.At, zone))
	if hard := ps.Hard(); len(hard) > 0 {
		return c, hard
	}
	c.ID, c.No, c.Receiver, c.RegisteredAt = "c-1", "JJ01-20261123-0001", by.Actor, by.At
	if c.Kind == model.Complaint {
		c.DueOn = model.DayOf(by.At, zone) + 7
	}
	if d.group.ID != "" && c.ShopID == "s-1" {
		r := affiliate.Decide(d.group, by.At, model.DayOf(by.At, zone))
		c.Route = &r
	}
	d.cases = append(d.cases, c)
	delete(d.drafts, by.Draft)
	d.writes = append(d.writes, "case")
	return c, nil
}

func (d *desk) SaveDraft(_ context.Context, x store.Draft) error {
	if err := d.fail["SaveDraft"]; err != nil {
		return err
	}
	d.drafts[x.Name] = x
	d.writes = append(d.writes, "draft")
	return nil
}

func (d *desk) DropDraft(_ context.Context, name string) error {
	if err := d.fail["DropDraft"]; err != nil {
		return err
	}
	delete(d.drafts, name)
	d.writes = append(d.writes, "drop")
	return nil
}

func (d *desk) Drafts(_ context.Context, prefix string) ([]store.Draft, error) {
	var out []store.Draft
	for name, x := range d.drafts {
		if strings.HasPrefix(name, prefix) {
			out = append(out, x)
		}
	}
	slices.SortFunc(out, func(a, b store.Draft) int { return strings.Compare(a.Name, b.Name) })
	return out, d.fail["Drafts"]
}

// initials answers for the pinyin the real search knows.
var initials = map[string]string{"华兴鞋行": "hxxh", "红星小吃": "hxxc", "海鲜酒楼": "hxjl"}

func (d *desk) Search(_ context.Context, q find.Query) (res find.Result, err error) {
	if err := d.fail["Search"]; err != nil {
		return res, err
	}
	for _, s := range d.shops {
		if strings.HasPrefix(s.Name, q.Text) || strings.HasPrefix(initials[s.Name], q.Text) {
			res.Hits = append(res.Hits, find.Hit{Row: find.Row{Kind: find.Shop, ID: s.ID, Name: s.Name, Stall: s.Stall}})
		}
	}
	return res, nil
}

func (d *desk) Similar(_ context.Context, c model.Case, since time.Time, limit int) (out []find.Row, err error) {
	d.since = since
	for _, r := range d.rows {
		if c.Complainant.Phone != "" && r.Phone == c.Complainant.Phone || c.Shop != "" && r.Shop == c.Shop && r.Name == c.Complainant.Name {
			out = append(out, r)
		}
	}
	return out[:min(limit, len(out))], d.fail["Similar"]
}

// texts reads the catalogues once a test run: they never change.
var texts = sync.OnceValues(func() (*text.Set, error) { return text.Load(assets.Files()) })

func catalogues(t testing.TB) *text.Set {
	set, err := texts()
	require.NoError(t, err)
	return set
}

func bindings(t testing.TB) *keys.Map {
	m, err := keys.New(keys.Table())
	require.NoError(t, err)
	return m
}

func newEnv(t testing.TB, lang string) screen.Env {
	return screen.Env{
		Text: catalogues(t).Lang(lang), Theme: theme.New(theme.Dark), Keys: bindings(t),
		Now:    func() time.Time { return monday },
		Person: model.Person{ID: "p-1", Name: "李阿姨", Role: model.Mediator},
	}
}

// driver sits at one intake screen as the root and a person would.
type driver struct {
	t             testing.TB
	env           screen.Env
	desk          *desk
	s             screen.Screen
	width, height int
	sent          []tea.Msg // what the screen asked of the root
	ticks         []tea.Cmd // waits that have not passed
	slow          bool      // answers of the store wait for settle
	pending       []tea.Cmd
}

func start(t testing.TB, env screen.Env, d *desk, open screen.OpenIntake) *driver {
	s := intake.New(env, d, open)
	dr := &driver{t: t, env: env, desk: d, s: s, width: 80, height: 22}
	s.SetClock(func(_ time.Duration, f func(time.Time) tea.Msg) tea.Cmd {
		return func() tea.Msg { return wait{func() tea.Msg { return f(monday) }} }
	})
	dr.run(s.Init())
	return dr
}

func open(t testing.TB, lang string) *driver {
	return start(t, newEnv(t, lang), newDesk(), screen.OpenIntake{})
}

// wait stands for time that has to pass.
type wait struct{ cmd tea.Cmd }

func (d *driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if d.slow {
		d.pending = append(d.pending, cmd)
		return
	}
	d.serve(cmd())
}

func (d *driver) serve(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	case wait:
		d.ticks = append(d.ticks, msg.cmd)
	case screen.Back, screen.Home, screen.Notice, screen.Ask, screen.OpenCase, screen.Failed, screen.OpenStation:
		d.sent = append(d.sent, msg)
	default:
		d.tell(msg)
	}
}

func (d *driver) tell(msg tea.Msg) *driver {
	s, cmd := d.s.Update(msg)
	d.s = s
	d.run(cmd)
	return d
}

// settle lets the store answer everything it was asked.
func (d *driver) settle() *driver {
	d.slow = false
	for len(d.pending) > 0 {
		cmd := d.pending[0]
		d.pending = d.pending[1:]
		d.run(cmd)
	}
	return d
}

// pause lets the time of all waits pass.
func (d *driver) pause() *driver {
	ticks := d.ticks
	d.ticks = nil
	for _, c := range ticks {
		d.serve(c())
	}
	return d
}

// typed types a text as an input method commits it: one key a character.
func (d *driver) typed(s string) *driver {
	for _, r := range s {
		d.tell(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return d
}

func (d *driver) paste(s string) *driver { return d.tell(tea.PasteMsg{Content: s}) }

var named = map[string]tea.KeyPressMsg{
	"enter": {Code: tea.KeyEnter}, "tab": {Code: tea.KeyTab}, "esc": {Code: tea.KeyEscape},
	"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
	"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "backspace": {Code: tea.KeyBackspace},
	"ctrl+s": {Code: 's', Mod: tea.ModCtrl}, "ctrl+n": {Code: 'n', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl},
	"f5": {Code: tea.KeyF5}, "f6": {Code: tea.KeyF6}, "f7": {Code: tea.KeyF7}, "f8": {Code: tea.KeyF8},
	"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown},
	"space": {Code: tea.KeySpace, Text: " "}, "delete": {Code: tea.KeyDelete},
}

func (d *driver) press(names ...string) *driver {
	for _, n := range names {
		msg, ok := named[n]
		if !ok {
			require.Len(d.t, []rune(n), 1, "key %s", n)
			msg = tea.KeyPressMsg{Code: []rune(n)[0], Text: n}
		}
		d.tell(msg)
	}
	return d
}

// changed hands the screen another surrounding.
func (d *driver) changed(change func(*screen.Env)) *driver {
	change(&d.env)
	return d.tell(screen.EnvChanged{Env: d.env})
}

func (d *driver) resized(w, h int) *driver {
	d.width, d.height = w, h
	return d
}

func (d *driver) block() screen.Block {
	b := d.s.View(d.width, d.height)
	w, h := widget.Size(b)
	require.Equal(d.t, [2]int{d.width, d.height}, [2]int{w, h})
	for _, row := range strings.Split(b.Text, "\n") {
		require.Equal(d.t, d.width, widget.Width(row), "row %q", ansi.Strip(row))
	}
	return b
}

// view is what a person reads, blanks at the end of rows cut off.
func (d *driver) view() string {
	rows := strings.Split(ansi.Strip(d.block().Text), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " ")
	}
	return strings.Join(rows, "\n")
}

func (d *driver) sees(words ...string) *driver {
	d.t.Helper()
	for _, w := range words {
		require.Contains(d.t, d.view(), w)
	}
	return d
}

func (d *driver) seesNot(words ...string) *driver {
	d.t.Helper()
	for _, w := range words {
		require.NotContains(d.t, d.view(), w)
	}
	return d
}

// clicks presses the mouse on the first cell of a text on the screen.
func (d *driver) clicks(words string) *driver {
	d.t.Helper()
	for y, row := range strings.Split(d.view(), "\n") {
		if before, _, ok := strings.Cut(row, words); ok {
			return d.tell(screen.Click{X: widget.Width(before), Y: y, Width: d.width, Height: d.height})
		}
	}
	require.Contains(d.t, d.view(), words)
	return d
}

// asked returns the last message of a kind the screen sent to the root.
func asked[T any](d *driver) T {
	d.t.Helper()
	for _, m := range slices.Backward(d.sent) {
		if v, ok := m.(T); ok {
			return v
		}
	}
	var none T
	require.Fail(d.t, "not asked", "%T of %v\n%s", none, d.sent, d.view())
	return none
}
