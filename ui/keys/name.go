package keys

import (
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"heshi/ui/text"
)

// Name returns the key pressed as the table writes it. Full-width digits,
// letters and punctuation, the marks a Chinese keyboard makes in their place,
// and the numeric pad become the plain key: １ is "1", ？ is "?", 、 is "/".
func Name(msg tea.KeyPressMsg) string {
	if msg.Mod&^(tea.ModShift|tea.ModCapsLock|tea.ModNumLock) != 0 {
		return msg.Keystroke()
	}
	if t := Typed(msg); t != "" {
		r, size := utf8.DecodeRuneInString(t)
		if size < len(t) {
			return t
		}
		return nameOf(Plain(r))
	}
	return msg.Keystroke()
}

func nameOf(r rune) string {
	if r == ' ' {
		return "space"
	}
	return string(r)
}

// Plain returns the ASCII character meant by a full-width or Chinese one, and r
// itself when there is none.
func Plain(r rune) rune {
	switch {
	case r >= '！' && r <= '～': // the full-width forms stand in ASCII's order
		return r - '！' + '!'
	case r == '\u3000':
		return ' '
	}
	switch r {
	case '、':
		return '/'
	case '。':
		return '.'
	case '￥', '¥':
		return '$'
	case '【':
		return '['
	case '】':
		return ']'
	case '《':
		return '<'
	case '》':
		return '>'
	}
	return r
}

// Typed returns the text a key press types, "" when it types none. It is the
// key's own text, or the character of a numeric pad's key where the terminal
// sends the pad as keys without text.
func Typed(msg tea.KeyPressMsg) string {
	if msg.Text != "" {
		return msg.Text
	}
	if msg.Mod&(tea.ModCtrl|tea.ModAlt|tea.ModMeta|tea.ModSuper|tea.ModHyper) != 0 {
		return ""
	}
	if msg.Code >= tea.KeyKp0 && msg.Code <= tea.KeyKp9 {
		return string('0' + msg.Code - tea.KeyKp0)
	}
	switch msg.Code {
	case tea.KeyKpDecimal:
		return "."
	case tea.KeyKpMinus:
		return "-"
	case tea.KeyKpPlus:
		return "+"
	case tea.KeyKpMultiply:
		return "*"
	case tea.KeyKpDivide:
		return "/"
	case tea.KeyKpComma:
		return ","
	case tea.KeyKpEqual:
		return "="
	}
	return ""
}

// Label writes a key for people: "ctrl+s" is Ctrl+S, "enter" is 回车 in
// Chinese. c gives the words; keys it has none for are written in capitals.
func Label(c *text.Catalogue, key string) string {
	parts := strings.Split(key, "+")
	if key == "+" {
		parts = []string{key}
	}
	for i, p := range parts {
		parts[i] = partLabel(c, p)
	}
	return strings.Join(parts, "+")
}

func partLabel(c *text.Catalogue, part string) string {
	if k := text.Key("key.name." + part); c.Has(k) {
		return c.T(k)
	}
	return strings.ToUpper(part)
}

// Behind reports whether a digit typed behind a name picks the line it stands
// before: there is one among the lines shown, and fits says that nobody's name
// goes on with it. Behind another digit it is a number's.
func Behind(msg tea.KeyPressMsg, name string, lines int, fits func(string) bool) bool {
	d := Typed(msg)
	if len(d) != 1 || d < "1" || d > "9" || int(d[0]-'0') > lines {
		return false
	}
	return name != "" && !strings.ContainsAny(name, "0123456789") && !fits(name+d)
}
