package find

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// genPlaces draws rising places below n, by share of them or in clumps.
func genPlaces(t *rapid.T, n int) []uint32 {
	r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	share := rapid.SampledFrom([]float64{0, 0.0001, 0.002, 0.02, 0.2, 0.9}).Draw(t, "share")
	from, to := 0, n
	if rapid.Bool().Draw(t, "clump") {
		from = rapid.IntRange(0, n-1).Draw(t, "from")
		to = rapid.IntRange(from, n).Draw(t, "to")
	}
	var out []uint32
	for i := from; i < to; i++ {
		if r.Float64() < share {
			out = append(out, uint32(i))
		}
	}
	return out
}

// TestWalksMeetTheirPlaces compares every kind of walk, and walks joined and
// crossed, with sets.
func TestWalksMeetTheirPlaces(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{1, 64, 1000, 20_000, 70_000}).Draw(t, "n")
		a := new(arena)
		walk := func() (iter, map[uint32]bool) {
			places := genPlaces(t, n)
			set := make(map[uint32]bool, len(places))
			for _, p := range places {
				set[p] = true
			}
			if len(places) > 0 && rapid.IntRange(0, 3).Draw(t, "loose") == 0 {
				slices.Reverse(places[len(places)/2:])
				return a.anyOrder(places), set
			}
			return a.walk(readPosting(appendPosting(nil, places, n))), set
		}
		var crossed []iter
		want := map[uint32]bool{}
		groups := rapid.IntRange(1, 3).Draw(t, "groups")
		for g := range groups {
			var joined []iter
			set := map[uint32]bool{}
			for range rapid.IntRange(1, 5).Draw(t, "walks") {
				it, some := walk()
				joined = append(joined, it)
				for p := range some {
					set[p] = true
				}
			}
			if len(joined) > 3 { // a window within a window
				joined = []iter{a.anyOf(joined[:2]), a.anyOf(joined[2:])}
			}
			crossed = append(crossed, a.anyOf(joined))
			for p := range set {
				if g == 0 {
					want[p] = true
				}
			}
			for p := range want {
				if !set[p] {
					delete(want, p)
				}
			}
		}
		exact := slices.Clone(crossed)
		var it iter
		if !slices.Contains(exact, nil) {
			it = &both{exact}
		}
		var rising []uint32
		for p := range want {
			rising = append(rising, p)
		}
		slices.Sort(rising)
		if it == nil {
			require.Empty(t, rising)
			return
		}
		for at := uint32(0); ; {
			got, ok := it.seek(at)
			i, _ := slices.BinarySearch(rising, at)
			require.Equal(t, i < len(rising), ok)
			if !ok {
				return
			}
			require.Equal(t, rising[i], got)
			at = got + uint32(rapid.SampledFrom([]int{1, 1, 1, 7, 300, 20_000}).Draw(t, "step"))
		}
	})
}

// TestSearchOfManyEqualsBruteForce compares searches where words have many
// records, in parts of several sizes, some of whose records are dead.
func TestSearchOfManyEqualsBruteForce(t *testing.T) {
	docs := sampleDocs(2400)
	g := newGrown()
	b := NewBuilder()
	for i := range docs[:2000] {
		b.Add(Change{Doc: &docs[i]})
	}
	g.v = NewView([]*Part{{Seg: b.Build()}})
	for i := range docs[2000:] {
		g.put(t, &docs[2000+i])
	}
	for i := 0; i < len(docs); i += 7 { // changed since
		docs[i].Goods, docs[i].Over = "羽绒服", !docs[i].Over
		g.put(t, &docs[i])
	}
	r := rand.New(rand.NewPCG(3, 4))
	var asked []string
	for _, q := range queries() {
		asked = append(asked, q[1])
	}
	for range 40 {
		a, c := queries()[r.IntN(len(queries()))][1], docs[r.IntN(len(docs))]
		asked = append(asked, a+" "+c.Shop[:6], c.Name+" "+c.Goods[:3], c.Name[:3]+" "+c.Phone[7:], a+" "+c.No[14:])
	}
	for _, text := range asked {
		q := Query{Text: text, Limit: 1 + r.IntN(60)}
		got, err := Search(context.Background(), g.v, q)
		require.NoError(t, err)
		require.False(t, got.Partial, text)
		requireSame(t, brute(docs, q), got.Hits, fmt.Sprintf("%q %d", text, q.Limit))
	}
}

func TestSortPlaces(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 255, 256, 257, 5000} {
		places := make([]uint32, n)
		for i := range places {
			places[i] = r.Uint32N(maxPlaces)
		}
		want := slices.Clone(places)
		slices.Sort(want)
		sortPlaces(places, nil)
		require.Equal(t, want, places)
	}
}

// TestCancelledWindowEnds cancels a search between two stretches of a window.
func TestCancelledWindowEnds(t *testing.T) {
	const n = 1 << 20
	var places [2][]uint32
	for i := range n / 64 {
		places[i%2] = append(places[i%2], uint32(64*i))
	}
	ctx, cancel := context.WithCancel(context.Background())
	s := asked{ctx: ctx}
	a := &arena{asked: &s}
	it := a.anyOf([]iter{a.walk(readPosting(appendPosting(nil, places[0], n))), a.walk(readPosting(appendPosting(nil, places[1], n)))})
	at, ok := it.seek(0)
	require.True(t, ok)
	require.Zero(t, at)
	cancel()
	met := 0
	for ; ok; at, ok = it.seek(at + 1) {
		met++
	}
	require.Equal(t, firstSpan/64, met)
	require.ErrorIs(t, s.err, context.Canceled)
}
