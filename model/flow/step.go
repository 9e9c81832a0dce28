package flow

import (
	"slices"
	"time"

	"heshi/model"
)

// Actor is who takes a step.
type Actor struct {
	ID   model.ID // empty for the shared desk
	Name string
	Role model.Role // empty for the shared desk
}

// FieldKind is what kind of answer a field takes.
type FieldKind string

// The kinds, with the Go type of their value in Args and what JSON holds.
const (
	Line   FieldKind = "line"   // string: one line
	Text   FieldKind = "text"   // string: several lines
	Choice FieldKind = "choice" // string: one of Choices
	Many   FieldKind = "many"   // []string: any of Choices
	Names  FieldKind = "list"   // []string: names
	Person FieldKind = "person" // string: the name of somebody of the desk
	Day    FieldKind = "day"    // model.Day: "YYYY-MM-DD"
	Moment FieldKind = "moment" // time.Time: RFC 3339
	Money  FieldKind = "money"  // model.Money: fen, a whole number
	Bool   FieldKind = "bool"   // bool
	Duty   FieldKind = "duty"   // string: the id of a duty of the case
	Duties FieldKind = "duties" // []model.Duty: new promises
	Proof  FieldKind = "proof"  // string or model.Proof: a reference, or a file that exists
)

// Field is one thing a step asks for.
type Field struct {
	Name     string // the JSON name; its words stand under "field.<name>"
	Kind     FieldKind
	Required bool
	Rare     bool     // left out where only what is most needed is asked
	Ahead    bool     // a day or moment that may lie ahead: "12-1" is the next one
	List     string   // the list the words of Choices stand under: "code.<list>.<choice>"
	Choices  []string //
	// Begin is what the field holds when nothing was said; nil is nothing.
	Begin func(c model.Case, by Actor, now time.Time) any
	// Duties tells which duties a Duty field may name; nil is any.
	Duties func(model.Duty) bool
}

// Action is one step of the flow. Its words stand under "step.<id>" and what
// it needs under "step.needs.<id>".
type Action struct {
	ID     string
	From   []model.CaseState // where the case may stand
	Any    bool              // consultations too
	Only   []model.Role      // who may; nil is everybody but the auditor
	Fields []Field
	// stops says what else stands in the way, besides state and role.
	stops func(c model.Case, by Actor) model.Problems
	apply func(s *step)
}

// step is one step being taken.
type step struct {
	*model.Case
	args   Args
	by     Actor
	at     time.Time // when it happened, as said
	now    time.Time
	faults faults
}

// day is the calendar day on which the step happened.
func (s *step) day() model.Day { return model.DayOf(s.at, s.at.Location()) }

// Find returns the action with an id.
func Find(id string) (Action, bool) {
	all := Actions()
	i := slices.IndexFunc(all, func(a Action) bool { return a.ID == id })
	if i < 0 {
		return Action{}, false
	}
	return all[i], true
}

// May says what stands in the way of a step: nothing when it may be taken
// now. The reasons name no field; what the step asks for is not looked at.
func May(c model.Case, action string, by Actor) model.Problems {
	a, ok := Find(action)
	if !ok {
		return model.Problems{{Code: "step.unknown", Args: map[string]any{"value": short(action)}}}
	}
	return a.May(c, by)
}

// May says what stands in the way of this step.
func (a Action) May(c model.Case, by Actor) model.Problems {
	var ps faults
	switch {
	case by.Role == model.Auditor:
		ps.add("step.auditor", "", nil)
	case by.Role != "" && len(a.Only) > 0 && !slices.Contains(a.Only, by.Role):
		ps.add("step.role", "", map[string]any{"step": a.ID, "role": string(a.Only[0])})
	}
	if c.Kind == model.Consultation && !a.Any {
		ps.add("step.consultation", "", map[string]any{"step": a.ID})
		return model.Problems(ps)
	}
	if a.restsWhileMerged(c) {
		ps.add("step.merged", "", nil)
		return model.Problems(ps)
	}
	if !slices.Contains(a.From, c.State) {
		ps.add("step.state", "", map[string]any{"step": a.ID, "state": string(c.State)})
	} else if a.stops != nil {
		ps = append(ps, faults(a.stops(c, by))...)
	}
	return model.Problems(ps)
}

// Next lists the actions that may be taken now, in the order of the table.
func Next(c model.Case, by Actor) []Action {
	var out []Action
	for _, a := range Actions() {
		if len(a.May(c, by)) == 0 {
			out = append(out, a)
		}
	}
	return out
}

// Do takes a step: it returns the case as the step leaves it, or every reason
// why not. now is the moment of doing, in the station's zone; "at" in args may
// say that it happened earlier. The given case is not changed. What falls due
// next is not worked out here: see Due.
func Do(c model.Case, action string, args Args, by Actor, now time.Time) (model.Case, model.Problems) {
	if ps := May(c, action, by); len(ps) > 0 {
		return c, ps
	}
	a, _ := Find(action)
	args, ps := a.check(c, args, by, now)
	if len(ps) > 0 {
		return c, ps
	}
	next := detached(c)
	s := &step{Case: &next, args: args, by: by, at: args.moment("at"), now: now}
	a.apply(s)
	if len(s.faults) > 0 {
		return c, model.Problems(s.faults)
	}
	s.remark(a)
	switch {
	case !next.State.Over():
		next.ClosedAt = time.Time{}
	case !c.State.Over():
		next.ClosedAt = s.at
	}
	return next, nil
}

// remark keeps the note of a step that has no place of its own for it.
func (s *step) remark(a Action) {
	if text := s.args.text("note"); text != "" && !a.asks("note") {
		s.Remarks = append(s.Remarks, model.Remark{At: s.at, By: s.by.Name, Step: a.ID, Text: text})
	}
}

func (a Action) asks(name string) bool {
	return slices.ContainsFunc(a.Fields, func(f Field) bool { return f.Name == name })
}

// Asked returns all fields of the action: its own, and those every step has.
func (a Action) Asked() []Field {
	out := slices.Clone(a.Fields)
	if !a.asks("at") {
		out = append(out, Field{Name: "at", Kind: Moment, Rare: true})
	}
	if !a.asks("note") {
		out = append(out, Field{Name: "note", Kind: Text, Rare: true})
	}
	return out
}

// detached returns a case whose lists and parts may be changed.
func detached(c model.Case) model.Case {
	c.HandOver, c.Decline = copied(c.HandOver), copied(c.Decline)
	c.Agreement, c.Termination, c.Withdrawal = copied(c.Agreement), copied(c.Termination), copied(c.Withdrawal)
	c.HandOvers, c.Pauses, c.Contacts = slices.Clone(c.HandOvers), slices.Clone(c.Pauses), slices.Clone(c.Contacts)
	c.Private, c.Sessions, c.Agreements = slices.Clone(c.Private), slices.Clone(c.Sessions), slices.Clone(c.Agreements)
	c.Advances, c.FollowUps, c.Referrals = slices.Clone(c.Advances), slices.Clone(c.FollowUps), slices.Clone(c.Referrals)
	c.Advice, c.Reopenings, c.Remarks = slices.Clone(c.Advice), slices.Clone(c.Reopenings), slices.Clone(c.Remarks)
	c.Duties, c.Agreed = slices.Clone(c.Duties), slices.Clone(c.Agreed)
	for i := range c.Duties {
		c.Duties[i].Proofs = slices.Clone(c.Duties[i].Proofs)
	}
	return c
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}
