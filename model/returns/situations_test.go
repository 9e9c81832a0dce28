package returns_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"heshi/model"
	"heshi/model/returns"
)

// situation is an example of domain.md section 8, or one nobody listed.
type situation struct {
	name    string
	facts   set
	verdict returns.Kind
	basis   string
	grounds []string // some of the grounds
	instead []string // some of the other grounds
	missing []string // all of the missing facts
	refund  *model.Money
	raw     string // raw last day of the window, "" when there is no window
	last    string
}

func situations() []situation {
	return append(listed(), unlisted()...)
}

func listed() []situation {
	return []situation{{
		name: "T1 suit made to measure", facts: set{"goods.custom_made": true},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"S2 defeats"}, instead: []string{"R1"},
	}, {
		name: "T1 choose size M or L", facts: set{},
		verdict: returns.Eligible, basis: "statute", grounds: []string{"S1 supports"},
		refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T2 game disc, seal torn", facts: set{"goods.category": "audio_video", "condition.seal_broken": true, "goods.three_guarantees": nil},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"S2 defeats"}, instead: []string{"R1", "R2"},
	}, {
		name: "T2 disc unreadable", facts: set{"goods.category": "audio_video", "condition.seal_broken": true, "reason": "quality", "goods.three_guarantees": true},
		verdict: returns.NotCoveredBut, basis: "none", grounds: []string{"S2 defeats"}, instead: []string{"R1", "R2"},
	}, {
		name: "T2 disc unopened", facts: set{"goods.category": "audio_video"},
		verdict: returns.Eligible, basis: "statute", refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name:    "T5 live-stream shoes over the October holiday",
		facts:   set{"goods.category": "footwear", "purchased_on": "2026-09-22", "received_at": "2026-09-24T18:00:00+08:00", "asked_at": "2026-10-05T10:00:00+08:00"},
		verdict: returns.Eligible, basis: "statute", grounds: []string{"S1 supports", "N1 informs"},
		refund: money(30000), raw: "2026-10-01", last: "2026-10-08",
	}, {
		name:    "T5 asked a day after the rolled last day",
		facts:   set{"goods.category": "footwear", "purchased_on": "2026-09-22", "received_at": "2026-09-24T18:00:00+08:00", "asked_at": "2026-10-09T00:00:00+08:00"},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"S1 defeats", "N1 defeats"},
		raw: "2026-10-01", last: "2026-10-08",
	}, {
		name: "T6 coat of a non-member, on-site", facts: set{"channel": "onsite", "shop": map[string]any{"name": "乙"}},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"V1 defeats"}, instead: []string{"R1", "R15"},
	}, {
		name: "T6 with its own sign", facts: set{"channel": "onsite", "shop": map[string]any{"name": "乙", "own_sign_days": 7}},
		verdict: returns.Eligible, basis: "commitment", grounds: []string{"V1 supports"},
		refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T9 gift lost, marked 39 yuan", facts: set{"gift": map[string]any{"given": true, "returned": false, "marked_fen": 3900}},
		verdict: returns.EligibleWithDeduction, basis: "statute", grounds: []string{"N7 deducts"},
		refund: money(26100), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T9 gift lost, not marked", facts: set{"gift": map[string]any{"given": true, "returned": false}},
		verdict: returns.Eligible, basis: "statute", grounds: []string{"N7 informs"},
		refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T12 meal voucher", facts: set{"subject": "voucher", "goods": nil, "condition": nil},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"G-SVC defeats"},
		instead: []string{"I-PLATFORM", "I-CONTRACT", "R15"},
	}, {
		name: "T14 gym card, day 6, nothing used", facts: prepaid("2026-11-12", false),
		verdict: returns.Eligible, basis: "statute", grounds: []string{"R10 supports"},
		refund: money(30000), raw: "2026-11-19", last: "2026-11-19",
	}, {
		name: "T14 used the same before", facts: prepaid("2026-11-12", true),
		verdict: returns.NotCovered, basis: "none", grounds: []string{"R10 defeats"}, instead: []string{"R9", "R11"},
		raw: "2026-11-19", last: "2026-11-19",
	}, {
		name: "T14 day 8", facts: prepaid("2026-11-10", false),
		verdict: returns.NotCovered, basis: "none", grounds: []string{"R10 defeats"}, instead: []string{"R9", "R11"},
		raw: "2026-11-17", last: "2026-11-17",
	}, {
		name: "T17 three for 300, one back", facts: set{"bundle": bundle(30000, 12800, true, false, false)},
		verdict: returns.EligibleWithDeduction, basis: "statute", grounds: []string{"N12 deducts"},
		refund: money(4400), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T17 the shopper would have to add money", facts: set{"paid_fen": 20000, "bundle": bundle(20000, 12800, true, false, false)},
		verdict: returns.EligibleWithDeduction, basis: "statute", grounds: []string{"N12 deducts"},
		refund: money(-5600), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T17 all three back", facts: set{"bundle": bundle(30000, 12800, true, true, true)},
		verdict: returns.Eligible, basis: "statute", refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T18 phone activated, excluded and confirmed", facts: phone(set{"goods.exclusion_confirmed": "per_purchase", "condition.activation_needed_to_test": nil, "goods.three_guarantees": true}),
		verdict: returns.NotCovered, basis: "none", grounds: []string{"S3 defeats", "N3 defeats"}, instead: []string{"R2"},
	}, {
		name: "T18 not confirmed, activation not needed", facts: phone(set{"condition.activation_needed_to_test": false}),
		verdict: returns.NotCovered, basis: "none", grounds: []string{"N5 defeats", "S4 defeats"},
		raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T18 not confirmed, activation needed", facts: phone(set{"condition.activation_needed_to_test": true}),
		verdict: returns.Eligible, basis: "statute", grounds: []string{"N5 supports"},
		refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T18 not confirmed, need unknown", facts: phone(set{"condition.activation_needed_to_test": nil}),
		verdict: returns.NeedInfo, basis: "none", missing: []string{"condition.activation_needed_to_test"},
		raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T18 a default tick is no confirmation", facts: phone(set{"goods.exclusion_confirmed": "default_ticked", "condition.activation_needed_to_test": true}),
		verdict: returns.Eligible, basis: "statute", grounds: []string{"N14 supports"},
		refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "T19 picked up, unknown whether seen before the deal", facts: set{"pickup": true, "shop": map[string]any{"name": "乙"}},
		verdict: returns.NeedInfo, basis: "none", missing: []string{"seen_before_deal"},
	}, {
		name: "T19 seen before the deal", facts: set{"pickup": true, "seen_before_deal": true, "shop": map[string]any{"name": "乙"}},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"V1 defeats"},
	}, {
		name: "T19 not seen", facts: set{"pickup": true, "seen_before_deal": false},
		verdict: returns.Eligible, basis: "statute", refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}}
}

func prepaid(paid string, before bool) set {
	return set{
		"subject": "prepaid", "goods": nil, "condition": nil, "received_at": nil, "purchased_on": nil, "channel": "onsite",
		"prepaid": map[string]any{"paid_on": paid, "same_service_before": before},
	}
}

func phone(more set) set {
	s := set{"goods.category": "electronics", "condition.activated": true}
	for k, v := range more {
		s[k] = v
	}
	return s
}

func bundle(paid, listed int, returned ...bool) map[string]any {
	items := []any{}
	for _, r := range returned {
		items = append(items, map[string]any{"name": "shirt", "listed_fen": listed, "returned": r})
	}
	return map[string]any{"paid_fen": paid, "items": items}
}

func unlisted() []situation {
	member := onsite()["shop"]
	return []situation{{
		name: "private seller online", facts: set{"seller": "private", "goods.second_hand": true},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"R17 defeats"}, instead: []string{"I-CONTRACT"},
	}, {
		name:    "member shop, last day one minute before closing",
		facts:   set{"channel": "onsite", "shop": member, "asked_at": "2026-11-23T21:59:00+08:00"},
		verdict: returns.Eligible, basis: "commitment", refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name:    "member shop, last day at closing time",
		facts:   set{"channel": "onsite", "shop": member, "asked_at": "2026-11-23T22:00:00+08:00"},
		verdict: returns.Eligible, basis: "commitment", refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name:    "member shop, last day after closing",
		facts:   set{"channel": "onsite", "shop": member, "asked_at": "2026-11-23T22:01:00+08:00"},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"V1 defeats"}, raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "online, last day until midnight", facts: set{"asked_at": "2026-11-23T23:59:59+08:00"},
		verdict: returns.Eligible, basis: "statute", refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "online, a foreign offset of the same moment", facts: set{"asked_at": "2026-11-23T16:00:00Z"},
		verdict: returns.NotCovered, basis: "none", raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "member's own longer promise",
		facts: set{
			"channel": "onsite", "asked_at": "2026-11-28T10:00:00+08:00",
			"shop": map[string]any{"member": map[string]any{"joined": "2026-01-01", "term_days": 15}},
		},
		verdict: returns.Eligible, basis: "commitment", refund: money(30000), raw: "2026-12-01", last: "2026-12-01",
	}, {
		name: "member that promises less than the charter",
		facts: set{
			"channel": "onsite", "asked_at": "2026-11-22T10:00:00+08:00",
			"shop": map[string]any{"member": map[string]any{"joined": "2026-01-01", "term_days": 3}},
		},
		verdict: returns.Eligible, basis: "commitment", refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name:    "shop that joined after the purchase",
		facts:   set{"channel": "onsite", "shop": map[string]any{"member": map[string]any{"joined": "2026-11-16"}}},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"V1 defeats"},
	}, {
		name:    "shop that left after the purchase is still bound",
		facts:   set{"channel": "onsite", "shop": map[string]any{"member": map[string]any{"joined": "2026-01-01", "left": "2026-11-16"}}},
		verdict: returns.Eligible, basis: "commitment", refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name:    "shop that left before the purchase",
		facts:   set{"channel": "onsite", "shop": map[string]any{"member": map[string]any{"joined": "2026-01-01", "left": "2026-11-14"}}},
		verdict: returns.NotCovered, basis: "none", instead: []string{"R13"},
	}, {
		name: "jewellery of a member", facts: set{"channel": "onsite", "shop": member, "goods.category": "jewellery"},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"V10 defeats"},
	}, {
		name: "custom-made of a member", facts: set{"channel": "onsite", "shop": member, "goods.custom_made": true},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"V10 defeats", "S2 defeats"},
	}, {
		name:    "underwear tried on out of its pack",
		facts:   set{"channel": "onsite", "shop": member, "goods.category": "underwear", "condition.outer_pack_opened": true},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"V10 defeats"},
	}, {
		name: "member, no proof at all", facts: set{"channel": "onsite", "shop": member, "proof": []any{}},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"V4 defeats"}, raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "member, receipt lost but paid by phone", facts: set{"channel": "onsite", "shop": member, "proof": []any{"payment_record"}},
		verdict: returns.Eligible, basis: "commitment", grounds: []string{"V4 supports"},
		refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name:    "online and a sign of fifteen days: the longer promise wins",
		facts:   set{"shop": map[string]any{"own_sign_days": 15}},
		verdict: returns.Eligible, basis: "commitment", grounds: []string{"V1 supports"},
		refund: money(30000), raw: "2026-12-01", last: "2026-12-01",
	}, {
		name:    "online and a sign of seven days: equal, so the statute",
		facts:   set{"shop": map[string]any{"own_sign_days": 7}},
		verdict: returns.Eligible, basis: "statute", refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "faulty and still returnable: both", facts: set{"reason": "quality"},
		verdict: returns.Eligible, basis: "statute", instead: []string{"R1"},
		refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "faulty, on-site, no promise", facts: set{"reason": "quality", "channel": "onsite", "shop": map[string]any{}},
		verdict: returns.NotCoveredBut, basis: "none", instead: []string{"R1"},
	}, {
		name: "deceived by a service", facts: set{"subject": "service", "reason": "fraud"},
		verdict: returns.NotCoveredBut, basis: "none", grounds: []string{"G-SVC defeats"}, instead: []string{"R6"},
	}, {
		name: "bad meal", facts: set{"subject": "service", "reason": "food_safety"},
		verdict: returns.NotCoveredBut, basis: "none", instead: []string{"R7"},
	}, {
		name: "cheaper now, on-site without promise", facts: set{"reason": "price", "channel": "onsite", "shop": map[string]any{}},
		verdict: returns.NotCovered, basis: "none", instead: []string{"R14"},
	}, {
		name:    "cosmetics unsealed, by nature but only ticked by default",
		facts:   set{"goods.category": "cosmetics", "condition.seal_broken": true, "goods.by_nature": true, "goods.exclusion_confirmed": "default_ticked"},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"N5 defeats"}, raw: "2026-11-23", last: "2026-11-23",
	}, {
		name:    "cosmetics sealed, by nature but only ticked by default",
		facts:   set{"goods.category": "cosmetics", "goods.by_nature": true, "goods.exclusion_confirmed": "default_ticked"},
		verdict: returns.Eligible, basis: "statute", grounds: []string{"S3 supports", "N14 supports"},
		refund: money(30000), raw: "2026-11-23", last: "2026-11-23",
	}, {
		name:    "custom-made needs no confirmation to be left out",
		facts:   set{"goods.custom_made": true, "goods.exclusion_confirmed": "none"},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"S2 defeats"},
	}, {
		name: "nobody knows whether it fits any exclusion", facts: set{"goods.exclusion_confirmed": nil, "goods.by_nature": nil},
		verdict: returns.NeedInfo, basis: "none", missing: []string{"goods.exclusion_confirmed", "goods.by_nature"},
		raw: "2026-11-23", last: "2026-11-23",
	}, {
		name: "on-site and no word of the shop", facts: set{"channel": "onsite"},
		verdict: returns.NeedInfo, basis: "none", missing: []string{"shop"},
	}, {
		name: "purchase before the charter", facts: set{
			"channel": "onsite", "shop": member,
			"purchased_on": "2025-12-31", "received_at": "2025-12-31T12:00:00+08:00", "asked_at": "2026-01-02T12:00:00+08:00",
		},
		verdict: returns.NotCovered, basis: "none", grounds: []string{"V1 defeats"},
	}}
}

func TestSituations(t *testing.T) {
	for _, s := range situations() {
		t.Run(s.name, func(t *testing.T) {
			v := judge(t, s.facts)
			require.Equal(t, s.verdict, v.Verdict, "grounds %v missing %v", grounds(v), missing(v))
			require.Equal(t, s.basis, v.Basis)
			require.Subset(t, grounds(v), s.grounds)
			require.Subset(t, instead(v), s.instead)
			require.ElementsMatch(t, s.missing, missing(v))
			require.Equal(t, s.refund, v.RefundFen)
			if s.last == "" {
				require.Nil(t, v.Window)
				return
			}
			require.NotNil(t, v.Window)
			require.Equal(t, s.raw, v.Window.RawLast.String())
			require.Equal(t, s.last, v.Window.Last.String())
		})
	}
}
