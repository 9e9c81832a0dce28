package model

import "time"

// Targets are what the station aims at and when it is open: its own presets,
// no law. The zero Targets stand for the defaults.
type Targets struct {
	Rev          uint64 `json:"rev"`
	OrdinaryDays int    `json:"ordinary_days"`  // working days to an answer
	ComplexDays  int    `json:"complex_days"`   // the same for a complex complaint
	FollowUpDays int    `json:"follow_up_days"` // working days from the last promise kept to the call
	Opens        string `json:"opens"`          // HH:MM; alarms sound only while it is open
	Closes       string `json:"closes"`
	// CallWait is how many minutes a volunteer who was phoned has before the
	// next one is; CallQuiet is when nobody is phoned at all.
	CallWait  int   `json:"call_wait_minutes,omitempty"`
	CallQuiet Quiet `json:"call_quiet,omitzero"`
}

// DefaultTargets is the profile for a station without a local rule
// (domain.md 2d).
func DefaultTargets() Targets {
	return Targets{OrdinaryDays: 1, ComplexDays: 5, FollowUpDays: 3, Opens: "09:00", Closes: "21:00", CallWait: defaultWait, CallQuiet: Quiet{From: "21:00", To: "08:00"}}
}

// defaultWait is the CallWait of targets that were saved without one.
const defaultWait = 10

// Calling returns how long to wait for an answer, in minutes, and when nobody
// is phoned.
func (t Targets) Calling() (wait int, quiet Quiet) {
	if t.CallWait == 0 {
		d := DefaultTargets()
		return d.CallWait, d.CallQuiet
	}
	return t.CallWait, t.CallQuiet
}

// Revision is the number of the event that wrote this version.
func (t Targets) Revision() uint64 { return t.Rev }

// SetRevision sets the number of the event that wrote this version.
func (t *Targets) SetRevision(rev uint64) { t.Rev = rev }

// IsOpen reports whether the desk is open at the moment t, in its own zone.
// Hours past midnight ("10:00" to "02:00") wrap round.
func (t Targets) IsOpen(at time.Time) bool {
	now := at.Format("15:04")
	if t.Opens <= t.Closes {
		return now >= t.Opens && now < t.Closes
	}
	return now >= t.Opens || now < t.Closes
}
