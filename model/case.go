package model

import "time"

// ID names one record for ever: a kind letter, a hyphen and the record's
// ordinal in this store ("c-42", "s-7", "p-1"). People use a case's No.
type ID string

// CaseKind tells a complaint from a consultation.
type CaseKind string

// The kinds of case.
const (
	Complaint    CaseKind = "complaint"
	Consultation CaseKind = "consultation"
)

// CaseState is where a case stands. The transitions are model/flow's.
type CaseState string

// The states of a case, in the order a case usually meets them.
const (
	Registered CaseState = "registered"
	Accepted   CaseState = "accepted"
	Declined   CaseState = "declined"
	Mediating  CaseState = "mediating"
	Settled    CaseState = "settled"
	Performing CaseState = "performing"
	Closed     CaseState = "closed"
	Terminated CaseState = "terminated"
	Referred   CaseState = "referred"
	Withdrawn  CaseState = "withdrawn"
	Reopened   CaseState = "reopened"
)

// CaseStates lists every state in the order a case usually meets them.
func CaseStates() []CaseState {
	return []CaseState{
		Registered, Accepted, Declined, Mediating, Settled, Performing,
		Closed, Terminated, Referred, Withdrawn, Reopened,
	}
}

// Over reports whether the state is an end. Whether anything is left to do
// about a case in such a state is Case.Over's to say.
func (s CaseState) Over() bool {
	switch s {
	case Declined, Closed, Terminated, Referred, Withdrawn:
		return true
	}
	return false
}

// Party is one side of a dispute. Only the name is required; the rest is asked
// when it is needed (data minimisation, PIPL 6).
type Party struct {
	Name     string `json:"name"`
	Phone    string `json:"phone,omitempty"`     // normalised by ident.Phone
	IDNumber string `json:"id_number,omitempty"` // normalised by ident.Card; off by default
	Address  string `json:"address,omitempty"`
}

// Consent is a person's agreement to have personal data kept for this case.
type Consent struct {
	At   time.Time `json:"at"`
	Form string    `json:"form"` // oral | written | platform
}

// Cell is a column of a file and what stood in it.
type Cell struct {
	Head  string `json:"head"`
	Value string `json:"value"`
}

// Case is what a shopper brings. Days are in the station's zone, moments carry
// their offset, amounts are fen.
type Case struct {
	ID           ID        `json:"id"`
	No           string    `json:"no"` // STATION-YYYYMMDD-NNNN
	Rev          uint64    `json:"rev"`
	Kind         CaseKind  `json:"kind"`
	State        CaseState `json:"state"`
	RegisteredAt time.Time `json:"registered_at"`
	ClosedAt     time.Time `json:"closed_at,omitzero"`
	Receiver     string    `json:"receiver,omitempty"` // who took it in; owns it until handed over and accepted

	Complainant Party  `json:"complainant"`
	ShopID      ID     `json:"shop_id,omitempty"`
	Shop        string `json:"shop,omitempty"` // the shop's name on the day of registration
	What        string `json:"what"`           // facts and request in the shopper's words
	Answer      string `json:"answer,omitempty"`
	AnswerRef   string `json:"answer_ref,omitempty"` // the ready answer it was taken from, see Answer.Ref

	// Route says where the complaint goes when its shop has a core
	// enterprise; nil when it has none.
	Route *Route `json:"route,omitempty"`
	// MergedInto is the case of the same consumer in which this one goes on;
	// this one rests until it is split again.
	MergedInto ID `json:"merged_into,omitempty"`
	// PlatformRow is what the platform's file said of the case and no field
	// of ours holds, so that it goes back as it came.
	PlatformRow []Cell `json:"platform_row,omitempty"`

	Class       string     `json:"class,omitempty"`   // goods or service class, see Classes
	Nature      string     `json:"nature,omitempty"`  // kind of dispute, see Natures
	Request     string     `json:"request,omitempty"` // what is asked for, see Requests
	Amount      Money      `json:"amount_fen,omitempty"`
	Goods       string     `json:"goods,omitempty"`
	PurchasedOn Day        `json:"purchased_on,omitzero"`
	Channel     string     `json:"channel,omitempty"` // how the goods were bought, see Channels
	Proofs      []string   `json:"proofs,omitempty"`  // see Proofs
	NoticeAt    *time.Time `json:"notice_given_at,omitempty"`
	Consent     *Consent   `json:"consent,omitempty"`
	Urgent      bool       `json:"urgent,omitempty"`
	Dialect     string     `json:"dialect,omitempty"` // what the shopper speaks, see Dialects; "" is anything
	DueOn       Day        `json:"due_on,omitzero"`   // the day by which somebody must see to it
	DueFor      DueReason  `json:"due_for,omitempty"` // what falls due then
	Note        string     `json:"note,omitempty"`

	Life
}

// Over reports whether nobody has to act on the case any more: it has ended,
// whoever it was referred to has taken it over, both sides were told of a
// termination, and money advanced by a fund has come back or was given up. A
// case that was merged goes on in another one.
func (c Case) Over() bool {
	if c.MergedInto != "" {
		return true
	}
	if !c.State.Over() {
		return false
	}
	if r := c.Referral(); c.State == Referred && r != nil && r.AcceptedAt.IsZero() {
		return false
	}
	if t := c.Termination; c.State == Terminated && t != nil && t.ToldAt.IsZero() {
		return false
	}
	return c.Unrecovered() == nil
}

// Revision is the number of the event that wrote this version.
func (c Case) Revision() uint64 { return c.Rev }

// SetRevision sets the number of the event that wrote this version.
func (c *Case) SetRevision(rev uint64) { c.Rev = rev }

// Code lists, in the order the desk offers them. The words stand in the
// catalogue under "code.<list>.<code>".

// Classes is the short list of goods and services for a mall desk
// (domain.md 6e).
func Classes() []string {
	return []string{"apparel", "bags_jewellery", "electronics", "food", "beauty", "education", "membership", "home", "other"}
}

// Natures is the ten kinds of dispute the China Consumers Association
// publishes (domain.md 6a).
func Natures() []string {
	return []string{"SH", "HT", "ZL", "XC", "AQ", "JG", "JM", "RG", "JL", "QT"}
}

// Requests is what a shopper asks for (domain.md 6e).
func Requests() []string {
	return []string{"refund", "exchange", "repair", "compensation", "card_refund", "apology", "invoice", "other"}
}

// Dialects is what a shopper may need somebody to speak: the languages among the
// Skills of volunteers.
func Dialects() []string { return []string{"minnan", "hakka", "yue", "wu", "sign"} }

// Channels is how the goods were bought (spec/returns.md).
func Channels() []string { return []string{"onsite", "online", "tv", "phone", "mail"} }

// Proofs is what proves a purchase (spec/returns.md), and what else shoppers
// bring.
func Proofs() []string {
	return []string{"receipt", "payment_record", "member_record", "contract", "photo", "chat", "other"}
}
