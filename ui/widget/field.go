package widget

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/keys"
	"heshi/ui/theme"
)

// Note is a line at a widget: what is wrong with the value, what was
// understood, what is doubtful. Text "" is no note.
type Note struct {
	Text string
	Tone theme.Tone
}

// fieldLimit is how many characters a Field takes when Max is 0.
const fieldLimit = 500

// Field is a text field of one line. Set the exported members freely; the
// value and the place of the cursor are its own. The zero Field works.
//
// Bubbles' own text input puts the real cursor at the wrong cell for Chinese
// (bubbles#906, #1001), hence this one.
type Field struct {
	Label string
	// LabelWidth is how many cells left of the text the label gets; 0 puts it
	// on a row of its own.
	LabelWidth int
	// Cells is the width of the text part where there is room; 0 is all.
	Cells int
	Hint  string // shown below while the field has the focus and no Note
	Note  Note
	Max   int    // most characters; 0 is 500
	Full  string // sentence shown when text was left out because of Max

	text    edit
	focused bool
	changed bool
	full    bool
	marked  bool // what is typed next takes the place of the text
}

// NewField returns a field with a label.
func NewField(label string) Field { return Field{Label: label} }

// Value returns the text typed.
func (f Field) Value() string { return f.text.value }

// SetValue replaces the text and puts the cursor behind it.
func (f *Field) SetValue(s string) {
	s = edit{}.clip(oneLine(s), f.limit())
	f.text = edit{value: s, pos: len(s)}
	f.full, f.marked = false, false
}

// Mark marks the whole text: what is typed or pasted next takes its place. Any
// key that moves or deletes takes the mark away.
func (f *Field) Mark() { f.marked = f.text.value != "" }

// Focus gives the field the keys and the cursor.
func (f *Field) Focus() { f.focused = true }

// Blur takes the focus away.
func (f *Field) Blur() { f.focused = false }

// Focused reports whether the field has the focus.
func (f Field) Focused() bool { return f.focused }

// Changed reports whether the last Update changed the text.
func (f Field) Changed() bool { return f.changed }

func (f Field) limit() int {
	if f.Max > 0 {
		return f.Max
	}
	return fieldLimit
}

// Update edits the text: typed characters, a paste as one edit with its line
// breaks as spaces, arrows, Home and End, Backspace and Delete, Ctrl+A E U W,
// Ctrl with left and right.
func (f Field) Update(msg tea.Msg) (Field, tea.Cmd) {
	f.changed = false
	if !f.focused {
		return f, nil
	}
	old := f.text.value
	switch msg := msg.(type) {
	case tea.PasteMsg:
		f.insert(oneLine(msg.Content))
	case tea.KeyPressMsg:
		f.press(msg)
	}
	f.changed = f.text.value != old
	return f, nil
}

func (f *Field) press(msg tea.KeyPressMsg) {
	if t := keys.Typed(msg); t != "" {
		f.insert(Clean(t))
		return
	}
	f.marked = false
	if e, ok := f.text.press(msg.Keystroke()); ok {
		f.full = f.full && e.value == f.text.value
		f.text = e
	}
}

func (f *Field) insert(s string) {
	if f.marked && s != "" {
		f.text = edit{}
	}
	f.marked = false
	fits := f.text.clip(s, f.limit())
	f.full = fits != s
	f.text = f.text.insert(fits)
}

// Height returns how many rows the field wants: label, text, and hint or note.
// It does not change with the focus, so that nothing jumps.
func (f Field) Height(width int) int {
	rows := 1 + len(f.noteLines(width))
	if f.labelAbove() {
		rows++
	}
	return rows
}

func (f Field) labelAbove() bool { return f.LabelWidth <= 0 && f.Label != "" }

// inset is how many cells stand left of the text.
func (f Field) inset(width int) int { return max(0, min(f.LabelWidth, width-4)) }

func (f Field) bodyWidth(width int) int {
	w := width - f.inset(width)
	if f.Cells > 0 {
		w = min(w, f.Cells)
	}
	return max(0, w)
}

// View draws the field. Where the height is short, the note goes first and the
// label second.
func (f Field) View(th theme.Theme, width, height int) Block {
	var blocks []Block
	if f.labelAbove() && height > 1 {
		blocks = append(blocks, Line(th, f.labelStyle(th), f.Label, width))
	}
	body := f.body(th, f.bodyWidth(width))
	if in := f.inset(width); in > 0 {
		body = Beside(Line(th, f.labelStyle(th), f.Label, in), body)
	}
	blocks = append(blocks, body, f.noteBlock(th, width))
	return Fit(Stack(blocks...), width, height)
}

// labelStyle tells the field with the focus by weight as well as by colour.
func (f Field) labelStyle(th theme.Theme) theme.Style {
	if f.focused {
		return th.Strong
	}
	return th.Label
}

// body draws the text part: one row of width cells.
func (f Field) body(th theme.Theme, width int) Block {
	if width <= 0 {
		return Block{}
	}
	style := th.Field
	if f.focused {
		style = th.Focus
	}
	shown, x := f.text.view(th.Marks.More, width)
	b := Block{Text: style.Render(cut(shown, 0, width))}
	if w := min(width, Width(shown)); f.marked && f.focused {
		b.Text = th.Selected.Render(cut(shown, 0, w)) + style.Render(strings.Repeat(" ", width-w))
	}
	if f.focused {
		b.Cursor = barAt(th, x, 0)
	}
	return b
}

// barAt is the real cursor as this desk shows it: a bar that does not blink,
// never a block, which smears wide characters.
func barAt(th theme.Theme, x, y int) *tea.Cursor {
	c := tea.NewCursor(x, y)
	c.Shape, c.Blink = tea.CursorBar, false
	c.Color = th.CursorColor
	return c
}

// view returns the part of the text that shows in width cells and the cell of
// the cursor in it. Text that is too long shows from where the cursor stays
// visible, with a mark at the ends that continue. It is a function of text,
// place and width alone, so drawing changes nothing.
func (e edit) view(more string, width int) (shown string, x int) {
	before, after := e.before(), e.after()
	left, right := cellsOf(before), cellsOf(after)
	if left+right < width {
		return e.value, Width(e.value[:e.pos])
	}
	markWidth := Width(more)
	if width < 3*markWidth+4 {
		more, markWidth = "", 0
	}
	ahead := min(right, max(markWidth, width/4))
	start := 0
	for start < len(before) && left+ahead+min(start, 1)*markWidth > width-1 {
		left -= before[start].width
		start++
	}
	head := join(before[start:])
	if start > 0 {
		head = more + head
	}
	x = Width(head)
	shown = head + e.value[e.pos:]
	if Width(shown) > width {
		shown = cut(shown, 0, width-markWidth) + more
	}
	return shown, min(x, width-1)
}

func cellsOf(cs []cluster) int {
	n := 0
	for _, c := range cs {
		n += c.width
	}
	return n
}

// noteLines are the rows below the text, wrapped.
func (f Field) noteLines(width int) []string {
	if n := f.note(); n.Text != "" {
		return noteLines(n, f.noteWidth(width))
	}
	if f.Hint != "" {
		return Wrap(f.Hint, f.noteWidth(width))
	}
	return nil
}

func (f Field) note() Note {
	if f.full && f.Full != "" {
		return Note{f.Full, theme.Warn}
	}
	return f.Note
}

func (f Field) noteWidth(width int) int { return width - f.inset(width) }

// markRoom is what a note's mark takes in front of it.
const markRoom = 2

func noteLines(n Note, width int) []string { return Wrap(n.Text, width-markRoom) }

func (f Field) noteBlock(th theme.Theme, width int) Block {
	n := f.note()
	var b Block
	switch {
	case n.Text != "":
		b = NoteBlock(th, n, f.noteWidth(width))
	case f.Hint != "" && f.focused:
		b = Para(th.Muted, f.Hint, f.noteWidth(width))
	default:
		return Blank(width, len(f.noteLines(width)))
	}
	return Pad(b, 0, 0, 0, f.inset(width))
}

// NoteBlock draws a note: its mark, then the text.
func NoteBlock(th theme.Theme, n Note, width int) Block {
	style := th.Of(n.Tone)
	lines := noteLines(n, width)
	for i, l := range lines {
		lead := strings.Repeat(" ", markRoom)
		if i == 0 {
			lead = cut(th.Mark(n.Tone), 0, markRoom)
		}
		lines[i] = style.Render(cut(lead+l, 0, width))
	}
	return Lines(lines...)
}

// Click puts the cursor where the mouse pressed; x and y count from the
// field's own top left corner, as View drew it.
func (f *Field) Click(th theme.Theme, width, x, y int) {
	row := 0
	if f.labelAbove() {
		row = 1
	}
	x -= f.inset(width)
	if y != row || x < 0 {
		return
	}
	f.text = f.text.click(th.Marks.More, f.bodyWidth(width), x)
}

// click returns the edit with the place nearest to cell x of its view.
func (e edit) click(more string, width, x int) edit {
	_, at := e.view(more, width)
	for at > x && e.pos > 0 {
		prev := e.left()
		at -= Width(e.value[prev.pos:e.pos])
		e = prev
	}
	for at < x && e.pos < len(e.value) {
		next := e.right()
		w := Width(e.value[e.pos:next.pos])
		if at+w > x {
			break
		}
		at += w
		e = next
	}
	return e
}
