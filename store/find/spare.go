package find

import (
	"hash/maphash"
	"sync"
)

// spare is searches that are over. Their memory serves those to come: what is
// taken anew for each must be swept up too, now and then in the middle of one.
type spare struct{ searches sync.Pool }

// memory is what of a search serves the next one, apart from what it holds.
type memory struct {
	words    []word
	narrow   []int // the words, the one that likely has the fewest records first
	doubtful []int // the words, the one that likely fails a record first
	found    []match
	kept     []match // of records to be shown, perhaps
	scratch  []byte
	handful  []uint32
	arena    arena
	peek     peek
	tests    slab[test]
	known    slab[int8] // of sieves
	told     slab[verdict]
	verdicts [][]verdict // by part, word and field
	flags    slab[bool]
	looks    []look // of each part, and of the young records, by kind
	streams  slab[stream]
	joined   []*stream

	seed    maphash.Seed
	names   []byte // of matched
	matched [maxWords][len(termFields)]terms
	cuts    []cuts
	units   slab[string] // of cuts
	key     []byte
	// What was read of the index: one thing is asked for in many ways, and at
	// every tier.
	met   memo[posting]
	ends  memo[[placeCount]posting]
	runs  memo[tokenRun]
	tails memo[[]uint32]
}

const (
	keptStreams = 1 << 6
	keptBytes   = 1 << 14
	keptTerms   = 1 << 11
	keptLooks   = 1 << 7
)

// spared returns a search that holds nothing, mostly with the memory of another.
func (v *View) spared() *search {
	if v.spare != nil {
		if s, ok := v.spare.searches.Get().(*search); ok {
			return s
		}
	}
	return &search{memory: memory{seed: maphash.MakeSeed()}}
}

// rest ends a search. What it returned stays.
func (s *search) rest() {
	spare := s.v.spare
	if spare == nil {
		return
	}
	s.asked = asked{}
	s.forget()
	spare.searches.Put(s)
}

// forget lets go of what it holds, and of memory that only few need.
func (m *memory) forget() {
	for i := range m.words {
		if len(m.words[i].core) > longestPinyin {
			m.words[i] = word{}
		}
		m.words[i].core = ""
	}
	if cap(m.kept) > keptTerms {
		m.kept = nil
	}
	m.kept = m.kept[:0]
	if cap(m.scratch) > keptBytes {
		m.scratch = nil
	}
	if cap(m.handful) > keptPlaces {
		m.handful = nil
	}
	m.arena.forget()
	m.peek.cut, m.peek.src = rowCut{}, nil
	m.tests.forget(keptStreams)
	m.known.forget(keptBytes)
	m.told.forget(keptBytes)
	if clear(m.verdicts); cap(m.verdicts) > keptTerms {
		m.verdicts = nil
	}
	m.flags.forget(keptBytes)
	for i := range m.looks {
		m.looks[i].forget()
	}
	if len(m.looks) > keptLooks {
		m.looks = nil
	}
	m.streams.forget(keptStreams)
	clear(m.joined)
	if cap(m.names) > keptBytes {
		m.names = nil
	}
	m.names = m.names[:0]
	for i := range m.matched {
		for j := range m.matched[i] {
			m.matched[i][j].forget()
		}
	}
	for i := range m.cuts {
		m.cuts[i].forget()
	}
	m.cuts = m.cuts[:0]
	m.units.forget(keptTerms)
	m.met.forget()
	m.ends.forget()
	m.runs.forget()
	m.tails.forget()
}

// expect makes room for looks.
func (m *memory) expect(looks int) {
	if len(m.looks) < looks {
		m.looks = make([]look, looks)
	}
}

// kindCount is how many kinds there are.
const kindCount = 4

// lookAt is where the look at the records of one kind in one part is.
func (s *search) lookAt(part int, k Kind) *look {
	at := 0
	switch k {
	case Shop:
		at = 1
	case Person:
		at = 2
	case Volunteer:
		at = 3
	}
	return &s.looks[part*kindCount+at]
}

// forget takes it back.
func (l *look) forget() {
	if l.s == nil {
		return
	}
	found, tiers, terms, crossed := l.found, l.tiers, l.src.terms, l.src.crossed
	clear(crossed)
	for i := range found {
		clear(found[i])
		if found[i] = found[i][:0]; cap(found[i]) > maxTested {
			found[i] = nil
		}
	}
	tiers.forget()
	for i := range terms {
		clear(terms[i])
		if terms[i] = terms[i][:0]; cap(terms[i]) > keptTerms {
			terms[i] = nil
		}
	}
	*l = look{found: found, tiers: tiers}
	l.src.terms, l.src.crossed = terms, crossed[:0]
}

// sum returns an empty one.
func (s *search) sum(most int) *sum {
	t := s.arena.sums.take()
	t.its, t.most = s.arena.iters.some(8), most
	return t
}
