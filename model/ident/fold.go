package ident

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"heshi/model"
)

// Digits returns text with its full-width digits made half-width. Everything
// else stays.
func Digits(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '０' && r <= '９' {
			return r - '０' + '0'
		}
		return r
	}, text)
}

// Fold returns text with full-width letters, digits, punctuation and spaces made
// half-width, line breaks and tabs made spaces, other control and format
// characters and broken bytes dropped, and no space around it.
func Fold(text string) string {
	return strings.TrimSpace(strings.Map(foldRune, text))
}

func foldRune(r rune) rune {
	switch {
	case r >= 0xff01 && r <= 0xff5e:
		return r - 0xff01 + '!'
	case unicode.IsSpace(r):
		return ' '
	case r == utf8.RuneError || unicode.In(r, unicode.Cc, unicode.Cf):
		return -1
	}
	return r
}

// without returns s without the characters of drop.
func without(s, drop string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(drop, r) {
			return -1
		}
		return r
	}, s)
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func allDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !isDigit(r) }) < 0
}

// wrong is a fault that must be changed, doubt one that may be kept. Both carry
// counts and limits only, never what was typed.
func wrong(code string, args map[string]any) *model.Problem {
	return &model.Problem{Code: code, Args: args}
}

func doubt(code string, args map[string]any) *model.Problem {
	return &model.Problem{Code: code, Args: args, Doubt: true}
}
