package widget

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Marks that never start a line, and marks that never end one (the rules of
// Chinese typesetting called 避头尾).
const (
	noStart = "，。、；：？！）」』》〉】〕”’…—～·％‰℃%,.;:?!)]}>"
	noEnd   = "（「『《〈【〔“‘￥¥$([{<#"
)

// Wrap breaks plain text into lines of at most width cells; a width under two
// counts as two. Chinese breaks between any two characters, other writing
// between words; closing punctuation never starts a line and an opening
// bracket never ends one, unless nothing else fits. Line breaks in the text
// stay. Nothing is lost but the spaces at a break. Empty text is one empty
// line.
func Wrap(s string, width int) []string {
	width = max(2, width)
	var lines []string
	for _, para := range strings.Split(CleanLines(s), "\n") {
		if Width(para) <= width {
			lines = append(lines, para)
			continue
		}
		lines = append(lines, wrapLine(clusters(para), width)...)
	}
	return lines
}

// hanging is Wrap with the lines of a list item ("- ...") below its words.
func hanging(s string, width int) []string {
	const mark = "- "
	var lines []string
	for _, para := range strings.Split(CleanLines(s), "\n") {
		rest, item := strings.CutPrefix(para, mark)
		if !item || width < 8 {
			lines = append(lines, Wrap(para, width)...)
			continue
		}
		for i, line := range Wrap(rest, width-Width(mark)) {
			lead := strings.Repeat(" ", Width(mark))
			if i == 0 {
				lead = mark
			}
			lines = append(lines, lead+line)
		}
	}
	return lines
}

// WrapBy is Wrap for paper: measure tells the width of one character in the
// unit of width, and at least one character stands on a line.
func WrapBy(s string, width int, measure func(string) int) []string {
	var lines []string
	for _, para := range strings.Split(CleanLines(s), "\n") {
		cs, all := clusters(para), 0
		for i := range cs {
			cs[i].width = measure(cs[i].text)
			all += cs[i].width
		}
		if all <= width {
			lines = append(lines, para)
			continue
		}
		lines = append(lines, wrapLine(cs, width)...)
	}
	return lines
}

// cluster is one character as a person sees it.
type cluster struct {
	text  string
	width int
}

func clusters(s string) []cluster {
	var out []cluster
	for len(s) > 0 {
		c, w := firstCluster(s)
		out = append(out, cluster{c, w})
		s = s[len(c):]
	}
	return out
}

func firstCluster(s string) (string, int) {
	if size, w := loner(s); w > 0 {
		if _, next := loner(s[size:]); next > 0 || size == len(s) {
			return s[:size], w
		}
	}
	return ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
}

// loner returns size and width of the first code point of s where it is one
// that only joins with what comes after it; width 0 is all others.
func loner(s string) (size, width int) {
	r, size := utf8.DecodeRuneInString(s)
	if isPlainASCII(r) {
		return size, 1
	}
	return size, quickRune(r)
}

func wrapLine(cs []cluster, width int) []string {
	var lines []string
	for len(cs) > 0 {
		n := lineEnd(cs, width)
		lines = append(lines, strings.TrimRight(join(cs[:n]), " "))
		cs = cs[n:]
		for len(cs) > 0 && cs[0].text == " " {
			cs = cs[1:]
		}
	}
	return lines
}

// lineEnd returns how many characters the next line takes.
func lineEnd(cs []cluster, width int) int {
	n := fitting(cs, width)
	if n < len(cs) {
		n = breakAt(cs, n)
	}
	return n
}

// fitting returns how many characters fit, at least one.
func fitting(cs []cluster, width int) int {
	n := 0
	for n < len(cs) && cs[n].width <= width {
		width -= cs[n].width
		n++
	}
	return max(1, n)
}

// breakAt returns the last place at or before n where a line may break, and n
// itself when there is none.
func breakAt(cs []cluster, n int) int {
	for i := n; i > 0; i-- {
		if mayBreak(cs[i-1].text, cs[i].text) && mayMeet(cs, i) {
			return i
		}
	}
	return n
}

// mayMeet looks past the spaces that are dropped at a break before cs[i]: the
// marks on their other side end and start the lines too.
func mayMeet(cs []cluster, i int) bool {
	last, next := i-1, i
	for last > 0 && cs[last].text == " " {
		last--
	}
	for next < len(cs)-1 && cs[next].text == " " {
		next++
	}
	return !strings.Contains(noStart, cs[next].text) && !strings.Contains(noEnd, cs[last].text)
}

// mayBreak reports whether a line may end in a and the next start with b.
func mayBreak(a, b string) bool {
	switch {
	case strings.Contains(noStart, b) || strings.Contains(noEnd, a):
		return false
	case b == " ":
		return true
	case a == " " || a == "-" || a == "/":
		return true
	}
	return !inWord(a) || !inWord(b)
}

// inWord reports whether a character belongs to a word that is kept whole:
// letters and digits of narrow writing.
func inWord(c string) bool {
	r, _ := utf8.DecodeRuneInString(c)
	return r < '\u2e80' && c != " "
}

func join(cs []cluster) string {
	var b strings.Builder
	for _, c := range cs {
		b.WriteString(c.text)
	}
	return b.String()
}
