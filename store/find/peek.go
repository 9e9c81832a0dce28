package find

import (
	"bytes"
	"unicode/utf8"
)

// peek is a row of a segment that is compared with the words without being
// read as a whole: most rows that are compared are not what was meant.
type peek struct {
	s    *search
	src  *source
	cut  rowCut
	name string
	// named says that name is what own returns.
	named bool
}

// peek takes the row of a place apart.
func (l *look) peek(place uint32) *peek {
	s := l.s
	p := &s.peek
	p.s, p.src, p.named = s, &l.src, false
	if err := p.cut.cut(l.src.seg.rowBytes(int(place))); err != nil {
		panic(err)
	}
	return p
}

// own is the name, as core returns it.
func (p *peek) own() string {
	if !p.named {
		p.s.scratch = appendUnpacked(p.s.scratch[:0], p.cut.name)
		p.name, p.named = core(string(p.s.scratch), coreRunes), true
	}
	return p.name
}

// judge is search.judge of a row taken apart.
func (p *peek) judge(upto int) (tier int, found []match, text string) {
	s := p.s
	tier = tierExact
	read := false
	for _, i := range s.doubtful {
		w := &s.words[i]
		m := p.match(i)
		if m.tier == tierNone && upto >= tierText && bytes.Contains(p.cut.text, w.packed) {
			if !read {
				text, read = p.text(), true
			}
			m = w.matchText(text)
		}
		if m.tier == tierNone && upto >= tierNear && w.mayErr() {
			f := p.face()
			m = f.near(w)
		}
		if m.tier == tierNone {
			return tierNone, nil, ""
		}
		s.found[i], tier = m, max(tier, m.tier)
	}
	return tier, s.found, text
}

// row reads the row as a whole.
func (p *peek) row(at tail) Row { return p.cut.row(at.ord(), p.src.seg, &p.s.scratch) }

func (p *peek) text() string { return string(appendUnpacked(nil, p.cut.text)) }

// face has the names.
func (p *peek) face() face {
	return face{name: p.own(), shop: p.term(0), stall: p.term(1), goods: p.term(2)}
}

// term is the i-th text that repeats, as core returns it.
func (p *peek) term(i int) string {
	if p.cut.names[i] == 0 {
		return ""
	}
	p.s.scratch = p.src.seg.name(p.s.scratch[:0], p.cut.names[i])
	return core(string(p.s.scratch), coreRunes)
}

// match is face.match for the word i.
func (p *peek) match(i int) match {
	s, w := p.s, &p.s.words[i]
	f := face{name: p.own()}
	if p.mayEndNumber(w) {
		s.scratch = p.cut.appendNo(s.scratch[:0], p.src.seg, p.cut.at(p.src.seg))
		f.no = core(string(s.scratch), coreRunes)
	}
	if p.mayEndPhone(w) {
		s.scratch = p.cut.appendPhone(s.scratch[:0])
		f.phone = digits(string(s.scratch))
	}
	best := f.own(w)
	for t, field := range termFields {
		if p.cut.names[t] > 0 && best.tier > tierExact && s.anyTerm(i, t) {
			tier, how := p.known(t, i, best.tier)
			best.take(tier, termName(field), how)
		}
	}
	if w.isDate() {
		f.date = dateOf(p.cut.at(p.src.seg))
		f.dated(w, &best)
	}
	return best
}

// usualPrefix is how long the beginning of a number may be, for its end to be
// its digits whatever is cut off.
const usualPrefix = 12

// mayEndNumber says whether the number has a chance to end with the word.
func (p *peek) mayEndNumber(w *word) bool {
	if !w.latin || len(w.core) < minTail {
		return false
	}
	if p.cut.flags&rowNumber == 0 || p.src.seg.nameLen(p.cut.prefix) > usualPrefix {
		return true
	}
	return w.core[len(w.core)-1] == byte('0'+p.cut.seq%10)
}

// mayEndPhone says whether the phone has a chance to end with the word.
func (p *peek) mayEndPhone(w *word) bool {
	return w.digits && len(w.core) >= minTail && (p.cut.flags&rowNumeric == 0 || p.cut.digits%1000 == w.end)
}

// knownTerms is how many comparisons of a word with a name that repeats are
// remembered.
const knownTerms = 64

// knownTerm is such a comparison.
type knownTerm struct {
	seg  *Segment
	name uint64
	word int
	tier int
	how  How
}

// known compares the word i with the name t of the row. It may say that it does
// not match, when it cannot match better than at tier than.
func (p *peek) known(t, i, than int) (tier int, how How) {
	name := p.cut.names[t]
	if p.s.terms == nil {
		p.s.terms = make([]knownTerm, knownTerms)
	}
	k := &p.s.terms[(name*maxWords+uint64(i))%knownTerms]
	if k.seg != p.src.seg || k.name != name || k.word != i {
		core, term := p.s.words[i].core, p.term(t)
		if than == tierPrefix && len(term) > utf8.UTFMax*len(core) {
			return tierNone, "" // only the whole would do, and that has a byte typed for each character at least
		}
		*k = knownTerm{seg: p.src.seg, name: name, word: i}
		if all := p.s.matched[fieldWord{termFields[t], core}]; all != nil {
			k.tier, k.how = all.of(term)
		} else {
			k.tier, k.how = matchTerm(core, term)
		}
	}
	return k.tier, k.how
}
