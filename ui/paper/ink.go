package paper

// signatures sets places for ink, each with its name and a line for the date.
func (s *sheet) signatures(b Signatures) {
	s.need(min(s.inkHeight(b), s.bottom-margin))
	for i := 0; i < len(b.Items); i += s.size.columns {
		items := b.Items[i:min(i+s.size.columns, len(b.Items))]
		height := s.placesHeight(items)
		s.need(height)
		slot := s.width() / s.size.columns
		for k, it := range items {
			s.place(margin+k*slot, slot-3*s.size.gap, height, it)
		}
		s.y += height
	}
}

// inkHeight is the height of all places together.
func (s *sheet) inkHeight(b Signatures) int {
	height := 0
	for i := 0; i < len(b.Items); i += s.size.columns {
		height += s.placesHeight(b.Items[i:min(i+s.size.columns, len(b.Items))])
	}
	return height
}

// placesHeight is the height of places beside each other.
func (s *sheet) placesHeight(items []Signature) int {
	height := 0
	for _, it := range items {
		height = max(height, s.placeHeight(it))
	}
	return height
}

func (s *sheet) placeHeight(it Signature) int {
	if it.Seal {
		return 9 * s.size.lead / 2
	}
	return 3*s.size.lead + s.size.lead/2
}

// place draws the name, a rule to sign on, and the date under it.
func (s *sheet) place(x, width, height int, it Signature) {
	size := s.size.body
	base := baseline(s.y+height-3*s.size.lead, s.size.lead, size)
	s.w.Text(s.page, x, base, size, it.Label, false)
	from := min(x+s.measure(it.Label, size)+s.size.pad, x+width*2/3)
	s.w.Line(s.page, from, base+2000, x+width, base+2000, hairline)
	date := baseline(s.y+height-2*s.size.lead+s.size.lead/2, s.size.lead, size)
	s.w.Text(s.page, x+width-s.measure(it.Date, size), date, size, it.Date, false)
}

// ruled sets a name and blank lines to write on.
func (s *sheet) ruled(b Ruled) {
	lead := s.size.lead * 3 / 2
	if b.Label != "" {
		s.need(2 * lead)
		s.line(margin, b.Label, s.size.body, s.size.lead, false)
	}
	for range b.Lines {
		s.need(lead)
		s.y += lead
		s.w.Line(s.page, margin, s.y, s.right, s.y, hairline)
	}
}

// bars sets a chart: a label, a bar, and what it stands for in words.
func (s *sheet) bars(b Bars) {
	label, note, most := 0, 0, 1
	for _, it := range b.Items {
		label = max(label, s.measure(it.Label, s.size.body))
		note = max(note, s.measure(it.Text, s.size.body))
		most = max(most, it.Value)
	}
	label = min(label, s.width()/3) + s.size.pad
	room := max(0, s.width()-label-note-2*s.size.pad)
	for _, it := range b.Items {
		lines := s.lines(it.Label, label-s.size.pad, s.size.body)
		height := len(lines)*s.size.lead + s.size.pad/2
		s.need(height)
		long := max(0, it.Value) * room / most
		s.w.Fill(s.page, margin+label, s.y+s.size.lead/5, long, s.size.lead*3/5, barShade)
		s.w.Text(s.page, margin+label+long+s.size.pad, baseline(s.y, s.size.lead, s.size.body), s.size.body, it.Text, false)
		top := s.y
		for _, l := range lines {
			s.line(margin, l, s.size.body, s.size.lead, false)
		}
		s.y = top + height
	}
}
