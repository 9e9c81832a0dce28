package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"strconv"
	"unicode"
)

// Writer collects the drawing of one file. The zero Writer is no use; see New.
type Writer struct {
	width, height int
	title         string
	fonts         []*subset
	pages         []*bytes.Buffer
	missing       []rune
}

// New returns a Writer for pages of one size. A character is drawn by the
// first font that has it. The title is what a reader shows in its window.
func New(title string, width, height int, fonts ...*Font) *Writer {
	w := &Writer{title: title, width: width, height: height}
	for _, f := range fonts {
		w.fonts = append(w.fonts, newSubset(f))
	}
	return w
}

// AddPage begins a page and returns its number, counted from 0.
func (w *Writer) AddPage() int {
	w.pages = append(w.pages, &bytes.Buffer{})
	return len(w.pages) - 1
}

// Pages is the number of pages.
func (w *Writer) Pages() int { return len(w.pages) }

// Missing lists the characters no font has, each once. A hollow square stands
// in their place, to be filled by hand.
func (w *Writer) Missing() []rune { return w.missing }

// substitute is drawn for a character no font has: a square large enough to
// write one in.
const substitute = '☐'

// invisible reports what has no shape of its own: joiners, marks of direction,
// and the signs that choose a picture's look. No mark stands for it.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector) || r >= 0x1f3fb && r <= 0x1f3ff
}

// Measure is the width of a line of text set at size.
func Measure(s string, size int, fonts ...*Font) int {
	n := 0
	for _, r := range s {
		n += advance(r, size, fonts)
	}
	return n
}

func advance(r rune, size int, fonts []*Font) int {
	if invisible(r) {
		return 0
	}
	for _, f := range fonts {
		if f.Has(r) {
			return f.Advance(r, size)
		}
	}
	if r == substitute || len(fonts) == 0 {
		return size
	}
	return advance(substitute, size, fonts)
}

// Text draws a line with its left end at x and its baseline at y. Bold text is
// the same outline drawn with a thin border.
func (w *Writer) Text(page, x, y, size int, s string, bold bool) {
	b := w.pages[page]
	fmt.Fprintf(b, "BT %s", number(x)+" "+number(w.height-y)+" Td ")
	if bold {
		fmt.Fprintf(b, "2 Tr %s w ", number(size/45))
	}
	current := -1
	for _, r := range s {
		if invisible(r) {
			continue
		}
		font := w.fontOf(r)
		if font < 0 {
			w.note(r)
			r = substitute
			if font = w.fontOf(r); font < 0 {
				continue
			}
		}
		if font != current {
			if current >= 0 {
				b.WriteString("> Tj ")
			}
			fmt.Fprintf(b, "/F%d %s Tf <", font, number(size))
			current = font
		}
		fmt.Fprintf(b, "%04x", w.fonts[font].glyph(r))
	}
	if current >= 0 {
		b.WriteString("> Tj ")
	}
	if bold {
		b.WriteString("0 Tr ")
	}
	b.WriteString("ET\n")
}

func (w *Writer) fontOf(r rune) int {
	for i, s := range w.fonts {
		if s.font.Has(r) {
			return i
		}
	}
	return -1
}

func (w *Writer) note(r rune) {
	for _, m := range w.missing {
		if m == r {
			return
		}
	}
	w.missing = append(w.missing, r)
}

// Line draws a straight rule.
func (w *Writer) Line(page, x1, y1, x2, y2, thick int) {
	fmt.Fprintf(w.pages[page], "%s w %s %s m %s %s l S\n",
		number(thick), number(x1), number(w.height-y1), number(x2), number(w.height-y2))
}

// Fill draws a filled box; grey runs from 0 (black) to 1000 (white).
func (w *Writer) Fill(page, x, y, width, height, grey int) {
	fmt.Fprintf(w.pages[page], "%s g %s %s %s %s re f 0 g\n",
		number(grey), number(x), number(w.height-y-height), number(width), number(height))
}

// number writes thousandths as a decimal.
func number(n int) string {
	s := strconv.Itoa(n / 1000)
	f := n % 1000
	if n < 0 {
		f = -f
		if n > -1000 {
			s = "-0"
		}
	}
	switch {
	case f == 0:
		return s
	case f%100 == 0:
		return s + "." + strconv.Itoa(f/100)
	}
	return s + fmt.Sprintf(".%03d", f)
}

// Bytes returns the file. It holds no time and no chance: the same drawing
// gives the same bytes.
func (w *Writer) Bytes() []byte {
	o := &objects{}
	catalog, pages := o.reserve(), o.reserve()
	fonts := w.fontObjects(o)
	var kids bytes.Buffer
	for _, content := range w.pages {
		stream := o.add(packed("", content.Bytes()))
		page := o.add(fmt.Appendf(nil,
			"<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources<</Font<<%s>>>>/Contents %d 0 R>>",
			pages, number(w.width), number(w.height), fonts, stream))
		fmt.Fprintf(&kids, "%d 0 R ", page)
	}
	o.set(catalog, fmt.Appendf(nil, "<</Type/Catalog/Pages %d 0 R/ViewerPreferences<</DisplayDocTitle true>>>>", pages))
	o.set(pages, fmt.Appendf(nil, "<</Type/Pages/Kids[%s]/Count %d>>", bytes.TrimSpace(kids.Bytes()), len(w.pages)))
	info := o.add(fmt.Appendf(nil, "<</Title %s/Producer(Heshi)>>", utf16Hex(w.title)))
	return o.file(catalog, info)
}

// packed is a compressed stream object.
func packed(extra string, data []byte) []byte {
	var z bytes.Buffer
	zw, _ := zlib.NewWriterLevel(&z, zlib.DefaultCompression)
	_, _ = zw.Write(data) // a Buffer takes everything
	_ = zw.Close()
	out := fmt.Appendf(nil, "<</Length %d/Filter/FlateDecode%s>>\nstream\n", z.Len(), extra)
	return append(append(out, z.Bytes()...), "\nendstream"...)
}

// objects is the numbered objects of a file.
type objects struct{ bodies [][]byte }

func (o *objects) reserve() int { return o.add(nil) }

func (o *objects) add(body []byte) int {
	o.bodies = append(o.bodies, body)
	return len(o.bodies)
}

func (o *objects) set(n int, body []byte) { o.bodies[n-1] = body }

func (o *objects) file(catalog, info int) []byte {
	out := []byte("%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
	places := make([]int, len(o.bodies))
	for i, body := range o.bodies {
		places[i] = len(out)
		out = fmt.Appendf(out, "%d 0 obj\n", i+1)
		out = append(append(out, body...), "\nendobj\n"...)
	}
	id := sha256.Sum256(out)
	xref := len(out)
	out = fmt.Appendf(out, "xref\n0 %d\n0000000000 65535 f \n", len(places)+1)
	for _, at := range places {
		out = fmt.Appendf(out, "%010d 00000 n \n", at)
	}
	return fmt.Appendf(out, "trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]>>\nstartxref\n%d\n%%%%EOF\n",
		len(places)+1, catalog, info, id[:16], id[:16], xref)
}
