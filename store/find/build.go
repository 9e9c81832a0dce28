package find

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Builder makes a segment of records given one at a time. It keeps about four
// hundred bytes a record.
type Builder struct {
	// Known says whether a name of a field is spelled in another segment
	// already; nil means that none is.
	Known func(key []byte) bool

	rows    rowWriter
	rowEnds []uint32
	tails   []tail
	// initials are those of each record's own name.
	initials []uint16
	tokens   table
	posts    [][]uint32 // the numbers of each record's tokens
	room     []uint32   // for those of the records to come; begins with those of the one at hand
	numbers  map[[2]byte]*ends
	kinds    map[Kind]*kindInfo
	top      uint64 // the largest ordinal
	ords     map[uint64]struct{}
	speller  speller
	known    known
	term     []byte // room for the key of a name
}

// ends is the numbers of one kind and field.
type ends struct {
	shortest int
	entries  []uint64
}

// NewBuilder returns an empty builder, for many records.
func NewBuilder() *Builder {
	b := builderFor(0)
	b.speller.again, b.speller.learned = b.again, b.known.learned
	return b
}

// builderFor returns a builder for about so many records, which are few: that their
// characters come again is not worth knowing.
func builderFor(n int) *Builder {
	b := &Builder{
		rows: newRowWriter(), rowEnds: append(make([]uint32, 0, n+1), 0), tokens: newTable(tokensEach * n),
		posts:   make([][]uint32, 0, n),
		numbers: map[[2]byte]*ends{}, kinds: map[Kind]*kindInfo{},
	}
	b.speller.yield = b.post
	return b
}

const (
	// tokensEach is about how many tokens a record has that no other one of a
	// small segment has.
	tokensEach = 8
	// postsRoom is how many numbers of tokens are made room for at once, and
	// postsEach how many of a record are to fit without moving them.
	postsRoom, postsEach = 16 << 10, 512
)

// Len returns how many records were added.
func (b *Builder) Len() int { return len(b.tails) }

// post adds the record at hand to a token.
func (b *Builder) post(token []byte) {
	i := b.tokens.number(token)
	b.known.tell(i)
	b.postAt(i)
}

// again adds it to the tokens of a key that is known.
func (b *Builder) again(key uint64) bool {
	list, ok := b.known.find(key)
	for _, i := range list {
		b.postAt(i)
	}
	return ok
}

// postAt adds it to a token by its number.
func (b *Builder) postAt(i uint32) {
	at := uint32(len(b.tails)) + 1
	if t := &b.tokens.list[i]; t.last != at {
		t.last = at
		t.n++
		b.room = append(b.room, i)
	}
}

// note adds a token without a record.
func (b *Builder) note(token []byte) { b.tokens.number(token) }

// Add adds the record of a change. No two may have the same ordinal.
func (b *Builder) Add(c Change) { b.add(c.prepared()) }

func (b *Builder) add(e *prepared) {
	d, f, text := e.Doc, &e.face, e.text
	if cap(b.room) < postsEach {
		b.room = make([]uint32, 0, postsRoom)
	}
	b.speller.doc(d, f, text)
	b.number(d.Kind, inNo, f.no)
	b.number(d.Kind, inPhone, f.phone)
	f.terms(func(field byte, term string) {
		b.term = appendWholeTerm(b.term[:0], field, term)
		if b.tokens.has(b.term) || b.Known != nil && b.Known(b.term) {
			return
		}
		b.note(b.term)
		b.speller.yield = b.note
		b.speller.term(field, term)
		b.speller.yield = b.post
	})
	b.learn(d.Kind, b.speller.units)
	b.rows.row(&d.Row, text)
	b.rowEnds = append(b.rowEnds, uint32(len(b.rows.out)))
	b.posts = append(b.posts, b.room)
	b.room = b.room[len(b.room):]
	b.tails = append(b.tails, tailOf(d.Ord, d.Over))
	b.initials = append(b.initials, initialsOf(f.name))
	if b.top = max(b.top, d.Ord); b.ords != nil {
		b.ords[d.Ord] = struct{}{}
	}
}

func (b *Builder) number(k Kind, field byte, number string) {
	if number == "" {
		return
	}
	e := b.numbers[[2]byte{byte(k), field}]
	if e == nil {
		e = &ends{shortest: len(number)}
		b.numbers[[2]byte{byte(k), field}] = e
	}
	e.shortest = min(e.shortest, len(number))
	e.entries = append(e.entries, backwards(number)<<placeBits|uint64(len(b.tails)))
}

// learn notes what is known of a kind, of one more record with a name of these
// units.
func (b *Builder) learn(k Kind, units []unit) {
	info := b.kinds[k]
	if info == nil {
		info = &kindInfo{kind: k, pairs: make([]byte, pairBytes)}
		b.kinds[k] = info
	}
	info.n++
	before := &unit{}
	for i := range units {
		u := &units[i]
		for _, x := range before.starts[:before.n] {
			for _, y := range u.starts[:u.n] {
				bit := pairBit(x, y)
				info.pairs[bit/8] |= 1 << (bit % 8)
			}
		}
		before = u
	}
	info.units = max(info.units, len(units))
}

// ranks returns for every record, in the order they came, its place; and how
// many are open.
func (b *Builder) ranks() (place, order []uint32, open int) {
	order = make([]uint32, len(b.tails))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(x, y uint32) int { return cmp.Compare(b.tails[x], b.tails[y]) })
	place = make([]uint32, len(order))
	for at, i := range order {
		place[i] = uint32(at)
		if !b.tails[i].over() {
			open++
		}
	}
	return place, order, open
}

// headRoom and tokenRoom are about how many bytes of an image a record and a token
// take at most, apart from the row and the key.
const headRoom, tokenRoom = 90, 10

// Holds says whether a record of this ordinal was added.
func (b *Builder) Holds(ord uint64) bool {
	if ord > b.top || len(b.tails) == 0 {
		return false
	}
	if b.ords == nil { // they do not come in rising order
		b.ords = make(map[uint64]struct{}, len(b.tails))
		for _, t := range b.tails {
			b.ords[t.ord()] = struct{}{}
		}
	}
	_, ok := b.ords[ord]
	return ok
}

// Reset makes the builder an empty one, which has its memory.
func (b *Builder) Reset() {
	b.rows.reset()
	b.rowEnds, b.tails, b.initials = b.rowEnds[:1], b.tails[:0], b.initials[:0]
	b.tokens.reset()
	b.known.reset()
	clear(b.posts)
	b.posts, b.room, b.ords, b.top = b.posts[:0], nil, nil, 0
	clear(b.numbers)
	clear(b.kinds)
}

// Build returns the segment. The builder must not be used after it.
func (b *Builder) Build() *Segment {
	s, err := Open(b.Image())
	if err != nil {
		panic(err) // unreachable: just made
	}
	return s
}

// Image returns the segment's bytes, to be sealed.
func (b *Builder) Image() []byte {
	place, order, open := b.ranks()
	w := newImage(len(b.rows.out) + headRoom*len(b.tails) + tokenRoom*len(b.tokens.list) + len(b.tokens.keys) + 1<<12)
	w.begin(partRows)
	for _, i := range order {
		w.out = append(w.out, b.rows.out[b.rowEnds[i]:b.rowEnds[i+1]]...)
	}
	w.texts(b.rows.list)
	at := uint32(0)
	names := func(place int) shared { return b.rows.shared[order[place]] }
	w.heads(len(order), b.rows.list, names, func(place int) (tail, uint32, uint16) {
		i, from := order[place], at
		at += b.rowEnds[i+1] - b.rowEnds[i]
		return b.tails[i], from, b.initials[i]
	})
	b.writeTokens(w, order)
	list := make([]numbersOf, 0, len(b.numbers))
	for k, e := range b.numbers {
		for i, x := range e.entries {
			e.entries[i] = x>>placeBits<<placeBits | uint64(place[x&(maxPlaces-1)])
		}
		slices.Sort(e.entries)
		list = append(list, numbersOf{Kind(k[0]), k[1], e.shortest, e.entries})
	}
	w.numbers(list)
	kinds := make([]kindInfo, 0, len(b.kinds))
	for _, k := range b.kinds {
		kinds = append(kinds, *k)
	}
	return w.end(kinds, len(order), open)
}

// writeTokens writes the tokens and their postings. It goes through the records
// in the order of their places, so that each token meets its places rising.
func (b *Builder) writeTokens(w *image, order []uint32) {
	list := b.tokens.list
	next, sorted := make([]uint32, len(list)), b.tokens.ordered()
	total := uint32(0)
	for _, t := range sorted {
		next[t.i] = total
		total += list[t.i].n
	}
	places := make([]uint32, total)
	for place, at := range order {
		for _, i := range b.posts[at] {
			places[next[i]] = uint32(place)
			next[i]++
		}
	}
	w.beginTokens(len(sorted), len(b.tokens.keys))
	for n, t := range sorted {
		giveWay(n)
		end := next[t.i]
		w.token(b.tokens.key(t.i), places[end-list[t.i].n:end])
	}
	w.endTokens()
}

// numbersOf is the numbers of one kind and field, sorted.
type numbersOf struct {
	kind     Kind
	field    byte
	shortest int
	entries  []uint64
}

// image writes the parts of a segment one after the other.
type image struct {
	out      []byte
	at       [parts]uint32
	n        int // records
	tokensN  int
	namesN   int
	keys     []byte
	postings []byte
}

func newImage(size int) *image {
	return &image{out: append(make([]byte, 0, size), make([]byte, headerWidth)...)}
}

func (w *image) begin(part int) { w.at[part] = uint32(len(w.out)) }
func (w *image) u32(n uint32)   { w.out = binary.LittleEndian.AppendUint32(w.out, n) }
func (w *image) add(b ...byte)  { w.out = append(w.out, b...) }

// texts writes what repeats in rows.
func (w *image) texts(list []string) {
	w.namesN = len(list)
	w.begin(partNameAt)
	at := uint32(0)
	for _, s := range list {
		w.u32(at)
		at += uint32(len(s))
	}
	w.u32(at)
	w.begin(partNames)
	for _, s := range list {
		w.out = append(w.out, s...)
	}
}

// beginTokens begins the tokens, of which there are at most n, with room for so many
// bytes of keys.
func (w *image) beginTokens(n, keys int) {
	w.begin(partTokenAt)
	w.keys, w.postings = make([]byte, 0, keys), make([]byte, 0, 8*n)
}

func (w *image) token(key []byte, places []uint32) {
	w.u32(uint32(len(w.keys)))
	w.u32(uint32(len(w.postings)))
	w.keys = append(w.keys, key...)
	if len(places) > 0 {
		w.postings = appendPosting(w.postings, places, w.n)
	}
	w.tokensN++
}

func (w *image) endTokens() {
	w.u32(uint32(len(w.keys)))
	w.u32(uint32(len(w.postings)))
	w.top()
	w.begin(partTokens)
	w.out = append(w.out, w.keys...)
	w.begin(partPostings)
	w.out = append(w.out, w.postings...)
	w.keys, w.postings = nil, nil
}

// top puts the heads of some tokens before where all of them stand.
func (w *image) top() {
	at := w.out[w.at[partTokenAt]:]
	heads := make([]byte, 0, (w.tokensN/topEvery+1)*8)
	for i := 0; i < w.tokensN; i += topEvery {
		from, to := binary.LittleEndian.Uint32(at[8*i:]), binary.LittleEndian.Uint32(at[8*i+8:])
		heads = binary.BigEndian.AppendUint64(heads, headOf(w.keys[from:to]))
	}
	w.at[partTop] = w.at[partTokenAt]
	w.out = slices.Insert(w.out, int(w.at[partTop]), heads...)
	w.at[partTokenAt] += uint32(len(heads))
}

func (w *image) numbers(list []numbersOf) {
	slices.SortFunc(list, func(a, b numbersOf) int {
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.field, b.field))
	})
	w.begin(partNumbers)
	w.u32(uint32(len(list)))
	for _, x := range list {
		w.add(byte(x.kind), x.field, byte(min(x.shortest, 255)), 0)
		w.u32(uint32(len(x.entries)))
		w.u32(0)
	}
	for _, x := range list {
		for _, e := range x.entries {
			w.add(byte(e>>48), byte(e>>40), byte(e>>32), byte(e>>24), byte(e>>16), byte(e>>8), byte(e))
		}
	}
}

// end writes the kinds and the header.
func (w *image) end(kinds []kindInfo, n, open int) []byte {
	slices.SortFunc(kinds, func(a, b kindInfo) int { return cmp.Compare(a.kind, b.kind) })
	w.begin(partKinds)
	for _, k := range kinds {
		w.add(byte(k.kind), byte(min(k.units, 255)), 0, 0)
		w.u32(uint32(k.n))
		w.add(k.pairs...)
	}
	w.begin(partEnd)
	copy(w.out, segmentMagic)
	for i, v := range append([]uint32{uint32(n), uint32(open), uint32(w.tokensN), uint32(w.namesN)}, w.at[:]...) {
		binary.LittleEndian.PutUint32(w.out[4+4*i:], v)
	}
	return w.out
}
