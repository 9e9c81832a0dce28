package glass

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// Word is text that is drawn twice as high and wide as the program's cells, by
// the text sizing protocol (OSC 66). Under it the program keeps two rows, with
// each character in the first two or four cells of the upper one, so that the
// words can be read where nothing enlarges them. All these cells must carry a
// style that nothing else has: then whatever takes the place of a word is
// written by the program, and the terminal takes a large character away as soon
// as one of its cells is written.
type Word struct {
	X, Y  int    // of the first cell, counted from 0
	Text  string // its characters, each at twice its width
	Style string // SGR sequence
}

// mark parts the window's title from the large words of the same frame: the
// title is what the program hands to its output together with the cells.
const mark = "\x1f"

// Title is a window's title that tells a Pane to draw words.
func Title(title string, words []Word) string {
	if len(words) == 0 {
		return title
	}
	list, err := json.Marshal(words)
	if err != nil {
		return title
	}
	return title + mark + base64.StdEncoding.EncodeToString(list)
}

// untitled takes a title apart.
func untitled(title string) (string, []Word) {
	title, list, _ := strings.Cut(title, mark)
	var words []Word
	if text, err := base64.StdEncoding.DecodeString(list); err != nil || json.Unmarshal(text, &words) != nil {
		return title, nil
	}
	return title, words
}

// through is what the terminal gets of a token: all of it, but for the words in
// a title.
func (p *Pane) through(t token) []byte {
	if t.kind != osc || !strings.Contains(t.body, mark) {
		return t.raw
	}
	body, _ := untitled(t.body)
	return []byte("\x1b]" + body + "\x07")
}

// followCommand takes words out of a title.
func (p *Pane) followCommand(t token) {
	switch {
	case strings.HasPrefix(t.body, "2;"):
		_, words := untitled(t.body)
		p.torn = p.torn || !slices.Equal(words, p.words)
		p.words = words
	case strings.HasPrefix(t.body, "8;"): // a link is part of the style
		p.pen.style = lost()
	}
}

// enlarge draws the large words over what was written, before the terminal is
// told that the frame is whole.
func (p *Pane) enlarge(out []byte) []byte {
	if !p.torn || !p.alternate {
		return out
	}
	p.torn = false
	drawn := ""
	for _, w := range p.words {
		drawn += p.draw(w)
	}
	if drawn == "" {
		return out
	}
	drawn = ansi.SaveCursor + drawn + ansi.RestoreCursor
	at := len(out)
	for _, end := range []string{ansi.ResetModeSynchronizedOutput, ansi.SetModeTextCursorEnable} {
		if bytes.HasSuffix(out[:at], []byte(end)) {
			at -= len(end)
		}
	}
	return slices.Insert(out, at, []byte(drawn)...)
}

// draw draws one word, as far as there is room.
func (p *Pane) draw(w Word) string {
	if w.Y < 0 || w.Y+1 >= p.rows || w.X < 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(ansi.ResetStyle + w.Style)
	x := w.X
	for rest := w.Text; rest != ""; {
		c, width := ansi.FirstGraphemeCluster(rest, ansi.GraphemeWidth)
		rest = rest[len(c):]
		if width < 1 || x+2*width > p.cols || strings.ContainsFunc(c, isControl) {
			break
		}
		b.WriteString(ansi.CursorPosition(x+1, w.Y+1) + "\x1b]66;s=2:w=" + strconv.Itoa(width) + ";" + c + "\x07")
		x += 2 * width
	}
	return b.String()
}

func isControl(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }
