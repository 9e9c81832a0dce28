package find

import (
	"strings"
	"unicode/utf8"
)

// maxWords is how many words of a query are looked at.
const maxWords = 12

// maxQuery is how many bytes of a query are looked at.
const maxQuery = 32 << 10

// word is one word of a query.
type word struct {
	core   string
	digits bool // digits only
	latin  bool // Latin letters and digits only
}

// words takes a query apart. Words without a letter or digit are left out.
func words(query string) []word {
	if len(query) > maxQuery {
		query = query[:maxQuery]
	}
	var out []word
next:
	for _, f := range strings.Fields(Fold(query)) {
		c := core(f, textRunes)
		if c == "" {
			continue
		}
		for _, w := range out {
			if w.core == c {
				continue next
			}
		}
		if out = append(out, word{core: c, digits: all(c, isDigit), latin: all(c, isLatin)}); len(out) == maxWords {
			break
		}
	}
	return out
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
	if !r.At.IsZero() {
		f.date = inDay(r.At).Format("20060102")
	}
	return f
}

// faceFor is faceOf without what none of the words can be compared with.
func faceFor(r *Row, ws []word) *face {
	f := &face{
		name: core(r.Name, coreRunes), shop: core(r.Shop, coreRunes), stall: core(r.Stall, coreRunes), goods: core(r.Goods, coreRunes),
	}
	for _, w := range ws {
		if w.latin && f.no == "" {
			f.no = core(r.No, coreRunes)
		}
		if w.digits && f.phone == "" {
			f.phone = digits(r.Phone)
		}
		if w.isDate() && f.date == "" && !r.At.IsZero() {
			f.date = inDay(r.At).Format("20060102")
		}
	}
	return f
}

// match returns the best way w matches the row, the free text left aside.
func (f *face) match(w word) match {
	best := none
	take := func(tier int, field string, how How) {
		if tier < best.tier {
			best = match{tier, field, how}
		}
	}
	if isTail(w.core, f.no, w.latin) {
		take(tailTier(w.core, f.no), "no", tailHow(w.core, f.no))
	}
	if isTail(w.core, f.phone, w.digits) {
		take(tailTier(w.core, f.phone), "phone", tailHow(w.core, f.phone))
	}
	for _, t := range [...]struct{ field, term string }{{"name", f.name}, {"shop", f.shop}, {"stall", f.stall}, {"goods", f.goods}} {
		tier, how := matchTerm(w.core, t.term)
		take(tier, t.field, how)
	}
	if w.isDate() && strings.HasPrefix(f.date, w.core) {
		take(tierFragment, "date", Prefix)
	}
	return best
}

// isTail says whether word, if it may be a number's tail at all, ends number.
// Fewer than three signs say nothing.
func isTail(word, number string, may bool) bool {
	return may && len(word) >= 3 && strings.HasSuffix(number, word)
}

func tailTier(word, number string) int {
	if len(word) == len(number) {
		return tierExact
	}
	return tierPrefix
}

func tailHow(word, number string) How {
	if len(word) == len(number) {
		return Exact
	}
	return Tail
}

// isDate says whether the word may be a day (20261123) or a month (202611).
func (w word) isDate() bool {
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

// coreOf is the part of a text, as textOf returned it, before the runs.
func coreOf(text string) string {
	before, _, _ := strings.Cut(text, runStart)
	return before
}

// textOf returns a free text as it is kept and compared; "" for none.
func textOf(text string) string {
	out := core(clip(text), textRunes)
	for _, run := range latinRuns(text) {
		out += runStart + run
	}
	return out
}

// matchText compares the word with a text that textOf returned.
func (w word) matchText(text string) match {
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
func (w word) inText(text string) bool {
	if !w.latin {
		return strings.Contains(text, w.core)
	}
	return w.isRun() && strings.Contains(text, runStart+w.core)
}

// isRun says whether the word can be found among the runs of a text.
func (w word) isRun() bool { return w.latin && len(w.core) >= minRun && len(w.core) <= maxRun }

// excerpt returns the surroundings of w in a text that textOf returned.
func (w word) excerpt(text string) string {
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
