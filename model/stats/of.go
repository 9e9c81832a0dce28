package stats

import (
	"slices"
	"time"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/flow"
)

// LineOf returns the line of a case with an ordinal.
func LineOf(c model.Case, ord uint64) Line {
	l := Line{
		Ord: ord, At: c.RegisteredAt, Kind: c.Kind, State: c.State,
		Class: c.Class, Nature: c.Nature, Request: c.Request, Channel: c.Channel, Shop: c.ShopID,
		Asked: c.Amount, Recovered: c.Recovered(), Settled: settled(c), Satisfied: c.Satisfaction(),
		Broken: len(c.FailedDuties()), Clocks: flow.Running(c),
	}
	if c.State.Over() {
		l.Closed = c.ClosedAt
	}
	if c.Route != nil {
		l.Group = c.Route.Group
	}
	// Whether a shopper asked in time, or an agreement went to court, is no
	// promise of the station's.
	l.Clocks = slices.DeleteFunc(l.Clocks, func(r clock.Running) bool {
		return r.Rule == "return.window" || r.Rule == "court_confirmation"
	})
	return l
}

// settled is when the first agreement was made; zero for none.
func settled(c model.Case) time.Time {
	switch {
	case len(c.Agreements) > 0:
		return c.Agreements[0].At
	case c.Agreement != nil:
		return c.Agreement.At
	}
	return time.Time{}
}
