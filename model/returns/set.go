package returns

import (
	"slices"
	"time"

	"heshi/model"
)

// triField returns the place of a fact told as yes or no, nil for any other.
func triField(f *Facts, path string) *Tri {
	g, c := &f.Goods, &f.Condition
	switch path {
	case "seen_before_deal":
		return &f.SeenDeal
	case "goods.three_guarantees":
		return &g.ThreeGuarantees
	case "goods.custom_made":
		return &g.CustomMade
	case "goods.second_hand":
		return &g.SecondHand
	case "goods.by_nature":
		return &g.ByNature
	case "condition.seal_broken":
		return &c.SealBroken
	case "condition.outer_pack_opened":
		return &c.OuterPackOpened
	case "condition.tag_removed":
		return &c.TagRemoved
	case "condition.soiled_or_damaged":
		return &c.SoiledOrDamaged
	case "condition.used_beyond_test":
		return &c.UsedBeyondTest
	case "condition.activated":
		return &c.Activated
	case "condition.activation_needed_to_test":
		return &c.ActivationNeeded
	case "condition.altered":
		return &c.Altered
	case "condition.parts_complete":
		return &c.PartsComplete
	}
	return triPart(f, path)
}

// triPart is triField for the parts that may be absent. They are copied, so
// that the facts they came from stay as they were.
func triPart(f *Facts, path string) *Tri {
	switch path {
	case "gift.given", "gift.returned":
		f.Gift = copied(f.Gift)
		if path == "gift.given" {
			return &f.Gift.Given
		}
		return &f.Gift.Returned
	case "prepaid.same_service_before":
		f.Prepaid = copied(f.Prepaid)
		return &f.Prepaid.SameServiceBefore
	}
	return nil
}

// copied returns a copy of what p points to, a new zero value for nil.
func copied[T any](p *T) *T {
	var v T
	if p != nil {
		v = *p
	}
	return &v
}

// setting is one fact an answer settles.
type setting struct {
	path  string
	value *node
}

// put writes the value at the path; a path or a value that fits no fact is a
// fault of the data.
func (r *reader) put(f *Facts, s setting, env *Env) {
	if t := triField(f, s.path); t != nil {
		*t = r.tri(s.value, s.path)
		return
	}
	switch s.path {
	case "subject":
		f.Subject = Subject(r.enum(s.value, s.path, subjectWords()))
	case "seller":
		f.Seller = Seller(r.enum(s.value, s.path, sellerWords()))
	case "channel":
		f.Channel = Channel(r.enum(s.value, s.path, channelWords()))
	case "pickup":
		f.Pickup = r.bool(s.value, s.path)
	case "goods.category":
		f.Goods.Category = Category(r.enum(s.value, s.path, categoryWords()))
	case "goods.exclusion_confirmed":
		f.Goods.ExclusionConfirmed = Confirmed(r.enum(s.value, s.path, confirmedWords()))
	case "reason":
		f.Reason = Reason(r.enum(s.value, s.path, reasonWords()))
	case "proof":
		set := ProofSet(r.set(s.value, s.path, proofWords()))
		f.Proof = &set
	case "shop":
		f.Shop = r.shopKind(s.value, s.path, env)
	default:
		r.fault(s.value, "returns.key_unknown", s.path, "key", s.path, "known", "")
	}
}

// shopKind reads what an answer says of a shop nobody looked up: "none" that
// it promises nothing, "member" that it has been in the alliance since the
// first charter, a number that its sign promises so many days.
func (r *reader) shopKind(n *node, path string, env *Env) *Shop {
	if n.kind == kindNumber {
		return &Shop{OwnSignDays: r.days(n, path)}
	}
	if r.enum(n, path, []string{"none", "member"}) != 2 {
		return &Shop{}
	}
	first := model.DayOf(env.Now, env.zone())
	for i := range env.Charters {
		first = min(first, env.Charters[i].EffectiveFrom)
	}
	return &Shop{Member: &Member{Joined: first}}
}

// putDay writes a day at each of the paths that is still untold. A day of
// receipt is its first moment.
func putDay(f *Facts, paths []string, d model.Day, zone *time.Location) {
	for _, path := range paths {
		switch {
		case path == "purchased_on" && f.PurchasedOn.IsZero():
			f.PurchasedOn = d
		case path == "received_at" && f.ReceivedAt.IsZero():
			f.ReceivedAt.Time = d.In(zone)
		case path == "prepaid.paid_on":
			f.Prepaid = copied(f.Prepaid)
			f.Prepaid.PaidOn = d
		case path == "shop.member.joined" && f.Shop != nil:
			f.Shop = copied(f.Shop)
			f.Shop.Member = copied(f.Shop.Member)
			f.Shop.Member.Joined = d
		}
	}
}

// putItems settles which items of the bundle go back, and what they cost.
func putItems(f *Facts, back []int, prices map[int]model.Money) {
	if f.Bundle == nil {
		return
	}
	f.Bundle = copied(f.Bundle)
	f.Bundle.Items = slices.Clone(f.Bundle.Items)
	for i := range f.Bundle.Items {
		item := &f.Bundle.Items[i]
		if back != nil {
			item.Returned = TriOf(slices.Contains(back, i))
		}
		if m, ok := prices[i]; ok {
			item.ListedFen = &m
		}
	}
}
