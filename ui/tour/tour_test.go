package tour_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"heshi/assets"
	"heshi/ui/text"
	"heshi/ui/tour"
)

func TestEveryStepHasWordsInEveryLanguage(t *testing.T) {
	lead, err := tour.Load(assets.Files())
	require.NoError(t, err)
	set, err := text.Load(assets.Files())
	require.NoError(t, err)
	require.NotEmpty(t, lead.Steps())
	for _, s := range lead.Steps() {
		for _, lang := range text.Langs() {
			require.True(t, set.Lang(lang).Has(s.Say()), "%s %s", lang, s.Say())
		}
	}
}

func TestAStepIsDoneByWhatItWaitsFor(t *testing.T) {
	lead, err := tour.Load(fstest.MapFS{tour.File: {Data: []byte(`[{"id":"a","topic":"intake"},{"id":"b","event":"case.added"},{"id":"c","topic":"home"}]`)}})
	require.NoError(t, err)
	at := func() int { _, n, _ := lead.Now(); return n }
	lead = lead.Saw("home", "case.added")
	require.Equal(t, 1, at())
	lead = lead.Saw("intake", "case.added")
	require.Equal(t, 2, at(), "one look does one step")
	lead = lead.Saw("intake", "shop.added", "case.added")
	require.Equal(t, 3, at())
	lead = lead.Saw("home")
	_, _, on := lead.Now()
	require.False(t, on)
	require.Equal(t, lead, lead.Saw("home"))
	_, _, on = tour.Tour{}.Saw("home").Now()
	require.False(t, on)
}

func TestFaultyStepsAreRefused(t *testing.T) {
	for _, data := range []string{`{`, `[{"id":"a"}]`, `[{"topic":"home"}]`, `[{"id":"a","topic":"home","event":"x"}]`} {
		_, err := tour.Load(fstest.MapFS{tour.File: {Data: []byte(data)}})
		require.Error(t, err, data)
	}
	_, err := tour.Load(fstest.MapFS{})
	require.Error(t, err)
}
