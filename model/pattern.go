package model

// Pattern is the station's week: the turns that come again every week, the
// rules every turn obeys, and what happens on public holidays. There is one.
type Pattern struct {
	Rev      uint64        `json:"rev"`
	Turns    []Turn        `json:"turns"`
	Rules    TurnRules     `json:"rules"`
	Holidays HolidayPolicy `json:"holidays"`
}

// Revision is the number of the event that wrote this version.
func (p Pattern) Revision() uint64 { return p.Rev }

// SetRevision sets the number of the event that wrote this version.
func (p *Pattern) SetRevision(rev uint64) { p.Rev = rev }

// Turn is one line of the week.
type Turn struct {
	ID           string         `json:"id"`      // "tue-am"; a second turn in the same half-day is "tue-am-2"
	Weekday      string         `json:"weekday"` // see Weekdays
	Half         string         `json:"half"`    // AM or PM
	Start        string         `json:"start"`   // HH:MM
	End          string         `json:"end"`
	Station      string         `json:"station,omitempty"` // "" is the desk itself
	Seats        int            `json:"seats"`
	Weight       int            `json:"weight"`                  // how heavy the turn counts in fairness
	Need         map[string]int `json:"need,omitempty"`          // skill -> people who must hold it
	Reserve      int            `json:"reserve,omitempty"`       // people on the call-out list
	HolidayExtra int            `json:"holiday_extra,omitempty"` // seats more on a busy holiday
	Priority     int            `json:"priority"`                // cost of one empty seat
}

// TurnRules are the numbers every turn obeys.
type TurnRules struct {
	MaxNewPerShift int `json:"max_new_per_shift"`
	PreferCost     int `json:"prefer_cost"` // of one turn in a half-day liked, neither, disliked
	NeutralCost    int `json:"neutral_cost"`
	DislikeCost    int `json:"dislike_cost"`
	PairBonus      int `json:"pair_bonus"`       // earned by two who like to share a turn
	ReservePerWeek int `json:"reserve_per_week"` // call-out lists one person stands on in a week
}

// What the station does on a public holiday.
const (
	HolidayClosed = "closed" // no turns
	HolidayHeavy  = "heavy"  // turns weigh more and have the turn's HolidayExtra seats more
	HolidayNormal = "normal" // as any other day
)

// HolidayPolicies lists what a station may do on a public holiday.
func HolidayPolicies() []string { return []string{HolidayClosed, HolidayHeavy, HolidayNormal} }

// HolidayPolicy says what the station does on public holidays and on weekend
// days on which people work. Days go before the rest; a day of theirs need not
// be a holiday of the calendar.
type HolidayPolicy struct {
	Usual  string       `json:"usual"`   // HolidayClosed, HolidayHeavy or HolidayNormal
	MakeUp string       `json:"make_up"` // on a weekend day of work: HolidayNormal or HolidayClosed
	Days   []SpecialDay `json:"days,omitempty"`
}

// SpecialDay is a run of days the station treats in its own way.
type SpecialDay struct {
	From   Day    `json:"from"`
	To     Day    `json:"to"`
	Policy string `json:"policy"`
}
