package widget

import (
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/theme"
)

// Reader shows a text that may be longer than the screen: a clause of the law,
// a page of help. Resize tells it the size it is drawn in, which paging needs.
// The zero Reader works.
//
// The window over the rows is Bubbles' viewport, given rows wrapped here: its
// own wrapping adds a row at odd widths (style.md section 4, row 5).
type Reader struct {
	Text string

	top, width, height int
	focused            bool
}

// NewReader returns a reader of text.
func NewReader(text string) Reader { return Reader{Text: text} }

// SetText replaces the text and goes back to its beginning.
func (r *Reader) SetText(s string) { r.Text, r.top = s, 0 }

// Focus gives the reader the keys.
func (r *Reader) Focus() { r.focused = true }

// Blur takes the focus away.
func (r *Reader) Blur() { r.focused = false }

// Focused reports whether the reader has the focus.
func (r Reader) Focused() bool { return r.focused }

// Resize tells the reader the size it is drawn in. Without it that is 60 by 10.
func (r *Reader) Resize(width, height int) { r.width, r.height = width, height }

func (r Reader) size() (width, height int) {
	if r.width <= 0 || r.height <= 0 {
		return 60, 10
	}
	return r.width, r.height
}

// port is the window as it stands now, over lines.
func (r Reader) port(lines []string, width, height int) viewport.Model {
	v := viewport.New(viewport.WithWidth(width), viewport.WithHeight(height))
	v.SetContentLines(lines)
	v.SetYOffset(r.top)
	return v
}

func (r Reader) ownPort() viewport.Model {
	width, height := r.size()
	return r.port(hanging(r.Text, width-1), width, height)
}

// AtTop reports whether the beginning shows.
func (r Reader) AtTop() bool {
	v := r.ownPort()
	return v.AtTop()
}

// AtEnd reports whether the end shows.
func (r Reader) AtEnd() bool {
	v := r.ownPort()
	return v.AtBottom()
}

// Update scrolls with the arrows, PgUp, PgDn, space, Home and End.
func (r Reader) Update(msg tea.Msg) (Reader, tea.Cmd) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok || !r.focused {
		return r, nil
	}
	v := r.ownPort()
	switch keys.Name(press) {
	case "up":
		v.ScrollUp(1)
	case "down":
		v.ScrollDown(1)
	case "pgup":
		v.PageUp()
	case "pgdown", "space":
		v.PageDown()
	case "home":
		v.GotoTop()
	case "end":
		v.GotoBottom()
	}
	r.top = v.YOffset()
	return r, nil
}

// Wheel scrolls by lines, as the mouse wheel does.
func (r *Reader) Wheel(lines int) {
	v := r.ownPort()
	v.SetYOffset(v.YOffset() + lines)
	r.top = v.YOffset()
}

// Height returns how many rows the whole text takes.
func (r Reader) Height(width int) int { return len(hanging(r.Text, width-1)) }

// View draws the part of the text that shows, with a mark in the last column
// where there is more above or below.
func (r Reader) View(th theme.Theme, width, height int) Block {
	if width <= 0 || height <= 0 {
		return Block{}
	}
	lines := hanging(r.Text, width-1)
	for i, l := range lines {
		lines[i] = th.Text.Render(cut(l, 0, max(0, width-1)))
	}
	v := r.port(lines, max(1, width-1), height)
	b := Fit(Block{Text: v.View()}, width, height)
	if !v.AtTop() {
		b = Overlay(b, Line(th, th.Muted, th.Marks.Up, 1), Spot{X: width - 1})
	}
	if !v.AtBottom() {
		b = Overlay(b, Line(th, th.Muted, th.Marks.Down, 1), Spot{X: width - 1, Y: height - 1})
	}
	return b
}
