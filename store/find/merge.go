package find

import (
	"bytes"
	"runtime"
	"slices"
)

// merger joins segments, leaving out the records that are dead.
type merger struct {
	parts []*Part
	place [][]uint32 // of each part, where a place goes; gone for the dead
	from  []spot     // of each new place
}

// giveWay lets others run now and then: who joins segments mostly does so beside
// somebody who waits for the disk, and would otherwise wait for a processor too.
func giveWay(step int) {
	if step%256 == 0 {
		runtime.Gosched()
	}
}

// spot is a place in one of several parts.
type spot struct{ part, place int }

// gone is where the dead go.
const gone = ^uint32(0)

// Merge returns the image of one segment with the live records of parts.
func Merge(parts []*Part) (out []byte, err error) {
	defer caught(&err)
	m := &merger{parts: parts}
	open := m.order()
	w := newImage(m.size())
	kinds := m.rows(w)
	m.tokens(w)
	w.numbers(m.numbers())
	return w.end(kinds, len(m.from), open), nil
}

func (m *merger) size() int {
	n := 1 << 12
	for _, p := range m.parts {
		n += len(p.Seg.data)
	}
	return n + n/pageSize*sumWidth // room for the checksums too
}

// order ranks the live records of all parts and returns how many are open.
func (m *merger) order() (open int) {
	next := make([]int, len(m.parts))
	for i, p := range m.parts {
		m.place = append(m.place, make([]uint32, p.Seg.n))
		for j := range m.place[i] {
			m.place[i][j] = gone
		}
		next[i] = p.live(0)
	}
	for {
		best, at := -1, tail(0)
		for i, p := range m.parts {
			if next[i] < p.Seg.n {
				if t := p.Seg.tail(next[i]); best < 0 || t < at {
					best, at = i, t
				}
			}
		}
		if best < 0 {
			return open
		}
		m.place[best][next[best]] = uint32(len(m.from))
		m.from = append(m.from, spot{best, next[best]})
		if !at.over() {
			open++
		}
		next[best] = m.parts[best].live(next[best] + 1)
	}
}

// rows writes the rows and tells what is known of each kind.
func (m *merger) rows(w *image) []kindInfo {
	rows := newRowWriter()
	room := 0
	for _, p := range m.parts {
		room += int(p.Seg.at[partRows+1] - p.Seg.at[partRows])
	}
	rows.out, rows.shared = make([]byte, 0, room), make([]shared, 0, len(m.from))
	counts := map[Kind]int{}
	renamed := make([][]uint32, len(m.parts)) // of each name, what it is now, and 1
	for i, p := range m.parts {
		renamed[i] = make([]uint32, p.Seg.names)
	}
	starts := make([]uint32, len(m.from))
	var buf []byte
	for i, f := range m.from {
		giveWay(i)
		starts[i] = uint32(len(rows.out))
		seg, names := m.parts[f.part].Seg, renamed[f.part]
		h := seg.head(f.place)
		rows.again(h.row, seg.textsOf(h.codes), func(i uint64) uint64 {
			if i >= uint64(len(names)) {
				panic(ErrDamaged)
			}
			if names[i] == 0 {
				buf = seg.name(buf[:0], i)
				names[i] = rows.index(string(buf)) + 1
			}
			return uint64(names[i] - 1)
		})
		counts[Kind(h.row[0])]++
	}
	w.begin(partRows)
	w.out = append(w.out, rows.out...)
	w.texts(rows.list)
	names := func(i int) shared { return rows.shared[i] }
	w.heads(len(m.from), rows.list, names, func(i int) (tail, uint32, uint16) {
		f := m.from[i]
		seg := m.parts[f.part].Seg
		return seg.tail(f.place), starts[i], seg.named(uint32(f.place)).own
	})
	var kinds []kindInfo
	for k, n := range counts {
		all := kindInfo{kind: k, n: n, pairs: make([]byte, pairBytes)}
		for _, p := range m.parts {
			if info := p.Seg.info(k); info != nil {
				all.units = max(all.units, info.units)
				for i, b := range info.pairs {
					all.pairs[i] |= b
				}
			}
		}
		kinds = append(kinds, all)
	}
	return kinds
}

// tokens joins the tokens; one that only dead records have goes, but how names
// are spelled stays.
func (m *merger) tokens(w *image) {
	total := 0
	var left []tokenWalk
	for i, p := range m.parts {
		total += p.Seg.tokens
		if p.Seg.tokens > 0 {
			left = append(left, tokenWalk{seg: p.Seg, part: i}.step())
		}
	}
	w.beginTokens(total, 0)
	for i := len(left)/2 - 1; i >= 0; i-- {
		sink(left, i)
	}
	var places, buf []uint32
	for len(left) > 0 {
		giveWay(w.tokensN)
		token := left[0].token
		places = places[:0]
		for len(left) > 0 && bytes.Equal(left[0].token, token) {
			at := left[0]
			buf = at.seg.posting(at.next - 1).appendPlaces(buf[:0])
			to := m.place[at.part]
			for _, from := range buf {
				if to[from] != gone {
					places = append(places, to[from])
				}
			}
			if at.next < at.seg.tokens {
				left[0] = at.step()
			} else {
				left[0] = left[len(left)-1]
				left = left[:len(left)-1]
			}
			sink(left, 0)
		}
		if !slices.IsSorted(places) {
			slices.Sort(places)
		}
		if len(places) > 0 || token[0] == inTerms {
			w.token(token, places)
		}
	}
	w.endTokens()
}

// tokenWalk meets the tokens of a part.
type tokenWalk struct {
	seg   *Segment
	part  int
	next  int
	head  uint64
	token []byte
}

func (t tokenWalk) step() tokenWalk {
	t.token = t.seg.token(t.next)
	t.head = headOf(t.token)
	t.next++
	return t
}

// before orders walks by their token, and those of one token by the youngest
// part: its places mostly come first.
func (t *tokenWalk) before(o *tokenWalk) bool {
	if t.head != o.head {
		return t.head < o.head
	}
	if c := bytes.Compare(t.token, o.token); c != 0 {
		return c < 0
	}
	return t.part > o.part
}

// sink puts the walk i where it belongs in the heap.
func sink(heap []tokenWalk, i int) {
	for {
		least := 2*i + 1
		if least >= len(heap) {
			return
		}
		if right := least + 1; right < len(heap) && heap[right].before(&heap[least]) {
			least = right
		}
		if !heap[least].before(&heap[i]) {
			return
		}
		heap[i], heap[least] = heap[least], heap[i]
		i = least
	}
}

// numbers joins the numbers.
func (m *merger) numbers() []numbersOf {
	found := map[[2]byte]*numbersOf{}
	for i, p := range m.parts {
		for _, x := range p.Seg.numbers {
			all := found[[2]byte{byte(x.kind), x.field}]
			if all == nil {
				all = &numbersOf{kind: x.kind, field: x.field, shortest: x.shortest}
				found[[2]byte{byte(x.kind), x.field}] = all
			}
			all.shortest = min(all.shortest, x.shortest)
			b := p.Seg.bytes(x.at, uint32(x.n*numberWidth))
			for ; len(b) > 0; b = b[numberWidth:] {
				e := entryOf(b)
				if to := m.place[i][e&(maxPlaces-1)]; to != gone {
					all.entries = append(all.entries, e>>placeBits<<placeBits|uint64(to))
				}
			}
		}
	}
	var out []numbersOf
	for _, x := range found {
		if len(x.entries) > 0 {
			slices.Sort(x.entries)
			out = append(out, *x)
		}
	}
	return out
}
