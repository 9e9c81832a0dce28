package widget

import (
	"strings"

	"heshi/ui/theme"
)

// Question draws what the easy view asks: in letters twice as large where the
// terminal draws such (see package glass) and they fit, else as a heading in as
// many rows as it needs.
func Question(th theme.Theme, s string, width int) Block {
	rows := Wrap(s, width/2)
	if len(rows) > th.Large {
		return Para(th.Title, s, width)
	}
	var b Block
	for _, row := range rows {
		if _, ok := spread(row); !ok {
			return Para(th.Title, s, width)
		}
		b = Stack(b, twice(th.Title, row, width))
	}
	return b
}

// twice draws a line twice as large in width cells, where spread says it can
// be.
func twice(style theme.Style, line string, width int) Block {
	large, _ := spread(line)
	n := min(width, Width(large))
	large = cut(large, 0, n)
	letters := style.UnderlineColor(theme.LargeMark())
	rest := style.Render(strings.Repeat(" ", width-n))
	return Lines(letters.Render(large)+rest, letters.Render(strings.Repeat(" ", n))+rest)
}

// enlarges reports whether every line of a choice can be drawn twice as large:
// it takes one row and the empty one below it, which the easy view leaves.
func (c Choice) enlarges(options []placed, want, height int) bool {
	if !c.Spaced || c.Inline || want > height {
		return false
	}
	for _, p := range options {
		large, ok := spread(p.rows[0])
		if !ok || len(p.rows) > 1 || Width(large) > p.width {
			return false
		}
	}
	return true
}

// spread puts as much room behind each character of a line as it is wide. It
// refuses characters that are not known to stand by themselves: terminals do
// not agree where the next one is.
func spread(line string) (string, bool) {
	var b strings.Builder
	for _, r := range line {
		n := 1
		if !isPlainASCII(r) {
			n = quickRune(r)
		}
		if n == 0 {
			return "", false
		}
		b.WriteString(string(r) + strings.Repeat(" ", n))
	}
	return b.String(), true
}
