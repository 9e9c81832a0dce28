package casework_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/clock"
	"heshi/model/flow"
	"heshi/model/workday"
	"heshi/shifts"
	"heshi/store"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/screentest"
)

// fresh is a complaint nobody has looked at yet, with the clocks running.
func fresh(t testing.TB) *desk {
	k := newDesk()
	rules, err := clock.Load(assets.Files())
	require.NoError(t, err)
	cal, err := workday.Load(assets.Files())
	require.NoError(t, err)
	k.times = flow.Times{Clocks: clock.Clocks{Rules: rules, Calendar: cal, Zone: screentest.Now().Location()}}
	k.c.State = model.Registered
	return k
}

// pick opens the steps and chooses one by its word.
func pick(t testing.TB, d *screentest.Driver, word string) {
	t.Helper()
	d.Press("enter")
	for range 4 {
		for _, row := range strings.Split(d.View(), "\n") {
			var n int
			var rest string
			row = strings.TrimLeft(row, " ›")
			if k, _ := fmt.Sscanf(row, "%d %s", &n, &rest); k == 2 && rest == word {
				d.Press(fmt.Sprint(n))
				return
			}
		}
		d.Press("pgdown", "0")
	}
	require.Fail(t, "no such step", word+"\n"+d.View())
}

// TestWhatIsDueIsTheFirstStep: Enter twice does what the case waits for.
func TestWhatIsDueIsTheFirstStep(t *testing.T) {
	for why, step := range map[model.DueReason]string{model.DueFollowUp: "回访", model.DueClose: "办结"} {
		k := newDesk()
		k.c.State, k.c.DueFor, k.c.Agreement = model.Performing, why, &model.Agreement{}
		k.c.Duties = []model.Duty{{ID: "1", What: "x", State: model.DutyPerformed}}
		if why == model.DueClose {
			k.c.FollowUps = []model.FollowUp{{At: screentest.Now(), Satisfaction: "satisfied"}}
		}
		d := start(t, "zh", k).Sees("下一步\n    " + step + "、")
		d.Press("enter").Sees(" 1  " + step)
	}
}

// TestEveryStepIsInSight: where the reasons leave no room for nine, the menu has
// more pages, and each digit picks what stands beside it.
func TestEveryStepIsInSight(t *testing.T) {
	k := newDesk()
	k.c.State, k.c.DueOn, k.c.DueFor = model.Settled, day("2026-11-02"), model.DueDuty
	d := start(t, "zh", k).Resize(60, 18).Press("enter").Sees("接下来办什么", "履行事项到期", "0  看后面的")
	seen := map[string]bool{}
	for range 6 {
		for _, line := range strings.Split(d.View(), "\n") {
			if f := strings.Fields(line); len(f) > 1 && len(f[0]) == 1 && f[0] >= "1" && f[0] <= "9" {
				seen[f[1]] = true
			}
		}
		d.Press("0")
	}
	require.True(t, seen["办结"] && seen["终止调解"], seen)
}

func TestTheClosedLoopByHand(t *testing.T) {
	k := fresh(t)
	d := start(t, "zh", k).Resize(100, 40)
	d.Sees("下一步", "受理、本站不处理", "本站目标")
	pick(t, d, "受理")
	require.True(t, d.S.Typing())
	d.Type("李阿姨、王建国").Press("ctrl+s")
	require.Equal(t, model.Accepted, k.c.State)
	require.Equal(t, []string{"李阿姨", "王建国"}, k.c.Mediators)

	pick(t, d, "调解")
	d.Type("10:00").Press("tab", "tab").Type("服务站").Press("ctrl+s")
	require.Equal(t, model.Mediating, k.c.State)
	require.Equal(t, "服务站", k.c.Sessions[0].Place)
	require.Equal(t, []string{"李阿姨", "王建国"}, k.c.Sessions[0].Mediators)

	pick(t, d, "达成协议")
	d.Type("退货退款").Press("tab").Type("退款").Press("tab").Type("299").Press("ctrl+s")
	d.Sees("没有写到哪天办好")
	require.Equal(t, model.Mediating, k.c.State)
	d.Type("12月1日").Sees("2026年12月1日").Press("ctrl+s")
	require.Equal(t, model.Settled, k.c.State)
	require.Equal(t, []model.Duty{{
		ID: "d1", What: "退款", Amount: 29900, Due: day("2026-12-01"), State: model.DutyOpen,
	}}, k.c.Duties)
	d.Sees("退款  299元，2026年12月1日前", "还没办", "一般合同，不能申请法院确认")

	d.Press("enter").Sees("办结", "还有1项履行事项没有办好").Press("esc")
	pick(t, d, "履行完成")
	d.Press("tab").Type("转账 8812").Press("ctrl+s")
	require.Equal(t, model.DutyPerformed, k.c.Duties[0].State)

	pick(t, d, "回访")
	d.Sees("投诉人满意吗").Press("1")
	require.Equal(t, "satisfied", k.c.Satisfaction())
	pick(t, d, "办结")
	d.Sees("履行事项都办好了").Press("1").Sees("已办结")
	require.Equal(t, []string{"accept", "mediate", "settle", "perform-duty", "follow-up", "close"}, k.steps)
}

// TestMediatorsAreOfferedWithReasons: the roster is known to the case; one who
// has to do with the shop brings the question whether both sides agree.
func TestMediatorsAreOfferedWithReasons(t *testing.T) {
	k := fresh(t)
	k.c.Dialect = "minnan"
	k.may = []shifts.Mediator{{Name: "陈老师", Here: true, Speaks: true}, {Name: "李伯", Lead: true}, {Name: "周婶", Conflict: true}}
	d := start(t, "zh", k).Resize(100, 40)
	pick(t, d, "受理")
	d.Sees("陈老师", "会闽南话、在岗", "能主持调解", "和这家店有关系", "双方同意由他调解").Press("1", "3").Press("ctrl+s")
	require.Equal(t, []string{"陈老师", "周婶"}, k.c.Mediators)
	require.Empty(t, k.c.Agreed)

	k = fresh(t)
	k.may = []shifts.Mediator{{Name: "陈老师"}, {Name: "周婶", Conflict: true}}
	d = start(t, "zh", k).Senior(true).Resize(60, 18)
	pick(t, d, "受理")
	d.Sees("周婶（和这家店有关系").Press("2", "enter").Sees("双方同意由他调解").Press("1")
	for range 8 {
		if k.c.State == model.Registered && !strings.Contains(d.View(), "请核对") {
			d.Press("enter")
		}
	}
	d.Press("1")
	require.Equal(t, []string{"周婶"}, k.c.Agreed[0].Mediators)
}

// TestUrgentCallsSomebodyIn: one key from the case.
func TestUrgentCallsSomebodyIn(t *testing.T) {
	k := fresh(t)
	k.c.Urgent = true
	d := start(t, "zh", k).Press("f10")
	require.Equal(t, screen.OpenDuty{Page: screen.DutyCalls, Case: "c-7"}, screentest.Asked[screen.OpenDuty](d))
}

func TestAContactIsTwoKeys(t *testing.T) {
	k := fresh(t)
	d := start(t, "zh", k).Resize(100, 40).Press("f7", "2")
	require.Equal(t, "complainant", k.c.Contacts[0].Party)
	require.False(t, k.c.Contacts[0].Got)
	d.Sees("电话联系投诉人，没联系上")
	d.Press("f7", "7").Sees("说了什么").Press("2").Press("1").Press("1").Type("愿意换一双").Press("ctrl+s")
	require.Equal(t, "愿意换一双", k.c.Contacts[1].What)
	require.Equal(t, []string{"contact", "contact"}, k.steps)
}

func TestDeadlinesShowHowTheyWereCounted(t *testing.T) {
	k := fresh(t)
	d := start(t, "zh", k).Press("7").Sees("一般投诉答复（本站目标）", "本站服务目标", "11月23日 星期一")
	require.True(t, strings.Contains(d.View(), "11月21日") && strings.Contains(d.View(), "周末"), d.View())
	d.Press("esc").SeesNot("周末").Sees("鞋底开胶")
}

func TestWhatWasTypedComesBack(t *testing.T) {
	k := fresh(t)
	d := start(t, "zh", k).Change(func(e *screen.Env) { e.After = screentest.AtOnce })
	pick(t, d, "本站不处理")
	d.Press("1").Press("tab").Type("不是在这里买的")
	require.NotEmpty(t, k.Kept, "kept while typing")

	again := start(t, "zh", k)
	pick(t, again, "本站不处理")
	again.Sees("不是在这里买的", "不归本站管")
	require.Contains(t, screentest.Asked[screen.Notice](again).Text, "放回来")
	again.Press("ctrl+s")
	require.Equal(t, "不是在这里买的", k.c.Decline.Note)
	require.Empty(t, k.Kept, "what was saved is no draft any more")

	d = start(t, "zh", fresh(t)).Press("f6", "tab").Type("半句")
	d.Press("esc")
	d.Tell(screentest.Asked[screen.Ask](d).Options[2].Answer).SeesNot("半句")
}

func TestAStepThatIsRefusedSaysWhy(t *testing.T) {
	k := fresh(t)
	d := start(t, "zh", k)
	pick(t, d, "移交给同事")
	d.Press("1").Type("换班").Press("ctrl+s")
	require.Equal(t, "王建国", k.c.HandOver.To)
	d.Sees("等人接手")
	d.Change(func(e *screen.Env) { e.Person = model.Person{ID: "p-3", Name: "陈涛", Role: model.Auditor} })
	d.Press("f7")
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, "监督员只能看")
	d.Press("enter").SeesNot("受理")
}

func TestThePaletteTakesSteps(t *testing.T) {
	k := fresh(t)
	d := start(t, "zh", k)
	ids := map[keys.ID]bool{}
	for _, c := range d.S.(screen.Commander).Commands() {
		ids[c.ID] = true
	}
	require.True(t, ids["step/accept"])
	require.False(t, ids["step/close"], "what cannot be done is not offered")
	d.Tell(screen.Do{ID: "step/accept"}).Press("ctrl+s")
	require.Equal(t, model.Accepted, k.c.State)
}

func TestKeysTypedAheadWaitForTheStep(t *testing.T) {
	k := fresh(t)
	d := start(t, "zh", k)
	d.Slow = true
	d.Press("f7", "1", "f7", "2", "f7", "3")
	d.Settle()
	require.Len(t, k.c.Contacts, 3)
	require.Equal(t, "respondent", k.c.Contacts[2].Party)
}

func TestSeniorTakesAStepQuestionByQuestion(t *testing.T) {
	k := fresh(t)
	k.c.State = model.Accepted
	d := start(t, "zh", k).Senior(true).Resize(60, 18)
	pick(t, d, "达成协议")
	d.Sees("协议内容").Type("退货退款").Press("tab", "tab", "tab", "tab", "tab").Sees("形式").Press("1")
	d.Press("tab", "tab").Sees("请核对", "退货退款", "书面").Press("1")
	require.Equal(t, model.Settled, k.c.State)
}

func TestLanguageAndLayoutKeepAStep(t *testing.T) {
	k := fresh(t)
	d := start(t, "zh", k)
	pick(t, d, "本站不处理")
	d.Press("1").Press("tab").Type("备注一").Lang("en").Senior(true).Resize(60, 18).Lang("zh").Senior(false).Resize(160, 43).Sees("备注一")
	require.True(t, d.S.Dirty())
	d.Press("esc")
	require.Len(t, screentest.Asked[screen.Ask](d).Options, 3)
}

func TestStepsGolden(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			name := fmt.Sprintf("%s-%dx%d", lang, size[0], size[1])
			k := fresh(t)
			k.c.State = model.Mediating
			d := start(t, lang, k).Resize(size[0], size[1])
			pickAny(d, 2)
			d.Golden("step-form-" + name)
			start(t, lang, k).Resize(size[0], size[1]).Press("7").Golden("sums-" + name)
		}
	}
}

// pickAny opens the steps and takes the nth.
func pickAny(d *screentest.Driver, n int) { d.Press("enter", fmt.Sprint(n)) }

// TestTheMenuMarksTheFormThatWasBegun: in both layouts, until it is saved; that
// of another person is not marked.
func TestTheMenuMarksTheFormThatWasBegun(t *testing.T) {
	for _, senior := range []bool{false, true} {
		k := fresh(t)
		k.Kept = screentest.Kept{"form/c-7/decline/p-9": {Name: "form/c-7/decline/p-9", Actor: "王建国", Body: []byte(`{"answers":{"note":["别人写的"]}}`)}}
		start(t, "zh", k).Senior(senior).Press("enter").Sees("本站不处理").SeesNot("没填完")

		owner := store.DraftOwner(screentest.Env(t, "zh").Person.ID)
		k.Kept = screentest.Kept{"form/c-7/decline/" + owner: {Name: "form/c-7/decline/" + owner, Body: []byte(`{"answers":{"reason":["not_ours"],"note":["不是在这里买的"]}}`)}}
		old := maps.Clone(k.Kept)
		d := start(t, "zh", k).Senior(senior).Press("enter").Sees("本站不处理", "上次没填完")
		d.Press("esc")
		pick(t, d, "本站不处理")
		d.Press("ctrl+s")
		if senior {
			d.Press("1")
		}
		require.Equal(t, []string{"decline"}, k.steps)
		d.Press("enter").SeesNot("上次没填完").Press("esc")

		k.c.State = model.Registered // it was taken back
		k.Kept = old                 // read before it was forgotten
		d.Tell(screen.Changed{Subjects: []string{"case/c-7"}}).Press("enter").Sees("本站不处理").SeesNot("上次没填完")
	}
}

// TestAFormBegunAtLengthIsGoneOnWithAtLength: the easy view leaves out what is
// seldom needed, but not where it was written already.
func TestAFormBegunAtLengthIsGoneOnWithAtLength(t *testing.T) {
	k := fresh(t)
	env := screentest.Env(t, "zh")
	name := "form/c-7/accept/" + store.DraftOwner(env.Person.ID)
	k.Kept = screentest.Kept{name: {Name: name, Body: []byte(`{"answers":{"note":["先问过仓库"]}}`)}}
	d := start(t, "zh", k).Senior(true)
	pick(t, d, "受理")
	d.Press("ctrl+s").Sees("先问过仓库").Press("1")
	require.Contains(t, k.c.Remarks[len(k.c.Remarks)-1].Text, "先问过仓库")
}

// TestAPromiseDatedTooEarlyIsAskedAgain: the question of its day, not the page
// that reads everything back.
func TestAPromiseDatedTooEarlyIsAskedAgain(t *testing.T) {
	k := fresh(t)
	k.c.State = model.Settled
	k.c.Agreement = &model.Agreement{Terms: "退款"}
	d := start(t, "zh", k).Senior(true)
	pick(t, d, "再加一项履行事项")
	d.Type("赔礼道歉").Press("enter", "enter").Type("2026-11-01").Press("ctrl+s", "1")
	d.Sees("第3项", "“赔礼道歉”的日期2026年11月1日比登记还早").SeesNot("请核对")
	require.NotContains(t, screentest.Asked[screen.Notice](d).Text, "履行事项：履行事项")
}

// TestWhatIsWrittenWithAStepIsSeen: on the page of the contacts and in the
// history, whatever the step; what came in one second the newest first.
func TestWhatIsWrittenWithAStepIsSeen(t *testing.T) {
	k := fresh(t)
	by := store.By{Actor: "李阿姨", At: screentest.Now()}
	for _, step := range []struct {
		action string
		args   flow.Args
	}{
		{"accept", flow.Args{"note": "先问过仓库"}},
		{"mediate", flow.Args{"statements": "各说各的理", "dispute": "谁弄坏的", "proposals": "换一双", "note": "下次带小票"}},
		{"pause", flow.Args{"reason": "等鉴定", "look_on": day("2026-12-10")}},
		{"resume", nil},
		{"withdraw", flow.Args{"reason": "given_up", "note": "跑累了"}},
		{"reopen", flow.Args{"reason": "家里人不同意撤"}},
		{"contact", flow.Args{"party": "complainant", "how": "phone", "what": "头一个电话"}},
		{"contact", flow.Args{"party": "complainant", "how": "phone", "what": "第二个电话"}},
	} {
		_, err := k.Do(t.Context(), by, "c-7", 0, step.action, step.args)
		require.NoError(t, err, step.action)
	}
	written := []string{"受理的备注：先问过仓库", "调解。双方说的：各说各的理", "争的是什么：谁弄坏的", "提出的办法：换一双", "下次带小票", "计时暂停：等鉴定", "重开：家里人不同意撤"}
	d := start(t, "zh", k).Senior(true).Resize(100, 60)
	d.Press("8").Sees(written...).Sees("第二个电话")
	require.Less(t, strings.Index(d.View(), "第二个电话"), strings.Index(d.View(), "头一个电话"))
	d.Press("4").Sees(written...).Sees("投诉人撤回：不想再投诉。跑累了")
}

// TestWhatIsWrittenStandsOnThePageWithoutAContact: one step is enough for the
// part of the contacts to be there; where nothing was written its digit says so.
func TestWhatIsWrittenStandsOnThePageWithoutAContact(t *testing.T) {
	by := store.By{Actor: "李阿姨", At: screentest.Now()}
	for _, step := range []struct {
		action string
		args   flow.Args
		seen   string
	}{
		{"accept", flow.Args{"note": "先问过仓库"}, "受理的备注：先问过仓库"},
		{"withdraw", flow.Args{"reason": "given_up", "note": "跑累了"}, "跑累了"},
		{"decline", flow.Args{"reason": "not_consumer", "ways": []string{"court"}, "note": "公司买的"}, "公司买的"},
		{"hand-over", flow.Args{"to": "王阿姨", "reason": "休假"}, "休假"},
	} {
		k := fresh(t)
		d := start(t, "zh", k).Resize(100, 80)
		d.SeesNot("还没有联系记录").Press("8")
		require.Contains(t, screentest.Asked[screen.Notice](d).Text, "还没有联系记录", step.action)
		_, err := k.Do(t.Context(), by, "c-7", 0, step.action, step.args)
		require.NoError(t, err, step.action)
		start(t, "zh", k).Resize(100, 80).Sees("\n  联系\n", step.seen)
	}
}
