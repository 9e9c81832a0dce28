package find

import (
	"cmp"
	"context"
	"math"
	"slices"
)

const (
	// maxLimit is the most hits one search returns.
	maxLimit = 1000
	// maxChecks is how many rows one search compares at most.
	maxChecks = 20_000
)

// search is one search under way.
type search struct {
	asked
	memory
}

// asked is what belongs to one search alone.
type asked struct {
	ctx     context.Context
	v       *View
	q       Query
	last    int   // the last tier that is looked for
	hits    []Hit // and what they hold
	whys    []Why // for hits to come
	texts   texts // of hits
	touched byte
	records int // in all parts
	checks  int // rows that may still be compared
	awaited int // records that match, of parts in which few may
	steps   int
	stop    bool
	partial bool
	err     error

	anyTerms  [maxWords][len(termFields)]int8 // whether a word matches any name that repeats: 1 yes, -1 no, 0 not asked
	nearly    map[string][][]string
	nearNames map[string][]string
}

func newSearch(ctx context.Context, v *View, q Query) *search {
	s := v.spared()
	s.asked = asked{ctx: ctx, v: v, q: q, checks: maxChecks, last: tierText, texts: texts{least: 1 << 10}}
	s.arena.asked = &s.asked
	s.words = appendWords(s.words[:0], q.Text)
	for i := range s.words {
		if p := s.words[i].spelt; p != nil {
			p.remember()
		}
	}
	if q.Near {
		s.last = tierNear
	}
	s.q.Limit = min(limitOr(q.Limit), maxLimit)
	s.found = append(s.found[:0], make([]match, len(s.words))...)
	s.narrow = narrowFirst(s.narrow[:0], s.words)
	s.doubtful = append(s.doubtful[:0], s.narrow...)
	slices.Reverse(s.doubtful)
	for _, p := range v.parts {
		s.records += p.Seg.n
	}
	s.verdicts = append(s.verdicts[:0], make([][]verdict, len(v.parts)*len(s.words)*len(termFields))...)
	s.expect((len(v.parts) + 1) * kindCount)
	s.err = ctx.Err()
	return s
}

// Search answers a query: the records that every word matches, at most Limit of
// them, best first. Exact matches come before beginnings and tails, these
// before fragments, these before matches in free text, these, if Query.Near
// asks for them, before pinyin with one letter wrong; a record is as good as
// its worst word. Within a tier cases come before shops and people (after them
// when the match is exact), open records before those that are over, recent
// ones (by ordinal) before old ones. A query without a letter or digit finds
// nothing.
//
// When the bound of maxChecks rows or maxTokens tokens is met, Result.Partial
// is set. The errors are ctx's and ErrDamaged.
func Search(ctx context.Context, v *View, q Query) (res Result, err error) {
	defer caught(&err)
	s := newSearch(ctx, v, q)
	if len(s.words) > 0 {
		s.run()
	}
	res, err = Result{Hits: s.hits, Partial: s.partial}, s.err
	s.rest()
	if err != nil {
		return Result{}, err
	}
	return res, nil
}

// narrowFirst appends the words ordered by how few records they likely have: numbers, then
// what is long.
func narrowFirst(out []int, ws []word) []int {
	weight := func(i int) int {
		n := len(ws[i].core)
		if ws[i].digits && n >= 4 {
			n += maxQuery
		}
		return n
	}
	for i := range ws {
		out = append(out, i)
	}
	slices.SortStableFunc(out, func(a, b int) int { return weight(b) - weight(a) })
	return out
}

func limitOr(n int) int {
	if n <= 0 {
		return DefaultLimit
	}
	return n
}

// kindsAt is the order of the kinds within a tier. Who types the whole name of
// a shop means the shop.
func kindsAt(tier int) [kindCount]Kind {
	if tier == tierExact {
		return [...]Kind{Person, Volunteer, Shop, Case}
	}
	return [...]Kind{Case, Shop, Volunteer, Person}
}

// ok says whether to go on: no error, and not cancelled.
func (s *search) ok() bool {
	if s.steps++; s.steps%32 == 0 {
		return !s.halted()
	}
	return s.err == nil
}

// halted asks for the same before what takes long.
func (a *asked) halted() bool {
	if a.err == nil {
		a.err = a.ctx.Err()
	}
	return a.err != nil
}

func (s *search) full() bool { return len(s.hits) >= s.q.Limit || s.stop || s.err != nil }

func (s *search) run() {
	for tier := tierExact; tier <= s.last; tier++ {
		for _, k := range kindsAt(tier) {
			if s.full() {
				return
			}
			if s.q.Kinds == nil || slices.Contains(s.q.Kinds, k) {
				s.pass(k, tier)
			}
		}
	}
}

// pass adds the records of one kind and tier: those of all parts, joined in
// rank order.
func (s *search) pass(k Kind, tier int) {
	s.streams.forget(keptStreams)
	streams := s.joined[:0]
	if len(s.v.young) > 0 {
		if young := s.young(k); len(young.found[tier]) > 0 {
			st := s.streams.take()
			st.look, st.tier, st.ready, st.at = young, tier, true, young.found[tier][0].at
			streams = append(streams, st)
		}
	}
	for i, p := range s.v.parts {
		if p.Seg.info(k) != nil {
			st := s.streams.take()
			st.look, st.tier, st.at = s.look(i, k), tier, p.Seg.tail(0)
			streams = append(streams, st)
		}
	}
	s.joined = streams
	for s.ok() && !s.full() && len(streams) > 0 {
		best := 0
		for i, st := range streams {
			if st.at < streams[best].at || st.at == streams[best].at && !st.ready {
				best = i
			}
		}
		st := streams[best]
		if st.ready {
			st.take()
		}
		if !st.next() {
			streams = slices.Delete(streams, best, best+1)
		}
	}
}

// look is what a search knows of the records of one kind in one part.
type look struct {
	s     *search
	src   source
	begun bool
	again bool // it was tried a second time
	// When few records may match at all, they were all compared: found holds
	// them by tier, in rank order.
	few   bool
	found [tierNone][]spotAt
	tiers tiers  // of the records compared so far, when they are not few
	sieve *sieve // of those that may match, when there is one
}

// spotAt is where a record was found: its rank, its place in the part or among
// the young, and in which ways the words matched.
type spotAt struct {
	at    tail
	place uint32
	found []match
}

// young compares the records that are in no segment yet.
func (s *search) young(k Kind) *look {
	l := s.lookAt(len(s.v.parts), k)
	if l.s != nil {
		return l
	}
	l.s, l.begun, l.few = s, true, true
	for i, d := range s.v.young {
		if d.Kind == k && !s.hidden(k, d.Ord) {
			if tier, found, _ := s.judge(d); tier < tierNone {
				l.found[tier] = append(l.found[tier], spotAt{tailOf(d.Ord, d.Over), uint32(i), s.keep(found)})
			}
		}
	}
	l.order()
	return l
}

func (s *search) hidden(k Kind, ord uint64) bool { return s.q.Hide != nil && s.q.Hide(k, ord) }

func (s *search) look(part int, k Kind) *look {
	l := s.lookAt(part, k)
	if l.s == nil {
		p := s.v.parts[part]
		l.s, l.src.s, l.src.part, l.src.p, l.src.seg, l.src.kind, l.src.info = s, s, part, p, p.Seg, k, p.Seg.info(k)
	}
	return l
}

// begin compares all records that may match, when they are few: before the
// first tier if that is soon known, and once more when the page is not full of
// what matches best.
func (l *look) begin(tier int) {
	var places []uint32
	switch {
	case l.few:
		return
	case !l.begun:
		l.begun = true
		var it iter
		known, most := false, handful
		if len(l.s.words) == 1 {
			it, known = l.alone()
			l.again, most = known, fewAlone
		} else {
			it, known = l.narrowest()
		}
		places, l.few = l.s.handfulOf(it, known, l.share(most), 0)
	case tier >= tierFragment && !l.again && l.sieve == nil:
		l.again = true
		most := l.share(handful)
		if len(l.s.words) == 1 {
			most = l.share(fewAlone)
		}
		places, l.few = l.s.handfulOf(l.plan(l.s.last), true, most, l.src.seg.n)
	}
	if l.few {
		l.compare(places)
	}
}

// fetched is how many rows are fetched before the first of them is compared.
const fetched = 16

// compare puts the records that match into the tiers.
func (l *look) compare(places []uint32) {
	var room [fetched]head
	for len(places) > 0 {
		some := places[:min(fetched, len(places))]
		places = places[len(some):]
		for _, place := range some {
			l.s.touched += l.src.seg.touch(place)
		}
		for i, place := range some {
			room[i] = l.src.seg.head(int(place))
			l.s.touched += room[i].touch()
		}
		for i, place := range some {
			h := &room[i]
			if !l.counts(place, h.tail) {
				continue
			}
			if tier, found, _ := l.peek(h).judge(l.s.last); tier < tierNone {
				l.found[tier] = append(l.found[tier], spotAt{h.tail, place, l.s.keep(found)})
				l.s.awaited++
			}
		}
	}
	l.order()
}

// handfulOf returns the places of a walk, unless they are more than most, or, of n
// places, likely more. known says that no walk is no place.
func (s *search) handfulOf(it iter, known bool, most, n int) (places []uint32, few bool) {
	if it == nil {
		return nil, known
	}
	if atLeast(it) > most || n > 0 && likely(it, n) > most {
		return nil, false
	}
	places = s.handful[:0]
	defer func() { s.handful = places }()
	for at, ok := it.seek(0); ok; at, ok = it.seek(at + 1) {
		if places = append(places, at); len(places) > most {
			return places, false
		}
	}
	return places, true
}

// narrowest returns a walk over what may match at any tier, when one word of several says
// that it is not much; nil when no record may, or when it may be much.
func (l *look) narrowest() (it iter, few bool) {
	s := l.s
	most := l.share(narrowed)
	its := s.arena.iters.some(len(s.words))
	var room [maxWords]int
	broad, number := room[:0], -1
	for _, i := range s.narrow {
		if number >= 0 && s.anyName(i) {
			broad = append(broad, i) // it would cost more to learn how many those are
			continue
		}
		it, tested, many := l.planned(i, most)
		switch {
		case many:
			broad = append(broad, i)
			continue
		case it == nil || tested:
			return it, true
		}
		switch its = append(its, it); {
		case it.size() <= l.share(quick):
			return l.quickly(it, i), true
		case s.words[i].digits && len(its) == 1 && len(broad) == 0:
			number = i
		}
	}
	switch {
	case len(its) == 0:
		return nil, false
	case number >= 0 && len(broad) > 0:
		l.sifted(its[0], number)
		return nil, false // mostly of one tier, which is soon full
	}
	share := float64(its[0].size())
	for _, i := range broad {
		it, _ := l.src.plan(&s.words[i], s.last, math.MaxInt)
		if it == nil {
			return nil, true
		}
		its = append(its, it)
		share *= min(1, float64(it.size())/float64(l.src.seg.n))
	}
	if share*float64(s.records)/float64(l.src.seg.n) > float64(4*s.q.Limit) {
		return nil, false // the page is full before all are met
	}
	return s.arena.allOf(its), true
}

// alone is narrowest for the only word of a query, when it is one that few
// records may match: a name of three characters or more, as they are written or
// by more than their initials.
func (l *look) alone() (it iter, few bool) {
	const long, letters = 3, 6
	w := &l.s.words[0]
	if w.digits || len(w.core) < letters {
		return nil, false
	}
	for i := range termFields {
		if l.s.termsOf(w, i).best < tierNone {
			return nil, false
		}
	}
	ways, all := l.s.cutUp(w.core, l.src.kind)
	if !all || len(ways) == 0 || slices.ContainsFunc(ways, func(way []string) bool { return len(way) < long }) {
		return nil, false
	}
	it, many := l.src.plan(w, l.s.last, l.share(handful))
	return it, !many
}

// share is the part's share of so many records of all parts.
func (l *look) share(n int) int {
	return max(fewest, int(int64(n)*int64(l.src.seg.n)/int64(max(1, l.s.records))))
}

// counts says whether a place is to be shown at all.
func (l *look) counts(place uint32, t tail) bool {
	return !l.src.p.isDead(int(place)) && !l.s.hidden(l.src.kind, t.ord())
}

func (l *look) order() {
	for _, list := range l.found {
		slices.SortFunc(list, func(a, b spotAt) int { return cmp.Compare(a.at, b.at) })
	}
}

// plan returns a walk over the records that may match at tier or better.
func (l *look) plan(tier int) iter {
	if l.sieve != nil {
		if it, _ := l.src.plan(&l.s.words[l.sieve.word], tier, math.MaxInt); it == nil {
			return nil
		}
		return &sifting{v: l.sieve, tier: tier}
	}
	s := l.s
	its := s.arena.iters.some(len(s.words))
	var seen [maxWords]bool // words that are tested
	few, some := false, false
	for _, i := range s.narrow {
		w := &s.words[i]
		switch {
		case len(its) > 0 && its[0].size() <= l.share(maxTested) && w.tellsMuch() && s.isTerm(w, tier):
			seen[i], some = true, true
			continue
		case few && (tier >= tierText || !w.tellsMuch()): // quicker to compare those than to look for the other words
			continue
		}
		it, _ := l.src.plan(w, tier, math.MaxInt)
		if it == nil {
			return nil
		}
		its = append(its, it)
		few = it.size() <= l.share(handful)
	}
	it := s.arena.allOf(its)
	if it == nil || !some {
		return it
	}
	return l.probe(it, l.tests(it.size(), tier, false, func(w *word) bool { return seen[w.n] }), tier)
}

// show adds a record that was compared before: only now is it read.
func (l *look) show(at spotAt) {
	s := l.s
	if l.src.seg == nil {
		d, h := s.v.young[at.place], s.hit()
		h.Row = d.Row
		s.explain(h, at.found, d.text)
		return
	}
	h := l.src.seg.head(int(at.place))
	p, text := l.peek(&h), ""
	if slices.ContainsFunc(at.found, func(m match) bool { return m.tier == tierText }) {
		text = p.text()
	}
	p.show(at.at, at.found, text)
}

// keep returns the ways to stay.
func (s *search) keep(found []match) []match {
	if cap(s.kept)-len(s.kept) < len(found) {
		s.kept = make([]match, 0, max(len(found), min(2*cap(s.kept)+16, 256)))
	}
	n := len(s.kept)
	s.kept = append(s.kept, found...)
	return slices.Clip(s.kept[n:])
}

// check adds a record whose tier is the one asked for.
func (l *look) check(place uint32, h *head, tier int) {
	known, seen := l.tiers.of(place)
	if seen && known != tier && (tier < tierText || known < tierText) || !l.counts(place, h.tail) {
		return
	}
	s := l.s
	if s.checks--; s.checks < 0 {
		s.partial, s.stop = true, true
		return
	}
	p := l.peek(h)
	is, found, text := p.judge(tier)
	l.tiers.set(place, is)
	if is == tier {
		p.show(h.tail, found, text)
	}
}
