package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/store/storetest"
)

func volunteer(t testing.TB, s *storetest.Store, name string) model.Volunteer {
	t.Helper()
	v, err := s.AddVolunteer(ctx, by("吴明", 0), model.Volunteer{
		Name: name, Phone: "13800001234", Avail: []string{"tue-am", "tue-pm", "sat-am", "sat-pm"}, Skills: []string{"lead", "minnan"}, MaxWeek: 2, MaxMonth: 8, MinGap: 1,
	})
	require.NoError(t, err)
	return v
}

// drafted plans a month with the register as it is and keeps it.
func drafted(t testing.TB, s *storetest.Store, from, to string) station.Roster {
	t.Helper()
	p, err := station.Sample(assets.Files())
	require.NoError(t, err)
	all, err := s.Volunteers(ctx)
	require.NoError(t, err)
	a, err := model.ParseDay(from)
	require.NoError(t, err)
	b, err := model.ParseDay(to)
	require.NoError(t, err)
	in, ps := station.Instance(station.Input{From: a, To: b, Register: all, Pattern: p})
	require.Empty(t, ps)
	plan, err := shifts.Plan(in, shifts.Options{})
	require.NoError(t, err)
	r, err := s.DraftRoster(ctx, by("吴明", 1), station.Drafted(in, plan))
	require.NoError(t, err)
	return r
}

func TestVolunteersHaveOneNameAndAreEdited(t *testing.T) {
	s := storetest.Open(t)
	v := volunteer(t, s, "陈秀兰")
	_, err := s.AddVolunteer(ctx, by("吴明", 1), model.Volunteer{Name: "陈秀兰"})
	require.Equal(t, store.CodeNameTaken, code(t, err))
	v.Leave = []model.Span{{From: 700000, To: 700003}}
	next, err := s.EditVolunteer(ctx, by("吴明", 2), v)
	require.NoError(t, err)
	_, err = s.EditVolunteer(ctx, by("吴明", 3), v)
	require.Equal(t, store.CodeStale, code(t, err))
	got, err := s.Volunteer(ctx, "陈秀兰")
	require.NoError(t, err)
	require.Equal(t, next, got)
	_, _, err = s.Undo(ctx, by("吴明", 4))
	require.NoError(t, err)
	got, err = s.Volunteer(ctx, string(v.ID))
	require.NoError(t, err)
	require.Empty(t, got.Leave)
}

func TestThePatternIsOneAndSaved(t *testing.T) {
	s := storetest.Open(t)
	p, err := s.Pattern(ctx)
	require.NoError(t, err)
	require.Zero(t, p.Rev, "none was saved")
	sample, err := station.Sample(assets.Files())
	require.NoError(t, err)
	saved, err := s.SavePattern(ctx, by("吴明", 1), sample)
	require.NoError(t, err)
	_, err = s.SavePattern(ctx, by("吴明", 2), sample)
	require.Equal(t, store.CodeStale, code(t, err))
	got, err := s.Pattern(ctx)
	require.NoError(t, err)
	require.Equal(t, saved, got)
	_, _, err = s.Undo(ctx, by("吴明", 3))
	require.NoError(t, err)
	p, err = s.Pattern(ctx)
	require.NoError(t, err)
	require.Zero(t, p.Rev)
}

// TestADayHasOneRoster: also when one person takes a publication back, another
// publishes over the same days, and the first does it again.
func TestADayHasOneRoster(t *testing.T) {
	s := storetest.Open(t)
	for _, name := range []string{"陈秀兰", "林国栋", "王美玉", "李建平", "张阿珍"} {
		volunteer(t, s, name)
	}
	mine := drafted(t, s, "2026-11-01", "2026-11-30")
	theirs := drafted(t, s, "2026-11-30", "2026-12-20")
	_, err := s.PublishRoster(ctx, by("吴明", 3), mine.ID, mine.Rev)
	require.NoError(t, err)
	_, _, err = s.Undo(ctx, by("吴明", 4))
	require.NoError(t, err)
	_, err = s.PublishRoster(ctx, by("李阿姨", 5), theirs.ID, theirs.Rev)
	require.NoError(t, err)
	before := s.Head()
	_, _, err = s.Redo(ctx, by("吴明", 6))
	require.Equal(t, store.CodeUndoRoster, code(t, err))
	require.Equal(t, before, s.Head(), "nothing is written")
	now, _, err := s.RosterAt(ctx, theirs.From)
	require.NoError(t, err)
	require.Equal(t, theirs.ID, now.ID)

	_, _, err = s.Undo(ctx, by("李阿姨", 7))
	require.NoError(t, err)
	_, _, err = s.Redo(ctx, by("吴明", 8))
	require.NoError(t, err, "the later one was taken back")
	_, _, err = s.Redo(ctx, by("李阿姨", 9))
	require.Equal(t, store.CodeUndoRoster, code(t, err))
}

func TestARosterIsDraftedPublishedAndOnlyRepaired(t *testing.T) {
	s := storetest.Open(t)
	for _, name := range []string{"陈秀兰", "林国栋", "王美玉", "李建平", "张阿珍"} {
		volunteer(t, s, name)
	}
	r := drafted(t, s, "2026-11-01", "2026-11-30")
	_, ok, err := s.RosterAt(ctx, r.From)
	require.NoError(t, err)
	require.False(t, ok, "nobody counts on a draft")

	r, err = s.DraftRoster(ctx, by("吴明", 2), r.With(r.Assignments[1:]))
	require.NoError(t, err)
	pub, err := s.PublishRoster(ctx, by("吴明", 3), r.ID, r.Rev)
	require.NoError(t, err)
	_, err = s.DraftRoster(ctx, by("吴明", 4), pub)
	require.Equal(t, "roster.published", code(t, err))
	require.Equal(t, "roster.published", code(t, s.DropRoster(ctx, by("吴明", 4), pub.ID, pub.Rev)))
	other := drafted(t, s, "2026-11-30", "2026-12-20")
	_, err = s.PublishRoster(ctx, by("吴明", 5), other.ID, other.Rev)
	require.Equal(t, "roster.overlaps", code(t, err))
	require.NoError(t, s.DropRoster(ctx, by("吴明", 6), other.ID, other.Rev))

	got, ok, err := s.RosterAt(ctx, r.To)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, pub, got)
	all, err := s.Volunteers(ctx)
	require.NoError(t, err)
	a := got.Assignments[0]
	call := shifts.Change{Drop: []shifts.Assignment{a}}
	rep, err := got.Repair(all, call, got.From, shifts.Options{})
	require.NoError(t, err)
	mended, err := s.RepairRoster(ctx, by("李阿姨", 7), got.Mended(rep, 0, call))
	require.NoError(t, err)
	require.NotContains(t, mended.Assignments, a)
	versions, err := s.RosterVersions(ctx, r.ID, 20)
	require.NoError(t, err)
	require.Len(t, versions, 4)
	require.Equal(t, store.KindRosterRepaired, versions[0].Event.Kind)
	require.Equal(t, mended, versions[0].Roster)
	require.Contains(t, versions[1].Roster.Assignments, a)

	_, _, err = s.Undo(ctx, by("李阿姨", 8))
	require.NoError(t, err)
	got, _, err = s.RosterAt(ctx, r.To)
	require.NoError(t, err)
	require.Contains(t, got.Assignments, a, "undo brings the repair back to what was published")
	_, err = s.RepairRoster(ctx, by("李阿姨", 9), mended)
	require.Equal(t, store.CodeStale, code(t, err))
}

func TestUndoKeepsAVolunteerThatARosterNames(t *testing.T) {
	s := storetest.Open(t)
	for _, name := range []string{"陈秀兰", "林国栋", "王美玉", "李建平"} {
		volunteer(t, s, name)
	}
	_, err := s.AddVolunteer(ctx, by("李阿姨", 0), model.Volunteer{Name: "张阿珍", Avail: model.Slots(), Skills: []string{"lead"}, MaxWeek: 2, MaxMonth: 8, MinGap: 1})
	require.NoError(t, err)
	r := drafted(t, s, "2026-11-01", "2026-11-30")
	_, _, err = s.Undo(ctx, by("李阿姨", 3))
	require.Equal(t, store.CodeInUse, code(t, err))
	require.NoError(t, s.DropRoster(ctx, by("吴明", 4), r.ID, r.Rev))
	_, _, err = s.Undo(ctx, by("李阿姨", 5))
	require.NoError(t, err)
}
