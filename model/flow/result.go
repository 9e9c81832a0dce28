package flow

import (
	"time"

	"heshi/model"
)

// Report is what an enterprise or station enters on the ODR platform about a
// case: when it first reached the consumer, when and how it handled the case.
type Report struct {
	FirstContactAt time.Time
	HandledAt      time.Time // zero while there is no result
	Way            string    // one of the Way codes, "" while there is none
	Course         []Happening
}

// Ways a case of the platform ends. The words stand under "odr.way."+way.
const (
	WayAgreed     = "agreed"
	WayTerminated = "terminated"
	WayWithdrawn  = "withdrawn"
	WayDeclined   = "declined"
	WayReferred   = "referred"
)

// ReportOf works out the report about a case. Nothing is reported that was not
// noted.
func ReportOf(c model.Case) Report {
	r := Report{FirstContactAt: firstReached(c)}
	switch {
	case c.State == model.Terminated && c.Termination != nil:
		r.Way, r.HandledAt = WayTerminated, c.Termination.At
	case c.State == model.Withdrawn && c.Withdrawal != nil:
		r.Way, r.HandledAt = WayWithdrawn, c.Withdrawal.At
	case c.State == model.Declined && c.Decline != nil:
		r.Way, r.HandledAt = WayDeclined, c.Decline.At
	case c.State == model.Referred && len(c.Referrals) > 0:
		r.Way, r.HandledAt = WayReferred, c.Referrals[len(c.Referrals)-1].At
	case c.Agreement != nil:
		r.Way, r.HandledAt = WayAgreed, c.Agreement.At
	}
	for _, h := range Chronicle(c) {
		if h.Step != "added" {
			r.Course = append(r.Course, h)
		}
	}
	return r
}

// firstReached is when the complainant was first spoken to, zero when nobody
// has.
func firstReached(c model.Case) time.Time {
	for _, k := range c.Contacts {
		if k.Party == "complainant" && k.Got {
			return k.At
		}
	}
	return time.Time{}
}
