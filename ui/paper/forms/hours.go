package forms

import (
	"strconv"

	"heshi/model"
	"heshi/ui/paper"
	"heshi/ui/text"
)

// Hours is what a certificate of volunteer service says. The certificate is
// made of what is handed in; what counts is decided where it was recorded.
type Hours struct {
	Volunteer string
	No        string // of the certificate, "" for none
	From, To  model.Day
	Stays     []Stay // oldest first
	Minutes   int    // all together
}

// Stay is one line of a certificate.
type Stay struct {
	Day     model.Day
	In, Out string // HH:MM
	What    string // in words: turn at the desk, came when called, mediated
	Minutes int
}

// Hours makes a certificate of service hours. The day it is issued is left
// blank for ink, so that a reprint is the same paper.
func (m Maker) Hours(h Hours) (paper.Document, error) {
	f := facts{values: map[string]string{
		"name": h.Volunteer, "from": m.words.ShortDay(h.From), "to": m.words.ShortDay(h.To),
		"times": strconv.Itoa(len(h.Stays)), "hours": m.duration(h.Minutes),
	}, rows: map[string][]row{}}
	for _, s := range h.Stays {
		f.rows["stays"] = append(f.rows["stays"], row{
			"day": m.words.Day(s.Day), "in": s.In, "out": s.Out, "what": s.What, "hours": m.duration(s.Minutes),
		})
	}
	return m.make("hours", h.No, f)
}

// duration writes minutes as hours and minutes.
func (m Maker) duration(minutes int) string {
	hours, rest := minutes/60, minutes%60
	key := text.Key("paper.duration.both")
	switch {
	case rest == 0:
		key = "paper.duration.hours"
	case hours == 0:
		key = "paper.duration.minutes"
	}
	return m.words.T(key, "hours", hours, "minutes", rest)
}
