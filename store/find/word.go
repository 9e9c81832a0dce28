package find

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// maxWords is how many words of a query are looked at.
const maxWords = 12

// maxQuery is how many bytes of a query are looked at.
const maxQuery = 32 << 10

// word is one word of a query.
type word struct {
	core    string
	n       int       // which of the query
	runes   []rune    // of core
	digits  bool      // digits only
	latin   bool      // Latin letters and digits only
	spelt   *spelling // when it may be pinyin
	long    bool      // too long for a name
	initial uint16    // the code of the initial it begins with
	begin   uint      // the bit of what it begins with
	pair    uint      // the bit of the two letters or digits, or of the two others, that it begins with
	paired  bool      // it begins with two of a kind
	packed  []byte    // what a packed free text holds that has the word
	// letters is memory for spelt.
	letters *spelling
	// A word of digits, when they are not too many, as a number; and the least
	// number that has one digit more.
	number, above uint64
	// The digits that the word ends with, as many as a number may have, the same
	// way.
	tail, tailAbove uint64
}

func newWord(core string) (w word) {
	w.set(core, 0)
	return w
}

// set makes it the n-th word of a query. Memory of the word before is used again.
func (w *word) set(core string, n int) {
	*w = word{
		core: core, n: n, digits: all(core, isDigit), latin: all(core, isLatin), long: tooLong(core),
		runes: w.runes[:0], packed: w.packed[:0], letters: w.letters,
	}
	for _, r := range core {
		w.runes = append(w.runes, r)
	}
	if len(w.runes) > 0 {
		w.begin, w.initial = beginBit(w.runes[0]), initialCode(w.runes[0])
	}
	if len(w.runes) > 1 {
		a, b := w.runes[0], w.runes[1]
		if w.paired = isLatin(a) == isLatin(b); w.paired && isLatin(a) {
			w.pair = pairOf(byte(a), byte(b))
		} else if w.paired {
			w.pair = pairOfOther(a, b)
		}
	}
	w.spell()
	if w.latin {
		w.packed = append(w.packed, runStart...)
	}
	w.packed = appendPacked(w.packed, core)
	w.tail, w.tailAbove = lastDigits(w.core)
	if w.digits && len(w.core) <= maxNumeric {
		w.number, w.above = w.tail, w.tailAbove
	}
}

// lastDigits returns the digits that s ends with, maxDigits at most, as a number,
// and the least number that has one digit more.
func lastDigits(s string) (n, above uint64) {
	const maxDigits = 18
	above = 1
	for i := len(s) - 1; i >= max(0, len(s)-maxDigits) && isDigit(rune(s[i])); i-- {
		n, above = n+uint64(s[i]-'0')*above, 10*above
	}
	return n, above
}

// words takes a query apart. Words without a letter or digit are left out.
func words(query string) []word { return appendWords(nil, query) }

// appendWords is words. It uses the memory of the words that were in the list
// before, which is empty.
func appendWords(out []word, query string) []word {
	if len(query) > maxQuery {
		query = query[:maxQuery]
	}
next:
	for f := range strings.FieldsSeq(Fold(query)) {
		c := core(f, textRunes)
		if c == "" {
			continue
		}
		for i := range out {
			if out[i].core == c {
				continue next
			}
		}
		n := len(out)
		if n < cap(out) {
			out = out[:n+1]
		} else {
			out = append(out, word{})
		}
		if out[n].set(c, n); len(out) == maxWords {
			break
		}
	}
	return out
}

// Blank says whether a query holds no letter and no digit: it finds nothing.
func Blank(query string) bool { return len(words(query)) == 0 }

// ShortNumber says whether a query holds a number that is too short for the end
// of a phone or of a case's number.
func ShortNumber(query string) bool {
	return slices.ContainsFunc(words(query), func(w word) bool { return w.digits && len(w.core) < minTail })
}

// face is a row as words are compared with it.
type face struct {
	no, date, phone          string
	name, shop, stall, goods string
}

func faceOf(r *Row) face {
	f := face{
		no: core(r.No, coreRunes), phone: digits(r.Phone), name: core(r.Name, coreRunes),
		shop: core(r.Shop, coreRunes), stall: core(r.Stall, coreRunes), goods: core(r.Goods, coreRunes),
	}
	f.date = dateOf(r.At)
	return f
}

// dateOf is the day of a moment as words are compared with it; "" for none.
func dateOf(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return inDay(at).Format("20060102")
}

// match returns the best way w matches the row, the free text left aside.
func (f *face) match(w *word) match {
	best := f.own(w)
	f.terms(func(field byte, term string) {
		tier, how := w.matchTerm(term)
		best.take(tier, termName(field), how)
	})
	f.dated(w, &best)
	return best
}

// own compares w with the numbers and the name of the row.
func (f *face) own(w *word) match {
	best := none
	if w.mayEnd(w.latin) {
		best.end(w.core, f.no, "no")
	}
	if w.mayEnd(w.digits) {
		best.end(w.core, f.phone, "phone")
	}
	tier, how := w.matchTerm(f.name)
	best.take(tier, "name", how)
	return best
}

// dated compares w with the day.
func (f *face) dated(w *word, best *match) {
	if w.isDate() && strings.HasPrefix(f.date, w.core) {
		best.take(tierFragment, "date", Prefix)
	}
}

// minTail is how many signs of the end of a number say something.
const minTail = 3

// mayEnd says whether the word may be a number's tail, if it has only such
// signs.
func (w *word) mayEnd(only bool) bool { return only && len(w.core) >= minTail }

// isDate says whether the word may be a day (20261123) or a month (202611).
func (w *word) isDate() bool {
	return w.digits && (len(w.core) == 8 || len(w.core) == 6) && w.core[:2] >= "19" && w.core[:2] <= "21"
}

// Free text is kept as its letters and digits run together, then each of its
// runs of Latin letters and digits behind a zero byte: characters are found
// anywhere, Latin words and numbers from their beginning.
const (
	maxRuns  = 8  // how many different runs are kept
	minRun   = 2  // bytes of the shortest run kept and looked for
	maxRun   = 32 // bytes kept of a run
	runStart = "\x00"
)

// latinRuns returns the runs of text that can be looked for.
func latinRuns(text string) []string {
	var out []string
	runs(clip(text), func(s string) bool {
		s = s[:min(len(s), maxRun)]
		if len(s) < minRun {
			return true
		}
		for _, have := range out {
			if have == s {
				return true
			}
		}
		out = append(out, s)
		return len(out) < maxRuns
	})
	return out
}

// clip returns the part of a text that is searched.
func clip(text string) string {
	n := 0
	for i := range text {
		if n == 2*textRunes {
			return text[:i]
		}
		n++
	}
	return text
}

// textOf returns a free text as it is kept and compared; "" for none.
func textOf(text string) string {
	out := core(clip(text), textRunes)
	if len(text) <= textRunes && strings.IndexFunc(out, isLatin) < 0 {
		return out // nothing was cut off, and there is no run
	}
	for _, run := range latinRuns(text) {
		out += runStart + run
	}
	return out
}

// matchText compares the word with a text that textOf returned.
func (w *word) matchText(text string) match {
	if text == "" || !w.inText(text) {
		return none
	}
	how := Fragment
	if w.latin {
		how = Prefix
	}
	return match{tierText, "text", how}
}

// inText says whether w is found in a text that textOf returned.
func (w *word) inText(text string) bool {
	if !w.latin {
		return strings.Contains(text, w.core)
	}
	return w.isRun() && strings.Contains(text, runStart+w.core)
}

// isRun says whether the word can be found among the runs of a text.
func (w *word) isRun() bool { return w.latin && len(w.core) >= minRun && len(w.core) <= maxRun }

// excerpt returns the surroundings of w in a text that textOf returned.
func (w *word) excerpt(text string) string {
	if w.latin {
		_, after, _ := strings.Cut(text, runStart+w.core)
		run, _, _ := strings.Cut(after, runStart)
		return w.core + run
	}
	const around = 8
	i := strings.Index(text, w.core)
	if i < 0 {
		return ""
	}
	from, to := i, i+len(w.core)
	for n := 0; n < around && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	for n := 0; n < around && to < len(text) && text[to] != 0; n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	return text[from:to]
}
