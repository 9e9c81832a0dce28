package affiliate_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/affiliate"
)

var (
	now   = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	today = model.DayOf(now, time.UTC)
)

func group() model.Group {
	return model.Group{
		ID: "G-3", Name: "陈埭鞋业", Handler: "林经办",
		Authorisation: model.Authorisation{Document: "授权书", From: today - 10, To: today + 10},
		Affiliates:    []model.Affiliate{{ShopID: "s-1", Shop: "一店"}, {ShopID: "s-2", Shop: "二店"}},
	}
}

func TestTheAuthorisationOfTheDayDecides(t *testing.T) {
	for name, tc := range map[string]struct {
		change  func(*model.Group)
		to, why string
	}{
		"holds":      {func(*model.Group) {}, model.ToCore, affiliate.Authorised},
		"first day":  {func(g *model.Group) { g.Authorisation.From = today }, model.ToCore, affiliate.Authorised},
		"last day":   {func(g *model.Group) { g.Authorisation.To = today }, model.ToCore, affiliate.Authorised},
		"no end":     {func(g *model.Group) { g.Authorisation.To = 0 }, model.ToCore, affiliate.Authorised},
		"ended":      {func(g *model.Group) { g.Authorisation.To = today - 1 }, model.ToShop, affiliate.Expired},
		"begins":     {func(g *model.Group) { g.Authorisation.From = today + 1 }, model.ToShop, affiliate.NotYet},
		"none":       {func(g *model.Group) { g.Authorisation = model.Authorisation{} }, model.ToShop, affiliate.Unauthorised},
		"nobody":     {func(g *model.Group) { g.Handler = "" }, model.ToShop, affiliate.NoHandler},
		"phone only": {func(g *model.Group) { g.Handler, g.Phone = "", "13800001234" }, model.ToCore, affiliate.Authorised},
	} {
		t.Run(name, func(t *testing.T) {
			g := group()
			tc.change(&g)
			r := affiliate.Decide(g, now, today)
			require.Equal(t, model.Route{Group: "G-3", Core: "陈埭鞋业", To: tc.to, Why: tc.why, At: now}, r)
		})
	}
}

func TestASilentCoreLosesTheComplaintToTheShop(t *testing.T) {
	until := now.Add(48 * time.Hour)
	r := affiliate.Decide(group(), now, today)
	require.Equal(t, affiliate.Stand{To: model.ToCore, Why: affiliate.Authorised, Waiting: true}, affiliate.Now(r, until, until.Add(-1)))
	require.Equal(t, affiliate.Stand{To: model.ToShop, Why: affiliate.Silent, Waiting: true}, affiliate.Now(r, until, until))
	require.Equal(t, model.ToCore, affiliate.Now(r, time.Time{}, until.Add(999*time.Hour)).To, "a clock that stands still never runs out")
	r.AnsweredAt = until.Add(-1)
	require.Equal(t, affiliate.Stand{To: model.ToCore, Why: affiliate.Answered}, affiliate.Now(r, until, until.Add(time.Hour)))
	r.AnsweredAt = until
	require.Equal(t, affiliate.Stand{To: model.ToCore, Why: affiliate.AnsweredLate}, affiliate.Now(r, until, until.Add(time.Hour)))
	r = model.Route{To: model.ToShop, Why: affiliate.Expired}
	require.Equal(t, affiliate.Stand{To: model.ToShop, Why: affiliate.Expired}, affiliate.Now(r, until, now))
}

func TestOf(t *testing.T) {
	a, ok := affiliate.Of(group(), "s-2")
	require.True(t, ok)
	require.Equal(t, "二店", a.Shop)
	_, ok = affiliate.Of(group(), "")
	require.False(t, ok)
}

func TestTheSameConsumerIsOfferedForMerging(t *testing.T) {
	c := affiliate.Seen{Case: "c-9", Phone: "13800001234", Name: "王小明", On: today, Open: true}
	list := []affiliate.Seen{
		c,
		{Case: "c-5", Phone: "13800001234", Name: "王先生", On: today - 1, Open: true},
		{Case: "c-4", Phone: "13800001234", Name: "王小明", On: today - 9, Open: false},
		{Case: "c-3", Phone: "13900001234", Name: "王小明", On: today - 2, Open: true},
		{Case: "c-2", Name: "王小明", On: today - 3, Open: true},
	}
	var ids []model.ID
	for _, d := range affiliate.Duplicates(c, list) {
		ids = append(ids, d.Case)
	}
	require.Equal(t, []model.ID{"c-2", "c-5"}, ids)
	require.False(t, affiliate.Same(affiliate.Seen{}, affiliate.Seen{}), "two nobodies are not the same")
}

func TestThresholdsAreData(t *testing.T) {
	th, err := affiliate.LoadThresholds(assets.Files())
	require.NoError(t, err)
	require.Positive(t, th.Days)
	for _, bad := range []string{`{`, `{"days":0,"shop":1,"group":1,"shops":1}`} {
		_, err = affiliate.LoadThresholds(fstest.MapFS{"station/repeat.json": {Data: []byte(bad)}})
		require.Error(t, err)
	}
	_, err = affiliate.LoadThresholds(fstest.MapFS{})
	require.Error(t, err)
}

func TestAlarmsNameTheCasesBehindThem(t *testing.T) {
	th := affiliate.Thresholds{Days: 30, Shop: 2, Group: 4, Shops: 3}
	cases := []affiliate.Seen{
		{Case: "c-1", Shop: "s-1", On: today - 29},
		{Case: "c-2", Shop: "s-1", On: today},
		{Case: "c-3", Shop: "s-2", On: today - 1},
		{Case: "c-4", Shop: "s-3", On: today - 30},
		{Case: "c-5", Shop: "s-3", On: today + 1},
	}
	require.Equal(t, []affiliate.Alarm{
		{Kind: affiliate.RepeatShop, Shop: "s-1", Count: 2, Limit: 2, Days: 30, Cases: []model.ID{"c-2", "c-1"}},
	}, affiliate.Alarms(th, cases, today))
	cases = append(cases, affiliate.Seen{Case: "c-6", Shop: "s-3", On: today})
	kinds := []string{}
	for _, a := range affiliate.Alarms(th, cases, today) {
		kinds = append(kinds, a.Kind)
	}
	require.Equal(t, []string{affiliate.RepeatGroup, affiliate.RepeatWide, affiliate.RepeatShop}, kinds)
}

// The route never leads to a core that is not authorised, and a complaint is
// always with somebody.
func TestRoutesNeverLeadNowhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := group()
		g.Authorisation.From = today + model.Day(rapid.IntRange(-20, 20).Draw(t, "from"))
		g.Authorisation.To = today + model.Day(rapid.IntRange(-20, 20).Draw(t, "to"))
		on := today + model.Day(rapid.IntRange(-30, 30).Draw(t, "on"))
		r := affiliate.Decide(g, now, on)
		held := on >= g.Authorisation.From && on <= g.Authorisation.To
		require.Equal(t, held, r.To == model.ToCore)
		at := now.Add(time.Duration(rapid.IntRange(0, 100).Draw(t, "hours")) * time.Hour)
		s := affiliate.Now(r, now.Add(50*time.Hour), at)
		require.Contains(t, []string{model.ToCore, model.ToShop}, s.To)
		require.Equal(t, held && at.Before(now.Add(50*time.Hour)), s.To == model.ToCore)
	})
}
