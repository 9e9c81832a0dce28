// Package pdf writes PDF files with embedded TrueType fonts: lines of text,
// rules and filled boxes on pages. It knows no cases and no words.
//
// Two libraries were tried and left: go-pdf/fpdf stops with a panic at a
// character beyond the Basic Multilingual Plane, which rare Chinese given
// names have; signintech/gopdf wants glyph names in the font and brings a PDF
// importer along. What is needed here is small: a subset of each font with the
// glyphs used, a table that makes the text searchable, and bytes that depend
// on nothing but what was drawn.
//
// All lengths are whole thousandths of a point (72 points an inch), measured
// from the top left corner, so that the same drawing gives the same bytes on
// every machine.
package pdf

// Points of A4, 210 x 297 mm, in thousandths.
const (
	A4Width  = 595276
	A4Height = 841890
)
