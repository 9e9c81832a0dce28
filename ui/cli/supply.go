package cli

import (
	"heshi/model/affiliate"
	"heshi/model/returns"
	"heshi/store"
	"heshi/ui/screen"
	"heshi/ui/shops"
	"heshi/ui/targets"
	"heshi/ui/trade"
)

// supply brings the page of shops and charter what comes with the program.
type supply struct {
	trade.Trader
	checks *checks
}

// Sample is the charter that applies until one is adopted.
func (s supply) Sample() ([]returns.Charter, error) { return returns.SampleCharters(s.Assets) }

// Examples are the situations a change of the charter is tried on.
func (s supply) Examples() ([]returns.Example, error) { return returns.LoadExamples(s.Assets) }

// Thresholds say from when on complaints about a group are an alarm.
func (s supply) Thresholds() (affiliate.Thresholds, error) {
	return affiliate.LoadThresholds(s.Assets)
}

// Rules brings the rules and the calendar.
func (s supply) Rules() (*returns.Rules, returns.Env, error) { return s.checks.load() }

// shopsScreen builds the page of shops, members and charter.
func (a *app) shopsScreen(s *store.Store) func(screen.Env, screen.OpenShops) screen.Screen {
	from := supply{a.trader(s), &checks{a: a, s: s}}
	return func(env screen.Env, m screen.OpenShops) screen.Screen { return shops.At(env, s, from, m) }
}

// targetsScreen builds the page of the station's own targets. Presets that
// cannot be read are left out: every number can be typed.
func (a *app) targetsScreen(s *store.Store) func(screen.Env) screen.Screen {
	return func(env screen.Env) screen.Screen {
		presets, err := targets.Load(a.assets)
		if err != nil {
			presets = nil
		}
		return targets.New(env, s, presets)
	}
}
