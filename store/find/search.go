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
	ctx     context.Context
	v       *View
	q       Query
	words   []word
	narrow  []word // the same, the one that likely has the fewest records first
	last    int    // the last tier that is looked for
	hits    []Hit
	scratch []byte
	checks  int // rows that may still be compared
	steps   int
	stop    bool
	partial bool
	err     error

	looks     map[lookAt]*look
	matched   map[string][]term
	cuts      map[string]cuts
	nearly    map[string][][]string
	nearNames map[string][]string
}

func newSearch(ctx context.Context, v *View, q Query) *search {
	s := &search{
		ctx: ctx, v: v, q: q, words: words(q.Text), checks: maxChecks, last: tierText,
		looks: map[lookAt]*look{}, matched: map[string][]term{}, cuts: map[string]cuts{},
		nearly: map[string][][]string{}, nearNames: map[string][]string{},
	}
	if q.Near {
		s.last = tierNear
	}
	s.q.Limit = min(limitOr(q.Limit), maxLimit)
	s.hits = make([]Hit, 0, min(s.q.Limit, 64))
	s.narrow = narrowFirst(s.words)
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
	if s.err != nil {
		return Result{}, s.err
	}
	if len(s.hits) == 0 {
		s.hits = nil
	}
	return Result{Hits: s.hits, Partial: s.partial}, nil
}

// narrowFirst orders words by how few records they likely have: numbers, then
// what is long.
func narrowFirst(ws []word) []word {
	weight := func(w word) int {
		n := len(w.core)
		if w.digits && n >= 4 {
			n += maxQuery
		}
		return n
	}
	return slices.SortedStableFunc(slices.Values(ws), func(a, b word) int { return weight(b) - weight(a) })
}

func limitOr(n int) int {
	if n <= 0 {
		return DefaultLimit
	}
	return n
}

// kindsAt is the order of the kinds within a tier. Who types the whole name of
// a shop means the shop.
func kindsAt(tier int) []Kind {
	if tier == tierExact {
		return []Kind{Person, Volunteer, Shop, Case}
	}
	return []Kind{Case, Shop, Volunteer, Person}
}

// ok says whether to go on: no error, and not cancelled.
func (s *search) ok() bool {
	if s.steps++; s.steps%32 == 0 && s.err == nil {
		s.err = s.ctx.Err()
	}
	return s.err == nil
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
	var streams []*stream
	if young := s.young(k); len(young.found[tier]) > 0 {
		streams = append(streams, &stream{look: young, tier: tier, ready: true, at: young.found[tier][0].at})
	}
	for i, p := range s.v.parts {
		if p.Seg.info(k) != nil {
			streams = append(streams, &stream{look: s.look(i, k), tier: tier, at: p.Seg.tail(0)})
		}
	}
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

// lookAt names the records of one kind in one part.
type lookAt struct {
	part int
	kind Kind
}

// look is what a search knows of the records of one kind in one part.
type look struct {
	s     *search
	src   source
	begun bool
	// When few records may match at all, they were all compared: found holds
	// them by tier, in rank order.
	few   bool
	found [tierNone][]hitAt
	tiers map[uint32]int // of the records compared so far, when they are not few
}

// hitAt is a record that was found.
type hitAt struct {
	at  tail
	hit Hit
}

const youngPart = -1

// young compares the records that are in no segment yet.
func (s *search) young(k Kind) *look {
	at := lookAt{youngPart, k}
	l := s.looks[at]
	if l != nil {
		return l
	}
	l = &look{s: s, begun: true, few: true}
	s.looks[at] = l
	for _, d := range s.v.young {
		if d.Kind == k && !s.hidden(k, d.Ord) {
			l.keep(tailOf(d.Ord, d.Over), d.Row, func() string { return textOf(d.Text) })
		}
	}
	l.order()
	return l
}

func (s *search) hidden(k Kind, ord uint64) bool { return s.q.Hide != nil && s.q.Hide(k, ord) }

func (s *search) look(part int, k Kind) *look {
	at := lookAt{part, k}
	l := s.looks[at]
	if l == nil {
		p := s.v.parts[part]
		l = &look{s: s, src: source{s: s, p: p, seg: p.Seg, kind: k, info: p.Seg.info(k)}}
		s.looks[at] = l
	}
	return l
}

// begin compares all records that may match, when they are few.
func (l *look) begin() {
	if l.begun {
		return
	}
	l.begun = true
	var places []uint32
	if places, l.few = l.handful(); !l.few {
		l.tiers = map[uint32]int{}
		return
	}
	for _, place := range places {
		if t := l.src.seg.tail(int(place)); l.counts(place, t) {
			row, text := l.src.seg.rowBy(int(place), &l.s.scratch)
			l.keep(t, row, func() string { return string(appendUnpacked(nil, text)) })
		}
	}
	l.order()
}

// handful returns the records that may match at any tier, unless they are more
// than a handful.
func (l *look) handful() (places []uint32, few bool) {
	most, words := handful, l.s.narrow
	switch {
	case len(words) > 1:
		most = narrowed
	case words[0].digits:
		most = fewEnds
	}
	var its []iter
	for _, w := range words {
		it, many := l.src.plan(w, l.s.last, most)
		if many {
			return nil, false
		}
		if it == nil {
			return nil, true
		}
		if its = append(its, it); it.size() <= quick {
			break
		}
		most = math.MaxInt
	}
	it := allOf(its)
	for at, ok := it.seek(0); ok; at, ok = it.seek(at + 1) {
		if places = append(places, at); len(places) > handful {
			return nil, false
		}
	}
	return places, true
}

// counts says whether a place is to be shown at all.
func (l *look) counts(place uint32, t tail) bool {
	return !l.src.p.isDead(int(place)) && !l.s.hidden(l.src.kind, t.ord())
}

// keep compares a record and keeps it if it matches.
func (l *look) keep(at tail, row Row, text func() string) {
	if tier, found, text := l.s.judge(&row, text, l.s.last); tier < tierNone {
		l.found[tier] = append(l.found[tier], hitAt{at, l.s.hit(row, found, text)})
	}
}

func (l *look) order() {
	for _, list := range l.found {
		slices.SortFunc(list, func(a, b hitAt) int { return cmp.Compare(a.at, b.at) })
	}
}

// plan returns a walk over the records that may match at tier or better.
func (l *look) plan(tier int) iter {
	var its []iter
	for _, w := range l.s.narrow {
		it, _ := l.src.plan(w, tier, math.MaxInt)
		if it == nil {
			return nil
		}
		if its = append(its, it); it.size() <= quick {
			break // quicker to compare those than to look for the other words
		}
	}
	return allOf(its)
}

// stream is the records of a look that may match at one tier. at is where the
// next one stands, or the least place it can have.
type stream struct {
	look  *look
	tier  int
	at    tail
	ready bool // at is where the next one stands
	used  int  // of the few
	it    iter
	place uint32
}

// take adds the record that stands next, if it is of the tier.
func (st *stream) take() {
	l := st.look
	if l.few {
		l.s.hits = append(l.s.hits, l.found[st.tier][st.used].hit)
		st.used++
		return
	}
	l.check(st.place, st.at, st.tier)
	st.place++
}

// next finds the next record; false when there is none.
func (st *stream) next() bool {
	l := st.look
	l.begin()
	if l.few {
		if st.used == len(l.found[st.tier]) {
			return false
		}
		st.at, st.ready = l.found[st.tier][st.used].at, true
		return true
	}
	if st.it == nil {
		if st.it = l.plan(st.tier); st.it == nil {
			return false
		}
	}
	place, ok := st.it.seek(st.place)
	if !ok {
		return false
	}
	if open := uint32(l.src.seg.open); st.place < open && place >= open {
		// Open ones of other parts come first.
		st.place, st.at, st.ready = open, l.src.seg.tail(int(open)), false
		return true
	}
	st.place, st.at, st.ready = place, l.src.seg.tail(int(place)), true
	return true
}

// check adds a record whose tier is the one asked for.
func (l *look) check(place uint32, at tail, tier int) {
	known, seen := l.tiers[place]
	if seen && known != tier && (tier < tierText || known < tierText) || !l.counts(place, at) {
		return
	}
	s := l.s
	if s.checks--; s.checks < 0 {
		s.partial, s.stop = true, true
		return
	}
	row, packed := l.src.seg.rowBy(int(place), &l.s.scratch)
	is, found, text := s.judge(&row, func() string { return string(appendUnpacked(nil, packed)) }, tier)
	l.tiers[place] = is
	if is == tier {
		s.hits = append(s.hits, s.hit(row, found, text))
	}
}

// judge compares every word with a row, and those it lacks, up to the tier
// given, with the free text, and then with the row again for errors. text is
// the free text if it was needed.
func (s *search) judge(row *Row, textOf func() string, upto int) (tier int, found []match, text string) {
	f := faceFor(row, s.words)
	found = make([]match, len(s.words))
	tier = tierExact
	read := false
	for i, w := range s.words {
		m := f.match(w)
		if m.tier == tierNone && upto >= tierText {
			if !read {
				text, read = textOf(), true
			}
			if m = w.matchText(text); m.tier == tierNone && upto >= tierNear {
				m = f.near(w)
			}
		}
		if m.tier == tierNone {
			return tierNone, nil, ""
		}
		found[i], tier = m, max(tier, m.tier)
	}
	return tier, found, text
}

// hit makes what is shown of a record.
func (s *search) hit(row Row, found []match, text string) Hit {
	h := Hit{Row: row, Title: row.No, Why: make([]Why, len(found))}
	if h.Title == "" {
		h.Title = row.Name
	}
	for i, m := range found {
		h.Why[i] = Why{Field: m.field, How: m.how, Text: s.words[i].shown(m, &row, text)}
	}
	return h
}

// shown is the part of the record a match points at. Of a phone it is only what
// was typed.
func (w word) shown(m match, r *Row, text string) string {
	switch m.field {
	case "no":
		return r.No
	case "date":
		return r.At.Format("2006-01-02")
	case "name":
		return r.Name
	case "shop":
		return r.Shop
	case "stall":
		return r.Stall
	case "goods":
		return r.Goods
	case "text":
		return w.excerpt(text)
	}
	return w.core
}
