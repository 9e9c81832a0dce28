package returns_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/flow"
	engine "heshi/model/returns"
	"heshi/model/workday"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/paper"
	"heshi/ui/paper/forms"
	"heshi/ui/paper/office"
	"heshi/ui/paper/output"
	"heshi/ui/returns"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/text"
	"heshi/ui/widget"
)

var _ returns.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

// desk is a store in memory.
type desk struct {
	shops []model.Shop
	cases []model.Case
	fail  error
	screentest.Kept
}

func newDesk() *desk {
	joined, _ := model.ParseDay("2026-01-01")
	return &desk{Kept: screentest.Kept{}, shops: []model.Shop{
		{ID: "s-1", Name: "华兴鞋行", Stall: "A12", Member: &model.Member{Joined: joined}},
		{ID: "s-2", Name: "红星服饰"},
		{ID: "s-3", Name: "海天服饰", OwnSignDays: 7},
	}}
}

func (d *desk) AddCase(_ context.Context, by store.By, c model.Case) (model.Case, error) {
	if d.fail != nil {
		return c, d.fail
	}
	c, ps := flow.Register(c, model.DayOf(by.At, by.At.Location()))
	if hard := ps.Hard(); len(hard) > 0 {
		return c, hard
	}
	c.No = "JJ01-20261123-0001"
	d.cases = append(d.cases, c)
	return c, nil
}

func (d *desk) Search(_ context.Context, q find.Query) (res find.Result, err error) {
	for _, s := range d.shops {
		if find.Matches(q.Text, s.Name) {
			res.Hits = append(res.Hits, find.Hit{Row: find.Row{Kind: find.Shop, ID: s.ID, Name: s.Name, Stall: s.Stall}})
		}
	}
	return res, d.fail
}

func (d *desk) Shop(_ context.Context, ref string) (model.Shop, error) {
	for _, s := range d.shops {
		if string(s.ID) == ref {
			return s, d.fail
		}
	}
	return model.Shop{}, errors.New("no such shop")
}

// real is what the check judges by, read once for all tests.
type real struct {
	rules *engine.Rules
	env   engine.Env
	err   error
}

var load = sync.OnceValue(func() (r real) {
	if r.rules, r.err = engine.LoadRules(assets.Files()); r.err != nil {
		return r
	}
	if r.env.Calendar, r.err = workday.Load(assets.Files()); r.err != nil {
		return r
	}
	r.env.Charters, r.err = engine.SampleCharters(assets.Files())
	return r
})

func rules() (*engine.Rules, engine.Env, error) {
	r := load()
	return r.rules, r.env, r.err
}

// envs are read once: the words of a language take longer than most tests.
var envOf sync.Map

func envs(lang string) screen.Env {
	if e, ok := envOf.Load(lang); ok {
		return e.(screen.Env)
	}
	e := screentest.Env(panics{}, lang)
	envOf.Store(lang, e)
	return e
}

// panics is a test that cannot go on.
type panics struct{}

func (panics) Helper()                   {}
func (panics) FailNow()                  { panic("no words") }
func (panics) Errorf(f string, a ...any) { panic(fmt.Sprintf(f, a...)) }

// room is a check somebody sits at.
type room struct {
	*screentest.Driver
	desk  *desk
	slips string
}

func open(t testing.TB, lang string, now time.Time) room { return openOn(t, newDesk(), lang, now) }

func openOn(t testing.TB, d *desk, lang string, now time.Time) room {
	env := envs(lang)
	env.Now = func() time.Time { return now }
	dir := t.TempDir() + "/slips"
	s := returns.New(env, d, returns.Options{Rules: rules, Print: func(_ context.Context, words *text.Catalogue, kind, title string, blocks []paper.Block) (office.Made, error) {
		doc, err := forms.New(assets.Files(), words, "服务站").Page(kind, title, "", blocks...)
		if err != nil {
			return office.Made{}, err
		}
		out, err := paper.NewPress(assets.Files()).Print(doc, paper.Options{Text: words})
		if err != nil {
			return office.Made{}, err
		}
		path, err := output.Save(dir, output.Name(doc, false), out.PDF)
		return office.Made{File: path}, err
	}})
	return room{screentest.Start(t, env, s), d, dir}
}

func openNow(t testing.TB, lang string) room { return open(t, lang, screentest.Now()) }

// on is ten in the morning of a day.
func on(t testing.TB, day string) time.Time {
	d, err := model.ParseDay(day)
	require.NoError(t, err)
	return d.In(screentest.Now().Location()).Add(10 * time.Hour)
}

// do plays a list of presses: a word in brackets is a key, the rest is typed.
func (r room) do(script string) room {
	r.Helper()
	for _, word := range strings.Fields(script) {
		if strings.HasPrefix(word, "<") {
			r.key(strings.Trim(word, "<>"))
		} else {
			r.Type(word)
		}
	}
	return r
}

func (r room) key(name string) {
	switch name {
	case "ctrl+n":
		r.Tell(tea.KeyPressMsg{Code: 'n', Mod: tea.ModCtrl})
	default:
		r.Press(name)
	}
}

// script says how somebody answers the questions that come: the words of the
// question, and what is pressed.
type script [][2]string

// most is how many questions lead to a verdict.
const most = 7

// answer answers what is asked until there is a verdict, and returns how many
// questions that took.
func (r room) answer(s script) int {
	r.Helper()
	asked := 0
	for r.asking() {
		view := r.View()
		keys := ""
		for _, line := range s {
			if strings.Contains(view, line[0]) {
				keys = line[1]
			}
		}
		require.NotEmpty(r.T, keys, "nobody answers\n%s", view)
		asked++
		require.LessOrEqual(r.T, asked, most)
		r.do(keys)
		require.NotEqual(r.T, view, r.View(), "nothing happened")
	}
	return asked
}

// asking reports that a question is on the screen.
func (r room) asking() bool {
	return strings.Contains(r.View(), r.Env.T("check.progress", "n", 1)[:3]) && !r.settled()
}

// settled reports that the verdict is on the screen.
func (r room) settled() bool { return r.S.Title() == r.Env.T("check.title.verdict") }

// binding runs a binding as palette and mouse do.
func (r room) binding(id keys.ID) { r.Tell(screen.Do{ID: id}) }

// whole is the verdict from its first to its last row.
func (r room) whole() string {
	w, h := r.Width, r.Height
	r.Resize(100, 200)
	out := r.View()
	r.Resize(w, h)
	return out
}
