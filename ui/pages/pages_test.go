package pages_test

import (
	"os"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/pages"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/sheet"
	"heshi/ui/widget"
)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

// host is a screen of three pages: a board that leads to a form and a list.
type host struct {
	pages.Stack
	done []string // what was chosen, removed, opened and saved
	form *pages.Form
	bare bool // the list adds nothing
}

func (h *host) Init() tea.Cmd { return nil }

func (h *host) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd, _ := h.Input(msg)
	return h, screen.Batch(cmd, h.Settled())
}

func newHost(env screen.Env, words int) *host {
	h := &host{Stack: pages.New(env)}
	note := func(s string) tea.Cmd { h.done = append(h.done, s); return nil }
	h.Push(&pages.Board{
		On: &h.Stack, Name: func() string { return "board" },
		Body: func(width int) widget.Block {
			return widget.Para(h.Env.Theme.Text, strings.Repeat("字", words), width)
		},
		Options: func() []widget.Option {
			return []widget.Option{{Value: "form", Label: "form"}, {Value: "list", Label: "list"}, {Value: "off", Label: "off", Off: "no"}}
		},
		Pick: func(v string) tea.Cmd {
			switch v {
			case "form":
				h.Push(h.form)
			case "list":
				h.Push(h.list(note))
			}
			return note("pick " + v)
		},
		Remove: func(v string) tea.Cmd { return note("remove " + v) },
	})
	h.form = &pages.Form{On: &h.Stack, Name: func() string { return "form" }, Questions: func() []sheet.Question {
		return []sheet.Question{{ID: "a", Label: "A", Max: 20}}
	}}
	h.form.Save = func() tea.Cmd { h.Pop(); return note("save " + h.form.Sheet.Value("a")) }
	h.form.Start(map[string][]string{"a": {"x"}})
	return h
}

func (h *host) list(note func(string) tea.Cmd) *pages.Listing {
	l := &pages.Listing{
		On: &h.Stack, Name: func() string { return "list" }, Ask: func() string { return "ask" }, Box: func() string { return "box" },
		Columns: func(int) []widget.Column { return []widget.Column{{Min: 4}} },
		Rows: func(query string) []widget.Row {
			var out []widget.Row
			for _, name := range []string{"alpha", "beta", "gamma"} {
				if strings.Contains(name, query) {
					out = append(out, widget.Row{ID: name, Cells: []string{name}})
				}
			}
			return out
		},
		Open: func(id, _ string) tea.Cmd { return note("open " + id) },
		Add:  func(query string) tea.Cmd { return note("add " + query) },
	}
	if h.bare {
		l.Add = nil
	}
	return l.Start()
}

func start(t screentest.T, words int) (*screentest.Driver, *host) {
	env := screentest.Env(t, "zh")
	h := newHost(env, words)
	return screentest.Start(t, env, h), h
}

func TestABoardScrollsChoosesAndRemoves(t *testing.T) {
	d, h := start(t, 2000)
	require.Contains(t, d.S.Keys(), keys.PageDown)
	first := d.View()
	require.NotEqual(t, first, d.Press("pgdown").View())
	d.Press("delete", "3", "2")
	require.Equal(t, []string{"remove form", "pick list"}, h.done, "an option that is off is not chosen")
	d.Press("esc").Click("form")
	require.Equal(t, "form", h.Title())
}

func TestAFormIsLeftOnlyOverItsChanges(t *testing.T) {
	d, h := start(t, 2)
	d.Press("1", "esc")
	require.Equal(t, "board", h.Title(), "nothing was changed")
	d.Press("1").Type("yz").Press("esc")
	ask := screentest.Asked[screen.Ask](d)
	require.Equal(t, "form", h.Title())
	require.True(t, h.Dirty())
	d.Tell(ask.Options[0].Answer)
	require.Equal(t, "save xyz", h.done[len(h.done)-1])
}

// TestWhatIsTypedOutlivesTheProgram: and is forgotten when it was saved or let
// go.
func TestWhatIsTypedOutlivesTheProgram(t *testing.T) {
	env := screentest.Env(t, "zh")
	env.After = screentest.AtOnce
	env.Person.ID = "p-1"
	kept := screentest.Kept{}
	sit := func() (*screentest.Driver, *host) {
		h := newHost(env, 2)
		h.Drafts = kept
		h.form.Draft = h.Draft("thing", "t-1")
		return screentest.Start(t, env, h), h
	}
	d, h := sit()
	d.Press("1").Type("yz")
	require.Contains(t, kept, "form/thing/t-1/p-1")
	require.False(t, h.Dirty(), "leaving would lose nothing")

	d, h = sit() // the program was killed
	require.Empty(t, h.form.Sheet.Changed())
	d.Press("1")
	require.Equal(t, "xyz", h.form.Sheet.Value("a"))
	d.Press("esc")
	d.Tell(screentest.Asked[screen.Ask](d).Options[0].Answer)
	require.Equal(t, "save xyz", h.done[len(h.done)-1])
	require.Empty(t, kept)

	d, _ = sit()
	d.Press("1").Type("w")
	require.NotEmpty(t, kept)
	d.Press("esc")
	d.Tell(screentest.Asked[screen.Ask](d).Options[2].Answer)
	require.Empty(t, kept, "let go")
}

// TestAWriteSavesTheUppermostForm: its draft goes with the write, also when pages
// stand on it that ask more.
func TestAWriteSavesTheUppermostForm(t *testing.T) {
	env := screentest.Env(t, "zh")
	env.After = screentest.AtOnce
	h := newHost(env, 2)
	grew := func() (draft string) {
		_, _ = sheet.Save(h.Saving(), store.By{}, func(by store.By) (int, error) { draft = by.Draft; return 0, nil })
		return draft
	}
	h.Drafts = screentest.Kept{}
	h.form.Draft = h.Draft("thing", "t-1")
	d := screentest.Start(t, env, h)
	require.Empty(t, grew(), "no form")
	d.Press("1").Type("yz")
	require.Equal(t, h.form.Draft, grew())
	h.Push(&pages.Board{On: &h.Stack, Name: func() string { return "more" }, Options: func() []widget.Option { return nil }})
	require.Equal(t, h.form.Draft, grew())
}

func TestAListNarrowsAndDigitsOpenOnlyWhereNothingIsTyped(t *testing.T) {
	d, h := start(t, 2)
	d.Press("2", "2")
	require.Equal(t, "open beta", h.done[len(h.done)-1])
	d.Type("ga2").SeesNot("alpha", "beta", "gamma").Press("backspace", "enter")
	require.Equal(t, "open gamma", h.done[len(h.done)-1])
	d.Press("insert")
	require.Equal(t, "add ga", h.done[len(h.done)-1])
	d.Press("esc").Sees("alpha").Press("esc", "esc")
	screentest.Asked[screen.Back](d)
}

func TestADigitBehindWhatIsTypedOpensWhereNothingIsAdded(t *testing.T) {
	d, h := start(t, 2)
	h.bare = true
	d.Press("2").Type("a").Press("2")
	require.Equal(t, "open beta", h.done[len(h.done)-1])
	d.Press("backspace").Type("b4").SeesNot("alpha", "beta", "gamma")
}

func TestKeysWaitWhileTheStoreIsAsked(t *testing.T) {
	d, h := start(t, 2)
	h.Hold()
	d.Press("2", "1")
	require.Empty(t, h.done)
	d.Tell(nil)
	h.Free()
	require.Equal(t, []string{"pick list", "open alpha"}, h.done)
}

func TestAnyKeysKeepThePagesExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d, _ := start(rt, rapid.IntRange(0, 900).Draw(rt, "words"))
		d.Storm(rt, screen.EnvChanged{Env: d.Env})
	})
}
