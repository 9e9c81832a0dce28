package find

import "bytes"

// peek is a row of a segment that is compared with the words without being
// read as a whole: most rows that are compared are not what was meant.
type peek struct {
	s     *search
	src   *source
	cut   rowCut // without the names that the codes stand for, until it is shown
	codes codes
	units []rune // what own returns, when named
	named bool
}

// peek takes the row of a place apart.
func (l *look) peek(h *head) *peek {
	s := l.s
	p := &s.peek
	p.s, p.src, p.named = s, &l.src, false
	p.codes = h.codes
	if err := p.cut.cut(h.row, shared{}); err != nil {
		panic(err)
	}
	return p
}

// more takes the rest of the row apart, once.
func (p *peek) more() *rowCut {
	if err := p.cut.more(); err != nil {
		panic(err)
	}
	return &p.cut
}

// own is the characters of the name, as core leaves them.
func (p *peek) own() []rune {
	if !p.named {
		p.units, p.named = appendCore(p.units[:0], p.cut.name, coreRunes), true
	}
	return p.units
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

// show adds the row, read as a whole, to what is found.
func (p *peek) show(at tail, found []match, text string) {
	h := p.s.hit()
	for i, n := range p.src.seg.textsOf(p.codes) {
		p.cut.names[i] = uint64(n)
	}
	p.more().row(&h.Row, at.ord(), p.src.seg, &p.s.scratch, &p.s.texts)
	p.s.explain(h, found, text)
}

func (p *peek) text() string {
	p.s.scratch = appendUnpacked(p.s.scratch[:0], p.cut.text)
	return string(p.s.scratch)
}

// face has the names.
func (p *peek) face() face {
	return face{name: string(p.own()), shop: p.term(0), stall: p.term(1), goods: p.term(2)}
}

// term is the i-th text that repeats, as core returns it.
func (p *peek) term(i int) string {
	if p.codes[i] == 0 {
		return ""
	}
	return p.src.seg.repeated(uint64(p.src.seg.textOf(i, p.codes[i]))).core
}

// match is face.match for the word i.
func (p *peek) match(i int) match {
	s, w := p.s, &p.s.words[i]
	best := none
	if w.mayEnd(w.latin) {
		p.matchNumber(w, &best)
	}
	if w.mayEnd(w.digits) {
		p.matchPhone(w, &best)
	}
	tier, how := w.matchName(p.own())
	best.take(tier, "name", how)
	for t, field := range termFields {
		if p.codes[t] > 0 && best.tier > tierExact && s.anyTerm(i, t) {
			v := p.src.verdict(w, t, p.codes[t])
			best.take(v.tier(), termName(field), v.how())
		}
	}
	if w.isDate() {
		f := face{date: dateOf(p.more().at(p.src.seg))}
		f.dated(w, &best)
	}
	return best
}

// matchPhone compares a word of digits with the phone.
func (p *peek) matchPhone(w *word, best *match) {
	switch c, n := p.more(), p.cut.digits; {
	case c.flags&rowNumeric == 0:
		p.s.scratch = c.appendPhone(p.s.scratch[:0])
		best.end(w.core, digits(string(p.s.scratch)), "phone")
	case w.above == 0 || n%w.above != w.number || n < w.above/10:
	case n < w.above:
		best.take(tierExact, "phone", Exact)
	default:
		best.take(tierPrefix, "phone", Tail)
	}
}

// matchNumber compares the word with the number.
func (p *peek) matchNumber(w *word, best *match) {
	may, sure := p.endsNumber(w)
	switch {
	case sure:
		best.take(tierPrefix, "no", Tail)
	case may:
		c := p.more()
		p.s.scratch = c.appendNo(p.s.scratch[:0], p.src.seg, c.day())
		best.end(w.core, core(string(p.s.scratch), coreRunes), "no")
	}
}

// endsNumber says whether the number has a chance to end with the word; and
// whether it is sure to, with more before it.
func (p *peek) endsNumber(w *word) (may, sure bool) {
	if p.cut.flags&rowNumber == 0 {
		return true, false
	}
	if w.tailAbove == 1 || w.tail%10 != p.more().seq%10 {
		return false, false // a usual one ends with a digit
	}
	day, seq := p.cut.day(), p.cut.seq
	if day == 0 || seq > 999_999 {
		return true, false
	}
	size := uint64(10_000)
	for size <= seq {
		size *= 10
	}
	if w.digits && w.tailAbove <= size {
		same := seq%w.tailAbove == w.tail
		return same, same
	}
	// The number ends with its day and what counts within it: the word's last
	// digits must be the same, as far as both go.
	y, m, d := day.Date()
	n, same := uint64(10_000*y+100*int(m)+d)*size+seq, min(w.tailAbove, 100_000_000*size)
	may = n%same == w.tail%same
	return may, may && w.digits && w.tailAbove < 100_000_000*size
}
