package find

import (
	"slices"
)

// View is the index as one moment saw it. It never changes; what a change
// leaves is another View. The zero View is empty.
type View struct {
	parts []*Part
	// young are the newest records, which wait for a segment: they are compared
	// one by one. Oldest first.
	young []*prepared
	top   uint64 // no ordinal is larger
	names *names // see Gathered
	spare *spare // of searches
}

// prepared is a record as words are compared with it.
type prepared struct {
	*Doc
	face face
	text string // as textOf returns it
}

func prepare(d *Doc) *prepared { return &prepared{Doc: d, face: faceOf(&d.Row), text: textOf(d.Text)} }

// Part is a segment with the places that do not count any more, because the
// record was changed or removed since.
type Part struct {
	Seg  *Segment
	File string // where it is kept; "" in memory
	dead []uint64
	gone int // how many are dead
}

// maxYoung is how many records may wait for a segment when nobody gathers them:
// more would make a search slow.
const maxYoung = 2048

// names are names known to be spelled in some part. Only who gathers uses them.
type names struct{ known map[string]struct{} }

// maxNames is how many names are remembered: about 4 MB.
const maxNames = 50_000

// Change is a record as it is now; a nil Doc when it is there no more.
type Change struct {
	Kind  Kind
	Ord   uint64
	Doc   *Doc
	ready *prepared // made of Doc beforehand
}

// Prepare does of With and Builder.Add what needs no view, so that it can be done elsewhere.
func Prepare(changes []Change) {
	for i := range changes {
		if c := &changes[i]; c.Doc != nil {
			c.ready = prepare(c.Doc)
		}
	}
}

func (c *Change) prepared() *prepared {
	if c.ready == nil {
		return prepare(c.Doc)
	}
	return c.ready
}

// NewPart returns a part of which the places given are dead. A place that is
// not there is ErrDamaged.
func NewPart(s *Segment, file string, dead []uint32) (*Part, error) {
	for _, i := range dead {
		if int(i) >= s.n {
			return nil, ErrDamaged
		}
	}
	p := &Part{Seg: s, File: file}
	return p.without(dead), nil
}

// Live returns how many records count.
func (p *Part) Live() int { return p.Seg.n - p.gone }

// Dead returns the places that do not count.
func (p *Part) Dead() []uint32 {
	var out []uint32
	for i := range p.Seg.n {
		if p.isDead(i) {
			out = append(out, uint32(i))
		}
	}
	return out
}

func (p *Part) isDead(i int) bool { return p.dead != nil && p.dead[i/64]&(1<<(i%64)) != 0 }

// live returns the first place at or after i that counts.
func (p *Part) live(i int) int {
	for i < p.Seg.n && p.isDead(i) {
		i++
	}
	return i
}

// without returns the part with more dead places.
func (p *Part) without(places []uint32) *Part {
	if len(places) == 0 {
		return p
	}
	out := &Part{Seg: p.Seg, File: p.File, dead: make([]uint64, p.Seg.n/64+1), gone: p.gone}
	copy(out.dead, p.dead)
	for _, i := range places {
		if !out.isDead(int(i)) {
			out.dead[i/64] |= 1 << (i % 64)
			out.gone++
		}
	}
	return out
}

// NewView returns a view of parts.
func NewView(parts []*Part) *View {
	v := &View{parts: parts, names: &names{}, spare: &spare{}}
	for _, p := range parts {
		v.top = max(v.top, p.Seg.maxOrd)
	}
	return v
}

// Parts returns the segments of the view.
func (v *View) Parts() []*Part { return v.parts }

// Young returns how many records are in no segment yet.
func (v *View) Young() int { return len(v.young) }

// locate finds a live record.
func (v *View) locate(ord uint64) (part, place int, young bool, ok bool) {
	if ord > v.top {
		return 0, 0, false, false
	}
	for i := len(v.young) - 1; i >= 0; i-- {
		if v.young[i].Ord == ord {
			return 0, i, true, true
		}
	}
	for i := len(v.parts) - 1; i >= 0; i-- {
		p := v.parts[i]
		if at, ok := p.Seg.find(ord); ok && !p.isDead(at) {
			return i, at, false, true
		}
	}
	return 0, 0, false, false
}

// Row returns the row of a record; false when there is none.
func (v *View) Row(k Kind, ord uint64) (r Row, ok bool, err error) {
	defer caught(&err)
	part, at, young, ok := v.locate(ord)
	switch {
	case !ok:
	case young:
		r = v.young[at].Row
	default:
		r, _ = v.parts[part].Seg.row(at)
	}
	if r.Kind != k {
		return Row{}, false, nil
	}
	return r, ok, nil
}

// With returns the view after changes, in their order. Only one goroutine may
// take views further.
func (v *View) With(changes []Change) (out *View, err error) {
	defer caught(&err)
	out = v.clone()
	dead := map[int][]uint32{}
	for _, c := range changes {
		if part, at, young, ok := out.locate(c.Ord); ok {
			if young {
				out.young = slices.Delete(out.young, at, at+1)
			} else {
				dead[part] = append(dead[part], uint32(at))
			}
		}
		if c.Doc == nil {
			continue
		}
		out.top = max(out.top, c.Ord)
		if out.young = append(out.young, c.prepared()); len(out.young) >= maxYoung {
			out.settle(dead)
		}
	}
	out.bury(dead)
	return out, nil
}

func (v *View) clone() *View {
	out := *v
	if out.spare == nil {
		out.spare = &spare{}
	}
	// Of young mostly more are to follow.
	out.parts, out.young = slices.Clone(v.parts), append(make([]*prepared, 0, len(v.young)+maxGrowth), v.young...)
	return &out
}

// maxGrowth is by how many records a view mostly grows at most.
const maxGrowth = 32

// bury marks what was replaced.
func (v *View) bury(dead map[int][]uint32) {
	for i, places := range dead {
		v.parts[i] = v.parts[i].without(places)
	}
	clear(dead)
}

// settle makes a segment of the young records. It spells all their names: who
// gathers may be about to do so, but has not yet.
func (v *View) settle(dead map[int][]uint32) {
	if len(v.young) == 0 {
		return
	}
	v.bury(dead)
	v.parts = append(v.parts, &Part{Seg: segmentOf(v.young, nil)})
	v.young = nil
}

func segmentOf(list []*prepared, known func([]byte) bool) *Segment {
	b := builderFor(len(list))
	b.Known = known
	for i, e := range list {
		giveWay(16 * i)
		b.add(e)
	}
	return b.Build()
}

// Settled returns the view with every record in a segment.
func (v *View) Settled() (out *View, err error) {
	defer caught(&err)
	out = v.clone()
	out.settle(nil)
	return out, nil
}

// Gathered returns a segment of the young records, for Replaced. Names that are
// spelled in some part of the view are not spelled again. Only one goroutine may
// gather.
func (v *View) Gathered() (s *Segment, err error) {
	defer caught(&err)
	return segmentOf(v.young, v.knows), nil
}

// knows says whether a name is spelled already, mostly from memory.
func (v *View) knows(whole []byte) bool {
	n := v.names
	if n == nil {
		n = &names{}
	}
	if _, ok := n.known[string(whole)]; ok {
		return true
	}
	if !slices.ContainsFunc(v.parts, func(p *Part) bool { return p.Seg.has(whole) }) {
		return false
	}
	if n.known == nil || len(n.known) >= maxNames {
		n.known = make(map[string]struct{})
	}
	n.known[string(whole)] = struct{}{}
	return true
}

// Replaced returns the view with a segment in the place of what it was made of:
// parts, and the young records of an earlier view (nil for none). What was
// changed or removed since is dead in it. When one of the parts, or all of the
// young records, are there no more, the view stays what it is.
func (v *View) Replaced(merged []*Part, young *View, by *Segment, file string) (out *View, err error) {
	defer caught(&err)
	out = v.clone()
	var dead []uint32
	bury := func(ord uint64) {
		if to, ok := by.find(ord); ok {
			dead = append(dead, uint32(to))
		}
	}
	if young != nil && len(young.young) > 0 && !out.grew(young.young, bury) {
		return v, nil
	}
	var kept []*Part
	at, found := -1, 0
	for _, p := range v.parts {
		i := slices.IndexFunc(merged, func(m *Part) bool { return m.Seg == p.Seg })
		if i < 0 {
			kept = append(kept, p)
			continue
		}
		if found++; at < 0 {
			at = len(kept)
		}
		for place := range p.Seg.n {
			if p.isDead(place) && !merged[i].isDead(place) {
				bury(p.Seg.tail(place).ord())
			}
		}
	}
	if found < len(merged) {
		return v, nil
	}
	if at < 0 {
		at = len(kept)
	}
	p := &Part{Seg: by, File: file}
	out.parts = slices.Insert(kept, at, p.without(dead))
	return out, nil
}

// grew takes out of the young records those that are in a segment now, and calls
// gone for those of them that are young no more; false when none is.
func (v *View) grew(list []*prepared, gone func(ord uint64)) (any bool) {
	is := make(map[*prepared]bool, len(list))
	for _, e := range list {
		is[e] = true
	}
	kept := v.young[:0]
	for _, e := range v.young {
		if is[e] {
			any = true
			delete(is, e)
			continue
		}
		kept = append(kept, e)
	}
	v.young = kept
	for e := range is {
		gone(e.Ord)
	}
	return any
}

// Add returns the view with another segment, whose records replace those of
// the same ordinals.
func (v *View) Add(s *Segment, file string) (out *View, err error) {
	defer caught(&err)
	out = v.clone()
	dead := map[int][]uint32{}
	if len(out.parts) > 0 || len(out.young) > 0 {
		for i := range s.n {
			if part, at, young, ok := out.locate(s.tail(i).ord()); ok && !young {
				dead[part] = append(dead[part], uint32(at))
			} else if ok {
				out.young = slices.Delete(out.young, at, at+1)
			}
		}
	}
	out.bury(dead)
	out.parts = append(out.parts, &Part{Seg: s, File: file})
	out.names, out.top = &names{}, max(out.top, s.maxOrd)
	return out, nil
}
