package check_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/check"
	"heshi/model/stats"
)

func list(t require.TestingT) check.List {
	l, err := check.Load(assets.Files())
	require.NoError(t, err)
	return l
}

func good() check.Facts {
	return check.Facts{
		BackupDays: 2, RosterToday: true, Mediators: 3, Volunteers: 5, Stints: 9, Cases: 40,
		OnTime: stats.Share{Part: 19, Of: 20}, Satisfied: stats.Share{Part: 9, Of: 10}, Charter: true, Posters: stats.Share{Part: 8, Of: 10},
	}
}

func TestTheListIsData(t *testing.T) {
	l := list(t)
	require.GreaterOrEqual(t, len(l.Items), 20)
	for _, bad := range []string{
		`{`, `{"pass":90,"fair":60}`,
		`{"pass":90,"fair":60,"items":[{"id":"a","group":"equipment","zh":"a","en":"a","source":""}]}`,
		`{"pass":90,"fair":60,"items":[{"id":"a","group":"x","zh":"a","en":"a","source":"s"}]}`,
		`{"pass":90,"fair":60,"items":[{"id":"a","group":"equipment","zh":"a","en":"a","source":"s","fact":"moon"}]}`,
		`{"pass":50,"fair":60,"items":[{"id":"a","group":"equipment","zh":"a","en":"a","source":"s"}]}`,
	} {
		_, err := check.Load(fstest.MapFS{check.File: {Data: []byte(bad)}})
		require.Error(t, err, bad)
	}
}

func TestWhatTheStoreCanTellIsFilledIn(t *testing.T) {
	l := list(t)
	c := l.Begin(good())
	for _, it := range l.Items {
		x := c.Item(it.ID)
		require.Equal(t, it.Fact != "", x.Auto, it.ID)
		if it.Fact != "" {
			require.Equal(t, model.CheckMet, x.Answer, it.ID)
			require.NotNil(t, x.Figure)
		}
	}
	bad := l.Begin(check.Facts{BackupDays: -1, Overdue: 1})
	for id, want := range map[string]string{
		"backup": model.CheckNotMet, "overdue": model.CheckNotMet, "mediators": model.CheckNotMet,
		"on_time": "", "follow_up": "", "members": "", // of nothing there is no share
	} {
		require.Equal(t, want, bad.Item(id).Answer, id)
	}
	require.Equal(t, model.CheckNotMet, l.Begin(check.Facts{BackupDays: 8}).Item("backup").Answer)
}

func TestAPersonHasTheLastWord(t *testing.T) {
	l := list(t)
	c := l.Begin(good())
	next, err := l.Answer(c, "backup", model.CheckPartly, "只在同一台电脑上")
	require.NoError(t, err)
	require.False(t, next.Item("backup").Auto)
	require.Equal(t, "只在同一台电脑上", next.Item("backup").Note)
	require.Equal(t, 2, *next.Item("backup").Figure)
	require.True(t, c.Item("backup").Auto, "the check before is untouched")
	same, err := l.Answer(c, "backup", model.CheckMet, "U盘")
	require.NoError(t, err)
	require.True(t, same.Item("backup").Auto)
	_, err = l.Answer(c, "backup", "perhaps", "")
	require.Error(t, err)
	_, err = l.Answer(c, "moon", model.CheckMet, "")
	require.Error(t, err)
	fresh, err := l.Answer(model.SelfCheck{}, "place", model.CheckMet, "")
	require.NoError(t, err)
	require.Len(t, fresh.Items, 1)
}

func TestScore(t *testing.T) {
	l := check.List{Pass: 90, Fair: 60, Items: []check.Item{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}}
	answer := func(a ...string) model.SelfCheck {
		c := model.SelfCheck{}
		for i, x := range a {
			c.Items = append(c.Items, model.CheckItem{ID: string(rune('a' + i)), Answer: x})
		}
		return c
	}
	for _, tc := range []struct {
		c      model.SelfCheck
		pct    int
		result string
	}{
		{answer("met", "met", "met", "met"), 100, check.Pass},
		{answer("met", "met", "met", "none"), 100, check.Pass},
		{answer("met", "met", "partly", "not_met"), 62, check.Fair},
		{answer("partly", "partly", "not_met", "not_met"), 25, check.Poor},
		{answer("met", "met", "met"), 75, check.Unfinished},
		{answer("none", "none", "none", "none"), 0, check.Poor},
	} {
		s := l.Score(tc.c)
		require.Equal(t, tc.pct, s.Percent)
		require.Equal(t, tc.result, l.Result(s))
	}
}

// The score only rises when an answer becomes a better one.
func TestABetterAnswerNeverCosts(t *testing.T) {
	l := list(t)
	order := []string{"", model.CheckNotMet, model.CheckPartly, model.CheckMet}
	rapid.Check(t, func(t *rapid.T) {
		c := model.SelfCheck{}
		for _, it := range l.Items {
			c.Items = append(c.Items, model.CheckItem{ID: it.ID, Answer: rapid.SampledFrom(append(order, model.CheckNone)).Draw(t, it.ID)})
		}
		i := rapid.IntRange(0, len(l.Items)-1).Draw(t, "item")
		from := rapid.IntRange(0, 2).Draw(t, "from")
		c.Items[i].Answer = order[from]
		low := l.Score(c).Percent
		c.Items[i].Answer = order[from+1]
		require.GreaterOrEqual(t, l.Score(c).Percent, low)
	})
}
