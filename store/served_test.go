package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
	"heshi/shifts"
	"heshi/store"
	"heshi/store/storetest"
)

// TestHoursFlowFromSheetAndMediations: a stay and a mediation that overlap count
// once; a mediation on a day without a stay counts by itself.
func TestHoursFlowFromSheetAndMediations(t *testing.T) {
	s := storetest.Open(t)
	at := func(minutes int) store.By {
		b := by("王阿姨", minutes)
		b.Role = model.Mediator
		return b
	}
	v, err := s.AddVolunteer(ctx, at(-900), model.Volunteer{Name: "王阿姨", Level: model.LevelExperienced, Avail: model.Slots(), MaxWeek: 3, MaxMonth: 9, MinGap: 1})
	require.NoError(t, err)
	c := addCase(t, s, "王阿姨", complaint("张三", "百味轩", "x"))
	x, err := s.SignIn(ctx, at(0), v.ID, v.Name, "2026-11-23/mon-am")
	require.NoError(t, err)
	_, err = s.SignOut(ctx, at(120), x.ID, "")
	require.NoError(t, err)
	_, err = s.Do(ctx, at(130), c.ID, 0, "accept", flow.Args{})
	require.NoError(t, err)
	for _, from := range []int{60, 2000} {
		begin := storetest.Now.Add(time.Duration(from) * time.Minute)
		_, err = s.Do(ctx, at(from+200), c.ID, 0, "mediate", flow.Args{
			"at": begin, "until": begin.Add(90 * time.Minute), "mediators": []string{"王阿姨", "外人"}, "result": "again",
		})
		require.NoError(t, err)
	}
	day := model.DayOf(storetest.Now, storetest.Zone)
	for range 2 {
		list, err := s.Served(ctx, day, day+1, at(3000).At)
		require.NoError(t, err)
		require.Len(t, list, 1)
		require.Equal(t, 150+90, list[0].Minutes, "9:00 to 11:00 and 10:00 to 11:30 are two and a half hours")
		require.Equal(t, 2, list[0].Turns)
		require.Equal(t, []string{shifts.OnTurn, shifts.Mediation}, list[0].Stays[0].What)
		list, err = s.Served(ctx, day+2, day+9, at(3000).At)
		require.NoError(t, err)
		require.Empty(t, list)
		s.Reopen()
	}
	_, err = s.Served(ctx, day, day-1, at(0).At)
	require.Equal(t, "hours.period", code(t, err))
}
