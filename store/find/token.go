package find

import (
	"slices"
	"strings"
	"unicode/utf8"

	"heshi/model"
)

// Fields of the index: the byte after the kind.
const (
	inDate    = 'd' // yyyymmdd
	inState   = 'q' // state and kind of case; every record has exactly one
	inShop    = 's' // a whole name of a shop
	inStall   = 'l'
	inGoods   = 'g'
	inUnder   = 'u' // the id of what a case is listed under
	inChar    = 'h' // one character of the name, place
	inPair    = 'b' // two characters of the name that touch, place
	inSound   = 'y' // one reading of a character of the name, place
	inSpelt   = 'f' // the readings of two that touch, run together, place
	inInitial = 'i' // one initial of a character of the name, of two letters also both, place
	inStart   = 'z' // the initials of two characters that touch, place
	inThree   = 'w' // the initials of three that touch, place
	inRun     = 'x' // a run of Latin letters and digits of the free text
	inText    = 't' // two characters of the free text that touch; its last with textEnd
)

// Fields that are kept as sorted numbers, not as tokens.
const (
	inNo    = 'o' // a case's number, backwards
	inPhone = 'p' // digits, backwards
)

// inTerms stands where the kind of record does, for the keys that find the
// names of shops, stalls and goods: field, table ('b', 'z' or 'y'), two
// characters, initials or a reading, zero, name.
const inTerms = 'D'

// textEnd follows the last character of a free text.
const textEnd = "\x00"

// Places of one or two characters in a name: bit 0, the name begins with them;
// bit 1, it ends with them.
const (
	placeStart = 1
	placeEnd   = 2
)

func place(first, last bool) byte {
	b := byte('0')
	if first {
		b |= placeStart
	}
	if last {
		b |= placeEnd
	}
	return b
}

// places is a set of places: a bit for each.
type places uint8

const (
	placeCount = 4
	anywhere   = places(1<<placeCount - 1)
	starting   = places(1<<placeStart | 1<<(placeStart|placeEnd))
	ending     = places(1<<placeEnd | 1<<(placeStart|placeEnd))
)

// has says whether the place a token ends with is one of them.
func (p places) has(token []byte) bool { return p>>(token[len(token)-1]&(placeCount-1))&1 != 0 }

// placesOf returns where units i to j of n stand in a name that matches at
// tier.
func placesOf(i, j, n, tier int) places {
	in := anywhere
	switch {
	case i > 0:
		in &^= starting
	case tier <= tierPrefix:
		in &= starting
	}
	switch {
	case j < n-1:
		in &^= ending
	case tier == tierExact:
		in &= ending
	}
	return in
}

// maxOrd is the largest ordinal there can be.
const maxOrd = 1<<40 - 1

// tail orders records as results are: open ones first, then by falling ordinal.
type tail uint64

// overFlag is the bit of a tail that says the record is over.
const overFlag = 1 << 40

func tailOf(ord uint64, over bool) tail {
	t := tail(maxOrd - ord&maxOrd)
	if over {
		t |= overFlag
	}
	return t
}

func (t tail) ord() uint64 { return maxOrd - uint64(t)&maxOrd }
func (t tail) over() bool  { return t&overFlag != 0 }

// key puts a token together.
func key(k Kind, field byte, token string) []byte {
	b := make([]byte, 0, 2+len(token)+4)
	b = append(b, byte(k), field)
	return append(b, token...)
}

// stateToken says state and kind of a case in a few bytes.
func stateToken(s model.CaseState, k model.CaseKind) string {
	state, kind := string(s), string(k)
	if i := slices.Index(model.CaseStates(), s); i >= 0 {
		state = string(rune('A' + i))
	}
	switch k {
	case model.Complaint:
		kind = "1"
	case model.Consultation:
		kind = "2"
	}
	return state + "." + kind
}

// termFields are the fields whose names repeat from case to case, as they are in
// a row.
var termFields = [...]byte{inShop, inStall, inGoods}

// termName is what a result calls the field.
func termName(field byte) string {
	switch field {
	case inShop:
		return "shop"
	case inStall:
		return "stall"
	}
	return "goods"
}

func (f *face) terms(yield func(field byte, term string)) {
	for i, term := range [...]string{f.shop, f.stall, f.goods} {
		if term != "" {
			yield(termFields[i], term)
		}
	}
}

// speller turns records into tokens. Its buffer is reused: what yield gets is
// valid until it returns. One token may come twice.
type speller struct {
	buf   []byte
	yield func(token []byte)
	units []unit // of the name at hand
	// again yields the tokens of a key of known, if it remembers them; else they are
	// to be yielded, and then learned. Nil remembers nothing.
	again   func(key uint64) bool
	learned func()
}

// met is again for who may have none.
func (w *speller) met(key uint64) bool { return w.again != nil && w.again(key) }

// end ends what met said was not met.
func (w *speller) end() {
	if w.again != nil {
		w.learned()
	}
}

// unit is a character of a name with what it may be typed with.
type unit struct {
	r      rune
	set    string // its readings, for nextReading
	starts [setWidth / 2]byte
	n      int // of starts
}

func unitOf(r rune) (u unit) {
	u.r = r
	if isLatin(r) {
		u.starts[0], u.n = byte(r), 1
		return u
	}
	u.set = readingSet(r)
	for set := u.set; set != ""; {
		var s string
		s, set = nextReading(set)
		if !slices.Contains(u.starts[:u.n], s[0]) {
			u.starts[u.n] = s[0]
			u.n++
		}
	}
	return u
}

// sounds calls yield with the readings of a character, and with a Latin letter
// or digit as its own.
func (u *unit) sounds(yield func(string)) {
	if isLatin(u.r) {
		yield(string(u.r))
		return
	}
	for set := u.set; set != ""; {
		var s string
		s, set = nextReading(set)
		yield(s)
	}
}

func (w *speller) begin(k Kind, field byte) { w.buf = append(w.buf[:0], byte(k), field) }

func (w *speller) add(k Kind, field byte, parts ...string) {
	w.begin(k, field)
	for _, p := range parts {
		w.buf = append(w.buf, p...)
	}
	w.yield(w.buf)
}

// doc yields the tokens a record is found by, apart from its numbers and from
// the spellings of its terms: a pure function of the Doc.
func (w *speller) doc(d *Doc, f *face, text string) {
	w.add(d.Kind, inState, stateToken(d.State, d.CaseKind))
	if f.date != "" {
		w.add(d.Kind, inDate, f.date)
	}
	for _, id := range d.Under {
		w.add(d.Kind, inUnder, string(id))
	}
	w.name(d.Kind, f.name)
	f.terms(func(field byte, term string) { w.add(d.Kind, field, term) })
	for run, runs := "", w.text(d.Kind, text); runs != ""; {
		run, runs, _ = strings.Cut(runs, runStart)
		w.add(d.Kind, inRun, run)
	}
}

// text yields the pairs of characters of a free text, as textOf returns it, and
// returns its runs. Of two Latin letters or digits no pair is made.
func (w *speller) text(k Kind, text string) (runs string) {
	text, runs, _ = strings.Cut(text, runStart)
	w.begin(k, inText)
	head := len(w.buf)
	latin, at, before := true, 0, rune(0) // of the character before, and where it begins
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		was := latin
		if latin = isLatin(r); i > 0 && !(was && latin) && !w.met(knownKey(k, ofText, 0, runes(before, r))) {
			w.buf = append(w.buf[:head], text[at:i+n]...)
			w.yield(w.buf)
			w.end()
		}
		at, i, before = i, i+n, r
	}
	if text != "" && !latin && !w.met(knownKey(k, ofText, 0, runes(before, 0))) {
		w.buf = append(append(w.buf[:head], text[at:]...), textEnd...)
		w.yield(w.buf)
		w.end()
	}
	return runs
}

// name yields the tokens a record's own name is found by.
func (w *speller) name(k Kind, name string) {
	w.units = w.units[:0]
	for _, r := range name {
		w.units = append(w.units, unitOf(r))
	}
	for i := range w.units {
		u := &w.units[i]
		if one := place(i == 0, i+1 == len(w.units)); !w.met(knownKey(k, ofChar, one, runes(0, u.r))) {
			w.char(k, u, one)
			w.end()
		}
		if i+1 == len(w.units) {
			continue
		}
		v := &w.units[i+1]
		if two := place(i == 0, i+2 == len(w.units)); !w.met(knownKey(k, ofPair, two, runes(u.r, v.r))) {
			w.pair(k, u, v, two)
			w.end()
		}
		if i+2 < len(w.units) {
			w.three(k, u, v, &w.units[i+2], place(i == 0, i+3 == len(w.units)))
		}
	}
}

// char yields the tokens of one character.
func (w *speller) char(k Kind, u *unit, one byte) {
	if !isLatin(u.r) {
		w.begin(k, inChar)
		w.buf = append(utf8.AppendRune(w.buf, u.r), one)
		w.yield(w.buf)
	}
	u.sounds(func(s string) {
		w.begin(k, inSound)
		w.buf = append(append(w.buf, s...), one)
		w.yield(w.buf)
		if double(s) {
			w.begin(k, inInitial)
			w.buf = append(w.buf, s[0], s[1], one)
			w.yield(w.buf)
		}
	})
	for _, a := range u.starts[:u.n] {
		w.begin(k, inInitial)
		w.buf = append(w.buf, a, one)
		w.yield(w.buf)
	}
}

// pair yields the tokens of two characters that touch.
func (w *speller) pair(k Kind, u, v *unit, two byte) {
	if !isLatin(u.r) && !isLatin(v.r) {
		w.begin(k, inPair)
		w.buf = append(utf8.AppendRune(utf8.AppendRune(w.buf, u.r), v.r), two)
		w.yield(w.buf)
	}
	for _, a := range u.starts[:u.n] {
		for _, b := range v.starts[:v.n] {
			w.begin(k, inStart)
			w.buf = append(w.buf, a, b, two)
			w.yield(w.buf)
		}
	}
	u.sounds(func(x string) {
		v.sounds(func(y string) {
			w.begin(k, inSpelt)
			w.buf = append(append(append(w.buf, x...), y...), two)
			w.yield(w.buf)
		})
	})
}

// three yields the initials of three that touch.
func (w *speller) three(k Kind, u, v, t *unit, three byte) {
	for _, a := range u.starts[:u.n] {
		for _, b := range v.starts[:v.n] {
			for _, c := range t.starts[:t.n] {
				if !w.met(knownKey(k, ofThree, three, uint64(a)<<16|uint64(b)<<8|uint64(c))) {
					w.begin(k, inThree)
					w.buf = append(w.buf, a, b, c, three)
					w.yield(w.buf)
					w.end()
				}
			}
		}
	}
}

// soundsOf returns the readings of a character, and a Latin letter or digit as
// its own.
func soundsOf(r rune) []string {
	if isLatin(r) {
		return []string{string(r)}
	}
	var out []string
	readings(r, func(s string) { out = append(out, s) })
	return out
}

// term yields the keys a repeated name is found by.
func (w *speller) term(field byte, term string) {
	units := []rune(term)
	for i, r := range units {
		next, follow := "", ""
		if i+1 < len(units) {
			next, follow = string(units[i+1]), initials(units[i+1])
		}
		if !isLatin(r) {
			w.add(inTerms, field, string(inPair), string(r), next, "\x00", term)
		}
		for _, s := range soundsOf(r) {
			w.add(inTerms, field, string(inSound), s, "\x00", term)
		}
		for _, a := range initials(r) {
			if follow == "" {
				w.add(inTerms, field, string(inStart), string(a), "\x00", term)
			}
			for _, b := range follow {
				w.add(inTerms, field, string(inStart), string(a), string(b), "\x00", term)
			}
		}
	}
}

// wholeTerm is the key under which a name stands if it is known at all.
func wholeTerm(field byte, term string) []byte {
	return appendWholeTerm(make([]byte, 0, 4+len(term)), field, term)
}

func appendWholeTerm(b []byte, field byte, term string) []byte {
	return append(append(b, inTerms, field, 'n'), term...)
}

// backwards returns the first signs of a number read from its end as a sortable
// value below 1<<numberBits. Digits are told apart, letters are not: what is found
// is compared with the number itself.
func backwards(number string) uint64 {
	var out uint64
	n := 0
	for i := len(number) - 1; i >= 0 && n < numberSigns; i, n = i-1, n+1 {
		rank := uint64(11)
		if c := number[i]; isDigit(rune(c)) {
			rank = uint64(c-'0') + 1
		}
		out = out*numberRanks + rank
	}
	return out * ranks(numberSigns-n)
}

const (
	numberRanks = 12 // nothing, the digits, anything else
	numberSigns = 10
	numberBits  = 36
)

// ranks returns how many values so many signs have.
func ranks(signs int) uint64 {
	out := uint64(1)
	for range signs {
		out *= numberRanks
	}
	return out
}

// sign is the rank of a letter or digit, above that of nothing; what is neither
// shares one rank.
func sign(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0' + 1
	case 'a' <= c && c <= 'z':
		return c - 'a' + 11
	}
	return 63
}
