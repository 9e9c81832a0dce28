package find

import "encoding/binary"

// head is what stands of every place in one column, so that a line of the cache
// has all that is asked of most: its rank, where its row begins, the initials of its
// own name and the codes of those it shares.
type head struct {
	tail  tail
	codes codes
	row   []byte
}

// The bytes of a head up to its codes, where in it the row and the initials are said,
// and the bytes at a multiple of which the heads begin.
const (
	tailWidth  = 6
	initialsAt = tailWidth + 4
	headFixed  = initialsAt + 2
	headLine   = 64
)

// headAt returns the bytes from a place's head on.
func (s *Segment) headAt(i int, n uint32) []byte {
	return s.bytes(s.at[partHeads]+uint32(i)*s.width, n)
}

// head returns the head of a place, and its row.
func (s *Segment) head(i int) (h head) {
	b := s.headAt(i, s.width+initialsAt)
	h.tail, h.codes = tailIn(b), s.namedIn(b, 0).codes
	to := s.at[partNameAt] - s.at[partRows]
	if i+1 < s.n {
		to = binary.LittleEndian.Uint32(b[s.width+tailWidth:])
	}
	h.row = s.rowFrom(binary.LittleEndian.Uint32(b[tailWidth:]), to)
	return h
}

// touch reads a little of the head of a place. Who is to read many heads does so
// first: nothing else stands between one and the next then, and the processor fetches
// as many at a time as it can.
func (s *Segment) touch(place uint32) byte { return s.headAt(int(place), 1)[0] }

// touch reads a little of both ends of the row. Who is to read many rows does so
// first: the processor fetches several at a time then.
func (h *head) touch() byte {
	if len(h.row) == 0 {
		return 0
	}
	return h.row[0] + h.row[len(h.row)-1]
}

func (s *Segment) rowFrom(from, to uint32) []byte {
	if from > to {
		panic(ErrDamaged)
	}
	return s.bytes(s.at[partRows]+from, to-from)
}

func tailIn(b []byte) tail {
	return tail(binary.BigEndian.Uint32(b))<<16 | tail(binary.BigEndian.Uint16(b[4:]))
}

// tail returns the rank of a place.
func (s *Segment) tail(i int) tail { return tailIn(s.headAt(i, tailWidth)) }

// row returns the row of a place, and its packed free text.
func (s *Segment) row(i int) (Row, []byte) {
	var r Row
	h := s.head(i)
	text, err := readRow(&r, h.row, s.textsOf(h.codes), h.tail.ord(), s, new([]byte))
	if err != nil {
		panic(err)
	}
	return r, text
}

// heads writes what every place has: from says where its row begins, own are the
// initials of its own name. The lists of names follow; the texts, which they are
// among, are written before.
func (w *image) heads(n int, texts []string, names func(i int) shared, of func(i int) (t tail, from uint32, own uint16)) {
	w.n = n
	c := newCoder(n, texts, names)
	w.out = append(w.out, make([]byte, -len(w.out)&(headLine-1))...)
	w.begin(partHeads)
	for i := range n {
		t, from, own := of(i)
		w.add(byte(t>>40), byte(t>>32), byte(t>>24), byte(t>>16), byte(t>>8), byte(t))
		w.u32(from)
		w.add(byte(own), byte(own>>8))
		w.out = c.append(w.out, names(i))
	}
	w.out = append(w.out, make([]byte, headFixed+codeBytes)...) // more than a head is read at once
	w.begin(partLists)
	w.out = append(w.out, c.lists...)
}
