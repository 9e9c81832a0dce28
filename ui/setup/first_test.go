package setup_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/setup"
)

func TestFirstStepsAreDoneWhenTheStoreHoldsThem(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		s := storetest.Open(t)
		env := screentest.Env(t, lang)
		d := screentest.Start(t, env, setup.NewFirst(env, s.Store))
		done := func() int {
			return strings.Count(d.View(), map[string]string{"zh": "做好了 ✓", "en": "done ✓"}[lang])
		}
		require.Zero(t, done())
		d.Press("1")
		require.Equal(t, screen.OpenDisplay{}, d.Sent[len(d.Sent)-1])
		d.Tell(screen.Shown{})
		require.Equal(t, 1, done(), "the ruler was looked at")

		by := store.By{At: storetest.Now}
		_, err := s.AddPerson(t.Context(), by, model.Person{Name: "李阿姨"})
		require.NoError(t, err)
		_, err = s.AddShop(t.Context(), by, model.Shop{Name: "百味轩"})
		require.NoError(t, err)
		d.Tell(screen.Changed{})
		require.Equal(t, 3, done())
		d.Press("2")
		require.Equal(t, screen.OpenPeople{Settings: true}, d.Sent[len(d.Sent)-1])
		d.Press("esc")
		require.Equal(t, screen.Back{}, d.Sent[len(d.Sent)-1])
	}
}

func TestFirstStepsFitTheSmallestWindowInSeniorMode(t *testing.T) {
	s := storetest.Open(t)
	env := screentest.Env(t, "zh")
	env.Senior = true
	d := screentest.Start(t, env, setup.NewFirst(env, s.Store))
	d.Width, d.Height = 60, 18
	d.Sees("1  看看字和框线对不对得齐").Press("0").Sees("定每周的班次")
}

func TestDisplayAsksForColoursAndKeepsBordersForTheStation(t *testing.T) {
	s := storetest.Open(t)
	env := screentest.Env(t, "zh")
	env.Station, _ = s.Station(t.Context())
	d := screentest.Start(t, env, setup.NewDisplay(env, s.Store))
	d.Sees("竖线", "高反差").Press("4")
	require.Equal(t, screen.LikeTheme{Theme: "contrast"}, d.Sent[len(d.Sent)-1])
	d.Press("1")
	require.Equal(t, screen.LikeTheme{}, d.Sent[len(d.Sent)-1])
	d.Press("6")
	st, err := s.Station(t.Context())
	require.NoError(t, err)
	require.True(t, st.Plain)
	env.Station = st
	d.Tell(screen.EnvChanged{Env: env}).Sees("换回细线边框")
	d.Click("浅色")
	require.Equal(t, screen.LikeTheme{Theme: "light"}, d.Sent[len(d.Sent)-1])
	d.Resize(60, 18).Sees("设成窄的").Lang("en").Sees("narrow in the terminal.", "6  Change to")
	d.Press("esc")
	require.Equal(t, screen.Back{}, d.Sent[len(d.Sent)-1])
}
