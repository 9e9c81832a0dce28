package pdf

import (
	"fmt"
	"slices"
)

// segment maps the characters first..last to glyphs: by a fixed distance, or
// each by its entry in ids.
type segment struct {
	first, last rune
	delta       int
	ids         []byte // two bytes a character, or none
	wrap        bool   // glyph numbers count modulo 65536
}

type segments []segment

// glyph is the glyph of a character, 0 when there is none.
func (s segments) glyph(r rune) int {
	i, _ := slices.BinarySearchFunc(s, r, func(g segment, r rune) int { return int(g.last - r) })
	if i == len(s) || r < s[i].first {
		return 0
	}
	g := s[i]
	if g.ids == nil {
		return g.number(int(r))
	}
	at := 2 * int(r-g.first)
	if at+2 > len(g.ids) {
		return 0
	}
	if id := int(u16(g.ids, at)); id != 0 {
		return g.number(id)
	}
	return 0
}

func (g segment) number(n int) int {
	n += g.delta
	if g.wrap {
		n &= 0xffff
	}
	return n
}

// parseCmap reads the widest Unicode table there is: format 12, else 4.
func parseCmap(b []byte) (segments, error) {
	if len(b) < 4 {
		return nil, fmt.Errorf("%w: no character map", errFont)
	}
	var narrow segments
	for i := range int(u16(b, 2)) {
		if len(b) < 4+8*(i+1) {
			break
		}
		at := int(u32(b, 4+8*i+4))
		if at+4 > len(b) {
			continue
		}
		switch t := b[at:]; u16(t, 0) {
		case 12:
			if s := format12(t); s != nil {
				return s, nil
			}
		case 4:
			if s := format4(t); s != nil {
				narrow = s
			}
		}
	}
	if narrow == nil {
		return nil, fmt.Errorf("%w: no Unicode character map", errFont)
	}
	return narrow, nil
}

func format12(t []byte) segments {
	if len(t) < 16 {
		return nil
	}
	n := int(u32(t, 12))
	if n > (len(t)-16)/12 {
		return nil
	}
	s := make(segments, n)
	for i := range s {
		e := t[16+12*i:]
		first := rune(u32(e, 0))
		s[i] = segment{first: first, last: rune(u32(e, 4)), delta: int(u32(e, 8)) - int(first)}
	}
	return s
}

func format4(t []byte) segments {
	if len(t) < 14 {
		return nil
	}
	n := int(u16(t, 6)) / 2
	if len(t) < 16+8*n {
		return nil
	}
	ends, starts, deltas, offsets := 14, 16+2*n, 16+4*n, 16+6*n
	s := make(segments, 0, n)
	for i := range n {
		g := segment{
			first: rune(u16(t, starts+2*i)), last: rune(u16(t, ends+2*i)),
			delta: int(u16(t, deltas+2*i)), wrap: true,
		}
		if off := int(u16(t, offsets+2*i)); off != 0 {
			from := offsets + 2*i + off
			if from > len(t) {
				continue
			}
			g.ids = t[from:]
		}
		if g.first != 0xffff {
			s = append(s, g)
		}
	}
	return s
}
