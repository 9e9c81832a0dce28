package lookup_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/lookup"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/widget"
)

var _ lookup.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

// desk is a list in memory, newest last. It notes how much it was asked for.
type desk struct {
	rows     []find.Row
	most     int // the largest Limit asked for
	lists    []find.ListQuery
	searches []find.Query
	contexts []context.Context
	hits     func(find.Query) find.Result
	err      error
	all      int  // records, while the index is made again
	made     int  // of them
	whole    bool // who waits for that sees it
}

func (d *desk) Indexing() (made, all int) { return d.made, d.all }

func (d *desk) Grown(context.Context, int) error {
	if !d.whole {
		return context.Canceled
	}
	d.all = 0
	return nil
}

func (d *desk) List(_ context.Context, q find.ListQuery) (out []find.Row, err error) {
	d.lists = append(d.lists, q)
	d.most = max(d.most, q.Limit)
	for i := len(d.rows) - 1; i >= 0 && len(out) < q.Limit; i-- {
		r := d.rows[i]
		if q.After != 0 && r.Ord >= q.After || q.Open && r.Over || q.CaseKind != "" && r.CaseKind != q.CaseKind {
			continue
		}
		out = append(out, r)
	}
	return out, d.err
}

func (d *desk) Search(ctx context.Context, q find.Query) (find.Result, error) {
	d.searches = append(d.searches, q)
	d.contexts = append(d.contexts, ctx)
	if d.err != nil {
		return find.Result{}, d.err
	}
	if d.hits != nil {
		return d.hits(q), ctx.Err()
	}
	var res find.Result
	for i := len(d.rows) - 1; i >= 0; i-- {
		if r := d.rows[i]; strings.Contains(r.Name+r.Shop, q.Text) {
			res.Hits = append(res.Hits, find.Hit{Row: r, Title: r.No, Why: []find.Why{{Field: "name", How: find.Fragment, Text: q.Text}}})
		}
	}
	return res, ctx.Err()
}

func names() []string { return []string{"张三", "李秀英", "王建国", "陈美玲", "单小龙"} }

func shops() []string {
	return []string{"华兴鞋行", "红星小吃", "阳光童装店", "海鲜酒楼"}
}

// newDesk has n cases, one every few hours, the newest an hour ago.
func newDesk(n int) *desk {
	d := &desk{}
	for i := range n {
		d.add(i, n)
	}
	return d
}

func (d *desk) add(i, n int) {
	at := screentest.Now().Add(-time.Duration(n-i)*5*time.Hour + 4*time.Hour)
	day := model.DayOf(at, at.Location())
	r := find.Row{
		Kind: find.Case, Ord: uint64(i + 1), ID: model.ID(fmt.Sprintf("c-%d", i+1)),
		No: fmt.Sprintf("JJ01-%s-%04d", strings.ReplaceAll(day.String(), "-", ""), i+1), At: at,
		Name: names()[i%5], Phone: "13800001234", Shop: shops()[i%4], Goods: "运动鞋",
		State: model.CaseStates()[i%11], CaseKind: model.Complaint, Due: day + 3, Receiver: "李阿姨",
	}
	if i%7 == 3 {
		r.CaseKind, r.State, r.Name, r.Shop = model.Consultation, model.Closed, "", ""
	}
	r.Over = r.State.Over()
	d.rows = append(d.rows, r)
}

func start(t testing.TB, lang string, d *desk) *screentest.Driver {
	env := screentest.Env(t, lang)
	return screentest.Start(t, env, lookup.New(env, d, ""))
}

func TestNewestFirstAScreenfulAtATime(t *testing.T) {
	k := newDesk(500)
	d := start(t, "zh", k)
	require.Contains(t, d.Selected(), "0500")
	for range 30 {
		d.Press("pgdown")
	}
	for range 40 {
		d.Press("down")
	}
	d.SeesNot("0500")
	require.LessOrEqual(t, k.most, d.Height+1)
}

func TestEveryRowIsMetOnceOnTheWayDownAndUp(t *testing.T) {
	d := start(t, "zh", newDesk(100))
	for i := 100; i >= 1; i-- {
		require.Contains(t, d.Selected(), fmt.Sprintf("-%04d", i))
		d.Press("down")
	}
	for i := 1; i <= 100; i++ {
		require.Contains(t, d.Selected(), fmt.Sprintf("-%04d", i))
		d.Press("up")
	}
}

func TestPgDnAndPgUpTurnThePage(t *testing.T) {
	d := start(t, "zh", newDesk(100)).Press("pgdown")
	require.Contains(t, d.Selected(), "-0084")
	d.Press("pgdown", "pgup")
	require.Contains(t, d.Selected(), "-0084")
	d.Press("down", "pgup", "pgup")
	require.Contains(t, d.Selected(), "-0100")
}

func TestHomeGoesBackToTheNewest(t *testing.T) {
	d := start(t, "zh", newDesk(100))
	d.Press("pgdown", "pgdown", "pgdown", "pgdown", "home")
	require.Contains(t, d.Selected(), "-0100")
}

func TestEndGoesToTheOldestPageAndBackUp(t *testing.T) {
	for _, senior := range []bool{false, true} {
		d := start(t, "zh", newDesk(100)).Senior(senior).Press("end").Sees("最早的一页")
		for i := 1; i <= 100; i++ {
			no := fmt.Sprintf("-%04d", i)
			if !senior { // there the line has no number, only what is said below
				require.Contains(t, d.Selected(), no)
			}
			d.Sees(no).Press("up")
		}
		d.Press("end", "pgup").Sees("倒数第2页").Press("pgdown").Sees("最早的一页").Press("home").Sees("第1页", "-0100")
	}
}

func TestEndOfAFilter(t *testing.T) {
	d := start(t, "zh", newDesk(300)).Press("4", "end").Sees("最早的一页", "（咨询）").SeesNot("张三")
	oldest := d.Selected()
	for range 60 {
		d.Press("up")
	}
	d.Press("end")
	require.Equal(t, oldest, d.Selected())
}

func TestFiltersByDigitAndArrow(t *testing.T) {
	d := start(t, "zh", newDesk(60))
	d.Press("4").Sees("（咨询）").SeesNot("张三")
	d.Press("3").Sees("张三").SeesNot("（咨询）")
	d.Press("2").SeesNot("已终止", "已答复")
	d.Press("left").Sees("已终止")
	d.Click("咨询").Sees("已答复")
}

func TestEnterOpensTheCase(t *testing.T) {
	d := start(t, "zh", newDesk(10)).Press("down", "enter")
	require.Equal(t, screen.OpenCase{ID: "c-9"}, screentest.Asked[screen.OpenCase](d))
	d.Click("-0007").Click("-0007")
	require.Equal(t, screen.OpenCase{ID: "c-7"}, screentest.Asked[screen.OpenCase](d))
}

func TestSeniorOpensByDigit(t *testing.T) {
	d := start(t, "zh", newDesk(10)).Senior(true).Press("3")
	require.Equal(t, screen.OpenCase{ID: "c-8"}, screentest.Asked[screen.OpenCase](d))
}

func TestPhonesAreMasked(t *testing.T) {
	for _, senior := range []bool{false, true} {
		d := start(t, "zh", newDesk(10)).Senior(senior).SeesNot("13800001234").Resize(160, 43).SeesNot("13800001234")
		d.Press("/").Type("张").SeesNot("13800001234")
	}
}

func TestTypingSearchesAndSaysWhy(t *testing.T) {
	d := start(t, "zh", newDesk(20)).Press("/")
	require.True(t, d.S.Typing())
	d.Type("张三").Sees("姓名里有 张三", "张三").SeesNot("王建国")
	d.Press("down", "enter")
	require.Equal(t, screen.OpenCase{ID: "c-6"}, screentest.Asked[screen.OpenCase](d))
}

func TestANameIsTypedWithoutGoingToTheBox(t *testing.T) {
	d := start(t, "zh", newDesk(20)).Type("张三").Sees("姓名里有 张三").SeesNot("王建国")
	require.True(t, d.S.Typing())
}

func TestOpenedWithAQuerySearchesAtOnce(t *testing.T) {
	env := screentest.Env(t, "zh")
	d := screentest.Start(t, env, lookup.New(env, newDesk(20), "张三"))
	require.True(t, d.S.Typing())
	d.Sees("姓名里有 张三").SeesNot("王建国")
}

func TestOlderAnswersAreDropped(t *testing.T) {
	k := newDesk(20)
	d := start(t, "zh", k).Press("/")
	d.Slow = true
	d.Type("张")
	early := d.Held[0]()
	require.NoError(t, k.contexts[0].Err())
	d.Type("三")
	require.Error(t, k.contexts[0].Err(), "the first question was given up")
	late := d.Held[1]()
	d.Tell(late).Sees("姓名里有 张三")
	d.Tell(early).Sees("姓名里有 张三").SeesNot("姓名里有 张 ")
}

func TestAWrongLetterIsLookedForAfterwards(t *testing.T) {
	k := newDesk(3)
	k.hits = func(q find.Query) find.Result {
		res := find.Result{Hits: []find.Hit{{Row: k.rows[2]}}}
		if q.Near {
			res.Hits = append(res.Hits, find.Hit{Row: k.rows[1], Why: []find.Why{{Field: "name", How: find.Near, Text: "李秀英"}}})
		}
		return res
	}
	d := start(t, "zh", k).Press("/")
	d.Slow = true
	d.Type("lixuiying")
	d.Tell(d.Held[8]()).Sees("再找读音相近的", "王建国").SeesNot("李秀英")
	d.Tell(d.Held[9]()).Sees("李秀英", "读音相近", "找到2条")
}

func TestNothingFoundSaysWhatToTry(t *testing.T) {
	start(t, "zh", newDesk(20)).Press("/").Type("不存在的人").Sees("没有找到“不存在的人”", "电话的后四位")
	start(t, "en", newDesk(20)).Press("/").Type("nobody").Sees("Nothing found for “nobody”", "last four digits")
}

func TestBadInputIsAnsweredInWords(t *testing.T) {
	for text, want := range map[string]string{
		"  ": "找不到案件", "😀": "找不到案件", "….*": "找不到案件",
		"7": "数字请再打一位", "不存在 44": "数字请再打一位", "^(孙|周).*$": "没有找到",
	} {
		k := newDesk(20)
		k.hits = func(find.Query) find.Result { return find.Result{} }
		start(t, "zh", k).Press("/").Tell(tea.PasteMsg{Content: text}).Sees(want)
	}
	k := newDesk(20)
	start(t, "zh", k).Press("/").Tell(tea.PasteMsg{Content: strings.Repeat("店", 10_000)})
	require.LessOrEqual(t, len([]rune(k.searches[0].Text)), 100)
}

func TestAnEmptyDeskIsKind(t *testing.T) {
	start(t, "zh", newDesk(0)).Sees("还没有案件").Press("down", "enter", "pgdown", "end", "up")
}

func TestAVolunteerIsListedAndOpened(t *testing.T) {
	k := newDesk(3)
	k.hits = func(find.Query) find.Result {
		return find.Result{Hits: []find.Hit{{
			Row:   find.Row{Kind: find.Volunteer, ID: "v-7", Name: "单小芳", Phone: "13800001234"},
			Title: "单小芳", Why: []find.Why{{Field: "name", How: find.Pinyin, Text: "单小芳"}},
		}}}
	}
	for _, senior := range []bool{false, true} {
		d := start(t, "zh", k).Senior(senior).Press("/").Type("shanxf").Sees("[志愿者]", "单小芳", "按回车看这位志愿者").SeesNot("13800001234")
		require.Contains(t, k.searches[len(k.searches)-1].Kinds, find.Volunteer)
		d.Press("enter")
		require.Equal(t, screen.OpenRoster{Volunteer: "v-7"}, screentest.Asked[screen.OpenRoster](d))
		d.Lang("en").Sees("[Volunteer]")
	}
}

func TestAShopShowsItsCases(t *testing.T) {
	k := newDesk(20)
	k.hits = func(q find.Query) find.Result {
		if len(q.Kinds) == 1 {
			return find.Result{Hits: []find.Hit{{Row: k.rows[0]}}}
		}
		return find.Result{Hits: []find.Hit{{Row: find.Row{Kind: find.Shop, ID: "s-1", Name: "华兴鞋行", Stall: "A12"}}}}
	}
	d := start(t, "zh", k).Press("/").Type("hx").Sees("[商户]", "华兴鞋行 A12", "按回车看这家的案件")
	d.Press("enter").Sees("华兴鞋行的案件，1件", "张三")
	last := k.searches[len(k.searches)-1]
	require.Equal(t, "华兴鞋行", last.Text)
	require.Equal(t, []find.Kind{find.Case}, last.Kinds)
}

func TestEscLeavesTheBoxThenTheSearchThenTheScreen(t *testing.T) {
	d := start(t, "zh", newDesk(20)).Press("/").Type("张三")
	d.Press("esc")
	require.False(t, d.S.Typing())
	d.Sees("姓名里有 张三").Press("esc").SeesNot("姓名里有").Sees("王建国")
	require.Zero(t, screentest.Count[screen.Back](d))
	d.Press("esc")
	require.Equal(t, 1, screentest.Count[screen.Back](d))
}

func TestChangesKeepTheSelection(t *testing.T) {
	k := newDesk(60)
	d := start(t, "zh", k).Press("down", "down", "down")
	was := d.Selected()
	for i := range 40 { // a whole page of new cases
		k.add(60+i, 61+i)
		d.Tell(screen.Changed{Seq: uint64(i)})
		require.Contains(t, d.Selected(), was[:20])
	}
	d.Press("home")
	require.Contains(t, d.Selected(), "-0100")
}

func TestAFaultIsTold(t *testing.T) {
	k := newDesk(5)
	k.err = errors.New("no")
	d := start(t, "zh", k)
	require.Equal(t, screen.Failed{Err: k.err}, screentest.Asked[screen.Failed](d))
	d.Press("/").Type("张")
	require.Equal(t, 2, screentest.Count[screen.Failed](d))
}

func TestALargerWindowShowsMoreRows(t *testing.T) {
	d := start(t, "zh", newDesk(300)).Resize(160, 43)
	d.Tell(screen.Changed{})
	require.Contains(t, d.View(), "-0270")
}

func TestGolden(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			name := fmt.Sprintf("%s-%dx%d", lang, size[0], size[1])
			list := start(t, lang, newDesk(60)).Resize(size[0], size[1]).Tell(screen.Shown{})
			list.Press("down")
			list.Golden("list-" + name)
			list.Press("/").Type("张三").Golden("found-" + name)
			list.Type("无").Golden("nothing-" + name)
			senior := start(t, lang, newDesk(60)).Senior(true).Resize(size[0], size[1]).Tell(screen.Shown{})
			senior.Golden("senior-" + name)
			senior.Press("/").Type("张三").Golden("senior-found-" + name)
		}
	}
}

func TestAnyKeysAnySize(t *testing.T) {
	env := screentest.Env(t, "zh")
	rapid.Check(t, func(t *rapid.T) {
		k := newDesk(rapid.SampledFrom([]int{0, 1, 7, 90}).Draw(t, "cases"))
		d := screentest.Start(t, env, lookup.New(env, k, rapid.SampledFrom([]string{"", "张"}).Draw(t, "query")))
		d.Storm(t, screen.Changed{}, screen.Shown{}, tea.PasteMsg{Content: "张\n三"})
		require.LessOrEqual(t, k.most, 60)
	})
}

func TestSelectionSurvivesLanguageLayoutAndSize(t *testing.T) {
	env := screentest.Env(t, "zh")
	rapid.Check(t, func(t *rapid.T) {
		d := screentest.Start(t, env, lookup.New(env, newDesk(80), ""))
		for range rapid.IntRange(0, 20).Draw(t, "down") {
			d.Press("down")
		}
		d.Press("enter")
		was := screentest.Asked[screen.OpenCase](d)
		d.Lang("en").Senior(true).Resize(rapid.IntRange(60, 200).Draw(t, "w"), rapid.IntRange(18, 58).Draw(t, "h"))
		d.Lang("zh").Press("enter")
		require.Equal(t, was, screentest.Asked[screen.OpenCase](d))
		require.Equal(t, 2, screentest.Count[screen.OpenCase](d))
	})
}

// TestSaysHowFarTheIndexIs looks for cases while the index is made again; when it
// is whole, the screen looks once more by itself.
func TestSaysHowFarTheIndexIs(t *testing.T) {
	for lang, words := range map[string][4]string{
		"zh": {"共4,000条，已做好300条", "找到0条；索引正在重做，4,000条里先找了新的300条", "新的300条里没有“张”。", "找到1条"},
		"en": {"300 of 4,000 records so far", "0 found; the index is being made again: 300 of 4,000", "is not among the newest 300", "1 found"},
	} {
		k := newDesk(0)
		k.made, k.all = 300, 4000
		k.hits = func(find.Query) (res find.Result) {
			if k.all == 0 {
				res.Hits = []find.Hit{{Row: find.Row{Kind: find.Case, ID: "c-1", Name: "张三"}, Title: "1"}}
			}
			return res
		}
		env := screentest.Env(t, lang)
		d := &screentest.Driver{T: t, Env: env, S: lookup.New(env, k, ""), Width: 80, Height: 22}
		asked := d.S.Init()().(tea.BatchMsg)
		d.Tell(asked[1]()).Sees(words[0]) // the list is still waited for
		d.Type("张")
		d.Sees(words[1])
		d.Sees(words[2])
		d.Slow = true
		d.Press("backspace").Sees(words[0])
		d.Slow, k.whole = false, true
		d.Type("张")
		d.Sees(words[3]).SeesNot(words[2])
		require.Len(t, k.searches, 3, "asked again")
	}
}
