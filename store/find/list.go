package find

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
)

// maxSimilar is how many records a question for similar cases compares.
const maxSimilar = 1000

// List returns one page, newest first. It reads little more than the page.
func List(ctx context.Context, r Reader, q ListQuery) ([]Row, error) {
	l := lister{q: q, left: min(limitOr(q.Limit), maxLimit)}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if q.State == "" && q.CaseKind == "" && !q.Open {
		err := l.rows(ctx, r)
		return l.out, err
	}
	s := newSource(ctx, r)
	s.fail(l.postings(s))
	return l.out, s.close()
}

// lister fills one page.
type lister struct {
	q    ListQuery
	left int
	out  []Row
}

func (l *lister) hidden(ord uint64) bool { return l.q.Hide != nil && l.q.Hide(l.q.Kind, ord) }

func (l *lister) add(row Row) {
	l.out = append(l.out, row)
	l.left--
}

// rows pages over all rows of the kind.
func (l *lister) rows(ctx context.Context, r Reader) error {
	prefix := rowKey(l.q.Kind, 0)[:3]
	var from []byte
	if l.q.After > 0 {
		from = append(rowKey(l.q.Kind, l.q.After), 0)
	}
	c := r.Scan(prefix, from)
	defer c.Close()
	for l.left > 0 && c.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		ord, ok := rowOrd(c.Key())
		if !ok || l.hidden(ord) {
			continue
		}
		row, err := decodeRow(l.q.Kind, ord, c.Value())
		if err != nil {
			return err
		}
		l.add(row)
	}
	return c.Err()
}

// rowOrd takes the ordinal from a row's key.
func rowOrd(key []byte) (uint64, bool) {
	if len(key) != 8 {
		return 0, false
	}
	var n uint64
	for _, c := range key[3:] {
		n = n<<8 | uint64(c)
	}
	return maxOrd - n, true
}

// postings pages over the states asked for. Open records and others of one
// state are two streams, so that all streams fall by ordinal.
func (l *lister) postings(s *source) error {
	var streams []stream
	for _, p := range s.states(l.q) {
		streams = append(streams, stream{it: s.leaf(p), end: 1 << 40})
		if !l.q.Open {
			streams = append(streams, stream{it: s.leaf(p), flag: 1 << 40, end: 1 << 41})
		}
	}
	var from tail
	if l.q.After > 0 {
		from = tailOf(l.q.After, false) + 1
	}
	for l.left > 0 && s.ok() {
		next, ok := nearest(streams, from)
		if !ok {
			return nil
		}
		from = next + 1
		if l.hidden(next.ord()) {
			continue
		}
		row, ok, err := RowOf(s.r, l.q.Kind, next.ord())
		if err != nil {
			return err
		}
		if ok {
			l.add(row)
		}
	}
	return nil
}

// states returns the postings of the states a list asks for.
func (s *source) states(q ListQuery) []*posting {
	prefix := stem(q.Kind, inState, "")
	n := len(prefix)
	if q.State != "" {
		prefix = append(prefix, strings.TrimSuffix(stateToken(q.State, q.CaseKind), string(q.CaseKind))...)
	}
	kind := stateToken("", q.CaseKind)
	var out []*posting
	s.c.Seek(prefix)
	for s.ok() && s.c.Next() {
		token, _, ok := cutTail(s.c.Key())
		if !ok || !bytes.HasPrefix(token, prefix) {
			break
		}
		token = slices.Clone(token)
		if q.CaseKind == "" || strings.HasSuffix(string(token[n:]), kind) {
			out = append(out, s.posting(token))
		}
		s.c.Seek(append(slices.Clip(token), 1))
	}
	return out
}

// stream is the part of a posting with one flag.
type stream struct {
	it        iter
	flag, end tail
	at        tail
	begun     bool
	over      bool
}

// nearest returns the first place at or after from, flags left aside.
func nearest(streams []stream, from tail) (tail, bool) {
	best, ok := tail(0), false
	for i := range streams {
		st := &streams[i]
		if !st.over && (!st.begun || st.at < from|st.flag) {
			var more bool
			st.at, more = st.it.seek(from | st.flag)
			st.begun, st.over = true, !more || st.at >= st.end
		}
		if at := st.at &^ st.flag; !st.over && (!ok || at < best) {
			best, ok = at, true
		}
	}
	return best, ok
}

// ByPhone returns the cases of exactly this phone registered at or after since,
// newest first. It compares at most 1,000, open ones and new ones first.
func ByPhone(ctx context.Context, r Reader, phone string, since time.Time, limit int) ([]Row, error) {
	number := digits(phone)
	if number == "" {
		return nil, ctx.Err()
	}
	return similar(ctx, r, since, limit, func(s *search) iter {
		return s.leaf(s.posting(stem(Case, inPhone, reversed(number))))
	}, func(f *face) bool { return f.phone == number })
}

// ByShopAndName returns the cases of this shop and this complainant registered
// at or after since, newest first. It compares at most 1,000, open ones and new
// ones first.
func ByShopAndName(ctx context.Context, r Reader, shop, name string, since time.Time, limit int) ([]Row, error) {
	shop, name = core(shop, coreRunes), core(name, coreRunes)
	if shop == "" || name == "" {
		return nil, ctx.Err()
	}
	return similar(ctx, r, since, limit, func(s *search) iter {
		return allOf([]iter{
			s.leaf(s.posting(stem(Case, inShop, shop))),
			anyOf(s.names(name, Case, tierExact)),
		})
	}, func(f *face) bool { return f.shop == shop && f.name == name })
}

func similar(ctx context.Context, r Reader, since time.Time, limit int, plan func(*search) iter, same func(*face) bool) ([]Row, error) {
	s := &search{
		source: newSource(ctx, r), checks: maxSimilar,
		matched: map[string][]term{}, cuts: map[string]cuts{}, tiers: map[spot]int{},
	}
	s.q.Limit = maxSimilar
	s.fail(ctx.Err())
	var out []Row
	if it := plan(s); it != nil {
		s.walk(it, func(t tail) {
			row, ok := s.row(Case, t)
			if !ok || row.At.Before(since) {
				return
			}
			if f := faceOf(&row); same(&f) {
				out = append(out, row)
			}
		})
	}
	if err := s.close(); err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b Row) int { return cmp.Compare(b.Ord, a.Ord) })
	return out[:min(len(out), limitOr(limit))], nil
}
