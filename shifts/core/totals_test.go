package core

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
)

// Whatever full roster is found inside a window, everybody's load lies within
// what the window and the sum of all loads were said to leave him; that is
// often less than the window.
func TestWhatTheSumLeavesHoldsForEveryRoster(t *testing.T) {
	full, less := 0, 0
	for seed := int64(1); seed <= 300; seed++ {
		r := rand.New(rand.NewSource(seed))
		p := drawn(r)
		p.Repair = false
		for s := range p.Shifts {
			p.Shifts[s].Weight = 2 + b2i(s%5 == 0)
		}
		for i := range p.People {
			p.People[i].Load = r.Intn(3)
		}
		p.Index()
		st := newState(p, Weights{Unfilled: 40000, Short: 4000, Window: 400, Low: 3, High: 6})
		rnd := random(seed)
		st.anneal(&rnd, 5000, 400, 4, nil)
		sc := p.Measure(st.on)
		if sc.Unfilled+sc.Short > 0 {
			continue
		}
		full++
		q := p.owned(Goal{CapChanges: -1, Window: true, Low: sc.Low, High: sc.High})
		require.NotNil(t, q.own, "seed %d", seed)
		for i, l := range st.load {
			require.GreaterOrEqual(t, l, q.own[i].low, "seed %d", seed)
			require.LessOrEqual(t, l, q.own[i].high, "seed %d", seed)
			less += b2i(q.own[i].high-q.own[i].low < sc.High-sc.Low)
		}
	}
	require.Greater(t, full, 30)
	require.Greater(t, less, 30)
}
