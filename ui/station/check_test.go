package station_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/model/check"
	"heshi/store"
	"heshi/ui/paper"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/station"
	"heshi/ui/text"
)

var _ station.CheckDesk = (*store.Store)(nil)

// book keeps self-checks in memory.
type book struct {
	checks []model.SelfCheck
	facts  check.Facts
	stale  bool
	err    error
	papers []paper.Document
	screentest.Kept
}

func (b *book) Checks(context.Context) ([]model.SelfCheck, error) {
	return append([]model.SelfCheck{}, b.checks...), b.err
}

func (b *book) AddCheck(_ context.Context, by store.By, c model.SelfCheck) (model.SelfCheck, error) {
	c.ID, c.At, c.By = model.ID(fmt.Sprintf("z-%d", len(b.checks)+1)), by.At, by.Actor
	b.checks = append(b.checks, c)
	return c, b.err
}

func (b *book) EditCheck(_ context.Context, by store.By, c model.SelfCheck) (model.SelfCheck, error) {
	if b.stale {
		b.stale = false
		return c, &store.Stale[model.SelfCheck]{Mine: c, Theirs: b.checks[0]}
	}
	for i := range b.checks {
		if b.checks[i].ID == c.ID {
			b.checks[i] = c
			b.Gone(by)
		}
	}
	return c, b.err
}

func (b *book) CheckFacts(context.Context, time.Time) (check.Facts, error) { return b.facts, b.err }

func (b *book) Items() (check.List, error) { return check.Load(assets.Files()) }

func (b *book) Print(d paper.Document, _ *text.Catalogue, _ bool) (string, error) {
	b.papers = append(b.papers, d)
	return "/papers/check.pdf", nil
}

func open(t screentest.T, lang string, b *book) *screentest.Driver {
	env := screentest.Env(t, lang)
	return screentest.Start(t, env, station.NewCheck(env, b, b))
}

func TestTheStoreFillsInWhatItKnows(t *testing.T) {
	b := &book{facts: check.Facts{BackupDays: 2, Mediators: 3}}
	d := open(t, "zh", b).Sees("还没有自查过", "1  开始自查").Press("1")
	d.Sees("场所和设备", "2天前备份过", "做到 ✓", "还没查完", "李阿姨")
	require.Equal(t, model.CheckMet, b.checks[0].Item("backup").Answer)
	d.Lang("en").Sees("backed up 2 days ago", "Place and equipment")
}

func TestOneItemAfterTheOther(t *testing.T) {
	b := &book{}
	d := open(t, "zh", b).Press("1", "enter").Sees("有固定的接待地方", "第1条", "出处")
	d.Press("1").Sees("第2条", "门口有统一的服务站牌子").Press("2").Sees("第3条")
	require.Equal(t, model.CheckMet, b.checks[0].Item("place").Answer)
	require.Equal(t, model.CheckPartly, b.checks[0].Item("sign_board").Answer)
	d.Press("5").Type("电话贴在门上").Press("ctrl+s").Sees("第3条", "电话贴在门上")
	require.Equal(t, "电话贴在门上", b.checks[0].Item("telephone").Note)
	require.Empty(t, b.checks[0].Item("telephone").Answer)
	d.Press("f6").Type("，也贴在服务台")
	require.True(t, d.S.Dirty())
	d.Press("esc")
	d.Tell(screentest.Asked[screen.Ask](d).Options[0].Answer)
	require.Contains(t, b.checks[0].Item("telephone").Note, "服务台")
	d.Press("esc").Sees("电话贴在门上").Press("esc")
	screentest.Asked[screen.Back](d)
}

// TestEvidenceHalfWrittenOutlivesTheProgram: and is forgotten once saved.
func TestEvidenceHalfWrittenOutlivesTheProgram(t *testing.T) {
	b := &book{Kept: screentest.Kept{}}
	sit := func() *screentest.Driver {
		env := screentest.Env(t, "zh")
		env.After = screentest.AtOnce
		return screentest.Start(t, env, station.NewCheck(env, b, b))
	}
	d := sit().Press("1", "enter", "f6").Type("一楼东门")
	require.False(t, d.S.Dirty())
	sit().Press("enter", "f6").Sees("一楼东门").Press("end").Type("旁边").Press("ctrl+s")
	require.Equal(t, "一楼东门旁边", b.checks[0].Item("place").Note)
	require.Empty(t, b.Kept)
}

func TestTheLastItemLeadsBackToTheList(t *testing.T) {
	b := &book{facts: check.Facts{BackupDays: 1}}
	d := open(t, "zh", b).Press("1", "enter")
	l, err := b.Items()
	require.NoError(t, err)
	for range l.Items {
		d.Press("1")
	}
	d.Sees("达标", "得分100%", fmt.Sprint("已查", len(l.Items), "条"))
}

func TestEarlierChecksAreReadOnly(t *testing.T) {
	b := &book{checks: []model.SelfCheck{
		{ID: "z-1", At: screentest.Now().AddDate(0, -1, 0), By: "吴明", Items: []model.CheckItem{{ID: "place", Answer: model.CheckMet}}},
		{ID: "z-2", At: screentest.Now(), By: "李阿姨"},
	}}
	d := open(t, "zh", b).Sees("2026年11月23日", "李阿姨", "上次").Press("left").Sees("2026年10月23日", "吴明")
	d.Press("enter", "1")
	require.True(t, screentest.Asked[screen.Notice](d).Bad)
	d.Press("5")
	require.False(t, d.S.Typing())
	d.Press("esc", "left")
	require.Equal(t, 3, screentest.Count[screen.Notice](d))
	d.Press("right").Sees("李阿姨").Press("insert")
	require.Len(t, b.checks, 3)
}

func TestTheCheckIsPrinted(t *testing.T) {
	b := &book{facts: check.Facts{Mediators: 3}}
	d := open(t, "zh", b).Press("1", "f8")
	d.Tell(screentest.Asked[screen.Ask](d).Options[1].Answer)
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, "/papers/check.pdf")
	for _, lang := range []string{"zh", "en"} {
		words := screentest.Env(t, lang).Text
		l, err := b.Items()
		require.NoError(t, err)
		doc := station.CheckPaper(words, "晋江站", l, b.checks[0])
		out, err := paper.NewPress(assets.Files()).Print(doc, paper.Options{Text: words})
		require.NoError(t, err)
		require.Empty(t, out.Missing)
		require.NotEmpty(t, out.PDF)
	}
}

func TestSomebodyElseAnsweredFirst(t *testing.T) {
	b := &book{}
	d := open(t, "zh", b).Press("1", "enter")
	b.stale = true
	d.Press("1")
	screentest.Asked[screen.Failed](d)
	d.Sees("第1条").Press("1").Sees("第2条")
	failing := &book{err: errors.New("x")}
	screentest.Asked[screen.Failed](open(t, "zh", failing))
}

func TestCheckScenes(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			b := &book{facts: check.Facts{BackupDays: 2, Mediators: 3}}
			d := open(t, lang, b).Resize(size[0], size[1]).Press("1")
			d.Golden(fmt.Sprintf("check-%s-%d", lang, size[0]))
			d.Senior(true).Press("enter").Golden(fmt.Sprintf("item-%s-%d", lang, size[0]))
			require.NotContains(t, strings.ToLower(d.View()), "check.")
		}
	}
}

func TestCheckStorm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		open(t, "zh", &book{}).Storm(t, screen.Changed{}, screen.Shown{})
	})
}

// Keys pressed while an answer is being kept wait for it: they are about the
// next item.
func TestKeysWaitForAnAnswerToBeKept(t *testing.T) {
	b := &book{}
	d := open(t, "zh", b).Press("1", "enter")
	d.Slow = true
	d.Press("1", "3", "5").Type("缺电话").Press("ctrl+s").Settle()
	require.Equal(t, model.CheckMet, b.checks[0].Item("place").Answer)
	require.Equal(t, model.CheckNotMet, b.checks[0].Item("sign_board").Answer)
	require.Equal(t, "缺电话", b.checks[0].Item("telephone").Note)
}
