package paper

import (
	"strings"

	"heshi/ui/paper/pdf"
	"heshi/ui/text"
	"heshi/ui/widget"
)

// sizes of print, in thousandths of a point.
type sizes struct {
	body, title, heading, small int
	lead                        int // from one line to the next
	pad                         int // inside a cell
	gap                         int // between blocks
	columns                     int // facts and signatures beside each other
}

func sizesOf(large bool) sizes {
	if large {
		return sizes{body: 16000, title: 26000, heading: 18000, small: 9500, lead: 24000, pad: 5000, gap: 12000, columns: 1}
	}
	return sizes{body: 11000, title: 20000, heading: 12500, small: 8500, lead: 17000, pad: 4000, gap: 8000, columns: 2}
}

// The margins, and the strip at the bottom that holds the footer.
const (
	margin    = 56693 // 20 mm
	footStrip = 14000
	hairline  = 500
	shade     = 930 // behind labels and heads
	barShade  = 450
)

// sheet sets blocks on pages from top to bottom.
type sheet struct {
	w      *pdf.Writer
	fonts  []*pdf.Font
	size   sizes
	right  int
	bottom int
	tall   int    // the page
	indent string // before the first line of an indented paragraph
	page   int
	y      int
}

// indentZh is two ideographic spaces, as Chinese paragraphs begin.
const indentZh = "\u3000\u3000"

func newSheet(d Document, o Options, fonts []*pdf.Font) *sheet {
	width, height := pdf.A4Width, pdf.A4Height
	if d.Wide {
		width, height = height, width
	}
	s := &sheet{
		w: pdf.New(d.Title, width, height, fonts...), fonts: fonts, size: sizesOf(o.Large),
		right: width - margin, bottom: height - margin - footStrip, tall: height,
	}
	if o.Text.Lang() == "zh" {
		s.indent = indentZh
	}
	s.page, s.y = s.w.AddPage(), margin
	return s
}

func (s *sheet) width() int { return s.right - margin }

// turn begins a new page.
func (s *sheet) turn() { s.page, s.y = s.w.AddPage(), margin }

// need turns the page when the next height does not fit any more.
func (s *sheet) need(height int) {
	if s.y+height > s.bottom && s.y > margin {
		s.turn()
	}
}

func (s *sheet) measure(t string, size int) int { return pdf.Measure(t, size, s.fonts...) }

// lines breaks a text to a width.
func (s *sheet) lines(t string, width, size int) []string {
	return widget.WrapBy(t, width, func(c string) int { return s.measure(c, size) })
}

// baseline is where letters of size stand in a line of height lead at y.
func baseline(y, lead, size int) int { return y + (lead-size)/2 + size*86/100 }

// line sets one line and moves on.
func (s *sheet) line(x int, t string, size, lead int, bold bool) {
	s.w.Text(s.page, x, baseline(s.y, lead, size), size, t, bold)
	s.y += lead
}

// head sets who makes the paper out, the title and the number.
func (s *sheet) head(d Document) {
	centre := func(t string, size int, bold bool) {
		for _, l := range s.lines(t, s.width(), size) {
			s.line(margin+(s.width()-s.measure(l, size))/2, l, size, size*3/2, bold)
		}
	}
	if d.Org != "" {
		centre(d.Org, s.size.heading, false)
	}
	centre(d.Title, s.size.title, true)
	if d.No != "" {
		s.line(s.right-s.measure(d.No, s.size.body), d.No, s.size.body, s.size.lead, false)
	}
	s.y += s.size.gap
}

// foot writes the last line of every page, now that their number is known.
func (s *sheet) foot(d Document, words *text.Catalogue) {
	y := s.tall - margin
	for i := range s.w.Pages() {
		s.w.Line(i, margin, y-footStrip, s.right, y-footStrip, hairline)
		left := words.T("paper.foot", "title", d.Title, "no", d.No, "edition", d.Edition, "digest", d.Digest())
		page := words.T("paper.page", "n", i+1, "all", s.w.Pages())
		left = fitted(left, s.width()-s.measure(page, s.size.small)-s.size.pad, func(t string) int { return s.measure(t, s.size.small) })
		s.w.Text(i, margin, y, s.size.small, left, false)
		s.w.Text(i, s.right-s.measure(page, s.size.small), y, s.size.small, page, false)
	}
}

// fitted drops the end of a text that is too wide.
func fitted(t string, width int, measure func(string) int) string {
	r := []rune(t)
	for len(r) > 0 && measure(string(r)) > width {
		r = r[:len(r)-1]
	}
	return string(r)
}

// block sets one block.
func (s *sheet) block(b Block) {
	switch b := b.(type) {
	case Heading:
		s.text(b.Text, 0, s.size.heading, true)
	case Paragraph:
		t := b.Text
		if b.Indent {
			t = s.indent + strings.ReplaceAll(t, "\n", "\n"+s.indent)
		}
		s.text(t, b.Inset*s.size.body, s.size.body, b.Strong)
	case Fields:
		s.fields(b)
	case Table:
		s.table(b)
	case Signatures:
		s.signatures(b)
	case Ruled:
		s.ruled(b)
	case Bars:
		s.bars(b)
	case Break:
		s.turn()
	}
}

// keep turns the page where a block would part from the next one that it
// belongs to.
func (s *sheet) keep(b, next Block) {
	if _, ok := b.(Heading); ok {
		s.need(2*s.size.lead + s.size.gap + s.start(next))
		return
	}
	if ink, ok := next.(Signatures); ok {
		if height := s.before(b); height > 0 {
			s.need(min(height+s.size.gap+s.inkHeight(ink), s.bottom-margin))
		}
	}
}

// start is the height a block needs to begin on a page: a heading stays with it.
func (s *sheet) start(b Block) int {
	if t, ok := b.(Table); ok {
		return s.tableStart(t)
	}
	return 2 * s.size.lead
}

// before is the height of a short block that stays with the signatures under
// it: names on a page of their own would sign anything. Others have none.
func (s *sheet) before(b Block) int {
	height := 0
	switch b := b.(type) {
	case Paragraph:
		height = len(s.lines(b.Text, s.width(), s.size.body)) * s.size.lead
	case Fields:
		for _, r := range s.fieldRows(b) {
			height += max(s.height(r.cells), r.least*s.size.lead+2*s.size.pad)
		}
	}
	if height > (s.bottom-margin)/3 {
		return 0
	}
	return height
}

func (s *sheet) text(t string, inset, size int, bold bool) {
	lead := s.size.lead * size / s.size.body
	for _, l := range s.lines(t, s.width()-inset, size) {
		s.need(lead)
		s.line(margin+inset, l, size, lead, bold)
	}
}
