// Package station is the page about the station itself: the way to the month's
// report, the self-check and the answers, and the backup.
package station

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

// Desk is what the page asks of the store.
type Desk interface {
	trade.Safe
	LastBackup(context.Context) (store.LastBackup, bool, error)
}

// Menu is the page.
type Menu struct {
	env    screen.Env
	desk   Desk
	folder string // where a backup goes when nobody says otherwise
	menu   widget.Choice
	last   store.LastBackup
	has    bool
	ready  bool
	busy   bool // a backup is being written
	stop   context.CancelFunc
	asked  int
}

// backupPage is the entry that is no page of its own.
const backupPage = "backup"

func pages() []string {
	return []string{screen.StationReport, screen.StationCheck, screen.StationAnswers, backupPage}
}

// NewMenu returns the page. folder is where backups go.
func NewMenu(env screen.Env, desk Desk, folder string) *Menu {
	m := &Menu{desk: desk, folder: folder}
	m.setEnv(env)
	return m
}

func (m *Menu) setEnv(env screen.Env) {
	m.env = env
	at := max(0, m.menu.Index())
	m.menu = widget.NewMenu(env.Senior)
	for _, p := range pages() {
		m.menu.Options = append(m.menu.Options, widget.Option{Value: p, Label: env.T(text.Key("station.page." + p))})
	}
	m.menu.SetValues(pages()[at])
}

// loaded is what the store knows of its last backup.
type loaded struct {
	asked int
	last  store.LastBackup
	has   bool
	err   error
}

// Init reads when the last backup was made.
func (m *Menu) Init() tea.Cmd { return m.load() }

func (m *Menu) load() tea.Cmd {
	m.asked++
	desk, asked := m.desk, m.asked
	return func() tea.Msg {
		l := loaded{asked: asked}
		l.last, l.has, l.err = desk.LastBackup(context.Background())
		return l
	}
}

// Messages about a backup.
type (
	write  struct{ path string } // to a file
	other  struct{}              // to a file the person names
	stop   struct{}              // leave, and break the backup off
	backed struct {
		path string
		b    store.Backed
		err  error
	}
)

// Update takes a message.
func (m *Menu) Update(msg tea.Msg) (screen.Screen, tea.Cmd) { return m, m.take(msg) }

func (m *Menu) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		m.setEnv(msg.Env)
	case screen.Shown:
		return m.load()
	case loaded:
		return m.onLoaded(msg)
	case write:
		return m.backup(msg.path)
	case other:
		return screen.Send(screen.AskText{
			Title: m.env.T("station.backup.other"), Body: m.env.T("station.backup.other.body"), Need: m.env.T("station.backup.need"),
			Answer: func(s string) tea.Msg { return write{s} },
		})
	case backed:
		return m.onBacked(msg)
	case stop:
		m.stop()
		return screen.Send(screen.Back{})
	case screen.Do:
		return m.act(msg.ID)
	case screen.Click:
		return m.click(msg)
	case tea.KeyPressMsg:
		return m.press(msg)
	}
	return nil
}

func (m *Menu) press(msg tea.KeyPressMsg) tea.Cmd {
	if id, ok := m.env.Keys.Match(msg, append(keys.Digits(len(pages())), keys.Back)...); ok {
		return m.act(id)
	}
	m.menu, _ = m.menu.Update(msg)
	return m.picked()
}

func (m *Menu) act(id keys.ID) tea.Cmd {
	if id == keys.Back {
		return m.back()
	}
	if id == keys.Open {
		m.menu, _ = m.menu.Update(tea.KeyPressMsg{Code: tea.KeyEnter})
		return m.picked()
	}
	if n, ok := keys.Number(id); ok && n >= 1 && n <= len(pages()) {
		m.menu.Press(n - 1)
		return m.picked()
	}
	return nil
}

// back leaves; a backup under way is asked about first.
func (m *Menu) back() tea.Cmd {
	if !m.busy {
		return screen.Send(screen.Back{})
	}
	return screen.Send(screen.Ask{
		Title: m.env.T("station.backup.busy"), Body: m.env.T("station.backup.leave"),
		Options: []screen.Option{
			{Label: m.env.T("station.backup.stay")},
			{Label: m.env.T("station.backup.stop"), Answer: stop{}},
		},
	})
}

func (m *Menu) picked() tea.Cmd {
	o, ok := m.menu.Picked()
	if !ok {
		return nil
	}
	if o.Value == backupPage {
		return m.askBackup()
	}
	return screen.Send(screen.OpenStation{Page: o.Value})
}

// askBackup asks where the backup goes.
func (m *Menu) askBackup() tea.Cmd {
	if m.busy {
		return screen.Send(screen.Notice{Text: m.env.T("station.backup.busy")})
	}
	path := filepath.Join(m.folder, "heshi-"+m.env.Now().Format("20060102-1504")+".heshi")
	return screen.Send(screen.Ask{
		Title: m.env.T("station.page.backup"), Body: m.env.T("station.backup.where"),
		Options: []screen.Option{
			{Label: m.env.T("station.backup.to", "file", path), Answer: write{path}},
			{Label: m.env.T("station.backup.other"), Answer: other{}},
		},
	})
}

func (m *Menu) backup(path string) tea.Cmd {
	if m.busy {
		return nil
	}
	m.busy = true
	ctx, cancel := context.WithCancel(context.Background())
	m.stop = cancel
	p := m.env.Person
	folder := m.folder
	desk, by := m.desk, store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: m.env.Now()}
	return func() tea.Msg {
		defer cancel()
		if filepath.Dir(path) == folder { // its own; a stick that is not there is never made up
			_ = os.MkdirAll(folder, 0o700) // what is wrong with it shows at the file
		}
		b, err := trade.Backup(ctx, desk, by, path, nil)
		return backed{path, b, err}
	}
}

func (m *Menu) onBacked(msg backed) tea.Cmd {
	m.busy = false
	switch {
	case errors.Is(msg.err, context.Canceled):
		return nil
	case msg.err != nil:
		return screen.Send(screen.Failed{Err: msg.err})
	case msg.b.Damaged > 0:
		said := m.env.T("cli.backup.damaged", "n", int(msg.b.Damaged))
		return screen.Batch(screen.Send(screen.Notice{Bad: true, Text: said}), m.load())
	}
	said := m.env.T("station.backed_up", "file", msg.path)
	return screen.Batch(screen.Send(screen.Notice{Text: said}), m.load())
}

func (m *Menu) onLoaded(l loaded) tea.Cmd {
	if l.asked != m.asked {
		return nil
	}
	if l.err != nil {
		return screen.Send(screen.Failed{Err: l.err})
	}
	m.last, m.has, m.ready = l.last, l.has, true
	return nil
}

// late is how old a backup may be before the page says so.
const late = 7 * 24 * time.Hour

// head tells when the last backup was made.
func (m *Menu) head(width int) widget.Block {
	th := m.env.Theme
	style, said := th.Text, ""
	now := m.env.Now()
	switch {
	case m.busy:
		style, said = th.Strong, m.env.T("station.backup.busy")
	case !m.ready:
	case !m.has:
		style, said = th.Warn, m.env.T("station.backup.never")
	default:
		said = m.env.T("station.backup.last", "when", m.env.Text.Since(m.last.At, now), "actor", actor(m.env.Text, m.last.Actor), "file", who(m.last.File))
		if now.Sub(m.last.At) > late {
			style, said = th.Warn, said+m.env.T("station.backup.old")
		}
	}
	return widget.Pad(widget.Stack(widget.Blank(width-4, 1), widget.Para(style, widget.Clean(said), width-4), widget.Blank(width-4, 1)), 0, 2, 0, 2)
}

// actor names who did something.
func actor(words *text.Catalogue, name string) who { return who(words.Actor("", name)) }

// who is a word that is not looked up in the catalogue.
type who string

// View draws the page.
func (m *Menu) View(width, height int) screen.Block {
	head := m.head(width)
	_, y := widget.Size(head)
	menu := widget.Pad(m.menu.View(m.env.Theme, width-4, max(1, height-y)), 0, 2, 0, 2)
	return widget.Fit(widget.Stack(head, menu), width, height)
}

func (m *Menu) click(c screen.Click) tea.Cmd {
	_, y := widget.Size(m.head(c.Width))
	if i, ok := m.menu.At(c.Width-4, max(1, c.Height-y), c.X-2, c.Y-y); ok {
		m.menu.Press(i)
		return m.picked()
	}
	return nil
}

// Topic is the page of the help about this screen.
func (*Menu) Topic() string { return "report" }

// Title is the heading.
func (m *Menu) Title() string { return m.env.T("station.title") }

// Keys lists what works here.
func (*Menu) Keys() []keys.ID { return append([]keys.ID{keys.Open}, keys.Digits(len(pages()))...) }

// Typing is never: there is no text field.
func (*Menu) Typing() bool { return false }

// Dirty is never: nothing here is typed.
func (*Menu) Dirty() bool { return false }
