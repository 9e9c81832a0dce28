package shifts

import (
	"bytes"
	"encoding/json"
	"sort"
)

// Statuses of a goal.
const (
	Proved  = "proved"  // equal to its bound, and so is every goal before it
	Bounded = "bounded" // a valid lower bound is given
	Open    = "open"    // no bound
)

// Roster is one roster/1: who comes when, what stays empty and why, and how
// good that is provably. MS is the caller's to fill: this package has no clock.
type Roster struct {
	Schema      string       `json:"schema"`
	Instance    string       `json:"instance"`
	Status      Words        `json:"status"`
	Assignments []Assignment `json:"assignments"`
	Reserves    []Reserve    `json:"reserves"`
	Unfilled    []Hole       `json:"unfilled"`
	Objective   Values       `json:"objective"`
	Bound       Values       `json:"bound"`
	Explain     []Entry      `json:"explain"`
	Problems    []Breach     `json:"problems"`
	MS          int64        `json:"ms"`
}

// Reserve is one rung of a shift's call-out list; rank 1 is called first.
type Reserve struct {
	Shift     string `json:"shift"`
	Volunteer string `json:"volunteer"`
	Rank      int    `json:"rank"`
	Why       Note   `json:"why"`
}

// Hole is a shift with empty seats.
type Hole struct {
	Shift string `json:"shift"`
	Seats int    `json:"seats"`
}

// Entry explains one empty seat. SmallestCore is the least set of rules that
// keeps it empty, found by trying: while any rule of it holds, nobody can be
// found. Seat counts the empty seats of the shift from 1.
type Entry struct {
	Shift        string    `json:"shift"`
	Seat         int       `json:"seat"`
	BlockedBy    []Blocked `json:"blocked_by"`
	Verdict      Note      `json:"verdict"` // impossible, or only not found
	SmallestCore []string  `json:"smallest_core"`
	WouldFill    []Remedy  `json:"would_fill"`
}

// Blocked says which rules keep one volunteer from a shift as the roster
// stands.
type Blocked struct {
	Volunteer string   `json:"volunteer"`
	Rules     []string `json:"rules"`
}

// Remedy is a single change that would fill the seat, re-checked by trying.
type Remedy struct {
	Change Note `json:"change"`
	Effect Note `json:"effect"`
}

// Breach is a rule that what was given breaks on its own: a frozen avoid-pair,
// a volunteer who is on leave all the time.
type Breach struct {
	Code  string   `json:"code"`
	Items []string `json:"items"`
	Text  Note     `json:"text"`
}

// Note is a sentence still to be said: a catalogue code and its values. In
// JSON it is one string, the sentence (or the code, while nobody said it).
type Note struct {
	Code string
	Args map[string]any
	Text string
}

// Say is the caller's catalogue: it turns a code and values into a sentence.
type Say func(code string, args map[string]any) string

// MarshalJSON writes the sentence, or the code when there is none.
func (n Note) MarshalJSON() ([]byte, error) {
	if n.Text == "" {
		return quote(n.Code)
	}
	return quote(n.Text)
}

// UnmarshalJSON reads a sentence; code and values are lost.
func (n *Note) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &n.Text) }

func (n *Note) say(f Say) {
	if n.Code != "" {
		n.Text = f(n.Code, n.Args)
	}
}

// Say puts the caller's sentences into every Note of the roster.
func (r *Roster) Say(f Say) {
	for i := range r.Reserves {
		r.Reserves[i].Why.say(f)
	}
	for i := range r.Explain {
		r.Explain[i].Say(f)
	}
	for i := range r.Problems {
		r.Problems[i].Text.say(f)
	}
}

// Say puts the caller's sentences into every Note of the entry.
func (e *Entry) Say(f Say) {
	e.Verdict.say(f)
	for i := range e.WouldFill {
		e.WouldFill[i].Change.say(f)
		e.WouldFill[i].Effect.say(f)
	}
}

// Values maps goals to whole numbers. JSON keeps the order of the goals.
type Values map[string]int

// MarshalJSON writes the goals in their plan order.
func (v Values) MarshalJSON() ([]byte, error) {
	return ordered(v, func(n int) ([]byte, error) { return json.Marshal(n) })
}

// Words maps goals to statuses. JSON keeps the order of the goals.
type Words map[string]string

// MarshalJSON writes the goals in their plan order.
func (w Words) MarshalJSON() ([]byte, error) { return ordered(w, quote) }

// planOrder is the order of the goals when a roster is planned.
func planOrder() []string { return []string{Unfilled, SkillShort, Spread, Pref, Changes} }

// order returns the lexicographic order of the goals in the given mode.
func order(mode string) []string {
	if mode == ModeRepair {
		return []string{Unfilled, SkillShort, Changes, Spread, Pref}
	}
	return planOrder()
}

func ordered[T any](m map[string]T, enc func(T) ([]byte, error)) ([]byte, error) {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool { return before(keys[i], keys[j]) })
	var b bytes.Buffer
	for i, k := range keys {
		b.WriteByte(",{"[btoi(i == 0)]) // a brace first, commas after
		key, _ := quote(k)
		val, err := enc(m[k])
		if err != nil {
			return nil, err
		}
		b.Write(key)
		b.WriteByte(':')
		b.Write(val)
	}
	if len(keys) == 0 {
		b.WriteByte('{')
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func before(a, b string) bool {
	rank := func(k string) int {
		for i, g := range planOrder() {
			if g == k {
				return i
			}
		}
		return len(planOrder())
	}
	if ra, rb := rank(a), rank(b); ra != rb {
		return ra < rb
	}
	return a < b
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func quote(s string) ([]byte, error) { return marshal(s) }
