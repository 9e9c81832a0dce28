package intake_test

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/ui/intake"
	"heshi/ui/screen"
)

// only returns the one draft there is.
func (d *driver) only() store.Draft {
	d.t.Helper()
	require.Len(d.t, d.desk.drafts, 1)
	for _, x := range d.desk.drafts {
		return x
	}
	return store.Draft{}
}

func TestDraftIsKeptWhileTyping(t *testing.T) {
	require.LessOrEqual(t, intake.DraftPause, 300*time.Millisecond)
	d := open(t, "zh").typed("张")
	require.True(t, d.s.Dirty())
	require.Len(t, d.ticks, 1)
	d.typed("三丰")
	require.Len(t, d.ticks, 1, "typing on does not put it off")
	require.Empty(t, d.desk.drafts)
	d.pause()
	require.False(t, d.s.Dirty())
	x := d.only()
	require.Equal(t, "intake/p-1/"+"1795399200000000000", x.Name)
	require.Equal(t, "李阿姨", x.Actor)
	require.Contains(t, string(x.Body), "张三丰")
	d.typed("等").pause()
	require.Contains(t, string(d.only().Body), "张三丰等", "the same draft, newer")
	require.Equal(t, []string{"draft", "draft"}, d.desk.writes)
}

func TestDraftOfNobodyIsTheDesks(t *testing.T) {
	env := newEnv(t, "zh")
	env.Person = model.Person{}
	d := start(t, env, newDesk(), screen.OpenIntake{}).typed("张").pause()
	require.Regexp(t, "^intake/desk/", d.only().Name)
}

func TestAnEditDuringAWriteIsKeptToo(t *testing.T) {
	d := open(t, "zh").typed("张")
	d.slow = true
	d.pause().typed("三")
	require.Empty(t, d.ticks, "the write under way is waited for")
	d.settle()
	require.True(t, d.s.Dirty())
	d.pause()
	require.Contains(t, string(d.only().Body), "张三")
}

func TestSavingTakesTheDraftAlong(t *testing.T) {
	d := open(t, "zh").press("f6").typed("能退吗").pause()
	require.Len(t, d.desk.drafts, 1)
	d.press("enter").sees("已保存")
	require.Empty(t, d.desk.drafts)
	d.pause()
	require.Empty(t, d.desk.drafts)
}

// A draft written late would outlive its case and be offered for ever.
func TestNoDraftOvertakesItsCase(t *testing.T) {
	d := open(t, "zh").press("f6").typed("能退吗")
	d.slow = true
	d.pause().press("enter")
	d.settle().pause().sees("已保存")
	require.Equal(t, []string{"draft", "case"}, d.desk.writes)
	require.Empty(t, d.desk.drafts)
}

func TestNoDraftIsWrittenWhileItsCaseIsSaved(t *testing.T) {
	d := open(t, "zh").press("f6").typed("能退吗")
	d.slow = true
	d.press("enter").pause().settle().sees("已保存")
	require.Equal(t, []string{"case"}, d.desk.writes)
	require.Empty(t, d.desk.drafts)
}

func TestDraftThatCannotBeKept(t *testing.T) {
	d := open(t, "zh")
	d.desk.fail["SaveDraft"] = &model.Problem{Code: store.CodeDiskFull, Args: map[string]any{"free_mib": 12, "need_mib": 256}}
	d.typed("张三").pause().sees("张三", "草稿暂时存不上")
	require.True(t, asked[screen.Notice](d).Bad)
	said := len(d.sent)
	d.pause()
	require.Len(t, d.sent, said, "said once")
	require.True(t, d.s.Dirty())
	require.Len(t, d.ticks, 1, "and tried again")
	delete(d.desk.fail, "SaveDraft")
	d.pause().seesNot("草稿暂时存不上").sees("张三")
	require.False(t, d.s.Dirty())
	d.only()
}

func TestLeavingKeepsTheDraft(t *testing.T) {
	d := open(t, "zh").typed("张三").press("esc")
	asked[screen.Back](d)
	require.Contains(t, asked[screen.Notice](d).Text, "接着填")
	require.Contains(t, string(d.only().Body), "张三")

	d = open(t, "zh").press("esc")
	asked[screen.Back](d)
	require.Len(t, d.sent, 1, "nothing typed, nothing said")
	require.Empty(t, d.desk.drafts)
}

func TestLeavingWhatCannotBeKept(t *testing.T) {
	d := open(t, "zh").typed("张三")
	d.desk.fail["SaveDraft"] = store.ErrClosed
	d.press("esc")
	ask := asked[screen.Ask](d)
	require.Len(t, d.sent, 1, "it does not leave by itself")
	require.Nil(t, ask.Options[0].Answer, "staying comes first")
	d.sees("张三").tell(ask.Options[1].Answer)
	asked[screen.Back](d)

	d = open(t, "zh").typed("张三")
	d.desk.fail["SaveDraft"] = store.ErrClosed
	d.slow = true
	d.press("esc").typed("丰").settle().sees("张三丰")
}

func TestAnEmptiedFormDropsItsDraft(t *testing.T) {
	d := open(t, "zh").typed("张").pause()
	d.only()
	d.press("backspace").pause()
	require.Empty(t, d.desk.drafts)
	require.False(t, d.s.Dirty())
}

// abandoned returns a store with the drafts of somebody who was interrupted.
func abandoned(t *testing.T, names ...string) *desk {
	store := newDesk()
	for i, n := range names {
		env := newEnv(t, "zh")
		at := monday.Add(-time.Duration(i+1) * time.Hour)
		env.Now = func() time.Time { return at }
		start(t, env, store, screen.OpenIntake{From: &model.Case{}}).at(names[:i]).typed(n).press("tab").typed("hxxh").press("enter").pause()
	}
	return store
}

// at passes by the offer of drafts that are already there.
func (d *driver) at(offered []string) *driver {
	if len(offered) > 0 {
		d.press(string(rune('1' + len(offered))))
	}
	return d
}

func TestDraftsAreOffered(t *testing.T) {
	store := abandoned(t, "张三", "王五")
	require.Len(t, store.drafts, 2)
	d := start(t, newEnv(t, "zh"), store, screen.OpenIntake{})
	d.sees("有2份登记没填完", "1  接着填：张*、华兴鞋行", "2  接着填：王*、华兴鞋行", "3  登记新的", "李阿姨 1小时前")
	require.False(t, d.s.Typing())
	d.press("2").sees("王五", "华兴鞋行", "先记三件事").typed("开胶").press("ctrl+s").sees("已保存")
	require.Equal(t, "王五", d.desk.cases[0].Complainant.Name)
	require.Equal(t, model.ID("s-1"), d.desk.cases[0].ShopID)
	require.Len(t, store.drafts, 1)

	start(t, newEnv(t, "zh"), store, screen.OpenIntake{}).press("2").seesNot("张三").typed("赵六").pause()
	require.Len(t, store.drafts, 2, "the other draft stays")
}

func TestStartingToTypeIsANewCase(t *testing.T) {
	store := abandoned(t, "张三")
	start(t, newEnv(t, "zh"), store, screen.OpenIntake{}).typed("赵六").sees("赵六", "先记三件事").seesNot("张")
	d := start(t, newEnv(t, "zh"), store, screen.OpenIntake{}).press("esc")
	asked[screen.Back](d)
	require.Len(t, store.drafts, 1)
}

func TestKeysTypedAheadOfTheDraftsAreNotLost(t *testing.T) {
	for _, store := range []*desk{newDesk(), abandoned(t, "张三")} {
		d := ahead(t, store).typed("赵六").press("tab").typed("hxxh")
		d.settle().sees("赵六", "华兴鞋行").seesNot("张三")
	}
	ahead(t, abandoned(t, "张三")).press("1").settle().sees("张三", "先记三件事")
}

// ahead opens the screen on a store that has not answered yet.
func ahead(t *testing.T, store *desk) *driver {
	d := start(t, newEnv(t, "zh"), newDesk(), screen.OpenIntake{})
	s := intake.New(d.env, store, screen.OpenIntake{})
	s.SetClock(func(time.Duration, func(time.Time) tea.Msg) tea.Cmd { return nil })
	d.s, d.desk, d.slow = s, store, true
	d.run(s.Init())
	return d
}

func TestADraftIsThrownAwayOnlyWhenSure(t *testing.T) {
	store := abandoned(t, "张三", "王五")
	d := start(t, newEnv(t, "zh"), store, screen.OpenIntake{}).press("4").sees("删除哪一份").press("1")
	ask := asked[screen.Ask](d)
	require.Contains(t, ask.Body, "张*")
	require.Nil(t, ask.Options[0].Answer)
	require.Len(t, store.drafts, 2)
	d.tell(ask.Options[1].Answer).sees("有1份登记没填完").seesNot("张*")
	require.Len(t, store.drafts, 1)
	d.press("3", "1").tell(asked[screen.Ask](d).Options[1].Answer).sees("先记三件事")
	require.Empty(t, store.drafts)
}

func TestADraftIsOpenedByName(t *testing.T) {
	store := abandoned(t, "张三", "王五")
	for name, x := range store.drafts {
		d := start(t, newEnv(t, "zh"), store, screen.OpenIntake{Draft: name}).sees("先记三件事")
		d.typed("。").pause()
		require.NotEqual(t, string(x.Body), string(store.drafts[name].Body))
	}
	require.Len(t, store.drafts, 2)
}

func TestTwoDraftsOfOneMomentAreTwo(t *testing.T) {
	store := newDesk()
	start(t, newEnv(t, "zh"), store, screen.OpenIntake{}).typed("张三").pause()
	start(t, newEnv(t, "zh"), store, screen.OpenIntake{}).press("2").typed("王五").pause()
	require.Len(t, store.drafts, 2)
}

func TestDraftsCannotBeRead(t *testing.T) {
	store := newDesk()
	store.fail["Drafts"] = &model.Problem{Code: "store.damaged", Args: map[string]any{"what": "d"}}
	start(t, newEnv(t, "zh"), store, screen.OpenIntake{}).sees("✗", "先记三件事").press("f6").typed("能退吗").press("enter").sees("已保存")
}

// A draft gone on with on another day still means the day that was meant.
func TestYesterdayStaysYesterday(t *testing.T) {
	store := newDesk()
	start(t, newEnv(t, "zh"), store, screen.OpenIntake{}).resized(80, 40).clicks("购买日期").typed("昨天").pause()
	env := newEnv(t, "zh")
	env.Now = func() time.Time { return monday.AddDate(0, 0, 5) }
	d := start(t, env, store, screen.OpenIntake{}).resized(80, 40).press("1")
	d.sees("2026-11-22").clicks("姓名").typed("张三").press("tab").typed("hxxh").press("enter").typed("开胶").press("ctrl+s")
	require.Equal(t, "2026-11-22", d.desk.cases[0].PurchasedOn.String())
}
