package home_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/model"
	"heshi/shifts"
	"heshi/store"
	"heshi/store/find"
	"heshi/ui/home"
	"heshi/ui/keys"
	"heshi/ui/screen"
	"heshi/ui/screentest"
)

var _ home.Desk = (*store.Store)(nil)

// desk is a store with a few cases that are due.
type desk struct {
	all    int // records, while the index is made again
	rows   []store.Due
	drafts int
	forms  []store.Draft
	cases  map[string]model.Case
	duty   []store.Present
	aims   model.Targets
	fresh  bool // nobody used the station yet
	err    error
}

func (d *desk) Head() uint64 {
	if d.fresh {
		return 0
	}
	return 7
}

func (d *desk) Due(_ context.Context, limit int) ([]store.Due, int, error) {
	return d.rows[:min(limit, len(d.rows))], len(d.rows), d.err
}

func (d *desk) Drafts(_ context.Context, prefix string) ([]store.Draft, error) {
	if prefix != "intake/" {
		return d.forms, nil
	}
	return make([]store.Draft, d.drafts), nil
}

func (d *desk) Case(_ context.Context, ref string) (model.Case, error) {
	if c, ok := d.cases[ref]; ok {
		return c, nil
	}
	return model.Case{}, &model.Problem{Code: store.CodeNotFound}
}

func (d *desk) OnDuty(context.Context, time.Time) ([]store.Present, error) { return d.duty, nil }

func (d *desk) Indexing() (made, all int) { return 300, d.all }

func (d *desk) Grown(context.Context, int) error {
	if d.all == 1 { // somebody leaves before it is whole
		return context.Canceled
	}
	d.all = 0
	return nil
}

func (d *desk) Targets(context.Context) (model.Targets, error) { return d.aims, nil }

func today() model.Day { return model.DayOf(screentest.Now(), screentest.Now().Location()) }

func filled(n int) *desk {
	d := &desk{}
	for i := range n {
		d.rows = append(d.rows, store.Due{Why: "station.ordinary", Row: find.Row{
			Kind: find.Case, Ord: uint64(i + 1), ID: model.ID(fmt.Sprintf("c-%d", i+1)),
			No: fmt.Sprintf("HS01-20261123-%04d", i+1), Name: "王小明", Shop: "百味轩",
			State: model.Registered, CaseKind: model.Complaint, Due: today() - 3 + model.Day(i),
		}})
	}
	return d
}

func start(t screentest.T, lang string, d *desk) *screentest.Driver {
	env := screentest.Env(t, lang)
	return screentest.Start(t, env, home.New(env, d))
}

func TestDigitsLeadWhereTheMenuSays(t *testing.T) {
	d := start(t, "zh", filled(2))
	d.Press("1")
	require.Equal(t, model.Complaint, screentest.Asked[screen.OpenIntake](d).From.Kind)
	d.Press("2")
	require.Equal(t, model.Consultation, screentest.Asked[screen.OpenIntake](d).From.Kind)
	d.Press("3")
	require.Equal(t, 1, screentest.Count[screen.OpenLookup](d))
	d.Press("f7")
	require.Equal(t, 2, screentest.Count[screen.OpenLookup](d))
	d.Click("登记投诉")
	require.Equal(t, 3, screentest.Count[screen.OpenIntake](d))
}

// TestNothingDueHasNoTable: no count of nothing, no columns over nothing.
func TestNothingDueHasNoTable(t *testing.T) {
	start(t, "zh", filled(0)).Sees("要办的事", "没有要办的事").SeesNot("0件", "期限", "急的在前")
}

func TestOverdueFirstInWords(t *testing.T) {
	d := start(t, "zh", filled(5))
	d.Sees("要办的事（5件）", "超期3天", "超期1天", "今天到期", "明天").SeesNot("王小明")
	d.Press("down", "enter")
	require.Equal(t, model.ID("c-2"), screentest.Asked[screen.OpenCase](d).ID)
	d.Lang("en").Sees("3 days late", "due today")
}

func TestOneDayLateReadsRight(t *testing.T) {
	d := filled(1)
	d.rows[0].Due = today() - 1
	start(t, "en", d).Sees("1 day late")
}

func TestAlarmsWaitForOpeningHours(t *testing.T) {
	k := filled(5)
	k.rows[0].Why = model.DueDuty
	k.aims = model.Targets{Opens: "09:00", Closes: "21:00"}
	start(t, "zh", k).Sees("过期了：给答复2件、履行事项到期1件")
	k.aims = model.Targets{Opens: "22:00", Closes: "02:00"}
	start(t, "zh", k).SeesNot("过期了")
	k.aims = model.Targets{Opens: "22:00", Closes: "12:00"}
	start(t, "en", k).Sees("Overdue: Answer 2, Promise due 1")
}

// TestANewStationSaysWhereToBegin: until the first thing is kept, whatever is
// pressed meanwhile.
func TestANewStationSaysWhereToBegin(t *testing.T) {
	d := &desk{fresh: true}
	k := start(t, "zh", d).Press("down", "x").Sees("没有要办的事", "头一回用？按 8").Lang("en").Sees("New here? Press 8")
	k.Resize(60, 18).Sees("New here? Press 8", "press 1 and begin").Senior(true).SeesNot("New here?")
	d.fresh = false
	k.Senior(false).Tell(screen.Changed{}).Sees("Nothing to see to").SeesNot("New here?")
}

func TestNothingDueIsSaid(t *testing.T) {
	start(t, "zh", &desk{}).Sees("没有要办的事")
}

func TestWhoIsOnDutyIsSaid(t *testing.T) {
	d := &desk{duty: []store.Present{
		{Volunteer: "v-1", Name: "王阿姨", Since: screentest.Now().Add(-time.Hour)},
		{Volunteer: "v-2", Name: "李伯", Shift: shifts.Shift{ID: "x", Start: "09:00"}},
	}}
	start(t, "zh", d).Sees("王阿姨", "9:00", "李伯", "没到").Lang("en").Sees("not here yet")
	screentest.Asked[screen.OpenRoster](start(t, "zh", d).Press("5"))
	screentest.Asked[screen.OpenDuty](start(t, "zh", d).Press("f10"))
	screentest.Asked[screen.OpenDuty](start(t, "zh", d).Senior(true).Press("5"))
}

func TestDraftsAreOffered(t *testing.T) {
	d := &desk{drafts: 2}
	start(t, "zh", d).Sees("有2份登记没填完")
}

// TestUnfinishedFormsAreNamed: in which case which form waits, as long as its
// owner can go on with it; whoever has not been picked is told whose they are.
func TestUnfinishedFormsAreNamed(t *testing.T) {
	d := &desk{
		cases: map[string]model.Case{
			"c-1": {ID: "c-1", No: "HS01-20261123-0001", Kind: model.Complaint, State: model.Mediating},
			"c-2": {ID: "c-2", No: "HS01-20261123-0002", Kind: model.Complaint, State: model.Withdrawn},
			"c-3": {ID: "c-3", No: "HS01-20261123-0003", Kind: model.Complaint, State: model.Accepted},
		},
		forms: []store.Draft{
			{Name: "form/c-1/settle/p-1", Actor: "王建国"},
			{Name: "form/c-2/settle/p-1", Actor: "王建国"}, // withdrawn meanwhile: it takes no settlement
			{Name: "form/c-9/settle/p-1", Actor: "王建国"}, // no such case
			{Name: "form/c-3/mediate/p-2", Actor: "李秀英"},
		},
	}
	as := func(id model.ID, name string) *screentest.Driver {
		return start(t, "zh", d).Change(func(e *screen.Env) { e.Person = model.Person{ID: id, Name: name} })
	}
	as("p-1", "王建国").Sees("HS01-20261123-0001 的“达成协议”没填完").SeesNot("0002", "0003", "李秀英").
		Lang("en").Sees("HS01-20261123-0001", "unfinished")
	as("p-3", "林丽").SeesNot("没填完")
	as("", "").Sees("王建国、李秀英有表没填完", "F4").SeesNot("0001")
	d.forms = append(d.forms, store.Draft{Name: "form/c-2/edit/p-1"})
	as("p-1", "王建国").Sees("有2份表没填完：打开HS01-20261123-0001、HS01-20261123-0002接着填")
}

func TestStoreFaultIsPassedOn(t *testing.T) {
	d := start(t, "zh", &desk{err: errors.New("broken")})
	require.Error(t, screentest.Asked[screen.Failed](d).Err)
}

func TestSeniorMenuHasTheListBehindADigit(t *testing.T) {
	d := start(t, "zh", filled(3)).Senior(true)
	d.Sees("今天要办的事（3件）").SeesNot("超期3天")
	d.Press("down").Type(lastDigit(d)).Sees("超期3天").Press("enter")
	require.Equal(t, model.ID("c-1"), screentest.Asked[screen.OpenCase](d).ID)
	d.Press("2")
	require.Equal(t, model.ID("c-2"), screentest.Asked[screen.OpenCase](d).ID)
	d.Press("esc").SeesNot("超期3天")
	d.Type(lastDigit(d)).Sees("超期3天").Tell(screen.Do{ID: keys.Home}).SeesNot("超期3天")
}

// lastDigit is the digit before the list in the senior menu: it comes last.
func lastDigit(d *screentest.Driver) string {
	for n := 9; n > 0; n-- {
		if s := fmt.Sprint(n); containsLine(d.View(), s, "今天要办的事") {
			return s
		}
	}
	return ""
}

func TestChangesAreLoadedAnew(t *testing.T) {
	store := filled(1)
	d := start(t, "zh", store)
	store.rows = filled(4).rows
	d.Tell(screen.Changed{Seq: 9}).Sees("（4件）")
}

func TestGolden(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			for _, senior := range []bool{false, true} {
				name := fmt.Sprintf("home-%s-%d-%t", lang, size[0], senior)
				t.Run(name, func(t *testing.T) {
					start(t, lang, filled(12)).Senior(senior).Resize(size[0], size[1]).Golden(name)
				})
			}
		}
	}
}

func TestAnyKeysKeepTheScreenExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start(t, "zh", filled(rapid.IntRange(0, 80).Draw(t, "cases"))).Storm(t, screen.Changed{}, screen.Shown{})
	})
}

func containsLine(view string, words ...string) bool {
	for _, line := range strings.Split(view, "\n") {
		all := true
		for _, w := range words {
			all = all && strings.Contains(line, w)
		}
		if all {
			return true
		}
	}
	return false
}

// TestSaysHowFarTheIndexIs opens home while the index is made again: it serves
// keys, and shows what is due when that is known.
func TestSaysHowFarTheIndexIs(t *testing.T) {
	d := filled(3)
	d.all = 1
	for lang, words := range map[string][2]string{"zh": {"索引正在重做，共1条，已做好300条", "要办的事（…件）"}, "en": {"index is being made again: 300 of 1", "…"}} {
		s := start(t, lang, d)
		s.Sees(words[0], words[1])
		s.Press("3")
		require.Equal(t, screen.OpenLookup{}, s.Sent[len(s.Sent)-1])
	}
	d.all = 2
	start(t, "zh", d).Sees("要办的事（3件）").SeesNot("索引")
}
