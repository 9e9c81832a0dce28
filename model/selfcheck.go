package model

import "time"

// SelfCheck is one look at whether the station is as a standard station should
// be. What it was asked is data (station/check.json), named by its edition.
type SelfCheck struct {
	ID      ID          `json:"id"`
	Rev     uint64      `json:"rev"`
	At      time.Time   `json:"at"` // when it was begun
	By      string      `json:"by"`
	Edition string      `json:"edition"`
	Items   []CheckItem `json:"items"`
}

// CheckItem is one answer of a SelfCheck.
type CheckItem struct {
	ID     string `json:"id"`
	Answer string `json:"answer,omitempty"` // see CheckAnswers; "" is not looked at yet
	Note   string `json:"note,omitempty"`   // what shows it: where it hangs, which paper, what is to be done
	// Figure is what the store itself could tell on that day; nil where it
	// tells nothing. Auto says that the answer is the store's and nobody
	// changed it.
	Figure *int `json:"figure,omitempty"`
	Auto   bool `json:"auto,omitempty"`
}

// Answers of a self-check.
const (
	CheckMet    = "met"
	CheckPartly = "partly"
	CheckNotMet = "not_met"
	CheckNone   = "none" // it does not apply here
)

// CheckAnswers lists the answers in the order they are offered.
func CheckAnswers() []string { return []string{CheckMet, CheckPartly, CheckNotMet, CheckNone} }

// Revision is the number of the event that wrote this version.
func (c SelfCheck) Revision() uint64 { return c.Rev }

// SetRevision sets the number of the event that wrote this version.
func (c *SelfCheck) SetRevision(rev uint64) { c.Rev = rev }

// Item returns the answer to an item; the zero CheckItem when there is none.
func (c SelfCheck) Item(id string) CheckItem {
	for _, it := range c.Items {
		if it.ID == id {
			return it
		}
	}
	return CheckItem{ID: id}
}
