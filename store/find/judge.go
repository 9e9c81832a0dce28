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
