package find

// judge compares every word with a record that is in no segment, and those it
// lacks with the free text, and then with the record again for errors. text is
// the free text.
func (s *search) judge(d *prepared) (tier int, found []match, text string) {
	tier = tierExact
	for i := range s.words {
		w := &s.words[i]
		m := d.face.match(w)
		if m.tier == tierNone {
			m = w.matchText(d.text)
		}
		if m.tier == tierNone && s.last >= tierNear {
			m = d.face.near(w)
		}
		if m.tier == tierNone {
			return tierNone, nil, ""
		}
		s.found[i], tier = m, max(tier, m.tier)
	}
	return tier, s.found, d.text
}

// fewHits and moreHits are how many hits have room at first, where it is not known how
// many there are, and when there are more.
const fewHits, moreHits = 4, 64

// hit adds a record to what is found, of which the row is to be written and then
// explained.
func (s *search) hit() *Hit {
	switch n := len(s.hits); {
	case n == 0:
		s.hits = make([]Hit, 0, min(s.q.Limit, max(fewHits, s.awaited)))
	case n == cap(s.hits):
		s.hits = append(make([]Hit, 0, min(s.q.Limit, max(moreHits, 2*n))), s.hits...)
	}
	s.hits = append(s.hits, Hit{})
	return &s.hits[len(s.hits)-1]
}

// explain says what the row of a hit is headed with and in which ways it was
// found.
func (s *search) explain(h *Hit, found []match, text string) {
	if h.Title = h.No; h.Title == "" {
		h.Title = h.Name
	}
	if len(s.whys) < len(found) {
		s.whys = make([]Why, len(found)*max(1, cap(s.hits)-len(s.hits)+1))
	}
	h.Why, s.whys = s.whys[:len(found):len(found)], s.whys[len(found):]
	for i, m := range found {
		h.Why[i] = Why{Field: m.field, How: m.how, Text: s.words[i].shown(m, &h.Row, text)}
	}
}

// shown is the part of the record a match points at. Of a phone it is only what
// was typed.
func (w *word) shown(m match, r *Row, text string) string {
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
