package model

import "time"

// Stint is one stay of a volunteer at the desk: one line of the sign-in sheet.
// Moments carry their offset.
type Stint struct {
	ID        ID        `json:"id"`
	Rev       uint64    `json:"rev"`
	Volunteer ID        `json:"volunteer"`
	Name      string    `json:"name"` // the volunteer's name on that day
	In        time.Time `json:"in"`
	Out       time.Time `json:"out,omitzero"`   // zero while he is there, or when he forgot to sign out
	Turn      string    `json:"turn,omitempty"` // the turn of the roster he came for: 2026-11-24/tue-am
	// Said is when he remembers to have left, where he forgot to sign out. It
	// counts once a coordinator has confirmed it.
	Said  time.Time `json:"said,omitzero"`
	Diary string    `json:"diary,omitempty"` // one line for whoever comes next
	// Seen is the newest event of the log when he signed out: what came after
	// it is new to him.
	Seen  uint64 `json:"seen,omitempty"`
	Fixed string `json:"fixed,omitempty"` // why a coordinator corrected it
}

// Revision is the number of the event that wrote this version.
func (s Stint) Revision() uint64 { return s.Rev }

// SetRevision sets the number of the event that wrote this version.
func (s *Stint) SetRevision(rev uint64) { s.Rev = rev }
