package returns

import "strings"

// slot is a value of the case a text may name.
type slot uint8

const (
	noSlot slot = iota
	slotStarts
	slotRawLast
	slotLast
	slotTerm
	slotAsked
	slotPaid
	slotRefund
	slotKept
	slotTopUp
	slotMarked
	slotReturned
	slotRefundBy
	slotPenalLine
	slotRefundDays
	slotCharter
	slotClosing
	slotProofs
)

func slotNames() wordList {
	return wordList{
		"starts", "raw_last", "last", "term", "asked", "paid", "refund", "kept", "top_up", "marked",
		"returned", "refund_by", "penal_line", "refund_days", "charter", "closing", "proofs",
	}
}

// template is a text cut at its placeholders.
type template struct {
	parts []string // one more than slots
	slots []slot
}

// parseTemplate cuts s at its {names} and returns a name that is none, or "".
func parseTemplate(s string) (template, string) {
	var t template
	for {
		before, rest, found := strings.Cut(s, "{")
		t.parts = append(t.parts, before)
		if !found {
			return t, ""
		}
		name, after, _ := strings.Cut(rest, "}")
		n := slot(0)
		for i, w := range slotNames() {
			if w == name {
				n = slot(i + 1)
			}
		}
		if n == noSlot {
			return t, "{" + name + "}"
		}
		t.slots = append(t.slots, n)
		s = after
	}
}

// fill puts the values in; without values each reads "…".
func (t template) fill(value func(slot) string) string {
	if len(t.slots) == 0 {
		return t.parts[0]
	}
	var b strings.Builder
	for i, part := range t.parts {
		b.WriteString(part)
		if i == len(t.slots) {
			break
		}
		if value == nil {
			b.WriteString("…")
			continue
		}
		b.WriteString(value(t.slots[i]))
	}
	return b.String()
}
