package model

// Answer is a ready answer to a question the desk often hears. Starter names
// the answer of the program that it takes the place of.
type Answer struct {
	ID       ID     `json:"id"`
	Rev      uint64 `json:"rev"`
	Starter  string `json:"starter,omitempty"`
	Question string `json:"question"`
	Text     string `json:"text"`
	Ground   string `json:"ground,omitempty"` // law and article, or whose rule it is
	Off      bool   `json:"off,omitempty"`    // no longer offered
}

// Revision is the number of the event that wrote this version.
func (a Answer) Revision() uint64 { return a.Rev }

// SetRevision sets the number of the event that wrote this version.
func (a *Answer) SetRevision(rev uint64) { a.Rev = rev }

// Ref is how a case names the answer it was given: the same before and after
// an answer of the program was changed.
func (a Answer) Ref() string {
	if a.Starter != "" {
		return StarterRef(a.Starter)
	}
	return string(a.ID)
}

// StarterRef is the Ref of an answer of the program.
func StarterRef(starter string) string { return "starter:" + starter }
