package flow

import (
	"strconv"
	"time"

	"heshi/model"
)

func accept(s *step) {
	s.State, s.AcceptedAt = model.Accepted, s.at
	if m := s.args.list("mediators"); len(m) > 0 {
		s.Mediators = m
		s.agreedTo(m)
	}
	if s.args.yes("complex") {
		s.Complex = true
	}
}

// otherNeedsWords: "other" says nothing by itself.
func (s *step) otherNeedsWords() {
	if s.args.text("reason") == "other" && s.args.text("note") == "" {
		s.faults.add("step.say_why", "note", nil)
	}
}

func decline(s *step) {
	s.otherNeedsWords()
	s.State = model.Declined
	s.Decline = &model.Decline{
		At: s.at, By: s.by.Name, Reason: s.args.text("reason"), Note: s.args.text("note"), Ways: s.args.list("ways"),
	}
}

func mediate(s *step) {
	s.State = model.Mediating
	if s.AcceptedAt.IsZero() {
		s.AcceptedAt = s.now
	}
	n := model.Session{
		At: s.at, Place: s.args.text("place"), Mediators: s.args.list("mediators"), Told: s.args.yes("told_beforehand"),
	}
	s.record(&n)
	s.agreedTo(n.Mediators)
	s.Sessions = append(s.Sessions, n)
}

func minutes(s *step) { s.record(&s.Sessions[len(s.Sessions)-1]) }

// record adds what was said to a session; an answer left out changes nothing.
func (s *step) record(n *model.Session) {
	for _, f := range []struct {
		name string
		to   *string
	}{
		{"recorder", &n.Recorder},
		{"recusal", &n.Recusal},
		{"statements", &n.Statements},
		{"dispute", &n.Dispute},
		{"proposals", &n.Proposals},
		{"result", &n.Result},
		{"note", &n.Note},
	} {
		if v := s.args.text(f.name); v != "" {
			*f.to = v
		}
	}
	n.RightsTold = n.RightsTold || s.args.yes("rights_told")
	n.ConsentComplainant = n.ConsentComplainant || s.args.yes("consent_complainant")
	n.ConsentRespondent = n.ConsentRespondent || s.args.yes("consent_respondent")
	if until := s.args.moment("until"); !until.IsZero() {
		n.Until = until
		if until.Before(n.At) {
			s.faults.add("step.until", "until", map[string]any{"moment": n.At})
		}
	}
}

func settle(s *step) {
	if s.args.text("terms") == "" && len(get[[]model.Duty](s.args, "duties")) == 0 {
		s.faults.add("step.no_terms", "terms", nil)
	}
	a := model.Agreement{
		At: s.at, By: s.by.Name, Form: s.args.text("form"), Facts: s.args.text("facts"),
		Responsibility: s.args.text("responsibility"), Terms: s.args.text("terms"),
		EffectiveOn: s.args.day("effective_on"), SignedOn: s.args.day("signed_on"),
		Mediators: s.args.list("mediators"), Body: s.args.text("body"),
	}
	if a.EffectiveOn.IsZero() {
		a.EffectiveOn = max(a.SignedOn, s.day())
	}
	if s.Agreement != nil {
		s.Agreements = append(s.Agreements, *s.Agreement)
	}
	s.State, s.Agreement = model.Settled, &a
	for i := range s.Duties {
		if s.Duties[i].State == model.DutyFailed {
			s.Duties[i].State = model.DutyReplaced
		}
	}
	s.promise(s.args)
}

func confirmed(s *step) {
	on := s.args.day("confirmed_on")
	if from := s.Agreement.EffectiveOn; on < from {
		s.faults.add("step.confirmed_early", "confirmed_on", map[string]any{"day": from})
	}
	s.Agreement.ConfirmedOn = on
}

// promise adds the new duties among the answers.
func (s *step) promise(args Args) {
	for i, d := range get[[]model.Duty](args, "duties") {
		d.ID, d.State = "d"+strconv.Itoa(len(s.Duties)+1), model.DutyOpen
		if d.Due < model.DayOf(s.RegisteredAt, s.now.Location()) {
			s.faults.add("duty.early", "duties["+strconv.Itoa(i)+"].due", map[string]any{"what": short(d.What), "due": d.Due})
		}
		s.Duties = append(s.Duties, d)
	}
}

// duty is the one the step is about.
func (s *step) duty() *model.Duty {
	id := s.args.text("duty")
	for i := range s.Duties {
		if s.Duties[i].ID == id {
			return &s.Duties[i]
		}
	}
	return &model.Duty{} // never: check has found it
}

// proof adds what shows that a duty was kept, in whole or in part.
func (s *step) proof(d *model.Duty, amount model.Money) {
	p := get[model.Proof](s.args, "proof")
	p.At, p.By, p.Amount = s.at, s.by.Name, amount
	d.Proofs = append(d.Proofs, p)
	d.Done += amount
	if note := s.args.text("note"); note != "" {
		s.Remarks = append(s.Remarks, model.Remark{At: s.at, By: s.by.Name, Step: d.ID, Text: note})
	}
	if s.State == model.Settled {
		s.State = model.Performing
	}
}

func performDuty(s *step) {
	d := s.duty()
	paid := s.args.money("amount_fen")
	switch {
	case paid == 0:
		paid = d.Left()
	case paid < d.Left():
		s.faults.add("duty.less", "amount_fen", map[string]any{"amount": paid, "left": d.Left()})
	}
	if back := s.args.day("goods_back_on"); !back.IsZero() {
		d.GoodsBackOn = back
	}
	s.proof(d, paid)
	d.State, d.PerformedAt = model.DutyPerformed, s.at
}

func partly(s *step) {
	d := s.duty()
	paid := s.args.money("amount_fen")
	switch {
	case d.Amount == 0:
		s.faults.add("duty.no_amount", "amount_fen", map[string]any{"what": short(d.What)})
	case paid >= d.Left():
		s.faults.add("duty.all", "amount_fen", map[string]any{"left": d.Left()})
	}
	s.proof(d, paid)
	d.State = model.DutyPartly
}

func failDuty(s *step) {
	d := s.duty()
	d.State, d.FailedAt, d.Why = model.DutyFailed, s.at, s.args.text("reason")
	if s.State == model.Settled {
		s.State = model.Performing
	}
}

func postpone(s *step) {
	d := s.duty()
	due := s.args.day("due")
	if due <= d.Due {
		s.faults.add("duty.not_later", "due", map[string]any{"due": d.Due})
	}
	s.Remarks = append(s.Remarks, model.Remark{At: s.at, By: s.by.Name, Step: d.ID, Text: d.Due.String() + " > " + due.String() + "  " + s.args.text("reason")})
	d.Due = due
}

func advance(s *step) {
	d := s.duty()
	amount := s.args.money("amount_fen")
	if d.Amount > 0 && amount > d.Left() {
		s.faults.add("duty.too_much", "amount_fen", map[string]any{"left": d.Left()})
	}
	s.Advances = append(s.Advances, model.Advance{
		At: s.at, Duty: d.ID, Amount: amount, Fund: s.args.text("fund"), ApprovedBy: s.args.text("approved_by"),
		RecoverFrom: s.args.text("recover_from"), RecoverBy: s.args.day("recover_by"),
	})
	if note := s.args.text("note"); note != "" {
		s.Remarks = append(s.Remarks, model.Remark{At: s.at, By: s.by.Name, Step: "advance", Text: note})
	}
}

func recovered(s *step) {
	a := s.Unrecovered()
	paid, why := s.args.money("amount_fen"), s.args.text("given_up")
	if paid == 0 && why == "" {
		s.faults.add("step.recover_what", "amount_fen", nil)
	}
	if paid > a.Amount-a.Recovered {
		s.faults.add("duty.too_much", "amount_fen", map[string]any{"left": a.Amount - a.Recovered})
	}
	a.Recovered += paid
	a.GivenUp = why
	if a.Recovered >= a.Amount || why != "" {
		a.RecoveredAt = s.at
	}
}

func followUp(s *step) {
	if kept := lastKept(*s.Case); s.at.Before(kept.Truncate(time.Minute)) {
		s.faults.add("step.follow_before", "at", map[string]any{"moment": kept})
	}
	s.FollowUps = append(s.FollowUps, model.FollowUp{
		At: s.at, By: s.by.Name, Satisfaction: s.args.text("satisfaction"), Note: s.args.text("note"),
	})
}

func terminate(s *step) {
	s.otherNeedsWords()
	t := &model.Termination{
		At: s.at, By: s.by.Name, Reason: s.args.text("reason"), Note: s.args.text("note"), Ways: s.args.list("ways"),
	}
	if how := s.args.text("told_how"); how != "" {
		t.ToldAt, t.ToldHow = s.at, how
	}
	s.State, s.Termination = model.Terminated, t
}

func withdraw(s *step) {
	s.otherNeedsWords()
	s.State = model.Withdrawn
	s.Withdrawal = &model.Withdrawal{At: s.at, By: s.by.Name, Reason: s.args.text("reason"), Note: s.args.text("note")}
}

func reopen(s *step) {
	s.Reopenings = append(s.Reopenings, model.Reopening{At: s.at, By: s.by.Name, From: s.State, Reason: s.args.text("reason")})
	s.State = model.Reopened
}

func refer(s *step) {
	s.State = model.Referred
	s.Referrals = append(s.Referrals, model.Referral{
		To: s.args.text("to"), Kind: s.args.text("kind"), At: s.at, By: s.by.Name, Why: s.args.text("reason"),
	})
}

func returned(s *step) {
	r := s.Referral()
	r.ReturnedAt, r.Instructions = s.at, s.args.text("instructions")
	s.State = model.Reopened
}

func answered(s *step) {
	a := &s.Advice[openAdvice(*s.Case)]
	a.Answer, a.AnsweredAt = s.args.text("answer"), s.at
}

func handOver(s *step) {
	if s.args.text("to") == s.Responsible() {
		s.faults.add("step.already_yours", "to", map[string]any{"name": s.Responsible()})
	}
	s.HandOver = &model.HandOver{From: s.Responsible(), To: s.args.text("to"), At: s.at, Reason: s.args.text("reason")}
}

// endHandOver settles the hand-over that was offered.
func (s *step) endHandOver(accepted bool) {
	h := *s.HandOver
	if accepted {
		h.AcceptedAt, s.Owner = s.at, h.To
	} else {
		h.DeclinedAt = s.at
		h.Reason += "\n" + s.args.text("reason")
	}
	s.HandOver, s.HandOvers = nil, append(s.HandOvers, h)
}

func contact(s *step) {
	s.Contacts = append(s.Contacts, model.Contact{
		At: s.at, By: s.by.Name, Party: s.args.text("party"), How: s.args.text("how"),
		Got: s.args.yes("got"), What: s.args.text("what"),
	})
}

func resume(s *step) {
	p := s.Paused()
	if s.at.Before(p.From) {
		s.faults.add("step.at_paused", "at", map[string]any{"moment": p.From})
	}
	p.To = s.at
}
