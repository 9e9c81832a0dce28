package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/shifts"
	"heshi/store"
	"heshi/store/storetest"
)

func signIn(t require.TestingT, s *storetest.Store, who model.ID, minutes int) model.Stint {
	x, err := s.SignIn(ctx, by("desk", minutes), who, "王阿姨", "2026-11-23/mon-am")
	require.NoError(t, err)
	return x
}

func TestSheetKeepsAStay(t *testing.T) {
	s := storetest.Open(t)
	x := signIn(t, s, "v-1", 0)
	require.Equal(t, storetest.Now, x.In)
	_, err := s.SignIn(ctx, by("desk", 5), "v-1", "王阿姨", "")
	require.Equal(t, "sheet.already_in", code(t, err))
	signIn(t, s, "v-2", 5)
	open, err := s.OpenStints(ctx)
	require.NoError(t, err)
	require.Len(t, open, 2)

	head := s.Head()
	out, err := s.SignOut(ctx, by("desk", 150), x.ID, " 华兴鞋行的案子约了周四 ")
	require.NoError(t, err)
	require.Equal(t, "华兴鞋行的案子约了周四", out.Diary)
	require.Equal(t, head, out.Seen)
	_, err = s.SignOut(ctx, by("desk", 151), x.ID, "")
	require.Equal(t, "sheet.already_out", code(t, err))

	for range 2 { // in memory, then from the disk
		open, err = s.OpenStints(ctx)
		require.NoError(t, err)
		require.Len(t, open, 1)
		require.Equal(t, model.ID("v-2"), open[0].Volunteer)
		diary, err := s.Diary(ctx, 5)
		require.NoError(t, err)
		require.Equal(t, []model.Stint{out}, diary)
		mine, err := s.StintsOf(ctx, "v-1", 5)
		require.NoError(t, err)
		require.Equal(t, []model.Stint{out}, mine)
		s.Reopen()
	}
}

// TestSheetUndo: signing out is undone by one key, and so is signing in; redo
// brings both back.
func TestSheetUndo(t *testing.T) {
	s := storetest.Open(t)
	x := signIn(t, s, "v-1", 0)
	_, err := s.SignOut(ctx, by("desk", 90), x.ID, "一句话")
	require.NoError(t, err)
	_, was, err := s.Undo(ctx, by("desk", 91))
	require.NoError(t, err)
	require.Equal(t, store.KindSignedOut, was.Kind)
	back, err := s.Stint(ctx, x.ID)
	require.NoError(t, err)
	require.True(t, back.Out.IsZero())
	diary, err := s.Diary(ctx, 1)
	require.NoError(t, err)
	require.Empty(t, diary)
	_, _, err = s.Undo(ctx, by("desk", 92))
	require.NoError(t, err)
	_, err = s.Stint(ctx, x.ID)
	require.Equal(t, store.CodeNotFound, code(t, err))
	_, _, err = s.Redo(ctx, by("desk", 93))
	require.NoError(t, err)
	_, err = s.Stint(ctx, x.ID)
	require.NoError(t, err)
}

// TestForgottenSignOut: the next day nobody can sign out for yesterday, but say
// when he left; it counts once a coordinator confirms it with a reason.
func TestForgottenSignOut(t *testing.T) {
	s := storetest.Open(t)
	x := signIn(t, s, "v-1", 0)
	next := 24 * 60
	_, err := s.SignOut(ctx, by("desk", next), x.ID, "")
	require.Equal(t, "sheet.forgotten", code(t, err))
	again := signIn(t, s, "v-1", next)
	require.NotEqual(t, x.ID, again.ID, "a forgotten stay keeps nobody out")

	_, err = s.SayLeft(ctx, by("desk", next), x.ID, storetest.Now)
	require.Equal(t, "sheet.out_before_in", code(t, err))
	said, err := s.SayLeft(ctx, by("desk", next), x.ID, storetest.Now.Add(3*time.Hour))
	require.NoError(t, err)
	require.Equal(t, shifts.Forgot, shifts.Doubt(said, by("", next).At), "not yet confirmed")

	boss := by("周协调", next)
	_, err = s.CorrectStint(ctx, boss, x.ID, said.In, said.Said, "问过本人")
	require.Equal(t, "sheet.coordinator", code(t, err))
	boss.Role = model.Coordinator
	_, err = s.CorrectStint(ctx, boss, x.ID, said.In, said.Said, " ")
	require.Equal(t, "sheet.need_reason", code(t, err))
	_, err = s.CorrectStint(ctx, boss, x.ID, said.In, said.In.Add(17*time.Hour), "问过本人")
	require.Equal(t, "sheet.too_long", code(t, err))
	fixed, err := s.CorrectStint(ctx, boss, x.ID, said.In, said.Said, "问过本人")
	require.NoError(t, err)
	require.Empty(t, shifts.Doubt(fixed, boss.At))
	day := model.DayOf(storetest.Now, storetest.Zone)
	sheet, err := s.Stints(ctx, day, day)
	require.NoError(t, err)
	hours := shifts.Hours(shifts.Signs(sheet, boss.At), day, day, storetest.Zone)
	require.Equal(t, 180, hours[0].Minutes)
	require.Empty(t, hours[0].Doubtful)
}

// TestStintsOfAPeriod: the sheet of a period holds exactly the stays that began
// in it, in order.
func TestStintsOfAPeriod(t *testing.T) {
	s := storetest.Open(t)
	first := model.DayOf(storetest.Now, storetest.Zone)
	for d := range 12 {
		_, err := s.SignIn(ctx, by("desk", d*24*60), model.ID(fmt.Sprintf("v-%d", 1+d%3)), "n", "")
		require.NoError(t, err)
	}
	rapid.Check(t, func(t *rapid.T) {
		from := first + model.Day(rapid.IntRange(-2, 13).Draw(t, "from"))
		to := first + model.Day(rapid.IntRange(-2, 13).Draw(t, "to"))
		list, err := s.Stints(ctx, from, to)
		require.NoError(t, err)
		require.Len(t, list, max(0, int(min(to, first+11)-max(from, first))+1))
		for i, x := range list {
			require.Equal(t, max(from, first)+model.Day(i), model.DayOf(x.In, storetest.Zone))
		}
	})
}

// TestVolunteerWhoServedStays: the sheet would name nobody.
func TestVolunteerWhoServedStays(t *testing.T) {
	s := storetest.Open(t)
	v, err := s.AddVolunteer(ctx, by("a", 0), model.Volunteer{Name: "王阿姨", Level: model.LevelExperienced, Avail: model.Slots(), MaxWeek: 3, MaxMonth: 9, MinGap: 1})
	require.NoError(t, err)
	_, err = s.SignIn(ctx, by("b", 1), v.ID, v.Name, "")
	require.NoError(t, err)
	_, _, err = s.Undo(ctx, by("a", 2))
	require.Equal(t, store.CodeInUse, code(t, err))
}
