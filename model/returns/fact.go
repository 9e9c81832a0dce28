package returns

import (
	"math/bits"
	"time"

	"heshi/model"
)

// fact is an asked fact: one whose absence means unknown. The order is the one
// in which the unknown facts are tried out: what settles most comes first.
type fact uint8

const (
	fChannel fact = iota
	fSeller
	fSeen
	fCategory
	fShop
	fJoined
	fPurchased
	fReceived
	fPaidOn
	fSameService
	fProof
	fPaid
	fCustom
	fSecondHand
	fSeal
	fOuter
	fTag
	fSoiled
	fUsed
	fAltered
	fParts
	fActivated
	fActNeeded
	fConfirmed
	fByNature
	fGiftGiven
	fGiftReturned
	fItemsGo
	fItemsListed
	fReason
	fThree
	numFacts
)

// factSet is a set of facts, one bit each.
type factSet uint64

func setOf(facts ...fact) factSet {
	var s factSet
	for _, f := range facts {
		s |= 1 << f
	}
	return s
}

func (s factSet) has(f fact) bool { return s&(1<<f) != 0 }

func (s factSet) first() fact { return fact(bits.TrailingZeros64(uint64(s))) }

// path is the dotted path of the fact in the contract's JSON. The two facts
// about the items of a bundle stand for a path an item.
func (f fact) path() string {
	return [numFacts]string{
		"channel", "seller", "seen_before_deal", "goods.category", "shop", "shop.member.joined",
		"purchased_on", "received_at", "prepaid.paid_on", "prepaid.same_service_before", "proof", "paid_fen",
		"goods.custom_made", "goods.second_hand", "condition.seal_broken", "condition.outer_pack_opened",
		"condition.tag_removed", "condition.soiled_or_damaged", "condition.used_beyond_test",
		"condition.altered", "condition.parts_complete", "condition.activated",
		"condition.activation_needed_to_test", "goods.exclusion_confirmed", "goods.by_nature",
		"gift.given", "gift.returned", "bundle.items.returned", "bundle.items.listed_fen", "reason",
		"goods.three_guarantees",
	}[f]
}

// view is the facts laid flat for judging: cheap to copy, so that unknown facts
// can be tried out.
type view struct {
	val     [numFacts]uint8 // 0 unknown; else Tri, word from 1, proof set plus 1, or 1 for "given"
	unknown factSet

	subject  Subject
	pickup   bool
	seized   bool
	isMember bool
	gift     bool
	marked   bool // the gift's price was marked
	bundle   bool
	partial  bool // part of the bundle goes back
	hasPaid  bool

	purchased, received, paidOn, returned model.Day
	joined, left                          model.Day
	asked, clock                          model.Day
	askedSec                              int // second of the day of asking

	sign, term int // promised days, 0: none

	paid, markedFen, kept model.Money
}

func (v *view) tri(f fact) Tri { return Tri(v.val[f]) }

// put settles a fact.
func (v *view) put(f fact, val uint8) {
	v.val[f] = val
	v.unknown &^= 1 << f
}

// newView lays the facts flat. now stands in for an untold moment of asking.
func newView(f *Facts, now time.Time, zone *time.Location) view {
	asked := f.AskedAt.Time
	if asked.IsZero() {
		asked = now
	}
	h, m, s := asked.In(zone).Clock()
	v := view{
		subject: f.Subject, pickup: f.Pickup, seized: f.CourtSeized,
		asked: model.DayOf(asked, zone), askedSec: h*3600 + m*60 + s, clock: model.DayOf(now, zone),
		purchased: f.PurchasedOn, returned: f.ReturnedOn,
	}
	v.words(f)
	v.days(f, zone)
	v.shop(f.Shop)
	v.money(f)
	for i, val := range v.val {
		if val == 0 {
			v.unknown |= 1 << i
		}
	}
	return v
}

func (v *view) words(f *Facts) {
	g, c := &f.Goods, &f.Condition
	v.val[fChannel], v.val[fSeller] = uint8(f.Channel), uint8(f.Seller)
	v.val[fSeen], v.val[fReason] = uint8(f.SeenDeal), uint8(f.Reason)
	v.val[fCategory], v.val[fThree] = uint8(g.Category), uint8(g.ThreeGuarantees)
	v.val[fCustom], v.val[fSecondHand] = uint8(g.CustomMade), uint8(g.SecondHand)
	v.val[fByNature], v.val[fConfirmed] = uint8(g.ByNature), uint8(g.ExclusionConfirmed)
	v.val[fSeal], v.val[fOuter] = uint8(c.SealBroken), uint8(c.OuterPackOpened)
	v.val[fTag], v.val[fSoiled] = uint8(c.TagRemoved), uint8(c.SoiledOrDamaged)
	v.val[fUsed], v.val[fAltered] = uint8(c.UsedBeyondTest), uint8(c.Altered)
	v.val[fActivated], v.val[fActNeeded] = uint8(c.Activated), uint8(c.ActivationNeeded)
	v.val[fParts] = uint8(c.PartsComplete)
	if f.Proof != nil {
		v.val[fProof] = uint8(*f.Proof) + 1
	}
	if p := f.Prepaid; p != nil {
		v.val[fSameService], v.paidOn = uint8(p.SameServiceBefore), p.PaidOn
	}
}

func (v *view) days(f *Facts, zone *time.Location) {
	if !f.ReceivedAt.IsZero() {
		v.received = model.DayOf(f.ReceivedAt.Time, zone)
	}
	for _, d := range [...]struct {
		fact fact
		day  model.Day
	}{{fPurchased, v.purchased}, {fReceived, v.received}, {fPaidOn, v.paidOn}} {
		if !d.day.IsZero() {
			v.val[d.fact] = 1
		}
	}
}

func (v *view) shop(s *Shop) {
	if s == nil {
		return
	}
	v.val[fShop], v.val[fJoined] = 1, 1
	v.sign = s.OwnSignDays
	if m := s.Member; m != nil {
		v.isMember, v.joined, v.left, v.term = true, m.Joined, m.Left, m.TermDays
		if m.Joined.IsZero() {
			v.val[fJoined] = 0
		}
	}
}

func (v *view) money(f *Facts) {
	if f.PaidFen != nil {
		v.hasPaid, v.paid, v.val[fPaid] = true, *f.PaidFen, 1
	}
	v.val[fGiftGiven], v.val[fGiftReturned] = uint8(No), uint8(No)
	if g := f.Gift; g != nil {
		v.gift, v.val[fGiftGiven], v.val[fGiftReturned] = true, uint8(g.Given), uint8(g.Returned)
		if g.MarkedFen != nil {
			v.marked, v.markedFen = true, *g.MarkedFen
		}
	}
	v.val[fItemsGo], v.val[fItemsListed] = 1, 1
	if f.Bundle == nil {
		return
	}
	k := f.Bundle.kept()
	v.bundle, v.partial, v.kept = true, k.partial, k.sum
	if k.unknownGoes {
		v.val[fItemsGo] = 0
	}
	if k.unknownListed {
		v.val[fItemsListed] = 0
	}
}
