package returns

import (
	"slices"
	"strconv"
	"strings"

	"heshi/model"
	"heshi/model/workday"
)

// teller puts an outcome into words.
type teller struct {
	*eval
	told    *eval // the facts as told; the same eval unless some are read in
	lang    string
	outcome outcome
	shown   track // whose days and charter are shown
	v       Verdict
}

func (t *teller) verdict() Verdict {
	t.v = Verdict{
		Verdict: t.outcome.kind, Basis: t.outcome.track.basis(),
		Grounds: []Ground{}, Missing: []Missing{}, Instead: []Instead{},
	}
	t.shown = t.shownTrack()
	t.showCharter()
	t.showWindow()
	t.showMoney()
	t.showRefundDays()
	t.grounds()
	t.instead()
	return t.v
}

// shownTrack is the track that carries the return or, when none does, the one
// of those founded (or not yet excluded) that lasts longest.
func (t *teller) shownTrack() track {
	if t.outcome.track != noTrack {
		return t.outcome.track
	}
	best := noTrack
	for _, tr := range t.alive() {
		if best == noTrack || t.last(tr) > t.last(best) {
			best = tr
		}
	}
	return best
}

// alive lists the tracks whose founding rule holds, or may hold.
func (t *teller) alive() []track {
	var sure, open []track
	for tr := statute; tr < numTracks; tr++ {
		switch found, _ := t.any(t.rules.found[tr]); found {
		case Yes:
			sure = append(sure, tr)
		case Unknown:
			open = append(open, tr)
		}
	}
	if len(sure) == 0 || t.outcome.kind == NeedInfo {
		return append(sure, open...)
	}
	return sure
}

func (t *teller) showCharter() {
	if t.shown != charterTrack {
		return
	}
	if found, _ := t.any(t.rules.found[charterTrack]); found != Yes {
		return
	}
	c, _ := t.charter()
	t.v.Charter = &CharterRef{
		ID: c.ID, Version: c.Version, EffectiveFrom: c.EffectiveFrom, EffectiveTo: c.EffectiveTo, Sample: c.Sample,
	}
}

// showWindow shows the days of the track: none while it is not known whether
// there is such a right, and none when the goods are left out of it altogether.
func (t *teller) showWindow() {
	q, known := t.count(t.shown)
	if t.shown == noTrack || !known {
		return
	}
	found, _ := t.any(t.rules.found[t.shown])
	if found != Yes || (!t.outcome.kind.Carried() && t.leftOut()) {
		return
	}
	span := t.cal.Run(q)
	w := &Window{Starts: span.Starts, RawLast: span.RawLast, Last: span.Last, Provisional: span.Provisional}
	w.Days = make([]WindowDay, len(span.Days))
	for i, d := range span.Days {
		w.Days[i] = WindowDay{Date: d.Date, Counts: d.Counts, Why: t.why(d.Why)}
	}
	t.v.Window = w
}

// leftOut reports whether a rule leaves such goods out of the shown track.
func (t *teller) leftOut() bool {
	return slices.ContainsFunc(t.rules.bars[t.shown], func(r *Rule) bool {
		hit, _ := r.when.judge(t.eval)
		return r.excludes && r.inForce(t.lawDay()) && hit == Yes
	})
}

func (t *teller) why(w workday.Why) string {
	name := w.Name.In(t.lang)
	switch w.Code {
	case workday.Weekend:
		return t.say("returns.why.weekend")
	case workday.RolledTo:
		return t.say("returns.why.rolled_to")
	case workday.HolidayByLaw:
		return name + t.say("returns.why.by_law")
	default:
		return name
	}
}

func (t *teller) say(key string) string { return t.rules.word(t.lang, key) }

func (t *teller) showMoney() {
	if !t.outcome.kind.Carried() || !t.eval.v.hasPaid {
		return
	}
	refund, cut := t.outcome.refund, t.eval.v.paid-t.outcome.refund
	t.v.RefundFen, t.v.DeductionFen = &refund, &cut
}

// showRefundDays works out until when the money is due. The law's days are
// counted plainly; a charter may promise fewer.
func (t *teller) showRefundDays() {
	view := t.eval.v
	if !t.outcome.kind.Carried() || view.returned.IsZero() {
		return
	}
	t.v.RefundBy = view.returned + model.Day(t.refundDays(t.shown))
	t.v.PenalLine = view.returned + model.Day(t.rules.penal)
	t.v.Overdue = view.clock > t.v.RefundBy
}

// grounds lists the rules the verdict rests on, those that decide first.
func (t *teller) grounds() {
	carried := t.outcome.kind.Carried()
	for _, tr := range t.shownTracks() {
		t.add(t.rules.found[tr])
		if carried {
			t.add(t.rules.cuts[tr])
		} else {
			t.add(t.rules.bars[tr])
		}
	}
	for _, r := range t.rules.tells {
		if t.speaks(r) {
			t.add([]*Rule{r})
		}
	}
	if !t.decided() {
		t.addOpen()
	}
	order := []Effect{Defeats, Supports, Deducts, Informs}
	slices.SortStableFunc(t.v.Grounds, func(a, b Ground) int {
		return slices.Index(order, a.Effect) - slices.Index(order, b.Effect)
	})
}

// shownTracks are the tracks whose rules are told: that which carries, or all
// that might have.
func (t *teller) shownTracks() []track {
	if t.outcome.track != noTrack {
		return []track{t.outcome.track}
	}
	return t.alive()
}

// speaks reports whether a told rule belongs to this verdict and its tracks.
func (t *teller) speaks(r *Rule) bool {
	carried, open := t.outcome.kind.Carried(), t.outcome.kind == NeedInfo
	if r.stage == stageOpen || (r.stage == stageCarried && !carried) || (r.stage == stageRefused && (carried || open)) {
		return false
	}
	return len(r.tracks) == 0 || slices.ContainsFunc(t.shownTracks(), r.on)
}

// add tells the rules that hold on the facts as told. Where an untold fact was
// read in, a rule that holds only because of it stays silent.
func (t *teller) add(rules []*Rule) {
	day := t.lawDay()
	for _, r := range rules {
		if !r.inForce(day) {
			continue
		}
		if hit, _ := r.when.judge(t.told); hit == Yes {
			t.append(r, r.Effect)
		}
	}
}

func (t *teller) append(r *Rule, effect Effect) {
	g := Ground{
		Rule: r.ID, Source: r.Source.In(t.lang), Article: r.Article, Effect: effect,
		Text: r.template(t.lang).fill(t.value),
	}
	if !slices.Contains(t.v.Grounds, g) {
		t.v.Grounds = append(t.v.Grounds, g)
	}
}

func (t *teller) decided() bool {
	return slices.ContainsFunc(t.v.Grounds, func(g Ground) bool { return g.Effect != Informs })
}

// addOpen tells the principle of every kind of sale it may be, for a verdict
// that still waits for answers or does not hang on them.
func (t *teller) addOpen() {
	for _, r := range t.rules.tells {
		if r.stage != stageOpen || !r.inForce(t.lawDay()) {
			continue
		}
		if hit, _ := r.when.judge(t.told); hit != No {
			t.append(r, r.Effect)
		}
	}
}

// instead lists the grounds that carry the wish anyway and, when the
// no-reason return does not, those that would if the fact they name were so.
// When untold facts decide only which ground carries, all that may are named.
func (t *teller) instead() {
	least := Yes
	if t.told != t.eval && t.outcome.kind == NotCoveredBut {
		least = Unknown
	}
	t.addInstead(t.rules.carries, least)
	if t.outcome.kind == NotCovered || t.outcome.kind == NotCoveredBut {
		t.addInstead(t.rules.offers, Unknown)
	}
}

// addInstead adds the rules that hold, or with least Unknown all that may.
func (t *teller) addInstead(rules []*Rule, least Tri) {
	day := t.lawDay()
	for _, r := range rules {
		hit, _ := r.when.judge(t.told)
		named := slices.ContainsFunc(t.v.Instead, func(i Instead) bool { return i.Rule == r.ID })
		if !r.inForce(day) || named || hit == No || (least == Yes && hit != Yes) {
			continue
		}
		t.v.Instead = append(t.v.Instead, Instead{
			Rule: r.ID, Source: r.Source.In(t.lang), Article: r.Article,
			Text: r.template(t.lang).fill(t.value),
		})
	}
}

// missing lists the facts in the order in which they are best asked.
func (t *teller) missing(matter factSet, b *Bundle) []Missing {
	out := []Missing{}
	for f := range numFacts {
		if !matter.has(f) {
			continue
		}
		question := t.say(askKey(f))
		if f != fItemsGo && f != fItemsListed {
			out = append(out, Missing{Fact: f.path(), Question: question})
			continue
		}
		for i, item := range b.Items {
			if p := itemPath(i, item, f); p != "" {
				out = append(out, Missing{Fact: p, Question: strings.ReplaceAll(question, "{item}", item.Name)})
			}
		}
	}
	return out
}

// itemPath is the path of what is untold of an item, "" when nothing is.
func itemPath(i int, item BundleItem, f fact) string {
	switch {
	case f == fItemsGo && item.Returned == Unknown:
		return index("bundle.items", i) + ".returned"
	case f == fItemsListed && item.ListedFen == nil && item.Returned != Yes:
		return index("bundle.items", i) + ".listed_fen"
	default:
		return ""
	}
}

// value writes a value of the case for a text. Numbers and days read the same
// in every language.
func (t *teller) value(s slot) string {
	w, view := t.window(t.shown), t.eval.v
	switch s {
	case slotStarts:
		return w.span.Starts.String()
	case slotRawLast:
		return w.span.RawLast.String()
	case slotLast:
		return w.span.Last.String()
	case slotTerm:
		q, _ := t.count(t.shown)
		return strconv.Itoa(q.N)
	case slotAsked:
		return view.asked.String()
	case slotCharter, slotClosing, slotProofs:
		return t.charterValue(s)
	case slotReturned:
		return view.returned.String()
	case slotRefundBy:
		return t.v.RefundBy.String()
	case slotPenalLine:
		return t.v.PenalLine.String()
	case slotRefundDays:
		return strconv.Itoa(t.refundDays(t.shown))
	default:
		return t.amount(s)
	}
}

func (t *teller) charterValue(s slot) string {
	c, _ := t.charter()
	switch {
	case c == nil:
		return ""
	case s == slotClosing:
		return c.Closing.String()
	case s == slotCharter:
		return c.Name.In(t.lang) + " " + c.Version
	}
	var words []string
	for _, w := range c.Proof.Strings() {
		words = append(words, t.say("returns.proof."+w))
	}
	return strings.Join(words, t.say("returns.separator"))
}

// amount writes yuan.
func (t *teller) amount(s slot) string {
	view := t.eval.v
	switch {
	case s == slotKept:
		return view.kept.Yuan()
	case s == slotMarked:
		return view.markedFen.Yuan()
	case !view.hasPaid:
		return "…"
	case s == slotPaid:
		return view.paid.Yuan()
	case s == slotTopUp:
		return (-t.outcome.refund).Yuan()
	default:
		return t.outcome.refund.Yuan()
	}
}
