package widget

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/theme"
)

// A dialog that opens by itself ignores keys until they have been quiet for
// graceQuiet, so that keys in flight do not answer it, but never longer than
// graceMost.
const (
	graceQuiet = 400 * time.Millisecond
	graceMost  = 1500 * time.Millisecond
)

// Dialog asks one thing over everything else: a choice of options, or a text.
type Dialog struct {
	Title, Body string
	Choice      Choice
	Field       Field
	Need        string // sentence shown when a text is needed and none was typed

	asksText  bool
	openedAt  time.Time
	lastKey   time.Time
	answered  bool
	cancelled bool
}

// NewDialog returns a dialog with options, picked by digit.
func NewDialog(title, body string, options ...string) Dialog {
	d := Dialog{Title: title, Body: body}
	for _, o := range options {
		d.Choice.Options = append(d.Choice.Options, Option{Label: o})
	}
	d.Choice.Focus()
	return d
}

// NewTextDialog returns a dialog that asks for a text; an empty one is refused
// with need.
func NewTextDialog(title, body, need string) Dialog {
	d := Dialog{Title: title, Body: body, Need: need, asksText: true}
	d.Field.Focus()
	return d
}

// ByItself says that the dialog opened at now without a key of the person:
// keys are ignored for a moment.
func (d Dialog) ByItself(now time.Time) Dialog {
	d.openedAt, d.lastKey = now, now
	return d
}

// AsksText reports whether the dialog has a text field.
func (d Dialog) AsksText() bool { return d.asksText }

// Answer returns the place of the option picked by the last Update.
func (d Dialog) Answer() (int, bool) {
	return d.Choice.Index(), d.answered && !d.asksText
}

// Text returns the text entered with the last Update.
func (d Dialog) Text() (string, bool) {
	return d.Field.Value(), d.answered && d.asksText
}

// Cancelled reports whether Esc was pressed.
func (d Dialog) Cancelled() bool { return d.cancelled }

// Update answers keys and pastes; now is the time of the press.
func (d Dialog) Update(msg tea.Msg, now time.Time) (Dialog, tea.Cmd) {
	d.answered, d.cancelled = false, false
	press, isKey := msg.(tea.KeyPressMsg)
	_, isPaste := msg.(tea.PasteMsg)
	if !isKey && !isPaste {
		return d, nil
	}
	if d.tooSoon(now) {
		d.lastKey = now
		return d, nil
	}
	switch {
	case isKey && keys.Name(press) == "esc":
		d.cancelled = true
		return d, nil
	case d.asksText:
		return d.updateText(msg)
	}
	var cmd tea.Cmd
	d.Choice, cmd = d.Choice.Update(msg)
	_, d.answered = d.Choice.Picked()
	return d, cmd
}

func (d Dialog) tooSoon(now time.Time) bool {
	return !d.openedAt.IsZero() && now.Sub(d.openedAt) < graceMost && now.Sub(d.lastKey) < graceQuiet
}

func (d Dialog) updateText(msg tea.Msg) (Dialog, tea.Cmd) {
	if press, ok := msg.(tea.KeyPressMsg); ok && keys.Name(press) == "enter" {
		d.answered = !isBlank(d.Field.Value())
		if !d.answered {
			d.Field.Note = Note{d.Need, theme.Bad}
		}
		return d, nil
	}
	var cmd tea.Cmd
	d.Field, cmd = d.Field.Update(msg)
	if d.Field.Changed() {
		d.Field.Note = Note{}
	}
	return d, cmd
}

func isBlank(s string) bool {
	for _, c := range clusters(s) {
		if kindOf(c) != blank {
			return false
		}
	}
	return true
}

// dialogWidth is the widest a dialog gets: a line that is easy to read.
const dialogWidth = 64

// inner returns the cells inside the dialog's border on a screen of this size.
func (d Dialog) inner(width, height int) (w, h int) {
	w = max(1, min(dialogWidth, width-2)-2)
	want := len(d.bodyLines(w)) + d.asked(w)
	return w, max(1, min(want, height-2))
}

func (d Dialog) bodyLines(width int) []string {
	if d.Body == "" {
		return nil
	}
	return append(Wrap(d.Body, width), "")
}

func (d Dialog) asked(width int) int {
	if d.asksText {
		return d.Field.Height(width)
	}
	return d.Choice.Height(width)
}

// Over lays the dialog over the middle of a screen, which keeps its size.
func (d Dialog) Over(base Block, th theme.Theme) Block {
	top := d.View(th, d.screen(base))
	return Overlay(base, top, Middle(base, top))
}

func (d Dialog) screen(base Block) (s Spot) {
	s.X, s.Y = Size(base)
	return s
}

// View draws the dialog with its border, as large as it wants to be on a
// screen of the given size (width X, height Y). The question gives way before
// the answers do.
func (d Dialog) View(th theme.Theme, screen Spot) Block {
	w, h := d.inner(screen.X, screen.Y)
	ask := min(d.asked(w), h)
	var blocks []Block
	if rows := h - ask; rows > 0 {
		blocks = append(blocks, Fit(Lines(d.bodyLines(w)...), w, rows))
	}
	if d.asksText {
		blocks = append(blocks, d.Field.View(th, w, ask))
	} else {
		blocks = append(blocks, d.Choice.View(inDialog(th), w, ask))
	}
	body := Paint(Fit(Stack(blocks...), w, h), th.Dialog)
	return frame(th, th.DialogBr, th.DialogBr, d.Title, body)
}

// inDialog gives ordinary text the dialog's ground.
func inDialog(th theme.Theme) theme.Theme {
	th.Text = th.Dialog
	return th
}

// Click answers with the mouse: x and y are cells of the screen the dialog lies
// over. A click outside does nothing.
func (d Dialog) Click(th theme.Theme, base Block, x, y int) Dialog {
	d.answered, d.cancelled = false, false
	screen := d.screen(base)
	at := Middle(base, d.View(th, screen))
	w, h := d.inner(screen.X, screen.Y)
	ask := min(d.asked(w), h)
	x, y = x-at.X-1, y-at.Y-1-(h-ask)
	if d.asksText {
		d.Field.Click(th, w, x, y)
		return d
	}
	d.Choice.Click(w, ask, x, y)
	_, d.answered = d.Choice.Picked()
	return d
}
