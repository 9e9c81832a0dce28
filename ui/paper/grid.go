package paper

// cell is one box of a row.
type cell struct {
	lines        []string
	width        int
	shaded, bold bool
	right        bool
}

// row sets one row of boxes. A row that does not fit goes to the next page; one
// taller than a page is broken by lines. After each turn head is set again.
func (s *sheet) row(cells []cell, least int, head []cell) {
	again := func() {
		if head != nil {
			s.row(head, 1, nil)
		}
	}
	n := max(1, least)
	for _, c := range cells {
		n = max(n, len(c.lines))
	}
	const orphan = 3 // lines that are not worth a row's beginning
	room := s.room()
	if n > room && (n <= s.fullRoom(head) || room < orphan) && s.y > margin {
		s.turn()
		again()
	}
	for from := 0; from < n; {
		take := min(n-from, max(1, s.room()))
		s.slice(cells, from, take)
		if from += take; from < n {
			s.turn()
			again()
		}
	}
}

// room is how many lines a box may have on the rest of the page.
func (s *sheet) room() int { return (s.bottom - s.y - 2*s.size.pad) / s.size.lead }

// fullRoom is how many lines a box may have on a page of its own, under a head.
func (s *sheet) fullRoom(head []cell) int {
	under := 0
	if head != nil {
		under = s.height(head)
	}
	return (s.bottom - margin - under - 2*s.size.pad) / s.size.lead
}

// slice sets lines from..from+n of the cells as one row of boxes.
func (s *sheet) slice(cells []cell, from, n int) {
	height := n*s.size.lead + 2*s.size.pad
	x := margin
	for _, c := range cells {
		if c.shaded {
			s.w.Fill(s.page, x, s.y, c.width, height, shade)
		}
		s.box(x, s.y, c.width, height)
		for i := from; i < min(from+n, len(c.lines)); i++ {
			at := x + s.size.pad
			if c.right {
				at = x + c.width - s.size.pad - s.measure(c.lines[i], s.size.body)
			}
			y := s.y + s.size.pad + (i-from)*s.size.lead
			s.w.Text(s.page, at, baseline(y, s.size.lead, s.size.body), s.size.body, c.lines[i], c.bold)
		}
		x += c.width
	}
	s.y += height
}

func (s *sheet) box(x, y, width, height int) {
	s.w.Line(s.page, x, y, x+width, y, hairline)
	s.w.Line(s.page, x, y+height, x+width, y+height, hairline)
	s.w.Line(s.page, x, y, x, y+height, hairline)
	s.w.Line(s.page, x+width, y, x+width, y+height, hairline)
}

// cell breaks a text into a box of the given width.
func (s *sheet) cell(t string, width int) cell {
	return cell{lines: s.lines(t, width-2*s.size.pad, s.size.body), width: width}
}

// leastLabel is how many characters wide the labels of facts are at least, so
// that grids under one another look like one.
const leastLabel = 5

// fields sets named facts: labels in shaded boxes, two facts a row unless one
// asks for the whole row.
func (s *sheet) fields(f Fields) {
	for _, r := range s.fieldRows(f) {
		s.row(r.cells, r.least, nil)
	}
}

// fieldRow is one row of facts, at least so many lines high.
type fieldRow struct {
	cells []cell
	least int
}

func (s *sheet) fieldRows(f Fields) []fieldRow {
	label := leastLabel*s.size.body + 2*s.size.pad
	for _, it := range f.Items {
		label = max(label, s.measure(it.Label, s.size.body)+2*s.size.pad)
	}
	label = min(label, s.width()/4)
	var rows []fieldRow
	for i := 0; i < len(f.Items); {
		n := 1
		for n < s.size.columns && i+n < len(f.Items) && !f.Items[i].Wide && !f.Items[i+n].Wide {
			n++
		}
		r, x := fieldRow{least: 1}, 0
		for k, it := range f.Items[i : i+n] {
			l := s.cell(it.Label, label)
			l.shaded = true
			end := s.width() * (k + 1) / n
			r.cells = append(r.cells, l, s.cell(it.Text, end-x-label))
			r.least, x = max(r.least, it.Lines), end
		}
		rows = append(rows, r)
		i += n
	}
	return rows
}

// table sets a table and repeats its head on every page.
func (s *sheet) table(t Table) {
	defer func(normal sizes) { s.size = normal }(s.size)
	if t.Tight {
		s.size.pad /= 4
	}
	if t.Small {
		s.size.lead, s.size.pad = s.size.lead*s.size.small/s.size.body, s.size.pad/2
		s.size.body = s.size.small
	}
	widths := s.shares(t.Columns)
	head := s.tableHead(t.Columns, widths)
	s.need(s.tableStart(t))
	s.row(head, 1, nil)
	for _, row := range t.Rows {
		s.row(s.tableRow(t.Columns, widths, row), 1, head)
	}
}

// tableStart is the height of the head with the first row, or the beginning of
// one that is higher than a page: a head alone at the foot of a page says
// nothing.
func (s *sheet) tableStart(t Table) int {
	widths := s.shares(t.Columns)
	head := s.tableHead(t.Columns, widths)
	height := s.height(head)
	if len(t.Rows) == 0 {
		return height
	}
	first := s.height(s.tableRow(t.Columns, widths, t.Rows[0]))
	if first > s.fullRoom(head)*s.size.lead+2*s.size.pad {
		first = 4 * s.size.lead
	}
	return height + first
}

func (s *sheet) tableHead(columns []Column, widths []int) []cell {
	heads := make([]cell, len(columns))
	for i, c := range columns {
		heads[i] = s.cell(c.Head, widths[i])
		heads[i].shaded, heads[i].bold = true, true
	}
	return heads
}

func (s *sheet) tableRow(columns []Column, widths []int, row []string) []cell {
	cells := make([]cell, len(columns))
	for i, c := range columns {
		text := ""
		if i < len(row) {
			text = row[i]
		}
		cells[i] = s.cell(text, widths[i])
		cells[i].right = c.Right
	}
	return cells
}

// height is how high a row of boxes stands.
func (s *sheet) height(cells []cell) int {
	n := 1
	for _, c := range cells {
		n = max(n, len(c.lines))
	}
	return n*s.size.lead + 2*s.size.pad
}

// shares splits the width among columns.
func (s *sheet) shares(columns []Column) []int {
	all := 0
	for _, c := range columns {
		all += max(1, c.Share)
	}
	widths, before, x := make([]int, len(columns)), 0, 0
	for i, c := range columns {
		before += max(1, c.Share)
		end := s.width() * before / all
		widths[i], x = end-x, end
	}
	return widths
}
