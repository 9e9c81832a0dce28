package find

import "unicode/utf8"

// spelling is a word that holds Latin letters, to be compared with names that
// hold characters: each letter stands for itself or begins a reading. Where in the
// word a comparison has come is a set, a bit for each byte and one for its end: so
// all ways to read the word are followed at once.
type spelling struct {
	n     int           // bytes
	at    [signs]uint64 // where each letter and digit stands, by its sign
	other []otherAt
	// met has what was worked out of characters, by their readings: who compares
	// many names meets the same ones. None when few are compared.
	met    []reading
	firsts []first // of the same, which begin with which letters: most begin with none of the word's
	words  uint64  // how many words there were: readings of another do not count
}

// reading is where in a word a character with some readings can stand, as it may
// be typed: a bit for each place at which it begins.
type reading struct {
	set     uint64               // its number, and the word's
	initial uint64               // by a first letter
	double  uint64               // by an initial of two letters
	spelt   [sylWidth + 1]uint64 // by a whole reading of so many letters, 2 at least
	half    uint64               // the word ends within a reading
}

// first is where in a word a character with some readings can stand by a first letter.
type first struct{ set, initial uint64 }

// knownReadings is how many are remembered, and knownFirsts of how many the first
// letters are: powers of two.
const knownReadings, knownFirsts = 256, 512

// remember makes room for what is met.
func (p *spelling) remember() {
	if p.met == nil {
		p.met, p.firsts = make([]reading, knownReadings), make([]first, knownFirsts)
	}
}

// otherAt is a character that is none of these, and where it stands.
type otherAt struct {
	r  rune
	at uint64
}

// spell takes a word apart that holds a Latin letter and is not too long. Digits
// alone begin no reading: they are met as they are written or not at all.
func (w *word) spell() {
	if w.digits || len(w.core) > longestPinyin || !holdsLatin(w.core) {
		return
	}
	if w.letters == nil {
		w.letters = new(spelling)
	}
	p := w.letters
	*p = spelling{n: len(w.core), other: p.other[:0], met: p.met, firsts: p.firsts, words: p.words + 1}

	for i, r := range w.core {
		if isLatin(r) {
			p.at[sign(byte(r))] |= 1 << i
		} else {
			p.other = append(p.other, otherAt{r, 1 << i})
		}
	}
	w.spelt = p
}

func holdsLatin(word string) bool {
	for i := range len(word) {
		if isLatin(rune(word[i])) {
			return true
		}
	}
	return false
}

// reach is how far a word is met by the characters of a name so far: as it is
// written; by first letters; by more of some reading.
type reach struct{ typed, initial, spelt uint64 }

func (a *reach) all() uint64 { return a.typed | a.initial | a.spelt }

// step goes on over a character. half says that the word ends within a reading.
func (a *reach) step(u *unitAt) (to reach, half bool) {
	if u.typed != 0 {
		to.typed, to.initial, to.spelt = a.typed&u.typed<<u.size, a.initial&u.typed<<u.size, a.spelt&u.typed<<u.size
	}
	if u.reading == nil {
		return to, false
	}
	all, first := a.all(), a.typed|a.initial
	to.initial |= first&u.reading.initial<<1 | first&u.reading.double<<2
	to.spelt |= a.spelt&u.reading.initial<<1 | a.spelt&u.reading.double<<2
	for n := 2; n < len(u.reading.spelt); n++ {
		to.spelt |= all & u.reading.spelt[n] << n
	}
	return to, all&u.reading.half != 0
}

// unitAt is where in a word a character can stand: as it is written, which takes
// so many bytes; or read.
type unitAt struct {
	typed   uint64
	size    int
	reading *reading // nil for one without
}

// unit works out where a character can stand of the places that are wanted; into is
// memory for it.
func (p *spelling) unit(r rune, wanted uint64, into *reading) (u unitAt) {
	if isLatin(r) {
		return unitAt{typed: p.at[sign(byte(r))], size: 1}
	}
	for _, o := range p.other {
		if o.r == r {
			u.typed |= o.at
			u.size = utf8.RuneLen(r)
		}
	}
	if r >= firstHan && r <= lastHan {
		u.reading = p.reading(uint64(setNumber(r)), r, wanted, into)
	}
	return u
}

// reading is unit for the readings, of which n is the number; nil when none begins
// with a letter of the word that is wanted.
func (p *spelling) reading(n uint64, r rune, wanted uint64, into *reading) *reading {
	known := p.words<<16 | n
	if p.met != nil {
		f := &p.firsts[n%knownFirsts]
		if f.set != known {
			*f = first{set: known}
			for set := readingSet(r); set != ""; {
				var s string
				s, set = nextReading(set)
				f.initial |= p.letter(s[0])
			}
		}
		if f.initial&wanted == 0 {
			return nil
		}
		if into = &p.met[n%knownReadings]; into.set == known {
			return into
		}
	}
	*into = reading{set: known}
	for set := readingSet(r); set != ""; {
		var s string
		s, set = nextReading(set)
		at := p.letter(s[0])
		if at == 0 {
			continue
		}
		into.initial |= at
		two := double(s)
		if two {
			into.double |= at & (p.letter('h') >> 1)
		}
		for k := 1; k < len(s) && at != 0; k++ {
			if k > 1 && !(two && k == 2) {
				into.half |= at & (1 << (p.n - k))
			}
			at &= p.letter(s[k]) >> k
		}
		if len(s) > 1 {
			into.spelt[len(s)] |= at
		}
	}
	return into
}

func (p *spelling) letter(c byte) uint64 { return p.at[sign(c)] }

// match compares the word with a name taken apart.
func (p *spelling) match(units []rune) (int, How) {
	var met, later reach // from the beginning of the name, and from anywhere
	met.typed = 1
	prefix, fragment := How(""), How("")
	var room reading
	for i, r := range units {
		if i > 0 {
			later.typed |= 1
		}
		u := p.unit(r, met.all()|later.all(), &room)
		var half bool
		if i > 0 {
			later, half = later.step(&u)
			fragment = p.how(fragment, &later, half)
		}
		if met.all() == 0 {
			continue
		}
		met, half = met.step(&u)
		if i+1 < len(units) {
			prefix = p.how(prefix, &met, half)
			continue
		}
		if how := p.how("", &met, false); how != "" {
			return tierExact, how
		}
		if half {
			prefix = Pinyin
		}
	}
	switch {
	case prefix != "":
		return tierPrefix, prefix
	case fragment != "":
		return tierFragment, fragment
	}
	return tierNone, ""
}

// how says in which way the end of the word was met, now or before. As it is
// written counts as by first letters: who asks has found that already.
func (p *spelling) how(before How, met *reach, half bool) How {
	end := uint64(1) << p.n
	switch {
	case half || met.spelt&end != 0:
		return Pinyin
	case before == "" && met.all()&end != 0:
		return Initials
	}
	return before
}
