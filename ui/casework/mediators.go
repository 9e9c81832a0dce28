package casework

import (
	"slices"

	"heshi/shifts"
	"heshi/ui/text"
	"heshi/ui/theme"
	"heshi/ui/widget"
)

// mediators offers who could mediate, the best first, with the reasons; those
// the case names already stay in sight.
func (s Screen) mediators() []widget.Option {
	var out []widget.Option
	for _, m := range s.may {
		o := widget.Option{Value: m.Name, Label: m.Name}
		if why := s.reasons(m); len(why) > 0 {
			o.Label = s.env.T("casework.mediator", "name", m.Name, "why", why)
		}
		if m.Conflict {
			o.Tone = theme.Warn
		}
		out = append(out, o)
	}
	for _, name := range s.c.Mediators {
		if !slices.ContainsFunc(s.may, func(m shifts.Mediator) bool { return m.Name == name }) {
			out = append(out, widget.Option{Value: name, Label: name})
		}
	}
	return out
}

// reasons say what speaks for a mediator, and what against.
func (s Screen) reasons(m shifts.Mediator) []string {
	var out []string
	add := func(is bool, key text.Key, args ...any) {
		if is {
			out = append(out, s.env.T(key, args...))
		}
	}
	add(m.Conflict, "casework.mediator.conflict")
	add(m.Speaks, "casework.mediator.speaks", "skill", s.env.T(text.Key("code.dialect."+s.c.Dialect)))
	add(m.Here, "casework.mediator.here")
	add(m.OnTurn && !m.Here, "casework.mediator.on_turn")
	add(m.Lead, "casework.mediator.lead")
	return out
}

// conflicts reports whether anybody who could mediate has to do with the shop:
// only then is the consent of both sides asked for.
func (s Screen) conflicts() bool {
	return slices.ContainsFunc(s.may, func(m shifts.Mediator) bool { return m.Conflict })
}
