package returns_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"heshi/model"
	"heshi/model/returns"
)

// askedMoment is where "now" of a random question lies.
func askedMoment() time.Time { return time.Date(2026, 11, 18, 15, 0, 0, 0, zone()) }

// drawFacts draws facts of which everything is told.
func drawFacts(t *rapid.T) returns.Facts {
	asked := askedMoment()
	today := model.DayOf(asked, zone())
	ago := rapid.IntRange(0, 12).Draw(t, "received days ago")
	bought := ago + rapid.IntRange(0, 3).Draw(t, "bought before")
	proof := returns.ProofSet(rapid.IntRange(0, 7).Draw(t, "proof"))
	f := returns.Facts{
		Subject:  returns.Subject(rapid.SampledFrom([]int{1, 1, 1, 1, 1, 2, 3, 4}).Draw(t, "subject")),
		Seller:   returns.Seller(rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "seller")),
		Channel:  returns.Channel(rapid.IntRange(1, 5).Draw(t, "channel")),
		Pickup:   rapid.IntRange(0, 4).Draw(t, "pickup") == 0,
		SeenDeal: tri(t, "seen"), Shop: drawShop(t, today),
		PurchasedOn: today - model.Day(bought), ReceivedAt: returns.Moment{Time: (today - model.Day(ago)).In(zone())},
		AskedAt: returns.Moment{Time: asked}, PaidFen: money(30000), Proof: &proof,
		Reason: returns.Reason(rapid.SampledFrom([]int{1, 1, 1, 2, 3, 4, 5}).Draw(t, "reason")),
		Goods: returns.GoodsFacts{
			Category:        rapid.SampledFrom(returns.Categories()).Draw(t, "category"),
			ThreeGuarantees: tri(t, "three"), CustomMade: rarely(t, "custom"), SecondHand: rarely(t, "second"),
			ByNature: tri(t, "nature"), ExclusionConfirmed: returns.Confirmed(rapid.IntRange(1, 3).Draw(t, "confirmed")),
		},
		Condition: returns.Condition{
			SealBroken: rarely(t, "seal"), OuterPackOpened: tri(t, "outer"), TagRemoved: rarely(t, "tag"),
			SoiledOrDamaged: rarely(t, "soiled"), UsedBeyondTest: rarely(t, "used"), Activated: tri(t, "activated"),
			ActivationNeeded: tri(t, "needed"), Altered: rarely(t, "altered"), PartsComplete: rarely(t, "parts").Not(),
		},
		Prepaid: &returns.Prepaid{PaidOn: today - model.Day(ago), SameServiceBefore: rarely(t, "same")},
	}
	if rapid.Bool().Draw(t, "has gift") {
		f.Gift = &returns.Gift{Given: tri(t, "given"), Returned: tri(t, "gift back")}
		if rapid.Bool().Draw(t, "marked") {
			f.Gift.MarkedFen = money(3900)
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "has bundle") == 0 {
		f.Bundle = &returns.Bundle{PaidFen: money(30000), Items: []returns.BundleItem{
			{Name: "a", ListedFen: money(12800), Returned: returns.Yes},
			{Name: "b", ListedFen: money(12800), Returned: tri(t, "b back")},
			{Name: "c", ListedFen: money(20000), Returned: tri(t, "c back")},
		}}
	}
	return f
}

// tri draws Yes or No.
func tri(t *rapid.T, name string) returns.Tri { return returns.TriOf(rapid.Bool().Draw(t, name)) }

// rarely draws mostly No, so that many facts draw an eligible return.
func rarely(t *rapid.T, name string) returns.Tri {
	return returns.TriOf(rapid.IntRange(0, 7).Draw(t, name) == 0)
}

func drawShop(t *rapid.T, today model.Day) *returns.Shop {
	s := &returns.Shop{Name: "甲"}
	if rapid.IntRange(0, 2).Draw(t, "sign") == 0 {
		s.OwnSignDays = rapid.IntRange(1, 30).Draw(t, "sign days")
	}
	if rapid.IntRange(0, 2).Draw(t, "member") > 0 {
		s.Member = &returns.Member{Joined: today - model.Day(rapid.IntRange(0, 300).Draw(t, "joined"))}
		if rapid.Bool().Draw(t, "longer") {
			s.Member.TermDays = rapid.IntRange(1, 30).Draw(t, "term")
		}
	}
	return s
}

// hole is an asked fact with the ways of filling it.
type hole struct {
	path string
	n    int
	fill func(f *returns.Facts, i int) // i below 0 makes it unknown
}

func triHole(path string, at func(f *returns.Facts) *returns.Tri) hole {
	return hole{path, 2, func(f *returns.Facts, i int) { *at(f) = returns.Tri(i + 1) }}
}

// holes are all asked facts. Those of gift, prepaid and shop copy before they
// write.
func holes() []hole {
	today := model.DayOf(askedMoment(), zone())
	h := []hole{
		{"channel", 5, func(f *returns.Facts, i int) { f.Channel = returns.Channel(i + 1) }},
		{"seller", 2, func(f *returns.Facts, i int) { f.Seller = returns.Seller(i + 1) }},
		{"goods.category", len(returns.Categories()), func(f *returns.Facts, i int) { f.Goods.Category = returns.Category(i + 1) }},
		{"reason", 5, func(f *returns.Facts, i int) { f.Reason = returns.Reason(i + 1) }},
		{"goods.exclusion_confirmed", 3, func(f *returns.Facts, i int) { f.Goods.ExclusionConfirmed = returns.Confirmed(i + 1) }},
		{"proof", 8, func(f *returns.Facts, i int) {
			set := returns.ProofSet(i)
			f.Proof = &set
			if i < 0 {
				f.Proof = nil
			}
		}},
		{"received_at", 4, func(f *returns.Facts, i int) {
			f.ReceivedAt.Time = time.Time{}
			if i >= 0 {
				f.ReceivedAt.Time = max(f.PurchasedOn, today-model.Day([]int{0, 5, 9, 30}[i])).In(zone())
			}
		}},
		{"purchased_on", 3, func(f *returns.Facts, i int) {
			f.PurchasedOn = 0
			if i >= 0 {
				f.PurchasedOn = model.DayOf(f.ReceivedAt.Time, zone()) - model.Day([]int{0, 100, 390}[i])
			}
		}},
		{"shop", 4, func(f *returns.Facts, i int) {
			f.Shop = map[int]*returns.Shop{
				0: {}, 1: {OwnSignDays: 30}, 2: {Member: &returns.Member{Joined: 1}},
				3: {Member: &returns.Member{Joined: 1, TermDays: 60}},
			}[i]
		}},
		{"prepaid.paid_on", 3, func(f *returns.Facts, i int) {
			p := *f.Prepaid
			p.PaidOn = 0
			if i >= 0 {
				p.PaidOn = today - model.Day(i*5)
			}
			f.Prepaid = &p
		}},
	}
	return append(h, triHoles()...)
}

func triHoles() []hole {
	return []hole{
		triHole("goods.custom_made", func(f *returns.Facts) *returns.Tri { return &f.Goods.CustomMade }),
		triHole("goods.second_hand", func(f *returns.Facts) *returns.Tri { return &f.Goods.SecondHand }),
		triHole("goods.by_nature", func(f *returns.Facts) *returns.Tri { return &f.Goods.ByNature }),
		triHole("goods.three_guarantees", func(f *returns.Facts) *returns.Tri { return &f.Goods.ThreeGuarantees }),
		triHole("seen_before_deal", func(f *returns.Facts) *returns.Tri { return &f.SeenDeal }),
		triHole("condition.seal_broken", func(f *returns.Facts) *returns.Tri { return &f.Condition.SealBroken }),
		triHole("condition.outer_pack_opened", func(f *returns.Facts) *returns.Tri { return &f.Condition.OuterPackOpened }),
		triHole("condition.tag_removed", func(f *returns.Facts) *returns.Tri { return &f.Condition.TagRemoved }),
		triHole("condition.soiled_or_damaged", func(f *returns.Facts) *returns.Tri { return &f.Condition.SoiledOrDamaged }),
		triHole("condition.used_beyond_test", func(f *returns.Facts) *returns.Tri { return &f.Condition.UsedBeyondTest }),
		triHole("condition.altered", func(f *returns.Facts) *returns.Tri { return &f.Condition.Altered }),
		triHole("condition.parts_complete", func(f *returns.Facts) *returns.Tri { return &f.Condition.PartsComplete }),
		triHole("condition.activated", func(f *returns.Facts) *returns.Tri { return &f.Condition.Activated }),
		triHole("condition.activation_needed_to_test", func(f *returns.Facts) *returns.Tri { return &f.Condition.ActivationNeeded }),
		{"prepaid.same_service_before", 2, func(f *returns.Facts, i int) {
			p := *f.Prepaid
			p.SameServiceBefore = returns.Tri(i + 1)
			f.Prepaid = &p
		}},
		{"gift.returned", 2, func(f *returns.Facts, i int) {
			if f.Gift != nil {
				g := *f.Gift
				g.Returned = returns.Tri(i + 1)
				f.Gift = &g
			}
		}},
		{"gift.given", 2, func(f *returns.Facts, i int) {
			if f.Gift != nil {
				g := *f.Gift
				g.Given = returns.Tri(i + 1)
				f.Gift = &g
			}
		}},
	}
}

func drawEnv(t *rapid.T, tb testing.TB) returns.Env {
	e := env(tb)
	e.Now = askedMoment()
	e.Charters = slices.Clone(e.Charters)
	if rapid.Bool().Draw(t, "wide charter") {
		c := e.Charters[0]
		c.Channels = []returns.Channel{returns.Onsite, returns.Online}
		c.Excluded = c.Excluded[4:]
		c.TermDays = rapid.IntRange(7, 20).Draw(t, "charter term")
		e.Charters = []returns.Charter{c}
	}
	return e
}
