package flow

import "heshi/model"

// Sound refuses a case that no sequence of steps leads to: one that has ended
// over an open promise. It is for cases that come whole, from a file or a
// backup of another station; steps never lead there.
func Sound(c model.Case) model.Problems {
	if !c.State.Over() {
		return nil
	}
	var ps model.Problems
	if taken := c.Referral(); c.State != model.Referred || taken == nil {
		ps = noOpenDuty(c, Actor{})
	}
	if failed := c.FailedDuties(); c.State == model.Closed && len(failed) > 0 {
		ps = append(ps, stop("step.failed_duty", "what", short(failed[0].What))...)
	}
	return ps
}
