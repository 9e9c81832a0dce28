package returns

import (
	"slices"
	"strings"

	"heshi/model"
	"heshi/model/workday"
)

// Rule is one rule of the data: a clause, the days it is in force, the
// condition under which it speaks, and what it says then. A rule in force at
// different times with different words stands in the data once for each.
type Rule struct {
	ID      string // of domain.md section 1: S1, N5, V1, R10, G-SVC
	Part    string // tells the rules of one id apart
	Source  workday.Name
	Article string
	Version string // of the source
	Status  string // how well the text is known: confirmed, second_hand, memory, unsure
	From    model.Day
	To      model.Day // zero: in force
	Effect  Effect
	Days    int // a term in days, for the rules that set one

	role   role
	tracks []track // empty: whatever the track
	stage  stage
	amount amount
	when   *cond
	// excludes marks a bar that leaves the goods out altogether, so that no
	// term runs at all.
	excludes bool
	zh, en   template
}

// Effect is what a ground does to the wish to give the goods back.
type Effect string

// The effects.
const (
	Supports Effect = "supports"
	Defeats  Effect = "defeats"
	Deducts  Effect = "deducts"
	Informs  Effect = "informs"
)

// role is what the engine does with a rule.
type role uint8

const (
	roleFound role = iota + 1 // founds the return on its track
	roleBar                   // bars it
	roleCut                   // takes money off
	roleTell                  // is told with the verdict
	roleCarry                 // another ground that carries the wish
	roleOffer                 // another ground that would, if a named fact were so
)

func roleWords() wordList { return wordList{"found", "bar", "cut", "tell", "carry", "offer"} }

// stage says with which verdicts a rule is told.
type stage uint8

const (
	stageAny stage = iota
	stageCarried
	stageRefused
	stageOpen // only while nothing is decided
)

func stageWords() wordList { return wordList{"carried", "refused", "open"} }

type amount uint8

const (
	amountGift amount = iota + 1
	amountBundle
)

func (r *Rule) inForce(d model.Day) bool {
	return d >= r.From && (r.To.IsZero() || d <= r.To)
}

func (r *Rule) on(t track) bool { return len(r.tracks) == 0 || slices.Contains(r.tracks, t) }

// compareRules orders rules for reading: by letter and number of the id, then
// by part and first day in force.
func compareRules(a, b *Rule) int {
	ak, bk := ruleKey(a.ID), ruleKey(b.ID)
	if c := slices.Compare(ak[:], bk[:]); c != 0 {
		return c
	}
	if c := strings.Compare(a.ID+"/"+a.Part, b.ID+"/"+b.Part); c != 0 {
		return c
	}
	return int(a.From - b.From)
}

// ruleKey puts statute before regulation, charter, other grounds, and counts.
func ruleKey(id string) [2]int {
	n := 0
	for _, c := range id[1:] {
		if c < '0' || c > '9' {
			break
		}
		n = n*10 + int(c-'0')
	}
	return [2]int{strings.IndexByte("SNVGRI", id[0]), n}
}

// Clause is a rule as shown to whoever asks what it says.
type Clause struct {
	Rule    string    `json:"rule"`
	Part    string    `json:"part"`
	Source  string    `json:"source"`
	Article string    `json:"article"`
	Version string    `json:"version"`
	Status  string    `json:"status"`
	From    model.Day `json:"from"`
	To      model.Day `json:"to"`
	Text    string    `json:"text"` // a value of the case at hand reads "…"
}

// Clauses returns every rule of the id in the language, for the key that
// explains a clause.
func (r *Rules) Clauses(id, lang string) []Clause {
	out := []Clause{}
	for _, rule := range r.all {
		if rule.ID == id {
			out = append(out, Clause{
				Rule: rule.ID, Part: rule.Part, Source: rule.Source.In(lang), Article: rule.Article,
				Version: rule.Version, Status: rule.Status, From: rule.From, To: rule.To,
				Text: rule.template(lang).fill(nil),
			})
		}
	}
	return out
}

// RuleIDs lists the ids of all rules, in reading order.
func (r *Rules) RuleIDs() []string {
	out := []string{}
	for _, rule := range r.all {
		if !slices.Contains(out, rule.ID) {
			out = append(out, rule.ID)
		}
	}
	return out
}

func (r *Rule) template(lang string) template {
	if lang == "en" {
		return r.en
	}
	return r.zh
}
