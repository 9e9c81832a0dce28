package setup

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"heshi/model"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// Display shows whether the screen lines up, and offers colours and plain
// borders.
type Display struct {
	board
	desk Desk
}

// Values of the display's choices beside the themes.
const (
	followTheme = "follow"
	bordersRow  = "borders"
)

// NewDisplay returns the page about colours and borders.
func NewDisplay(env screen.Env, desk Desk) screen.Screen {
	d := Display{board: newBoard(env), desk: desk}
	d.reword()
	return d
}

// reword makes the menu in the language and colours of now.
func (d *Display) reword() {
	t := d.env.T
	options := []widget.Option{{Value: followTheme, Label: d.marked(t("setup.theme.follow"), d.theme() == "")}}
	for _, kind := range model.Themes() {
		label := t(text.Key("setup.theme." + kind))
		options = append(options, widget.Option{Value: kind, Label: d.marked(label, d.theme() == kind)})
	}
	borders := text.Key("setup.borders.plain")
	if d.env.Station.Plain {
		borders = "setup.borders.fine"
	}
	d.offer(append(options, widget.Option{Value: bordersRow, Label: t(borders)}), "")
}

// theme is what is chosen now: the person's, or the station's where nobody
// sits.
func (d Display) theme() string {
	if d.env.Person.ID == "" {
		return d.env.Station.Theme
	}
	return d.env.Person.Theme
}

// marked says that a choice is the one in force.
func (d *Display) marked(label string, on bool) string {
	if on {
		return label + "  " + d.env.T("setup.theme.now")
	}
	return label
}

// Topic is the page of the help about this screen.
func (Display) Topic() string { return "display" }

// Init has nothing to fetch.
func (d Display) Init() tea.Cmd { return nil }

// Title is the heading.
func (d Display) Title() string { return d.env.T("setup.title.display") }

// Typing is always false: there is no text field.
func (d Display) Typing() bool { return false }

// Dirty is always false: what is chosen is kept at once.
func (d Display) Dirty() bool { return false }

// Keys lists what works here.
func (d Display) Keys() []keys.ID { return d.keys() }

// plained says that the borders were kept.
type plained struct{ err error }

// Update takes a message.
func (d Display) Update(msg tea.Msg) (screen.Screen, tea.Cmd) {
	cmd := d.take(msg)
	return d, cmd
}

func (d *Display) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case screen.EnvChanged:
		d.env = msg.Env
		d.reword()
	case plained:
		if msg.err != nil {
			return screen.Send(screen.Failed{Err: msg.err})
		}
	case screen.Do:
		return d.chosen(d.do(msg.ID))
	case screen.Click:
		return d.chosen(d.click(msg), false)
	case tea.KeyPressMsg:
		return d.chosen(d.press(msg))
	}
	return nil
}

func (d *Display) chosen(value string, leave bool) tea.Cmd {
	switch {
	case leave:
		return screen.Send(screen.Back{})
	case value == "":
		return nil
	case value == bordersRow:
		return d.borders()
	case value == followTheme:
		value = ""
	}
	return screen.Send(screen.LikeTheme{Theme: value})
}

// borders turns plain borders on or off for the station: they belong to its
// terminal, not to a person.
func (d *Display) borders() tea.Cmd {
	desk, st := d.desk, d.env.Station
	p := d.env.Person
	by := store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: d.env.Now()}
	st.Plain = !st.Plain
	return func() tea.Msg {
		_, err := desk.EditStation(context.Background(), by, st)
		return plained{err}
	}
}

// View draws the ruler and the choices.
func (d Display) View(width, height int) screen.Block { return d.view(d.ruler, width, height) }

// ruler is two rows that end in one column when the terminal draws Chinese two
// cells wide, and a third that does when marks are one cell wide. The marks
// stand for themselves, whatever the borders are set to.
func (d Display) ruler(width int) widget.Block {
	th := d.env.Theme
	rows := []string{d.env.T("setup.ruler.digits"), d.env.T("setup.ruler.wide"), d.env.T("setup.ruler.marks")}
	blocks := []widget.Block{widget.Para(th.Text, d.env.T("setup.ruler"), width), widget.Blank(width, 1)}
	for _, r := range rows {
		blocks = append(blocks, widget.Line(th, th.Strong, "  "+r, width))
	}
	return widget.Stack(append(blocks, widget.Blank(width, 1), widget.Para(th.Muted, d.env.T("setup.ruler.fix"), width))...)
}
