// Package screentest sits at one screen as the root and a person would: it
// hands it keys and messages, runs its commands, keeps what it asks of the
// root, and reads what it draws. Only tests use it.
package screentest

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// T is a test, or a property of rapid's.
type T interface {
	require.TestingT
	Helper()
}

// Now is when the tests happen: a Monday morning in Jinjiang.
func Now() time.Time {
	return time.Date(2026, 11, 23, 10, 0, 0, 0, time.FixedZone("CST", 8*3600))
}

// texts reads the catalogues once a test run: they never change.
var texts = sync.OnceValues(func() (*text.Set, error) { return text.Load(assets.Files()) })

// Texts returns the sentences in all languages.
func Texts(t T) *text.Set {
	t.Helper()
	set, err := texts()
	require.NoError(t, err)
	return set
}

// Env is what a screen may know, in a language, with 李阿姨 at the desk.
func Env(t T, lang string) screen.Env {
	table, err := keys.New(keys.Table())
	require.NoError(t, err)
	return screen.Env{
		Text: Texts(t).Lang(lang), Theme: theme.New(theme.Dark), Keys: table, Now: Now,
		Person:  model.Person{ID: "p-1", Name: "李阿姨", Role: model.Mediator},
		Station: model.Station{Code: "JJ01", Name: "晋江万达消费维权服务站", Zone: "Asia/Shanghai"},
		After:   never,
	}
}

// never lets what a screen waits for not come: most tests are not about it.
func never(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil }

// AtOnce is an Env's After that lets no time pass.
func AtOnce(_ time.Duration, fn func(time.Time) tea.Msg) tea.Cmd {
	return func() tea.Msg { return fn(Now()) }
}

// Driver sits at one screen.
type Driver struct {
	T
	Env           screen.Env
	S             screen.Screen
	Width, Height int
	Sent          []tea.Msg // what the screen asked of the root
	Held          []tea.Cmd // commands that have not run, while Slow
	Slow          bool      // answers wait for Settle
}

// Start opens a screen of 80 x 22 cells, what a terminal of 80 x 24 leaves it.
func Start(t T, env screen.Env, s screen.Screen) *Driver {
	d := &Driver{T: t, Env: env, S: s, Width: 80, Height: 22}
	d.View()
	d.run(s.Init())
	return d
}

func (d *Driver) run(cmd tea.Cmd) {
	switch {
	case cmd == nil:
	case d.Slow:
		d.Held = append(d.Held, cmd)
	default:
		d.serve(cmd())
	}
}

func (d *Driver) serve(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			d.run(c)
		}
	case screen.Back, screen.Home, screen.Notice, screen.Ask, screen.AskText, screen.OpenCase,
		screen.OpenIntake, screen.OpenLookup, screen.PersonPicked, screen.Failed, screen.OpenDuty,
		screen.OpenPeople, screen.OpenShops, screen.OpenPlatform, screen.OpenSetup, screen.OpenDisplay, screen.OpenTargets, screen.OpenRoster, screen.LikeTheme, screen.OpenStation, screen.AnswerPicked:
		d.Sent = append(d.Sent, msg)
	default:
		d.Tell(msg)
	}
}

// Tell gives the screen a message and runs what it asks for.
func (d *Driver) Tell(msg tea.Msg) *Driver {
	s, cmd := d.S.Update(msg)
	d.S = s
	d.run(cmd)
	return d
}

// Settle lets everything that was held run.
func (d *Driver) Settle() *Driver {
	d.Slow = false
	for len(d.Held) > 0 {
		cmd := d.Held[0]
		d.Held = d.Held[1:]
		d.run(cmd)
	}
	return d
}

// Type types a text as an input method commits it: one key a character.
func (d *Driver) Type(s string) *Driver {
	for _, r := range s {
		d.Tell(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return d
}

// Key makes a key press of its name, such as "ctrl+s", "up" or "3".
func Key(name string) tea.KeyPressMsg {
	if k, ok := named()[name]; ok {
		return k
	}
	r := []rune(name)
	if len(r) != 1 {
		panic("screentest: no key " + name)
	}
	return tea.KeyPressMsg{Code: r[0], Text: name}
}

func named() map[string]tea.KeyPressMsg {
	return map[string]tea.KeyPressMsg{
		"enter": {Code: tea.KeyEnter}, "tab": {Code: tea.KeyTab}, "esc": {Code: tea.KeyEscape},
		"shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift}, "up": {Code: tea.KeyUp}, "down": {Code: tea.KeyDown},
		"left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight}, "backspace": {Code: tea.KeyBackspace},
		"ctrl+s": {Code: 's', Mod: tea.ModCtrl}, "ctrl+u": {Code: 'u', Mod: tea.ModCtrl}, "ctrl+f": {Code: 'f', Mod: tea.ModCtrl},
		"f5": {Code: tea.KeyF5}, "f6": {Code: tea.KeyF6}, "f7": {Code: tea.KeyF7}, "f8": {Code: tea.KeyF8},
		"f1": {Code: tea.KeyF1}, "f10": {Code: tea.KeyF10}, "f11": {Code: tea.KeyF11}, "f12": {Code: tea.KeyF12},
		"f2": {Code: tea.KeyF2}, "f3": {Code: tea.KeyF3}, "f4": {Code: tea.KeyF4}, "f9": {Code: tea.KeyF9},
		"ctrl+q": {Code: 'q', Mod: tea.ModCtrl}, "ctrl+c": {Code: 'c', Mod: tea.ModCtrl}, "ctrl+k": {Code: 'k', Mod: tea.ModCtrl},
		"ctrl+z": {Code: 'z', Mod: tea.ModCtrl}, "ctrl+y": {Code: 'y', Mod: tea.ModCtrl}, "insert": {Code: tea.KeyInsert},
		"pgup": {Code: tea.KeyPgUp}, "pgdown": {Code: tea.KeyPgDown}, "home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
		"space": {Code: tea.KeySpace, Text: " "}, "delete": {Code: tea.KeyDelete},
	}
}

// Press presses keys.
func (d *Driver) Press(names ...string) *Driver {
	for _, n := range names {
		d.View() // a person sees the screen between two keys
		d.Tell(Key(n))
	}
	return d
}

// Change hands the screen another Env.
func (d *Driver) Change(change func(*screen.Env)) *Driver {
	change(&d.Env)
	return d.Tell(screen.EnvChanged{Env: d.Env})
}

// Lang changes the language, as F2 does.
func (d *Driver) Lang(lang string) *Driver {
	other := Texts(d.T).Lang(lang)
	return d.Change(func(e *screen.Env) { e.Text = other })
}

// Senior turns senior mode on or off, as F3 does.
func (d *Driver) Senior(on bool) *Driver {
	return d.Change(func(e *screen.Env) { e.Senior = on })
}

// Resize gives the screen another size.
func (d *Driver) Resize(w, h int) *Driver {
	d.Width, d.Height = w, h
	d.View()
	return d
}

// Block is what the screen draws; it fails the test unless that is exactly as
// large as asked, row by row, and the same twice.
func (d *Driver) Block() screen.Block {
	b := d.S.View(d.Width, d.Height)
	require.Equal(d.T, b, d.S.View(d.Width, d.Height), "drawing twice differs")
	rows := strings.Split(b.Text, "\n")
	require.Len(d.T, rows, d.Height)
	for _, row := range rows {
		require.Equal(d.T, d.Width, widget.Width(row), "row %q", ansi.Strip(row))
	}
	if d.S.Typing() {
		require.NotNil(d.T, b.Cursor, "typing without a cursor")
	}
	return b
}

// View is what a person reads, blanks at the end of rows cut off.
func (d *Driver) View() string {
	rows := strings.Split(ansi.Strip(d.Block().Text), "\n")
	for i, r := range rows {
		rows[i] = strings.TrimRight(r, " ")
	}
	return strings.Join(rows, "\n")
}

// Sees fails the test unless the screen shows the words.
func (d *Driver) Sees(words ...string) *Driver {
	d.Helper()
	for _, w := range words {
		require.Contains(d.T, d.View(), w)
	}
	return d
}

// SeesNot fails the test if the screen shows one of the words.
func (d *Driver) SeesNot(words ...string) *Driver {
	d.Helper()
	for _, w := range words {
		require.NotContains(d.T, d.View(), w)
	}
	return d
}

// Click presses the mouse on the first cell of some words on the screen.
func (d *Driver) Click(words string) *Driver {
	d.Helper()
	for y, row := range strings.Split(d.View(), "\n") {
		if before, _, ok := strings.Cut(row, words); ok {
			return d.Tell(screen.Click{X: widget.Width(before), Y: y, Width: d.Width, Height: d.Height})
		}
	}
	require.Contains(d.T, d.View(), words)
	return d
}

// Selected is the row that carries the pointer.
func (d *Driver) Selected() string {
	for _, row := range strings.Split(d.View(), "\n") {
		if _, after, ok := strings.Cut(row, d.Env.Theme.Marks.Pointer+" "); ok {
			return after
		}
	}
	return ""
}

// Asked returns the last message of a kind that the screen sent to the root.
func Asked[T any](d *Driver) T {
	d.Helper()
	for _, m := range slices.Backward(d.Sent) {
		if v, ok := m.(T); ok {
			return v
		}
	}
	var none T
	require.Failf(d.T, "not asked", "%T among %v", none, d.Sent)
	return none
}

// Count is how many messages of a kind the screen has sent to the root.
func Count[T any](d *Driver) int {
	n := 0
	for _, m := range d.Sent {
		if _, ok := m.(T); ok {
			n++
		}
	}
	return n
}

// Sizes are what terminals of 60x20, 80x24 and 160x45 leave a screen.
func Sizes() [][2]int { return [][2]int{{60, 18}, {80, 22}, {160, 43}} }

//nolint:gochecknoglobals // a flag of the test binary
var update = flag.Bool("update", false, "write the golden files")

// Golden compares what the screen shows with testdata/<name>.golden; -update
// writes it.
func (d *Driver) Golden(name string) {
	d.Helper()
	file := filepath.Join("testdata", name+".golden")
	got := d.View() + "\n"
	if *update {
		require.NoError(d.T, os.MkdirAll("testdata", 0o755))
		require.NoError(d.T, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(d.T, err)
	require.Equal(d.T, string(want), got)
}

// Storm presses keys, turns the wheel, clicks, resizes and switches language
// and layout at random. After every step the screen must still be exact; the
// test fails by itself when it panics.
func (d *Driver) Storm(t *rapid.T, more ...tea.Msg) {
	names := []string{
		"enter", "tab", "esc", "shift+tab", "up", "down", "left", "right", "backspace", "ctrl+s", "ctrl+f", "f5", "f6",
		"insert", "pgup", "pgdown", "home", "end", "space", "delete", "1", "2", "3", "5", "9", "0", "/", "z", "张", "，",
	}
	for range rapid.IntRange(1, 12).Draw(t, "steps") {
		switch rapid.IntRange(0, 9).Draw(t, "what") {
		case 0:
			d.Width = rapid.IntRange(60, 200).Draw(t, "width")
			d.Height = rapid.IntRange(15, 58).Draw(t, "height")
		case 1:
			d.Lang(rapid.SampledFrom(text.Langs()).Draw(t, "lang"))
		case 2:
			d.Senior(rapid.Bool().Draw(t, "senior"))
		case 3:
			d.Tell(screen.Click{
				X: rapid.IntRange(0, d.Width-1).Draw(t, "x"), Y: rapid.IntRange(0, d.Height-1).Draw(t, "y"),
				Width: d.Width, Height: d.Height,
			})
		case 4:
			d.Tell(screen.Wheel{Lines: rapid.SampledFrom([]int{-3, 3}).Draw(t, "lines")})
		case 5:
			if len(more) > 0 {
				d.Tell(rapid.SampledFrom(more).Draw(t, "message"))
			}
		default:
			d.Tell(Key(rapid.SampledFrom(names).Draw(t, "key")))
		}
		d.Block()
		for _, id := range d.S.Keys() {
			require.NotEmpty(t, d.Env.Keys.Binding(id).Keys, "no binding %q", id)
		}
		_ = d.S.Title()
		_ = d.S.Dirty()
	}
}
