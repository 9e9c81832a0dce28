package flow

import "slices"

// IsAnswer reports whether a step notes that somebody answered: a core
// enterprise, an authority or another office that was asked or given a case, a
// colleague who was offered one. Whoever was away wants to hear of it first.
func IsAnswer(step string) bool {
	return slices.Contains([]string{"core-answer", "advice-answer", "accept-referral", "return", "accept-handover", "decline-handover"}, step)
}
