package glass

import (
	"slices"
	"strings"
)

// follow keeps up with what the terminal was told.
func (p *Pane) follow(t token) {
	switch t.kind {
	case text:
		p.written(t)
	case control:
		p.followControl(t)
	case csi:
		p.followCSI(t)
	case private:
		p.followMode(t)
	case osc:
		p.followCommand(t)
	case escape:
		p.followEscape(t)
	case broken:
		p.lose()
	}
	p.pen.follow(t)
}

// written takes text into account. A terminal may draw what is not ASCII wider
// than the program thinks, go on in the next row, and from the last row scroll.
func (p *Pane) written(t token) {
	y := p.pen.y
	if y == unknown || slices.ContainsFunc(t.raw, func(b byte) bool { return b >= 0x80 }) {
		p.scrolled()
		return
	}
	p.touch(y, y)
}

// scrolled says that any row may have changed.
func (p *Pane) scrolled() { p.touch(0, len(p.stands)) }

func (p *Pane) followControl(t token) {
	switch t.raw[0] {
	case '\n':
		if p.pen.y == unknown || p.pen.y >= p.pen.bottom {
			p.scrolled()
		}
	case '\r', '\b', '\t', '\a', 0:
	default:
		p.lose()
	}
}

func (p *Pane) followCSI(t token) {
	c := &p.pen
	switch {
	case t.more && t.final == 'q': // the cursor's shape
		return
	case t.more:
		p.lose()
		return
	}
	switch t.final {
	case 'm', 'A', 'B', 'C', 'D', 'G', '`', 'd', 'H', 'f', 'n', 'c':
	case 'K', 'X', '@', 'P', 'b':
		if c.y == unknown {
			p.scrolled()
			return
		}
		p.touch(c.y, c.y)
		if t.final == 'b' {
			c.x = unknown
		}
	case 'I', 'Z':
		c.x = unknown
	case 'J', 'L', 'M', 'S', 'T':
		p.scrolled()
	case 'r':
		c.top, c.bottom = t.param(0, 1)-1, p.rows-1
		if len(t.params) > 1 && t.params[1] > 0 {
			c.bottom = t.params[1] - 1
		}
		c.x, c.y = 0, 0
		p.scrolled()
	default:
		p.lose()
	}
}

// followMode takes note of modes that change what stands on the screen or how
// it is written. Those named last do neither.
func (p *Pane) followMode(t token) {
	set := t.final == 'h'
	switch {
	case set || t.final == 'l' && !t.more:
	case strings.IndexByte("uncqmp", t.final) >= 0: // questions, and how keys are sent
		return
	default:
		p.lose()
		return
	}
	for _, mode := range t.params {
		switch mode {
		case 7:
			p.unwrapped = !set
		case 47, 1047, 1049:
			p.alternate = set
			p.forget()
			if !set { // leaving brings an older style back
				p.pen.style = lost()
			}
		case 1, 12, 25, 1000, 1002, 1003, 1004, 1006, 2004, 2026, 2027:
		default:
			p.lose()
		}
	}
}

func (p *Pane) followEscape(t token) {
	c := &p.pen
	switch {
	case t.more:
		p.lose()
	case t.final == 'M' && (c.y == unknown || c.y <= c.top):
		p.scrolled()
	case t.final == 'M':
		c.y--
	case strings.IndexByte("7=>PX^_", t.final) >= 0:
	default: // among them ESC 8, which brings an older style back
		p.lose()
	}
}
