package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/flow"
	"heshi/model/stats"
	"heshi/store"
	"heshi/store/storetest"
)

// fault is the code of the only fault.
func fault(t *testing.T, err error) string {
	var ps model.Problems
	require.ErrorAs(t, err, &ps)
	require.Len(t, ps, 1)
	return ps[0].Code
}

func do(t *testing.T, s *storetest.Store, c model.Case, action string, args flow.Args) model.Case {
	t.Helper()
	c, err := s.Do(ctx, by("李调解", 60), c.ID, 0, action, args)
	require.NoError(t, err)
	return c
}

func TestACoreAnswersForOneOfItsShops(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.AddGroup(ctx, by("a", 0), core("陈埭鞋业", "一店"))
	require.NoError(t, err)
	c := addCase(t, s, "李调解", complaint("王小明", "一店", "鞋底开胶"))
	answered := do(t, s, c, "core-answer", flow.Args{"answer": "同意换鞋"})
	require.Equal(t, "同意换鞋", answered.Route.Answer)
	require.Equal(t, storetest.Now.Add(time.Hour), answered.Route.AnsweredAt)
	require.Equal(t, model.Registered, answered.State, "an answer closes nothing")
	_, err = s.Do(ctx, by("a", 61), c.ID, 0, "core-answer", flow.Args{"answer": "x"})
	require.Equal(t, "step.core_answered", fault(t, err))
	_, _, err = s.Undo(ctx, by("李调解", 62))
	require.NoError(t, err)
	again, err := s.Case(ctx, string(c.ID))
	require.NoError(t, err)
	require.Equal(t, c.Route, again.Route)
	do(t, s, c, "to-shop", flow.Args{"reason": "打不通"})
	back := do(t, s, c, "to-core", nil)
	require.Equal(t, model.ToCore, back.Route.To)
}

func TestAComplaintGoesToTheCoreOnlyWhileItIsAuthorised(t *testing.T) {
	s := storetest.Open(t)
	g := core("陈埭鞋业", "一店")
	g.Authorisation.To = monday - 1
	g, err := s.AddGroup(ctx, by("a", 0), g)
	require.NoError(t, err)
	c := addCase(t, s, "李调解", complaint("王小明", "一店", "鞋底开胶"))
	_, err = s.Do(ctx, by("a", 60), c.ID, 0, "to-core", nil)
	require.Equal(t, "step.core_not_authorised", fault(t, err))
	g.Authorisation.To = monday + 100
	_, err = s.EditGroup(ctx, by("a", 61), g)
	require.NoError(t, err)
	require.Equal(t, model.ToCore, do(t, s, c, "to-core", nil).Route.To)
	plain := addCase(t, s, "李调解", complaint("王小明", "别家", "x"))
	_, err = s.Do(ctx, by("a", 60), plain.ID, 0, "to-core", nil)
	require.Equal(t, "step.no_core", fault(t, err))
}

func TestOneAnswerForManyIsAllOrNothing(t *testing.T) {
	s := storetest.Open(t)
	g, err := s.AddGroup(ctx, by("a", 0), core("陈埭鞋业", "一店", "二店"))
	require.NoError(t, err)
	var ids []model.ID
	for _, shop := range []string{"一店", "二店", "一店"} {
		ids = append(ids, addCase(t, s, "李调解", complaint("王小明", shop, "鞋底开胶")).ID)
	}
	args := flow.Args{"answer": "统一换货"}
	other := addCase(t, s, "李调解", complaint("王小明", "别家", "x"))
	head := s.Head()
	err = s.DoMany(ctx, by("李调解", 60), append(ids, other.ID), "core-answer", args)
	require.Equal(t, "step.one_of_many", fault(t, err))
	require.Equal(t, head, s.Head())

	require.NoError(t, s.DoMany(ctx, by("李调解", 60), ids, "core-answer", args))
	events, err := s.Events(ctx, head, 10)
	require.NoError(t, err)
	require.Equal(t, []string{"case.core-answer", "case.core-answer", "case.core-answer", store.KindBatchDone}, kinds(events))
	cases, counts, err := s.GroupCases(ctx, g.ID, 2)
	require.NoError(t, err)
	require.Len(t, cases, 2)
	require.Equal(t, []model.ID{ids[2], ids[1]}, []model.ID{cases[0].ID, cases[1].ID})
	require.Equal(t, 2, counts[g.Affiliates[0].ShopID])
	_, _, err = s.Undo(ctx, by("李调解", 61))
	require.NoError(t, err)
	c, err := s.Case(ctx, string(ids[0]))
	require.NoError(t, err)
	require.Zero(t, c.Route.AnsweredAt)
}

func TestDuplicatesWithinAGroupAreMergedAndSplit(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.AddGroup(ctx, by("a", 0), core("陈埭鞋业", "一店", "二店"))
	require.NoError(t, err)
	one := addCase(t, s, "李调解", complaint("王小明", "一店", "鞋底开胶"))
	two := addCase(t, s, "李调解", complaint("王小明", "二店", "鞋底开胶"))
	other := addCase(t, s, "李调解", complaint("赵大", "二店", "x"))
	_, might, err := s.Merged(ctx, two, 9)
	require.NoError(t, err)
	require.Len(t, might, 1)
	require.Equal(t, one.ID, might[0].ID)

	for into, code := range map[string]string{
		string(two.ID): "merge.itself", string(other.ID): "merge.other_consumer", "HS-1": store.CodeNotFound, "": "step.required",
	} {
		_, err = s.Do(ctx, by("a", 60), two.ID, 0, "merge", flow.Args{"into": into})
		require.Equal(t, code, fault(t, err))
	}
	two = do(t, s, two, "merge", flow.Args{"into": one.No})
	require.Equal(t, one.ID, two.MergedInto)
	require.True(t, two.Over())
	_, open, err := s.Due(ctx, 10)
	require.NoError(t, err)
	require.Equal(t, 2, open, "nobody has to act on the merged one")
	in, might, err := s.Merged(ctx, one, 9)
	require.NoError(t, err)
	require.Len(t, in, 1)
	require.Empty(t, might)
	_, err = s.Do(ctx, by("a", 60), two.ID, 0, "accept", nil)
	require.Equal(t, "step.merged", fault(t, err))
	_, err = s.Do(ctx, by("a", 60), one.ID, 0, "merge", flow.Args{"into": two.No})
	require.Equal(t, "merge.merged", fault(t, err))
	again := addCase(t, s, "李调解", complaint("王小明", "一店", "又来了"))
	_, err = s.Do(ctx, by("a", 60), one.ID, 0, "merge", flow.Args{"into": again.No})
	require.Equal(t, "merge.has_others", fault(t, err))

	two = do(t, s, two, "split", nil)
	require.Empty(t, two.MergedInto)
	require.False(t, two.DueOn.IsZero())
	_, open, err = s.Due(ctx, 10)
	require.NoError(t, err)
	require.Equal(t, 4, open)
}

// The core's clock and the fall back to the shop; the platform's clock is not
// moved by passing the complaint on.
func TestACoreThatKeepsSilentFallsBackToTheShop(t *testing.T) {
	s := storetest.Open(t)
	_, err := s.AddGroup(ctx, by("a", 0), core("陈埭鞋业", "一店"))
	require.NoError(t, err)
	in := complaint("王小明", "一店", "鞋底开胶")
	in.Origin = &model.Origin{Via: model.ViaODR, No: "P-1", At: storetest.Now.AddDate(0, 0, -3)}
	c := addCase(t, s, "李调解", in)
	times := storetest.Times(t)
	var rules []string
	for _, run := range flow.Running(c) {
		rules = append(rules, run.Rule)
	}
	require.Subset(t, rules, []string{"odr.settle", "group.answer"})
	stand, until, ok := times.Stand(c, storetest.Now)
	require.True(t, ok)
	require.Equal(t, model.ToCore, stand.To)
	require.Equal(t, "2026-11-26", until.Format(time.DateOnly), "two working days, then it is too late")
	stand, _, _ = times.Stand(c, until)
	require.Equal(t, "silent", stand.Why)
	require.Equal(t, model.ToShop, stand.To)
	before := odrClock(t, times, c)
	c = do(t, s, c, "to-shop", flow.Args{"reason": "没人接"})
	c = do(t, s, c, "to-core", nil)
	require.Equal(t, before, odrClock(t, times, c))
}

func odrClock(t *testing.T, times flow.Times, c model.Case) model.Day {
	for _, run := range flow.Running(c) {
		if run.Rule == "odr.settle" {
			d, err := times.Clocks.Due(run.Ask)
			require.NoError(t, err)
			return d.Last
		}
	}
	t.Fatal("no clock")
	return 0
}

// TestAMergedCaseCountsOnce: in the month, in the cases behind a number, in
// what a shop and a group have drawn. Split again, or undone, it counts again.
func TestAMergedCaseCountsOnce(t *testing.T) {
	s := storetest.Open(t, storetest.Clocks(t))
	g, err := s.AddGroup(ctx, by("a", 0), core("陈埭鞋业", "一店", "二店"))
	require.NoError(t, err)
	one := addCase(t, s, "李调解", complaint("王小明", "一店", "鞋底开胶"))
	two := addCase(t, s, "李调解", complaint("王小明", "二店", "鞋底开胶"))
	addCase(t, s, "李调解", complaint("赵大", "二店", "少发一只"))
	month := stats.MonthOf(storetest.Now)
	counts := func(all, firstShop, secondShop int) {
		t.Helper()
		rep, err := s.Month(ctx, month, storetest.Now, limits(t), nil)
		require.NoError(t, err)
		require.Equal(t, all, rep.Came.Complaints)
		rows, _, err := s.MonthCases(ctx, stats.Of(month, stats.Cond{By: stats.Kind, Value: "complaint"}), storetest.Now, store.Place{}, 10)
		require.NoError(t, err)
		require.Len(t, rows, all, "the cases behind the number")
		require.Equal(t, []stats.Row{{Value: string(g.ID), Name: g.Name, N: all}}, rep.Table(stats.Group).Rows)
		cases, by, err := s.GroupCases(ctx, g.ID, 10)
		require.NoError(t, err)
		require.Len(t, cases, all)
		require.Equal(t, map[model.ID]int{one.ShopID: firstShop, two.ShopID: secondShop}, by)
		n, err := s.ShopCases(ctx, two.ShopID)
		require.NoError(t, err)
		require.Equal(t, secondShop, n)
	}
	counts(3, 1, 2)
	do(t, s, two, "merge", flow.Args{"into": one.No})
	counts(2, 1, 1)
	do(t, s, two, "split", nil)
	counts(3, 1, 2)
	_, _, err = s.Undo(ctx, by("李调解", 70))
	require.NoError(t, err)
	counts(2, 1, 1)
	_, _, err = s.Undo(ctx, by("李调解", 71))
	require.NoError(t, err)
	counts(3, 1, 2)
}

// TestAComplaintOlderThanItsGroupIsTakenThereByHand: its way was set when it
// was registered; one step, logged and undone, takes it to the core.
func TestAComplaintOlderThanItsGroupIsTakenThereByHand(t *testing.T) {
	s := storetest.Open(t)
	c := addCase(t, s, "李调解", complaint("王小明", "一店", "鞋底开胶"))
	require.Nil(t, c.Route)
	g := core("陈埭鞋业", "一店")
	g.Authorisation.To = monday - 1
	g, err := s.AddGroup(ctx, by("a", 1), g)
	require.NoError(t, err)
	again, err := s.Case(ctx, string(c.ID))
	require.NoError(t, err)
	require.Nil(t, again.Route, "nothing goes another way by itself")
	_, err = s.Do(ctx, by("a", 60), c.ID, 0, "to-core", nil)
	require.Equal(t, "step.core_not_authorised", fault(t, err))
	g.Authorisation.To = monday + 100
	g, err = s.EditGroup(ctx, by("a", 61), g)
	require.NoError(t, err)
	_, err = s.Do(ctx, by("a", 60), c.ID, 0, "core-answer", flow.Args{"answer": "x"})
	require.Equal(t, "step.no_core", fault(t, err), "it is not there yet")

	head := s.Head()
	sent := do(t, s, c, "to-core", nil)
	require.Equal(t, &model.Route{Group: g.ID, Core: g.Name, To: model.ToCore, Why: "authorised", At: storetest.Now.Add(time.Hour)}, sent.Route)
	require.Equal(t, "一店", sent.Shop, "the respondent of record stays the shop")
	events, err := s.Events(ctx, head, 10)
	require.NoError(t, err)
	require.Equal(t, []string{"case.to-core"}, kinds(events))
	_, _, err = s.Undo(ctx, by("李调解", 62))
	require.NoError(t, err)
	again, err = s.Case(ctx, string(c.ID))
	require.NoError(t, err)
	require.Nil(t, again.Route)
}

// TestAShopThatChangedItsCoreGoesToTheOneItHas: the complaint does not go to
// the core enterprise that has let the shop go.
func TestAShopThatChangedItsCoreGoesToTheOneItHas(t *testing.T) {
	s := storetest.Open(t)
	first := core("陈埭鞋业", "一店")
	first.Authorisation.To = monday - 1
	first, err := s.AddGroup(ctx, by("a", 0), first)
	require.NoError(t, err)
	c := addCase(t, s, "李调解", complaint("王小明", "一店", "鞋底开胶"))
	first.Affiliates = nil
	_, err = s.EditGroup(ctx, by("a", 1), first)
	require.NoError(t, err)
	_, err = s.Do(ctx, by("a", 60), c.ID, 0, "to-core", nil)
	require.Equal(t, "step.no_core", fault(t, err))
	second, err := s.AddGroup(ctx, by("a", 2), core("另一家", "一店"))
	require.NoError(t, err)
	sent := do(t, s, c, "to-core", nil)
	require.Equal(t, []string{string(second.ID), "另一家"}, []string{string(sent.Route.Group), sent.Route.Core})
}
