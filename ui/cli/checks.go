package cli

import (
	"context"
	"sync"

	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/store"
	check "heshi/ui/returns"
	"heshi/ui/screen"
)

// checks brings what the return check of the desk judges by: the rules and the
// calendar, read once, and the station's charters and years as they are now.
type checks struct {
	a        *app
	s        *store.Store
	once     sync.Once
	rules    *returns.Rules
	calendar *workday.Calendar
	sample   []returns.Charter
	err      error
}

func (c *checks) read() {
	if c.rules, c.err = returns.LoadRules(c.a.assets); c.err != nil {
		return
	}
	if c.calendar, c.err = workday.Load(c.a.assets); c.err != nil {
		return
	}
	c.sample, c.err = returns.SampleCharters(c.a.assets)
}

// load is called in a command of the screen, never while it draws.
func (c *checks) load() (*returns.Rules, returns.Env, error) {
	c.once.Do(c.read)
	env := returns.Env{Calendar: c.calendar, Charters: c.sample, Zone: zone()}
	if c.err != nil {
		return nil, env, c.err
	}
	ctx := context.Background()
	adopted, _, err := c.s.Charters(ctx)
	if err != nil {
		return nil, env, err
	}
	if len(adopted) > 0 {
		env.Charters = adopted
	}
	years, _, err := c.s.Years(ctx)
	if err == nil && len(years) > 0 {
		env.Calendar, err = c.calendar.With(years...)
	}
	return c.rules, env, err
}

// returnsScreen builds the return check of the desk whose data is in dir.
func (a *app) returnsScreen(s *store.Store, dir string) func(screen.Env, screen.OpenReturns) screen.Screen {
	c, o := &checks{a: a, s: s}, a.office(s, dir)
	return func(env screen.Env, m screen.OpenReturns) screen.Screen {
		return check.New(env, s, check.Options{Rules: c.load, Print: o.Page, Shop: m.Shop})
	}
}
