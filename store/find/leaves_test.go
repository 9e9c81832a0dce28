package find

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// TestLeaves compares leaves of a few places, most of them empty, in one group and in
// several, with the places they are made of.
func TestLeaves(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{1, 256, 257, 3000, 65_536, 65_537, 200_000}).Draw(t, "n")
		near := rapid.Uint32Range(0, uint32(n-1))
		places := rapid.SliceOfN(near, 1, 40).Draw(t, "places")
		for _, p := range slices.Clone(places) { // two in one leaf, and in leaves side by side
			places = append(places, min(p+rapid.SampledFrom([]uint32{0, 1, 200, 256}).Draw(t, "beside"), uint32(n-1)))
		}
		if rapid.Bool().Draw(t, "a full leaf") {
			for p := places[0] &^ (leafPlaces - 1); p < min(places[0]|(leafPlaces-1), uint32(n-1)); p++ {
				places = append(places, p)
			}
		}
		slices.Sort(places)
		places = slices.Compact(places)
		p := posting{n: len(places), data: appendLeaves(nil, places, n)}
		l := p.leaves()
		require.Equal(t, places, l.appendTo(nil))
		var targets []uint32
		for _, p := range places {
			targets = append(targets, p, p+1, p|(leafPlaces-1), p-min(p, leafPlaces))
		}
		for _, at := range append(targets, uint32(n), uint32(n)+leafPlaces) {
			w := &leafWalk{leaves: l}
			require.Equal(t, len(places), w.size())
			i, there := slices.BinarySearch(places, at)
			got, ok := w.seek(at)
			require.Equal(t, i < len(places), ok, "%d", at)
			require.Equal(t, there, l.has(at), "%d", at)
			if ok {
				require.Equal(t, places[i], got)
			}
			if there && (i == 0 || places[i-1]>>leafBits < at>>leafBits) {
				require.Equal(t, byte(at), w.touch(at), "the first of its leaf")
			}
		}
		w := &leafWalk{leaves: l}
		var shown []uint32
		for from := uint32(0); ; {
			in := &window{from: from &^ 2047, set: make([]uint64, 2048/64)}
			in.to = in.from + 2048
			next, ok := w.show(in)
			for at, there := in.scan(in.from); there; at, there = in.scan(at + 1) {
				if shown = append(shown, at); at+1 == in.to {
					break
				}
			}
			if !ok {
				break
			}
			from = next
		}
		require.Equal(t, places, shown)
	})
}
