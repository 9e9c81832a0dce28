package flow

import (
	"time"

	"heshi/model"
)

// CheckTargets checks what the station aims at.
func CheckTargets(t model.Targets) (model.Targets, model.Problems) {
	var ps faults
	for _, f := range []struct {
		name string
		n    int
	}{{"ordinary_days", t.OrdinaryDays}, {"complex_days", t.ComplexDays}, {"follow_up_days", t.FollowUpDays}} {
		if f.n < 1 || f.n > 60 {
			ps.add("days.range", f.name, map[string]any{"min": 1, "max": 60})
		}
	}
	for _, f := range []struct{ name, at string }{{"opens", t.Opens}, {"closes", t.Closes}} {
		if _, err := time.Parse("15:04", f.at); err != nil || len(f.at) != 5 {
			ps.add("targets.hour", f.name, nil)
		}
	}
	if t.CallWait < 0 || t.CallWait > 240 {
		ps.add("targets.wait", "call_wait_minutes", map[string]any{"min": 1, "max": 240})
	}
	if q := t.CallQuiet; q != (model.Quiet{}) {
		for _, f := range []struct{ name, at string }{{"call_quiet.from", q.From}, {"call_quiet.to", q.To}} {
			if _, err := time.Parse("15:04", f.at); err != nil || len(f.at) != 5 {
				ps.add("targets.hour", f.name, nil)
			}
		}
	}
	return t, model.Problems(ps)
}
