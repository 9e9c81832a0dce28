// Package check is the self-check of a standard station: a list as data, what
// the store can tell of it by itself, and the score. It is pure.
package check

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"heshi/model"
	"heshi/model/stats"
)

// File is where the list stands in the assets.
const File = "station/check.json"

// Item is one thing a station should have.
type Item struct {
	ID     string `json:"id"`
	Group  string `json:"group"` // see Groups
	ZH     string `json:"zh"`
	EN     string `json:"en"`
	Source string `json:"source"`
	Fact   string `json:"fact,omitempty"`   // what the store can tell of it, see Facts
	Target int    `json:"target,omitempty"` // what the fact should reach
}

// In returns the item in a language.
func (it Item) In(lang string) string {
	if lang == "en" {
		return it.EN
	}
	return it.ZH
}

// List is the whole list.
type List struct {
	Edition string `json:"edition"`
	Note    string `json:"note"`
	Pass    int    `json:"pass"` // percent from which a station is up to the standard
	Fair    int    `json:"fair"` // percent from which it is nearly so
	Items   []Item `json:"items"`
}

// Groups lists the groups of items, in order.
func Groups() []string {
	return []string{"equipment", "notices", "people", "ledger", "clocks", "returns"}
}

// Load reads the list.
func Load(fsys fs.FS) (List, error) {
	var l List
	b, err := fs.ReadFile(fsys, File)
	if err != nil {
		return l, err
	}
	if err := json.Unmarshal(b, &l); err != nil {
		return l, fmt.Errorf("check: %w", err)
	}
	if l.Fair < 1 || l.Pass < l.Fair || l.Pass > 100 || len(l.Items) == 0 {
		return l, errors.New("check: pass, fair or items are missing")
	}
	seen := map[string]bool{}
	for _, it := range l.Items {
		_, known := Facts{}.value(it.Fact)
		if it.ID == "" || seen[it.ID] || it.ZH == "" || it.EN == "" || it.Source == "" || !slices.Contains(Groups(), it.Group) {
			return l, fmt.Errorf("check: item %q is incomplete or stands twice", it.ID)
		}
		if it.Fact != "" && !known {
			return l, fmt.Errorf("check: item %s: fact %q", it.ID, it.Fact)
		}
		seen[it.ID] = true
	}
	return l, nil
}

// Facts is what the store can tell on a day.
type Facts struct {
	BackupDays  int         // since the last backup; -1 when there is none
	RosterToday bool        // a published roster covers the day
	Mediators   int         // people with that role who may be picked
	Volunteers  int         // who serve
	Stints      int         // sign-ins of thirty days
	Cases       int         // registered in ninety days
	Overdue     int         // open cases past their day
	OnTime      stats.Share // answers of the station's own targets, of ninety days
	Satisfied   stats.Share // of those who were called, of ninety days
	Charter     bool        // a charter was adopted and is in force
	Posters     stats.Share // members in whose shops the sign was seen
}

// value is a fact as a number, and whether there is such a fact. A share of
// nothing is -1.
func (f Facts) value(fact string) (n int, known bool) {
	switch fact {
	case "backup_days":
		return f.BackupDays, true
	case "roster_today":
		return one(f.RosterToday), true
	case "mediators":
		return f.Mediators, true
	case "volunteers":
		return f.Volunteers, true
	case "stints_30_days":
		return f.Stints, true
	case "cases_90_days":
		return f.Cases, true
	case "overdue":
		return f.Overdue, true
	case "on_time_percent":
		return percent(f.OnTime), true
	case "satisfied_percent":
		return percent(f.Satisfied), true
	case "charter":
		return one(f.Charter), true
	case "posters_percent":
		return percent(f.Posters), true
	}
	return 0, false
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

func percent(s stats.Share) int {
	if s.Of == 0 {
		return -1
	}
	return s.Percent()
}

// met says whether a number reaches the target of an item. For days since a
// backup and overdue cases less is better.
func (it Item) met(n int) string {
	switch {
	case it.Fact == "backup_days" && n < 0:
		return model.CheckNotMet
	case n < 0:
		return "" // nothing to go by: a person has to say
	case it.Fact == "backup_days" || it.Fact == "overdue":
		if n <= it.Target {
			return model.CheckMet
		}
		return model.CheckNotMet
	case n >= it.Target:
		return model.CheckMet
	}
	return model.CheckNotMet
}

// Begin is a new check: what the store can tell is filled in.
func (l List) Begin(f Facts) model.SelfCheck {
	c := model.SelfCheck{Edition: l.Edition}
	for _, it := range l.Items {
		x := model.CheckItem{ID: it.ID}
		if n, ok := f.value(it.Fact); ok {
			x.Figure = &n
			x.Answer = it.met(n)
			x.Auto = x.Answer != ""
		}
		c.Items = append(c.Items, x)
	}
	return c
}

// Answer returns the check with an item answered by a person. A note of the
// store's own goes; the figure stays as it was on that day.
func (l List) Answer(c model.SelfCheck, id, answer, note string) (model.SelfCheck, error) {
	if answer != "" && !slices.Contains(model.CheckAnswers(), answer) {
		return c, &model.Problem{Code: "code.unknown", Field: "answer", Args: map[string]any{"value": answer, "expected": "met, partly, not_met, none"}}
	}
	if !slices.ContainsFunc(l.Items, func(it Item) bool { return it.ID == id }) {
		return c, &model.Problem{Code: "check.no_item", Args: map[string]any{"value": id}}
	}
	c.Items = slices.Clone(c.Items)
	for i := range c.Items {
		if c.Items[i].ID == id {
			c.Items[i].Auto = c.Items[i].Auto && c.Items[i].Answer == answer
			c.Items[i].Answer, c.Items[i].Note = answer, note
			return c, nil
		}
	}
	c.Items = append(c.Items, model.CheckItem{ID: id, Answer: answer, Note: note})
	return c, nil
}

// Score is how a check came out. A thing that is partly there counts half; one
// that does not apply counts nowhere; one nobody looked at counts as missing.
type Score struct {
	Percent  int `json:"percent"`
	Answered int `json:"answered"`
	Of       int `json:"of"`
	Met      int `json:"met"`
	Partly   int `json:"partly"`
	NotMet   int `json:"not_met"`
	None     int `json:"none"`
}

// Score counts a check by the items of the list.
func (l List) Score(c model.SelfCheck) Score {
	s := Score{Of: len(l.Items)}
	for _, it := range l.Items {
		switch c.Item(it.ID).Answer {
		case model.CheckMet:
			s.Met++
		case model.CheckPartly:
			s.Partly++
		case model.CheckNotMet:
			s.NotMet++
		case model.CheckNone:
			s.None++
		}
	}
	s.Answered = s.Met + s.Partly + s.NotMet + s.None
	if apply := s.Of - s.None; apply > 0 {
		s.Percent = (2*s.Met + s.Partly) * 100 / (2 * apply)
	}
	return s
}

// Results of a check. The words stand in the catalogue under "check.result.".
const (
	Unfinished = "unfinished"
	Pass       = "pass"
	Fair       = "fair"
	Poor       = "poor"
)

// Result says in a word how a check came out.
func (l List) Result(s Score) string {
	switch {
	case s.Answered < s.Of:
		return Unfinished
	case s.Percent >= l.Pass:
		return Pass
	case s.Percent >= l.Fair:
		return Fair
	}
	return Poor
}
