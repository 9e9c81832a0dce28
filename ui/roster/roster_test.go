package roster_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/roster"
	"heshi/ui/screen"
	"heshi/ui/screentest"
)

func TestAVolunteerIsRegisteredWithTheTimesHeCanCome(t *testing.T) {
	d := open(t, "zh", 0)
	d.Sees("还没有登记志愿者").Press("4").Sees("登记新的志愿者").Press("enter").Type("郑玉英")
	d.Press("tab").Type("138 0000 4417").Press("ctrl+s")
	require.Equal(t, "郑玉英什么时候能来", d.S.Title())
	d.Press("2", "right", "6", "6", "ctrl+s").Sees("周二上午", "周六下午", "138****4417").SeesNot("13800004417")
	v := d.volunteer(t, "郑玉英")
	require.Equal(t, []string{"tue-am", "sat-pm"}, v.Avail)
	require.Equal(t, []string{"sat-pm"}, v.Prefer)
	require.Equal(t, "13800004417", v.Phone)
	require.Equal(t, 2, v.MaxWeek)
}

func TestWhatIsWrongIsSaidAtTheQuestionAndNothingTypedIsLost(t *testing.T) {
	d := open(t, "zh", 1)
	d.Press("4", "insert").Type("陈秀兰").Press("ctrl+s").Sees("陈秀兰")
	require.Contains(t, d.View(), "已经有", "the name is taken")
	d.Press("ctrl+u").Type("陈月娥").Press("tab").Type("12").Press("ctrl+s").Sees("陈月娥", "12")
	d.Lang("en").Senior(true).Senior(false).Lang("zh").Sees("陈月娥")
	d.Press("esc")
	ask := screentest.Asked[screen.Ask](d.Driver)
	require.Len(t, ask.Options, 3, "save, stay or drop")
	require.True(t, d.S.Dirty())
}

func TestLeavePairsAndConflictsAreNotedAndTakenAway(t *testing.T) {
	d := open(t, "zh", 3)
	_, err := d.store.AddShop(context.Background(), store.By{Actor: "吴明", At: screentest.Now()}, model.Shop{Name: "百味轩"})
	require.NoError(t, err)
	d.Tell(screen.Changed{})
	d.Press("4", "1").Sees("改资料")
	d.Press("3", "1").Type("12-1").Press("tab").Type("12-5").Press("ctrl+s").Sees("12月1日", "12月5日")
	d.Press("esc", "4", "2").Sees("林国栋").Press("1").Sees("不能同班", "林国栋")
	d.Press("esc", "5", "1").Type("bwx").Press("enter").Sees("百味轩")
	v := d.volunteer(t, "陈秀兰")
	require.Equal(t, []model.Span{{From: day(t, "2026-12-01"), To: day(t, "2026-12-05")}}, v.Leave)
	require.Len(t, v.Avoid, 1)
	require.Len(t, v.Conflicts, 1)
	answer(d, "1", 1)
	require.Empty(t, d.volunteer(t, "陈秀兰").Conflicts)
	d.Press("esc", "esc", "2", "4").Sees("陈秀兰", "不能同班")
}

func TestAQuarterIsPlannedInWordsAndPublishedOnce(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		d := planned(t, lang, 6)
		say := map[string][]string{
			"zh": {"每个席位都有人", "已证明不能更好", "陈秀兰"}, "en": {"Every seat is taken", "it cannot be better", "陈秀兰"},
		}[lang]
		d.Sees(say...)
		require.Equal(t, station.Draft, d.rosters(t)[0].Status)
		answer(d, "2", 0)
		require.Equal(t, station.Draft, d.rosters(t)[0].Status, "asked first")
		answer(d, "2", 1)
		require.Equal(t, station.Published, d.rosters(t)[0].Status)
		d.Press("esc", "1", "ctrl+u").Type("2026-12-01").Press("tab", "ctrl+u").Type("2026-12-31").Press("ctrl+s")
		require.Len(t, d.rosters(t), 1, "a day has one roster")
		require.Contains(t, d.View(), map[string]string{"zh": "已经有公布的轮值表", "en": "already has a published roster"}[lang])
	}
}

func TestOnlyACoordinatorPublishes(t *testing.T) {
	d := planned(t, "zh", 6)
	d.Change(func(e *screen.Env) { e.Person.Role = model.Mediator })
	d.Press("2")
	require.Contains(t, screentest.Asked[screen.Notice](d.Driver).Text, "只有协调员")
	require.Equal(t, station.Draft, d.rosters(t)[0].Status)
}

func TestALeaveCallIsRepairedAndSaysWhomToPhone(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		d := published(t, lang, 6)
		before := d.rosters(t)[0]
		d.Press("esc", "esc", "8").Sees("陈秀兰").Press("1", "1", "1")
		d.Sees(map[string]string{"zh": "要打电话给", "en": "To be phoned"}[lang], "陈秀兰", "→")
		require.Equal(t, before.Rev, d.rosters(t)[0].Rev, "nothing is written before a way is chosen")
		d.Press("1").Sees(map[string]string{"zh": "要打电话给", "en": "To be phoned"}[lang], "138****1234")
		d.Press("2").Sees("138 0000 1234")
		after := d.rosters(t)[0]
		require.NotEqual(t, before.Assignments, after.Assignments)
		require.True(t, shifts.Check(after.Instance, after.Plan()).OK)
		events, err := d.store.History(context.Background(), after.ID, 0, 10)
		require.NoError(t, err)
		require.Equal(t, store.KindRosterRepaired, events[0].Kind)
		require.Len(t, events, 3, "one event for the repair")
	}
}

// TestNobodyHasToBeReplaced: where nobody has turns to come it is said.
func TestNobodyHasToBeReplaced(t *testing.T) {
	open(t, "zh", 0).Press("8").Sees("没有人要替").SeesNot("谁来不了")
}

func TestLeaveOfSeveralDaysIsKnownToTheNextRoster(t *testing.T) {
	d := published(t, "zh", 7)
	d.Press("esc", "esc", "8", "1", "5").Type("12-1").Press("tab").Type("2027-1-20").Press("ctrl+s").Press("1")
	r := d.rosters(t)[0]
	require.Len(t, r.Told, 1)
	for _, duty := range r.On(day(t, "2026-12-01"), r.To) {
		require.NotContains(t, duty.Volunteers, model.ID(r.Told[0].Volunteer))
	}
	d.Press("1", "4", "1").Sees("2027年1月20日")
}

func TestLeaveInTheRegisterIsSeenOnThePublishedRosterAndMended(t *testing.T) {
	d := published(t, "zh", 7)
	r := d.rosters(t)[0]
	v, err := d.store.Volunteer(context.Background(), r.Assignments[0].Volunteer)
	require.NoError(t, err)
	v.Leave = []model.Span{{From: r.From, To: r.To}}
	_, err = d.store.EditVolunteer(context.Background(), store.By{Actor: "吴明", At: screentest.Now()}, v)
	require.NoError(t, err)
	d.Tell(screen.Changed{})
	d.Sees(v.Name+"来不了了", "按现在的请假来调整").Press("2").Sees("要打电话给").Press("1")
	for _, a := range d.rosters(t)[0].Assignments {
		require.NotEqual(t, string(v.ID), a.Volunteer)
	}
}

func TestPublishingSaysWhoIsOnLeaveSinceItWasPlanned(t *testing.T) {
	d := planned(t, "zh", 7)
	v, err := d.store.Volunteer(context.Background(), d.rosters(t)[0].Assignments[0].Volunteer)
	require.NoError(t, err)
	v.Leave = []model.Span{{From: d.rosters(t)[0].From, To: d.rosters(t)[0].From + 1}}
	_, err = d.store.EditVolunteer(context.Background(), store.By{Actor: "吴明", At: screentest.Now()}, v)
	require.NoError(t, err)
	d.Tell(screen.Changed{})
	d.Press("2")
	require.Contains(t, screentest.Asked[screen.Ask](d.Driver).Body, v.Name+"来不了了")
}

func TestASwapNamesTheRuleItWouldBreak(t *testing.T) {
	d := published(t, "zh", 6)
	d.Press("esc", "esc", "8", "1", "1", "2").Sees("排上后忙闲差", "不行").SeesNot("1 陈秀兰")
	d.Press("end", "enter")
	require.Contains(t, screentest.Asked[screen.Notice](d.Driver).Text, "不能换到")
	require.Len(t, d.rosters(t)[0].Told, 0)
}

func TestPeopleAreMovedInADraftWithTheConsequencesSaid(t *testing.T) {
	d := planned(t, "zh", 6)
	r := d.rosters(t)[0]
	d.Press("1").Sees("24", "周二上午")
	list := r.On(r.From, r.To)
	who := list[0].Volunteers[0]
	row := 0
	for i, v := range r.Instance.Volunteers {
		if v.ID == string(who) {
			row = i
		}
	}
	for range row {
		d.Press("down")
	}
	d.Sees("空格 提起").Press("space").Sees("，放到：").Press("esc").SeesNot("，放到：").Press("f6").Sees("，放到：").Press("f6").SeesNot("，放到：").Press("delete")
	require.Len(t, d.rosters(t)[0].Assignments, len(r.Assignments)-1)
	d.Sees("空1席").Press("insert")
	require.Len(t, d.rosters(t)[0].Assignments, len(r.Assignments))
	for i, v := range r.Instance.Volunteers {
		if !has(list[0].Volunteers, model.ID(v.ID)) {
			move(d, i-row)
			row = i
			break
		}
	}
	d.Press("insert")
	ask := screentest.Asked[screen.Ask](d.Driver)
	require.Contains(t, ask.Body, "人数已满", "the rule is named")
	require.NotContains(t, ask.Body, "   ", "no gap where a rule is about nobody")
	require.Len(t, d.rosters(t)[0].Assignments, len(r.Assignments))
	d.Press("enter").Sees("换成别人").Press("1").Sees("最合适的排在前面")
}

func move(d desk, by int) {
	for range by {
		d.Press("down")
	}
	for range -by {
		d.Press("up")
	}
}

func has(list []model.ID, id model.ID) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}

func TestAnEmptySeatIsExplained(t *testing.T) {
	d := planned(t, "zh", 2)
	d.Sees("个席位空着").Press("2").Sees("有空席").Press("1")
	d.Sees("每个人为什么不行", "陈秀兰", "这样做就能补上")
	require.NotContains(t, d.View(), "v-", "names, not ids")
}

// fillable goes from the page of empty seats to the explanation of the first
// that a single change would fill.
func fillable(t *testing.T, d desk) {
	r := d.rosters(t)[0]
	seen := map[string]bool{}
	for _, duty := range r.On(r.From, r.To) {
		if duty.Empty() == 0 || seen[duty.Shift.ID] {
			continue
		}
		seen[duty.Shift.ID] = true
		list, err := shifts.Explain(r.Instance, r.Plan(), duty.Shift.ID, shifts.Options{})
		require.NoError(t, err)
		if len(list[0].WouldFill) > 0 {
			d.Press("enter")
			return
		}
		d.Press("down")
	}
	t.Fatal("no seat can be filled")
}

func TestWhatWouldFillASeatIsDoneByItsDigit(t *testing.T) {
	d := tired(t)
	before := d.rosters(t)[0]
	d.Press("2")
	fillable(t, d)
	d.Press("1")
	ask := screentest.Asked[screen.Ask](d.Driver)
	require.Contains(t, ask.Body, "违反规矩", "what is asked of somebody is a rule that would be broken")
	d.Tell(ask.Options[1].Answer)
	require.Len(t, d.rosters(t)[0].Assignments, len(before.Assignments)+1)
}

func TestAnEmptySeatOfAPublishedRosterIsTakenAndPhoned(t *testing.T) {
	d := tired(t)
	answer(d, "3", 1)
	before := d.rosters(t)[0]
	require.Equal(t, station.Published, before.Status)
	d.Press("4").Sees("有空席")
	fillable(t, d)
	d.Press("1")
	d.Tell(screentest.Asked[screen.Ask](d.Driver).Options[1].Answer)
	d.Sees("要打电话给")
	after := d.rosters(t)[0]
	require.Len(t, after.Assignments, len(before.Assignments)+1)
	require.Equal(t, station.Published, after.Status)
}

func TestPublishedTurnsAreFrozenAndVersionsKept(t *testing.T) {
	d := published(t, "zh", 6)
	d.Press("1", "delete")
	require.Contains(t, screentest.Asked[screen.Notice](d.Driver).Text, "已经公布")
	d.Press("esc", "4").Sees("公布轮值表", "排出轮值表草稿").Press("2").Sees("以前的样子")
}

// TestAWeekIsPeopleAgainstDays: with load bars and whole words in the cells; page
// keys turn the week, also into the roster that comes next, and a digit shows the
// whole roster.
func TestAWeekIsPeopleAgainstDays(t *testing.T) {
	d := published(t, "zh", 6)
	d.Press("esc", "esc").Press("6", "1", "ctrl+u").Type("2026-12-21")
	d.Press("tab", "ctrl+u").Type("2027-01-03").Press("ctrl+s")
	answer(d, "2", 1)
	d.Press("esc", "esc", "2")
	d.Sees("11月23日到11月29日", "11月24日", "周二", "上午", "周六", "来值班", "陈秀兰", d.Env.Theme.Marks.Full).SeesNot("12月1日")
	for _, week := range []string{"11月30日到12月6日", "12月7日到12月13日", "12月14日到12月20日", "12月21日到12月27日"} {
		d.Press("pgdown").Sees(week)
	}
	d.Sees("PgUp、PgDn 看前后").Press("pgup").Sees("12月14日到12月20日").Press("right", "right", "right", "right").Sees("12月21日到12月27日").Press("left").Sees("12月14日到12月20日")
	d.Press("2").Sees("2026年12月").Press("1").Sees("12月14日到12月20日").Press("enter").Sees("在整张表上看")
	d.Press("esc").Click("2 整张").Sees("2026年12月").Press("esc").Senior(true).Press("2").Sees("2026年11月23日到2026年11月29日").Press("5").Sees("11月23日到11月29日")
	d.Resize(60, 18).Sees("周二", "上午", "来值班", d.Env.Theme.Marks.Full)
}

// TestEveryDigitThatShowsWorks: the tenth row has 0 and 0 opens it, while nothing
// is typed; behind a name it is text.
func TestEveryDigitThatShowsWorks(t *testing.T) {
	d := open(t, "zh", 8)
	for _, name := range []string{"甲", "乙", "丙"} {
		_, err := d.store.AddVolunteer(context.Background(), store.By{Actor: "吴明", At: storetest.Now}, model.Volunteer{Name: name, Avail: []string{"tue-am"}})
		require.NoError(t, err)
	}
	d.Tell(screen.Changed{}).Press("4").Sees("0 乙").Press("0").Sees("改资料")
	require.Equal(t, "乙", d.S.Title())
	d.Press("esc").Type("a0").SeesNot("改资料").Sees("a0")
}

// TestAGridOfARosterThatIsGoneSaysSo: after its draft was taken back, and it
// shows again when that is done again.
func TestAGridOfARosterThatIsGoneSaysSo(t *testing.T) {
	d := planned(t, "zh", 6)
	d.Press("1").Sees("陈秀兰")
	by := store.By{ID: d.Env.Person.ID, Actor: "吴明", At: storetest.Now}
	_, _, err := d.store.Undo(context.Background(), by)
	require.NoError(t, err)
	d.Tell(screen.Changed{}).Sees("这份轮值表没有了").SeesNot("陈秀兰")
	d.Press("right", "pgdown", "1", "space", "enter", "delete").Click("这份")
	_, _, err = d.store.Redo(context.Background(), by)
	require.NoError(t, err)
	d.Tell(screen.Changed{}).Sees("陈秀兰").Press("esc", "esc").Sees("排一份新的")
}

// TestAStandInIsNamedOnTheTurnAndInTheHistory: who came by telephone, and in
// whose place.
func TestAStandInIsNamedOnTheTurnAndInTheHistory(t *testing.T) {
	d := published(t, "zh", 6)
	r := d.rosters(t)[0]
	first := r.On(r.From, r.To)[0]
	ctx, by := context.Background(), store.By{Actor: "吴明", At: storetest.Now}
	register, err := d.store.Volunteers(ctx)
	require.NoError(t, err)
	other := register[slices.IndexFunc(register, func(v model.Volunteer) bool { return !has(first.Volunteers, v.ID) })]
	gone, err := d.store.Volunteer(ctx, string(first.Volunteers[0]))
	require.NoError(t, err)
	o, _, err := d.store.Call(ctx, by, model.CallOut{Turn: first.Shift.ID, For: gone.ID}, other.ID, "r")
	require.NoError(t, err)
	_, err = d.store.AnswerCall(ctx, by, o.ID, other.ID, model.AnswerComing)
	require.NoError(t, err)
	d.Tell(screen.Changed{})
	d.Press("1", "enter").Sees(other.Name + "（顶" + gone.Name + "）")
	d.Press("esc", "esc", "4").Sees("叫来的人写进轮值表", other.Name+"顶"+gone.Name+"：")
}

func TestTheWeekIsChangedByTheCoordinator(t *testing.T) {
	d := open(t, "zh", 1)
	d.Press("5").Sees("下面是示例").Press("5").Sees("周二").Press("down", "down").Press("ctrl+u").Type("9：00").Press("down").Press("ctrl+u").Type("11点半").Press("down").Press("ctrl+u").Type("3").Press("ctrl+s")
	p, err := d.store.Pattern(context.Background())
	require.NoError(t, err)
	require.Len(t, p.Turns, 5)
	require.Contains(t, []string{p.Turns[0].Start + p.Turns[0].End, p.Turns[1].Start + p.Turns[1].End}, "09:0011:30", "as typed with a Chinese keyboard")
	d.Press("2").Press("tab", "tab", "tab", "tab", "tab").Sees("主持调解").Press("1", "tab", "ctrl+u").Type("2").Press("ctrl+s")
	p, err = d.store.Pattern(context.Background())
	require.NoError(t, err)
	require.Equal(t, map[string]int{"lead": 2}, p.Turns[1].Need)
	d.SeesNot("下面是示例").Press("7").Sees("愿意同班的加分")
	d.Press("esc", "8", "1").Sees("照常，加人加分")
	d.Press("3").Type("2027-02-01").Press("tab").Type("2027-02-20").Press("ctrl+s").Sees("2027年2月1日")
	p, err = d.store.Pattern(context.Background())
	require.NoError(t, err)
	require.Equal(t, model.HolidayHeavy, p.Holidays.Usual)
	require.Len(t, p.Holidays.Days, 1)
}

func TestFilesAreWrittenAndVolunteersTakenIn(t *testing.T) {
	d := published(t, "zh", 6)
	dir := t.TempDir()
	d.Press("esc", "esc", "9", "1", "tab", "ctrl+u").Type(filepath.Join(dir, "m.pdf")).Press("ctrl+s")
	require.Contains(t, screentest.Asked[screen.Notice](d.Driver).Text, "m.pdf")
	require.Equal(t, day(t, "2026-11-01"), d.supply.what.Month)
	in := filepath.Join(dir, "in.csv")
	require.NoError(t, os.WriteFile(in, []byte("姓名,电话,能来的时段\n新来的,,周三上午\n陈秀兰,1234,周三上午\n林国栋,,\n"), 0o600))
	d.Press("9", "4").Sees("空格子不改", "读这个文件，先看看").Type(in).Press("ctrl+s").Sees("新的1人，要改的1人，没有变的1人", "第2行 新来的：新的", "第3行 陈秀兰：能来的时段：周二全天、周六全天 → 周三上午").Press("1")
	require.Contains(t, screentest.Asked[screen.Notice](d.Driver).Text, "改了1人")
	require.Equal(t, []string{"wed-am"}, d.volunteer(t, "新来的").Avail)
	require.Equal(t, []string{"wed-am"}, d.volunteer(t, "陈秀兰").Avail)
	require.Equal(t, "13800001234", d.volunteer(t, "陈秀兰").Phone)
	require.NoError(t, os.WriteFile(in, []byte("姓名,电话\n陈秀兰,13900005678\n"), 0o600))
	d.Press("9", "4").Type(in).Press("ctrl+s").Sees("不知道是谁", "第2行", "电话尾号").SeesNot("照这样导入").Press("esc")
	require.NoError(t, os.WriteFile(in, []byte("姓名,能来的时段\n错的,周三半夜\n"), 0o600))
	d.Press("ctrl+s").Sees("什么也没有导入", "第2行")
}

// layouts draws a page in every size, language and layout.
func layouts(d desk, see func(lang string, width int, senior bool)) {
	for _, lang := range []string{"en", "zh"} {
		d.Lang(lang)
		for _, size := range screentest.Sizes() {
			for _, senior := range []bool{true, false} {
				d.Senior(senior)
				d.Resize(size[0], size[1])
				see(lang, size[0], senior)
			}
		}
	}
	d.Resize(80, 22)
}

// Every page fits every size, language and layout.
func TestPagesFit(t *testing.T) {
	d := published(t, "zh", 8)
	for _, path := range []string{"", "2", "2 1", "2 1 1", "3", "4", "4 insert", "5 1", "5 7", "6", "6 1", "6 2", "8 1 1", "9"} {
		d.S = roster.At(d.Env, d.store.Store, d.supply, screen.OpenRoster{})
		d.Tell(d.S.Init()())
		d.Press(strings.Fields(path)...)
		layouts(d, func(string, int, bool) { d.Block() })
	}
}

// These pages look as they should; none shows what the planner found.
func TestPagesLookAsTheyShould(t *testing.T) {
	d := open(t, "zh", 3)
	for name, path := range map[string]string{"hub": "", "card": "4 1", "times": "4 1 2", "week": "5"} {
		d.S = roster.At(d.Env, d.store.Store, d.supply, screen.OpenRoster{})
		d.Tell(d.S.Init()())
		d.Press(strings.Fields(path)...)
		layouts(d, func(lang string, width int, senior bool) {
			d.Golden(fmt.Sprintf("%s-%s-%d-%v", name, lang, width, senior))
		})
	}
}

func TestTheMouseDoesWhatTheKeysDo(t *testing.T) {
	d := published(t, "zh", 6)
	d.Press("1").Click("班")
	d.Sees("来值班").Click("班")
	require.Equal(t, "班次", d.S.Title(), "a second press opens the turn")
	d.Press("esc", "esc", "esc", "esc", "4", "1", "2").Click("不能来")
	d.Press("ctrl+s")
	require.Contains(t, d.volunteer(t, "陈秀兰").Avail, "mon-am")
}

func TestAnyKeysKeepTheScreenExact(t *testing.T) {
	t.Chdir(t.TempDir()) // a file may be handed out
	d := published(t, "zh", 6)
	rapid.Check(t, func(rt *rapid.T) {
		s := screentest.Start(rt, d.Env, roster.At(d.Env, d.store.Store, d.supply, screen.OpenRoster{}))
		s.Press(strings.Fields(rapid.SampledFrom([]string{"2", "3", "3 enter", "4", "4 1", "4 1 2", "4 insert", "5", "5 1", "6 1", "8", "9"}).Draw(rt, "page"))...)
		s.Storm(rt, screen.Changed{}, screen.Shown{})
	})
}

func TestAVolunteerOpenedFromElsewhere(t *testing.T) {
	d := open(t, "zh", 3)
	all, err := d.store.Volunteers(context.Background())
	require.NoError(t, err)
	d.S = roster.At(d.Env, d.store.Store, d.supply, screen.OpenRoster{Volunteer: all[1].ID})
	d.Tell(d.S.Init()()).Sees("改资料", "138****1234").SeesNot("13800001234")
	require.Equal(t, "林国栋", d.S.Title())
	d.Press("esc")
	screentest.Asked[screen.Back](d.Driver)
}

// atOnce is a desk on which no draft is dropped by a write of its own.
type atOnce struct {
	*store.Store
	dropped *[]string
}

func (d atOnce) DropDraft(ctx context.Context, name string) error {
	*d.dropped = append(*d.dropped, name)
	return d.Store.DropDraft(ctx, name)
}

// TestADraftGoesWithTheVolunteer: not in a write behind it, between which and the
// save somebody may open the form again.
func TestADraftGoesWithTheVolunteer(t *testing.T) {
	d := open(t, "zh", 1)
	env := screentest.Env(t, "zh")
	env.After = screentest.AtOnce
	var dropped []string
	desk := screentest.Start(t, env, roster.At(env, atOnce{d.store.Store, &dropped}, d.supply, screen.OpenRoster{}))
	desk.Press("4", "insert").Type("蔡阿婆")
	drafts, err := d.store.Drafts(context.Background(), "form/volunteer/")
	require.NoError(t, err)
	require.Len(t, drafts, 1)
	desk.Press("ctrl+s").Sees("哪几个半天能来")
	require.Empty(t, dropped)
	drafts, err = d.store.Drafts(context.Background(), "form/")
	require.NoError(t, err)
	require.Empty(t, drafts)
}
