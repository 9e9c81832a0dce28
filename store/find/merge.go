package find

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// merger joins segments, leaving out the records that are dead.
type merger struct {
	parts []*Part
	place [][]uint32 // of each part, where a place goes; gone for the dead
	from  []spot     // of each new place
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
	w.n = len(m.from)
	w.begin(partTails)
	for _, f := range m.from {
		w.tail(parts[f.part].Seg.tail(f.place))
	}
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
	return n
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
	counts := map[Kind]int{}
	w.begin(partRowAt)
	var buf []byte
	for _, f := range m.from {
		w.u32(uint32(len(rows.out)))
		r, text := m.parts[f.part].Seg.row(f.place)
		buf = appendUnpacked(buf[:0], text)
		rows.row(&r, string(buf))
		counts[r.Kind]++
	}
	w.u32(uint32(len(rows.out)))
	w.begin(partRows)
	w.out = append(w.out, rows.out...)
	w.texts(rows.list)
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
	next := make([]int, len(m.parts))
	heads := make([][]byte, len(m.parts))
	total := 0
	for i, p := range m.parts {
		total += p.Seg.tokens
		if p.Seg.tokens > 0 {
			heads[i] = p.Seg.token(0)
		}
	}
	w.beginTokens(total)
	var places, buf []uint32
	for {
		var least []byte
		for _, h := range heads {
			if h != nil && (least == nil || bytes.Compare(h, least) < 0) {
				least = h
			}
		}
		if least == nil {
			break
		}
		places = places[:0]
		for i, p := range m.parts {
			if heads[i] == nil || !bytes.Equal(heads[i], least) {
				continue
			}
			buf = p.Seg.posting(next[i]).appendPlaces(buf[:0])
			for _, at := range buf {
				if to := m.place[i][at]; to != gone {
					places = append(places, to)
				}
			}
			heads[i] = nil
			if next[i]++; next[i] < p.Seg.tokens {
				heads[i] = p.Seg.token(next[i])
			}
		}
		if !slices.IsSorted(places) {
			slices.Sort(places)
		}
		if len(places) > 0 || least[0] == inTerms {
			w.token(string(least), places)
		}
	}
	w.endTokens()
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
				e := uint64(binary.BigEndian.Uint32(b))<<24 | uint64(b[4])<<16 | uint64(b[5])<<8 | uint64(b[6])
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
