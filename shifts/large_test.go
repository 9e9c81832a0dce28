package shifts_test

import (
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/shifts"
)

// A station too big for cases is as fair as any roster can be, its preferences
// lie near their bound, and however many cores there are, the plan is the same.
func TestLargeStationsComeNearTheirBoundOnAnyMachine(t *testing.T) {
	slots := []string{}
	for _, day := range []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} {
		slots = append(slots, day+"-am", day+"-pm")
	}
	k := station{"crowd", 180, 10, slots, 9, []string{"lead", "", "minnan"}, []int{35, 0, 50}, []int{2, 2, 3}, []int{2, 3, 4, 7}, 16, 20}
	in := k.draw(3)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	r := plan(t, in, 1)
	require.Empty(t, shifts.Check(in, r).Violations)
	require.Equal(t, shifts.Proved, r.Status[shifts.Spread])
	bound := r.Bound[shifts.Pref]
	require.LessOrEqual(t, bound, r.Objective[shifts.Pref])
	require.LessOrEqual(t, 10*(r.Objective[shifts.Pref]-bound), max(bound, -bound), "within a tenth")
	runtime.GOMAXPROCS(4)
	again := plan(t, in, 1)
	require.Equal(t, r.Assignments, again.Assignments)
	require.Equal(t, r.Bound, again.Bound)
}
