package returns

import (
	"slices"

	"heshi/model"
)

// explorer finds out which unknown facts can still change the outcome. It
// tries representative values of the facts the outcome rests on and builds a
// reduced decision diagram: a fact is in the diagram exactly when some answer
// to it makes a difference.
type explorer struct {
	base     *eval
	outcomes []outcome
	nodes    []decision
	matter   factSet
	budget   int
	sample   *view // one full reading of the facts
	days     [numFacts][]model.Day
	words    [numFacts][]uint8
	seen     map[string]int // by trace; nil remembers nothing
}

// decision is a node of the diagram: a fact and where each of its values leads.
type decision struct {
	fact fact
	to   []int
}

// tries bounds the work of one exploration. Beyond it every fact the outcome
// rests on at first sight is asked for: more than needed, never less.
const tries = 20_000

// inner marks ids of nodes, apart from those of outcomes.
const inner = 1 << 20

// matters returns the facts that can still change the outcome, empty when none
// can; then sample is one reading of the facts that leads to it.
func (x *eval) matters(rests factSet) (matter factSet, sample *view) {
	e := &explorer{base: x, budget: tries, seen: map[string]int{}}
	root := e.explore(x.v)
	switch {
	case e.budget < 0:
		return rests, nil
	case root < inner:
		return 0, e.sample
	default:
		return e.matter, nil
	}
}

func (e *explorer) explore(v *view) int {
	if e.budget--; e.budget < 0 {
		return 0
	}
	x := eval{v: v, rules: e.base.rules, cal: e.base.cal, charters: e.base.charters, trace: &trace{}}
	o, settled, rests := x.decide()
	if settled {
		return e.leaf(o, v)
	}
	x.trace.values(v)
	key := string(x.trace.key)
	at, known := e.seen[key]
	if !known {
		at = e.branch(v, rests.first())
		if e.seen != nil {
			e.seen[key] = at
		}
	}
	return at
}

// branch tries the values of one fact.
func (e *explorer) branch(v *view, f fact) int {
	n := e.count(v, f)
	to := make([]int, n)
	same := true
	for i := range n {
		w := *v
		e.set(&w, f, i)
		to[i] = e.explore(&w)
		same = same && to[i] == to[0]
	}
	if same {
		return to[0]
	}
	return e.node(f, to)
}

func (e *explorer) leaf(o outcome, v *view) int {
	if e.sample == nil {
		w := *v
		e.sample = &w
	}
	for i := range e.outcomes {
		if e.outcomes[i].same(o) {
			return i
		}
	}
	e.outcomes = append(e.outcomes, o)
	return len(e.outcomes) - 1
}

// node returns the node that asks f and goes on to the given places: the one
// there is, or a new one.
func (e *explorer) node(f fact, to []int) int {
	for i := range e.nodes {
		if n := &e.nodes[i]; n.fact == f && slices.Equal(n.to, to) {
			return inner + i
		}
	}
	e.matter |= setOf(f)
	e.nodes = append(e.nodes, decision{f, to})
	return inner + len(e.nodes) - 1
}

// count returns how many values of the fact are to be tried.
func (e *explorer) count(v *view, f fact) int {
	switch f {
	case fChannel, fSeller, fCategory, fReason, fConfirmed:
		if e.words[f] == nil {
			e.words[f] = e.base.unlike(f)
		}
		return len(e.words[f])
	case fPurchased:
		e.days[f] = e.base.purchaseDays(v)
		return len(e.days[f])
	case fShop:
		return 4
	default:
		return 2
	}
}

// far is how many days back an untold day may lie.
const far = 400

// set puts the i-th value to be tried.
func (e *explorer) set(v *view, f fact, i int) {
	switch f {
	case fChannel, fSeller, fCategory, fReason, fConfirmed:
		v.put(f, e.words[f][i])
	case fShop:
		e.setShop(v, i)
	case fJoined:
		v.put(f, 1)
		v.joined = [2]model.Day{1, v.asked + 1}[i]
	case fPurchased:
		v.put(f, 1)
		v.purchased = e.days[f][i]
	case fReceived:
		v.put(f, 1)
		first := v.purchased
		if first.IsZero() {
			first = v.asked - far
		}
		v.received = [2]model.Day{v.asked, first}[i]
	case fPaidOn:
		v.put(f, 1)
		v.paidOn = [2]model.Day{v.asked, v.asked - far}[i]
	case fProof:
		v.put(f, [2]uint8{8, 1}[i])
	case fPaid:
		v.put(f, 1)
		v.paid = [2]model.Money{0, maxFen}[i]
	case fItemsGo:
		v.put(f, 1)
		v.partial = v.partial || i == 1
		v.kept += model.Money(i)
	case fItemsListed:
		v.put(f, 1)
		v.kept += model.Money(i)
	default:
		v.put(f, [2]uint8{uint8(No), uint8(Yes)}[i])
	}
}

// setShop tries the shops there may be: one that promises nothing, a member
// with the charter's term, a member and a sign with a term that is long enough.
func (e *explorer) setShop(v *view, i int) {
	v.put(fShop, 1)
	v.put(fJoined, 1)
	long := far
	if !v.received.IsZero() {
		long = int(v.asked-v.received) + 1
	}
	switch i {
	case 1:
		v.isMember, v.joined = true, 1
	case 2:
		v.isMember, v.joined, v.term = true, 1, long
	case 3:
		v.sign = long
	}
}

// unlike returns one word for each group of words no rule and no charter tells
// apart.
func (x *eval) unlike(f fact) []uint8 {
	var out []uint8
	var marks []string
	for w := uint8(1); w <= wordCount(f); w++ {
		mark := x.mark(f, w)
		if !slices.Contains(marks, mark) {
			marks = append(marks, mark)
			out = append(out, w)
		}
	}
	return out
}

func wordCount(f fact) uint8 {
	switch f {
	case fChannel:
		return uint8(Mail)
	case fSeller:
		return uint8(Private)
	case fCategory:
		return uint8(Other)
	case fReason:
		return uint8(FoodSafety)
	default:
		return uint8(NotConfirmed)
	}
}

// mark spells which of the sets asked for hold the word.
func (x *eval) mark(f fact, w uint8) string {
	b := make([]byte, 0, 64)
	in := func(bits uint32) { b = append(b, '0'+byte(bits>>(w-1)&1)) }
	for _, bits := range x.rules.alike[f] {
		in(bits)
	}
	if f == fChannel { // on-site or distance
		in(1 << (Onsite - 1))
	}
	for i := range x.charters {
		c := &x.charters[i]
		if f == fChannel {
			in(c.channelBits())
		}
		if f == fCategory {
			in(c.categoryBits())
			for j := range c.Excluded {
				in(c.Excluded[j].categoryBits())
			}
		}
	}
	return string(b)
}

// purchaseDays returns the days of purchase to be tried: the latest there can
// be, and the days around which charter or membership change.
func (x *eval) purchaseDays(v *view) []model.Day {
	last := v.asked
	if !v.received.IsZero() {
		last = v.received
	}
	out := []model.Day{last}
	add := func(d model.Day) {
		if d > last-far && d < last && !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	for i := range x.charters {
		c := &x.charters[i]
		add(c.EffectiveFrom)
		add(c.EffectiveFrom - 1)
		add(c.EffectiveTo)
		add(c.EffectiveTo + 1)
	}
	if v.isMember {
		add(v.joined)
		add(v.joined - 1)
		add(v.left)
		add(v.left + 1)
	}
	return out
}
