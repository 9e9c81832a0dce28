package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/check"
	"heshi/model/stats"
	"heshi/store"
	"heshi/store/storetest"
)

func TestFactsOfAStation(t *testing.T) {
	s := storetest.Open(t, storetest.Clocks(t))
	f, err := s.CheckFacts(ctx, storetest.Now)
	require.NoError(t, err)
	require.Equal(t, check.Facts{BackupDays: -1}, f)

	_, err = s.AddPerson(ctx, by("a", 0), model.Person{Name: "李调解"})
	require.NoError(t, err)
	day := model.DayOf(storetest.Now, storetest.Zone)
	_, err = s.AddShop(ctx, by("a", 0), model.Shop{Name: "一店", Member: &model.Member{Joined: day - 10, PosterSeen: &day}})
	require.NoError(t, err)
	_, err = s.AddShop(ctx, by("a", 0), model.Shop{Name: "二店", Member: &model.Member{Joined: day - 10}})
	require.NoError(t, err)
	old := by("a", 0)
	old.At = storetest.Now.AddDate(0, 0, -20)
	_, err = s.AddCase(ctx, old, complaint("n", "一店", "没人管"))
	require.NoError(t, err)
	addCase(t, s, "a", complaint("n", "一店", "今天的"))
	b := store.Backed{Made: storetest.Now.AddDate(0, 0, -3)}
	require.NoError(t, s.NoteBackup(ctx, by("a", 0), b, "x"))

	f, err = s.CheckFacts(ctx, storetest.Now)
	require.NoError(t, err)
	require.Equal(t, check.Facts{
		BackupDays: 3, Mediators: 1, Cases: 2, Overdue: 1,
		OnTime: stats.Share{Of: 1}, Posters: stats.Share{Part: 1, Of: 2},
	}, f)
}

func TestChecksAreKeptAndUndone(t *testing.T) {
	s := storetest.Open(t)
	c, err := s.AddCheck(ctx, by("a", 0), model.SelfCheck{Edition: "x", Items: []model.CheckItem{{ID: "place"}}})
	require.NoError(t, err)
	require.Equal(t, "a", c.By)
	c.Items = []model.CheckItem{{ID: "place", Answer: model.CheckMet}}
	c, err = s.EditCheck(ctx, by("a", 1), c)
	require.NoError(t, err)
	stale := c
	stale.Rev--
	_, err = s.EditCheck(ctx, by("b", 2), stale)
	require.Equal(t, store.CodeStale, code(t, err))
	undo(t, s, "a")
	list, err := s.Checks(ctx)
	require.NoError(t, err)
	require.Empty(t, list[0].Item("place").Answer)
	redo(t, s, "a")
	list, err = s.Checks(ctx)
	require.NoError(t, err)
	require.Equal(t, model.CheckMet, list[0].Item("place").Answer)
}
