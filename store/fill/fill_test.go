package fill_test

import (
	"regexp"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/fill"
	"heshi/store/storetest"
)

func plan(t *testing.T, n int, seed uint64) fill.Plan {
	names, err := fill.Load(assets.Files())
	require.NoError(t, err)
	return fill.Plan{Names: names, Cases: n, Seed: seed, End: storetest.Now}
}

func TestCasesAreValidAndInOrder(t *testing.T) {
	p := plan(t, 2000, 7)
	phone := regexp.MustCompile(`^1[3-9]\d{9}$`)
	open, consultations := 0, 0
	var last time.Time
	for i := range p.Cases {
		c, at := p.Case(i)
		day := model.DayOf(at, storetest.Zone)
		require.False(t, at.Before(last), "oldest first, within a day, too")
		require.True(t, at.Hour() >= 9 && at.Hour() < 20, "the desk is open")
		last = at
		require.True(t, at.Before(p.End))
		_, faults := flow.Complete(c, day)
		require.Empty(t, faults.Hard(), "%+v", c)
		if c.Complainant.Phone != "" {
			require.Regexp(t, phone, c.Complainant.Phone)
		}
		switch {
		case c.Kind == model.Consultation:
			consultations++
		case !c.State.Over():
			open++
			require.Greater(t, i, p.Cases-p.Cases/10, "only new cases are open")
		default:
			require.False(t, c.ClosedAt.Before(at))
		}
	}
	require.Positive(t, open)
	require.InDelta(t, p.Cases/6, consultations, float64(p.Cases)/20)
}

func TestTheSameSeedGivesTheSameStore(t *testing.T) {
	hash := func(seed uint64) string {
		s := storetest.Open(t)
		require.NoError(t, s.AddBatch(t.Context(), store.By{At: storetest.Now}, 300, storetest.Generated(plan(t, 300, seed)), nil))
		report, err := s.Verify(t.Context(), nil)
		require.NoError(t, err)
		return report.Hash // over every event and every record
	}
	require.Equal(t, hash(1), hash(1))
	require.NotEqual(t, hash(1), hash(2))
}

func TestShopsHaveOneNameEach(t *testing.T) {
	shops := plan(t, 1, 1).Shops(60)
	require.Len(t, shops, 60)
	seen := map[string]bool{}
	for i, s := range shops {
		_, faults := flow.CheckShop(s)
		require.Empty(t, faults)
		require.False(t, seen[s.Name])
		seen[s.Name] = true
		require.True(t, i == 0 || shops[i-1].Stall <= s.Stall)
	}
	require.Equal(t, shops, plan(t, 1, 1).Shops(60))
	require.Less(t, len(plan(t, 1, 1).Shops(20_000)), 20_000, "there are only so many names")
}

func TestNamesThatCannotBeRead(t *testing.T) {
	_, err := fill.Load(fstest.MapFS{})
	require.Error(t, err)
	_, err = fill.Load(fstest.MapFS{"demo/names.json": {Data: []byte("{")}})
	require.Error(t, err)
}

func TestNoCasesAtAll(t *testing.T) {
	s := storetest.Open(t)
	p := plan(t, 0, 1)
	require.NoError(t, s.AddBatch(t.Context(), store.By{At: time.Time{}}, 0, storetest.Generated(p), nil))
	require.Zero(t, s.Head())
}

func TestTheNewestCasesHaveALifeBehindThem(t *testing.T) {
	p := plan(t, 240, 7)
	settled, kept, called, ended := 0, 0, 0, 0
	for i := range p.Cases {
		c, _ := p.Case(i)
		require.Empty(t, flow.Sound(c))
		settled += len(c.OpenDuties())
		if len(c.Duties) > 0 && c.State == model.Closed {
			kept++
		}
		called += len(c.FollowUps)
		if c.Termination != nil || c.Decline != nil || c.Withdrawal != nil || len(c.Referrals) > 0 {
			ended++
		}
	}
	require.Positive(t, settled)
	require.Greater(t, kept, 60)
	require.Greater(t, called, 60)
	require.Greater(t, ended, 40)
}
