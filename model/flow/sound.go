package flow

import (
	"slices"
	"strings"

	"heshi/model"
)

// Arrived fills in what a case that comes whole, from a file or a backup of
// another station, leaves out: it is a complaint, which somebody has to take
// up, and a consultation was answered.
func Arrived(c model.Case) model.Case {
	if c.Kind == "" {
		c.Kind = model.Complaint
	}
	if c.State == "" {
		c.State = model.Registered
		if c.Kind == model.Consultation {
			c.State = model.Closed
		}
	}
	if c.State.Over() && c.ClosedAt.IsZero() {
		c.ClosedAt = c.RegisteredAt
	}
	return c
}

// Told checks and cleans what a case that comes whole says of the facts, as a new
// one is checked: its texts, its amount, its codes. A phone or a day of purchase
// stays as it was written down, however odd: the book it comes from is not ours.
func Told(c model.Case) (model.Case, model.Problems) {
	var ps faults
	c.No = ps.line("no", c.No)
	c.Complainant.Name = ps.line("name", c.Complainant.Name)
	c.Complainant.Phone = ps.line("phone", c.Complainant.Phone)
	c.Complainant.Address = ps.line("address", c.Complainant.Address)
	ps.facts(&c)
	for i := range ps {
		if ps[i].Field == "amount_fen" {
			ps[i].Field = "amount"
		}
	}
	return c, model.Problems(ps)
}

// Sound refuses a case that no sequence of steps leads to: one that has ended
// over an open promise, whose promises cannot be told open from kept, or that came
// in a way the clocks do not know. It is for cases that come whole; steps never lead there.
func Sound(c model.Case) model.Problems {
	var ps faults
	soundDuties(&ps, c)
	if c.Origin != nil {
		ps.oneOf("origin.via", c.Origin.Via, model.Origins())
	}
	if c.Kind == model.Consultation && c.State != "" && c.State != model.Closed && c.State != model.Reopened {
		ps.add("whole.consultation", "state", nil)
	}
	if !c.State.Over() {
		return model.Problems(ps)
	}
	if taken := c.Referral(); c.State != model.Referred || taken == nil {
		ps = append(ps, faults(noOpenDuty(c, Actor{}))...)
	}
	if failed := c.FailedDuties(); c.State == model.Closed && len(failed) > 0 {
		ps = append(ps, faults(stop("step.failed_duty", "what", short(failed[0].What)))...)
	}
	return model.Problems(ps)
}

// soundDuties checks the duties of a case that comes whole: each has a name of its
// own and a state the flow knows, and one that was kept has its proof.
func soundDuties(ps *faults, c model.Case) {
	if len(c.Duties) == 0 {
		return
	}
	known := []string{}
	for _, s := range model.DutyStates() {
		known = append(known, string(s))
	}
	seen := map[string]bool{}
	for i, d := range c.Duties {
		args := map[string]any{"n": i + 1, "what": short(d.What), "value": short(string(d.State)), "expected": strings.Join(known, ", ")}
		switch {
		case d.ID == "" || seen[d.ID]:
			ps.add("whole.duty_id", "duties", args)
		case !slices.Contains(model.DutyStates(), d.State):
			ps.add("whole.duty_state", "duties", args)
		case d.State == model.DutyPerformed && len(d.Proofs) == 0:
			ps.add("whole.duty_proof", "duties", args)
		}
		seen[d.ID] = true
	}
}
