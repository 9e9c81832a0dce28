package shifts_test

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/shifts"
)

// lackingStation draws a station that has not enough people: 14 to 40
// volunteers, a quarter to a year, a turn for everybody every six to eleven
// days, of whom each is free for few turns and often away.
func lackingStation(seed int64) *shifts.Instance {
	r := rand.New(rand.NewSource(seed*6007 + 11))
	k := station{name: "lacking", people: 14 + r.Intn(27)}
	k.weeks = []int{13, 13, 20, 26, 26, 39, 52}[r.Intn(7)]
	k.seats = 2 + b2i(r.Intn(3) == 0)
	slots := []string{}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		slots = append(slots, day+"-am", day+"-pm")
	}
	weekly := float64(k.people) * 7 / (6 + 5*r.Float64())
	for _, x := range r.Perm(len(slots))[:max(3, min(len(slots), int(weekly/float64(k.seats))))] {
		k.turns = append(k.turns, slots[x])
	}
	k.needs = [][]string{{"lead", ""}, {"lead", "", "minnan"}, {"lead", "minnan"}, {"lead", "", "lead", "inspector"}, {""}}[r.Intn(5)]
	for range k.needs {
		k.share = append(k.share, 20+r.Intn(25))
	}
	k.weights = [][]int{{2}, {2, 2, 3}, {2, 3}, {1, 2, 3}}[r.Intn(4)]
	k.gaps = [][]int{{2, 3}, {3, 4, 4}, {2, 3, 5}, {4, 7}, {7, 10}}[r.Intn(5)]
	k.fresh, k.pairs = r.Intn(35), r.Intn(14)
	in := k.draw(seed)
	for i := range in.Volunteers {
		v := &in.Volunteers[i]
		v.MaxWeek = 1 + b2i(r.Intn(6) == 0)
		v.Avail = v.Avail[:min(len(v.Avail), 1+r.Intn(4))]
		for range r.Intn(4) * k.weeks / 13 {
			from := in.Horizon.Start + model.Day(r.Intn(7*k.weeks))
			v.Leave = append(v.Leave, shifts.Leave{From: from, To: from + model.Day(2+r.Intn(13))})
		}
	}
	return in
}

// A station of half a year whose seats cannot all be filled is as fair as any
// roster of it can be: parts planned anew come to what the linear program of all
// of it has shown.
func TestManyEmptySeatsAreAsFairAsCanBe(t *testing.T) {
	in := lackingStation(9)
	r := plan(t, in, 1)
	require.Empty(t, shifts.Check(in, r).Violations)
	require.Equal(t, shifts.Proved, r.Status[shifts.Spread], r.Objective)
	require.LessOrEqual(t, r.Bound[shifts.Pref], r.Objective[shifts.Pref])
}
