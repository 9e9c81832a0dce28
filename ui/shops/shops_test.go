package shops_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/shops"
)

func TestTheFirstPageCounts(t *testing.T) {
	d, _, _ := open(t, "zh", model.Mediator)
	d.Sees("商户3家", "联盟成员1家", "示例")
	d.Press("esc")
	screentest.Asked[screen.Back](d)
}

func TestAShopIsFoundByInitialsStallAndTail(t *testing.T) {
	for _, c := range []struct{ typed, sees, hides string }{
		{"tttp", "天天甜品", "红星小吃"},
		{"hxxc", "红星小吃", "天天甜品"},
		{"A-03", "红星小吃", "天天甜品"},
		{"13800001234", "天天甜品", "红星小吃"},
	} {
		d, _, _ := open(t, "zh", model.Mediator)
		d.Press("1", "/").Type(c.typed).Sees(c.sees).SeesNot(c.hides)
		d.Press("esc").Sees("天天甜品", "红星小吃", "已撤场")
	}
}

func TestTheCardTellsEverything(t *testing.T) {
	d, _, _ := open(t, "zh", model.Mediator)
	d.Press("1", "1").Sees("天天甜品", "A-01", "食品餐饮", "13800001234", "2026年1月1日", "10天", "2026年11月1日", "3件")
	d.Press("3")
	require.Equal(t, screen.OpenLookup{Query: "天天甜品"}, screentest.Asked[screen.OpenLookup](d))
}

func TestAShopIsChanged(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Mediator)
	d.Press("1", "1", "1", "tab").Type("x").Press("ctrl+s")
	require.Equal(t, "已保存：天天甜品", notice(d).Text)
	d.Sees("A-01x", "3件")
	require.Equal(t, "A-01x", desk.shops[0].Stall)
	require.Equal(t, 10, desk.shops[0].Member.TermDays, "the rest stays")
	require.Equal(t, "李阿姨", desk.by[0].Actor)
}

// What is typed into the form of a shop is there again after a power cut.
func TestWhatWasTypedAboutAShopComesBack(t *testing.T) {
	d, desk, supply := open(t, "zh", model.Mediator)
	d.Change(func(e *screen.Env) { e.After = screentest.AtOnce })
	d.Press("1", "1", "1", "tab").Type("新铺位")
	require.Len(t, desk.drafts, 1)

	again := screentest.Start(t, d.Env, shops.At(d.Env, desk, supply, screen.OpenShops{}))
	again.Press("1", "1", "1").Sees("A-01新铺位")
	require.Equal(t, "A-01", desk.shops[0].Stall)
	again.Press("ctrl+s")
	require.Equal(t, "A-01新铺位", desk.shops[0].Stall)
	require.Empty(t, desk.drafts)
}

// A fault stands beside its question and nothing is written.
func TestFaultsStandAtTheirQuestion(t *testing.T) {
	for _, c := range []struct {
		form, tabs int
		typed      string
		fault      string
	}{
		{1, 3, "91350582MA2Y0000XX", "信用代码"},
		{1, 5, "138", "电话"},
		{1, 9, "2026-02-30", "没有2月30日"},
		{1, 10, "2020-01-0x", "日期"},
		{1, 11, "很久", "不是整数"},
		{2, 2, "5", "只能承诺得更好"},
		{2, 1, "2025-12-31", "（2025年12月31日）早于开始日期"},
	} {
		d, desk, _ := open(t, "zh", model.Mediator)
		d.Press("1", "1", map[int]string{1: "1", 2: "2"}[c.form])
		for range c.tabs {
			d.Press("tab")
		}
		d.Press("ctrl+u").Type(c.typed).Press("ctrl+s").Sees(c.fault)
		require.Empty(t, desk.by, c.typed)
	}
}

func TestAPromiseMayOnlyImprove(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Mediator)
	d.Press("1", "1", "2", "tab", "tab").Press("ctrl+u").Sees("章程是7天，只能更长")
	d.Type("6").Press("tab").Sees("6天比联盟章程的7天短")
	d.Press("shift+tab", "ctrl+u").Type("３０天").Press("ctrl+s")
	require.Equal(t, 30, desk.shops[0].Member.TermDays)
	d.Press("2", "tab", "tab", "ctrl+u", "ctrl+s")
	require.Zero(t, desk.shops[0].Member.TermDays, "empty follows the charter")
}

func TestAShopJoinsAndLeavesTheAlliance(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Mediator)
	d.Press("1", "2", "2").Type("11月1日").Press("tab").Type("12月31日").Sees("2026年12月31日").Press("ctrl+s")
	m := desk.shops[2].Member
	require.Equal(t, []string{"2026-11-01", "2026-12-31"}, []string{m.Joined.String(), m.Left.String()})
	d.Sees("修改入盟资料").Press("2", "ctrl+u", "tab", "ctrl+u", "ctrl+s")
	require.Nil(t, desk.shops[2].Member, "a membership that says nothing is none")
}

func TestAShopIsAdded(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Mediator)
	d.Press("1").Type("新星书店").Press("insert").Sees("新星书店").Press("tab").Type("B-9").Press("ctrl+s")
	require.Len(t, desk.shops, 4)
	require.Equal(t, "B-9", desk.shops[3].Stall)
	d.Sees("商户", "新星书店", "B-9", "0件")
	d.Press("esc", "esc", "esc", "2").Type("天天甜品").Press("ctrl+s")
	require.Len(t, desk.shops, 4, "a name stands once")
	screentest.Asked[screen.Failed](d)
}

// clashing opens a form on a shop that somebody else changes meanwhile.
func clashing(t *testing.T) (*screentest.Driver, *desk) {
	d, desk, _ := open(t, "zh", model.Mediator)
	d.Press("1", "1", "1", "tab", "ctrl+u").Type("Z-1")
	desk.shops[0].Rev, desk.shops[0].Contact = 2, "陈经理"
	d.Press("ctrl+s").Sees("王五", "Z-1", "A-01", "陈经理")
	require.Equal(t, "A-01", desk.shops[0].Stall, "nothing is overwritten")
	return d, desk
}

func TestAStaleChangeShowsBothVersions(t *testing.T) {
	d, desk := clashing(t)
	d.Press("1")
	require.Equal(t, []string{"Z-1", "陈经理"}, []string{desk.shops[0].Stall, desk.shops[0].Contact})

	d, desk = clashing(t)
	d.Press("2").Sees("A-01", "陈经理").SeesNot("Z-1")
	require.Equal(t, "A-01", desk.shops[0].Stall)

	d, desk = clashing(t)
	d.Press("3").Sees("Z-1", "陈经理").Press("ctrl+s")
	require.Equal(t, []string{"Z-1", "陈经理"}, []string{desk.shops[0].Stall, desk.shops[0].Contact})
}

func TestLeavingAFormAsks(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Mediator)
	d.Press("1", "1", "1").Press("esc").Sees("修改商户资料")
	d.Press("1").Type("!").Press("esc")
	ask := screentest.Asked[screen.Ask](d)
	require.True(t, d.S.Dirty())
	d.Tell(ask.Options[2].Answer).Sees("修改商户资料")
	require.False(t, d.S.Dirty())
	d.Press("1").Type("!").Tell(ask.Options[0].Answer)
	require.Equal(t, "天天甜品!", desk.shops[0].Name)
}

// Keys pressed while the store is asked wait for the answer.
func TestKeysWaitForTheStore(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Mediator)
	d.Press("1", "1", "1").Type("!")
	d.Slow = true
	d.Press("ctrl+s", "2")
	d.Settle().Sees("退盟日期")
	require.Equal(t, "天天甜品!", desk.shops[0].Name)
}

func TestWhatIsTypedStays(t *testing.T) {
	d, _, _ := open(t, "zh", model.Mediator)
	d.Press("1", "1", "1", "tab").Type("很靠里").Sees("很靠里")
	d.Lang("en").Sees("很靠里", "Stall").Senior(true).Sees("很靠里").Resize(60, 18).Sees("很靠里").Resize(200, 58)
	d.Senior(false).Lang("zh").Sees("很靠里").Tell(screen.Changed{}).Sees("很靠里")
}

func TestAShopThatIsUndoneIsGone(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Mediator)
	d.Press("1", "1")
	desk.shops = desk.shops[1:]
	d.Tell(screen.Changed{}).Sees("这家商户不在了").Press("1").Sees("红星小吃")
}
