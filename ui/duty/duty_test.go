package duty_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/shifts"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/duty"
	"heshi/ui/paper/forms"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/service"
	"heshi/ui/text"
	"heshi/ui/widget"
)

var (
	ctx = context.Background()

	_ duty.Sheet    = (*store.Store)(nil)
	_ duty.HandOver = (*store.Store)(nil)
	_ duty.Leaving  = (*store.Store)(nil)
	_ duty.Caller   = (*store.Store)(nil)

	_ duty.Timekeeper = (*store.Store)(nil)
	_ duty.Corrector  = (*store.Store)(nil)
)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

func by(minutes int) store.By {
	return store.By{Actor: "desk", At: screentest.Now().Add(time.Duration(minutes) * time.Minute)}
}

// stationWith opens a store with three volunteers; 王阿姨 and 李伯 have the turn of
// this Monday morning.
func stationWith(t testing.TB) (*storetest.Store, map[string]model.Volunteer) {
	t.Helper()
	s := storetest.Open(t)
	who := map[string]model.Volunteer{}
	var people []shifts.Volunteer
	for _, name := range []string{"王阿姨", "李伯", "陈老师", "周婶"} {
		v, err := s.AddVolunteer(ctx, by(-9000), model.Volunteer{
			Name: name, Phone: "13800001234", Level: model.LevelExperienced, Avail: model.Slots(), MaxWeek: 3, MaxMonth: 9, MinGap: 1,
		})
		require.NoError(t, err)
		who[name] = v
		people = append(people, shifts.Volunteer{ID: string(v.ID), Level: v.Level, Avail: v.Avail, MaxWeek: 3, MaxMonth: 9, MinGap: 1, Fair: true, Stations: []string{"main"}})
	}
	today := model.DayOf(screentest.Now(), screentest.Now().Location())
	in := (&shifts.Instance{
		ID: "x", Horizon: shifts.Horizon{Start: today, End: today + 6}, Volunteers: people,
		Rules: shifts.Rules{MaxNewPerShift: 1, MonthRule: "calendar", ReservePerWeek: 2},
		Shifts: []shifts.Shift{
			{ID: today.String() + "/mon-am", Date: today, Half: "am", Start: "09:00", End: "11:30", Station: "main", Seats: 3, Weight: 2, Priority: 1},
			{ID: today.String() + "/mon-pm", Date: today, Half: "pm", Start: "14:30", End: "17:00", Station: "main", Seats: 1, Weight: 2, Priority: 1},
		},
	}).Filled()
	r := station.Drafted(in, &shifts.Roster{Assignments: []shifts.Assignment{
		{Shift: in.Shifts[0].ID, Volunteer: string(who["王阿姨"].ID)}, {Shift: in.Shifts[0].ID, Volunteer: string(who["李伯"].ID)},
	}})
	r, err := s.DraftRoster(ctx, by(-8000), r)
	require.NoError(t, err)
	_, err = s.PublishRoster(ctx, by(-7999), r.ID, r.Rev)
	require.NoError(t, err)
	return s, who
}

func board(t testing.TB, lang string) (*screentest.Driver, *storetest.Store, map[string]model.Volunteer) {
	s, who := stationWith(t)
	return screentest.Start(t, screentest.Env(t, lang), duty.NewBoard(screentest.Env(t, lang), s)), s, who
}

// TestSignInByDigit: today's people come first; one key signs in and leads to
// what happened since, the same key leads to signing out.
func TestSignInByDigit(t *testing.T) {
	d, s, who := board(t, "zh")
	d.Sees("王阿姨", "09:00到11:30", "还没到", "李伯").SeesNot("陈老师")
	d.Press("1")
	require.Equal(t, screen.OpenDuty{Page: screen.DutySince, Volunteer: who["王阿姨"].ID}, screentest.Asked[screen.OpenDuty](d))
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, "已签到")
	d.Tell(screen.Shown{}).Sees("现在在岗：王阿姨", "10:00来的", "王阿姨上次值班以来的事")
	open, err := s.OpenStints(ctx)
	require.NoError(t, err)
	require.Contains(t, open[0].Turn, "mon-am", "the turn he comes for is noted")
	d.Press("1")
	require.Equal(t, screen.OpenDuty{Page: screen.DutyOut, Stint: open[0].ID}, screentest.Asked[screen.OpenDuty](d))
}

// TestTheArrowWaitsForThePeople: a change of colours or language that is there
// before the store's answer draws the rows that are no people.
func TestTheArrowWaitsForThePeople(t *testing.T) {
	s, _ := stationWith(t)
	env := screentest.Env(t, "zh")
	b, _ := duty.NewBoard(env, s).Update(screen.EnvChanged{Env: env})
	d := screentest.Start(t, env, b)
	require.Contains(t, d.Selected(), "王阿姨")
	d.Press("down").Tell(screen.Changed{})
	require.Contains(t, d.Selected(), "李伯", "it stays where it was put")
}

// TestSignInByName: everybody is found by name or pinyin.
func TestSignInByName(t *testing.T) {
	d, _, who := board(t, "en")
	d.Press("3").Sees("陈老师", "周婶").Type("cls").Sees("陈老师").SeesNot("周婶", "王阿姨").Press("enter")
	require.Equal(t, who["陈老师"].ID, screentest.Asked[screen.OpenDuty](d).Volunteer)
	d.Tell(screen.Shown{}).Sees("陈老师", "here since 10:00")
}

// TestSignInByNameAndDigit: behind a name the digit before the line signs in, as
// the page says.
func TestSignInByNameAndDigit(t *testing.T) {
	d, _, who := board(t, "zh")
	d.Press("3").Type("cls").Press("2").Sees("没有这个名字").Press("backspace", "1")
	require.Equal(t, who["陈老师"].ID, screentest.Asked[screen.OpenDuty](d).Volunteer)
}

// TestForgottenSignOutIsAskedAbout: kindly, at the next sign-in, with the end of
// the turn as the first answer.
func TestForgottenSignOutIsAskedAbout(t *testing.T) {
	d, s, who := board(t, "zh")
	x, err := s.SignIn(ctx, by(-3*24*60), who["李伯"].ID, "李伯", "")
	require.NoError(t, err)
	d.Tell(screen.Shown{}).Sees("忘了签退的（1条）").Press("2")
	ask := screentest.Asked[screen.Ask](d)
	require.Contains(t, ask.Body, "李伯")
	require.Len(t, ask.Options, 2, "his turn of that day is not known")
	d.Tell(ask.Options[0].Answer)
	dialog := screentest.Asked[screen.AskText](d)
	d.Tell(dialog.Answer("几点"))
	require.Equal(t, "clock.not_clock", problem(t, screentest.Asked[screen.Failed](d).Err).Code)
	d.Tell(dialog.Answer("9点"))
	require.Equal(t, "sheet.out_before_in", problem(t, screentest.Asked[screen.Failed](d).Err).Code)
	d.Tell(dialog.Answer("下午一点"))
	require.Equal(t, screen.DutySince, screentest.Asked[screen.OpenDuty](d).Page)
	x, err = s.Stint(ctx, x.ID)
	require.NoError(t, err)
	require.Equal(t, x.In.Add(3*time.Hour), x.Said)
}

func problem(t require.TestingT, err error) *model.Problem {
	var p *model.Problem
	require.ErrorAs(t, err, &p)
	return p
}

// TestHandOverPage: what happened since, each line opening its case, and the
// line the one before left.
func TestHandOverPage(t *testing.T) {
	s, who := stationWith(t)
	env := screentest.Env(t, "zh")
	first, err := s.SignIn(ctx, by(-5000), who["王阿姨"].ID, "王阿姨", "")
	require.NoError(t, err)
	_, err = s.SignOut(ctx, by(-4900), first.ID, "")
	require.NoError(t, err)
	c, err := s.AddCase(ctx, by(-60), model.Case{Complainant: model.Party{Name: "张三"}, Shop: "百味轩", What: "x"})
	require.NoError(t, err)
	other, err := s.SignIn(ctx, by(-50), who["李伯"].ID, "李伯", "")
	require.NoError(t, err)
	_, err = s.SignOut(ctx, by(-40), other.ID, "百味轩的退款约了周四来取")
	require.NoError(t, err)
	d := screentest.Start(t, env, duty.NewSince(env, s, who["王阿姨"].ID))
	d.Sees("上次值班", "李伯留言", "百味轩的退款约了周四来取", "张*", "百味轩").SeesNot("张三").Press("enter")
	require.Equal(t, c.ID, screentest.Asked[screen.OpenCase](d).ID)
	d.Senior(true).Resize(60, 18).Sees("李伯留言", "百味轩").Lang("en").Sees("Note from 李伯")
}

// TestWhyACaseIsOnTheHandOverPage: it is said at every width, in both layouts.
func TestWhyACaseIsOnTheHandOverPage(t *testing.T) {
	s, who := stationWith(t)
	_, err := s.AddCase(ctx, by(-14*24*60), model.Case{Complainant: model.Party{Name: "张三"}, Shop: "百味轩", What: "x"})
	require.NoError(t, err)
	env := screentest.Env(t, "zh")
	missed, err := s.Missed(ctx, who["王阿姨"].ID, "王阿姨", screentest.Now())
	require.NoError(t, err)
	require.NotEmpty(t, missed.Due)
	for _, lang := range []string{"zh", "en"} {
		d := screentest.Start(t, env, duty.NewSince(env, s, who["王阿姨"].ID)).Lang(lang)
		for _, size := range screentest.Sizes() {
			for _, senior := range []bool{false, true} {
				d.Senior(senior).Resize(size[0], size[1])
				why := string(missed.Due[0].Why)
				d.Sees(d.Env.T(text.Key("due_for."+why)), "张*", "百味轩", map[string]string{"zh": "超期", "en": "late"}[lang])
			}
		}
	}
}

// TestTakingTheDesk: who signed in may take the desk over, when he is one of
// its people.
func TestTakingTheDesk(t *testing.T) {
	s, who := stationWith(t)
	p, err := s.AddPerson(ctx, by(-9000), model.Person{Name: "王阿姨", Role: model.Mediator})
	require.NoError(t, err)
	env := screentest.Env(t, "zh")
	env.Person = model.Person{}
	d := screentest.Start(t, env, duty.NewSince(env, s, who["王阿姨"].ID))
	d.Sees("由我值台").Press("1")
	require.Equal(t, p.ID, screentest.Asked[screen.PersonPicked](d).Person.ID)
	e := screentest.Start(t, env, duty.NewSince(env, s, who["李伯"].ID))
	e.SeesNot("由我值台")
}

// TestSignOutSumsUp: what was done in the stay, a line for the next, and Esc
// that loses nothing typed.
func TestSignOutSumsUp(t *testing.T) {
	s, who := stationWith(t)
	p, err := s.AddPerson(ctx, by(-9000), model.Person{Name: "王阿姨", Role: model.Mediator})
	require.NoError(t, err)
	x, err := s.SignIn(ctx, by(-120), who["王阿姨"].ID, "王阿姨", "")
	require.NoError(t, err)
	mine := store.By{ID: p.ID, Actor: p.Name, Role: p.Role, At: by(-30).At}
	for range 2 {
		_, err := s.AddCase(ctx, mine, model.Case{Complainant: model.Party{Name: "张三"}, Shop: "百味轩", What: "x"})
		require.NoError(t, err)
	}
	_, _, err = s.Undo(ctx, mine)
	require.NoError(t, err)
	env := screentest.Env(t, "zh")
	env.After = screentest.AtOnce
	killed := screentest.Start(t, env, duty.NewOut(env, s, x.ID)).Type("退款")
	require.False(t, killed.S.Dirty(), "it is kept")
	d := screentest.Start(t, env, duty.NewOut(env, s, x.ID))
	d.Sees("退款").Press("ctrl+u").Sees("到现在2小时0分钟", "登记投诉1件", "HS-20261123-0001").Type("退款周四来取").Press("esc")
	require.Equal(t, 1, screentest.Count[screen.Ask](d))
	require.Equal(t, "签退", screentest.Asked[screen.Ask](d).Options[0].Label, "not just to save the line")
	d.Press("ctrl+s")
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, "2小时0分钟")
	require.Equal(t, 1, screentest.Count[screen.Back](d))
	x, err = s.Stint(ctx, x.ID)
	require.NoError(t, err)
	require.Equal(t, "退款周四来取", x.Diary)
	left, err := s.Drafts(ctx, "form/diary/")
	require.NoError(t, err)
	require.Empty(t, left)
}

// TestCallOut: the ladder says why, the number shows once he is phoned, one key
// answers, and who is coming is on the roster.
func TestCallOut(t *testing.T) {
	s, who := stationWith(t)
	env := screentest.Env(t, "zh")
	d := screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Page: screen.DutyCalls}))
	d.Sees("要叫人来值哪一班", "现在就来", "今天 09:00到11:30", "还缺1人").Press("2")
	d.Sees("叫人来值今天", "陈老师", "周婶", "138****1234", "没被叫过").SeesNot("王阿姨", "138 0000 1234")
	d.Press("1").Sees("正在打给陈老师", "138 0000 1234", "10:10", "1  能来")
	again := screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Turn: model.DayOf(screentest.Now(), screentest.Now().Location()).String() + "/mon-am"}))
	again.Sees("正在打给陈老师", "138****1234").Press("f5").Sees("138 0000 1234")
	again.Change(func(e *screen.Env) { e.Person.ID = "p-9" }).SeesNot("138 0000 1234")
	d.Press("4")
	require.Equal(t, "callout.ringing", problem(t, screentest.Asked[screen.Failed](d).Err).Code)
	d.Press("2").Sees("不能来（10:00打的）").Press("enter").Sees("正在打给周婶").Press("1")
	d.Sees("周婶答应来", "能来（10:00打的）")
	day := model.DayOf(screentest.Now(), screentest.Now().Location())
	r, _, err := s.RosterAt(ctx, day)
	require.NoError(t, err)
	require.Contains(t, r.On(day, day)[0].Volunteers, who["周婶"].ID)
	d.Press("1")
	require.Equal(t, "周婶回话了", screentest.Asked[screen.Ask](d).Title)
}

// TestACallSaysInWhosePlace: where every seat is given, whoever is called stands
// in for one who has not come; the ladder says so and the call-out keeps it.
func TestACallSaysInWhosePlace(t *testing.T) {
	s, who := stationWith(t)
	env := screentest.Env(t, "zh")
	d := screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Page: screen.DutyCalls}))
	d.Press("2").Sees("叫人来值今天").SeesNot("顶").Press("1", "1").Sees("陈老师答应来（", "还缺人，再叫一位")
	d = screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Page: screen.DutyCalls}))
	d.Sees("今天 09:00到11:30的班，王阿姨还没来").Press("2").Sees("陈老师答应来（").Press("3")
	d.Sees("叫人来顶王阿姨：今天 09:00到11:30的班").Press("1", "1").Sees("周婶答应来顶王阿姨的班（10:00打的电话）")
	d.Lang("en").Resize(60, 18).Sees("in place of 王阿姨")
	outs, err := s.CallOuts(ctx)
	require.NoError(t, err)
	require.Empty(t, outs[0].For)
	require.Equal(t, []string{string(who["王阿姨"].ID), "王阿姨"}, []string{string(outs[1].For), outs[1].ForName})
	d = screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Page: screen.DutyCalls}))
	d.Sees("李伯还没来").SeesNot("王阿姨还没来")
}

// TestNobodyToSignInOrCall: a page without people says why, and what to do.
func TestNobodyToSignInOrCall(t *testing.T) {
	s := storetest.Open(t)
	env := screentest.Env(t, "zh")
	d := screentest.Start(t, env, duty.NewBoard(env, s))
	d.Sees("还没有登记志愿者", "Ctrl+T", "1 叫人来帮忙").SeesNot("按编号签到", "打名字")
	screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Turn: "/now"})).Sees("还没有登记志愿者，没有人可叫")
	for _, name := range []string{"甲", "乙", "丙", "丁", "戊", "己", "庚"} {
		_, err := s.AddVolunteer(ctx, by(-9000), model.Volunteer{Name: name, Level: model.LevelExperienced, MaxWeek: 3, MaxMonth: 9, MinGap: 1})
		require.NoError(t, err)
	}
	d.Tell(screen.Shown{}).Sees("今天没有排人，打名字签到", "1 签到：打名字").SeesNot("甲", "别的人")
	d.Press("down", "down", "1").Sees("› 1 甲", "按编号签到")
	screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Turn: "/now"})).Sees("这个时段没有别人能来")
}

// TestACallNamesTheDay: on the phone a date is said.
func TestACallNamesTheDay(t *testing.T) {
	s, _ := stationWith(t)
	env := screentest.Env(t, "zh")
	env.Now = func() time.Time { return screentest.Now().AddDate(0, 0, -2) }
	d := screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Page: screen.DutyCalls}))
	d.Sees("11月23日星期一 09:00到11:30的班，还缺1人").Press("2").Sees("叫人来值11月23日星期一 09:00到11:30的班")
	d.Lang("en").Sees("Mon 23 Nov")
}

// TestEverybodyWasPhoned: it is said, and another round can begin.
func TestEverybodyWasPhoned(t *testing.T) {
	s, _ := stationWith(t)
	env := screentest.Env(t, "en")
	d := screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Turn: "/now"}))
	for range 2 {
		d.Press("enter").Sees("Phoning").Press("3")
	}
	d.Sees("nobody can come yet", "Phone everybody again").Press("3").Sees("1 call so far", "138 0000 1234")
}

// TestNobodyIsPhonedAtNight: it is said, with the time from which one may.
func TestNobodyIsPhonedAtNight(t *testing.T) {
	s, _ := stationWith(t)
	env := screentest.Env(t, "zh")
	env.Now = func() time.Time { return screentest.Now().Add(11*time.Hour + 30*time.Minute) }
	d := screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Turn: "/now"}))
	d.Sees("免打扰").Press("1")
	require.Equal(t, "callout.quiet", problem(t, screentest.Asked[screen.Failed](d).Err).Code)
	d.Press("f6").Press("ctrl+u").Type("5").Press("tab", "ctrl+u").Type("晚上11点").Press("ctrl+s").SeesNot("免打扰").Press("1").Sees("21:35")
}

// TestCaseThatCannotWait: only those who speak the dialect come first.
func TestCaseThatCannotWait(t *testing.T) {
	s, who := stationWith(t)
	v := who["周婶"]
	v.Skills = []string{"minnan"}
	_, err := s.EditVolunteer(ctx, by(0), v)
	require.NoError(t, err)
	c, err := s.AddCase(ctx, by(1), model.Case{Complainant: model.Party{Name: "张三"}, Shop: "百味轩", What: "x", Urgent: true, Dialect: "minnan"})
	require.NoError(t, err)
	env := screentest.Env(t, "zh")
	d := screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Case: c.ID}))
	d.Sees(c.No, "闽南话", "有需要的技能").Press("1").Sees("正在打给周婶")
	d.Senior(true).Resize(60, 18).Sees("1  能来", "周婶")
}

// clerk keeps what it is handed.
type clerk struct {
	printed []store.Served
	saved   []string
}

func (*clerk) Maker(env screen.Env) service.Maker {
	return service.Maker{Text: env.Text, Forms: forms.New(assets.Files(), env.Text, env.Station.Name)}
}

func (c *clerk) Print(_ context.Context, _ screen.Env, v store.Served, _ service.Period) (string, bool, error) {
	c.printed = append(c.printed, v)
	return "/tmp/x.pdf", false, nil
}

func (c *clerk) Save(_ context.Context, _ screen.Env, _ []store.Served, p service.Period, ending string) (string, error) {
	c.saved = append(c.saved, p.From.String()+ending)
	return "/tmp/x" + ending, nil
}

// TestHours: a month, who served in it, the certificate as it would be printed,
// a table, another month.
func TestHours(t *testing.T) {
	s, who := stationWith(t)
	x, err := s.SignIn(ctx, by(-180), who["王阿姨"].ID, "王阿姨", "x")
	require.NoError(t, err)
	_, err = s.SignOut(ctx, by(-30), x.ID, "")
	require.NoError(t, err)
	_, err = s.SignIn(ctx, by(-2*24*60), who["王阿姨"].ID, "王阿姨", "")
	require.NoError(t, err)
	env, c := screentest.Env(t, "zh"), &clerk{}
	d := screentest.Start(t, env, duty.NewHours(env, s, c))
	d.Sees("2026年11月1日到2026年11月30日", "王阿姨", "1次", "2小时30分钟", "存疑1次").Press("3")
	require.Equal(t, []string{"2026-11-01.xlsx"}, c.saved)
	d.Press("1").Sees("志愿服务时长证明", "王阿姨", "还没有算进来").Press("f8")
	require.Equal(t, 150, c.printed[0].Minutes)
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, "/tmp/x.pdf")
	d.Lang("en").Sees("Certificate of volunteer service", "turn at the desk").Lang("zh").Press("esc")
	d.Press("left").Sees("2026年10月1日到2026年10月31日", "还没有时长").Press("right").Sees("王阿姨")
	d.Press("f6").Press("ctrl+u").Type("11月23日").Press("tab", "ctrl+u").Type("11月22日").Press("ctrl+s").Sees("起止日期不对")
	d.Press("ctrl+u").Type("今天").Press("ctrl+s").Sees("2026年11月23日到2026年11月23日", "王阿姨")
	d.Senior(true).Resize(60, 18).Sees("王阿姨", "2小时30分钟")
}

// TestCoordinatorCorrects: a mediator is told so before he types; a coordinator
// gives the time and the reason.
func TestCoordinatorCorrects(t *testing.T) {
	s, who := stationWith(t)
	x, err := s.SignIn(ctx, by(-24*60), who["王阿姨"].ID, "王阿姨", "")
	require.NoError(t, err)
	_, err = s.SayLeft(ctx, by(0), x.ID, x.In.Add(2*time.Hour))
	require.NoError(t, err)
	env := screentest.Env(t, "zh")
	d := screentest.Start(t, env, duty.NewDoubts(env, s))
	d.Sees("王阿姨", "本人说12:00走的").Press("1")
	require.Equal(t, "sheet.coordinator", problem(t, screentest.Asked[screen.Failed](d).Err).Code)
	d.Change(func(e *screen.Env) { e.Person.Role = model.Coordinator })
	d.Press("1").Sees("12:00").Press("ctrl+s").Sees("请写明为什么更正").Type("问过本人").Press("ctrl+s")
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, "2小时0分钟")
	d.Sees("没有忘了签退的")
}

// TestFormsOutliveTheProgram: what was typed into the settings of calling and
// into a correction is there again after the program was killed, and forgotten
// once it was saved or let go.
func TestFormsOutliveTheProgram(t *testing.T) {
	s, who := stationWith(t)
	_, err := s.SignIn(ctx, by(-24*60), who["王阿姨"].ID, "王阿姨", "")
	require.NoError(t, err)
	env := screentest.Env(t, "zh")
	env.After = screentest.AtOnce
	env.Person.Role = model.Coordinator
	kept := func() (names []string) {
		found, err := s.Drafts(ctx, "form/")
		require.NoError(t, err)
		for _, d := range found {
			names = append(names, d.Name)
		}
		return names
	}

	calls := func() *screentest.Driver {
		return screentest.Start(t, env, duty.NewCalls(env, s, screen.OpenDuty{Turn: "/now"})).Press("f6")
	}
	killed := calls().Press("ctrl+u").Type("77")
	require.False(t, killed.S.Dirty(), "it is kept")
	require.Len(t, kept(), 1)
	calls().Sees("77").Press("ctrl+s")
	require.Empty(t, kept(), "saved")

	d := screentest.Start(t, env, duty.NewDoubts(env, s)).Press("1").Press("tab").Type("十二点")
	require.False(t, d.S.Dirty(), "it is kept")
	d = screentest.Start(t, env, duty.NewDoubts(env, s)).Press("1").Sees("十二点").Press("esc")
	d.Tell(screentest.Asked[screen.Ask](d).Options[2].Answer)
	d.Press("1").SeesNot("十二点")
}

func TestAnyKeysKeepThePagesExact(t *testing.T) {
	s, who := stationWith(t)
	x, err := s.SignIn(ctx, by(-120), who["周婶"].ID, "周婶", "")
	require.NoError(t, err)
	env := screentest.Env(t, "zh")
	rapid.Check(t, func(t *rapid.T) {
		pages := []func() screen.Screen{
			func() screen.Screen { return duty.NewBoard(env, s) },
			func() screen.Screen { return duty.NewSince(env, s, who["周婶"].ID) },
			func() screen.Screen { return duty.NewOut(env, s, x.ID) },
			func() screen.Screen { return duty.NewCalls(env, s, screen.OpenDuty{}) },
			func() screen.Screen { return duty.NewHours(env, s, &clerk{}) },
			func() screen.Screen { return duty.NewDoubts(env, s) },
			func() screen.Screen { return duty.NewCalls(env, s, screen.OpenDuty{Turn: "/now"}) },
		}
		page := pages[rapid.IntRange(0, len(pages)-1).Draw(t, "page")]()
		screentest.Start(t, env, page).Storm(t, screen.Changed{}, screen.Shown{})
	})
}
