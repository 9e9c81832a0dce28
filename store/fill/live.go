package fill

import (
	"math/rand/v2"
	"time"

	"heshi/model"
	"heshi/model/flow"
)

// lived is how many of the newest cases have gone through the steps of the
// flow, with sessions, promises and calls. Older ones only say how they ended:
// a store for load holds what a list and a search need.
const lived = 2000

// path is a case on its way through the flow.
type path struct {
	c    model.Case
	at   time.Time
	end  time.Time
	who  flow.Actor
	lost bool // a step was not possible, or lies past the end
}

// do takes a step some time after the one before, when the desk is open.
func (w *path) do(later time.Duration, action string, args flow.Args) {
	w.at = attended(w.at.Add(later))
	if w.lost || w.at.After(w.end) {
		w.lost = true
		return
	}
	next, faults := flow.Do(w.c, action, args, w.who, w.at)
	if len(faults) > 0 {
		w.lost = true
		return
	}
	w.c = next
}

// attended is a moment, or where nobody is at the desk then, one in the next
// morning's first hour.
func attended(at time.Time) time.Time {
	const opens, closes = 9, 18
	if at.Hour() >= opens && at.Hour() < closes {
		return at
	}
	day := at
	if at.Hour() >= closes {
		day = at.AddDate(0, 0, 1)
	}
	return time.Date(day.Year(), day.Month(), day.Day(), opens, at.Minute(), at.Second(), at.Nanosecond(), at.Location())
}

// live takes a case through the steps that lead to the state drawn for it. One
// that came too late to get there is as far as it came.
func (p Plan) live(r *rand.Rand, c model.Case, at time.Time) model.Case {
	drawn := c.State
	w := &path{c: c, at: at, end: p.End, who: flow.Actor{Name: p.Names.People[r.IntN(len(p.Names.People))].Name, Role: model.Mediator}}
	w.c.State, w.c.ClosedAt, w.c.RegisteredAt = model.Registered, time.Time{}, at
	hour := func(from, to int) time.Duration { return time.Duration(from+r.IntN(to-from)) * time.Hour }
	switch drawn {
	case model.Declined:
		w.do(hour(1, 20), "decline", flow.Args{"reason": "not_ours"})
	case model.Withdrawn:
		w.do(hour(2, 40), "withdraw", flow.Args{"reason": "settled_themselves"})
	default:
		w.do(hour(0, 8), "accept", nil)
	}
	switch drawn {
	case model.Mediating:
		p.mediate(w, hour(1, 20), "again")
	case model.Settled:
		p.mediate(w, hour(1, 6), "agreed")
		p.settle(r, w, []model.Day{0, 1, 0, 3, 0, 7}[r.IntN(6)])
	case model.Terminated:
		p.mediate(w, hour(4, 60), "failed")
		w.do(hour(1, 4), "terminate", flow.Args{"reason": "no_agreement", "told_how": "phone"})
	case model.Referred:
		w.do(hour(4, 60), "refer", flow.Args{"to": p.Names.Office, "reason": p.Names.Refusals[r.IntN(len(p.Names.Refusals))]})
		w.do(hour(4, 60), "accept-referral", nil)
	case model.Closed:
		p.mediate(w, hour(1, 30), "agreed")
		p.settle(r, w, model.Day(1+r.IntN(7)))
		p.keep(r, w, hour)
	}
	w.c.RegisteredAt = time.Time{}
	return w.c
}

func (p Plan) mediate(w *path, later time.Duration, result string) {
	w.do(later/2, "contact", flow.Args{"party": "respondent", "how": "phone", "got": true})
	w.do(later-later/2, "mediate", flow.Args{
		"place": p.Names.Place, "mediators": []string{w.who.Name}, "told_beforehand": true,
		"consent_complainant": true, "consent_respondent": true, "result": result,
	})
}

// settle agrees on what was asked for, within some days.
func (p Plan) settle(r *rand.Rand, w *path, days model.Day) {
	what := p.Names.Promises[w.c.Request]
	duty := model.Duty{What: what, Due: model.DayOf(w.at, w.at.Location()) + days}
	if w.c.Request == "refund" || w.c.Request == "compensation" || w.c.Request == "card_refund" {
		duty.Amount = w.c.Amount
	}
	form := model.AgreementForms()[r.IntN(2)]
	w.do(time.Hour, "settle", flow.Args{"terms": what, "form": form, "duties": []model.Duty{duty}})
}

// keep has the promise kept, mostly in time, the shopper called and the case
// closed.
func (p Plan) keep(r *rand.Rand, w *path, hour func(from, to int) time.Duration) {
	w.do(hour(2, 120), "perform-duty", flow.Args{"proof": p.Names.Promises[w.c.Request]})
	said := []string{"satisfied", "satisfied", "satisfied", "so_so", "dissatisfied", "not_reached"}[r.IntN(6)]
	w.do(hour(20, 60), "follow-up", flow.Args{"satisfaction": said})
	w.do(time.Hour, "close", nil)
}
