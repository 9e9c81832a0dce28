package theme

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Style paints one line of text. What a Lip Gloss style puts before and after
// its text is asked for once: it works that out anew at every call, which took a
// quarter of the time of a frame.
type Style struct {
	lipgloss.Style
	before, after string
}

func of(s lipgloss.Style) Style {
	before, after, _ := strings.Cut(s.Render(probe), probe)
	return Style{s, before, after}
}

// probe is what no style changes or contains.
const probe = "x"

// Render paints text, which is one line: line breaks are left out, and tabs are
// four blanks.
func (s Style) Render(text string) string {
	if strings.ContainsAny(text, "\n\r\t") {
		return s.Inline(true).Render(text)
	}
	return s.before + text + s.after
}

// Heavier is the style in bold.
func (s Style) Heavier() Style { return of(s.Bold(true)) }

// Around returns what the style puts before and after a text.
func (s Style) Around() (before, after string) { return s.before, s.after }
