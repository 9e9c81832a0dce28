package duty_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/duty"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/widget"
)

var (
	ctx = context.Background()

	_ duty.Sheet    = (*store.Store)(nil)
	_ duty.HandOver = (*store.Store)(nil)
	_ duty.Leaving  = (*store.Store)(nil)
)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

func by(minutes int) store.By {
	return store.By{Actor: "desk", At: screentest.Now().Add(time.Duration(minutes) * time.Minute)}
}

// stationWith opens a store with three volunteers; 王阿姨 and 李伯 have the turn of
// this Monday morning.
func stationWith(t testing.TB) (*storetest.Store, map[string]model.Volunteer) {
	t.Helper()
	s := storetest.Open(t)
	who := map[string]model.Volunteer{}
	for _, name := range []string{"王阿姨", "李伯", "陈老师", "周婶"} {
		v, err := s.AddVolunteer(ctx, by(-9000), model.Volunteer{
			Name: name, Phone: "13800001234", Level: model.LevelExperienced, Avail: model.Slots(), MaxWeek: 3, MaxMonth: 9, MinGap: 1,
		})
		require.NoError(t, err)
		who[name] = v
	}
	today := model.DayOf(screentest.Now(), screentest.Now().Location())
	var people []shifts.Volunteer
	for _, v := range who {
		people = append(people, shifts.Volunteer{ID: string(v.ID), Level: v.Level, Avail: v.Avail, MaxWeek: 3, MaxMonth: 9, MinGap: 1, Fair: true, Stations: []string{"main"}})
	}
	in := (&shifts.Instance{
		ID: "x", Horizon: shifts.Horizon{Start: today, End: today + 6}, Volunteers: people,
		Rules: shifts.Rules{MaxNewPerShift: 1, MonthRule: "calendar", ReservePerWeek: 2},
		Shifts: []shifts.Shift{
			{ID: today.String() + "/mon-am", Date: today, Half: "am", Start: "09:00", End: "11:30", Station: "main", Seats: 3, Weight: 2, Priority: 1},
			{ID: today.String() + "/mon-pm", Date: today, Half: "pm", Start: "14:30", End: "17:00", Station: "main", Seats: 1, Weight: 2, Priority: 1},
		},
	}).Filled()
	r := station.Drafted(in, &shifts.Roster{Assignments: []shifts.Assignment{
		{Shift: in.Shifts[0].ID, Volunteer: string(who["王阿姨"].ID)}, {Shift: in.Shifts[0].ID, Volunteer: string(who["李伯"].ID)},
	}})
	r, err := s.DraftRoster(ctx, by(-8000), r)
	require.NoError(t, err)
	_, err = s.PublishRoster(ctx, by(-7999), r.ID, r.Rev)
	require.NoError(t, err)
	return s, who
}

func board(t testing.TB, lang string) (*screentest.Driver, *storetest.Store, map[string]model.Volunteer) {
	s, who := stationWith(t)
	return screentest.Start(t, screentest.Env(t, lang), duty.NewBoard(screentest.Env(t, lang), s)), s, who
}

func TestLook(t *testing.T) {
	d, s, who := board(t, "zh")
	t.Log("\n" + d.View())
	d.Press("1")
	t.Log("\n" + d.View())
	t.Log(d.Sent)
	d.Tell(screen.Shown{})
	t.Log("\n" + d.View())
	d.Senior(true).Resize(60, 18)
	t.Log("\n" + d.View())
	_, err := s.AddCase(ctx, by(1), model.Case{Complainant: model.Party{Name: "张三"}, Shop: "百味轩", What: "x"}, "")
	require.NoError(t, err)
	e := screentest.Start(t, screentest.Env(t, "zh"), duty.NewSince(screentest.Env(t, "zh"), s, who["王阿姨"].ID))
	t.Log("\n" + e.View())
	open, _ := s.OpenStints(ctx)
	e = screentest.Start(t, screentest.Env(t, "zh"), duty.NewOut(screentest.Env(t, "zh"), s, open[0].ID))
	t.Log("\n" + e.View())
	t.Log("\n" + e.Senior(true).Resize(60, 18).View())
	_ = rapid.Check
}
