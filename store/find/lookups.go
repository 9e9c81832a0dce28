package find

import "bytes"

// source is one part, for one kind of record.
type source struct {
	s     *search
	part  int // which it is
	p     *Part
	seg   *Segment
	kind  Kind
	info  *kindInfo
	terms [maxWords * len(termFields)][]termAt
	// What few places crossings have.
	crossed []crossed
}

// termAt is the records of a name that a word matches, once they were asked for.
type termAt struct {
	posting
	read bool
}

// runAt names the tokens that begin with prefix, stand in one of some places,
// and complete the syllable the prefix ends with, of which so many bytes are begun.
type runAt struct {
	prefix []byte
	begun  int
	in     places // 0 where tokens have no place
}

// tokenRun is the records of the tokens that share a beginning: those that few
// have together, the others by token.
type tokenRun struct {
	few  list
	many []posting
}

func (r *tokenRun) walks(a *arena) []iter {
	its := a.iters.some(len(r.many) + 1)
	for _, p := range r.many {
		its = append(its, a.walk(p))
	}
	if len(r.few) > 0 {
		its = append(its, a.list(r.few))
	}
	return its
}

// key is the token of a field. The next one takes its memory.
func (s *source) key(field byte, token ...string) []byte {
	b := append(s.s.key[:0], byte(s.kind), field)
	for _, t := range token {
		b = append(b, t...)
	}
	s.s.key = b
	return b
}

// get returns the records of a token.
func (s *source) get(key []byte) posting {
	m, owner := &s.s.met, uint32(s.part)
	i, hash := m.find(owner, key)
	if i >= 0 {
		return m.vals[i]
	}
	p := s.seg.get(key)
	m.add(owner, key, hash, p)
	return p
}

// placed returns the records of a token by its place.
func (s *source) placed(key []byte) *[placeCount]posting {
	m, owner := &s.s.ends, uint32(s.part)
	i, hash := m.find(owner, key)
	if i >= 0 {
		return &m.vals[i]
	}
	var all [placeCount]posting
	n := len(key)
	for i := s.seg.from(append(key, place(false, false))); i < s.seg.tokens; i++ {
		t := s.seg.token(i)
		if !bytes.HasPrefix(t, key) || t[n] > place(true, true) {
			break
		}
		if len(t) == n+1 {
			all[t[n]&(placeCount-1)] = s.seg.posting(i)
		}
	}
	m.add(owner, key, hash, all)
	return &m.vals[len(m.vals)-1]
}

// prefixed returns walks over the records of all tokens that begin with prefix.
func (s *source) prefixed(prefix []byte) []iter {
	return s.spelling(runAt{prefix: prefix})
}

// spelling is prefixed for tokens that end with their place. A prefix that ends
// with the beginning of a syllable must be completed by the rest of the token.
func (s *source) spelling(at runAt) []iter {
	m, owner := &s.s.runs, uint32(s.part)<<12|uint32(at.in)<<8|uint32(at.begun)
	i, hash := m.find(owner, at.prefix)
	if i < 0 {
		i = len(m.vals)
		m.add(owner, at.prefix, hash, s.read(at))
	}
	return m.vals[i].walks(&s.s.arena)
}

func (s *source) read(at runAt) (run tokenRun) {
	a, prefix := &s.s.arena, at.prefix
	begun := prefix[len(prefix)-at.begun:]
	list := a.reading[:0]
	few, many, lists := 0, 0, 0
	i := s.seg.from(prefix)
	for tokens := 0; i < s.seg.tokens; i++ {
		t := s.seg.token(i)
		if !bytes.HasPrefix(t, prefix) {
			break
		}
		if tokens++; tokens > maxTokens {
			s.s.partial = true
			break
		}
		if at.in != 0 && !at.in.has(t) {
			continue
		}
		if at.begun > 0 && !completes(begun, t[len(prefix):len(t)-1]) {
			continue
		}
		p := s.seg.posting(i)
		if list = append(list, p); p.n <= fewOf {
			few += p.n
			lists++
		} else {
			many++
		}
	}
	a.reading = list
	places := a.room(few)
	a.took(few)
	run.many = a.posts.some(many)
	for _, p := range list {
		if p.n <= fewOf {
			places = p.appendPlaces(places)
		} else {
			run.many = append(run.many, p)
		}
	}
	if lists > 1 {
		a.sort(places)
	}
	run.few = places
	return run
}

// fewOf is how many records of a token are read at once with those of others.
const fewOf = blockLen / 4

// completes says whether the beginning of a syllable and the rest are one.
func completes(begun, rest []byte) bool {
	var b [sylWidth]byte
	n := copy(b[:], begun)
	if len(rest) > sylWidth-n {
		return false
	}
	whole, _ := syllable(string(b[:n+copy(b[n:], rest)]))
	return whole
}

// termsAt returns what is known of the records of the names of a field that a
// word matches, one for each of termsOf.
func (s *source) termsAt(t int, w *word) []termAt {
	known, n := &s.terms[w.n*len(termFields)+t], len(s.s.termsOf(w, t).list)
	if len(*known) < n {
		if cap(*known) < n {
			*known = make([]termAt, n, max(8, 2*n))
		}
		*known = (*known)[:n]
	}
	return *known
}

// numbers finds a whole number, or those that end with it.
func (s *source) numbers(field byte, w *word, tier int) iter {
	for i := range s.seg.numbers {
		x := &s.seg.numbers[i]
		if x.kind != s.kind || x.field != field || tier == tierExact && len(w.core) < x.shortest {
			continue
		}
		m, owner := &s.s.tails, uint32(s.part)<<8|uint32(field)
		at, hash := m.find(owner, s.key(field, w.core))
		if at < 0 {
			from, to := s.seg.ending(x, backwards(w.core), len(w.core))
			places := s.seg.numbered(x, from, to, s.s.arena.room(to-from))
			s.s.arena.took(len(places))
			if len(places) <= fewEnds {
				s.s.arena.sort(places)
			}
			at = len(m.vals)
			m.add(owner, s.s.key, hash, places)
		}
		switch found := m.vals[at]; {
		case len(found) > fewEnds:
			return s.s.arena.anyOrder(found)
		case len(found) > 0:
			return s.s.arena.list(found)
		}
	}
	return nil
}

// fewEnds is how many numbers that end with a word are put in order at once.
const fewEnds = 128
