package model

// Shop is a trader on the premises or in the park.
type Shop struct {
	ID         ID     `json:"id"`
	Rev        uint64 `json:"rev"`
	Name       string `json:"name"`
	Stall      string `json:"stall,omitempty"`
	Floor      string `json:"floor,omitempty"`
	CreditCode string `json:"credit_code,omitempty"` // GB 32100-2015, or the old 15-digit licence number
	Contact    string `json:"contact,omitempty"`
	Phone      string `json:"phone,omitempty"`
	Class      string `json:"class,omitempty"` // see Classes
	Landlord   string `json:"landlord,omitempty"`
	Group      string `json:"group,omitempty"`
	Opened     Day    `json:"opened,omitzero"`
	Left       Day    `json:"left,omitzero"`

	// OwnSignDays is the term of a no-reason sign the shop shows itself; 0
	// means none (spec/returns.md own_sign_days).
	OwnSignDays int     `json:"own_sign_days,omitempty"`
	Member      *Member `json:"member,omitempty"`
}

// Revision is the number of the event that wrote this version.
func (s Shop) Revision() uint64 { return s.Rev }

// SetRevision sets the number of the event that wrote this version.
func (s *Shop) SetRevision(rev uint64) { s.Rev = rev }

// Member is a shop's place in the no-reason-return alliance.
type Member struct {
	Joined     Day  `json:"joined"`
	Left       Day  `json:"left,omitzero"`
	TermDays   int  `json:"term_days,omitempty"` // a longer promise than the charter's; 0 means the charter's
	PosterSeen *Day `json:"poster_seen,omitempty"`
}
