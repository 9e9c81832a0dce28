package ident

import (
	"strings"

	"heshi/model"
)

// Lengths of telephone numbers in digits (domain.md 5c).
const (
	mobileDigits = 11
	longestPhone = 15 // E.164
	localLeast   = 7
	localMost    = 8
)

// Phone reads a telephone number and returns it as the store keeps it: a mobile
// as eleven digits, a landline as area-number or area-number-extension, others
// as digits, a foreign one with + before them. Full-width digits, spaces,
// hyphens, brackets, +86 and 0086 are taken off.
//
// Doubtful and kept: a mobile range that does not exist, a landline without
// area code, a foreign number, an unusual length. Wrong: letters, too few or
// too many digits. Codes: phone.*.
func Phone(text string) (string, *model.Problem) {
	if mobile(text) {
		return text, nil // as most are typed
	}
	s := without(Fold(text), " ()[].·")
	if s == "" {
		return "", nil
	}
	s, foreign := countryCode(s)
	s = strings.Map(hyphen, strings.NewReplacer("ext", "-", "EXT", "-").Replace(s))
	for _, r := range s {
		if !isDigit(r) && r != '-' {
			return "", wrong("phone.letters", map[string]any{"sign": string(r)})
		}
	}
	plain := without(s, "-")
	if foreign {
		return foreignPhone(plain)
	}
	if strings.HasPrefix(plain, "0") {
		return landline(s)
	}
	return plainPhone(plain)
}

// hyphen makes every dash, and every sign before an extension, a hyphen.
func hyphen(r rune) rune {
	if s := signOf(r); s == dash || s == extension {
		return '-'
	}
	return r
}

// countryCode takes China's code off and says whether another one is there.
func countryCode(s string) (rest string, foreign bool) {
	for _, p := range []string{"+", "00"} {
		rest, coded := strings.CutPrefix(s, p)
		if own, ok := cutDigits(rest, "86"); coded && ok {
			return own, false
		}
		if coded {
			return rest, true
		}
	}
	return s, false
}

// cutDigits takes digits off the front of s, with the dashes before, between and
// behind them; false when s does not begin with them.
func cutDigits(s, digits string) (rest string, ok bool) {
	s = strings.TrimLeftFunc(s, is(dash))
	for _, d := range digits {
		if s, ok = strings.CutPrefix(s, string(d)); !ok {
			return "", false
		}
		s = strings.TrimLeftFunc(s, is(dash))
	}
	return s, true
}

func mobile(s string) bool {
	return len(s) == mobileDigits && s[0] == '1' && s[1] >= '3' && allDigits(s)
}

func tooShort(n, want int) *model.Problem {
	return wrong("phone.too_short", map[string]any{"digits": n, "want": want})
}

func tooLong(n, want int) *model.Problem {
	return wrong("phone.too_long", map[string]any{"digits": n, "want": want})
}

func foreignPhone(s string) (string, *model.Problem) {
	switch n := len(s); {
	case n < localLeast:
		return "", tooShort(n, localLeast)
	case n > longestPhone:
		return "", tooLong(n, longestPhone)
	}
	return "+" + s, doubt("phone.foreign", nil)
}

// plainPhone reads a number without area code.
func plainPhone(s string) (string, *model.Problem) {
	if rest, ok := strings.CutPrefix(s, "86"); ok && mobile(rest) {
		s = rest
	}
	n := len(s)
	switch {
	case mobile(s):
		return s, nil
	case service(s):
		return s, nil
	case n == mobileDigits && s[0] == '1':
		return s, doubt("phone.range", map[string]any{"prefix": s[:3]})
	case n == 5 && s[0] == '1' && s[1] <= '2':
		return s, doubt("phone.service", nil)
	case n < localLeast || n < mobileDigits && s[0] == '1':
		return "", tooShort(n, mobileDigits)
	case n > mobileDigits && s[0] == '1' || n > longestPhone:
		return "", tooLong(n, mobileDigits)
	case n <= localMost:
		return s, doubt("phone.no_area", map[string]any{"digits": n})
	}
	return s, doubt("phone.unusual", map[string]any{"digits": n})
}

// service says whether s is a number of a firm: 400 and 800, 95, 96. Seven
// digits may as well be a local number.
func service(s string) bool {
	n := len(s)
	switch {
	case n < 5:
		return false
	case strings.HasPrefix(s, "400") || strings.HasPrefix(s, "800"):
		return n == 10
	case strings.HasPrefix(s, "95"):
		return n <= 8 && n != localLeast
	case strings.HasPrefix(s, "96"):
		return n <= 6
	}
	return false
}

// landline reads 0 area number, with an extension behind a hyphen.
func landline(s string) (string, *model.Problem) {
	area := areaDigits(without(s, "-"))
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '-' })
	number := parts[0]
	parts = parts[1:]
	for len(number) < area+localLeast && len(parts) > 0 {
		number, parts = number+parts[0], parts[1:]
	}
	ext := strings.Join(parts, "")
	n := len(number)
	args := map[string]any{"digits": n, "least": area + localLeast, "most": area + localMost}
	switch {
	case n < area+localLeast:
		return "", wrong("phone.landline_short", args)
	case number[1] == '0':
		return "", wrong("phone.area", nil)
	case n > area+localMost || len(ext) > 6:
		return "", wrong("phone.landline_long", args)
	}
	out := number[:area] + "-" + number[area:]
	if ext != "" {
		out += "-" + ext
	}
	return out, nil
}

// areaDigits is the length of the area code of a number of digits: 010 and 02x have three
// digits, all others four.
func areaDigits(s string) int {
	if strings.HasPrefix(s, "01") || strings.HasPrefix(s, "02") {
		return 3
	}
	return 4
}

// MaskPhone hides a telephone number for lists and walls: a mobile keeps its
// first three and last four digits, a landline its area code and last three,
// any other its last three, a short one its last.
func MaskPhone(phone string) string {
	if mobile(phone) {
		return phone[:3] + "****" + phone[7:]
	}
	area, number, ok := strings.Cut(phone, "-")
	if ok && len(area) >= 3 && len(area) <= 4 && area[0] == '0' && allDigits(area) {
		number, _, _ = strings.Cut(number, "-")
		if len(number) >= localLeast {
			return area + "-" + keepLast(number, 3)
		}
	}
	if len([]rune(phone)) < localLeast {
		return keepLast(phone, 1)
	}
	return keepLast(phone, 3)
}

// keepLast hides all but the last n characters, and at least one.
func keepLast(s string, n int) string {
	r := []rune(s)
	for i := range max(len(r)-n, min(1, len(r))) {
		r[i] = '*'
	}
	return string(r)
}

// GroupPhone writes a mobile number in groups of 3, 4 and 4, to be read aloud;
// other numbers stay as they are.
func GroupPhone(phone string) string {
	if len(phone) != 11 || !allDigits(phone) {
		return phone
	}
	return phone[:3] + " " + phone[3:7] + " " + phone[7:]
}
