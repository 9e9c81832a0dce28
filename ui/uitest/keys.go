package uitest

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// keyMode is how a terminal sends keys now.
type keyMode struct {
	kitty             bool // the program asked for unambiguous keys
	applicationCursor bool // DECCKM: arrows by SS3
}

// Modifier bits, as terminals number them.
const (
	modShift = 1 << iota
	modAlt
	modCtrl
)

// letterKeys end in a letter: CSI A, or CSI 1;5A with modifiers.
var letterKeys = map[string]byte{
	"up": 'A', "down": 'B', "right": 'C', "left": 'D', "end": 'F', "home": 'H',
	"f1": 'P', "f2": 'Q', "f3": 'R', "f4": 'S',
}

// tildeKeys end in a tilde: CSI 5~, or CSI 5;5~ with modifiers.
var tildeKeys = map[string]int{
	"insert": 2, "delete": 3, "pgup": 5, "pgdown": 6,
	"f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21, "f11": 23, "f12": 24,
}

// controlKeys are single control characters without modifiers.
var controlKeys = map[string]byte{
	"enter": '\r', "tab": '\t', "backspace": 0x7f, "esc": 0x1b, "space": ' ',
}

// encode returns the bytes a terminal sends for a key written as ui/keys
// writes it: "enter", "shift+tab", "ctrl+k", "f2", "1", "张". It fails on a
// name it does not know.
func encode(key string, mode keyMode) (string, error) {
	base, mods, err := split(key)
	if err != nil {
		return "", err
	}
	if final, ok := letterKeys[base]; ok {
		return encodeLetter(base, final, mods, mode), nil
	}
	if number, ok := tildeKeys[base]; ok {
		return encodeTilde(number, mods), nil
	}
	code, ok := controlKeys[base]
	switch {
	case ok:
		return encodeControl(code, mods, mode), nil
	case utf8.RuneCountInString(base) != 1:
		return "", fmt.Errorf("no key is called %q", key)
	}
	return encodeRune(base, mods, mode)
}

// split takes "ctrl+shift+k" apart.
func split(key string) (base string, mods int, err error) {
	rest := key
	for {
		name, after, found := strings.Cut(rest, "+")
		if !found || after == "" { // the key "+" itself
			return rest, mods, nil
		}
		switch name {
		case "shift":
			mods |= modShift
		case "alt":
			mods |= modAlt
		case "ctrl":
			mods |= modCtrl
		default:
			return "", 0, fmt.Errorf("no key is called %q", key)
		}
		rest = after
	}
}

func itoa(n int) string { return strconv.Itoa(n) }

func encodeLetter(base string, final byte, mods int, mode keyMode) string {
	functionKey := base[0] == 'f'
	switch {
	case base == "f3" && mode.kitty: // CSI R would be a cursor report
		return encodeTilde(13, mods)
	case mods != 0:
		return "\x1b[1;" + itoa(1+mods) + string(final)
	case functionKey && !mode.kitty, !functionKey && mode.applicationCursor:
		return "\x1bO" + string(final)
	}
	return "\x1b[" + string(final)
}

func encodeTilde(number, mods int) string {
	if mods == 0 {
		return "\x1b[" + itoa(number) + "~"
	}
	return "\x1b[" + itoa(number) + ";" + itoa(1+mods) + "~"
}

// encodeControl sends Enter, Tab, Backspace, Esc and Space. Old terminals have
// no way to say most of their modified forms and send the plain key.
func encodeControl(code byte, mods int, mode keyMode) string {
	if mode.kitty && (mods != 0 || code == 0x1b) && !(code == ' ' && mods == modShift) {
		return kittyKey(rune(code), mods)
	}
	switch {
	case code == '\t' && mods&modShift != 0:
		return "\x1b[Z"
	case code == ' ' && mods&modCtrl != 0:
		return "\x00"
	case code == 0x7f && mods&modCtrl != 0:
		return "\x08"
	case mods&modAlt != 0:
		return "\x1b" + string(rune(code))
	}
	return string(rune(code))
}

func encodeRune(text string, mods int, mode keyMode) (string, error) {
	r, _ := utf8.DecodeRuneInString(text)
	switch {
	case mods&^modShift == 0:
		if mods != 0 {
			text = strings.ToUpper(text)
		}
		return text, nil
	case mode.kitty:
		return kittyKey(r, mods), nil
	}
	if mods&modCtrl != 0 {
		if r < '@' || r > '~' {
			return "", fmt.Errorf("an old terminal cannot send ctrl with %q", text)
		}
		text = string(r & 0x1f)
	}
	if mods&modAlt != 0 {
		text = "\x1b" + text
	}
	return text, nil
}

func kittyKey(code rune, mods int) string {
	if mods == 0 {
		return "\x1b[" + itoa(int(code)) + "u"
	}
	return "\x1b[" + itoa(int(code)) + ";" + itoa(1+mods) + "u"
}
