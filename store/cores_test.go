package store_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/storetest"
)

var monday = model.DayOf(storetest.Now, storetest.Zone)

// core is a core enterprise with an authorisation that holds.
func core(name string, shops ...string) model.Group {
	g := model.Group{
		Name: name, Handler: "林经办", Phone: "13900001234",
		Authorisation: model.Authorisation{Document: "授权委托书 2026-01", From: monday - 100, To: monday + 100},
	}
	for _, s := range shops {
		g.Affiliates = append(g.Affiliates, model.Affiliate{Shop: s, Platform: "某平台", PlatformShop: s + "旗舰店", Link: "controlled"})
	}
	return g
}

func TestAGroupTiesItsShops(t *testing.T) {
	s := storetest.Open(t)
	shop, err := s.AddShop(ctx, by("a", 0), model.Shop{Name: "一店"})
	require.NoError(t, err)
	g, err := s.AddGroup(ctx, by("a", 1), core("陈埭鞋业", "一店", "二店"))
	require.NoError(t, err)
	require.Equal(t, shop.ID, g.Affiliates[0].ShopID, "a known shop is taken")
	made, err := s.Shop(ctx, "二店")
	require.NoError(t, err)
	require.Equal(t, made.ID, g.Affiliates[1].ShopID, "an unknown one is made")
	for _, ref := range []string{string(g.ID), "陈埭鞋业"} {
		got, err := s.Group(ctx, ref)
		require.NoError(t, err)
		require.Equal(t, g, got)
	}
	of, ok, err := s.GroupOf(ctx, made.ID)
	require.NoError(t, err)
	require.True(t, ok)
	require.Equal(t, g, of)

	_, err = s.AddGroup(ctx, by("a", 2), core("另一家", "二店"))
	require.Equal(t, store.CodeAffiliated, code(t, err))
	_, err = s.AddGroup(ctx, by("a", 2), core("陈埭鞋业"))
	require.Equal(t, store.CodeNameTaken, code(t, err))
	_, err = s.AddGroup(ctx, by("a", 2), core("重复", "三店", "三店"))
	require.Equal(t, "group.shop_twice", code(t, err))

	g.Affiliates = g.Affiliates[:1]
	g, err = s.EditGroup(ctx, by("a", 3), g)
	require.NoError(t, err)
	_, ok, err = s.GroupOf(ctx, made.ID)
	require.NoError(t, err)
	require.False(t, ok)
	_, err = s.AddGroup(ctx, by("b", 4), core("另一家", "二店"))
	require.NoError(t, err, "a shop that was let go may join another")

	_, _, err = s.Undo(ctx, by("a", 5))
	require.Equal(t, store.CodeAffiliated, code(t, err), "undo does not take it back from there")
	all, err := s.Groups(ctx)
	require.NoError(t, err)
	require.Len(t, all, 2)
	g.Rev--
	_, err = s.EditGroup(ctx, by("a", 6), g)
	var clash *store.Stale[model.Group]
	require.ErrorAs(t, err, &clash)
}

func TestWhatIsWrongWithAGroupIsSaid(t *testing.T) {
	s := storetest.Open(t)
	for name, tc := range map[string]struct {
		change func(*model.Group)
		field  string
		code   string
	}{
		"reversed":    {func(g *model.Group) { g.Authorisation.To = g.Authorisation.From - 1 }, "authorisation.to", "group.authorisation_reversed"},
		"no document": {func(g *model.Group) { g.Authorisation.Document = "" }, "authorisation.document", "need.authorisation"},
		"no begin":    {func(g *model.Group) { g.Authorisation.From = 0 }, "authorisation.from", "need.authorised_from"},
		"no name":     {func(g *model.Group) { g.Name = " " }, "name", "need.core_name"},
		"link":        {func(g *model.Group) { g.Affiliates[0].Link = "x" }, "affiliates.0.link", "code.unknown"},
		"no shop":     {func(g *model.Group) { g.Affiliates[0].Shop = "" }, "affiliates.0.shop", "need.shop_name"},
		"code":        {func(g *model.Group) { g.CreditCode = "1" }, "credit_code", "credit_code.length"},
		"phone":       {func(g *model.Group) { g.Phone = "1" }, "phone", "phone.too_short"},
	} {
		t.Run(name, func(t *testing.T) {
			g := core("企业", "店")
			tc.change(&g)
			_, err := s.AddGroup(ctx, by("a", 0), g)
			var ps model.Problems
			require.ErrorAs(t, err, &ps)
			require.Equal(t, tc.field+":"+tc.code, ps[0].Field+":"+ps[0].Code)
		})
	}
	require.Zero(t, s.Head())
}

func TestAShopOfAGroupIsNotUndoneAway(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.AddShop(ctx, by("a", 0), model.Shop{Name: "一店"})
	require.NoError(t, err)
	_, err = s.AddGroup(ctx, by("b", 1), core("企业", "一店"))
	require.NoError(t, err)
	_, _, err = s.Undo(ctx, by("a", 2))
	require.Equal(t, store.CodeInUse, code(t, err))
	_, _, err = s.Undo(ctx, by("b", 3))
	require.NoError(t, err)
	_, _, err = s.Undo(ctx, by("a", 4))
	require.NoError(t, err)
}

func TestOneAffiliateIsChangedWhateverElseWas(t *testing.T) {
	s := storetest.Open(t)
	g, err := s.AddGroup(ctx, by("a", 0), core("企业", "一店", "二店"))
	require.NoError(t, err)
	first, second := g.Affiliates[0], g.Affiliates[1]
	next := first
	next.Evidence = "股权结构图"
	_, err = s.SetAffiliate(ctx, by("b", 1), g.ID, first, next)
	require.NoError(t, err)
	_, err = s.SetAffiliate(ctx, by("c", 2), g.ID, second, model.Affiliate{})
	require.NoError(t, err, "another entry was changed, this one was not")
	_, err = s.SetAffiliate(ctx, by("c", 3), g.ID, model.Affiliate{}, model.Affiliate{Shop: "三店"})
	require.NoError(t, err)
	var clash *store.Stale[model.Group]
	_, err = s.SetAffiliate(ctx, by("c", 4), g.ID, first, model.Affiliate{})
	require.ErrorAs(t, err, &clash)
	_, err = s.SetAffiliate(ctx, by("c", 5), g.ID, model.Affiliate{}, model.Affiliate{})
	require.Error(t, err)
	renamed := next
	renamed.Shop = "新一店"
	g, err = s.SetAffiliate(ctx, by("c", 6), g.ID, next, renamed)
	require.NoError(t, err)
	require.Equal(t, []string{"新一店", "三店"}, []string{g.Affiliates[0].Shop, g.Affiliates[1].Shop})
	require.NotEqual(t, first.ShopID, g.Affiliates[0].ShopID)
}

func TestGroupsComeInOneBatch(t *testing.T) {
	s := storetest.Open(t)
	old, err := s.AddGroup(ctx, by("a", 0), core("旧企业", "一店"))
	require.NoError(t, err)
	changed := old
	changed.Handler = "新经办"
	list := []model.Group{core("新企业", "二店", "三店"), changed}
	item := func(i int) (store.Item, error) { return store.Item{Group: &list[i], By: by("a", 1)}, nil }
	require.NoError(t, s.AddBatch(ctx, by("a", 1), len(list), item, nil))
	all, err := s.Groups(ctx)
	require.NoError(t, err)
	require.Equal(t, []string{"新经办", "林经办"}, []string{all[0].Handler, all[1].Handler})
	_, _, err = s.Undo(ctx, by("a", 2))
	require.NoError(t, err, "shops and group of one batch go together")
	all, err = s.Groups(ctx)
	require.NoError(t, err)
	require.Len(t, all, 1)
	require.Equal(t, "林经办", all[0].Handler)
	shops, err := s.AllShops(ctx)
	require.NoError(t, err)
	require.Len(t, shops, 1)

	list = []model.Group{core("甲", "四店"), core("乙", "一店")}
	require.Error(t, s.AddBatch(ctx, by("a", 3), len(list), item, nil))
	all, err = s.Groups(ctx)
	require.NoError(t, err)
	require.Len(t, all, 1, "all or nothing")
}
