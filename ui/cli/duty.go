package cli

import (
	"heshi/store"
	"heshi/ui/duty"
	"heshi/ui/screen"
)

// dutyScreen builds the pages about who is at the desk.
func (a *app) dutyScreen(s *store.Store) func(screen.Env, screen.OpenDuty) screen.Screen {
	return func(env screen.Env, m screen.OpenDuty) screen.Screen {
		switch m.Page {
		case screen.DutySince:
			return duty.NewSince(env, s, m.Volunteer)
		case screen.DutyOut:
			return duty.NewOut(env, s, m.Stint)
		case screen.DutyCalls:
			return duty.NewCalls(env, s, m)
		}
		return duty.NewBoard(env, s)
	}
}
