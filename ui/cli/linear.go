package cli

import (
	"context"

	"heshi/model/returns"
	"heshi/model/workday"
	"heshi/ui/linear"
)

// openLinear holds the desk as questions and answers, on anything that takes
// and gives lines.
func (a *app) openLinear(ctx context.Context) error {
	return a.inPlace(ctx, a.talk)
}

func (a *app) talk(ctx context.Context, s *session, _ string) error {
	rules, err := returns.LoadRules(a.assets)
	if err != nil {
		return err
	}
	env, err := a.returnsEnv(ctx, s)
	if err != nil {
		return err
	}
	return linear.Run(ctx, linear.Options{
		Desk: s.Store, Text: a.tx, Rules: rules, Tell: a.verdictLines, Now: s.now, By: s.by, In: a.in, Out: a.out,
		Env: func() returns.Env { env.Now = s.now(); return env },
	})
}

// returnsEnv is what the return rules judge by at this station.
func (a *app) returnsEnv(ctx context.Context, s *session) (env returns.Env, err error) {
	env = returns.Env{Zone: zone(), Lang: a.tx.Lang()}
	cal, err := workday.Load(a.assets)
	if err != nil {
		return env, err
	}
	if env.Calendar, err = calendarOf(ctx, s, cal); err != nil {
		return env, err
	}
	if env.Charters, _, err = s.Charters(ctx); err == nil && len(env.Charters) == 0 {
		env.Charters, err = returns.SampleCharters(a.assets)
	}
	return env, err
}
