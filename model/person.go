package model

// Role is what a person at the desk may do.
type Role string

// The roles.
const (
	Mediator    Role = "mediator"
	FrontDesk   Role = "frontdesk"
	Coordinator Role = "coordinator"
	Auditor     Role = "auditor"
)

// Roles lists the roles in the order the desk offers them.
func Roles() []Role { return []Role{Mediator, FrontDesk, Coordinator, Auditor} }

// SharedDesk stands where a person's name would, in the log and as who received
// a case, for whoever sits at the desk while nobody was picked. It is data: a
// screen words it (text.Catalogue.Actor).
const SharedDesk = "desk"

// Person is whoever sits at the desk, with the way they like to see it.
type Person struct {
	ID       ID     `json:"id"`
	Rev      uint64 `json:"rev"`
	Name     string `json:"name"`
	Role     Role   `json:"role"`
	Language string `json:"language,omitempty"` // "zh" or "en"; "" follows the terminal
	Senior   bool   `json:"senior,omitempty"`   // senior mode
	Theme    string `json:"theme,omitempty"`    // one of Themes; "" follows the station
	Disabled bool   `json:"disabled,omitempty"`
}

// Themes lists the colours a person may like the desk in.
func Themes() []string { return []string{"dark", "light", "contrast", "none"} }

// Liking is how a person likes to see the desk.
type Liking struct {
	Language string // as in Person
	Senior   bool
	Theme    string
}

// Likes returns what the person likes.
func (p Person) Likes() Liking { return Liking{p.Language, p.Senior, p.Theme} }

// Liking returns the person with other likes.
func (p Person) Liking(l Liking) Person {
	p.Language, p.Senior, p.Theme = l.Language, l.Senior, l.Theme
	return p
}

// Revision is the number of the event that wrote this version.
func (p Person) Revision() uint64 { return p.Rev }

// SetRevision sets the number of the event that wrote this version.
func (p *Person) SetRevision(rev uint64) { p.Rev = rev }

// Station is the desk itself.
type Station struct {
	Rev  uint64 `json:"rev"`
	Code string `json:"code"` // begins every case number
	Name string `json:"name"`
	Zone string `json:"zone"` // IANA name, "Asia/Shanghai" by default

	Theme string `json:"theme,omitempty"` // of whoever likes none; "" follows the terminal
	Plain bool   `json:"plain,omitempty"` // borders and marks of plain ASCII: the terminal draws others two cells wide
}

// Revision is the number of the event that wrote this version.
func (s Station) Revision() uint64 { return s.Rev }

// SetRevision sets the number of the event that wrote this version.
func (s *Station) SetRevision(rev uint64) { s.Rev = rev }
