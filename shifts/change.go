package shifts

import "heshi/model"

// Change is what a phone call changes on a published roster.
type Change struct {
	Leave          []NewLeave   `json:"leave"`
	Swap           []Swap       `json:"swap"`
	Drop           []Assignment `json:"drop"`
	AddShift       []Shift      `json:"add_shift"`
	PublishedUntil model.Day    `json:"published_until"` // turns up to this day stay
}

// NewLeave is a volunteer who cannot come in a span, both days inside.
type NewLeave struct {
	Volunteer string    `json:"volunteer"`
	From      model.Day `json:"from"`
	To        model.Day `json:"to"`
}

// Swap puts To on the shift in the place of From.
type Swap struct {
	Shift string `json:"shift"`
	From  string `json:"from"`
	To    string `json:"to"`
}
