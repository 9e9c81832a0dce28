package ident

import "strings"

// MaskCard hides the number of an identity document: 15 and 18 characters keep
// the first three and the last four, others the last four, short ones nothing.
func MaskCard(card string) string {
	r := []rune(card)
	switch n := len(r); {
	case n == 15 || n == 18:
		return string(r[:3]) + strings.Repeat("*", n-7) + string(r[n-4:])
	case n >= 8:
		return keepLast(card, 4)
	default:
		return strings.Repeat("*", n)
	}
}

// MaskName hides a name but for its first and last character; of two characters
// the first stays, of one none.
func MaskName(name string) string {
	r := []rune(name)
	switch n := len(r); n {
	case 0, 1:
		return strings.Repeat("*", n)
	case 2:
		return string(r[:1]) + "*"
	default:
		return string(r[:1]) + strings.Repeat("*", n-2) + string(r[n-1:])
	}
}
