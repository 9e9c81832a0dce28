package find

import (
	"encoding/binary"
	"unicode/utf8"
)

// Texts are packed: a character of the common Chinese block takes two bytes,
// ASCII one, any other rune and any byte that is no UTF-8 an escape.
const (
	packHan  = 0x80 // to packHan + (lastHan-firstHan)>>8
	packByte = 0xfe
	packRune = 0xff
)

func appendPacked(b []byte, s string) []byte {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r < utf8.RuneSelf:
			b = append(b, byte(r))
		case r >= firstHan && r <= lastHan:
			b = append(b, packHan+byte((r-firstHan)>>8), byte(r-firstHan))
		case r == utf8.RuneError && n == 1:
			b = append(b, packByte, s[i])
		default:
			b = binary.AppendUvarint(append(b, packRune), uint64(r))
		}
		i += n
	}
	return b
}

// appendUnpacked appends the text that p packs; what is cut off is left out.
func appendUnpacked(b, p []byte) []byte {
	for len(p) > 0 {
		c := p[0]
		switch {
		case c < utf8.RuneSelf:
			b, p = append(b, c), p[1:]
		case len(p) < 2:
			return b
		case c == packByte:
			b, p = append(b, p[1]), p[2:]
		case c == packRune:
			r, n := binary.Uvarint(p[1:])
			if n <= 0 {
				return b
			}
			b, p = utf8.AppendRune(b, rune(r)), p[1+n:]
		default:
			b, p = utf8.AppendRune(b, firstHan+rune(c-packHan)<<8+rune(p[1])), p[2:]
		}
	}
	return b
}

// appendCore appends the characters that core leaves of the text that p packs.
func appendCore(out []rune, p []byte, limit int) []rune {
	for len(p) > 1 && len(out) < limit {
		c := p[0]
		if c < packHan || c > packHan+(lastHan-firstHan)>>8 {
			break
		}
		r := firstHan + rune(c-packHan)<<8 + rune(p[1])
		if readingTable[2*int(r-firstHan)]&traditional != 0 {
			break
		}
		out, p = append(out, r), p[2:]
	}
	if len(p) == 0 || len(out) == limit {
		return out
	}
	var buf [96]byte
	for _, r := range core(string(appendUnpacked(buf[:0], p)), limit-len(out)) {
		out = append(out, r)
	}
	return out
}

// appendText appends a packed text with its length before it.
func appendText(b []byte, s string) []byte {
	n := len(b)
	b = appendPacked(append(b, 0), s)
	size := len(b) - n - 1
	if size < 0x80 {
		b[n] = byte(size)
		return b
	}
	var head [binary.MaxVarintLen32]byte
	w := binary.PutUvarint(head[:], uint64(size))
	b = append(b, head[1:w]...)
	copy(b[n+w:], b[n+1:n+1+size])
	copy(b[n:], head[:w])
	return b
}
