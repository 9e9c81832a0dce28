package ident

import (
	"strings"
	"time"

	"heshi/model"
)

const (
	cardChars    = 18
	oldCardChars = 15
)

// Card reads the number of an identity document and returns it without spaces
// and hyphens, letters upper case. today is the day in the station's zone.
//
// Eighteen digits (the last may be X) are a resident card by GB 11643: the birth
// date must be real and not after today, and the check character must fit.
// Doubtful and kept: an old card of fifteen digits, and whatever looks like a
// passport or permit. Codes: card.*.
func Card(text string, today model.Day) (string, *model.Problem) {
	s := plainCode(text)
	if s == "" {
		return "", nil
	}
	letters := 0
	for _, r := range s {
		switch {
		case isDigit(r):
		case r >= 'A' && r <= 'Z':
			letters++
		default:
			return "", wrong("card.letters", map[string]any{"sign": string(r)})
		}
	}
	n := len(s)
	length := map[string]any{"chars": n, "want": cardChars}
	switch {
	case n == cardChars && allDigits(s[:n-1]) && (letters == 0 || s[n-1] == 'X'):
		return residentCard(s, today)
	case n == oldCardChars && letters == 0:
		return oldCard(s, today)
	case n < 5 || n > cardChars || letters == 0 && n > 10:
		return "", wrong("card.length", length)
	case letters == 1 && s[n-1] == 'X' && n > 10:
		return "", wrong("card.length", length)
	}
	return s, doubt("card.foreign", map[string]any{"chars": n})
}

// plainCode folds text and takes spaces and dashes out.
func plainCode(text string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		if r == ' ' || signOf(r) == dash {
			return -1
		}
		return r
	}, Fold(text)))
}

func residentCard(s string, today model.Day) (string, *model.Problem) {
	if p := birth(s[6:14], today); p != nil {
		return "", p
	}
	if cardCheck(s[:17]) != s[17] {
		return "", wrong("card.check", nil)
	}
	return s, nil
}

func oldCard(s string, today model.Day) (string, *model.Problem) {
	if p := birth("19"+s[6:12], today); p != nil {
		return "", p
	}
	return s, doubt("card.old", map[string]any{"chars": oldCardChars, "want": cardChars})
}

// birth checks a birth date written yyyymmdd.
func birth(s string, today model.Day) *model.Problem {
	d, ok := model.NewDay(number(s[:4]), time.Month(number(s[4:6])), number(s[6:]))
	switch {
	case !ok || s[:2] < "18":
		return wrong("card.birth", nil)
	case d > today:
		return wrong("card.future", nil)
	}
	return nil
}

// number returns the value of a few ASCII digits.
func number(s string) int {
	n := 0
	for _, c := range []byte(s) {
		n = n*10 + int(c-'0')
	}
	return n
}

// cardCheck returns the check character of GB 11643 for 17 digits.
func cardCheck(s string) byte {
	weights := [...]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(s[i]-'0') * w
	}
	return "10X98765432"[sum%11]
}

// creditDigits are the characters of a credit code in the order of their
// values; I, O, S, V and Z are left out.
const creditDigits = "0123456789ABCDEFGHJKLMNPQRTUWXY"

// CreditCode reads a unified social credit code (GB 32100-2015) and returns its
// eighteen characters. An old licence number of fifteen digits is doubtful and
// kept. Codes: credit_code.*.
func CreditCode(text string) (string, *model.Problem) {
	s := plainCode(text)
	if s == "" {
		return "", nil
	}
	if len(s) == oldCardChars && allDigits(s) {
		return s, doubt("credit_code.old", map[string]any{"chars": oldCardChars, "want": cardChars})
	}
	for _, r := range s {
		if !strings.ContainsRune(creditDigits, r) {
			return "", wrong("credit_code.sign", map[string]any{"sign": string(r)})
		}
	}
	if len(s) != cardChars {
		return "", wrong("credit_code.length", map[string]any{"chars": len(s), "want": cardChars})
	}
	if creditCheck(s[:17]) != s[17] {
		return "", wrong("credit_code.check", nil)
	}
	return s, nil
}

// creditCheck returns the check character of GB 32100 for 17 characters.
func creditCheck(s string) byte {
	sum, weight := 0, 1
	for i := range len(s) {
		sum += strings.IndexByte(creditDigits, s[i]) * weight
		weight = weight * 3 % 31
	}
	return creditDigits[(31-sum%31)%31]
}
