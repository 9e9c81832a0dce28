// Package clock says which deadline a rule of law, a promise or a target of
// the station sets, from data (assets/law/clocks.json), and explains each one
// day by day. The version of a rule in force on the day the clock starts
// governs it to its end.
package clock

import (
	"fmt"
	"io/fs"
	"slices"

	"heshi/model"
	"heshi/model/workday"
)

// Label says how binding a clock is. It is always shown with the deadline.
type Label string

// The labels.
const (
	Statutory     Label = "statutory"      // law or regulation
	Commitment    Label = "commitment"     // a trader's or platform's promise
	StationTarget Label = "station_target" // this station's own aim
	Unverified    Label = "unverified"     // no source text was found
)

// Period is the time a version is in force, both days included; a zero day is
// open (null in JSON).
type Period struct {
	From model.Day `json:"from"`
	To   model.Day `json:"to"`
}

// Has reports whether d lies in the period.
func (p Period) Has(d model.Day) bool {
	return d >= p.From && (p.To.IsZero() || d <= p.To)
}

func (p Period) overlaps(o Period) bool {
	return (p.To.IsZero() || o.From <= p.To) && (o.To.IsZero() || p.From <= o.To)
}

// Rule is one version of a clock.
type Rule struct {
	ID      string       // such as "K2", "odr.settle"
	Label   Label        //
	Name    workday.Name // short, for a list
	Text    workday.Name // what it asks, in plain words
	Source  workday.Name // law or document
	Article string       // "23(5)", "" when the source has none
	InForce Period
	Unit    workday.Unit
	Count   int
	Roll    workday.Roll
}

// Rules is a checked set of rules. It never changes.
type Rules struct {
	list []Rule
	byID map[string][]int // positions in list
}

// File is where the rules stand in the assets.
const File = "law/clocks.json"

// Load reads the rules from the assets, or from an edited copy of them.
func Load(fsys fs.FS) (*Rules, error) {
	data, err := fs.ReadFile(fsys, File)
	if err != nil {
		return nil, fmt.Errorf("clocks: %w", err)
	}
	return Parse(File, data)
}

// ruleText is a rule as it stands in the file, its dates not yet read.
type ruleText struct {
	ID      string       `json:"id"`
	Label   Label        `json:"label"`
	Name    workday.Name `json:"name"`
	Text    workday.Name `json:"text"`
	Source  workday.Name `json:"source"`
	Article string       `json:"article"`
	InForce struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"in_force"`
	Unit  workday.Unit `json:"unit"`
	Count int          `json:"count"`
	Roll  workday.Roll `json:"roll"`
}

// Parse reads a rule file: {"rules": [...]}. The first fault comes back as a
// *model.Problem that names file, line and key.
func Parse(file string, data []byte) (*Rules, error) {
	docs, err := workday.Documents(file, data)
	if err != nil {
		return nil, err
	}
	if len(docs) != 1 {
		return nil, &model.Problem{Code: "clock.file.empty", Args: map[string]any{"file": file}}
	}
	var t struct {
		Rules []ruleText `json:"rules"`
	}
	if err := docs[0].Decode(&t); err != nil {
		return nil, err
	}
	rs := &Rules{byID: make(map[string][]int, len(t.Rules))}
	for i, text := range t.Rules {
		if p := rs.add(fmt.Sprintf("rules[%d]", i), text); p != nil {
			return nil, docs[0].Fault(p)
		}
	}
	return rs, nil
}

// add checks one rule and takes it in.
func (rs *Rules) add(at string, t ruleText) *model.Problem {
	r := Rule{
		ID: t.ID, Label: t.Label, Name: t.Name, Text: t.Text, Source: t.Source, Article: t.Article,
		Unit: t.Unit, Count: t.Count, Roll: t.Roll,
	}
	var p *model.Problem
	if r.InForce.From, p = optionalDay(at+".in_force.from", t.InForce.From); p != nil {
		return p
	}
	if r.InForce.To, p = optionalDay(at+".in_force.to", t.InForce.To); p != nil {
		return p
	}
	if p := r.check(at); p != nil {
		return p
	}
	for _, i := range rs.byID[r.ID] {
		if rs.list[i].InForce.overlaps(r.InForce) {
			return problem("clock.rule.overlap", at+".in_force", "rule", r.ID)
		}
	}
	rs.byID[r.ID] = append(rs.byID[r.ID], len(rs.list))
	rs.list = append(rs.list, r)
	return nil
}

func optionalDay(at, text string) (model.Day, *model.Problem) {
	if text == "" {
		return 0, nil
	}
	d, err := model.ParseDay(text)
	if err != nil {
		return 0, problem("clock.day.bad", at, "value", text)
	}
	return d, nil
}

// maxCount bounds what a rule may ask for, by unit; an unknown unit has none.
func maxCount(u workday.Unit) int {
	switch u {
	case workday.WorkingDay, workday.NaturalDay:
		return 3660
	case workday.Hour:
		return workday.MaxHours
	case workday.WholeYear:
		return workday.MaxYears
	default:
		return 0
	}
}

// check returns the first fault of one rule.
func (r Rule) check(at string) *model.Problem {
	labels := []Label{Statutory, Commitment, StationTarget, Unverified}
	most := maxCount(r.Unit)
	switch {
	case r.ID == "":
		return problem("clock.rule.no_id", at)
	case !slices.Contains(labels, r.Label):
		return problem("clock.label.unknown", at+".label", "value", string(r.Label))
	case most == 0:
		return problem("clock.unit.unknown", at+".unit", "value", string(r.Unit))
	case r.Count < 1 || r.Count > most:
		return problem("clock.count.range", at+".count", "count", r.Count, "max", most)
	case !r.Roll.Known():
		return problem("clock.roll.unknown", at+".roll", "value", string(r.Roll))
	case !r.InForce.To.IsZero() && r.InForce.To < r.InForce.From:
		return problem("clock.period.order", at+".in_force", "from", r.InForce.From, "to", r.InForce.To)
	}
	return r.checkNames(at)
}

func (r Rule) checkNames(at string) *model.Problem {
	for _, f := range []struct {
		key string
		workday.Name
	}{{"name", r.Name}, {"text", r.Text}, {"source", r.Source}} {
		if f.ZH == "" || f.EN == "" {
			return problem("clock.name.incomplete", at+"."+f.key, "rule", r.ID, "key", f.key)
		}
	}
	return nil
}

// All returns every version of every rule, in the order of the file.
func (rs *Rules) All() []Rule { return slices.Clone(rs.list) }

// Has reports whether any version of the rule exists.
func (rs *Rules) Has(id string) bool { return len(rs.byID[id]) > 0 }

// Unverified reports a rule whose newest version no source was found for.
func (rs *Rules) Unverified(id string) bool {
	of := rs.byID[id]
	return len(of) > 0 && rs.list[of[len(of)-1]].Label == Unverified
}

// Find returns the version of the rule in force on the day d: the day a clock
// starts. The Problem says whether the rule is unknown or not in force then.
func (rs *Rules) Find(id string, d model.Day) (Rule, error) {
	if r := rs.find(id, d); r != nil {
		return *r, nil
	}
	if !rs.Has(id) {
		return Rule{}, problem("clock.rule.unknown", "rule", "rule", id)
	}
	return Rule{}, problem("clock.rule.not_in_force", "from", "rule", id, "date", d)
}

// Tuned returns the rules with other counts for the station's own targets, by
// id. Counts of law and of promises are not the station's to change; counts
// out of range stay as they are.
func (rs *Rules) Tuned(counts map[string]int) *Rules {
	out := &Rules{list: slices.Clone(rs.list), byID: rs.byID}
	for i := range out.list {
		r := &out.list[i]
		if n, ok := counts[r.ID]; ok && r.Label == StationTarget && n >= 1 && n <= maxCount(r.Unit) {
			r.Count = n
		}
	}
	return out
}

func (rs *Rules) find(id string, d model.Day) *Rule {
	for _, i := range rs.byID[id] {
		if rs.list[i].InForce.Has(d) {
			return &rs.list[i]
		}
	}
	return nil
}

// problem builds a Problem from alternating argument names and values.
func problem(code, field string, args ...any) *model.Problem {
	p := &model.Problem{Code: code, Field: field, Args: make(map[string]any, len(args)/2)}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i].(string)] = args[i+1]
	}
	return p
}
