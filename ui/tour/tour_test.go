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
			for _, topic := range append([]string{"home", "case", "consultation"}, s.On...) {
				say := s.Say(topic, set.Lang(lang).Has)
				require.True(t, set.Lang(lang).Has(say), "%s %s", lang, say)
			}
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

// TestAStepSpeaksAboutTheScreenSeen: its own words stand where it is done;
// elsewhere the way there.
func TestAStepSpeaksAboutTheScreenSeen(t *testing.T) {
	lead, err := tour.Load(fstest.MapFS{tour.File: {Data: []byte(`[{"id":"a","event":"case.added","on":["intake"]},{"id":"b","event":"undone"}]`)}})
	require.NoError(t, err)
	has := func(k text.Key) bool { return k == "tour.say.a.home" }
	step, _, _ := lead.Now()
	require.Equal(t, text.Key("tour.say.a"), step.Say("intake", has))
	require.Equal(t, text.Key("tour.say.a.home"), step.Say("home", has))
	require.Equal(t, text.Key("tour.away"), step.Say("consultation", has))
	lead = lead.Saw("consultation", "case.added")
	_, n, _ := lead.Now()
	require.Equal(t, 1, n, "a case of another screen is not the one asked for")
	lead = lead.Saw("intake", "case.added")
	step, n, _ = lead.Now()
	require.Equal(t, 2, n)
	require.Equal(t, text.Key("tour.say.b"), step.Say("case", has))
}

func TestFaultyStepsAreRefused(t *testing.T) {
	for _, data := range []string{`{`, `[{"id":"a"}]`, `[{"topic":"home"}]`, `[{"id":"a","topic":"home","event":"x"}]`} {
		_, err := tour.Load(fstest.MapFS{tour.File: {Data: []byte(data)}})
		require.Error(t, err, data)
	}
	_, err := tour.Load(fstest.MapFS{})
	require.Error(t, err)
}
