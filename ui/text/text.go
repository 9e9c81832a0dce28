// Package text is the catalogue: every word a person reads, in every language
// of the desk. The words live in assets/locale/<lang>/<area>.json; this
// package loads them, refuses a set in which one language lacks a sentence or
// a placeholder, and fills the sentences in.
package text

import (
	"slices"
	"strings"
)

// Key names one sentence of the catalogue, dotted lower_snake:
// "problem.phone.too_short".
type Key string

// Set holds the catalogues of all languages.
type Set struct {
	byLang map[string]*Catalogue
}

// Langs lists the languages of the desk, the base first.
func Langs() []string { return []string{"zh", "en"} }

// Lang returns the catalogue of a language, and that of the base language when
// there is none for lang.
func (s *Set) Lang(lang string) *Catalogue {
	if c, ok := s.byLang[lang]; ok {
		return c
	}
	return s.byLang[Langs()[0]]
}

// Next returns the language after lang, going round.
func Next(lang string) string {
	all := Langs()
	return all[(slices.Index(all, lang)+1)%len(all)]
}

// Catalogue holds the sentences of one language. It never changes after Load,
// so terminals share it. A nil Catalogue knows no sentence.
type Catalogue struct {
	lang  string
	words map[Key]string
	items map[string][]string // see Article
}

// Lang returns "zh" or "en".
func (c *Catalogue) Lang() string {
	if c == nil {
		return Langs()[0]
	}
	return c.lang
}

// Has reports whether the catalogue knows the key.
func (c *Catalogue) Has(key Key) bool {
	_, ok := c.find(key)
	return ok
}

// Keys lists every key in order.
func (c *Catalogue) Keys() []Key {
	if c == nil {
		return nil
	}
	keys := make([]Key, 0, len(c.words))
	for k := range c.words {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func (c *Catalogue) find(key Key) (string, bool) {
	if c == nil {
		return "", false
	}
	s, ok := c.words[key]
	return s, ok
}

// T returns the sentence of key with its placeholders filled. args are pairs:
// a placeholder's name and its value. Values are shown as Value shows them.
// A placeholder {times:time|times} is the word before the bar when the value of
// times is one, else the word behind it (English "{times} {times:time|times}").
// When there is a pair "n", 1 and the catalogue holds key+".one", that sentence
// is taken: for what is worded otherwise altogether. An unknown key comes back in
// square brackets, and a placeholder without a value stays as written: a fault in
// the words must not stop the desk.
func (c *Catalogue) T(key Key, args ...any) string {
	if isOne(args) {
		if s, ok := c.find(key + oneSuffix); ok {
			return c.fill(s, args)
		}
	}
	s, ok := c.find(key)
	if !ok {
		return "[" + string(key) + "]"
	}
	return c.fill(s, args)
}

// oneSuffix ends the key of a sentence for exactly one thing. A language that
// does not tell one from many leaves it out.
const oneSuffix = ".one"

func isOne(args []any) bool {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == "n" {
			return args[i+1] == 1
		}
	}
	return false
}

// fill replaces {name} by the value of name. A value is never looked into for
// further placeholders: what a person typed stays what was typed.
func (c *Catalogue) fill(s string, args []any) string {
	if len(args) == 0 || !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			break
		}
		end += open
		b.WriteString(s[:open])
		name, one, many := cutForms(s[open+1 : end])
		v, ok := lookup(args, name)
		switch {
		case !ok:
			b.WriteString(s[open : end+1])
		case one == "" && many == "":
			b.WriteString(c.Value(name, v))
		case c.Value(name, v) == "1":
			b.WriteString(one)
		default:
			b.WriteString(many)
		}
		s = s[end+1:]
	}
	b.WriteString(s)
	return b.String()
}

// cutForms parts a placeholder into its name and, where it has them, the words
// for one and for another number.
func cutForms(placeholder string) (name, one, many string) {
	name, forms, _ := strings.Cut(placeholder, ":")
	one, many, ok := strings.Cut(forms, "|")
	if !ok {
		return placeholder, "", ""
	}
	return name, one, many
}

func lookup(args []any, name string) (any, bool) {
	for i := 0; i+1 < len(args); i += 2 {
		if args[i] == name {
			return args[i+1], true
		}
	}
	return nil, false
}

// Placeholders returns the names a sentence has in braces, sorted, each once.
func (c *Catalogue) Placeholders(key Key) []string {
	s, _ := c.find(key)
	return placeholders(s)
}

func placeholders(s string) []string {
	var names []string
	for {
		open := strings.IndexByte(s, '{')
		if open < 0 {
			break
		}
		end := strings.IndexByte(s[open:], '}')
		if end < 0 {
			break
		}
		name, _, _ := cutForms(s[open+1 : open+end])
		names = append(names, name)
		s = s[open+end+1:]
	}
	slices.Sort(names)
	return slices.Compact(names)
}
