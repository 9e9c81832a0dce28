package pdf

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"strings"
	"unicode/utf16"
)

// fontObjects writes every font that drew something and returns the entries of
// the pages' font dictionary.
func (w *Writer) fontObjects(o *objects) string {
	var entries strings.Builder
	for i, s := range w.fonts {
		if len(s.chars) > 0 {
			fmt.Fprintf(&entries, "/F%d %d 0 R", i, s.write(o))
		}
	}
	return entries.String()
}

// write adds the subset's objects and returns the number of the font.
func (s *subset) write(o *objects) int {
	data := s.file()
	digest := sha256.Sum256(data)
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + digest[i]%26
	}
	name := string(tag) + "+" + s.font.name
	file := o.add(packed(fmt.Sprintf("/Length1 %d", len(data)), data))
	b := s.font.box
	descriptor := o.add(fmt.Appendf(nil,
		"<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[%d %d %d %d]/ItalicAngle 0/Ascent %d/Descent %d/CapHeight %d/StemV 80/FontFile2 %d 0 R>>",
		name, b[0], b[1], b[2], b[3], s.font.ascent, s.font.descent, s.font.ascent, file))
	cid := o.add(fmt.Appendf(nil,
		"<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 1000/W[%s]/CIDToGIDMap/Identity>>",
		name, descriptor, s.widths()))
	unicode := o.add(packed("", s.toUnicode()))
	return o.add(fmt.Appendf(nil,
		"<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>",
		name, cid, unicode))
}

// widths lists the advances that are not a whole em.
func (s *subset) widths() string {
	var b strings.Builder
	for i := range s.chars {
		if n := s.font.thousandths(s.font.width(s.from[i+1])); n != 1000 {
			fmt.Fprintf(&b, "%d[%d]", s.number[s.chars[i]], n)
		}
	}
	return b.String()
}

// toUnicode tells a reader which character a glyph is, so that text can be
// searched and copied.
func (s *subset) toUnicode() []byte {
	var b bytes.Buffer
	b.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap" +
		"/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def" +
		"/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n" +
		"1 begincodespacerange<0000><ffff>endcodespacerange\n")
	const most = 100 // entries a block may hold
	for from := 0; from < len(s.chars); from += most {
		block := s.chars[from:min(from+most, len(s.chars))]
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for _, r := range block {
			fmt.Fprintf(&b, "<%04x><%s>\n", s.number[r], hex16(string(r)))
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end")
	return b.Bytes()
}

// utf16Hex is a text as a PDF string.
func utf16Hex(s string) string { return "<feff" + hex16(s) + ">" }

func hex16(s string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04x", u)
	}
	return b.String()
}
