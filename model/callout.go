package model

import "time"

// CallOut is one search by telephone for somebody who comes at once: for a turn
// of the roster, or for a case that cannot wait. It begins with the first call
// and is over when somebody is coming.
type CallOut struct {
	ID    ID          `json:"id"`
	Rev   uint64      `json:"rev"`
	Turn  string      `json:"turn"`           // the turn somebody is wanted for: 2026-11-24/tue-am
	Case  ID          `json:"case,omitempty"` // the case that cannot wait
	Need  []string    `json:"need,omitempty"` // skills asked for, such as a dialect
	Calls []PhoneCall `json:"calls"`          // in the order they were made
	// For is the volunteer in whose place somebody is called, with the name of
	// that day; empty when nobody is missing, only more are wanted.
	For     ID     `json:"for,omitempty"`
	ForName string `json:"for_name,omitempty"`
	// Extra says that whoever is coming got a seat of his own on the turn.
	Extra bool `json:"extra,omitempty"`
}

// PhoneCall is one call of a call-out. It counts in fairness whatever the
// answer.
type PhoneCall struct {
	Volunteer ID        `json:"volunteer"`
	Name      string    `json:"name"` // the volunteer's name on that day
	At        time.Time `json:"at"`
	Answer    string    `json:"answer,omitempty"` // coming | no | no_answer; "" while the phone rings
}

// Coming returns who is coming; false when nobody is yet.
func (c CallOut) Coming() (PhoneCall, bool) {
	for _, x := range c.Calls {
		if x.Answer == AnswerComing {
			return x, true
		}
	}
	return PhoneCall{}, false
}

// Ringing returns the newest call without an answer; false when there is none.
func (c CallOut) Ringing() (PhoneCall, bool) {
	for i := len(c.Calls) - 1; i >= 0; i-- {
		if c.Calls[i].Answer == "" {
			return c.Calls[i], true
		}
	}
	return PhoneCall{}, false
}

// Answers to a call.
const (
	AnswerComing   = "coming"
	AnswerNo       = "no"
	AnswerNoAnswer = "no_answer"
)

// CallAnswers lists the answers as the desk offers them.
func CallAnswers() []string { return []string{AnswerComing, AnswerNo, AnswerNoAnswer} }

// Revision is the number of the event that wrote this version.
func (c CallOut) Revision() uint64 { return c.Rev }

// SetRevision sets the number of the event that wrote this version.
func (c *CallOut) SetRevision(rev uint64) { c.Rev = rev }
