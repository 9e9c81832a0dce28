package returns

import (
	"time"

	"heshi/model"
)

// Check returns what cannot be true in the facts as of now, in the zone: a
// purchase in the future, a question before the receipt, two different amounts
// paid, and the like. Field is the dotted path. It looks at facts built by a
// screen as well as at those ReadFacts read.
func (f *Facts) Check(now time.Time, zone *time.Location) model.Problems {
	c := checker{f: f, asked: f.AskedAt.Time, zone: zone}
	if c.asked.IsZero() {
		c.asked = now
	}
	c.today = model.DayOf(c.asked, zone)
	c.clock = max(c.today, model.DayOf(now, zone))
	c.subject()
	c.dates()
	c.money()
	c.shop()
	c.bundle()
	return c.ps
}

type checker struct {
	f     *Facts
	asked time.Time
	zone  *time.Location
	today model.Day // of asking
	clock model.Day // today, or the later day of asking
	ps    model.Problems
}

func (c *checker) add(code, field string, args ...any) {
	c.ps = append(c.ps, problem(code, field, args...))
}

func (c *checker) subject() {
	if c.f.Subject == 0 {
		c.add("returns.subject_missing", "subject")
	}
	if c.f.Shop != nil && c.f.Shop.Lookup {
		c.add("returns.shop_lookup", "shop", "shop", c.f.Shop.Name)
	}
}

func (c *checker) dates() {
	f := c.f
	var received model.Day
	if !f.ReceivedAt.IsZero() {
		received = model.DayOf(f.ReceivedAt.Time, c.zone)
		if f.ReceivedAt.After(c.asked) {
			c.add("returns.asked_before_received", "asked_at", "asked", c.today, "received", received)
		}
	}
	c.notAfter("returns.purchase_future", "purchased_on", f.PurchasedOn, c.today)
	if !f.PurchasedOn.IsZero() && !received.IsZero() && received < f.PurchasedOn {
		c.add("returns.received_before_purchase", "received_at", "received", received, "purchased", f.PurchasedOn)
	}
	if f.Prepaid != nil {
		c.notAfter("returns.purchase_future", "prepaid.paid_on", f.Prepaid.PaidOn, c.today)
	}
	c.notAfter("returns.returned_future", "returned_on", f.ReturnedOn, c.clock)
	had := max(f.PurchasedOn, received)
	if !f.ReturnedOn.IsZero() && f.ReturnedOn < had {
		c.add("returns.returned_before_received", "returned_on", "returned", f.ReturnedOn, "received", had)
	}
}

func (c *checker) notAfter(code, field string, d, limit model.Day) {
	if d > limit {
		c.add(code, field, "day", d, "limit", limit)
	}
}

func (c *checker) money() {
	f := c.f
	c.amount("paid_fen", f.PaidFen)
	if f.Gift != nil {
		c.amount("gift.marked_fen", f.Gift.MarkedFen)
	}
	if f.Bundle == nil {
		return
	}
	c.amount("bundle.paid_fen", f.Bundle.PaidFen)
	if a, b := f.PaidFen, f.Bundle.PaidFen; a != nil && b != nil && *a != *b {
		c.add("returns.paid_differs", "bundle.paid_fen", "paid", *a, "bundle", *b)
	}
}

func (c *checker) amount(field string, m *model.Money) {
	if m != nil && *m < 0 {
		c.add("returns.negative", field, "value", *m)
	}
	if m != nil && *m > maxFen {
		c.add("returns.range", field, "value", *m, "low", 0, "high", maxFen)
	}
}

func (c *checker) shop() {
	s := c.f.Shop
	if s == nil {
		return
	}
	c.term("shop.own_sign_days", s.OwnSignDays)
	if s.Member == nil {
		return
	}
	c.term("shop.member.term_days", s.Member.TermDays)
	if m := s.Member; !m.Left.IsZero() && m.Left < m.Joined {
		c.add("returns.left_before_joined", "shop.member.left", "left", m.Left, "joined", m.Joined)
	}
}

func (c *checker) term(field string, days int) {
	if days < 0 || days > maxTerm {
		c.add("returns.range", field, "value", days, "low", 1, "high", maxTerm)
	}
}

func (c *checker) bundle() {
	b := c.f.Bundle
	if b == nil {
		return
	}
	if len(b.Items) == 0 || len(b.Items) > maxItems {
		c.add("returns.bundle_items", "bundle.items", "count", len(b.Items), "high", maxItems)
		return
	}
	for i, item := range b.Items {
		if m := item.ListedFen; m != nil && (*m < 0 || *m > maxFen) {
			c.amount(index("bundle.items", i)+".listed_fen", m)
		}
	}
	if k := b.kept(); k.goes == 0 && !k.unknownGoes {
		c.add("returns.bundle_none_returned", "bundle.items")
	}
}
