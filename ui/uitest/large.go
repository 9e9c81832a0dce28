package uitest

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/vt"
)

// Letter is a character drawn larger than a cell (OSC 66).
type Letter struct {
	X, Y, Width, Height int
	Text                string
}

// Letters are those on an emulator, which knows nothing of them itself. As in a
// terminal that does, a letter is gone when one of its cells is written, and
// leaves blanks.
type Letters struct {
	emu  *vt.Emulator
	list []Letter
}

// NewLetters lets an emulator take large letters.
func NewLetters(emu *vt.Emulator) *Letters {
	l := &Letters{emu: emu}
	emu.RegisterOscHandler(66, l.draw)
	return l
}

// draw takes "66;s=2:w=1;x", a letter at the cursor. The cursor is not moved:
// this terminal is for programs that put it themselves.
func (l *Letters) draw(data []byte) bool {
	parts := strings.SplitN(string(data), ";", 3)
	if len(parts) != 3 {
		return false
	}
	at := l.emu.CursorPosition()
	scale, width := 1, 1
	for _, meta := range strings.Split(parts[1], ":") {
		if n, ok := strings.CutPrefix(meta, "s="); ok {
			scale, _ = strconv.Atoi(n)
		}
		if n, ok := strings.CutPrefix(meta, "w="); ok {
			width, _ = strconv.Atoi(n)
		}
	}
	n := Letter{X: at.X, Y: at.Y, Width: scale * width, Height: scale, Text: parts[2]}
	if n.X+n.Width > l.emu.Width() || n.Y+n.Height > l.emu.Height() {
		return false
	}
	l.Standing() // those that it takes the place of
	for i, old := range l.list {
		if old.X < n.X+n.Width && n.X < old.X+old.Width && old.Y < n.Y+n.Height && n.Y < old.Y+old.Height {
			l.blank(old)
			l.list[i].Text = ""
		}
	}
	l.list = slices.DeleteFunc(l.list, func(o Letter) bool { return o.Text == "" })
	l.list = append(l.list, n)
	l.mark(n)
	return true
}

// held is what the cells of a letter hold in the emulator.
func held(n Letter) string { return fmt.Sprintf("\uf000%d,%d%s", n.X, n.Y, n.Text) }

func (l *Letters) each(n Letter, do func(x, y int)) {
	for y := n.Y; y < n.Y+n.Height; y++ {
		for x := n.X; x < n.X+n.Width; x++ {
			do(x, y)
		}
	}
}

func (l *Letters) mark(n Letter) {
	l.each(n, func(x, y int) { l.emu.SetCell(x, y, &uv.Cell{Content: held(n), Width: 1}) })
}

func (l *Letters) holds(n Letter, x, y int) bool {
	c := l.emu.CellAt(x, y)
	return c != nil && c.Content == held(n)
}

func (l *Letters) blank(n Letter) {
	l.each(n, func(x, y int) {
		if l.holds(n, x, y) {
			l.emu.SetCell(x, y, &uv.Cell{Content: " ", Width: 1})
		}
	})
}

// Standing returns the letters that nothing was written over, row by row, and
// takes away what is left of the others.
func (l *Letters) Standing() []Letter {
	l.list = slices.DeleteFunc(l.list, func(n Letter) bool {
		whole := true
		l.each(n, func(x, y int) { whole = whole && l.holds(n, x, y) })
		if !whole {
			l.blank(n)
		}
		return !whole
	})
	out := slices.Clone(l.list)
	slices.SortFunc(out, func(a, b Letter) int { return 1000*(a.Y-b.Y) + a.X - b.X })
	return out
}
