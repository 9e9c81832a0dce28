package shifts_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/shifts"
)

func BenchmarkPlan(b *testing.B) {
	for _, name := range []string{"small-mall", "park-station", "infeasible", "small-mall-repair"} {
		b.Run(name, func(b *testing.B) {
			in := instance(b, name)
			var r *shifts.Roster
			for b.Loop() {
				r = plan(b, in, 1)
			}
			for _, g := range []string{shifts.Spread, shifts.Pref} {
				b.ReportMetric(float64(r.Objective[g]), g)
				b.ReportMetric(float64(r.Bound[g]), g+"_bound")
			}
		})
	}
}

func BenchmarkRepair(b *testing.B) {
	in := instance(b, "small-mall")
	r := plan(b, in, 1)
	ch := &shifts.Change{Leave: []shifts.NewLeave{{Volunteer: "v004", From: in.Horizon.Start + 20, To: in.Horizon.Start + 50}}}
	for b.Loop() {
		_, err := shifts.Repair(in, r, ch, shifts.Options{})
		require.NoError(b, err)
	}
}

// The kinds of station_test.go, drawn anew: no anchors exist, so the bound
// stands beside what was reached.
func BenchmarkStations(b *testing.B) {
	for _, k := range stations {
		b.Run(k.name, func(b *testing.B) {
			var r *shifts.Roster
			for b.Loop() {
				r = plan(b, k.draw(2), 1)
			}
			for _, g := range []string{shifts.Spread, shifts.Pref} {
				b.ReportMetric(float64(r.Objective[g]), g)
				b.ReportMetric(float64(r.Bound[g]), g+"_bound")
			}
		})
	}
}
