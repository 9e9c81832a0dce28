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
}

// otherAt is a character that is none of these, and where it stands.
type otherAt struct {
	r  rune
	at uint64
}

// spell takes a word apart that holds a Latin letter and is not too long.
func (w *word) spell() {
	if len(w.core) > longestPinyin || !holdsLatin(w.core) {
		return
	}
	if w.letters == nil {
		w.letters = new(spelling)
	}
	p := w.letters
	*p = spelling{n: len(w.core), other: p.other[:0]}
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

// meet marks what is reached from those places of from that are in at, by so many
// bytes as the name has them.
func (a *reach) meet(from *reach, at uint64, bytes int) {
	a.typed |= from.typed & at << bytes
	a.initial |= from.initial & at << bytes
	a.spelt |= from.spelt & at << bytes
}

// begin is meet by a first letter.
func (a *reach) begin(from *reach, at uint64, bytes int) {
	a.initial |= (from.typed | from.initial) & at << bytes
	a.spelt |= from.spelt & at << bytes
}

// step goes on over a character. half says that the word ends within a reading.
func (p *spelling) step(from *reach, r rune) (to reach, half bool) {
	if isLatin(r) {
		to.meet(from, p.at[sign(byte(r))], 1)
		return to, false
	}
	for _, o := range p.other {
		if o.r == r {
			to.meet(from, o.at, utf8.RuneLen(r))
		}
	}
	all := from.all()
	for set := readingSet(r); set != ""; {
		var s string
		s, set = nextReading(set)
		at := all & p.letter(s[0])
		if at == 0 {
			continue
		}
		to.begin(from, at, 1)
		two := double(s)
		if two {
			to.begin(from, at&(p.letter('h')>>1), 2)
		}
		for k := 1; k < len(s) && at != 0; k++ {
			half = half || at>>(p.n-k)&1 != 0 && k > 1 && !(two && k == 2)
			at &= p.letter(s[k]) >> k
		}
		if len(s) > 1 {
			to.spelt |= at << len(s)
		}
	}
	return to, half
}

func (p *spelling) letter(c byte) uint64 { return p.at[sign(c)] }

// match compares the word with a name taken apart.
func (p *spelling) match(units []rune) (int, How) {
	var met, later reach // from the beginning of the name, and from anywhere
	met.typed = 1
	prefix, fragment := How(""), How("")
	for i, r := range units {
		if i > 0 {
			later.typed |= 1
			var half bool
			later, half = p.step(&later, r)
			fragment = p.how(fragment, &later, half)
		}
		if met.all() == 0 {
			continue
		}
		var half bool
		met, half = p.step(&met, r)
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
