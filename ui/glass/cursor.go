package glass

import "strings"

// unknown is a place that is not known.
const unknown = -1

// longStyle is the longest style that is kept; a longer one counts as not known
// until the next reset. The program's are a few dozen bytes.
const longStyle = 512

// lost is a style that is not known.
func lost() string { return strings.Repeat(" ", longStyle+1) }

// cursor is where and how the program writes next.
type cursor struct {
	x, y        int // unknown, or counted from 0
	top, bottom int // the rows that scroll
	style       string
}

// follow moves the cursor as the token does. It knows only what moves() and
// styles do; text leaves x unknown.
func (c *cursor) follow(t token) {
	switch {
	case t.kind == text:
		c.x = unknown
	case t.kind == control:
		switch t.raw[0] {
		case '\r':
			c.x = 0
		case '\n':
			c.down(1)
		case '\b':
			c.x = max(unknown, c.x-1)
		case '\t':
			c.x = unknown
		}
	case t.is(csi, 'm'):
		c.restyle(t)
	case t.kind == csi:
		c.move(t)
	}
}

func (c *cursor) move(t token) {
	switch n := t.param(0, 1); t.final {
	case 'A':
		if c.y != unknown {
			c.y = max(0, c.y-n)
		}
	case 'B':
		c.down(n)
	case 'C':
		if c.x != unknown {
			c.x += n
		}
	case 'D':
		if c.x != unknown {
			c.x = max(0, c.x-n)
		}
	case 'G', '`':
		c.x = n - 1
	case 'd':
		c.y = n - 1
	case 'H', 'f':
		c.y, c.x = n-1, t.param(1, 1)-1
	}
}

func (c *cursor) down(n int) {
	if c.y != unknown {
		c.y = min(c.y+n, max(c.y, c.bottom))
	}
}

// restyle adds a change of style to those since the last reset.
func (c *cursor) restyle(t token) {
	raw := string(t.raw)
	switch {
	case len(t.params) == 0, len(t.params) == 1 && t.params[0] == 0:
		c.style = ""
	case t.params[0] == 0:
		c.style = raw
	case len(c.style) <= longStyle:
		c.style += raw
	}
}
