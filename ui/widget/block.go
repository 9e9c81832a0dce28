package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/theme"
)

// Block is a drawn rectangle: lines joined by \n, and where in it the real
// cursor stands (nil when it stands elsewhere). Text "" is no rows at all; an
// empty row is Blank(width, 1).
type Block struct {
	Text   string
	Cursor *tea.Cursor
}

// Lines makes a block of lines of any width.
func Lines(lines ...string) Block { return Block{Text: strings.Join(lines, "\n")} }

// Blank is an empty rectangle.
func Blank(width, height int) Block { return Fit(Block{}, width, height) }

// Size returns the width of the widest row and the number of rows.
func Size(b Block) (width, height int) {
	rows := rowsOf(b)
	for _, r := range rows {
		width = max(width, Width(r))
	}
	return width, len(rows)
}

func rowsOf(b Block) []string {
	if b.Text == "" {
		return nil
	}
	return strings.Split(b.Text, "\n")
}

// Fit clips and pads a block to exactly width x height cells. A wide character
// at the edge leaves a blank. A cursor outside disappears.
func Fit(b Block, width, height int) Block {
	if width <= 0 || height <= 0 {
		return Block{}
	}
	rows := rowsOf(b)
	out := make([]string, height)
	for y := range out {
		if y < len(rows) {
			out[y] = cut(rows[y], 0, width)
		} else {
			out[y] = strings.Repeat(" ", width)
		}
	}
	return Block{Text: strings.Join(out, "\n"), Cursor: within(b.Cursor, width, height)}
}

func within(c *tea.Cursor, width, height int) *tea.Cursor {
	if c == nil || c.X < 0 || c.Y < 0 || c.X >= width || c.Y >= height {
		return nil
	}
	return c
}

// moved returns the cursor moved by x and y; the block it came from keeps its
// own.
func moved(c *tea.Cursor, x, y int) *tea.Cursor {
	if c == nil {
		return nil
	}
	m := *c
	m.X += x
	m.Y += y
	return &m
}

// Stack puts blocks below one another. The first cursor counts.
func Stack(blocks ...Block) Block {
	var rows []string
	var cursor *tea.Cursor
	for _, b := range blocks {
		if cursor == nil {
			cursor = moved(b.Cursor, 0, len(rows))
		}
		rows = append(rows, rowsOf(b)...)
	}
	return Block{Text: strings.Join(rows, "\n"), Cursor: cursor}
}

// Beside puts blocks next to one another, each as wide as its widest row and
// all as high as the highest. The first cursor counts.
func Beside(blocks ...Block) Block {
	height := 0
	for _, b := range blocks {
		height = max(height, len(rowsOf(b)))
	}
	rows := make([]string, height)
	var cursor *tea.Cursor
	x := 0
	for _, b := range blocks {
		width, _ := Size(b)
		if cursor == nil {
			cursor = moved(b.Cursor, x, 0)
		}
		for y, row := range rowsOf(Fit(b, width, height)) {
			rows[y] += row
		}
		x += width
	}
	return tidy(rows, x, cursor)
}

// tidy joins rows of width cells, measured again: characters may have joined
// across the edge of two blocks.
func tidy(rows []string, width int, cursor *tea.Cursor) Block {
	for i, r := range rows {
		rows[i] = cut(r, 0, width)
	}
	return Block{Text: strings.Join(rows, "\n"), Cursor: cursor}
}

// Pad puts blank cells around a block.
func Pad(b Block, top, right, bottom, left int) Block {
	width, height := Size(b)
	inner := Fit(b, width, height)
	rows := rowsOf(inner)
	full := left + width + right
	out := make([]string, 0, top+height+bottom)
	for range top {
		out = append(out, strings.Repeat(" ", full))
	}
	for _, r := range rows {
		out = append(out, strings.Repeat(" ", left)+r+strings.Repeat(" ", right))
	}
	for range bottom {
		out = append(out, strings.Repeat(" ", full))
	}
	return tidy(out, full, moved(b.Cursor, left, top))
}

// Box draws a border with a title around a block: two columns wider and two
// rows higher.
func Box(th theme.Theme, title string, b Block) Block {
	return frame(th, th.Border, th.Title, title, b)
}

func frame(th theme.Theme, border, head theme.Style, title string, b Block) Block {
	width, height := Size(b)
	f := th.Frame
	title = TruncateWith(Clean(title), width-2, th.Marks.More)
	if title != "" {
		title = " " + title + " "
	}
	rest := strings.Repeat(f.Top, max(0, width-Width(title)))
	rows := []string{border.Render(f.TopLeft) + head.Render(title) + border.Render(rest+f.TopRight)}
	left, right := border.Render(f.Left), border.Render(f.Right)
	for _, r := range rowsOf(Fit(b, width, height)) {
		rows = append(rows, left+r+right)
	}
	rows = append(rows, border.Render(f.BottomLeft+strings.Repeat(f.Bottom, width)+f.BottomRight))
	return tidy(rows, width+2, moved(b.Cursor, 1, 1))
}

// Spot is a cell: column and row, counted from the top left corner.
type Spot struct{ X, Y int }

// Middle returns where a block has to be laid over base to stand in its middle.
func Middle(base, top Block) Spot {
	width, height := Size(base)
	return centred(top, width, height)
}

func centred(b Block, width, height int) Spot {
	w, h := Size(b)
	return Spot{max(0, (width-w)/2), max(0, (height-h)/2)}
}

// Overlay lays a block over another and keeps the size of the lower. The upper
// one's cursor counts; a cursor below is hidden, because the keys go to the
// upper one.
func Overlay(base, top Block, at Spot) Block {
	width, height := Size(base)
	rows := rowsOf(base)
	topWidth, _ := Size(top)
	from, to := max(0, min(at.X, width)), max(0, min(at.X+topWidth, width))
	for y, r := range rowsOf(top) {
		if row := at.Y + y; row >= 0 && row < height {
			laid := cut(rows[row], 0, from) + cut(r, from-at.X, to-at.X) + cut(rows[row], to, width)
			rows[row] = cut(laid, 0, width)
		}
	}
	cursor := within(moved(top.Cursor, at.X, at.Y), width, height)
	return Block{Text: strings.Join(rows, "\n"), Cursor: cursor}
}

// Window returns height rows of a block from row top on, with a blank row where
// the block has none.
func Window(b Block, top, height int) Block {
	width, _ := Size(b)
	rows := rowsOf(b)
	top = max(0, min(top, len(rows)))
	part := Block{Text: strings.Join(rows[top:], "\n"), Cursor: moved(b.Cursor, 0, -top)}
	return Fit(part, width, height)
}

// Follow returns height rows of a block so that row y is among them, with a row
// of what comes before and after where there is room. Forms that are higher
// than the screen show the field with the focus this way.
func Follow(b Block, y, height int) Block { return Window(b, FollowTop(b, y, height), height) }

// FollowTop returns the first row Follow shows, to find what a click hits.
func FollowTop(b Block, y, height int) int {
	return topRow(y, len(rowsOf(b)), height)
}

// Paint gives every cell that has no colour of its own the style's. The root
// does this last, so that blank cells have the theme's ground.
func Paint(b Block, style theme.Style) Block {
	open, reset := style.Around()
	if open == "" || b.Text == "" {
		return b
	}
	rows := rowsOf(b)
	for i, r := range rows {
		r = strings.ReplaceAll(r, "\x1b[m", "\x1b[m"+open)
		r = strings.ReplaceAll(r, "\x1b[0m", "\x1b[m"+open)
		rows[i] = open + r + reset
	}
	return Block{Text: strings.Join(rows, "\n"), Cursor: b.Cursor}
}

// Line is one row of exactly width cells in a style; text that does not fit
// ends in the theme's mark.
func Line(th theme.Theme, style theme.Style, s string, width int) Block {
	if width <= 0 {
		return Block{}
	}
	return Block{Text: painted(th, style, Clean(s), width)}
}

func painted(th theme.Theme, style theme.Style, s string, width int) string {
	if width <= 0 {
		return ""
	}
	return style.Render(cut(TruncateWith(s, width, th.Marks.More), 0, width))
}

// Para is text wrapped to width cells in a style, as many rows as it needs.
func Para(style theme.Style, s string, width int) Block {
	lines := Wrap(s, width)
	for i, l := range lines {
		lines[i] = style.Render(cut(l, 0, width))
	}
	return Lines(lines...)
}
