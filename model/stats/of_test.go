package stats_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/stats"
)

func TestTheLineOfALivedCase(t *testing.T) {
	c := model.Case{
		Kind: model.Complaint, State: model.Closed, RegisteredAt: at("2026-11-02 10:00"), ClosedAt: at("2026-11-09 10:00"),
		ShopID: "s-1", Class: "apparel", Nature: "ZL", Amount: 30_000, Route: &model.Route{Group: "G-4"},
	}
	c.Agreements = []model.Agreement{{At: at("2026-11-03 10:00")}}
	c.Agreement = &model.Agreement{At: at("2026-11-05 10:00"), Body: "committee", EffectiveOn: model.DayOf(at("2026-11-05 10:00"), zone)}
	c.Duties = []model.Duty{
		{ID: "d1", Amount: 20_000, Done: 20_000, State: model.DutyPerformed},
		{ID: "d2", Amount: 500, Done: 500, State: model.DutyPerformed, By: "complainant"},
		{ID: "d3", What: "道歉", State: model.DutyFailed},
	}
	c.Advances = []model.Advance{{Amount: 1_000}}
	c.FollowUps = []model.FollowUp{{Satisfaction: "satisfied"}, {Satisfaction: "not_reached"}}
	l := stats.LineOf(c, 7)
	require.Equal(t, model.Money(21_000), l.Recovered, "what the shopper himself gave is no recovery")
	require.Equal(t, at("2026-11-03 10:00"), l.Settled)
	require.Equal(t, at("2026-11-03 10:00"), l.Done())
	require.Equal(t, "satisfied", l.Satisfied)
	require.Equal(t, 1, l.Broken)
	require.Equal(t, model.ID("G-4"), l.Group)
	require.Len(t, l.Clocks, 1, "whether a court confirms is no promise of the station's")
	require.Equal(t, "station.ordinary", l.Clocks[0].Rule)

	c.State = model.Reopened
	require.True(t, stats.LineOf(c, 7).Closed.IsZero(), "it is open again")
}
