package uitest

import (
	"image/color"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Shot is one look at the screen.
type Shot struct {
	Large     string    // what is drawn larger than a cell, without blanks, rows joined by newlines
	Rows      []string  // top to bottom, blanks at the end of a row cut off
	X, Y      int       // the real cursor, in cells from the top left
	Visible   bool      // the cursor is shown
	Alternate bool      // the program draws on the alternate screen
	Title     string    // of the terminal's window
	Frame     int       // counts the changes of the screen since the start
	Bytes     int       // the program has written since the start
	At        time.Time // when the newest of them came
}

// Text returns the rows, joined by newlines.
func (s Shot) Text() string { return strings.Join(s.Rows, "\n") }

// Has reports whether the screen shows text. A newline in text stands for the
// end of a row.
func (s Shot) Has(text string) bool { return strings.Contains(s.Text(), text) }

// Cell is one place of the screen.
type Cell struct {
	Text                            string // the character; "" in the second half of a wide one
	Width                           int    // cells it takes: 2 for Chinese, 0 in its second half
	Fg, Bg                          color.Color
	Bold, Faint, Italic, Underlined bool
	Reversed, Struck                bool
}

// The emulator's attribute bits, in the order of SGR.
const (
	attrBold = 1 << iota
	attrFaint
	attrItalic
	_ // blink
	_ // rapid blink
	attrReverse
	_ // conceal
	attrStruck
)

// terminal is the emulator and what it must remember of the program's wishes.
// The emulator itself is not safe for several goroutines.
type terminal struct {
	legacy bool
	large  *Letters // nil when the terminal has letters of one size

	mu      sync.Mutex
	emu     *vt.Emulator
	modes   map[int]bool
	visible bool
	shape   vt.CursorStyle
	title   string
	kitty   [2][]int // pushed keyboard flags of the main and the alternate screen
	frame   int
	bytes   int
	at      time.Time
	changed chan struct{} // closed and replaced at every change
}

func newTerminal(o Options) *terminal {
	t := &terminal{
		legacy:  o.Legacy,
		emu:     vt.NewEmulator(o.Cols, o.Rows),
		modes:   map[int]bool{},
		visible: true,
		changed: make(chan struct{}),
	}
	t.emu.SetCallbacks(vt.Callbacks{
		Title:            func(s string) { t.title = s },
		CursorVisibility: func(v bool) { t.visible = v },
		CursorStyle:      func(s vt.CursorStyle, _ bool) { t.shape = s },
		EnableMode:       func(m ansi.Mode) { t.modes[m.Mode()] = true },
		DisableMode:      func(m ansi.Mode) { t.modes[m.Mode()] = false },
	})
	t.emu.RegisterCsiHandler(ansi.Command('?', '$', 'p'), t.reportMode)
	t.registerKeyboard()
	if o.Kitty {
		t.large = NewLetters(t.emu)
		t.emu.RegisterCsiHandler(ansi.Command('>', 0, 'q'), func(ansi.Params) bool {
			t.reply("\x1bP>|kitty(0.42.1)\x1b\\")
			return true
		})
	}
	return t
}

// reportMode answers for the modes this terminal adds to the emulator's:
// synchronised output and grapheme clusters. Without the answer the program
// would treat it as an old terminal.
func (t *terminal) reportMode(params ansi.Params) bool {
	n, _, ok := params.Param(0, 0)
	if !ok || t.legacy || (n != ansi.ModeSynchronizedOutput.Mode() && n != ansi.ModeUnicodeCore.Mode()) {
		return false
	}
	setting := ansi.ModeReset
	if t.modes[n] {
		setting = ansi.ModeSet
	}
	t.reply(ansi.ReportMode(ansi.DECMode(n), setting))
	return true
}

// registerKeyboard keeps the stack of the Kitty keyboard protocol.
func (t *terminal) registerKeyboard() {
	t.emu.RegisterCsiHandler(ansi.Command('>', 0, 'u'), func(p ansi.Params) bool {
		flags, _, _ := p.Param(0, 0)
		stack := t.keyboard()
		*stack = append(*stack, flags)
		return true
	})
	t.emu.RegisterCsiHandler(ansi.Command('<', 0, 'u'), func(p ansi.Params) bool {
		n, _, _ := p.Param(0, 1)
		stack := t.keyboard()
		*stack = (*stack)[:max(0, len(*stack)-n)]
		return true
	})
	t.emu.RegisterCsiHandler(ansi.Command('=', 0, 'u'), func(p ansi.Params) bool {
		flags, _, _ := p.Param(0, 0)
		if stack := t.keyboard(); len(*stack) > 0 {
			(*stack)[len(*stack)-1] = flags
		} else {
			*stack = append(*stack, flags)
		}
		return true
	})
	t.emu.RegisterCsiHandler(ansi.Command('?', 0, 'u'), func(ansi.Params) bool {
		if !t.legacy {
			t.reply("\x1b[?" + itoa(t.flags()) + "u")
		}
		return true
	})
}

func (t *terminal) keyboard() *[]int {
	if t.emu.IsAltScreen() {
		return &t.kitty[1]
	}
	return &t.kitty[0]
}

func (t *terminal) flags() int {
	stack := *t.keyboard()
	if t.legacy || len(stack) == 0 {
		return 0
	}
	return stack[len(stack)-1]
}

// reply puts an answer of the terminal on the program's input.
func (t *terminal) reply(s string) { _, _ = io.WriteString(t.emu.InputPipe(), s) }

// keyboardMode says how keys are to be sent now.
func (t *terminal) keyboardMode() keyMode {
	t.mu.Lock()
	defer t.mu.Unlock()
	return keyMode{
		kitty:             t.flags()&ansi.KittyDisambiguateEscapeCodes != 0,
		applicationCursor: t.modes[ansi.ModeCursorKeys.Mode()],
	}
}

// set reports whether the program has switched one of the modes on.
func (t *terminal) set(modes ...ansi.DECMode) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, m := range modes {
		if t.modes[m.Mode()] {
			return true
		}
	}
	return false
}

// Write draws what the program wrote.
func (t *terminal) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.at = time.Now()
	n, err := t.emu.Write(p)
	t.bytes += n
	t.touch()
	return n, err
}

func (t *terminal) resize(cols, rows int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.emu.Resize(cols, rows)
	t.touch()
}

func (t *terminal) touch() {
	t.frame++
	close(t.changed)
	t.changed = make(chan struct{})
}

// look returns the screen, whether it is whole (no half-drawn synchronised
// update) and a channel that closes at the next change.
func (t *terminal) look() (shot Shot, whole bool, changed <-chan struct{}) {
	t.mu.Lock()
	defer t.mu.Unlock()
	at := t.emu.CursorPosition()
	shot = Shot{
		X: at.X, Y: at.Y, Visible: t.visible,
		Alternate: t.emu.IsAltScreen(), Title: t.title, Frame: t.frame,
		Bytes: t.bytes, At: t.at,
	}
	shot.Large = t.largeText()
	for y := range t.emu.Height() {
		shot.Rows = append(shot.Rows, t.row(y))
	}
	return shot, !t.modes[ansi.ModeSynchronizedOutput.Mode()], t.changed
}

func (t *terminal) largeText() string {
	if t.large == nil {
		return ""
	}
	var b strings.Builder
	last := -1
	for _, l := range t.large.Standing() {
		if last >= 0 && l.Y != last {
			b.WriteByte('\n')
		}
		b.WriteString(l.Text)
		last = l.Y
	}
	return b.String()
}

func (t *terminal) row(y int) string {
	var b strings.Builder
	for x := 0; x < t.emu.Width(); {
		c := t.emu.CellAt(x, y)
		if c == nil || c.Width < 1 {
			b.WriteByte(' ') // an empty cell, or half of a wide one whose first half is gone
			x++
			continue
		}
		b.WriteString(c.Content)
		x += c.Width
	}
	return strings.TrimRight(b.String(), " ")
}

func (t *terminal) cell(x, y int) Cell {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.emu.CellAt(x, y)
	if c == nil {
		return Cell{}
	}
	s := c.Style
	return Cell{
		Text: c.Content, Width: c.Width, Fg: s.Fg, Bg: s.Bg,
		Bold: s.Attrs&attrBold != 0, Faint: s.Attrs&attrFaint != 0,
		Italic: s.Attrs&attrItalic != 0, Underlined: s.Underline != 0,
		Reversed: s.Attrs&attrReverse != 0, Struck: s.Attrs&attrStruck != 0,
	}
}

// closeReplies ends the emulator's stream of replies.
func (t *terminal) closeReplies() error {
	if c, ok := t.emu.InputPipe().(io.Closer); ok {
		return c.Close()
	}
	return nil
}

func (t *terminal) width() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.emu.Width()
}
