package returns

import "heshi/model"

// predicates returns every question a rule may ask, by name. Rules name them
// in their data; a name that is not here is refused when the rules are loaded.
func predicates() map[string]predicate {
	all := map[string]predicate{}
	for _, list := range [][]predicate{toldPredicates(), wordPredicates(), promisePredicates(), timePredicates(), moneyPredicates()} {
		for _, p := range list {
			all[p.name] = p
		}
	}
	return all
}

// toldPredicates are facts told as yes or no.
func toldPredicates() []predicate {
	var out []predicate
	for name, f := range map[string]fact{
		"seen_before_deal": fSeen, "same_service_before": fSameService,
		"custom_made": fCustom, "second_hand": fSecondHand, "three_guarantees": fThree, "by_nature": fByNature,
		"seal_broken": fSeal, "outer_pack_opened": fOuter, "tag_removed": fTag, "soiled_or_damaged": fSoiled,
		"used_beyond_test": fUsed, "altered": fAltered, "parts_complete": fParts,
		"activated": fActivated, "activation_needed_to_test": fActNeeded,
		"gift_given": fGiftGiven, "gift_returned": fGiftReturned,
	} {
		out = append(out, predicate{name: name, reads: setOf(f), holds: func(x *eval, _ arg) Tri { return x.v.tri(f) }})
	}
	return out
}

// wordPredicates ask whether a fact is one of the given words.
func wordPredicates() []predicate {
	out := []predicate{{
		name: "subject", takes: takesWords, words: subjectWords(),
		holds: func(x *eval, a arg) Tri { return TriOf(a.has(uint8(x.v.subject))) },
	}, {
		name: "proof", takes: takesWords, words: proofWords(), reads: setOf(fProof),
		holds: func(x *eval, a arg) Tri {
			if x.v.val[fProof] == 0 {
				return Unknown
			}
			return TriOf(uint32(x.v.val[fProof]-1)&a.bits != 0)
		},
	}}
	for name, w := range map[string]struct {
		fact  fact
		words wordList
	}{
		"seller": {fSeller, sellerWords()}, "channel": {fChannel, channelWords()},
		"category": {fCategory, categoryWords()}, "reason": {fReason, reasonWords()},
		"exclusion_confirmed": {fConfirmed, confirmedWords()},
	} {
		out = append(out, predicate{
			name: name, takes: takesWords, words: w.words, reads: setOf(w.fact),
			holds: func(x *eval, a arg) Tri { return x.word(w.fact, a.bits) },
		})
	}
	return out
}

// promisePredicates ask about the kind of sale and what was promised.
func promisePredicates() []predicate {
	sale := setOf(fChannel, fSeen)
	shop := sale | setOf(fShop)
	membership := shop | setOf(fJoined, fPurchased)
	return []predicate{
		{name: "distance", reads: sale, holds: func(x *eval, _ arg) Tri { return x.distance() }},
		{name: "onsite", reads: sale, holds: func(x *eval, _ arg) Tri { return x.distance().Not() }},
		{name: "pickup", holds: func(x *eval, _ arg) Tri { return TriOf(x.v.pickup) }},
		{name: "member", reads: membership, holds: func(x *eval, _ arg) Tri { return x.member() }},
		{name: "charter_in_scope", reads: sale | setOf(fPurchased, fCategory), holds: func(x *eval, _ arg) Tri { return x.inScope() }},
		{name: "charter_promise", reads: membership | setOf(fCategory), holds: func(x *eval, _ arg) Tri {
			return and(x.member(), x.inScope())
		}},
		{name: "sign_promise", reads: shop, holds: func(x *eval, _ arg) Tri {
			if !x.shopTold() {
				return Unknown
			}
			return TriOf(x.v.sign > 0)
		}},
		{
			name: "charter_excludes",
			reads: setOf(fPurchased, fCategory, fCustom, fSecondHand, fSeal, fOuter, fActivated,
				fTag, fSoiled, fUsed, fAltered),
			holds: func(x *eval, _ arg) Tri { return x.excluded() },
		},
		{name: "charter_proof", reads: setOf(fPurchased, fProof), holds: charterProof},
		{name: "charter_over_cap", reads: setOf(fPurchased, fPaid), holds: charterOverCap},
		{name: "charter_rule", takes: takesWords, words: charterRuleWords(), reads: setOf(fPurchased), holds: charterRule},
		{name: "shop_left", reads: shop, holds: func(x *eval, _ arg) Tri {
			if !x.shopTold() {
				return Unknown
			}
			return TriOf(!x.v.left.IsZero() && x.v.left < x.v.asked)
		}},
		{name: "court_seized", holds: func(x *eval, _ arg) Tri { return TriOf(x.v.seized) }},
	}
}

// charterProof asks whether the shopper has a proof the charter takes.
func charterProof(x *eval, _ arg) Tri {
	c, known := x.charter()
	switch {
	case known && c == nil:
		return No
	case !known || x.v.val[fProof] == 0:
		return Unknown
	default:
		return TriOf(uint32(x.v.val[fProof]-1)&uint32(c.Proof) != 0)
	}
}

// charterOverCap asks whether the goods cost more than the charter covers.
func charterOverCap(x *eval, _ arg) Tri {
	c, known := x.charter()
	switch {
	case known && (c == nil || c.PriceCapFen == nil):
		return No
	case !known || x.v.val[fPaid] == 0:
		return Unknown
	default:
		return TriOf(x.v.paid > *c.PriceCapFen)
	}
}

// charterRuleWords are the ways a charter may choose between, as far as rules
// ask for them.
func charterRuleWords() wordList {
	return wordList{"pay_marked", "return_or_deduct", "resettle", "all_or_nothing", "same_brand", "alliance"}
}

func charterRule(x *eval, a arg) Tri {
	c, known := x.charter()
	if !known {
		return Unknown
	}
	if c == nil {
		return No
	}
	for i, word := range charterRuleWords() {
		chosen := word == string(c.GiftRule) || word == string(c.BundleRule) || word == string(c.CrossShop)
		if chosen && a.has(uint8(i+1)) {
			return Yes
		}
	}
	return No
}

// trackReads are the facts the days of a track may rest on.
func trackReads(t track) factSet {
	switch t {
	case prepaidTrack:
		return setOf(fPaidOn)
	case signTrack:
		return setOf(fReceived, fShop, fChannel, fSeen)
	case charterTrack:
		return setOf(fReceived, fPurchased, fShop, fChannel, fSeen)
	default:
		return setOf(fReceived)
	}
}

// timePredicates ask about days. Past and future are judged as of the asking,
// what became of a return as of the clock.
func timePredicates() []predicate {
	return []predicate{
		{name: "late", takes: takesTrack, holds: func(x *eval, a arg) Tri { return x.late(a.track) }},
		{name: "last_day", takes: takesTrack, holds: func(x *eval, a arg) Tri {
			w := x.window(a.track)
			if !w.known {
				return Unknown
			}
			return TriOf(x.v.asked == w.span.Last)
		}},
		{name: "rolled", takes: takesTrack, holds: func(x *eval, a arg) Tri {
			w := x.window(a.track)
			if !w.known {
				return Unknown
			}
			return TriOf(w.span.Last != w.span.RawLast)
		}},
		{name: "received_within_days", takes: takesNumber, reads: setOf(fReceived), holds: func(x *eval, a arg) Tri {
			if x.v.val[fReceived] == 0 {
				return Unknown
			}
			return TriOf(x.v.asked <= x.v.received+model.Day(a.n))
		}},
		{name: "returned", holds: func(x *eval, _ arg) Tri { return TriOf(!x.v.returned.IsZero()) }},
		{name: "refund_overdue", takes: takesTrack, holds: func(x *eval, a arg) Tri {
			return TriOf(!x.v.returned.IsZero() && x.v.clock > x.v.returned+model.Day(x.refundDays(a.track)))
		}},
		{name: "returned_over_days", takes: takesNumber, holds: func(x *eval, a arg) Tri {
			return TriOf(!x.v.returned.IsZero() && x.v.clock > x.v.returned+model.Day(a.n))
		}},
	}
}

// moneyPredicates ask about gift and bundle.
func moneyPredicates() []predicate {
	return []predicate{
		{name: "gift_marked", holds: func(x *eval, _ arg) Tri { return TriOf(x.v.marked && x.v.markedFen > 0) }},
		{name: "bundle", holds: func(x *eval, _ arg) Tri { return TriOf(x.v.bundle) }},
		{name: "bundle_partial", reads: setOf(fItemsGo), holds: func(x *eval, _ arg) Tri {
			if !x.v.bundle {
				return No
			}
			if x.v.val[fItemsGo] == 0 && !x.v.partial {
				return Unknown
			}
			return TriOf(x.v.partial)
		}},
		{name: "tops_up", reads: setOf(fItemsGo, fItemsListed, fGiftGiven, fGiftReturned), holds: topsUp},
	}
}

// topsUp asks whether what is taken off exceeds what was paid, so that the
// shopper would have to add money.
func topsUp(x *eval, _ arg) Tri {
	v := x.v
	if !v.hasPaid {
		return No
	}
	if v.unknown&setOf(fItemsGo, fItemsListed, fGiftGiven, fGiftReturned) != 0 {
		return Unknown
	}
	var off model.Money
	if v.partial {
		off = v.kept
	}
	if v.marked && v.tri(fGiftGiven) == Yes && v.tri(fGiftReturned) == No {
		off += v.markedFen
	}
	return TriOf(off > v.paid)
}
