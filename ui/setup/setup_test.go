package setup_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/flow"
	"heshi/store"
	"heshi/store/record"
	"heshi/ui/paper"
	"heshi/ui/paper/office"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/setup"
	"heshi/ui/text"
	"heshi/ui/widget"
)

var _ setup.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

type desk struct {
	people  []model.Person
	station model.Station
	seq     uint64
	err     error
	screentest.Kept
}

func newDesk() *desk {
	d := &desk{Kept: screentest.Kept{}, seq: 10, station: model.Station{Rev: 1, Code: "JJ01", Name: "万达服务站", Zone: "Asia/Shanghai"}}
	for i, n := range []string{"李阿姨", "王建国", "单小龙", "陈守信"} {
		d.people = append(d.people, model.Person{
			ID: model.ID(fmt.Sprintf("p-%d", i+1)), Rev: uint64(i + 2), Name: n, Role: model.Roles()[i], Senior: i == 1, Disabled: i == 3,
		})
	}
	return d
}

func (d *desk) People(context.Context) ([]model.Person, error) {
	return append([]model.Person(nil), d.people...), d.err
}

func (d *desk) AddPerson(_ context.Context, by store.By, p model.Person) (model.Person, error) {
	p, ps := flow.CheckPerson(p)
	if hard := ps.Hard(); len(hard) > 0 {
		return p, hard
	}
	for _, q := range d.people {
		if q.Name == p.Name {
			return p, &model.Problem{Code: store.CodeNameTaken, Args: map[string]any{"name": p.Name}}
		}
	}
	d.seq++
	p.ID, p.Rev = model.ID(fmt.Sprintf("p-%d", len(d.people)+1)), d.seq
	d.people = append(d.people, p)
	d.Gone(by)
	return p, nil
}

func (d *desk) EditPerson(_ context.Context, by store.By, p model.Person) (model.Person, error) {
	p, ps := flow.CheckPerson(p)
	if hard := ps.Hard(); len(hard) > 0 {
		return p, hard
	}
	for i, q := range d.people {
		switch {
		case q.ID != p.ID:
		case q.Rev != p.Rev:
			return p, &store.Stale[model.Person]{Mine: p, Theirs: q, By: record.Event{Actor: "王建国"}}
		default:
			d.seq++
			p.Rev = d.seq
			d.people[i] = p
			d.Gone(by)
			return p, nil
		}
	}
	return p, errors.New("nobody")
}

func (d *desk) Station(context.Context) (model.Station, error) { return d.station, d.err }

func (d *desk) EditStation(_ context.Context, by store.By, st model.Station) (model.Station, error) {
	st, ps := flow.CheckStation(st)
	if hard := ps.Hard(); len(hard) > 0 {
		return st, hard
	}
	d.station = st
	d.Gone(by)
	return st, nil
}

// noCard is the way to a printer of tests that print nothing.
func noCard(context.Context, *text.Catalogue, string, string, []paper.Block) (office.Made, error) {
	return office.Made{}, errors.New("no printer")
}

func start(t testing.TB, lang string, d *desk) *screentest.Driver {
	env := screentest.Env(t, lang)
	return screentest.Start(t, env, setup.NewPeople(env, d, noCard, screen.OpenPeople{}))
}

func picked(d *screentest.Driver) string {
	return screentest.Asked[screen.PersonPicked](d).Person.Name
}

func TestPickByDigitNamePinyinAndMouse(t *testing.T) {
	for _, senior := range []bool{false, true} {
		d := start(t, "zh", newDesk()).Senior(senior)
		require.Contains(t, d.Selected(), "李阿姨", "the one who sits here")
		require.Equal(t, "王建国", picked(d.Press("2")))
		require.Equal(t, "单小龙", picked(d.Type("sxl").Press("enter")))
		require.True(t, d.S.Typing())
		require.Equal(t, "王建国", picked(d.Press("esc").Type("王").Press("enter")))
		require.Equal(t, "王建国", picked(d.Press("esc").Type("wang").Press("down", "up", "1")))
		require.Equal(t, "王建国", picked(d.Press("esc").Type("wang").Press("1")), "nobody is called wang1")
		require.Equal(t, "单小龙", picked(d.Press("esc").Click("单小龙").Click("单小龙")))
	}
}

func TestNobody(t *testing.T) {
	require.Empty(t, picked(start(t, "zh", newDesk()).Press("4")))
}

func TestDisabledPeopleCannotBePicked(t *testing.T) {
	d := start(t, "zh", newDesk()).Type("陈守信").Sees("已停用").Press("enter")
	require.Zero(t, screentest.Count[screen.PersonPicked](d))
	require.Contains(t, screentest.Asked[screen.Notice](d).Text, "已停用")
	d.Press("f6", "tab", "tab", "tab", "tab", "1", "ctrl+s").Press("esc").Type("陈守信").Press("enter")
	require.Equal(t, "陈守信", picked(d))
}

func TestAddAPerson(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Press("insert")
	require.True(t, d.S.Typing())
	d.Type("赵晓梅").Press("tab", "3", "2", "2", "enter")
	require.Equal(t, model.Person{ID: "p-5", Rev: 11, Name: "赵晓梅", Role: model.Coordinator, Language: "zh", Senior: true}, k.people[4])
	require.Contains(t, d.Selected(), "赵晓梅")
	require.Equal(t, "赵晓梅", picked(d.Press("enter")))
}

func TestAddWhoeverWasTyped(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Type("钱多多").Sees("添加“钱多多”").Press("enter")
	require.True(t, d.S.Dirty())
	d.Press("ctrl+s")
	require.Equal(t, "钱多多", k.people[4].Name)
	require.Equal(t, model.Mediator, k.people[4].Role)
}

func TestSeniorAddsQuestionByQuestion(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Senior(true).Resize(60, 18).Press("5").Sees("第1项，共4项", "姓名").SeesNot("角色")
	d.Type("赵晓梅").Press("enter").Sees("角色").Press("2").Press("1").Press("2").Sees("请核对", "赵晓梅", "前台", "大字")
	require.Len(t, k.people, 4)
	d.Press("1")
	require.Equal(t, model.Person{ID: "p-5", Rev: 11, Name: "赵晓梅", Role: model.FrontDesk, Senior: true}, k.people[4])
}

func TestFaultsStandAtTheirQuestion(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Press("insert", "ctrl+s").Sees("请写姓名")
	d.Type("王建国").Press("ctrl+s").Sees("王建国")
	require.Len(t, k.people, 4)
	require.True(t, d.S.Typing())
	require.Equal(t, 2, screentest.Count[screen.Failed](d))
}

func TestOwnChangesTakeEffectAtOnce(t *testing.T) {
	d := start(t, "zh", newDesk()).Press("f6", "tab", "tab", "3", "ctrl+s")
	require.Equal(t, "en", screentest.Asked[screen.PersonPicked](d).Person.Language)
	d = start(t, "zh", newDesk()).Press("f6", "tab", "tab", "tab", "tab", "2", "ctrl+s")
	require.Equal(t, model.Person{}, screentest.Asked[screen.PersonPicked](d).Person)
}

func TestAStaleChangeIsPutOnTopOfTheNewest(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Press("down", "f6", "tab", "4")
	k.people[1].Rev, k.people[1].Language = 99, "en" // he pressed F2 meanwhile
	d.Press("ctrl+s")
	require.Equal(t, 1, screentest.Count[screen.Failed](d))
	require.Equal(t, model.FrontDesk, k.people[1].Role)
	d.Press("ctrl+s")
	require.Equal(t, model.Auditor, k.people[1].Role)
	require.Equal(t, "en", k.people[1].Language)
}

func TestTheStation(t *testing.T) {
	k := newDesk()
	d := start(t, "zh", k).Press("7").Sees("要设什么").Press("1").Press("tab", "ctrl+u").Type("晋-1").Press("ctrl+s")
	require.Equal(t, "JJ01", k.station.Code)
	d.Press("ctrl+u").Type("jj02").Press("ctrl+s")
	require.Equal(t, "JJ02", k.station.Code)
	d.Sees("JJ02")
}

// TestSettingsHaveADigitEach: what is set up for the whole station stands behind
// one line of the list, also the card for the desk; Esc goes back to where they
// were opened.
func TestSettingsHaveADigitEach(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		env := screentest.Env(t, lang)
		var kinds []string
		print := func(_ context.Context, _ *text.Catalogue, kind, _ string, _ []paper.Block) (office.Made, error) {
			kinds = append(kinds, kind)
			return office.Made{File: "/tmp/card.pdf", Pages: 1}, nil
		}
		d := screentest.Start(t, env, setup.NewPeople(env, newDesk(), print, screen.OpenPeople{}))
		d.Senior(true).Resize(60, 18).Press("7")
		require.IsType(t, screen.OpenDisplay{}, screentest.Asked[screen.OpenDisplay](d.Press("2")))
		require.IsType(t, screen.OpenTargets{}, screentest.Asked[screen.OpenTargets](d.Press("3")))
		d.Type("x").Press("f6", "insert", "/").Press("4")
		require.Equal(t, []string{"card"}, kinds)
		require.Contains(t, screentest.Asked[screen.Notice](d).Text, "/tmp/card.pdf")
		d.Press("esc").Sees("李阿姨").Press("esc")
		require.Equal(t, 1, screentest.Count[screen.Back](d))

		d = screentest.Start(t, env, setup.NewPeople(env, newDesk(), print, screen.OpenPeople{Settings: true})).SeesNot("李阿姨").Press("esc")
		require.Equal(t, 1, screentest.Count[screen.Back](d))
	}
}

func TestEscAsksBeforeTextIsLost(t *testing.T) {
	d := start(t, "zh", newDesk()).Press("insert", "esc")
	require.Zero(t, screentest.Count[screen.Ask](d))
	d.Press("insert").Type("赵").Press("esc")
	ask := screentest.Asked[screen.Ask](d)
	require.True(t, d.S.Dirty())
	d.Tell(ask.Options[2].Answer)
	require.False(t, d.S.Dirty())
	d.Press("esc")
	require.Equal(t, 1, screentest.Count[screen.Back](d))
}

func TestAnEmptyDeskAsksForTheFirstPerson(t *testing.T) {
	k := newDesk()
	k.people = nil
	start(t, "zh", k).Sees("还没有登记值台人", "添加一位值台人")
}

func TestAFaultIsTold(t *testing.T) {
	k := newDesk()
	k.err = errors.New("no")
	d := start(t, "zh", k)
	require.Equal(t, screen.Failed{Err: k.err}, screentest.Asked[screen.Failed](d))
	d.Press("enter", "1", "f6")
}

func TestGolden(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			name := fmt.Sprintf("%s-%dx%d", lang, size[0], size[1])
			d := start(t, lang, newDesk()).Resize(size[0], size[1])
			d.Golden("people-" + name)
			d.Press("f6", "tab").Golden("form-" + name)
			start(t, lang, newDesk()).Resize(size[0], size[1]).Press("7").Golden("settings-" + name)
			d = start(t, lang, newDesk()).Senior(true).Resize(size[0], size[1])
			d.Golden("senior-" + name)
			d.Press("insert").Type("赵晓梅").Press("enter").Golden("senior-form-" + name)
		}
	}
}

func TestAnyKeysAnySize(t *testing.T) {
	env := screentest.Env(t, "zh")
	rapid.Check(t, func(t *rapid.T) {
		k := newDesk()
		for i := range rapid.SampledFrom([]int{0, 30}).Draw(t, "more") {
			k.people = append(k.people, model.Person{ID: model.ID(fmt.Sprintf("p-%d", i+5)), Name: fmt.Sprintf("员工%d", i), Role: model.Mediator})
		}
		d := screentest.Start(t, env, setup.NewPeople(env, k, noCard, screen.OpenPeople{}))
		d.Storm(t, screen.Changed{}, screen.Shown{}, tea.PasteMsg{Content: "赵\n晓"})
	})
}

func TestSelectionSurvivesLanguageLayoutAndSize(t *testing.T) {
	env := screentest.Env(t, "zh")
	rapid.Check(t, func(t *rapid.T) {
		d := screentest.Start(t, env, setup.NewPeople(env, newDesk(), noCard, screen.OpenPeople{}))
		n := rapid.IntRange(0, 2).Draw(t, "down")
		for range n {
			d.Press("down")
		}
		d.Lang("en").Senior(true).Resize(rapid.IntRange(60, 200).Draw(t, "w"), rapid.IntRange(18, 58).Draw(t, "h"))
		d.Tell(screen.Changed{}).Press("enter")
		require.Equal(t, newDesk().people[n].Name, picked(d))
	})
}

// What is typed about somebody new is there again after a power cut.
func TestWhatWasTypedAboutAPersonComesBack(t *testing.T) {
	k := newDesk()
	now := func(e *screen.Env) { e.After = screentest.AtOnce }
	start(t, "zh", k).Change(now).Press("5").Type("林桂英")
	require.Len(t, k.Kept, 1)
	start(t, "zh", k).Change(now).Press("5").Sees("林桂英").Press("ctrl+s")
	require.Equal(t, "林桂英", k.people[len(k.people)-1].Name)
	require.Empty(t, k.Kept)
}
