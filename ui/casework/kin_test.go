package casework_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store/find"
	"heshi/ui/casework"
	"heshi/ui/screen"
	"heshi/ui/screentest"
)

// Group returns the core enterprise of the desk.
func (d *desk) Group(context.Context, string) (model.Group, error) { return d.group, nil }

// GroupOf returns the core enterprise the shop belongs to.
func (d *desk) GroupOf(context.Context, model.ID) (model.Group, bool, error) {
	return d.core, d.core.ID != "", nil
}

// Merged returns the cases of the same consumer.
func (d *desk) Merged(context.Context, model.Case, int) (in, might []find.Row, err error) {
	return d.in, d.might, nil
}

// routed is a fresh complaint that went to a core enterprise.
func routed(t testing.TB) *desk {
	k := fresh(t)
	k.c.Route = &model.Route{Group: "G-1", Core: "陈埭鞋业", To: model.ToCore, Why: "authorised", At: k.c.RegisteredAt}
	k.group = model.Group{ID: "G-1", Name: "陈埭鞋业", Handler: "林经办", Phone: "13900001234"}
	k.might = []find.Row{{No: "LX01-20261120-0001", Shop: "二店"}}
	return k
}

func TestTheCaseSaysWhereTheComplaintGoes(t *testing.T) {
	k := routed(t)
	d := start(t, "zh", k).Resize(120, 48)
	d.Sees("由陈埭鞋业统一答复", "林经办 13900001234", "二店", "并到另一件")
	pick(t, d, "核心企业答复了")
	d.Type("同意换鞋").Press("ctrl+s")
	require.Equal(t, "同意换鞋", k.c.Route.Answer)
	d.Sees("陈埭鞋业已答复：同意换鞋")

	k = routed(t)
	k.c.Route.At = k.c.Route.At.AddDate(0, 0, -14)
	start(t, "en", k).Resize(120, 48).Sees("let its time pass")
}

func TestAMergedCaseRestsAndSaysSo(t *testing.T) {
	k := routed(t)
	d := start(t, "zh", k).Resize(100, 40)
	pick(t, d, "并到另一件")
	d.Sees("LX01-20261120-0001")
	d.Press("esc")
	k.c.MergedInto = "c-9"
	d = start(t, "zh", k).Resize(100, 40).Sees("已并到")
	d.SeesNot("还有后续")
}

func TestACaseOpensAtAStep(t *testing.T) {
	k := fresh(t)
	d := screentest.Start(t, screentest.Env(t, "zh"), casework.At(screentest.Env(t, "zh"), k, screen.OpenCase{ID: "c-1", Step: "contact"}))
	d.Resize(80, 24).Sees("电话")
	d.Press("1")
	require.Len(t, k.c.Contacts, 1)
	require.WithinDuration(t, screentest.Now(), k.c.Contacts[0].At, time.Minute)
}

// A complaint that was registered before its shop joined a core enterprise is
// offered the way there, and takes it only when somebody says so.
func TestAShopThatJoinedLaterIsOfferedItsCore(t *testing.T) {
	k := fresh(t)
	k.c.ShopID = "s-1"
	start(t, "zh", k).Resize(120, 48).SeesNot("转给核心企业")
	k.core = model.Group{
		ID: "G-1", Name: "陈埭鞋业", Handler: "林经办",
		Authorisation: model.Authorisation{Document: "授权书", From: model.DayOf(screentest.Now(), screentest.Now().Location())},
	}
	d := start(t, "zh", k).Resize(120, 48).Sees("这家店现在归陈埭鞋业统一处理", "选“转给核心企业”")
	start(t, "en", k).Resize(120, 48).Sees("belongs to 陈埭鞋业 by now")
	require.Nil(t, k.c.Route)
	pick(t, d, "转给核心企业")
	d.Press("1")
	require.Equal(t, []string{"to-core"}, k.steps)

	k = fresh(t)
	k.c.ShopID, k.core = "s-1", model.Group{ID: "G-1", Name: "陈埭鞋业", Handler: "林经办"}
	d = start(t, "zh", k).Resize(120, 48).SeesNot("这家店现在归")
	d.Press("enter").Sees("不能转给“陈埭鞋业”", "没有登记授权书")
}
