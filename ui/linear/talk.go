// Package linear is the desk as plain questions and answers, one line each: for
// screen readers, for terminals that cannot draw, and over a pipe. It takes in
// cases, finds them and checks a no-reason return, on the same store and with
// the same words as the desk. It draws nothing and moves no cursor.
package linear

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"

	"heshi/model/flow"
	"heshi/model/ident"
	"heshi/ui/text"
)

// errLeft ends a talk: the input is at its end.
var errLeft = errors.New("linear: input ended")

// longest is the most that is read of one line, in bytes.
const longest = 64 << 10

// talk is one conversation.
type talk struct {
	ctx context.Context
	in  *bufio.Reader
	out io.Writer
	tx  *text.Catalogue
}

// say writes lines, without what a terminal would obey: a name that was taken in
// from elsewhere may hold anything.
func (t *talk) say(lines ...string) error {
	_, err := io.WriteString(t.out, flow.Plain(strings.Join(lines, "\n"))+"\n")
	return err
}

// line reads one line without its end. A line that is too long is cut, so that
// a file given by mistake does not fill the memory.
func (t *talk) line() (string, error) {
	var b strings.Builder
	for {
		part, err := t.in.ReadSlice('\n')
		if room := longest - b.Len(); room > 0 {
			b.Write(part[:min(len(part), room)])
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err == io.EOF && b.Len() == 0:
			return "", errLeft
		case err != nil && err != io.EOF:
			return "", errLeft
		}
		return strings.TrimSpace(strings.ToValidUTF8(strings.TrimRight(b.String(), "\r\n"), "")), t.ctx.Err()
	}
}

// ask writes a question with its hint and reads the answer.
func (t *talk) ask(question, hint string) (string, error) {
	lines := []string{"", question}
	if hint != "" {
		lines = append(lines, hint)
	}
	if err := t.say(lines...); err != nil {
		return "", err
	}
	return t.line()
}

// pick is choose where Enter alone is 0, too.
func (t *talk) pick(question, zero string, options ...string) (int, error) {
	return t.number(question, zero, true, options)
}

// choose asks for one of the options by number, from 1; 0 is zero's words. It
// asks again until the number is one of them.
func (t *talk) choose(question, zero string, options ...string) (int, error) {
	return t.number(question, zero, false, options)
}

func (t *talk) number(question, zero string, enter bool, options []string) (int, error) {
	lines := []string{"", question}
	for i, o := range options {
		lines = append(lines, t.tx.T("linear.option", "n", i+1, "words", o))
	}
	lines = append(lines, t.tx.T("linear.option", "n", 0, "words", zero))
	if err := t.say(lines...); err != nil {
		return 0, err
	}
	for {
		s, err := t.line()
		if err != nil || s == "" && enter {
			return 0, err
		}
		n, err := strconv.Atoi(ident.Digits(s))
		if err == nil && n >= 0 && n <= len(options) {
			return n, nil
		}
		if err := t.say(t.tx.T("linear.number", "most", len(options))); err != nil {
			return 0, err
		}
	}
}

// several asks for any of the options by their numbers, apart by spaces or
// commas; "" is none of them.
func (t *talk) several(question string, options ...string) ([]int, error) {
	for {
		lines := []string{"", question}
		for i, o := range options {
			lines = append(lines, t.tx.T("linear.option", "n", i+1, "words", o))
		}
		if err := t.say(append(lines, t.tx.T("linear.several"))...); err != nil {
			return nil, err
		}
		s, err := t.line()
		if err != nil {
			return nil, err
		}
		if picked, ok := numbers(s, len(options)); ok {
			return picked, nil
		}
		if err := t.say(t.tx.T("linear.number", "most", len(options))); err != nil {
			return nil, err
		}
	}
}

// numbers reads places from 1 to most as indexes from 0, each once.
func numbers(s string, most int) (out []int, ok bool) {
	seen := map[int]bool{}
	for _, w := range strings.FieldsFunc(ident.Fold(s), func(r rune) bool { return strings.ContainsRune(" ,、;/", r) }) {
		n, err := strconv.Atoi(w)
		if err != nil || n < 1 || n > most {
			return nil, false
		}
		if !seen[n] {
			seen[n] = true
			out = append(out, n-1)
		}
	}
	return out, true
}
