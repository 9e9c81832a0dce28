package pdf

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// errFont says that bytes are no TrueType font this package can use.
var errFont = errors.New("pdf: no usable TrueType font")

// Font is a parsed TrueType font. It is read only; any number of files may be
// written from it at once.
type Font struct {
	name     string
	glyf     []byte
	loca     []byte
	longLoca bool
	hmtx     []byte
	metrics  int // entries of hmtx with a width of their own
	glyphs   int
	square   int // units of the em square
	ascent   int // in thousandths of an em
	descent  int
	box      [4]int
	head     []byte
	maxp     []byte
	cmap     segments
}

// ParseFont reads a TrueType font with outlines in glyf and a Unicode cmap.
// The name goes into the files written with it. data must not change later.
func ParseFont(name string, data []byte) (*Font, error) {
	tables, err := tableDirectory(data)
	if err != nil {
		return nil, err
	}
	f := &Font{
		name: name, glyf: tables["glyf"], loca: tables["loca"], hmtx: tables["hmtx"],
		head: tables["head"], maxp: tables["maxp"],
	}
	hhea := tables["hhea"]
	if len(f.head) < 54 || len(f.maxp) < 6 || len(hhea) < 36 || f.glyf == nil {
		return nil, fmt.Errorf("%w: a table is missing or short", errFont)
	}
	f.square = int(u16(f.head, 18))
	f.longLoca = u16(f.head, 50) != 0
	f.glyphs = int(u16(f.maxp, 4))
	f.metrics = int(u16(hhea, 34))
	if f.square == 0 || f.metrics == 0 || len(f.hmtx) < 4*f.metrics+2*(f.glyphs-f.metrics) || len(f.loca) < f.locaSize() {
		return nil, fmt.Errorf("%w: tables disagree", errFont)
	}
	f.ascent, f.descent = f.thousandths(s16(hhea, 4)), f.thousandths(s16(hhea, 6))
	for i := range f.box {
		f.box[i] = f.thousandths(s16(f.head, 36+2*i))
	}
	f.cmap, err = parseCmap(tables["cmap"])
	return f, err
}

// Has reports whether the font draws the character.
func (f *Font) Has(r rune) bool { return f.cmap.glyph(r) != 0 }

// Advance is the width of a character set at size.
func (f *Font) Advance(r rune, size int) int {
	return f.width(f.cmap.glyph(r)) * size / f.square
}

func (f *Font) locaSize() int {
	if f.longLoca {
		return 4 * (f.glyphs + 1)
	}
	return 2 * (f.glyphs + 1)
}

func (f *Font) thousandths(n int) int { return n * 1000 / f.square }

// width is a glyph's advance in units of the em square.
func (f *Font) width(glyph int) int {
	return int(u16(f.hmtx, 4*min(glyph, f.metrics-1)))
}

// outline is a glyph's bytes; blank glyphs have none.
func (f *Font) outline(glyph int) []byte {
	if glyph < 0 || glyph >= f.glyphs {
		return nil
	}
	var from, to int
	if f.longLoca {
		from, to = int(u32(f.loca, 4*glyph)), int(u32(f.loca, 4*glyph+4))
	} else {
		from, to = 2*int(u16(f.loca, 2*glyph)), 2*int(u16(f.loca, 2*glyph+2))
	}
	if from >= to || to > len(f.glyf) {
		return nil
	}
	return f.glyf[from:to]
}

func tableDirectory(data []byte) (map[string][]byte, error) {
	if len(data) < 12 || u32(data, 0) != 0x00010000 {
		return nil, errFont
	}
	n := int(u16(data, 4))
	if len(data) < 12+16*n {
		return nil, errFont
	}
	tables := make(map[string][]byte, n)
	for i := range n {
		e := data[12+16*i:]
		from, size := int(u32(e, 8)), int(u32(e, 12))
		if from+size > len(data) {
			return nil, fmt.Errorf("%w: table %q ends after the file", errFont, e[:4])
		}
		tables[string(e[:4])] = data[from : from+size]
	}
	return tables, nil
}

func u16(b []byte, i int) uint16 { return binary.BigEndian.Uint16(b[i:]) }
func u32(b []byte, i int) uint32 { return binary.BigEndian.Uint32(b[i:]) }
func s16(b []byte, i int) int    { return int(int16(u16(b, i))) }
