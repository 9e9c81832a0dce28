package pdf

import (
	"bytes"
	"encoding/binary"
	"slices"
)

// subset collects the characters of one font a file draws. Glyphs are numbered
// in the order they are met, so the same drawing gives the same numbers.
type subset struct {
	font   *Font
	chars  []rune       // chars[i] is drawn by glyph i+1
	number map[rune]int // glyph in the subset
	parts  map[int]int  // glyph of the font, drawn only as a part of others -> in the subset
	from   []int        // subset glyph -> glyph of the font
}

func newSubset(f *Font) *subset {
	return &subset{font: f, number: map[rune]int{}, parts: map[int]int{}, from: []int{0}}
}

// glyph returns the subset's glyph of a character the font has.
func (s *subset) glyph(r rune) int {
	if n, ok := s.number[r]; ok {
		return n
	}
	n := len(s.from)
	s.from = append(s.from, s.font.cmap.glyph(r))
	s.chars = append(s.chars, r)
	s.number[r] = n
	return n
}

// part returns the subset's glyph of a glyph that others are made of.
func (s *subset) part(glyph int) int {
	if n, ok := s.parts[glyph]; ok {
		return n
	}
	n := len(s.from)
	s.from = append(s.from, glyph)
	s.parts[glyph] = n
	return n
}

// file is the font with nothing but the glyphs used, as PDF wants it embedded
// for glyph numbers: no character map, no names, no hints.
func (s *subset) file() []byte {
	var glyf, loca, hmtx []byte
	for i := 0; i < len(s.from); i++ { // grows: parts join at the end
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, s.renumbered(s.font.outline(s.from[i]))...)
		for len(glyf)%4 != 0 {
			glyf = append(glyf, 0)
		}
		hmtx = binary.BigEndian.AppendUint16(hmtx, uint16(s.font.width(s.from[i])))
		hmtx = binary.BigEndian.AppendUint16(hmtx, s.bearing(i))
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
	return assemble(map[string][]byte{
		"glyf": glyf, "loca": loca, "hmtx": hmtx,
		"head": s.headTable(), "maxp": s.maxpTable(), "hhea": s.hheaTable(),
	})
}

// bearing is the left side bearing, which is the outline's left edge.
func (s *subset) bearing(i int) uint16 {
	if o := s.font.outline(s.from[i]); len(o) >= 4 {
		return u16(o, 2)
	}
	return 0
}

// Flags of a part of a composite glyph.
const (
	argsAreWords = 1 << 0
	hasScale     = 1 << 3
	hasTwoScales = 1 << 6
	hasMatrix    = 1 << 7
	hasHints     = 1 << 8
	moreParts    = 1 << 5
)

// renumbered returns an outline whose parts carry the subset's numbers.
func (s *subset) renumbered(outline []byte) []byte {
	if len(outline) < 10 || s16(outline, 0) >= 0 {
		return outline
	}
	out := slices.Clone(outline)
	at := 10
	for at+4 <= len(out) {
		flags := u16(out, at)
		binary.BigEndian.PutUint16(out[at:], flags&^hasHints)
		binary.BigEndian.PutUint16(out[at+2:], uint16(s.part(int(u16(out, at+2)))))
		at += 6
		if flags&argsAreWords != 0 {
			at += 2
		}
		switch {
		case flags&hasScale != 0:
			at += 2
		case flags&hasTwoScales != 0:
			at += 4
		case flags&hasMatrix != 0:
			at += 8
		}
		if flags&moreParts == 0 {
			break
		}
	}
	return out[:min(at, len(out))]
}

func (s *subset) headTable() []byte {
	head := slices.Clone(s.font.head[:54])
	binary.BigEndian.PutUint32(head[8:], 0)  // sum over the file, set by assemble
	binary.BigEndian.PutUint16(head[50:], 1) // loca in four bytes
	return head
}

func (s *subset) maxpTable() []byte {
	maxp := slices.Clone(s.font.maxp)
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(s.from)))
	return maxp
}

func (s *subset) hheaTable() []byte {
	hhea := make([]byte, 36)
	binary.BigEndian.PutUint32(hhea, 0x00010000)
	binary.BigEndian.PutUint16(hhea[4:], uint16(s.font.ascent*s.font.square/1000))
	binary.BigEndian.PutUint16(hhea[6:], uint16(s.font.descent*s.font.square/1000))
	binary.BigEndian.PutUint16(hhea[10:], uint16(s.font.square)) // widest advance
	binary.BigEndian.PutUint16(hhea[18:], 1)                     // upright caret
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(s.from)))
	return hhea
}

// assemble writes the tables as a TrueType file.
func assemble(tables map[string][]byte) []byte {
	names := []string{"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
	var dir, body bytes.Buffer
	start := 12 + 16*len(names)
	head := 0
	for _, name := range names {
		t := tables[name]
		if name == "head" {
			head = start + body.Len()
		}
		dir.WriteString(name)
		dir.Write(binary.BigEndian.AppendUint32(nil, sum(t)))
		dir.Write(binary.BigEndian.AppendUint32(nil, uint32(start+body.Len())))
		dir.Write(binary.BigEndian.AppendUint32(nil, uint32(len(t))))
		body.Write(t)
		body.Write(make([]byte, (4-len(t)%4)%4))
	}
	// Six tables: search range 64, entry selector 2, range shift 32.
	out := []byte{0, 1, 0, 0, 0, byte(len(names)), 0, 64, 0, 2, 0, 32}
	out = append(append(out, dir.Bytes()...), body.Bytes()...)
	binary.BigEndian.PutUint32(out[head+8:], 0xb1b0afba-sum(out))
	return out
}

func sum(b []byte) uint32 {
	var n uint32
	for ; len(b) >= 4; b = b[4:] {
		n += binary.BigEndian.Uint32(b)
	}
	if len(b) > 0 {
		last := make([]byte, 4)
		copy(last, b)
		n += binary.BigEndian.Uint32(last)
	}
	return n
}
