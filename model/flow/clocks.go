package flow

import (
	"slices"
	"time"

	"heshi/model"
	"heshi/model/clock"
	"heshi/model/workday"
)

// Times are the clocks and targets of the station. Without Rules no clock runs,
// without a Calendar every day but the weekend is a working day.
type Times struct {
	Clocks  clock.Clocks
	Targets model.Targets
}

// Running lists every clock that was started on a case: the station's own
// target, what the platform's enterprises pledged, what the authority is held
// to once it has the case, refund and court confirmation. Duties have their own
// dates; see model.Duty.
func Running(c model.Case) []clock.Running {
	if c.Kind == model.Consultation {
		return nil
	}
	r := runs{c: c, zone: c.RegisteredAt.Location()}
	r.station()
	r.platform()
	r.core()
	r.authority()
	r.promises()
	if c.Channel != "" && c.Channel != "onsite" && !c.PurchasedOn.IsZero() {
		r.add("return.window", c.PurchasedOn.In(r.zone), c.RegisteredAt)
	}
	return r.list
}

// runs collects clocks.
type runs struct {
	c    model.Case
	zone *time.Location
	list []clock.Running
}

func (r *runs) add(rule string, from, ended time.Time) {
	if from.IsZero() {
		return
	}
	run := clock.Running{Ask: clock.Ask{Rule: rule, From: from}, Ended: ended}
	for _, p := range r.c.Pauses {
		pause := clock.Pause{From: p.From, Reason: p.Reason}
		if !p.To.IsZero() {
			to := p.To
			pause.To = &to
		}
		if pause.To == nil || pause.To.After(from) {
			run.Pauses = append(run.Pauses, pause)
		}
	}
	r.list = append(r.list, run)
}

func (r *runs) station() {
	from := r.c.RegisteredAt
	if n := len(r.c.Reopenings); n > 0 {
		from = r.c.Reopenings[n-1].At
	}
	for _, ref := range r.c.Referrals {
		if ref.ReturnedAt.After(from) {
			from = ref.ReturnedAt
		}
	}
	rule := "station.ordinary"
	if r.c.Complex {
		rule = "station.complex"
	}
	r.add(rule, from, r.answered(from))
}

// answered is when the shopper had a result, zero while there is none.
func (r *runs) answered(since time.Time) time.Time {
	if a := r.c.Agreement; a != nil && !a.At.Before(since) {
		return a.At
	}
	if r.c.State.Over() {
		return r.c.ClosedAt
	}
	return time.Time{}
}

func (r *runs) platform() {
	o := r.c.Origin
	if o == nil || o.Via != model.ViaODR {
		return
	}
	first := time.Time{}
	if i := slices.IndexFunc(r.c.Contacts, func(k model.Contact) bool { return k.Party == "complainant" && k.Got }); i >= 0 {
		first = r.c.Contacts[i].At
	}
	r.add("odr.first_contact", o.At, first)
	// One clock: it does not start again when the case is passed on or reopened.
	r.add("odr.settle", o.At, r.answered(o.At))
}

// authority adds what binds the authority: it decides on a complaint it was
// sent, and mediates in sixty days what it accepted or delegated.
func (r *runs) authority() {
	if o := r.c.Origin; o != nil && o.Via == model.ViaAuthority {
		r.add("K2", o.At, r.answered(o.At))
		if t := r.c.Termination; t != nil {
			r.add("K3", t.At, t.ToldAt)
		}
	}
	for _, ref := range r.c.Referrals {
		if ref.Kind != "authority" {
			continue
		}
		decided := ref.AcceptedAt
		if decided.IsZero() {
			decided = ref.ReturnedAt
		}
		r.add("K1", ref.At, decided)
		r.add("K2", ref.AcceptedAt, ref.ReturnedAt)
	}
}

func (r *runs) promises() {
	for _, d := range r.c.Duties {
		if !d.GoodsBackOn.IsZero() {
			r.add("refund", d.GoodsBackOn.In(r.zone), d.PerformedAt)
		}
	}
	if a := r.c.Agreement; a != nil && a.Body == "committee" {
		confirmed := time.Time{}
		if !a.ConfirmedOn.IsZero() {
			confirmed = a.ConfirmedOn.In(r.zone)
		}
		r.add("court_confirmation", a.EffectiveOn.In(r.zone), confirmed)
	}
}

// Explain puts every clock of a case into words and numbers, in the order of
// Running but those without a source last. A rule that was not in force when
// its clock began is left out.
func (t Times) Explain(c model.Case, v clock.Voice) []clock.State {
	out := []clock.State{}
	clocks := t.Tuned()
	if clocks.Rules == nil {
		return out
	}
	for _, run := range Running(c) {
		if one, err := clocks.Case([]clock.Running{run}, v); err == nil {
			out = append(out, one...)
		}
	}
	slices.SortStableFunc(out, func(a, b clock.State) int { return doubtful(a) - doubtful(b) })
	return out
}

func doubtful(s clock.State) int {
	if s.Label == clock.Unverified {
		return 1
	}
	return 0
}

// Tuned is the clocks with the station's own targets.
func (t Times) Tuned() clock.Clocks {
	k := t.Clocks
	if k.Rules != nil && t.Targets != (model.Targets{}) {
		k.Rules = k.Rules.Tuned(map[string]int{"station.ordinary": t.Targets.OrdinaryDays, "station.complex": t.Targets.ComplexDays})
	}
	return k
}

// workdays is the n-th working day after d.
func (t Times) workdays(d model.Day, n int) model.Day {
	if t.Clocks.Calendar == nil {
		return d + model.Day(n)
	}
	return t.Clocks.Calendar.Deadline(workday.Count{From: d, N: max(1, n), Unit: workday.WorkingDay}).Last
}
