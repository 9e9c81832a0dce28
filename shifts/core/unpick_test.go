package core

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// What comes of two rosters keeps the rules and is no worse than either.
func TestRostersJoinedAreNoWorseThanEither(t *testing.T) {
	differ, taken := 0, 0
	for seed := int64(1); seed <= 60; seed++ {
		a, m := wished(seed, nil)
		if m.void || m.bound <= -far || m.bound >= far {
			continue
		}
		b, o := wished(seed, nil)
		b.rnd = 77
		b.unpick(o, o.blame(), 4_000_000)
		if !alike(a, b) || a.score.Spread != b.score.Spread {
			continue
		}
		was := a.score.Pref
		x := &unpicker{s: a, m: m, guilt: m.blame(), budget: 400_000_000, parts: 4}
		x.join(b.best)
		require.True(t, a.p.Legal(a.best), "seed %d", seed)
		require.LessOrEqual(t, a.score.Pref, was, "seed %d", seed)
		differ += b2i(b.score.Pref < was)
		taken += b2i(b.score.Pref < was && a.score.Pref <= b.score.Pref)
	}
	require.Greater(t, differ, 10)
	require.Equal(t, differ, taken)
}
