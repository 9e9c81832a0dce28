package find

import (
	"bytes"
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"heshi/model"
)

// maxSimilar is how many records a question for similar cases compares.
const maxSimilar = 1000

// List returns one page, newest first. It reads little more than the page.
func List(ctx context.Context, v *View, q ListQuery) (out []Row, err error) {
	defer caught(&err)
	var streams []*down
	for _, p := range v.parts {
		streams = append(streams, states(p, q)...)
	}
	if docs := v.youngOf(q); len(docs) > 0 {
		streams = append(streams, &down{docs: docs})
	}
	left := min(limitOr(q.Limit), maxLimit)
	before := uint64(maxOrd + 1)
	if q.After > 0 {
		before = q.After
	}
	for left > 0 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		var best *down
		for _, s := range streams {
			if s.seek(before) && (best == nil || s.ord > best.ord) {
				best = s
			}
		}
		if best == nil {
			break
		}
		if before = best.ord; q.Hide == nil || !q.Hide(q.Kind, before) {
			out = append(out, best.row())
			left--
		}
	}
	return out, ctx.Err()
}

// youngOf returns the young records of a list by falling ordinal.
func (v *View) youngOf(q ListQuery) (out []*prepared) {
	for _, d := range v.young {
		if d.Kind == q.Kind && (q.State == "" || d.State == q.State) && (q.CaseKind == "" || d.CaseKind == q.CaseKind) && !(q.Open && d.Over) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, func(a, b *prepared) int { return cmp.Compare(b.Ord, a.Ord) })
	return out
}

// down walks records of one token with one flag by falling ordinal; or young
// records.
type down struct {
	docs     []*prepared
	p        *Part
	it       iter
	at, last uint32 // the places it may still take
	ord      uint64
	begun    bool
	over     bool
}

// seek finds the first record below an ordinal.
func (d *down) seek(before uint64) bool {
	if d.docs != nil {
		for len(d.docs) > 0 && d.docs[0].Ord >= before {
			d.docs = d.docs[1:]
		}
		if len(d.docs) > 0 {
			d.ord = d.docs[0].Ord
		}
		return len(d.docs) > 0
	}
	if d.over || d.begun && d.ord < before {
		return !d.over
	}
	if !d.begun && before <= maxOrd { // jump to it
		seg := d.p.Seg
		want := tailOf(before, int(d.at) >= seg.open)
		for lo, hi := d.at, d.last; lo < hi; {
			if mid := (lo + hi) / 2; seg.tail(int(mid)) <= want {
				lo = mid + 1
				d.at = lo
			} else {
				hi = mid
			}
		}
	}
	d.begun = true
	for {
		at, ok := d.it.seek(d.at)
		if !ok || at >= d.last {
			d.over = true
			return false
		}
		d.at = at + 1
		if d.ord = d.p.Seg.tail(int(at)).ord(); !d.p.isDead(int(at)) && d.ord < before {
			return true
		}
	}
}

func (d *down) row() Row {
	if d.docs != nil {
		return d.docs[0].Row
	}
	r, _ := d.p.Seg.row(int(d.at - 1))
	return r
}

// states returns the walks over the states a list asks for. Open records and
// others of one state are two walks, so that each falls by ordinal.
func states(p *Part, q ListQuery) []*down {
	seg := p.Seg
	prefix := key(q.Kind, inState, "")
	n := len(prefix)
	if q.State != "" {
		state, _, _ := strings.Cut(stateToken(q.State, ""), ".")
		prefix = append(append(prefix, state...), '.')
	}
	kind := stateToken("", q.CaseKind)
	var out []*down
	for i := seg.from(prefix); i < seg.tokens && bytes.HasPrefix(seg.token(i), prefix); i++ {
		if q.CaseKind != "" && !strings.HasSuffix(string(seg.token(i)[n:]), kind) {
			continue
		}
		for _, half := range [][2]int{{0, seg.open}, {seg.open, seg.n}} {
			if it := seg.posting(i).walk(); half[0] < half[1] && it != nil && !(q.Open && half[0] == seg.open) {
				out = append(out, &down{p: p, it: it, at: uint32(half[0]), last: uint32(half[1])})
			}
		}
	}
	return out
}

// Under calls fn for the ordinals of the cases listed under a shop or a case, in
// no order, until it returns false.
func Under(v *View, id model.ID, fn func(ord uint64) bool) (err error) {
	defer caught(&err)
	for _, d := range slices.Backward(v.young) {
		if d.Kind == Case && slices.Contains(d.Under, id) && !fn(d.Ord) {
			return nil
		}
	}
	for _, p := range slices.Backward(v.parts) {
		it := p.Seg.get(key(Case, inUnder, string(id))).walk()
		if it == nil {
			continue
		}
		for at, ok := it.seek(0); ok; at, ok = it.seek(at + 1) {
			if !p.isDead(int(at)) && !fn(p.Seg.tail(int(at)).ord()) {
				return nil
			}
		}
	}
	return nil
}

// ByNumber returns the row of the case with exactly this number.
func ByNumber(v *View, no string) (found Row, ok bool, err error) {
	defer caught(&err)
	v.numbered(Case, inNo, core(no, coreRunes), func(r Row) bool {
		if r.No == no {
			found, ok = r, true
		}
		return !ok
	})
	return found, ok, nil
}

// numbered calls fn for the live records of a kind whose number is about the
// one given, until it returns false.
func (v *View) numbered(k Kind, field byte, number string, fn func(Row) bool) {
	if number == "" {
		return
	}
	for _, d := range slices.Backward(v.young) {
		has := d.face.no
		if field == inPhone {
			has = d.face.phone
		}
		if d.Kind == k && backwards(has) == backwards(number) && !fn(d.Row) {
			return
		}
	}
	for _, p := range slices.Backward(v.parts) {
		for i := range p.Seg.numbers {
			x := &p.Seg.numbers[i]
			if x.kind != k || x.field != field {
				continue
			}
			for _, at := range p.Seg.ends(x, backwards(number), len(number)) {
				if p.isDead(int(at)) {
					continue
				}
				if r, _ := p.Seg.row(int(at)); !fn(r) {
					return
				}
			}
		}
	}
}

// ByPhone returns the cases of exactly this phone registered at or after since,
// newest first. It compares at most 1,000, new ones first.
func ByPhone(ctx context.Context, v *View, phone string, since time.Time, limit int) (out []Row, err error) {
	defer caught(&err)
	number := digits(phone)
	s := similar{since: since, left: maxSimilar}
	v.numbered(Case, inPhone, number, func(r Row) bool {
		return s.add(r, digits(r.Phone) == number)
	})
	return s.newest(ctx, limit)
}

// ByShopAndName returns the cases of this shop and this complainant registered
// at or after since, newest first. It compares at most 1,000, open ones and new
// ones first.
func ByShopAndName(ctx context.Context, v *View, shop, name string, since time.Time, limit int) (out []Row, err error) {
	defer caught(&err)
	shop, name = core(shop, coreRunes), core(name, coreRunes)
	if shop == "" || name == "" {
		return nil, ctx.Err()
	}
	same := func(r *Row) bool { return core(r.Shop, coreRunes) == shop && core(r.Name, coreRunes) == name }
	s := similar{since: since, left: maxSimilar}
	for _, d := range v.young {
		if d.Kind == Case {
			s.add(d.Row, same(&d.Row))
		}
	}
	q := newSearch(ctx, v, Query{})
	defer q.rest()
	for i, p := range slices.Backward(v.parts) {
		if p.Seg.info(Case) == nil {
			continue
		}
		src, named := &q.look(i, Case).src, q.sum(math.MaxInt)
		src.names(named, name, tierExact)
		it := q.arena.allOf([]iter{p.Seg.get(key(Case, inShop, shop)).walk(), q.arena.anyOf(named.its)})
		if it == nil {
			continue
		}
		for at, ok := it.seek(0); ok && s.left > 0; at, ok = it.seek(at + 1) {
			if !p.isDead(int(at)) {
				r, _ := p.Seg.row(int(at))
				s.add(r, same(&r))
			}
		}
	}
	return s.newest(ctx, limit)
}

// similar gathers records since a moment.
type similar struct {
	since time.Time
	left  int // how many may still be compared
	out   []Row
}

func (s *similar) add(r Row, same bool) bool {
	s.left--
	if same && !r.At.Before(s.since) {
		s.out = append(s.out, r)
	}
	return s.left > 0
}

func (s *similar) newest(ctx context.Context, limit int) ([]Row, error) {
	slices.SortFunc(s.out, func(a, b Row) int { return cmp.Compare(b.Ord, a.Ord) })
	return s.out[:min(len(s.out), limitOr(limit))], ctx.Err()
}
