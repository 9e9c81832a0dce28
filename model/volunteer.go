package model

// Volunteer is somebody who comes to the desk on turns, or when called.
type Volunteer struct {
	ID     ID       `json:"id"`
	Rev    uint64   `json:"rev"`
	Name   string   `json:"name"`             // exists once
	Phone  string   `json:"phone,omitempty"`  // normalised by ident.Phone
	Person ID       `json:"person,omitempty"` // the same human among the people at the desk
	Skills []string `json:"skills,omitempty"` // codes of Skills, or words of the station's own
	Level  string   `json:"level"`            // LevelExperienced or LevelNew
	Avail  []string `json:"avail"`            // half-days of the week, see Slots
	Leave  []Span   `json:"leave,omitempty"`

	MaxWeek  int `json:"max_week"`  // turns in an ISO week
	MaxMonth int `json:"max_month"` // turns in a calendar month
	MinGap   int `json:"min_gap"`   // days between the dates of two turns

	// CarryTenths is what was served before the rosters of this store, in
	// tenths of a weighted turn; below zero owes.
	CarryTenths int  `json:"carry_tenths,omitempty"`
	Exempt      bool `json:"exempt,omitempty"` // does not count in fairness

	Prefer    []string `json:"prefer,omitempty"`    // half-days liked
	Dislike   []string `json:"dislike,omitempty"`   // half-days taken only at need
	Conflicts []ID     `json:"conflicts,omitempty"` // shops this person must not mediate with
	Stations  []string `json:"stations,omitempty"`  // none means every station
	With      []ID     `json:"with,omitempty"`      // likes to share a turn with; means both
	Avoid     []ID     `json:"avoid,omitempty"`     // must not share a turn with; means both
	Quiet     Quiet    `json:"quiet,omitzero"`      // when the phone must not ring
	Joined    Day      `json:"joined,omitzero"`     // the first day
	Left      Day      `json:"left,omitzero"`       // the first day no longer here
	Note      string   `json:"note,omitempty"`
}

// Revision is the number of the event that wrote this version.
func (v Volunteer) Revision() uint64 { return v.Rev }

// SetRevision sets the number of the event that wrote this version.
func (v *Volunteer) SetRevision(rev uint64) { v.Rev = rev }

// Serves reports whether the volunteer belongs to the station on a day; leave
// does not end that.
func (v Volunteer) Serves(day Day) bool {
	return (v.Joined.IsZero() || v.Joined <= day) && (v.Left.IsZero() || day < v.Left)
}

// OnLeave reports whether the volunteer is on leave on a day.
func (v Volunteer) OnLeave(day Day) bool {
	for _, l := range v.Leave {
		if l.From <= day && day <= l.To {
			return true
		}
	}
	return false
}

// Span is a run of days, both ends inside.
type Span struct {
	From Day `json:"from"`
	To   Day `json:"to"`
}

// Quiet is the daily time in which nobody is called: station clock, HH:MM, From
// inside, To outside; it may run over midnight. Both empty is none.
type Quiet struct {
	From string `json:"from"`
	To   string `json:"to"`
}

// Levels of a volunteer, in the spelling of the roster formats.
const (
	LevelExperienced = "experienced"
	LevelNew         = "new"
)

// Levels lists the levels as the desk offers them.
func Levels() []string { return []string{LevelExperienced, LevelNew} }

// Skills lists the skills the desk knows by a word of its own: who may lead a
// mediation, former work, dialects, signing. A station may use others.
func Skills() []string {
	return []string{"lead", "inspector", "law", "minnan", "hakka", "yue", "wu", "sign"}
}

// Weekdays lists the weekdays of the roster formats, Monday first.
func Weekdays() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// Halves of a day.
const (
	AM = "am"
	PM = "pm"
)

// Slots lists the half-days of a week, Monday morning first: "mon-am".
func Slots() []string {
	var out []string
	for _, d := range Weekdays() {
		out = append(out, d+"-"+AM, d+"-"+PM)
	}
	return out
}

// SlotOf names the half-day of the week a half of a day is: "tue-am".
func SlotOf(day Day, half string) string {
	return Weekdays()[day.OfWeek()] + "-" + half
}
