package find

import (
	"bytes"
	"container/heap"
	"context"
	"slices"
)

const (
	// maxTokens is how many different tokens one prefix may stand for.
	maxTokens = 20_000
	// firstBlock and lastBlock are how many tails are read at a time: few, for
	// a token that is only looked into, then more.
	firstBlock, lastBlock = 8, 128
	// handful is how many records may be compared one by one rather than
	// filtered further.
	handful = 128
)

// source reads postings through one cursor and remembers what it met.
type source struct {
	ctx     context.Context
	r       Reader
	c       Cursor
	steps   int
	err     error
	partial bool
	known   map[string]*posting
	groups  map[string]*group
}

func newSource(ctx context.Context, r Reader) *source {
	return &source{ctx: ctx, r: r, c: r.Scan([]byte("i/"), nil), known: map[string]*posting{}, groups: map[string]*group{}}
}

func (s *source) close() error {
	if s.err == nil {
		s.err = s.c.Err()
	}
	s.c.Close()
	return s.err
}

// ok says whether to go on: no error, and not cancelled.
func (s *source) ok() bool {
	if s.steps++; s.steps%32 == 0 && s.err == nil {
		s.err = s.ctx.Err()
	}
	return s.err == nil
}

// fail keeps the first error.
func (s *source) fail(err error) {
	if s.err == nil {
		s.err = err
	}
}

// posting is the records of one token. The first block is read with it; a form
// for sealed history would be read behind the same two methods, head and block.
type posting struct {
	stem  []byte
	head  []tail
	whole bool // head is all there is
}

// posting returns the records under stem.
func (s *source) posting(stem []byte) *posting {
	if p := s.known[string(stem)]; p != nil {
		return p
	}
	p := &posting{stem: stem}
	p.head, p.whole = s.block(stem, 0, nil, firstBlock)
	s.known[string(stem)] = p
	return p
}

// block reads up to n tails of stem from the tail t on into buf; the second
// result says that there are no more.
func (s *source) block(stem []byte, t tail, buf []tail, n int) ([]tail, bool) {
	if !s.ok() {
		return buf, true
	}
	s.c.Seek(appendTail(slices.Clip(stem), t))
	return s.take(stem, buf, n)
}

// take reads up to n tails of stem from where the cursor stands.
func (s *source) take(stem []byte, buf []tail, n int) ([]tail, bool) {
	for range n {
		if !s.c.Next() {
			s.fail(s.c.Err())
			return buf, true
		}
		token, t, ok := cutTail(s.c.Key())
		if !ok || !bytes.Equal(token, stem) {
			return buf, true
		}
		buf = append(buf, t)
	}
	return buf, false
}

// iter meets records in rank order.
type iter interface {
	// seek returns the first record at or after t. Calls come with rising t.
	seek(t tail) (tail, bool)
	// size is how many records there are at most, many when it is not known.
	size() int
}

// many is more than a handful.
const many = 1 << 20

// leaf is one walk over a posting.
type leaf struct {
	s    *source
	p    *posting
	buf  []tail
	next int // size of the next block
	used int // of this block
	done bool
}

func (s *source) leaf(p *posting) iter {
	if len(p.head) == 0 {
		return nil
	}
	return &leaf{s: s, p: p, buf: p.head, next: firstBlock, done: p.whole}
}

func (l *leaf) seek(t tail) (tail, bool) {
	for {
		i, _ := slices.BinarySearch(l.buf, t)
		if l.buf = l.buf[i:]; len(l.buf) > 0 {
			l.used++
			return l.buf[0], true
		}
		if l.done {
			return 0, false
		}
		// A walk that jumps needs little of what it reads.
		if l.next = min(2*l.next, lastBlock); 4*l.used < l.next {
			l.next = firstBlock
		}
		l.used = 0
		l.buf, l.done = l.s.block(l.p.stem, t, make([]tail, 0, l.next), l.next)
	}
}

// size reads on to learn whether there is but a handful; only before the walk.
func (l *leaf) size() int {
	if !l.done && l.used == 0 {
		l.s.more(l.p)
		l.buf, l.done = l.p.head, l.p.whole
	}
	if l.done {
		return len(l.buf)
	}
	return many
}

// more reads a posting until it is whole or more than a handful.
func (s *source) more(p *posting) {
	if n := len(p.head); !p.whole && n <= handful {
		p.head, p.whole = s.block(p.stem, p.head[n-1]+1, slices.Clip(p.head), handful+1-n)
	}
}

// list is a walk over tails in memory.
type list []tail

func (l *list) seek(t tail) (tail, bool) {
	i, _ := slices.BinarySearch(*l, t)
	if *l = (*l)[i:]; len(*l) > 0 {
		return (*l)[0], true
	}
	return 0, false
}

func (l *list) size() int { return len(*l) }

// group is the records of all tokens with one beginning.
type group struct {
	few  []tail     // of the tokens with a handful of records, together
	many []*posting // of the others
}

// group finds the tokens that begin with prefix. It reads on through tokens
// with few records and jumps over the rest of those that have many.
func (s *source) group(prefix []byte) *group {
	if g := s.groups[string(prefix)]; g != nil {
		return g
	}
	g := &group{}
	s.groups[string(prefix)] = g
	p := &posting{}
	tokens := 0
	s.c.Seek(prefix)
	for s.ok() && s.c.Next() {
		token, t, ok := cutTail(s.c.Key())
		if !ok || !bytes.HasPrefix(token, prefix) {
			break
		}
		if !bytes.Equal(token, p.stem) {
			if tokens++; tokens > maxTokens {
				s.partial = true
				break
			}
			g.few = append(g.few, p.head...)
			p = &posting{stem: slices.Clone(token), head: p.head[:0]}
		}
		if p.head = append(p.head, t); len(p.head) == firstBlock {
			g.many = append(g.many, p)
			s.c.Seek(append(slices.Clip(p.stem), 1))
			p = &posting{}
		}
	}
	s.fail(s.c.Err())
	g.few = append(g.few, p.head...)
	slices.Sort(g.few)
	return g
}

// prefixed walks over the records of all tokens that begin with prefix.
func (s *source) prefixed(prefix []byte) []iter {
	g := s.group(prefix)
	var out []iter
	if len(g.few) > 0 {
		l := list(g.few)
		out = append(out, &l)
	}
	for _, p := range g.many {
		out = append(out, s.leaf(p))
	}
	return out
}

// union meets the records of any of its parts.
type union struct {
	parts []part
	begun bool
}

type part struct {
	at tail
	it iter
}

// anyOf joins walks; nil when there are none.
func anyOf(its []iter) iter {
	its = slices.DeleteFunc(its, func(it iter) bool { return it == nil })
	switch len(its) {
	case 0:
		return nil
	case 1:
		return its[0]
	}
	u := &union{parts: make([]part, len(its))}
	for i, it := range its {
		u.parts[i].it = it
	}
	return u
}

func (u *union) Len() int           { return len(u.parts) }
func (u *union) Less(i, j int) bool { return u.parts[i].at < u.parts[j].at }
func (u *union) Swap(i, j int)      { u.parts[i], u.parts[j] = u.parts[j], u.parts[i] }
func (u *union) Push(any)           {}
func (u *union) Pop() any {
	u.parts = u.parts[:len(u.parts)-1]
	return nil
}

func (u *union) seek(t tail) (tail, bool) {
	if !u.begun {
		u.begin(t)
	}
	for len(u.parts) > 0 && u.parts[0].at < t {
		at, ok := u.parts[0].it.seek(t)
		if !ok {
			heap.Pop(u)
			continue
		}
		u.parts[0].at = at
		heap.Fix(u, 0)
	}
	if len(u.parts) == 0 {
		return 0, false
	}
	return u.parts[0].at, true
}

func (u *union) size() int {
	n := 0
	for _, p := range u.parts {
		if n += p.it.size(); n > handful {
			break
		}
	}
	return n
}

func (u *union) begin(t tail) {
	u.begun = true
	kept := u.parts[:0]
	for _, p := range u.parts {
		var ok bool
		if p.at, ok = p.it.seek(t); ok {
			kept = append(kept, p)
		}
	}
	u.parts = kept
	heap.Init(u)
}

// both meets the records of all of its parts.
type both []iter

// allOf crosses walks; nil when one of them is nil. When one has a handful of
// records the long ones are left out: what it returns is compared anyway.
func allOf(its []iter) iter {
	if slices.Contains(its, nil) || len(its) == 0 {
		return nil
	}
	if len(its) > 1 && slices.ContainsFunc(its, few) {
		its = slices.DeleteFunc(slices.Clone(its), func(it iter) bool { return !few(it) })
	}
	if len(its) == 1 {
		return its[0]
	}
	return both(its)
}

func (b both) seek(t tail) (tail, bool) {
	for agreed := 0; agreed < len(b); {
		for _, it := range b {
			at, ok := it.seek(t)
			if !ok {
				return 0, false
			}
			if at == t {
				if agreed++; agreed == len(b) {
					return t, true
				}
				continue
			}
			t, agreed = at, 1
		}
	}
	return t, true
}

func (b both) size() int {
	n := many
	for _, it := range b {
		n = min(n, it.size())
	}
	return n
}

func few(it iter) bool { return it.size() <= handful }
