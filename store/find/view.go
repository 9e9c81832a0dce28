package find

import (
	"slices"
)

// View is the index as one moment saw it. It never changes; what a change
// leaves is another View. The zero View is empty.
type View struct {
	parts []*Part
	// young are the newest records, too few to be worth a segment: they are
	// compared one by one. Oldest first.
	young []*Doc
	names map[string]struct{} // the writer's: names known to be spelled; see knows
}

// Part is a segment with the places that do not count any more, because the
// record was changed or removed since.
type Part struct {
	Seg  *Segment
	File string // where it is kept; "" in memory
	dead []uint64
	gone int // how many are dead
}

// maxYoung is how many records wait for a segment.
const maxYoung = 24

// maxNames is how many names are remembered to be spelled: about 4 MB.
const maxNames = 50_000

// Change is a record as it is now; a nil Doc when it is there no more.
type Change struct {
	Kind Kind
	Ord  uint64
	Doc  *Doc
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
func NewView(parts []*Part) *View { return &View{parts: parts} }

// Parts returns the segments of the view.
func (v *View) Parts() []*Part { return v.parts }

// Young returns how many records are in no segment yet.
func (v *View) Young() int { return len(v.young) }

// locate finds a live record.
func (v *View) locate(ord uint64) (part, place int, young bool, ok bool) {
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
		if out.young = append(out.young, c.Doc); len(out.young) >= maxYoung {
			out.settle(dead)
		}
	}
	out.bury(dead)
	return out, nil
}

func (v *View) clone() *View {
	return &View{parts: slices.Clone(v.parts), young: slices.Clone(v.young), names: v.names}
}

// bury marks what was replaced.
func (v *View) bury(dead map[int][]uint32) {
	for i, places := range dead {
		v.parts[i] = v.parts[i].without(places)
	}
	clear(dead)
}

// settle makes a segment of the young records.
func (v *View) settle(dead map[int][]uint32) {
	if len(v.young) == 0 {
		return
	}
	v.bury(dead)
	b := NewBuilder()
	b.Known = v.knows
	for _, d := range v.young {
		b.Add(d)
	}
	v.parts = append(v.parts, &Part{Seg: b.Build()})
	v.young = nil
}

// Settled returns the view with every record in a segment.
func (v *View) Settled() (out *View, err error) {
	defer caught(&err)
	out = v.clone()
	out.settle(nil)
	return out, nil
}

// knows says whether a name is spelled already, mostly from memory.
func (v *View) knows(whole []byte) bool {
	if _, ok := v.names[string(whole)]; ok {
		return true
	}
	ok := false
	for _, p := range v.parts {
		if ok = p.Seg.has(whole); ok {
			break
		}
	}
	// Who asks spells it at once.
	if v.names == nil || len(v.names) >= maxNames {
		v.names = make(map[string]struct{})
	}
	v.names[string(whole)] = struct{}{}
	return ok
}

// Replaced returns the view with a segment in the place of parts that were
// merged into it. What died in them since is dead in it too. When one of the
// parts is there no more, the view stays what it is.
func (v *View) Replaced(merged []*Part, by *Segment, file string) (out *View, err error) {
	defer caught(&err)
	out = v.clone()
	var dead []uint32
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
				if to, ok := by.find(p.Seg.tail(place).ord()); ok {
					dead = append(dead, uint32(to))
				}
			}
		}
	}
	if found < len(merged) {
		return v, nil
	}
	p := &Part{Seg: by, File: file}
	out.parts = slices.Insert(kept, max(at, 0), p.without(dead))
	return out, nil
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
	out.names = nil
	return out, nil
}
