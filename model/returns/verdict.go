package returns

import (
	"time"

	"heshi/model"
	"heshi/model/workday"
)

// Kind is the word of a verdict.
type Kind string

// The verdicts.
const (
	Eligible              Kind = "eligible"
	EligibleWithDeduction Kind = "eligible_with_deduction"
	NeedInfo              Kind = "need_info"
	NotCovered            Kind = "not_covered"
	NotCoveredBut         Kind = "not_covered_but"
)

// Kinds lists the verdicts.
func Kinds() []Kind {
	return []Kind{Eligible, EligibleWithDeduction, NeedInfo, NotCovered, NotCoveredBut}
}

// Carried reports whether the no-reason return carries the shopper's wish.
func (k Kind) Carried() bool { return k == Eligible || k == EligibleWithDeduction }

// Verdict is the answer of the check, in the shape of the contract
// (spec/returns.md). Lists are never nil.
type Verdict struct {
	Verdict Kind        `json:"verdict"`
	Basis   string      `json:"basis"` // statute, commitment, none
	Charter *CharterRef `json:"charter"`
	Window  *Window     `json:"window"`
	// RefundFen is what the shopper gets back; below zero it is what the
	// shopper has to add. DeductionFen is paid minus refund. Both are nil
	// when the amount paid was not told or the goods do not go back.
	RefundFen    *model.Money `json:"refund_fen"`
	DeductionFen *model.Money `json:"deduction_fen"`
	RefundBy     model.Day    `json:"refund_by"` // null while the goods are not returned
	Overdue      bool         `json:"overdue"`
	PenalLine    model.Day    `json:"penal_line"`
	Grounds      []Ground     `json:"grounds"` // never empty
	Missing      []Missing    `json:"missing"`
	Instead      []Instead    `json:"instead"`
}

// CharterRef names the version of the charter that was judged by.
type CharterRef struct {
	ID            string    `json:"id"`
	Version       string    `json:"version"`
	EffectiveFrom model.Day `json:"effective_from"`
	EffectiveTo   model.Day `json:"effective_to"`
	Sample        bool      `json:"sample"`
}

// Window is the term of the return with every day of it.
type Window struct {
	Starts      model.Day   `json:"starts"`
	RawLast     model.Day   `json:"raw_last"`
	Last        model.Day   `json:"last"`
	Provisional bool        `json:"provisional"`
	Days        []WindowDay `json:"days"`
}

// WindowDay is one day of the term.
type WindowDay struct {
	Date   model.Day `json:"date"`
	Counts bool      `json:"counts"`
	Why    string    `json:"why"`
}

// Ground is one rule the verdict rests on.
type Ground struct {
	Rule    string `json:"rule"`
	Source  string `json:"source"`
	Article string `json:"article"`
	Effect  Effect `json:"effect"`
	Text    string `json:"text"`
}

// Missing is a fact whose answer would change the verdict.
type Missing struct {
	Fact     string `json:"fact"`
	Question string `json:"question"`
}

// Instead is another ground: one that carries the wish on the facts given, or
// one that would if the fact it names were so.
type Instead struct {
	Rule    string `json:"rule"`
	Source  string `json:"source"`
	Article string `json:"article"`
	Text    string `json:"text"`
}

// Env is what the verdict depends on beside the facts.
type Env struct {
	Charters []Charter // every version held, none overlapping
	Calendar *workday.Calendar
	Now      time.Time
	Zone     *time.Location // nil: China Standard Time
	Lang     string         // "zh" or "en"
}

func (e *Env) zone() *time.Location {
	if e.Zone == nil {
		return time.FixedZone("CST", 8*60*60)
	}
	return e.Zone
}

// Evaluate judges the facts. Facts that cannot be true (Facts.Check) come back
// as model.Problems and are not judged.
func (r *Rules) Evaluate(f Facts, env Env) (Verdict, error) {
	zone := env.zone()
	if ps := f.Check(env.Now, zone); len(ps) > 0 {
		return Verdict{}, ps
	}
	told := newView(&f, env.Now, zone)
	x := &eval{v: &told, rules: r, cal: env.Calendar, charters: env.Charters}
	o, settled, rests := x.decide()
	t := teller{eval: x, told: x, lang: env.Lang, outcome: o}
	if settled {
		return t.verdict(), nil
	}
	matter, sample := x.matters(rests)
	if matter != 0 {
		t.outcome = outcome{kind: NeedInfo}
		v := t.verdict()
		v.Missing = t.missing(matter, f.Bundle)
		return v, nil
	}
	// Whatever the untold facts are, the outcome is the same: its days and money
	// are those of one reading of them.
	t.eval = &eval{v: sample, rules: r, cal: env.Calendar, charters: env.Charters}
	t.outcome, _, _ = t.eval.decide()
	return t.verdict(), nil
}
