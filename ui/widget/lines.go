package widget

import "strings"

// span is one row of a text of several lines: the bytes from..to of it. A row
// that ends with a line break leaves the break out; otherwise the next row goes
// on where this one ends, spaces at the break included.
type span struct{ from, to int }

// spans lays a text out in rows of at most width cells by the rules of Wrap,
// but for spaces: they hang over the edge instead of disappearing, so that
// every byte of the text has its place.
func spans(s string, width int) []span {
	width = max(2, width)
	var out []span
	at := 0
	for _, para := range strings.SplitAfter(s, "\n") {
		out = append(out, paraSpans(strings.TrimSuffix(para, "\n"), at, width)...)
		at += len(para)
	}
	return out
}

func paraSpans(para string, at, width int) []span {
	cs := clusters(para)
	if len(cs) == 0 {
		return []span{{at, at}}
	}
	var out []span
	for len(cs) > 0 {
		n := lineEnd(cs, width)
		for n < len(cs) && cs[n].text == " " {
			n++
		}
		to := at + len(join(cs[:n]))
		out = append(out, span{at, to})
		at, cs = to, cs[n:]
	}
	return out
}

// rowAt returns the row the place pos stands in; between two rows of one line
// that is the second.
func rowAt(rows []span, pos int) int {
	for i := len(rows) - 1; i > 0; i-- {
		if pos >= rows[i].from {
			return i
		}
	}
	return 0
}

// lastPlace is the last place of row i: its end, or before the character that
// makes the row full where the text goes on in the next row.
func lastPlace(e edit, rows []span, i int) int {
	end := rows[i].to
	if i+1 < len(rows) && rows[i+1].from == end {
		e.pos = end
		return max(rows[i].from, e.left().pos)
	}
	return end
}

// near returns the edit with the place in row i nearest to cell x.
func (e edit) near(rows []span, i, x int) edit {
	e.pos = rows[i].from
	last := lastPlace(e, rows, i)
	for _, c := range clusters(e.value[rows[i].from:rows[i].to]) {
		if e.pos >= last || x < c.width {
			break
		}
		x -= c.width
		e.pos += len(c.text)
	}
	return e
}
