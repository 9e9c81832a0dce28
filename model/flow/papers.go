package flow

import (
	"slices"

	"heshi/model"
	"heshi/model/clock"
)

// The papers of a case, by the names of their forms.
const (
	PaperRegistration = "registration" // 消费者投诉登记表
	PaperAcceptance   = "acceptance"   // the shopper is told that the station handles it
	PaperNotHandled   = "not_handled"  // the station cannot handle it, and where else to turn
	PaperInvitation   = "invitation"   // time, place and mediators, told beforehand
	PaperRecord       = "record"       // 调解笔录
	PaperAgreement    = "agreement"    // 调解协议书
	PaperReceipt      = "receipt"      // what was promised was handed over
	PaperFollowUp     = "follow_up"    // 回访记录
	PaperTermination  = "termination"  // 终止调解告知书
	PaperPacket       = "packet"       // everything for whoever takes the case over
)

// formInquiry is the form of a consultation's registration: nobody has complained.
const formInquiry = "inquiry"

// PaperForm names the form that a paper of a case is written on. It is called as
// the paper is, but for the registration of a consultation.
func PaperForm(c model.Case, name string) string {
	if c.Kind == model.Consultation && name == PaperRegistration {
		return formInquiry
	}
	return name
}

// papers tells for each paper whether it makes sense for a case.
func papers() []struct {
	name string
	ripe func(model.Case) bool
} {
	return []struct {
		name string
		ripe func(model.Case) bool
	}{
		{PaperRegistration, func(model.Case) bool { return true }},
		{PaperAcceptance, func(c model.Case) bool { return !c.AcceptedAt.IsZero() }},
		{PaperNotHandled, func(c model.Case) bool { return c.Decline != nil }},
		{PaperInvitation, func(c model.Case) bool { return session(c) != nil && session(c).Result == "" }},
		// Before anything is entered the record is a form to write on.
		{PaperRecord, func(c model.Case) bool {
			return session(c) != nil || c.State == model.Accepted || c.State == model.Mediating
		}},
		{PaperAgreement, func(c model.Case) bool { return c.Agreement != nil }},
		{PaperReceipt, func(c model.Case) bool {
			return slices.ContainsFunc(c.Duties, func(d model.Duty) bool { return d.State == model.DutyPerformed || d.State == model.DutyPartly })
		}},
		{PaperFollowUp, func(c model.Case) bool {
			return len(c.FollowUps) > 0 || c.State == model.Performing && len(c.OpenDuties()) == 0
		}},
		{PaperTermination, func(c model.Case) bool { return c.Termination != nil }},
		{PaperPacket, func(c model.Case) bool {
			return c.Termination != nil || c.Decline != nil || len(c.Referrals) > 0 || len(c.FailedDuties()) > 0
		}},
	}
}

// session is the last mediation set or held, nil when there is none.
func session(c model.Case) *model.Session {
	if n := len(c.Sessions); n > 0 {
		return &c.Sessions[n-1]
	}
	return nil
}

// Papers lists the papers that make sense for a case now, in the order a case
// usually needs them. A consultation has its registration only.
func Papers(c model.Case) []string {
	var out []string
	for _, p := range papers() {
		if p.ripe(c) && (c.Kind != model.Consultation || p.name == PaperRegistration) {
			out = append(out, p.name)
		}
	}
	return out
}

// AllPapers lists every paper of a case, in the same order.
func AllPapers() []string {
	var out []string
	for _, p := range papers() {
		out = append(out, p.name)
	}
	return out
}

// Paper checks that a paper makes sense for a case now.
func Paper(c model.Case, name string) *model.Problem {
	switch {
	case !slices.Contains(AllPapers(), name):
		return &model.Problem{Code: "paper.unknown", Field: "paper", Args: map[string]any{"value": name, "list": AllPapers()}}
	case !slices.Contains(Papers(c), name):
		return &model.Problem{Code: "paper.not_yet", Args: map[string]any{"paper_name": name, "no": c.No}}
	}
	return nil
}

// CourtUntil is the last day on which both sides may ask the court to confirm
// the agreement; false when no court can, because the station is no mediation
// body set up by law, or there is no agreement.
func (t Times) CourtUntil(c model.Case) (clock.Deadline, bool) {
	if c.Agreement == nil || c.Agreement.Body != "committee" || t.Clocks.Rules == nil {
		return clock.Deadline{}, false
	}
	d, err := t.Clocks.Due(clock.Ask{Rule: "court_confirmation", From: c.Agreement.EffectiveOn.In(t.Clocks.Zone)})
	return d, err == nil
}
