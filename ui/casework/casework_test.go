package casework_test

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/flow"
	"heshi/shifts"
	"heshi/store"
	"heshi/store/find"
	"heshi/store/record"
	"heshi/ui/casework"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/widget"
)

var _ casework.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

// desk is one case with its log in memory.
type desk struct {
	group     model.Group
	core      model.Group
	in, might []find.Row
	c         model.Case
	events    []record.Event // oldest first
	bodies    map[uint64]record.Bodies
	reveals   []string
	saves     []model.Case
	largest   int
	noBodies  bool
	steps     []string
	times     flow.Times
	screentest.Kept
	may []shifts.Mediator
}

func day(s string) model.Day {
	d, err := model.ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

func newDesk() *desk {
	now := screentest.Now()
	c := model.Case{
		ID: "c-7", No: "JJ01-20261120-0003", Kind: model.Complaint, State: model.Mediating,
		RegisteredAt: now.Add(-70 * time.Hour), Receiver: "李阿姨",
		Complainant: model.Party{Name: "张三", Phone: "13800001234", Address: "晋江市梅岭街道"},
		ShopID:      "s-1", Shop: "华兴鞋行",
		What:  "11月18日在店里买的运动鞋，穿了三天鞋底开胶，店家说不是质量问题，不肯退。要求退货退款。",
		Class: "apparel", Nature: "ZL", Request: "refund", Amount: 29900, Goods: "运动鞋",
		PurchasedOn: day("2026-11-18"), Channel: "onsite", Proofs: []string{"receipt", "photo"},
		DueOn: day("2026-11-24"),
	}
	d := &desk{Kept: screentest.Kept{}, bodies: map[uint64]record.Bodies{}}
	d.put(store.KindCaseAdded, "李阿姨", c, 0, 0)
	return d
}

// put writes a version and its event.
func (d *desk) put(kind, actor string, c model.Case, undoes, redoes uint64) {
	seq := uint64(len(d.events) + 1)
	after, _ := record.Encode(stripped(c))
	var before []byte
	if seq > 1 {
		before, _ = record.Encode(stripped(d.c))
	}
	d.events = append(d.events, record.Event{
		Seq: seq, At: screentest.Now().Add(-time.Duration(40-seq) * time.Hour), Actor: actor, Kind: kind,
		Subject: "case/c-7", Undoes: undoes, Redoes: redoes, Changed: record.Changed(before, after),
	})
	d.bodies[seq] = record.Bodies{Before: before, After: after}
	c.Rev = seq
	d.c = c
}

func stripped(c model.Case) model.Case {
	c.Rev = 0
	return c
}

func (d *desk) Case(context.Context, string) (model.Case, error) {
	if d.c.ID == "" {
		return d.c, &model.Problem{Code: store.CodeNotFound}
	}
	return d.c, nil
}

func (d *desk) EditCase(_ context.Context, by store.By, c model.Case) (model.Case, error) {
	c, ps := flow.Complete(c, model.DayOf(by.At, by.At.Location()))
	if hard := ps.Hard(); len(hard) > 0 {
		return c, hard
	}
	if c.Rev != d.c.Rev {
		return c, &store.Stale[model.Case]{Mine: c, Theirs: d.c, By: d.events[len(d.events)-1]}
	}
	d.saves = append(d.saves, c)
	d.put(store.KindCaseEdited, by.Actor, c, 0, 0)
	d.Gone(by)
	return d.c, nil
}

func (d *desk) Reveal(_ context.Context, by store.By, _ model.ID, reason string) (model.Case, error) {
	d.reveals = append(d.reveals, by.Actor+" "+reason)
	return d.c, nil
}

func (d *desk) History(_ context.Context, _ model.ID, before uint64, limit int) (out []record.Event, err error) {
	d.largest = max(d.largest, limit)
	for _, e := range slices.Backward(d.events) {
		if (before == 0 || e.Seq < before) && len(out) < limit {
			out = append(out, e)
		}
	}
	return out, nil
}

func (d *desk) Contents(seq uint64) (record.Bodies, error) {
	if d.noBodies {
		return record.Bodies{}, &model.Problem{Code: store.CodeNotFound}
	}
	return d.bodies[seq], nil
}

func (d *desk) Do(_ context.Context, by store.By, _ model.ID, _ uint64, action string, args flow.Args) (model.Case, error) {
	c, ps := flow.DoFor(d.c, action, args, flow.Actor{ID: by.ID, Name: by.Actor, Role: by.Role}, d.core, by.At)
	if len(ps) > 0 {
		return c, ps
	}
	c.DueOn, c.DueFor = flow.Times{}.Due(c)
	d.steps = append(d.steps, action)
	d.put(store.KindStep+action, by.Actor, c, 0, 0)
	d.Gone(by)
	return d.c, nil
}

func (d *desk) Times(context.Context) (flow.Times, error) { return d.times, nil }

func (d *desk) People(context.Context) ([]model.Person, error) {
	return []model.Person{{ID: "p-1", Name: "李阿姨"}, {ID: "p-2", Name: "王建国"}}, nil
}

func (d *desk) Mediators(context.Context, model.Case, time.Time) ([]shifts.Mediator, error) {
	return d.may, nil
}

func start(t testing.TB, lang string, d *desk) *screentest.Driver {
	env := screentest.Env(t, lang)
	return screentest.Start(t, env, casework.New(env, d, "c-7"))
}

func TestShowsFactsPartiesAndDueDay(t *testing.T) {
	start(t, "zh", newDesk()).Resize(120, 40).Sees("张三 投诉 华兴鞋行", "明天到期", "2026年11月24日",
		"鞋底开胶", "138****1234", "299元", "小票或发票、照片", "李阿姨  登记案件").SeesNot("13800001234", "1234 ", "[")
}

func TestDueDayInWords(t *testing.T) {
	k := newDesk()
	for want, due := range map[string]string{"超期3天": "2026-11-20", "今天到期": "2026-11-23", "5天后到期": "2026-11-28"} {
		k.c.DueOn = day(due)
		start(t, "zh", k).Sees(want)
	}
	k.c.State = model.Closed
	start(t, "zh", k).SeesNot("到期", "超期")
}

// TestAConsultationThatIsOverWasAnswered: the same word as in the lookup.
func TestAConsultationThatIsOverWasAnswered(t *testing.T) {
	k := newDesk()
	k.c.Kind, k.c.State = model.Consultation, model.Closed
	start(t, "zh", k).Sees("已答复").SeesNot("已办结")
}

// TestALongNameLeavesTheShopInSight, pasted with line breaks as it may be.
func TestALongNameLeavesTheShopInSight(t *testing.T) {
	k := newDesk()
	k.c.Complainant.Name = strings.Repeat("买了一台洗衣机\n", 9)
	d := start(t, "zh", k).Resize(60, 18)
	d.Sees(" 买了一台洗衣机", "… 投诉 华兴鞋行").Resize(24, 18).Sees(" 买了一台")
}

func TestRevealAsksAReasonIsNotedAndEnds(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Press("f5")
	ask := screentest.Asked[screen.AskText](d)
	require.Empty(t, k.reveals)
	d.SeesNot("138 0000 1234").Tell(ask.Answer("回访")).Sees("138 0000 1234")
	require.Equal(t, []string{"李阿姨 回访"}, k.reveals)

	d.Press("f5").SeesNot("138 0000 1234").Sees("138****1234")
	d.Press("f5").Tell(screentest.Asked[screen.AskText](d).Answer("再看")).Sees("138 0000 1234")
	d.Tell(screen.Shown{}).SeesNot("138 0000 1234")

	d.Press("f5").Tell(screentest.Asked[screen.AskText](d).Answer("三")).Sees("138 0000 1234")
	d.Change(func(e *screen.Env) { e.Person = model.Person{ID: "p-2", Name: "王建国"} }).SeesNot("138 0000 1234")
}

func TestNoNumberNothingToReveal(t *testing.T) {
	k := newDesk()
	k.c.Complainant.Phone = ""
	d := start(t, "zh", k).Press("f5")
	require.Zero(t, screentest.Count[screen.AskText](d))
}

func TestEditSavesOnlyWhatWasChanged(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Press("f6").SeesNot("13800001234")
	require.True(t, d.S.Typing())
	require.False(t, d.S.Dirty())
	d.Press("tab").Type("已电话联系店长")
	require.True(t, d.S.Dirty())
	d.Press("ctrl+s")
	require.Len(t, k.saves, 1)
	want := newDesk().c
	want.Note, want.Rev = "已电话联系店长", 1
	require.Equal(t, want, k.saves[0])
	require.False(t, d.S.Typing())
	d.Sees("已电话联系店长")
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, "已保存")
}

func TestEveryFactComesBackFromTheForm(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Press("f6").Press("tab", "tab", "tab").Type("13911112222").Press("tab").Press("ctrl+u").Type("梅岭")
	d.Press("tab").Press("1").Press("2") // notice given, consent written
	d.Press("tab").Press("ctrl+u").Type("皮鞋").Press("tab").Press("5").Press("3").Press("2").Press("ctrl+u").Type("３２０元").Press("tab")
	d.Press("ctrl+u").Type("11月19日").Press("tab").Press("2").Press("2", "tab").Press("1").Press("ctrl+s")
	require.Len(t, k.saves, 1, d.View())
	c := k.saves[0]
	require.Equal(t, "13911112222", c.Complainant.Phone)
	require.Equal(t, "梅岭", c.Complainant.Address)
	require.NotNil(t, c.NoticeAt)
	require.Equal(t, "written", c.Consent.Form)
	require.Equal(t, "皮鞋", c.Goods)
	require.Equal(t, []string{"beauty", "ZL", "exchange"}, []string{c.Class, c.Nature, c.Request})
	require.Equal(t, model.Money(32000), c.Amount)
	require.Equal(t, day("2026-11-19"), c.PurchasedOn)
	require.Equal(t, "online", c.Channel)
	require.Equal(t, []string{"receipt", "payment_record", "photo"}, c.Proofs)
	require.True(t, c.Urgent)
}

func TestAWrongValueIsToldAtItsPlace(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Press("f6").Press("tab", "tab", "tab").Type("123").Press("ctrl+s")
	require.Empty(t, k.saves)
	require.True(t, d.S.Typing())
	d.Press("ctrl+u").Press("ctrl+s")
	require.Empty(t, k.saves)
	require.False(t, d.S.Dirty())
	require.Equal(t, "13800001234", k.c.Complainant.Phone)

	d.Press("f6").Press("ctrl+u").Press("ctrl+s").Sees("请写是什么事")
	require.True(t, d.S.Typing())
}

func TestEscAsksBeforeChangesAreLost(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Press("f6", "esc")
	require.Zero(t, screentest.Count[screen.Ask](d))
	d.Press("f6").Type("啊").Press("esc")
	ask := screentest.Asked[screen.Ask](d)
	require.True(t, d.S.Dirty())
	require.Nil(t, ask.Options[1].Answer)
	d.Tell(ask.Options[2].Answer).SeesNot("啊")
	require.False(t, d.S.Dirty())
	require.Empty(t, k.saves)
	d.Press("f6").Type("啊").Press("esc").Tell(ask.Options[0].Answer)
	require.Len(t, k.saves, 1)
	d.Press("esc")
	require.Equal(t, 1, screentest.Count[screen.Back](d))
}

// clashed is a form with another note, while somebody else changed the amount
// and the note.
func clashed(t testing.TB, lang string) (*desk, *screentest.Driver) {
	k := newDesk()
	d := start(t, lang, k).Press("f6").Press("tab").Type("我的备注")
	theirs := k.c
	theirs.Amount, theirs.Note = 39900, "他的备注"
	k.put(store.KindCaseEdited, "王建国", theirs, 0, 0)
	return k, d.Tell(screen.Changed{Subjects: []string{"case/c-7"}}).Press("ctrl+s")
}

func TestAStaleSaveShowsBothVersions(t *testing.T) {
	k, d := clashed(t, "zh")
	d.Sees("王建国", "我的备注", "他的备注", "您没有改", "399元").SeesNot("299元")
	require.True(t, d.S.Dirty())
	d.Press("1")
	require.Len(t, k.saves, 1)
	require.Equal(t, "我的备注", k.saves[0].Note)
	require.Equal(t, model.Money(39900), k.saves[0].Amount, "what somebody else changed stays")

	k, d = clashed(t, "zh")
	d.Press("2").Sees("他的备注").SeesNot("我的备注")
	require.Empty(t, k.saves)
	require.False(t, d.S.Dirty())

	k, d = clashed(t, "zh")
	d.Press("3").Sees("我的备注", "399")
	require.True(t, d.S.Typing())
	d.Press("ctrl+s")
	require.Equal(t, "我的备注", k.saves[0].Note)
	require.Equal(t, model.Money(39900), k.saves[0].Amount)
}

func TestHistoryTellsWhatChangedAndWhatWasUndone(t *testing.T) {
	k := newDesk()
	first := k.c
	c := first
	c.Amount, c.Goods = 39900, ""
	k.put(store.KindCaseEdited, "王建国", c, 0, 0)
	k.put(store.KindUndone, "王建国", first, 2, 0)
	d := start(t, "zh", k).Resize(80, 60)
	d.Sees("王建国  修改案件（已撤销）", "金额：299元 改为 399元", "商品或服务：去掉 运动鞋", "王建国  撤销：修改案件")
	k.put(store.KindRedone, "王建国", c, 0, 3)
	d.Tell(screen.Changed{Subjects: []string{"case/c-7"}})
	d.Sees("王建国  修改案件\n", "撤销：修改案件（已撤销）", "王建国  重做：修改案件")
	d.SeesNot("王建国  修改案件（已撤销）")
}

func TestHistoryNeverShowsNumbersAndBearsErasure(t *testing.T) {
	k := newDesk()
	c := k.c
	c.Complainant.Phone = "13900005678"
	k.put(store.KindCaseEdited, "王建国", c, 0, 0)
	start(t, "zh", k).Resize(80, 60).SeesNot("13900005678", "13800001234").Sees("电话：138****1234 改为 139****5678")
	k.noBodies = true
	start(t, "zh", k).Resize(80, 60).Sees("改了投诉人")
}

func TestLongHistoryIsReadInParts(t *testing.T) {
	k := newDesk()
	for i := range 70 {
		c := k.c
		c.Note = fmt.Sprint("第", i, "次")
		k.put(store.KindCaseEdited, "李阿姨", c, 0, 0)
	}
	d := start(t, "zh", k).SeesNot("第0次")
	for range 30 {
		d.Press("pgdown")
	}
	d.Press("end").Press("end").Sees("登记案件")
	require.LessOrEqual(t, k.largest, 21)
}

func TestAnotherCaseChangingIsNoConcern(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k)
	k.c.What = "换了"
	d.Tell(screen.Changed{Subjects: []string{"case/c-71", "shop/s-7"}}).SeesNot("换了")
	d.Tell(screen.Changed{Subjects: []string{"case/c-7"}}).Sees("换了")
}

func TestACaseThatIsGone(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k)
	k.c = model.Case{}
	d.Tell(screen.Shown{}).Sees("没有这个案件").Press("f6", "f5", "1", "pgdown")
	require.False(t, d.S.Typing())
}

// TestWhatIsDueIsNotCut: what is due and what for has a row of its own where one
// row does not hold it, and the topics stay where they are pressed.
func TestWhatIsDueIsNotCut(t *testing.T) {
	for _, senior := range []bool{false, true} {
		k := newDesk()
		k.c.State, k.c.DueOn, k.c.DueFor = model.Settled, day("2026-11-02"), model.DueDuty
		d := start(t, "zh", k).Senior(senior).Resize(60, 18)
		d.Sees("已达成协议", "履行事项到期", "2026年11月2日").Click("4 记录")
		d.Sees("登记案件")
	}
}

func TestSeniorShowsOneTopic(t *testing.T) {
	d := start(t, "zh", newDesk()).Senior(true).Resize(60, 18)
	d.Sees("鞋底开胶").SeesNot("138****1234")
	d.Press("2").Sees("138****1234").SeesNot("鞋底开胶")
	d.Press("4").Sees("登记案件").SeesNot("138****1234")
	d.Click("3 要点").Sees("运动鞋")
}

func TestSeniorChangesOneFactAndReadsItBack(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Senior(true).Resize(60, 18).Press("f6").Sees("要改哪一项")
	require.False(t, d.S.Typing())
	d.Press("2").Type("下午来电").Press("enter").Sees("请核对", "下午来电")
	require.Empty(t, k.saves)
	d.Press("1")
	require.Equal(t, "下午来电", k.saves[0].Note)
}

func TestAFormKeepsItsTextThroughEverything(t *testing.T) {
	d := start(t, "zh", newDesk()).Press("f6").Press("tab").Type("备注一")
	d.Lang("en").Senior(true).Resize(60, 18).Lang("zh").Senior(false).Resize(160, 43).Sees("备注一")
	require.True(t, d.S.Dirty())
}

func TestGolden(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			name := fmt.Sprintf("%s-%dx%d", lang, size[0], size[1])
			k := newDesk()
			c := k.c
			c.Amount = 39900
			k.put(store.KindCaseEdited, "desk", c, 0, 0)
			start(t, lang, k).Resize(size[0], size[1]).Golden("case-" + name)
			start(t, lang, k).Resize(size[0], size[1]).Press("f6", "tab").Golden("form-" + name)
			senior := start(t, lang, k).Senior(true).Resize(size[0], size[1]).Press("3")
			senior.Golden("senior-" + name)
			senior.Press("f6").Golden("senior-menu-" + name)
			_, d := clashed(t, lang)
			d.Resize(size[0], size[1]).Golden("clash-" + name)
		}
	}
}

func TestAnyKeysAnySize(t *testing.T) {
	env := screentest.Env(t, "zh")
	rapid.Check(t, func(t *rapid.T) {
		k := newDesk()
		for i := range rapid.SampledFrom([]int{0, 3, 50}).Draw(t, "events") {
			c := k.c
			c.Note = fmt.Sprint(i)
			k.put(store.KindCaseEdited, "李阿姨", c, 0, 0)
		}
		d := screentest.Start(t, env, casework.New(env, k, "c-7"))
		d.Storm(t, screen.Changed{Subjects: []string{"case/c-7"}}, screen.Shown{}, tea.PasteMsg{Content: "退\n货"})
		require.LessOrEqual(t, k.largest, 21)
	})
}

func TestHistoryNamesThePapersMade(t *testing.T) {
	k := newDesk()
	for _, reason := range []string{"agreement", "record.redacted"} {
		k.put(store.KindPrinted, "王建国", k.c, 0, 0)
		k.events[len(k.events)-1].Reason = reason
	}
	start(t, "zh", k).Resize(80, 60).Sees("打印文书：调解协议书", "打印文书：调解笔录（隐去个人信息）")
}
