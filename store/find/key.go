package find

import (
	"slices"
	"strings"

	"heshi/model"
)

// Fields of the index: the byte after the kind.
const (
	inNo    = 'o' // number, backwards
	inDate  = 'd' // yyyymmdd
	inPhone = 'p' // digits, backwards
	inState = 'q' // state and kind of case; every record has exactly one
	inShop  = 's' // a whole name of a shop
	inStall = 'l'
	inGoods = 'g'
	inChar  = 'h' // one character of the name, place
	inPair  = 'b' // two characters of the name that touch, place
	inSound = 'y' // place, one reading of a character of the name
	inSpelt = 'f' // place, the readings of two or three that touch, run together
	inStart = 'z' // the initials of two characters that touch, place
	inThree = 'w' // the initials of three that touch, place
	inRun   = 'x' // a run of Latin letters and digits of the free text
	inText  = 't' // no token; the value is the free text
)

// inTerms stands where the kind of record does, for the shared keys that find
// the names of shops, stalls and goods: field, table ('b', 'z' or 'y'), two
// characters, initials or a reading, zero, name.
const inTerms = 'D'

// Places of one or two characters in a name: bit 0, the name begins with them;
// bit 1, it ends with them.
const (
	placeStart = 1
	placeEnd   = 2
)

func place(first, last bool) rune {
	b := '0'
	if first {
		b |= placeStart
	}
	if last {
		b |= placeEnd
	}
	return b
}

const (
	// maxOrd is the largest ordinal a key can hold.
	maxOrd = 1<<40 - 1
	// tailBytes is the length of a tail with the zero byte before it.
	tailBytes = 7
)

// tail orders the records of a token as results are: open ones first, then by
// falling ordinal.
type tail uint64

func tailOf(ord uint64, over bool) tail {
	t := tail(maxOrd - ord&maxOrd)
	if over {
		t |= 1 << 40
	}
	return t
}

func (t tail) ord() uint64 { return maxOrd - uint64(t)&maxOrd }
func (t tail) over() bool  { return t>>40 != 0 }

// appendTail ends a key: zero byte, flag, complement of the ordinal.
func appendTail(b []byte, t tail) []byte {
	return append(b, 0, byte(t>>40), byte(t>>32), byte(t>>24), byte(t>>16), byte(t>>8), byte(t))
}

// cutTail takes a key apart again; false when it has no tail.
func cutTail(key []byte) (token []byte, t tail, ok bool) {
	n := len(key) - tailBytes
	if n < 0 || key[n] != 0 || key[n+1] > 1 {
		return nil, 0, false
	}
	for _, c := range key[n+1:] {
		t = t<<8 | tail(c)
	}
	return key[:n], t, true
}

// stem is the part of an index key before the tail.
func stem(k Kind, field byte, token string) []byte {
	b := make([]byte, 0, 4+len(token)+tailBytes)
	b = append(b, 'i', '/', byte(k), field)
	return append(b, token...)
}

// rowKey is the key of a record's row.
func rowKey(k Kind, ord uint64) []byte {
	t := tailOf(ord, false)
	return []byte{'r', '/', byte(k), byte(t >> 32), byte(t >> 24), byte(t >> 16), byte(t >> 8), byte(t)}
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

// reversed returns ASCII s backwards, other text by characters.
func reversed(s string) string {
	r := []rune(s)
	slices.Reverse(r)
	return string(r)
}

// termFields are the fields whose names repeat from case to case, as they are
// in a row.
func (f *face) terms(yield func(field byte, term string)) {
	for _, t := range [...]struct {
		field byte
		term  string
	}{{inShop, f.shop}, {inStall, f.stall}, {inGoods, f.goods}} {
		if t.term != "" {
			yield(t.field, t.term)
		}
	}
}

// Entries returns everything the store keeps to find the record by, its row
// included: a pure function of the Doc. No two have the same key. A typical
// case has about twenty, and as many Shared ones for a shop never seen before.
func (d Doc) Entries() []Entry {
	w := writer{kind: d.Kind, tail: tailOf(d.Ord, d.Over)}
	w.out = make([]Entry, 0, 40)
	w.out = append(w.out, Entry{Key: rowKey(d.Kind, d.Ord), Value: encodeRow(d.Row)})
	f := faceOf(&d.Row)
	w.add(stem(d.Kind, inState, stateToken(d.State, d.CaseKind)))
	w.whole(inNo, reversed(f.no))
	w.whole(inDate, f.date)
	w.whole(inPhone, reversed(f.phone))
	w.name([]rune(f.name))
	f.terms(func(field byte, term string) {
		w.whole(field, term)
		w.term(field, term)
	})
	if text := textOf(d.Text); text != "" {
		w.add(stem(d.Kind, inText, ""))
		w.out[len(w.out)-1].Value = []byte(text)
		for _, run := range latinRuns(d.Text) {
			w.whole(inRun, run)
		}
	}
	return w.out
}

// writer collects the entries of one record.
type writer struct {
	kind Kind
	tail tail
	out  []Entry
}

func (w *writer) add(stem []byte) { w.once(Entry{Key: appendTail(stem, w.tail)}) }

// once adds an entry unless its key is there.
func (w *writer) once(e Entry) {
	for _, have := range w.out {
		if string(have.Key) == string(e.Key) {
			return
		}
	}
	w.out = append(w.out, e)
}

// whole adds one token of a field, unless it is empty.
func (w *writer) whole(field byte, token string) {
	if token != "" {
		w.add(stem(w.kind, field, token))
	}
}

// name adds the tokens a person's or a shop's own name is found by.
func (w *writer) name(units []rune) {
	sounds, starts := make([][]string, len(units)), make([]string, len(units))
	for i, r := range units {
		sounds[i], starts[i] = soundsOf(r), initials(r)
	}
	for i, r := range units {
		at := func(n int) string { return string(place(i == 0, i+n == len(units))) }
		if !isLatin(r) {
			w.whole(inChar, string(r)+at(1))
		}
		for _, s := range sounds[i] {
			w.whole(inSound, at(1)+s)
		}
		if i+1 == len(units) {
			break
		}
		if !isLatin(r) && !isLatin(units[i+1]) {
			w.whole(inPair, string(units[i:i+2])+at(2))
		}
		spelt := joined(sounds[i], sounds[i+1])
		pairs := joined(letters(starts[i]), letters(starts[i+1]))
		for _, s := range pairs {
			w.whole(inStart, s+at(2))
		}
		if i+2 < len(units) {
			for _, s := range joined(pairs, letters(starts[i+2])) {
				w.whole(inThree, s+at(3))
			}
			if more := joined(spelt, sounds[i+2]); more != nil {
				spelt = more
			}
		}
		for _, s := range spelt {
			w.whole(inSpelt, startPlace(i == 0)+s)
		}
	}
}

// startPlace is the place of a spelling: only whether the name begins with it.
func startPlace(first bool) string { return string(place(first, false)) }

// joined returns every a followed by every b.
func joined(as, bs []string) []string {
	var out []string
	for _, a := range as {
		for _, b := range bs {
			out = append(out, a+b)
		}
	}
	return out
}

// letters takes a string of ASCII apart.
func letters(s string) []string {
	out := make([]string, len(s))
	for i := range out {
		out[i] = s[i : i+1]
	}
	return out
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

// term adds the shared keys a repeated name is found by.
func (w *writer) term(field byte, term string) {
	units := []rune(term)
	share := func(table byte, pair string) {
		key := append(termStem(field, table, pair), 0)
		w.once(Entry{Key: append(key, term...), Shared: true})
	}
	for i, r := range units {
		var next rune
		if i+1 < len(units) {
			next = units[i+1]
		}
		if !isLatin(r) {
			share(inPair, strings.TrimSuffix(string([]rune{r, next}), "\x00"))
		}
		for _, s := range soundsOf(r) {
			share(inSound, s)
		}
		for _, a := range initials(r) {
			follow := ""
			if next != 0 {
				follow = initials(next)
			}
			if follow == "" {
				share(inStart, string(a))
			}
			for _, b := range follow {
				share(inStart, string(a)+string(b))
			}
		}
	}
}

// termStem is a shared key up to the zero byte.
func termStem(field, table byte, pair string) []byte {
	b := make([]byte, 0, 48)
	b = append(b, 'i', '/', inTerms, field, table)
	return append(b, pair...)
}
