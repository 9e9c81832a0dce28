package shops_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/shops"
)

func sample(t screentest.T) returns.Charter {
	list, err := returns.SampleCharters(assets.Files())
	require.NoError(t, err)
	return list[0]
}

// own is a charter the station has adopted, from a day, open.
func own(t screentest.T, from string, days int) returns.Charter {
	c := sample(t)
	c.ID, c.Sample, c.Version, c.EffectiveFrom, c.TermDays = "charter-jj01", false, from, day(t, from), days
	return c
}

func TestTheSampleIsShownAsASample(t *testing.T) {
	d, _, _ := open(t, "zh", model.Coordinator)
	d.Press("3").Sees("示例", "没有人采纳过", "现在用的", "写新章程")
	d.Resize(80, 120).Press("1").Sees("没有人采纳过", "从收货第二天算起", "22:00", "密封拆了", "500元", "谁先接待")
}

// A charter that is saved but not in force yet is told with its day: the hub
// said that the alliance had none, or that this one applied now.
func TestAComingCharterIsToldWithItsDay(t *testing.T) {
	for _, alone := range []bool{false, true} {
		d, desk, _ := open(t, "zh", model.Coordinator)
		next := own(t, "2026-12-01", 15)
		desk.held = []returns.Charter{next}
		if !alone {
			now := sample(t)
			now.EffectiveTo = day(t, "2026-11-30")
			desk.held = []returns.Charter{now, next}
		}
		d.Tell(screen.Changed{})
		d.Sees("2026年12月1日起用新章程：15天").SeesNot("还没有自己的章程").SeesNot("现在用的章程")
	}
}

func TestOnlyACoordinatorWrites(t *testing.T) {
	for _, role := range []model.Role{model.Mediator, model.FrontDesk, model.Auditor} {
		d, _, _ := open(t, "zh", role)
		d.Press("3").Sees("只有协调员能改章程", "F4").SeesNot("写新章程")
		d.Press("1").Sees("7天").SeesNot("写新的")
		d.Change(func(e *screen.Env) { e.Person.Role = model.Coordinator }).Sees("写新的").SeesNot("只有协调员")
	}
}

// A coordinator who leaves the desk takes the right to save along.
func TestTheRightToSaveIsAskedAtTheEnd(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Coordinator)
	d.Press("3", "2", "2", "ctrl+u").Type("15").Press("ctrl+s", "9")
	d.Change(func(e *screen.Env) { e.Person.Role = model.Mediator }).Press("1")
	require.Contains(t, notice(d).Text, "只有协调员")
	require.Empty(t, desk.held)
}

func TestFifteenDaysFromADay(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Coordinator)
	d.Press("3", "2").Sees("2026年11月24日起生效")
	d.Press("1", "ctrl+u").Type("12月1日").Press("ctrl+s")
	require.Contains(t, notice(d).Text, "还没有保存")
	d.Press("2", "ctrl+u").Type("6").Press("tab").Sees("6天太短").Press("shift+tab", "ctrl+u").Type("15").Press("ctrl+s")
	require.Empty(t, desk.held, "nothing is saved before the preview")
	d.Resize(80, 60).Press("9").Sees("2026年12月1日", "退货期限：7天 改为 15天", "例子", "结果会变",
		"成员店第十天", "原来：不能按无理由退，最晚2026年11月23日 星期一", "以后：可以退，退300元，最晚2026年12月1日 星期二",
		"有1家成员原来承诺的天数少于15天")
	d.Press("1")
	require.Contains(t, notice(d).Text, "2026年12月1日")
	require.Len(t, desk.held, 2, "the sample goes on until then")
	was, is := desk.held[0], desk.held[1]
	require.True(t, was.Sample)
	require.Equal(t, day(t, "2026-11-30"), was.EffectiveTo)
	require.Equal(t, 15, is.TermDays)
	require.False(t, is.Sample)
	require.Equal(t, day(t, "2026-12-01"), is.EffectiveFrom)
	require.True(t, is.EffectiveTo.IsZero())
	require.NotContains(t, is.Name.ZH, "示例")
	require.Empty(t, is.Check())
	require.False(t, d.S.Dirty())
	d.Sees("2026年12月1日起，15天", "还没生效", "现在用的，到2026年11月30日")
}

func TestTheFirstCharterMayStandAlone(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Coordinator)
	d.Press("3", "2", "2", "ctrl+u").Type("8").Press("ctrl+s", "9", "2")
	require.Len(t, desk.held, 1)

	// One that was in force all along takes the sample's place without asking.
	d, desk, _ = open(t, "zh", model.Coordinator)
	d.Press("3", "2", "1", "ctrl+u").Type("2025-01-01").Press("ctrl+s", "9", "1")
	require.Len(t, desk.held, 1)
	require.Equal(t, day(t, "2025-01-01"), desk.held[0].EffectiveFrom)
}

func TestACharterInForceIsNeverEdited(t *testing.T) {
	desk := newDesk(t)
	desk.held = []returns.Charter{own(t, "2026-01-01", 7)}
	d := start(t, "zh", model.Coordinator, desk, newSupply(t))
	d.Press("3", "1").SeesNot("还没生效").Press("1").Sees("生效。改哪一部分")
	d.Press("1", "ctrl+u").Type("2026-11-23").Press("tab").Sees("最早从2026年11月24日").Press("ctrl+s").Sees("最早从")
	d.Press("ctrl+u").Type("明年").Press("ctrl+s").Sees("看不懂这个日期")
	d.Press("ctrl+u").Type("2026-12-01").Press("ctrl+s", "9", "1")
	require.Len(t, desk.held, 2)
	require.Equal(t, 7, desk.held[0].TermDays)
	require.Equal(t, day(t, "2026-11-30"), desk.held[0].EffectiveTo)
}

func TestAComingVersionIsCorrected(t *testing.T) {
	desk := newDesk(t)
	desk.held = []returns.Charter{own(t, "2026-01-01", 7), own(t, "2026-12-01", 15)}
	desk.held[0].EffectiveTo = day(t, "2026-11-30")
	d := start(t, "zh", model.Coordinator, desk, newSupply(t))
	d.Press("3", "1").Sees("还没生效").Press("1", "1", "ctrl+u").Type("2027-01-01").Press("ctrl+s", "2", "ctrl+u").Type("30").Press("ctrl+s", "9", "1")
	require.Len(t, desk.held, 2)
	require.Equal(t, day(t, "2026-12-31"), desk.held[0].EffectiveTo, "the one before lasts until then")
	require.Equal(t, day(t, "2027-01-01"), desk.held[1].EffectiveFrom)
	require.Equal(t, 30, desk.held[1].TermDays)

	// Another one between the two ends the day before the next begins.
	d.Press("3", "1", "ctrl+u").Type("2027-01-01").Press("tab").Sees("已经有一版")
	d.Press("shift+tab", "ctrl+u").Type("2026-12-10").Press("ctrl+s", "9", "1")
	require.Len(t, desk.held, 3)
	require.Equal(t, []string{"2026-12-09", "2026-12-31", ""}, []string{
		desk.held[0].EffectiveTo.String(), desk.held[1].EffectiveTo.String(), desk.held[2].EffectiveTo.String(),
	})
	require.Empty(t, returns.CheckVersions(desk.held))
}

func TestSomebodyElseWasFaster(t *testing.T) {
	desk := newDesk(t)
	desk.held = []returns.Charter{own(t, "2026-01-01", 7)}
	d := start(t, "zh", model.Coordinator, desk, newSupply(t))
	d.Press("3", "2", "2", "ctrl+u").Type("15").Press("ctrl+s", "9")
	theirs := own(t, "2026-01-01", 10)
	desk.other = &theirs
	d.Press("1")
	require.Contains(t, notice(d).Text, "王五刚改过章程")
	require.Equal(t, []returns.Charter{theirs}, desk.held)
	d.Sees("改哪一部分").Press("2").Sees("15").Press("esc", "9").Sees("退货期限：10天 改为 15天").Press("1")
	require.Len(t, desk.held, 2)
	require.Equal(t, 10, desk.held[0].TermDays)
}

func TestLeavingADraftAsks(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Coordinator)
	d.Press("3", "2").Press("esc").Sees("写新章程")
	d.Press("2", "2", "ctrl+u").Type("15").Press("ctrl+s", "esc")
	ask := screentest.Asked[screen.Ask](d)
	require.True(t, d.S.Dirty())
	d.Tell(ask.Options[0].Answer).Sees("15天").Press("esc").Tell(ask.Options[2].Answer).Sees("写新章程")
	require.False(t, d.S.Dirty())
	require.Empty(t, desk.held)
}

func TestExclusionsAreChangedAddedAndTakenOut(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Coordinator)
	d.Press("3", "2", "4").Sees("首饰", "手机数码等电子产品：激活过")
	d.Press("2") // asks what to do with it
	d.Tell(screentest.Asked[screen.Ask](d).Options[1].Answer).SeesNot("鲜活").Press("down", "delete").SeesNot("报纸")
	d.Press("8") // adds one
	d.Sees("哪些商品").Press("ctrl+s").Sees("这一项要填").Press("1").Press("ctrl+s").Sees("等于没有承诺")
	d.Press("0", "4").Press("ctrl+s") // toys are the thirteenth class
	d.Press("esc", "9", "1")
	list := desk.held[1].Excluded
	require.Len(t, list, len(sample(t).Excluded)-2+1)
	require.Equal(t, returns.Exclusion{Categories: []returns.Category{returns.Toy}, When: returns.Always}, list[len(list)-1])
	require.Equal(t, sample(t).Excluded, desk.held[0].Excluded, "the version before is untouched")
}

// Every field of the charter can be changed from the screen.
func TestEveryTermCanBeChanged(t *testing.T) {
	d, desk, _ := open(t, "zh", model.Coordinator)
	d.Press("3", "2")
	d.Press("1", "tab", "ctrl+u").Type("晋江联盟章程").Press("tab", "ctrl+u").Type("Charter").Press("ctrl+s")
	d.Press("2", "ctrl+u").Type("9").Press("tab", "2", "2", "ctrl+u").Type("9：30").Press("ctrl+s")
	d.Press("3", "2", "tab", "1", "3", "tab").Type("五千元").Press("ctrl+s")
	d.Press("5", "3", "tab", "ctrl+u").Type("24").Press("tab", "2", "3", "2", "2", "ctrl+s")
	d.Press("6").Type("10000").Press("tab", "ctrl+u").Type("800").Press("tab").Type("2000").Press("ctrl+s")
	d.Press("7", "ctrl+u").Type("林站长").Press("tab").Type("0595-85680000").Press("tab", "ctrl+u").Type("9-21").Press("tab").Type("好").Press("tab").Type("!").Press("ctrl+s")
	d.Press("8", "ctrl+u").Type("20分钟").Press("tab", "2", "2").Type("好").Press("tab").Type("!").Press("ctrl+s")
	d.Press("9", "1")
	require.Len(t, desk.held, 2)
	was, c := sample(t), desk.held[1]
	money := func(yuan int64) *model.Money { m := model.Money(yuan * 100); return &m }
	require.Equal(t, workday.Name{ZH: "晋江联盟章程", EN: "Charter"}, c.Name)
	require.Equal(t, []any{9, returns.SameDay, workday.NoRoll, "09:30"}, []any{c.TermDays, c.CountFrom, c.HolidayRoll, c.Closing.String()})
	require.Equal(t, []returns.Channel{returns.Onsite, returns.Online}, c.Channels)
	require.Equal(t, []returns.Category{returns.Apparel, returns.Underwear}, c.Categories)
	require.Equal(t, money(5000), c.PriceCapFen)
	require.Equal(t, returns.Receipt|returns.PaymentRecord, c.Proof)
	require.Equal(t, []any{24, returns.Cash, returns.WholeAlliance, returns.ReturnOrDeduct, returns.AllOrNothing},
		[]any{c.RefundHours, c.RefundRoute, c.CrossShop, c.GiftRule, c.BundleRule})
	require.Equal(t, returns.AdvancePay{FundFen: money(10000), LimitPerCaseFen: money(800), LimitPerYearFen: money(2000)}, c.AdvancePay)
	require.Equal(t, returns.Contact{Name: "林站长", Phone: "0595-85680000", Hours: "9-21"}, c.Contact)
	require.Equal(t, workday.Name{ZH: was.Process.ZH + "好", EN: was.Process.EN + "!"}, c.Process)
	require.Equal(t, returns.Pledge{
		RespondMinutes: 20, FirstAsked: false, Receipts: false,
		Text: workday.Name{ZH: was.Pledge.Text.ZH + "好", EN: was.Pledge.Text.EN + "!"},
	}, c.Pledge)
}

// What is wrong stands beside its question, and the contents say so too.
func TestACharterBelowTheBaseIsNotKept(t *testing.T) {
	for _, c := range []struct {
		part  string
		tabs  int
		typed string
		fault string
	}{
		{"1", 0, "", "这一项要填"},
		{"1", 1, "", "这一项要填"},
		{"2", 0, "6", "6天太短"},
		{"2", 0, "9999999", "之间"},
		{"2", 3, "25:00", "22:00 这样"},
		{"3", 2, "-5", "负数"},
		{"5", 1, "169", "太慢"},
		{"8", 0, "x", "不是整数"},
	} {
		d, _, _ := open(t, "zh", model.Coordinator)
		d.Press("3", "2", c.part)
		for range c.tabs {
			d.Press("tab")
		}
		d.Press("ctrl+u").Type(c.typed).Press("ctrl+s").Sees(c.fault, "记下这一部分")
	}
	// Seven days from the day of receipt are six: said at once, in the same form.
	d, _, _ := open(t, "zh", model.Coordinator)
	d.Press("3", "2", "2", "tab", "2", "shift+tab", "shift+tab").Press("right").Sees("太短")
}

// Whatever dates are written and corrected, no two versions overlap and every
// day from the first on has exactly one.
func TestVersionsNeverOverlap(t *testing.T) {
	rules, env := newSupply(t), screentest.Env(t, "en")
	env.Person.Role = model.Coordinator
	rapid.Check(t, func(r *rapid.T) {
		desk := newDesk(r)
		desk.held = []returns.Charter{own(r, "2026-01-01", 7)}
		for range rapid.IntRange(1, 4).Draw(r, "changes") {
			d := screentest.Start(r, env, shops.At(env, desk, rules, screen.OpenShops{})).Press("3")
			versions := len(desk.held)
			pick := rapid.IntRange(0, versions).Draw(r, "line")
			d.Press(string(rune('1' + pick)))
			if pick < versions { // correct it, or begin from it
				d.Press("1")
			}
			on := day(r, "2026-11-20") + model.Day(rapid.IntRange(0, 40).Draw(r, "day"))
			d.Press("1", "ctrl+u").Type(on.String()).Press("ctrl+s")
			d.Press("9", "1")
			require.Empty(r, returns.CheckVersions(desk.held))
			first, last := desk.held[0].EffectiveFrom, day(r, "2027-02-01")
			for on := first; on <= last; on++ {
				if returns.CharterOn(desk.held, on) == nil {
					r.Fatal("no charter on ", on)
				}
			}
		}
	})
}

// What was previewed against an older charter is refused even when the newer
// one has been read meanwhile.
func TestAPreviewOfAnOlderCharterIsRefused(t *testing.T) {
	desk := newDesk(t)
	desk.held = []returns.Charter{own(t, "2026-01-01", 7)}
	d := start(t, "zh", model.Coordinator, desk, newSupply(t))
	d.Press("3", "2", "2", "ctrl+u").Type("15").Press("ctrl+s", "9")
	desk.held, desk.rev = []returns.Charter{own(t, "2026-01-01", 10)}, 1
	d.Tell(screen.Changed{Seq: 9}).Press("1")
	require.Contains(t, notice(d).Text, "王五刚改过章程")
	require.Len(t, desk.held, 1)
	d.Press("9").Sees("退货期限：10天 改为 15天").Press("1")
	require.Len(t, desk.held, 2)
}
