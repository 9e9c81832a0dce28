package flow

import (
	"heshi/model"
)

// stop is one reason, with the values its sentence names.
func stop(code string, args ...any) model.Problems {
	p := &model.Problem{Code: code, Args: map[string]any{}}
	for i := 0; i+1 < len(args); i += 2 {
		p.Args[args[i].(string)] = args[i+1]
	}
	return model.Problems{p}
}

func noOpenDuty(c model.Case, _ Actor) model.Problems {
	if open := c.OpenDuties(); len(open) > 0 {
		return stop("step.open_duty", "n", len(open), "what", short(open[0].What), "due", open[0].Due)
	}
	return nil
}

// mayClose: everything promised was done, or something stands in its place.
func mayClose(c model.Case, by Actor) model.Problems {
	ps := noOpenDuty(c, by)
	if failed := c.FailedDuties(); len(failed) > 0 {
		ps = append(ps, stop("step.failed_duty", "what", short(failed[0].What))...)
	}
	if c.HandOver != nil {
		ps = append(ps, stop("step.hand_over", "name", c.HandOver.To)...)
	}
	return ps
}

// nothingOwed: the shopper is called once every promise was kept, or something
// stands in its place. A case that somebody else has taken over, or that ended
// over a broken promise, is called about all the same.
func nothingOwed(c model.Case, _ Actor) model.Problems {
	if r := c.Referral(); c.State == model.Referred && r != nil && !r.AcceptedAt.IsZero() {
		return nil
	}
	if open := c.OpenDuties(); len(open) > 0 {
		return stop("step.follow_early", "n", len(open), "what", short(open[0].What), "due", open[0].Due)
	}
	if failed := c.FailedDuties(); !c.State.Over() && len(failed) > 0 {
		return stop("step.follow_failed", "what", short(failed[0].What))
	}
	return nil
}

// mayMediate: once both sides agreed, only a broken promise brings them back.
func mayMediate(c model.Case, _ Actor) model.Problems {
	if (c.State == model.Settled || c.State == model.Performing) && len(c.FailedDuties()) == 0 {
		return stop("step.agreed")
	}
	return nil
}

func hasSession(c model.Case, _ Actor) model.Problems {
	if len(c.Sessions) == 0 {
		return stop("step.no_session")
	}
	return nil
}

func noRecusalAsked(c model.Case, _ Actor) model.Problems {
	if n := len(c.Sessions); n > 0 && c.Sessions[n-1].Recusal == "asked" {
		return stop("step.recusal")
	}
	return nil
}

func mayConfirm(c model.Case, _ Actor) model.Problems {
	switch {
	case c.Agreement == nil || c.Agreement.Body != "committee":
		return stop("step.no_confirmation")
	case !c.Agreement.ConfirmedOn.IsZero():
		return stop("step.confirmed")
	}
	return nil
}

func hasOpenDuty(c model.Case, _ Actor) model.Problems {
	if len(c.OpenDuties()) == 0 {
		return stop("step.no_duty")
	}
	return nil
}

func hasFailedDuty(c model.Case, _ Actor) model.Problems {
	if len(c.FailedDuties()) == 0 {
		return stop("step.none_failed")
	}
	return nil
}

func hasUnrecovered(c model.Case, _ Actor) model.Problems {
	if c.Unrecovered() == nil {
		return stop("step.no_advance")
	}
	return nil
}

func notTold(c model.Case, _ Actor) model.Problems {
	if c.Termination == nil || !c.Termination.ToldAt.IsZero() {
		return stop("step.told")
	}
	return nil
}

func referralUnderWay(c model.Case, _ Actor) model.Problems {
	if r := c.Referral(); r == nil || !r.AcceptedAt.IsZero() {
		return stop("step.no_referral")
	}
	return nil
}

func wasReferred(c model.Case, _ Actor) model.Problems {
	if c.Referral() == nil {
		return stop("step.no_referral")
	}
	return nil
}

// notUnderWay: a referral nobody has taken over yet is called back with
// "return", not reopened.
func notUnderWay(c model.Case, _ Actor) model.Problems {
	if r := c.Referral(); c.State == model.Referred && r != nil && r.AcceptedAt.IsZero() {
		return stop("step.referral_open", "name", r.To)
	}
	return nil
}

func asked(c model.Case, _ Actor) model.Problems {
	if openAdvice(c) < 0 {
		return stop("step.no_question")
	}
	return nil
}

// openAdvice is the first question without an answer, -1 when there is none.
func openAdvice(c model.Case) int {
	for i, a := range c.Advice {
		if a.AnsweredAt.IsZero() {
			return i
		}
	}
	return -1
}

func noHandOver(c model.Case, _ Actor) model.Problems {
	if c.HandOver != nil {
		return stop("step.hand_over", "name", c.HandOver.To)
	}
	if c.Over() {
		return stop("step.over")
	}
	return nil
}

// mayTakeOver: a hand-over is accepted by the one it is offered to. The shared
// desk, which has no name, may note it down for anybody.
func mayTakeOver(c model.Case, by Actor) model.Problems {
	switch {
	case c.HandOver == nil:
		return stop("step.no_hand_over")
	case by.ID != "" && by.Name != c.HandOver.To:
		return stop("step.not_yours", "name", c.HandOver.To)
	}
	return nil
}

func running(c model.Case, _ Actor) model.Problems {
	if c.Paused() != nil {
		return stop("step.paused")
	}
	return nil
}

func paused(c model.Case, _ Actor) model.Problems {
	if c.Paused() == nil {
		return stop("step.not_paused")
	}
	return nil
}
