package casework

import (
	"heshi/model"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// dutyLine is a promise in one line: what, how much, by when.
func (s Screen) dutyLine(d model.Duty) string {
	line := d.What
	if d.Amount > 0 {
		line += "  " + s.env.Text.Money(d.Amount)
	}
	return s.env.T("casework.duty", "what", line, "day", s.env.Text.ShortDay(d.Due))
}

// dutyStanding says where a promise stands, in words and colour.
func (s Screen) dutyStanding(d model.Duty) (theme.Tone, string) {
	word := s.env.T(text.Key("duty_state." + string(d.State)))
	switch {
	case d.Open() && d.Due < s.today():
		return theme.Bad, s.env.T("casework.duty.late", "state", word, "n", int(s.today()-d.Due))
	case d.State == model.DutyFailed:
		return theme.Bad, word
	case d.Open() && d.Due == s.today():
		return theme.Warn, s.env.T("casework.duty.today", "state", word)
	case d.State == model.DutyPerformed:
		return theme.Good, word
	}
	return theme.Normal, word
}

// dutiesBlock shows the agreement, what it promises and what the fund paid.
func (s Screen) dutiesBlock(width int) widget.Block {
	th, w := s.env.Theme, s.inset(width)
	var blocks []widget.Block
	if a := s.c.Agreement; a != nil {
		blocks = append(blocks, widget.Para(th.Text, s.agreementLine(*a), w))
		if a.Terms != "" {
			blocks = append(blocks, widget.Para(th.Text, a.Terms, w))
		}
		blocks = append(blocks, widget.Para(th.Muted, s.confirmation(*a), w))
	}
	for _, d := range s.c.Duties {
		if s.env.Senior {
			blocks = append(blocks, widget.Blank(w, 1))
		}
		tone, word := s.dutyStanding(d)
		blocks = append(blocks,
			widget.Para(th.Text, s.dutyLine(d), w),
			widget.Pad(widget.Fit(widget.Lines(th.Status(tone, word)), w-2, 1), 0, 0, 0, 2))
		for _, line := range s.dutyDetails(d) {
			blocks = append(blocks, widget.Pad(widget.Para(th.Muted, line, w-2), 0, 0, 0, 2))
		}
	}
	for _, a := range s.c.Advances {
		blocks = append(blocks, widget.Para(th.Text, s.advanceLine(a), w))
	}
	if len(blocks) == 0 {
		blocks = append(blocks, widget.Para(th.Muted, s.env.T("casework.no_duties"), w))
	}
	return widget.Stack(blocks...)
}

func (s Screen) agreementLine(a model.Agreement) string {
	return s.env.T("casework.agreement", "day", s.env.Text.ShortDay(a.EffectiveOn),
		"form", s.env.T(text.Key("code.agreement_form."+a.Form)), "body", s.env.T(text.Key("code.body."+a.Body)))
}

// confirmation says whether a court may confirm the agreement, and until when.
func (s Screen) confirmation(a model.Agreement) string {
	switch {
	case a.Body != "committee":
		return s.env.T("casework.court.closed")
	case !a.ConfirmedOn.IsZero():
		return s.env.T("casework.court.done", "day", s.env.Text.ShortDay(a.ConfirmedOn))
	}
	for _, st := range s.states {
		if st.Rule == "court_confirmation" {
			return s.env.T("casework.court.open", "day", s.env.Text.ShortDay(st.Last))
		}
	}
	return s.env.T("casework.court.unknown")
}

func (s Screen) dutyDetails(d model.Duty) []string {
	var out []string
	if d.Manner != "" {
		out = append(out, d.Manner)
	}
	if d.State == model.DutyPartly {
		out = append(out, s.env.T("casework.duty.left", "left", d.Left()))
	}
	for _, p := range d.Proofs {
		out = append(out, s.env.T("casework.duty.proof", "ref", p.Ref, "when", s.env.Text.Moment(p.At.In(s.env.Now().Location()))))
	}
	if d.Why != "" {
		out = append(out, s.env.T("casework.duty.why", "why", d.Why))
	}
	return out
}

func (s Screen) advanceLine(a model.Advance) string {
	key := text.Key("casework.advance.open")
	switch {
	case a.GivenUp != "":
		key = "casework.advance.given_up"
	case !a.RecoveredAt.IsZero():
		key = "casework.advance.back"
	}
	return s.env.T(key, "amount", a.Amount, "fund", a.Fund, "name", a.RecoverFrom, "day", a.RecoverBy)
}
