package find

import (
	"bytes"
	"context"
)

// Audit compares an index with the records it should be made of.
type Audit struct {
	v        *View
	records  uint64
	postings uint64 // that the records asked for so far yield
	young    uint64 // of them, those of records that are in no segment yet
	speller  speller
	tokens   map[string]struct{} // of the record at hand
}

// NewAudit begins with a view.
func NewAudit(v *View) *Audit {
	a := &Audit{v: v, tokens: map[string]struct{}{}}
	a.speller.yield = func(t []byte) { a.tokens[string(t)] = struct{}{} }
	return a
}

// Has says whether the index knows the record as d says: its row, its free
// text, its numbers and every token.
func (a *Audit) Has(d *Doc) (ok bool, err error) {
	defer caught(&err)
	a.records++
	f, text := faceOf(&d.Row), textOf(d.Text)
	clear(a.tokens)
	a.speller.doc(d, &f, text)
	a.postings += uint64(len(a.tokens))
	part, at, young, ok := a.v.locate(d.Ord)
	if !ok {
		return false, nil
	}
	if young {
		a.young += uint64(len(a.tokens))
		return sameRow(a.v.young[at].Row, d.Row) && a.v.young[at].text == text, nil
	}
	seg := a.v.parts[part].Seg
	row, packed := seg.row(at)
	if !sameRow(row, d.Row) || string(appendUnpacked(nil, packed)) != text {
		return false, nil
	}
	for t := range a.tokens {
		it := seg.get([]byte(t)).walk()
		if it == nil {
			return false, nil
		}
		if got, ok := it.seek(uint32(at)); !ok || got != uint32(at) {
			return false, nil
		}
	}
	ok = true
	f.terms(func(field byte, term string) { ok = ok && a.spelled(field, term) })
	return ok && seg.endsAt(d.Kind, inNo, f.no, at) && seg.endsAt(d.Kind, inPhone, f.phone, at), nil
}

// sameRow compares rows; moments are compared to the second, which is what a
// segment keeps of them, with their offsets.
func sameRow(a, b Row) bool {
	same := a.At.Unix() == b.At.Unix() && a.At.Format("-0700") == b.At.Format("-0700")
	a.At = b.At
	return same && a == b
}

// spelled says whether a name can be found.
func (a *Audit) spelled(field byte, term string) bool {
	whole := wholeTerm(field, term)
	for _, p := range a.v.parts {
		if p.Seg.has(whole) {
			return true
		}
	}
	return false
}

// endsAt says whether a number is found for a place.
func (s *Segment) endsAt(k Kind, field byte, number string, at int) bool {
	for i := range s.numbers {
		if x := &s.numbers[i]; x.kind == k && x.field == field && number != "" {
			for _, place := range s.ends(x, backwards(number), len(number)) {
				if place == uint32(at) {
					return true
				}
			}
		}
	}
	return number == ""
}

// Extra reads the whole index: it returns how many postings it has, and how
// many records or postings no record asked for yields.
func (a *Audit) Extra() (postings, extra uint64, err error) {
	defer caught(&err)
	records := uint64(len(a.v.young))
	postings = a.young
	var buf []uint32
	for _, p := range a.v.parts {
		if err := p.Seg.Check(context.Background()); err != nil {
			return postings, extra, err
		}
		records += uint64(p.Live())
		for i := range p.Seg.tokens {
			if t := p.Seg.token(i); i > 0 && bytes.Compare(p.Seg.token(i-1), t) >= 0 {
				return postings, extra, ErrDamaged
			}
			buf = p.Seg.posting(i).appendPlaces(buf[:0])
			for _, at := range buf {
				if !p.isDead(int(at)) {
					postings++
				}
			}
		}
	}
	return postings, max(records, a.records) - a.records + max(postings, a.postings) - a.postings, nil
}
