package ident

import (
	"strings"
	"unicode/utf8"

	"heshi/model"
)

// MaxMoney is the largest amount Money reads: a hundred million yuan.
const MaxMoney model.Money = 100_000_000_00

// micro counts amounts in millionths of a yuan while they are read, so that
// "1.2345" and ten-thousands of it stay exact.
const (
	yuan     = 1_000_000
	fen      = yuan / 100
	limit    = int64(MaxMoney) * fen
	maxRunes = 40 // longer text is no amount
)

// Money reads an amount in yuan: 299, 299.5, 1,299.00, with a currency sign or
// word, in Han numerals (plain or formal), or mixed as it is spoken: three kuai
// five, two thousand five, 1 wan 2. Wrong: below zero, above MaxMoney, a part of
// a fen, anything else. Codes: money.*.
func Money(text string) (model.Money, *model.Problem) {
	s := strings.ToLower(without(Fold(text), " "))
	if s == "" {
		return 0, nil
	}
	if utf8.RuneCountInString(s) > maxRunes {
		return 0, wrong("money.not_number", nil)
	}
	s = bare(s)
	rest := strings.TrimLeftFunc(s, func(r rune) bool { return signOf(r) == dash || signOf(r) == minusSign })
	v, ok := amount(bare(rest))
	switch {
	case !ok:
		return 0, wrong("money.not_number", nil)
	case rest != s:
		return 0, wrong("money.negative", nil)
	case v > limit:
		return 0, wrong("money.too_big", map[string]any{"most": MaxMoney.Yuan()})
	case v == tooFine || v%fen != 0:
		return 0, wrong("money.fraction", nil)
	}
	return model.Money(v / fen), nil
}

// bare takes the words off that may stand around an amount.
func bare(s string) string {
	for _, w := range [...]string{"rmb", "cny", "yuan"} {
		s = strings.TrimSuffix(strings.TrimPrefix(s, w), w)
	}
	return strings.TrimFunc(s, is(filler))
}

// amount reads yuan, then jiao and fen.
func amount(s string) (int64, bool) {
	if i := strings.IndexFunc(s, is(yuanSign)); i >= 0 {
		_, size := utf8.DecodeRuneInString(s[i:])
		whole, ok := figure(s[:i])
		small, ok2 := change(s[i+size:])
		if whole != tooFine {
			whole += small
		}
		return whole, ok && ok2
	}
	if strings.ContainsFunc(s, func(r rune) bool { return signOf(r) == jiaoSign || signOf(r) == fenSign }) {
		return change(s)
	}
	return figure(s)
}

// change reads what stands behind the yuan: "", five (jiao), five two, five
// jiao, five jiao two (fen), two fen.
func change(s string) (int64, bool) {
	total, unit := int64(0), int64(10*fen)
	last := int64(-1)
	for _, r := range s {
		d, isNumeral := digit(r)
		switch {
		case signOf(r) == jiaoSign && last >= 0 && unit == 10*fen:
			total, unit, last = total+last*unit, fen, -1
		case signOf(r) == fenSign && last >= 0 && unit > 0:
			total, unit, last = total+last*fen, 0, -1
		case isNumeral && unit > 0 && last < 0:
			last = d
		case isNumeral && unit == 10*fen && last >= 0:
			total, unit, last = total+last*unit, fen, d
		default:
			return 0, false
		}
	}
	if last >= 0 {
		total += last * unit
	}
	return total, true
}

// digit returns the value of an ASCII or Han digit.
func digit(r rune) (int64, bool) {
	if isDigit(r) {
		return int64(r - '0'), true
	}
	return numeral(r)
}

// figure reads a number in ASCII digits, in Han numerals, or mixed.
func figure(s string) (int64, bool) {
	if strings.ContainsRune(s, ',') {
		var ok bool
		if s, ok = ungroup(s); !ok {
			return 0, false
		}
	}
	return counted(s, 0)
}

// ungroup takes out the commas of 1,299,000.00.
func ungroup(s string) (string, bool) {
	whole, _, _ := strings.Cut(s, ".")
	for i, g := range strings.Split(whole, ",") {
		if !allDigits(g) || len(g) > 3 || i > 0 && len(g) != 3 {
			return "", false
		}
	}
	return strings.ReplaceAll(whole, ",", "") + s[len(whole):], true
}

// tooFine stands for a number with a part of a millionth, which is a part of a
// fen as well.
const tooFine = -1

// counted reads a number with units of counting: what stands before the largest
// unit times the unit, and what stands behind it. outer is the unit just before
// s: one bare digit behind it counts its tenth, as in "1 wan 2".
func counted(s string, outer int64) (int64, bool) {
	at, size, unit := largest(s)
	if unit == 0 {
		v, bare, ok := decimal(s)
		if ok && bare && outer > 10 {
			return v * (outer / 10), true
		}
		return v, ok
	}
	left, right := int64(yuan), int64(0)
	ok := true
	if at > 0 {
		left, ok = counted(s[:at], 0)
	} else if unit != 10 {
		return 0, false
	}
	switch {
	case !ok || left == tooFine:
		return left, ok
	case left > limit/unit:
		return limit + 1, true
	}
	if rest := s[at+size:]; rest != "" {
		if right, ok = counted(rest, unit); right >= unit*yuan {
			return 0, false
		} else if right == tooFine {
			return right, ok
		}
	}
	return left*unit + right, ok
}

// largest finds the last of the largest units in s.
func largest(s string) (at, size int, unit int64) {
	for i, r := range s {
		if m, ok := multiplier(r); ok && m >= unit {
			at, size, unit = i, utf8.RuneLen(r), m
		}
	}
	return at, size, unit
}

// decimal reads digits, ASCII or Han, with at most one point and six decimals.
// bare says that it was one digit alone.
func decimal(s string) (v int64, bare, ok bool) {
	point := int64(0) // value of the next decimal; 0 before the point
	runes := 0
	for _, r := range s {
		runes++
		d, isNumeral := digit(r)
		switch {
		case signOf(r) == pointSign && point == 0:
			point = yuan / 10
		case !isNumeral:
			return 0, false, false
		case point > 0:
			v += d * point
			point /= 10
			if point == 0 {
				point = -1
			}
		case point < 0 && d != 0:
			return tooFine, false, true
		case point == 0:
			ok = true
			if v = v*10 + d*yuan; v > limit {
				v = limit + 1
			}
		}
	}
	return v, runes == 1 && v > 0, runes > 1 || ok
}
