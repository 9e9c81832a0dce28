package shifts

import "heshi/model"

// Schema names of the documents this package reads and writes.
const (
	InstanceSchema = "roster-instance/1"
	RosterSchema   = "roster/1"
	RepairSchema   = "repair/1"
)

// Modes of an instance.
const (
	ModePlan   = "plan"
	ModeRepair = "repair"
)

// Goals, in the spelling of the formats.
const (
	Unfilled   = "unfilled"
	SkillShort = "skill_short"
	Spread     = "spread"
	Pref       = "pref"
	Changes    = "changes"
)

// Half-days and levels of a volunteer.
const (
	AM, PM           = model.AM, model.PM
	New, Experienced = "new", "experienced"
)

// Kinds of a pair and policies of a holiday.
const (
	Avoid, Prefer = "avoid", "prefer"
	Closed, Heavy = "closed", "heavy"
)

// Instance is one roster-instance/1: what must be staffed, by whom, under
// which rules. Days are station days; both ends of a span count.
type Instance struct {
	Schema     string       `json:"schema,omitempty"`
	ID         string       `json:"id"`
	Title      string       `json:"title"`
	Mode       string       `json:"mode"` // ModePlan or ModeRepair; "" means ModePlan
	Horizon    Horizon      `json:"horizon"`
	Rules      Rules        `json:"rules"`
	Holidays   []Holiday    `json:"holidays"`
	Pattern    []Turn       `json:"pattern"`
	Shifts     []Shift      `json:"shifts"`
	Volunteers []Volunteer  `json:"volunteers"`
	Pairs      []Pair       `json:"pairs"`
	Frozen     []Assignment `json:"frozen"`
	Baseline   []Assignment `json:"baseline"`
}

// Horizon is the planned span, both days inside.
type Horizon struct {
	Start model.Day `json:"start"`
	End   model.Day `json:"end"`
}

// Rules are the numbers every turn obeys. Missing ones take the defaults of
// defaultRules.
type Rules struct {
	MaxNewPerShift  int      `json:"max_new_per_shift"`
	MonthRule       string   `json:"month_rule"` // only "calendar"
	PrefCost        PrefCost `json:"pref_cost"`
	PreferPairBonus int      `json:"prefer_pair_bonus"`
	ReservePerWeek  int      `json:"reserve_per_week"`
}

// PrefCost is what one assignment costs by the volunteer's wish for that
// weekday and half.
type PrefCost struct {
	Prefer  int `json:"prefer"`
	Neutral int `json:"neutral"`
	Dislike int `json:"dislike"`
}

func defaultRules() Rules {
	return Rules{
		MaxNewPerShift: 1, MonthRule: "calendar", PreferPairBonus: 2, ReservePerWeek: 2,
		PrefCost: PrefCost{Prefer: 0, Neutral: 1, Dislike: 3},
	}
}

// Holiday is one public holiday: Closed leaves the station shut, Heavy makes
// its turns count more.
type Holiday struct {
	Date   model.Day `json:"date"`
	Name   string    `json:"name"`
	Policy string    `json:"policy"`
}

// Turn is one line of the weekly pattern.
type Turn struct {
	ID           string         `json:"id"`
	Weekday      string         `json:"weekday"` // mon..sun
	Half         string         `json:"half"`
	Start        string         `json:"start"` // HH:MM
	End          string         `json:"end"`
	Station      string         `json:"station,omitempty"`
	Seats        int            `json:"seats"`
	Weight       int            `json:"weight"`
	Need         map[string]int `json:"need"`
	Reserve      int            `json:"reserve"`
	HolidayExtra int            `json:"holiday_extra"` // seats more on a heavy holiday
	Priority     int            `json:"priority"`
}

// Shift is one dated turn to staff.
type Shift struct {
	ID       string         `json:"id"`
	Date     model.Day      `json:"date"`
	Half     string         `json:"half"`
	Start    string         `json:"start"` // HH:MM
	End      string         `json:"end"`
	Station  string         `json:"station"`
	Seats    int            `json:"seats"`
	Weight   int            `json:"weight"`   // how heavy the turn counts in fairness
	Priority int            `json:"priority"` // cost of one empty seat
	Need     map[string]int `json:"need"`     // skill -> people who must hold it
	Reserve  int            `json:"reserve"`  // people on the call-out list
	Parties  []string       `json:"parties"`  // shops known to appear
}

// Volunteer is one person of the register as far as rosters care.
type Volunteer struct {
	ID        string    `json:"id"`
	Skills    []string  `json:"skills"`
	Level     string    `json:"level"` // Experienced or New
	Avail     []string  `json:"avail"` // slots such as tue-am
	Leave     []Leave   `json:"leave"`
	MaxWeek   int       `json:"max_week"`  // turns in an ISO week
	MaxMonth  int       `json:"max_month"` // turns in a calendar month
	MinGap    int       `json:"min_gap"`   // days between the dates of two turns
	Carry     int       `json:"carry"`     // weighted turns carried over
	Fair      bool      `json:"fair"`      // counts in fairness; missing means true
	Prefer    []string  `json:"prefer"`
	Dislike   []string  `json:"dislike"`
	Conflicts []string  `json:"conflicts"` // parties this person must not meet
	Stations  []string  `json:"stations"`
	LastDuty  model.Day `json:"last_duty"` // zero: none
}

// Leave is a span of days off, both inside.
type Leave struct {
	From model.Day `json:"from"`
	To   model.Day `json:"to"`
}

// Pair is two volunteers who must not (Avoid) or like to (Prefer) share a turn.
type Pair struct {
	A    string `json:"a"`
	B    string `json:"b"`
	Kind string `json:"kind"`
}

// Assignment puts one volunteer on one shift.
type Assignment struct {
	Shift     string `json:"shift"`
	Volunteer string `json:"volunteer"`
}
