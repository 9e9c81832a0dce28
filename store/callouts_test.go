package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/store/storetest"
)

// onCall opens a store with three volunteers and a published roster whose turn
// of this morning has one seat, taken by the first.
func onCall(t *testing.T) (*storetest.Store, []model.Volunteer, string) {
	t.Helper()
	s := storetest.Open(t)
	var list []model.Volunteer
	for _, name := range []string{"甲", "乙", "丙"} {
		v, err := s.AddVolunteer(ctx, by("desk", -900), model.Volunteer{
			Name: name, Phone: "13800001234", Level: model.LevelExperienced, Avail: model.Slots(), MaxWeek: 3, MaxMonth: 9, MinGap: 1,
		})
		require.NoError(t, err)
		list = append(list, v)
	}
	today := model.DayOf(storetest.Now, storetest.Zone)
	turn := today.String() + "/mon-am"
	in := (&shifts.Instance{
		ID: "x", Horizon: shifts.Horizon{Start: today, End: today + 6}, Rules: shifts.Rules{MaxNewPerShift: 1, MonthRule: "calendar", ReservePerWeek: 2},
		Volunteers: []shifts.Volunteer{{ID: string(list[0].ID), Level: shifts.Experienced, Avail: model.Slots(), MaxWeek: 3, MaxMonth: 9, MinGap: 1, Fair: true, Stations: []string{"main"}}},
		Shifts:     []shifts.Shift{{ID: turn, Date: today, Half: "am", Start: "09:00", End: "11:30", Station: "main", Seats: 1, Weight: 2, Priority: 1}},
	}).Filled()
	r, err := s.DraftRoster(ctx, by("desk", -800), station.Drafted(in, &shifts.Roster{Assignments: []shifts.Assignment{{Shift: turn, Volunteer: string(list[0].ID)}}}))
	require.NoError(t, err)
	_, err = s.PublishRoster(ctx, by("desk", -799), r.ID, r.Rev)
	require.NoError(t, err)
	return s, list, turn
}

func who(t *testing.T, s *storetest.Store) (out []model.ID, seats int) {
	t.Helper()
	day := model.DayOf(storetest.Now, storetest.Zone)
	r, ok, err := s.RosterAt(ctx, day)
	require.NoError(t, err)
	require.True(t, ok)
	d := r.On(day, day)
	return d[0].Volunteers, d[0].Shift.Seats
}

// TestCallOut: the number is handed out and the look noted; every answer stands;
// who comes is on the turn, with a seat of his own, and off it again when he
// cannot come after all.
func TestCallOut(t *testing.T) {
	s, list, turn := onCall(t)
	o, v, err := s.Call(ctx, by("desk", 60), model.CallOut{Turn: turn}, list[1].ID, "叫人来值班")
	require.NoError(t, err)
	require.Equal(t, "13800001234", v.Phone)
	events, err := s.History(ctx, list[1].ID, 0, 5)
	require.NoError(t, err)
	require.Equal(t, store.KindPhoneSeen, events[0].Kind)
	require.Equal(t, "叫人来值班", events[0].Reason)

	_, _, err = s.Call(ctx, by("desk", 65), o, list[2].ID, "r")
	require.Equal(t, "callout.ringing", code(t, err), "five minutes are not ten")
	o, _, err = s.Call(ctx, by("desk", 70), o, list[2].ID, "r")
	require.NoError(t, err)
	require.Equal(t, model.AnswerNoAnswer, o.Calls[0].Answer, "the one before did not answer")
	_, err = s.AnswerCall(ctx, by("desk", 71), o.ID, list[0].ID, model.AnswerNo)
	require.Equal(t, "callout.not_called", code(t, err))

	o, err = s.AnswerCall(ctx, by("desk", 72), o.ID, list[2].ID, model.AnswerComing)
	require.NoError(t, err)
	require.True(t, o.Extra)
	on, seats := who(t, s)
	require.Equal(t, []model.ID{list[0].ID, list[2].ID}, on)
	require.Equal(t, 2, seats)
	_, _, err = s.Call(ctx, by("desk", 90), o, list[0].ID, "r")
	require.Equal(t, "callout.coming", code(t, err))
	_, err = s.AnswerCall(ctx, by("desk", 91), o.ID, list[1].ID, model.AnswerComing)
	require.Equal(t, "callout.coming", code(t, err))

	o, err = s.AnswerCall(ctx, by("desk", 92), o.ID, list[2].ID, model.AnswerNo)
	require.NoError(t, err)
	on, seats = who(t, s)
	require.Equal(t, []model.ID{list[0].ID}, on)
	require.Equal(t, 1, seats)
	o, err = s.AnswerCall(ctx, by("desk", 93), o.ID, list[1].ID, model.AnswerComing)
	require.NoError(t, err, "he called back")

	outs, err := s.CallOuts(ctx)
	require.NoError(t, err)
	require.Equal(t, []model.CallOut{o}, outs)
	require.Equal(t, map[string]int{string(list[0].ID): 0, string(list[1].ID): 1, string(list[2].ID): 1}, store.CallCounts(list, outs))
}

// TestAnAnswerIsOneChange: the answer and the turn on the roster are undone and
// done again together, also after the store was opened anew.
func TestAnAnswerIsOneChange(t *testing.T) {
	s, list, turn := onCall(t)
	o, _, err := s.Call(ctx, by("desk", 60), model.CallOut{Turn: turn, For: list[0].ID, ForName: list[0].Name}, list[1].ID, "r")
	require.NoError(t, err)
	_, err = s.AnswerCall(ctx, by("desk", 61), o.ID, list[1].ID, model.AnswerComing)
	require.NoError(t, err)
	day := model.DayOf(storetest.Now, storetest.Zone)
	r, _, err := s.RosterAt(ctx, day)
	require.NoError(t, err)
	require.Equal(t, []station.Stand{{Shift: turn, Volunteer: list[1].ID, For: list[0].ID}}, r.Stands)

	_, was, err := s.Undo(ctx, by("desk", 62))
	require.NoError(t, err)
	require.Equal(t, store.KindCallAnswered, was.Kind)
	on, seats := who(t, s)
	require.Equal(t, []model.ID{list[0].ID}, on)
	require.Equal(t, 1, seats)
	outs, err := s.CallOuts(ctx)
	require.NoError(t, err)
	_, rings := outs[0].Ringing()
	require.True(t, rings, "the phone rings again")

	_, was, err = s.Redo(ctx, by("desk", 63))
	require.NoError(t, err)
	require.Equal(t, store.KindCallAnswered, was.Kind)
	on, seats = who(t, s)
	require.Equal(t, []model.ID{list[0].ID, list[1].ID}, on)
	require.Equal(t, 2, seats)
	s.Reopen()
	_, _, err = s.Undo(ctx, by("desk", 64))
	require.NoError(t, err)
	on, _ = who(t, s)
	require.Equal(t, []model.ID{list[0].ID}, on)
}

// TestQuietHoursAreKept: the station's, and a volunteer's own.
func TestQuietHoursAreKept(t *testing.T) {
	s, list, turn := onCall(t)
	_, _, err := s.Call(ctx, by("desk", 13*60), model.CallOut{Turn: turn}, list[1].ID, "r")
	require.Equal(t, "callout.quiet", code(t, err))
	v := list[1]
	v.Quiet = model.Quiet{From: "10:00", To: "11:00"}
	v, err = s.EditVolunteer(ctx, by("desk", 1), v)
	require.NoError(t, err)
	_, _, err = s.Call(ctx, by("desk", 70), model.CallOut{Turn: turn}, v.ID, "r")
	require.Equal(t, "callout.quiet", code(t, err))
	_, _, err = s.Call(ctx, by("desk", 125), model.CallOut{Turn: turn}, v.ID, "r")
	require.NoError(t, err)
	events, err := s.Events(ctx, 0, 100)
	require.NoError(t, err)
	require.Len(t, events, 8, "a refused call leaves nothing")
}
