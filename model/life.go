package model

import "time"

// Life is what happens to a case after it was registered. Only the steps of
// model/flow write it: an edit of the facts leaves it alone. Moments carry
// their offset, days are in the station's zone, amounts are fen.
type Life struct {
	Owner     string     `json:"owner,omitempty"` // who answers for it since a hand-over was accepted; "" is the Receiver
	HandOver  *HandOver  `json:"hand_over,omitempty"`
	HandOvers []HandOver `json:"hand_overs,omitempty"` // those that were settled, oldest first
	Mediators []string   `json:"mediators,omitempty"`  // who mediates
	// Agreed is what both sides agreed to though a mediator has to do with the
	// shop.
	Agreed []ConflictConsent `json:"conflict_consents,omitempty"`

	Origin     *Origin      `json:"origin,omitempty"` // nil: the shopper came to the desk
	Complex    bool         `json:"complex,omitempty"`
	Pauses     []ClockPause `json:"pauses,omitempty"`
	AcceptedAt time.Time    `json:"accepted_at,omitzero"`
	Decline    *Decline     `json:"decline,omitempty"`

	Contacts []Contact     `json:"contacts,omitempty"`
	Private  []PrivateNote `json:"private_notes,omitempty"` // for the mediators; never printed, never exported to anybody outside
	Sessions []Session     `json:"sessions,omitempty"`

	Agreement  *Agreement  `json:"agreement,omitempty"`         // the one in force
	Agreements []Agreement `json:"former_agreements,omitempty"` // those a later one replaced
	Duties     []Duty      `json:"duties,omitempty"`
	Advances   []Advance   `json:"advances,omitempty"`
	FollowUps  []FollowUp  `json:"follow_ups,omitempty"`

	Termination *Termination `json:"termination,omitempty"`
	Withdrawal  *Withdrawal  `json:"withdrawal,omitempty"`
	Referrals   []Referral   `json:"referrals,omitempty"` // the last one is the one under way
	Advice      []Advice     `json:"advice,omitempty"`
	Reopenings  []Reopening  `json:"reopenings,omitempty"`
	Remarks     []Remark     `json:"remarks,omitempty"`
}

// Remark is what somebody wrote at a step that keeps no words of its own.
type Remark struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Step string    `json:"step"`
	Text string    `json:"text"`
}

// ConflictConsent notes that both sides were told that a mediator has to do with
// the shop, and want him all the same.
type ConflictConsent struct {
	Mediators []string  `json:"mediators"`
	At        time.Time `json:"at"`
	By        string    `json:"by"`
}

// DueReason says what falls due on a case's DueOn: the id of a clock
// (model/clock) or one of these. Its words stand under "due_for.<reason>".
type DueReason string

// The reasons that are no clocks.
const (
	DueUrgent     DueReason = "urgent"      // an urgent complaint: the day it came
	DueDuty       DueReason = "duty"        // a promise
	DueFailedDuty DueReason = "failed_duty" // a promise was broken: what now?
	DueFollowUp   DueReason = "follow_up"   // everything was kept: ask the shopper
	DueClose      DueReason = "close"       // nothing is left but to close
	DueHandOver   DueReason = "hand_over"   // somebody has to accept it
	DueSession    DueReason = "session"     // a mediation was set for that day
	DueReferral   DueReason = "referral"    // nobody has taken it over yet
	DueTell       DueReason = "tell"        // both sides are to be told of the end
	DueRecover    DueReason = "recover"     // money to get back from the shop
	DuePaused     DueReason = "paused"      // the pause is to be looked at
	DueOther      DueReason = "other"       // to be seen to, no more is known
)

// HandOver offers the case to another person of the desk. Until it is
// accepted the one before answers for it.
type HandOver struct {
	From       string    `json:"from"`
	To         string    `json:"to"`
	At         time.Time `json:"at"`
	Reason     string    `json:"reason"`
	AcceptedAt time.Time `json:"accepted_at,omitzero"`
	DeclinedAt time.Time `json:"declined_at,omitzero"` // it stays with From
}

// Origin says how a case came that did not come over the counter.
type Origin struct {
	Via string    `json:"via"`             // see Origins
	No  string    `json:"no,omitempty"`    // the number it has there
	At  time.Time `json:"at,omitzero"`     // when it was received there
	By  string    `json:"from,omitempty"`  // the office that sent it
	Due Day       `json:"due_on,omitzero"` // when an answer is asked for
}

// The ways a case comes.
const (
	ViaPhone     = "phone"
	ViaODR       = "odr"       // the national 12315 platform's online settlement
	ViaAuthority = "authority" // sent or delegated by an authority or the association
	ViaStation   = "station"   // handed over by another station
)

// Origins lists the ways a case comes other than over the counter.
func Origins() []string { return []string{ViaPhone, ViaODR, ViaAuthority, ViaStation} }

// ClockPause is a time in which the clocks of the case stand still.
type ClockPause struct {
	From   time.Time `json:"from"`
	To     time.Time `json:"to,omitzero"` // zero while it lasts
	Reason string    `json:"reason"`
	Look   Day       `json:"look_on,omitzero"` // the day to look whether it is still needed
}

// Decline says that the station cannot handle the case, why, and where else
// the shopper can turn.
type Decline struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"` // see DeclineReasons
	Note   string    `json:"note,omitempty"`
	Ways   []string  `json:"ways"` // see OtherWays
}

// DeclineReasons is why a station cannot handle a case: the grounds of Order
// 121 art. 16 in a station's own words. A station refuses nothing in the
// authority's name (domain.md 9).
func DeclineReasons() []string {
	return []string{"not_ours", "tried_elsewhere", "not_consumer", "too_late", "incomplete", "identity", "other"}
}

// OtherWays is where a shopper can turn (Consumer Protection Law art. 39).
func OtherWays() []string {
	return []string{"negotiate", "association", "authority", "arbitration", "court"}
}

// Contact is one line of the contact log.
type Contact struct {
	At    time.Time `json:"at"`
	By    string    `json:"by"`
	Party string    `json:"party"`          // see ContactParties
	How   string    `json:"how"`            // see ContactWays
	Got   bool      `json:"got"`            // the party was reached
	What  string    `json:"what,omitempty"` // what was said
}

// ContactParties is who is contacted.
func ContactParties() []string { return []string{"complainant", "respondent", "other"} }

// ContactWays is how somebody is contacted.
func ContactWays() []string { return []string{"phone", "visit", "message", "letter"} }

// PrivateNote is for the mediators alone.
type PrivateNote struct {
	At   time.Time `json:"at"`
	By   string    `json:"by"`
	Text string    `json:"text"`
}

// Session is one mediation, set or held (调解笔录).
type Session struct {
	At         time.Time `json:"at"`
	Until      time.Time `json:"until,omitzero"`
	Place      string    `json:"place,omitempty"`
	Mediators  []string  `json:"mediators,omitempty"`
	Recorder   string    `json:"recorder,omitempty"`
	Told       bool      `json:"told_beforehand,omitempty"` // both sides knew time, place and mediators
	RightsTold bool      `json:"rights_told,omitempty"`     // voluntary, may stop, may ask for another mediator
	Recusal    string    `json:"recusal,omitempty"`         // see Recusals; "" is none
	// Consent of the two sides to be mediated.
	ConsentComplainant bool   `json:"consent_complainant,omitempty"`
	ConsentRespondent  bool   `json:"consent_respondent,omitempty"`
	Statements         string `json:"statements,omitempty"`
	Dispute            string `json:"dispute,omitempty"`   // points of dispute
	Proposals          string `json:"proposals,omitempty"` // what was put forward
	Result             string `json:"result,omitempty"`    // see SessionResults
	Note               string `json:"note,omitempty"`
}

// Recusals is what became of a request for another mediator.
func Recusals() []string { return []string{"none", "asked", "replaced", "kept"} }

// SessionResults is how a mediation ended.
func SessionResults() []string { return []string{"agreed", "again", "absent", "failed"} }

// Agreement is what both sides agreed to (People's Mediation Law art. 29).
type Agreement struct {
	At             time.Time `json:"at"`
	By             string    `json:"by"`
	Form           string    `json:"form"`                     // written | oral
	Facts          string    `json:"facts,omitempty"`          // main facts and what was disputed
	Responsibility string    `json:"responsibility,omitempty"` // who answers for what
	Terms          string    `json:"terms,omitempty"`
	EffectiveOn    Day       `json:"effective_on"`
	SignedOn       Day       `json:"signed_on,omitzero"`
	Mediators      []string  `json:"mediators,omitempty"`
	// Body is who mediated: "committee" is a people's mediation committee or
	// another body set up by law, whose agreements a court may confirm within
	// thirty days; "station" is this desk, whose agreement is a contract.
	Body        string `json:"body"`
	ConfirmedOn Day    `json:"confirmed_on,omitzero"` // the court confirmed it
}

// Bodies is who may have mediated an agreement.
func Bodies() []string { return []string{"station", "committee"} }

// AgreementForms is how an agreement is made.
func AgreementForms() []string { return []string{"written", "oral"} }

// DutyState is where a promise stands.
type DutyState string

// The states of a duty.
const (
	DutyOpen      DutyState = "open"
	DutyPerformed DutyState = "performed"
	DutyPartly    DutyState = "partly"   // the rest is still owed
	DutyFailed    DutyState = "failed"   // it will not be kept
	DutyReplaced  DutyState = "replaced" // it failed, and a later agreement took its place
)

// DutyStates lists every state of a duty.
func DutyStates() []DutyState {
	return []DutyState{DutyOpen, DutyPerformed, DutyPartly, DutyFailed, DutyReplaced}
}

// Duty is one promise of an agreement.
type Duty struct {
	ID     string    `json:"id"` // d1, d2, ... within the case
	What   string    `json:"what"`
	Amount Money     `json:"amount_fen,omitempty"`
	Due    Day       `json:"due"`
	Manner string    `json:"manner,omitempty"` // how it is kept: in cash, by the original route, by post
	By     string    `json:"by,omitempty"`     // complainant | respondent; "" is the respondent
	To     string    `json:"to,omitempty"`     // whom it is owed to; "" is the other side
	State  DutyState `json:"state"`
	// GoodsBackOn is the day the shop had the goods back: seven days to refund
	// run from it (Consumer Protection Law art. 25).
	GoodsBackOn Day       `json:"goods_back_on,omitzero"`
	Done        Money     `json:"done_fen,omitempty"` // how much of the amount was paid
	Proofs      []Proof   `json:"proofs,omitempty"`
	PerformedAt time.Time `json:"performed_at,omitzero"`
	FailedAt    time.Time `json:"failed_at,omitzero"`
	Why         string    `json:"why,omitempty"` // why it failed
}

// Open reports whether something of the duty is still owed.
func (d Duty) Open() bool { return d.State == DutyOpen || d.State == DutyPartly }

// Left is how much of the amount is still owed.
func (d Duty) Left() Money { return max(0, d.Amount-d.Done) }

// Proof shows that a duty was kept: a reference such as a transfer's number,
// or a file on this machine with its digest.
type Proof struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Ref    string    `json:"ref"`
	SHA256 string    `json:"sha256,omitempty"` // of the file, in hex; "" when Ref is no file
	Amount Money     `json:"amount_fen,omitempty"`
}

// FollowUp is the call after the promise was kept.
type FollowUp struct {
	At           time.Time `json:"at"`
	By           string    `json:"by"`
	Satisfaction string    `json:"satisfaction"` // see Satisfactions
	Note         string    `json:"note,omitempty"`
}

// Satisfactions is what a follow-up call tells.
func Satisfactions() []string { return []string{"satisfied", "so_so", "dissatisfied", "not_reached"} }

// Advance is money the alliance's fund paid in the shop's place (先行赔付).
type Advance struct {
	At          time.Time `json:"at"`
	Duty        string    `json:"duty,omitempty"`
	Amount      Money     `json:"amount_fen"`
	Fund        string    `json:"fund"`
	ApprovedBy  string    `json:"approved_by"`
	RecoverFrom string    `json:"recover_from"`
	RecoverBy   Day       `json:"recover_by"`
	Recovered   Money     `json:"recovered_fen,omitempty"`
	RecoveredAt time.Time `json:"recovered_at,omitzero"` // all of it is back, or the rest was given up
	GivenUp     string    `json:"given_up,omitempty"`    // why the rest was given up
}

// Termination is the end of a mediation without an agreement.
type Termination struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	Reason  string    `json:"reason"` // see TerminationReasons
	Note    string    `json:"note,omitempty"`
	Ways    []string  `json:"ways"`             // see OtherWays
	ToldAt  time.Time `json:"told_at,omitzero"` // when both sides were told; zero: not yet
	ToldHow string    `json:"told_how,omitempty"`
}

// TerminationReasons is why a mediation ends: the numbers of Order 121 art. 23
// but for the first, which is a withdrawal or an agreement.
func TerminationReasons() []string {
	return []string{"absent", "no_agreement", "test_cost", "sixty_days", "not_to_handle", "party_gone", "other"}
}

// Withdrawal is the shopper's own end of the complaint.
type Withdrawal struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"` // see WithdrawalReasons
	Note   string    `json:"note,omitempty"`
}

// WithdrawalReasons is why a shopper withdraws.
func WithdrawalReasons() []string {
	return []string{"settled_themselves", "given_up", "elsewhere", "other"}
}

// Referral hands the case to somebody outside the station. Until it is
// accepted the station answers for it.
type Referral struct {
	To           string    `json:"to"`
	Kind         string    `json:"kind"` // see ReferralKinds
	At           time.Time `json:"at"`
	By           string    `json:"by"`
	Why          string    `json:"why"`
	AcceptedAt   time.Time `json:"accepted_at,omitzero"`
	AcceptedBy   string    `json:"accepted_by,omitempty"`
	ReturnedAt   time.Time `json:"returned_at,omitzero"`
	Instructions string    `json:"instructions,omitempty"` // what the station is asked to do now
}

// ReferralKinds is whom a case is referred to.
func ReferralKinds() []string {
	return []string{"authority", "association", "committee", "station", "other"}
}

// Advice is a question to somebody outside, without handing the case over.
type Advice struct {
	At         time.Time `json:"at"`
	By         string    `json:"by"`
	To         string    `json:"to"`
	Question   string    `json:"question"`
	Answer     string    `json:"answer,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
}

// Reopening takes up a case that had ended.
type Reopening struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	From   CaseState `json:"from"`
	Reason string    `json:"reason"`
}

// Responsible is who answers for the case: its first receiver until a
// hand-over was accepted.
func (c Case) Responsible() string {
	if c.Owner != "" {
		return c.Owner
	}
	return c.Receiver
}

// OpenDuties returns the duties of which something is still owed.
func (c Case) OpenDuties() []Duty { return c.dutiesThat(Duty.Open) }

// FailedDuties returns the broken promises that nothing took the place of: no
// later agreement, and no money from a fund.
func (c Case) FailedDuties() []Duty {
	return c.dutiesThat(func(d Duty) bool { return d.State == DutyFailed && !c.covered(d) })
}

func (c Case) dutiesThat(fn func(Duty) bool) (out []Duty) {
	for _, d := range c.Duties {
		if fn(d) {
			out = append(out, d)
		}
	}
	return out
}

// covered reports whether advances paid what was left of a duty in money.
func (c Case) covered(d Duty) bool {
	paid := Money(0)
	for _, a := range c.Advances {
		if a.Duty == d.ID {
			paid += a.Amount
		}
	}
	return paid > 0 && paid >= d.Left()
}

// Recovered is what the shopper got back so far: what the shop paid of its
// promises, and what a fund paid in its place.
func (c Case) Recovered() (sum Money) {
	for _, d := range c.Duties {
		switch {
		case d.By == "complainant":
		case d.State == DutyPerformed && d.Done == 0: // it came from elsewhere without the sum
			sum += d.Amount
		default:
			sum += d.Done
		}
	}
	for _, a := range c.Advances {
		sum += a.Amount
	}
	return sum
}

// Unrecovered returns the advance that is to be recovered next, nil when none
// is.
func (c Case) Unrecovered() *Advance {
	var next *Advance
	for i := range c.Advances {
		a := &c.Advances[i]
		if a.RecoveredAt.IsZero() && (next == nil || a.RecoverBy < next.RecoverBy) {
			next = a
		}
	}
	return next
}

// Referral returns the referral under way, nil when there is none or the case
// came back.
func (c Case) Referral() *Referral {
	if n := len(c.Referrals); n > 0 && c.Referrals[n-1].ReturnedAt.IsZero() {
		return &c.Referrals[n-1]
	}
	return nil
}

// Paused returns the pause that lasts, nil when the clocks run.
func (c Case) Paused() *ClockPause {
	if n := len(c.Pauses); n > 0 && c.Pauses[n-1].To.IsZero() {
		return &c.Pauses[n-1]
	}
	return nil
}

// Satisfaction is what the last follow-up call that reached the shopper told,
// "" when none did.
func (c Case) Satisfaction() string {
	for i := len(c.FollowUps) - 1; i >= 0; i-- {
		if s := c.FollowUps[i].Satisfaction; s != "not_reached" {
			return s
		}
	}
	return ""
}
