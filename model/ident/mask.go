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

// MaskTyped hides what somebody typed where a name or a number of a record was
// asked for, if it is a telephone number or could be that of an identity
// document; anything else stays. For sentences that say what was not found.
func MaskTyped(text string) string {
	folded := strings.TrimSpace(Digits(text))
	if n := len(folded); (n == 15 || n == 18) && allDigits(strings.TrimRight(folded, "xX")) {
		return MaskCard(folded)
	}
	if phone, problem := Phone(text); phone != "" && (problem == nil || len(phone) == mobileDigits && allDigits(phone)) {
		return MaskPhone(phone)
	}
	return text
}

// MaskAddress shows of an address no more than the city or district: what comes
// before the first street, number or estate. One that names neither is hidden.
func MaskAddress(address string) string {
	if address == "" {
		return ""
	}
	r := []rune(address)
	shown := 0
	for i, c := range r {
		if c >= '0' && c <= '9' || endsDistrict(c) == estate {
			break
		}
		if i > 0 && (endsDistrict(c) == whole || endsDistrict(c) == part && endsDistrict(r[i-1]) != small) {
			shown = i + 1
		}
	}
	return string(r[:shown]) + "***"
}

// The signs of an address that matter to MaskAddress.
const (
	elsewhere = iota
	whole     // ends the name of a province, city, prefecture or county
	part      // ends the name of a district, but of an estate or a park as well
	small     // before part: it is an estate or a park
	estate    // begins what is smaller than a district: a street or road
)

func endsDistrict(c rune) int {
	switch c {
	case 0x7701, 0x5e02, 0x53bf, 0x5dde, 0x65d7: // province, city, county, prefecture, banner
		return whole
	case 0x533a: // district
		return part
	case 0x5c0f, 0x793e, 0x56ed, 0x4e1a, 0x53d1: // small, communal, park, trade, development
		return small
	case 0x8857, 0x8def, 0x9053, 0x5df7, 0x6751: // street, road, way, lane, village
		return estate
	}
	return elsewhere
}
