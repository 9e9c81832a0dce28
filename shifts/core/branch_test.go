package core

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
)

// wishing is a solver of a problem that has come to the preferences, and their
// master in the window of the loads there are.
func wishing(p *Problem) (*solver, *master) {
	s := &solver{p: p, rnd: 1, effort: 1, size: p.seats()}
	s.begin(nil)
	s.fill()
	s.skill()
	g := s.goal()
	g.Pref, g.Window, g.Low, g.High = 1, true, s.score.Low, s.score.High
	return s, newMaster(p, g)
}

// A search by cases that is interrupted after every case comes to the same end
// as one that is not, and the turns of the best roster are blamed for no more
// than it lies above the bound.
func TestCasesGoOnWhereTheyWere(t *testing.T) {
	split, blamed := 0, 0
	for seed := int64(1); seed <= 30; seed++ {
		r := rand.New(rand.NewSource(seed))
		p := drawn(r)
		p.Repair, p.Bonus, p.Prefer = false, 2, []Pair{{2, 3}, {4, 5}, {3, 6}}
		for i := range p.Shifts {
			p.Shifts[i].Weight = 1 + r.Intn(3)
		}
		for i := range p.People {
			for s := range p.Shifts {
				p.People[i].Cost[s] = []int32{0, 1, 1, 3}[r.Intn(4)]
			}
		}
		p.Index()
		var ends [2]int
		for n := range ends {
			s, m := wishing(p)
			m.climb(s.score.Pref, 0, nil)
			x := &splits{s: s, m: m, ceiling: func() int { return s.score.Pref }}
			if x.run([]int{10_000_000, 1}[n]); n == 0 && x.lower < s.score.Pref {
				break // too long for a test
			}
			for x.lower < s.score.Pref {
				before := x.lower
				x.run(1)
				require.GreaterOrEqual(t, x.lower, before, "seed %d", seed)
			}
			ends[n] = x.lower
			split += b2i(x.nodes > 2)
			if m.bound > -far && m.bound < far {
				blame := m.blame()
				for w, b := range m.members {
					for k, turn := range b.plan.turns {
						for _, i := range s.best[turn.shift] {
							if i == b.person {
								require.LessOrEqual(t, m.base+roundUp(m.bound+blame.more[w][k]), s.score.Pref, "seed %d", seed)
								blamed += b2i(blame.more[w][k] > 0)
							}
						}
					}
				}
			}
		}
		require.Equal(t, ends[0], ends[1], "seed %d", seed)
	}
	require.Greater(t, split, 10)
	require.Greater(t, blamed, 50)
}
