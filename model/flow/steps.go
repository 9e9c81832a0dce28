package flow

import (
	"slices"
	"time"

	"heshi/model"
)

// Actions is the table of every step, in the order the desk offers them. To
// add a step, add an entry and the function that applies it, its words
// "step.<id>", "step.needs.<id>" and "event.case.<id>", and those of its fields.
func Actions() []Action {
	return slices.Concat(beginnings(), mediation(), promises(), aftermath(), endings(), handing(), grouped(), keeping())
}

// The states a case is worked on in.
func working() []model.CaseState {
	return []model.CaseState{model.Accepted, model.Mediating, model.Settled, model.Performing, model.Reopened}
}

func states(more ...model.CaseState) []model.CaseState { return append(working(), more...) }

func choice(name, list string, of []string) Field {
	return Field{Name: name, Kind: Choice, List: list, Choices: of}
}

func (f Field) must() Field { f.Required = true; return f }

func (f Field) rare() Field { f.Rare = true; return f }

func (f Field) begins(v any) Field {
	f.Begin = func(model.Case, Actor, time.Time) any { return v }
	return f
}

func line(name string) Field { return Field{Name: name, Kind: Line} }
func text(name string) Field { return Field{Name: name, Kind: Text} }
func day(name string) Field  { return Field{Name: name, Kind: Day} }

// dutyOf asks which duty; where only one fits, it is that one.
func dutyOf(fit func(model.Duty) bool) Field {
	return Field{Name: "duty", Kind: Duty, Duties: fit, Required: true, Begin: func(c model.Case, _ Actor, _ time.Time) any {
		if ids := dutyIDs(c, fit); len(ids) == 1 {
			return ids[0]
		}
		return nil
	}}
}

func ways() Field {
	return Field{Name: "ways", Kind: Many, List: "other_ways", Choices: model.OtherWays(), Required: true}.begins(model.OtherWays())
}

func reason(list string, of []string) Field { return choice("reason", list, of).must() }

// conflictConsent asks whether both sides agreed to a mediator who has to do
// with the shop.
func conflictConsent() Field { return Field{Name: "conflict_consent", Kind: Bool} }

func beginnings() []Action {
	return []Action{
		{
			ID: "accept", From: []model.CaseState{model.Registered},
			Fields: []Field{{Name: "mediators", Kind: Names}, conflictConsent(), {Name: "complex", Kind: Bool}},
			apply:  accept,
		},
	}
}

// told are the fields of what a mediation record says beyond time and place.
func told() []Field {
	return []Field{
		{Name: "rights_told", Kind: Bool},
		{Name: "consent_complainant", Kind: Bool},
		{Name: "consent_respondent", Kind: Bool},
		choice("recusal", "recusal", model.Recusals()),
		text("statements"), text("dispute"), text("proposals"),
		choice("result", "session_result", model.SessionResults()),
	}
}

func mediation() []Action {
	return []Action{
		{
			ID: "mediate", stops: mayMediate,
			From: working(),
			Fields: append([]Field{
				{Name: "at", Kind: Moment, Ahead: true},
				{Name: "until", Kind: Moment, Rare: true, Ahead: true},
				line("place"),
				{Name: "mediators", Kind: Names, Begin: mediatorsOf},
				conflictConsent(),
				line("recorder").rare(),
				{Name: "told_beforehand", Kind: Bool},
			}, append(told(), text("note").rare())...),
			apply: mediate,
		},
		{
			ID: "minutes", From: []model.CaseState{model.Mediating}, stops: hasSession,
			Fields: append([]Field{{Name: "until", Kind: Moment, Rare: true}, line("recorder").rare()}, append(told(), text("note").rare())...),
			apply:  minutes,
		},
		{
			ID: "settle", From: []model.CaseState{model.Accepted, model.Mediating, model.Reopened}, stops: noRecusalAsked,
			Fields: []Field{
				text("terms"),
				{Name: "duties", Kind: Duties},
				choice("form", "agreement_form", model.AgreementForms()).begins("written"),
				text("facts").rare(), text("responsibility").rare(), day("signed_on").rare(),
				{Name: "effective_on", Kind: Day, Rare: true, Ahead: true},
				choice("body", "body", model.Bodies()).begins("station"),
				{Name: "mediators", Kind: Names, Begin: mediatorsOf},
			},
			apply: settle,
		},
		{
			ID: "court-confirmed", From: []model.CaseState{model.Settled, model.Performing, model.Closed}, stops: mayConfirm,
			Fields: []Field{{Name: "confirmed_on", Kind: Day, Begin: today}},
			apply:  confirmed,
		},
	}
}

func today(_ model.Case, _ Actor, now time.Time) any { return model.DayOf(now, now.Location()) }

func mediatorsOf(c model.Case, by Actor, _ time.Time) any {
	if len(c.Mediators) > 0 || by.Name == "" || by.Role != model.Mediator {
		return c.Mediators
	}
	return []string{by.Name}
}

func promises() []Action {
	amount := Field{Name: "amount_fen", Kind: Money}
	proof := Field{Name: "proof", Kind: Proof}.must()
	return []Action{
		{
			ID: "perform-duty", From: working(), stops: hasOpenDuty,
			Fields: []Field{dutyOf(model.Duty.Open), proof, amount.rare(), day("goods_back_on").rare(), text("note").rare()},
			apply:  performDuty,
		},
		{
			ID: "partly", From: working(), stops: hasOpenDuty,
			Fields: []Field{dutyOf(model.Duty.Open), amount.must(), proof, text("note").rare()},
			apply:  partly,
		},
		{
			ID: "fail-duty", From: working(), stops: hasOpenDuty,
			Fields: []Field{dutyOf(model.Duty.Open), text("reason").must()},
			apply:  failDuty,
		},
		{
			ID: "postpone", From: working(), stops: hasOpenDuty,
			Fields: []Field{dutyOf(model.Duty.Open), {Name: "due", Kind: Day, Required: true, Ahead: true}, text("reason").must()},
			apply:  postpone,
		},
		{
			ID: "add-duty", From: []model.CaseState{model.Settled, model.Performing},
			Fields: []Field{Field{Name: "duties", Kind: Duties}.must()},
			apply:  func(s *step) { s.promise(s.args) },
		},
		{
			ID: "goods-back", From: working(), stops: hasOpenDuty,
			Fields: []Field{dutyOf(model.Duty.Open), {Name: "goods_back_on", Kind: Day, Begin: today, Required: true}},
			apply:  func(s *step) { s.duty().GoodsBackOn = s.args.day("goods_back_on") },
		},
	}
}

// aftermath is what follows the promises: money from the fund, and the call.
func aftermath() []Action {
	failed := func(d model.Duty) bool { return d.State == model.DutyFailed }
	amount := Field{Name: "amount_fen", Kind: Money}
	return []Action{
		{
			ID: "advance", From: working(), stops: hasFailedDuty,
			Only: []model.Role{model.Coordinator},
			Fields: []Field{
				dutyOf(failed), amount.must(), line("fund").must(), line("approved_by").must(),
				{Name: "recover_from", Kind: Line, Required: true, Begin: func(c model.Case, _ Actor, _ time.Time) any { return c.Shop }},
				{Name: "recover_by", Kind: Day, Required: true, Ahead: true, Begin: inAMonth},
				text("note"),
			},
			apply: advance,
		},
		{
			ID: "recover", From: states(model.Closed, model.Terminated, model.Referred), stops: hasUnrecovered,
			Fields: []Field{amount, text("given_up")},
			apply:  recovered,
		},
		{
			ID: "follow-up", Any: true, stops: nothingOwed,
			From: []model.CaseState{
				model.Settled, model.Performing, model.Reopened,
				model.Closed, model.Terminated, model.Withdrawn, model.Referred, model.Declined,
			},
			Fields: []Field{choice("satisfaction", "satisfaction", model.Satisfactions()).must(), text("note")},
			apply:  followUp,
		},
	}
}

func inAMonth(_ model.Case, _ Actor, now time.Time) any {
	return model.DayOf(now, now.Location()) + 30
}

func endings() []Action {
	return []Action{
		{
			ID: "close", Any: true, From: []model.CaseState{model.Settled, model.Performing, model.Reopened}, stops: mayClose,
			apply: func(s *step) { s.State = model.Closed },
		},
		{
			ID: "decline", From: []model.CaseState{model.Registered, model.Accepted, model.Reopened}, stops: noOpenDuty,
			Fields: []Field{reason("decline", model.DeclineReasons()), ways(), text("note")},
			apply:  decline,
		},
		{
			ID: "terminate", From: working(), stops: noOpenDuty,
			Fields: []Field{
				reason("termination", model.TerminationReasons()),
				choice("told_how", "contact_how", model.ContactWays()), ways(), text("note"),
			},
			apply: terminate,
		},
		{
			ID: "tell", From: []model.CaseState{model.Terminated}, stops: notTold,
			Fields: []Field{choice("told_how", "contact_how", model.ContactWays()).must()},
			apply:  func(s *step) { s.Termination.ToldAt, s.Termination.ToldHow = s.at, s.args.text("told_how") },
		},
		{
			ID: "withdraw", From: []model.CaseState{model.Registered, model.Accepted, model.Mediating, model.Reopened}, stops: noOpenDuty,
			Fields: []Field{reason("withdrawal", model.WithdrawalReasons()), text("note")},
			apply:  withdraw,
		},
		{
			ID: "reopen", Any: true, stops: notUnderWay,
			From:   []model.CaseState{model.Closed, model.Declined, model.Terminated, model.Withdrawn, model.Referred},
			Fields: []Field{text("reason").must()},
			apply:  reopen,
		},
	}
}

func handing() []Action {
	return []Action{
		{
			ID: "refer", From: states(model.Registered, model.Terminated, model.Declined),
			Fields: []Field{
				line("to").must(), choice("kind", "referral_kind", model.ReferralKinds()).begins("authority"), text("reason").must(),
			},
			apply: refer,
		},
		{
			ID: "accept-referral", From: []model.CaseState{model.Referred}, stops: referralUnderWay,
			Fields: []Field{line("accepted_by")},
			apply: func(s *step) {
				r := s.Referral()
				r.AcceptedAt, r.AcceptedBy = s.at, s.args.text("accepted_by")
			},
		},
		{
			ID: "return", From: []model.CaseState{model.Referred}, stops: wasReferred,
			Fields: []Field{text("instructions").must()},
			apply:  returned,
		},
		{
			ID: "advise", Any: true, From: states(model.Registered),
			Fields: []Field{line("to").must(), text("question").must()},
			apply: func(s *step) {
				s.Advice = append(s.Advice, model.Advice{At: s.at, By: s.by.Name, To: s.args.text("to"), Question: s.args.text("question")})
			},
		},
		{
			ID: "advice-answer", Any: true, From: states(model.Registered), stops: asked,
			Fields: []Field{text("answer").must()},
			apply:  answered,
		},
		{
			ID: "hand-over", From: states(model.Registered, model.Referred, model.Terminated), stops: noHandOver,
			Fields: []Field{Field{Name: "to", Kind: Person}.must(), text("reason").must()},
			apply:  handOver,
		},
		{
			ID: "accept-handover", From: model.CaseStates(), stops: mayTakeOver,
			apply: func(s *step) { s.endHandOver(true) },
		},
		{
			ID: "decline-handover", From: model.CaseStates(), stops: mayTakeOver,
			Fields: []Field{text("reason").must()},
			apply:  func(s *step) { s.endHandOver(false) },
		},
	}
}

func keeping() []Action {
	return []Action{
		{
			ID: "contact", Any: true, From: model.CaseStates(),
			Fields: []Field{
				choice("party", "contact_party", model.ContactParties()).must(),
				choice("how", "contact_how", model.ContactWays()).must(),
				{Name: "got", Kind: Bool},
				text("what"),
			},
			apply: contact,
		},
		{
			ID: "note", Any: true, From: model.CaseStates(),
			Fields: []Field{text("text").must()},
			apply: func(s *step) {
				s.Private = append(s.Private, model.PrivateNote{At: s.at, By: s.by.Name, Text: s.args.text("text")})
			},
		},
		{
			ID: "assign", From: states(model.Registered), Only: []model.Role{model.Coordinator, model.Mediator},
			Fields: []Field{Field{Name: "mediators", Kind: Names}.must(), conflictConsent()},
			apply: func(s *step) {
				s.Mediators = s.args.list("mediators")
				s.agreedTo(s.Mediators)
			},
		},
		{
			ID: "complex", From: states(model.Registered),
			Fields: []Field{Field{Name: "complex", Kind: Bool}.begins(true)},
			apply:  func(s *step) { s.Complex = s.args.yes("complex") },
		},
		{
			ID: "pause", From: states(model.Registered), stops: running,
			Fields: []Field{text("reason").must(), {Name: "look_on", Kind: Day, Required: true, Ahead: true, Begin: inAWeek}},
			apply: func(s *step) {
				s.Pauses = append(s.Pauses, model.ClockPause{From: s.at, Reason: s.args.text("reason"), Look: s.args.day("look_on")})
			},
		},
		{
			ID: "resume", From: model.CaseStates(), stops: paused,
			apply: resume,
		},
	}
}

func inAWeek(_ model.Case, _ Actor, now time.Time) any { return model.DayOf(now, now.Location()) + 7 }
