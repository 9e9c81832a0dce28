package find

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// drawnWalks draws walks of every form over n places, and what they have.
type drawnWalks struct {
	t *rapid.T
	a *arena
	n int
}

func (d *drawnWalks) places() []uint32 {
	places := rapid.SliceOfN(rapid.Uint32Range(0, uint32(d.n-1)), 1, 30).Draw(d.t, "places")
	at, step := places[0], rapid.Uint32Range(1, 90).Draw(d.t, "step")
	for range rapid.SampledFrom([]int{0, 100, 2000}).Draw(d.t, "more") {
		if at += step; at < uint32(d.n) {
			places = append(places, at)
		}
	}
	slices.Sort(places)
	return slices.Compact(places)
}

func (d *drawnWalks) posting() (iter, []uint32) {
	places := d.places()
	return d.a.walk(readPosting(appendPosting(nil, places, d.n))), places
}

// joined draws a walk over what any of several has, or all of them.
func (d *drawnWalks) joined(depth int) (iter, []uint32) {
	if depth == 0 {
		if rapid.IntRange(0, 5).Draw(d.t, "loose") > 0 {
			return d.posting()
		}
		places := d.places()
		some := loose(slices.Clone(places))
		slices.Reverse(some)
		return &some, places
	}
	var its []iter
	met := map[uint32]int{}
	for range rapid.IntRange(1, 3).Draw(d.t, "walks") {
		it, places := d.joined(depth - 1)
		if it == nil {
			require.Empty(d.t, places)
			it = d.a.list(nil)
		}
		if _, whole := it.(*loose); whole && rapid.Bool().Draw(d.t, "as a list") {
			it = d.a.list(slices.Sorted(slices.Values(places)))
		}
		its = append(its, it)
		for _, p := range places {
			met[p]++
		}
	}
	// What is in no order cannot be crossed.
	if slices.ContainsFunc(its, func(it iter) bool { _, is := it.(*loose); return is }) || rapid.Bool().Draw(d.t, "joined") {
		return d.a.anyOf(slices.Clone(its)), keysOf(met, 1)
	}
	slices.SortStableFunc(its, func(x, y iter) int { return x.size() - y.size() })
	b := d.a.boths.take()
	b.its = its
	return b, keysOf(met, len(its))
}

func keysOf(met map[uint32]int, least int) (out []uint32) {
	for p, n := range met {
		if n >= least {
			out = append(out, p)
		}
	}
	slices.Sort(out)
	return out
}

// TestAmong compares the places of walks that are of all tests with those found one by
// one.
func TestAmong(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := &drawnWalks{t: t, a: &arena{}, n: rapid.SampledFrom([]int{300, 3000, 70_000}).Draw(t, "n")}
		it, places := d.joined(rapid.IntRange(0, 2).Draw(t, "depth"))
		if it == nil {
			require.Empty(t, places)
			return
		}
		var tests []test
		for range rapid.IntRange(0, 2).Draw(t, "tests") {
			one := test{soon: true}
			of := map[uint32]bool{}
			for range rapid.IntRange(1, 2).Draw(t, "sets") {
				set, has := d.posting()
				m, ok := set.(member)
				if !ok {
					continue
				}
				one.sets = append(one.sets, m)
				for _, p := range has {
					of[p] = true
				}
			}
			tests = append(tests, one)
			places = slices.DeleteFunc(places, func(p uint32) bool { return !of[p] })
		}
		before := []uint32{7}
		got := d.a.among(before, it, tests)
		require.Equal(t, uint32(7), got[0])
		if len(places) == 0 {
			require.Len(t, got, 1)
			return
		}
		require.Equal(t, places, got[1:])
	})
}
