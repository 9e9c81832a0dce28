package core

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
)

// Parts planned anew keep the rules and the goals before, and come to the best
// preferences at the spread there is on most small problems.
func TestPiecesComeToTheBest(t *testing.T) {
	better, best := 0, 0
	for seed := int64(1); seed <= 30; seed++ {
		r := rand.New(rand.NewSource(seed))
		p := drawn(r)
		p.Repair, p.Bonus, p.Prefer = false, 2, []Pair{{2, 3}, {4, 5}, {3, 6}}
		for i := range p.People {
			p.People[i].WeekCap = []int{1, 1} // seats stay empty
			for s := range p.Shifts {
				p.People[i].Cost[s] = []int32{0, 1, 1, 3}[r.Intn(4)]
			}
		}
		p.Index()
		s := &solver{p: p, rnd: 1, effort: 1, size: p.seats()}
		s.begin(nil)
		s.fill()
		s.skill()
		g := s.goal()
		g.Pref = 1
		was := s.score
		s.pieces(3, g, within, -none, 3_000_000)
		require.True(t, p.Legal(s.best), "seed %d", seed)
		require.Equal(t, []int{was.Unfilled, was.Short}, []int{s.score.Unfilled, s.score.Short}, "seed %d", seed)
		require.LessOrEqual(t, s.score.Spread, was.Spread, "seed %d", seed)
		better += b2i(s.score.Pref < was.Pref)
		found := s.score.Pref
		c := s.newCases(g, fairness{kind: within, width: s.score.Spread})
		lower, done := c.search(func() int { return s.score.Pref }, 100_000_000)
		require.True(t, done, "seed %d", seed)
		require.LessOrEqual(t, lower, found, "seed %d", seed)
		best += b2i(s.score.Pref == found)
	}
	require.Greater(t, better, 15)
	require.Greater(t, best, 25)
}
