package core

import (
	"math/rand"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// A move costs what was foretold, what moves come to costs what it costs when counted anew, keeps every rule,
// and the people outside the window are those who are.
func TestMovesCountWhatTheyChange(t *testing.T) {
	foretold := 0
	for seed := int64(1); seed <= 200; seed++ {
		r := rand.New(rand.NewSource(seed))
		p := drawn(r)
		for i := range p.People {
			p.People[i].Load = r.Intn(3)
			for s := range p.Shifts {
				p.People[i].Cost[s], p.People[i].Change[s] = int32(r.Intn(4)), int8(r.Intn(3)-1)
			}
		}
		for range r.Intn(6) {
			a, b := r.Intn(len(p.People)), r.Intn(len(p.People))
			if a < b {
				p.Prefer = append(p.Prefer, Pair{a, b})
			}
		}
		p.Bonus = 2
		p.Index()
		st := newState(p, Weights{Unfilled: 200, Short: 120, Window: 40, Change: r.Intn(3), Pref: 16, Low: 3, High: 6})
		rnd := random(seed)
		for range 50 {
			for range 20 {
				st.move(&rnd, st.cost+60)
			}
			st.findOutside()
			cost, outside := st.cost, append([]int(nil), st.outside...)
			st.reprice(st.w)
			st.findOutside()
			require.Equal(t, st.cost, cost, "seed %d", seed)
			require.ElementsMatch(t, st.outside, outside, "seed %d", seed)
		}
		require.True(t, p.Legal(st.roster()), "seed %d", seed)
		foretold += requireForetold(t, st)
	}
	require.Greater(t, foretold, 1000)
}

// requireForetold tries every exchange of two people, and every replacement:
// each costs what was said before.
func requireForetold(t *testing.T, st *state) (n int) {
	t.Helper()
	for s := range st.on {
		for _, a := range slices.Clone(st.on[s]) {
			for _, b := range st.pool(s) {
				if a == b {
					continue
				}
				w := st.p.Shifts[s].Weight
				want, was := st.cost+st.relieved(a, b, s)+st.heavier(a, -w)+st.heavier(b, w), st.cost
				may := st.freed(b, s, -1, a)
				st.remove(a, s)
				require.Equal(t, st.free(b, s), may)
				if may {
					st.add(b, s)
					require.Equal(t, want, st.cost)
					st.remove(b, s)
					n++
				}
				st.add(a, s)
				require.Equal(t, was, st.cost)
				for _, x := range slices.Clone(st.duty[b]) {
					if x == s {
						continue
					}
					more := st.p.Shifts[x].Weight - w
					want = was + st.relieved(a, b, s) + st.relieved(b, a, x) + st.heavier(a, more) + st.heavier(b, -more)
					may = st.freed(b, s, x, a) && st.freed(a, x, s, b)
					st.remove(a, s)
					st.remove(b, x)
					can := st.free(b, s)
					if can {
						st.add(b, s)
						if can = st.free(a, x); can {
							st.add(a, x)
							require.Equal(t, want, st.cost)
							st.remove(a, x)
							n++
						}
						st.remove(b, s)
					}
					require.Equal(t, can, may)
					st.add(b, x)
					st.add(a, s)
				}
			}
		}
	}
	return n
}

// Two sets meet where a load of each add up to a sum, and nowhere else.
func TestLoadSetsMeetWhereTheyAddUp(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	met := 0
	for range 2000 {
		sum := r.Intn(200)
		a, b := newLoadSet(sum+1), newLoadSet(sum+1)
		for range 1 + r.Intn(4) {
			a.put(r.Intn(sum + 1))
			b.put(r.Intn(sum + 1))
		}
		by, want := r.Intn(sum+1), false
		for l := range sum - by + 1 {
			want = want || a.has(l) && b.has(sum-by-l)
		}
		require.Equal(t, want, a.meets(b.backwards(sum), by))
		met += b2i(want)
	}
	require.Greater(t, met, 20)
}
