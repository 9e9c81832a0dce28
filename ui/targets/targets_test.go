package targets_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/assets"
	"heshi/model"
	"heshi/store"
	"heshi/store/storetest"
	"heshi/ui/screen"
	"heshi/ui/screentest"
	"heshi/ui/targets"
	"heshi/ui/widget"
)

func TestMain(m *testing.M) {
	widget.PinWidths()
	os.Exit(m.Run())
}

func start(t testing.TB, lang string, s targets.Desk) *screentest.Driver {
	presets, err := targets.Load(assets.Files())
	require.NoError(t, err)
	return screentest.Start(t, screentest.Env(t, lang), targets.New(screentest.Env(t, lang), s, presets))
}

// memory keeps nothing and refuses nothing.
type memory struct{}

func (memory) Targets(context.Context) (model.Targets, error) { return model.DefaultTargets(), nil }

func (memory) EditTargets(_ context.Context, _ store.By, t model.Targets) (model.Targets, error) {
	return t, nil
}

func (memory) Drafts(context.Context, string) ([]store.Draft, error) { return nil, nil }
func (memory) SaveDraft(context.Context, store.Draft) error          { return nil }
func (memory) DropDraft(context.Context, string) error               { return nil }

func now(t testing.TB, s *storetest.Store) model.Targets {
	got, err := s.Targets(context.Background())
	require.NoError(t, err)
	got.Rev = 0
	return got
}

func TestAPresetFillsTheNumbers(t *testing.T) {
	s := storetest.Open(t)
	d := start(t, "zh", s).Sees("不是法律期限", "一般一天，疑难五天").Press("2")
	require.True(t, d.S.Typing())
	d.Press("tab", "tab", "tab").Press("ctrl+u").Type("８点半").Press("ctrl+s")
	want := model.DefaultTargets()
	want.ComplexDays, want.FollowUpDays, want.Opens = 3, 1, "08:30"
	require.Equal(t, want, now(t, s))
	require.Equal(t, 1, screentest.Count[screen.Back](d))
}

func TestWrongNumbersAreToldAtTheirPlace(t *testing.T) {
	s := storetest.Open(t)
	d := start(t, "zh", s).Press("tab").Press("ctrl+u").Type("99").Press("ctrl+s").Sees("1 到 60 天")
	require.True(t, d.S.Dirty())
	d.Press("ctrl+u").Type("二").Press("ctrl+s").Sees("1 到 60 天")
	d.Press("ctrl+u").Type("2").Press("tab", "tab", "tab").Press("ctrl+u").Type("25点").Press("ctrl+s").Sees("09:00")
	require.Equal(t, model.DefaultTargets(), now(t, s))
	d.Press("esc")
	ask := screentest.Asked[screen.Ask](d)
	d.Tell(ask.Options[2].Answer)
	require.Equal(t, 1, screentest.Count[screen.Back](d))
	require.Equal(t, model.DefaultTargets(), now(t, s))
}

func TestSomebodyElseWasFaster(t *testing.T) {
	s := storetest.Open(t)
	d := start(t, "en", s).Press("1")
	other := model.DefaultTargets()
	other.OrdinaryDays = 7
	_, err := s.EditTargets(context.Background(), store.By{At: storetest.Now}, other)
	require.NoError(t, err)
	d.Press("tab").Press("ctrl+u").Type("4").Press("ctrl+s")
	require.Error(t, screentest.Asked[screen.Failed](d).Err)
	require.Equal(t, 7, now(t, s).OrdinaryDays)
	d.Sees("7")
}

func TestGolden(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		for _, size := range screentest.Sizes() {
			for _, senior := range []bool{false, true} {
				name := fmt.Sprintf("targets-%s-%d-%t", lang, size[0], senior)
				start(t, lang, memory{}).Senior(senior).Resize(size[0], size[1]).Golden(name)
			}
		}
	}
}

func TestAnyKeysKeepTheScreenExact(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		screentest.Start(t, screentest.Env(t, "zh"), targets.New(screentest.Env(t, "zh"), memory{}, nil)).Storm(r)
	})
}
