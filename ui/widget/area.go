package widget

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"heshi/ui/keys"
	"heshi/ui/theme"
)

// areaLimit is how many characters an Area takes when Max is 0.
const areaLimit = 5000

// Area is a text field of several lines. Make it with NewArea. Copies share
// the text, as Bubbles' textarea below it does.
type Area struct {
	Label string
	Hint  string // shown below while the area has the focus and no Note
	Note  Note
	Rows  int    // rows of text Height asks for; 0 is 4
	Full  string // sentence shown when text was left out because of the limit

	ta      *textarea.Model
	changed bool
	full    bool
}

// NewArea returns an area for at most limit characters; 0 is 5000.
func NewArea(label string, limit int) Area {
	if limit <= 0 {
		limit = areaLimit
	}
	ta := textarea.New()
	ta.SetVirtualCursor(false)
	ta.Prompt, ta.Placeholder, ta.ShowLineNumbers = "", "", false
	ta.CharLimit, ta.MaxHeight, ta.MaxWidth = limit, 0, 0
	ta.KeyMap = areaKeys()
	return Area{Label: label, ta: &ta}
}

// areaKeys leaves out what the desk uses otherwise (Ctrl+K), what would read
// the clipboard of the machine the program runs on (Ctrl+V), and keys that
// change text in ways an unintended press would not explain.
func areaKeys() textarea.KeyMap {
	on := func(k ...string) key.Binding { return key.NewBinding(key.WithKeys(k...)) }
	return textarea.KeyMap{
		CharacterForward: on("right"), CharacterBackward: on("left"),
		WordForward: on("ctrl+right"), WordBackward: on("ctrl+left"),
		LineNext: on("down"), LinePrevious: on("up"),
		DeleteWordBackward: on("ctrl+w"), DeleteBeforeCursor: on("ctrl+u"),
		DeleteCharacterBackward: on("backspace", "ctrl+h", "shift+backspace"),
		DeleteCharacterForward:  on("delete"),
		InsertNewline:           on("enter"),
		LineStart:               on("home", "ctrl+a"), LineEnd: on("end", "ctrl+e"),
		PageUp: on("pgup"), PageDown: on("pgdown"),
		InputBegin: on("ctrl+home"), InputEnd: on("ctrl+end"),
	}
}

// Value returns the text, its lines joined by \n.
func (a Area) Value() string {
	if a.ta == nil {
		return ""
	}
	return a.ta.Value()
}

// SetValue replaces the text and puts the cursor behind it.
func (a *Area) SetValue(s string) {
	if a.ta != nil {
		a.ta.SetValue(CleanLines(s))
		a.full = false
	}
}

// Focus gives the area the keys and the cursor.
func (a *Area) Focus() {
	if a.ta != nil {
		// The command would only blink the painted cursor, which is off.
		_ = a.ta.Focus()
	}
}

// Blur takes the focus away.
func (a *Area) Blur() {
	if a.ta != nil {
		a.ta.Blur()
	}
}

// Focused reports whether the area has the focus.
func (a Area) Focused() bool { return a.ta != nil && a.ta.Focused() }

// Changed reports whether the last Update changed the text.
func (a Area) Changed() bool { return a.changed }

// AtTop and AtBottom report whether the cursor is on the first or last line of
// text, where up and down may leave the area.
func (a Area) AtTop() bool {
	return a.ta == nil || a.ta.Line() == 0 && a.ta.LineInfo().RowOffset == 0
}

// AtBottom is the other end of AtTop.
func (a Area) AtBottom() bool {
	if a.ta == nil {
		return true
	}
	info := a.ta.LineInfo()
	return a.ta.Line() == a.ta.LineCount()-1 && info.RowOffset >= info.Height-1
}

// Update edits the text. Enter starts a new line; a paste is one edit.
func (a Area) Update(msg tea.Msg) (Area, tea.Cmd) {
	a.changed = false
	if !a.Focused() {
		return a, nil
	}
	switch m := msg.(type) {
	case tea.PasteMsg:
		m.Content = CleanLines(m.Content)
		a.full = a.overflows(m.Content)
		msg = m
	case tea.KeyPressMsg:
		m.Text = CleanLines(keys.Typed(m))
		a.full = m.Text != "" && a.overflows(m.Text)
		msg = m
	default:
		return a, nil
	}
	old := a.ta.Value()
	next, cmd := a.ta.Update(msg)
	*a.ta = next
	a.changed = a.ta.Value() != old
	return a, cmd
}

func (a Area) overflows(s string) bool {
	return utf8.RuneCountInString(a.ta.Value())+utf8.RuneCountInString(s) > a.ta.CharLimit
}

// Height returns how many rows the area wants.
func (a Area) Height(width int) int {
	rows := a.Rows
	if rows <= 0 {
		rows = 4
	}
	return a.head() + rows + len(a.below(width))
}

func (a Area) head() int {
	if a.Label == "" {
		return 0
	}
	return 1
}

func (a Area) note() Note {
	if a.full && a.Full != "" {
		return Note{a.Full, theme.Warn}
	}
	return a.Note
}

func (a Area) below(width int) []string {
	if n := a.note(); n.Text != "" {
		return noteLines(n, width)
	}
	if a.Hint != "" {
		return Wrap(a.Hint, width)
	}
	return nil
}

// View draws the area; the text takes the rows label and note leave, at least
// one.
func (a Area) View(th theme.Theme, width, height int) Block {
	if width <= 0 || height <= 0 || a.ta == nil {
		return Blank(width, height)
	}
	rows := max(1, height-a.head()-len(a.below(width)))
	var head Block
	if a.Label != "" && height > 1 {
		style := th.Label
		if a.Focused() {
			style = th.Strong
		}
		head = Line(th, style, a.Label, width)
	}
	return Fit(Stack(head, a.body(th, width, rows), a.noteBlock(th, width)), width, height)
}

// body draws the text. Size and colours are set here, because only View knows
// them; both are the same for the same arguments.
func (a Area) body(th theme.Theme, width, rows int) Block {
	a.ta.SetStyles(areaStyles(th))
	if a.ta.Width() != width {
		a.ta.SetWidth(width)
	}
	a.ta.SetHeight(rows)
	b := Block{Text: strings.TrimRight(a.ta.View(), "\n")}
	if c := a.ta.Cursor(); c != nil {
		b.Cursor = barAt(th, min(c.X, width-1), c.Y)
	}
	ground := th.Field
	if a.Focused() {
		ground = th.Focus
	}
	return Paint(Fit(b, width, rows), ground)
}

func areaStyles(th theme.Theme) textarea.Styles {
	state := func(s lipgloss.Style) textarea.StyleState {
		return textarea.StyleState{Base: s, Text: s, CursorLine: s, EndOfBuffer: s, Prompt: s, Placeholder: s}
	}
	return textarea.Styles{
		Focused: state(th.Focus),
		Blurred: state(th.Field),
		Cursor:  textarea.CursorStyle{Shape: tea.CursorBar},
	}
}

func (a Area) noteBlock(th theme.Theme, width int) Block {
	if n := a.note(); n.Text != "" {
		return noteBlock(th, n, width)
	}
	if a.Hint != "" && a.Focused() {
		return Para(th.Muted, a.Hint, width)
	}
	return Blank(width, len(a.below(width)))
}
