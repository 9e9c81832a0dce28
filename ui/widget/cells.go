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
func Width(s string) int { return ansi.StringWidth(s) }

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
	kept := strings.TrimRight(slice(s, 0, room).text, " ")
	return kept + more
}

// cut returns the cells from..to of a line, exactly to-from of them. A wide
// character that straddles an edge leaves blanks; short lines are padded.
// Colours and weights are kept, every other escape sequence is dropped.
func cut(line string, from, to int) string {
	if to <= from {
		return ""
	}
	got := slice(line, from, to)
	out := got.text + strings.Repeat(" ", to-from-got.width)
	if Width(out) == to-from {
		return out
	}
	// Characters that join with their neighbours measured differently once cut
	// apart: draw such a line without them rather than one cell off.
	got = slice(simple(line), from, to)
	return got.text + strings.Repeat(" ", to-from-got.width)
}

type sliced struct {
	text  string
	width int
}

// slice is cut without the padding.
func slice(line string, from, to int) sliced {
	var b strings.Builder
	var state byte
	col, width, styled := 0, 0, false
	for len(line) > 0 && col < to {
		seq, w, n, next := ansi.DecodeSequence(line, state, nil)
		state, line = next, line[n:]
		switch {
		case isStyle(seq):
			b.WriteString(seq)
			styled = seq != "\x1b[m" && seq != "\x1b[0m"
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

// isStyle reports whether a sequence only changes colour and weight (SGR).
func isStyle(seq string) bool {
	return len(seq) > 2 && seq[0] == '\x1b' && seq[1] == '[' && seq[len(seq)-1] == 'm' && seq[2] != '>' && seq[2] != '?'
}

func isPrintable(seq string) bool { return seq != "" && seq[0] >= ' ' && seq[0] != 0x7f }

// simple replaces every character made of several code points by its first.
func simple(line string) string {
	var b strings.Builder
	var state byte
	for len(line) > 0 {
		seq, w, n, next := ansi.DecodeSequence(line, state, nil)
		state, line = next, line[n:]
		if w > 0 && len(seq) > 1 {
			r := []rune(seq)
			if len(r) > 1 || unicode.IsControl(r[0]) || Width(string(r[0])) != w {
				seq = strings.Repeat("?", w)
			}
		}
		if w == 0 && !isStyle(seq) {
			continue
		}
		b.WriteString(seq)
	}
	return b.String()
}
