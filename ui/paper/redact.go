package paper

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"heshi/ui/text"
)

// Side is what a person is to a case.
type Side string

// The sides.
const (
	Complaining Side = "complaining" // the shopper and whoever speaks for him
	Responding  Side = "responding"  // the shop's people
	Helping     Side = "helping"     // mediators, witnesses, all others
	Place       Side = "place"       // where somebody lives: no person, but hidden like one
)

// Redactor takes persons, phones and identity numbers out of papers. Each gets
// a number in the order it is learnt, so a case that is always told in the same
// order has the same numbers on all its papers. Names of shops stay: a
// business is no person.
type Redactor struct {
	words *text.Catalogue
	count map[string]int    // of a side, or of a kind of number
	names map[string]string // person -> mark
	marks map[string]string // digits -> mark
}

// NewRedactor returns a Redactor that knows nobody yet.
func NewRedactor(words *text.Catalogue) *Redactor {
	return &Redactor{words: words, count: map[string]int{}, names: map[string]string{}, marks: map[string]string{}}
}

// Person makes a name known. A name of one character is too short to be found
// everywhere in running text without hiding other words: it is hidden where it
// stands alone between signs, and with a title or the small word people call
// each other by (see stands).
func (r *Redactor) Person(side Side, name string) {
	name = strings.TrimSpace(name)
	if _, known := r.names[name]; known || name == "" {
		return
	}
	r.count[string(side)]++
	r.names[name] = r.words.T(text.Key("paper.redacted."+string(side)), "n", r.count[string(side)])
}

// Learn numbers the phones and identity numbers of a text.
func (r *Redactor) Learn(s string) { r.numbers(s) }

// Hide returns the text without persons, phones and identity numbers.
func (r *Redactor) Hide(s string) string {
	if mark, whole := r.names[strings.TrimSpace(s)]; whole {
		return mark
	}
	s = r.numbers(s)
	for _, name := range r.longestFirst() {
		s = r.without(s, name)
	}
	return s
}

// without puts its mark in the place of a name wherever it stands as one.
func (r *Redactor) without(s, name string) string {
	var b strings.Builder
	for {
		at := strings.Index(s, name)
		if at < 0 {
			break
		}
		end := at + len(name)
		b.WriteString(s[:at])
		if r.stands(b.String(), name, s[end:]) {
			b.WriteString(r.names[name])
		} else {
			b.WriteString(name)
		}
		s = s[end:]
	}
	return b.String() + s
}

// stands reports that a name is one between what stands before and after it,
// and no part of another word: letters of an alphabet go on in neither
// direction, and a single character has signs on both sides, a title behind it
// or a calling before it.
func (r *Redactor) stands(before, name, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	first, size := utf8.DecodeRuneInString(name)
	end, _ := utf8.DecodeLastRuneInString(name)
	switch {
	case alphabetic(first) && alphabetic(last), alphabetic(end) && alphabetic(next):
		return false
	case size < len(name):
		return true
	case !wordy(last) && !wordy(next):
		return true
	}
	return slices.ContainsFunc(r.list("titles"), func(t string) bool { return strings.HasPrefix(after, t) }) ||
		slices.ContainsFunc(r.list("callings"), func(c string) bool { return strings.HasSuffix(before, c) })
}

// list are the words of one of the redactor's lists, apart by spaces.
func (r *Redactor) list(name string) []string {
	return strings.Fields(r.words.T(text.Key("paper.redacted." + name)))
}

func wordy(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// alphabetic reports a letter of a script that writes words apart.
func alphabetic(c rune) bool { return unicode.IsLetter(c) && !unicode.Is(unicode.Han, c) }

func (r *Redactor) longestFirst() []string {
	names := make([]string, 0, len(r.names))
	for n := range r.names {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), strings.Compare(a, b))
	})
	return names
}

// Redacted returns the copy of the document in which r hides persons.
func (d Document) Redacted(r *Redactor) Document { return d.mapped(r.Hide) }

// number finds identity numbers, bank cards, mobiles and landlines, also
// in full-width digits. What stands between longer runs of digits is left: a
// case number is no phone.
var number = regexp.MustCompile(`[0-9０-９]{17}[0-9０-９XxＸｘ]|[0-9０-９]{15,19}` +
	`|[1１][3-9３-９][0-9０-９][- ]?[0-9０-９]{4}[- ]?[0-9０-９]{4}` +
	`|[0０][0-9０-９]{2,3}-?[0-9０-９]{7,8}`)

// numbers puts a mark in place of every number found.
func (r *Redactor) numbers(s string) string {
	var b strings.Builder
	from := 0
	for _, at := range number.FindAllStringIndex(s, -1) {
		if joined(s, at[0], at[1]) {
			continue
		}
		b.WriteString(s[from:at[0]])
		b.WriteString(r.mark(s[at[0]:at[1]]))
		from = at[1]
	}
	b.WriteString(s[from:])
	return b.String()
}

// joined reports whether digits go on before or after s[from:to].
func joined(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	return isDigit(before) || isDigit(after) || before == '-' || after == '-'
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' || r >= '０' && r <= '９' }

func (r *Redactor) mark(found string) string {
	digits := strings.Map(func(c rune) rune {
		switch {
		case c >= '０' && c <= '９':
			return c - '０' + '0'
		case c == '-' || c == ' ':
			return -1
		}
		return c
	}, strings.ToUpper(found))
	if m, ok := r.marks[digits]; ok {
		return m
	}
	kind := "phone"
	if len(digits) >= 15 {
		kind = "number"
	}
	r.count[kind]++
	r.marks[digits] = r.words.T(text.Key("paper.redacted."+kind), "n", r.count[kind])
	return r.marks[digits]
}
