package model

import "time"

// Group is a core enterprise that was authorised to receive and answer the
// complaints about its affiliated shops (domain.md 2e). The shop a complaint
// is about stays the respondent; the core enterprise only handles it.
type Group struct {
	ID         ID     `json:"id"`
	Rev        uint64 `json:"rev"`
	Name       string `json:"name"`                  // the core enterprise
	CreditCode string `json:"credit_code,omitempty"` // GB 32100-2015, or the old 15-digit licence number
	Handler    string `json:"handler,omitempty"`     // who answers there
	Phone      string `json:"phone,omitempty"`       // of the handler

	Authorisation Authorisation `json:"authorisation"`
	Affiliates    []Affiliate   `json:"affiliates,omitempty"`
	Note          string        `json:"note,omitempty"`
}

// Revision is the number of the event that wrote this version.
func (g Group) Revision() uint64 { return g.Rev }

// SetRevision sets the number of the event that wrote this version.
func (g *Group) SetRevision(rev uint64) { g.Rev = rev }

// Authorisation is the paper by which the affiliates let the core enterprise
// answer for them. Days are whole and both count.
type Authorisation struct {
	Document string `json:"document,omitempty"` // what it is and where it is kept
	From     Day    `json:"from,omitzero"`
	To       Day    `json:"to,omitzero"` // zero: no end was written
}

// Affiliate is one shop of a Group.
type Affiliate struct {
	ShopID       ID     `json:"shop_id"`
	Shop         string `json:"shop"`                    // its name when it was entered
	Platform     string `json:"platform,omitempty"`      // where it sells
	PlatformShop string `json:"platform_shop,omitempty"` // its name there
	Link         string `json:"link,omitempty"`          // how it belongs to the core, see Links
	Evidence     string `json:"evidence,omitempty"`      // what shows that
}

// Links is how a shop may belong to a core enterprise.
func Links() []string { return []string{"branch", "controlled", "franchise", "agent", "other"} }

// Places a complaint about an affiliated shop is handled at.
const (
	ToCore = "core" // the handler of the core enterprise
	ToShop = "shop" // the shop itself
)

// Route is where the complaint about an affiliated shop goes, decided on the
// day it was registered. Why is one of the reasons of model/affiliate.
type Route struct {
	Group      ID        `json:"group"`
	Core       string    `json:"core"` // name of the core enterprise then
	To         string    `json:"to"`   // ToCore or ToShop
	Why        string    `json:"why"`
	At         time.Time `json:"at"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	Answer     string    `json:"answer,omitempty"`
}
