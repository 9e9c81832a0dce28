package find

import (
	"heshi/model"
)

// Query is one question.
type Query struct {
	Text  string // what was typed: words, all of which must match
	Kinds []Kind // nil means all
	Limit int    // 0 means DefaultLimit
	Near  bool   // also what would match but for one letter of the pinyin
	// Hide keeps a record out of the results (a batch that is not finished);
	// nil hides none.
	Hide func(Kind, uint64) bool
}

// DefaultLimit is a screenful.
const DefaultLimit = 50

// How says in which way a word matched a field.
type How string

// The ways.
const (
	Exact    How = "exact"
	Prefix   How = "prefix"
	Fragment How = "fragment"
	Tail     How = "tail"
	Pinyin   How = "pinyin"
	Initials How = "initials"
	Near     How = "near" // pinyin with one letter wrong, missing, too many or swapped
)

// Why says why one word of the query matched. Text is personal data unmasked: who
// shows it masks it.
type Why struct {
	Field string // no, date, name, phone, shop, stall, goods, text
	How   How
	// Text is the field as it was stored; of a phone the digits typed, of the free
	// text the surroundings of the match, folded.
	Text string
}

// Hit is one record found.
type Hit struct {
	Row
	Title string // what the line is headed with: a case's number, else the name
	Why   []Why  // one for each word, in the order typed
}

// Result is what a search found, best first.
type Result struct {
	Hits []Hit
	// Partial says that a bound was met, see Search: the hits are right and in
	// order, but others may be missing.
	Partial bool
}

// ListQuery asks for a page of a list, newest first.
type ListQuery struct {
	Kind     Kind
	State    model.CaseState // "" means any
	CaseKind model.CaseKind  // "" means any
	Open     bool            // only where somebody has to act
	After    uint64          // ordinal of the last row of the page before; 0 means from the newest
	Limit    int             // 0 means DefaultLimit
	Hide     func(Kind, uint64) bool
}
