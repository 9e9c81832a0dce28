// Package theme turns one palette into the named styles of the desk. Nothing
// else under ui names a colour. Every style sets its own text and background
// colour, at least 7:1 apart (WCAG 2.2, 1.4.6; domain.md section 7), because a
// terminal's own sixteen colours may be anything; "faint" is never used. State
// is told by word and mark as well as by colour.
package theme

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// Kind names a palette.
type Kind string

// The kinds of theme.
const (
	Dark     Kind = "dark"
	Light    Kind = "light"
	Contrast Kind = "contrast" // black, white and yellow only as far as possible
	None     Kind = "none"     // no colour at all: NO_COLOR, or a terminal without colours
)

// Kinds lists the kinds of theme.
func Kinds() []Kind { return []Kind{Dark, Light, Contrast, None} }

// Tone says what a piece of text means; the theme gives it a style and a mark.
type Tone int

// The tones.
const (
	Normal Tone = iota
	Good        // done, allowed, in time
	Bad         // wrong, overdue, refused
	Warn        // doubtful, due soon
	Muted       // less important
	Strong      // more important
)

// Marks are the signs of the desk. They are one cell wide unless said
// otherwise, and never carry a meaning without a word beside them.
type Marks struct {
	Good, Bad, Warn string
	Pointer         string // before the selected line
	On, Off         string // a marked and an unmarked choice, three cells
	More            string // text was cut off here, one or two cells
	Up, Down        string // there is more above, below
	Full, Empty     string // the two parts of a progress bar
	Dot             string // between two short texts
}

// Theme is a value: styles, marks and borders to draw with.
type Theme struct {
	Kind  Kind
	ascii bool

	Text     Style // ordinary text, and the ground of the whole screen
	Title    Style // a heading
	Muted    Style // hints; still 7:1
	Strong   Style
	Good     Style
	Bad      Style
	Warn     Style
	Selected Style // the line the keys act on
	Label    Style // the name of a field
	Field    Style // a text field without the focus
	Focus    Style // the text field that has the focus
	Header   Style // the top row
	Bar      Style // the bottom row: words
	Key      Style // the bottom row: keys
	Columns  Style // the heads of a table
	Border   Style
	Dialog   Style // text inside a dialog
	DialogBr Style // a dialog's border and title

	Marks Marks
	Frame lipgloss.Border // of a box or dialog

	// Large is how many lines of a question may be drawn in letters twice as
	// large; 0 where the terminal has none.
	Large int

	// Ground is the background colour for tea.View.BackgroundColor; nil when
	// the theme has none.
	Ground color.Color
	// CursorColor is the colour of the real cursor; nil leaves the terminal's.
	CursorColor color.Color
}

// New returns the theme of a kind; an unknown kind is Dark.
func New(kind Kind) Theme {
	var t Theme
	switch kind {
	case Light:
		t = coloured(light())
	case Contrast:
		t = coloured(contrast())
	case None:
		t = colourless()
	default:
		kind = Dark
		t = coloured(dark())
	}
	t.Kind = kind
	t.Marks, t.Frame = fineMarks(), lipgloss.RoundedBorder()
	return t
}

// LargeMark is an underline's colour that marks the cells of large letters, and
// nothing else: nothing of the desk is underlined.
func LargeMark() color.Color { return color.RGBA{R: 66, G: 2, B: 66, A: 255} }

// ASCII returns the theme with borders and marks every terminal draws one cell
// wide, for those set to draw marks of ambiguous width as two (style.md
// section 4, row 13).
func (t Theme) ASCII() Theme {
	t.ascii = true
	t.Marks, t.Frame = plainMarks(), lipgloss.ASCIIBorder()
	return t
}

// IsASCII reports whether ASCII was chosen.
func (t Theme) IsASCII() bool { return t.ascii }

// Of returns the style of a tone.
func (t Theme) Of(tone Tone) Style {
	switch tone {
	case Good:
		return t.Good
	case Bad:
		return t.Bad
	case Warn:
		return t.Warn
	case Muted:
		return t.Muted
	case Strong:
		return t.Strong
	}
	return t.Text
}

// Mark returns the mark of a tone, "" for tones that have none.
func (t Theme) Mark(tone Tone) string {
	switch tone {
	case Good:
		return t.Marks.Good
	case Bad:
		return t.Marks.Bad
	case Warn:
		return t.Marks.Warn
	}
	return ""
}

// Status writes a word in its tone with the mark behind it, as the norms for
// older people ask: word, mark and colour.
func (t Theme) Status(tone Tone, word string) string {
	if m := t.Mark(tone); m != "" {
		word += " " + m
	}
	return t.Of(tone).Render(word)
}

func fineMarks() Marks {
	return Marks{
		Good: "✓", Bad: "✗", Warn: "!", Pointer: "›", On: "[✓]", Off: "[ ]",
		More: "…", Up: "↑", Down: "↓", Full: "█", Empty: "░", Dot: "·",
	}
}

func plainMarks() Marks {
	return Marks{
		Good: "+", Bad: "x", Warn: "!", Pointer: ">", On: "[x]", Off: "[ ]",
		More: "..", Up: "^", Down: "v", Full: "#", Empty: "-", Dot: "-",
	}
}
