package shops_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/shops"
)

// cores opens the screen on a real store.
func cores(t *testing.T, lang string, senior bool) (*screentest.Driver, *storetest.Store) {
	s := storetest.Open(t)
	env := screentest.Env(t, lang)
	env.Senior = senior
	return screentest.Start(t, env, shops.At(env, s.Store, newSupply(t), screen.OpenShops{})), s
}

var someone = store.By{Actor: "王五", Role: model.Coordinator, At: storetest.Now}

// group adds a core enterprise with its shops.
func group(t *testing.T, s *storetest.Store, names ...string) model.Group {
	g := model.Group{
		Name: "陈埭鞋业", Handler: "林经办",
		Authorisation: model.Authorisation{Document: "授权书1号", From: day(t, "2026-01-01"), To: day(t, "2026-12-31")},
	}
	for _, n := range names {
		g.Affiliates = append(g.Affiliates, model.Affiliate{Shop: n})
	}
	g, err := s.AddGroup(context.Background(), someone, g)
	require.NoError(t, err)
	return g
}

func complain(t *testing.T, s *storetest.Store, name, shop string) model.Case {
	c, err := s.AddCase(context.Background(), someone, model.Case{
		Kind: model.Complaint, Complainant: model.Party{Name: name}, Shop: shop, What: "鞋底开胶",
	})
	require.NoError(t, err)
	return c
}

func TestACoreEnterpriseIsEntered(t *testing.T) {
	d, s := cores(t, "zh", false)
	d.Press("6").Sees("还没有核心企业").Press("insert").Type("陈埭鞋业").Press("tab", "tab").Type("林经办").Press("tab").Type("13800001234")
	d.Press("tab").Type("授权书1号").Press("tab").Type("2026-05-01").Press("tab").Type("2026-04-01").Press("ctrl+s")
	d.Sees("授权2026年4月1日结束，早于2026年5月1日开始")
	all, err := s.Groups(context.Background())
	require.NoError(t, err)
	require.Empty(t, all, "nothing is written")
	d.Press("ctrl+u").Type("2027-04-30").Press("ctrl+s")
	d.Sees("陈埭鞋业", "林经办", "由核心企业统一答复")

	d.Press("1", "insert").Type("一店").Press("tab").Type("某平台").Press("ctrl+s").Sees("一店", "某平台")
	d.Press("1").Sees("某平台", "去掉").Press("1", "tab", "tab").Type("一店旗舰店").Press("ctrl+s").Sees("一店旗舰店")
	d.Press("1", "3")
	ask := screentest.Asked[screen.Ask](d)
	d.Tell(ask.Options[1].Answer)
	g, err := s.Group(context.Background(), "陈埭鞋业")
	require.NoError(t, err)
	require.Empty(t, g.Affiliates)
	require.Equal(t, "2027-04-30", g.Authorisation.To.String())
	d.Press("esc", "esc").Sees("授权到").Press("/").Type("cdxy").Sees("陈埭鞋业").Press("esc")
}

func TestAnEndedAuthorisationIsSaid(t *testing.T) {
	d, s := cores(t, "en", false)
	g := group(t, s, "一店")
	g.Authorisation.To = day(t, "2026-11-01")
	_, err := s.EditGroup(context.Background(), someone, g)
	require.NoError(t, err)
	d.Tell(screen.Changed{}).Press("6").Sees("authorisation ended").Press("1").Sees("goes to the shop: the authorisation has ended")
}

func TestOneAnswerGoesToThePickedCases(t *testing.T) {
	for _, senior := range []bool{false, true} {
		d, s := cores(t, "zh", senior)
		group(t, s, "一店", "二店")
		first := complain(t, s, "王小明", "一店")
		complain(t, s, "赵大", "二店")
		last := complain(t, s, "孙三", "二店")
		d.Tell(screen.Changed{})
		if senior {
			d.Press("0", "1") // the second page of the menu
		} else {
			d.Press("6")
		}
		d.Press("1").Sees("3件在等").Press("3").Sees(first.No, last.No)
		d.Press("1", "enter").Type("同意换新鞋")
		if senior {
			d.Press("enter").Sees("同意换新鞋").Press("1")
		} else {
			d.Press("ctrl+s")
		}
		require.Contains(t, notice(d).Text, "2件", senior)
		c, err := s.Case(context.Background(), string(first.ID))
		require.NoError(t, err)
		require.Equal(t, "同意换新鞋", c.Route.Answer)
		c, err = s.Case(context.Background(), string(last.ID))
		require.NoError(t, err)
		require.Empty(t, c.Route.Answer, "the newest was taken out")
		d.Sees("1件在等")
	}
}

func TestRepeatedComplaintsAreAnAlarmWithItsCases(t *testing.T) {
	d, s := cores(t, "zh", false)
	group(t, s, "一店", "二店", "三店")
	for _, shop := range []string{"一店", "一店", "一店", "二店", "三店"} {
		complain(t, s, "王小明", shop)
	}
	d.Tell(screen.Changed{}).Press("6", "1").Sees("30天里5件投诉", "3家店都有投诉", "一店：30天里3件", "一共5件，没办完的5件")
	d.Press("2").Sees("HS-20261123-0005", "已登记").Press("1")
	require.NotEmpty(t, screentest.Asked[screen.OpenCase](d).ID)
}
