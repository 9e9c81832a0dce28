package uitest

import (
	"fmt"
	"regexp"
	"strings"
	"syscall"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// escapeGap is longer than any program waits after an Esc byte to learn
// whether a sequence follows. An old terminal has only time to tell Esc from
// Alt, and a person is never faster than this.
const escapeGap = 300 * time.Millisecond

// Type types text key by key, as UTF-8, the way a keyboard or an input method
// that commits a phrase sends it. A newline in text is the Enter key.
func (d *Driver) Type(text string) *Driver {
	d.t.Helper()
	return d.send(strings.ReplaceAll(text, "\n", "\r"))
}

// Press presses keys in turn, each named as in ui/keys: "enter", "esc",
// "shift+tab", "ctrl+k", "f2", "pgdown", "1".
func (d *Driver) Press(names ...string) *Driver {
	d.t.Helper()
	d.started()
	for _, name := range names {
		bytes, err := encode(name, d.term.keyboardMode())
		if err != nil {
			d.t.Fatal(err)
		}
		d.send(bytes)
		if bytes == "\x1b" {
			d.escaped = time.Now()
		}
	}
	return d
}

// Paste pastes text, bracketed when the program asked for that. Newlines go as
// carriage returns, as xterm, VTE and Windows Terminal send them.
func (d *Driver) Paste(text string) *Driver {
	d.t.Helper()
	d.started()
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\r"), "\n", "\r")
	if d.term.set(ansi.ModeBracketedPaste) {
		text = ansi.BracketedPasteStart + strings.ReplaceAll(text, "\x1b", "") + ansi.BracketedPasteEnd
	}
	return d.send(text)
}

// Click presses and releases the left button at a cell, counted from 0.
func (d *Driver) Click(x, y int) *Driver {
	d.t.Helper()
	d.needMouse()
	left := ansi.EncodeMouseButton(ansi.MouseLeft, false, false, false, false)
	return d.send(ansi.MouseSgr(left, x, y, false) + ansi.MouseSgr(left, x, y, true))
}

// ClickOn waits for text and clicks on its first character.
func (d *Driver) ClickOn(text string) *Driver {
	d.t.Helper()
	d.Sees(text)
	x, y, _ := d.Find(text)
	return d.Click(x, y)
}

// Wheel turns the mouse wheel over a cell by so many notches, upwards when
// negative.
func (d *Driver) Wheel(x, y, notches int) *Driver {
	d.t.Helper()
	d.needMouse()
	button := ansi.MouseWheelDown
	if notches < 0 {
		button, notches = ansi.MouseWheelUp, -notches
	}
	turn := ansi.MouseSgr(ansi.EncodeMouseButton(button, false, false, false, false), x, y, false)
	return d.send(strings.Repeat(turn, notches))
}

func (d *Driver) needMouse() {
	d.t.Helper()
	d.started()
	if !d.term.set(ansi.ModeMouseNormal, ansi.ModeMouseButtonEvent, ansi.ModeMouseAnyEvent) ||
		!d.term.set(ansi.ModeMouseExtSgr) {
		d.fail("the program does not listen to the mouse")
	}
}

// Resize changes the terminal's size and waits until the program has drawn
// anew; that may still be its old picture, so look with Sees.
func (d *Driver) Resize(cols, rows int) *Driver {
	d.t.Helper()
	d.started()
	d.term.resize(cols, rows)
	before, _, _ := d.term.look()
	if err := d.setSize(cols, rows); err != nil {
		d.fail("resizing: %v", err)
	}
	if !d.await(func(s Shot) bool { return s.Frame > before.Frame }) {
		d.fail("nothing was drawn after the terminal became %dx%d", cols, rows)
	}
	return d
}

// Sees waits until the screen shows every text at the same time.
func (d *Driver) Sees(texts ...string) *Driver {
	d.t.Helper()
	if !d.await(func(s Shot) bool { return len(missing(s, texts)) == 0 }) {
		d.fail("does not see %q", missing(d.Look(), texts))
	}
	return d
}

// NotSees waits until the screen shows none of the texts. It proves that
// something went away; that something never comes is proved by looking after a
// Sees that shows the keys were taken.
func (d *Driver) NotSees(texts ...string) *Driver {
	d.t.Helper()
	if !d.await(func(s Shot) bool { return len(missing(s, texts)) == len(texts) }) {
		d.fail("still sees one of %q", texts)
	}
	return d
}

// SeesMatch waits until a regular expression matches the screen, rows joined
// by newlines.
func (d *Driver) SeesMatch(pattern string) *Driver {
	d.t.Helper()
	re := regexp.MustCompile(pattern)
	return d.Until("a match of "+pattern, func(s Shot) bool { return re.MatchString(s.Text()) })
}

// Until waits until the screen is as cond says; what names it for a failure.
func (d *Driver) Until(what string, cond func(Shot) bool) *Driver {
	d.t.Helper()
	if !d.await(cond) {
		d.fail("waited in vain for %s", what)
	}
	return d
}

// Look returns the screen as it is now.
func (d *Driver) Look() Shot {
	shot, _, _ := d.term.look()
	return shot
}

// Screen returns the rows as they are now, blanks at the end cut off.
func (d *Driver) Screen() []string { return d.Look().Rows }

// Cursor returns the real cursor's cell, counted from 0, and whether it shows.
func (d *Driver) Cursor() (x, y int, visible bool) {
	s := d.Look()
	return s.X, s.Y, s.Visible
}

// CursorShape returns how the cursor is drawn: block, underline or bar.
func (d *Driver) CursorShape() vt.CursorStyle {
	d.term.mu.Lock()
	defer d.term.mu.Unlock()
	return d.term.shape
}

// Cell returns one place of the screen, the zero Cell outside it.
func (d *Driver) Cell(x, y int) Cell { return d.term.cell(x, y) }

// Find returns the cell where text first stands in a row.
func (d *Driver) Find(text string) (x, y int, found bool) {
	for y, row := range d.Screen() {
		if before, _, ok := strings.Cut(row, text); ok {
			return ansi.StringWidth(before), y, true
		}
	}
	return 0, 0, false
}

// Kill ends the program as a power cut does: kill -9, nothing can be saved.
func (d *Driver) Kill() {
	d.t.Helper()
	d.Signal(syscall.SIGKILL)
	d.Wait()
}

// HangUp closes the terminal, as closing its window or losing the line does.
func (d *Driver) HangUp() {
	d.t.Helper()
	if err := d.pty.Close(); err != nil {
		d.fail("closing the terminal: %v", err)
	}
}

// Signal sends the program a signal.
func (d *Driver) Signal(sig syscall.Signal) {
	d.t.Helper()
	if err := d.cmd.Process.Signal(sig); err != nil {
		d.fail("sending %v: %v", sig, err)
	}
}

// Pid returns the program's process id.
func (d *Driver) Pid() int { return d.cmd.Process.Pid }

// Wait waits until the program has ended and returns its exit code; as a shell
// does, 128 plus the signal's number when a signal ended it.
func (d *Driver) Wait() int {
	d.t.Helper()
	deadline := time.NewTimer(d.patience)
	defer deadline.Stop()
	select {
	case <-d.drained:
	case <-deadline.C:
		d.fail("the program does not end")
	}
	return d.code()
}

func (d *Driver) code() int {
	if d.cmd == nil {
		return 0
	}
	status, ok := d.cmd.ProcessState.Sys().(syscall.WaitStatus)
	if ok && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return d.cmd.ProcessState.ExitCode()
}

// send puts bytes on the program's input, after it has shown a sign of life:
// until then the terminal would still echo and cook them.
func (d *Driver) send(bytes string) *Driver {
	d.t.Helper()
	d.started()
	if rest := escapeGap - time.Since(d.escaped); rest > 0 {
		gap := time.NewTimer(rest)
		defer gap.Stop()
		select {
		case <-gap.C:
		case <-d.exited:
		}
	}
	d.input.put(bytes)
	return d
}

func (d *Driver) started() {
	d.t.Helper()
	if !d.await(func(s Shot) bool { return s.Frame > 0 }) {
		d.fail("the program shows nothing")
	}
}

// await waits until cond holds for a whole screen. It gives up when the program
// has ended or patience runs out.
func (d *Driver) await(cond func(Shot) bool) bool {
	deadline := time.NewTimer(d.patience)
	defer deadline.Stop()
	for {
		shot, whole, changed := d.term.look()
		if whole && cond(shot) {
			return true
		}
		select {
		case <-changed:
		case <-d.drained:
			return cond(d.Look())
		case <-deadline.C:
			return false
		}
	}
}

func missing(s Shot, texts []string) []string {
	var out []string
	for _, text := range texts {
		if !s.Has(text) {
			out = append(out, text)
		}
	}
	return out
}

// fail ends the test with the screen in the message.
func (d *Driver) fail(format string, args ...any) {
	d.t.Helper()
	d.t.Fatalf("%s\n%s", fmt.Sprintf(format, args...), d.picture())
}

// picture draws the screen with a frame, the cursor's place and the program's
// state.
func (d *Driver) picture() string {
	shot := d.Look()
	width := d.term.width()
	var b strings.Builder
	rule := "+" + strings.Repeat("-", width) + "+\n"
	b.WriteString(rule)
	for _, row := range shot.Rows {
		fmt.Fprintf(&b, "|%s%s|\n", row, strings.Repeat(" ", max(0, width-ansi.StringWidth(row))))
	}
	b.WriteString(rule)
	fmt.Fprintf(&b, "cursor at %d,%d visible=%v; ", shot.X, shot.Y, shot.Visible)
	select {
	case <-d.exited:
		fmt.Fprintf(&b, "the program has ended with %d", d.code())
	default:
		b.WriteString("the program is running")
	}
	return b.String()
}
