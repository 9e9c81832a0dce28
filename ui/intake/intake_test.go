package intake_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/widget"
)

func TestComplaintOnThreeFacts(t *testing.T) {
	d := open(t, "zh")
	d.sees("先记三件事").typed("张三").press("enter").typed("hxxh").sees("华兴鞋行").press("enter")
	d.typed("买的鞋三天开胶").press("ctrl+s")
	require.Len(t, d.desk.cases, 1)
	c := d.desk.cases[0]
	require.Equal(t, model.Complaint, c.Kind)
	require.Equal(t, "张三", c.Complainant.Name)
	require.Equal(t, model.ID("s-1"), c.ShopID)
	require.Equal(t, "华兴鞋行", c.Shop)
	require.Equal(t, "买的鞋三天开胶", c.What)
	require.Equal(t, "李阿姨", c.Receiver)
	d.sees("已保存", "案号 JJ01-20261123-0001", "2026年11月30日")
	require.False(t, d.s.Dirty())
	require.False(t, d.s.Typing())
}

func TestAfterSaving(t *testing.T) {
	saved := func() *driver {
		return open(t, "zh").press("f6").typed("保修期多久？").press("enter").sees("已保存")
	}
	d := saved().press("1")
	require.Equal(t, model.ID("c-1"), asked[screen.OpenCase](d).ID)
	d = saved().press("2").sees("一句话记下来").seesNot("保修期多久？")
	d.typed("发票").press("enter")
	require.Len(t, d.desk.cases, 2)
	d = saved().press("esc")
	asked[screen.Home](d)
	d = saved().press("f5").sees("先记三件事").seesNot("保修期多久？")
	require.True(t, d.s.Typing())
}

func TestConsultationIsOneLineAndOneKey(t *testing.T) {
	d := start(t, newEnv(t, "zh"), newDesk(), screen.OpenIntake{From: &model.Case{Kind: model.Consultation}})
	d.typed("网上买的能七天退吗").press("enter").sees("已保存")
	require.Equal(t, model.Consultation, d.desk.cases[0].Kind)
	require.Equal(t, "网上买的能七天退吗", d.desk.cases[0].What)
}

func TestOptionalFacts(t *testing.T) {
	d := open(t, "zh").resized(80, 40)
	d.typed("张三").press("enter").typed("hxxh").press("enter").typed("开胶").press("enter")
	d.typed("＋８６ １３８ ００００ １２３４").press("enter")
	d.press("1").typed("二百九十九元").press("enter")
	d.press("1", "3").typed("皮鞋").press("enter").typed("昨天").press("enter")
	d.press("1", "1", "5", "enter", "1", "1", "1", "1", "1").typed("11010119900307123x").press("tab")
	d.sees("13800001234").press("ctrl+s")
	require.Empty(t, d.desk.cases, "the identity card's check digit is wrong")
	d.press("backspace").typed("3").press("ctrl+s").sees("已保存")
	c := d.desk.cases[0]
	at := monday
	require.Equal(t, model.Case{
		ID: "c-1", No: c.No, Kind: model.Complaint, State: model.Registered, RegisteredAt: at, Receiver: "李阿姨",
		Complainant: model.Party{Name: "张三", Phone: "13800001234", IDNumber: "110101199003071233"},
		ShopID:      "s-1", Shop: "华兴鞋行", What: "开胶", Class: "apparel", Nature: "ZL", Request: "refund",
		Amount: 29900, Goods: "皮鞋", PurchasedOn: c.PurchasedOn, Channel: "onsite",
		Proofs: []string{"receipt", "photo"}, NoticeAt: &at, Consent: &model.Consent{At: at, Form: "oral"},
		Urgent: true, Dialect: "minnan", DueOn: c.DueOn,
	}, c)
	require.Equal(t, "2026-11-22", c.PurchasedOn.String())
}

func TestTheIdentityNumberIsNotAskedUnlessWanted(t *testing.T) {
	d := open(t, "zh").resized(80, 40).press("shift+tab", "shift+tab").sees("不收集")
	require.False(t, d.s.Typing())
	d.typed("1").sees("只在必须核对身份时").typed("1")
	require.True(t, d.s.Typing())
	d.press("backspace", "tab", "shift+tab").sees("不收集")
}

func TestFieldsAreCheckedWhileTyping(t *testing.T) {
	for _, tc := range []struct{ field, typed string }{
		{"电话", "138000012345"},
		{"金额", "三百x"},
		{"购买日期", "13月45日"},
	} {
		d := open(t, "zh").resized(80, 40).clicks(tc.field).typed(tc.typed)
		before := d.view()
		d.press("tab")
		require.Contains(t, d.view(), "✗", before)
		d.press("ctrl+s").sees("✗")
		require.Empty(t, d.desk.cases)
		require.True(t, d.s.Typing(), "the focus is on the field that is wrong")
	}
}

func TestThePurchaseLiesInThePast(t *testing.T) {
	d := open(t, "zh").resized(80, 40).typed("张三").press("enter").typed("hxxh").press("enter").typed("开胶")
	d.clicks("购买日期").typed("2027-01-01").sees("!").press("ctrl+s").sees("✗ 2027年1月1日还没到，请检查购买日期")
	require.Empty(t, d.desk.cases)
	d.press("ctrl+u").typed("今天").press("ctrl+s").sees("已保存")
}

func TestADoubtfulValueMayBeKept(t *testing.T) {
	d := open(t, "zh").resized(80, 40)
	d.typed("张三").press("enter").typed("hxxh").press("enter").typed("开胶").press("enter")
	d.typed("12345").press("tab").sees("! ").press("ctrl+s").sees("已保存")
	require.Equal(t, "12345", d.desk.cases[0].Complainant.Phone)
}

func TestShopIsFoundWhileTyping(t *testing.T) {
	d := open(t, "zh").press("tab").typed("hx").sees("华兴鞋行", "A12", "红星小吃", "海鲜酒楼", "新商户：“hx”")
	d.typed("jl").sees("海鲜酒楼").seesNot("华兴鞋行")
	d.press("tab", "tab").clicks("商户").press("ctrl+u").typed("华兴鞋行").press("tab")
	d.seesNot("名单里没有").clicks("姓名").typed("张三").clicks("事情").typed("开胶").press("ctrl+s")
	require.Equal(t, model.ID("s-1"), d.desk.cases[0].ShopID, "a full name needs no picking")
}

func TestNewShopIsAnExplicitChoice(t *testing.T) {
	facts := func() *driver { return open(t, "zh").typed("张三").press("tab") }
	d := facts().typed("华").press("down", "enter").typed("开胶").sees("名单里没有，保存时新建").press("ctrl+s")
	require.Equal(t, "华", d.desk.cases[0].Shop)
	require.Empty(t, d.desk.cases[0].ShopID)

	d = facts().typed("华").press("tab").typed("开胶").press("ctrl+s")
	require.Empty(t, d.desk.cases, "similar shops exist: which one is meant is asked")
	d.sees("请选一家").press("enter").press("ctrl+s")
	require.Equal(t, model.ID("s-1"), d.desk.cases[0].ShopID)

	d = facts().typed("天天甜品").press("tab").typed("开胶").sees("名单里没有").press("ctrl+s")
	require.Equal(t, "天天甜品", d.desk.cases[0].Shop, "nothing to choose between")
}

func TestEnterWaitsForTheShopsThatMatch(t *testing.T) {
	d := open(t, "zh").typed("张三").press("tab")
	d.slow = true
	d.typed("hxxh").press("enter").typed("开胶").press("ctrl+s")
	require.Empty(t, d.desk.cases)
	d.settle()
	require.Len(t, d.desk.cases, 1)
	require.Equal(t, model.ID("s-1"), d.desk.cases[0].ShopID)
	require.Equal(t, "开胶", d.desk.cases[0].What)
}

func TestSavingWaitsForTheShopsThatMatch(t *testing.T) {
	d := open(t, "zh").typed("张三").press("tab", "tab").typed("开胶").press("shift+tab")
	d.slow = true
	d.typed("hx").press("ctrl+s")
	d.settle()
	require.Empty(t, d.desk.cases, "hx must not become a shop")
	d.sees("请选一家")
}

func TestAnOlderAnswerIsDropped(t *testing.T) {
	d := open(t, "zh").press("tab")
	d.slow = true
	d.typed("h").typed("x").typed("j").typed("l")
	slices.Reverse(d.pending)
	d.settle().sees("海鲜酒楼").seesNot("华兴鞋行")
	d.press("enter").seesNot("新商户")
	require.True(t, d.s.Typing())
	d.typed("不给开票").press("shift+tab", "shift+tab").typed("张三").press("ctrl+s").sees("已保存")
	require.Equal(t, "海鲜酒楼", d.desk.cases[0].Shop)
}

func TestAnOlderWarningIsDropped(t *testing.T) {
	d := open(t, "zh").resized(80, 40).clicks("电话").typed("1380000123")
	d.desk.rows = []find.Row{{ID: "c-9", No: "JJ01-20261120-0003", Phone: "13800001234", At: monday}}
	d.slow = true
	d.typed("4").press("backspace").typed("5")
	slices.Reverse(d.pending)
	d.settle().seesNot("可能登记过")
}

func TestShopsCannotBeLookedUp(t *testing.T) {
	d := open(t, "zh")
	d.desk.fail["Search"] = &model.Problem{Code: store.CodeClosed}
	d.typed("张三").press("tab").typed("华兴鞋行").press("enter").typed("开胶").press("ctrl+s").sees("已保存")
	require.Equal(t, "华兴鞋行", d.desk.cases[0].Shop)
}

func TestEarlierCaseIsNamed(t *testing.T) {
	d := open(t, "zh").resized(80, 40)
	d.desk.rows = []find.Row{{ID: "c-9", No: "JJ01-20261120-0003", Phone: "13800001234", Name: "张三", Shop: "华兴鞋行", At: monday.AddDate(0, 0, -3)}}
	d.clicks("电话").typed("1380000123").seesNot("可能登记过").typed("4").sees("可能登记过：JJ01-20261120-0003（3天前）")
	require.Equal(t, monday.Add(-30*24*time.Hour), d.desk.since)
	require.Contains(t, d.s.Keys(), keys.Find)
	d.press("f7")
	require.Equal(t, model.ID("c-9"), asked[screen.OpenCase](d).ID)
	d.press("ctrl+u").seesNot("可能登记过")
	d.clicks("姓名").typed("张三").press("enter").typed("hxxh").press("enter").sees("可能登记过")
	d.typed("又开胶了").press("ctrl+s").sees("已保存")
}

func TestOneOfSeveralEarlierCases(t *testing.T) {
	d := open(t, "zh").resized(80, 40)
	for _, id := range []model.ID{"c-8", "c-9"} {
		d.desk.rows = append(d.desk.rows, find.Row{ID: id, No: "N" + string(id), Name: "欧阳明", Phone: "13800001234", At: monday})
	}
	d.clicks("电话").typed("13800001234").sees("等2件").clicks("可能登记过")
	ask := asked[screen.Ask](d)
	require.Len(t, ask.Options, 2)
	require.NotContains(t, ask.Options[0].Label, "欧阳明", "lists are masked")
	d.tell(ask.Options[1].Answer)
	require.Equal(t, model.ID("c-9"), asked[screen.OpenCase](d).ID)
}

func TestProblemsStandAtTheirFields(t *testing.T) {
	d := open(t, "zh").press("ctrl+s")
	require.Empty(t, d.desk.cases)
	d.sees("请写投诉人的姓名", "请写是哪家店", "请写是什么事")
	d.typed("张三").seesNot("请写投诉人的姓名").sees("请写是哪家店")
	d.press("f6", "ctrl+s").sees("请写是什么事")
}

func TestARefusalKeepsEverything(t *testing.T) {
	full := &model.Problem{Code: store.CodeDiskFull, Args: map[string]any{"free_mib": 12, "need_mib": 256}}
	for _, err := range []error{full, store.ErrClosed, &model.Problem{Code: "shop.choose", Field: "shop"}} {
		d := open(t, "zh").typed("张三").press("enter").typed("hxxh").press("enter").typed("开胶")
		d.desk.fail["AddCase"] = err
		d.press("ctrl+s").sees("张三", "华兴鞋行", "开胶", "✗")
		delete(d.desk.fail, "AddCase")
		d.press("ctrl+s").sees("已保存")
		require.Equal(t, "开胶", d.desk.cases[0].What)
	}
}

func TestKeysWaitWhileSaving(t *testing.T) {
	d := open(t, "zh").press("f6").typed("发票丢了能退吗")
	d.slow = true
	d.press("ctrl+s", "ctrl+s", "enter").typed("2保修")
	require.Contains(t, d.view(), "发票丢了能退吗")
	d.settle()
	require.Len(t, d.desk.cases, 1, "one press, one case")
	d.sees("保修").seesNot("发票丢了")
	for _, m := range d.sent {
		_, opened := m.(screen.OpenCase)
		require.False(t, opened, "the second Enter is no answer")
	}
}

func TestPasteIsOneEdit(t *testing.T) {
	d := open(t, "zh").press("f6")
	long := strings.Repeat("这家店的售后一直推脱，", 200)
	d.paste(long + "\n第二行")
	require.Len(t, d.ticks, 1)
	d.press("enter")
	require.Equal(t, long+"\n第二行", d.desk.cases[0].What)
}

func TestTextThatDoesNotFitIsSaid(t *testing.T) {
	open(t, "zh").paste(strings.Repeat("长", 120)).sees("最多100个字")
}

func TestLettersAreTextWhileTyping(t *testing.T) {
	d := open(t, "zh").typed("?/q1 ").sees("?/q1")
	require.True(t, d.s.Typing())
}

func TestTheCursorStandsBehindTheText(t *testing.T) {
	for _, senior := range []bool{false, true} {
		env := newEnv(t, "zh")
		env.Senior = senior
		d := start(t, env, newDesk(), screen.OpenIntake{}).resized(60, 18).typed("张三")
		c := d.block().Cursor
		require.NotNil(t, c)
		row := strings.Split(d.view(), "\n")[c.Y]
		before, _, _ := strings.Cut(row, "张三")
		require.Equal(t, widget.Width(before)+4, c.X)
		require.Equal(t, tea.CursorBar, c.Shape)
	}
}

func TestMouse(t *testing.T) {
	d := open(t, "zh").resized(80, 40)
	d.clicks("事情").typed("开胶").clicks("姓名").typed("张三").clicks("商户").typed("hx").clicks("红星小吃")
	d.clicks("诉求").clicks("2 换货").clicks("保存（Ctrl+S）").sees("已保存")
	require.Equal(t, "exchange", d.desk.cases[0].Request)
	require.Equal(t, "红星小吃", d.desk.cases[0].Shop)
	d.clicks("登记下一件").sees("先记三件事")
}

func TestChoices(t *testing.T) {
	request := func() *driver { return open(t, "zh").resized(80, 40).clicks("诉求") }
	request().press("enter").seesNot("退货退款") // leaving is not choosing
	request().press("right", "enter").sees("退货退款")
	request().press("right", "right", "tab").sees("换货")
	request().press("3", "shift+tab").sees("3*修理", "退格").press("backspace").sees("3 修理").seesNot("退格")
	nature := open(t, "zh").resized(80, 40).clicks("投诉性质").press("0").sees("1 其他").press("1").sees("其他")
	require.True(t, nature.s.Typing())
}

func TestKnownFactsAreTakenOver(t *testing.T) {
	from := &model.Case{
		Kind: model.Complaint, Complainant: model.Party{Name: "张三", Phone: "13800001234"}, Shop: "华兴鞋行", ShopID: "s-1",
		Amount: 12345, PurchasedOn: model.DayOf(monday, zone), Request: "refund", Proofs: []string{"photo"},
	}
	d := start(t, newEnv(t, "zh"), newDesk(), screen.OpenIntake{From: from})
	d.clicks("事情").typed("开胶").press("ctrl+s").sees("已保存")
	c := d.desk.cases[0]
	require.Equal(t, from.Complainant, c.Complainant)
	require.Equal(t, from.ShopID, c.ShopID)
	require.Equal(t, from.Amount, c.Amount)
	require.Equal(t, from.PurchasedOn, c.PurchasedOn)
	require.Equal(t, from.Proofs, c.Proofs)
}

func TestActionsOfPaletteAndKeyBar(t *testing.T) {
	d := open(t, "zh").tell(screen.Do{ID: keys.NewConsultation}).sees("一句话记下来").typed("能退吗").tell(screen.Do{ID: keys.Save}).sees("已保存")
	d.tell(screen.Do{ID: keys.Digit(1)})
	require.Equal(t, model.ID("c-1"), asked[screen.OpenCase](d).ID)
}

// TestEnterOnAnEmptyQuestionIsRefused: Enter saves, so it does not go on to the
// answer, where the question would then be typed.
func TestEnterOnAnEmptyQuestionIsRefused(t *testing.T) {
	d := open(t, "zh").tell(screen.Do{ID: keys.NewConsultation}).sees("回车就保存").press("enter").sees("✗ 请写")
	d.typed("能退吗").press("enter").sees("已保存")
}
