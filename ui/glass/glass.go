// Package glass is the pane between the program that draws the desk and the
// terminal. The program writes every row that holds a wide character anew in
// every frame, whatever changed; the pane lets through only those rows that
// differ from what stands on the screen already. On terminals that can, it also
// draws words larger than the program's cells allow; see Large.
//
// The pane draws nothing of its own but large words, and it never guesses: what
// it does not understand it lets through as it is and forgets what it knew.
package glass

import (
	"bytes"
	"sync"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"
)

// Pane is the output of the program. Reading, closing and the descriptor are
// the terminal's.
type Pane struct {
	term.File
	size func() (cols, rows int)

	mu         sync.Mutex
	cols, rows int
	pen        cursor   // as the program believes it is
	real       string   // the style that the terminal writes in, where rows were left out
	owed       string   // moves the terminal's cursor to where the program believes it is
	stands     []string // what the program last wrote in a row as a whole; "" is not known
	words      []Word
	unwrapped  bool // the terminal does not go on in the next row
	torn       bool // a row under the large words was written, or they are new
	alternate  bool // the program draws on the alternate screen
}

// New puts a pane before a terminal.
func New(tty term.File) *Pane {
	return Sized(tty, func() (int, int) {
		cols, rows, err := term.GetSize(tty.Fd())
		if err != nil {
			return 0, 0
		}
		return cols, rows
	})
}

// Sized is New for a terminal whose size is asked otherwise.
func Sized(tty term.File, size func() (cols, rows int)) *Pane {
	p := &Pane{File: tty, size: size}
	p.forget()
	return p
}

// Write lets through what the terminal does not show yet.
func (p *Pane) Write(frame []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.measure()
	out := make([]byte, 0, len(frame))
	for rest := frame; len(rest) > 0; {
		if r, ok := p.row(rest); ok {
			out = p.put(out, r)
			rest = rest[r.length:]
			continue
		}
		t := next(rest)
		out = append(p.settle(out), p.through(t)...)
		p.follow(t)
		rest = rest[len(t.raw):]
	}
	out = p.enlarge(p.settle(out))
	if len(out) > 0 {
		if _, err := p.File.Write(out); err != nil {
			return 0, err
		}
	}
	return len(frame), nil
}

// measure forgets everything when the terminal has another size: it may have
// moved what stood on it.
func (p *Pane) measure() {
	cols, rows := p.size()
	if cols != p.cols || rows != p.rows {
		p.cols, p.rows = cols, rows
		p.forget()
	}
}

// forget makes everything unknown but the style.
func (p *Pane) forget() {
	p.pen = cursor{x: unknown, y: unknown, bottom: p.rows - 1, style: p.pen.style}
	p.stands = make([]string, p.rows)
	p.torn = true
}

// lose makes everything unknown.
func (p *Pane) lose() {
	p.forget()
	p.pen.style = lost()
}

// touch says that the program changed rows otherwise than by writing one as a
// whole.
func (p *Pane) touch(from, to int) {
	for y := max(0, from); y <= min(to, len(p.stands)-1); y++ {
		p.stands[y] = ""
	}
	p.tear(from, to)
}

// tear says that large words in these rows are broken.
func (p *Pane) tear(from, to int) {
	for _, w := range p.words {
		p.torn = p.torn || from <= w.Y+1 && to >= w.Y
	}
}

// put writes a row unless it stands there already.
func (p *Pane) put(out []byte, r row) []byte {
	before := p.pen
	p.pen = r.after
	if p.stands[r.y] == r.text && r.text != "" {
		if p.owed == "" {
			p.real = before.style
		}
		p.owed = r.end
		return out
	}
	pen := p.pen
	p.pen = before
	out = p.settle(out)
	p.pen = pen
	p.stands[r.y] = r.text
	p.tear(r.y, r.y)
	return append(out, r.raw...)
}

// settle brings the terminal's cursor to where the program believes it is after
// rows that were left out.
func (p *Pane) settle(out []byte) []byte {
	if p.owed == "" {
		return out
	}
	if p.real != p.pen.style {
		out = append(append(out, ansi.ResetStyle...), p.pen.style...)
	}
	out = append(out, p.owed...)
	p.owed = ""
	return out
}

// row is a whole row as the program writes it where it holds wide characters:
// wrapping is off, the row is erased from its first cell, written, and the
// cursor put at an absolute place.
type row struct {
	raw    []byte
	length int
	y      int
	text   string // what is written, the style it begins in before it
	after  cursor
	end    string // the move at the end
}

var (
	wrapOff = []byte(ansi.ResetModeAutoWrap)
	wrapOn  = []byte(ansi.SetModeAutoWrap)
)

// row reads a whole row at the start of the output, if that is one.
func (p *Pane) row(out []byte) (r row, ok bool) {
	if p.unwrapped || !bytes.HasPrefix(out, wrapOff) {
		return row{}, false
	}
	c, rest, y := p.pen, out[len(wrapOff):], unknown
	var from int
	for !bytes.HasPrefix(rest, wrapOn) {
		if len(rest) == 0 {
			return row{}, false
		}
		t := next(rest)
		switch {
		case y == unknown && t.is(csi, 'K') && len(t.params) == 0:
			if c.x != 0 || c.y < 0 || c.y >= len(p.stands) {
				return row{}, false
			}
			y, r.text, from = c.y, c.style, len(out)-len(rest)
		case y == unknown && t.moves() && (t.raw[0] != '\n' || c.y < c.bottom):
		case t.is(csi, 'm'):
		case y != unknown && t.kind == text:
		default:
			return row{}, false
		}
		c.follow(t)
		rest = rest[len(t.raw):]
	}
	if y == unknown || len(rest) == len(wrapOn) {
		return row{}, false
	}
	end := next(rest[len(wrapOn):])
	if !end.is(csi, 'H') || len(c.style) > longStyle {
		return row{}, false
	}
	c.follow(end)
	r.length = len(out) - len(rest) + len(wrapOn) + len(end.raw)
	r.raw, r.y, r.after, r.end = out[:r.length], y, c, string(end.raw)
	r.text += string(out[from:r.length])
	return r, true
}
