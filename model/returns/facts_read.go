package returns

import (
	"heshi/model"
)

// ReadFacts reads the facts of the contract's JSON. It is strict: an unknown
// key, a value of the wrong kind, a word that is none of the expected, an
// impossible date and a negative amount come back as model.Problems, each with
// the dotted path of its field. It does not look at the clock; Check does.
func ReadFacts(data []byte) (Facts, error) {
	tree, p := parseTree(data)
	if p != nil {
		return Facts{}, model.Problems{p}
	}
	r := &reader{}
	f := r.facts(tree)
	if err := r.err(); err != nil {
		return Facts{}, err
	}
	return f, nil
}

// UnmarshalJSON is ReadFacts, for facts kept inside a larger record.
func (f *Facts) UnmarshalJSON(data []byte) error {
	v, err := ReadFacts(data)
	if err != nil {
		return err
	}
	*f = v
	return nil
}

func (r *reader) facts(n *node) Facts {
	var f Facts
	if !r.object(n, "", "subject", "seller", "channel", "pickup", "seen_before_deal", "shop", "purchased_on",
		"received_at", "asked_at", "returned_on", "paid_fen", "proof", "reason", "goods", "condition", "gift",
		"bundle", "prepaid", "court_or_authority_seized") {
		return f
	}
	f.Subject = Subject(r.enum(n.get("subject"), "subject", subjectWords()))
	if f.Subject == 0 && r.ps.At("subject") == nil {
		r.fault(n, "returns.subject_missing", "subject")
	}
	f.Seller = Seller(r.enum(n.get("seller"), "seller", sellerWords()))
	f.Channel = Channel(r.enum(n.get("channel"), "channel", channelWords()))
	f.Pickup = r.bool(n.get("pickup"), "pickup")
	f.SeenDeal = r.tri(n.get("seen_before_deal"), "seen_before_deal")
	f.Shop = r.shop(n.get("shop"), "shop")
	f.PurchasedOn = r.day(n.get("purchased_on"), "purchased_on")
	f.ReceivedAt.Time = r.moment(n.get("received_at"), "received_at")
	f.AskedAt.Time = r.moment(n.get("asked_at"), "asked_at")
	f.ReturnedOn = r.day(n.get("returned_on"), "returned_on")
	f.PaidFen = r.money(n.get("paid_fen"), "paid_fen")
	if proof := n.get("proof"); given(proof) {
		set := ProofSet(r.set(proof, "proof", proofWords()))
		f.Proof = &set
	}
	f.Reason = Reason(r.enum(n.get("reason"), "reason", reasonWords()))
	f.Goods = r.goods(n.get("goods"), "goods")
	f.Condition = r.condition(n.get("condition"), "condition")
	f.Gift = r.gift(n.get("gift"), "gift")
	f.Bundle = r.bundle(n.get("bundle"), "bundle")
	f.Prepaid = r.prepaid(n.get("prepaid"), "prepaid")
	f.CourtSeized = r.bool(n.get("court_or_authority_seized"), "court_or_authority_seized")
	return f
}

func (r *reader) shop(n *node, path string) *Shop {
	if !given(n) {
		return nil
	}
	if n.kind == kindString {
		return &Shop{Name: n.text, Lookup: true}
	}
	if !r.object(n, path, "name", "own_sign_days", "member") {
		return nil
	}
	s := &Shop{
		Name:        r.string(n.get("name"), path+".name"),
		OwnSignDays: r.days(n.get("own_sign_days"), path+".own_sign_days"),
	}
	m, at := n.get("member"), path+".member"
	if given(m) && r.object(m, at, "joined", "left", "term_days") {
		s.Member = &Member{
			Joined:   r.day(m.get("joined"), at+".joined"),
			Left:     r.day(m.get("left"), at+".left"),
			TermDays: r.days(m.get("term_days"), at+".term_days"),
		}
	}
	return s
}

func (r *reader) goods(n *node, path string) GoodsFacts {
	var g GoodsFacts
	if !given(n) || !r.object(n, path, "category", "three_guarantees", "custom_made", "second_hand",
		"by_nature", "exclusion_confirmed") {
		return g
	}
	g.Category = Category(r.enum(n.get("category"), path+".category", categoryWords()))
	g.ThreeGuarantees = r.tri(n.get("three_guarantees"), path+".three_guarantees")
	g.CustomMade = r.tri(n.get("custom_made"), path+".custom_made")
	g.SecondHand = r.tri(n.get("second_hand"), path+".second_hand")
	g.ByNature = r.tri(n.get("by_nature"), path+".by_nature")
	g.ExclusionConfirmed = Confirmed(r.enum(n.get("exclusion_confirmed"), path+".exclusion_confirmed", confirmedWords()))
	return g
}

func (r *reader) condition(n *node, path string) Condition {
	var c Condition
	if !given(n) || !r.object(n, path, "seal_broken", "outer_pack_opened", "tag_removed", "soiled_or_damaged",
		"used_beyond_test", "activated", "activation_needed_to_test", "altered", "parts_complete") {
		return c
	}
	c.SealBroken = r.tri(n.get("seal_broken"), path+".seal_broken")
	c.OuterPackOpened = r.tri(n.get("outer_pack_opened"), path+".outer_pack_opened")
	c.TagRemoved = r.tri(n.get("tag_removed"), path+".tag_removed")
	c.SoiledOrDamaged = r.tri(n.get("soiled_or_damaged"), path+".soiled_or_damaged")
	c.UsedBeyondTest = r.tri(n.get("used_beyond_test"), path+".used_beyond_test")
	c.Activated = r.tri(n.get("activated"), path+".activated")
	c.ActivationNeeded = r.tri(n.get("activation_needed_to_test"), path+".activation_needed_to_test")
	c.Altered = r.tri(n.get("altered"), path+".altered")
	c.PartsComplete = r.tri(n.get("parts_complete"), path+".parts_complete")
	return c
}

func (r *reader) gift(n *node, path string) *Gift {
	if !given(n) || !r.object(n, path, "given", "returned", "marked_fen") {
		return nil
	}
	return &Gift{
		Given:     r.tri(n.get("given"), path+".given"),
		Returned:  r.tri(n.get("returned"), path+".returned"),
		MarkedFen: r.money(n.get("marked_fen"), path+".marked_fen"),
	}
}

// maxItems bounds the items of a bundle.
const maxItems = 1000

func (r *reader) bundle(n *node, path string) *Bundle {
	if !given(n) || !r.object(n, path, "paid_fen", "items") {
		return nil
	}
	b := &Bundle{PaidFen: r.money(n.get("paid_fen"), path+".paid_fen")}
	items, at := n.get("items"), path+".items"
	if items == nil {
		items = &node{line: n.line}
	}
	if !r.is(items, kindList, at) {
		return b
	}
	if len(items.items) == 0 || len(items.items) > maxItems {
		r.fault(items, "returns.bundle_items", at, "count", len(items.items), "high", maxItems)
		return b
	}
	for i, item := range items.items {
		b.Items = append(b.Items, r.item(item, index(at, i)))
	}
	return b
}

func (r *reader) item(n *node, path string) BundleItem {
	if !r.object(n, path, "name", "listed_fen", "returned") {
		return BundleItem{}
	}
	return BundleItem{
		Name:      r.string(n.get("name"), path+".name"),
		ListedFen: r.money(n.get("listed_fen"), path+".listed_fen"),
		Returned:  r.tri(n.get("returned"), path+".returned"),
	}
}

func (r *reader) prepaid(n *node, path string) *Prepaid {
	if !given(n) || !r.object(n, path, "paid_on", "same_service_before") {
		return nil
	}
	return &Prepaid{
		PaidOn:            r.day(n.get("paid_on"), path+".paid_on"),
		SameServiceBefore: r.tri(n.get("same_service_before"), path+".same_service_before"),
	}
}
