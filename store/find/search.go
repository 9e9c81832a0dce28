package find

import (
	"context"
	"slices"
)

// maxLimit is the most hits one search returns.
const maxLimit = 1000

// maxChecks is how many rows one search compares at most.
const maxChecks = 50_000

// search is one search under way.
type search struct {
	*source
	q       Query
	words   []word
	narrow  []word // the same, the one that likely has the fewest records first
	hits    []Hit
	texts   int // free texts that may still be read
	checks  int // rows that may still be read
	stop    bool
	matched map[string][]term
	cuts    map[string]cuts
	tiers   map[spot]int // of the rows compared, free text left aside
}

// spot names a record within one search.
type spot struct {
	kind Kind
	tail tail
}

// Search answers a query: the records that every word matches, at most Limit of
// them, best first. Exact matches come before beginnings and tails, these
// before fragments, these before matches in free text; a record is as good as
// its worst word. Within a tier cases come before shops and people (after them
// when the match is exact), open records before those that are over, recent
// ones (by ordinal) before old ones. A query without a letter or digit finds
// nothing.
//
// Free text typed in characters has no index yet: after everything else did not
// fill the Limit, the texts themselves are read, open and newest first, up to
// Query.Texts of them. When that bound or one of maxChecks rows or maxTokens
// tokens is met, Result.Partial is set.
//
// The errors are the reader's and ctx's.
func Search(ctx context.Context, r Reader, q Query) (Result, error) {
	s := &search{
		source: newSource(ctx, r), q: q, words: words(q.Text), checks: maxChecks,
		matched: map[string][]term{}, cuts: map[string]cuts{}, tiers: map[spot]int{},
	}
	s.q.Limit = min(limitOr(q.Limit), maxLimit)
	if s.texts = q.Texts; s.texts == 0 {
		s.texts = DefaultTexts
	}
	s.fail(ctx.Err())
	s.narrow = narrowFirst(s.words)
	if len(s.words) > 0 {
		s.run()
	}
	if err := s.close(); err != nil {
		return Result{}, err
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
		return []Kind{Person, Shop, Case}
	}
	return []Kind{Case, Shop, Person}
}

func (s *search) run() {
	for tier := tierExact; tier <= tierText; tier++ {
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

func (s *search) full() bool { return len(s.hits) >= s.q.Limit || s.stop || s.err != nil }

// pass adds the records of one kind and tier.
func (s *search) pass(k Kind, tier int) {
	var its, fields []iter
	for _, w := range s.words {
		if tier == tierText && !w.latin {
			fields = append(fields, s.plan(w, k, tierFragment))
		}
	}
	for _, w := range s.narrow {
		if tier == tierText && !w.latin {
			continue
		}
		it := s.plan(w, k, tier)
		if it == nil {
			return
		}
		if its = append(its, it); len(s.narrow) > 1 && few(it) {
			break // quicker to compare those than to look for the other words
		}
	}
	switch {
	case len(its) == 0:
		s.scanTexts(k, fields)
	case tier == tierText:
		s.walk(allOf(its), func(t tail) { s.checkText(k, t, fields) })
	default:
		s.walk(allOf(its), func(t tail) { s.check(k, t, tier) })
	}
}

// walk calls fn for every record of it until the hits are full.
func (s *search) walk(it iter, fn func(tail)) {
	for t, ok := it.seek(0); ok && s.ok() && !s.full(); t, ok = it.seek(t + 1) {
		fn(t)
	}
}

// check adds a record whose tier is the one asked for.
func (s *search) check(k Kind, t tail, tier int) {
	known, seen := s.tiers[spot{k, t}]
	if seen && known != tier {
		return
	}
	row, ok := s.row(k, t)
	if !ok {
		return
	}
	f := faceOf(&row)
	found := make([]match, len(s.words))
	worst := tierExact
	for i, w := range s.words {
		found[i] = f.match(w)
		worst = max(worst, found[i].tier)
	}
	s.tiers[spot{k, t}] = worst
	if worst == tier {
		s.add(row, found, "")
	}
}

// row reads a candidate's row; false when it is hidden, gone, or the search has
// read enough.
func (s *search) row(k Kind, t tail) (Row, bool) {
	if s.q.Hide != nil && s.q.Hide(k, t.ord()) {
		return Row{}, false
	}
	if s.checks--; s.checks < 0 {
		s.partial, s.stop = true, true
		return Row{}, false
	}
	row, ok, err := RowOf(s.r, k, t.ord())
	if err != nil {
		s.fail(err)
	}
	return row, ok
}

// checkText adds a record that matches by its free text and no better. fields
// are walks for the words typed in characters.
func (s *search) checkText(k Kind, t tail, fields []iter) {
	if tier, ok := s.tiers[spot{k, t}]; ok && tier < tierNone {
		return
	}
	if len(fields) > 0 && !s.mayRead() {
		return
	}
	text, err := s.r.Get(appendTail(stem(k, inText, ""), t))
	if err != nil {
		s.fail(err)
		return
	}
	if s.couldMatch(fields, t, string(text)) {
		s.compareText(k, t, string(text))
	}
}

// mayRead takes one text from what may be read.
func (s *search) mayRead() bool {
	if s.texts == 0 {
		s.partial, s.stop = true, true
		return false
	}
	s.texts--
	return true
}

// compareText compares every word with text, and those it lacks with the row.
func (s *search) compareText(k Kind, t tail, text string) {
	if text == "" {
		return
	}
	row, ok := s.row(k, t)
	if !ok {
		return
	}
	f := faceOf(&row)
	found := make([]match, len(s.words))
	byText := false
	for i, w := range s.words {
		if found[i] = f.match(w); found[i].tier < tierNone {
			continue
		}
		if !w.inText(text) {
			return
		}
		how := Fragment
		if w.latin {
			how = Prefix
		}
		found[i], byText = match{tierText, "text", how}, true
	}
	if byText {
		s.add(row, found, text)
	}
}

// scanTexts reads the free texts of a kind one after the other, for a query all
// of whose words are characters.
func (s *search) scanTexts(k Kind, fields []iter) {
	c := s.r.Scan(append(stem(k, inText, ""), 0), nil)
	defer c.Close()
	for s.ok() && !s.full() && c.Next() {
		_, t, ok := cutTail(c.Key())
		if !ok {
			continue
		}
		if !s.mayRead() {
			return
		}
		if text := string(c.Value()); s.couldMatch(fields, t, text) {
			s.compareText(k, t, text)
		}
	}
	s.fail(c.Err())
}

// couldMatch says whether every word typed in characters is in the text or, as
// far as the index knows, in the row.
func (s *search) couldMatch(fields []iter, t tail, text string) bool {
	i := 0
	for _, w := range s.words {
		if w.latin {
			continue
		}
		it := fields[i]
		i++
		if w.inText(text) {
			continue
		}
		if it == nil {
			return false
		}
		if at, ok := it.seek(t); !ok || at != t {
			return false
		}
	}
	return true
}

func (s *search) add(row Row, found []match, text string) {
	h := Hit{Row: row, Title: row.No, Why: make([]Why, len(found))}
	if h.Title == "" {
		h.Title = row.Name
	}
	for i, m := range found {
		h.Why[i] = Why{Field: m.field, How: m.how, Text: s.words[i].shown(m, &row, text)}
	}
	s.hits = append(s.hits, h)
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

// RowOf returns the row of one record; false when there is none.
func RowOf(r Getter, k Kind, ord uint64) (Row, bool, error) {
	b, err := r.Get(rowKey(k, ord))
	if err != nil || b == nil {
		return Row{}, false, err
	}
	row, err := decodeRow(k, ord, b)
	return row, err == nil, err
}
