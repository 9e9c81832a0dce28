package widget_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"heshi/ui/theme"
	"heshi/ui/widget"
)

// pieces are what mixed text is made of: the trade's own words, then all that
// has ever broken a terminal's arithmetic.
var pieces = []string{
	"张三", "退款", "消费维权服务站", "，", "。", "“退”", "（2026年）", "…", "①", "·",
	"a", "refund", "WiFi", " ", "  ", "299", "¥", "１３８", "％", "-", "/",
	"👍", "👍🏽", "👨‍👩‍👧", "🇨🇳", "é", "e\u0301", "\u0301", "\u200d", "\ufe0f", "🏽", "ｱｲ", "한글", "กำ",
}

// hostile text additionally tries to break out of its cells.
var hostile = append([]string{
	"\t", "\n", "\r\n", "\x1b[31m", "\x1b[m", "\x1b[2J", "\x1b]0;x\x07", "\x00", "\x7f",
	"\xff", "\xe4\xb8", "\u202e", "\u2028", "\u0085", "\x1b", "\ufeff",
}, pieces...)

func mixed(of []string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(of), 0, 24).Draw(t, "pieces"), "")
	})
}

// anyTheme draws a theme by name, so that a failure stays readable.
func anyTheme(t *rapid.T) theme.Theme {
	th := theme.New(rapid.SampledFrom(theme.Kinds()).Draw(t, "kind"))
	if rapid.Bool().Draw(t, "ascii") {
		th = th.ASCII()
	}
	return th
}

type failer interface {
	require.TestingT
	Helper()
}

// exact requires a block to be exactly width x height cells, with its cursor
// inside.
func exact(t failer, b widget.Block, width, height int) {
	t.Helper()
	if width <= 0 || height <= 0 {
		require.Empty(t, b.Text)
		return
	}
	rows := strings.Split(b.Text, "\n")
	require.Len(t, rows, height)
	for y, r := range rows {
		require.Equal(t, width, ansi.StringWidth(r), "row %d: %q", y, r)
		require.True(t, utf8.ValidString(r), "row %d: %q", y, r)
	}
	if c := b.Cursor; c != nil {
		require.True(t, c.X >= 0 && c.X < width && c.Y >= 0 && c.Y < height, "cursor %d,%d in %dx%d", c.X, c.Y, width, height)
		require.NotEqual(t, tea.CursorBlock, c.Shape)
	}
}

// tame requires that nothing but colours and weights is left of text that came
// from outside.
func tame(t failer, b widget.Block) {
	t.Helper()
	plain := ansi.Strip(b.Text)
	for _, r := range plain {
		require.False(t, r != '\n' && r < ' ' || r == 0x7f || r == '\u202e' || r == '\u0085', "%q in %q", r, plain)
	}
}

func press(s string) tea.KeyPressMsg {
	mod, name := tea.KeyMod(0), s
	for {
		switch {
		case strings.HasPrefix(name, "ctrl+") && len(name) > 5:
			mod, name = mod|tea.ModCtrl, name[5:]
			continue
		case strings.HasPrefix(name, "shift+") && len(name) > 6:
			mod, name = mod|tea.ModShift, name[6:]
			continue
		}
		break
	}
	codes := map[string]rune{
		"left": tea.KeyLeft, "right": tea.KeyRight, "up": tea.KeyUp, "down": tea.KeyDown, "home": tea.KeyHome, "end": tea.KeyEnd,
		"pgup": tea.KeyPgUp, "pgdown": tea.KeyPgDown, "enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab,
		"backspace": tea.KeyBackspace, "delete": tea.KeyDelete,
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: tea.KeySpace, Text: " "}
	}
	if c, ok := codes[name]; ok {
		return tea.KeyPressMsg{Code: c, Mod: mod}
	}
	r, _ := utf8.DecodeRuneInString(name)
	msg := tea.KeyPressMsg{Code: r, Mod: mod}
	if mod == 0 {
		msg.Text = name
	}
	return msg
}

func typed(s string) []tea.Msg {
	var msgs []tea.Msg
	for _, r := range s {
		msgs = append(msgs, press(string(r)))
	}
	return msgs
}

func dark() theme.Theme { return theme.New(theme.Dark) }

func plainRows(b widget.Block) []string { return strings.Split(ansi.Strip(b.Text), "\n") }

func TestPressHelperNamesKeysAsBubbleTeaDoes(t *testing.T) {
	for _, k := range []string{"left", "ctrl+s", "enter", "张", "1", "?", "shift+tab", "ctrl+left", "space"} {
		if k == "space" {
			require.Equal(t, "space", press(k).Keystroke())
			continue
		}
		require.Equal(t, k, press(k).String())
	}
}
