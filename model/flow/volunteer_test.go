package flow_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/flow"
)

func day(t require.TestingT, s string) model.Day {
	d, err := model.ParseDay(s)
	require.NoError(t, err)
	return d
}

func TestVolunteerFaultsNameTheField(t *testing.T) {
	may := func(change func(*model.Volunteer)) model.Volunteer {
		v := model.Volunteer{Name: "陈秀兰", Avail: []string{"tue-am"}, ID: "v-1"}
		change(&v)
		return v
	}
	for _, c := range []struct {
		code, field string
		v           model.Volunteer
	}{
		{"need.volunteer_name", "name", may(func(v *model.Volunteer) { v.Name = " " })},
		{"code.unknown", "level", may(func(v *model.Volunteer) { v.Level = "old" })},
		{"slot.unknown", "avail", may(func(v *model.Volunteer) { v.Avail = []string{"tue"} })},
		{"volunteer.liked_and_not", "dislike", may(func(v *model.Volunteer) { v.Prefer, v.Dislike = []string{"tue-am"}, []string{"tue-am"} })},
		{"leave.open", "leave", may(func(v *model.Volunteer) { v.Leave = []model.Span{{From: 5}} })},
		{"days.reversed", "leave", may(func(v *model.Volunteer) { v.Leave = []model.Span{{From: 5, To: 4}} })},
		{"number.range", "max_week", may(func(v *model.Volunteer) { v.MaxWeek = -1 })},
		{"number.range", "carry", may(func(v *model.Volunteer) { v.CarryTenths = 10_000_000 })},
		{"volunteer.pair_of_one", "avoid", may(func(v *model.Volunteer) { v.Avoid = []model.ID{"v-1"} })},
		{"volunteer.pair_both_ways", "avoid", may(func(v *model.Volunteer) { v.With, v.Avoid = []model.ID{"v-2"}, []model.ID{"v-2"} })},
		{"clock.unreadable", "quiet", may(func(v *model.Volunteer) { v.Quiet = model.Quiet{From: "21:00", To: "25:00"} })},
		{"days.reversed", "left", may(func(v *model.Volunteer) { v.Joined, v.Left = 9, 3 })},
	} {
		_, ps := flow.CheckVolunteer(c.v)
		require.Len(t, ps, 1, "%s", c.code)
		require.Equal(t, []string{c.code, c.field}, []string{ps[0].Code, ps[0].Field})
	}
}

// Checking twice changes nothing more, and what comes out has no fault again.
func TestCheckedVolunteerStaysTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		slots := rapid.SliceOf(rapid.SampledFrom(append(model.Slots(), "x")))
		ids := rapid.SliceOf(rapid.SampledFrom([]model.ID{"v-1", "v-2", "v-3"}))
		v := model.Volunteer{
			Name: rapid.String().Draw(t, "name"), Phone: rapid.SampledFrom([]string{"", "138 0000 1234", "9"}).Draw(t, "phone"),
			Skills: rapid.SliceOf(rapid.String()).Draw(t, "skills"), Avail: slots.Draw(t, "avail"), Prefer: slots.Draw(t, "prefer"),
			Avoid: ids.Draw(t, "avoid"), MaxWeek: rapid.IntRange(-1, 80).Draw(t, "week"), CarryTenths: rapid.Int().Draw(t, "carry"),
			Leave: []model.Span{{From: model.Day(rapid.IntRange(0, 9).Draw(t, "from")), To: model.Day(rapid.IntRange(0, 9).Draw(t, "to"))}},
		}
		once, ps := flow.CheckVolunteer(v)
		if len(ps.Hard()) > 0 {
			return
		}
		again, ps := flow.CheckVolunteer(once)
		require.Empty(t, ps.Hard())
		require.Equal(t, once, again)
	})
}

func TestPatternIsPutInOrderAndItsFaultsAreNamed(t *testing.T) {
	turn := func(weekday, half, start, end string) model.Turn {
		return model.Turn{Weekday: weekday, Half: half, Start: start, End: end, Seats: 2, Priority: 1, Need: map[string]int{"lead": 1, "law": 0}}
	}
	p, ps := flow.CheckPattern(model.Pattern{Turns: []model.Turn{
		turn("sat", "am", "09:00", "11:30"), turn("tue", "am", "10:00", "11:30"), turn("tue", "am", "09:00", "11:30"),
	}})
	require.Empty(t, ps)
	require.Equal(t, []string{"tue-am", "tue-am-2", "sat-am"}, []string{p.Turns[0].ID, p.Turns[1].ID, p.Turns[2].ID})
	require.Equal(t, map[string]int{"lead": 1}, p.Turns[0].Need)
	require.Equal(t, model.HolidayClosed, p.Holidays.Usual)

	for code, bad := range map[string]model.Pattern{
		"pattern.no_turns": {},
		"turn.hours":       {Turns: []model.Turn{turn("tue", "am", "11:30", "9:00")}},
		"code.unknown":     {Turns: []model.Turn{turn("day", "am", "09:00", "11:30")}},
		"holidays.overlap": {Turns: p.Turns, Holidays: model.HolidayPolicy{Days: []model.SpecialDay{
			{From: day(t, "2026-02-10"), To: day(t, "2026-02-20"), Policy: "closed"}, {From: day(t, "2026-02-20"), To: day(t, "2026-02-21"), Policy: "heavy"},
		}}},
	} {
		_, ps := flow.CheckPattern(bad)
		require.Len(t, ps, 1, code)
		require.Equal(t, code, ps[0].Code)
	}
}
