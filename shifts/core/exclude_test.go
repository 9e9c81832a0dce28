package core

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"
)

// wished is a small problem with preferences, pairs and turns of unequal weight,
// its first goals settled.
func wished(seed int64, trace func(string, ...int)) (*solver, *master) {
	r := rand.New(rand.NewSource(seed))
	p := drawn(r)
	p.Repair, p.Bonus, p.Prefer = false, 2, []Pair{{2, 3}, {2, 5}, {4, 5}, {3, 6}, {3, 6}}
	for i := range p.Shifts {
		p.Shifts[i].Weight = 1 + r.Intn(3)
		p.Shifts[i].Seats += b2i(r.Intn(3) == 0)
	}
	for i := range p.People {
		p.People[i].WeekCap, p.People[i].MonthCap = []int{2 + r.Intn(2), 2}, []int{3 + r.Intn(2)}
		p.People[i].Fair = r.Intn(7) > 0
		for s := range p.Shifts {
			p.People[i].Cost[s] = []int32{0, 1, 1, 3}[r.Intn(4)]
		}
	}
	p.Index()
	s, m := wishing(p)
	s.opt.Trace = trace
	m.climb(s.score.Pref, 20, nil)
	s.moves = s.wishWeights(span{m.g.Low, m.g.High})
	return s, m
}

// alike reports whether two searches came to the same goals before the wishes:
// where one came upon better ones, or another window, its wishes are others.
func alike(a, b *solver) bool {
	return a.score.Unfilled == b.score.Unfilled && a.score.Short == b.score.Short && a.score.Low == b.score.Low && a.score.High == b.score.High
}

// What excludes value after value comes to the same end as cases over everything,
// and never to a bound above a roster.
func TestExcludingValuesFindsTheBestOne(t *testing.T) {
	same, linear, decided := 0, 0, 0
	for seed := int64(1); seed <= 40; seed++ {
		a, m := wished(seed, nil)
		if m.void || m.bound <= -far {
			continue
		}
		cases := &splits{s: a, m: m, ceiling: func() int { return a.score.Pref }}
		cases.run(30_000_000)
		b, m := wished(seed, func(what string, n ...int) {
			linear += b2i(what == "cases" && n[2] > -none)
			decided += b2i(what == "narrowed" && n[1] < n[0])
		})
		x := &excluder{s: b, m: m}
		lower := x.run(1_000_000)
		for n := 0; n < 8 && lower < b.score.Pref; n++ {
			lower = x.run(8_000_000)
		}
		if !alike(a, b) {
			continue
		}
		require.LessOrEqual(t, lower, a.score.Pref, "seed %d", seed)
		require.LessOrEqual(t, cases.lower, b.score.Pref, "seed %d", seed)
		require.True(t, b.p.Legal(b.best), "seed %d", seed)
		if cases.lower == a.score.Pref && lower == b.score.Pref {
			require.Equal(t, a.score.Pref, b.score.Pref, "seed %d", seed)
			same++
		}
	}
	require.Greater(t, same, 20)
	require.Greater(t, linear, 20)
	require.Greater(t, decided, 40)
}

// The linear program of a window is bounded by the best roster in it: what the
// cases of one settle is what those on schedules settle.
func TestCasesOfAWindowAgreeWithSchedules(t *testing.T) {
	agreed := 0
	for seed := int64(100); seed <= 125; seed++ {
		a, m := wished(seed, nil)
		if m.void || m.bound <= -far {
			continue
		}
		cases := &splits{s: a, m: m, ceiling: func() int { return a.score.Pref }}
		cases.run(30_000_000)
		b, _ := wished(seed, nil)
		c := b.newCases(m.g, fairness{kind: inside, low: m.g.Low, high: m.g.High})
		lower, done := c.search(func() int { return b.score.Pref }, 60_000_000)
		if !alike(a, b) {
			continue
		}
		require.LessOrEqual(t, lower, a.score.Pref, "seed %d", seed)
		require.LessOrEqual(t, cases.lower, b.score.Pref, "seed %d", seed)
		if done && cases.lower == a.score.Pref {
			require.Equal(t, a.score.Pref, b.score.Pref, "seed %d", seed)
			agreed++
		}
	}
	require.Greater(t, agreed, 15)
}

// Parts planned anew better a roster, and come no lower than the best one.
func TestPartsPlannedAnewBetterARoster(t *testing.T) {
	better := 0
	for seed := int64(1); seed <= 16; seed++ {
		a, m := wished(seed, nil)
		if m.void || m.bound <= -far || m.bound >= far {
			continue
		}
		cases := &splits{s: a, m: m, ceiling: func() int { return a.score.Pref }}
		cases.run(30_000_000)
		b, m := wished(seed, nil)
		was := b.score
		b.unpick(m, m.blame(), 2_000_000)
		require.True(t, b.p.Legal(b.best), "seed %d", seed)
		require.False(t, b.p.Better(was, b.score), "seed %d", seed)
		if alike(a, b) {
			require.LessOrEqual(t, cases.lower, b.score.Pref, "seed %d", seed)
			better += b2i(b.score.Pref < was.Pref)
		}
	}
	require.Greater(t, better, 4)
}
