package shifts_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/shifts"
)

// The figures are the proved optima of two independent solvers, see
// shared/roster/README.md.
func TestPlanReachesProvedOptima(t *testing.T) {
	for _, c := range []struct {
		name   string
		want   shifts.Values
		proved []string
	}{
		{"small-mall", shifts.Values{shifts.Unfilled: 0, shifts.SkillShort: 0, shifts.Spread: 1}, []string{shifts.Unfilled, shifts.SkillShort, shifts.Spread}},
		{"park-station", shifts.Values{shifts.Unfilled: 0, shifts.SkillShort: 0, shifts.Spread: 2}, []string{shifts.Unfilled, shifts.SkillShort, shifts.Spread}},
		{"infeasible", shifts.Values{shifts.Unfilled: 26}, []string{shifts.Unfilled}},
		{
			"small-mall-repair",
			shifts.Values{shifts.Unfilled: 0, shifts.SkillShort: 0, shifts.Changes: 6, shifts.Spread: 15, shifts.Pref: 10},
			[]string{shifts.Unfilled, shifts.SkillShort, shifts.Changes, shifts.Spread, shifts.Pref},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			in := instance(t, c.name)
			r := plan(t, in, 1)
			for g, v := range c.want {
				require.Equal(t, v, r.Objective[g], g)
			}
			for _, g := range c.proved {
				require.Equal(t, shifts.Proved, r.Status[g], g)
			}
			require.Empty(t, shifts.Check(in, r).Violations)
			agree(t, in, r)
		})
	}
}

func TestPlanIsDeterministic(t *testing.T) {
	in := instance(t, "small-mall")
	a, err := json.Marshal(plan(t, in, 1))
	require.NoError(t, err)
	b, err := json.Marshal(plan(t, in, 1))
	require.NoError(t, err)
	require.Equal(t, string(a), string(b))
}

// Once the caller waits no longer, every empty seat is still explained.
func TestPlanThatIsStoppedStillExplains(t *testing.T) {
	in := stations[1].draw(1)
	in.Volunteers, in.Pairs = in.Volunteers[:8], nil // most seats stay empty
	r, err := shifts.Plan(in, shifts.Options{Effort: 1, Stop: func() bool { return true }})
	require.NoError(t, err)
	rep := shifts.Check(in, r)
	require.Empty(t, rep.Violations)
	empty := 0
	for _, h := range r.Unfilled {
		empty += h.Seats
	}
	require.Len(t, r.Explain, empty)
	for _, e := range r.Explain {
		require.Len(t, e.BlockedBy, len(in.Volunteers))
	}
}
