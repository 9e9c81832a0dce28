package flow

import (
	"slices"
	"time"

	"heshi/model"
	"heshi/model/clock"
)

// due collects what falls due and keeps the earliest; of two on one day the
// one that binds more, else the first.
type due struct {
	day   model.Day
	why   model.DueReason
	weak  int  // how little it binds
	doubt *due // the earliest of what no source was found for
}

// add takes what is to be done whatever a clock says.
func (d *due) add(day model.Day, why model.DueReason) { d.take(day, why, 0) }

func (d *due) take(day model.Day, why model.DueReason, weak int) {
	if !day.IsZero() && (d.day.IsZero() || day < d.day || day == d.day && weak < d.weak) {
		d.day, d.why, d.weak = day, why, weak
	}
}

// clock takes the day of a clock. One that no source was found for is a
// reminder: it decides only where nothing else does, so that no case stands
// before another for a rule that may not exist.
func (d *due) clock(day model.Day, why model.DueReason, label clock.Label) {
	order := []clock.Label{clock.Statutory, clock.Commitment, clock.StationTarget}
	if weak := slices.Index(order, label); weak >= 0 {
		d.take(day, why, weak)
		return
	}
	if d.doubt == nil {
		d.doubt = &due{}
	}
	d.doubt.add(day, why)
}

// Due works out the earliest thing somebody must see to about the case, and
// what it is: no day when nobody has to act any more.
func (t Times) Due(c model.Case) (model.Day, model.DueReason) {
	if c.Over() {
		return 0, ""
	}
	zone := c.RegisteredAt.Location()
	on := func(at time.Time) model.Day {
		if at.IsZero() {
			return 0
		}
		return model.DayOf(at, zone)
	}
	var d due
	if c.HandOver != nil {
		d.add(on(c.HandOver.At), model.DueHandOver)
	}
	for _, duty := range c.OpenDuties() {
		d.add(duty.Due, model.DueDuty)
	}
	for _, duty := range c.FailedDuties() {
		d.add(on(duty.FailedAt), model.DueFailedDuty)
	}
	if a := c.Unrecovered(); a != nil {
		d.add(a.RecoverBy, model.DueRecover)
	}
	switch c.State {
	case model.Settled, model.Performing:
		t.afterPromises(&d, c, on)
	case model.Terminated:
		if end := c.Termination; end != nil && end.ToldAt.IsZero() {
			d.add(t.workdays(on(end.At), 1), model.DueTell)
		}
	case model.Referred:
		if r := c.Referral(); r != nil && r.AcceptedAt.IsZero() && r.Kind != "authority" {
			d.add(t.workdays(on(r.At), t.targets().ComplexDays), model.DueReferral)
		}
	case model.Registered, model.Accepted, model.Mediating, model.Reopened:
		t.beforePromises(&d, c, on)
	}
	t.fromClocks(&d, c)
	if p := c.Paused(); p != nil {
		d.add(p.Look, model.DuePaused)
	}
	d.orElse(on(c.RegisteredAt))
	return d.day, d.why
}

// orElse keeps a case that is not over from being forgotten.
func (d *due) orElse(day model.Day) {
	if d.day.IsZero() && d.doubt != nil {
		d.day, d.why = d.doubt.day, d.doubt.why
	}
	if d.day.IsZero() {
		d.day, d.why = day, model.DueOther
	}
}

func (t Times) targets() model.Targets {
	if t.Targets == (model.Targets{}) {
		return model.DefaultTargets()
	}
	return t.Targets
}

// beforePromises: an urgent complaint the day it came, a mediation that was
// set the day it is.
func (t Times) beforePromises(d *due, c model.Case, on func(time.Time) model.Day) {
	if c.Urgent {
		d.add(on(c.RegisteredAt), model.DueUrgent)
	}
	if n := len(c.Sessions); n > 0 && c.Sessions[n-1].Result == "" {
		d.add(on(c.Sessions[n-1].At), model.DueSession)
	}
}

// afterPromises: when nothing is owed any more the shopper is called, and then
// the case is closed. Somebody who was not reached is called again the next
// day.
func (t Times) afterPromises(d *due, c model.Case, on func(time.Time) model.Day) {
	if len(c.OpenDuties())+len(c.FailedDuties()) > 0 {
		return
	}
	last := lastKept(c)
	var call model.FollowUp
	if n := len(c.FollowUps); n > 0 && !c.FollowUps[n-1].At.Before(last.Truncate(time.Minute)) {
		call = c.FollowUps[n-1]
	}
	switch {
	case call.At.IsZero():
		d.add(t.workdays(on(last), t.targets().FollowUpDays), model.DueFollowUp)
	case call.Satisfaction == "not_reached":
		d.add(t.workdays(on(call.At), 1), model.DueFollowUp)
	default:
		d.add(on(call.At), model.DueClose)
	}
}

// fromClocks adds the clocks that run and bind somebody to act.
func (t Times) fromClocks(d *due, c model.Case) {
	clocks := t.Tuned()
	if clocks.Rules == nil {
		return
	}
	for _, run := range Running(c) {
		if !run.Ended.IsZero() || run.Rule == "court_confirmation" || run.Rule == "return.window" {
			continue
		}
		if deadline, err := clocks.Due(run.Ask); err == nil {
			d.clock(deadline.Last, model.DueReason(run.Rule), deadline.Label)
		}
	}
}

// lastKept is when the last promise was kept, or a fund paid in its place, or
// the agreement was made.
func lastKept(c model.Case) time.Time {
	last := c.AcceptedAt
	if last.IsZero() { // from a file that does not tell
		last = c.RegisteredAt
	}
	if c.Agreement != nil {
		last = c.Agreement.At
	}
	for _, d := range c.Duties {
		if d.PerformedAt.After(last) {
			last = d.PerformedAt
		}
	}
	for _, a := range c.Advances {
		if a.At.After(last) {
			last = a.At
		}
	}
	return last
}
