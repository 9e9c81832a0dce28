package find

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"sort"
)

// ends returns the places of the numbers that end with what backwards holds the
// first given signs of, in rising order.
func (s *Segment) ends(x *numbers, value uint64, given int) []uint32 {
	from, to := s.ending(x, value, given)
	out := s.numbered(x, from, to, make([]uint32, 0, to-from))
	sortPlaces(out, nil)
	return out
}

// ending returns which of the numbers those are.
func (s *Segment) ending(x *numbers, value uint64, given int) (from, to int) {
	width := ranks(max(0, numberSigns-given))
	low := value - value%width
	high := low + width
	entry := func(i int) uint64 { return entryOf(s.bytes(x.at+uint32(i*numberWidth), numberWidth)) >> placeBits }
	from = sort.Search(x.n, func(i int) bool { return entry(i) >= low })
	n := 1 // mostly they are few
	for from+n < x.n && entry(from+n) < high {
		n *= 2
	}
	to = from + n/2
	return from, to + sort.Search(min(n, x.n-from)-n/2, func(i int) bool { return entry(to+i) >= high })
}

// numbered appends the places of some of the numbers.
func (s *Segment) numbered(x *numbers, from, to int, out []uint32) []uint32 {
	for b := s.bytes(x.at+uint32(from*numberWidth), uint32((to-from)*numberWidth)); len(b) > 0; b = b[numberWidth:] {
		out = append(out, uint32(entryOf(b)&(maxPlaces-1)))
	}
	return out
}

// entryOf reads a number and its place.
func entryOf(b []byte) uint64 {
	return uint64(binary.BigEndian.Uint32(b))<<24 | uint64(b[4])<<16 | uint64(b[5])<<8 | uint64(b[6])
}

// sortPlaces sorts places: when they are some, first into buckets by their high
// bits, so that hardly one is far from where it belongs. It returns room for the
// next time.
func sortPlaces(places, room []uint32) []uint32 {
	const least, buckets, crowded = 32, 256, 16
	if len(places) < least {
		slices.Sort(places)
		return room
	}
	most := slices.Max(places)
	shift := max(0, bits.Len32(most)-8) // 256 buckets
	var at [buckets + 1]uint32
	for _, p := range places {
		at[p>>shift+1]++
	}
	for i := range buckets {
		at[i+1] += at[i]
	}
	from := append(room[:0], places...)
	for _, p := range from {
		b := p >> shift
		places[at[b]] = p
		at[b]++
	}
	if len(places) > crowded*buckets {
		for i, last := 0, uint32(0); i < buckets; i++ { // now where each ends
			slices.Sort(places[last:at[i]])
			last = at[i]
		}
		return from
	}
	for i := 1; i < len(places); i++ {
		p, j := places[i], i
		for ; j > 0 && places[j-1] > p; j-- {
			places[j] = places[j-1]
		}
		places[j] = p
	}
	return from
}
