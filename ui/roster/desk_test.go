package roster_test

import (
	"context"
	"io"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/model"
	"heshi/model/workday"
	"heshi/shifts/station"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/handout"
	"heshi/ui/roster"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/trade"
	"heshi/ui/widget"
)

var _ roster.Desk = (*store.Store)(nil)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

// supply is what comes with the program; handouts go to memory.
type supply struct {
	trade.Trader
	what handout.What
}

func (s *supply) Pattern() (model.Pattern, error) { return station.Sample(assets.Files()) }

func (s *supply) Calendar() (*workday.Calendar, error) { return s.Effective(context.Background()) }

func (s *supply) HandOut(_ context.Context, name, _ string, what handout.What, w io.Writer) (int, error) {
	s.what = what
	_, err := io.WriteString(w, name)
	return 4, err
}

// desk is a screen on a real store, with the supply it was given.
type desk struct {
	*screentest.Driver
	store  *storetest.Store
	supply *supply
}

// open sits at the screen with n volunteers in the register.
func open(t *testing.T, lang string, n int) desk {
	env := screentest.Env(t, lang)
	texts := screentest.Texts(t)
	s := storetest.Open(t)
	for _, name := range []string{"陈秀兰", "林国栋", "王美玉", "李建平", "张阿珍", "黄文昌", "蔡金花", "许志强"}[:n] {
		_, err := s.AddVolunteer(context.Background(), store.By{Actor: "吴明", At: storetest.Now}, model.Volunteer{
			Name: name, Phone: "13800001234", Skills: []string{"lead", "minnan"}, Avail: []string{"tue-am", "tue-pm", "sat-am", "sat-pm"},
			MaxWeek: 2, MaxMonth: 8, MinGap: 1,
		})
		require.NoError(t, err)
	}
	p, err := s.AddPerson(context.Background(), store.By{Actor: "吴明", At: storetest.Now}, model.Person{Name: "吴明", Role: model.Coordinator})
	require.NoError(t, err)
	env.Person = p
	from := &supply{Trader: trade.Trader{Store: s.Store, Assets: assets.Files(), Texts: texts, Years: func() (*workday.Calendar, error) {
		return workday.Load(assets.Files())
	}}}
	return desk{screentest.Start(t, env, roster.At(env, s.Store, from, screen.OpenRoster{})), s, from}
}

// planned is open with a roster of four weeks from the test's Monday on, still a
// draft, with its page on top.
func planned(t *testing.T, lang string, n int) desk {
	return plan(open(t, lang, n))
}

// tired is planned with people who come once a week at most: half of the seats
// stay empty.
func tired(t *testing.T) desk {
	d := open(t, "zh", 4)
	list, err := d.store.Volunteers(context.Background())
	require.NoError(t, err)
	for _, v := range list {
		v.MaxWeek = 1
		_, err := d.store.EditVolunteer(context.Background(), store.By{Actor: "吴明", At: storetest.Now}, v)
		require.NoError(t, err)
	}
	d.Tell(screen.Changed{})
	return plan(d)
}

func plan(d desk) desk {
	d.Press("6", "1", "ctrl+u")
	d.Type("2026-11-23")
	d.Press("tab", "ctrl+u")
	d.Type("2026-12-20")
	d.Press("ctrl+s")
	return d
}

// published is planned and then published.
func published(t *testing.T, lang string, n int) desk {
	d := planned(t, lang, n)
	answer(d, "2", 1)
	return d
}

// answer presses keys and chooses an option of the question they lead to.
func answer(d desk, press string, option int) {
	d.Press(press)
	ask := screentest.Asked[screen.Ask](d.Driver)
	d.Tell(ask.Options[option].Answer)
}

func (d desk) rosters(t *testing.T) []station.Roster {
	list, err := d.store.Rosters(context.Background())
	require.NoError(t, err)
	return list
}

func (d desk) volunteer(t *testing.T, name string) model.Volunteer {
	v, err := d.store.Volunteer(context.Background(), name)
	require.NoError(t, err)
	return v
}

func day(t *testing.T, s string) model.Day {
	d, err := model.ParseDay(s)
	require.NoError(t, err)
	return d
}
