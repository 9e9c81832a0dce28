// Package widget holds the parts screens are made of: text fields, lists,
// choices, dialogs, and the layout that stacks them. It knows cells, not
// cases: words, matching and parsing come from the screen.
//
// One rule holds everything together: a Block is a rectangle of terminal cells
// with the place of the real cursor in it, and only the layout functions of
// this package move that cursor. An input method opens its window at the real
// cursor, so a cursor that is off by one Chinese character makes typing
// Chinese impossible. All widths are those of x/ansi.
//
// Every widget draws with View(theme, width, height), which gives exactly
// width x height cells and changes nothing; Height(width) says how many rows
// it would like. Update answers keys and pastes while the widget has the
// focus, without any reading or writing of files. The theme is handed to every
// View, so a change of theme needs no message.
package widget

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
	"github.com/mattn/go-runewidth"
)

// PinWidths makes go-runewidth, which Bubbles measures with, agree with x/ansi,
// which the renderer measures with, whatever the locale: under zh_CN it would
// count marks of ambiguous width as two (style.md section 4, row 4). Call it
// once, first thing in main.
func PinWidths() {
	runewidth.EastAsianWidth = false
	runewidth.DefaultCondition.EastAsianWidth = false
	runewidth.CreateLUT()
}

// Width returns how many cells a line of text takes, styled or not.
func Width(s string) int {
	if w, ok := quickWidth(s); ok {
		return w
	}
	return ansi.StringWidth(s)
}

// quickWidth measures lines of nothing but styles, ASCII, Chinese characters
// and the desk's own marks, none of which ever joins with its neighbours; it
// fails for all others. It gives what x/ansi gives, in a tenth of the time:
// every line on the screen is measured several times a frame.
func quickWidth(s string) (width int, ok bool) {
	for i := 0; i < len(s); {
		c := s[i]
		switch {
		case c >= ' ' && c <= '~':
			width++
			i++
		case c == '\x1b':
			n := styleLen(s[i:])
			if n == 0 {
				return 0, false
			}
			i += n
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			w := quickRune(r)
			if w == 0 {
				return 0, false
			}
			width += w
			i += size
		}
	}
	return width, true
}

// quickRune is the width of a character known to stand by itself, 0 for all
// others.
func quickRune(r rune) int {
	switch {
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3000 && r <= 0x3029, r >= 0xff01 && r <= 0xff60, r >= 0x3400 && r <= 0x4dbf:
		return 2
	case r >= 0x2010 && r <= 0x2027, r >= 0x2190 && r <= 0x2193, r >= 0x2500 && r <= 0x259f:
		return 1
	case r == '·', r == '×', r == '›', r == '☐', r == '☑', r == '✓', r == '✗':
		return 1
	}
	return 0
}

// styleLen is how many bytes the style sequence at the start of s takes, 0 when
// there is none.
func styleLen(s string) int {
	if len(s) < 3 || s[1] != '[' {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch c := s[i]; {
		case c == 'm':
			return i + 1
		case c != ';' && (c < '0' || c > ':'):
			return 0
		}
	}
	return 0
}

// Clean makes text that came from outside safe to draw on one line: line
// breaks and tabs become spaces; escape sequences, control characters, marks
// that turn the writing direction and bytes that are no UTF-8 are dropped.
func Clean(s string) string { return clean(s, false) }

// CleanLines is Clean that keeps line breaks, as \n.
func CleanLines(s string) string { return clean(s, true) }

func clean(s string, keepBreaks bool) string {
	if isClean(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "")
	if strings.ContainsRune(s, '\x1b') {
		s = ansi.Strip(s)
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\u2028' || r == '\u2029':
			if keepBreaks {
				return '\n'
			}
			return ' '
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || turnsDirection(r):
			return -1
		}
		return r
	}, s)
}

// isClean is the quick way out: printable ASCII, or characters from the Han
// block on to the surrogates, need nothing done.
func isClean(s string) bool {
	for _, r := range s {
		if (r < ' ' || r > '~') && (r < '\u2e80' || r > '\ud7ff') {
			return false
		}
	}
	return true
}

// turnsDirection lists marks that reorder text on screen, so that a name could
// show as another.
func turnsDirection(r rune) bool {
	return r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f' || r == '\ufeff'
}

// Truncate shortens a line to at most width cells, ending in … when something
// was cut off.
func Truncate(s string, width int) string { return TruncateWith(s, width, "…") }

// TruncateWith is Truncate with another mark, as theme.Marks.More.
func TruncateWith(s string, width int, more string) string {
	if Width(s) <= width {
		return s
	}
	room := width - Width(more)
	if room < 0 {
		return cut(s, 0, width)
	}
	kept := strings.TrimRight(slice(s, 0, room, token).text, " ")
	return kept + more
}

// cut returns the cells from..to of a line, exactly to-from of them. A wide
// character that straddles an edge leaves blanks; short lines are padded.
// Colours and weights are kept, every other escape sequence is dropped.
func cut(line string, from, to int) string {
	if to <= from {
		return ""
	}
	w, quick := quickWidth(line)
	if from == 0 && endsPlain(line) && (quick && w == to || !quick && isOrderly(line) && Width(line) == to) {
		return line
	}
	if quick { // nothing joins, so what is cut measures as it did
		got := slice(line, from, to, quickToken)
		return got.text + strings.Repeat(" ", to-from-got.width)
	}
	line = strings.ToValidUTF8(line, "")
	// Characters that join with their neighbours may measure otherwise once
	// they are cut apart: such a line is drawn without them rather than one
	// cell off.
	for _, keep := range []func(rune) bool{nil, standsAlone, isPlainASCII} {
		if keep != nil {
			line = simple(line, keep)
		}
		got := slice(line, from, to, token)
		out := got.text + strings.Repeat(" ", to-from-got.width)
		if Width(out) == to-from {
			return out
		}
	}
	return strings.Repeat(" ", to-from)
}

// endsPlain reports whether the last escape sequence of a line, if it has one,
// ends its styles.
func endsPlain(line string) bool {
	last := strings.LastIndex(line, "\x1b[")
	return last < 0 || strings.HasPrefix(line[last:], "\x1b[m")
}

// isOrderly reports whether a line holds nothing that must not be drawn: no
// control characters, and no escape sequences but styles. A line that quickWidth
// can measure is.
func isOrderly(line string) bool {
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\x1b':
			n := styleLen(line[i:])
			if n == 0 {
				return false
			}
			i += n - 1
		case c < ' ' || c == 0x7f || c == 0xc2 && i+1 < len(line) && line[i+1] < 0xa0:
			return false
		}
	}
	return utf8.ValidString(line)
}

type sliced struct {
	text  string
	width int
}

// slice is cut without the padding. next takes the line apart: token, or
// quickToken where it may.
func slice(line string, from, to int, next func(string) (string, int)) sliced {
	var b strings.Builder
	b.Grow(len(line))
	col, width, styled := 0, 0, false
	for len(line) > 0 && col < to {
		seq, w := next(line)
		line = line[len(seq):]
		switch {
		case isStyle(seq):
			b.WriteString(seq)
			styled = !isReset(seq)
		case w > 0 && col >= from && col+w <= to:
			b.WriteString(seq)
			width += w
		case w > 0:
			blanks := max(0, min(col+w, to)-max(col, from))
			b.WriteString(strings.Repeat(" ", blanks))
			width += blanks
		case col > from && isPrintable(seq):
			b.WriteString(seq)
		}
		col += w
	}
	if styled {
		b.WriteString("\x1b[m")
	}
	return sliced{b.String(), width}
}

// token returns the first character of a line and its width, or its first
// escape sequence or control character, which have none. Characters are taken
// apart as x/ansi measures them; its own decoder is not used for them, because
// it parts ASCII from the marks that join it.
func token(line string) (string, int) {
	if c := line[0]; c == '\x1b' || c < ' ' || c == 0x7f {
		_, _, n, _ := ansi.DecodeSequence(line, 0, nil)
		return line[:max(1, n)], 0
	}
	return firstCluster(line)
}

// quickToken is token for a line that quickWidth can measure: no characters have
// to be looked for that belong together.
func quickToken(line string) (string, int) {
	switch c := line[0]; {
	case c == '\x1b':
		return line[:styleLen(line)], 0
	case c < utf8.RuneSelf:
		return line[:1], 1
	}
	r, n := utf8.DecodeRuneInString(line)
	return line[:n], quickRune(r)
}

func isReset(seq string) bool { return seq == "\x1b[m" || seq == "\x1b[0m" }

// isStyle reports whether a sequence only changes colour and weight (SGR).
func isStyle(seq string) bool {
	return seq != "" && seq[0] == '\x1b' && styleLen(seq) == len(seq)
}

func isPrintable(seq string) bool {
	r, _ := utf8.DecodeRuneInString(seq)
	return !unicode.IsControl(r)
}

// simple replaces every character that holds a code point keep refuses by as
// many question marks as it is wide.
func simple(line string, keep func(rune) bool) string {
	var b strings.Builder
	for len(line) > 0 {
		seq, w := token(line)
		line = line[len(seq):]
		switch {
		case isStyle(seq):
			b.WriteString(seq)
		case w > 0 && strings.IndexFunc(seq, func(r rune) bool { return !keep(r) }) >= 0:
			b.WriteString(strings.Repeat("?", w))
		case w > 0:
			b.WriteString(seq)
		}
	}
	return b.String()
}

func isPlainASCII(r rune) bool { return r >= ' ' && r <= '~' }

// standsAlone reports whether a code point is a character by itself that never
// joins with the one before or after it.
func standsAlone(r rune) bool {
	if isPlainASCII(r) {
		return true
	}
	if !unicode.IsGraphic(r) || unicode.In(r, unicode.M, unicode.Sk) {
		return false
	}
	for _, joining := range [...][2]rune{
		{0x0e33, 0x0e33}, {0x0eb3, 0x0eb3}, // Thai and Lao vowels
		{0x1100, 0x11ff}, {0xa960, 0xa97f}, {0xd7b0, 0xd7ff}, // Korean letters
		{0xff9e, 0xff9f},   // half-width voicing marks
		{0x1f1e6, 0x1f1ff}, // flags
	} {
		if r >= joining[0] && r <= joining[1] {
			return false
		}
	}
	return true
}
