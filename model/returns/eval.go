package returns

import (
	"heshi/model"
	"heshi/model/workday"
)

// eval judges one view of the facts. It is used by one goroutine and then
// thrown away.
type eval struct {
	v        *view
	rules    *Rules
	cal      *workday.Calendar
	charters []Charter
	windows  [numTracks]window
	trace    *trace // nil unless the facts are being explored
}

// window is the span of days of one track, worked out when first asked for.
type window struct {
	done, known bool
	span        workday.Span
}

// distance says whether the deal is a distance sale: one ordered from afar and
// not looked at in the shop before it was concluded.
func (x *eval) distance() Tri {
	switch {
	case x.v.val[fChannel] == 0:
		return Unknown
	case Channel(x.v.val[fChannel]) == Onsite:
		return No
	case x.v.pickup:
		return x.v.tri(fSeen).Not()
	default:
		return Yes
	}
}

// shopTold reports whether the shop's promises are known. On a distance sale a
// shop nobody named has none; on-site it must be asked for.
func (x *eval) shopTold() bool {
	return x.v.val[fShop] != 0 || x.distance() == Yes
}

// member says whether the shop was in the alliance on the day of the purchase.
func (x *eval) member() Tri {
	v := x.v
	switch {
	case !x.shopTold():
		return Unknown
	case !v.isMember:
		return No
	case v.val[fJoined] == 0 || v.val[fPurchased] == 0:
		return Unknown
	default:
		return TriOf(v.joined <= v.purchased && (v.left.IsZero() || v.purchased <= v.left))
	}
}

// charter returns the version in force on the day of the purchase, nil when
// there is none, and false when the day is unknown.
func (x *eval) charter() (*Charter, bool) {
	if len(x.charters) == 0 {
		return nil, true
	}
	if x.v.val[fPurchased] == 0 {
		return nil, false
	}
	return CharterOn(x.charters, x.v.purchased), true
}

// inScope says whether the charter covers such a sale.
func (x *eval) inScope() Tri {
	c, known := x.charter()
	if !known {
		return Unknown
	}
	if c == nil {
		return No
	}
	category := Yes
	if len(c.Categories) > 0 {
		category = x.word(fCategory, c.categoryBits())
	}
	return and(category, x.channelIn(c.channelBits()))
}

// channelIn says whether the charter covers the channel; an online order
// looked at and taken in the shop is an on-site sale.
func (x *eval) channelIn(bits uint32) Tri {
	switch x.distance() {
	case No:
		return TriOf(bits&(1<<(Onsite-1)) != 0)
	case Yes:
		return x.word(fChannel, bits)
	default:
		return Unknown
	}
}

func and(a, b Tri) Tri {
	switch {
	case a == No || b == No:
		return No
	case a == Unknown || b == Unknown:
		return Unknown
	default:
		return Yes
	}
}

// word says whether the fact is one of the words.
func (x *eval) word(f fact, bits uint32) Tri {
	v := x.v.val[f]
	if v == 0 {
		return Unknown
	}
	return TriOf(bits&(1<<(v-1)) != 0)
}

// excluded says whether the charter leaves such goods out.
func (x *eval) excluded() Tri {
	c, known := x.charter()
	if !known {
		return Unknown
	}
	if c == nil {
		return No
	}
	out := No
	for i := range c.Excluded {
		e := &c.Excluded[i]
		hit := Yes
		if len(e.Categories) > 0 {
			hit = x.word(fCategory, e.categoryBits())
		}
		switch and(hit, x.when(e.When)) {
		case Yes:
			return Yes
		case Unknown:
			out = Unknown
		}
	}
	return out
}

func (x *eval) when(w When) Tri {
	if w == Always {
		return Yes
	}
	return x.v.tri(w.fact())
}

// lawDay is the day whose law governs: that of the purchase, or of the payment
// for a prepaid card.
func (x *eval) lawDay() model.Day {
	v := x.v
	for _, d := range [...]model.Day{v.purchased, v.received} {
		if !d.IsZero() && v.subject != PrepaidCard {
			return d
		}
	}
	if v.subject == PrepaidCard && !v.paidOn.IsZero() {
		return v.paidOn
	}
	return v.asked
}

// count is the deadline of the track, and false while its first day is unknown.
func (x *eval) count(t track) (workday.Count, bool) {
	v := x.v
	q := workday.Count{From: v.received, Unit: workday.NaturalDay, Roll: workday.CivilCode}
	known := v.val[fReceived] != 0
	switch t {
	case statute:
		q.N = x.rules.term(t, x.lawDay())
	case prepaidTrack:
		q.From, q.N, known = v.paidOn, x.rules.term(t, x.lawDay()), v.val[fPaidOn] != 0
	case signTrack:
		q.N = v.sign
		known = known && x.shopTold()
	case charterTrack:
		c, told := x.charter()
		if !told || c == nil {
			return q, false
		}
		q.N, q.Roll = max(c.TermDays, v.term), c.HolidayRoll
		if c.CountFrom == SameDay {
			q.From--
		}
	}
	return q, known
}

// window returns the days of the track, without the list of days.
func (x *eval) window(t track) *window {
	w := &x.windows[t]
	if !w.done {
		w.done = true
		var q workday.Count
		if q, w.known = x.count(t); w.known {
			w.span = x.cal.Deadline(q)
		}
	}
	return w
}

// late says whether the shopper asked after the last moment of the track.
func (x *eval) late(t track) Tri {
	w := x.window(t)
	if !w.known {
		return Unknown
	}
	return TriOf(x.v.asked > w.span.Last || x.v.asked == w.span.Last && x.afterClosing(t))
}

// afterClosing reports whether the moment of asking lies behind the closing
// time of the day: only the charter names one, and only on-site (Civil Code
// 203). Until the closing time itself is in time.
func (x *eval) afterClosing(t track) bool {
	if t != charterTrack || x.distance() != No {
		return false
	}
	c, _ := x.charter()
	return c != nil && x.v.askedSec > c.Closing.seconds()
}

// outcome is what would be told the shopper: two outcomes that are equal need
// no further question. Amount and days count only when the goods may go back.
type outcome struct {
	kind         Kind
	refund       model.Money
	starts, last model.Day
	track        track // not compared: see same
}

func (o outcome) same(p outcome) bool {
	o.track, p.track = noTrack, noTrack
	return o == p
}

// decide returns the outcome, or false and the unknown facts that stand in its
// way.
func (x *eval) decide() (outcome, bool, factSet) {
	best := noTrack
	var pending [numTracks]factSet
	var open factSet
	for t := statute; t < numTracks; t++ {
		carried, rests := x.carried(t)
		switch {
		case carried == Unknown:
			pending[t] = rests
			open |= rests
		case carried == Yes && (best == noTrack || x.last(t) > x.last(best)):
			best = t
		}
	}
	if best != noTrack {
		return x.settle(best, pending)
	}
	if open != 0 {
		return outcome{}, false, open
	}
	return x.refused()
}

func (x *eval) last(t track) model.Day { return x.window(t).span.Last }

// carried says whether the track founds the return and nothing bars it.
func (x *eval) carried(t track) (Tri, factSet) {
	found, rests := x.any(x.rules.found[t])
	if found == No {
		return No, 0
	}
	barred, more := x.any(x.rules.bars[t])
	switch {
	case barred == Yes:
		return No, 0
	case found == Yes && barred == No:
		return Yes, 0
	default:
		return Unknown, rests | more
	}
}

// any says whether one of the rules in force holds.
func (x *eval) any(rules []*Rule) (Tri, factSet) {
	var rests factSet
	day := x.lawDay()
	for _, r := range rules {
		if !r.inForce(day) {
			continue
		}
		t, s := r.when.judge(x)
		x.trace.note(x, r.when, t)
		switch t {
		case Yes:
			return Yes, 0
		case Unknown:
			rests |= s
		}
	}
	if rests != 0 {
		return Unknown, rests
	}
	return No, 0
}

// settle works out what a return carried by t comes to. A track still open
// matters only when it could last longer.
func (x *eval) settle(t track, pending [numTracks]factSet) (outcome, bool, factSet) {
	w := x.window(t)
	var open factSet
	for p, rests := range pending {
		if rests == 0 {
			continue
		}
		if other := x.window(track(p)); !other.known || other.span.Last > w.span.Last {
			open |= rests
		}
	}
	cut, rests := x.cut(t)
	if open |= rests; open != 0 {
		return outcome{}, false, open
	}
	o := outcome{kind: Eligible, starts: w.span.Starts, last: w.span.Last, track: t}
	if cut > 0 {
		o.kind = EligibleWithDeduction
		o.refund = -cut
	}
	if x.v.hasPaid {
		o.refund = x.v.paid - cut
	}
	return o, true, 0
}

// cut is what the deducting rules take off.
func (x *eval) cut(t track) (model.Money, factSet) {
	var sum model.Money
	var open factSet
	day := x.lawDay()
	for _, r := range x.rules.cuts[t] {
		if !r.inForce(day) {
			continue
		}
		holds, rests := r.when.judge(x)
		x.trace.note(x, r.when, holds)
		open |= rests
		if holds != Yes {
			continue
		}
		if r.amount == amountGift {
			sum += x.v.markedFen
			continue
		}
		open |= x.v.unknown & setOf(fItemsGo, fItemsListed)
		sum += x.v.kept
	}
	return sum, open
}

// refused tells apart whether another ground carries the shopper's wish.
func (x *eval) refused() (outcome, bool, factSet) {
	switch t, rests := x.any(x.rules.carries); t {
	case Unknown:
		return outcome{}, false, rests
	case Yes:
		return outcome{kind: NotCoveredBut}, true, 0
	default:
		return outcome{kind: NotCovered}, true, 0
	}
}

// refundDays is how many days the shop has to repay once the goods are back:
// those of the law, fewer where the charter says so.
func (x *eval) refundDays(t track) int {
	days := x.rules.refund
	if c, _ := x.charter(); t == charterTrack && c != nil {
		days = min(days, (c.RefundHours+23)/24)
	}
	return days
}
