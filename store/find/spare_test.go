package find

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestResultsStay keeps what searches found while others use their memory, and
// asks again for everything in the other order: the answers are the same.
func TestResultsStay(t *testing.T) {
	v := built(sampleDocs(600))
	ask := func(q string, limit int) Result {
		res, err := Search(context.Background(), v, Query{Text: q, Near: true, Limit: limit})
		require.NoError(t, err)
		return res
	}
	type answer struct {
		text  string
		limit int
		res   Result
		was   string
	}
	var all []answer
	for _, q := range queries() {
		for _, limit := range []int{3, 50, 300} {
			res := ask(q[1], limit)
			all = append(all, answer{q[1], limit, res, fmt.Sprintf("%+v", res)})
		}
	}
	require.NotEmpty(t, all)
	for i := len(all) - 1; i >= 0; i-- {
		require.Equal(t, all[i].was, fmt.Sprintf("%+v", ask(all[i].text, all[i].limit)), all[i].text)
	}
	for _, a := range all {
		require.Equal(t, a.was, fmt.Sprintf("%+v", a.res), a.text)
	}
}

// TestSpareHoldsNothing looks at a search that is over: what it was asked, what it
// met of the index and whose memory that is are gone from it.
func TestSpareHoldsNothing(t *testing.T) {
	v := built(sampleDocs(600))
	for _, q := range queries() {
		s := newSearch(context.Background(), v, Query{Text: q[1], Near: true})
		s.run()
		require.NoError(t, s.err)
		s.asked = asked{}
		s.forget()
		require.Empty(t, s.met.vals)
		require.Empty(t, s.arena.blocks.all)
		require.Empty(t, s.cuts)
		for i := range s.looks {
			require.Nil(t, s.looks[i].src.seg, q[1])
		}
		for _, ts := range s.matched {
			for i := range ts {
				require.False(t, ts[i].asked, q[1])
				require.Empty(t, ts[i].list, q[1])
			}
		}
		for _, st := range s.streams.all[:cap(s.streams.all)] {
			require.Nil(t, st.look, q[1])
		}
	}
}
