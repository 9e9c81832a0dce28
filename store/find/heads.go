package find

import "encoding/binary"

// head is what stands of every place in one column, so that a line of the cache
// has all that is asked of most: its rank, where its row begins, and the names that
// words are compared with.
type head struct {
	tail  tail
	names shared
	row   []byte
}

// The bytes of a head, without the names; where in it the row is said; and the
// bytes at a multiple of which the heads begin.
const (
	tailWidth = 6
	rowWidth  = 4
	headFixed = tailWidth + rowWidth
	headLine  = 64
)

// headWidth is how many bytes a head takes where there are so many names.
func headWidth(names int) int { return headFixed + len(shared{})*sharedWidth(names) }

// sharedWidth is how many bytes the number of one of so many names takes.
func sharedWidth(names int) int {
	if names <= 1<<16 {
		return 2
	}
	return 4
}

// headAt returns the bytes from a place's head on.
func (s *Segment) headAt(i int, n uint32) []byte {
	return s.bytes(s.at[partHeads]+uint32(i)*s.width, n)
}

// head returns the head of a place, and its row.
func (s *Segment) head(i int) (h head) {
	if i+1 < s.n {
		b := s.headAt(i, s.width+headFixed)
		h.tail, h.names = tailIn(b), s.sharedIn(b)
		h.row = s.rowFrom(binary.LittleEndian.Uint32(b[tailWidth:]), binary.LittleEndian.Uint32(b[s.width+tailWidth:]))
		return h
	}
	b := s.headAt(i, s.width)
	h.tail, h.names = tailIn(b), s.sharedIn(b)
	h.row = s.rowFrom(binary.LittleEndian.Uint32(b[tailWidth:]), s.at[partNameAt]-s.at[partRows])
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

func (s *Segment) sharedIn(b []byte) (out shared) {
	if b = b[headFixed:]; s.width == headFixed+2*uint32(len(out)) {
		for j := range out {
			out[j] = uint32(binary.LittleEndian.Uint16(b[2*j:]))
		}
		return out
	}
	for j := range out {
		out[j] = binary.LittleEndian.Uint32(b[4*j:])
	}
	return out
}

// tail returns the rank of a place.
func (s *Segment) tail(i int) tail { return tailIn(s.headAt(i, tailWidth)) }

// shared returns the names of a place that words are compared with.
func (s *Segment) shared(i int) shared { return s.sharedIn(s.headAt(i, s.width)) }

// row returns the row of a place, and its packed free text.
func (s *Segment) row(i int) (Row, []byte) {
	var r Row
	h := s.head(i)
	text, err := readRow(&r, h.row, h.names, h.tail.ord(), s, new([]byte))
	if err != nil {
		panic(err)
	}
	return r, text
}

// heads writes what every place has: from says where its row begins. The texts are
// written before.
func (w *image) heads(n int, of func(i int) (t tail, from uint32, names shared)) {
	w.n = n
	w.out = append(w.out, make([]byte, -len(w.out)&(headLine-1))...)
	w.begin(partHeads)
	for i := range n {
		t, from, names := of(i)
		w.add(byte(t>>40), byte(t>>32), byte(t>>24), byte(t>>16), byte(t>>8), byte(t))
		w.u32(from)
		for _, n := range names {
			if sharedWidth(w.namesN) == 2 {
				w.out = binary.LittleEndian.AppendUint16(w.out, uint16(n))
			} else {
				w.u32(n)
			}
		}
	}
}
