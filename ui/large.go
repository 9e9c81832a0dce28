package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	"heshi/ui/glass"
	"heshi/ui/theme"
)

// askVersion asks the terminal who it is: some draw large words.
func (r *Root) askVersion() tea.Cmd {
	if !r.o.Large {
		return nil
	}
	return tea.RequestTerminalVersion
}

// enlarges reports whether a terminal of this name and version draws text in
// several sizes (OSC 66): kitty does from 0.40 on. What stands in between, as
// tmux, answers with its own name.
func enlarges(version string) bool {
	var major, minor int
	_, err := fmt.Sscanf(version, "kitty(%d.%d", &major, &minor)
	return err == nil && (major > 0 || minor >= 40)
}

// lowHeight is the least height at which a question may take two large lines.
const lowHeight = 24

// largeLines is theme.Theme.Large as things are: large words are for the easy
// view. With few colours the mark of their cells could be that of another
// style.
func (r *Root) largeLines() int {
	switch {
	case !r.large || !r.full || !r.env.Senior:
		return 0
	case r.height < lowHeight:
		return 1
	}
	return 2
}

// resized takes the terminal's new size.
func (r *Root) resized(msg tea.WindowSizeMsg) tea.Cmd {
	r.width, r.height = msg.Width, msg.Height
	if r.largeLines() != r.env.Theme.Large {
		return r.repaint()
	}
	return nil
}

// largeWords finds the large letters of a drawn screen: in the upper of two
// rows, each with room behind it, and all their cells marked. What something
// lies over is left as it is.
func largeWords(drawn string, width int) []glass.Word {
	rows := strings.Split(drawn, "\n")
	red, green, blue, _ := theme.LargeMark().RGBA()
	mark := fmt.Sprintf("58;2;%d;%d;%d", red>>8, green>>8, blue>>8)
	var words []glass.Word
	for y := 0; y+1 < len(rows); y++ {
		if strings.Contains(rows[y], mark) && strings.Contains(rows[y+1], mark) {
			words = append(words, wordsIn(cells(rows[y], width), cells(rows[y+1], width), y)...)
		}
	}
	return words
}

func cells(row string, width int) uv.Line {
	b := uv.NewScreenBuffer(width, 1)
	b.Method = ansi.GraphemeWidth
	uv.NewStyledString(row).Draw(b, b.Bounds())
	return b.Line(0)
}

func wordsIn(upper, lower uv.Line, y int) []glass.Word {
	var words []glass.Word
	next := -1 // where the word would go on
	for x := 0; x < len(upper); x++ {
		c := upper[x]
		if !marked(c) || blank(c) || !roomFor(upper, lower, x, c.Width) {
			continue
		}
		style := c.Style
		style.UnderlineColor = nil
		if n := len(words); x == next && words[n-1].Style == style.String() {
			words[n-1].Text += c.Content
		} else {
			words = append(words, glass.Word{X: x, Y: y, Text: c.Content, Style: style.String()})
		}
		next = x + 2*c.Width
		x = next - 1
	}
	return words
}

// roomFor reports whether a letter of so many cells at x has all the cells it
// is to fill.
func roomFor(upper, lower uv.Line, x, width int) bool {
	if width < 1 || x+2*width > min(len(upper), len(lower)) {
		return false
	}
	for i := x; i < x+2*width; i++ {
		if !free(lower[i]) || i >= x+width && !free(upper[i]) {
			return false
		}
	}
	return true
}

func blank(c uv.Cell) bool { return strings.TrimSpace(c.Content) == "" }

func free(c uv.Cell) bool { return marked(c) && blank(c) }

func marked(c uv.Cell) bool {
	if c.Style.UnderlineColor == nil {
		return false
	}
	r, g, b, _ := c.Style.UnderlineColor.RGBA()
	red, green, blue, _ := theme.LargeMark().RGBA()
	return r == red && g == green && b == blue
}
