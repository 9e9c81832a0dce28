package returns_test

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	engine "heshi/model/returns"
	"heshi/ui/keys"
	"heshi/ui/paper/papertest"
	"heshi/ui/returns"
	"heshi/ui/screen"
	"heshi/ui/screentest"
)

// eligible is a check that ends well.
func eligible(t testing.TB) room {
	r := openNow(t, "zh")
	r.answer(online("衣服 <enter>"))
	r.Sees(yes)
	return r
}

// Going back to an answer keeps the others that still apply, and asks again
// only what the change puts in doubt.
func TestChangingAnAnswerKeepsTheOthers(t *testing.T) {
	r := eligible(t)
	r.do("<esc>").Sees("让消费者确认了吗", "1*", "网上买的", "11月20日", "以上都没有")
	r.do("<shift+tab> <shift+tab>").Sees("哪天签收的？", "2026-11-20")
	r.Press("ctrl+u")
	r.do("11月10日 <enter>").Sees("为什么要退？")
	r.do("1").Sees("不能按无理由退", "11月17日 星期二 已经过期")
	// Other goods have other states to ask about; the rest is known.
	r.do("<esc>")
	for range 3 {
		r.Press("shift+tab")
	}
	r.Sees("买的是什么？").Press("ctrl+u")
	r.do("手机 <enter>").Sees("不能按无理由退", "11月17日 星期二 已经过期")
	// What does not matter now is remembered for when it does.
	r.do("<esc> <shift+tab>").Press("ctrl+u")
	r.do("昨天 <enter>").Sees("有没有下面的情况", "手机")
	r.Sees("已激活")
}

func TestEscGoesBackQuestionByQuestionAndLeaves(t *testing.T) {
	r := openNow(t, "zh")
	r.do("1 2").Sees("哪天签收的？")
	r.do("昨天 <esc>").Sees("怎么买的？")
	r.do("2").Sees("哪天签收的？", "2026年11月22日") // what was typed and not yet given stands there again
	r.do("<esc>").Sees("怎么买的？")
	r.do("<esc>").Sees("买的是什么？")
	r.do("<esc>")
	ask := screentest.Asked[screen.Ask](r.Driver)
	require.Equal(t, "离开这次查询？", ask.Title)
	r.Tell(ask.Options[1].Answer)
	require.Equal(t, 1, screentest.Count[screen.Back](r.Driver))

	fresh := openNow(t, "zh")
	fresh.do("<esc>")
	require.Equal(t, 1, screentest.Count[screen.Back](fresh.Driver), "nothing to lose, nothing asked")
}

// Language, layout and size change nothing that was told.
func TestFactsSurvive(t *testing.T) {
	r := openNow(t, "zh")
	r.do("1 2 11月")
	r.Lang("en").Sees("Question 3", "11月").Senior(true).Resize(60, 18).Sees("Question 3", "11月")
	r.Senior(false).Lang("zh").Resize(160, 43).Sees("服装", "网上买的", "11月")
	r.do("20日 <enter>").Sees("有没有下面的情况")
	r.do("1 3")
	r.Lang("en").Senior(true).Sees("1 [x]", "3 [x]").Lang("zh").Senior(false)
	r.do("1 3 <enter> <enter> 1").Sees(yes)
	r.do("1 1 300 <enter>").Sees("全数退：300元")
	r.Lang("en").Sees("It can go back ✓", "All of it comes back: ¥300", "S1", "N1").Senior(true).Resize(60, 18).Sees("It can go back ✓")
	r.Lang("zh").Senior(false).Resize(80, 22).Sees(yes, "全数退：300元")
}

// Both languages name the same clauses, days and amounts.
func TestLanguagesAgree(t *testing.T) {
	r := eligible(t)
	r.do("1 3 3 <enter> 1 <enter> 128 <enter> <enter> 300 <enter>")
	zh := r.whole()
	en := room{r.Lang("en"), r.desk, r.slips}.whole()
	for _, id := range []string{"S1", "S4", "N1", "N4", "N12", "44", "256"} {
		require.Contains(t, zh, id)
		require.Contains(t, en, id)
	}
}

func TestWhatIsNotKnownIsLeftOpen(t *testing.T) {
	r := openNow(t, "zh")
	r.Tell(tea.KeyPressMsg{Code: 'n', Mod: tea.ModCtrl})
	r.Sees("这一问一定要知道")
	r.answer(online("化妆品 <enter>", [2]string{qConfirmed, "5"}))
	r.Sees(unclear, "还要问清楚这些", "单独确认过", "如果“没有确认过”：可以退 ✓", "不宜退")
	r.do("<esc> 1").Sees(yes)
}

// One thing left open does not end the check: what may matter beyond it is
// asked, and the verdict holds when it does not matter after all.
func TestQuestionsGoOnBeyondWhatIsNotKnown(t *testing.T) {
	r := openNow(t, "zh")
	r.do("衣服 <enter> 2 <ctrl+n>").Sees("第4问")
	r = openNow(t, "zh")
	r.answer(script{{qWhat, "手机 <enter>"}, {qHow, "2"}, {qReceived, "昨天 <enter>"}, {qState, "<ctrl+n>"}, {qConfirmed, "3"}, {qReason, "1"}})
	r.Sees(no, "S3")
}

// A list is found by another word, by pinyin, and by Enter alone nothing is
// chosen.
func TestChoosingFromAList(t *testing.T) {
	r := openNow(t, "zh")
	r.do("<enter>").Sees("请按数字选一项")
	r.do("qqq").Sees("没有找到")
	r.Press("ctrl+u")
	r.do("jsk").Sees("预付卡").SeesNot("服装")
	r.Press("ctrl+u")
	r.do("0 1").Sees("怎么买的？", "化妆品")
}

func TestNothingMarkedIsSaidTwice(t *testing.T) {
	r := openNow(t, "zh")
	r.do("1 2 昨天 <enter> <enter>").Sees("一样都没有，再按一次回车")
	r.do("1 <enter>").Sees("按要求定作的")
	require.Contains(t, r.View(), "按要求定作的")
}

// In senior mode a list of states has pages; Enter shows each before it
// answers.
func TestEnterShowsEveryPageOfMarks(t *testing.T) {
	r := openNow(t, "zh")
	r.Senior(true)
	r.do("1 2 昨天 <enter>").Sees("1 [ ]  按要求定作的").SeesNot("配件或附件不全")
	r.do("<enter>").Sees("配件或附件不全")
	r.do("<enter>").Sees("再按一次回车")
	r.do("<enter>").Sees("让消费者确认了吗")
}

func TestDays(t *testing.T) {
	r := openNow(t, "zh")
	r.do("1 2 <enter>").Sees("请写日子")
	r.do("2026-11-25 <enter>").Sees("第3问", "这一天还没有到")
	r.do("明年 <enter>").Sees("第3问", "看不懂这个日期").SeesNot("2026-11-25") // what was refused gives way
	r.Lang("zh").Press("left", "backspace").Sees("年")
	r.Press("ctrl+u")
	r.do("<down> <down> <down> <enter>").Sees("第4问", "2026年11月21日")
	r.do("<shift+tab>").Sees("2026-11-21")
	r.Click("昨天").Sees("第4问", "2026年11月22日")
}

// A shop brings its promise; one that is not in the list is asked about.
func TestShops(t *testing.T) {
	r := openNow(t, "zh")
	r.do("1 1 hx").Sees("华兴鞋行", "A12")
	r.do("<enter>").Sees("哪天买到手的？", "华兴鞋行")
	r.do("<esc>").Sees("华兴鞋行")
	r.Press("ctrl+u")
	r.do("老街布店 <enter>").Sees("有没有“无理由退货”的承诺")
	r.do("2").Sees("哪天买到手的？", "老街布店（店里自己挂着“7天无理由”）")
	r.desk.fail = &model.Problem{Code: "store.closed"}
	r.do("<esc> <esc>")
	r.Press("ctrl+u")
	r.do("红星")
	require.NotEmpty(t, r.View())
}

// Enter before the shops are found waits for them.
func TestEnterWaitsForTheShops(t *testing.T) {
	r := openNow(t, "zh")
	r.do("1 1")
	r.Slow = true
	r.do("红星 <enter>")
	r.Settle()
	r.Sees("为什么要退？", "红星服饰")
}

// Type-ahead is kept while the next question is worked out.
func TestKeysWaitForTheNextQuestion(t *testing.T) {
	r := openNow(t, "zh")
	r.Slow = true
	r.do("1 2 昨天 <enter>")
	r.Settle()
	r.Sees("有没有下面的情况", "2026年11月22日")
}

func TestOpenedForAShop(t *testing.T) {
	env := screentest.Env(t, "zh")
	s := returns.New(env, newDesk(), returns.Options{Rules: rules, Shop: "s-2"})
	r := room{Driver: screentest.Start(t, env, s)}
	r.do("1 1").Sees("红星服饰", "为什么要退？")
	r.answer(onsite(""))
	r.Sees(no)
}

// A case carries every fact.
func TestCaseCarriesTheFacts(t *testing.T) {
	r := openNow(t, "zh")
	r.answer(onsite("hx <enter>"))
	r.do("1 1 299 <enter> 3")
	c := screentest.Asked[screen.OpenIntake](r.Driver).From
	day, _ := model.ParseDay("2026-11-22")
	require.Equal(t, model.Complaint, c.Kind)
	require.Equal(t, model.ID("s-1"), c.ShopID)
	require.Equal(t, "华兴鞋行", c.Shop)
	require.Equal(t, []any{model.Money(29900), "服装", day, "onsite", "apparel", "refund", []string{"receipt"}},
		[]any{c.Amount, c.Goods, c.PurchasedOn, c.Channel, c.Class, c.Request, c.Proofs})
	require.Contains(t, c.What, "可以退 ✓  最晚")
	require.Contains(t, c.What, "华兴鞋行")
	require.Empty(t, r.desk.cases, "nothing is stored by looking")
}

func TestCountedOnceAsAConsultation(t *testing.T) {
	r := eligible(t)
	r.binding(keys.NewConsultation)
	r.Sees("已记为咨询 JJ01-20261123-0001")
	r.binding(keys.NewConsultation)
	require.Len(t, r.desk.cases, 1)
	c := r.desk.cases[0]
	require.Equal(t, model.Consultation, c.Kind)
	require.Contains(t, c.What, "买的东西：服装")
	require.Contains(t, c.Answer, "可以退 ✓  最晚 11月27日")

	r = eligible(t)
	r.desk.fail = errors.New("disk")
	r.do("4").Sees("出了意外")
	r.desk.fail = nil
	r.do("4").Sees("已记为咨询").SeesNot("出了意外")
}

// The slip says what the screen says.
func TestSlip(t *testing.T) {
	r := eligible(t)
	r.do("5").Sees("凭条已存")
	r.do("5")
	files, err := filepath.Glob(filepath.Join(r.slips, "*"))
	require.NoError(t, err)
	require.Len(t, files, 1, "the same slip again is the same file")
	b, err := os.ReadFile(files[0])
	require.NoError(t, err)
	slip := strings.Join(strings.Fields(papertest.Text(t, b)), "")
	r.SeesNot("正在")
	for _, line := range strings.Split(r.whole(), "\n") {
		words := strings.Join(strings.Fields(line), "")
		if words == "" || strings.HasPrefix(words, "1算钱") || strings.HasPrefix(words, "✓凭条已存") || strings.Contains(words, ".pdf") {
			continue
		}
		require.Contains(t, slip, words)
	}
}

func TestSlipThatCannotBeWritten(t *testing.T) {
	r := eligible(t)
	require.NoError(t, os.WriteFile(r.slips, nil, 0o600))
	r.binding(keys.Save)
	r.Sees("写不了文件").Sees(yes)
}

func TestClausesAreExplained(t *testing.T) {
	r := eligible(t)
	r.do("2").Sees("看哪一条？", "S1  消费者权益保护法第二十五条")
	r.do("1").Sees("版本：2013-10-25", "施行：2014年3月15日", "文字：已核对原文")
	r.do("<esc>").Sees("看哪一条？")
	r.do("<esc>").Sees(yes)
	// Every clause of every rule can be read.
	r.do("2")
	n := strings.Count(r.View(), "消费者权益保护法") + strings.Count(r.View(), "暂行办法")
	require.Greater(t, n, 3)
	for i := 1; i <= min(n, 9); i++ {
		r.Type(string(rune('0' + i)))
		r.Sees("文字：").Press("esc")
	}
}

func TestExtraThatCannotBe(t *testing.T) {
	r := eligible(t)
	r.do("1 5 11月1日 <enter>").Sees("早于收货")
	r.Press("ctrl+u")
	r.do("11月21日 <enter>").Sees(yes)
	r.do("1 3 1 <enter>").Sees("2到20件")
	r.do("<esc> <esc>").Sees(yes)
}

// What was told about the money can be taken back.
func TestExtrasAreTakenBack(t *testing.T) {
	r := eligible(t)
	r.do("1 1 300 <enter> 1 3 3 <enter>").Sees("套装里哪几件要退？")
	r.do("<esc>").Sees(yes, "全数退：300元")
	r.do("1 3 3 <enter> 1 <enter> 128 <enter> <enter>").Sees(less, "退 44元")
	r.do("1 3 <ctrl+n>").Sees(yes, "全数退：300元")
	r.do("1 1 <ctrl+n>").Sees(yes, "付了多少，退多少")
}

func TestNextCheckBeginsEmpty(t *testing.T) {
	r := eligible(t)
	r.do("1 1 300 <enter> 7").Sees("买的是什么？", "第1问").SeesNot("网上买的（")
	r.answer(online("衣服 <enter>"))
	r.Sees("付了多少，退多少")
}

func TestMouse(t *testing.T) {
	r := openNow(t, "zh")
	r.Click("服装").Sees("怎么买的？")
	r.Click("网上买的（含").Sees("哪天签收的？")
	r.Click("3天前").Sees("有没有下面的情况")
	r.Click("以上都没有").Sees("让消费者确认了吗")
	r.Click("怎么买的").Sees("2*").Click("网上买的（含").Sees("让消费者确认了吗")
	r.Click("没有确认过").Sees(yes)
	r.Tell(screen.Wheel{Lines: 3})
	r.Click("看条款").Sees("看哪一条？")
	r.Click("消费者权益保护法").Sees("版本：")
	require.Equal(t, 1, strings.Count(r.View(), "版本：2013-10-25"), "one heading for all its situations")
	r.Sees("用它的几种情形：", "- ")
	r.do("<esc> <esc>")
	r.Click("1 算钱").Click("实付").Sees("实际付了多少钱？")
}

func TestWithoutRules(t *testing.T) {
	env := screentest.Env(t, "zh")
	broken := func() (*engine.Rules, engine.Env, error) { return nil, engine.Env{}, errors.New("x") }
	r := room{Driver: screentest.Start(t, env, returns.New(env, newDesk(), returns.Options{Rules: broken}))}
	r.Sees("规则读不出来").Press("1", "enter")
	r.do("<esc>")
	require.Equal(t, 1, screentest.Count[screen.Back](r.Driver))
}

func TestViews(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			r := openNow(t, "zh")
			r.Lang(lang).Resize(size[0], size[1])
			name := func(s string) string { return s + "-" + lang + "-" + cells(size) }
			r.Golden(name("what"))
			r.do("1 1").Senior(true)
			r.Golden(name("senior-shop"))
			r.Senior(false)
			r.do("hx <enter> 昨天 <enter>")
			r.Golden(name("state"))
			r.do(none + " 1").Golden(name("verdict"))
			r.Senior(true).Golden(name("senior-verdict"))
		}
	}
}

// Whatever is pressed, the screen is exact and nothing panics.
func TestStorm(t *testing.T) {
	day := []tea.Msg{tea.PasteMsg{Content: "11月20日\n衣服"}, screen.Changed{Seq: 3}, tea.KeyPressMsg{Code: 'n', Mod: tea.ModCtrl}}
	starts := []string{"", "1 1", "1 1 x <enter>", "1 2", "1 2 昨天 <enter>", "1 2 昨天 <enter> " + none + " 1", "1 2 昨天 <enter> " + none + " 1 1 3 3 <enter>", "1 2 昨天 <enter> " + none + " 1 1 3 3 <enter> 1 <enter>"}
	rapid.Check(t, func(rt *rapid.T) {
		r := openNow(t, rapid.SampledFrom([]string{"zh", "en"}).Draw(rt, "lang"))
		r.do(rapid.SampledFrom(starts).Draw(rt, "start"))
		r.Storm(rt, day...)
	})
}

// Whatever is answered, seven questions lead to a verdict.
func TestSevenQuestions(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := openNow(t, "zh")
		asked := 0
		for r.asking() {
			if asked++; asked > most {
				rt.Fatalf("more than %d questions\n%s", most, r.View())
			}
			r.random(rt)
		}
		require.True(rt, r.settled(), r.View())
	})
}

// random answers the question on the screen.
func (r room) random(rt *rapid.T) {
	digit := string(rune('0' + rapid.IntRange(1, 9).Draw(rt, "digit")))
	switch view := r.View(); {
	case strings.Contains(view, "写 昨天、"):
		r.do(rapid.SampledFrom([]string{"今天 <enter>", "11月18日 <enter>", "11月1日 <enter>", "<ctrl+n>"}).Draw(rt, "day"))
	case strings.Contains(view, "名单里没有这家店"):
		r.do(rapid.SampledFrom([]string{"hx <enter>", "红星 <enter>", "<enter> 1", "<enter> 5", "<ctrl+n>"}).Draw(rt, "shop"))
	case strings.Contains(view, "[ ]"):
		r.do(rapid.SampledFrom([]string{none, "<space> <enter>", "2 <enter>", "<ctrl+n>"}).Draw(rt, "marks"))
	case strings.Contains(view, "买的是什么"):
		r.do(strings.Repeat("0 ", rapid.IntRange(0, 2).Draw(rt, "page")) + digit)
		if strings.Contains(r.View(), "第1问") {
			r.do("1")
		}
	default:
		r.Type(digit)
		if r.View() == view {
			r.do("1")
		}
	}
}

func cells(size [2]int) string { return strconv.Itoa(size[0]) + "x" + strconv.Itoa(size[1]) }

// Esc leaves even while the rules are still being read; other keys wait.
func TestWhileTheRulesAreRead(t *testing.T) {
	s := returns.New(envs("zh"), newDesk(), returns.Options{Rules: rules})
	r := room{Driver: &screentest.Driver{T: t, Env: envs("zh"), S: s, Width: 80, Height: 22, Slow: true}}
	cmd := s.Init()
	r.Sees("正在读取规则").Press("1")
	r.Tell(cmd()).Settle()
	r.Sees("怎么买的？")

	s = returns.New(envs("zh"), newDesk(), returns.Options{Rules: rules})
	r = room{Driver: &screentest.Driver{T: t, Env: envs("zh"), S: s, Width: 80, Height: 22}}
	r.do("<esc>")
	require.Equal(t, 1, screentest.Count[screen.Back](r.Driver))
}
