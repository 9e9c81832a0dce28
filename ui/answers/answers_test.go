package answers_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/answers"
	"heshi/store"
	"heshi/store/find"
	page "heshi/ui/answers"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/uitest"
	"heshi/ui/widget"
)

var _ page.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

// desk keeps answers in memory.
type desk struct {
	own   []model.Answer
	used  map[string]int
	err   error
	stale *model.Answer
	screentest.Kept
}

func (d *desk) Answers(context.Context) ([]model.Answer, map[string]int, error) {
	return append([]model.Answer{}, d.own...), d.used, d.err
}

func (d *desk) AddAnswer(_ context.Context, by store.By, a model.Answer) (model.Answer, error) {
	if a.Text == "" {
		return a, model.Problems{{Code: "need.answer", Field: "text"}}
	}
	for _, o := range d.own {
		if o.Question == a.Question {
			return a, &model.Problem{Code: store.CodeNameTaken, Args: map[string]any{"name": a.Question}}
		}
	}
	a.ID = model.ID(fmt.Sprintf("l-%d", len(d.own)+1))
	d.own = append(d.own, a)
	d.Gone(by)
	return a, nil
}

func (d *desk) EditAnswer(_ context.Context, by store.By, a model.Answer) (model.Answer, error) {
	if d.stale != nil {
		theirs := *d.stale
		d.stale = nil
		return a, &store.Stale[model.Answer]{Mine: a, Theirs: theirs}
	}
	for i := range d.own {
		if d.own[i].ID == a.ID {
			d.own[i] = a
			d.Gone(by)
		}
	}
	return a, nil
}

func start(t screentest.T, lang string, d *desk, change ...func(*page.Options)) *screentest.Driver {
	o := page.Options{Match: find.Matches, Starters: func() ([]answers.Starter, error) { return answers.Load(assets.Files()) }}
	for _, c := range change {
		c(&o)
	}
	return screentest.Start(t, screentest.Env(t, lang), page.New(screentest.Env(t, lang), d, o))
}

func picking(query string) func(*page.Options) {
	return func(o *page.Options) { o.Pick, o.Query = true, query }
}

func TestFoundByWordsPinyinAndInitials(t *testing.T) {
	for _, query := range []string{"小票", "xiaopiao", "xpdl"} {
		start(t, "zh", &desk{}).Type(query).Sees("1 小票丢了还能退吗").SeesNot("食品和小票", "赠品")
	}
	start(t, "en", &desk{}).Type("receipt").Sees("I lost the receipt")
	start(t, "zh", &desk{}).Type("查无此条").Sees("没有符合的答复")
}

func TestAnAnswerIsReadWithItsGround(t *testing.T) {
	d := start(t, "zh", &desk{used: map[string]int{"starter:online_seven_days": 3}})
	d.Sees("用过3次").Press("1").Sees("消费者权益保护法第二十五条", "用过3次", "1  修改")
	d.Lang("en").Sees("Consumer Protection Law art. 25").Lang("zh")
	d.Press("2").SeesNot("依据：消费者").Press("down", "down", "down", "enter").Sees("依据待核对", "（待核对原文）", "请先核对原文")
	d.Press("esc", "esc")
	screentest.Asked[screen.Back](d)
}

func TestPickedForAConsultation(t *testing.T) {
	d := start(t, "zh", &desk{}, picking("运费")).Sees("退货的运费谁出").Press("1").Sees("用这一条").Press("1")
	got := screentest.Asked[screen.AnswerPicked](d)
	require.Equal(t, "starter:who_pays_freight", got.Ref)
	require.Contains(t, got.Text, "依据：消费者权益保护法第二十五条、第二十四条")
	d = start(t, "zh", &desk{}, picking("赠品")).Press("1").Press("1")
	require.Contains(t, screentest.Asked[screen.AnswerPicked](d).Text, "（待核对原文）", "the case says so too")
	start(t, "zh", &desk{}, picking("一句找不到的话")).Sees("网上买的东西不想要了")
	off := &desk{own: []model.Answer{{ID: "l-1", Question: "旧的", Text: "旧的", Off: true}}}
	d = start(t, "zh", off, picking("旧的")).Press("enter", "1")
	require.True(t, screentest.Asked[screen.Notice](d).Bad)
	require.Zero(t, screentest.Count[screen.AnswerPicked](d))
}

func TestWritingAndChanging(t *testing.T) {
	desk := &desk{}
	d := start(t, "zh", desk).Type("几点关门").Press("insert").Sees("几点关门")
	require.Equal(t, "写一条新的答复", d.S.Title())
	d.Press("ctrl+s")
	screentest.Asked[screen.Failed](d)
	d.Type("晚上九点").Press("ctrl+s").Sees("几点关门", "本站写的")
	require.Equal(t, "晚上九点", desk.own[0].Text)
	d.Press("esc").Press("1").Sees("几点关门").Press("esc")

	d.Press("2", "1").Sees("怎么问的").Press("ctrl+u").Type("网上的能退吗").Press("ctrl+s").Sees("网上的能退吗")
	require.Equal(t, "online_seven_days", desk.own[1].Starter)
	require.NotEmpty(t, desk.own[1].Ground)

	d.Press("f6").Press("ctrl+u").Type("几点开门").Press("esc")
	require.Len(t, screentest.Asked[screen.Ask](d).Options, 3)
	require.True(t, d.S.Dirty())
}

// TestAnAnswerHalfWrittenOutlivesTheProgram: and is forgotten once saved.
func TestAnAnswerHalfWrittenOutlivesTheProgram(t *testing.T) {
	desk := &desk{Kept: screentest.Kept{}}
	sit := func() *screentest.Driver {
		env := screentest.Env(t, "zh")
		env.After = screentest.AtOnce
		o := page.Options{Match: find.Matches, Starters: func() ([]answers.Starter, error) { return answers.Load(assets.Files()) }}
		return screentest.Start(t, env, page.New(env, desk, o)).Press("insert")
	}
	d := sit().Type("几点关门").Press("tab").Type("晚上")
	require.False(t, d.S.Dirty())
	sit().Sees("几点关门", "晚上").Press("tab", "end").Type("九点").Press("ctrl+s").Sees("本站写的")
	require.Equal(t, "晚上九点", desk.own[0].Text)
	require.Empty(t, desk.Kept)
}

func TestSomebodyElseWasFaster(t *testing.T) {
	desk := &desk{own: []model.Answer{{ID: "l-1", Question: "甲", Text: "乙"}}}
	desk.stale = &model.Answer{ID: "l-1", Rev: 9, Question: "甲", Text: "丙"}
	d := start(t, "zh", desk).Type("甲").Press("f6").Press("end").Type("问").Press("ctrl+s")
	screentest.Asked[screen.Failed](d)
	d.Sees("甲问", "丙").Press("ctrl+s").SeesNot("怎么问的")
	require.Equal(t, "丙", desk.own[0].Text)
}

func TestFailuresAreSaid(t *testing.T) {
	screentest.Asked[screen.Failed](start(t, "zh", &desk{err: errors.New("x")}))
}

func TestScenes(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			d := start(t, lang, &desk{}).Resize(size[0], size[1])
			d.Golden(fmt.Sprintf("list-%s-%d", lang, size[0]))
			d.Senior(true).Press("1").Golden(fmt.Sprintf("senior-%s-%d", lang, size[0]))
		}
	}
}

func TestStorm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start(t, "zh", &desk{own: []model.Answer{{ID: "l-1", Question: "甲", Text: "乙"}}}, func(o *page.Options) {
			o.Pick = rapid.Bool().Draw(t, "pick")
		}).Storm(t, screen.Changed{}, screen.Shown{})
	})
}

// A shopper asks, the desk finds the answer by initials, saves, and the use is
// counted.
func TestAConsultationFromTheLibrary(t *testing.T) {
	for _, w := range []struct{ lang, note, form, pick, query, question, use, ground, told, saved, library, used string }{
		{"zh", "记一条咨询", "一句话记下来", "选一条答复", "xpdl", "小票丢了", "用这一条", "联盟章程", "当场怎么答复的", "已保存", "常用答复", "用过1次"},
		{"en", "Note a consultation", "Enter saves it", "Pick an answer", "receipt", "I lost the receipt", "Use this one", "charter (proof)", "What was answered on the spot", "Saved", "Ready answers", "used once"},
	} {
		t.Run(w.lang, func(t *testing.T) {
			t.Parallel()
			data := t.TempDir()
			d := uitest.Start(t, uitest.Options{Lang: w.lang, Data: data, Args: []string{"--lang", w.lang, "--now", "2026-11-23T10:00:00+08:00"}})
			d.Sees(w.note).Press("f6").Sees(w.form).Press("f8").Sees(w.pick).Type(w.query).Sees(w.question).Press("enter").Sees(w.use)
			d.Press("1").Sees(w.told, w.ground, w.question).Press("ctrl+s").Sees(w.saved)
			d.Press("f9").Sees(w.note).Press("f11").Sees(w.library).Press("3").Sees(w.used)
			d.Press("ctrl+q")
			require.Zero(t, d.Wait())
			out, err := exec.Command(uitest.Binary(t), "--data", data, "verify", "--json").Output()
			require.NoError(t, err, string(out))
		})
	}
}
